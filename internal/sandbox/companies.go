package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

func (s *Server) companyRoutes() {
	s.route("POST /v2/companies", createCompany)
	s.route("GET /v2/companies", listCompanies, one("externalId", aString), many("companyRole", companyRole),
		many("companyIds", aUUID), many("contractingTmcIds", aUUID), many("bookingTmcIds", aUUID),
		whole("offset", 0, maxInt), whole("limit", 0, maxPage))
	s.route("GET /v2/companies/{companyId}", readCompany)
	s.route("PUT /v2/companies/{companyId}", replaceCompany)
	s.route("DELETE /v2/companies/{companyId}", deleteCompany)
}

// companyReferences are the properties by which one company refers to another.
var companyReferences = []string{"contractedBy", "bookingTmcId", "defaultBookingTmcId"}

func createCompany(c *call) (*answer, error) {
	body, err := c.checked(companyCreationShape, nil)
	if err != nil {
		return nil, err
	}
	if err := c.consistentCompany("", body); err != nil {
		return nil, err
	}
	id := c.options.NewID()
	company := cloneObject(body)
	company["id"] = map[string]any{"id": id}
	if configs, given := company["supportConfigs"].([]any); given {
		company["supportConfigs"] = map[string]any{"elements": configs}
	}
	storeCompany(c, id, company, nil)
	c.addDefaultPolicy(c.state, c.state.find(Companies, id))
	c.hide(id)
	return &answer{status: http.StatusCreated, body: map[string]any{"id": id}}, nil
}

func replaceCompany(c *call) (*answer, error) {
	id, old, err := c.company()
	if err != nil {
		return nil, err
	}
	body, err := c.checked(companyShape, old.Object)
	if err != nil {
		return nil, err
	}
	if given := textAt(body, "id", "id"); !strings.EqualFold(given, id) {
		return nil, badRequest("ID_MISMATCH", "id.id", "The id %q in the body is not the company's.", given)
	}
	if err := c.consistentCompany(id, body); err != nil {
		return nil, err
	}
	storeCompany(c, id, cloneObject(body), old.Object)
	return &answer{status: http.StatusNoContent}, nil
}

// storeCompany adds what the server decides to obj and stores it. Old is nil for a new company.
func storeCompany(c *call, id string, obj, old map[string]any) {
	if old == nil {
		old = map[string]any{"isActive": true}
	}
	companyShape.retain(obj, old, !c.Modes().AnswerSecrets)
	if wrapper, ok := obj["id"].(map[string]any); ok {
		wrapper["id"] = id // in the server's spelling
	}
	if configs, ok := obj["supportConfigs"].(map[string]any); ok {
		if elements, ok := configs["elements"].([]any); ok {
			configs["length"] = number(len(elements))
		}
	}
	c.state.put(Companies, &record{ID: id, Object: obj})
}

// consistentCompany checks a company against the others. The id is empty for a new one.
func (c *call) consistentCompany(id string, body map[string]any) error {
	if external := textAt(body, "externalId"); external != "" {
		if other := c.byExternalID(external); other != nil && other.ID != id {
			return badRequest("DUPLICATE_EXTERNAL_ID", "externalId", "The company %s has the external id %q already.", other.ID, external)
		}
	}
	if c.Modes().AllowUnknownCompanies {
		return nil
	}
	for _, name := range companyReferences {
		if ref := textAt(body, name, "id"); ref != "" && c.state.find(Companies, strings.ToLower(ref)) == nil {
			return badRequest("UNKNOWN_COMPANY", name+".id", "There is no company %q.", ref)
		}
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

// company is the company that the path names by its UUID.
func (c *call) company() (string, *record, error) {
	id, err := c.pathUUID("companyId")
	if err != nil {
		return "", nil, err
	}
	r := c.state.find(Companies, id)
	if r == nil {
		return "", nil, notFound("company", id)
	}
	return id, r, nil
}

// readCompany also takes X and the external id.
func readCompany(c *call) (*answer, error) {
	for _, application := range c.r.Header.Values("X-Application-Id") {
		if !formats["uuid"](application) {
			return nil, badRequest("BAD_FORMAT", "x-application-id", "The header x-application-id must have the format uuid.")
		}
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

func deleteCompany(c *call) (*answer, error) {
	id, _, err := c.company()
	if err != nil {
		return nil, err
	}
	for _, other := range c.state.objects[Companies] {
		for _, name := range companyReferences {
			if other.ID != id && strings.EqualFold(textAt(other.Object, name, "id"), id) {
				return nil, forbidden("COMPANY_IN_USE", name, "The company %s refers to this one by %s.", other.ID, name)
			}
		}
	}
	c.state.remove(PartnerPublicKeys, func(r *record) bool { return r.Parent == id })
	c.state.remove(Policies, func(r *record) bool { return r.Parent == id })
	c.state.remove(Companies, func(r *record) bool { return r.ID == id })
	return &answer{status: http.StatusNoContent}, nil
}

func listCompanies(c *call) (*answer, error) {
	match := companyFilter(c.r.URL.Query())
	var found []any
	for _, r := range c.state.objects[Companies] {
		if match(r) {
			found = append(found, map[string]any{"id": r.ID, "name": r.Object["name"]})
		}
	}
	return c.page(found), nil
}

// companyFilter is what all filters of a query that was checked say together; within one filter any of its values will do.
func companyFilter(query url.Values) func(*record) bool {
	external := query.Get("externalId")
	allowed := func(name, value string) bool {
		return len(query[name]) == 0 || slices.ContainsFunc(query[name], func(s string) bool { return strings.EqualFold(s, value) })
	}
	return func(r *record) bool {
		roles, _ := r.Object["companyRoles"].([]any)
		return (external == "" || spelling.Same(textAt(r.Object, "externalId"), external)) &&
			(len(query["companyRole"]) == 0 || slices.ContainsFunc(roles, func(role any) bool {
				name, _ := role.(string)
				return slices.Contains(query["companyRole"], name)
			})) &&
			allowed("companyIds", r.ID) &&
			allowed("contractingTmcIds", textAt(r.Object, "contractedBy", "id")) &&
			allowed("bookingTmcIds", textAt(r.Object, "bookingTmcId", "id"))
	}
}
