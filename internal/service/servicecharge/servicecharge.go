package servicecharge

import (
	"cmp"
	"context"
	"net/http"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

const chargeType = "service_charge_type"

// entities are the arguments that say whose charges are listed, with the type that the API has for each.
var entities = []struct {
	kind string
	node *field.Node
}{
	{"TRIP", &field.Node{Name: "trip_id", Doc: "Id of the trip that was charged for. Set either `trip_id` or `user_id`."}},
	{"USER", &field.Node{Name: "user_id", Format: field.UUID, Doc: "Id of the user who was charged, a UUID."}},
}

// New is the data source spotnana_service_charges.
var New = crud.NewDataSource(func() *crud.DataSpec {
	var names []string
	inputs := []*field.Node{{Name: chargeType, Enum: serviceChargeType, Doc: "Who charges: so far only the travel management company (TMC). Without it, `" + tmcCharge + "`."}}
	for _, e := range entities {
		names, inputs = append(names, e.node.Name), append(inputs, e.node)
	}
	return &crud.DataSpec{
		Name: "service_charges",
		Doc: "What was charged for the service around the bookings of a trip, or to a user. Nothing of the means of payment is read into the state: " +
			"no card, no gateway, and none of the notes that people wrote.",
		Tree:     Tree(),
		Inputs:   append(inputs, RequestTree().Root.Attrs...),
		Names:    []crud.Name{{Attr: "trip_id", Title: "trip"}, {Attr: "user_id", Title: "user"}},
		Validate: func(config map[string]any) diag.Diagnostics { return endpoint.ExactlyOne(names, config) },
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return list(ctx, c.Spotnana, in)
		},
	}
})

// path is that of the list that the arguments mean.
func path(in map[string]any) string {
	for _, e := range entities {
		if id := service.Text(in, e.node.Name); id != "" {
			return "/v2/service-charge/" + e.kind + "/" + url.PathEscape(id) + "/types/" + url.PathEscape(cmp.Or(service.Text(in, chargeType), tmcCharge)) + "/list"
		}
	}
	return "" // ExactlyOne has made sure that there is one
}

// list asks for the charges. The API has no pages here, and its documents let the answer leave out a list that is empty.
func list(ctx context.Context, client *spotnana.Client, in map[string]any) (map[string]any, error) {
	body, err := codec.Encode(RequestTree(), in)
	if err != nil {
		return nil, err
	}
	r := spotnana.Request{Method: http.MethodPost, Path: path(in), Body: body, ReadOnly: true, Mask: mask}
	answer, err := client.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	document, ok := answer.(map[string]any)
	if !ok {
		return nil, client.Unreadable(r, "the answer has no list of service charges")
	}
	if document[charges] == nil {
		document[charges] = []any{}
	}
	return document, nil
}

// mask hides all of a body before it is logged: it has the number of the card, and its cvv.
func mask(any) any { return "***" }
