package codec

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Comparison says how a live object stands to a plan that was to be carried out.
type Comparison struct {
	// Attrs are the live values of what the plan holds.
	Attrs map[string]any
	// Other are the attributes that have another value than the plan.
	Other []path.Path
	// Kept are the attributes that the plan removes from prior and that the live object has all the same, with a value that
	// a server does not fill in by itself: at any depth, also in elements that the plan keeps.
	Kept []path.Path
	// Hidden are the attributes that the plan changes to a value as which a server may keep the prior one, where the live
	// object has the prior one: nothing tells whether the change was made. So "a" in place of "a " is hidden where "a " is
	// live.
	Hidden []path.Path
	// Stale says that an attribute still is as in prior, where the plan has it otherwise: the API may not show the write yet.
	Stale bool
}

// Done says that the plan was carried out.
func (c Comparison) Done() bool { return len(c.Other)+len(c.Kept)+len(c.Hidden) == 0 }

// Compare compares a live object with a plan and with what was before, nil for an object that is new. Unless the write made
// the object, what is fixed at creation is as planned: no update can have failed to set it, whatever the server made of it.
func Compare(t *field.Tree, live, prior, plan map[string]any, made bool) (Comparison, error) {
	attrs, err := (&decoder{mode: shape, keepCreateOnly: !made}).object(t.Root, live, plan, path.Empty(), "", "")
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{Attrs: attrs, Other: Differences(t, attrs, plan)}
	if prior != nil {
		// What the plan does not hold shows only where all is decoded.
		complete, err := Complete(t, live)
		if err != nil {
			return Comparison{}, err
		}
		c.Kept = kept(t.Root, prior, plan, complete, path.Empty())
		c.Hidden = hidden(t, prior, plan, complete)
	}
	c.Stale = len(c.Kept) > 0 || slices.ContainsFunc(c.Other, func(p path.Path) bool { return EqualAt(t, p, attrs, prior) })
	return c, nil
}

func hidden(t *field.Tree, prior, plan, complete map[string]any) []path.Path {
	unchanged := func(n *field.Node, live, held any) bool { return live == nil && n.Unanswered || Equal(n, live, held) }
	return slices.DeleteFunc(Differences(t, prior, plan), func(p path.Path) bool {
		n := nodeAt(t, p)
		return !sameStored(n, At(prior, p), At(plan, p)) || !holds(n, At(prior, p), At(complete, p), unchanged)
	})
}

func kept(n *field.Node, prior, plan, there map[string]any, p path.Path) []path.Path {
	var found []path.Path
	for _, a := range Attributes(n) {
		before, after, live, p := prior[a.Name], plan[a.Name], there[a.Name], p.AtName(a.Name)
		switch {
		// What the API never answers tells nothing.
		case before == nil || live == nil || !settable(a) || a.Unanswered || Equal(a, before, after):
		case after == nil:
			// What is fixed at creation stays when it is no longer configured.
			if !createOnly(a) && sameStored(a, live, before) && canon(a, before, true) != "" {
				found = append(found, p)
			}
		case a.Kind == field.Object || a.Kind == field.Keyed:
			found = append(found, kept(a, object(before), object(after), object(live), p)...)
		case a.Kind == field.List && a.Elem.Kind == field.Object:
			found = append(found, keptInElements(a, before, after, live, p)...)
		}
	}
	return found
}

func keptInElements(n *field.Node, prior, plan, there any, p path.Path) []path.Path {
	var found []path.Path
	before, _ := prior.([]any)
	after, _ := plan.([]any)
	live, _ := there.([]any)
	from, at := pairPlan(n, after, before), pairPlan(n, after, asHeld(n, live, after))
	for i, e := range after {
		if from[i] >= 0 && at[i] >= 0 {
			found = append(found, kept(n.Elem, object(before[from[i]]), object(e), object(live[at[i]]), p.AtListIndex(i))...)
		}
	}
	return found
}
