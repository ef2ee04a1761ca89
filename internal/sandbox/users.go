package sandbox

import (
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/user"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// Users are profiles of people as the API answers them; their id is the user's UUID, and they have no parent: a profile names
// its company. People come from HR feeds, so no request makes or changes one here: see [Server.Insert] and Options.Staff.
const Users Kind = "users"

var people = &collection{
	kind: Users, title: "user", path: "/v2/users", param: "userId",
	shape: userShape, id: "id",
	references: []foreignKey{
		{property: "businessInfo.organizationRef.id", to: Companies, onDelete: cascade},
		{property: "businessInfo.departmentRef.id", to: Departments, onDelete: detach},
		{property: "businessInfo.costCenterRef.id", to: CostCenters, onDelete: detach},
		{property: "businessInfo.officeRef.id", to: Offices, onDelete: detach},
		// The documents have no way to detach users from these, and do not say what becomes of them.
		{property: "businessInfo.gradeRef.id", to: Grades, onDelete: dangle},
		{property: "businessInfo.legalEntityRef.id", to: LegalEntities, onDelete: dangle},
	},
	read: operation{status: http.StatusOK, query: []parameter{flag("includeInactive")}, do: readUser},
	more: []route{
		{method: http.MethodGet, path: "/v2/users", do: queryUsers, query: []parameter{
			one("companyId", aUUID), one("tmcId", aUUID), one("email", anEmail), one("externalId", aString), one("employeeId", aString), flag("includeInactive"),
		}},
		{method: http.MethodPost, path: "/v3/users/list", do: listUsers},
		{method: http.MethodGet, path: "/v2/users/{userId}/applicable-policies", do: readApplicablePolicies},
	},
}

// userShape is a profile as far as anything depends on it; the rest of one is answered as it was put in.
var userShape = shapeOf(user.Tree())

var (
	persona    = enum("UNKNOWN_PERSONA", "EMPLOYEE", "GUEST", "PERSONAL", "RELATIVE", "ADHOC")
	userTier   = enum("BASIC", "SEAT1A")
	userFilter = fields(
		optional(list(reference), "legalEntityIds", "officeIds", "departmentIds", "costCenterIds", "userIds"),
		optional(list(aString), "emails", "externalIds", "designations"),
		optional(list(persona), "personas"),
		optional(list(enum("UNKNOWN_TYPE", "COMPANY_ADMIN", "COMPANY_TRAVEL_ARRANGER", "TRAVEL_ARRANGER", "COMPANY_REPORT_ADMIN", "GLOBAL_ADMIN", "GLOBAL_AGENT",
			"TMC_AGENT", "TMC_ADMIN")), "roles"),
		optional(list(userTier), "tiers"),
	)
	// userListShape is the body that asks for a list, and has exactly one of a company and a TMC.
	userListShape = func() *shape {
		s := oneOf(optional(reference, "companyId", "tmcId"),
			preset("ACTIVE", enum("ACTIVE", "INACTIVE", "ALL"), "userStatusFilter"),
			optional(aString, "searchText", "region"),
			required(fields(preset(number(0), aNatural, "offset"), preset(number(maxPage), aPositive, "limit")), "pagination"),
			optional(list(userFilter), "filters"),
			optional(fields(requiredPreset("NAME", enum("NAME"), "sortBy"), requiredPreset("ASCENDING", enum("ASCENDING", descendingUsers), "sortOrder")), "sort"),
		)
		s.also = func(path string, o map[string]any, bad complain) {
			if o["companyId"] == nil && o["tmcId"] == nil {
				bad(join(path, "companyId"), "MISSING_CHOICE", "One of companyId and tmcId is required.")
			}
		}
		return s
	}()

	userSummaries = fields(optional(anInt32, "length"), optional(list(fields(
		required(aUUID, "id"), optional(aString, "email", "externalId"), optional(persona, "persona"), optional(aBoolean, "isActive"),
	)), "elements"))
	userDetails = fields(
		optional(orderedList(shapeOf(user.ListTree()).props[0].shape.elem), "users"),
		optional(fields(required(anInt32, "totalNumResults")), "pagination"),
	)
	applicablePolicies = fields(optional(list(fields(required(aString, "id", "name"))), "policies"))
)

const descendingUsers = "DESCENDING"

// profile is a view of a stored user.
type profile struct{ object map[string]any }

func (p profile) ref(name string) string {
	return strings.ToLower(textAt(p.object, "businessInfo", name, "id"))
}
func (p profile) isActive() bool { return p.object["isActive"] != false }

// emails are all addresses by which somebody is found.
func (p profile) emails() []string {
	return []string{textAt(p.object, "businessInfo", "email"), textAt(p.object, "personalInfo", "email")}
}

// ofTMC says that a TMC looks after the user.
func (p profile) ofTMC(id string) bool {
	return slices.Contains([]string{textAt(p.object, "contractingTmcRef", "id"), textAt(p.object, "bookingTmcRef", "id"), p.ref("organizationRef")}, id)
}

// sortName is what lists are sorted by.
func (p profile) sortName() string {
	return spelling.Folded(textAt(p.object, "personalInfo", "name", "family1") + " " + textAt(p.object, "personalInfo", "name", "given"))
}

// readUser finds nobody who is not active, unless asked to.
func readUser(c *call) (*answer, error) {
	r, err := c.named(Users)
	if err != nil {
		return nil, err
	}
	if !(profile{r.Object}).isActive() && c.r.URL.Query().Get("includeInactive") != "true" {
		return nil, notFound("active user", r.ID)
	}
	return &answer{status: http.StatusOK, body: r.Object, shape: userShape}, nil
}

// whose are the users of the company or of the TMC; refused is the answer where there is none.
func (c *call) whose(company, tmc string, refused func(format string, args ...any) error) ([]profile, error) {
	company, tmc = strings.ToLower(company), strings.ToLower(tmc)
	if id := company + tmc; c.state.find(Companies, id) == nil && !c.Modes().AllowUnknownCompanies {
		return nil, refused("The company %s is unknown, or its users are not for the caller to see.", id)
	}
	var out []profile
	for _, r := range c.state.objects[Users] {
		p := profile{r.Object}
		if company != "" && p.ref("organizationRef") == company || tmc != "" && p.ofTMC(tmc) {
			out = append(out, p)
		}
	}
	return out, nil
}

// queryUsers refuses an unknown company by 403, as it has no documented 404.
func queryUsers(c *call) (*answer, error) {
	query := c.r.URL.Query()
	company, tmc := query.Get("companyId"), query.Get("tmcId")
	if (company == "") == (tmc == "") {
		return nil, badRequest("MISSING_CHOICE", "companyId", "The query must have one of companyId and tmcId.")
	}
	all, err := c.whose(company, tmc, func(format string, args ...any) error { return forbidden("FORBIDDEN", "", format, args...) })
	if err != nil {
		return nil, err
	}
	elements := []any{}
	for _, p := range all {
		if p.isFoundBy("email", query.Get("email"), p.emails()...) && p.isFoundBy("externalId", query.Get("externalId"), textAt(p.object, "externalId")) &&
			p.isFoundBy("employeeId", query.Get("employeeId"), textAt(p.object, "businessInfo", "employeeId")) && (p.isActive() || query.Get("includeInactive") == "true") {
			elements = append(elements, p.summary())
		}
	}
	return &answer{status: http.StatusOK, shape: userSummaries, body: map[string]any{"length": number(len(elements)), "elements": elements}}, nil
}

// isFoundBy says that one of the values is the one that is looked for, if any is. Mail addresses have no capitals.
func (p profile) isFoundBy(what, wanted string, has ...string) bool {
	return wanted == "" || slices.ContainsFunc(has, func(v string) bool {
		return spelling.Same(v, wanted) || what == "email" && strings.EqualFold(v, wanted)
	})
}

func (p profile) summary() map[string]any {
	return present(map[string]any{
		"id": p.object["id"], "email": lookup(p.object, "businessInfo", "email"), "externalId": p.object["externalId"], "persona": p.object["persona"], "isActive": p.isActive(),
	})
}

// present are the members that there are.
func present(o map[string]any) map[string]any {
	for name, v := range o {
		if v == nil {
			delete(o, name)
		}
	}
	return o
}

// listUsers has nothing to do with regions: all of its people are at one place.
func listUsers(c *call) (*answer, error) {
	body, err := c.checked(userListShape, nil)
	if err != nil {
		return nil, err
	}
	all, err := c.whose(textAt(body, "companyId", "id"), textAt(body, "tmcId", "id"), func(format string, args ...any) error {
		return fail(http.StatusNotFound, "NOT_FOUND", "", format, args...)
	})
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all, func(p profile) bool { return !p.passes(body) })
	if order := textAt(body, "sort", "sortOrder"); order != "" {
		slices.SortStableFunc(found, func(a, b profile) int {
			if order == descendingUsers {
				a, b = b, a
			}
			return strings.Compare(a.sortName(), b.sortName())
		})
	}
	first, last := window(wholeAt(body, 0, "pagination", "offset"), wholeAt(body, maxPage, "pagination", "limit"))(len(found))
	users := []any{}
	for _, p := range found[first:last] {
		users = append(users, p.detail())
	}
	return &answer{status: http.StatusOK, shape: userDetails, body: map[string]any{
		"users": users, "pagination": map[string]any{"totalNumResults": number(len(found))},
	}}, nil
}

// passes says that a list that is asked for like this has the user.
func (p profile) passes(body map[string]any) bool {
	switch textAt(body, "userStatusFilter") {
	case "INACTIVE":
		if p.isActive() {
			return false
		}
	case "ALL":
	default:
		if !p.isActive() {
			return false
		}
	}
	if text := spelling.Folded(textAt(body, "searchText")); !strings.Contains(p.sortName()+" "+spelling.Folded(strings.Join(p.emails(), " ")), text) {
		return false
	}
	sets, _ := body["filters"].([]any)
	return len(sets) == 0 || slices.ContainsFunc(sets, p.fits)
}

// fits says that the user has one value of each condition of a filter. Nobody has a role here: the documents have them elsewhere.
func (p profile) fits(filter any) bool {
	for condition, has := range map[string][]string{
		"legalEntityIds": {p.ref("legalEntityRef")}, "officeIds": {p.ref("officeRef")}, "departmentIds": {p.ref("departmentRef")}, "costCenterIds": {p.ref("costCenterRef")},
		"userIds": {textAt(p.object, "id")}, "emails": p.emails(), "externalIds": {textAt(p.object, "externalId")}, "personas": {textAt(p.object, "persona")},
		"roles": nil, "designations": {textAt(p.object, "businessInfo", "designation")}, "tiers": {orDefault(textAt(p.object, "tier"), "BASIC")},
	} {
		if !anyOf(filter, condition, func(v any) bool {
			wanted, isText := v.(string)
			if !isText {
				wanted = strings.ToLower(textAt(v, "id"))
			}
			return slices.ContainsFunc(has, func(h string) bool { return h != "" && spelling.Folded(h) == spelling.Folded(wanted) })
		}) {
			return false
		}
	}
	return true
}

func orDefault(s, def string) string {
	if s == "" {
		return def
	}
	return s
}

// detail is the user as lists have him.
func (p profile) detail() map[string]any {
	business := func(name string) any { return lookup(p.object, "businessInfo", name) }
	personal := map[string]any{}
	for _, name := range []string{"name", "title", "gender", "preferredLanguage", "nationality", "profilePicture"} {
		personal[name] = lookup(p.object, "personalInfo", name)
	}
	moment := map[string]any{"iso8601": "2026-01-01T00:00"}
	return present(map[string]any{
		"userId": map[string]any{"id": p.object["id"]}, "organization": business("organizationRef"), "persona": orDefault(textAt(p.object, "persona"), employees), "isActive": p.isActive(),
		"externalId": p.object["externalId"], "personalDetail": present(personal),
		"businessDetail": present(map[string]any{
			"legalEntity": business("legalEntityRef"), "office": business("officeRef"), "department": business("departmentRef"), "costCenter": business("costCenterRef"),
			"businessEmail": business("email"), "designation": business("designation"), "employeeId": business("employeeId"),
		}),
		"createdAt": moment, "lastUpdatedAt": moment,
	})
}

// readApplicablePolicies answers the policies of the user's company with a group that has the user, and the default policy
// where there is none. How the API combines the criteria of a group is not documented: here all of them have to be met.
func readApplicablePolicies(c *call) (*answer, error) {
	r, err := c.named(Users)
	if err != nil {
		return nil, err
	}
	p := profile{r.Object}
	of := employees
	if textAt(p.object, "persona") == "GUEST" {
		of = "GUEST"
	}
	applicable := []any{}
	add := func(policy *record) {
		applicable = append(applicable, map[string]any{"id": policy.ID, "name": policy.Object["name"]})
	}
	company := p.ref("organizationRef")
	for _, policy := range c.state.objects[Policies] {
		groups, _ := policy.Object["userGroups"].([]any)
		if policy.Parent == company && category(policy.Object) == of && !isDefaultPolicy(policy.Object) && slices.ContainsFunc(groups, p.isIn) {
			add(policy)
		}
	}
	if def := c.state.defaultPolicy(company, of); len(applicable) == 0 && def != nil {
		add(def)
	}
	return &answer{status: http.StatusOK, shape: applicablePolicies, body: map[string]any{"policies": applicable}}, nil
}

// isIn says that a group of a policy has the user: it has some criterion, and the user meets all that it has.
func (p profile) isIn(group any) bool {
	o, _ := group.(map[string]any)
	criteria := 0
	for name, has := range map[string]string{
		"userIds": textAt(p.object, "id"), "legalEntityIds": p.ref("legalEntityRef"), "officeIds": p.ref("officeRef"), "departments": p.ref("departmentRef"),
		"costCenters": p.ref("costCenterRef"), "grades": p.ref("gradeRef"), "positionTitles": textAt(p.object, "businessInfo", "designation"),
		"countryCodes": textAt(p.object, "businessInfo", "countryCode"), "workerTypes": textAt(p.object, "businessInfo", "workerType"),
		"accountingCodes": textAt(p.object, "businessInfo", "accountingCode"), "personas": textAt(p.object, "persona"),
	} {
		values, _ := o[name].([]any)
		if len(values) == 0 {
			continue
		}
		criteria++
		if !slices.ContainsFunc(values, func(v any) bool {
			wanted, isText := v.(string)
			if !isText {
				wanted = textAt(v, "id")
			}
			return has != "" && strings.EqualFold(wanted, has)
		}) {
			return false
		}
	}
	return criteria > 0
}

// staff are the people of each new company where Options.Staff asks for them.
var staff = []struct {
	given, family, email, employee string
	manager                        int // whose number is this, or 0
	left                           bool
}{
	{"Tara", "Manager", "travel.manager@sandbox.example", "S-1", 0, false},
	{"Aldo", "Approver", "approver@sandbox.example", "S-2", 0, false},
	{"Tove", "Traveler", "traveler@sandbox.example", "S-3", 2, false},
	{"Faro", "Former", "former@sandbox.example", "S-4", 2, true},
}

// addCompany gives a new company what every company has from the start.
func (s *Server) addCompany(st *state, company *record) {
	s.addDefaultPolicy(st, company)
	if !s.options.Staff {
		return
	}
	id := func(what string) string {
		return uuid.NewSHA1(uuid.Nil, []byte(what+" of company "+company.ID)).String()
	}
	entity := s.addLegalEntity(st, company, id("legal entity of the staff"))
	for _, p := range staff {
		business := map[string]any{
			"email": p.email, "employeeId": p.employee,
			"organizationRef": map[string]any{"id": company.ID}, "legalEntityRef": map[string]any{"id": entity},
		}
		if p.manager > 0 {
			business["managerRef"] = map[string]any{"id": id(staff[p.manager-1].email)}
		}
		st.put(Users, &record{ID: id(p.email), Object: map[string]any{
			"id": id(p.email), "persona": employees, "isActive": !p.left, "externalId": "sandbox-" + strings.ToLower(p.given),
			"businessInfo": business, "personalInfo": map[string]any{"name": map[string]any{"given": p.given, "family1": p.family}},
		}})
	}
}

// addLegalEntity gives a new company the legal entity that each profile of its staff must name.
func (s *Server) addLegalEntity(st *state, company *record, id string) string {
	s.keep(st, s.collection(LegalEntities), &record{ID: id, Parent: company.ID, Object: map[string]any{
		"name": "Sandbox legal entity", "billingCurrency": orDefault(textAt(company.Object, "billingCurrency"), "USD"),
		"address": map[string]any{"addressLines": []any{"1 Sandbox Street"}, "regionCode": "US"},
	}}, nil)
	return id
}
