package crud

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// An import brings all of an object into the state. So what the configuration leaves out is planned to be removed, where after
// a create it would have stayed. The plan shows that, and says it once more in words.

// untouched is Untouched after another read: 1 after the read of the import, 2 after the next one, then 0. The warning is for the
// plans until the first apply, and Terraform tells no provider of an apply that had nothing to do. But it saves what was read
// before that one, so a read that finds a 2 comes after an apply.
func (p private) untouched() int {
	switch {
	case p.Imported:
		return 1
	case p.Untouched == 1:
		return 2
	}
	return 0
}

// stripped warns of what the first plans after an import take away from the object.
func (o *resourceType) stripped(prior, planned map[string]any, kept private) diag.Diagnostics {
	if kept.Untouched == 0 || o.spec.Immutable {
		return nil
	}
	total := 0
	var lines strings.Builder
	for _, r := range codec.Removed(o.tree, prior, planned) {
		total += r.Settings
		fmt.Fprintf(&lines, "\n  - %s: %s", r.Name, count(r.Settings))
	}
	if total == 0 {
		return nil
	}
	text := "An import brings all of the object into the state, so what the configuration leaves out is removed at the API:\n" + lines.String() +
		"\n\nTo keep all that, configure it. Terraform writes the whole configuration of an object that has an import block and no resource block: " +
		"terraform plan -generate-config-out=generated.tf. Where the object is in the state already, take it out before (terraform state rm)."
	if o.sole(prior) != "" && o.optional() {
		text += fmt.Sprintf("\n\nOr do not import it: with %s = %q instead, the create takes over the same object and keeps what the configuration leaves out.", onCreateName, adopt)
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(fmt.Sprintf("%s was imported, and this plan takes %s from it", capital(o.title(prior)), count(total)), text)}
}

// count is a number of settings in words.
func count(n int) string {
	if n == 1 {
		return "1 setting"
	}
	return fmt.Sprintf("%d settings", n)
}
