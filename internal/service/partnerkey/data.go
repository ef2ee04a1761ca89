package partnerkey

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

// NewListDataSource is the data source spotnana_partner_public_keys.
var NewListDataSource = keys.Many("The partner public keys of a company. The API tells everything about a key but the key itself.")

// arguments narrow the list of keys.
func arguments() []*field.Node {
	return []*field.Node{{Name: "status", JSON: "status", Enum: status, Doc: "Only keys of this status. Without it the API answers active keys."}}
}
