package codec

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Pair pairs the elements of a list of prior with those of the live one, for the benchmarks.
func Pair(n *field.Node, prior, live []any, memory *Memory) error {
	_, _, err := pairLive(n, prior, live, path.Empty(), memory.recall(), pointer("", n.JSON), true)
	return err
}
