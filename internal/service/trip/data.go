package trip

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
)

// NewDataSource is the data source spotnana_trip.
var NewDataSource = crud.NewDataSource(func() *crud.DataSpec {
	return &crud.DataSpec{
		Name: "trip",
		Doc: "One trip with its bookings, statuses and costs, as the platform has them stored: unless `refresh_type` says so, reading it does not make the platform ask the airlines and hotels again. " +
			"The data of the bookings differ by the kind of travel, and are answered as JSON.",
		Tree:  Tree(),
		Names: []crud.Name{{Attr: "id", Title: "trip"}},
		Inputs: []*field.Node{
			{Name: "id", Mode: field.Required, Doc: "Id of the trip."},
			{Name: "refresh_type", Enum: refreshType, Doc: "Whether the platform asks the sources of the bookings (airlines, hotels) for their newest state. " +
				"Without it, or with `" + noRefresh + "`, it does not. With `REFRESH_TYPE_ASYNC` it does so later, and answers what it has. " +
				"With `REFRESH_TYPE_BLOCKING` the answer waits for it, in each plan: that can be slow, so raise the provider's `request_timeout` where it is not enough."},
		},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return get(ctx, c.Spotnana, service.Text(in, "id"), cmp.Or(service.Text(in, "refresh_type"), noRefresh))
		},
	}
})

// owners are the arguments that say whose trips are listed, with the API's list for each.
var owners = []struct {
	kind string
	node *field.Node
}{
	{users, &field.Node{Name: "user_id", Format: field.UUID, Doc: "Id of the user whose trips are listed, a UUID. Set exactly one of `user_id`, `company_id` and `arranger_id`."}},
	{companies, &field.Node{Name: "company_id", Format: field.UUID, Doc: "Id of the company whose trips are listed, a UUID."}},
	{arrangers, &field.Node{Name: "arranger_id", Format: field.UUID, Doc: "Id of the arranger whose travelers' trips are listed, a UUID."}},
}

// NewListDataSource is the data source spotnana_trips.
var NewListDataSource = crud.NewDataSource(func() *crud.DataSpec {
	var inputs []*field.Node
	for _, o := range owners {
		inputs = append(inputs, o.node)
	}
	for _, f := range filters {
		inputs = append(inputs, f.Node)
	}
	inputs = append(inputs, options().Attrs...)
	inputs = append(inputs, &field.Node{Name: "limit", Kind: field.Int, Doc: "The most trips to list, at least 1. Without it, those on all pages."})
	return &crud.DataSpec{
		Name:     "trips",
		Doc:      "The trips of a user, of a company, or of those whom an arranger looks after, in short and on all pages. Filters narrow the list together; an empty list lets no trip through.",
		Tree:     ListTree(),
		Inputs:   inputs,
		Names:    []crud.Name{{Attr: "user_id", Title: "user"}, {Attr: "company_id", Title: "company"}, {Attr: "arranger_id", Title: "arranger"}},
		Validate: validateList,
		Empty:    answer(found{}),
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			kind, id, limit, err := scope(in)
			if err != nil {
				return nil, err
			}
			query, err := codec.Encode(&field.Tree{Root: options()}, in)
			if err != nil {
				return nil, err
			}
			narrow, err := endpoint.TypedFilters(filters, in)
			if err != nil {
				return nil, err
			}
			if len(narrow) > 0 {
				query["tripFilters"] = narrow
			}
			all, err := list(ctx, c.Spotnana, kind, id, query, limit)
			return answer(all), err
		},
	}
})

// answer is a list in the shape of its tree.
func answer(all found) map[string]any {
	return map[string]any{
		"tripSummaries": all.trips, "failedTripSummaries": all.failed,
		"paginationResponseParams": map[string]any{"totalNumResults": number(all.total)},
	}
}

// options are the arguments that the request takes as they are.
var options = sync.OnceValue(func() *field.Node {
	return &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "include_pnr_summaries", JSON: "includePnrSummaries", Kind: field.Bool, Doc: "Whether to list the bookings of each trip too."},
		{Name: "sort_options", JSON: "sortOptions", Kind: field.List, Ordered: true, Doc: "What the list is sorted by.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "sort_field", JSON: "sortField", Enum: sortField, Mode: field.Required, Doc: "What to sort by."},
				{Name: "sort_order", JSON: "sortOrder", Enum: sortOrder, Mode: field.Required, Doc: "In which direction."},
			}}},
	}}
})

// scope is whose trips the arguments ask for, and how many at most, 0 for all.
func scope(in map[string]any) (kind, id string, limit int, err error) {
	set := 0
	for _, o := range owners {
		if in[o.node.Name] != nil {
			kind, id = o.kind, service.Text(in, o.node.Name)
			set++
		}
	}
	if set != 1 {
		return "", "", 0, fmt.Errorf("set exactly one of user_id, company_id and arranger_id; the configuration sets %d of them", set)
	}
	if n, ok := in["limit"].(*big.Float); ok {
		most, _ := n.Int64()
		if limit = int(most); limit <= 0 {
			return "", "", 0, errors.New("limit is at least 1; leave it out to list all trips")
		}
	}
	return kind, id, limit, nil
}

func validateList(config map[string]any) diag.Diagnostics {
	diags := endpoint.ValidateRanges(filters, config)
	if codec.HasUnknown(config) { // looked at again when the list is read
		return diags
	}
	if _, _, _, err := scope(config); err != nil {
		diags.AddError("Wrong arguments", strings.ToUpper(err.Error()[:1])+err.Error()[1:]+".")
	}
	return diags
}
