package company

import (
	"context"
	"fmt"
	"net/url"
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

// NewDataSource is the data source spotnana_company.
func NewDataSource() datasource.DataSource { return newDataSource()() }

var newDataSource = sync.OnceValue(func() func() datasource.DataSource {
	return crud.NewDataSource(&crud.DataSpec{
		Name:  "company",
		Doc:   "One company, found by its id, or by exactly one of name and external id. Secrets are not read.",
		Tree:  Tree(),
		Names: []crud.Name{{Attr: "id", Title: "company"}},
		Inputs: []*field.Node{
			{Name: "id", Format: field.UUID, Doc: "Id of the company, a UUID. Set exactly one of `id`, `name` and `external_id`."},
			{Name: "name", Doc: "Exact name of the company. Several companies of that name are an error: then use `id`."},
			{Name: "external_id", Doc: "External id of the company."},
		},
		Validate: whichCompany,
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return find(ctx, c.Spotnana, in)
		},
	})
})

// whichCompany demands exactly one of the arguments that find a company.
func whichCompany(config map[string]any) diag.Diagnostics {
	set := 0
	for _, name := range []string{"id", "name", "external_id"} {
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
	return diag.Diagnostics{diag.NewErrorDiagnostic("Exactly one of id, name and external_id is needed",
		fmt.Sprintf("The configuration sets %d of them.", set))}
}

func find(ctx context.Context, client *spotnana.Client, in map[string]any) (map[string]any, error) {
	if id := service.Text(in, "id"); id != "" {
		return get(ctx, client, id)
	}
	query, what := url.Values{}, fmt.Sprintf("name %q", service.Text(in, "name"))
	if id := service.Text(in, "external_id"); id != "" {
		query.Set("externalId", id)
		what = fmt.Sprintf("external id %q", id)
	}
	refs, err := references(ctx, client, query)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range refs {
		if query.Has("externalId") || spelling.Same(r.Name, service.Text(in, "name")) {
			ids = append(ids, r.ID)
		}
	}
	switch len(ids) {
	case 0:
		return nil, apierr.New("No company has the "+what, "None that these credentials can see has exactly that. The data source spotnana_companies lists those that they see.")
	case 1:
		return get(ctx, client, ids[0])
	default:
		return nil, apierr.New(fmt.Sprintf("%d companies have the %s", len(ids), what), "Choose one by its id: "+strings.Join(ids, ", ")+".")
	}
}

// NewListDataSource is the data source spotnana_companies.
func NewListDataSource() datasource.DataSource { return newListDataSource()() }

var newListDataSource = sync.OnceValue(func() func() datasource.DataSource {
	uuids := func(name, doc string) *field.Node {
		return &field.Node{Name: name, Kind: field.List, Elem: &field.Node{Format: field.UUID}, Doc: doc}
	}
	return crud.NewDataSource(&crud.DataSpec{
		Name: "companies",
		Doc:  "The companies that the credentials can see, on all pages, by id and name. Filters narrow the list together; an empty list lets no company through.",
		Tree: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "companies", JSON: "companies", Kind: field.List, Doc: "The companies found, in the order of the API.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "id", JSON: "id", Doc: "Id of the company, a UUID."},
					{Name: "name", JSON: "name", Doc: "Name of the company."},
				}}},
		}}},
		Inputs: []*field.Node{
			{Name: "external_id", Doc: "Only the company with this external id."},
			{Name: "company_roles", Kind: field.List, Elem: &field.Node{Enum: companyRole}, Doc: "Only companies with one of these roles."},
			uuids("company_ids", "Only these companies, by id."),
			uuids("contracting_tmc_ids", "Only companies that are customers of these TMCs, by id."),
			uuids("booking_tmc_ids", "Only companies whose bookings are made by these TMCs, by id."),
		},
		Empty: map[string]any{"companies": []any{}},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			refs, err := references(ctx, c.Spotnana, filter(in))
			found := make([]any, len(refs))
			for i, r := range refs {
				found[i] = map[string]any{"id": r.ID, "name": r.Name}
			}
			return map[string]any{"companies": found}, err
		},
	})
})

func filter(in map[string]any) url.Values {
	query := url.Values{}
	if id := service.Text(in, "external_id"); id != "" {
		query.Set("externalId", id)
	}
	for name, parameter := range map[string]string{
		"company_roles": "companyRole", "company_ids": "companyIds",
		"contracting_tmc_ids": "contractingTmcIds", "booking_tmc_ids": "bookingTmcIds",
	} {
		values, _ := in[name].([]any)
		for _, v := range values {
			if s, ok := v.(string); ok {
				query.Add(parameter, s)
			}
		}
	}
	return query
}
