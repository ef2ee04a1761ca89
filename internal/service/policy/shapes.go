package policy

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

// link is the branch that all rules have.
var link = &field.Node{Name: "is_linked", JSON: "isLinked", Kind: field.Link, Choice: true,
	Doc: "`true` inherits: it takes the value from the parent policy or, without one, from the company's default policy. " +
		"No other value can be set: to stop inheriting, put properties in its place."}

// linked is a value that is either inherited or given by properties, which stand one level higher than in the API. What
// stands beside the choice is appended by the caller.
func linked(name, json, propsJSON, doc string, attrs ...*field.Node) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.Object, Doc: doc, Attrs: []*field.Node{
		link,
		{JSON: propsJSON, Kind: field.Inline, Choice: true, Attrs: attrs},
	}}
}

// requiredList is a list of scalars that must be set.
func requiredList(name, json string, elem *field.Node, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.List, Elem: elem, Mode: field.Required, Doc: doc}
}

func daysInAdvance(doc string) *field.Node {
	return &field.Node{Name: "num_days_in_advance", JSON: "numDaysInAdvance", Kind: field.Int, Mode: field.Required, Doc: doc}
}

// taxIncluded has another default from rule to rule.
func taxIncluded(byDefault bool) *field.Node {
	return &field.Node{Name: "is_tax_included", JSON: "isTaxIncluded", Kind: field.Bool, Default: byDefault,
		Doc: "Whether taxes count towards the price that is compared with the limit."}
}

func durationRange(doc string) *field.Node {
	return field.IntRange("duration_range", "durationRange", field.Required, doc)
}

// difference is how far a limit lies from a price of reference.
func difference(doc string) *field.Node {
	return &field.Node{Name: "difference", JSON: "difference", Kind: field.Object, Mode: field.Required, Doc: doc, Attrs: differenceValue}
}

var differenceValue = []*field.Node{
	branch(field.SimpleMoney("money", "money", field.Optional, "Difference as an amount of money.")),
	{Name: "percentage", JSON: "percentage", Kind: field.Number, Choice: true, Doc: "Difference in percent of the price of reference (`20` is a fifth of it)."},
}

// branch marks a node as one branch of a choice.
func branch(n *field.Node) *field.Node {
	n.Choice = true
	return n
}

// refundGrace is an exception for late bookings.
func refundGrace(doc string) *field.Node {
	return &field.Node{Name: "conditional_refundability", JSON: "conditionalRefundability", Kind: field.Object, Doc: doc, Attrs: refundGraceAttrs}
}

var refundGraceAttrs = []*field.Node{
	{Name: "enable_grace_period_logic", JSON: "enableGracePeriodLogic", Kind: field.Bool, Doc: "Whether the exception applies at all."},
	{Name: "allowed_booking_window_hours", JSON: "allowedBookingWindowHours", Kind: field.Int,
		Doc: "Hours before check-in: who books within them may take a rate that the rule otherwise refuses. Only counts while `enable_grace_period_logic` is `true`."},
}
