package endpoint

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// One is the constructor of the data source of one object. It is found by its id, or by exactly one of its name and, where lists
// can be searched for that, its external id.
func (e *Endpoint) One(doc string) func() datasource.DataSource {
	return crud.NewDataSource(func() *crud.DataSpec {
		ways := e.ways()
		inputs := append(e.parentInputs(),
			&field.Node{Name: e.id(), Format: field.UUID, Doc: fmt.Sprintf("Id of the %s, a UUID. Set %s.", e.title(), oneOf(ways))},
			&field.Node{Name: "name", Doc: fmt.Sprintf("Exact name of the %s. Several %s of that name are an error: then use `%s`.", e.title(), e.titles(), e.id())})
		if slices.Contains(ways, externalID) {
			inputs = append(inputs, &field.Node{Name: externalID, Doc: fmt.Sprintf("External id of the %s.", e.title())})
		}
		return &crud.DataSpec{
			Name: e.Name, Doc: doc, Tree: e.Tree(), Inputs: inputs,
			Names:    append(e.parentNames(), crud.Name{Attr: e.id(), Title: e.title()}),
			Validate: func(config map[string]any) diag.Diagnostics { return ExactlyOne(ways, config) },
			Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
				c, _ := providerData.(*service.Clients)
				return e.find(ctx, c.Spotnana, in)
			},
		}
	})
}

// ways are the arguments by which one object is found.
func (e *Endpoint) ways() []string {
	ways := []string{e.id(), "name"}
	if e.List.ExternalID != "" {
		ways = append(ways, externalID)
	}
	return ways
}

// oneOf demands one of several names: "either `id` or `name`".
func oneOf(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + n + "`"
	}
	if len(quoted) == 2 {
		return "either " + quoted[0] + " or " + quoted[1]
	}
	return "exactly one of " + enumerated(quoted)
}

// enumerated is "a, b and c".
func enumerated(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// ExactlyOne demands that a configuration sets one of the arguments.
func ExactlyOne(names []string, config map[string]any) diag.Diagnostics {
	set := 0
	for _, name := range names {
		if codec.HasUnknown(config[name]) {
			return nil
		}
		if config[name] != nil {
			set++
		}
	}
	if set == 1 {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Exactly one of "+enumerated(names)+" is needed", fmt.Sprintf("The configuration sets %d of them.", set))}
}

// parentInputs are the arguments that name the objects above.
func (e *Endpoint) parentInputs() []*field.Node {
	var inputs []*field.Node
	for _, n := range e.Tree().Parents {
		inputs = append(inputs, &field.Node{Name: n.Name, Mode: field.Required, Format: n.Format, Doc: fmt.Sprintf("Id of the %s%s.", parentTitle(n.Name), aUUID(n))})
	}
	return inputs
}

// aUUID says so of an id that is one.
func aUUID(id *field.Node) string {
	if id.Format == field.UUID {
		return ", a UUID"
	}
	return ""
}

// find reads the object that the arguments mean.
func (e *Endpoint) find(ctx context.Context, client *spotnana.Client, in map[string]any) (map[string]any, error) {
	if service.Text(in, e.id()) != "" {
		live, err := e.Get(ctx, client, in)
		if apierr.NotFound(err) && len(e.parents()) > 0 {
			// Which of the ids the API does not know, the list tells.
			if _, listErr := e.Entries(ctx, client, in, nil); apierr.NotFound(listErr) {
				return nil, listErr
			}
		}
		return live, err
	}
	word, text, arguments := "name", service.Text(in, "name"), map[string]any{}
	external := service.Text(in, externalID)
	if external != "" {
		word, text, arguments = "external id", external, e.withExternalID(external)
	}
	what := fmt.Sprintf("%s %q", word, text)
	entries, err := e.Search(ctx, client, in, arguments)
	if err == nil && external == "" {
		entries, err = e.named(ctx, client, in, entries)
	}
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, entry := range entries {
		if external != "" || spelling.Same(service.Text(entry, "name"), service.Text(in, "name")) {
			ids = append(ids, e.entryID(entry))
		}
	}
	switch len(ids) {
	case 0:
		return nil, apierr.New(fmt.Sprintf("No %s has the %s", e.title(), what), e.none(in, word))
	case 1:
		at := maps.Clone(in)
		at[e.id()] = ids[0]
		return e.Get(ctx, client, at)
	}
	return nil, apierr.New(fmt.Sprintf("%d %s have the %s", len(ids), e.titles(), what), fmt.Sprintf("Choose one%s by its %s: %s.", e.beside(in), e.id(), strings.Join(ids, ", ")))
}

// none says where to look for what was not found.
func (e *Endpoint) none(in map[string]any, word string) string {
	of := e.parents()
	if len(of) == 0 {
		return fmt.Sprintf("None that these credentials can see has exactly that. The data source spotnana_%s lists those that they see.", e.plural())
	}
	last := of[len(of)-1]
	above := parentTitle(last)
	return fmt.Sprintf("%s %s has no %s of exactly that %s. The data source spotnana_%s lists those that it has.",
		strings.ToUpper(above[:1])+above[1:], service.Text(in, last), e.title(), word, e.plural())
}

// beside says among what an object is chosen, empty when that is all.
func (e *Endpoint) beside(in map[string]any) string {
	of := e.parents()
	if len(of) == 0 {
		return ""
	}
	last := of[len(of)-1]
	return fmt.Sprintf(" of the %s of %s %s", e.titles(), parentTitle(last), service.Text(in, last))
}

// Many is the constructor of the data source of many objects.
func (e *Endpoint) Many(doc string) func() datasource.DataSource {
	e = e.many()
	return crud.NewDataSource(func() *crud.DataSpec {
		above := parameters(e.listPath())
		return &crud.DataSpec{
			Name: e.plural(), Doc: doc, Tree: e.ListTree(),
			Names:  slices.DeleteFunc(e.parentNames(), func(n crud.Name) bool { return !slices.Contains(above, n.Attr) }),
			Inputs: slices.Concat(slices.DeleteFunc(e.parentInputs(), func(n *field.Node) bool { return !slices.Contains(above, n.Name) }), e.List.Arguments, e.List.Filters),
			Empty:  map[string]any{e.List.entries(): []any{}},
			Either: e.List.filterNames(),
			Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
				c, _ := providerData.(*service.Clients)
				entries, err := e.listed(ctx, c.Spotnana, in)
				found := make([]any, len(entries))
				for i, entry := range entries {
					found[i] = entry
				}
				return map[string]any{e.List.entries(): found}, err
			},
		}
	})
}

// many is the endpoint with the list of its data source of many.
func (e *Endpoint) many() *Endpoint {
	if e.Overview == nil {
		return e
	}
	out := *e
	out.List, out.Overview = *e.Overview, nil
	return &out
}

// listed are the entries that the inputs of a data source let through.
func (e *Endpoint) listed(ctx context.Context, client *spotnana.Client, in map[string]any) ([]map[string]any, error) {
	if e.List.Complete {
		return e.remembered(ctx, client, in, e.arguments(in), false)
	}
	return e.Search(ctx, client, in, e.arguments(in))
}

// ListTree declares the answer of the data source of many.
func (e *Endpoint) ListTree() *field.Tree {
	e = e.many()
	entry := e.List.Entry
	switch {
	case entry != nil:
	case e.List.Complete:
		entry = e.Tree().Root.Attrs
	default:
		entry = []*field.Node{
			{Name: "id", JSON: "id", Doc: fmt.Sprintf("Id of the %s, a UUID.", e.title())},
			{Name: "name", JSON: "name", Doc: fmt.Sprintf("Name of the %s.", e.title())},
		}
	}
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: cmp.Or(e.List.Attr, e.plural()), JSON: e.List.entries(), Kind: field.List, Doc: fmt.Sprintf("The %s found, in the order of the API.", e.titles()),
			Elem: &field.Node{Kind: field.Object, Attrs: entry}},
	}}}
}

// arguments are those of a list among the inputs of its data source.
func (e *Endpoint) arguments(in map[string]any) map[string]any {
	out := map[string]any{}
	for _, n := range slices.Concat(e.List.Arguments, e.List.Filters) {
		if v := in[n.Name]; v != nil {
			out[n.Name] = v
		}
	}
	return out
}
