package resilience_test

import (
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// strike is one time that a fault hits a run.
type strike struct {
	// at is the request that it hits first, counted from 0 as the faultless run sent them.
	at int
	// lasting says that it hits all requests from then on, until the run has ended.
	lasting bool
	// commit says that the request is carried out all the same.
	commit bool
}

func (s strike) times() int {
	if s.lasting {
		return sandbox.Always
	}
	return 1
}

// wait is what a refusal asks for, in seconds: what never ends is longer than any operation, which otherwise would wait in vain
// for all its time.
func (s strike) wait() string {
	if s.lasting {
		return "86400"
	}
	return "1"
}

// fault is one column of the matrix.
type fault struct {
	name string
	// arm makes the strike hit the next run.
	arm func(*world, strike)
	// says is what an error says that the fault leads to: what happened, and what to do.
	says []string
	// twice says that the answer leaves open whether the request was carried out, so that both are tried.
	twice bool
	// setting is a further argument of the provider block.
	setting string
	// creation says that the fault is about the moments after a create.
	creation bool
	// trace says that the API's own error document comes, which names the request, where the API has such names.
	trace bool
}

const again = `(?i)\b(try|apply|plan) again`

var faults = []fault{
	{name: "429 with Retry-After", arm: func(w *world, s strike) {
		reply(func(w *world) *sandbox.Reply {
			return w.subject.API.Refusal(http.StatusTooManyRequests, http.Header{"Retry-After": {s.wait()}})
		})(w, s)
	}, says: []string{"429 Too Many Requests", "requests_per_second|how often tokens are fetched"}, trace: true},
	{name: "500", arm: status(http.StatusInternalServerError), says: []string{"500 Internal Server Error", again}, twice: true, trace: true},
	{name: "502 with a page", arm: reply(func(*world) *sandbox.Reply { return sandbox.PageReply(http.StatusBadGateway) }),
		says: []string{"502 Bad Gateway", "text/html", again}, twice: true},
	{name: "503", arm: status(http.StatusServiceUnavailable), says: []string{"503 Service Unavailable", again}, twice: true, trace: true},
	{name: "504", arm: status(http.StatusGatewayTimeout), says: []string{"504 Gateway Timeout", again}, twice: true, trace: true},
	{name: "connection refused", arm: func(w *world, s strike) { w.network.refuse(refusal{skip: s.at, times: s.times()}) },
		says: []string{"connection refused", "Nobody answers at http"}},
	{name: "reset before processing", arm: plain(sandbox.Fault{Drop: true}), says: []string{"closed before the answer was complete", again}},
	{name: "reset after commit", arm: plain(sandbox.Fault{Drop: true, Commit: true}), says: []string{"closed before the answer was complete", again}},
	{name: "stalled answer", arm: plain(sandbox.Fault{Commit: true, Delay: time.Hour}), says: []string{"no complete answer within 1s", again},
		setting: `request_timeout = "1s"`},
	{name: "truncated JSON", arm: truncated, says: []string{"broke off", again}},
	{name: "invalid JSON", arm: answered(`{"id": ?}`, "application/json"), says: []string{"not valid JSON|holds no access token", again}},
	{name: "wrong shape", arm: answered(`{"unexpected": [true]}`, "application/json"), says: []string{"answer|was expected|link", again + "|base_url"}},
	{name: "wrong content type", arm: answered("<html>Welcome!</html>", "text/html"), says: []string{"text/html", again}},
	{name: "expired token", arm: plain(sandbox.Fault{Expire: true}), says: []string{"401 Unauthorized", "A token that was fetched just now is refused too. Check"}},
	{name: "404 right after create", arm: func(w *world, _ strike) { w.SetModes(sandbox.Modes{HideCreated: 2}) }, creation: true},
	{name: "token endpoint down", arm: func(w *world, s strike) {
		at := w.expire(s.at)
		w.network.refuse(refusal{path: w.subject.API.Tokens, skip: at, times: s.times()})
	}, says: []string{"connection refused", "Nobody answers at http"}},
	{name: "token endpoint 429", arm: func(w *world, s strike) {
		at := w.expire(s.at)
		w.AddFaults(sandbox.Fault{Method: http.MethodPost, Path: w.subject.API.Tokens, Skip: at, Times: s.times(),
			Reply: &sandbox.Reply{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {s.wait()}}, Body: `{"error": "slow_down"}`}})
	}, says: []string{"429 Too Many Requests", "how often tokens are fetched"}},
	{name: "redirect to another host", arm: reply(func(*world) *sandbox.Reply {
		return &sandbox.Reply{Status: http.StatusTemporaryRedirect, Header: http.Header{"Location": {"https://elsewhere.example/login?next=x"}}}
	}), says: []string{"redirects to https://elsewhere.example/login;", "Set .*base_url|Set .*token_url"}},
}

// plain is a fault that hits any request in the same way.
func plain(f sandbox.Fault) func(*world, strike) {
	return func(w *world, s strike) {
		f := f
		f.Skip, f.Times, f.Commit = s.at, s.times(), f.Commit || s.commit
		w.AddFaults(f)
	}
}

// reply is a fault that makes up the answer.
func reply(of func(*world) *sandbox.Reply) func(*world, strike) {
	return func(w *world, s strike) { plain(sandbox.Fault{Reply: of(w)})(w, s) }
}

// status is the API's own error document.
func status(code int) func(*world, strike) {
	return reply(func(w *world) *sandbox.Reply { return w.subject.API.Refusal(code, nil) })
}

// answered is a success of which another body is answered.
func answered(body, media string) func(*world, strike) {
	return func(w *world, s strike) {
		code := max(w.sent[s.at].Status, http.StatusOK)
		if code == http.StatusNoContent {
			code = http.StatusOK
		}
		plain(sandbox.Fault{Commit: true, Reply: &sandbox.Reply{Status: code, Header: http.Header{"Content-Type": {media}}, Body: body}})(w, s)
	}
}

// truncated cuts the API's own answer, and where that is empty one that it could give instead.
func truncated(w *world, s strike) {
	f := sandbox.Fault{Truncate: true, Commit: true}
	if len(w.sent[s.at].ResponseBody) == 0 || s.lasting {
		f.Reply = &sandbox.Reply{Status: http.StatusOK, Body: `{"id": "4974a66b-7493-4f41-908c-58ba81093947"}`}
	}
	plain(f)(w, s)
}

// expire lets the tokens expire before request at, so that another one is needed, and returns the number of token
// requests before that one.
func (w *world) expire(at int) int {
	n := 0
	for _, e := range w.sent[:at] {
		if e.Path == w.subject.API.Tokens {
			n++
		}
	}
	if w.sent[at].Path != w.subject.API.Tokens {
		w.AddFaults(sandbox.Fault{Skip: at, Expire: true})
	}
	return n
}

// internals are texts that mean something to Go programmers only.
var internals = regexp.MustCompile(`invalid character|end of JSON|\bEOF\b|map\[|0x[0-9a-f]{4}|%!|\bcontext (deadline|canceled)|panic|goroutine|interface \{|nil pointer|strconv`)

// request is how an error names the request that failed.
var request = regexp.MustCompile(`\b(GET|POST|PUT|PATCH|DELETE) /`)

// faulty lists what an error lacks, and what does not belong into it.
func (f *fault) faulty(w *world, out string) []string {
	var problems []string
	if !strings.Contains(out, "Error: ") || !strings.Contains(out, w.subject.Title+" ") {
		problems = append(problems, "it does not say on which object something failed")
	}
	if !request.MatchString(out) {
		problems = append(problems, "it does not name the request")
	}
	for _, want := range f.says {
		if !regexp.MustCompile(want).MatchString(out) {
			problems = append(problems, "it does not say "+want)
		}
	}
	if f.trace && w.subject.API.Traced && !strings.Contains(out, "Trace id: sandbox-fault") && !strings.Contains(out, "(trace id sandbox-fault)") {
		problems = append(problems, "it does not have the trace id")
	}
	if found := internals.FindString(out); found != "" {
		problems = append(problems, "it has Go's "+found)
	}
	return problems
}
