package crud

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// create makes an object once, whatever happens on the way: it searches the siblings, posts, settles what is open, and reads back.
// The rules are in section 4.5 of DESIGN.md.
// It returns what becomes the state, nil when nothing was made.
func (o *resourceType) create(ctx context.Context, plan, config map[string]any) (*stored, diag.Diagnostics) {
	op, cancel := begin(ctx, timeout(plan, "create"))
	defer cancel()
	if diags := op.stopped("creating " + o.title(plan)); diags.HasError() {
		return nil, diags
	}
	c := creation{resourceType: o, plan: plan, full: codec.WithSecrets(o.tree, plan, config)}
	diags := o.checkKnown(c.full, nil, private{})
	if diags.HasError() {
		return nil, diags
	}
	work := c.makeNew
	if o.takesOver(plan) {
		c.resourceType = o.settable()
		work = c.takeOver
	}
	done, found := work(op)
	return done, append(diags, found...)
}

// creation is one create in progress.
type creation struct {
	*resourceType
	plan map[string]any
	// full is the plan with the secrets.
	full map[string]any
	// before are the siblings that were there before the POST, without those that this process knows; nil when they cannot
	// be listed.
	before map[string]bool
}

// at is the creation of the object that has these attributes: the API chose them, and the object is read by them.
func (c creation) at(chosen map[string]any) creation {
	c.plan, c.full = joined(c.plan, chosen), joined(c.full, chosen)
	return c
}

// joined are the attributes of both, the second ones where both have them.
func joined(attrs, others map[string]any) map[string]any {
	out := maps.Clone(attrs)
	maps.Copy(out, others)
	return out
}

// makeNew makes a new object. It returns what becomes the state, nil when nothing was made.
func (c creation) makeNew(op operation) (*stored, diag.Diagnostics) {
	made, diags := c.run(op)
	if made == nil {
		return nil, diags
	}
	if lost := c.untold(made.Attrs); lost.HasError() {
		return nil, append(diags, lost...)
	}
	op, cancel := op.afterwards()
	defer cancel()
	// From here on nothing may be an error: it would taint the object, and the next apply would replace it.
	c = c.at(made.Attrs)
	w := written{resourceType: c.resourceType, plan: c.plan, hint: made.Hint, created: true}
	var done stored
	var more diag.Diagnostics
	if problem := c.later(op, made.Hint); problem != "" {
		done, more = w.pending(op.ctx, capital(c.title(c.plan))+" was made, but not completed", problem+"\n\n"+
			"State holds what was planned; the next plan reads what the API has and shows the rest.")
	} else {
		done, more = w.readBack(op.ctx)
	}
	return &done, append(diags, more...)
}

// run searches, posts and settles, and begins no POST once the operation is stopped. It returns nil when nothing was made.
func (c creation) run(op operation) (*Made, diag.Diagnostics) {
	body, err := codec.Encode(c.tree, without(withoutUnknown(c.full, nil), c.spec.Later))
	if err != nil {
		return nil, wrong(cause("Unusable value", "Cannot create "+c.title(c.plan)), err)
	}
	if diags := c.complete(c.followed(body), nil); diags.HasError() {
		return nil, diags
	}
	if c.spec.CreateBody != nil {
		body = c.spec.CreateBody(body, c.full)
	}
	if diags := c.vacant(op.ctx); diags.HasError() {
		return nil, diags
	}
	key := c.key()
	var warnings diag.Diagnostics
	if key != "" || c.spec.Anonymous {
		unlock, err := c.session.lock(op, c.spec.Name+"\x00"+c.parent()+"\x00"+strings.Join(strings.Fields(spelling.Words(c.gist(key))), ""))
		if err != nil {
			return nil, failure(c.tree, "Cannot create "+c.title(c.plan), err)
		}
		defer unlock()
		if c.before, warnings = c.search(op.ctx, key); warnings.HasError() {
			return nil, warnings
		}
	}
	c.session.revive(c.handle(c.identity(c.plan))) // where the configuration gives the id, the object before it had the same
	if diags := op.stopped("creating " + c.title(c.plan)); diags.HasError() {
		return nil, diags
	}
	for try := 0; ; try++ {
		made, err := c.api.Create(op.ctx, op.write(), c.full, body)
		if err == nil && !c.spec.Unnamed {
			if diags := c.claim(c.identity(c.plan, made.Attrs)); diags.HasError() {
				return nil, append(warnings, diags...)
			}
			return &made, warnings
		}
		if err != nil && !apierr.Ambiguous(err) {
			return nil, c.failed(body, err)
		}
		adopted, again, diags := c.settle(op, key, err)
		if !again || try >= 2 || !c.session.pause(op.ctx, try) || op.stop.Err() != nil {
			return adopted, append(warnings, diags...)
		}
	}
}

// claim takes an object that the API says it made. An answer with an object that was there before, or that another address of
// this run has, is an error: two addresses would undo each other.
func (c creation) claim(id string) diag.Diagnostics {
	about := "It was there before. If no other address manages it, add:\n\n" + c.importBlocks([]string{id}) + "\n"
	if !c.before[id] {
		if c.session.claim(c.handle(id)) {
			return nil
		}
		about = "Another address of this configuration has it. "
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Not a new object: "+c.title(c.plan), fmt.Sprintf(
		"The API answered the create with an object that is no new one (%s), and may have changed that. Nothing is stored. %sTo have an object of its own, make this one differ.\n\n%s", id, about, apierr.MockServer))}
}

// handle is what the session knows an object by.
func (o *resourceType) handle(id string) string { return o.spec.Name + "\x00" + id }

// later sets what no create takes (Spec.Later) by an update, and returns what went wrong, empty for nothing.
func (c creation) later(op operation, hint string) string {
	before := without(c.full, c.spec.Later)
	if len(codec.Differences(c.tree, before, c.full)) == 0 {
		return ""
	}
	if diags := op.stopped("completing " + c.title(c.plan)); diags.HasError() {
		return text(diags)
	}
	found, err := c.readNew(op.ctx, Ref{c.full, hint})
	if err != nil {
		return detail(err)
	}
	body, diags := c.updateBody(before, c.full, found.Live, nil)
	if diags.HasError() {
		return text(diags)
	}
	if err := c.api.Update(op.ctx, op.write(), Ref{c.full, found.Hint}, c.sent(body, found.Live), found.Live); err != nil {
		return detail(err)
	}
	return ""
}

// readNew reads an object that was just created, which the API may not show at once.
func (o *resourceType) readNew(ctx context.Context, at Ref) (Found, error) {
	found, err := o.read(ctx, at, true)
	return o.await(ctx, at, found, err, math.MaxInt)
}

// await is found and err, the outcome of a read, unless that is a 404: then it reads again, tries times at the most, because
// the API may not show the object yet.
func (o *resourceType) await(ctx context.Context, at Ref, found Found, err error, tries int) (Found, error) {
	for try := 0; apierr.NotFound(err) && try < tries && o.session.pause(ctx, try); try++ {
		found, err = o.read(ctx, at, true)
	}
	return found, err
}

func (c creation) key() string {
	if c.spec.Key == nil {
		return ""
	}
	return c.spec.Key(c.plan)
}

func (c creation) parent() string {
	if c.spec.Parent == nil {
		return ""
	}
	return c.spec.Parent(c.plan)
}

// identity is the import id of an object, unique within its type.
func (o *resourceType) identity(attrs ...map[string]any) string {
	parts := make([]string, len(o.spec.ImportID))
	for i, name := range o.spec.ImportID {
		for _, a := range attrs {
			if s, ok := a[name].(string); ok {
				parts[i] = s
			}
		}
	}
	if n := o.fewestIDs(); n < len(parts) && parts[n] == "" {
		parts = parts[:n]
	}
	return strings.Join(parts, "/")
}

// complete refuses a body that lacks what the API requires, unless live lacks it too: APIs do not answer secrets.
func (o *resourceType) complete(body, live map[string]any) diag.Diagnostics {
	var diags diag.Diagnostics
	before := map[string]bool{}
	for _, p := range codec.Missing(o.tree, live) {
		before[p.String()] = true
	}
	for _, p := range codec.Missing(o.tree, body) {
		if live != nil && before[p.String()] {
			continue
		}
		diags.AddAttributeError(p, fmt.Sprintf("%s is required by the API", p), "Set it. Nothing was sent.")
	}
	return diags
}

// keyedLike are the siblings whose natural key is the given one.
func keyedLike(siblings []Sibling, key string, same sameness) []Sibling {
	return slices.DeleteFunc(slices.Clone(siblings), func(s Sibling) bool { return !same(s.Key, key) })
}

// search looks for an equal object that this process did not make, most likely left by a run that was killed after its
// create. A token that may not list cannot search. It returns what becomes c.before.
func (c creation) search(ctx context.Context, key string) (map[string]bool, diag.Diagnostics) {
	// What is older than the POST is not what it made.
	siblings, err := c.api.Siblings(ctx, c.plan, c.spec.Unnamed || c.spec.Anonymous)
	if e := apierr.As(err); !c.spec.Unnamed && (errors.Is(err, ErrUnlisted) || (e != nil && e.Status == http.StatusForbidden && e.Enveloped)) {
		return nil, nil
	}
	if err != nil {
		return nil, c.unsearched(err)
	}
	before := map[string]bool{}
	for _, id := range c.identities(siblings) {
		if !c.session.knows(c.handle(id)) {
			before[id] = true
		}
	}
	if c.spec.Anonymous {
		return before, nil
	}
	var equal, other []string
	for _, s := range keyedLike(siblings, key, c.sameText) {
		id := c.identity(c.plan, s.Attrs)
		if !before[id] {
			continue
		}
		if c.spec.Immutable { // its content may have changed since it was made
			other = append(other, id)
			continue
		}
		same, err := c.equals(ctx, s, true, c.sameText)
		if apierr.NotFound(err) && !c.listed(ctx, key, id) {
			continue // it was deleted meanwhile
		}
		if err != nil {
			return nil, c.unsearched(err)
		}
		if same {
			equal = append(equal, id)
		} else {
			other = append(other, id)
		}
	}
	return before, c.namesakes(equal, other)
}

// namesakes says what there is already with the natural key of the new object: ids of objects that equal it, and of others.
func (c creation) namesakes(equal, other []string) diag.Diagnostics {
	if len(equal) == 0 && len(other) == 0 {
		return nil
	}
	summary := capital(c.title(c.plan)) + " exists already"
	switch {
	case c.spec.Immutable:
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary,
			"The API has an object with the same name or key, which this run did not make, and takes none back that was made by mistake. "+
				"Nothing was created. If no other address manages the existing object, whatever its content is now, add:\n\n"+c.importBlocks(other)+
				fmt.Sprintf("\nIf one does, and a second %s is really wanted, make that at the API by hand and import it.", c.spec.Title))}
	case len(equal) == 0:
		return diag.Diagnostics{diag.NewWarningDiagnostic(
			fmt.Sprintf("%s has a namesake", capital(c.title(c.plan))),
			"The API has an object with the same name or key and other content, which this run did not make, and now a second one is made. "+
				"If the existing object was meant, destroy the new one and import:\n\n"+c.importBlocks(other))}
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(summary,
		"The API has an object with the same name or key and equal content, which this run did not make: an interrupted run may have made it. "+
			"Nothing was created. If no other address manages the existing object, add:\n\n"+c.importBlocks(equal)+
			"\nIf one does, or to have a second one all the same, make this one differ. So must a replacement with create_before_destroy: Terraform "+
			"does not tell a provider which object is replaced. Change the name in the same apply, or leave create_before_destroy out for it.")}
}

// failed is the failure of a create that made nothing. Body is what was sent, nil when nothing was.
func (c creation) failed(body map[string]any, err error) diag.Diagnostics {
	return c.failure(c.plan, body, "Cannot create "+c.title(c.plan), err)
}

// unsearched is the failure of the search before a create. An error that all objects share, as a refused login, does not mention
// the search.
func (c creation) unsearched(err error) diag.Diagnostics {
	if e := apierr.As(err); e == nil || e.Told == nil {
		err = apierr.Explained(err, fmt.Sprintf("This was the search for an existing %s with the same name or key. Nothing was created.", c.spec.Title))
	}
	return c.failed(nil, err)
}

// equals reads a sibling and says whether it has the content of the plan. Two texts are equal when same says so.
func (c creation) equals(ctx context.Context, sibling Sibling, fresh bool, same sameness) (bool, error) {
	at := Ref{Attrs: joined(withoutUnknown(c.plan, nil), sibling.Attrs)}
	found, err := c.read(ctx, at, fresh)
	// A list may show a new object before it can be read.
	if found, err = c.await(ctx, at, found, err, 3); err != nil {
		return false, err
	}
	if !same(c.keyed(found.Live), c.key()) {
		return false, nil // the list did not tell all of the key
	}
	shaped, err := codec.Shape(c.tree, c.visible(found.Live), c.plan)
	if err != nil {
		return false, nil //nolint:nilerr // what cannot be read as such an object does not equal one
	}
	for _, name := range c.spec.Later {
		if shaped[name] == nil {
			shaped[name] = c.plan[name]
		}
	}
	differences := slices.DeleteFunc(codec.Differences(c.tree, shaped, c.plan), func(p path.Path) bool {
		stored, isText := codec.At(shaped, p).(string)
		sent, areTexts := codec.At(c.plan, p).(string)
		return isText && areTexts && same(stored, sent)
	})
	return len(differences) == 0, nil
}

// sameness says whether a stored text is the one that was sent.
type sameness func(stored, sent string) bool

// sameText says that a stored text is the one that was sent, as far as can be told.
func (o *resourceType) sameText(stored, sent string) bool {
	if o.spec.SameText != nil {
		return o.spec.SameText(stored, sent)
	}
	return spelling.Words(stored) == spelling.Words(sent)
}

// sameStored is sameText for values that may be none.
func (o *resourceType) sameStored(stored, sent any) bool {
	s, isText := stored.(string)
	t, areTexts := sent.(string)
	return isText && areTexts && o.sameText(s, t)
}

// leftText is sameText, and true as well where the stored text is all that an API leaves of the one that was sent: after "a <b> c"
// was sent and markup is dropped, "a  c". See Spec.Gist.
func (o *resourceType) leftText(stored, sent string) bool {
	return o.sameText(stored, sent) || o.sameText(stored, o.gist(sent))
}

func (o *resourceType) gist(text string) string {
	if o.spec.Gist == nil {
		return text
	}
	return o.spec.Gist(text)
}

// keyed is the natural key of a live object; that of the plan when it cannot be told.
func (c creation) keyed(live map[string]any) string {
	attrs, err := codec.Complete(c.tree, c.visible(live))
	if err != nil {
		return c.key()
	}
	return c.spec.Key(attrs)
}

// listed says that an object is listed beside the new one, asked afresh.
func (c creation) listed(ctx context.Context, key, id string) bool {
	siblings, err := c.api.Siblings(ctx, c.plan, true)
	return err != nil || slices.Contains(c.identities(keyedLike(siblings, key, c.sameText)), id)
}

func (c creation) importBlocks(ids []string) string {
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, "import {\n  to = spotnana_%s.<name>\n  id = %q\n}\n", c.spec.Name, id)
	}
	return b.String()
}

// How often the siblings are listed for an object whose create has an open outcome. A list may be behind, so it is asked
// for some seconds; for longer when the API said that it made the object, and before the create is sent again.
const (
	looks        = 5
	patientLooks = 9
)

// settle finds out what became of a POST with an open outcome, or what the API made that does not say it: then cause is nil.
// again says that it may be sent again.
func (c creation) settle(op operation, key string, cause error) (made *Made, again bool, diags diag.Diagnostics) {
	op, cancel := op.afterwards()
	defer cancel()
	unavailable := apierr.Status(cause) == http.StatusServiceUnavailable
	done := cause == nil || apierr.Done(cause)
	summary := "Cannot tell whether " + c.title(c.plan) + " was created"
	open := func(text string) diag.Diagnostics {
		if cause == nil {
			return diag.Diagnostics{diag.NewErrorDiagnostic(summary, text)}
		}
		return failure(c.tree, summary, apierr.Explained(cause, text))
	}
	if cause == nil {
		summary = "Cannot find the new " + c.title(c.plan)
	}
	if key == "" && !c.spec.Anonymous || c.before == nil {
		return nil, false, open("The siblings could not be searched for it. Look for the object at the API; if it is there, import it, else apply again.")
	}
	tries := looks
	if done || unavailable {
		tries = patientLooks
	}
	var candidates, others, strangers []Sibling
	for try := range tries {
		siblings, err := c.api.Siblings(op.ctx, c.plan, true)
		if err != nil && done && try < tries-1 && c.session.pause(op.ctx, try) {
			continue
		}
		if err != nil {
			return nil, false, open("Listing the siblings failed: " + err.Error() + "\nLook for the object at the API; if it is there, import it, else apply again.")
		}
		strangers = slices.DeleteFunc(siblings, func(s Sibling) bool {
			id := c.identity(c.plan, s.Attrs)
			return c.before[id] || c.session.knows(c.handle(id))
		})
		if c.spec.Anonymous {
			if len(strangers) == 0 && try < tries-1 && c.session.pause(op.ctx, try) {
				continue
			}
			break
		}
		candidates, others = nil, nil
		for _, s := range keyedLike(strangers, key, c.leftText) {
			if same, err := c.equals(op.ctx, s, false, c.leftText); err == nil && same {
				candidates = append(candidates, s)
			} else {
				others = append(others, s)
			}
		}
		if len(candidates) > 0 || try == tries-1 || !c.session.pause(op.ctx, try) {
			break
		}
	}
	if len(candidates) == 1 {
		id := c.identity(c.plan, candidates[0].Attrs)
		if diags := c.claim(id); diags.HasError() {
			return nil, false, diags
		}
		if cause != nil {
			diags.AddWarning("Adopted "+c.title(c.plan),
				fmt.Sprintf("The answer to the create was lost (%v). Exactly one such object appeared meanwhile (%s); it is taken as the one that was created.", cause, id))
		}
		return &Made{Attrs: candidates[0].Attrs}, false, diags
	}
	switch {
	case c.spec.Anonymous && len(strangers) > 0:
		lost := ""
		if names := c.once(); len(names) > 0 {
			lost = ", and its " + strings.Join(names, " or ") + " is lost"
		}
		ids := c.identities(strangers)
		return nil, false, open(fmt.Sprintf("Meanwhile there appeared what nothing tells from other objects of the kind: %s. If nobody else made it, the create did%s. "+
			"Then delete it at the API and apply again. Or import it in place of applying again:\n\n%s", strings.Join(ids, ", "), lost, c.importBlocks(ids)))
	case len(candidates) > 1:
		return nil, false, open("Several such objects appeared meanwhile. Import the right one and remove the others:\n\n" + c.importBlocks(c.identities(candidates)))
	case len(others) > 0:
		return nil, false, open("Meanwhile an object with the same name or key appeared whose content differs or cannot be read. If it is the one that was created, import it; if it is another's, apply again.\n\n" +
			c.importBlocks(c.identities(others)))
	case done && len(strangers) > 0:
		return nil, false, open("The API says that it was created, but what appeared beside it meanwhile has other names or keys. If the API changed that of the new object, it may be one of these: look there, and if no other address manages it, import it " +
			"and configure it as it is: another apply would make a second one.\n\n" + c.importBlocks(c.identities(strangers)))
	case done:
		return nil, false, open("The API says that it was created, but no such object appeared in the list of its siblings. Look for it at the API; if it is there, import it. " +
			"If not, something else than the API may have answered. Apply again: should it appear later, that apply finds it.")
	case unavailable:
		return nil, true, open("The API was unavailable, and no such object appeared. Apply again later: should it appear then, that apply finds it.")
	default:
		return nil, false, open("No such object appeared in the list of its siblings, so most likely nothing was created. Apply again: should it appear later, that apply finds it.")
	}
}

func (c creation) identities(siblings []Sibling) []string {
	ids := make([]string, len(siblings))
	for i, s := range siblings {
		ids[i] = c.identity(c.plan, s.Attrs)
	}
	return ids
}
