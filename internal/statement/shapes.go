package statement

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// shape says an object in its usual form, false where it lacks what the form needs.
type shape func(t *teller, n *field.Node, m map[string]any) (string, bool)

// shapeOf is the form of the objects of a node, by the attributes that they have; nil for objects without one.
func shapeOf(n *field.Node) shape {
	attrs := codec.Attributes(n)
	has := func(name string) bool {
		return slices.ContainsFunc(attrs, func(a *field.Node) bool { return a.Name == name })
	}
	switch {
	case len(attrs) == 2 && has("amount") && has("currency_code"):
		return both("amount", "currency_code")
	case len(attrs) == 2 && has("length") && has("unit"):
		return both("length", "unit")
	case len(attrs) == 2 && has("min") && has("max"):
		return limits
	case len(attrs) == 2 && has("display_code") && has("display_value"):
		return option
	case has("region_code") && has("address_lines"):
		return place
	}
	return nil
}

// both are a number and its unit: "140 EUR".
func both(amount, unit string) shape {
	return func(t *teller, n *field.Node, m map[string]any) (string, bool) {
		if len(m) > 2 || m[amount] == nil || m[unit] == nil {
			return "", false
		}
		u := t.value(attribute(n, unit), m[unit])
		if unit == "unit" {
			u = strings.ToLower(u)
		}
		return t.value(attribute(n, amount), m[amount]) + " " + u, true
	}
}

// option is an answer with its code: "Visit (1)".
func option(t *teller, n *field.Node, m map[string]any) (string, bool) {
	if len(m) > 2 || m["display_code"] == nil || m["display_value"] == nil {
		return "", false
	}
	return t.value(attribute(n, "display_value"), m["display_value"]) + " (" + t.value(attribute(n, "display_code"), m["display_code"]) + ")", true
}

// limits are a range, whose limits belong to it: "3 to 5", "3 or more", "up to 5". Ratings are counted in stars.
func limits(t *teller, n *field.Node, m map[string]any) (string, bool) {
	words, ok := bounds(t, n, m)
	if ok && strings.HasSuffix(n.Name, "rating_range") {
		words += " stars"
	}
	return words, ok
}

func bounds(t *teller, n *field.Node, m map[string]any) (string, bool) {
	least, most := m["min"], m["max"]
	low, high := t.value(attribute(n, "min"), least), t.value(attribute(n, "max"), most)
	switch {
	case len(m) > 2 || (least == nil && most == nil):
		return "", false
	case least == nil:
		return "up to " + high, true
	case most == nil:
		return low + " or more", true
	}
	return low + " to " + high, true
}

// place is an address as wide as it says: "Munich, DE". What is more than town, area and country stands in brackets.
func place(t *teller, n *field.Node, m map[string]any) (string, bool) {
	var parts []string
	rest := map[string]any{}
	for name, v := range m {
		rest[name] = v
	}
	for _, name := range []string{"locality", "administrative_area", "region_code"} {
		if m[name] == nil {
			continue
		}
		words := t.value(attribute(n, name), m[name])
		if name == "administrative_area" && m["locality"] == nil {
			words = "area " + words
		}
		parts = append(parts, words)
		delete(rest, name)
	}
	if lines, ok := rest["address_lines"].([]any); ok && len(lines) == 0 {
		delete(rest, "address_lines")
	}
	words := strings.Join(parts, ", ")
	if more := t.attributes(n, rest); len(more) > 0 {
		words += " (" + strings.Join(more, ", ") + ")"
	}
	return words, true
}

// attribute is the node of an attribute; without one, a node that says nothing.
func attribute(n *field.Node, name string) *field.Node {
	for _, a := range codec.Attributes(n) {
		if a.Name == name {
			return a
		}
	}
	return &field.Node{Name: name}
}

// step is an element of a list by duration: what counts from min to max minutes, both included.
type step struct {
	words    string
	value    any
	min, max *big.Float
	// odd says that a limit is not known, or more is said than the value and a range.
	odd bool
}

// meets says that the next step begins right where this one ends: after 359 minutes with 360.
func (s step) meets(next step) bool {
	return !next.odd && s.max != nil && next.min != nil && new(big.Float).Add(s.max, big.NewFloat(1)).Cmp(next.min) == 0
}

// steps are the elements of a list by duration, from the shortest on; of is the attribute that counts in each.
func (t *teller) steps(n *field.Node, of string, list []any) []step {
	out := make([]step, len(list))
	for i, e := range list {
		m, ok := e.(map[string]any)
		span, isSpan := m["duration_range"].(map[string]any)
		if !ok || !isSpan || len(m) > 2 {
			out[i] = step{words: t.value(n.Elem, e), odd: true}
			continue
		}
		out[i] = step{words: t.value(attribute(n.Elem, of), m[of]), value: m[of], min: float(span["min"]), max: float(span["max"])}
		if (out[i].min == nil && span["min"] != nil) || (out[i].max == nil && span["max"] != nil) {
			out[i].words, out[i].odd = t.value(n.Elem, e), true
		}
	}
	slices.SortFunc(out, func(a, b step) int {
		if c := compareFloats(a.min, b.min); c != 0 {
			return c
		}
		if c := compareFloats(b.max, a.max); c != 0 { // no upper limit is the longest
			return -c
		}
		return strings.Compare(a.words, b.words)
	})
	return out
}

// compareFloats puts nil first.
func compareFloats(a, b *big.Float) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return a.Cmp(b)
}

// say says steps on one line: "Economy; Business from 6 h". An end is said only where the next step does not follow at once.
func say(steps []step) string {
	if len(steps) == 0 {
		return none
	}
	words := make([]string, len(steps))
	for i, s := range steps {
		words[i] = s.words
		if s.odd {
			continue
		}
		follows := i+1 < len(steps) && s.meets(steps[i+1])
		from, to := duration(s.min), duration(s.max)
		switch {
		case s.min == nil && s.max == nil:
			words[i] += " at any duration"
		case s.min == nil:
			words[i] += " up to " + to
		case s.max != nil && !follows:
			words[i] += " from " + from + " to " + to
		case s.max == nil && (i+1 < len(steps) || i == 0 && s.min.Sign() != 0):
			words[i] += " from " + from + " on"
		case i > 0:
			words[i] += " from " + from
		case s.min.Sign() != 0:
			words[i] += " from " + from
		}
	}
	return strings.Join(words, "; ")
}

func duration(f *big.Float) string {
	if f == nil {
		return ""
	}
	return minutes(codec.NumberText(f))
}

// float is a number, nil where the value is none, or is out of range.
func float(v any) *big.Float {
	n, ok := v.(json.Number)
	if !ok {
		return nil
	}
	f, _, err := big.ParseFloat(n.String(), 10, 512, big.ToNearestEven)
	if err != nil || !codec.InRange(f) {
		return nil
	}
	return f
}

// money is an amount with its currency, false where it is not both.
func money(v any) (amount *big.Float, currency string, ok bool) {
	m, _ := v.(map[string]any)
	code, isText := m["currency_code"].(string)
	amount = float(m["amount"])
	return amount, strings.ToUpper(code), isText && amount != nil
}

// subject puts a rule and what it applies to together.
func subject(rule, appliesTo string) string {
	if appliesTo == "" {
		return rule
	}
	return fmt.Sprintf("%s, %s", rule, appliesTo)
}
