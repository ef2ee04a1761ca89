package crud

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Some of what an object has no read answers. There are two kinds.
//
// A secret that the API tells once, in the answer to the create: declare it as field.Once among Tree.Locals, and have
// API.Create return it under that name. It comes into state as sensitive and stays there; after an import it is null. Where
// the answer is lost, nothing comes into state and an error says how to go on. What the endpoint logs must not have it.
//
// What only a create takes (an initial password, a template to copy from): declare a node that is CreateOnly, or
// RequiredCreateOnly, and Unanswered. It stays in state as configured, and another value replaces the object, or is refused
// where the Spec is Immutable. After an import nobody knows it, so what is configured comes into state and nothing is sent.
//
// The reverse, what only an update takes, are Spec.Later: the create is followed by an update.

// untold refuses to keep a new object whose secrets nobody will ever know.
func (c creation) untold(made map[string]any) diag.Diagnostics {
	for _, a := range c.tree.Root.Attrs {
		if told, ok := made[a.Name].(string); !a.Once || ok && told != "" {
			continue
		}
		id := c.identity(c.plan, made)
		return diag.Diagnostics{diag.NewErrorDiagnostic(fmt.Sprintf("%s was made, and its %s is not known", capital(c.title(c.plan)), a.Name), fmt.Sprintf(
			"The API tells %s in the answer to the create and never again, and that answer was lost or had none. The object (%s) is there, and nothing is in state.\n\n"+
				"Delete it at the API, then apply again. Or import it, and then replace it (-replace), which deletes it and makes another:\n\n%s",
			a.Name, id, c.importBlocks([]string{id})))}
	}
	return nil
}

// unseen leaves out, of the attributes that force a replacement, those that no read answers and that state lacks since an
// import: nobody knows that they changed.
func (o *resourceType) unseen(replace []string, prior map[string]any, kept private) []string {
	if !kept.Spelled {
		return replace
	}
	return slices.DeleteFunc(replace, func(name string) bool { return prior[name] == nil && o.isUntold(name) })
}

// sendable leaves out, of the differences to an object, those that no update could ever send.
func (o *resourceType) sendable(differences []path.Path) []path.Path {
	return slices.DeleteFunc(differences, func(p path.Path) bool {
		name, isName := p.Steps()[0].(path.PathStepAttributeName)
		return isName && o.isUntold(string(name))
	})
}

// followed is the body of a create with what the update after it adds, to see whether the two have all that is required.
func (c creation) followed(body map[string]any) map[string]any {
	if len(c.spec.Later) == 0 {
		return body
	}
	whole, err := codec.Encode(c.tree, withoutUnknown(c.full, nil))
	if err != nil {
		return body // the update says so
	}
	return whole
}

// isUntold says that only a create takes an attribute, and that no read answers it.
func (o *resourceType) isUntold(name string) bool {
	return slices.ContainsFunc(o.tree.Root.Attrs, func(a *field.Node) bool { return a.Name == name && a.Untold() })
}
