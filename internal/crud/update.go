package crud

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// update changes what the plan changes and nothing else: GET, guard, merge, PUT, GET. See section 4.2 of DESIGN.md. It returns
// what becomes the state, nil when that stays as it was.
func (o *resourceType) update(ctx context.Context, prior, plan, config map[string]any, kept private) (*stored, diag.Diagnostics) {
	if o.spec.Immutable {
		// A value that the plan did not know may turn out to be another one.
		if _, diags := o.hold(prior, plan, kept); diags.HasError() {
			return nil, diags.Errors()
		}
	}
	full := codec.WithSecrets(o.tree, plan, config)
	if diags := o.checkKnown(full, prior, kept); diags.HasError() {
		return nil, diags
	}
	if o.spec.Immutable || !o.changes(prior, plan, config) {
		// Only what the provider keeps for itself changed: no request, but for secrets that are told anew.
		told, diags := o.renewed(ctx, plan, prior, kept)
		if diags.HasError() {
			return nil, diags
		}
		kept.Departures, kept.Replaced, kept.Untouched = o.afterApply(config, prior, kept.Departures), nil, 0
		return &stored{joined(withoutUnknown(plan, prior), told), kept}, nil
	}
	op, cancel := begin(ctx, timeout(plan, "update"))
	defer cancel()
	u := rewrite{resourceType: o, prior: prior, plan: plan, full: full, memory: kept.Memory, hint: kept.Hint}
	done, diags := u.run(op)
	if done == nil {
		return nil, diags
	}
	done.private.Spelled = kept.Spelled
	told, failed := o.renewed(ctx, plan, prior, kept)
	if failed.HasError() { // the object was changed all the same
		told = map[string]any{o.spec.Renewed: prior[o.spec.Renewed]}
	}
	done.attrs = joined(done.attrs, told)
	return done, append(diags, failed...)
}

// withoutUnknown are planned attributes in which those with an unknown value are as in prior, or null where prior is nil: of
// {"name": "Red", "id": unknown} and {"id": "1"}, {"name": "Red", "id": "1"}.
func withoutUnknown(plan, prior map[string]any) map[string]any {
	out := maps.Clone(plan)
	for name, v := range plan {
		if codec.HasUnknown(v) {
			out[name] = prior[name]
		}
	}
	return out
}

// errChanged says that an object changed after the body of its update was made from it.
var errChanged = errors.New("the object changed while this update waited to be sent again")

// mostRestarts is how often an update begins anew because its object changed while it waited.
const mostRestarts = 5

// rewrite is one change of an object in progress: an update, or the takeover by a create, which has no prior.
type rewrite struct {
	*resourceType
	prior, plan map[string]any
	// full is the plan with the secrets.
	full   map[string]any
	memory *codec.Memory
	// hint is where it was found last.
	hint string
}

// at is what the object is read by.
func (u *rewrite) at() Ref {
	if u.prior == nil {
		return Ref{u.plan, u.hint}
	}
	return Ref{u.prior, u.hint}
}

// summary is the summary of an error after which the object is not changed.
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

// run changes the object and reads it back. It returns what becomes the state, nil when the object was not changed.
func (u *rewrite) run(op operation) (*stored, diag.Diagnostics) {
	if diags := op.stopped(u.doing()); diags.HasError() {
		return nil, diags
	}
	if u.prior != nil {
		u.session.claim(u.handle(u.identity(u.prior))) // so that no create takes it for its own, which it may now look like
	}
	before, diags := u.write(op)
	if before == nil {
		return nil, diags
	}
	op, cancel := op.afterwards()
	defer cancel()
	// From here on nothing may be an error: it would taint an object that was taken over, and the next apply would replace it.
	w := written{resourceType: u.resourceType, prior: u.prior, plan: u.plan, hint: before.Hint, memory: u.memory}
	if u.prior != nil {
		w.plan = withoutUnknown(u.plan, u.prior)
	} else if prior, err := codec.Shape(u.tree, u.visible(before.Live), u.plan); err == nil {
		w.prior = prior // without it, a value that has not changed yet cannot be told from one that the API refuses to change
	}
	done, more := w.readBack(op.ctx)
	return &done, append(diags, more...)
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
		if !diags.HasError() && u.prior == nil && len(live) > 0 && reflect.DeepEqual(body, without(live, u.spec.Tree.ServerOnly())) {
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
		w.Recheck = u.stillAs(op.ctx, at, live)
		w.Turn = httpx.AfterRead
		err := u.api.Update(op.ctx, w, Ref{u.full, before.Hint}, u.sent(body, live), live)
		if err == nil {
			return &before, nil
		}
		if u.unsetIsEmpty && apierr.NotFound(err) && restarts < pendingTries && u.session.pause(op.ctx, restarts) {
			continue // the company of these settings was made just now, and does not show yet
		}
		again := errors.Is(err, errChanged)
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
			attempt = failureWith(u.tree, body, u.summary(), err)
		} else if !again {
			return nil, append(attempt, u.failed(body, err)...)
		}
	}
}

// failed is the failure of a write that changed nothing. What settings belong to shows no earlier than when they are set: until then a 404
// may say that nobody set them.
func (u *rewrite) failed(body map[string]any, err error) diag.Diagnostics {
	if u.unsetIsEmpty {
		return u.failure(u.plan, body, u.summary(), err)
	}
	return failureWith(u.tree, body, u.summary(), err)
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

// stillAs checks before a PUT is sent again that the object still is what its body was made from: the wait may have been
// long, and the body would undo what somebody else did meanwhile.
func (o *resourceType) stillAs(ctx context.Context, at Ref, live map[string]any) func() error {
	return func() error {
		now, err := o.read(ctx, at, true)
		if apierr.NotFound(err) || err == nil && !codec.SameJSON(o.visible(now.Live), o.visible(live)) {
			return errChanged
		}
		return err
	}
}

// outcome finds out what became of a change with this body that failed with err, and may have been carried out.
func (u *rewrite) outcome(op operation, at Ref, body map[string]any, err error) (bool, diag.Diagnostics) {
	open := func(text string) diag.Diagnostics {
		return failureWith(u.tree, body, u.undecided(), apierr.Explained(err, text))
	}
	if codec.Resent(u.tree, u.prior, u.full) || u.prior == nil && len(codec.Secrets(u.tree, u.full)) > 0 {
		return false, open("A secret was sent, and the API answers none, so nothing tells whether it arrived. Apply again: that sends it once more.")
	}
	op, cancel := op.afterwards()
	defer cancel()
	// If the object can be read and is as it was, nothing happened.
	if found, readErr := u.read(op.ctx, at, true); readErr == nil {
		compared, unreadable := codec.Compare(u.tree, u.visible(found.Live), u.prior, u.plan, false)
		switch {
		case unreadable != nil:
		case compared.Done():
			return true, nil
		default:
			return false, failureWith(u.tree, body, u.summary(), err)
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

// updateBody is what an update from prior to full sends.
func (o *resourceType) updateBody(prior, full, live map[string]any, memory *codec.Memory) (map[string]any, diag.Diagnostics) {
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
func (o *resourceType) conflict(prior map[string]any, paths []path.Path, now, plan map[string]any, sent bool) diag.Diagnostics {
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

// written is an object that a write made or changed.
type written struct {
	*resourceType
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
		return w.resourceType.readNew(ctx, at)
	}
	return w.resourceType.read(ctx, at, true)
}

// readBack reads an object that was just written and compares it with the plan. Nothing that goes wrong here is an
// error: state is the plan, a warning says what is open, and the next read completes it.
func (w *written) readBack(ctx context.Context) (stored, diag.Diagnostics) {
	pending := func(err error) (stored, diag.Diagnostics) {
		return w.pending(ctx, capital(w.title(w.plan))+" was written but not read back", detail(err)+"\n\nState holds what was sent; the next plan or apply reads the rest.")
	}
	var live map[string]any
	var compared codec.Comparison
	for try := 0; ; try++ {
		found, err := w.read(ctx)
		if err != nil {
			return pending(err)
		}
		live, w.hint = found.Live, found.Hint
		if compared, err = codec.Compare(w.tree, w.visible(live), w.prior, w.plan, w.created); err != nil {
			return pending(err)
		}
		if try >= 3 || !compared.Stale || !w.session.pause(ctx, try) {
			break
		}
	}
	state := maps.Clone(w.plan)
	for _, a := range w.tree.Root.Attrs {
		if a.Chosen() && codec.HasUnknown(w.plan[a.Name]) {
			state[a.Name] = compared.Attrs[a.Name]
		}
	}
	memory, err := codec.Remember(w.tree, w.visible(live), state, w.memory)
	if err != nil {
		return pending(err)
	}
	diags := w.unlike(compared)
	if w.created && w.spec.Verify != nil {
		if err := w.spec.Verify(state, live); err != nil {
			diags.AddError("Not what was sent: "+w.title(state), err.Error())
		}
	}
	return stored{state, private{Origin: w.place(ctx), Hint: w.hint, Memory: memory, Had: w.had(memory, state)}}, diags
}

// unlike warns of what the API has otherwise than planned. Summaries name object and attribute, because Terraform shows only the first of
// several warnings with the same one.
func (w *written) unlike(compared codec.Comparison) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, p := range compared.Other {
		sent, has := codec.At(w.plan, p), codec.At(compared.Attrs, p)
		consequence := ", so the next plan shows the difference"
		if w.isFixed(p) {
			if w.sameStored(has, sent) {
				continue // no later read says so either
			}
			consequence = ", because it cannot be changed afterwards"
		}
		diags.AddAttributeWarning(p, fmt.Sprintf("The API kept another value for %s of %s", p, w.title(w.plan)), fmt.Sprintf(
			"%s of %s was sent as %s, and the API has %s. State keeps what was sent%s.", p, w.title(w.plan), show(sent), show(has), consequence))
	}
	for _, p := range compared.Kept {
		diags.AddAttributeWarning(p, fmt.Sprintf("The API kept a removed value for %s of %s", p, w.title(w.plan)), fmt.Sprintf(
			"%s was removed from %s, and the API still has it. It is taken as the API's own from now on.", p, w.title(w.plan)))
	}
	return diags
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
