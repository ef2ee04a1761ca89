package statement

import (
	"math/big"
	"slices"
	"strings"
)

// Direction says whether a change lets travelers do more or less than before.
type Direction string

// Changed is the direction of what is neither: another currency, a name, or a rule about which the documents do not tell.
const (
	Loosened  Direction = "loosened"
	Tightened Direction = "tightened"
	Changed   Direction = "changed"
)

// opposite is the direction back.
func (d Direction) opposite() Direction {
	switch d {
	case Loosened:
		return Tightened
	case Tightened:
		return Loosened
	}
	return d
}

// Change is a statement that differs. Before is nil for one that is new, After for one that is gone.
type Change struct {
	Before, After *Statement
	Direction     Direction
}

// Changes compares the statements about a policy before and after, sorted as those are. A value that is inherited from a policy with another
// name is the same value.
func Changes(before, after Policy) []Change {
	lost, gained := byKey(before.Statements), byKey(after.Statements)
	was, is := newBeside(before), newBeside(after)
	var changes []Change
	for key, all := range lost {
		old, now := withoutEqual(all, gained[key])
		// Of several statements about the same nobody knows which one counts: only one of them that changes has a direction.
		several := max(len(all), len(gained[key])) > 1
		delete(gained, key)
		n := min(len(old), len(now))
		for i := range n {
			c := Change{Before: old[i], After: now[i], Direction: Changed}
			if !several || max(len(old), len(now)) == 1 {
				c.Direction = compare(old[i].weight, now[i].weight)
			}
			changes = append(changes, c)
		}
		for _, s := range is.telling(old[n:]) {
			c := Change{Before: s, Direction: Changed}
			if !several {
				c.Direction = is.alone(s).opposite()
			}
			changes = append(changes, c)
		}
		for _, s := range was.telling(now[n:]) {
			changes = append(changes, Change{After: s, Direction: Changed}) // there was another one
		}
	}
	for _, now := range gained {
		for _, s := range was.telling(now) {
			c := Change{After: s, Direction: Changed}
			if len(now) == 1 {
				c.Direction = was.alone(s)
			}
			changes = append(changes, c)
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return order(a.any(), b.any()) })
	return changes
}

// any is the statement after the change, or the one before it.
func (c Change) any() *Statement {
	if c.After != nil {
		return c.After
	}
	return c.Before
}

func byKey(statements []Statement) map[string][]*Statement {
	out := map[string][]*Statement{}
	for i := range statements {
		s := &statements[i]
		out[s.key] = append(out[s.key], s)
	}
	return out
}

// withoutEqual are the statements on both sides that the other one lacks.
func withoutEqual(old, now []*Statement) (onlyOld, onlyNow []*Statement) {
	onlyNow = slices.Clone(now)
	for _, s := range old {
		same := func(o *Statement) bool {
			return o.Subject == s.Subject && o.Value == s.Value && o.Inherited == s.Inherited && o.weight.hidden == s.weight.hidden
		}
		if i := slices.IndexFunc(onlyNow, same); i >= 0 {
			onlyNow = slices.Delete(onlyNow, i, i+1)
		} else {
			onlyOld = append(onlyOld, s)
		}
	}
	return onlyOld, onlyNow
}

// beside are the statements beside which one is new.
type beside struct {
	byKey map[string][]*Statement
	// unclear are the rules of which the value in force is not known, open the paths at which something is known after apply only: it may be
	// the statement that seems to be gone.
	unclear, open map[string]bool
	// filled are the rules with lists that have elements.
	filled map[string]bool
	// places are the statements about a place, by rule and town.
	places map[[2]string][]*Statement
}

func newBeside(p Policy) beside {
	b := beside{byKey(p.Statements), map[string]bool{}, map[string]bool{}, map[string]bool{}, map[[2]string][]*Statement{}}
	for i := range p.Statements {
		s := &p.Statements[i]
		if s.weight.unclear {
			b.unclear[s.weight.rule] = true
		}
		if s.weight.isElement {
			b.filled[s.weight.rule] = true
		}
		if path, key, _ := strings.Cut(s.key, "\x00"); s.Unknown && (key == "" || strings.Contains(s.Subject, Unknown{}.String())) {
			b.open[path] = true
		}
		if s.weight.place != nil {
			of := [2]string{s.weight.rule, s.weight.place["locality"]}
			b.places[of] = append(b.places[of], s)
		}
	}
	return b
}

// telling leaves out that a list is empty where there are elements beside it: they come, or go, and say so.
func (b beside) telling(statements []*Statement) []*Statement {
	return slices.DeleteFunc(slices.Clone(statements), func(s *Statement) bool { return s.weight.isEmpty && b.filled[s.weight.rule] })
}

// alone is the direction of a statement that is new: what it says of one place counted before as the rule says of all other places, unless
// one for a wider place did.
func (b beside) alone(s *Statement) Direction {
	path, _, _ := strings.Cut(s.key, "\x00")
	part, _, _ := strings.Cut(path, ".")
	if s.Unknown || s.weight.unclear || b.unclear[s.weight.rule] || b.open[path] || b.open[part] { // nobody knows what counted
		return Changed
	}
	wider := func(o *Statement) bool { return s.weight.place.mayBeIn(o.weight.place) }
	for _, town := range []string{"", s.weight.place["locality"]} {
		if slices.ContainsFunc(b.places[[2]string{s.weight.rule, town}], wider) {
			return Changed
		}
	}
	if general := b.byKey[s.weight.general]; s.weight.general != "" && len(general) > 0 {
		return compare(general[0].weight, s.weight)
	}
	return s.weight.alone
}

// weight is what a statement weighs against another one about the same.
type weight struct {
	// rule is the path of the rule.
	rule string
	// measure is what of the value is stricter or looser, nil where the documents do not tell; rest is all else that the value says.
	measure measure
	rest    string
	// alone is the direction of the statement where there was none.
	alone Direction
	// general is the key of the statement that counts where this one is missing.
	general string
	// isElement says that the statement is about an element of a list, isEmpty that it is about a list without any.
	isElement, isEmpty bool
	// place is where the statement counts, nil for one that is about no place.
	place location
	// unclear says that the value in force is not known.
	unclear bool
	// hidden tells values apart that are not shown.
	hidden string
}

func compare(before, after weight) Direction {
	if before.measure == nil || after.measure == nil || before.rest != after.rest {
		return Changed
	}
	return before.measure.to(after.measure)
}

// measure is a value that can be stricter or looser than another one.
type measure interface {
	// to is the direction of a change to another value of the same rule.
	to(measure) Direction
}

// limitsNothing says that a rule is there and forbids nothing, or that no document says what it allows: an empty list, no days ahead.
func limitsNothing(m measure) bool {
	switch m := m.(type) {
	case set:
		return len(m.members) == 0
	case quantity:
		return m.more == Tightened && m.n.Sign() == 0
	}
	return false
}

// quantity is a number of a unit, of which more is stricter or looser.
type quantity struct {
	n    *big.Float
	unit string
	more Direction
}

func (q quantity) to(m measure) Direction {
	after, ok := m.(quantity)
	if !ok || after.unit != q.unit || after.more != q.more {
		return Changed
	}
	switch after.n.Cmp(q.n) {
	case 1:
		return q.more
	case -1:
		return q.more.opposite()
	}
	return Changed
}

// set is a list of codes, of which more are stricter (forbidden ones) or looser (allowed ones).
type set struct {
	members []string
	more    Direction
}

func (s set) to(m measure) Direction {
	after, ok := m.(set)
	if !ok || len(after.members) == 0 || len(s.members) == 0 {
		if ok && s.more == Tightened { // nothing is forbidden
			return quantity{n: big.NewFloat(float64(len(s.members))), more: s.more}.to(quantity{n: big.NewFloat(float64(len(after.members))), more: s.more})
		}
		return Changed // no document says whether an empty list allows nothing or all
	}
	within := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(v string) bool { return !slices.Contains(b, v) })
	}
	wider, narrower := within(s.members, after.members), within(after.members, s.members)
	switch {
	case wider && !narrower:
		return s.more
	case narrower && !wider:
		return s.more.opposite()
	}
	return Changed
}

// span is a range of what is within the policy, open where a limit is nil.
type span struct{ min, max *big.Float }

func (s span) to(m measure) Direction {
	after, ok := m.(span)
	if !ok {
		return Changed
	}
	wider, narrower := after.holds(s), s.holds(after)
	switch {
	case wider && !narrower:
		return Loosened
	case narrower && !wider:
		return Tightened
	}
	return Changed
}

// holds says that all of another range is in this one.
func (s span) holds(other span) bool {
	return (s.min == nil || (other.min != nil && s.min.Cmp(other.min) <= 0)) && (s.max == nil || (other.max != nil && s.max.Cmp(other.max) >= 0))
}

// ladder are values by duration, of which higher ones are looser. Where the ranges leave a duration out or hold it twice, no document says what
// counts.
type ladder []rung

// rung counts from min minutes on.
type rung struct {
	min    *big.Float
	height *big.Float
	unit   string
}

func (l ladder) to(m measure) Direction {
	after, ok := m.(ladder)
	if !ok || len(l) == 0 || len(after) == 0 || l[0].min.Cmp(after[0].min) != 0 {
		return Changed
	}
	higher, lower := false, false
	for _, from := range slices.Concat(l, after) {
		a, b := l.at(from.min), after.at(from.min)
		if a.unit != b.unit {
			return Changed
		}
		switch b.height.Cmp(a.height) {
		case 1:
			higher = true
		case -1:
			lower = true
		}
	}
	switch {
	case higher && !lower:
		return Loosened
	case lower && !higher:
		return Tightened
	}
	return Changed
}

// at is the rung that counts at a duration.
func (l ladder) at(minute *big.Float) rung {
	out := l[0]
	for _, r := range l {
		if r.min.Cmp(minute) <= 0 {
			out = r
		}
	}
	return out
}

// order sorts statements: by section and rule as the policy has them, then by text.
func order(a, b *Statement) int {
	if a.order != b.order {
		return a.order - b.order
	}
	return strings.Compare(a.Text(), b.Text())
}
