package spotnana

import (
	"fmt"
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// envelope reads the API's error document: {debugIdentifier, errorMessages: [{errorCode, message, errorParameters:
// [{name, value}], errorDetail}]}. What makes it one is a message with a code or a text; everything else may be missing.
func envelope(body any, e *apierr.Error) bool {
	document, _ := body.(map[string]any)
	entries, _ := document["errorMessages"].([]any)
	var messages []apierr.Message
	for _, entry := range entries {
		m := message(entry)
		if m.Code != "" || m.Text != "" {
			messages = append(messages, m)
		}
	}
	if len(messages) == 0 {
		return false
	}
	e.TraceID, e.Messages = text(document, "debugIdentifier"), messages
	return true
}

func message(entry any) apierr.Message {
	object, _ := entry.(map[string]any)
	m := apierr.Message{
		Code:   text(object, "errorCode"),
		Text:   text(object, "message"),
		Detail: text(object, "errorDetail"),
	}
	parameters, _ := object["errorParameters"].([]any)
	for _, p := range parameters {
		if p, ok := p.(map[string]any); ok {
			m.Parameters = append(m.Parameters, apierr.Parameter{Name: text(p, "name"), Value: text(p, "value")})
		}
	}
	return m
}

// text is the string under key, or "".
func text(object map[string]any, key string) string {
	s, _ := object[key].(string)
	return s
}

// hint says what to do about an error of the API.
func (c Config) hint(e *apierr.Error) string {
	switch {
	case e.Status == http.StatusUnauthorized && c.AccessToken != "":
		return "The access token is refused: it has expired, or it belongs to another environment than base_url. " +
			"Set a new access_token (SPOTNANA_ACCESS_TOKEN), or client_id and client_secret, which renew their tokens."
	case e.Status == http.StatusUnauthorized:
		return "A token that was fetched just now is refused too. Check that base_url (SPOTNANA_BASE_URL) and token_url " +
			"(SPOTNANA_TOKEN_URL) are of the same environment, and that the API user has not been revoked."
	case e.Status == http.StatusForbidden && e.Enveloped:
		return "If the message does not say why: " + c.who() + " valid but may not do this. Check the role of the API user (the provider's guide " +
			"\"When something fails\" lists roles), and that the object belongs to its travel management company or company."
	case e.Status == http.StatusTooManyRequests:
		return "The API limits the rate of requests, and this one was not let through in the time that the operation has. Apply again; if it happens again, " +
			"run fewer operations with the same credentials at a time, raise the timeouts of the resource, or set requests_per_second to what the API allows."
	}
	return httpx.ConnectionHint(e, "base_url (SPOTNANA_BASE_URL)")
}

// who names the credentials, with their verb.
func (c Config) who() string {
	if c.AccessToken != "" {
		return "the access token (access_token, SPOTNANA_ACCESS_TOKEN) is"
	}
	return fmt.Sprintf("the credentials (client_id %q) are", c.ClientID)
}

// tokenHint says what to do about an error of the token endpoint.
func tokenHint(e *apierr.Error) string {
	switch e.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		return "No access token was given. Check client_id (SPOTNANA_CLIENT_ID) and client_secret (SPOTNANA_CLIENT_SECRET), " +
			"and that they belong to the environment of base_url (SPOTNANA_BASE_URL)."
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return "There is no token endpoint at this address. Check token_url (SPOTNANA_TOKEN_URL) and base_url (SPOTNANA_BASE_URL)."
	case http.StatusTooManyRequests:
		return "The API limits how often tokens are fetched. Wait a minute, and run fewer operations with the same client_id at a time."
	}
	return httpx.ConnectionHint(e, "token_url (SPOTNANA_TOKEN_URL), which is below base_url (SPOTNANA_BASE_URL) unless it is set")
}
