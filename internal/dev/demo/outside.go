package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// customerExternalID is how the company is found in the sandbox, whose ids are new in each run.
const customerExternalID = "acme-robotics"

// policyName and officeName are how the policy and the office are found.
const (
	policyName = "Engineering"
	officeName = "Lyon"
)

// tamper does what somebody in the vendor's user interface might: one more mail domain, and everybody with an address
// in it may sign up. The configuration sets the domains and says nothing about signing up. And one more airline is
// taken out of a travel policy, another one is let in again; an office gets another name, and one of the features that are
// managed another value, beside one that is not.
func tamper(file string) error {
	server, err := sandbox.Open(file, sandbox.Options{})
	if err != nil {
		return err
	}
	fmt.Println("Everybody at somewhere-else.example may sign up as a traveler of the customer.")
	err = edit(server, sandbox.Companies, "externalId", customerExternalID, func(company map[string]any) {
		domains, _ := company["emailDomains"].([]any)
		company["emailDomains"] = append(domains, "somewhere-else.example")
		company["isSelfSignUpEnabled"] = true
	})
	if err != nil {
		return err
	}
	fmt.Printf("The policy %q no longer restricts the airline FR, and restricts U2.\n", policyName)
	err = edit(server, sandbox.Policies, "name", policyName, func(policy map[string]any) {
		air, _ := policy["airPolicyRules"].(map[string]any)
		air["restrictedAirlines"] = map[string]any{"restrictedAirlinesProps": map[string]any{"airlineCodes": []any{"W6", "U2"}}}
	})
	if err != nil {
		return err
	}
	fmt.Printf("The office %q is called \"Lyon Confluence\".\n", officeName)
	err = edit(server, sandbox.Offices, "name", officeName, func(office map[string]any) { office["name"] = "Lyon Confluence" })
	if err != nil {
		return err
	}
	fmt.Println("Travelers may add cards again: a feature that is managed. The menu has no policies any more: one that is not.")
	return switchFeatures(server, map[string]string{"PAYMENT_ADD_CARD": "true", "MENU_ITEM_POLICIES": "false"})
}

// switchFeatures gives features of the customer other values.
func switchFeatures(server *sandbox.Server, values map[string]string) error {
	id, _, err := find(server, sandbox.CompanyFeatures, "one of the customer", func(map[string]any) bool { return true })
	if err != nil {
		return err
	}
	return server.Edit(sandbox.CompanyFeatures, id, func(object map[string]any) {
		list, _ := object["features"].([]any)
		list = slices.DeleteFunc(slices.Clone(list), func(e any) bool {
			feature, _ := e.(map[string]any)
			name, _ := feature["name"].(string)
			_, isOne := values[name]
			return isOne
		})
		for _, name := range slices.Sorted(maps.Keys(values)) {
			list = append(list, map[string]any{"name": name, "value": values[name], "enabled": values[name] != "false"})
		}
		object["features"] = list
	})
}

// expectKept fails unless a default policy has the rule that the configuration sets and, as it had from the start, its
// approvals and its rules for cars and trains, which the configuration leaves out.
func expectKept(file string) error {
	server, err := sandbox.Open(file, sandbox.Options{})
	if err != nil {
		return err
	}
	_, policy, err := find(server, sandbox.Policies, "the default policy as it is configured", func(policy map[string]any) bool {
		air, _ := policy["airPolicyRules"].(map[string]any)
		return policy["type"] == "DEFAULT" && air["co2EmissionPerPassengerPerKm"] != nil
	})
	if err != nil {
		return err
	}
	for _, name := range []string{"outOfPolicyApprovalInfos", "carPolicyRules", "rules"} {
		if policy[name] == nil {
			return fmt.Errorf("the default policy has lost its %s", name)
		}
	}
	fmt.Println("The default policy has the configured rules for flights, and still its own approvals and rules for cars and trains.")
	return nil
}

// edit changes the object of a kind that has the given value in a property.
func edit(server *sandbox.Server, kind sandbox.Kind, property, value string, change func(object map[string]any)) error {
	id, _, err := find(server, kind, "one with the "+property+" "+value, func(object map[string]any) bool { return object[property] == value })
	if err != nil {
		return err
	}
	return server.Edit(kind, id, change)
}

// find is the first object of a kind that is the one that is looked for.
func find(server *sandbox.Server, kind sandbox.Kind, what string, is func(object map[string]any) bool) (string, map[string]any, error) {
	ids, err := server.IDs(kind)
	if err != nil {
		return "", nil, err
	}
	for _, id := range ids {
		object, err := server.Get(kind, id)
		if err != nil {
			return "", nil, err
		}
		if is(object) {
			return id, object, nil
		}
	}
	return "", nil, fmt.Errorf("among the %s of the sandbox is not %s", kind, what)
}

// expectNoCompanies fails when a company is left in the sandbox.
func expectNoCompanies(file string) error {
	server, err := sandbox.Open(file, sandbox.Options{})
	if err != nil {
		return err
	}
	ids, err := server.IDs(sandbox.Companies)
	if err != nil {
		return err
	}
	if len(ids) > 0 {
		return fmt.Errorf("companies are left in the sandbox after the destroy: %v", ids)
	}
	return nil
}
