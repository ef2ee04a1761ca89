package crud

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// Update changes what the plan changes and nothing else: GET, guard, merge, PUT, GET.
func (o *object) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, diags := values(req.Plan.Raw)
	resp.Diagnostics.Append(diags...)
	prior, diags := values(req.State.Raw)
	resp.Diagnostics.Append(diags...)
	config, diags := values(req.Config.Raw)
	resp.Diagnostics.Append(diags...)
	known, diags := readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if o.spec.Immutable {
		// A value that the plan did not know may turn out to be another one.
		_, diags := o.hold(prior, plan, known)
		if resp.Diagnostics.Append(diags.Errors()...); resp.Diagnostics.HasError() {
			return
		}
	}
	full := codec.WithSecrets(o.tree, plan, config)
	if resp.Diagnostics.Append(o.checkKnown(full, prior, known)...); resp.Diagnostics.HasError() {
		return
	}
	if o.spec.Immutable || !o.changes(prior, plan, config) {
		// Only what the provider keeps for itself changed: no request.
		settled(plan, prior)
		resp.Diagnostics.Append(o.store(&resp.State.Raw, plan)...)
		known.Drift, known.Replaced, known.Untouched = o.adopted(config, prior, known.Drift), nil, 0
		resp.Diagnostics.Append(writePrivate(ctx, resp.Private, known)...)
		return
	}
	if resp.Diagnostics.Append(stopped(ctx, "updating "+o.title(prior))...); resp.Diagnostics.HasError() {
		return
	}
	stop := ctx
	ctx, cancel := detach(stop, timeout(plan, "update"))
	defer cancel()

	o.session.claim(o.handle(o.identity(prior))) // so that no create takes it for its own, which it may now look like
	known.guide(prior)
	known.guide(plan)
	u := rewrite{object: o, prior: prior, plan: plan, full: full, memory: known.Memory}
	written, diags := u.write(ctx, stop)
	if resp.Diagnostics.Append(diags...); written == nil {
		return
	}
	settled(plan, prior)
	ctx, cancel = afterwards(ctx, stop)
	defer cancel()
	state, after, diags := o.readBack(ctx, prior, plan, known.Memory, false)
	after.Spelled = known.Spelled
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(o.store(&resp.State.Raw, state)...)
	resp.Diagnostics.Append(writePrivate(ctx, resp.Private, after)...)
}

// settled replaces what is still unknown in a plan by what is known from before.
func settled(plan, prior map[string]any) {
	for name, v := range plan {
		if _, unknown := v.(codec.Unknown); unknown {
			plan[name] = prior[name]
		}
	}
}

// errMoved says that an object is not any more what an update was made from.
var errMoved = errors.New("the object changed while this update waited to be sent again")

// mostRestarts is how often an update begins anew because its object changed while it waited.
const mostRestarts = 5

// rewrite is one change of an object in progress: an update, or the takeover by a create, which has no prior.
type rewrite struct {
	*object
	prior, plan map[string]any
	// full is the plan with the secrets.
	full   map[string]any
	memory *codec.Memory
}

// at are the attributes that the object is read and named by.
func (u *rewrite) at() map[string]any {
	if u.prior == nil {
		return u.plan
	}
	return u.prior
}

// summary is that of an error.
func (u *rewrite) summary() string {
	if u.prior == nil {
		return "Cannot take over " + u.title(u.plan)
	}
	return "Cannot update " + u.title(u.prior)
}

// undecided is the summary of an error that leaves open what happened.
func (u *rewrite) undecided() string {
	if u.prior == nil {
		return "Cannot tell whether " + u.title(u.plan) + " was taken over"
	}
	return "Cannot tell whether " + u.title(u.prior) + " was updated"
}

// doing is what the write does, in a sentence.
func (u *rewrite) doing() string {
	if u.prior == nil {
		return "taking over " + u.title(u.plan)
	}
	return "updating " + u.title(u.prior)
}

// write sends the change, unless stop ended before. It returns the object as it was before; nil when that was not changed.
// Once it was, nothing that follows is an error.
func (u *rewrite) write(ctx, stop context.Context) (map[string]any, diag.Diagnostics) {
	var attempt diag.Diagnostics // the failure of an attempt that may have been carried out
	for restarts := 0; ; restarts++ {
		live, diags := u.guarded(ctx, attempt != nil)
		var body map[string]any
		if !diags.HasError() {
			body, diags = u.updateBody(u.prior, u.full, live, u.memory)
		}
		if !diags.HasError() && u.prior == nil && reflect.DeepEqual(body, without(live, u.spec.ServerOnly)) {
			return live, nil // it is as configured, perhaps by a run that was killed after its write
		}
		if !diags.HasError() {
			diags = stopped(stop, u.doing())
		}
		if diags.HasError() {
			return nil, append(attempt, diags...)
		}
		err := u.api.Update(httpx.Recheck(httpx.Until(ctx, stop), u.unmoved(ctx, u.at(), live)), u.full, body, live)
		if err == nil {
			return live, nil
		}
		again := errors.Is(err, errMoved)
		if again && restarts == mostRestarts {
			again = false
			err = apierr.Explained(err, fmt.Sprintf("The API kept the update waiting, and each of the %d times that it was to be sent again the object was different from before. "+
				"Apply again when nobody else works on it.", restarts+1))
		}
		if apierr.Ambiguous(err) {
			// What moved the object may have been this very update.
			done, diags := u.outcome(ctx, stop, body, err)
			switch {
			case done:
				return live, diags
			case !again:
				return nil, diags
			}
			attempt = refused(u.tree, body, u.summary(), err)
		} else if !again {
			return nil, append(attempt, refused(u.tree, body, u.summary(), err)...)
		}
	}
}

// guarded reads the object to be changed, and stops where somebody else changed it since the plan. sent says that an attempt
// before may have been carried out.
func (u *rewrite) guarded(ctx context.Context, sent bool) (map[string]any, diag.Diagnostics) {
	live, err := u.read(ctx, u.at(), true)
	if apierr.NotFound(err) {
		return nil, failure(u.tree, u.summary(), apierr.Explained(err, "The object is gone since the plan was made. Plan again: if it is really gone, the new plan creates it."))
	}
	if err != nil {
		return nil, failure(u.tree, u.summary(), err)
	}
	now, err := codec.Refresh(u.tree, u.visible(live), u.prior, u.memory)
	if err != nil {
		return nil, wrong(cause("Unreadable answer", u.summary()), err)
	}
	if conflicts := codec.Conflicts(u.tree, now.Attrs, u.prior, u.plan); len(conflicts) > 0 {
		return nil, u.conflict(u.prior, conflicts, now.Attrs, u.plan, sent)
	}
	return live, nil
}

// unmoved checks before a PUT is sent again that the object still is what its body was made from: the wait may have been
// long, and the body would undo what somebody else did meanwhile.
func (o *object) unmoved(ctx context.Context, at, live map[string]any) func() error {
	return func() error {
		now, err := o.read(ctx, at, true)
		if apierr.NotFound(err) || err == nil && !codec.SameJSON(o.visible(now), o.visible(live)) {
			return errMoved
		}
		return err
	}
}

// outcome finds out what became of a change with this body that failed with err, and may have been carried out.
func (u *rewrite) outcome(ctx, stop context.Context, body map[string]any, err error) (bool, diag.Diagnostics) {
	open := func(text string) diag.Diagnostics {
		return refused(u.tree, body, u.undecided(), apierr.Explained(err, text))
	}
	if codec.Resent(u.tree, u.prior, u.full) || u.prior == nil && len(codec.Secrets(u.tree, u.full)) > 0 {
		return false, open("A secret was sent, and the API answers none, so nothing tells whether it arrived. Apply again: that sends it once more.")
	}
	ctx, cancel := afterwards(ctx, stop)
	defer cancel()
	// If the object can be read and is as it was, nothing happened.
	if live, readErr := u.read(ctx, u.at(), true); readErr == nil {
		if shaped, shapeErr := u.shape(live, u.plan, false); shapeErr == nil {
			done := len(codec.Differences(u.tree, shaped, u.plan)) == 0 && len(u.stubborn(u.prior, u.plan, live)) == 0 && !u.hidden(u.prior, u.plan, live)
			if !done {
				return false, refused(u.tree, body, u.summary(), err)
			}
			return true, nil
		}
	}
	// State stays as it was. Were it the plan, what the plan removes would be taken for the API's own by the next read.
	state := "State holds what was there before."
	if u.prior == nil {
		state = "Nothing is in state."
	}
	return false, open("The object cannot be read either. " + state +
		" Apply again: what the API really has is read first, and only what is left is sent.")
}

// hidden says that the live object does not tell whether the plan was carried out.
func (o *object) hidden(prior, plan, live map[string]any) bool {
	paths, err := codec.Hidden(o.tree, prior, plan, o.visible(live))
	return err != nil || len(paths) > 0
}

// updateBody is what an update from prior to full sends.
func (o *object) updateBody(prior, full, live map[string]any, memory *codec.Memory) (map[string]any, diag.Diagnostics) {
	body, err := codec.Merge(o.tree, prior, full, live, memory)
	if err != nil {
		return nil, wrong(cause("Unusable value", "Cannot update "+o.title(prior)), err)
	}
	body = without(body, o.spec.ServerOnly)
	if diags := o.complete(body, live); diags.HasError() {
		return nil, diags
	}
	return body, nil
}

// shape reads a live object in the shape of the plan. What is fixed at creation is as planned from then on: no update
// can have failed to set it, whatever the server made of it.
func (o *object) shape(live, plan map[string]any, created bool) (map[string]any, error) {
	shaped, err := codec.Shape(o.tree, o.visible(live), plan)
	if err != nil || created {
		return shaped, err
	}
	for _, a := range o.tree.Root.Attrs {
		if fixed(a) {
			shaped[a.Name] = plan[a.Name]
		}
	}
	return shaped, nil
}

// conflict is the lost-update guard's error; sent says that an attempt before may have been carried out.
func (o *object) conflict(prior map[string]any, paths []path.Path, now, plan map[string]any, sent bool) diag.Diagnostics {
	outcome := "Nothing was written."
	if sent {
		outcome = "An attempt before that may have been carried out; then nothing more was written."
	}
	var diags diag.Diagnostics
	for _, p := range paths {
		diags.AddAttributeError(p, "Changed at the API since the plan was made", fmt.Sprintf(
			"Somebody changed %s of %s between plan and apply: it was %s, the plan sets %s, the API now has %s. %s "+
				"Plan again to see the change; if the plan was made with -refresh=false, make it without.",
			p, o.title(prior), show(codec.At(prior, p)), show(codec.At(plan, p)), show(codec.At(now, p)), outcome))
	}
	return diags
}

// readBack reads an object that was just written and compares it with the plan. Nothing that goes wrong here is an
// error: state is the plan, a warning says what is open, and the next read completes it.
func (o *object) readBack(ctx context.Context, prior, plan map[string]any, before *codec.Memory, created bool) (map[string]any, private, diag.Diagnostics) {
	pending := func(text string) (map[string]any, private, diag.Diagnostics) {
		return o.pending(ctx, plan, capital(o.title(plan))+" was written but not read back", text+"\n\nState holds what was sent; the next plan or apply reads the rest.")
	}
	read := o.read
	if created {
		read = func(ctx context.Context, attrs map[string]any, _ bool) (map[string]any, error) {
			return o.readNew(ctx, attrs)
		}
	}
	var live, shaped map[string]any
	for try := 0; ; try++ {
		var err error
		if live, err = read(ctx, plan, true); err != nil {
			return pending(detail(err))
		}
		if shaped, err = o.shape(live, plan, created); err != nil {
			return pending(detail(err))
		}
		if try >= 3 || !o.stale(prior, plan, shaped, live) || !o.session.pause(ctx, try) {
			break
		}
	}

	// Summaries name object and attribute, because Terraform shows only the first of several warnings with the same one.
	var diags diag.Diagnostics
	for _, p := range codec.Differences(o.tree, shaped, plan) {
		consequence := ", so the next plan shows the difference"
		if o.isFixed(p) {
			if o.sameStored(codec.At(shaped, p), codec.At(plan, p)) {
				continue // no later read says so either
			}
			consequence = ", because it cannot be changed afterwards"
		}
		diags.AddAttributeWarning(p, fmt.Sprintf("The API kept another value for %s of %s", p, o.title(plan)), fmt.Sprintf(
			"%s of %s was sent as %s, and the API has %s. State keeps what was sent%s.",
			p, o.title(plan), show(codec.At(plan, p)), show(codec.At(shaped, p)), consequence))
	}
	for _, p := range o.stubborn(prior, plan, live) {
		diags.AddAttributeWarning(p, fmt.Sprintf("The API kept a removed value for %s of %s", p, o.title(plan)), fmt.Sprintf(
			"%s was removed from %s, and the API still has it. It is taken as the API's own from now on.", p, o.title(plan)))
	}
	for _, a := range o.tree.Root.Attrs {
		if a.Chosen() && codec.HasUnknown(plan[a.Name]) {
			plan[a.Name] = shaped[a.Name]
		}
	}
	memory, err := codec.Remember(o.tree, o.visible(live), plan, before)
	if err != nil {
		return pending(detail(err))
	}
	if created && o.spec.Verify != nil {
		if err := o.spec.Verify(plan, live); err != nil {
			diags.AddError("Not what was sent: "+o.title(plan), err.Error())
		}
	}
	return plan, private{Origin: o.place(ctx), Hint: hinted(plan), Memory: memory, Had: o.had(memory, plan)}, diags
}

// pending is state and private state of an object that was written and whose live values are not known.
func (o *object) pending(ctx context.Context, plan map[string]any, summary, text string) (map[string]any, private, diag.Diagnostics) {
	for name, v := range plan {
		if codec.HasUnknown(v) {
			plan[name] = nil
		}
	}
	return plan, private{Origin: o.place(ctx), Hint: hinted(plan), Pending: true}, diag.Diagnostics{diag.NewWarningDiagnostic(summary, text)}
}

func detail(err error) string {
	if e := apierr.As(err); e != nil {
		return e.Detail()
	}
	return err.Error()
}

// stale says that the object still has a value from before the write where the plan has another.
func (o *object) stale(prior, plan, shaped, live map[string]any) bool {
	for _, p := range codec.Differences(o.tree, shaped, plan) {
		if codec.EqualAt(o.tree, p, shaped, prior) {
			return true
		}
	}
	return len(o.stubborn(prior, plan, live)) > 0
}

// stubborn are the attributes that the plan removes and that the live object still has unchanged.
func (o *object) stubborn(prior, plan, live map[string]any) []path.Path {
	if prior == nil {
		return nil
	}
	kept, err := codec.Kept(o.tree, prior, plan, o.visible(live))
	if err != nil {
		return nil // what cannot be read is reported where it is read
	}
	return kept
}
