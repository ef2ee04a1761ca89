package main

import (
	"fmt"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// customerExternalID is how the company is found in the sandbox, whose ids are new in each run.
const customerExternalID = "acme-robotics"

// tamper does what somebody in the vendor's user interface might: one more mail domain, and everybody with an address
// in it may sign up. The configuration sets the domains and says nothing about signing up.
func tamper(file string) error {
	server, err := sandbox.Open(file, sandbox.Options{})
	if err != nil {
		return err
	}
	ids, err := server.IDs(sandbox.Companies)
	if err != nil {
		return err
	}
	for _, id := range ids {
		company, err := server.Get(sandbox.Companies, id)
		if err != nil {
			return err
		}
		if company["externalId"] != customerExternalID {
			continue
		}
		domains, _ := company["emailDomains"].([]any)
		fmt.Printf("The company %v lets everybody at somewhere-else.example sign up.\n", company["name"])
		return server.Edit(sandbox.Companies, id, func(company map[string]any) {
			company["emailDomains"] = append(domains, "somewhere-else.example")
			company["isSelfSignUpEnabled"] = true
		})
	}
	return fmt.Errorf("the sandbox has no company with the external id %s", customerExternalID)
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
