// Package review says what a plan does in words for those who own a travel program and do not read code: which rules of which policy
// become looser or stricter, what is created and deleted, and what somebody changed outside Terraform.
package review

import (
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// FormatVersion is that of the JSON: a new member raises the second number, anything that breaks a reader the first.
const FormatVersion = "1.1"

// Report is what is said about a plan. It is also what the JSON has: members are added to it and never change their meaning.
type Report struct {
	FormatVersion string `json:"format_version"`
	// Headline says how much changes, in one line.
	Headline string `json:"headline"`
	// Counts are by finding; those that are zero are there, too.
	Counts map[Finding]int `json:"counts"`
	// Notes are sentences about the plan as a whole, such as that it is incomplete.
	Notes []string `json:"notes"`
	// Policies are those that the plan touches, Others all other objects that it does.
	Policies []Object `json:"policies"`
	Others   []Object `json:"others"`
	// Inheriting are policies that the plan does not touch and that change because a policy does from which they inherit.
	Inheriting []Object `json:"inheriting"`
	// Drift are the objects that were changed outside Terraform.
	Drift []Object `json:"drift"`
	// Waiting are the objects that an apply would change, in a report on what was changed outside Terraform that found nothing; their rules
	// are not told.
	Waiting []Object `json:"waiting"`
	// Warnings are changes outside Terraform that no plan can show; they come from the messages of the plan.
	Warnings []Warning `json:"warnings"`
	// LeftOut counts what the limit of the output left out, nil when it left out nothing.
	LeftOut *LeftOut `json:"left_out,omitempty"`

	// outside says that the report is about changes outside Terraform alone.
	outside bool
	// also counts the warnings about objects that are among those of Drift.
	also int
}

// Place is where a configuration writes something; all of it is empty where that is not known.
type Place struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// URL is that of the line in a browser.
	URL string `json:"url,omitempty"`
}

// Places finds in a configuration what a plan has: where the value of an attribute of a resource is written, by the path of the attribute ("" for
// the resource itself) and what is planned for the resource. Nil finds nothing.
type Places func(address, path string, planned map[string]any) Place

func (p Places) of(address, path string, planned map[string]any) Place {
	if p == nil || planned == nil {
		return Place{}
	}
	return p(address, path, planned)
}

// Object is what happens, or happened, to one object.
type Object struct {
	Address string `json:"address"`
	// Place is that of a policy that the plan touches.
	Place
	// PreviousAddress is where the configuration had it, where that is another place.
	PreviousAddress string `json:"previous_address,omitempty"`
	Type            string `json:"type"`
	// Kind is its type in words: "policy", "cost center".
	Kind string `json:"kind"`
	// Name is its name after the change, empty where it has none.
	Name string `json:"name"`
	// Travelers are those to whom a policy applies.
	Travelers string `json:"travelers,omitempty"`
	Action    Action `json:"action"`
	// Imported says that Terraform begins to manage it.
	Imported bool `json:"imported,omitempty"`
	// Notes are sentences about the change.
	Notes []string `json:"notes,omitempty"`
	// Rules are the rules of a policy that change.
	Rules []Rule `json:"rules,omitempty"`
	// Text are all statements about a policy that begins or ends to be.
	Text []Statement `json:"text,omitempty"`
	// Attributes are those that change and that no rule tells.
	Attributes []Attribute `json:"attributes,omitempty"`
}

// Rule is a fact that changes.
type Rule struct {
	Section   string `json:"section"`
	Rule      string `json:"rule"`
	AppliesTo string `json:"applies_to"`
	// Subject is the rule with what it applies to, in words.
	Subject string `json:"subject"`
	// Before and After are null where there is no such rule.
	Before    *string             `json:"before"`
	After     *string             `json:"after"`
	Direction statement.Direction `json:"direction"`
	// Place is where the value after the change is written; of a rule that goes, where the policy could have one.
	Place

	removed bool   // and not only inherited from elsewhere
	limit   string // the path of what counts in it
}

// Statement is one fact about a policy.
type Statement struct {
	Section string `json:"section"`
	Subject string `json:"subject"`
	Value   string `json:"value"`
}

// Attribute is an attribute at the top of an object that changes.
type Attribute struct {
	Name string `json:"name"`
	// Change is "set", "changed" or "removed".
	Change string `json:"change"`
	// Sensitive says that a value in it must not be shown.
	Sensitive bool `json:"sensitive,omitempty"`

	was string // the name before, where that is it
}

// Warning is what the provider says that no plan can show.
type Warning struct {
	Summary string   `json:"summary"`
	Lines   []string `json:"lines,omitempty"`
}

// LeftOut counts what is not in the output because it would be too long.
type LeftOut struct {
	Objects int `json:"objects"`
	Rules   int `json:"rules"`
}

// Action is what happens to an object.
type Action string

// The actions. Unchanged is an object that only gets another address, or that Terraform only begins to manage.
const (
	Created   Action = "created"
	Adopted   Action = "adopted"
	Updated   Action = "updated"
	Replaced  Action = "replaced"
	Destroyed Action = "destroyed"
	Forgotten Action = "forgotten"
	Unchanged Action = "unchanged"
)

// Finding is what a pipeline can stop at.
type Finding string

// Findings are all, in the order of the help: what rules do, what happens to objects, and what else may be.
var Findings = []Finding{
	"loosened", "tightened", "changed", "removed",
	"created", "adopted", "updated", "replaced", "destroyed", "forgotten", "imported", "moved",
	"drift", "incomplete",
}

// New is the report on a plan, with the places of what changes.
func New(p *planjson.Plan, places Places) *Report {
	w := newWriter(p)
	w.places = places
	r := empty()
	for _, c := range p.Changes {
		o, told := w.object(c)
		switch {
		case !told:
		case c.Type == policyType:
			r.Policies = append(r.Policies, o)
		default:
			r.Others = append(r.Others, o)
		}
	}
	slices.SortStableFunc(r.Policies, func(a, b Object) int { return rank(a) - rank(b) })
	if slices.ContainsFunc(r.Policies, func(o Object) bool { return len(o.Rules) > 0 }) {
		r.Inheriting = append(r.Inheriting, w.inheriting()...)
	}
	r.Drift = append(r.Drift, w.drift()...)
	r.Notes = append(r.Notes, notes(p)...)
	r.count(p)
	r.Headline = headline(r, p)
	return r
}

// rank puts first what is to be decided.
func rank(o Object) int {
	switch {
	case len(o.Rules) > 0:
		return 0
	case o.Action == Replaced || o.Action == Destroyed || o.Action == Forgotten:
		return 1
	case o.Action == Created || o.Action == Adopted:
		return 2
	}
	return 3
}

// Outside is the report on what changed outside Terraform alone. Warnings are nil where nobody looked at the messages of the plan.
func Outside(p *planjson.Plan, warnings []planjson.Warning, looked bool) *Report {
	r := empty()
	r.outside = true
	words := newWriter(p)
	r.Drift = append(r.Drift, words.drift()...)
	for _, w := range warnings {
		if slices.ContainsFunc(p.Drift, func(c planjson.Change) bool { return isAbout(w, c) }) {
			r.also++
		}
		told := Warning{Summary: p.Redact(w.Summary)}
		for _, line := range w.Lines {
			told.Lines = append(told.Lines, p.Redact(line))
		}
		r.Warnings = append(r.Warnings, told)
	}
	r.Notes = append(r.Notes, outsideNotes(p, looked)...)
	r.count(p)
	if !r.Drifted() {
		r.Waiting = append(r.Waiting, words.waiting()...)
	}
	r.Headline = outsideHeadline(r, p)
	return r
}

// isAbout says that a warning names the object of a change: by its id, as the provider's warnings do.
func isAbout(w planjson.Warning, c planjson.Change) bool {
	id := text(c.Before["id"])
	return id != "" && strings.Contains(w.Summary, id)
}

// Drifted says that something was changed outside Terraform.
func (r *Report) Drifted() bool { return r.Counts["drift"] > 0 }

// Pending says that an apply of the plan would change something.
func Pending(p *planjson.Plan) bool { return pending(p) > 0 }

func empty() *Report {
	return &Report{
		FormatVersion: FormatVersion, Counts: map[Finding]int{}, Notes: []string{},
		Policies: []Object{}, Others: []Object{}, Inheriting: []Object{}, Drift: []Object{}, Waiting: []Object{}, Warnings: []Warning{},
	}
}

// pending counts the objects that an apply would change.
func pending(p *planjson.Plan) int {
	n := p.PutOff
	for _, c := range p.Changes {
		if !idle(c) {
			n++
		}
	}
	return n
}

// idle says that nothing happens to an object, not even in the state.
func idle(c planjson.Change) bool {
	return c.Action == planjson.NoOp && !c.Imported && c.PreviousAddress == ""
}

// count counts the findings.
func (r *Report) count(p *planjson.Plan) {
	for _, f := range Findings {
		r.Counts[f] = 0
	}
	for _, o := range slices.Concat(r.Policies, r.Others) {
		if o.Action != Unchanged {
			r.Counts[Finding(o.Action)]++
		}
		if o.Imported {
			r.Counts["imported"]++
		}
		if o.PreviousAddress != "" {
			r.Counts["moved"]++
		}
		for _, rule := range o.Rules {
			r.Counts[Finding(rule.Direction)]++
			if rule.removed {
				r.Counts["removed"]++
			}
		}
		for _, a := range o.Attributes {
			if a.Change == removed {
				r.Counts["removed"]++
			}
		}
	}
	r.Counts["drift"] = len(r.Drift) + len(r.Warnings) - r.also
	if p.Errored || p.Incomplete || p.PutOff > 0 {
		r.Counts["incomplete"] = 1
	}
}
