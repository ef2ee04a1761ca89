package partnerkey

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
)

// NewListDataSource is the data source spotnana_partner_public_keys.
func NewListDataSource() datasource.DataSource { return newListDataSource()() }

var newListDataSource = sync.OnceValue(func() func() datasource.DataSource {
	return crud.NewDataSource(&crud.DataSpec{
		Name: "partner_public_keys",
		Doc:  "The partner public keys of a company. The API tells everything about a key but the key itself.",
		Tree: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "keys", JSON: "keys", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: answered()}, Doc: "The keys found, in the order of the API."},
		}}},
		Names: []crud.Name{{Attr: "company_id", Title: "company"}},
		Inputs: []*field.Node{
			{Name: "company_id", Mode: field.Required, Format: field.UUID, Doc: "Id of the company, a UUID."},
			{Name: "status", Enum: status, Doc: "Only keys of this status. Without it the API answers active keys."},
		},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			keys, err := list(ctx, c.Spotnana, service.Text(in, "company_id"), service.Text(in, "status"), false)
			if err != nil {
				return nil, err
			}
			return map[string]any{"keys": keys}, nil
		},
	})
})
