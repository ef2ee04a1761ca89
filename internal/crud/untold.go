package crud

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Some of what an object has no read answers. There are two kinds.
//
// A secret that the API tells once, in the answer to the create: declare it as field.Once among Tree.Locals, and have
// API.Create return it under that name, as nil where this object has none. It comes into state as sensitive and stays there; after
// an import it is null, and a warning says so. Where the answer is lost, nothing comes into state and an error says how to go on.
// What the endpoint logs must not have it. Where the API makes another one on request, see Spec.Renewed.
//
// What only a create takes (an initial password, a template to copy from): declare a node that is CreateOnly, or
// RequiredCreateOnly, and Unanswered. It stays in state as configured, and another value replaces the object, or is refused
// where the Spec is Immutable. After an import nobody knows it, so what is configured comes into state and nothing is sent.
//
// The reverse, what only an update takes, are Spec.Later: the create is followed by an update.

// untold refuses to keep a new object whose secrets nobody will ever know.
func (c creation) untold(made map[string]any) diag.Diagnostics {
	for _, a := range c.tree.Root.Attrs {
		told, answered := made[a.Name]
		if text, _ := told.(string); !a.Once || text != "" || answered && told == nil {
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

// once are the names of the secrets that the API tells only once.
func (o *resourceType) once() []string {
	var names []string
	for _, a := range o.tree.Root.Attrs {
		if a.Once {
			names = append(names, a.Name)
		}
	}
	return names
}

// secretless says of an import that it brings no secret; nil where there is none to bring.
func (o *resourceType) secretless(attrs map[string]any) diag.Diagnostics {
	names := o.once()
	if len(names) == 0 {
		return nil
	}
	text := "The API tells it only in the answer to the create, so nothing in the state has it, and what refers to it gets null."
	if o.spec.Renewed != "" {
		text += fmt.Sprintf(" To have another one in the state, change %s after the import: then the API makes a new one, and the present one ends at once.", o.spec.Renewed)
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(fmt.Sprintf("%s was imported without %s", capital(o.title(attrs)), strings.Join(names, " and ")), text)}
}

// renews says that a change of the attribute of Spec.Renewed asks for new secrets. To leave it out asks for nothing, and neither
// does what an import finds configured: it comes into state without a request, like all that no read answers.
func (o *resourceType) renews(wanted, prior map[string]any, kept private) bool {
	name := o.spec.Renewed
	return name != "" && prior != nil && wanted[name] != nil && wanted[name] != prior[name] && !o.noted(wanted, prior, kept)
}

// noted says that the attribute of Spec.Renewed only comes into state.
func (o *resourceType) noted(wanted, prior map[string]any, kept private) bool {
	name := o.spec.Renewed
	return name != "" && kept.Untouched > 0 && prior[name] == nil && wanted[name] != nil
}

// renewing warns of what a plan ends, and of what it does not do after an import.
func (o *resourceType) renewing(config, prior map[string]any, kept private) diag.Diagnostics {
	switch {
	case o.noted(config, prior, kept):
		return diag.Diagnostics{diag.NewWarningDiagnostic("No secret is made for "+o.title(prior), fmt.Sprintf(
			"After the import %s only comes into the state. Change it once more, after this apply, to have a new secret.", o.spec.Renewed))}
	case !o.renews(config, prior, kept):
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("The secret of "+o.title(prior)+" is made anew", fmt.Sprintf(
		"%s changes. The apply has the API make a new secret, and the present one ends at once, with all that was got by it. To keep it, leave %[1]s as it is.", o.spec.Renewed))}
}

// renewed are the new secrets of an object, nil where its plan asks for none. After an error state keeps what it had, so that the
// next plan asks again.
func (o *resourceType) renewed(ctx context.Context, plan, prior map[string]any, kept private) (map[string]any, diag.Diagnostics) {
	r, ok := o.api.(Renewer)
	if !ok || !o.renews(plan, prior, kept) {
		return nil, nil
	}
	op, cancel := begin(ctx, timeout(plan, "update"))
	defer cancel()
	if diags := op.stopped("making the secret of " + o.title(prior) + " anew"); diags.HasError() {
		return nil, diags
	}
	return o.renew(op, r, prior, kept)
}

// renew makes the secrets of an object anew.
func (o *resourceType) renew(op operation, r Renewer, prior map[string]any, kept private) (map[string]any, diag.Diagnostics) {
	told, err := r.Renew(op.ctx, op.write(), Ref{prior, kept.Hint})
	switch {
	case apierr.Ambiguous(err):
		return nil, failure(o.tree, "Cannot tell whether the secret of "+o.title(prior)+" was made anew", apierr.Explained(err,
			"If it was, the one in the state has ended, and nobody knows the new one. Apply again: that makes another one."))
	case err != nil:
		return nil, failure(o.tree, "Cannot make the secret of "+o.title(prior)+" anew", err)
	}
	return told, nil
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
