package codec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Nulls go from the lists that the tree knows, from those that it does not, and from wherever those stand; the answer itself stays.
func TestWithoutNulls(t *testing.T) {
	tree := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "tags", JSON: "tagList", Kind: field.List, Elem: &field.Node{}},
		{Name: "user_ids", JSON: "userIds", Kind: field.List, Elem: &field.Node{Wrap: "id"}},
		{Name: "text", JSON: "text", Kind: field.JSON},
		{JSON: "wrapper", Kind: field.Inline, Attrs: []*field.Node{
			{Name: "groups", JSON: "groupList", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "codes", JSON: "codeList", Kind: field.List, Elem: &field.Node{}}}}}}},
		{Name: "rules", JSON: "rules", Kind: field.Keyed, Key: []string{"type"}, Attrs: []*field.Node{
			{Name: "cars", JSON: "CARS", Kind: field.Object, Attrs: []*field.Node{{Name: "types", JSON: "typeList", Kind: field.List, Elem: &field.Node{}}}}}},
	}}}
	for _, c := range []struct {
		name, live, want string
		dropped          []string
	}{
		{"nothing to drop", `{"tagList": ["a"], "x": null, "userIds": [{"id": "u", "name": null}], "wrapper": null}`, "", nil},
		{"scalars", `{"tagList": ["a", null, "b", null]}`, `{"tagList": ["a", "b"]}`, []string{"tags[1]", "tags[3]"}},
		{"nothing but nulls", `{"tagList": [null]}`, `{"tagList": []}`, []string{"tags[0]"}},
		{"references", `{"userIds": [null, {"id": null}, {"name": "x"}, {"id": "u"}]}`, `{"userIds": [{"id": "u"}]}`, []string{"user_ids[0]", "user_ids[1]", "user_ids[2]"}},
		{"objects, and deeper", `{"wrapper": {"groupList": [null, {"codeList": ["a", null]}, {"x": [null, 1]}], "y": 1}}`,
			`{"wrapper": {"groupList": [{"codeList": ["a"]}, {"x": [1]}], "y": 1}}`, []string{"groups[0]", "groups[1].codes[1]", "groups[2].x[0]"}},
		{"rules", `{"rules": [null, {"type": "CARS", "typeList": [null]}, {"type": "NEW", "list": [null]}]}`,
			`{"rules": [{"type": "CARS", "typeList": []}, {"type": "NEW", "list": []}]}`, []string{"rules[0]", "rules[1].types[0]", "rules[2].list[0]"}},
		{"unknown", `{"x": {"y": [[null, 1], null]}}`, `{"x": {"y": [[1]]}}`, []string{"x.y[0][0]", "x.y[1]"}},
		{"a JSON text", `{"text": [null, {"a": [null]}]}`, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			live, before := document(t, c.live), document(t, c.live)
			got, dropped := codec.WithoutNulls(tree, live)
			if c.want == "" {
				c.want = c.live
			}
			if diff := cmp.Diff(document(t, c.want), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(c.dropped, dropped); diff != "" {
				t.Errorf("dropped (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(before, live); diff != "" {
				t.Errorf("the answer changed:\n%s", diff)
			}
		})
	}
}

func document(t *testing.T, text string) map[string]any {
	t.Helper()
	v, err := codec.ParseJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(map[string]any)
}
