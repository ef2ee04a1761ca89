// Package validate checks a configuration against a field tree before anything is sent: everything that can be known
// from the values alone. Unknown values are never complained about.
package validate

import (
	"fmt"
	"math/big"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Finding is something wrong with a value. A warning marks what this version cannot know for sure: values that the
// vendor may have added, checks stricter than the vendor's documents.
type Finding struct {
	Path            path.Path
	Warning         bool
	Summary, Detail string
}

// Config checks the attributes of an object.
func Config(t *field.Tree, attrs map[string]any) []Finding {
	v := &validator{}
	v.object(t.Root, attrs, path.Empty())
	return v.findings
}

type validator struct{ findings []Finding }

func (v *validator) errorf(p path.Path, summary, format string, args ...any) {
	v.findings = append(v.findings, Finding{Path: p, Summary: summary, Detail: fmt.Sprintf(format, args...)})
}

func (v *validator) warnf(p path.Path, summary, format string, args ...any) {
	v.findings = append(v.findings, Finding{Path: p, Warning: true, Summary: summary, Detail: fmt.Sprintf(format, args...)})
}

func (v *validator) value(n *field.Node, value any, p path.Path) {
	switch value := value.(type) {
	case map[string]any:
		v.object(n, value, p)
	case []any:
		for i, e := range value {
			if e == nil {
				v.errorf(p.AtListIndex(i), "Null in a list", "A list must not hold null: remove the element, for example with compact() or a condition in a for expression.")
				continue
			}
			v.value(n.Elem, e, p.AtListIndex(i))
		}
	case string:
		v.text(n, value, p)
	case bool:
		if n.Kind == field.Link && !value {
			v.errorf(p, "Not a way to unlink", "%s takes only true, which takes the value from the parent policy. To stop inheriting, remove it and set the properties.", n.Name)
		}
	case *big.Float:
		whole := n.Kind == field.Int || n.Kind == field.Local
		if _, exact := value.Int64(); whole && !value.IsInt() {
			v.errorf(p, "Not a whole number", "%s is %s; it must be a whole number.", n.Name, codec.NumberText(value))
		} else if whole && exact != big.Exact {
			v.errorf(p, "Number too large", "%s is %s, which does not fit into 64 bits.", n.Name, codec.NumberText(value))
		}
	}
}

func (v *validator) object(n *field.Node, attrs map[string]any, p path.Path) {
	v.union(n, n, attrs, p)
	v.inlines(n, attrs, p)
	v.bounds(attrs, p)
	for _, a := range codec.Attributes(n) {
		if a.Sensitive && isSet(attrs[a.Name]) && attrs[codec.VersionName(a)] == nil {
			v.warnf(p.AtName(a.Name), "Secret without a version", "%s is sent when the object is made, and never again: Terraform keeps no secrets and cannot see a new one. Set %s, and raise it whenever the secret shall be sent.", a.Name, codec.VersionName(a))
		}
		v.value(a, attrs[a.Name], p.AtName(a.Name))
	}
}

// union checks that at most one branch of a choice is set, and that one is where nothing else can make sense of the
// object. Branches that are unknown may turn out null.
func (v *validator) union(n, level *field.Node, attrs map[string]any, p path.Path) {
	for _, a := range level.Attrs {
		if a.Kind == field.Inline {
			v.union(n, a, attrs, p)
		}
	}
	if !slices.ContainsFunc(level.Attrs, func(a *field.Node) bool { return a.Choice }) {
		return
	}
	var all, set []string
	for _, a := range level.Attrs {
		if !a.Choice {
			continue
		}
		names := branch(a)
		all = append(all, strings.Join(names, " and "))
		if i := slices.IndexFunc(names, func(name string) bool { return isSet(attrs[name]) }); i >= 0 {
			set = append(set, names[i])
		}
	}
	switch {
	case len(set) > 1:
		v.errorf(p.AtName(set[1]), "Only one of these can be set", "%s and %s exclude each other: remove one.", set[0], set[1])
	case len(set) > 0 || codec.HasUnknown(attrs) || hasSibling(n, level) || len(p.Steps()) == 0:
	case isElement(p):
		// A server that knows more branches than the tree makes elements that read like this; they cannot be left out.
		v.warnf(p, "One of these should be set", "%s has none of %s. If the API has it so, leave it.", p, strings.Join(all, "; "))
	default:
		v.errorf(p, "One of these must be set", "Set exactly one of %s, or remove %s altogether.", strings.Join(all, "; "), p)
	}
}

func isElement(p path.Path) bool {
	last, _ := p.Steps().LastStep()
	_, ok := last.(path.PathStepElementKeyInt)
	return ok
}

// inlines checks what the schema cannot: attributes of a wrapper that exists only on the wire are optional there, and
// those that the API requires must be set as soon as another one is.
func (v *validator) inlines(level *field.Node, attrs map[string]any, p path.Path) {
	for _, a := range level.Attrs {
		if a.Kind != field.Inline {
			continue
		}
		v.inlines(a, attrs, p)
		names := branch(a)
		i := slices.IndexFunc(names, func(name string) bool { return isSet(attrs[name]) })
		for _, c := range a.Attrs {
			if i >= 0 && c.Mode == field.Required && c.Kind != field.Inline && attrs[c.Name] == nil {
				v.errorf(p.AtName(names[i]), "Another attribute is missing", "%s cannot be set without %s.", names[i], c.Name)
			}
		}
	}
}

// isSet says that a value is surely not null.
func isSet(value any) bool {
	_, unknown := value.(codec.Unknown)
	return value != nil && !unknown
}

// branch names the attributes of one branch.
func branch(a *field.Node) []string {
	if a.Kind != field.Inline {
		return []string{a.Name}
	}
	var names []string
	for _, c := range codec.Attributes(a) {
		names = append(names, c.Name)
	}
	return names
}

// hasSibling says that the object has attributes outside the choice.
func hasSibling(n, level *field.Node) bool {
	inChoice := 0
	for _, a := range level.Attrs {
		if a.Choice {
			inChoice += len(branch(a))
		}
	}
	return len(codec.Attributes(n)) > inChoice
}

// bounds checks ranges.
func (v *validator) bounds(attrs map[string]any, p path.Path) {
	lo, okLo := attrs["min"].(*big.Float)
	hi, okHi := attrs["max"].(*big.Float)
	if okLo && okHi && lo.Cmp(hi) > 0 {
		v.errorf(p, "Range upside down", "min (%s) is greater than max (%s).", lo.Text('g', -1), hi.Text('g', -1))
	}
}

var (
	letters   = regexp.MustCompile(`^[A-Za-z]{2,3}$`)
	airline   = regexp.MustCompile(`^[A-Z0-9]{2}$`)
	timeLocal = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$|^24:00(:00)?$`)
)

func (v *validator) text(n *field.Node, s string, p path.Path) {
	if n.Enum != nil {
		v.enum(n.Enum, s, p)
	}
	if n.Kind == field.JSON {
		switch doc, err := codec.ParseJSON([]byte(s)); {
		case err != nil:
			v.errorf(p, "Not valid JSON", "The text is not one JSON value: %v. jsonencode() writes valid JSON.", err)
		case doc == nil:
			v.errorf(p, "Null is not a value", "The JSON text null is never sent to the API. Leave the attribute out, or set it to null without jsonencode().")
		}
		return
	}
	switch n.Format {
	case field.Currency:
		if !isCurrency(s) {
			v.errorf(p, "Unknown currency", "%q is not an ISO 4217 currency code, such as \"EUR\" or \"USD\".", s)
		}
	case field.Country:
		// A few properties take codes of three letters too.
		if r, err := language.ParseRegion(s); err != nil || !letters.MatchString(s) || !r.IsCountry() {
			v.errorf(p, "Unknown country", "%q is not an ISO 3166-1 country code, such as \"DE\" or \"US\".", s)
		}
	case field.Email:
		if !isEmail(s) {
			v.errorf(p, "Not a mail address", "%q is not a mail address of the form name@example.com.", s)
		}
	case field.Mailbox:
		if !isEmail(s) {
			v.warnf(p, "Unusual mail address", "%q does not look like a mail address of the form name@example.com.", s)
		}
	case field.Date:
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			v.errorf(p, "Not a date", "%q is not a date of the form 2006-01-31.", s)
		}
	case field.TimeLocal:
		if !timeLocal.MatchString(s) {
			v.errorf(p, "Not a time of day", "%q is not a local time of the form 22:30 or 22:30:00.", s)
		}
	case field.DateTime:
		if !isDateTime(s) {
			v.errorf(p, "Not a date and time", "%q is not an RFC 3339 date and time such as 2006-01-31T15:04:05Z.", s)
		}
	case field.Airline:
		if !airline.MatchString(s) {
			v.warnf(p, "Unusual airline code", "%q does not look like an IATA airline code: two characters, such as \"LH\" or \"U2\".", s)
		}
	case field.Language:
		if _, err := language.Parse(s); err != nil {
			v.warnf(p, "Unusual language tag", "%q does not look like a BCP 47 language tag, such as \"en\" or \"pt-BR\".", s)
		}
	}
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && (a.Address == s || (&mail.Address{Address: a.Address}).String() == "<"+s+">") // quoted: "a b"@example.com
}

// isDateTime accepts RFC 3339, and what the vendor's documents allow beyond it and the API answers: times without seconds,
// and 24 o'clock.
func isDateTime(s string) bool {
	s = strings.Replace(s, "T24:00", "T00:00", 1)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// newCurrencies are in ISO 4217 and not yet in the library's tables.
var newCurrencies = []string{"MRU", "SLE", "UYW", "VED", "VES", "XAD", "XCG", "ZWG"}

func isCurrency(s string) bool {
	_, err := currency.ParseISO(s)
	return err == nil || slices.Contains(newCurrencies, strings.ToUpper(s))
}

func (v *validator) enum(e *field.Enum, s string, p path.Path) {
	if slices.Contains(e.Values, s) {
		return
	}
	for _, known := range e.Values {
		if strings.EqualFold(known, s) {
			v.errorf(p, "Wrong case", "%q is written %q.", s, known)
			return
		}
	}
	hint := ""
	if near := nearest(e.Values, s); near != "" {
		hint = fmt.Sprintf(" Did you mean %q?", near)
	}
	v.warnf(p, "Unknown value", "%q is none of the documented values: %s.%s The API decides whether it accepts it.", s, strings.Join(e.Values, ", "), hint)
}

// nearest is the value with the smallest edit distance, if that is near enough to be a slip.
func nearest(values []string, s string) string {
	best, bestDistance := "", 1+len(s)/3
	for _, v := range values {
		if d := distance(strings.ToUpper(v), strings.ToUpper(s)); d <= bestDistance && (best == "" || d < bestDistance) {
			best, bestDistance = v, d
		}
	}
	return best
}

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
