package crud

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Nothing in which an immutable object differs can be put right, neither by an update nor by a replacement. So a plan has
// nothing to do, or is an error. State shows the live values, except where Terraform would then plan an update whatever
// the provider says: a configured value stays where the live one is null, and null where only the API has a value.

// departures are in what an immutable object has left its configuration. They hold hashes by attribute path, of what state does
// not show.
type departures struct {
	// Left are the configured values that the object has left: state shows the live ones.
	Left map[string]string `json:"left,omitempty"`
	// Pinned are the live values that state cannot show: it shows the configured ones.
	Pinned map[string]string `json:"pinned,omitempty"`
}

// pin notes in which attributes the object has left the configuration, which last was what prior state and the drift
// before say. It returns the attributes with the configured value put back where state must have it, and a line for each of
// those: no plan can show them.
func (o *object) pin(prior map[string]any, read codec.Decoded, before *departures) (attrs map[string]any, now *departures, lines []string) {
	attrs, now = read.Attrs, &departures{Left: map[string]string{}, Pinned: map[string]string{}}
	if before != nil {
		maps.Copy(now.Left, before.Left)
	}
	hash := func(p path.Path, attrs map[string]any) string { return read.Memory.HashAt(o.tree, p, attrs) }
	for _, p := range codec.Differences(o.tree, prior, read.Attrs) {
		at, held, live := p.String(), codec.At(prior, p), codec.At(read.Attrs, p)
		switch configured, left := now.Left[at]; {
		case codec.OnlyFilled(o.tree, p, prior, read.Attrs):
			attrs = codec.With(attrs, p, held)
		case held == nil || live == nil:
			now.Pinned[at] = hash(p, read.Attrs)
			attrs = codec.With(attrs, p, held)
			lines = append(lines, leftLine(p, held, live))
		case !left:
			now.Left[at] = hash(p, prior)
		case configured == hash(p, read.Attrs):
			delete(now.Left, at) // it was changed back
		}
	}
	return attrs, now, lines
}

func leftLine(p path.Path, configured, live any) string {
	return fmt.Sprintf("%s is %s, and the configuration sets it to %s", p, show(live), show(configured))
}

// irrevocable is what a warning says of an immutable object, before the lines.
const irrevocable = "The API has no way to change it back, so nothing is planned. If the change is right, configure it: then this warning ends."

// hold takes the changes of an immutable object out of a plan: where it was the object that changed, the live value stays,
// with a warning; where it is the configuration, that is an error, unless it now says what the object is like.
func (o *object) hold(prior, planned map[string]any, kept private) (map[string]any, diag.Diagnostics) {
	var diags diag.Diagnostics
	var lines []string
	for _, p := range codec.Differences(o.tree, prior, planned) {
		has, want := codec.At(prior, p), codec.At(planned, p)
		if codec.HasUnknown(want) {
			continue // asked again when it is known
		}
		hash := ""
		if kept.Memory != nil {
			hash = kept.Memory.HashAt(o.tree, p, planned)
		}
		switch {
		case kept.Departures.hasPinned(p, hash), codec.OnlyFilled(o.tree, p, prior, planned):
			// Only state changes.
		case kept.Departures.hasLeft(p, hash):
			planned = codec.With(planned, p, has)
			lines = append(lines, leftLine(p, want, has))
		default:
			diags.AddAttributeError(p, "Cannot change "+o.title(prior), located(p, fmt.Sprintf(
				"%s is %s and the configuration sets it to %s, but the API has no way to change a %s, and a replacement would leave this one behind beside a second one. "+
					"Nothing is planned. Configure %[1]s as it is there; or, if a second %[4]s is wanted, give it a resource of its own; or, to only forget this one, remove it from the state (terraform state rm).",
				p, show(has), show(want), o.spec.Title)))
		}
	}
	// Not the summary of what a read warns of, which would hide this.
	diags.Append(o.outside(prior, ": it is not as configured", section{irrevocable, lines})...)
	return planned, diags
}

// adopted is the drift that is left once a configuration is applied: it has adopted what it says like state, so from then
// on the value before is a change like any other. Only an apply with a change comes here. Where state shows the live value
// already, adopting it is none, Terraform asks for nothing, and nothing can be noted: then going back to the value before
// stays a warning.
func (o *object) adopted(config, prior map[string]any, before *departures) *departures {
	if before == nil {
		return nil
	}
	now := &departures{Left: map[string]string{}, Pinned: before.Pinned}
	for _, p := range codec.Differences(o.tree, prior, codec.Plan(o.tree, config, prior, false)) {
		if configured, ok := before.Left[p.String()]; ok {
			now.Left[p.String()] = configured
		}
	}
	return now
}

func (d *departures) hasLeft(p path.Path, hash string) bool {
	return d != nil && hash != "" && d.Left[p.String()] == hash
}

func (d *departures) hasPinned(p path.Path, hash string) bool {
	return d != nil && hash != "" && d.Pinned[p.String()] == hash
}

// twice refuses to plan a second object in place of an immutable one. A replacement that somebody asks for (-replace,
// replace_triggered_by) is planned as a create that has the private state of the object before it.
func (o *object) twice(planned map[string]any, kept private) diag.Diagnostics {
	if !o.spec.Immutable || kept.Origin == "" {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot replace "+o.title(planned), fmt.Sprintf(
		"The API has no way to delete a %s, so a replacement would leave this one behind beside a second one. Nothing is planned. "+
			"Leave out -replace and replace_triggered_by; or, to only forget this one, remove it from the state (terraform state rm).", o.spec.Title))}
}
