package acctest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// Lenient is the same server as an API that takes back whatever it has: each PUT of an object of the kind replaces it
// unchecked.
func (s *Server) Lenient(kind sandbox.Kind) *Server {
	s.t.Helper()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := path.Base(r.URL.Path)
		if _, err := s.Get(kind, id); err != nil || r.Method != http.MethodPut {
			s.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil || !json.Valid(body) {
			s.t.Errorf("the body of %s %s is %s, error %v", r.Method, r.URL, body, err)
			return
		}
		replacement := Object(s.t, body)
		err = s.Edit(kind, id, func(object map[string]any) {
			clear(object)
			for name, v := range replacement {
				object[name] = v
			}
		})
		if err != nil {
			s.t.Error(err)
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	s.t.Cleanup(front.Close)
	c := *s
	c.URL = front.URL
	return &c
}
