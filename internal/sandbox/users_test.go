package sandbox

import (
	"fmt"
	"testing"
)

// staffed is a sandbox with a company that has people from the start.
func staffed(t *testing.T) (a *api, company string) {
	t.Helper()
	options := testOptions()
	options.Staff = true
	a = inProcess(t, New(options))
	return a, a.create("")
}

// A new company has people where that is asked for; they are found, are not active for ever, and go with the company.
func TestStaff(t *testing.T) {
	a, company := staffed(t)
	query := "/v2/users?companyId=" + company
	for asked, want := range map[string]int{
		"": 3, "&email=Approver@sandbox.example": 1, "&employeeId=S-3": 1, "&externalId=sandbox-tara": 1, "&email=former@sandbox.example": 0,
		"&email=former@sandbox.example&includeInactive=true": 1, "&email=approver@sandbox.example&employeeId=S-3": 0,
	} {
		if found := lookup(a.want(200, "GET", query+asked, "").body, "elements").([]any); len(found) != want {
			t.Errorf("%s finds %v", asked, found)
		}
	}
	one := func(asked string) string {
		return textAt(lookup(a.want(200, "GET", query+asked, "").body, "elements").([]any)[0], "id")
	}
	approver, former := one("&employeeId=S-2"), one("&employeeId=S-4&includeInactive=true")
	traveler := a.want(200, "GET", "/v2/users/"+one("&employeeId=S-3"), "").body
	if got := textAt(traveler, "businessInfo", "managerRef", "id"); got != approver {
		t.Errorf("the manager is %s, and not %s", got, approver)
	}
	entity := textAt(traveler, "businessInfo", "legalEntityRef", "id")
	a.want(200, "GET", "/v2/companies/"+company+"/legal-entities/"+entity, "")
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/users/"+former, "")
	a.want(200, "GET", "/v2/users/"+former+"?includeInactive=true", "")
	a.want(204, "DELETE", "/v2/companies/"+company, "")
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/users/"+approver, "")
}

// Requests about people are held against the documents.
func TestUsersAreChecked(t *testing.T) {
	a, company := staffed(t)
	a.refused(400, "MISSING_CHOICE", "companyId", "GET", "/v2/users?email=a@b.example", "")
	a.refused(400, "MISSING_CHOICE", "companyId", "GET", "/v2/users?companyId="+company+"&tmcId="+company, "")
	a.refused(400, "BAD_FORMAT", "email", "GET", "/v2/users?companyId="+company+"&email=x", "")
	a.refused(403, "FORBIDDEN", "", "GET", "/v2/users?companyId="+unknownID, "")
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/users/"+unknownID, "")
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/users/"+unknownID+"/applicable-policies", "")
	const list = "/v3/users/list"
	a.refused(404, "NOT_FOUND", "", "POST", list, fmt.Sprintf(`{"companyId":{"id":%q},"pagination":{}}`, unknownID))
	a.refused(400, "MISSING_CHOICE", "companyId", "POST", list, `{"pagination":{}}`)
	a.refused(400, "AMBIGUOUS_CHOICE", "", "POST", list, fmt.Sprintf(`{"companyId":{"id":%q},"tmcId":{"id":%[1]q},"pagination":{}}`, company))
	a.refused(400, "MISSING_FIELD", "pagination", "POST", list, fmt.Sprintf(`{"companyId":{"id":%q}}`, company))
	a.refused(400, "OUT_OF_RANGE", "pagination.limit", "POST", list, fmt.Sprintf(`{"companyId":{"id":%q},"pagination":{"limit":0}}`, company))
	page := a.want(200, "POST", list, fmt.Sprintf(`{"companyId":{"id":%q},"pagination":{"offset":1,"limit":1},"userStatusFilter":"ALL","sort":{"sortBy":"NAME","sortOrder":"ASCENDING"}}`, company)).body
	users := lookup(page, "users").([]any)
	if len(users) != 1 || textAt(users[0], "businessDetail", "employeeId") != "S-4" || fmt.Sprint(lookup(page, "pagination", "totalNumResults")) != "4" {
		t.Errorf("the second page is %v", page)
	}
}

// What is deleted goes out of the profiles of its users if the delete says so, and only there where it can say so.
func TestDetachUsers(t *testing.T) {
	a, company := staffed(t)
	id := textAt(lookup(a.want(200, "GET", "/v2/users?companyId="+company+"&employeeId=S-2", "").body, "elements").([]any)[0], "id")
	below := "/v2/companies/" + company
	const address = `"billingCurrency":"EUR","address":{"addressLines":["x"],"regionCode":"DE"}`
	entities := below + "/legal-entities"
	entity := textAt(a.want(201, "POST", entities, `{"name":"Acme GmbH",`+address+`}`).body, "id")
	for _, c := range []struct {
		reference, path, body string
		created, deleted      int
		detaches              bool
	}{
		{"departmentRef", below + "/departments", `{"name":"Engineering"}`, 201, 204, true},
		{"costCenterRef", below + "/cost-centers", `{"name":"4711"}`, 201, 204, true},
		{"officeRef", entities + "/" + entity + "/offices", `{"name":"Berlin","address":{"addressLines":["x"],"regionCode":"DE"}}`, 201, 204, true},
		{"gradeRef", below + "/grades", `{"name":"Senior"}`, 200, 200, false},
		{"legalEntityRef", entities, `{"name":"Acme Ltd",` + address + `}`, 201, 204, false},
	} {
		queries := map[string]bool{"": true}
		if c.detaches {
			queries = map[string]bool{"": true, "?detachUsers=false": true, "?detachUsers=true": false}
		}
		for query, stays := range queries {
			object := textAt(a.want(c.created, "POST", c.path, c.body).body, "id")
			ok(t, a.server.Edit(Users, id, func(o map[string]any) {
				objectAt(o, "businessInfo")[c.reference] = map[string]any{"id": object}
			}))
			a.want(c.deleted, "DELETE", c.path+"/"+object+query, "")
			if got := textAt(a.want(200, "GET", "/v2/users/"+id, "").body, "businessInfo", c.reference, "id"); (got == object) != stays {
				t.Errorf("after a delete with %q the %s is %q", query, c.reference, got)
			}
		}
	}
}
