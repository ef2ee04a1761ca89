package unite

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// envelope reads the API's error document: {status, title, detail, errors: [{code, path, limit}]}, where errors may be
// one object too. Its status is that of the answer; a proxy's document about something else has another.
func envelope(body any, e *apierr.Error) bool {
	document, _ := body.(map[string]any)
	number, _ := document["status"].(json.Number)
	title := text(document, "title")
	if number.String() != strconv.Itoa(e.Status) || title == "" {
		return false
	}
	entries, ok := document["errors"].([]any)
	if !ok {
		entries = []any{document["errors"]}
	}
	for _, entry := range entries {
		entry, _ := entry.(map[string]any)
		if m := message(entry); m.Code != "" || m.Pointer != "" {
			e.Messages = append(e.Messages, m)
		}
	}
	summary := apierr.Message{Text: title}
	if detail := text(document, "detail"); detail != title {
		summary.Detail = detail
	}
	e.Messages = append(e.Messages, summary)
	return true
}

// message is one entry of errors. Its path is a JSON pointer as a URI fragment (RFC 6901, 6).
func message(entry map[string]any) apierr.Message {
	m := apierr.Message{Code: text(entry, "code"), Pointer: strings.TrimPrefix(text(entry, "path"), "#")}
	if plain, err := url.PathUnescape(m.Pointer); err == nil {
		m.Pointer = plain
	}
	limit := text(entry, "limit")
	if n, ok := entry["limit"].(json.Number); ok {
		limit = n.String()
	}
	if limit != "" {
		m.Parameters = []apierr.Parameter{{Name: "limit", Value: limit}}
	}
	m.Text = explain(m.Code, limit)
	if property := strings.ReplaceAll(strings.Trim(m.Pointer, "/"), "/", "."); property != "" && m.Text != "" {
		m.Text = property + " " + m.Text
	} else if property != "" {
		m.Text = property
	}
	return m
}

// explain puts an error code in words that follow the property's name.
func explain(code, limit string) string {
	switch code {
	case "REQUIRED":
		return "is required"
	case "ENUM":
		return "is not one of the allowed values"
	case "INVALID_EMAIL":
		return "is not a valid email address"
	case "INVALID_VAT_ID":
		return "is not a valid VAT id"
	case "MAXLENGTH":
		if _, err := strconv.Atoi(limit); err == nil {
			return "is longer than " + limit + " characters"
		}
		return "is too long"
	}
	return ""
}

// hints says what to do about an error of the API. static says that the user gave an access token.
func hints(static bool) func(*apierr.Error) string {
	return func(e *apierr.Error) string {
		switch {
		case e.Status == http.StatusUnauthorized && static:
			return "The access token is refused: it has expired, or it is not for this API (its audience is " +
				"https://unite.eu/tenant-administration-api). Set a new unite.access_token (UNITE_ACCESS_TOKEN), or client_id, " +
				"client_secret and refresh_token, which renew their tokens."
		case e.Status == http.StatusUnauthorized:
			return "A token that was fetched just now is refused too. Check that unite.base_url (UNITE_BASE_URL) and unite.token_url " +
				"(UNITE_TOKEN_URL) are of the same environment, and that the refresh token is for this API (audience " +
				"https://unite.eu/tenant-administration-api)."
		case e.Status == http.StatusForbidden && e.Enveloped:
			return "The credentials are valid but may not do this. Check the rights of the Unite id."
		case e.Status == http.StatusTooManyRequests:
			return "The API limits the rate of requests, and this one was not let through in the time that the operation has. Apply again; if it happens again, " +
				"run fewer operations with the same credentials at a time, raise the timeouts of the resource, or set requests_per_second to what the API allows."
		case e.Status == http.StatusNotAcceptable || e.Status == http.StatusUnsupportedMediaType:
			return "The API does not serve version 1 of its media type here. Check unite.base_url (UNITE_BASE_URL) and proxies that " +
				"change headers, and look for a newer version of the provider."
		}
		return httpx.ConnectionHint(e, "unite.base_url (UNITE_BASE_URL)")
	}
}

// tokenHint says what to do about an error of the token endpoint.
func tokenHint(e *apierr.Error) string {
	switch e.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		return "No access token was given. Check unite.client_id (UNITE_CLIENT_ID), unite.client_secret (UNITE_CLIENT_SECRET) and " +
			"unite.refresh_token (UNITE_REFRESH_TOKEN), and that they belong to the environment of unite.token_url (UNITE_TOKEN_URL). " +
			"Where the identity provider replaces refresh tokens at each use, an earlier run has used this one up."
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return "There is no token endpoint at this address. Check unite.token_url (UNITE_TOKEN_URL)."
	case http.StatusTooManyRequests:
		return "The identity provider limits how often tokens are fetched. Wait a minute, and run fewer operations with the same Unite id at a time."
	}
	return httpx.ConnectionHint(e, "unite.token_url (UNITE_TOKEN_URL)")
}
