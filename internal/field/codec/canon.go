package codec

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// Equal says that two values mean the same: the order of lists without order, the spelling of texts in Unicode, the case of
// codes that the server normalises, what the API keeps no digits for, and the layout of JSON texts do not count. Unknown
// equals nothing but Unknown.
func Equal(n *field.Node, a, b any) bool { return canon(n, a, false) == canon(n, b, false) }

// canon is a text that is equal for values of equal meaning. Without defaults it leaves out what the server may fill
// in by itself: documented defaults, links to the parent, empty strings and lists.
func canon(n *field.Node, v any, withoutDefaults bool) string {
	return form{text: spelling.Canonical, number: nearestText, withoutDefaults: withoutDefaults}.of(n, v)
}

// form is a way to write values as texts that are equal where the values are to count as equal.
type form struct {
	// text is what texts have in common that count as equal.
	text func(string) string
	// number is the text of a number of a node, nil for one in a JSON text.
	number func(n *field.Node, f *big.Float) string
	// withoutDefaults leaves out what the server may fill in by itself.
	withoutDefaults bool
	// unordered has arrays in JSON texts count as bags.
	unordered bool
	// nulls has nulls in JSON texts count, which otherwise say nothing.
	nulls bool
}

// earlier is the form in which earlier versions remembered values.
func earlier(withoutDefaults, unordered bool) form {
	return form{text: func(s string) string { return s }, number: func(_ *field.Node, f *big.Float) string { return NumberText(f) },
		nulls: true, withoutDefaults: withoutDefaults, unordered: unordered}
}

func (f form) of(n *field.Node, v any) string {
	if v == nil || (f.withoutDefaults && isDefault(n, v)) {
		return ""
	}
	switch v := v.(type) {
	case Unknown:
		return "?"
	case bool:
		return strconv.FormatBool(v)
	case *big.Float:
		return f.number(n, v)
	case string:
		return f.ofText(n, v)
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = f.of(n.Elem, e)
		}
		if !n.Ordered {
			slices.Sort(parts)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		parts := make([]string, 0, len(v))
		for _, a := range Attributes(n) {
			if c := f.of(a, v[a.Name]); c != "" {
				parts = append(parts, strconv.Quote(a.Name)+":"+c)
			}
		}
		if f.withoutDefaults && len(parts) == 0 {
			return ""
		}
		return "{" + strings.Join(parts, ",") + "}"
	default:
		return fmt.Sprintf("%T:%v", v, v)
	}
}

func (f form) ofText(n *field.Node, s string) string {
	if n.Kind == field.JSON {
		if v, err := ParseJSON([]byte(s)); err == nil {
			return f.ofJSON(v)
		} // a text that is not JSON stands for itself
	}
	s = f.text(s)
	if n.Format.CaseInsensitive() {
		s = strings.ToUpper(s)
	}
	return strconv.Quote(s)
}

// isDefault says that a server may fill in v by itself where nothing was sent.
func isDefault(n *field.Node, v any) bool {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v) == "" || n.Default == v
	case bool:
		return n.Kind == field.Link || n.Default == v
	case *big.Float:
		d, ok := n.Default.(int64)
		return ok && v.Cmp(new(big.Float).SetInt64(d)) == 0
	case []any:
		d, _ := n.Default.([]string)
		return len(v) == 0 || (len(v) == len(d) && canon(n, v, false) == canon(n, anys(d), false))
	}
	return false
}

// fillable are the values of a leaf for which isDefault holds.
func fillable(n *field.Node) []any {
	values := []any{"", []any{}}
	if n.Kind == field.Link {
		values = append(values, true)
	}
	switch d := n.Default.(type) {
	case nil:
	case int64:
		values = append(values, new(big.Float).SetInt64(d))
	case []string:
		values = append(values, anys(d))
	default:
		values = append(values, d)
	}
	return values
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// SameJSON says that two JSON values are equal apart from the order of arrays, which APIs shuffle.
func SameJSON(a, b any) bool { return canonJSON(a) == canonJSON(b) }

// canonJSON is a text that is equal for JSON values of equal meaning, whatever the order of their arrays.
func canonJSON(v any) string {
	return form{text: spelling.Canonical, number: nearestText, unordered: true}.ofJSON(v)
}

func (f form) ofJSON(v any) string {
	switch v := v.(type) {
	case json.Number:
		n, err := parseNumber(v.String())
		if err != nil {
			return v.String()
		}
		return f.number(nil, n)
	case string:
		return strconv.Quote(f.text(v))
	case []any:
		parts := make([]string, 0, len(v))
		for _, e := range v {
			if e != nil || f.nulls {
				parts = append(parts, f.ofJSON(e))
			}
		}
		if f.unordered {
			slices.Sort(parts)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		parts := make([]string, 0, len(v))
		for k, e := range v {
			if e != nil || (f.nulls && !f.unordered) {
				parts = append(parts, strconv.Quote(f.text(k))+":"+f.ofJSON(e))
			}
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ",") + "}"
	default:
		return fmt.Sprint(v)
	}
}
