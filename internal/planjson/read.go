package planjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// how says how the JSON of a plan is made.
const how = `Make it so:
  terraform plan -out=tfplan
  terraform show -json tfplan > plan.json`

// Read reads the JSON of a plan. Errors say what the text is instead.
func Read(data []byte) (*Plan, error) {
	data, err := plain(data)
	if err != nil {
		return nil, err
	}
	if err := looksLikePlan(data); err != nil {
		return nil, err
	}
	var raw tfjson.Plan
	raw.UseJSONNumber(true)
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("the JSON of the plan cannot be read: %w", err)
	}
	// The library reads neither the numbers of the prior state digit by digit, nor whether planning failed, nor when the plan was made.
	var more struct {
		Errored    bool            `json:"errored"`
		Timestamp  string          `json:"timestamp"`
		PriorState json.RawMessage `json:"prior_state"`
	}
	if err := json.Unmarshal(data, &more); err != nil {
		return nil, fmt.Errorf("the JSON of the plan cannot be read: %w", err)
	}
	var prior tfjson.State
	if more.PriorState != nil {
		prior.UseJSONNumber(true)
		if err := json.Unmarshal(more.PriorState, &prior); err != nil {
			return nil, fmt.Errorf("the prior state in the JSON of the plan cannot be read: %w", err)
		}
	}
	p := newReader(&raw, &prior).plan(more.Errored)
	p.Timestamp = more.Timestamp
	return p, nil
}

// plain is a text as UTF-8 without a byte order mark: PowerShell writes what a command prints as UTF-16.
func plain(data []byte) ([]byte, error) {
	out, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data)
	return out, err
}

// looksLikePlan says of a text that is not the JSON of a plan what it is.
func looksLikePlan(data []byte) error {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return errors.New("the file is empty: the command that should write it may have failed. " + how)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return errors.New("this is the plan file itself, which only Terraform reads. " + how)
	case bytes.TrimSpace(data)[0] != '{':
		return errors.New("this is no JSON. " + how)
	}
	var top map[string]json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&top); err != nil {
		return fmt.Errorf("this is no JSON, or only a part of it: %w. %s", err, how)
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { _, ok := top[name]; return ok })
	}
	switch {
	case has("@level", "@message"):
		return errors.New("these are the messages of terraform plan -json, not the plan. " + how)
	case has("encrypted_data", "encryption_version"):
		return errors.New("this is encrypted. " + how)
	case has("lineage", "serial") || has("values") && !has("planned_values", "resource_changes", "configuration"):
		return errors.New("this is the JSON of a state, not of a plan. " + how)
	case !has("format_version"):
		return errors.New("this is no JSON of a plan: it has no format_version. " + how)
	case !has("planned_values", "resource_changes", "resource_drift", "configuration", "prior_state"):
		return errors.New("this is no JSON of a plan: it has neither changes nor a configuration. " + how)
	}
	var version string
	_ = json.Unmarshal(top["format_version"], &version) // no text is none of the versions
	if major, _, _ := strings.Cut(version, "."); major != "1" {
		return fmt.Errorf("the JSON of this plan has the format %q, and this program reads 1.0 and what is compatible with it. Use a newer version of this program", version)
	}
	return nil
}

// reader makes a Plan out of the JSON's.
type reader struct {
	raw   *tfjson.Plan
	prior *tfjson.State
	// changes are all of our objects that an apply may touch, deposed ones left out, by address; drifted those that changed outside.
	changes, drifted map[string]*tfjson.ResourceChange
	secrets          map[string]bool
}

func newReader(raw *tfjson.Plan, prior *tfjson.State) *reader {
	r := &reader{raw: raw, prior: prior, changes: map[string]*tfjson.ResourceChange{}, drifted: map[string]*tfjson.ResourceChange{}, secrets: map[string]bool{}}
	for _, c := range raw.ResourceChanges {
		if object(c) && c.DeposedKey == "" {
			r.changes[c.Address] = c
		}
	}
	for _, c := range raw.ResourceDrift {
		if object(c) && c.DeposedKey == "" {
			r.drifted[c.Address] = c
		}
	}
	return r
}

// object says that a change is one of an object of this provider.
func object(c *tfjson.ResourceChange) bool {
	return managed(c) && ours(c.ProviderName)
}

func (r *reader) plan(errored bool) *Plan {
	p := &Plan{
		Errored: errored, Incomplete: !errored && r.raw.Complete != nil && !*r.raw.Complete,
		RefreshOnly: r.raw.ResourceChanges == nil && (r.raw.ResourceDrift != nil || slices.ContainsFunc(r.stored(), isManaged)),
		PutOff:      len(r.raw.DeferredChanges),
	}
	for _, c := range r.raw.ResourceChanges {
		switch {
		case object(c):
			p.Changes = append(p.Changes, r.change(c))
		case foreign(c):
			p.ForeignChanges++
		}
	}
	for _, c := range r.raw.ResourceDrift {
		switch {
		case foreign(c):
			p.ForeignDrift++
		case object(c):
			// An entry may say nothing but that an object has another address, or that a value is marked otherwise.
			if d := r.change(c); d.Action == Delete || d.Action == Update && len(d.Changed()) > 0 {
				p.Drift = append(p.Drift, d)
			}
		}
	}
	for _, o := range r.raw.OutputChanges {
		if o != nil && !o.Actions.NoOp() {
			p.Outputs++
		}
	}
	resolve(r.raw.Config, p.Changes, r.raw.ResourceChanges)
	r.objects(p)
	p.secrets = longestFirst(r.secrets)
	return p
}

// isManaged leaves out the data sources of a state, which a plan reads and never changes.
func isManaged(s *tfjson.StateResource) bool {
	return s != nil && s.Mode == tfjson.ManagedResourceMode
}

func managed(c *tfjson.ResourceChange) bool {
	return c != nil && c.Change != nil && (c.Mode == tfjson.ManagedResourceMode || c.Mode == "")
}

// foreign says that a change is one that an apply makes, or that happened, to an object of another provider.
func foreign(c *tfjson.ResourceChange) bool {
	return managed(c) && !ours(c.ProviderName) && !c.Change.Actions.NoOp()
}

// longestFirst sorts secrets so that one that is part of another does not spoil that.
func longestFirst(secrets map[string]bool) []string {
	return slices.SortedFunc(maps.Keys(secrets), func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
}

func (r *reader) change(c *tfjson.ResourceChange) Change {
	before, after := r.shown(c.Change)
	out := Change{
		Address: c.Address, PreviousAddress: c.PreviousAddress, Type: c.Type, Action: actionOf(c.Change.Actions), Reason: string(c.ActionReason),
		ReplacedBy: replacedBy(c.Change.ReplacePaths), Deposed: c.DeposedKey != "", Before: before, After: after,
	}
	if c.Change.Importing != nil {
		out.Imported, out.ImportID = true, c.Change.Importing.ID
	}
	if before == nil || after == nil {
		return out
	}
	for _, name := range slices.Sorted(maps.Keys(union(before, after))) {
		if hiddenDiffers(before[name], after[name]) {
			out.Hidden = append(out.Hidden, name)
		}
	}
	return out
}

// shown are the values before and after a change, without what must not be shown.
func (r *reader) shown(c *tfjson.Change) (before, after map[string]any) {
	for _, side := range [][2]any{{c.Before, c.BeforeSensitive}, {c.After, c.AfterSensitive}, {c.Before, c.AfterSensitive}, {c.After, c.BeforeSensitive}} {
		for _, s := range hiddenIn(side[0], side[1], false) {
			r.secrets[s] = true
		}
	}
	before, _ = hide(c.Before, c.BeforeSensitive, c.AfterSensitive).(map[string]any)
	after, _ = hide(withUnknown(c.After, c.AfterUnknown), c.AfterSensitive, c.BeforeSensitive).(map[string]any)
	return before, after
}

func replacedBy(paths []any) []string {
	var names []string
	for _, p := range paths {
		steps, _ := p.([]any)
		if len(steps) == 0 {
			continue
		}
		if name, ok := steps[0].(string); ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// stored are the objects and the data sources of the state as it is now, with those of all modules.
func (r *reader) stored() []*tfjson.StateResource {
	if r.prior.Values == nil {
		return nil
	}
	return resources(r.prior.Values.RootModule)
}

func resources(m *tfjson.StateModule) []*tfjson.StateResource {
	if m == nil {
		return nil
	}
	out := slices.Clone(m.Resources)
	for _, child := range m.ChildModules {
		out = append(out, resources(child)...)
	}
	return out
}

// objects collects what has names. Of a managed object that the changes have they tell most; of the others the state does. A data source
// tells of a policy what it was when it was read, so it does not stand beside one that changes or was changed.
func (r *reader) objects(p *Plan) {
	moving := r.moving()
	for _, s := range r.stored() {
		if s == nil || !ours(s.ProviderName) || s.DeposedKey != "" {
			continue
		}
		if s.Mode == tfjson.DataResourceMode {
			for _, o := range r.listed(s) {
				if policy, ok := o.(map[string]any); ok && statement.IsPolicy(policy) && moving[idOf(policy)] {
					continue
				}
				p.Past, p.Present, p.Planned = append(p.Past, o), append(p.Present, o), append(p.Planned, o)
			}
			continue
		}
		if r.changes[s.Address] != nil {
			continue
		}
		o := r.values(s)
		p.Present, p.Planned = append(p.Present, o), append(p.Planned, o)
		if r.drifted[s.Address] == nil {
			p.Past = append(p.Past, o)
		}
	}
	for _, c := range p.Changes {
		if c.Deposed {
			continue
		}
		p.Present = appendObject(p.Present, c.Before)
		p.Planned = appendObject(p.Planned, c.future())
		if r.drifted[c.Address] == nil && !c.Imported {
			p.Past = appendObject(p.Past, c.Before)
		}
	}
	for _, c := range r.raw.ResourceDrift {
		if object(c) && c.DeposedKey == "" {
			before, _ := r.shown(c.Change)
			p.Past = appendObject(p.Past, before)
		}
	}
}

// moving are the ids of the objects that change or were changed.
func (r *reader) moving() map[string]bool {
	out := map[string]bool{}
	for _, changes := range []map[string]*tfjson.ResourceChange{r.changes, r.drifted} {
		for _, c := range changes {
			if before, ok := c.Change.Before.(map[string]any); ok && !c.Change.Actions.NoOp() {
				out[idOf(before)] = true
			}
		}
	}
	delete(out, "")
	return out
}

func idOf(object map[string]any) string {
	id, _ := object["id"].(string)
	return strings.ToLower(id)
}

func appendObject(to []any, o map[string]any) []any {
	if o == nil {
		return to
	}
	return append(to, o)
}

// future is the object of a change as others refer to it after the apply: by an id that stands for it while its own is not known yet.
// What is forgotten is still there. What is deleted has a name, which tells whoever still refers to it, and nothing to inherit.
func (c Change) future() map[string]any {
	switch {
	case c.Action == Forget:
		return c.Before
	case c.After == nil && c.Type == policyType:
		return nil
	case c.After == nil:
		return c.Before
	case c.After["id"] == statement.Unknown{}:
		out := maps.Clone(c.After)
		out["id"] = c.Address
		return out
	}
	return c.After
}

// values are those of an object in the state.
func (r *reader) values(s *tfjson.StateResource) map[string]any {
	var mask any
	if len(s.SensitiveValues) > 0 {
		_ = json.Unmarshal(s.SensitiveValues, &mask) // it was read once already, so it is JSON
	}
	for _, text := range hiddenIn(s.AttributeValues, mask, false) {
		r.secrets[text] = true
	}
	out, _ := hide(s.AttributeValues, mask, nil).(map[string]any)
	return out
}

// listed are the objects that a data source tells: itself, and those in its lists.
func (r *reader) listed(s *tfjson.StateResource) []any {
	values := r.values(s)
	out := []any{values}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if list, ok := values[name].([]any); ok {
			out = append(out, list)
		}
	}
	return out
}
