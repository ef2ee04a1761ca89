// Package planjson reads what Terraform and OpenTofu tell other programs: the JSON of a plan, as "terraform show -json" prints it, and
// the messages of "terraform plan -json". It keeps what concerns this provider.
//
// Values are as package statement wants them: map[string]any, []any, string, bool, json.Number, nil, statement.Unknown for what is
// known after apply only, statement.Hidden for what must not be shown. Nothing that the plan marks as sensitive is in them.
package planjson

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// Plan is what concerns this provider in a plan.
type Plan struct {
	// Errored says that planning failed, so that changes are missing. Incomplete says that changes are missing for other reasons: the plan
	// was made with -target, or Terraform put some off.
	Errored, Incomplete bool
	// Timestamp is when the plan was made, as the plan says it: older versions of Terraform say nothing.
	Timestamp string
	// RefreshOnly says that the plan has no changes at all, as one made with -refresh-only.
	RefreshOnly bool
	// Changes are those that an apply makes, no-ops included, Drift is what changed outside Terraform since the last apply. They are in
	// the plan's order.
	Changes, Drift []Change
	// PutOff are changes that Terraform will plan later only.
	PutOff int
	// ForeignChanges and ForeignDrift count the objects of other providers that change and changed; Outputs counts outputs that change.
	ForeignChanges, ForeignDrift, Outputs int
	// Past are all objects of this provider as the last apply left them, Present as they are now, Planned as they are after the apply.
	// An id that is known after apply only is that of Change.
	Past, Present, Planned []any

	secrets []string
}

// Change is what happens, or happened, to one object.
type Change struct {
	// Address is where the configuration has the object, PreviousAddress where it had it before, empty where that is the same.
	Address, PreviousAddress string
	// Type is that of the resource: "spotnana_policy".
	Type   string
	Action Action
	// Reason is Terraform's keyword for why it chose the action, which may be empty.
	Reason string
	// ReplacedBy are the attributes at the top that make an update impossible.
	ReplacedBy []string
	// Imported says that the plan takes an existing object into the state, ImportID by which id; that may be empty.
	Imported bool
	ImportID string
	// Deposed says that the object is what an earlier replacement left.
	Deposed bool
	// Before and After are the values, nil where there is none.
	Before, After map[string]any
	// Hidden are the attributes at the top in which values differ that must not be shown.
	Hidden []string
}

// Action is what is done to an object.
type Action string

// The actions. Replace deletes the object first, ReplaceFirst makes the new one first, ReplaceForget and, of OpenTofu, ForgetReplace keep
// the old one where it is. An action of a later version may be none of them.
const (
	NoOp          Action = "no-op"
	Create        Action = "create"
	Update        Action = "update"
	Delete        Action = "delete"
	Forget        Action = "forget"
	Replace       Action = "delete, create"
	ReplaceFirst  Action = "create, delete"
	ReplaceForget Action = "create, forget"
	ForgetReplace Action = "forget, create"
)

// Replaces says that a new object takes the place of the old one.
func (a Action) Replaces() bool { return a == Replace || a == ReplaceFirst || a.Keeps() }

// Keeps says that a replaced object stays where it is.
func (a Action) Keeps() bool { return a == ReplaceForget || a == ForgetReplace }

// Known says that the action is one of those above.
func (a Action) Known() bool {
	return a.Replaces() || slices.Contains([]Action{NoOp, Create, Update, Delete, Forget}, a)
}

func actionOf(actions tfjson.Actions) Action {
	var words []string
	for _, a := range actions {
		words = append(words, string(a))
	}
	return Action(strings.Join(words, ", "))
}

// ours says that a provider is this one, whichever registry or mirror it comes from.
func ours(provider string) bool {
	return provider == "spotnana" || strings.HasSuffix(provider, "/spotnana")
}

// Changed are the attributes at the top in which a change's values differ, those that are known after apply and hidden ones included.
func (c Change) Changed() []string {
	names := slices.Clone(c.Hidden)
	for name := range union(c.Before, c.After) {
		if !slices.Contains(names, name) && !same(c.Before[name], c.After[name]) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Redact takes out of a text what the plan marks as sensitive.
func (p *Plan) Redact(text string) string {
	for _, s := range p.secrets {
		text = redact(text, s)
	}
	return text
}
