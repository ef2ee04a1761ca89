package sandbox

import (
	"net/http"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// Companies are companies as the API answers them, secrets included; their id is the company's UUID. A company has its
// default policy from the start.
const Companies Kind = "companies"

var companies = &collection{
	kind: Companies, title: "company", path: "/v2/companies", param: "companyId",
	shape: companyShape, creation: companyCreationShape, id: "id.id",
	unique:     []uniqueKey{{"externalId", "DUPLICATE_EXTERNAL_ID"}},
	references: referencesToCompanies(),
	decide:     decideCompany,
	added:      (*Server).addCompany,
	create:     operation{status: http.StatusCreated},
	read:       operation{status: http.StatusOK, do: readCompany},
	replace:    operation{status: http.StatusNoContent},
	remove:     operation{status: http.StatusNoContent},
	lists: []listing{{style: offsetList, filters: []filter{
		{parameter: one("externalId", aString), property: "externalId"},
		{parameter: many("companyRole", companyRole), property: "companyRoles"},
		{parameter: many("companyIds", aUUID)},
		{parameter: many("contractingTmcIds", aUUID), property: "contractedBy.id"},
		{parameter: many("bookingTmcIds", aUUID), property: "bookingTmcId.id"},
	}}},
	receive: receiveCompany,
}

// companyReferences are the properties by which one company refers to another.
var companyReferences = []string{"contractedBy", "bookingTmcId", "defaultBookingTmcId"}

func referencesToCompanies() []foreignKey {
	out := make([]foreignKey, len(companyReferences))
	for i, name := range companyReferences {
		out[i] = foreignKey{property: name + ".id", to: Companies, blames: name}
	}
	return out
}

// receiveCompany makes the list of a new company's support configurations what a read answers.
func receiveCompany(c *call, _ string) (map[string]any, error) {
	body, err := c.checked(companyCreationShape, nil)
	if err != nil {
		return nil, err
	}
	company := cloneObject(body)
	if configs, given := company["supportConfigs"].([]any); given {
		company["supportConfigs"] = map[string]any{"elements": configs}
	}
	return company, nil
}

// decideCompany counts the support configurations, whatever the request says.
func decideCompany(_ *Server, r *record, old map[string]any) map[string]any {
	configs, _ := r.Object["supportConfigs"].(map[string]any)
	if elements, given := configs["elements"].([]any); given {
		configs["length"] = number(len(elements))
	}
	if old == nil {
		return map[string]any{"isActive": true}
	}
	return nil
}

func (c *call) byExternalID(external string) *record {
	for _, r := range c.state.objects[Companies] {
		if spelling.Same(textAt(r.Object, "externalId"), external) {
			return r
		}
	}
	return nil
}

// checkApplication checks the header that names an application, as a document spells it.
func (c *call) checkApplication(header string) error {
	for _, application := range c.r.Header.Values(header) {
		if !formats["uuid"](application) {
			return badRequest("BAD_FORMAT", header, "The header %s must have the format uuid.", header)
		}
	}
	return nil
}

// readCompany also takes X and the external id.
func readCompany(c *call) (*answer, error) {
	if err := c.checkApplication("x-application-id"); err != nil {
		return nil, err
	}
	id := c.r.PathValue("companyId")
	r := c.state.find(Companies, strings.ToLower(id))
	if external, found := strings.CutPrefix(id, "X"); found {
		r = c.byExternalID(external)
	}
	if r == nil || c.hiding(r.ID) {
		return nil, notFound("company", id)
	}
	return &answer{status: http.StatusOK, body: r.Object, shape: companyShape}, nil
}
