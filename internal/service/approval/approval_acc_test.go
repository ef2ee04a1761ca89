package approval_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	company  = "4974a66b-7493-4f41-908c-58ba81093947"
	approver = "6b0a5f1e-2f3d-4c8b-9a7e-1d2c3b4a5f60"
	traveler = "9d4c2b1a-0f5e-4d7c-8b6a-3e2f1a0b9c8d"
	nobody   = "00000000-0000-4000-8000-00000000dead"
)

func approvalID(n int) string { return fmt.Sprintf("7a1b2c3d-4e5f-4a6b-8c7d-%012d", n) }

// The approvals of a company are listed on all pages, the open ones unless others are asked for. Of people there are the ids.
func TestAccApprovals(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	ref := func(id string) map[string]any { return map[string]any{"id": id} }
	insert := func(kind sandbox.Kind, parent, id string, o map[string]any) {
		if err := s.Insert(kind, parent, id, o); err != nil {
			t.Fatal(err)
		}
	}
	insert(sandbox.Companies, "", company, map[string]any{"id": ref(company), "name": "Acme", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}})
	for n := range 103 {
		a := map[string]any{"approvalId": approvalID(n), "pnrId": "1", "tripId": fmt.Sprint("trip", n), "approvalStatus": "APPROVAL_PENDING", "pnrType": "AIR", "outOfPolicy": false,
			"approvalType": "HARD_APPROVAL", "approvalVoidDeadline": map[string]any{"iso8601": "2026-05-06T10:00Z"}, "companyId": ref(company), "legalEntityId": ref(traveler)}
		switch n {
		case 1:
			a["approvalStatus"], a["approvalProcessedBy"] = "APPROVED", ref(approver)
		case 2:
			a["outOfPolicy"], a["pnrType"], a["approvalType"] = true, "HOTEL", "SOFT_APPROVAL"
			a["approvalVoidDeadline"] = map[string]any{"iso8601": "2026-07-01T10:00Z"}
			a["basicTripInfo"] = map[string]any{"tripId": "trip2", "tripName": "Kick-off", "userId": ref(traveler), "tripDescription": acctest.Secrets["secret_key"]}
			a["approvers"] = []any{map[string]any{"basicInfo": map[string]any{"email": "ada@acme.example", "name": map[string]any{"given": acctest.Secrets["secret_key"], "family1": "x"},
				"userOrgId": map[string]any{"userId": ref(approver), "organizationId": ref(company)}}}}
		}
		insert(sandbox.Approvals, company, approvalID(n), a)
	}
	data := func(label, arguments string) string {
		return fmt.Sprintf("data \"spotnana_approvals\" %q {\n  company_id = %q\n  %s\n}\n", label, company, arguments)
	}
	config := data("all", "") + data("approved", `approval_statuses = ["APPROVED"]`) + data("none", "trip_ids = []") + "data \"spotnana_company\" \"x\" {\n  id = \"" + company + "\"\n}\n"
	size := func(label string, n int) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.spotnana_approvals."+label, tfjsonpath.New("approvals"), knownvalue.ListSizeExact(n))
	}
	checks := []statecheck.StateCheck{size("all", 102), size("approved", 1), size("none", 0)}
	for label, arguments := range map[string]string{
		"policy": "out_of_policy = true", "type": `approval_types = ["SOFT_APPROVAL"]`, "kind": `pnr_types = ["HOTEL"]`, "trip": `trip_ids = ["trip2"]`,
		"traveler": fmt.Sprintf("primary_traveler_ids = [%q]", traveler), "approver": fmt.Sprintf("approver_user_ids = [%q]", approver),
		"deadline": `approval_deadline_date_range = { start_date = "2026-06-01", end_date = "2026-07-31" }`,
	} {
		config += data(label, arguments)
		at := tfjsonpath.New("approvals").AtSliceIndex(0)
		text := func(attribute, want string) statecheck.StateCheck {
			return statecheck.ExpectKnownValue("data.spotnana_approvals."+label, at.AtMapKey(attribute), knownvalue.StringExact(want))
		}
		checks = append(checks, size(label, 1), text("id", approvalID(2)), text("trip_name", "Kick-off"), text("pnr_type", "HOTEL"), text("approval_void_deadline", "2026-07-01T10:00Z"),
			statecheck.ExpectKnownValue("data.spotnana_approvals."+label, at.AtMapKey("approvers"), knownvalue.ListExact([]knownvalue.Check{
				knownvalue.ObjectExact(map[string]knownvalue.Check{"user_id": knownvalue.StringExact(approver)}),
			})))
	}
	s.Test(resource.TestStep{Config: s.Config(config), ConfigStateChecks: checks})

	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("data \"spotnana_approvals\" \"x\" {\n  company_id = %q\n}\n", nobody)))
	tf.Fails([]string{"plan"}, "Error: Spotnana does not permit this: cannot read spotnana_approvals", "Or there is no company with the id")
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(data("x", "  approval_deadline_date_range = { start_date = \"2026-03-02\", end_date = \"2026-03-01\" }")))
	tf.Fails([]string{"validate"}, "Error: Range upside down", "end_date of approval_deadline_date_range is 2026-03-01, before its start_date")
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(data("x", "")))
	for body, want := range map[string]string{
		`{"approvalDataList":[]}`: "the answer does not say how many approvals there are",
		`{"approvalDataList":{},"paginationResponseParams":{"totalNumResults":0}}`:               "approvalDataList is not an array",
		`{"approvalDataList":[{"tripId":"1"}],"paginationResponseParams":{"totalNumResults":1}}`: "approvalDataList[0] has no id",
	} {
		s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v3/approvals/companies/*/list", Reply: &sandbox.Reply{Status: 200, Body: body}})
		tf.Fails([]string{"plan"}, want)
	}
}
