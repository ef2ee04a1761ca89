package crud

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
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
		resp.Diagnostics.Append(o.store(&resp.State.Raw, withoutUnknown(plan, prior))...)
		known.Drift, known.Replaced, known.Untouched = o.adopted(config, prior, known.Drift), nil, 0
		resp.Diagnostics.Append(writePrivate(ctx, resp.Private, known)...)
		return
	}
	op, cancel := begin(ctx, timeout(plan, "update"))
	defer cancel()
	if resp.Diagnostics.Append(op.stopped("updating " + o.title(prior))...); resp.Diagnostics.HasError() {
		return
	}
	o.session.claim(o.handle(o.identity(prior))) // so that no create takes it for its own, which it may now look like
	u := rewrite{object: o, prior: prior, plan: plan, full: full, memory: known.Memory, hint: known.Hint}
	before, diags := u.write(op)
	if resp.Diagnostics.Append(diags...); before == nil {
		return
	}
	op, cancel = op.afterwards()
	defer cancel()
	w := written{object: o, prior: prior, plan: withoutUnknown(plan, prior), hint: before.Hint, memory: known.Memory}
	done, diags := w.readBack(op.ctx)
	done.private.Spelled = known.Spelled
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(o.store(&resp.State.Raw, done.attrs)...)
	resp.Diagnostics.Append(writePrivate(ctx, resp.Private, done.private)...)
}

// withoutUnknown is a plan with what is still unknown as it was before, null where there is no before.
func withoutUnknown(plan, prior map[string]any) map[string]any {
	out := maps.Clone(plan)
	for name, v := range plan {
		if codec.HasUnknown(v) {
			out[name] = prior[name]
		}
	}
	return out
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
	hint   string
}

// at is what the object is read by.
func (u *rewrite) at() Ref {
	if u.prior == nil {
		return Ref{u.plan, u.hint}
	}
	return Ref{u.prior, u.hint}
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

// write sends the change, unless the operation is stopped before. It returns the object as it was before; nil when that was not
// changed. Once it was, nothing that follows is an error.
func (u *rewrite) write(op operation) (*Found, diag.Diagnostics) {
	var attempt diag.Diagnostics // the failure of an attempt that may have been carried out
	for restarts := 0; ; restarts++ {
		before, diags := u.guarded(op.ctx, attempt != nil)
		live := before.Live
		var body map[string]any
		if !diags.HasError() {
			body, diags = u.updateBody(u.prior, u.full, live, u.memory)
		}
		if !diags.HasError() && u.prior == nil && reflect.DeepEqual(body, without(live, u.spec.Tree.ServerOnly())) {
			return &before, nil // it is as configured, perhaps by a run that was killed after its write
		}
		if !diags.HasError() {
			diags = op.stopped(u.doing())
		}
		if diags.HasError() {
			return nil, append(attempt, diags...)
		}
		at := Ref{u.at().Attrs, before.Hint}
		w := op.write()
		w.Recheck = u.unmoved(op.ctx, at, live)
		err := u.api.Update(op.ctx, w, Ref{u.full, before.Hint}, body, live)
		if err == nil {
			return &before, nil
		}
		again := errors.Is(err, errMoved)
		if again && restarts == mostRestarts {
			again = false
			err = apierr.Explained(err, fmt.Sprintf("The API kept the update waiting, and each of the %d times that it was to be sent again the object was different from before. "+
				"Apply again when nobody else works on it.", restarts+1))
		}
		if apierr.Ambiguous(err) {
			// What moved the object may have been this very update.
			done, diags := u.outcome(op, at, body, err)
			switch {
			case done:
				return &before, diags
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
func (u *rewrite) guarded(ctx context.Context, sent bool) (Found, diag.Diagnostics) {
	found, err := u.read(ctx, u.at(), true)
	if apierr.NotFound(err) {
		return Found{}, failure(u.tree, u.summary(), apierr.Explained(err, "The object is gone since the plan was made. Plan again: if it is really gone, the new plan creates it."))
	}
	if err != nil {
		return Found{}, failure(u.tree, u.summary(), err)
	}
	now, err := codec.Refresh(u.tree, u.visible(found.Live), u.prior, u.memory)
	if err != nil {
		return Found{}, wrong(cause("Unreadable answer", u.summary()), err)
	}
	if conflicts := codec.Conflicts(u.tree, now.Attrs, u.prior, u.plan); len(conflicts) > 0 {
		return Found{}, u.conflict(u.prior, conflicts, now.Attrs, u.plan, sent)
	}
	return found, nil
}

// unmoved checks before a PUT is sent again that the object still is what its body was made from: the wait may have been
// long, and the body would undo what somebody else did meanwhile.
func (o *object) unmoved(ctx context.Context, at Ref, live map[string]any) func() error {
	return func() error {
		now, err := o.read(ctx, at, true)
		if apierr.NotFound(err) || err == nil && !codec.SameJSON(o.visible(now.Live), o.visible(live)) {
			return errMoved
		}
		return err
	}
}

// outcome finds out what became of a change with this body that failed with err, and may have been carried out.
func (u *rewrite) outcome(op operation, at Ref, body map[string]any, err error) (bool, diag.Diagnostics) {
	open := func(text string) diag.Diagnostics {
		return refused(u.tree, body, u.undecided(), apierr.Explained(err, text))
	}
	if codec.Resent(u.tree, u.prior, u.full) || u.prior == nil && len(codec.Secrets(u.tree, u.full)) > 0 {
		return false, open("A secret was sent, and the API answers none, so nothing tells whether it arrived. Apply again: that sends it once more.")
	}
	op, cancel := op.afterwards()
	defer cancel()
	// If the object can be read and is as it was, nothing happened.
	if found, readErr := u.read(op.ctx, at, true); readErr == nil {
		w := written{object: u.object, prior: u.prior, plan: u.plan}
		if shaped, shapeErr := w.shape(found.Live); shapeErr == nil {
			done := len(codec.Differences(u.tree, shaped, u.plan)) == 0 && len(w.stubborn(found.Live)) == 0 && !w.hidden(found.Live)
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
func (w *written) hidden(live map[string]any) bool {
	paths, err := codec.Hidden(w.tree, w.prior, w.plan, w.visible(live))
	return err != nil || len(paths) > 0
}

// updateBody is what an update from prior to full sends.
func (o *object) updateBody(prior, full, live map[string]any, memory *codec.Memory) (map[string]any, diag.Diagnostics) {
	body, err := codec.Merge(o.tree, prior, full, live, memory)
	if err != nil {
		return nil, wrong(cause("Unusable value", "Cannot update "+o.title(prior)), err)
	}
	body = without(body, o.spec.Tree.ServerOnly())
	if diags := o.complete(body, live); diags.HasError() {
		return nil, diags
	}
	return body, nil
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

// written is an object after a write.
type written struct {
	*object
	// prior is what it was, nil when it was made; plan is what it is to be.
	prior, plan map[string]any
	// hint is where it was found last.
	hint string
	// memory is from before the write.
	memory *codec.Memory
	// created says that the write made it.
	created bool
}

// stored is what an operation keeps of an object: its state, and what stands beside that.
type stored struct {
	attrs   map[string]any
	private private
}

// read reads the object. The API may not show at once one that was just made.
func (w *written) read(ctx context.Context) (Found, error) {
	at := Ref{w.plan, w.hint}
	if w.created {
		return w.object.readNew(ctx, at)
	}
	return w.object.read(ctx, at, true)
}

// shape reads a live object in the shape of the plan. What is fixed at creation is as planned from then on: no update
// can have failed to set it, whatever the server made of it.
func (w *written) shape(live map[string]any) (map[string]any, error) {
	shaped, err := codec.Shape(w.tree, w.visible(live), w.plan)
	if err != nil || w.created {
		return shaped, err
	}
	for _, a := range w.tree.Root.Attrs {
		if fixed(a) {
			shaped[a.Name] = w.plan[a.Name]
		}
	}
	return shaped, nil
}

// readBack reads an object that was just written and compares it with the plan. Nothing that goes wrong here is an
// error: state is the plan, a warning says what is open, and the next read completes it.
func (w *written) readBack(ctx context.Context) (stored, diag.Diagnostics) {
	pending := func(text string) (stored, diag.Diagnostics) {
		return w.pending(ctx, capital(w.title(w.plan))+" was written but not read back", text+"\n\nState holds what was sent; the next plan or apply reads the rest.")
	}
	var live, shaped map[string]any
	for try := 0; ; try++ {
		found, err := w.read(ctx)
		if err != nil {
			return pending(detail(err))
		}
		live, w.hint = found.Live, found.Hint
		if shaped, err = w.shape(live); err != nil {
			return pending(detail(err))
		}
		if try >= 3 || !w.stale(shaped, live) || !w.session.pause(ctx, try) {
			break
		}
	}

	// Summaries name object and attribute, because Terraform shows only the first of several warnings with the same one.
	var diags diag.Diagnostics
	for _, p := range codec.Differences(w.tree, shaped, w.plan) {
		consequence := ", so the next plan shows the difference"
		if w.isFixed(p) {
			if w.sameStored(codec.At(shaped, p), codec.At(w.plan, p)) {
				continue // no later read says so either
			}
			consequence = ", because it cannot be changed afterwards"
		}
		diags.AddAttributeWarning(p, fmt.Sprintf("The API kept another value for %s of %s", p, w.title(w.plan)), fmt.Sprintf(
			"%s of %s was sent as %s, and the API has %s. State keeps what was sent%s.",
			p, w.title(w.plan), show(codec.At(w.plan, p)), show(codec.At(shaped, p)), consequence))
	}
	for _, p := range w.stubborn(live) {
		diags.AddAttributeWarning(p, fmt.Sprintf("The API kept a removed value for %s of %s", p, w.title(w.plan)), fmt.Sprintf(
			"%s was removed from %s, and the API still has it. It is taken as the API's own from now on.", p, w.title(w.plan)))
	}
	state := maps.Clone(w.plan)
	for _, a := range w.tree.Root.Attrs {
		if a.Chosen() && codec.HasUnknown(w.plan[a.Name]) {
			state[a.Name] = shaped[a.Name]
		}
	}
	memory, err := codec.Remember(w.tree, w.visible(live), state, w.memory)
	if err != nil {
		return pending(detail(err))
	}
	if w.created && w.spec.Verify != nil {
		if err := w.spec.Verify(state, live); err != nil {
			diags.AddError("Not what was sent: "+w.title(state), err.Error())
		}
	}
	return stored{state, private{Origin: w.place(ctx), Hint: w.hint, Memory: memory, Had: w.had(memory, state)}}, diags
}

// pending is what is stored of an object that was written and whose live values are not known.
func (w *written) pending(ctx context.Context, summary, text string) (stored, diag.Diagnostics) {
	return stored{withoutUnknown(w.plan, nil), private{Origin: w.place(ctx), Hint: w.hint, Pending: true}}, diag.Diagnostics{diag.NewWarningDiagnostic(summary, text)}
}

func detail(err error) string {
	if e := apierr.As(err); e != nil {
		return e.Detail()
	}
	return err.Error()
}

// stale says that the object still has a value from before the write where the plan has another.
func (w *written) stale(shaped, live map[string]any) bool {
	for _, p := range codec.Differences(w.tree, shaped, w.plan) {
		if codec.EqualAt(w.tree, p, shaped, w.prior) {
			return true
		}
	}
	return len(w.stubborn(live)) > 0
}

// stubborn are the attributes that the plan removes and that the live object still has unchanged.
func (w *written) stubborn(live map[string]any) []path.Path {
	if w.prior == nil {
		return nil
	}
	kept, err := codec.Kept(w.tree, w.prior, w.plan, w.visible(live))
	if err != nil {
		return nil // what cannot be read is reported where it is read
	}
	return kept
}
