package subject

import (
	"maps"
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// API is one of the APIs that the provider talks to.
type API struct {
	// Tokens is the path of the token endpoint.
	Tokens string
	// Refusal is the API's own error document.
	Refusal func(status int, header http.Header) *sandbox.Reply
	// Traced says that error documents name their request.
	Traced bool
	// NoDocument says why no document of the vendor has its schemas, empty when one does.
	NoDocument string
}

var (
	// Spotnana is the API of most resources.
	Spotnana = &API{Tokens: "/v2/auth/oauth2-token", Traced: true, Refusal: func(status int, header http.Header) *sandbox.Reply {
		r := sandbox.ErrorReply(status, "FAULT", "The sandbox was told to fail.")
		r.Header = header
		return r
	}}
	// Unite is that of Unite.
	Unite = &API{Tokens: sandbox.UniteTokenPath, NoDocument: "Unite publishes a page, which the tests of its package hold the traffic against", Refusal: func(status int, header http.Header) *sandbox.Reply {
		r := sandbox.ProblemReply(status)
		maps.Copy(r.Header, header)
		return r
	}}
)

// APIs are all of them.
func APIs() []*API { return []*API{Spotnana, Unite} }
