package validate

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Terraform drops names that it does not know inside { }, without a word. What is left of an object in which every name is
// misspelt is an empty object, which looks as if it was meant.

// empty tells of an object that came out empty, below parent. It is an error where nobody would mean it: an element of a
// list, a rule that has properties, a choice, and whatever could as well be left out. Where an empty object says
// something of its own it is a warning.
func (v *validator) empty(parent, n *field.Node, p path.Path) {
	report, names, way := v.NewErrorf, attributes(n), "If nothing was meant, leave it out."
	switch {
	case parent.Kind == field.List:
		way = "If nothing was meant, remove the element."
	case parent.Kind == field.Keyed && hasProperties(n):
	case parent.Kind != field.Keyed && hasChoice(n):
		names, way = "", "Set exactly one of "+strings.Join(alternatives(n), "; ")
		if n.Mode != field.Required {
			way += "; if nothing was meant, leave it out"
		}
		way += "."
		if n.Mode != field.Required && !hasSibling(n) {
			report = v.Errorf // no answer reads like that: it would be null
		}
	case len(p.Steps()) == 1 || n.Mode == field.Required || parent.Kind == field.Keyed || isRange(n):
		// It may be meant: a section, what cannot be left out, a rule that is nothing but there, a range without limits.
		report, way = v.NewWarnf, "If it is meant to be empty, leave it: once it is applied this warning ends."
	}
	report(p, "Nothing is set in "+p.String(), "Terraform drops names that it does not know inside { } without a word, so this may be what a misspelt name left. "+
		"Check the spelling of the names in %s%s. %s", p, names, way)
}

// few is how many attributes a message names.
const few = 12

// attributes names the attributes of an object that has few, in brackets.
func attributes(n *field.Node) string {
	var names []string
	for _, a := range codec.Attributes(n) {
		if a.Deprecated == "" {
			names = append(names, a.Name)
		}
	}
	if len(names) == 0 || len(names) > few {
		return ""
	}
	return " (it has " + strings.Join(names, ", ") + ")"
}

func hasChoice(n *field.Node) bool {
	return slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Choice })
}

// alternatives names the branches of a choice.
func alternatives(n *field.Node) []string {
	var found []string
	for _, a := range n.Attrs {
		if a.Choice {
			found = append(found, anyOf(branch(a)))
		}
	}
	return found
}

// hasSibling says that an object has attributes outside the choice.
func hasSibling(n *field.Node) bool {
	return slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return !a.Choice })
}

// hasProperties says that a rule has more than a link to the parent's and what becomes of a booking: wrappers hold it.
func hasProperties(n *field.Node) bool {
	return slices.ContainsFunc(n.Attrs, func(a *field.Node) bool {
		return a.Choice && a.Kind != field.Link || a.Kind == field.Inline && hasProperties(a)
	})
}

// isRange says that an object is nothing but limits: without any it is open on both sides.
func isRange(n *field.Node) bool {
	return !slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Name != "min" && a.Name != "max" })
}
