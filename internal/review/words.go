package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

const policyType = "spotnana_policy"

// What becomes of an attribute.
const (
	set     = "set"
	changed = "changed"
	removed = "removed"
)

// settings are the resources of settings, which a create takes over; true where a destroy leaves them as they are.
var settings = map[string]bool{
	"spotnana_color_config": true, "spotnana_company_features": false, "spotnana_enrollment_config": true, "spotnana_managers_config": false,
	"spotnana_preference_tiers": true, "spotnana_service_charge_plan": true, "spotnana_stealth_config": true, "spotnana_tier_config": true,
	"spotnana_travel_content_config": false, "spotnana_white_label_config": false,
}

// forTerraform are attributes of which the API knows nothing.
var forTerraform = []string{"deletion_protection", "on_create", "on_destroy", "timeouts"}

// because are the reasons that Terraform gives, as they end a sentence.
var because = map[string]string{
	"replace_because_tainted":           "because making it failed half-way before",
	"replace_by_request":                "because whoever made the plan asked for it",
	"replace_by_triggers":               "because something changes on which the code lets it depend",
	"delete_because_no_resource_config": "because the code no longer has it",
	"delete_because_wrong_repetition":   "because the code no longer has it in this form (count, for_each)",
	"delete_because_count_index":        "because the code has fewer of them",
	"delete_because_each_key":           "because the code no longer lists it",
	"delete_because_no_module":          "because the code no longer has the module that it belongs to",
	"delete_because_no_move_target":     "because the code no longer has it",
}

// writer puts the changes of a plan into words.
type writer struct {
	plan *planjson.Plan
	// past, present and planned are what policies refer to as the last apply left it, as it is, and as it will be.
	past, present, planned statement.Others
	places                 Places
	companies              map[string]string
	deleted                map[string]bool // addresses of what was deleted outside Terraform
	// follow are, by address, the rules of changed policies that only follow those of another one.
	follow map[string][]Rule
}

func newWriter(p *planjson.Plan) *writer {
	w := &writer{
		plan: p, past: statement.NewOthers(p.Past...), present: statement.NewOthers(p.Present...), planned: statement.NewOthers(p.Planned...),
		companies: map[string]string{}, deleted: map[string]bool{}, follow: map[string][]Rule{},
	}
	for _, o := range slices.Concat(p.Present, p.Planned) {
		if attrs, ok := o.(map[string]any); ok {
			id, _ := attrs["id"].(string)
			if name := text(attrs["name"]); id != "" && name != "" {
				w.companies[id] = name
			}
		}
	}
	for _, d := range p.Drift {
		if d.Action == planjson.Delete {
			w.deleted[d.Address] = true
		}
	}
	return w
}

// object is what happens to an object; told is false where that is nothing.
func (w *writer) object(c planjson.Change) (o Object, told bool) {
	if idle(c) {
		return Object{}, false
	}
	o = w.described(c)
	o.Action = action(c)
	o.Imported = c.Imported
	if c.Type == policyType {
		w.policy(&o, c, w.present, w.planned)
		o.Place = w.places.of(c.Address, "", c.After)
		for i, r := range o.Rules {
			o.Rules[i].Place = w.places.of(c.Address, r.limit, c.After)
		}
		o.Rules, w.follow[c.Address] = separate(o.Rules, w.following(c))
	} else if c.Action == planjson.Update || c.Action.Replaces() || o.Action == Adopted {
		o.Attributes = attributes(c, nil)
	}
	o.Notes = append(w.sentences(c, o), o.Notes...)
	return o, true
}

// described are the names of an object.
func (w *writer) described(c planjson.Change) Object {
	o := Object{Address: c.Address, PreviousAddress: c.PreviousAddress, Type: c.Type, Kind: kind(c.Type)}
	for _, attrs := range []map[string]any{c.After, c.Before} {
		for _, name := range []string{"name", "email", "external_id"} {
			if o.Name == "" {
				o.Name = text(attrs[name])
			}
		}
	}
	if _, isSettings := settings[c.Type]; isSettings {
		for _, attrs := range []map[string]any{c.After, c.Before} {
			if id, _ := attrs["company_id"].(string); o.Name == "" {
				o.Name = w.companies[id]
			}
		}
	}
	return o
}

// text is a value where it is a text that may be shown.
func text(v any) string {
	s, _ := v.(string)
	return s
}

// kind is a type in words.
func kind(resource string) string {
	words := strings.ReplaceAll(strings.TrimPrefix(resource, "spotnana_"), "_", " ")
	words = strings.Replace(words, "unite ", "Unite ", 1)
	return strings.Replace(words, "api ", "API ", 1)
}

// action is what becomes of an object at the API, which Terraform does not always know.
func action(c planjson.Change) Action {
	_, isSettings := settings[c.Type]
	switch {
	case c.Action == planjson.Create && (isSettings || c.After["on_create"] == "adopt" && c.After["type"] == "DEFAULT"):
		return Adopted
	case c.Action == planjson.Create:
		return Created
	case c.Action == planjson.Delete && stays(c):
		return Forgotten
	case c.Action == planjson.Delete:
		return Destroyed
	case c.Action == planjson.Forget:
		return Forgotten
	case c.Action.Replaces():
		return Replaced
	case c.Action == planjson.NoOp:
		return Unchanged
	}
	return Updated
}

// stays says that a destroy leaves an object as it is.
func stays(c planjson.Change) bool {
	return settings[c.Type] || c.Type == "spotnana_unite_company" ||
		c.Type == policyType && c.Before["type"] == "DEFAULT" && c.Before["on_destroy"] == "abandon"
}

// policy adds what changes about a policy.
func (w *writer) policy(o *Object, c planjson.Change, others, othersAfter statement.Others) {
	var before, after statement.Policy
	if c.Before != nil {
		before = statement.Of(c.Before, others)
		o.Travelers = travelers(c.Before, before)
	}
	if c.After != nil {
		after = statement.Of(c.After, othersAfter)
		o.Travelers = travelers(c.After, after)
	}
	switch {
	case c.Before == nil:
		o.Text = whole(after)
		if after.Open {
			o.Notes = append(o.Notes, "How many rules there are is known after apply only.")
		}
	case c.After == nil && c.Action == planjson.Delete:
		o.Text = whole(before)
	case c.After == nil:
	default:
		o.Rules = rules(statement.Changes(before, after))
		o.Attributes = attributes(c, o.Rules)
		if after.Open {
			o.Notes = append(o.Notes, "More may change: how many rules there are is known after apply only.")
		}
	}
}

// travelers are those to whom a policy applies.
func travelers(attrs map[string]any, p statement.Policy) string {
	groups, isList := attrs["user_groups"].([]any)
	who := "everybody"
	if attrs["category"] == "GUEST" {
		who = "all guests"
	}
	switch {
	case !isList || len(groups) > 0:
		return p.Travelers
	case attrs["type"] == "DEFAULT":
		return who + " to whom no other policy applies"
	}
	return "nobody"
}

func whole(p statement.Policy) []Statement {
	out := make([]Statement, 0, len(p.Statements))
	for _, s := range p.Statements {
		out = append(out, Statement{string(s.Section), s.Subject, value(s)})
	}
	return out
}

func rules(changes []statement.Change) []Rule {
	out := make([]Rule, 0, len(changes))
	for _, c := range changes {
		r := Rule{Direction: c.Direction}
		for _, side := range []struct {
			s  *statement.Statement
			to **string
		}{{c.Before, &r.Before}, {c.After, &r.After}} {
			if side.s != nil {
				v := value(*side.s)
				*side.to = &v
				r.Section, r.Rule, r.AppliesTo, r.Subject, r.limit = string(side.s.Section), side.s.Rule, side.s.AppliesTo, side.s.Subject, side.s.Limit
			}
		}
		r.removed = c.After == nil && !c.Before.Inherited
		if list, _, isElement := strings.Cut(r.limit, "["); c.After == nil && isElement {
			r.limit = list + "[999999999]" // an element that the list does not have, because where this one stood another one may stand now
		}
		if r.Before != nil && r.After != nil && *r.Before == *r.After { // what differs is not shown
			other := *r.After + "; what is not shown changes"
			r.After = &other
		}
		out = append(out, r)
	}
	return out
}

// following are the rules that change because a policy does from which this one inherits, whatever else changes.
func (w *writer) following(c planjson.Change) []Rule {
	if c.Before == nil || c.After == nil {
		return nil
	}
	changes := statement.Changes(statement.Of(c.Before, w.present), statement.Of(c.Before, w.planned))
	// Where a value came from unknown before, as from a default policy that is taken over now, nobody knows whether it changes.
	known := func(s *statement.Statement) bool { return s == nil || s.From != "" }
	return rules(slices.DeleteFunc(changes, func(change statement.Change) bool { return !known(change.Before) || !known(change.After) }))
}

// separate are the rules that are not among those that follow another policy's, and those that are.
func separate(all, following []Rule) (own, follow []Rule) {
	for _, r := range all {
		if slices.ContainsFunc(following, func(f Rule) bool {
			return f.Subject == r.Subject && shown(f.Before) == shown(r.Before) && shown(f.After) == shown(r.After)
		}) {
			follow = append(follow, r)
		} else {
			own = append(own, r)
		}
	}
	return own, follow
}

// value is a statement's value with where it comes from.
func value(s statement.Statement) string {
	if s.From != "" {
		return s.Value + " (from " + s.From + ")"
	}
	return s.Value
}

// attributes are those of a change that its rules do not tell. The rules tell all of a policy but what is Terraform's own.
func attributes(c planjson.Change, told []Rule) []Attribute {
	var out []Attribute
	for _, name := range c.Changed() {
		hidden := slices.Contains(c.Hidden, name)
		if name == "id" || len(told) > 0 && !slices.Contains(forTerraform, name) {
			continue
		}
		if c.Before == nil && (name == "company_id" || name == "company_role" || c.After[name] == nil) {
			continue
		}
		a := Attribute{Name: name, Change: changed, Sensitive: hidden}
		if name == "name" && !hidden {
			a.was = text(c.Before[name])
		}
		switch {
		case c.After[name] == nil:
			a.Change = removed
		case c.Before[name] == nil:
			a.Change = set
		}
		out = append(out, a)
	}
	return out
}

// sentences are what there is to say about a change beside its rules.
func (w *writer) sentences(c planjson.Change, o Object) []string {
	var out []string
	if s := w.fate(c, o); s != "" {
		out = append(out, s)
	}
	if c.Imported {
		switch {
		case o.Action == Unchanged:
			out = append(out, "Imported: Terraform begins to manage it, and nothing about it changes.")
		case takesAway(o):
			out = append(out, "Imported: Terraform begins to manage it. What the code does not mention is removed.")
		default:
			out = append(out, "Imported: Terraform begins to manage it.")
		}
	}
	if c.PreviousAddress != "" {
		if o.Action == Unchanged && !c.Imported {
			out = append(out, "Only its name in the code changes, nothing about it: it was "+c.PreviousAddress+".")
		} else {
			out = append(out, "Its name in the code was "+c.PreviousAddress+".")
		}
	}
	return out
}

func takesAway(o Object) bool {
	return slices.ContainsFunc(o.Rules, func(r Rule) bool { return r.After == nil }) ||
		slices.ContainsFunc(o.Attributes, func(a Attribute) bool { return a.Change == removed })
}

// fate is a sentence about what becomes of an object, empty where its rules and attributes say it all.
func (w *writer) fate(c planjson.Change, o Object) string {
	reason := because[c.Reason]
	if reason == "" && len(c.ReplacedBy) > 0 {
		reason = "because " + list(c.ReplacedBy) + " cannot be changed otherwise"
	}
	if reason != "" {
		reason = ", " + reason
	}
	switch {
	case !c.Action.Known():
		return "The plan has an action for it that this program does not know: " + string(c.Action) + "."
	case c.Deposed:
		return "A copy that an earlier replacement left is deleted."
	case o.Action == Created && w.deleted[c.Address]:
		return "It was deleted outside Terraform, and is made again."
	case o.Action == Adopted && c.Type == policyType:
		return "The company's default policy is taken over. What is listed here replaces what it has now; all else stays as it is. The plan does not tell what it has now."
	case o.Action == Adopted:
		return "Taken over as the company has it; what is not named here stays as it is."
	case o.Action == Forgotten:
		return "Terraform no longer manages it" + reason + ". It stays as it is."
	case o.Action == Destroyed:
		return "It is deleted" + reason + "."
	case c.Action == planjson.Replace:
		return "It is deleted and made anew, with another id" + reason + "."
	case c.Action == planjson.ReplaceFirst:
		return "A new one is made, with another id, and then the present one is deleted" + reason + "."
	case c.Action.Keeps():
		return "A new one is made, with another id. The present one stays as it is, and Terraform no longer manages it" + reason + "."
	}
	return ""
}

// inheriting are the policies of which rules change only because a policy does from which they inherit.
func (w *writer) inheriting() []Object {
	var out []Object
	for _, c := range w.plan.Changes {
		if c.Type != policyType || c.Before == nil || c.After == nil {
			continue
		}
		o := w.described(c)
		o.Action, o.Rules = Unchanged, w.follow[c.Address]
		o.Travelers = travelers(c.After, statement.Of(c.After, w.planned))
		if idle(c) {
			o.Rules = w.following(c)
		}
		if len(o.Rules) > 0 {
			out = append(out, o)
		}
	}
	return out
}

// drift are the objects that changed outside Terraform.
func (w *writer) drift() []Object {
	var out []Object
	for _, c := range w.plan.Drift {
		o := w.described(c)
		o.PreviousAddress = ""
		o.Action = Updated
		switch {
		case c.Action == planjson.Delete:
			o.Action, o.Notes = Destroyed, []string{"It was deleted outside Terraform."}
			if c.Type == policyType {
				o.Travelers = travelers(c.Before, statement.Of(c.Before, w.past))
			}
		case c.Type == policyType:
			w.policy(&o, c, w.past, w.present)
		default:
			o.Attributes = attributes(c, nil)
		}
		out = append(out, o)
	}
	return out
}

// waiting are the objects that an apply would change.
func (w *writer) waiting() []Object {
	var out []Object
	for _, c := range w.plan.Changes {
		if idle(c) {
			continue
		}
		o := w.described(c)
		o.Action, o.Imported = action(c), c.Imported
		out = append(out, o)
	}
	return out
}

// list joins names as a sentence does.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// phrase says what becomes of attributes: "name and email change, grade is removed".
func phrase(attrs []Attribute) string {
	var parts []string
	by := map[string][]string{}
	for _, a := range attrs {
		switch {
		case a.was != "":
			parts = append(parts, "renamed (it was "+a.was+")")
		case a.Sensitive:
			by[a.Change] = append(by[a.Change], a.Name+" (not shown)")
		default:
			by[a.Change] = append(by[a.Change], a.Name)
		}
	}
	for _, change := range []struct{ of, one, many string }{{changed, "changes", "change"}, {set, "is set", "are set"}, {removed, "is removed", "are removed"}} {
		names := by[change.of]
		switch len(names) {
		case 0:
		case 1:
			parts = append(parts, names[0]+" "+change.one)
		default:
			parts = append(parts, list(names)+" "+change.many)
		}
	}
	return strings.Join(parts, ", ")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// headline says how much changes.
func headline(r *Report, p *planjson.Plan) string {
	var parts []string
	if p.Errored {
		parts = append(parts, "Planning failed")
	}
	if s := directions(r.Counts); s != "" {
		parts = append(parts, s)
	}
	policies := map[string]int{}
	for _, o := range r.Policies {
		policies[inHeadline(o)]++
	}
	for _, word := range []string{"created", "taken over", "replaced", "destroyed", "no longer managed", "imported", renamedInCode, "with no change of its rules"} {
		if n := policies[word]; n > 0 {
			parts = append(parts, count(n, "policy ", "policies ")+word)
		}
	}
	if n := len(r.Others); n > 0 {
		parts = append(parts, count(n, "object besides policies changes", "objects besides policies change"))
	}
	if len(parts) == 0 && !p.RefreshOnly {
		parts = append(parts, "No changes")
	}
	if len(r.Drift) > 0 || len(parts) == 0 {
		parts = append(parts, happened(r.Drift, 0))
	}
	return strings.Join(parts, "; ")
}

const renamedInCode = "renamed in the code"

// inHeadline is what the headline says of a policy, empty where its rules are counted and say enough.
func inHeadline(o Object) string {
	switch o.Action {
	case Adopted:
		return "taken over"
	case Forgotten:
		return "no longer managed"
	case Created, Replaced, Destroyed:
		return string(o.Action)
	}
	switch {
	case o.Imported:
		return "imported"
	case len(o.Rules) > 0:
		return ""
	case o.PreviousAddress != "":
		return renamedInCode
	}
	return "with no change of its rules"
}

// happened says how much changed outside Terraform.
func happened(drift []Object, warnings int) string {
	deleted := 0
	for _, o := range drift {
		if o.Action == Destroyed {
			deleted++
		}
	}
	n := len(drift) + warnings
	what := "changed"
	switch {
	case n == 0:
		return "Nothing was changed outside Terraform"
	case deleted == n:
		what = "deleted"
	case deleted > 0:
		what = "changed or deleted"
	}
	return fmt.Sprintf("%s %s outside Terraform", count(n, "object was", "objects were"), what)
}

// directions counts the rules that change, in words.
func directions(counts map[Finding]int) string {
	var parts []string
	for _, d := range []struct {
		of   statement.Direction
		word string
	}{{statement.Loosened, "loosened"}, {statement.Tightened, "tightened"}, {statement.Changed, "other"}} {
		if n := counts[Finding(d.of)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, d.word))
		}
	}
	return strings.Join(parts, ", ")
}

// outsideHeadline says whether something changed outside Terraform, and else whether something waits for an apply.
func outsideHeadline(r *Report, p *planjson.Plan) string {
	waiting := pending(p)
	headline := happened(r.Drift, len(r.Warnings)-r.also)
	switch {
	case p.Errored && !r.Drifted():
		return "Planning failed: nobody knows whether something was changed outside Terraform"
	case r.Drifted() || p.RefreshOnly:
		return headline
	case waiting > 0:
		return headline + "; " + count(waiting, "change is", "changes are") + " not applied yet"
	case p.Incomplete:
		return headline + " among what was looked at, which is not all"
	}
	return "Clean: nothing was changed outside Terraform, and nothing waits to be applied"
}

// notes are what there is to say about the plan as a whole.
func notes(p *planjson.Plan) []string {
	var out []string
	if p.Errored {
		out = append(out, "Planning failed. What is below is only a part of what would change, and this plan cannot be applied.")
	}
	if p.Incomplete {
		out = append(out, "The plan is incomplete: it was made for chosen objects only (-target), or Terraform put changes off. There may be more to change.")
	}
	if p.PutOff > 0 {
		out = append(out, count(p.PutOff, "change was", "changes were")+" put off: Terraform plans them in a later run, and they are not below.")
	}
	if p.RefreshOnly {
		out = append(out, "The plan was made with -refresh-only: it tells what changed outside Terraform, and nothing about the code.")
	}
	if p.ForeignChanges > 0 {
		out = append(out, count(p.ForeignChanges, "object", "objects")+" of other providers "+verb(p.ForeignChanges, "changes", "change")+" too; this report is about Spotnana and Unite only.")
	}
	return out
}

// outsideNotes are notes for the report on what changed outside Terraform.
func outsideNotes(p *planjson.Plan, looked bool) []string {
	var out []string
	if p.Errored {
		out = append(out, "Planning failed: not all objects were looked at.")
	}
	if p.Incomplete {
		out = append(out, "The plan is incomplete: it was made for chosen objects only (-target), or Terraform put changes off. Not all objects were looked at.")
	}
	if p.RefreshOnly {
		out = append(out, "The plan was made with -refresh-only, so it does not tell whether there is something to apply.")
	}
	if p.ForeignDrift > 0 {
		out = append(out, count(p.ForeignDrift, "object", "objects")+" of other providers "+verb(p.ForeignDrift, "was", "were")+" changed outside Terraform, too; this report is about Spotnana and Unite only.")
	}
	if !looked {
		out = append(out, "Nobody looked at what no plan can show, such as a company on Unite or the dates of a trip: the provider warns of it in the messages of terraform plan -json (--log).")
	}
	return out
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Unknown are the names in a list that no finding has.
func Unknown(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(Findings, Finding(name)) })
}

// Found are the findings of a list that the report has, with how many, in the order of Findings.
func (r *Report) Found(names []string) []string {
	var out []string
	for _, f := range Findings {
		if n := r.Counts[f]; n > 0 && slices.Contains(names, string(f)) {
			out = append(out, fmt.Sprintf("%s (%d)", f, n))
		}
	}
	return out
}
