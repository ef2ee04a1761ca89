package trip

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// NewPNRsDataSource is the data source spotnana_trip_pnrs.
var NewPNRsDataSource = crud.NewDataSource(func() *crud.DataSpec {
	return &crud.DataSpec{
		Name: "trip_pnrs",
		Doc: "The bookings (passenger name records, PNRs) of a trip in the same words for each kind of travel: type, status, dates, suppliers and price, and what each rule of the travel policy says, " +
			"with what it expects and what the booking has. As far as a review needs it: no travelers, no documents, no payments. They are read as the platform has them stored.",
		Tree:   PNRsTree(),
		Inputs: []*field.Node{{Name: "trip_id", Mode: field.Required, Doc: "Id of the trip."}},
		Names:  []crud.Name{{Attr: "trip_id", Title: "trip"}},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return readPNRs(ctx, c.Spotnana, service.Text(in, "trip_id"))
		},
	}
})

// readPNRs asks for the details of a trip, of which nothing is logged: they are full of personal data.
func readPNRs(ctx context.Context, client *spotnana.Client, id string) (map[string]any, error) {
	details, err := getMasked(ctx, client, id, noRefresh, func(any) any { return "***" })
	if err != nil {
		return nil, err
	}
	found, err := bookingsOf(details)
	if err != nil {
		return nil, apierr.Unreadable(client.Origin(), http.MethodGet, detailsPath(id), err.Error())
	}
	return map[string]any{noted: found}, nil
}

// simple is the list of bookings that the platform could not read in full: they have no data.
const simple = "simplePnrs"

// bookingsOf are the bookings of all lists in the details of a trip.
func bookingsOf(details map[string]any) ([]any, error) {
	out := []any{}
	for _, list := range []string{"pnrs", "pendingShellPnrs", "pendingManualFormPnrs", simple} {
		all, ok := details[list].([]any)
		if !ok && details[list] != nil {
			return nil, fmt.Errorf("%s is not an array", list)
		}
		for i, one := range all {
			booking, ok := one.(map[string]any)
			if !ok {
				return nil, fmt.Errorf("%s[%d] is not an object", list, i)
			}
			summary, err := outlined(booking), error(nil)
			if list != simple {
				summary, err = summed(booking)
			}
			if err != nil {
				return nil, fmt.Errorf("%s[%d].data: %w", list, i, err)
			}
			summary["pnrId"], summary[listedAs] = booking["pnrId"], snake(list)
			out = append(out, summary)
		}
	}
	return out, nil
}

// ways are the kinds of travel, with where the itinerary of each says its dates and suppliers.
var ways = []struct{ kind, at, starts, ends, suppliers string }{
	{"AIR", "air_pnr", "legs.flights.departure_date_time", "legs.flights.arrival_date_time", "legs.flights.marketing.airline_code"},
	{"HOTEL", "hotel_pnr", "check_in_date_time", "check_out_date_time", "hotel_info.name"},
	{"CAR", "car_pnr", "pickup_date_time", "drop_off_date_time", "car_info.vendor.name"},
	{"RAIL", "rail_pnr", "leg_infos.depart_at_local", "leg_infos.arrive_at_local", "leg_infos.vehicle.carrier_name"},
	{"LIMO", "limo_pnr", "legs.pickup_date_time", "legs.drop_off_date_time", "limo_details.limo_vendor_info.name"},
	{"MISC", "misc_pnr", "start_date_time", "end_date_time", ""},
}

// summed is a booking with what its itinerary says. The times of an itinerary have one form, in which they sort as texts.
func summed(booking map[string]any) (map[string]any, error) {
	data, ok := booking["data"].(map[string]any)
	if !ok && booking["data"] != nil {
		return nil, errors.New("not an object")
	}
	itinerary, err := codec.Complete(itineraryTree(), data)
	if err != nil {
		return nil, err
	}
	out := map[string]any{"data": data, suppliers: []any{}}
	if shell := textsAt(itinerary, "shell_pnr_info.pnr_type"); len(shell) > 0 {
		out[kind] = shell[0]
	}
	for _, way := range ways {
		journey, ok := itinerary[way.at].(map[string]any)
		if !ok {
			continue
		}
		out[kind] = way.kind
		if times := textsAt(journey, way.starts); len(times) > 0 {
			out[starts] = slices.Min(times)
		}
		if times := textsAt(journey, way.ends); len(times) > 0 {
			out[ends] = slices.Max(times)
		}
		out[suppliers] = distinct(textsAt(journey, way.suppliers))
	}
	return out, nil
}

// outlined is a booking of which only the outline is known.
func outlined(booking map[string]any) map[string]any {
	out := map[string]any{suppliers: []any{}}
	for _, way := range ways {
		if booking[strings.ToLower(way.kind)] != nil {
			out[kind] = way.kind
		}
	}
	if status := booking["userFacingStatus"]; status != nil {
		out["data"] = map[string]any{"bookingStatus": status}
	}
	return out
}

// textsAt are the texts at a path of attributes, in all elements of the lists on its way.
func textsAt(v any, path string) []string {
	switch v := v.(type) {
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, textsAt(e, path)...)
		}
		return out
	case map[string]any:
		step, rest, _ := strings.Cut(path, ".")
		return textsAt(v[step], rest)
	case string:
		if path == "" && v != "" {
			return []string{v}
		}
	}
	return nil
}

// distinct are the texts in their order, each once.
func distinct(texts []string) []any {
	out := []any{}
	for _, t := range texts {
		if !slices.Contains(out, any(t)) {
			out = append(out, t)
		}
	}
	return out
}
