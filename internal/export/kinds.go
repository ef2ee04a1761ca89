package export

import (
	"fmt"
	"slices"
	"strings"
)

// kind is a resource type of which an export has objects.
type kind struct {
	// name is the type without the provider's prefix, plural what files and messages call several.
	name, plural string
	// above is where the objects are.
	above place
	// lists is the data source that lists them, and entries its attributes, where that takes fewer requests than the lists of the
	// resource.
	lists   string
	entries []string
	// optional kinds are exported only where they are asked for; because says why.
	optional bool
	because  string
	// unwritable says why no configuration of such an object can be written, empty where it can.
	unwritable string
}

// place is what objects stand below.
type place int

const (
	inTenant place = iota
	inCompany
	inTrip
	// These are settings: a company has them once, or for each of its roles, or both.
	onceInCompany
	eachRole
	eachRoleAndOnce
)

const (
	companyKind = "company"
	tripKind    = "trip"
	userData    = "user"
)

// daily is why an export has none of what a company has thousands of.
const daily = "travelers make them every day"

// kinds are all of them, in the order of the files: what others refer to comes first.
var kinds = []*kind{
	{name: companyKind, plural: "companies", above: inTenant},
	{name: "legal_entity", plural: "legal_entities", above: inCompany},
	{name: "office", plural: "offices", above: inCompany, lists: "offices", entries: []string{"offices"}},
	{name: "department", plural: "departments", above: inCompany},
	{name: "cost_center", plural: "cost_centers", above: inCompany},
	{name: "grade", plural: "grades", above: inCompany},
	{name: "custom_field", plural: "custom_fields", above: inCompany},
	{name: "policy", plural: "policies", above: inCompany},
	{name: "color_config", plural: "color_config", above: eachRole},
	{name: "company_features", plural: "company_features", above: eachRoleAndOnce},
	{name: "enrollment_config", plural: "enrollment_config", above: onceInCompany},
	{name: "managers_config", plural: "managers_config", above: eachRole},
	{name: "preference_tiers", plural: "preference_tiers", above: onceInCompany},
	{name: "service_charge_plan", plural: "service_charge_plan", above: onceInCompany},
	{name: "stealth_config", plural: "stealth_config", above: eachRoleAndOnce},
	{name: "tier_config", plural: "tier_config", above: eachRoleAndOnce},
	{name: "travel_content_config", plural: "travel_content_config", above: onceInCompany},
	{name: "white_label_config", plural: "white_label_config", above: eachRole},
	{name: "partner_public_key", plural: "partner_public_keys", above: inCompany,
		unwritable: "no answer of the API has the key itself (public_key_jwk), which the resource requires: configure it with the key, and import it by this id"},
	{name: tripKind, plural: "trips", above: inCompany, lists: "trips", entries: []string{"trips", "failed_trips"}, optional: true, because: daily},
	{name: "trip_agent_note", plural: "trip_agent_notes", above: inTrip, optional: true, because: daily},
	{name: "api_user", plural: "api_users", above: inTenant},
	{name: "unite_company", plural: "unite_companies", above: inTenant},
}

// settings says that a company has at most one such object, or one for each role.
func (k *kind) settings() bool { return k.above >= onceInCompany }

// Kinds are the names of all kinds.
func Kinds() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

// ParseKinds are kinds by their names, with the provider's prefix or without, in the usual order; without names, those that are not
// optional.
func ParseKinds(names []string) ([]string, error) {
	var wanted []string
	for _, name := range names {
		bare := strings.TrimPrefix(strings.TrimSpace(name), "spotnana_")
		if !slices.Contains(Kinds(), bare) {
			return nil, fmt.Errorf("%q is no kind of object; there are %s", name, strings.Join(Kinds(), ", "))
		}
		wanted = append(wanted, bare)
	}
	var out []string
	for _, k := range kinds {
		if len(names) == 0 && !k.optional || slices.Contains(wanted, k.name) {
			out = append(out, k.name)
		}
	}
	return out, nil
}
