package validate

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// blank refuses a string that says nothing where something has to be said, and reports whether it did. Documents seldom
// say that an API takes no empty text, and when it does, the object cannot be found again by it: it would be made at each
// apply anew. What the API has already, it may keep.
func (v *validator) blank(n *field.Node, s string, p path.Path) bool {
	if n.Kind != field.String || !saysNothing(n, s) || (!v.filled && !isElement(p) && !mustSay(n)) {
		return false
	}
	is := "is empty"
	switch {
	case spelling.Blank(s) && s != "":
		is = "is white space alone, which counts as empty"
	case s != "":
		is = "is markup without a word, which counts as empty"
	}
	what, way := n.Name, "Set it to a text that says something."
	switch {
	case isElement(p):
		what, way = p.String(), "Remove the element: compact() drops empty ones, and a condition in a for expression others."
	case n.Mode != field.Required && n.Mode != field.RequiredCreateOnly:
		way = "Set it to a text that says something, or leave it out (null)."
	}
	v.NewErrorf(p, "Empty text for "+name(p), "%s %s. %s", what, is, way)
	return true
}

func saysNothing(n *field.Node, s string) bool {
	return spelling.Blank(s) || (n.Format == field.Markup && spelling.Bare(s))
}

// mustSay says that an empty text has no meaning for the attribute: it is required, or refers to something. Secrets are
// looked at where they are sent.
func mustSay(n *field.Node) bool {
	return !n.Sensitive && (n.Mode == field.Required || n.Mode == field.RequiredCreateOnly || n.Wrap != "" || n.Format == field.UUID || n.Filled)
}

func isElement(p path.Path) bool {
	last, _ := p.Steps().LastStep()
	_, ok := last.(path.PathStepElementKeyInt)
	return ok
}
