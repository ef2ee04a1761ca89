package soak_test

import (
	"fmt"
	"net/http"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// endpoints are where faults strike. A list has another path than what is in it, so each shows up in its own way.
func (r *run) endpoints() []sandbox.Fault {
	var out []sandbox.Fault
	add := func(endpoints ...subject.Endpoint) {
		for _, e := range endpoints {
			out = append(out, sandbox.Fault{Method: e.Method, Path: e.Path})
		}
	}
	for _, k := range kinds {
		add(k.Endpoints(r.s.Server)...)
	}
	add(subject.Endpoint{Method: "POST", Path: subject.Spotnana.Tokens}, subject.Endpoint{}, subject.Endpoint{Method: "GET"}, subject.Endpoint{Method: "POST"})
	return out
}

// sabotage adds a number of faults. Retries get through some of them.
func (r *run) sabotage(n int) {
	for range n {
		f := one(r.garden, r.endpoints())
		f.Skip, f.Times = r.IntN(3), 1+r.IntN(4)
		f.Commit = r.chance(50)
		what := ""
		reply := func(name string, reply *sandbox.Reply) { what, f.Reply = name, reply }
		switch r.IntN(12) {
		case 0:
			f.Commit = false
			reply("429", &sandbox.Reply{Status: 429, Header: http.Header{"Retry-After": {"0"}}, Body: `{"errorMessages": [{"errorCode": "TOO_MANY_REQUESTS"}]}`})
		case 1:
			reply("500", sandbox.ErrorReply(500, "INTERNAL", "Oops."))
		case 2:
			reply("502", sandbox.PageReply(502))
		case 3:
			reply("503", sandbox.PageReply(503))
		case 4:
			reply("504", sandbox.PageReply(504))
		case 5:
			f.Commit = false
			reply("404 page", sandbox.PageReply(404))
		case 6:
			reply("invalid JSON", &sandbox.Reply{Status: 200, Body: `{"id": `})
		case 7:
			reply("wrong shape", &sandbox.Reply{Status: 200, Body: one(r.garden, []string{`[]`, `"text"`, `null`, `{"id": 7}`, `{"unexpected": [true]}`})})
		case 8:
			f.Commit = false
			reply("401", sandbox.ErrorReply(401, "UNAUTHORIZED", "Who are you?"))
		case 9:
			what, f.Truncate = "truncated", true
		case 10:
			what, f.Drop = "dropped", true
		case 11:
			what, f.Drop = "dropped", true
			if r.chance(20) { // longer than the provider waits
				what, f.Delay, f.Times = "stalled", 1200*time.Millisecond, 1
			}
		}
		if f.Reply != nil && f.Reply.Status == http.StatusOK {
			f.Commit = true // an API that says yes and does nothing is believed: what it keeps is its own from then on
		}
		r.note("fault: %s %s: %s", f.Method, f.Path, fmt.Sprintf("%s, commit %t, skip %d, times %d", what, f.Commit, f.Skip, f.Times))
		r.s.AddFaults(f)
	}
}
