package crud

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/tfschema"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/wire"
)

// resourceType is one type of resource: what a Spec declares, ready to serve.
type resourceType struct {
	spec   *Spec
	tree   *field.Tree
	schema schema.Schema
	// typ is the type of an object in Terraform, wire the same on the way there and back.
	typ  tftypes.Type
	wire *wire.Type
	api  API
	// unsetIsEmpty says that settings that nobody set are read as empty ones.
	unsetIsEmpty bool
	session      *Session
}

// NewResource makes the constructor of a resource type. Its schema is built once, when first asked for.
func NewResource(declare func() *Spec) func() resource.Resource {
	kind := sync.OnceValue(func() resourceType {
		spec := declare()
		tree := field.ForResource(spec.Tree)
		s := schema.Schema{
			Version:             int64(len(spec.Upgrades)),
			MarkdownDescription: spec.Doc,
			Attributes:          tfschema.Resource(tree),
			Blocks:              map[string]schema.Block{"timeouts": timeoutsBlock},
		}
		typ := s.Type().TerraformType(context.Background()) //nolint:forbidigo // nobody looks at it
		w, err := wire.New(typ)
		if err != nil {
			panic("schema of " + spec.Name + ": " + err.Error()) // at the start, of which the tests would see it
		}
		return resourceType{spec: spec, tree: tree, schema: s, typ: typ, wire: w}
	})
	return func() resource.Resource {
		o := kind()
		return &o
	}
}

// timeoutsBlock takes the times that operations may take.
var timeoutsBlock = schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{
	"create": schema.StringAttribute{Optional: true, Description: "Time for creating, with reading it back and with settling what is left open by a broken connection, as a duration such as `30s` or `5m`. Default: 5 minutes."},
	"read":   schema.StringAttribute{Optional: true, Description: "Time for reading. Default: 5 minutes."},
	"update": schema.StringAttribute{Optional: true, Description: "Time for an update, with the reads before and after it. Default: 5 minutes."},
	"delete": schema.StringAttribute{Optional: true, Description: "Time for deleting. Default: 5 minutes."},
}}

// title names the object in messages: company "ACME" (4974…).
func (o *resourceType) title(attrs map[string]any) string {
	title := o.spec.Title
	if name, ok := attrs["name"].(string); ok {
		title += fmt.Sprintf(" %q", name)
	}
	var ids []string
	for _, a := range o.spec.ImportID {
		if s, ok := attrs[a].(string); ok {
			ids = append(ids, s)
		}
	}
	if len(ids) >= o.fewestIDs() {
		title += " (" + strings.Join(ids, "/") + ")"
	}
	return title
}

// plan makes the whole plan in one pass over the tree, and names the attributes that force a replacement.
func (o *resourceType) plan(ctx context.Context, config, prior map[string]any, kept private) (planned map[string]any, replace []string, diags diag.Diagnostics) {
	if kept.Spelled {
		config = o.respelled(config, prior)
	}
	planned = codec.Plan(o.tree, config, prior, o.keepsPrior(config, prior))
	planned["timeouts"] = config["timeouts"]
	diags.Append(o.ifNew(o.check(config), config, prior, kept)...)
	diags.Append(o.unsent(prior, config)...)
	for _, a := range o.tree.Root.Attrs {
		if a.Chosen() {
			planned[a.Name] = codec.Unknown{}
			if prior != nil {
				planned[a.Name] = prior[a.Name]
			}
		}
	}
	if o.renews(config, prior, kept) {
		for _, name := range o.once() {
			planned[name] = codec.Unknown{}
		}
	}
	replace = o.unseen(o.forcing(config, prior), prior, kept)
	if o.spec.Plan != nil {
		adjusted, more, found := o.spec.Plan(config, prior, planned)
		planned, replace = adjusted, append(replace, more...)
		diags.Append(found...)
	}
	if prior != nil && o.spec.Immutable {
		var found diag.Diagnostics
		planned, found = o.hold(prior, planned, kept)
		diags.Append(found...)
	}
	changed := prior != nil && o.changes(prior, planned, config)
	if changed {
		for _, a := range o.tree.Root.Attrs {
			if a.Mode == field.Status {
				planned[a.Name] = codec.Unknown{}
			}
		}
	}
	if prior == nil {
		diags.Append(o.incomplete(planned)...)
		diags.Append(o.forbidden(ctx, planned, kept)...)
		if !diags.HasError() { // what cannot be found is not looked for
			diags.Append(o.announced(ctx, planned)...)
		}
		return planned, nil, diags
	}
	if len(replace) > 0 {
		diags.Append(o.protected(prior)...)
		diags.Append(o.refused(ctx, prior)...)
		diags.Append(o.abandoned(prior)...)
		diags.Append(o.announced(ctx, planned)...)
		return planned, replace, diags
	}
	if changed { // most plans change nothing, and the walk is as long as the object
		diags.Append(o.losses(prior, planned, kept)...)
	}
	diags.Append(o.renewing(config, prior, kept)...)
	diags.Append(o.stripped(prior, planned, kept)...)
	return planned, nil, diags
}

// keepsPrior says that a plan may be prior state where the configuration means the same: Terraform shows this plan (see
// Session.saw), and nothing outside the tree changes. See section 4.4 of DESIGN.md.
func (o *resourceType) keepsPrior(config, prior map[string]any) bool {
	return prior != nil && o.session.saw(o.handle(o.identity(prior))) && reflect.DeepEqual(config["timeouts"], prior["timeouts"])
}

// losses warns of what goes with something that the plan removes, and that no plan shows.
func (o *resourceType) losses(prior, planned map[string]any, kept private) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, l := range codec.Losses(o.tree, prior, planned, kept.Memory) {
		diags.AddAttributeWarning(l.Path, fmt.Sprintf("More than the plan shows goes with %s of %s", l.Path, o.title(prior)), located(l.Path, fmt.Sprintf(
			"This plan removes %s. The API holds more there than the state, which the update removes as well:\n  - %s\n\nIf that must stay, keep %s in the configuration.",
			l.Path, strings.Join(l.Unseen, "\n  - "), l.Path)))
	}
	return diags
}

// respelled is a configuration in which texts that are fixed at creation are spelled as in prior state, where the API would
// store them so: replacing the object would change nothing. So "a &lt; b" in state stands for a configured "a < b".
func (o *resourceType) respelled(config, prior map[string]any) map[string]any {
	out := maps.Clone(config)
	for _, a := range o.tree.Root.Attrs {
		if fixed(a) && o.sameStored(prior[a.Name], config[a.Name]) {
			out[a.Name] = prior[a.Name]
		}
	}
	return out
}

// forcing are the attributes fixed at creation whose configuration changed, which forces a replacement. One that is left out
// changed only where it tells objects apart: without the role, settings are those of the company.
func (o *resourceType) forcing(config, prior map[string]any) []string {
	var names []string
	if prior == nil {
		return nil
	}
	for _, a := range o.tree.Root.Attrs {
		if fixed(a) && (config[a.Name] != nil || slices.Contains(o.spec.ImportID, a.Name)) &&
			!codec.Equal(a, config[a.Name], prior[a.Name]) {
			names = append(names, a.Name)
		}
	}
	return names
}

// fixed says that an attribute is fixed at creation by the configuration.
func fixed(a *field.Node) bool {
	return a.Mode == field.CreateOnly || a.Mode == field.RequiredCreateOnly
}

// isFixed says that the attribute at or above a path is fixed at creation.
func (o *resourceType) isFixed(p path.Path) bool {
	return slices.ContainsFunc(o.tree.Root.Attrs, func(a *field.Node) bool { return fixed(a) && p.Steps()[0].Equal(path.PathStepAttributeName(a.Name)) })
}

// changes says that going from prior to planned needs a request: a property differs, or a secret's version.
func (o *resourceType) changes(prior, planned, config map[string]any) bool {
	if len(o.sendable(codec.Differences(o.tree, prior, planned))) > 0 {
		return true
	}
	return codec.Resent(o.tree, prior, codec.WithSecrets(o.tree, planned, config))
}

func (o *resourceType) protected(state map[string]any) diag.Diagnostics {
	if o.spec.Protect == nil {
		return nil
	}
	if reason := o.spec.Protect(state); reason != "" {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Refused to destroy "+o.title(state), reason)}
	}
	return nil
}

// refused is an error of a plan whose delete the API would refuse.
func (o *resourceType) refused(ctx context.Context, state map[string]any) diag.Diagnostics {
	if reason := o.refusal(ctx, state); reason != "" {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Refused to destroy "+o.title(state), reason)}
	}
	return nil
}

// refusal is why the API will not delete an object, empty when it will. What cannot be read is left to the delete.
func (o *resourceType) refusal(ctx context.Context, attrs map[string]any) string {
	r, ok := o.api.(Refuser)
	if !ok {
		return ""
	}
	reason, err := r.Refusal(ctx, attrs)
	if err != nil {
		return ""
	}
	return reason
}

// abandoned warns that a destroy only takes the object out of the state; nil when it deletes it.
func (o *resourceType) abandoned(state map[string]any) diag.Diagnostics {
	if o.spec.Abandon == nil {
		return nil
	}
	if text := o.spec.Abandon(state); text != "" {
		return diag.Diagnostics{diag.NewWarningDiagnostic(capital(o.title(state))+" is forgotten, not deleted", text)}
	}
	return nil
}

// pendingTries is how often an object that was never read back is asked for again.
const pendingTries = 5

// refresh reads an object. It returns what becomes the state, nil when the object is gone; with an error, the state stays as it was.
func (o *resourceType) refresh(ctx context.Context, prior map[string]any, kept private) (*stored, diag.Diagnostics) {
	ctx, cancel := context.WithTimeout(ctx, timeout(prior, "read"))
	defer cancel()
	at := Ref{prior, kept.Hint}
	found, err := o.api.Read(ctx, at, false)
	if kept.Pending {
		found, err = o.await(ctx, at, found, err, pendingTries)
	}
	switch {
	case apierr.NotFound(err) && o.elsewhere(ctx, kept):
		return nil, append(failure(o.tree, "Cannot find "+o.title(prior), err), o.notHere(ctx, kept)...)
	case apierr.NotFound(err) && kept.Pending:
		return nil, append(failure(o.tree, "Cannot find "+o.title(prior), err), o.notVisible()...)
	case apierr.NotFound(err) && kept.Imported:
		return nil, o.orphan(ctx, prior)
	case apierr.NotFound(err):
		return nil, nil
	case err != nil:
		return nil, o.failure(prior, nil, "Cannot read "+o.title(prior), err)
	}
	return o.refreshed(ctx, prior, kept, found)
}

// refreshed is what becomes the state of an object that was found.
func (o *resourceType) refreshed(ctx context.Context, prior map[string]any, kept private, found Found) (*stored, diag.Diagnostics) {
	o.session.see(o.handle(o.identity(prior)))
	live, nulls := codec.WithoutNulls(o.tree, o.visible(found.Live))
	d, err := o.decoded(live, prior, kept)
	if err != nil {
		return nil, wrong("Unreadable answer for "+o.title(prior), err)
	}
	after := private{Origin: o.origin(ctx, kept), Hint: found.Hint, Memory: d.Memory, Had: kept.Had.Or(o.had(d.Memory, d.Attrs)),
		Untouched: kept.untouched(), Spelled: kept.Imported || kept.Spelled}
	var pinned []string
	if o.spec.Immutable && !kept.Imported {
		d.Attrs, after.Departures, pinned = o.pin(prior, d, kept.Departures)
	}
	var diags diag.Diagnostics
	if kept.Imported {
		diags.Append(o.secretless(prior)...)
	}
	diags.Append(o.driftWarning(prior, d, pinned)...)
	diags.Append(dropped(o.title(d.Attrs), nulls)...)
	if strangers := codec.Strangers(o.tree, live, prior); len(strangers) > 0 {
		diags.AddWarning("Kept as it is: "+o.title(d.Attrs), fmt.Sprintf("%s has what this resource cannot hold:\n  - %s\n\nUpdates send it back unchanged.",
			capital(o.title(d.Attrs)), strings.Join(strangers, "\n  - ")))
	}
	return &stored{d.Attrs, after}, diags
}

// decoded is a live object as state shall hold it, with what stands in state and the API does not answer. Without memory, as
// after a write that is pending, all that state does not hold is the API's own.
func (o *resourceType) decoded(live, prior map[string]any, kept private) (codec.Decoded, error) {
	beside := map[string]any{"timeouts": prior["timeouts"]}
	var d codec.Decoded
	var err error
	if kept.Imported {
		for _, a := range o.tree.Root.Attrs {
			if a.IsLocal() {
				beside[a.Name] = prior[a.Name]
			}
		}
		d, err = codec.Import(o.tree, live)
	} else {
		d, err = codec.Refresh(o.tree, live, prior, kept.Memory)
	}
	if err != nil {
		return codec.Decoded{}, err
	}
	d.Attrs = joined(d.Attrs, beside)
	return d, nil
}

// origin is the place where an object was made, and that where it was found if no more is known, as of an older version that
// kept no tenant.
func (o *resourceType) origin(ctx context.Context, kept private) string {
	if kept.Origin == "" || kept.Origin == o.api.Origin() {
		return o.place(ctx)
	}
	return kept.Origin
}

// place is where the API keeps its objects: its origin, with the tenant where several share that. When the tenant cannot
// be told it is the origin alone, which is no place of any tenant.
func (o *resourceType) place(ctx context.Context) string {
	if t, ok := o.api.(Tenanted); ok {
		if id, err := t.Tenant(ctx); err == nil {
			return o.api.Origin() + " (tenant " + id + ")"
		}
	}
	return o.api.Origin()
}

// elsewhere says that the object was made at another place than the one that is asked, or that nobody knows where: then a 404
// proves nothing (section 4.6 of DESIGN.md).
func (o *resourceType) elsewhere(ctx context.Context, kept private) bool {
	return kept.Origin != o.place(ctx)
}

// notHere says why a 404 from elsewhere does not count.
func (o *resourceType) notHere(ctx context.Context, kept private) diag.Diagnostics {
	made := "at " + kept.Origin
	if kept.Origin == "" {
		made = "at a place that is not known any more"
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Not the place where it was made", fmt.Sprintf(
		"The %s was made or imported %s, and %s does not know it. That proves nothing, so it stays in state. "+
			"Point the provider (base_url, sandbox, unite) at the right place, or remove the object from state (terraform state rm) if it is really gone.",
		o.spec.Title, made, o.place(ctx)))}
}

// notVisible says why a 404 does not count for an object that was never read back.
func (o *resourceType) notVisible() diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic("Not visible yet", fmt.Sprintf("The %s was written and never read back, and the API does not show it yet, so it stays in state. "+
		"Try again later; if it is really gone, remove it from state (terraform state rm).", o.spec.Title))}
}

// read is what API.Read answers, without the nulls in lists: none is sent back.
func (o *resourceType) read(ctx context.Context, at Ref, fresh bool) (Found, error) {
	found, err := o.api.Read(ctx, at, fresh)
	if o.unsetIsEmpty {
		found, err = orUnset(found, err)
	}
	if err != nil {
		return Found{}, err
	}
	found.Live, _ = codec.WithoutNulls(o.tree, found.Live)
	return found, nil
}

// dropped warns of nulls in the lists of an answer.
func dropped(what string, nulls []string) diag.Diagnostics {
	if len(nulls) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Null in a list of "+what, fmt.Sprintf(
		"The API answers null as an element of a list, at:\n  - %s\n\nNo list can hold it, so it is left out here, and it is not sent back.", strings.Join(nulls, "\n  - ")))}
}

// visible is a live object without the server's own bookkeeping, whose changes mean nothing.
func (o *resourceType) visible(live map[string]any) map[string]any {
	kept := o.spec.Tree.ServerOnly()
	if len(kept) == 0 {
		return live
	}
	return without(live, kept)
}

func without(m map[string]any, names []string) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = v
	}
	for _, name := range names {
		delete(out, name)
	}
	return out
}

// driftWarning warns of changes outside Terraform that the plan cannot show; pinned is what pin found.
func (o *resourceType) driftWarning(prior map[string]any, d codec.Decoded, pinned []string) diag.Diagnostics {
	var moved []string
	for _, m := range d.Fixed {
		if o.sameStored(m.Live, m.Held) {
			continue
		}
		moved = append(moved, fmt.Sprintf("%s is %s, and state has %s", m.Path, show(m.Live), show(m.Held)))
	}
	return o.outside(prior, "",
		section{irrevocable, pinned},
		section{"These attributes are fixed when " + o.spec.one() + " is made, so nothing is planned. To have them as they were, replace it (-replace); " +
			"to accept the change, leave the attribute out of the configuration where it is optional.", moved},
		section{"These values changed, which the configuration does not manage and a plan cannot show:", d.Changed},
		section{"These values are gone, which the configuration does not set:", d.Gone})
}

// section is a part of a warning: what holds for all its lines, and the lines.
type section struct {
	about string
	lines []string
}

// outside is one warning for all that changed outside Terraform, nil when no section has lines. It names the object in its
// summary, because Terraform shows only the first of several warnings with the same one.
func (o *resourceType) outside(attrs map[string]any, suffix string, sections ...section) diag.Diagnostics {
	var parts []string
	for _, s := range sections {
		if len(s.lines) > 0 {
			parts = append(parts, s.about+"\n  - "+strings.Join(s.lines, "\n  - "))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(capital(o.title(attrs))+" was changed outside Terraform"+suffix, strings.Join(parts, "\n\n"))}
}

// delete deletes an object, or leaves it where a destroy only takes it out of the state. With an error, the state stays as it was.
func (o *resourceType) delete(ctx context.Context, state map[string]any, kept private) diag.Diagnostics {
	if diags := o.protected(state); diags.HasError() {
		return diags
	}
	if left := o.abandoned(state); left != nil {
		return left
	}
	op, cancel := begin(ctx, timeout(state, "delete"))
	defer cancel()
	return o.remove(op, state, kept)
}

// remove deletes an object. One that is gone already counts as deleted, where a 404 says so.
func (o *resourceType) remove(op operation, state map[string]any, kept private) diag.Diagnostics {
	if diags := op.stopped("deleting " + o.title(state)); diags.HasError() {
		return diags
	}
	at := Ref{state, kept.Hint}
	err := o.destroy(op, at)
	sent := apierr.Ambiguous(err) // a delete that may have been carried out
	for try := 0; kept.Pending && !sent && apierr.NotFound(err) && try < pendingTries && o.session.pause(op.ctx, try); try++ {
		err = o.destroy(op, at)
		sent = apierr.Ambiguous(err)
	}
	if err != nil && !apierr.NotFound(err) {
		// Its outcome is open, or the object went with its parent.
		after, cancel := op.afterwards()
		defer cancel()
		if _, readErr := o.read(after.ctx, at, true); apierr.NotFound(readErr) {
			err = readErr
		}
	}
	var why diag.Diagnostics // a 404 does not count as done
	switch {
	case err == nil || !apierr.NotFound(err):
	case o.elsewhere(op.ctx, kept):
		why = o.notHere(op.ctx, kept)
	case kept.Pending && !sent:
		why = o.notVisible()
	default:
		err = nil
	}
	if err != nil {
		return append(failure(o.tree, "Cannot delete "+o.title(state), err), why...)
	}
	o.session.release(o.handle(o.identity(state)))
	return nil
}
