package sandbox

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

const (
	// UniteRoot is the path of the root document of the Unite Administration API, with or without a slash at its end. All
	// else is found by following links, which lead elsewhere in every Server. Companies are also below their list, where
	// the documentation has them and no link leads.
	UniteRoot = unitePrefix + "api"

	unitePrefix = "/unite/"

	// unitePageSize is the size of a page that no limit asks for, maxUnitePage that of the largest one.
	unitePageSize = 20
	maxUnitePage  = 100
)

// uniteDialect is that of RFC 9457.
var uniteDialect = dialect{
	media:    "application/vnd.mercateo-unite.administration.v1+json",
	errors:   "application/problem+json",
	document: (*apiError).problem,
}

// The relations of links.
const (
	relSelf      = "self"
	relTenant    = "tenant-root"
	relCompanies = "companies"
	relCreate    = "create-company"
)

// unitePaths are where the links lead: relation to path, but for a company's own, which goes on with its id.
type unitePaths struct {
	links     map[string]string
	published string
}

// newUnitePaths differ at every start and from each other, so that no path can be hard-coded or guessed from another one.
func newUnitePaths() unitePaths {
	somewhere := func() string { return unitePrefix + strings.ToLower(rand.Text()) }
	links := map[string]string{}
	for _, rel := range []string{relTenant, relCompanies, relCreate, relSelf} {
		links[rel] = somewhere()
	}
	return unitePaths{links: links, published: somewhere()}
}

// UnitePath is the path that the link of a relation leads to ("tenant-root", "companies", "create-company", "self"), for
// faults and for looking through the record. That of "self" is a company's own, with * for the id.
func (s *Server) UnitePath(rel string) string {
	path := s.unite.links[rel]
	if rel == relSelf {
		path += "/*"
	}
	return path
}

// UnitePublished is the path below which the API also has the paths of its documentation ("/api/", "/api/tenant" and so
// on), for tools that follow no links: the published Postman collection takes it, with the origin before it, for its
// variable url. No link leads there, and it differs at every start.
func (s *Server) UnitePublished() string { return s.unite.published }

func (s *Server) uniteRoutes() {
	s.mux.HandleFunc("POST "+UniteTokenPath, func(w http.ResponseWriter, r *http.Request) {
		a, err := s.issueUniteToken(r)
		s.reply(w, oauthDialect, a, err)
	})
	type methods = map[string]endpoint
	links, published := s.unite.links, s.unite.published+"/api"
	const byID = "/{companyId}"
	for path, m := range map[string]methods{
		UniteRoot:                              {http.MethodGet: readUniteRoot},
		links[relTenant]:                       {http.MethodGet: readUniteTenant},
		links[relCompanies]:                    {http.MethodGet: listUniteCompanies},
		links[relCreate]:                       {http.MethodPost: createUniteCompany},
		links[relSelf] + byID:                  {http.MethodGet: readUniteCompany},
		links[relCompanies] + byID:             {http.MethodGet: readUniteCompany},
		published:                              {http.MethodGet: readUniteRoot},
		published + "/tenant":                  {http.MethodGet: readUniteTenant},
		published + "/tenant/companies":        {http.MethodGet: listUniteCompanies, http.MethodPost: createUniteCompany},
		published + "/tenant/companies" + byID: {http.MethodGet: readUniteCompany},
	} {
		var query []parameter
		if path == links[relCompanies] || path == published+"/tenant/companies" {
			query = uniteFilters
		}
		s.uniteRoute(path, m, query...)
		s.uniteRoute(path+"/{$}", m, query...)
	}
	s.uniteRoute(unitePrefix, nil)
}

// uniteRoute registers what is at a path of the Unite API; nil is nothing. Unlike a gateway, this API answers its error
// document wherever there is nothing.
func (s *Server) uniteRoute(path string, methods map[string]endpoint, query ...parameter) {
	s.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		a, err := s.answerUnite(r, methods, query)
		s.reply(w, uniteDialect, a, err)
	})
}

func (s *Server) answerUnite(r *http.Request, methods map[string]endpoint, query []parameter) (*answer, error) {
	if err := s.throttle(s.limit); err != nil {
		return nil, err
	}
	if err := s.authorize(&s.uniteTokens, r); err != nil {
		return nil, err
	}
	if methods == nil {
		return nil, fail(http.StatusNotFound, "NOT_FOUND", "", "There is nothing at %s.", r.URL.EscapedPath())
	}
	e := methods[r.Method]
	if e == nil {
		f := fail(http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "", "There is no %s here.", r.Method)
		f.header = http.Header{"Allow": {strings.Join(slices.Sorted(maps.Keys(methods)), ", ")}}
		return nil, f
	}
	if !accepts(r, uniteDialect.media) { // a wildcard names no version of the API
		return nil, fail(http.StatusNotAcceptable, "NOT_ACCEPTABLE", "Accept", "Accept must name %s.", uniteDialect.media)
	}
	if err := checkQuery(r, query); err != nil {
		return nil, err
	}
	return s.perform(r, uniteDialect.media, e)
}

// problem is the error document of RFC 9457, with an entry in errors for each message that has a documented code.
func (f *apiError) problem(string) map[string]any {
	out := map[string]any{"status": number(f.status), "title": http.StatusText(f.status)}
	var details []string
	var entries []any
	for _, m := range f.messages {
		details = append(details, m.text)
		if !slices.Contains(uniteCodes, m.code) {
			continue
		}
		entry := map[string]any{"code": m.code, "path": "#/" + strings.ReplaceAll(m.field, ".", "/")}
		if m.limit > 0 {
			entry["limit"] = number(m.limit)
		}
		entries = append(entries, entry)
	}
	out["detail"] = strings.Join(details, " ")
	if entries != nil {
		out["title"], out["detail"], out["errors"] = "Invalid", "The company cannot be accepted as it is.", entries
	}
	return out
}

// link is one entry of _schema.links.
func (c *call) link(rel, method, path string) any {
	return map[string]any{"rel": rel, "method": method, "href": origin(c.r) + path}
}

// linked is the document with links.
func linked(document map[string]any, links ...any) map[string]any {
	out := maps.Clone(document)
	out["_schema"] = map[string]any{"links": links}
	return out
}

// origin is scheme://host of a request, as the client sees it.
func origin(r *http.Request) string {
	scheme := "http"
	switch {
	case r.URL.IsAbs(): // in-process
		scheme = r.URL.Scheme
	case r.TLS != nil:
		scheme = "https"
	}
	return scheme + "://" + cmp.Or(r.Host, r.URL.Host)
}

// schema is _schema of every document.
var schema = required(fields(required(list(fields(
	required(aString, "href", "rel"),
	optional(aString, "method", "mediaType", "relType", "target"),
)), "links")), "_schema")

var (
	uniteRootShape   = fields(required(aUUID, "tenantId"), schema)
	uniteTenantShape = fields(schema)
	uniteListShape   = fields(
		required(list(uniteCompanyShape), "members"),
		required(anInt32, "total", "offset", "limit"),
		schema,
	)
)

func readUniteRoot(c *call) (*answer, error) {
	return &answer{status: http.StatusOK, shape: uniteRootShape, body: linked(
		map[string]any{"tenantId": cmp.Or(c.options.Unite.Tenant, c.fixedID("Unite tenant"))},
		c.link(relTenant, http.MethodGet, c.unite.links[relTenant]),
	)}, nil
}

func readUniteTenant(c *call) (*answer, error) {
	return &answer{status: http.StatusOK, shape: uniteTenantShape, body: linked(
		map[string]any{},
		c.link(relSelf, http.MethodGet, c.unite.links[relTenant]),
		c.link(relCreate, http.MethodPost, c.unite.links[relCreate]),
		c.link(relCompanies, http.MethodGet, c.unite.links[relCompanies]),
	)}, nil
}

// uniteFilters are the parameters of the list of companies.
var uniteFilters = []parameter{whole("offset", 0, maxInt), whole("limit", 1, maxInt), one("q", aString), one("countryCode", aString)}

// listUniteCompanies makes pages no larger than it wants to, whatever the limit.
func listUniteCompanies(c *call) (*answer, error) {
	offset := c.queryInt("offset", 0)
	limit := min(c.queryInt("limit", unitePageSize), cmp.Or(c.Modes().UnitePage, maxUnitePage))
	query := c.r.URL.Query()
	q, country := spelling.Folded(query.Get("q")), query.Get("countryCode")
	var found []*record
	for _, r := range c.state.objects[UniteCompanies] {
		if (country == "" || textAt(r.Object, "address", "countryCode") == country) && mentions(r.Object, q) &&
			!(isBlocked(r) && c.Modes().OmitBlocked) {
			found = append(found, r)
		}
	}
	first := min(offset, len(found))
	members := []any{}
	for _, r := range found[first:min(first+limit, len(found))] {
		members = append(members, c.uniteCompany(r))
	}
	query.Set("offset", fmt.Sprint(offset))
	query.Set("limit", fmt.Sprint(limit))
	return &answer{status: http.StatusOK, shape: uniteListShape, body: linked(
		map[string]any{"members": members, "total": number(len(found)), "offset": number(offset), "limit": number(limit)},
		c.link(relCreate, http.MethodPost, c.unite.links[relCreate]),
		c.link(relSelf, http.MethodGet, c.unite.links[relCompanies]+"?"+query.Encode()),
	)}, nil
}

// mentions says that the text, folded, is in what q searches.
func mentions(company map[string]any, q string) bool {
	for _, path := range [][]string{{"name"}, {"address", "postalCode"}, {"address", "street"}, {"address", "locality"}} {
		if strings.Contains(spelling.Folded(textAt(company, path...)), q) {
			return true
		}
	}
	return false
}

// uniteCompany is a company with its link.
func (c *call) uniteCompany(r *record) map[string]any {
	return linked(r.Object, c.link(relSelf, http.MethodGet, c.unite.links[relSelf]+"/"+url.PathEscape(r.ID)))
}

func createUniteCompany(c *call) (*answer, error) {
	// A value of the wrong type has no code of its own.
	company, err := c.checked(uniteCompanyShape, nil)
	if err != nil {
		return nil, err
	}
	if found := checkUniteCompany(company); len(found) > 0 {
		return nil, &apiError{status: http.StatusBadRequest, messages: found}
	}
	id := c.options.NewID()
	company = cloneObject(company)
	uniteCompanyShape.retain(company, map[string]any{"companyId": id, "companyNumber": decimalID(id, 9)}, true)
	r := &record{ID: id, Object: company}
	c.state.put(UniteCompanies, r)
	c.hide(id)
	return &answer{status: http.StatusCreated, body: c.uniteCompany(r), shape: uniteCompanyShape}, nil
}

func readUniteCompany(c *call) (*answer, error) {
	id := c.r.PathValue("companyId")
	r := c.state.find(UniteCompanies, id)
	switch {
	case r == nil, c.hiding(id):
		return nil, notFound("company", id)
	case isBlocked(r):
		return nil, forbidden("FORBIDDEN", "", "The company %s is blocked.", id)
	}
	return &answer{status: http.StatusOK, body: c.uniteCompany(r), shape: uniteCompanyShape}, nil
}

func isBlocked(r *record) bool { return r.Object["blocked"] == true }
