package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// forms are the two ways to reach a server; faults must look alike in both.
var forms = map[string]func(*testing.T, *Server) *api{
	"in process": inProcess,
	"over HTTP": func(t *testing.T, s *Server) *api {
		web := httptest.NewServer(s)
		t.Cleanup(web.Close)
		// One connection for each request, so that the client has no reason to send any again by itself.
		return &api{t: t, server: s, rt: &http.Transport{DisableKeepAlives: true}, base: web.URL}
	},
}

func TestFaults(t *testing.T) {
	for name, tt := range map[string]struct {
		fault     Fault
		status    int // 0: no answer
		raw       string
		cut       bool
		committed bool
		faulted   bool
	}{
		"delay":           {fault: Fault{Delay: time.Millisecond}, status: 201, raw: `{"id":"`, committed: true},
		"drop":            {fault: Fault{Drop: true}, faulted: true},
		"commit and drop": {fault: Fault{Drop: true, Commit: true}, committed: true, faulted: true},
		"error document":  {fault: Fault{Reply: ErrorReply(503, "DOWN", "Down.")}, status: 503, raw: `"errorCode":"DOWN"`, faulted: true},
		"page":            {fault: Fault{Reply: PageReply(502)}, status: 502, raw: "<h1>Bad Gateway</h1>", faulted: true},
		"commit and 500":  {fault: Fault{Commit: true, Reply: ErrorReply(500, "OOPS", "Oops.")}, status: 500, raw: "OOPS", committed: true, faulted: true},
		"broken JSON":     {fault: Fault{Commit: true, Reply: &Reply{Status: 201, Body: `{"id":"0000`}}, status: 201, raw: `{"id":"0000`, committed: true, faulted: true},
		"truncated":       {fault: Fault{Truncate: true}, status: 201, raw: `{"id":"`, cut: true, committed: true, faulted: true},
		"truncated reply": {fault: Fault{Truncate: true, Reply: PageReply(502)}, status: 502, raw: "<html>", cut: true, faulted: true},
		"delay, reply":    {fault: Fault{Delay: time.Millisecond, Commit: true, Reply: PageReply(504)}, status: 504, raw: "Gateway Timeout", committed: true, faulted: true},
	} {
		for form, connect := range forms {
			t.Run(name+" "+form, func(t *testing.T) {
				a := connect(t, New(testOptions()))
				a.server.AddFaults(tt.fault)
				out, err := a.send("POST", "/v2/companies", companyJSON(""))
				switch {
				case tt.status == 0:
					if err == nil || out != nil {
						t.Fatalf("want no answer, got %+v", out)
					}
					if form == "in process" && !errors.Is(err, syscall.ECONNRESET) {
						t.Errorf("want a reset, got %v", err)
					}
				case tt.cut != errors.Is(err, io.ErrUnexpectedEOF):
					t.Fatalf("the body ended with %v", err)
				case out.status != tt.status || !strings.Contains(out.raw, tt.raw):
					t.Errorf("got %d %s", out.status, out.raw)
				case tt.faulted != (out.header.Get(FaultHeader) == "1"):
					t.Errorf("header is %v", out.header)
				}
				if ids, err := a.server.IDs(Companies); err != nil || len(ids) == 1 != tt.committed {
					t.Errorf("companies are %v, %v", ids, err)
				}
				if got := a.server.Requests()[0]; got.Faulted != tt.faulted || got.Status != tt.status {
					t.Errorf("recorded %+v", got)
				}
				a.create("") // the fault strikes once
			})
		}
	}
}

func TestFaultsMatch(t *testing.T) {
	a := newAPI(t)
	id := a.create("")
	down := &Reply{Status: 503}
	statuses := func(method, path string, n int) (got []int) {
		for range n {
			out, err := a.send(method, path, "")
			ok(t, err)
			got = append(got, out.status)
		}
		return got
	}
	check := func(f Fault, method, path string, want ...int) {
		t.Helper()
		f.Reply = down
		a.server.AddFaults(f)
		if got := statuses(method, path, len(want)); !slices.Equal(got, want) {
			t.Errorf("%+v: got %v, want %v", f, got, want)
		}
		a.server.ClearFaults()
	}
	check(Fault{}, "GET", "/v2/companies", 503, 200)
	check(Fault{Method: "GET", Skip: 1, Times: 2}, "GET", "/v2/companies", 200, 503, 503, 200)
	check(Fault{Times: Always}, "GET", "/v2/companies", 503, 503, 503)
	check(Fault{Method: "PUT"}, "GET", "/v2/companies", 200)
	check(Fault{Path: "/v2/companies"}, "GET", "/v2/companies/"+id, 200)
	check(Fault{Path: "/v2/companies/*"}, "GET", "/v2/companies/"+id+"/partner-public-keys", 200)
	check(Fault{Path: "/v2/companies/*"}, "GET", "/v2/companies/"+id, 503)
	check(Fault{Path: "/v2/*/*/partner-public-keys"}, "GET", "/v2/companies/"+id+"/partner-public-keys", 503)

	a.server.AddFaults(Fault{Method: "PUT", Times: 2}, Fault{Method: "DELETE", Reply: down})
	statuses("DELETE", "/v2/companies/"+unknownID, 1)
	if left := a.server.ClearFaults(); left != 1 {
		t.Errorf("%d faults left to strike", left)
	}
}

// A request may come too late for its token.
func TestFault_expire(t *testing.T) {
	a := newAPI(t)
	form := tokenForm("grant_type", "client_credentials", "client_id", "a", "client_secret", "b")
	token, _ := lookup(a.want(200, "POST", oauthPath, form, "Content-Type", formType).body, "access_token").(string)
	a.server.AddFaults(Fault{Expire: true, Skip: 1})
	a.want(200, "GET", "/v2/companies", "", "Authorization", "Bearer "+token)
	a.refused(401, "UNAUTHORIZED", "Authorization", "GET", "/v2/companies", "", "Authorization", "Bearer "+token)
}

// TestDelayEndsWithTheClient: a client that gives up gets its context's error at once; whether the request was carried
// out depends on when the delay was.
func TestDelayEndsWithTheClient(t *testing.T) {
	for name, commit := range map[string]bool{"before": false, "after the commit": true} {
		t.Run(name, func(t *testing.T) {
			s := New(testOptions())
			s.AddFaults(Fault{Delay: time.Hour, Commit: commit})
			ctx, cancel := context.WithCancelCause(t.Context())
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://any/v2/companies", strings.NewReader(companyJSON("")))
			ok(t, err)
			r.Header.Set("Authorization", "Bearer "+testToken)
			r.Header.Set("Content-Type", "application/json")
			tired := errors.New("tired of waiting")
			go func() {
				for { // until the request is under way, and with a commit carried out
					ids, err := s.IDs(Companies)
					if err != nil || len(s.Requests()) == 1 && (!commit || len(ids) == 1) {
						cancel(tired)
						return
					}
				}
			}()
			resp, err := s.Transport().RoundTrip(r)
			if err == nil {
				_ = resp.Body.Close()
			}
			if !errors.Is(err, tired) {
				t.Errorf("got %v", err)
			}
			if ids, err := s.IDs(Companies); err != nil || len(ids) == 1 != commit {
				t.Errorf("companies are %v, %v", ids, err)
			}
			if got := s.Requests()[0]; got.Status != 0 || got.Faulted {
				t.Errorf("recorded %+v", got)
			}
			// A context that has ended already does not reach the server.
			if resp, err := s.Transport().RoundTrip(r); err == nil {
				_ = resp.Body.Close()
				t.Error("a cancelled request was answered")
			}
			if n := len(s.Requests()); n != 1 {
				t.Errorf("%d requests recorded", n)
			}
		})
	}
}
