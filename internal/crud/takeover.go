package crud

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Some objects are there before any create, one of a kind. A create takes such an object over by an update with nothing as
// prior: what the configuration sets replaces what is there; everything else stays, and is remembered. Nothing is in state until
// the update is done, so whatever fails, the next apply takes over what is there then. See section 4.5 of DESIGN.md.

const onCreateName, adopt = "on_create", "adopt"

var onCreate = &field.Enum{Name: "OnCreate", Values: []string{adopt}, Closed: true}

// OnCreate is the local attribute by which the configuration lets a create take over the object that is there.
func OnCreate(doc string) *field.Node {
	return &field.Node{Name: onCreateName, Enum: onCreate, Doc: doc}
}

// Adopts says that a configuration lets its create take over the object that is there.
func Adopts(config map[string]any) bool { return config[onCreateName] == adopt }

// sole names the object of which there is but one, empty for all others.
func (o *resourceType) sole(attrs map[string]any) string {
	if o.spec.Sole == nil {
		return ""
	}
	return o.spec.Sole(attrs)
}

// takesOver says that a create makes nothing and takes over the object that is there.
func (o *resourceType) takesOver(attrs map[string]any) bool {
	return o.sole(attrs) != "" && (!o.optional() || Adopts(attrs))
}

// optional says that the configuration decides whether a create takes over the object that is there.
func (o *resourceType) optional() bool {
	return slices.ContainsFunc(o.tree.Root.Attrs, func(a *field.Node) bool { return a.Name == onCreateName })
}

// find looks for the object that is there; all is nil when there is none.
func (o *resourceType) find(ctx context.Context, attrs map[string]any) (found, live map[string]any, err error) {
	if o.spec.Settings != nil {
		return o.findSettings(ctx, attrs)
	}
	f, ok := o.api.(Finder)
	if !ok {
		return nil, nil, nil
	}
	return f.Find(ctx, withoutUnknown(attrs, nil))
}

// called is the title of an object that was found, by the name that it has now.
func (o *resourceType) called(attrs, found, live map[string]any) string {
	all := withoutUnknown(attrs, nil)
	if shown, err := codec.Complete(o.tree, o.visible(live)); err == nil {
		maps.Copy(all, shown)
	}
	maps.Copy(all, found)
	return o.title(all)
}

// vacant refuses to make a second one of an object of which there can be but one.
func (c creation) vacant(ctx context.Context) diag.Diagnostics {
	what := c.sole(c.plan)
	if what == "" {
		return nil
	}
	found, live, err := c.find(ctx, c.plan)
	if err != nil {
		return c.failed(nil, err)
	}
	if found == nil {
		return nil
	}
	id := c.identity(c.plan, found)
	return diag.Diagnostics{diag.NewErrorDiagnostic(capital(what)+" exists already", fmt.Sprintf(
		"It is the %s, and there is only one. Nothing was created.\n\nLet this create take it over, which keeps what the configuration does not set:\n\n  %s = %q\n\n"+
			"Or import it, and configure all of it, because after an import what the configuration leaves out is removed:\n\n%s\nor: terraform import spotnana_%s.<name> %s",
		c.called(c.plan, found, live), onCreateName, adopt, c.importBlocks([]string{id}), c.spec.Name, id))}
}

// takeOver is a create of an object that is there. It returns what becomes the state, nil when the object was not changed: then
// it is not ours, and the next apply begins anew.
func (c creation) takeOver(op operation) (*stored, diag.Diagnostics) {
	summary := "Cannot take over " + c.sole(c.plan)
	found, live, err := c.awaited(op.ctx)
	if err != nil {
		return nil, c.failure(c.plan, nil, summary, err)
	}
	if found == nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic(summary, "There is none, or these credentials do not see it. Nothing was changed."+c.instead())}
	}
	was := c.called(c.plan, found, live)
	c = c.at(found)
	if !c.session.claim(c.handle(c.identity(c.plan))) {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic(summary, fmt.Sprintf(
			"Another address of this configuration has it: in this run the %s was taken over, made or updated there. "+
				"An object has one address: leave one of the two resources out. Nothing was changed for this one.", was))}
	}
	u := rewrite{resourceType: c.resourceType, plan: c.plan, full: c.full}
	return u.run(op)
}

// instead is how to go on without a takeover, where the configuration decides about it.
func (c creation) instead() string {
	if !c.optional() {
		return ""
	}
	return " To make one, leave on_create out."
}

// awaited looks for the object, which may not be there yet when what it belongs to was just made.
func (c creation) awaited(ctx context.Context) (found, live map[string]any, err error) {
	for try := 0; ; try++ {
		found, live, err = c.find(ctx, c.plan)
		missing := err == nil && found == nil || apierr.NotFound(err)
		if !missing || try == looks-1 || !c.session.pause(ctx, try) {
			return found, live, err
		}
	}
}

// glance is how long a plan looks for the object that a create will take over.
const glance = 10 * time.Second

// announced warns that the create of a plan takes over what is there, which Terraform shows as a create, and of what it changes
// there, as far as that can be read now: a plan of creates needs no credentials.
func (o *resourceType) announced(ctx context.Context, planned map[string]any) diag.Diagnostics {
	if !o.takesOver(planned) {
		return nil
	}
	what := o.sole(planned)
	text := fmt.Sprintf("Nothing is made: the create takes over %s. What the configuration sets replaces what is there; everything else stays as it is, and is remembered.", what)
	// What fails here is left to the create: what the object belongs to may be so new that the API does not show it yet.
	if found, live, err := o.glimpse(ctx, planned); err == nil && found != nil {
		if o.spec.Settings == nil {
			text += " Now it is the " + o.called(planned, found, live) + "."
		} else if len(live) == 0 {
			return nil // nobody set any, so there is nothing to take over
		}
		if o.session.saw(o.handle(o.identity(planned, found))) {
			text += " This configuration has it in its state already: an object has one address, and two would undo each other."
		}
		if lines := o.replacing(live, planned); len(lines) > 0 {
			text += " Of what is there, the configuration changes:\n  - " + strings.Join(lines, "\n  - ")
		}
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(capital(o.title(planned))+" takes over "+what, text)}
}

// glimpse looks for the object that a create will take over. It finds nothing, without an error, where the object above it is not
// made yet: its id is unknown.
func (o *resourceType) glimpse(ctx context.Context, planned map[string]any) (found, live map[string]any, err error) {
	for _, a := range o.tree.Root.Attrs {
		if slices.Contains(o.spec.ImportID, a.Name) && !a.Chosen() && codec.HasUnknown(planned[a.Name]) {
			return nil, nil, nil
		}
	}
	ctx, cancel := context.WithTimeout(ctx, glance)
	defer cancel()
	return o.find(ctx, planned)
}

// mostReplaced is how many values a plan lists that a takeover replaces.
const mostReplaced = 20

// replacing are lines for the values of a live object that a takeover replaces.
func (o *resourceType) replacing(live, planned map[string]any) []string {
	shaped, err := codec.Shape(o.tree, o.visible(live), planned)
	if err != nil {
		return nil
	}
	var lines []string
	for _, p := range codec.Differences(o.tree, shaped, planned) {
		has, want := codec.At(shaped, p), codec.At(planned, p)
		if has != nil && !codec.HasUnknown(want) {
			lines = append(lines, fmt.Sprintf("%s from %s to %s", p, show(has), show(want)))
		}
	}
	if more := len(lines) - mostReplaced; more > 0 {
		lines = append(lines[:mostReplaced], fmt.Sprintf("and %d more", more))
	}
	return lines
}
