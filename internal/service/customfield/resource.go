package customfield

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
)

var customFields = &endpoint.Endpoint{Name: "custom_field", Tree: Tree, Item: "/v2/companies/{company_id}/questions/{id}"}

var (
	// NewResource is the resource spotnana_custom_field.
	NewResource = customFields.Resource(func() crud.Spec {
		return crud.Spec{
			Doc:            "A custom field of a company: a question that is asked when travel is searched or booked. The API, and its documentation, call it a question.",
			Connect:        endpoint.Connect(func(a endpoint.API) crud.API { return &api{a} }, customFields),
			CreateRequires: []string{questionFormat},
			Later:          []string{questionType},
		}
	})
	// NewDataSource is the data source spotnana_custom_field.
	NewDataSource = customFields.One("One custom field (the API says: question) of a company, found by either its id or its name: custom fields have no external id.")
	// NewListDataSource is the data source spotnana_custom_fields.
	NewListDataSource = customFields.Many("The custom fields (the API says: questions) of a company, by id and name.")
)

// api is the custom fields of a company. An answer may have but the first ten options of one. An update replaces them all, so it
// is made of all, or not sent.
type api struct{ endpoint.API }

// Read gives an answer that was cut the options that are known beside it.
func (a *api) Read(ctx context.Context, at crud.Ref, fresh bool) (crud.Found, error) {
	found, err := a.API.Read(ctx, at, fresh)
	if err == nil {
		found.Live = completed(found.Live, at.Attrs)
	}
	return found, err
}

// Update refuses to replace options that are not known. Those that the API makes of objects of the company are its own: cut short, they
// are left out.
func (a *api) Update(ctx context.Context, w httpx.Write, at crud.Ref, body, live map[string]any) error {
	told, total := optionsOf(live)
	if len(told) < total && ofCompany(body) && len(knownOptions(at.Attrs)) == 0 {
		return a.API.Update(ctx, w, at, withOptions(body, nil), live)
	}
	if sent, _ := optionsOf(body); len(told) < total && (len(sent) != total || !holdsAll(sent, told)) {
		return &crud.AttributeError{Path: path.Root("option_info").AtName("options"), Title: "Not all options are known", Err: fmt.Errorf(
			"the API answers %d of the %d options of this custom field, and an update replaces all of them: those that it does not answer would be lost. "+
				"Nothing was sent. Configure all %[2]d options as they are at Spotnana, those that are answered among them, and apply that alone; "+
				"from then on they are known, and can be changed. Or replace the custom field (-replace), which makes another one, with another id", len(told), total)}
	}
	return a.API.Update(ctx, w, at, body, live)
}

// completed is a live custom field with all of its options, where the answer was cut and those of the attributes are as many as
// the API says that there are, with all that it answered among them.
func completed(live, attrs map[string]any) map[string]any {
	told, total := optionsOf(live)
	known := knownOptions(attrs)
	if len(told) >= total || len(known) != total || !holdsAll(known, told) {
		return live
	}
	for i, option := range known {
		if j := slices.IndexFunc(told, func(o any) bool { return same(o, option) }); j >= 0 {
			known[i] = told[j]
		}
	}
	return withOptions(live, known)
}

// withOptions is an object of the API with these options; nil: without any.
func withOptions(object map[string]any, options []any) map[string]any {
	info, _ := object["optionInfo"].(map[string]any)
	info, object = maps.Clone(info), maps.Clone(object)
	if info["options"] = options; options == nil {
		delete(info, "options")
	}
	object["optionInfo"] = info
	return object
}

// ofCompany says that the API makes the options of objects of the company.
func ofCompany(object map[string]any) bool {
	info, _ := object["optionInfo"].(map[string]any)
	return info["source"] == "COMPANY_CONFIG"
}

// optionsOf are the options in an object of the API, and how many there are by its own account.
func optionsOf(object map[string]any) (options []any, total int) {
	info, _ := object["optionInfo"].(map[string]any)
	options, _ = info["options"].([]any)
	number, _ := info["totalNumOptions"].(json.Number)
	total, _ = strconv.Atoi(number.String())
	return options, total
}

// knownOptions are the options in attributes, as the API has them.
func knownOptions(attrs map[string]any) []any {
	info, _ := attrs["option_info"].(map[string]any)
	options, _ := info["options"].([]any)
	var out []any
	for _, o := range options {
		attrs, _ := o.(map[string]any)
		option := map[string]any{"displayCode": attrs["display_code"]}
		if attrs["display_value"] != nil {
			option["displayValue"] = attrs["display_value"]
		}
		out = append(out, option)
	}
	return out
}

// holdsAll says that each of some options is among others.
func holdsAll(options, some []any) bool {
	return !slices.ContainsFunc(some, func(o any) bool {
		return !slices.ContainsFunc(options, func(other any) bool { return same(o, other) })
	})
}

// same says that two options have the same code and text.
func same(a, b any) bool {
	one, _ := a.(map[string]any)
	other, _ := b.(map[string]any)
	return service.Text(one, "displayCode") == service.Text(other, "displayCode") && service.Text(one, "displayValue") == service.Text(other, "displayValue")
}
