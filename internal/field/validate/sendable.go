package validate

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// inRange refuses numbers that the API cannot keep: it would have nothing near them.
func (v *validator) inRange(n *field.Node, value *big.Float, p path.Path) {
	if _, ok := codec.Nearest(n, value); ok {
		return
	}
	bits := 64
	if n.Bits != 0 {
		bits = n.Bits
	}
	text := codec.NumberText(value)
	v.NewErrorf(p, fmt.Sprintf("%s is out of range for %s", text, name(p)), "%s is %s, and the API keeps such numbers as floating point numbers of %d bits, of which none is near it.",
		name(p), text, bits)
}

// withoutNullElements refuses nulls in the arrays of a JSON text. Null is never sent, and without them the other elements
// would have other places.
func (v *validator) withoutNullElements(doc any, p path.Path) {
	if at, found := codec.NullElement(doc); found {
		v.NewErrorf(p, "Null in an array of "+name(p), "The JSON text has a null at %s, and null is never sent to the API. Remove the element, for example with a condition in a for expression. "+
			"Properties of objects that are null are just left out.", at)
	}
}
