package validate

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Finding is something wrong with a value. A warning marks what this version cannot know for sure: values that the
// vendor may have added, checks stricter than the vendor's documents.
type Finding struct {
	Path    path.Path
	Warning bool
	// IfNew marks a finding that is none where the object has the same already, because its answer may hold what no
	// configuration would say: an import must take it. All other findings are such that no answer can read like that.
	IfNew bool
	// Summary names the attribute and its value: of warnings with equal summaries, Terraform shows only the first.
	Summary, Detail string
}

// Findings collects what is wrong.
type Findings []Finding

// Errorf adds an error that no answer of the API can cause.
func (f *Findings) Errorf(p path.Path, summary, format string, args ...any) {
	*f = append(*f, Finding{Path: p, Summary: summary, Detail: fmt.Sprintf(format, args...)})
}

// NewErrorf adds an error that is none where the object has the same already.
func (f *Findings) NewErrorf(p path.Path, summary, format string, args ...any) {
	*f = append(*f, Finding{Path: p, IfNew: true, Summary: summary, Detail: fmt.Sprintf(format, args...)})
}

// Warnf adds a warning.
func (f *Findings) Warnf(p path.Path, summary, format string, args ...any) {
	*f = append(*f, Finding{Path: p, Warning: true, Summary: summary, Detail: fmt.Sprintf(format, args...)})
}

// NewWarnf adds a warning that is none where the object has the same already.
func (f *Findings) NewWarnf(p path.Path, summary, format string, args ...any) {
	*f = append(*f, Finding{Path: p, Warning: true, IfNew: true, Summary: summary, Detail: fmt.Sprintf(format, args...)})
}

// Had is what an object has of that which findings marked IfNew are about: how often, by attribute and hash of the value.
// Elements of lists may change places, so it does not say which element has it.
type Had map[string]int

// In is what the findings in the attributes of an object are about.
func In(t *field.Tree, m *codec.Memory, found Findings, attrs map[string]any) Had {
	had := Had{}
	for _, f := range found {
		if f.IfNew {
			had[entry(t, m, f, attrs)]++
		}
	}
	return had
}

func entry(t *field.Tree, m *codec.Memory, f Finding, attrs map[string]any) string {
	return codec.Attribute(f.Path) + " " + m.HashAt(t, f.Path, attrs)
}

// Or has each thing as often as one of the two.
func (h Had) Or(other Had) Had {
	out := Had{}
	for _, one := range []Had{h, other} {
		for what, n := range one {
			out[what] = max(out[what], n)
		}
	}
	return out
}

// Spare leaves out of the findings in attrs those marked IfNew that are about what the object has, as often as it has it: first what stands
// where it stands in prior too.
func (h Had) Spare(t *field.Tree, m *codec.Memory, found Findings, attrs, prior map[string]any) Findings {
	left, spared := h.Or(nil), make([]bool, len(found))
	for _, inPlace := range []bool{true, false} {
		for i, f := range found {
			if !f.IfNew || spared[i] || inPlace && !codec.EqualAt(t, f.Path, attrs, prior) {
				continue
			}
			if what := entry(t, m, f, attrs); left[what] > 0 {
				left[what]--
				spared[i] = true
			}
		}
	}
	var out Findings
	for i, f := range found {
		if !spared[i] {
			out = append(out, f)
		}
	}
	return out
}

// About is a summary that names a value and its attribute: Unknown currency "EURO" for currency_code.
func About(what, value string, p path.Path) string {
	return fmt.Sprintf("%s %s for %s", what, short(value), name(p))
}

// most is how many bytes of a value a summary has room for.
const most = 60

func short(value string) string {
	if len(value) <= most {
		return strconv.Quote(value)
	}
	end := most
	for !utf8.RuneStart(value[end]) {
		end--
	}
	return strconv.Quote(value[:end] + "…")
}

// name is the last attribute on a path, for an element that of its list.
func name(p path.Path) string {
	for _, step := range slices.Backward(p.Steps()) {
		if s, ok := step.(path.PathStepAttributeName); ok {
			return string(s)
		}
	}
	return ""
}
