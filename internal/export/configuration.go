package export

import (
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/export/hcltext"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// writing makes the configuration of one object.
type writing struct {
	refs *references
	from *object
}

// arguments are those of the object, in the order of its tree.
func (w writing) arguments(n *field.Node, attrs map[string]any) []hcltext.Member {
	var out []hcltext.Member
	for _, a := range codec.Attributes(n) {
		v := attrs[a.Name]
		switch {
		case a.Sensitive:
			out = append(out, hcltext.Member{Name: a.Name, Value: hcltext.Raw("null"), Remark: "Write-only: no answer of the API has it. Give it together with " + codec.VersionName(a) + "."})
		case v != nil:
			out = append(out, hcltext.Member{Name: a.Name, Value: w.value(a, v)})
		}
	}
	return out
}

func (w writing) value(n *field.Node, v any) hcltext.Value {
	switch v := v.(type) {
	case string:
		return w.text(n, v)
	case bool:
		return hcltext.Raw(strconv.FormatBool(v))
	case *big.Float:
		return hcltext.Raw(codec.NumberText(v))
	case []any:
		elems := make([]hcltext.Value, len(v))
		for i, e := range v {
			elems[i] = w.element(n, e)
		}
		if !n.Ordered { // the API may list them in another order at each read
			return hcltext.Set(elems)
		}
		return hcltext.List(elems)
	case codec.Map:
		var members []hcltext.Member
		for _, name := range slices.Sorted(maps.Keys(v)) {
			text, _ := v[name].(string)
			members = append(members, hcltext.Member{Name: name, Value: hcltext.Text(text)})
		}
		return hcltext.Object(members)
	case map[string]any:
		return hcltext.Object(w.arguments(n, v))
	}
	return hcltext.Raw("null")
}

// element is an element of a list, in which there may be ids.
func (w writing) element(list *field.Node, e any) hcltext.Value {
	if id, isText := e.(string); isText && target(list) != "" {
		return w.reference(list, id)
	}
	return w.value(list.Elem, e)
}

func (w writing) text(n *field.Node, text string) hcltext.Value {
	switch {
	case n.Kind == field.JSON:
		return hcltext.JSON(text)
	case target(n) != "":
		return w.reference(n, text)
	}
	return hcltext.Text(text)
}

// reference is the id of another object.
func (w writing) reference(n *field.Node, id string) hcltext.Value {
	expression, why := w.refs.resolve(w.from, n, id)
	if expression == "" {
		return hcltext.Text(id).Commented(why)
	}
	return hcltext.Raw(expression)
}
