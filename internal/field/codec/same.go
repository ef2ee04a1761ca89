package codec

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Attribute is the attribute that a path leads to, of whichever elements of the lists on the way.
func Attribute(p path.Path) string {
	var names []string
	for _, step := range p.Steps() {
		if name, ok := step.(path.PathStepAttributeName); ok {
			names = append(names, string(name))
		} else {
			names = append(names, "*")
		}
	}
	return strings.Join(names, ".")
}
