package statement

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

var zero = new(big.Float)

// processes are what becomes of a booking, by how strict that is. How the approvals differ is not documented.
var processes = map[string]int64{"NONE": 1, "SOFT_APPROVAL": 2, "HARD_APPROVAL": 2, "PASSIVE_APPROVAL": 2, "PRE_APPROVAL": 2, "PREVENT_BOOKING": 3}

// reversed weighs by an order in which a higher value is stricter.
func (w weigher) reversed() weigher {
	return weigher{w.of, func(m map[string]any) measure {
		q, ok := w.measure(m).(quantity)
		if !ok {
			return nil
		}
		q.more = q.more.opposite()
		return q
	}}
}

// weighed is the weight of an object by what a weigher takes of it.
func (b *builder) weighed(w weigher, n *field.Node, m map[string]any) weight {
	return weight{measure: w.measure(m), rest: b.rest(n, m, w.of...)}
}

// rest says all that is set in an object but some attributes.
func (b *builder) rest(n *field.Node, m map[string]any, but ...string) string {
	return strings.Join((&teller{others: b.others}).attributes(n, without(m, but...)), ", ")
}

// one is a statement about a value as a whole: of a list that is none, or of which the elements are not known.
func (b *builder) one(n *field.Node, v any, begin string) []fact {
	return []fact{b.fact(func(t *teller) fact { return fact{value: t.value(n, v), begin: begin} })}
}

// elements makes facts of the elements of a list, which stands at a path below the rule. A list that is empty or unknown is one fact.
func (b *builder) elements(at string, n *field.Node, v any, key string, each func(t *teller, n *field.Node, m map[string]any) fact) []fact {
	list, isList := v.([]any)
	if !isList || len(list) == 0 {
		b.out.Open = b.out.Open || isUnknown(v)
		facts := b.one(n, v, "")
		facts[0].at, facts[0].data = at, v
		facts[0].key, facts[0].weight.alone, facts[0].weight.isEmpty = key, Changed, isList
		return facts
	}
	var facts []fact
	for i, e := range list {
		facts = append(facts, b.fact(func(t *teller) fact {
			m, isObject := e.(map[string]any)
			if !isObject {
				return fact{key: key, value: t.value(n.Elem, e)}
			}
			return each(t, n.Elem, m)
		}))
		made := &facts[len(facts)-1]
		made.at, made.data, made.weight.isElement = at+"["+strconv.Itoa(i)+"]", e, true
	}
	return facts
}

func inheritance(b *builder, r ruled) []fact {
	return []fact{b.fact(func(t *teller) fact {
		switch {
		case r.value != nil:
			return fact{value: t.value(r.node, r.value)}
		case b.policy["type"] == "DEFAULT":
			return fact{value: "no other policy"}
		}
		return fact{value: "the company's default policy"}
	})}
}

// groups are the travelers to whom a policy applies, a statement for each group of them.
func groups(b *builder, r ruled) []fact {
	return b.elements("", r.node, r.value, "", func(t *teller, n *field.Node, m map[string]any) fact { return fact{value: t.object(n, m)} })
}

// travelers are all groups on one line.
func (b *builder) travelers() string {
	var words []string
	for _, s := range b.out.Statements {
		if s.Section == Travelers {
			words = append(words, s.Value)
		}
	}
	slices.Sort(words)
	return strings.Join(words, " / ")
}

// approvals are the elements of a list of approvals, or one for all kinds of travel.
func approvals(b *builder, r ruled) []fact {
	if m, isObject := r.value.(map[string]any); isObject {
		return []fact{b.fact(func(t *teller) fact { return b.approval(t, r, r.node, m) })}
	}
	return b.elements("", r.node, r.value, "", func(t *teller, n *field.Node, m map[string]any) fact { return b.approval(t, r, n, m) })
}

// approval says who decides: "the manager must approve".
func (b *builder) approval(t *teller, r ruled, n *field.Node, m map[string]any) fact {
	f := fact{limit: ".approval_process_type"}
	rest := m
	if m["travel_types"] != nil {
		f.appliesTo = strings.ToLower(t.value(attribute(n, "travel_types"), m["travel_types"]))
		f.begin = r.title + " (" + f.appliesTo + ")"
		rest = without(rest, "travel_types")
	}
	var who []string
	for _, a := range []struct{ attr, words string }{{"is_manager_approver", "manager"}, {"is_employee_level_designated_approver", "the approver in the traveler's profile"}} {
		if m[a.attr] == true {
			who, rest = append(who, a.words), without(rest, a.attr)
		}
	}
	if ids, ok := m["designated_approver_ids"].([]any); ok && len(ids) > 0 {
		who, rest = append(who, t.value(attribute(n, "designated_approver_ids"), ids)), without(rest, "designated_approver_ids")
	}
	rest = without(rest, "approval_process_type")
	f.value = strings.Join(append([]string{process(t, attribute(n, "approval_process_type"), m["approval_process_type"], who)}, t.attributes(n, rest)...), ", ")
	f.key = f.appliesTo
	f.weight = b.weighed(rank("approval_process_type", processes).reversed(), n, m)
	return f
}

// process says what has to happen, and by whom.
func process(t *teller, n *field.Node, v any, who []string) string {
	words := strings.Join(who, " and ")
	switch {
	case v == "NONE" && words == "":
		return "no approval"
	case v == "NONE":
		return "no approval, approvers: " + words
	case v == "PREVENT_BOOKING" && words == "":
		return "booking is prevented"
	case v == "PREVENT_BOOKING":
		return "booking is prevented, approvers: " + words
	case v == "HARD_APPROVAL" && words != "":
		return words + " must approve"
	case words != "":
		return strings.ToLower(t.value(n, v)) + " by " + words
	}
	return strings.ToLower(t.value(n, v))
}

// restrictions are continents or countries to which travel is restricted, each a statement.
func restrictions(code string) func(*builder, ruled) []fact {
	return func(b *builder, r ruled) []fact {
		list := attribute(r.node, "restrictions")
		return b.elements("."+list.Name, list, r.attrs[list.Name], "", func(t *teller, n *field.Node, m map[string]any) fact {
			f := fact{limit: ".type", appliesTo: t.value(attribute(n, code), m[code])}
			f.begin, f.key = "Travel to "+f.appliesTo, f.appliesTo
			words := []string{t.value(attribute(n, "type"), m["type"])}
			switch m["type"] {
			case "BLOCK_TRAVEL_TO_CONTINENT", "BLOCK_TRAVEL_TO_COUNTRY":
				words[0] = "not allowed"
			case "ALLOW_WITHIN_CONTINENT", "ALLOW_WITHIN_COUNTRY":
				words[0] = "only on trips that stay there"
			}
			f.value = strings.Join(append(words, t.attributes(n, without(m, code, "type"))...), ", ")
			if words[0] != "not allowed" {
				f.weight.alone = Changed // the document does not say what else it forbids
			}
			return f
		})
	}
}

// byDuration is a list of limits by duration as one statement, because one limit means nothing without those beside it.
func byDuration(list, of string) func(*builder, ruled) []fact {
	return func(b *builder, r ruled) []fact {
		return []fact{b.fact(func(t *teller) fact {
			elements, isList := r.attrs[list].([]any)
			n := attribute(r.node, list)
			f := fact{limit: "." + list, weight: weight{rest: b.rest(r.node, r.attrs, list)}}
			words := t.attributes(r.node, without(r.attrs, list))
			switch {
			case isList:
				steps := t.steps(n, of, elements)
				words = append([]string{say(steps)}, words...)
				f.weight.measure = ladderOf(steps, heights[of])
				if len(steps) == 0 {
					f.weight.alone = Changed
				}
			case r.attrs[list] != nil:
				words = append([]string{t.value(n, r.attrs[list])}, words...)
			}
			f.value = strings.Join(words, ", ")
			return f
		})}
	}
}

// heights are how high what counts by duration is: a price, or a cabin. How classes of trains differ is not documented.
var heights = map[string]func(v any) (height *big.Float, unit string){
	"max_price": func(v any) (*big.Float, string) {
		n, currency, ok := money(v)
		if !ok {
			return nil, ""
		}
		return n, currency
	},
	"cabin": func(v any) (*big.Float, string) {
		text, _ := v.(string)
		if cabins[text] == 0 {
			return nil, ""
		}
		return new(big.Float).SetInt64(cabins[text]), ""
	},
}

// ladderOf is the measure of steps that follow each other without gaps up to any duration; nil for others.
func ladderOf(steps []step, height func(v any) (*big.Float, string)) measure {
	if height == nil {
		return nil
	}
	var l ladder
	for i, s := range steps {
		last := i+1 == len(steps)
		follows := last && s.max == nil || !last && s.meets(steps[i+1])
		r := rung{min: s.min}
		if r.min == nil {
			r.min = zero
		}
		r.height, r.unit = height(s.value)
		if s.odd || r.height == nil || !follows {
			return nil
		}
		l = append(l, r)
	}
	if l == nil {
		return nil
	}
	return l
}

// relative is a limit that lies above or below another price: "at most 10 % above the median".
func relative(b *builder, r ruled) []fact {
	return []fact{b.fact(func(t *teller) fact {
		distance, _ := r.attrs["difference"].(map[string]any)
		n := attribute(r.node, "difference")
		isBelow := r.attrs["sign"] == "LESS" || r.attrs["type"] == "LESS_THAN_MEDIAN"
		isAbove := r.attrs["sign"] == "MORE" || r.attrs["type"] == "MORE_THAN_MEDIAN"
		f := fact{limit: ".difference", weight: weight{rest: b.rest(r.node, r.attrs, "difference")}}
		if !isBelow && !isAbove || distance == nil || r.attrs["type"] == nil {
			f.value = t.object(r.node, r.attrs)
			return f
		}
		side := map[bool]string{true: " below", false: " above"}[isBelow]
		reference := strings.ToLower(t.value(attribute(r.node, "type"), r.attrs["type"]))
		if _, isSigned := r.attrs["sign"]; isSigned && r.attrs["sign"] != nil {
			reference = map[string]string{"minimum": "the lowest fare", "median": "the median fare", "lowest logical fare": "the lowest logical fare"}[reference]
		} else {
			reference = "the usual rate"
		}
		if reference == "" {
			f.value = t.object(r.node, r.attrs)
			return f
		}
		f.value = strings.Join(append([]string{"at most " + t.distance(n, distance) + side + " " + reference},
			t.attributes(r.node, without(r.attrs, "type", "sign", "difference"))...), ", ")
		more := map[bool]Direction{true: Tightened, false: Loosened}[isBelow]
		if len(distance)-countNil(distance) > 1 {
			return f // two distances, and no document says which one counts
		}
		if amount, currency, ok := money(distance["money"]); ok {
			f.weight.measure = quantity{n: amount, unit: currency, more: more}
		} else if percent := float(distance["percentage"]); percent != nil {
			f.weight.measure = quantity{n: percent, unit: "%", more: more}
		}
		return f
	})}
}

// distance is an amount or a percentage.
func (t *teller) distance(n *field.Node, m map[string]any) string {
	var words []string
	for _, a := range codec.Attributes(n) {
		if m[a.Name] != nil {
			words = append(words, t.value(a, m[a.Name]))
		}
	}
	if len(words) != len(m)-countNil(m) || len(words) == 0 {
		return t.object(n, m)
	}
	return strings.Join(words, " or ")
}

func countNil(m map[string]any) int {
	n := 0
	for _, v := range m {
		if v == nil {
			n++
		}
	}
	return n
}

// hotelCaps are the highest prices of hotels, a statement for each place, one for all others, and one for what counts as the price.
func hotelCaps(b *builder, r ruled) []fact {
	const other, tax = "max_default_price", "is_tax_included"
	var facts []fact
	if r.attrs[other] != nil {
		facts = append(facts, b.fact(func(t *teller) fact {
			return fact{at: "." + other, data: r.attrs[other], limit: ".amount", appliesTo: "all other places", begin: "Hotel in all other places", key: other, value: "at most " + t.value(attribute(r.node, other), r.attrs[other]) + " a night",
				weight: b.weighed(price(other), r.node, map[string]any{other: r.attrs[other], tax: r.attrs[tax]})}
		}))
	}
	if rest := without(r.attrs, other, "max_price_per_location_list"); hasValue(rest) {
		facts = append(facts, b.fact(func(t *teller) fact {
			return fact{data: rest, begin: "Hotel prices", key: "rest", value: strings.Join(t.attributes(r.node, rest), ", "), weight: weight{alone: Changed}}
		}))
	}
	list := attribute(r.node, "max_price_per_location_list")
	elements := r.attrs[list.Name]
	if e, isList := elements.([]any); elements == nil || isList && len(e) == 0 && len(facts) > 0 {
		return facts
	}
	return append(facts, b.elements("."+list.Name, list, elements, "", func(t *teller, n *field.Node, m map[string]any) fact {
		f := fact{limit: ".max_price.amount", appliesTo: t.value(attribute(n, "address"), m["address"])}
		f.begin, f.key = "Hotel in "+f.appliesTo, "in "+f.appliesTo
		f.value = strings.Join(append([]string{"at most " + t.value(attribute(n, "max_price"), m["max_price"]) + " a night"}, t.attributes(n, without(m, "address", "max_price"))...), ", ")
		counts := without(m, "address")
		if counts[tax] == nil { // what is said for all places counts here, too, and changes what the amount means
			counts[tax] = r.attrs[tax]
		}
		f.weight = b.weighed(price("max_price"), n, counts)
		f.weight.general, f.weight.place = r.path+"\x00"+other, placeOf(m)
		return f
	})...)
}

// stars are how many stars hotels may have, a statement for each place and one for all others.
func stars(b *builder, r ruled) []fact {
	list := attribute(r.node, "rating_range_by_location")
	var facts []fact
	if rest := without(r.attrs, list.Name); hasValue(rest) {
		facts = append(facts, b.fact(func(t *teller) fact {
			return fact{data: rest, limit: ".rating_range", begin: "Stars of hotels", value: starWords(t, r.node, rest), weight: b.weighed(rating, r.node, rest)}
		}))
	}
	if r.attrs[list.Name] == nil {
		return facts
	}
	places := b.elements("."+list.Name, list, r.attrs[list.Name], "places", func(t *teller, n *field.Node, m map[string]any) fact {
		f := fact{limit: ".rating_range", appliesTo: t.value(attribute(n, "address"), m["address"]), value: starWords(t, n, without(m, "address")), weight: b.weighed(rating, n, without(m, "address"))}
		f.begin, f.key = "Stars of hotels in "+f.appliesTo, "in "+f.appliesTo
		f.weight.general, f.weight.place = r.path+"\x00", placeOf(m)
		return f
	})
	if places[0].weight.isEmpty {
		places[0].begin = "Stars of hotels by place"
	}
	return append(facts, places...)
}

// rating weighs a range of stars.
var rating = weigher{[]string{"rating_range"}, func(m map[string]any) measure {
	r, ok := m["rating_range"].(map[string]any)
	s := span{float(r["min"]), float(r["max"])}
	if !ok || (s.min == nil && r["min"] != nil) || (s.max == nil && r["max"] != nil) {
		return nil
	}
	return s
}}

func starWords(t *teller, n *field.Node, m map[string]any) string {
	words := t.attributes(n, without(m, "rating_range"))
	if m["rating_range"] != nil {
		words = append([]string{t.value(attribute(n, "rating_range"), m["rating_range"])}, words...)
	}
	return strings.Join(words, ", ")
}

// keywords are forbidden words, each a statement, and one for what else the rule says.
func keywords(list string) func(*builder, ruled) []fact {
	return func(b *builder, r ruled) []fact {
		var facts []fact
		if rest := without(r.attrs, list); hasValue(rest) {
			facts = append(facts, b.fact(func(t *teller) fact {
				return fact{data: rest, key: "\x00rest", value: strings.Join(t.attributes(r.node, rest), ", "), weight: weight{alone: Changed}}
			}))
		}
		if r.attrs[list] == nil {
			return facts
		}
		return append(facts, b.elements("."+list, attribute(r.node, list), r.attrs[list], "", func(t *teller, n *field.Node, m map[string]any) fact {
			f := fact{limit: ".keyword", key: t.value(attribute(n, "keyword"), m["keyword"])}
			if strings.Contains(f.key, " of ") && !strings.HasPrefix(f.key, `"`) { // not to be taken for a word and an airline
				f.key = strconv.Quote(f.key)
			}
			if m["airline_code"] != nil {
				f.weight.general = r.path + "\x00" + f.key // for all airlines
				f.key += " of " + t.value(attribute(n, "airline_code"), m["airline_code"])
			}
			f.appliesTo = f.key
			f.begin, f.value = r.title+": "+f.key, "not allowed"
			if more := t.attributes(n, without(m, "keyword", "airline_code")); len(more) > 0 {
				f.value += ", " + strings.Join(more, ", ")
			}
			return f
		})...)
	}
}

// questions are what travelers are asked, each a statement.
func questions(b *builder, r ruled) []fact {
	list := attribute(r.node, "reason_codes")
	return b.elements("."+list.Name, list, r.attrs[list.Name], "", func(t *teller, n *field.Node, m map[string]any) fact {
		f := fact{value: t.object(n, m)}
		for _, attr := range []string{"entity_id", "display_info"} {
			if text, ok := m[attr].(string); ok {
				f.key = text
				break
			}
		}
		return f
	})
}
