package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// routes are all endpoints of a server's collections.
func (a *api) routes() []route {
	var out []route
	for _, col := range a.server.collections {
		out = append(out, col.routes()...)
	}
	return out
}

// hasBody says that a request to the endpoint needs one.
func (r route) hasBody() bool { return r.method != http.MethodGet && r.method != http.MethodDelete }

// parameters are the names of those in the path.
func (r route) parameters() []string {
	var out []string
	for _, found := range pathParameter.FindAllString(r.path, -1) {
		out = append(out, strings.Trim(found, "{}"))
	}
	return out
}

// filled is the path with the values of its parameters.
func (r route) filled(values map[string]string) string {
	return pathParameter.ReplaceAllStringFunc(r.path, func(name string) string { return url.PathEscape(values[strings.Trim(name, "{}")]) })
}

// owner is the collection whose objects a parameter names, or nil.
func (a *api) owner(parameter string) *collection {
	i := slices.IndexFunc(a.server.collections, func(col *collection) bool { return col.param == parameter })
	if i < 0 {
		return nil
	}
	return a.server.collections[i]
}

// populate puts in an object of each collection, one below the other, and returns values for the parameters of all paths.
func (a *api) populate() map[string]string {
	a.t.Helper()
	values := map[string]string{"userId": unknownID, "arrangerId": unknownID, "bookerEmailId": "a@example.com", "entityType": "TRIP", "type": "TMC_CHARGE"}
	ids := map[Kind]string{}
	for i, col := range a.server.collections {
		if col.param == "" {
			continue
		}
		r := &record{ID: id(int64(9000 + i)), Parent: ids[col.parent], Object: sample(col.shape)}
		setText(r.Object, r.ID, strings.Split(col.id, ".")...)
		ok(a.t, a.server.Insert(col.kind, r.Parent, r.ID, r.Object))
		ids[col.kind], values[col.param] = r.ID, col.nameOf(r)
	}
	values["entityId"] = values["tripId"]
	return values
}

// sample is an object that has what is required, and the plain values at its top.
func sample(s *shape) map[string]any {
	out := map[string]any{}
	for _, p := range s.props {
		if p.required || p.shape != nil && p.shape.kind != array && p.shape.kind != object {
			out[p.name] = sampleValue(p.shape)
		}
	}
	return out
}

// sampleValue is what is required of a value, and nothing else.
func sampleValue(s *shape) any {
	switch {
	case s == nil:
		return "anything"
	case s.kind == array:
		return []any{}
	case s.kind != object:
		return example(s, 1)
	}
	out := map[string]any{}
	for _, p := range s.props {
		if p.required {
			out[p.name] = sampleValue(p.shape)
		}
	}
	return out
}
