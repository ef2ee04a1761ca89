package crud

import (
	"context"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Settings makes a resource one of settings: each company has one such object, or one for each role, which nobody makes. A
// create takes over what is there by a guarded update, see takeover.go; where nothing is set yet, which a read answers with a
// 404 or an empty object, that update is the first.
//
// To declare settings:
//
//   - Tree.Parents are what tells them apart: Parent("company_id", …), and a CreateOnly node where a role is optional. Nothing
//     else identifies them.
//   - Spec.ImportID names the parents in order. One at the end that is CreateOnly may be left out: <company_id> or
//     <company_id>/<role>.
//   - Spec.Sole names them in messages: "the booking settings of company X". No OnCreate, because there is nothing to decide.
//   - API.Read answers the settings, or the API's own 404; API.Update sets them. API.Create is never called.
//   - For a destroy there are three ways: API.Delete, where the API has one; Settings.Reset, where an update gives back what
//     was there before; Spec.Abandon, where they stay as they are: its text warns of what stays.
type Settings struct {
	// Reset is the body of the update that a destroy sends, made of the live settings. Nil: API.Delete is called.
	Reset func(live map[string]any) map[string]any
}

// findSettings reads the settings that a create takes over: those that are there, or that can be set.
func (o *resourceType) findSettings(ctx context.Context, attrs map[string]any) (found, live map[string]any, err error) {
	now, err := orUnset(o.read(ctx, Ref{Attrs: withoutUnknown(attrs, nil)}, true))
	if err != nil {
		return nil, nil, err
	}
	return map[string]any{}, now.Live, nil
}

// orUnset is a read of settings for an update of them: those that nobody set are empty.
func orUnset(found Found, err error) (Found, error) {
	if apierr.NotFound(err) {
		return Found{Live: map[string]any{}}, nil
	}
	return found, err
}

// settable is the object for a create, to which settings that nobody set are empty. To a refresh a 404 means that they are gone.
func (o *resourceType) settable() *resourceType {
	if o.spec.Settings == nil {
		return o
	}
	bound := *o
	bound.unsetIsEmpty = true
	return &bound
}

// destroy deletes an object, or resets settings that cannot be deleted.
func (o *resourceType) destroy(op operation, at Ref) error {
	if o.spec.Settings == nil || o.spec.Settings.Reset == nil {
		return o.api.Delete(op.ctx, op.write(), at)
	}
	found, err := o.read(op.ctx, at, true)
	if err != nil {
		return err
	}
	// Reset gets a copy: a difference to what it changed in place would be none.
	body := without(o.spec.Settings.Reset(codec.Sendable(o.tree, found.Live)), o.spec.Tree.ServerOnly())
	return o.api.Update(op.ctx, op.write(), at, o.sent(body, found.Live), found.Live)
}

// fewestIDs is how many parts an import id has at least: the last may be one that is optional.
func (o *resourceType) fewestIDs() int {
	n := len(o.spec.ImportID)
	for _, a := range o.tree.Root.Attrs {
		if n > 1 && a.Name == o.spec.ImportID[n-1] && a.Mode == field.CreateOnly {
			return n - 1
		}
	}
	return n
}

// importForm is what an import id looks like.
func (o *resourceType) importForm() string {
	form := func(names []string) string { return "<" + strings.Join(names, ">/<") + ">" }
	all := form(o.spec.ImportID)
	if n := o.fewestIDs(); n < len(o.spec.ImportID) {
		return form(o.spec.ImportID[:n]) + " or " + all
	}
	return all
}
