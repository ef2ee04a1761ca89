package codec

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Equal says that two values mean the same: the order of lists without order, the case of codes that the server
// normalises, and the layout of JSON texts do not count. Unknown equals nothing but Unknown.
func Equal(n *field.Node, a, b any) bool { return canon(n, a, false) == canon(n, b, false) }

// canon is a text that is equal for values of equal meaning. Without defaults it leaves out what the server may fill
// in by itself: documented defaults, links to the parent, empty strings and lists.
func canon(n *field.Node, v any, withoutDefaults bool) string {
	if v == nil || (withoutDefaults && isDefault(n, v)) {
		return ""
	}
	switch v := v.(type) {
	case Unknown:
		return "?"
	case bool:
		return strconv.FormatBool(v)
	case *big.Float:
		return string(numberText(v))
	case string:
		switch {
		case n.Kind == field.JSON:
			return canonText(v)
		case n.Format.CaseInsensitive():
			return strconv.Quote(strings.ToUpper(v))
		}
		return strconv.Quote(v)
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = canon(n.Elem, e, withoutDefaults)
		}
		if !n.Ordered {
			slices.Sort(parts)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		parts := make([]string, 0, len(v))
		for _, a := range Attributes(n) {
			if c := canon(a, v[a.Name], withoutDefaults); c != "" {
				parts = append(parts, strconv.Quote(a.Name)+":"+c)
			}
		}
		if withoutDefaults && len(parts) == 0 {
			return ""
		}
		return "{" + strings.Join(parts, ",") + "}"
	default:
		return fmt.Sprintf("%T:%v", v, v)
	}
}

// isDefault says that a server may fill in v by itself where nothing was sent.
func isDefault(n *field.Node, v any) bool {
	switch v := v.(type) {
	case string:
		return v == "" || n.Default == v
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

// canonText is the canonical form of a JSON text; a text that is not JSON stands for itself.
func canonText(text string) string {
	v, err := ParseJSON([]byte(text))
	if err != nil {
		return strconv.Quote(text)
	}
	return canonJSON(v, true)
}

// SameJSON says that two JSON values are equal apart from the order of arrays, which APIs shuffle.
func SameJSON(a, b any) bool { return canonJSON(a, false) == canonJSON(b, false) }

// canonJSON is a text that is equal for JSON values of equal meaning; with ordered false arrays count as bags.
func canonJSON(v any, ordered bool) string {
	switch v := v.(type) {
	case json.Number:
		f, err := parseNumber(v.String())
		if err != nil {
			return v.String()
		}
		return string(numberText(f))
	case string:
		return strconv.Quote(v)
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = canonJSON(e, ordered)
		}
		if !ordered {
			slices.Sort(parts)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		parts := make([]string, 0, len(v))
		for k, e := range v {
			if e != nil || ordered {
				parts = append(parts, strconv.Quote(k)+":"+canonJSON(e, ordered))
			}
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ",") + "}"
	default:
		return fmt.Sprint(v)
	}
}
