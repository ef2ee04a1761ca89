package policy

import (
	"context"
	"fmt"
	"strings"
	"sync"

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

func companyID() *field.Node {
	return &field.Node{Name: "company_id", Mode: field.Required, Format: field.UUID, Doc: "Id of the company, a UUID."}
}

// NewDataSource is the data source spotnana_policy.
func NewDataSource() datasource.DataSource { return newDataSource()() }

var newDataSource = sync.OnceValue(func() func() datasource.DataSource {
	return crud.NewDataSource(&crud.DataSpec{
		Name:  "policy",
		Doc:   "One policy of a company, found by its id or its name, with what the server keeps about it: version, time of the last change, membership by HR feed.",
		Tree:  Tree(),
		Names: []crud.Name{{Attr: "company_id", Title: "company"}, {Attr: "id", Title: "policy"}},
		Inputs: []*field.Node{
			companyID(),
			{Name: "id", Format: field.UUID, Doc: "Id of the policy, a UUID. Set either `id` or `name`."},
			{Name: "name", Doc: "Exact name of the policy. Several policies of that name are an error: then use `id`."},
		},
		Validate: func(config map[string]any) diag.Diagnostics {
			if codec.HasUnknown(config["id"]) || codec.HasUnknown(config["name"]) || (config["id"] == nil) != (config["name"] == nil) {
				return nil
			}
			return diag.Diagnostics{diag.NewErrorDiagnostic("Exactly one of id and name is needed", "Set one of them, and not both.")}
		},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return find(ctx, c.Spotnana, in)
		},
	})
})

func find(ctx context.Context, client *spotnana.Client, in map[string]any) (map[string]any, error) {
	company, name := service.Text(in, "company_id"), service.Text(in, "name")
	if id := service.Text(in, "id"); id != "" {
		policy, err := get(ctx, client, company, id)
		if apierr.NotFound(err) {
			// Which of the two ids the API does not know, the company's list tells.
			if _, listErr := list(ctx, client, company, nil); apierr.NotFound(listErr) {
				return nil, listErr
			}
		}
		return policy, err
	}
	refs, err := list(ctx, client, company, nil)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range refs {
		if spelling.Same(r.Name, name) {
			ids = append(ids, r.ID)
		}
	}
	switch len(ids) {
	case 0:
		return nil, apierr.New(fmt.Sprintf("No policy has the name %q", name),
			fmt.Sprintf("Company %s has no policy of exactly that name. The data source spotnana_policies lists those that it has.", company))
	case 1:
		return get(ctx, client, company, ids[0])
	default:
		return nil, apierr.New(fmt.Sprintf("%d policies have the name %q", len(ids), name),
			fmt.Sprintf("Choose one of the policies of company %s by its id: %s.", company, strings.Join(ids, ", ")))
	}
}

// NewListDataSource is the data source spotnana_policies.
func NewListDataSource() datasource.DataSource { return newListDataSource()() }

var newListDataSource = sync.OnceValue(func() func() datasource.DataSource {
	return crud.NewDataSource(&crud.DataSpec{
		Name: "policies",
		Doc:  "The policies of a company, by id and name.",
		Tree: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "policies", JSON: "policies", Kind: field.List, Doc: "The policies found, in the order of the API.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "id", JSON: "id", Doc: "Id of the policy, a UUID."},
					{Name: "name", JSON: "name", Doc: "Name of the policy."},
				}}},
		}}},
		Inputs: []*field.Node{
			companyID(),
			{Name: "categories", Kind: field.List, Elem: &field.Node{Enum: policyCategory}, Doc: "Only policies of these categories. Without it, those of all categories; an empty list finds none."},
		},
		Names: []crud.Name{{Attr: "company_id", Title: "company"}},
		Empty: map[string]any{"policies": []any{}},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			categories, _ := in["categories"].([]any)
			refs, err := list(ctx, c.Spotnana, service.Text(in, "company_id"), categories)
			found := make([]any, len(refs))
			for i, r := range refs {
				found[i] = map[string]any{"id": r.ID, "name": r.Name}
			}
			return map[string]any{"policies": found}, err
		},
	})
})
