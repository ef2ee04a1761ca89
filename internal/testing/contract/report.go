package contract

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Report sums up the verdicts on many exchanges.
type Report struct {
	operations map[string]*tally
	groups     map[Violation]*group
	checked    int
}

type tally struct {
	requests, answers int
	exempt            map[string]int
}

type group struct {
	count int
	first Violation
}

// Add counts one verdict.
func (r *Report) Add(result Result) {
	if r.operations == nil {
		r.operations = map[string]*tally{}
	}
	t := r.operations[result.Operation]
	if t == nil {
		t = &tally{exempt: map[string]int{}}
		r.operations[result.Operation] = t
	}
	count := func(checked *int, part, why string) {
		if why == "" {
			*checked++
			r.checked++
		} else {
			t.exempt[part+": "+why]++
		}
	}
	count(&t.requests, "request", result.RequestExempt)
	count(&t.answers, "answer", result.AnswerExempt)
	r.Violate(result.Violations...)
}

// Violate counts violations, also those of no exchange of their own.
func (r *Report) Violate(violations ...Violation) {
	if r.groups == nil {
		r.groups = map[Violation]*group{}
	}
	for _, v := range violations {
		key := v
		key.Detail, key.Test = "", ""
		key.Path = index.ReplaceAllString(v.Path, "[]")
		if r.groups[key] == nil {
			r.groups[key] = &group{first: v}
		}
		r.groups[key].count++
	}
}

var index = regexp.MustCompile(`\[[^\]]*\]`)

// Failed says that something was violated, or that nothing was checked.
func (r *Report) Failed() bool { return len(r.groups) > 0 || r.checked == 0 }

// Print writes the counts of each operation and the first example of each kind of violation.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	for _, name := range sortedKeys(r.operations) {
		t := r.operations[name]
		fmt.Fprintf(&b, "%-70s %6d requests %6d answers\n", name, t.requests, t.answers)
		for _, why := range sortedKeys(t.exempt) {
			fmt.Fprintf(&b, "    exempt %d, %s\n", t.exempt[why], why)
		}
	}
	groups := make([]*group, 0, len(r.groups))
	for _, g := range r.groups {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b *group) int { return cmp.Compare(a.first.String(), b.first.String()) })
	for _, g := range groups {
		fmt.Fprintf(&b, "VIOLATION (%d times) %s", g.count, g.first)
		if g.first.Test != "" {
			fmt.Fprintf(&b, ", first in %s", g.first.Test)
		}
		b.WriteByte('\n')
	}
	switch {
	case len(groups) > 0:
		fmt.Fprintf(&b, "%d kinds of violations\n", len(groups))
	case r.checked == 0:
		b.WriteString("nothing was checked\n")
	default:
		fmt.Fprintf(&b, "no violations in %d requests and answers\n", r.checked)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
