package soak_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	mathrand "math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
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

func (t *thing) address() string { return t.resource + "." + t.label }

// ref is an expression for the id of the thing.
func (t *thing) ref() string { return fmt.Sprintf("${%s.%s}", t.address(), t.id) }

// refersTo says that the thing cannot be without other, or names it.
func (t *thing) refersTo(other *thing) bool {
	return strings.Contains(canonical(printable(t.attrs))+canonical(t.more), other.ref())
}

// belongsTo says that the API removes the thing with other.
func (t *thing) belongsTo(other *thing) bool {
	return t.more["company_id"] == other.ref() || t.more["trip_id"] == other.ref()
}

// garden makes configurations, and changes of them.
type garden struct {
	*mathrand.Rand
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
		doc := gen.Live(k.tree.Root)
		k.suits(doc)
		unique(k.tree.Root, doc)
		return doc
	})
}

// attributes draws attributes that can be configured. A few draws find some: none in a thousand is a fault of the soak, which
// must not look like a test that takes long.
func (g *garden) attributes(k *kind) map[string]any {
	for range 1000 {
		doc := g.document(k)
		attrs := g.draw(func(gen codectest.Gen) map[string]any { return gen.State(k.tree, doc) })
		g.tidy(k, attrs)
		if k.accepts(attrs) {
			return attrs
		}
	}
	panic("no draw of a " + k.resource + " can be configured")
}

// tidy takes away what the server chooses, and adds what a state does not hold.
func (g *garden) tidy(k *kind, attrs map[string]any) {
	for _, a := range k.tree.Root.Attrs {
		if a.Chosen() {
			delete(attrs, a.Name)
		}
	}
	switch k {
	case trips:
		attrs["user_id"] = codectest.ID(1)
	case unites:
		g.count++
		attrs["vat_id"] = fmt.Sprintf("DE%09d", g.count) // no two companies have the same
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
	if t.tree == nil {
		t.more["public_key_jwk"] = g.key()
		return
	}
	if t.kind == notes {
		t.attrs = map[string]any{"note": g.name("Note")}
		return
	}
	for range 20 {
		attrs, other := codectest.Clone(t.attrs).(map[string]any), g.attributes(t.kind)
		for range 1 + g.IntN(3) {
			a := one(g, t.tree.Root.Attrs)
			if a.Name == "" {
				a = a.Attrs[0]
			}
			switch {
			case a.Chosen():
			case a.Name == "name":
				if g.chance(20) {
					attrs[a.Name] = g.name("Name")
				}
			case strings.HasPrefix(fmt.Sprint(attrs[a.Name]), "${"), a.Name == "type", a.Name == "external_id":
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

// deeper changes or removes a single leaf somewhere below.
func (g *garden) deeper(t *thing, attrs map[string]any) map[string]any {
	body, err := codec.Encode(t.tree, attrs)
	if err != nil {
		return attrs
	}
	spots := slices.DeleteFunc(codectest.Spots(t.tree.Root, body), func(s codectest.Spot) bool {
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
	out, err := codec.Complete(t.tree, doc)
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

// most is how many things of a kind there are at a time.
var most = map[*kind]int{companies: 3, policies: 4, trips: 2, notes: 3, unites: 2, keys: 2}

// add plants a thing of a kind, if there is room and what it belongs to.
func (g *garden) add(k *kind) {
	owners := map[*kind][]*thing{policies: g.of(companies), keys: g.of(companies), notes: g.of(trips)}
	among, owned := owners[k]
	if len(g.of(k)) >= most[k] || (owned && len(among) == 0) {
		return
	}
	g.next[k]++
	t := &thing{kind: k, label: fmt.Sprint("r", g.next[k]), more: map[string]any{}}
	switch k {
	case keys:
		owner := one(g, among)
		ofOwner := func(t *thing) bool { return t.kind == keys && t.belongsTo(owner) }
		if slices.ContainsFunc(g.things, ofOwner) || slices.ContainsFunc(g.before, ofOwner) {
			return // a company has one, and Terraform may make the next one before it destroys that
		}
		t.more["company_id"], t.more["public_key_jwk"] = owner.ref(), g.key()
	case notes:
		t.attrs, t.more["trip_id"] = map[string]any{"note": g.name("Note")}, one(g, among).ref()
	case trips:
		t.attrs, t.more["allow_deletion_with_bookings"] = g.attributes(k), true
	case unites:
		t.attrs = g.attributes(k)
	case companies:
		t.attrs, t.more["deletion_protection"] = g.attributes(k), false
		if g.chance(50) {
			t.attrs["external_id"] = g.name("external")
		}
		if all := g.of(companies); len(all) > 0 && g.chance(40) {
			t.attrs[one(g, []string{"contracted_by_id", "booking_tmc_id"})] = one(g, all).ref()
		}
	case policies:
		owner := one(g, among)
		t.attrs, t.more["company_id"] = g.attributes(k), owner.ref()
		parents := slices.DeleteFunc(g.of(policies), func(p *thing) bool { return !p.belongsTo(owner) })
		if len(parents) > 0 && g.chance(60) {
			t.attrs["parent_policy_id"] = one(g, parents).ref()
		}
	}
	if k != notes && k != keys {
		t.attrs["name"] = g.name("Name")
	}
	g.things = append(g.things, t)
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
		if t := one(g, g.things); t.kind != unites { // Unite changes nothing
			g.change(t)
		}
	}
	for range g.IntN(4) {
		g.add(one(g, kinds))
	}
}

// key is the JWK of a fresh key.
func (g *garden) key() string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		panic(err)
	}
	text, err := jwk.FromPEM(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), strings.ToLower(strings.ReplaceAll(g.name("key"), " ", "-")))
	if err != nil {
		panic(err)
	}
	return text
}

// config is the configuration in Terraform's JSON syntax. inState are the addresses that need no import.
func (g *garden) config(inState map[string]string) string {
	resources := map[string]map[string]any{}
	var imports []any
	for _, t := range g.things {
		if resources[t.resource] == nil {
			resources[t.resource] = map[string]any{}
		}
		attrs, _ := printable(t.attrs).(map[string]any)
		body := maps.Clone(t.more)
		maps.Copy(body, attrs)
		resources[t.resource][t.label] = body
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

// printable is attributes as JSON can say them.
func printable(v any) any {
	switch v := v.(type) {
	case *big.Float:
		return json.Number(codec.NumberText(v))
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = printable(e)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for name, e := range v {
			out[name] = printable(e)
		}
		return out
	}
	return v
}

// importBlock is what an error of the provider prints.
var importBlock = regexp.MustCompile(`import \{ to = (spotnana_\w+)\.<name> id = "([^"]*)" \}`)
