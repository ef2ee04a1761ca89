package codec

import (
	"bytes"
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
func Equal(n *field.Node, a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			return !slices.ContainsFunc(Attributes(n), func(c *field.Node) bool { return !Equal(c, a[c.Name], b[c.Name]) })
		}
	case []any:
		if b, ok := b.([]any); ok && equalInPlace(n, a, b) {
			return true
		}
	case *big.Float:
		if b, ok := b.(*big.Float); ok && a.Cmp(b) == 0 {
			return true
		}
	case string:
		if b, ok := b.(string); ok && (a == b || n.Kind != field.JSON) {
			return a == b || canonical.spelled(n, a) == canonical.spelled(n, b)
		}
	case nil:
		return b == nil
	}
	return b != nil && canon(n, a, false) == canon(n, b, false)
}

// equalInPlace says that two lists have equal elements at the same places, which spares most lists without order their sorting.
func equalInPlace(n *field.Node, a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i, e := range a {
		if !Equal(n.Elem, e, b[i]) {
			return false
		}
	}
	return true
}

// The forms in which values are equal that mean the same. In JSON of which the tree knows nothing arrays have no order.
var (
	canonical     = form{text: spelling.Canonical, number: nearestText}
	canonicalJSON = form{text: spelling.Canonical, number: nearestText, unordered: true}
)

// canon is a text that is equal for values of equal meaning. Without defaults it leaves out what the server may fill
// in by itself: documented defaults, links to the parent, empty strings and lists.
func canon(n *field.Node, v any, withoutDefaults bool) string {
	f := canonical
	f.withoutDefaults = withoutDefaults
	return f.of(n, v)
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

func (f form) of(n *field.Node, v any) string { return string(f.append(nil, n, v)) }

// append appends the text of a value.
func (f form) append(b []byte, n *field.Node, v any) []byte {
	if v == nil || (f.withoutDefaults && isDefault(n, v)) {
		return b
	}
	switch v := v.(type) {
	case Unknown:
		return append(b, '?')
	case bool:
		return strconv.AppendBool(b, v)
	case *big.Float:
		return append(b, f.number(n, v)...)
	case string:
		return f.appendText(b, n, v)
	case []any:
		b = append(b, '[')
		b = appendParts(b, len(v), !n.Ordered, func(b []byte, i int) []byte { return f.append(b, n.Elem, v[i]) })
		return append(b, ']')
	case Map:
		var names []string
		for _, name := range sortedKeys(v) {
			if v[name] != nil { // else it says nothing
				names = append(names, name)
			}
		}
		b = append(b, '{')
		b = appendParts(b, len(names), false, func(b []byte, i int) []byte {
			return f.append(append(strconv.AppendQuote(b, names[i]), ':'), &field.Node{}, v[names[i]])
		})
		return append(b, '}')
	case map[string]any:
		return f.appendAttrs(b, n, v)
	default:
		return fmt.Appendf(b, "%T:%v", v, v)
	}
}

func (f form) appendAttrs(b []byte, n *field.Node, attrs map[string]any) []byte {
	start := len(b)
	b = append(b, '{')
	for _, a := range Attributes(n) {
		if attrs[a.Name] == nil {
			continue
		}
		before := len(b)
		if before > start+1 {
			b = append(b, ',')
		}
		b = append(strconv.AppendQuote(b, a.Name), ':')
		named := len(b)
		if b = f.append(b, a, attrs[a.Name]); len(b) == named {
			b = b[:before]
		}
	}
	if f.withoutDefaults && len(b) == start+1 {
		return b[:start]
	}
	return append(b, '}')
}

// appendParts appends texts with commas between them, in their order or sorted.
func appendParts(b []byte, n int, sorted bool, part func(b []byte, i int) []byte) []byte {
	start := len(b)
	parts := make([][]byte, n)
	for i := range parts {
		if i > 0 {
			b = append(b, ',')
		}
		from := len(b)
		b = part(b, i)
		parts[i] = b[from:]
	}
	if sorted && !slices.IsSortedFunc(parts, bytes.Compare) {
		slices.SortFunc(parts, bytes.Compare)
		copy(b[start:], bytes.Join(parts, []byte{','}))
	}
	return b
}

func (f form) appendText(b []byte, n *field.Node, s string) []byte {
	if n.Kind == field.JSON {
		if v, err := ParseJSON([]byte(s)); err == nil {
			return f.appendJSON(b, v)
		} // a text that is not JSON stands for itself
	}
	return strconv.AppendQuote(b, f.spelled(n, s))
}

// spelled is what a text has in common with those that count as equal, without case where the server normalises it.
func (f form) spelled(n *field.Node, s string) string {
	s = f.text(s)
	if n.Format.CaseInsensitive() {
		s = strings.ToUpper(s)
	}
	return s
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
func canonJSON(v any) string { return canonicalJSON.ofJSON(v) }

func (f form) ofJSON(v any) string { return string(f.appendJSON(nil, v)) }

func (f form) appendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case json.Number:
		n, err := parseNumber(v.String())
		if err != nil {
			return append(b, v...)
		}
		return append(b, f.number(nil, n)...)
	case string:
		return strconv.AppendQuote(b, f.text(v))
	case []any:
		said := v
		if !f.nulls {
			said = slices.DeleteFunc(slices.Clone(v), func(e any) bool { return e == nil })
		}
		b = append(b, '[')
		b = appendParts(b, len(said), f.unordered, func(b []byte, i int) []byte { return f.appendJSON(b, said[i]) })
		return append(b, ']')
	case map[string]any:
		names := make([]string, 0, len(v))
		for name, e := range v {
			if e != nil || (f.nulls && !f.unordered) {
				names = append(names, name)
			}
		}
		b = append(b, '{')
		b = appendParts(b, len(names), true, func(b []byte, i int) []byte {
			return f.appendJSON(append(strconv.AppendQuote(b, f.text(names[i])), ':'), v[names[i]])
		})
		return append(b, '}')
	default:
		return fmt.Append(b, v)
	}
}
