package subject

import (
	"slices"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/approval"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/servicecharge"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/trip"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/user"
)

// Reading are data sources of what no resource makes.
type Reading struct {
	// Name is that of the package.
	Name string
	// Contract are the schemas of the vendor's documents that their trees follow.
	Contract []Schema
	// EmptyData are the data sources with local.nothing wherever an empty text has no meaning.
	EmptyData string
}

var readings = []*Reading{{
	Name:      "approval",
	Contract:  []Schema{{Document: "trip", Name: "GetApprovalDataV3Response", Tree: approval.Tree(), Exceptions: approval.Exceptions()}},
	EmptyData: "data \"spotnana_approvals\" \"test\" {\n  company_id = local.nothing\n  trip_ids = [local.nothing]\n}\n",
}, {
	Name: "servicecharge",
	Contract: []Schema{
		{Document: "company", Name: "ListServiceChargesResponse", Tree: servicecharge.Tree(), Exceptions: servicecharge.Exceptions()},
		{Document: "company", Name: "ListServiceChargesRequest", Tree: servicecharge.RequestTree(), Request: true},
	},
	EmptyData: "data \"spotnana_service_charges\" \"test\" {\n  trip_id = local.nothing\n}\ndata \"spotnana_service_charges\" \"user\" {\n  user_id      = local.nothing\n  service_type = local.nothing\n}\n",
}, {
	Name: "trip",
	Contract: []Schema{
		{Document: "trip", Name: "TripV3DetailsResponse", Tree: trip.PNRsTree(), Exceptions: trip.PNRsExceptions()},
	},
	EmptyData: "data \"spotnana_trip_pnrs\" \"test\" {\n  trip_id = local.nothing\n}\n",
}, {
	Name: "user",
	Contract: []Schema{
		{Document: "users", Name: "UserProfile", Tree: user.Tree(), Exceptions: user.Exceptions()},
		{Document: "users", Name: "ListUsersV3Response", Tree: user.ListTree(), Exceptions: user.ListExceptions()},
		{Document: "users", Name: "ListUsersV3Request", Tree: user.RequestTree(), Exceptions: user.RequestExceptions(), Request: true},
		{Document: "users", Name: "UserApplicablePolicies", Tree: user.PoliciesTree()},
	},
	EmptyData: `
data "spotnana_user" "test" {
  company_id = local.nothing
  email      = local.nothing
}
data "spotnana_user" "id" {
  id = local.nothing
}
data "spotnana_users" "test" {
  company_id  = local.nothing
  search_text = local.nothing
  filters     = [{ emails = [local.nothing] }]
}
data "spotnana_user_applicable_policies" "test" {
  user_id = local.nothing
}
`,
}}

// Readings are all data sources of what no resource makes.
func Readings() []*Reading { return slices.Clone(readings) }

// Schemas are all schemas of the vendor's documents that trees follow, by the name of the subject or of the package.
func Schemas() map[string][]Schema {
	out := map[string][]Schema{}
	for _, s := range Resources() {
		out[s.Name] = s.Contract
	}
	for _, r := range readings {
		out[r.Name] = append(out[r.Name], r.Contract...)
	}
	return out
}
