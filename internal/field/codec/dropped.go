package codec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Loss is something that a plan removes and that has more at the server than state shows.
type Loss struct {
	// Path is the attribute or element that the plan removes.
	Path path.Path
	// Unseen are the JSON pointers, below it, of what goes with it and that no attribute of the plan shows.
	Unseen []string
}

// Losses are the losses in going from prior to plan. What a server fills in by itself is none: it fills it in again.
func Losses(t *field.Tree, prior, plan map[string]any, memory *Memory) []Loss {
	if memory == nil {
		return nil
	}
	l := &losses{memory: memory.recall()}
	l.object(t.Root, prior, plan, path.Empty(), "")
	return l.found
}

// losses follows a merge, see merger, and notes what it drops.
type losses struct {
	memory recall
	found  []Loss
}

func (l *losses) object(n *field.Node, prior, plan map[string]any, p path.Path, at string) {
	changed, hasBranch := changedChoice(n, prior, plan)
	for _, a := range n.Attrs {
		at, isPresent := pointer(at, a.JSON), present(a, plan)
		switch {
		case a.IsLocal() || a.Chosen() || createOnly(a) || a.Sensitive:
		case a.Choice && changed && hasBranch && !isPresent, a.Kind == field.Inline && !isPresent && requiredShown(a, prior):
			var before any = prior // an inline object's attributes are those around it
			if a.Kind != field.Inline {
				before = prior[a.Name]
			}
			l.drop(a, before, p, at)
		case sameAttrs(a, prior, plan):
		case a.Kind == field.Inline:
			l.object(a, prior, plan, p, at)
		default:
			l.value(a, prior[a.Name], plan[a.Name], p.AtName(a.Name), at)
		}
	}
}

func (l *losses) value(n *field.Node, before, after any, p path.Path, at string) {
	switch {
	case before == nil || Equal(n, before, after):
	case n.Kind == field.Keyed:
		for _, a := range n.Attrs {
			l.value(a, object(before)[a.Name], object(after)[a.Name], p.AtName(a.Name), pointer(at, a.JSON))
		}
	case after == nil && (merger{l.memory}).isDrift(n, before, at):
		// Only what shows is undone.
	case after == nil:
		l.drop(n, before, p, at)
	case n.Kind == field.Object:
		l.object(n, object(before), object(after), p, at)
	case n.Kind == field.List && n.Elem.Kind == field.Object:
		l.elements(n, before, after, p, at)
	}
}

func (l *losses) elements(n *field.Node, before, after any, p path.Path, at string) {
	held, _ := before.([]any)
	planned, isKnown := after.([]any)
	if !isKnown {
		return
	}
	from := pairPlan(n, planned, held)
	kept := make([]bool, len(held))
	for i, j := range from {
		if j >= 0 {
			kept[j] = true
			l.object(n.Elem, object(held[j]), object(planned[i]), p.AtListIndex(j), pointer(at, strconv.Itoa(j)))
		}
	}
	for j := range held {
		if !kept[j] {
			l.drop(n.Elem, held[j], p.AtListIndex(j), pointer(at, strconv.Itoa(j)))
		}
	}
}

// drop notes what the memory holds below a node whose prior value is v, and v does not show.
func (l *losses) drop(n *field.Node, v any, p path.Path, at string) {
	var unseen []string
	for _, pointer := range l.memory.below(at) {
		below, entry := pointer[len(at):], l.memory.Leaves[pointer]
		if entry == silent || shows(n, v, strings.Split(below, "/")[1:]) {
			continue
		}
		if at := nodeBelow(n, below); at == nil || !slices.Contains(l.memory.fills(at), entry) {
			unseen = append(unseen, below)
		}
	}
	if len(unseen) > 0 {
		l.found = append(l.found, Loss{Path: p, Unseen: unseen})
	}
}

// shows says that a value has something where the steps of a JSON pointer lead: what is remembered there changed since.
func shows(n *field.Node, v any, steps []string) bool {
	switch {
	case v == nil || n == nil:
		return false
	case len(steps) == 0:
		return true
	case n.Kind == field.List:
		i, _ := index(steps[0])
		list, _ := v.([]any)
		return i < len(list) && shows(n.Elem, list[i], steps[1:])
	}
	c := n.Property(unescape.Replace(steps[0]))
	if c == nil || c.Kind == field.Inline {
		return shows(c, v, steps[1:])
	}
	return shows(c, object(v)[c.Name], steps[1:])
}
