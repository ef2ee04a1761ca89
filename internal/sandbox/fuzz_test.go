package sandbox

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzFile has somebody write anything into the sandbox's file. It is refused and stays as it is, or it is used: then no
// request panics, which would end the provider, and nothing is lost when the file is written again.
func FuzzFile(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		st, err := parse(data)
		if err != nil {
			return
		}
		encoded, err := encode(fileContent{Version: fileVersion, ID: st.id, Objects: st.objects}, "  ")
		if err != nil {
			t.Fatal(err)
		}
		again, err := parse(encoded)
		if err != nil {
			t.Fatalf("cannot be read again: %v", err)
		}
		if diff := cmp.Diff(st, again, cmp.AllowUnexported(state{})); diff != "" {
			t.Errorf("another content after it was written (-before +after):\n%s", diff)
		}

		path := filepath.Join(t.TempDir(), "sandbox.json")
		ok(t, os.WriteFile(path, data, 0o600))
		s, err := Open(path, testOptions())
		ok(t, err)
		a := inProcess(t, s)
		try := func(method, path, body string, header ...string) {
			t.Helper()
			if _, err := a.send(method, path, body, header...); err != nil {
				t.Fatalf("%s %s: %v", method, path, err)
			}
		}
		media := []string{"Accept", uniteDialect.media}
		try(http.MethodGet, UniteRoot, "", media...)
		try(http.MethodGet, s.UnitePath(relCompanies), "", media...)
		for kind, records := range st.objects {
			for _, r := range records {
				if kind == UniteCompanies {
					try(http.MethodGet, strings.Replace(s.UnitePath(relSelf), "*", segment(r.ID), 1), "", media...)
				}
				if col := s.collection(kind); col != nil {
					a.tryRoutes(col, r, try)
				}
			}
		}
	})
}

// tryRoutes sends a request to each endpoint whose path an object, or its parents, can be named in. Deletes come last.
func (a *api) tryRoutes(col *collection, r *record, try func(method, path, body string, header ...string)) {
	values := map[string]string{}
	for r := r; col != nil && r != nil; r, col = a.parentOf(col, r) {
		if col.param != "" {
			values[col.param] = segment(col.nameOf(r))
		}
	}
	routes := a.routes()
	slices.SortStableFunc(routes, func(a, b route) int { return order[a.method] - order[b.method] })
	for _, e := range routes {
		path, missing := e.path, false
		for _, name := range e.parameters() {
			path = strings.Replace(path, "{"+name+"}", values[name], 1)
			missing = missing || values[name] == ""
		}
		if missing || !e.hasBody() {
			if !missing {
				try(e.method, path, "")
			}
			continue
		}
		for _, body := range a.bodies(e, r) {
			try(e.method, path, body)
		}
	}
}

var order = map[string]int{http.MethodGet: 0, http.MethodPost: 1, http.MethodPut: 2, http.MethodDelete: 3}

// parentOf is an object's parent with its collection, nil where there is none.
func (a *api) parentOf(col *collection, r *record) (*record, *collection) {
	above := a.server.collection(col.parent)
	if above == nil {
		return nil, nil
	}
	o, err := a.server.Get(above.kind, r.Parent)
	if err != nil {
		o = map[string]any{}
	}
	return &record{ID: r.Parent, Object: o}, above
}

// bodies are an empty one, and those that create and replace objects of the collection that the path is of.
func (a *api) bodies(e route, r *record) []string {
	out := []string{`{}`}
	for _, col := range a.server.collections {
		var o map[string]any
		switch {
		case col.path == "" || col.shape == nil:
		case e.path == col.path && col.creationShape() != nil:
			o = sample(col.creationShape())
		case e.path == col.path+"/{"+col.param+"}":
			o = sample(col.replacementShape())
			setText(o, r.ID, strings.Split(col.id, ".")...)
		}
		if data, err := encode(o, ""); o != nil && err == nil {
			out = append(out, string(data))
		}
	}
	return out
}

// segment is an id as a path has it.
func segment(id string) string {
	if id == "" || id == "." || id == ".." {
		return "x" // a mux does not get to see these
	}
	return url.PathEscape(id)
}
