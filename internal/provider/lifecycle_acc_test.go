package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// Each resource that can be changed is made and leaves nothing to plan, is imported with generated configuration, shows the drift of
// each leaf in one plan, keeps in an update what the provider does not know, and is destroyed.
func TestAccLifecycle(t *testing.T) {
	t.Parallel()
	for _, about := range subject.Resources() {
		if about.Tree == nil || about.Replaced || about.Eternal != "" {
			continue
		}
		t.Run(about.Name, func(t *testing.T) {
			t.Parallel()
			l := life{Server: acctest.NewServer(t), about: about, t: t}
			if about.Parent != nil {
				if err := subject.InsertStrangers(l.Server.Server, about.Parent); err != nil {
					t.Fatal(err)
				}
			}
			l.tf = acctest.NewTerraform(t)
			l.write(about.Rich)
			l.tf.OK("apply", "-auto-approve")
			l.tf.NoChanges()
			l.find()
			l.imported()
			l.drifted()
			l.updated()
			l.tf.OK("destroy", "-auto-approve")
			if object, err := l.Get(about.Kind, l.id); err == nil && (about.Remains == nil || !about.Remains(object)) {
				t.Errorf("a destroy leaves %v", object)
			}
		})
	}
}

// life is that of one object.
type life struct {
	*acctest.Server
	about *subject.Subject
	t     *testing.T
	tf    *acctest.Terraform
	id    string
}

func (l *life) write(arguments string) {
	l.tf.Write("main.tf", acctest.RequiredProvider+l.Provider(l.Unite())+l.about.Below("test", arguments))
}

// find notes the id of the object in state.
func (l *life) find() {
	var state tfjson.State
	l.tf.JSON(&state, "show", "-json")
	attributes := state.Values.RootModule.Resources[0].AttributeValues
	l.id = l.about.StoredID(func(name string) string {
		if attributes[name] == nil {
			return ""
		}
		return fmt.Sprint(attributes[name])
	})
}

// live is the object at the API.
func (l *life) live() map[string]any {
	l.t.Helper()
	object, err := l.Get(l.about.Kind, l.id)
	if err != nil {
		l.t.Fatal(err)
	}
	return object
}

func (l *life) edit(change func(object map[string]any)) {
	l.t.Helper()
	if err := l.Edit(l.about.Kind, l.id, change); err != nil {
		l.t.Fatal(err)
	}
}

// imported imports the object elsewhere, with the configuration that Terraform generates.
func (l *life) imported() {
	tf := acctest.NewTerraform(l.t)
	tf.Write("main.tf", acctest.RequiredProvider+l.Provider(l.Unite())+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n",
		l.about.Address("test"), l.about.ImportPath(subject.TheirID, l.about.OwnID(l.id, l.live()))))
	tf.OK("plan", "-generate-config-out=generated.tf")
	l.ResetRequests()
	tf.Prints([]string{"apply", "-auto-approve"}, "1 imported, 0 added, 0 changed, 0 destroyed")
	tf.NoChanges()
	for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if sent := l.Sent(method, "*"); len(sent) > 0 {
			l.t.Errorf("the import sends %v", sent)
		}
	}
}

// drifted changes each leaf at the API: the plan shows as many changes as there are leaves, and the next apply undoes them.
func (l *life) drifted() {
	l.t.Helper()
	root, view, put := l.about.Tree.Root, l.about.Random.View(l.live()), l.about.Random.Put
	changed := view
	for i, spot := range codectest.Spots(root, view) {
		if !spot.Node.Chosen() && spot.Node.Mode != field.CreateOnly {
			changed = codectest.Spots(root, changed)[i].With
		}
	}
	if l.about.Random.Suits != nil { // what the API would never have
		l.about.Random.Suits(changed)
	}
	l.edit(func(object map[string]any) { put(object, changed) })
	var shown []string
	for _, r := range l.tf.Plan().ResourceChanges {
		if r.Address == l.about.Address("test") {
			shown = differing("", r.Change.Before, r.Change.After)
		}
	}
	// As attributes, of which a JSON text is one, whatever is in it.
	attributes := func(document map[string]any) any {
		attrs, err := codec.Complete(l.about.Tree, document)
		if err != nil {
			l.t.Fatal(err)
		}
		return codectest.Readable(attrs)
	}
	if moved := differing("", attributes(view), attributes(changed)); len(shown) != len(moved) || len(moved) == 0 {
		l.t.Errorf("what changed is %s, and the plan shows %s", strings.Join(moved, ", "), strings.Join(shown, ", "))
	}
	l.tf.OK("apply", "-auto-approve")
	l.tf.NoChanges()
}

// differing are the paths of the leaves in which two values differ. A list of scalars is one.
func differing(at string, a, b any) []string {
	one, isObject := a.(map[string]any)
	other, areObjects := b.(map[string]any)
	list, isList := a.([]any)
	others, areLists := b.([]any)
	var out []string
	switch {
	case isObject && areObjects:
		for _, name := range slices.Sorted(maps.Keys(one)) {
			out = append(out, differing(at+"."+name, one[name], other[name])...)
		}
	case isList && areLists && len(list) == len(others):
		for i := range list {
			out = append(out, differing(fmt.Sprintf("%s[%d]", at, i), list[i], others[i])...)
		}
		if len(list) > 0 && reflect.TypeOf(list[0]).Kind() != reflect.Map && len(out) > 0 {
			out = []string{at}
		}
	case !reflect.DeepEqual(a, b):
		out = []string{at}
	}
	return out
}

// updated changes the object, which has something that no document has.
func (l *life) updated() {
	l.edit(func(object map[string]any) { object["x_injected"] = map[string]any{"a": []any{"b"}} })
	l.write(strings.NewReplacer(l.about.RichChanges...).Replace(l.about.Rich))
	l.tf.OK("apply", "-auto-approve")
	l.tf.NoChanges()
	if after := l.live(); !reflect.DeepEqual(after["x_injected"], map[string]any{"a": []any{"b"}}) {
		l.t.Errorf("the update loses what it does not know: %v", after)
	}
}
