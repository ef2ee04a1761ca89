package provider_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// everything is one of each resource.
var everything = subject.Configuration("test", func(s *subject.Subject) string { return s.Rich })

// removals strikes the requests that delete objects.
func removals(s *acctest.Server, f sandbox.Fault) {
	f.Method, f.Path = http.MethodDelete, ""
	s.AddFaults(f)
	for _, about := range subject.Resources() {
		if about.Removal.Method != "" {
			f.Method, f.Path = about.Removal.Method, about.Removal.Path
			s.AddFaults(f)
		}
	}
}

const tokenPath = "/v2/auth/oauth2-token"

// A 404 that is not the API's own word, from the place where an object was made, takes nothing out of state: neither when
// objects are read nor when they are destroyed.
func TestAccProvider_notGone(t *testing.T) {
	t.Parallel()
	// What a destroy leaves as it is sends no request.
	all, ours := 0, subject.Configuration("test", func(s *subject.Subject) string {
		if s.Sole != nil && s.Sole.Stays {
			return ""
		}
		return s.Rich
	})
	for _, s := range subject.Resources() {
		if s.Sole == nil || !s.Sole.Stays {
			all++
		}
	}
	s, other := acctest.NewUnrecordedServer(t), acctest.NewUnrecordedServer(t)
	tf := acctest.NewTerraform(t)
	write := func(base, unite string) {
		t.Helper()
		tokens, err := url.JoinPath(base, "/../", tokenPath) // given also below a wrong path, so that requests are sent there
		if err != nil {
			t.Fatal(err)
		}
		tf.Write("main.tf", acctest.RequiredProvider+fmt.Sprintf("provider \"spotnana\" {\n  base_url = %q\n  token_url = %q\n  requests_per_second = 0\n  unite = { base_url = %q }\n}\n",
			base, tokens, unite)+ours)
	}
	write(s.URL, s.URL+sandbox.UniteRoot)
	tf.OK("apply", "-auto-approve")
	before := tf.OK("state", "list")
	if n := len(strings.Fields(before)); n != all {
		t.Fatalf("%d resources in state, want %d: %s", n, all, before)
	}
	kept := func(t *testing.T, args ...string) {
		t.Helper()
		tf := tf.In(t)
		out, code := tf.Run(args...)
		if code != 1 || strings.Contains(out, tokenPath) {
			t.Errorf("%s ended with %d: %s", args[0], code, out)
		}
		if after := tf.OK("state", "list"); after != before {
			t.Errorf("after %s the state has %s", args[0], after)
		}
	}
	// What is not there is gone from state after this.
	refresh := []string{"apply", "-refresh-only", "-auto-approve"}
	destroy := []string{"destroy", "-auto-approve", "-refresh=false"}
	for _, s := range subject.Resources() {
		if s.Eternal == "" && (s.Sole == nil || !s.Sole.Stays) { // else it is only forgotten
			destroy = append(destroy, "-target="+s.Address("test"))
		}
	}

	reply := func(contentType, body string) *sandbox.Reply {
		return &sandbox.Reply{Status: http.StatusNotFound, Header: http.Header{"Content-Type": {contentType}}, Body: body}
	}
	own := sandbox.ErrorReply(http.StatusNotFound, "NOT_FOUND", "There is no such thing.").Body
	for name, answer := range map[string]*sandbox.Reply{
		"page":               sandbox.PageReply(http.StatusNotFound),
		"nothing":            reply("application/json", ""),
		"JSON of a gateway":  reply("application/json", `{"message": "no Route matched with those values"}`),
		"empty document":     reply("application/json", `{"errorMessages": []}`),
		"document as a page": reply("text/html", own),
		"problem of another": reply("application/problem+json", `{"status": 404, "title": "Not Found"}`),
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			s.AddFaults(sandbox.Fault{Method: "GET", Reply: answer, Times: sandbox.Always})
			kept(t, refresh...)
			s.ClearFaults()
			removals(s, sandbox.Fault{Reply: answer, Times: sandbox.Always})
			kept(t, destroy...)
			s.ClearFaults()
			tf.In(t).NoChanges()
		})
	}
	// Where nobody knows whether a delete was carried out, the object is looked for: at the wrong place, too.
	t.Run("other_origin_lost_answers", func(t *testing.T) {
		write(other.URL, other.URL+sandbox.UniteRoot)
		removals(other, sandbox.Fault{Drop: true, Times: sandbox.Always})
		kept(t, destroy...)
		other.ClearFaults()
	})
	for name, place := range map[string]struct {
		base, unite string
		fault       sandbox.Fault
	}{
		"wrong path":   {base: s.URL + "/wrong", unite: s.URL + sandbox.UniteRoot + "/wrong"},
		"other origin": {base: other.URL, unite: other.URL + sandbox.UniteRoot},
		// One gateway may stand before several of them.
		"other API of a gateway": {s.URL + "/eu", s.URL + sandbox.UniteRoot + "/eu", sandbox.Fault{Reply: sandbox.ErrorReply(http.StatusNotFound, "NOT_FOUND", "Not here."), Times: sandbox.Always}},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			if f := place.fault; f.Reply != nil {
				f.Method = "GET"
				s.AddFaults(f)
				removals(s, f)
			}
			write(place.base, place.unite)
			kept(t, refresh...)
			kept(t, destroy...)
			s.ClearFaults()
			write(s.URL, s.URL+sandbox.UniteRoot)
			tf.In(t).NoChanges()
		})
	}
}

// stranger is a server at another origin, to which nothing may come.
type stranger struct {
	*httptest.Server
	mu   sync.Mutex
	seen []string
}

func newStranger(t *testing.T) *stranger {
	t.Helper()
	st := &stranger{}
	st.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		st.mu.Lock()
		defer st.mu.Unlock()
		st.seen = append(st.seen, fmt.Sprintf("%s %s %v %s", r.Method, r.URL, r.Header, body))
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token": "stolen", "token_type": "bearer", "tenantId": "stranger"}`)
	}))
	t.Cleanup(st.Close)
	return st
}

// redirect sends a request to the stranger.
func (st *stranger) redirect(status int) *sandbox.Reply {
	return &sandbox.Reply{Status: status, Header: http.Header{"Location": {st.URL + "/login?next=x"}}}
}

// document is one of Unite's, with a link to the stranger.
func (st *stranger) document(rel, method, members string) *sandbox.Reply {
	return &sandbox.Reply{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/vnd.mercateo-unite.administration.v1+json"}},
		Body: fmt.Sprintf(`{"tenantId": "t", "_schema": {"links": [{"rel": %q, "method": %q, "href": %q}]}%s}`, rel, method, st.URL+"/t", members)}
}

// No redirect and no link draws a request to another origin: not one with a token, not one for a token, which carries the
// client secret or the refresh token, and no other either.
func TestAccProvider_nothingLeavesTheOrigin(t *testing.T) {
	t.Setenv("UNITE_ACCESS_TOKEN", "")
	t.Setenv("UNITE_CLIENT_ID", acctest.UniteID)
	t.Setenv("UNITE_CLIENT_SECRET", acctest.UniteSecret)
	t.Setenv("UNITE_REFRESH_TOKEN", acctest.UniteRefreshToken)
	s := acctest.NewUnrecordedServer(t)
	t.Setenv("UNITE_TOKEN_URL", s.URL+sandbox.UniteTokenPath)
	st := newStranger(t)
	tf := acctest.NewTerraform(t)
	write := func(policy string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+strings.ReplaceAll(everything, "Engineering", policy))
	}
	apply := []string{"apply", "-auto-approve"}
	fails := func(t *testing.T, f sandbox.Fault, args []string, texts ...string) {
		t.Helper()
		f.Times = sandbox.Always
		s.AddFaults(f)
		tf.In(t).Fails(args, append(texts, st.URL)...)
		s.ClearFaults()
	}
	write("Engineering")
	for _, status := range []int{301, 302, 303, 307, 308} {
		fails(t, sandbox.Fault{Method: "POST", Path: tokenPath, Reply: st.redirect(status)}, apply, "POST "+tokenPath, "redirects are not followed")
	}
	fails(t, sandbox.Fault{Method: "POST", Path: sandbox.UniteTokenPath, Reply: st.redirect(307)}, apply, "redirects are not followed")
	fails(t, sandbox.Fault{Method: "POST", Path: "/v2/companies", Reply: st.redirect(307)}, apply, "POST /v2/companies", "redirects are not followed")
	fails(t, sandbox.Fault{Method: "GET", Path: sandbox.UniteRoot + "/", Reply: st.redirect(302)}, apply, "redirects are not followed")
	fails(t, sandbox.Fault{Method: "GET", Path: sandbox.UniteRoot + "/", Reply: st.document("tenant-root", "GET", "")}, apply, `the link with relation "tenant-root" leads from`)
	fails(t, sandbox.Fault{Method: "GET", Path: s.UnitePath("tenant-root"), Reply: st.document("companies", "GET", "")}, apply, `the link with relation "companies" leads from`)
	tf.OK(apply...)
	tf.NoChanges()

	id := s.List(sandbox.UniteCompanies)[0]
	for _, status := range []int{301, 302, 303, 307, 308} {
		fails(t, sandbox.Fault{Method: "GET", Reply: st.redirect(status)}, []string{"plan"}, "redirects are not followed")
	}
	write("Development")
	fails(t, sandbox.Fault{Method: "PUT", Reply: st.redirect(308)}, apply, "redirects are not followed")
	fails(t, sandbox.Fault{Method: "DELETE", Reply: st.redirect(307)}, []string{"destroy", "-auto-approve", "-target=spotnana_policy.test"}, "redirects are not followed")
	tf.OK(apply...)

	// A company's own link is only a hint, so this is no error.
	s.AddFaults(sandbox.Fault{Method: "GET", Path: s.UnitePath("companies"), Times: sandbox.Always, Reply: st.document("self", "GET",
		fmt.Sprintf(`, "total": 1, "members": [{"companyId": %q, "name": "ACME", "_schema": {"links": [{"rel": "self", "href": %q}]}}]`, id, st.URL+"/c"))})
	tf.OK("refresh")
	tf.OK("refresh")
	s.ClearFaults()
	tf.NoChanges()

	st.mu.Lock()
	defer st.mu.Unlock()
	for _, seen := range st.seen {
		t.Errorf("a request came to the stranger: %s", seen)
	}
}
