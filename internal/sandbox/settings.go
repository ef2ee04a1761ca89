package sandbox

import (
	"net/http"
	"slices"
)

// configs declares settings of companies: one object for each company, or for each of its roles. Its id is that of [SettingsID], its
// parent the company.
type configs struct {
	kind        Kind
	title, path string
	shape       *shape
	// sent is what a request has; nil: the shape without what the server decides.
	sent *shape
	role role
	// method sets the settings, and ok is the status of its answer; by default PUT and 200.
	method string
	ok     int
	// removable says that there is a DELETE.
	removable bool
	// application says that requests may name an application in a header.
	application bool
	// reads are further parameters of a GET.
	reads []parameter
	// receive makes the settings of the body of a request, in place of taking it as it is. Old is what there is, nil for nothing.
	receive func(body, old map[string]any) map[string]any
}

// role says whether requests name a role of the company.
type role int

const (
	noRole role = iota
	anyRole
	oneRole // which is required
)

// SettingsID is the id of settings of a company, in a role or, where that is empty, in none.
func SettingsID(k Kind, company, role string) string {
	id := string(k) + "/" + company
	if role != "" {
		id += "/" + role
	}
	return id
}

// collection is what serves the settings.
func (s configs) collection() *collection {
	method := http.MethodPut
	if s.method != "" {
		method = s.method
	}
	var query []parameter
	if s.role != noRole {
		query = append(query, one("companyRole", companyRole))
	}
	routes := []route{{http.MethodGet, s.path, s.doRead, slices.Concat(query, s.reads)}, {method, s.path, s.doSet, query}}
	if s.removable {
		routes = append(routes, route{http.MethodDelete, s.path, s.doRemove, query})
	}
	return &collection{kind: s.kind, title: s.title, parent: Companies, shape: s.shape, more: routes}
}

// find is the id of the settings that a request is about, with the company's and, unless nobody set them, their record.
func (s configs) find(c *call) (id, company string, found *record, err error) {
	above, err := c.named(Companies)
	if err != nil {
		return "", "", nil, err
	}
	if s.application {
		if err := c.checkApplication("X-Application-Id"); err != nil {
			return "", "", nil, err
		}
	}
	id = SettingsID(s.kind, above.ID, c.r.URL.Query().Get("companyRole"))
	return id, above.ID, c.state.find(s.kind, id), nil
}

// lacking is what a request lacks that has to name a role.
func (s configs) lacking(c *call) []message {
	if s.role != oneRole || c.r.URL.Query().Has("companyRole") {
		return nil
	}
	return []message{{code: "MISSING_PARAMETER", field: "companyRole", text: "The parameter companyRole is required."}}
}

func (s configs) doRead(c *call) (*answer, error) {
	id, _, r, err := s.find(c)
	if err != nil {
		return nil, err
	}
	if lacking := s.lacking(c); lacking != nil {
		return nil, &apiError{status: http.StatusBadRequest, messages: lacking}
	}
	switch {
	case r != nil:
		return &answer{status: http.StatusOK, body: r.Object, shape: s.shape}, nil
	case c.Modes().EmptySettings:
		return &answer{status: http.StatusOK, body: s.shape.empty(), shape: s.shape}, nil
	}
	return nil, notFound(s.title, id)
}

// empty is an object with nothing but what is required, and nothing in that.
func (s *shape) empty() map[string]any {
	out := map[string]any{}
	for _, p := range s.props {
		switch {
		case !p.required:
		case p.shape.kind == array:
			out[p.name] = []any{}
		case p.shape.kind == object:
			out[p.name] = p.shape.empty()
		default:
			out[p.name] = ""
		}
	}
	return out
}

func (s configs) doSet(c *call) (*answer, error) {
	id, company, old, err := s.find(c)
	if err != nil {
		return nil, err
	}
	form := s.sent
	if form == nil {
		form = s.shape.requested()
	}
	body, err := c.checked(form, old.object())
	if lacking := s.lacking(c); lacking != nil {
		f, _ := err.(*apiError) //nolint:errorlint // as checked makes it
		if f == nil {
			f = &apiError{status: http.StatusBadRequest}
		}
		f.messages = slices.Concat(f.messages, lacking)
		return nil, f
	}
	if err != nil {
		return nil, err
	}
	object := cloneObject(body)
	if s.receive != nil {
		object = s.receive(object, cloneObject(old.object()))
	}
	if features, isList := object["features"].([]any); s.receive != nil && isList && len(features) == 0 {
		c.state.remove(s.kind, func(other *record) bool { return other.ID == id })
		return &answer{status: http.StatusOK}, nil
	}
	s.shape.retain(object, old.object(), !c.Modes().AnswerSecrets)
	c.state.put(s.kind, &record{ID: id, Parent: company, Object: object})
	status := http.StatusOK
	if s.ok != 0 {
		status = s.ok
	}
	return &answer{status: status}, nil
}

func (s configs) doRemove(c *call) (*answer, error) {
	id, _, r, err := s.find(c)
	if err != nil {
		return nil, err
	}
	if lacking := s.lacking(c); lacking != nil {
		return nil, &apiError{status: http.StatusBadRequest, messages: lacking}
	}
	if r == nil {
		return nil, notFound(s.title, id)
	}
	c.state.remove(s.kind, func(other *record) bool { return other.ID == id })
	return &answer{status: http.StatusOK}, nil
}
