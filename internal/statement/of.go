package statement

import (
	"maps"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
)

// Policy are the statements about a policy.
type Policy struct {
	// Name of the policy, and in words to whom it applies ("departments: Legal, Sales").
	Name, Travelers string
	// Statements are sorted by section, rule and text. They have no order of the policy's own, so a list in another order makes the same ones.
	Statements []Statement
	// Open says that it is unknown how many statements there will be.
	Open bool
}

// fact is one statement in the making.
type fact struct {
	appliesTo, begin, value, key string
	// at is where below the rule the fact stands: ".max_price_per_location_list[0]"; data is what stands there, limit below that what counts most.
	at      string
	data    any
	limit   string
	unknown bool
	// isBroken marks what becomes of bookings that break a rule, which is said after the rule.
	isBroken bool
	weight   weight
}

// builder makes the statements about one policy.
type builder struct {
	policy map[string]any
	others Others
	out    Policy
	order  int
}

// arguments are those of the resource that say nothing about a policy.
var arguments = []string{"id", "company_id", "timeouts", "deletion_protection", "on_create", "on_destroy"}

// Of makes the statements about a policy.
func Of(attributes map[string]any, others Others) Policy {
	b := &builder{policy: attributes, others: others}
	b.out.Name, _ = attributes["name"].(string)
	root := policy.Tree().Root
	declared := map[string]bool{}
	for _, n := range codec.Attributes(root) {
		declared[n.Name] = true
		if n.Mode == field.Bookkeeping || slices.Contains(arguments, n.Name) {
			continue
		}
		if _, isPart := sections[n.Name]; isPart {
			b.part(n)
		} else {
			b.say(n.Name, n, attributes[n.Name])
		}
	}
	for _, name := range sorted(attributes) {
		if !declared[name] && !slices.Contains(arguments, name) {
			b.say(name, &field.Node{Name: name}, attributes[name])
		}
	}
	b.out.Travelers = b.travelers()
	statements := b.out.Statements
	slices.SortStableFunc(statements, func(a, c Statement) int { return order(&a, &c) })
	return b.out
}

// part says the rules of one part of the policy.
func (b *builder) part(n *field.Node) {
	m, isObject := b.policy[n.Name].(map[string]any)
	if !isObject {
		b.say(n.Name, n, b.policy[n.Name])
		return
	}
	declared := map[string]bool{}
	for _, a := range codec.Attributes(n) {
		declared[a.Name] = true
		b.say(n.Name+"."+a.Name, a, m[a.Name])
	}
	for _, name := range sorted(m) {
		if !declared[name] {
			b.say(n.Name+"."+name, &field.Node{Name: name}, m[name])
		}
	}
}

// say makes the statements about the value at a path.
func (b *builder) say(path string, n *field.Node, v any) {
	b.order++
	r := ruled{rule: ruleAt(path), path: path, node: n, value: v}
	m, isObject := v.(map[string]any)
	switch {
	case v == nil && path != "parent_policy_id":
		return
	case isObject:
		if m["is_linked"] == false { // the same as none
			m = without(m, "is_linked")
		}
		r.attrs = b.beside(r, m)
		if m["is_linked"] != nil && !hasValue(r.attrs) {
			b.inherit(r, m["is_linked"])
			return
		}
		if !hasValue(r.attrs) {
			if !hasValue(m) {
				b.add(r, "", false, fact{value: nothing, data: m, weight: weight{alone: Changed}})
			}
			return // else the rule says only what becomes of bookings that break it
		}
	case isUnknown(v) && path != "name" && path != "type" && path != "parent_policy_id":
		b.out.Open = true // it may be none, or many
	}
	b.add(r, "", false, b.facts(r)...)
}

// nothing is said of a rule that is there and empty.
const nothing = "nothing is set"

func isUnknown(v any) bool { _, ok := v.(Unknown); return ok }

func hasValue(m map[string]any) bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(m)), func(v any) bool { return v != nil })
}

// facts are those of a value: of its own, or one with all that is set in it.
func (b *builder) facts(r ruled) []fact {
	if r.rule.facts != nil && !isMark(r.value) {
		facts := r.rule.facts(b, r)
		for i := range facts {
			if facts[i].at == "" && facts[i].data == nil {
				facts[i].data = r.inForce()
			}
		}
		return facts
	}
	return []fact{b.fact(func(t *teller) fact {
		if r.attrs == nil {
			f := fact{value: t.value(r.node, r.value), data: r.value}
			if r.weigh.measure != nil {
				f.weight.measure = r.weigh.measure(map[string]any{"": r.value})
			}
			return f
		}
		f := fact{value: t.object(r.node, r.attrs), data: r.attrs}
		if r.weigh.measure != nil {
			f.limit = "." + r.weigh.of[0]
			f.weight.measure = r.weigh.measure(r.attrs)
			f.weight.rest = (&teller{others: b.others}).object(r.node, without(r.attrs, r.weigh.of...))
			if limitsNothing(f.weight.measure) {
				f.weight.alone = Changed
			}
		}
		return f
	})}
}

// inForce is the value without the link and without what becomes of bookings that break the rule.
func (r ruled) inForce() any {
	if r.attrs != nil {
		return r.attrs
	}
	return r.value
}

// isMark says that a value only stands for one.
func isMark(v any) bool {
	switch v.(type) {
	case Unknown, Hidden:
		return true
	}
	return false
}

func without(m map[string]any, names ...string) map[string]any {
	out := maps.Clone(m)
	for _, name := range names {
		delete(out, name)
	}
	return out
}

// fact makes one fact, and notes what was unknown or hidden in it.
func (b *builder) fact(say func(t *teller) fact) fact {
	t := &teller{others: b.others}
	f := say(t)
	f.unknown, f.weight.hidden = t.unknown, strings.Join(t.hidden, " ")
	if t.unknown || len(t.hidden) > 0 {
		f.weight.measure = nil
	}
	return f
}

// add makes statements of facts. from is the policy that they are inherited from.
func (b *builder) add(r ruled, from string, inherited bool, facts ...fact) {
	for _, f := range facts {
		s := Statement{Section: r.section, Rule: r.title, AppliesTo: r.applies, Value: f.value, Inherited: inherited, From: from, Unknown: f.unknown,
			Attribute: r.path + f.at, Data: f.data, Limit: r.path + f.at + f.limit,
			key: r.path + "\x00" + f.key, weight: f.weight, order: slices.Index(Sections, r.section)*1000 + 2*b.order}
		if f.appliesTo != "" {
			s.AppliesTo = f.appliesTo
		}
		s.Subject = subject(s.Rule, s.AppliesTo)
		switch {
		case f.begin != "":
			s.Subject = f.begin
		case r.begin != "":
			s.Subject = r.begin
		}
		s.weight.rule = r.path
		if f.isBroken { // the policy's own, wherever the value comes from
			s.order++
			s.weight.rule += "\x00" + f.key
		}
		if s.weight.alone == "" {
			s.weight.alone = r.alone
		}
		if s.weight.alone == "" {
			s.weight.alone = Changed
		}
		b.out.Statements = append(b.out.Statements, s)
	}
}

// beside says what becomes of bookings that break a rule, which stands beside the value and is never inherited, and returns the value.
func (b *builder) beside(r ruled, m map[string]any) map[string]any {
	value := without(m, "is_linked")
	say := func(attr string, weigh weigher, absent measure) {
		v := value[attr]
		delete(value, attr)
		if v == nil {
			return
		}
		f := b.fact(func(t *teller) fact {
			f := fact{at: "." + attr, data: v, key: attr, begin: subject(r.title, r.applies) + ", when broken", value: t.value(attribute(r.node, attr), v)}
			if object, ok := v.(map[string]any); ok {
				f.value = t.object(attribute(r.node, attr), object)
				f.weight.measure, f.weight.rest = weigh.measure(object), strings.Join(t.attributes(attribute(r.node, attr), without(object, weigh.of...)), ", ")
			} else if text, ok := v.(string); ok {
				f.weight.measure = weigh.measure(map[string]any{attr: text})
			}
			return f
		})
		f.weight.alone = Changed
		if f.weight.measure != nil && absent != nil {
			f.weight.alone = absent.to(f.weight.measure)
		}
		f.isBroken = true
		b.add(r, "", false, f)
	}
	say("prevent_booking", prevention, quantity{n: zero, more: Tightened})
	if r.path == "hotel_policy_rules.hotel_star_rating" {
		say("approval_process_type", rank("approval_process_type", processes).reversed(), nil) // no document says what counts without it
	}
	return value
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// inherit says what a linked value is in force by the policy that it comes from. The state of a resource may lack what its configuration does
// not mention, so a rule that it lacks may be set; a data source, which alone has a version, has everything.
func (b *builder) inherit(r ruled, link any) {
	inherited := func(words, from string, unknown bool) {
		b.out.Open = b.out.Open || unknown && r.rule.facts != nil
		f := fact{value: words, unknown: unknown, weight: weight{alone: Changed, unclear: words != nothing}}
		if words == nothing {
			f.data = map[string]any{}
		}
		b.add(r, from, true, f)
	}
	if link != true {
		inherited("inherited or not "+(&teller{}).value(&field.Node{}, link), "", true)
		return
	}
	seen := []map[string]any{}
	above := b.policy
	for {
		parent, isOpen := b.others.parent(above)
		switch {
		case isOpen:
			inherited("inherited "+Unknown{}.String(), "", true)
			return
		case parent == nil || slices.ContainsFunc(seen, func(p map[string]any) bool { return same(p, parent) }):
			inherited("inherited", "", false)
			return
		}
		seen, above = append(seen, parent), parent
		name := first(nameOf(parent), "another policy")
		v := at(parent, r.path)
		m, isObject := v.(map[string]any)
		switch {
		case v == nil:
			if _, isComplete := parent["version"]; isComplete {
				inherited(nothing, name, false)
			} else {
				inherited("inherited", name, false)
			}
			return
		case isUnknown(v), isObject && isUnknown(m["is_linked"]) && !hasValue((&builder{}).beside(r, m)):
			inherited(Unknown{}.String(), name, true)
			return
		case isObject && m["is_linked"] == true:
			continue
		}
		above := &builder{policy: parent, others: b.others}
		up := r
		up.value = v
		if isObject {
			up.attrs = above.beside(r, m)
			if !hasValue(up.attrs) {
				inherited(nothing, name, false)
				return
			}
		}
		b.add(r, name, true, above.facts(up)...)
		b.out.Open = b.out.Open || above.out.Open
		return
	}
}

// same says that two policies are one.
func same(a, b map[string]any) bool {
	x, _ := a["id"].(string)
	y, _ := b["id"].(string)
	return x == y && nameOf(a) == nameOf(b)
}

// at is the value at a path of one or two names.
func at(policy map[string]any, path string) any {
	part, name, isBelow := strings.Cut(path, ".")
	if !isBelow {
		return policy[path]
	}
	switch m := policy[part].(type) {
	case map[string]any:
		return m[name]
	case Unknown:
		return m
	}
	return nil
}
