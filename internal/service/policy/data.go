package policy

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

// NewDataSource is the data source spotnana_policy.
var NewDataSource = policies.One("One policy of a company, found by its id or its name, with what the server keeps about it: " +
	"version, time of the last change, membership by HR feed.")

// NewListDataSource is the data source spotnana_policies.
var NewListDataSource = policies.Many("The policies of a company, by id and name.")

// arguments narrow the list of policies.
func arguments() []*field.Node {
	return []*field.Node{{Name: "categories", JSON: "categories", Kind: field.List, Elem: &field.Node{Enum: policyCategory},
		Doc: "Only policies of these categories. Without it, those of all categories; an empty list finds none."}}
}

// categories are all of them: without any, the API would leave out the policies of guests.
func categories() []any {
	var all []any
	for _, c := range policyCategory.Values {
		all = append(all, c)
	}
	return all
}
