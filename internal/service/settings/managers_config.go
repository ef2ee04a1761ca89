package settings

import (
	"maps"
	"slices"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// ManagersConfigTree declares a managers config.
var ManagersConfigTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company(), endpoint.Role()},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			managers("account_managers", "accountManagers", "Account managers of the company."),
			managers("customer_success_managers", "customerSuccessManagers", "Customer success managers of the company."),
		}},
	}
})

// managers are users. All but their ids is the users' own.
func managers(name, json, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.List, Key: []string{"id"}, Doc: doc,
		Elem: &field.Node{Kind: field.Object, Derived: ofUser, Attrs: []*field.Node{
			{Name: "id", JSON: "id", Mode: field.Required, Format: field.UUID, Doc: "Id of the user who is one, a UUID."},
		}}}
}

// ofUser are the properties of a manager that are the user's own, and lists the managers of all sorts.
var (
	ofUser = []string{"fullName", "email", "profilePictureUrl", "isActive"}
	lists  = []string{"accountManagers", "customerSuccessManagers"}
)

// ManagersExceptions are the properties of the API's documents that the tree lacks, with the reason.
var ManagersExceptions = func() map[string]string {
	out := map[string]string{}
	for _, list := range lists {
		for _, name := range ofUser {
			out[list+"[]."+name] = "the user's own: it does not change with these settings, and is looked up with the user"
		}
	}
	return out
}()

// onlyIDs leaves of managers what settings say of them, also of those that stay as they are.
func onlyIDs(body, _ map[string]any) map[string]any {
	out := maps.Clone(body)
	for _, list := range lists {
		elements, isList := body[list].([]any)
		if !isList {
			continue
		}
		sent := slices.Clone(elements)
		for i, e := range elements {
			if manager, isObject := e.(map[string]any); isObject {
				sent[i] = withoutOwn(manager)
			}
		}
		out[list] = sent
	}
	return out
}

func withoutOwn(manager map[string]any) map[string]any {
	out := maps.Clone(manager)
	for _, name := range ofUser {
		delete(out, name)
	}
	return out
}

var managersConfig = &endpoint.Settings{Name: "managers_config", Tree: ManagersConfigTree, Path: "/v2/companies/{company_id}/managers-config", Sent: onlyIDs}

var (
	// NewManagersConfig is the resource spotnana_managers_config.
	NewManagersConfig = managersConfig.Resource("Who looks after a company: its account managers and customer success managers. There is one such object for each role of a company: " +
		"a create takes it over, and what the configuration leaves out stays. A destroy deletes all of it.")
	// NewManagersConfigData is the data source spotnana_managers_config.
	NewManagersConfigData = managersConfig.Data("Who looks after a company: its account managers and customer success managers. Where nobody set any, both lists are null.")
)
