package company

import (
	"maps"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

var companies = &endpoint.Endpoint{
	Name: "company", Plural: "companies", Tree: Tree,
	Item:       "/v2/companies/{id}",
	MaskCreate: maskCreate,
	// A company may be asked for by its external id, too, with an X before it.
	SameID: func(asked, answered string) bool {
		return strings.HasPrefix(asked, "X") || strings.EqualFold(asked, answered)
	},
	List: endpoint.List{Style: endpoint.ByOffset, Arguments: arguments(), ExternalID: "external_id"},
}

// NewResource is the resource spotnana_company.
var NewResource = companies.Resource(func() crud.Spec {
	return crud.Spec{
		Doc: "A company at Spotnana: a customer organisation, a travel management company (TMC) or a partner. " +
			"What the configuration does not mention when the company is made stays as it is at Spotnana, and shows in the plan when somebody changes it there. " +
			"After an import all of the company is in the state, so what the configuration leaves out is removed: the plan shows that, and warns.",
		Roles:      "Making a company takes the role TMC_ADMIN or above.",
		CreateBody: createBody,
		Protect: func(state map[string]any) string {
			if state["deletion_protection"] == false {
				return ""
			}
			return "The company is protected against deletion. If it really shall go, set deletion_protection = false, apply that, and destroy again."
		},
	}
})

// createBody has the support configurations as an array. They are an object with their number ever after.
func createBody(body, _ map[string]any) map[string]any {
	out := maps.Clone(body)
	if s, ok := body[supportConfigs].(map[string]any); ok {
		out[supportConfigs] = s["elements"]
	}
	return out
}

const supportConfigs = "supportConfigs"

// maskCreate masks the body of a create and its answer, which are no companies in the shape of the tree.
func maskCreate(doc any) any {
	m, ok := doc.(map[string]any)
	if !ok {
		return nil
	}
	if id, isAnswer := m["id"].(string); isAnswer {
		return map[string]any{"id": id}
	}
	if elements, ok := m[supportConfigs].([]any); ok {
		m[supportConfigs] = map[string]any{"elements": elements}
	}
	return codec.Mask(Tree(), m)
}
