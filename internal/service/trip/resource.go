package trip

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jsonx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

var trips = &endpoint.Endpoint{
	Name: "trip", Tree: ResourceTree,
	Item: "/v3/trips/{id}", Collection: "/v2/trips",
	Key: func(attrs map[string]any) string { return service.Text(attrs, "name") },
}

// NewResource is the resource spotnana_trip.
var NewResource = trips.Resource(func() crud.Spec {
	return crud.Spec{
		Doc: "A trip: the container for the bookings of one journey of a traveler. Its bookings are made in the booking tool or by agents, not by Terraform, " +
			"and nothing that happens to them changes the plan. User, registrar and dates are fixed when the trip is made.",
		Connect: endpoint.Connect(func(a endpoint.API) crud.API { return &api{a} }, trips),
		Parent:  func(attrs map[string]any) string { kind, id := owner(attrs); return kind + " " + id },
		Names:   []crud.Name{{Attr: "registrar_id", Title: "user"}, {Attr: "user_id", Title: "user"}},
		Later:   []string{tripContacts, tripCommunications},
		Plan:    plan,
	}
})

// owner says in whose list a trip stands: its user's, else that of the registrar as the arranger of the journey.
func owner(attrs map[string]any) (kind, id string) {
	if id := service.Text(attrs, "user_id"); id != "" {
		return users, id
	}
	return arrangers, service.Text(attrs, "registrar_id")
}

// plan checks what is fixed when a trip is made. What an existing trip has is the API's to judge: dates move, and a
// generated configuration is never refused.
func plan(config, prior, planned map[string]any) (map[string]any, []string, diag.Diagnostics) {
	var diags diag.Diagnostics
	if prior == nil && config["user_id"] == nil && config["registrar_id"] == nil {
		diags.AddAttributeError(path.Root("user_id"), "Neither user_id nor registrar_id is set", "Set user_id, registrar_id or both: the API makes no trip without.")
	}
	start, end := service.Text(config, "start_date"), service.Text(config, "end_date")
	moved := prior == nil || start != service.Text(prior, "start_date") || end != service.Text(prior, "end_date")
	if moved && start != "" && end != "" && end < start { // dates in ISO 8601 sort as text
		diags.AddAttributeError(path.Root("end_date"), "Range upside down", "The trip ends on "+end+", before it starts on "+start+".")
	}
	return planned, nil, diags
}

// api is the trips endpoints. A trip is made, renamed and given contacts at different ones.
type api struct{ endpoint.API }

func maskDetails(doc any) any { return codec.Mask(Tree(), doc) }

// Read asks for the details, and picks what is managed.
func (a *api) Read(ctx context.Context, at crud.Ref, _ bool) (crud.Found, error) {
	trip, err := get(ctx, a.Client, service.Text(at.Attrs, "id"), noRefresh)
	if err != nil {
		return crud.Found{}, err
	}
	return crud.Found{Live: managed(trip)}, nil
}

// noRefresh asks for a trip as it is stored. Unless it is told so, the API refreshes all bookings first.
const noRefresh = "REFRESH_TYPE_DISABLED"

// get reads the details of a trip.
func get(ctx context.Context, client *spotnana.Client, id, refreshType string) (map[string]any, error) {
	return getMasked(ctx, client, id, refreshType, maskDetails)
}

func detailsPath(id string) string { return trips.ItemPath(map[string]any{"id": id}) + "/detail" }

// getMasked is get, with what is logged of the answer.
func getMasked(ctx context.Context, client *spotnana.Client, id, refreshType string, mask func(any) any) (map[string]any, error) {
	path := detailsPath(id)
	answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path, Query: url.Values{"refreshType": {refreshType}}, Mask: mask})
	if err != nil {
		return nil, err
	}
	trip, _ := answer.(map[string]any)
	basic, _ := trip["basicTripInfo"].(map[string]any)
	switch answered := service.Text(basic, "tripId"); {
	case strings.EqualFold(answered, id):
		return trip, nil
	case answered != "":
		return nil, apierr.Another(client.Origin(), http.MethodGet, path, id, answered)
	}
	return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the answer is not this trip")
}

// managed is the part of the details that somebody decides about the trip itself, in one object. What follows from the
// bookings is left out, because it changes all the time: it shall neither be remembered nor warned of.
func managed(details map[string]any) map[string]any {
	basic, _ := details["basicTripInfo"].(map[string]any)
	metadata, _ := basic["tripMetadata"].(map[string]any)
	disabled, _ := basic["tripDisabledInfo"].(map[string]any)
	out := maps.Clone(basic)
	maps.Copy(out, metadata)
	for _, name := range []string{"tripMetadata", "tripDisabledInfo", "tripLocations", "hasTripOverride"} {
		delete(out, name)
	}
	move := func(to string, from map[string]any, name string) {
		delete(out, name)
		if v := from[name]; v != nil {
			out[to] = v
		}
	}
	move("registrarId", basic, "registrarUserId")
	move("disabledReason", disabled, "disabledReason")
	move("tripBookingStatus", details, "tripBookingStatus")
	for _, s := range settings {
		if isCleared(out[s.json]) {
			delete(out, s.json)
		}
	}
	return out
}

// settings are the properties that have an endpoint of their own, with what messages call them. It replaces each that it is
// sent and keeps the others.
var settings = []struct{ json, name string }{
	{"tripContacts", "contacts"},
	{"tripCommunicationPreferences", "communication preferences"},
}

// changedSettings is the request for the settings that differ from live, and what messages call them.
func changedSettings(body, live map[string]any) (changed map[string]any, what string) {
	changed = map[string]any{}
	var names []string
	for _, s := range settings {
		if differ(body, live, s.json) {
			changed[s.json] = cleared(body[s.json], live[s.json])
			names = append(names, s.name)
		}
	}
	return changed, strings.Join(names, " and ")
}

// cleared is what is sent for a setting: what the live one has beyond it is emptied, because nobody says whether the
// endpoint takes what a request leaves out for removed.
func cleared(wanted, live any) any {
	switch live := live.(type) {
	case map[string]any:
		members, isObject := wanted.(map[string]any)
		if wanted != nil && !isObject {
			return wanted
		}
		out := map[string]any{}
		maps.Copy(out, members)
		for name, v := range live {
			if left := cleared(members[name], v); left != nil {
				out[name] = left
			}
		}
		return out
	case []any:
		if wanted == nil {
			return []any{}
		}
	case bool:
		if wanted == nil {
			return false
		}
	}
	return wanted
}

// isCleared says that there is nothing left in a setting.
func isCleared(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range v {
			if !isCleared(member) {
				return false
			}
		}
		return true
	case []any:
		return len(v) == 0
	}
	return v == nil || v == false
}

// Update sends what differs from live, to the endpoints that take it.
func (a *api) Update(ctx context.Context, w httpx.Write, at crud.Ref, body, live map[string]any) error {
	id := service.Text(at.Attrs, "id")
	changed, what := changedSettings(body, live)
	renamed := differ(body, live, "tripName") || differ(body, live, "tripDescription")
	if renamed {
		trip := map[string]any{"tripId": id}
		for _, name := range []string{"tripName", "tripDescription"} {
			if v := body[name]; v != nil {
				trip[name] = v
			}
		}
		if _, err := a.Client.Do(ctx, spotnana.Request{Method: http.MethodPut, Path: trips.Collection + "/" + url.PathEscape(id), Body: trip, Write: w, Mask: a.Mask}); err != nil {
			if len(changed) > 0 {
				return explained(err, "The "+what+" of the trip, which go in a request of their own, were not sent.")
			}
			return err
		}
	}
	if len(changed) == 0 {
		return nil
	}
	_, err := a.Client.Do(ctx, spotnana.Request{Method: http.MethodPost, Path: a.ItemPath(at.Attrs), Body: changed, Write: w, Mask: a.Mask})
	if err != nil && renamed {
		return partly(err, "The name and description of the trip were changed before that, in a request of their own; only the "+what+" are left. "+
			"The next plan reads what the trip has now and shows the rest.")
	}
	return err
}

func differ(body, live map[string]any, name string) bool {
	return !reflect.DeepEqual(body[name], jsonx.WithoutNulls(live[name]))
}

// partly is the error of an update of which a part was carried out before.
func partly(err error, text string) error {
	err = explained(err, text)
	if e := apierr.As(err); e != nil {
		e.Ambiguous = true
	}
	return err
}

// explained adds to an error of the API what only this package knows.
func explained(err error, text string) error {
	e := apierr.As(err)
	if e == nil {
		return err
	}
	out := *e
	if out.Hint != "" {
		text += "\n\n" + out.Hint
	}
	out.Hint = text
	return &out
}

// Delete says whether bookings may go with the trip, and why it does not go because of them.
func (a *api) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	withBookings := at.Attrs[allowDeletion] == true
	_, err := a.Client.Do(ctx, spotnana.Request{Method: http.MethodDelete, Path: a.ItemPath(at.Attrs), Write: w, Body: map[string]any{"allowEmptyTripDeletionOnly": !withBookings}})
	if withBookings || apierr.Status(err) != http.StatusForbidden {
		return err
	}
	// A refusal has other reasons too, and the API's code for this one is not documented.
	if refusal, readErr := a.Refusal(ctx, at.Attrs); readErr == nil && refusal != "" {
		return explained(err, refusal)
	}
	return err
}

// Refusal implements [crud.Refuser]: a trip that has bookings is not deleted unless that is allowed.
func (a *api) Refusal(ctx context.Context, attrs map[string]any) (string, error) {
	if attrs[allowDeletion] == true {
		return "", nil
	}
	trip, err := get(ctx, a.Client, service.Text(attrs, "id"), noRefresh)
	if err != nil {
		return "", err
	}
	for _, name := range []string{"pnrs", "pendingShellPnrs", "pendingManualFormPnrs", "simplePnrs"} {
		if bookings, _ := trip[name].([]any); len(bookings) > 0 {
			return "The trip has bookings, and only an empty trip is deleted. Cancel or move the bookings, or, if they really shall go with the trip, " +
				"set allow_deletion_with_bookings = true, apply that, and destroy again.", nil
		}
	}
	return "", nil
}

// Siblings are the trips of the same owner, also those that the API cannot sum up: once per run, or afresh.
func (a *api) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	kind, id := owner(attrs)
	all := func(ctx context.Context) ([]any, error) {
		page, err := list(ctx, a.Client, kind, id, nil, 0)
		// The API has this list for arrangers only, without a word on what others get, and a registrar need not be one.
		if e := apierr.As(err); kind == arrangers && e != nil && e.Enveloped && (e.Status == http.StatusBadRequest || e.Status == http.StatusNotFound) {
			return nil, fmt.Errorf("%w: %w", crud.ErrUnlisted, err)
		}
		return slices.Concat(page.trips, page.failed), err
	}
	var trips []any
	var err error
	if fresh {
		trips, err = all(ctx)
	} else {
		trips, err = lists.Get(ctx, a.Client.Before(), listPath(kind, id), all)
	}
	found := make([]crud.Sibling, 0, len(trips))
	for _, t := range trips {
		trip, _ := t.(map[string]any)
		found = append(found, crud.Sibling{Attrs: map[string]any{"id": service.Text(trip, "tripId")}, Key: service.Text(trip, "tripName")})
	}
	return found, err
}
