package main

import (
	"fmt"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// customerExternalID is how the company is found in the sandbox, whose ids are new in each run.
const customerExternalID = "acme-robotics"

// policyName is how the policy is found.
const policyName = "Engineering"

// tamper does what somebody in the vendor's user interface might: one more mail domain, and everybody with an address
// in it may sign up. The configuration sets the domains and says nothing about signing up. And one more airline is
// taken out of a travel policy, another one is let in again.
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
	return edit(server, sandbox.Policies, "name", policyName, func(policy map[string]any) {
		air, _ := policy["airPolicyRules"].(map[string]any)
		air["restrictedAirlines"] = map[string]any{"restrictedAirlinesProps": map[string]any{"airlineCodes": []any{"W6", "U2"}}}
	})
}

// edit changes the object of a kind that has the given value in a property.
func edit(server *sandbox.Server, kind sandbox.Kind, property, value string, change func(object map[string]any)) error {
	ids, err := server.IDs(kind)
	if err != nil {
		return err
	}
	for _, id := range ids {
		object, err := server.Get(kind, id)
		if err != nil {
			return err
		}
		if object[property] == value {
			return server.Edit(kind, id, change)
		}
	}
	return fmt.Errorf("the sandbox has none of the %s with the %s %s", kind, property, value)
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
