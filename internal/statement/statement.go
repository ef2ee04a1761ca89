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

// Sections are all of them, in their order.
var Sections = []Section{General, Travelers, Approvals, AllTravel, Flights, Hotels, Cars, Trains, Reasons}

// Unknown stands for a value that is known after apply only.
type Unknown struct{}

func (Unknown) String() string { return "(known after apply)" }

// Hidden stands for a value that must not be shown.
type Hidden struct {
	// Digest tells different values apart. It is never shown.
	Digest string
}

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
	// Attribute is the path of what is in force in a policy: a rule, or an element of a list in it
	// ("hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list[0]"). An inherited one is that of the policy that it comes from.
	Attribute string
	// Data is what stands there, by attribute names, without the link and without what becomes of bookings that break the rule, which is a statement of
	// its own. It is nil where a value is inherited and it is not known from where.
	Data any
	// Limit is the path of what in it counts most, as the amount of a price: where to look for the statement in a configuration.
	Limit string

	// key tells statements about the same from others, before and after a change.
	key    string
	weight weight
	order  int
}

// Hidden says that a part of the value must not be shown.
func (s Statement) Hidden() bool { return s.weight.hidden != "" }

// Text is the statement as one line.
func (s Statement) Text() string {
	var b strings.Builder
	b.WriteString(s.Subject + ": " + s.Value)
	if s.From != "" {
		b.WriteString(" (from " + s.From + ")")
	}
	return b.String()
}

// Summary is the text of a policy, a statement a line.
func (p Policy) Summary() string {
	lines := make([]string, len(p.Statements))
	for i, s := range p.Statements {
		lines[i] = s.Text()
	}
	return strings.Join(lines, "\n")
}
