package unitecompany

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
)

func client(providerData any) *unite.Client {
	c, _ := providerData.(*service.Clients)
	return c.Unite
}

// NewDataSource is the data source spotnana_unite_company.
var NewDataSource = crud.NewDataSource(func() *crud.DataSpec {
	return &crud.DataSpec{
		Name: "unite_company",
		Doc:  "One company of your tenant of Unite, found by its id or by its exact name. However many are looked up, the tenant's companies are listed once.",
		Tree: Tree(),
		Inputs: []*field.Node{
			{Name: "id", Doc: "Id of the company, a UUID. Set exactly one of `id` and `name`."},
			{Name: "name", Doc: "Exact name of the company. Several companies of that name are an error: then use `id`."},
		},
		Validate: whichCompany,
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			if id := service.Text(in, "id"); id != "" {
				company, _, err := client(providerData).Company(ctx, id, "", false)
				return company, err
			}
			return named(ctx, client(providerData), service.Text(in, "name"))
		},
	}
})

// whichCompany demands exactly one of the arguments that find a company.
func whichCompany(config map[string]any) diag.Diagnostics {
	id, name := config["id"], config["name"]
	if codec.HasUnknown(id) || codec.HasUnknown(name) || (id == nil) != (name == nil) {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Exactly one of id and name is needed", "Set one of them, and not both.")}
}

func named(ctx context.Context, c *unite.Client, name string) (map[string]any, error) {
	companies, err := c.Companies(ctx, "", "", false)
	if err != nil {
		return nil, err
	}
	var found []map[string]any
	var ids []string
	for _, company := range companies {
		if spelling.Same(service.Text(company, "name"), name) {
			found, ids = append(found, company), append(ids, service.Text(company, "companyId"))
		}
	}
	switch len(found) {
	case 0:
		return nil, apierr.New(fmt.Sprintf("No company has the name %q", name),
			"The Unite tenant lists no company of exactly that name: case and white space count. The data source spotnana_unite_companies lists those that it has. "+
				"A company that Unite has blocked may be missing from the list: look for it by its id.")
	case 1:
		return found[0], nil
	default:
		return nil, apierr.New(fmt.Sprintf("%d companies have the name %q", len(found), name), "Choose one by its id: "+strings.Join(ids, ", ")+".")
	}
}

// NewListDataSource is the data source spotnana_unite_companies.
var NewListDataSource = crud.NewDataSource(func() *crud.DataSpec {
	return &crud.DataSpec{
		Name: "unite_companies",
		Doc:  "The companies of your tenant of Unite, on all pages. Filters narrow the list together.",
		Tree: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "companies", JSON: "members", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: Tree().Root.Attrs},
				Doc: "The companies found, in the order of the API."},
		}}},
		Inputs: []*field.Node{
			{Name: "q", Doc: "Only companies with this text in name, postal code, street or locality."},
			{Name: "country_code", Enum: country, Format: field.Country, Doc: "Only companies with an address in this country."},
		},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			companies, err := search(ctx, client(providerData), service.Text(in, "q"), service.Text(in, "country_code"))
			members := make([]any, len(companies))
			for i, c := range companies {
				members[i] = c
			}
			return map[string]any{"members": members}, err
		},
	}
})

// search lists companies, each once. An API that compares by bytes is asked for q in each of its spellings.
func search(ctx context.Context, c *unite.Client, q, countryCode string) ([]map[string]any, error) {
	var all []map[string]any
	for _, q := range spelling.Variants(q) {
		companies, err := c.Companies(ctx, q, countryCode, false)
		if err != nil {
			return nil, err
		}
		for _, company := range companies {
			if !slices.ContainsFunc(all, func(known map[string]any) bool { return known["companyId"] == company["companyId"] }) {
				all = append(all, company)
			}
		}
	}
	return all, nil
}

// NewTenantDataSource is the data source spotnana_unite_tenant.
var NewTenantDataSource = crud.NewDataSource(func() *crud.DataSpec {
	return &crud.DataSpec{
		Name: "unite_tenant",
		Doc:  "The tenant of Unite that the credentials belong to.",
		Tree: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "tenantId", Mode: field.Computed, Doc: "Id of the tenant, a UUID."},
		}}},
		Read: func(ctx context.Context, providerData any, _ map[string]any) (map[string]any, error) {
			id, err := client(providerData).Tenant(ctx)
			return map[string]any{"tenantId": id}, err
		},
	}
})
