package codectest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Fuzz feeds any JSON to the codec of a tree: it decodes or fails, and what it decodes goes back as it came, stays silent
// as it is, and shows each change; it is also read and updated for the state of another document. A document is given as
// JSON, which hardly survives changes of single bytes, and as edits of it (see edited), which reach every corner of a tree;
// the other one is the same without the edits. The last two bytes of the edits choose the leaf that changes.
func Fuzz(f *testing.F, tree *field.Tree, seeds ...[]byte) {
	f.Helper()
	for _, seed := range seeds {
		f.Add(seed, []byte{})
		f.Add(seed, []byte{0, 9, 6, 30, 0, 5})
	}
	f.Fuzz(func(t *testing.T, data, edits []byte) {
		v, err := codec.ParseJSON(data)
		before, ok := v.(map[string]any)
		if err != nil || !ok {
			return
		}
		live, ok := edited(before, edits).(map[string]any)
		if !ok {
			return
		}
		if problem := wrong(tree, live, edits); problem != "" {
			t.Errorf("%s\nin %v", problem, live)
		}
		if problem := crossed(tree, before, live, edits); problem != "" {
			t.Errorf("%s\nin %v\nthat was %v", problem, live, before)
		}
	})
}

// crossed is what the codec does wrong with a document for a state that was written from another one: whatever happened to
// the object in between, the read after it shows it once, and the plan leads back.
func crossed(tree *field.Tree, before, live map[string]any, choice []byte) string {
	was, err := codec.Complete(tree, before)
	if err != nil {
		return ""
	}
	is, err := codec.Complete(tree, live)
	if err != nil {
		return ""
	}
	for _, keep := range []func(*field.Node) bool{everything, some(choice)} {
		state := Thinned(tree.Root, was, keep)
		memory, err := codec.Remember(tree, before, state, nil)
		if err != nil {
			return fmt.Sprintf("cannot be remembered: %v", err)
		}
		read, err := codec.Refresh(tree, live, state, memory)
		if err != nil {
			return fmt.Sprintf("a data source can read what a resource cannot: %v", err)
		}
		if _, err := codec.ToTerraform(codec.Type(tree.Root), read.Attrs); err != nil {
			return fmt.Sprintf("read what does not fit the schema: %v", err)
		}
		if len(read.Changed)+len(read.Gone)+len(read.Fixed) == 0 && Diff(state, read.Attrs) == "" {
			for _, p := range codec.Differences(tree, unfilled(tree.Root, was), unfilled(tree.Root, is)) {
				if !fixedAt(tree, p) || codec.At(state, p) != nil {
					return fmt.Sprintf("nobody sees that %s is %v and no longer %v", p, codec.At(is, p), codec.At(was, p))
				}
			}
		}
		if problem := kept(tree, live, read, nil); problem != "" {
			return "read for another state: " + problem
		}
		planned := codec.Plan(tree, state, read.Attrs, true)
		body, err := codec.Merge(tree, read.Attrs, planned, live, read.Memory)
		if err != nil {
			continue // there may be no way back, as with several rules of one type
		}
		undone, err := codec.Refresh(tree, body, state, memory)
		if err != nil {
			continue // what is no value stood beside a branch of a choice, and counts now
		}
		for _, p := range codec.Differences(tree, planned, undone.Attrs) {
			if !fixedAt(tree, p) {
				return fmt.Sprintf("an update sets %s to %v and not to %v", p, codec.At(undone.Attrs, p), codec.At(planned, p))
			}
		}
	}
	return ""
}

// unfilled are attributes without what a server may fill in, or drop, by itself.
func unfilled(n *field.Node, attrs map[string]any) map[string]any {
	out := map[string]any{}
	for _, a := range codec.Attributes(n) {
		v := attrs[a.Name]
		switch e := v.(type) {
		case map[string]any:
			if m := unfilled(a, e); len(m) > 0 {
				out[a.Name] = m
			}
			continue
		case []any:
			list := slices.Clone(e)
			if a.Elem.Kind == field.Object {
				for i := range list {
					list[i] = unfilled(a.Elem, object(list[i]))
				}
			}
			v = list
			if len(list) == 0 {
				continue
			}
		}
		if v != nil && v != "" && !cmp.Equal(Readable(v), filled(a)) {
			out[a.Name] = v
		}
	}
	return out
}

func everything(*field.Node) bool { return true }

// some keeps about half of the attributes.
func some(choice []byte) func(*field.Node) bool {
	return func(a *field.Node) bool {
		return len(choice) == 0 || (int(choice[len(choice)-1])+len(a.Name)+len(a.Doc))%2 == 0
	}
}

// wrong is what the codec does wrong with a document, empty when it does nothing wrong. The last two bytes of choice
// choose the leaf that changes.
func wrong(tree *field.Tree, live map[string]any, choice []byte) string {
	masked, _ := codec.Mask(tree, live).(map[string]any)
	shown := ""
	walkLeaves(tree.Root, masked, place{}, func(s Spot, _ func(v any, drop bool) any) {
		if s.Node.Sensitive && s.Value != "***" {
			shown = s.Pointer
		}
	})
	if shown != "" {
		return "the log would show " + shown
	}
	codec.Missing(tree, live)
	if _, err := codec.Complete(tree, live); err != nil {
		return ""
	}
	d, err := codec.Import(tree, live)
	if err != nil {
		return fmt.Sprintf("a data source can read what a resource cannot: %v", err)
	}
	if _, err := codec.ToTerraform(codec.Type(tree.Root), d.Attrs); err != nil {
		return fmt.Sprintf("decoded what does not fit the schema: %v", err)
	}
	if problem := kept(tree, live, d, choice); problem != "" || len(choice) == 0 {
		return problem
	}
	// A configuration that is silent about half of what is there.
	d.Attrs = Thinned(tree.Root, d.Attrs, some(choice))
	if d.Memory, err = codec.Remember(tree, live, d.Attrs, nil); err != nil {
		return fmt.Sprintf("cannot be remembered: %v", err)
	}
	return kept(tree, live, d, choice)
}

// kept is wrong for one state of the document.
func kept(tree *field.Tree, live map[string]any, d codec.Decoded, choice []byte) string {
	body, err := codec.Merge(tree, d.Attrs, d.Attrs, live, d.Memory)
	if err != nil {
		return fmt.Sprintf("an update is impossible: %v", err)
	}
	if diff := cmp.Diff(sentBack(live, body), any(body)); diff != "" {
		return "an update without a change changes (-live +body):\n" + diff
	}
	again, err := codec.Refresh(tree, live, d.Attrs, d.Memory)
	if err != nil {
		return fmt.Sprintf("read once but not again: %v", err)
	}
	if diff := Diff(d.Attrs, again.Attrs); diff != "" || again.Changed != nil || again.Gone != nil {
		return fmt.Sprintf("drift without a change (-state +read):\n%s\n%v %v", diff, again.Changed, again.Gone)
	}
	if changed := codec.Differences(tree, d.Attrs, codec.Plan(tree, d.Attrs, d.Attrs, true)); changed != nil {
		return fmt.Sprintf("the plan of what is in state changes %v", changed)
	}
	if len(choice) < 2 {
		return ""
	}
	if s := spot(tree.Root, live, int(choice[len(choice)-2])<<8|int(choice[len(choice)-1])); !noticed(tree, s, d) {
		return fmt.Sprintf("nobody sees that %s is no longer %v", s.Pointer, s.Value)
	}
	return ""
}

// sentBack is what an update that changes nothing has to send: live without its nulls. An object of nothing but nulls says
// nothing, so {"stars": {"exempt": null}} is {"stars": {}} or {}, as the body has it.
func sentBack(live, body any) any {
	switch live := live.(type) {
	case map[string]any:
		sent, out := object(body), map[string]any{}
		for name, v := range live {
			back := sentBack(v, sent[name])
			if isEmpty(back) && !isEmpty(v) && sent[name] == nil {
				back = nil
			}
			if back != nil {
				out[name] = back
			}
		}
		return out
	case []any:
		sent, _ := body.([]any)
		out := make([]any, 0, len(live))
		for _, v := range live {
			var counterpart any
			if len(out) < len(sent) {
				counterpart = sent[len(out)]
			}
			if back := sentBack(v, counterpart); back != nil {
				out = append(out, back)
			}
		}
		return out
	}
	return live
}

// isEmpty says that a JSON value is an object without members.
func isEmpty(v any) bool {
	members, ok := v.(map[string]any)
	return ok && len(members) == 0
}

// spot is one of the spots of a live object, counted round and round: all of them would be as many copies of the object.
func spot(n *field.Node, live map[string]any, i int) Spot {
	var found []Spot
	var rebuilds []func(v any, drop bool) any
	walkLeaves(n, live, place{}, func(s Spot, rebuild func(v any, drop bool) any) {
		found, rebuilds = append(found, s), append(rebuilds, rebuild)
	})
	if len(found) == 0 {
		return Spot{}
	}
	i %= len(found)
	s := found[i]
	s.With = object(rebuilds[i](Other(s.Node, s.Value), false))
	return s
}

// noticed says that a read of the object with another value at s shows it, or warns of it, or fails.
func noticed(tree *field.Tree, s Spot, before codec.Decoded) bool {
	switch {
	case s.Node == nil || s.Node.Sensitive,
		s.Node.Kind == field.Link && s.Value == false, // that it becomes true is what a server may fill in
		fixed(s.Node) && before.Attrs[s.Node.Name] == nil:
		return true
	}
	now, err := codec.Refresh(tree, s.With, before.Attrs, before.Memory)
	return err != nil || len(now.Changed)+len(now.Gone)+len(now.Fixed) > 0 || Diff(before.Attrs, now.Attrs) != ""
}

// fixed says that a property cannot change after creation: a read never brings it into state, and no update sends it.
func fixed(n *field.Node) bool {
	return n.Mode == field.CreateOnly || n.Mode == field.RequiredCreateOnly
}

// fixedAt is fixed for an attribute at the root.
func fixedAt(tree *field.Tree, p path.Path) bool {
	return slices.ContainsFunc(tree.Root.Attrs, func(a *field.Node) bool { return fixed(a) && path.Root(a.Name).Equal(p) })
}

// edited is a copy of v with edits of four bytes each: two for the place, one for what is done there, one that says what
// with.
func edited(v any, edits []byte) any {
	v = Clone(v)
	for chunk := range slices.Chunk(edits, 4) {
		if len(chunk) < 4 {
			break
		}
		places := placesIn(v, []placed{{value: v}})
		p, other := places[(int(chunk[0])<<8|int(chunk[1]))%len(places)], places[int(chunk[3])%len(places)]
		replace := func(with any) {
			if p.set == nil {
				v = with
			} else {
				p.set(with)
			}
		}
		object, _ := p.value.(map[string]any)
		list, _ := p.value.([]any)
		switch arg := chunk[3]; chunk[2] % 12 {
		case 0:
			replace(nil)
		case 1:
			replace([]any{"", "a", "A", "EUR", "eur", "0", "*", "~/", "é", "\u2028"}[arg%10])
		case 2:
			replace([]any{true, false}[arg%2])
		case 3:
			replace(json.Number([]string{"0", "-0", "1", "1.0", "0.1", "1e3", "1E400", "123456789012345678901234567890", "0.30000000000000004", "-1"}[arg%10]))
		case 4:
			replace(map[string]any{})
		case 5:
			replace([]any{})
		case 6:
			replace(Clone(other.value))
		case 7:
			replace([]any{p.value})
		case 8: // twice the same, or one less
			if len(list) > 0 && arg%2 == 0 {
				replace(append(list, Clone(list[int(arg)%len(list)])))
			} else if len(list) > 0 {
				replace(slices.Delete(list, int(arg)%len(list), int(arg)%len(list)+1))
			}
		case 9: // another order
			slices.Reverse(list)
		case 10: // a property less
			if names := slices.Sorted(maps.Keys(object)); len(names) > 0 {
				delete(object, names[int(arg)%len(names)])
			}
		case 11: // a property more, known elsewhere or nowhere
			if object != nil && other.name != "" && arg%2 == 0 {
				object[other.name] = Clone(other.value)
			} else if object != nil {
				object["x_injected"] = Clone(other.value)
			}
		}
	}
	return v
}

// placed is a value within a document, and what replaces it; nil for the document itself.
type placed struct {
	name  string // of the property, empty for an element
	value any
	set   func(any)
}

// placesIn adds what is below v.
func placesIn(v any, into []placed) []placed {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			into = placesIn(v[name], append(into, placed{name, v[name], func(with any) { v[name] = with }}))
		}
	case []any:
		for i := range v {
			into = placesIn(v[i], append(into, placed{"", v[i], func(with any) { v[i] = with }}))
		}
	}
	return into
}

// Clone copies a value all the way down; numbers are never changed.
func Clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			out[name] = Clone(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = Clone(e)
		}
		return out
	}
	return v
}
