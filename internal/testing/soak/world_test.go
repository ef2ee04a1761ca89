package soak_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// thing is a resource of the configuration.
type thing struct {
	*kind
	label string
	// attrs are those of the tree, more are the others. A value "${…}" is an expression.
	attrs, more map[string]any
	// imported is the id by which the object is imported when it is not in state yet.
	imported string
}

func (t *thing) address() string { return t.Address(t.label) }

// ref is an expression for the id of the thing.
func (t *thing) ref() string { return fmt.Sprintf("${%s.%s}", t.address(), t.ID) }

// refersTo says that the thing cannot be without other, or names it.
func (t *thing) refersTo(other *thing) bool {
	return strings.Contains(canonical(codectest.Plain(t.attrs))+canonical(t.more), other.ref())
}

// belongsTo says that the API removes the thing with other, which stands right above it or further up.
func (t *thing) belongsTo(other *thing) bool {
	if t.Parent == nil {
		return false
	}
	isOther := func(above *subject.Subject) bool { return t.more[above.Type+"_id"] == other.ref() }
	return t.more[t.ParentAttr] == other.ref() || slices.ContainsFunc(t.Above(), isOther)
}

// garden makes configurations, and changes of them.
type garden struct {
	*rand.Rand
	things []*thing
	before []*thing // what there was before the latest change
	count  int
	next   map[*kind]int // position among the labels
}

// chance is true with a probability of percent.
func (g *garden) chance(percent int) bool { return g.IntN(100) < percent }

func one[T any](g *garden, of []T) T { return of[g.IntN(len(of))] }

// draw makes something of random documents.
func (g *garden) draw(f func(gen codectest.Gen) map[string]any) map[string]any {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		gen := codectest.Gen{T: t, Valid: true, NoExtras: true}
		gen.Coin("") // a generator must draw something
		return f(gen)
	}).Example(int(g.Int64()))
}

// document draws what the API could answer.
func (g *garden) document(k *kind) map[string]any {
	return g.draw(func(gen codectest.Gen) map[string]any {
		doc := gen.Live(k.Tree.Root)
		if k.Random.Suits != nil {
			k.Random.Suits(doc)
		}
		unique(k.Tree.Root, doc)
		return doc
	})
}

// attributes draws attributes that can be configured. A few draws find some: none in a thousand is a fault of the soak, which
// must not look like a test that takes long.
func (g *garden) attributes(k *kind) map[string]any {
	for range 1000 {
		doc := g.document(k)
		attrs := g.draw(func(gen codectest.Gen) map[string]any { return gen.State(k.Tree, doc) })
		g.tidy(k, attrs)
		if k.accepts(attrs) {
			return attrs
		}
	}
	panic("no draw of a " + k.Resource() + " can be configured")
}

// tidy takes away what the server chooses, and adds what a state does not hold.
func (g *garden) tidy(k *kind, attrs map[string]any) {
	for _, a := range k.Tree.Root.Attrs {
		if a.Chosen() {
			delete(attrs, a.Name)
		}
	}
	if k.Random.Tidy != nil {
		g.count++
		k.Random.Tidy(attrs, g.count)
	}
	if secret := secretOf(attrs); secret != nil {
		secret["secret_key_wo"], secret["secret_key_wo_version"] = "${var.secret_key}", big.NewFloat(float64(1+g.IntN(3)))
	}
}

// secretOf is the object around the secret of a company, nil when there is none.
func secretOf(attrs map[string]any) map[string]any {
	return child(child(child(attrs, "email_client_config"), "credentials"), "email_client_secret_key")
}

// change draws other values for some of the attributes, if it finds any that suit each other.
func (g *garden) change(t *thing) {
	if !t.drawn() {
		g.renew(t)
		return
	}
	for range 20 {
		attrs, other := codectest.Clone(t.attrs).(map[string]any), g.attributes(t.kind)
		for range 1 + g.IntN(3) {
			a := one(g, t.Tree.Root.Attrs)
			if a.Name == "" {
				a = a.Attrs[0]
			}
			switch {
			case a.Chosen():
			case a.Name == "name":
				if g.chance(20) {
					attrs[a.Name] = g.name("Name")
				}
			case strings.HasPrefix(fmt.Sprint(attrs[a.Name]), "${"), a.Name == "type", slices.Contains(t.Random.Unique, a.Name):
			case other[a.Name] == nil:
				delete(attrs, a.Name)
			default:
				attrs[a.Name] = other[a.Name]
			}
		}
		if g.chance(50) {
			attrs = g.deeper(t, attrs)
		}
		if secret := secretOf(attrs); secret != nil && secretOf(t.attrs) != nil {
			secret["secret_key_wo_version"] = secretOf(t.attrs)["secret_key_wo_version"]
			if g.chance(30) {
				secret["secret_key_wo_version"] = big.NewFloat(float64(1 + g.IntN(5)))
			}
		}
		if t.accepts(g.resolved(attrs, func(string) string { return codectest.ID(1) })) {
			t.attrs = attrs
			return
		}
	}
}

// renew gives a thing fresh attributes that are not drawn.
func (g *garden) renew(t *thing) {
	attrs := t.Random.Attributes(g.name)
	if t.Tree == nil {
		maps.Copy(t.more, attrs)
		return
	}
	t.attrs = attrs
}

// deeper changes or removes a single leaf somewhere below.
func (g *garden) deeper(t *thing, attrs map[string]any) map[string]any {
	body, err := codec.Encode(t.Tree, attrs)
	if err != nil {
		return attrs
	}
	spots := slices.DeleteFunc(codectest.Spots(t.Tree.Root, body), func(s codectest.Spot) bool {
		return strings.Count(s.Pointer, "/") < 2 || s.Node.Chosen() || s.Node.Sensitive || strings.HasPrefix(fmt.Sprint(s.Value), "${")
	})
	if len(spots) == 0 {
		return attrs
	}
	s := one(g, spots)
	doc := s.With
	if g.chance(40) {
		doc = s.Without
	}
	out, err := codec.Complete(t.Tree, doc)
	if err != nil {
		return attrs
	}
	version := secretOf(attrs)["secret_key_wo_version"]
	g.tidy(t.kind, out)
	if secret := secretOf(out); secret != nil {
		secret["secret_key_wo_version"] = version
	}
	return out
}

// resolved is attributes with the expressions in them replaced.
func (g *garden) resolved(attrs map[string]any, value func(expression string) string) map[string]any {
	var replace func(v any) any
	replace = func(v any) any {
		switch v := v.(type) {
		case string:
			if inner, ok := strings.CutPrefix(v, "${"); ok {
				return value(strings.TrimSuffix(inner, "}"))
			}
		case map[string]any:
			out := map[string]any{}
			for name, e := range v {
				out[name] = replace(e)
			}
			return out
		case []any:
			out := make([]any, len(v))
			for i, e := range v {
				out[i] = replace(e)
			}
			return out
		}
		return v
	}
	return replace(attrs).(map[string]any)
}

// name is one that no other object has.
func (g *garden) name(what string) string {
	g.count++
	return fmt.Sprintf("%s %d", what, g.count)
}

// of are the things of a kind.
func (g *garden) of(k *kind) []*thing {
	return slices.DeleteFunc(slices.Clone(g.things), func(t *thing) bool { return t.kind != k })
}

// add plants a thing of a kind, if there is room and what it belongs to.
func (g *garden) add(k *kind) {
	t := &thing{kind: k, more: maps.Clone(k.Random.More)}
	if t.more == nil {
		t.more = map[string]any{}
	}
	if len(g.of(k)) >= k.Random.Most || k.Parent != nil && !g.place(t) {
		return
	}
	g.next[k]++
	t.label = fmt.Sprint("r", g.next[k])
	if k.drawn() {
		t.attrs = g.attributes(k)
		for _, name := range k.Random.Unique {
			if g.chance(50) {
				t.attrs[name] = g.name("unique")
			}
		}
		g.refer(t)
		if k.Sole == nil {
			t.attrs["name"] = g.name("Name")
		}
	} else {
		g.renew(t)
	}
	g.things = append(g.things, t)
}

// place puts a thing below a parent, and returns whether there is one with room.
func (g *garden) place(t *thing) bool {
	owners := g.of(kindOf(t.Parent))
	if len(owners) == 0 {
		return false
	}
	owner := one(g, owners)
	t.more[t.ParentAttr] = owner.ref()
	for _, above := range t.Above() {
		if above != t.Parent {
			t.more[above.Type+"_id"] = owner.more[owner.ParentAttr]
		}
	}
	beside := func(other *thing) bool { return other.kind == t.kind && other.belongsTo(owner) }
	// Terraform may make the next one before it destroys the one that there was.
	return !t.Random.Single || !slices.ContainsFunc(g.things, beside) && !slices.ContainsFunc(g.before, beside)
}

// refer lets a thing name another one of its kind, half of the time.
func (g *garden) refer(t *thing) {
	others := slices.DeleteFunc(g.of(t.kind), func(other *thing) bool { return t.more[t.ParentAttr] != other.more[t.ParentAttr] })
	if len(t.Random.Refers) > 0 && len(others) > 0 && g.chance(50) {
		t.attrs[one(g, t.Random.Refers)] = one(g, others).ref()
	}
}

// manage takes the default policy of a company, which the API made, into the configuration.
func (g *garden) manage(owner *thing, companyID, policyID string) {
	if slices.ContainsFunc(g.things, func(t *thing) bool { return t.imported != "" && t.belongsTo(owner) }) {
		return
	}
	g.next[policies]++
	t := &thing{kind: policies, label: fmt.Sprint("default", g.next[policies]), attrs: g.attributes(policies), imported: companyID + "/" + policyID,
		more: map[string]any{"company_id": owner.ref(), "on_destroy": "abandon"}}
	t.attrs["name"], t.attrs["type"] = g.name("Name"), "DEFAULT"
	g.things = append(g.things, t)
}

// remove takes things out of the configuration, with all that belongs to them. Terraform destroys an object that is no
// longer configured without waiting for the update of those that have named it, which the API refuses: such ones stay.
func (g *garden) remove(t *thing) bool {
	gone := map[*thing]bool{t: true}
	for range g.things {
		for _, other := range g.things {
			for owner := range gone {
				if other.belongsTo(owner) {
					gone[other] = true
					break
				}
			}
		}
	}
	for _, other := range g.things {
		for old := range gone {
			if !gone[other] && other.refersTo(old) {
				return false
			}
		}
	}
	g.things = slices.DeleteFunc(g.things, func(t *thing) bool { return gone[t] })
	return true
}

// evolve adds, changes and removes things.
func (g *garden) evolve() {
	g.before = slices.Clone(g.things)
	for range g.IntN(3) {
		if len(g.things) > 2 {
			g.remove(one(g, g.things))
		}
	}
	for range g.IntN(4) {
		if len(g.things) == 0 {
			break
		}
		if t := one(g, g.things); t.Eternal == "" {
			g.change(t)
		}
	}
	for range g.IntN(4) {
		g.add(one(g, kinds))
	}
}

// config is the configuration in Terraform's JSON syntax. inState are the addresses that need no import.
func (g *garden) config(inState map[string]string) string {
	resources := map[string]map[string]any{}
	var imports []any
	for _, t := range g.things {
		if resources[t.Resource()] == nil {
			resources[t.Resource()] = map[string]any{}
		}
		attrs, _ := codectest.Plain(t.attrs).(map[string]any)
		body := maps.Clone(t.more)
		maps.Copy(body, attrs)
		resources[t.Resource()][t.label] = body
		if t.imported != "" && inState[t.address()] == "" {
			imports = append(imports, map[string]any{"to": t.address(), "id": t.imported})
		}
	}
	out := map[string]any{}
	if len(resources) > 0 {
		out["resource"] = resources
	}
	if len(imports) > 0 {
		out["import"] = imports
	}
	data, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		panic(err)
	}
	return string(data)
}

// head is the part of the configuration that stays.
func head(s *acctest.Server) string {
	return acctest.RequiredProvider + acctest.SecretVariables + s.Provider("max_retries = 2", `request_timeout = "1s"`, s.Unite())
}

// importBlock is what an error of the provider prints.
var importBlock = regexp.MustCompile(`import \{ to = (spotnana_\w+)\.<name> id = "([^"]*)" \}`)
