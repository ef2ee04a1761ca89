package codec

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

// Sendable is a live object as an update that changes nothing sends it back.
func Sendable(t *field.Tree, live map[string]any) map[string]any {
	return object(sendable(t.Root, live))
}

// sendable is a live value as it can be sent back: without nulls, which say nothing and which APIs that answer them need not
// take. A reference to null, and a wrapper or a choice of nothing but nulls, say nothing either, and no API takes what would be
// left of them; it has to where they are required. It is nil when nothing is left. The node is nil for what the tree does not know.
func sendable(n *field.Node, live any) any {
	switch live := live.(type) {
	case map[string]any:
		return sendableObject(n, live)
	case []any:
		out := make([]any, 0, len(live))
		for _, e := range live {
			elem := element(n, e)
			v := sendable(elem, e)
			if v == nil && e != nil && elem.Wrap == "" {
				v = map[string]any{} // the others shall stay where they are
			}
			if v != nil {
				out = append(out, v)
			}
		}
		return out
	}
	return live
}

func sendableObject(n *field.Node, live map[string]any) any {
	out := make(map[string]any, len(live))
	for name, e := range live {
		if v := sendable(member(n, name), e); v != nil {
			out[name] = v
		}
	}
	switch {
	case n == nil || len(out) == len(live) || n.Mode == field.Required:
	case n.Wrap != "" && out[n.Wrap] == nil, len(out) == 0 && (n.Kind == field.Inline || hasChoice(n)):
		return nil
	}
	return out
}
