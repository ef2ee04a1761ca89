// Package statement says in plain words what a travel policy demands: one statement for each fact, such as "Hotel in Munich, DE: at
// most 140 EUR a night, taxes included". It also says which of two statements is the stricter one, where the vendor's documents tell.
//
// A policy comes as Terraform has it, by attribute names: map[string]any, []any, string, bool, json.Number, nil for what is not set,
// Unknown for what is known after apply only, Hidden for what must not be shown.
package statement

import "strings"

// Section is the part of a policy to which a statement belongs.
type Section string

// The sections, in the order in which statements are sorted.
const (
	General   Section = "General"
	Travelers Section = "Travelers"
	Approvals Section = "Approvals"
	AllTravel Section = "All travel"
	Flights   Section = "Flights"
	Hotels    Section = "Hotels"
	Cars      Section = "Cars"
	Trains    Section = "Trains"
	Reasons   Section = "Reasons"
)

// Unknown stands for a value that is known after apply only.
type Unknown struct{}

func (Unknown) String() string { return "(known after apply)" }

// Hidden stands for a value that must not be shown.
type Hidden struct{}

func (Hidden) String() string { return "(sensitive value)" }

// Statement is one fact of a policy in plain words.
type Statement struct {
	Section Section
	// Rule names what is ruled ("Highest hotel price"), AppliesTo to what of it the statement applies ("Munich, DE"); it is empty where
	// that is everything.
	Rule, AppliesTo string
	// Subject is how the text begins: the rule with what it applies to ("Hotel in Munich, DE").
	Subject string
	// Value is what is in force ("at most 140 EUR a night, taxes included"). Where the policy inherits it and it is not known from where,
	// it is "inherited".
	Value string
	// Inherited says that the policy takes the value from another one, which From names, where it was given.
	Inherited bool
	From      string
	// Unknown says that a part of the value is known after apply only; the words for it are those of Unknown.
	Unknown bool

	key     string
	measure measure
}

// Text is the statement as one line.
func (s Statement) Text() string {
	var b strings.Builder
	b.WriteString(s.Subject + ": " + s.Value)
	if s.From != "" {
		b.WriteString(" (from " + s.From + ")")
	}
	return b.String()
}

// Policy are the statements about a policy.
type Policy struct {
	// Name of the policy, and in words to whom it applies ("Sales, Legal (departments)").
	Name, Travelers string
	// Statements are sorted by section, rule and text. They have no order of the policy's own, so a list in another order makes the same ones.
	Statements []Statement
	// Open says that it is unknown how many statements there will be.
	Open bool
}

// Summary is one statement a line, each with its section: "Flights | Highest cabin, domestic: Economy".
func (p Policy) Summary() string { panic("todo") }

// Others are the objects that a policy refers to: the policies from which it inherits, and whatever has an id and a name.
type Others struct{}

// NewOthers takes objects, lists of objects and maps of objects, as Terraform has them. What has no id or neither name nor email is left out.
func NewOthers(objects ...any) Others { return Others{} }

// Of makes the statements about a policy.
func Of(policy map[string]any, others Others) Policy { panic("todo") }

// Direction says whether a change lets travelers do more or less than before.
type Direction string

// Changed is the direction of what is neither: another currency, a name, or a rule about which the documents do not tell.
const (
	Loosened  Direction = "loosened"
	Tightened Direction = "tightened"
	Changed   Direction = "changed"
)

// Change is a statement that differs. Before is nil for one that is new, After for one that is gone.
type Change struct {
	Before, After *Statement
	Direction     Direction
}

// Changes compares the statements about a policy before and after, sorted as those are.
func Changes(before, after Policy) []Change { panic("todo") }

type measure any
