package sandbox

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
)

// UniteTokenPath is the path of the token endpoint for the Unite API, which at Unite is another server's.
const UniteTokenPath = unitePrefix + "oauth/token"

// UniteOptions say who is let in to the Unite API. The zero value accepts any client id, secret and refresh token that is
// not empty.
type UniteOptions struct {
	// Tenant is the id of the tenant that the credentials belong to; empty is one of the sandbox's own.
	Tenant string
	// Clients are the accepted client ids (Unite ids) and their secrets. None: any pair that is not empty is accepted.
	Clients map[string]string
	// Tokens are accepted as bearer tokens forever, beside those that the token endpoint issues.
	Tokens []string
	// RefreshTokens are exchanged for access tokens. None: any that is not empty is, once or forever as rotation wants it.
	RefreshTokens []string
	// RotateRefreshTokens answers a new refresh token each time, which ends the one that was used.
	RotateRefreshTokens bool
}

// oauthDialect is that of RFC 6749, 5.1 and 5.2.
var oauthDialect = dialect{
	media: "application/json", errors: "application/json",
	document: func(f *apiError, _ string) map[string]any {
		return map[string]any{"error": f.messages[0].code, "error_description": f.messages[0].text}
	},
}

// issueUniteToken answers the refresh-token grant of RFC 6749, 6. Like Unite's identity provider it also takes JSON.
func (s *Server) issueUniteToken(r *http.Request) (*answer, error) {
	if err := s.throttle(s.limit, s.tokenRate); err != nil {
		return nil, err
	}
	form, err := grantForm(r)
	if err != nil {
		return nil, err
	}
	if grant := form.Get("grant_type"); grant == "" {
		return nil, badRequest("invalid_request", "", "grant_type is required.")
	} else if grant != "refresh_token" {
		return nil, badRequest("unsupported_grant_type", "", "grant_type must be refresh_token.")
	}
	if !knows(s.options.Unite.Clients, form.Get("client_id"), form.Get("client_secret")) {
		return nil, fail(http.StatusUnauthorized, "invalid_client", "", "The client id or its secret is missing or wrong.")
	}
	refreshed, ok := s.refresh(form.Get("refresh_token"))
	if !ok {
		return nil, badRequest("invalid_grant", "", "The refresh token is missing, unknown or used up.")
	}
	out := s.issue(&s.uniteTokens, form.Get("client_id"))
	out["scope"] = "offline_access"
	if refreshed != "" {
		out["refresh_token"] = refreshed
	}
	return &answer{status: http.StatusOK, body: out}, nil
}

// grantForm is the body of a token request, be it a form or a JSON object of texts.
func grantForm(r *http.Request) (url.Values, error) {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch media {
	case formMedia:
		form, err := readForm(r)
		if err != nil {
			return nil, badRequest("invalid_request", "", "The body is not a form: %v.", err)
		}
		return form, nil
	case "application/json":
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		var members map[string]string
		if err := decode(data, &members); err != nil {
			return nil, badRequest("invalid_request", "", "The body is not a JSON object of strings.") // err may quote a secret
		}
		form := url.Values{}
		for name, value := range members {
			form.Set(name, value)
		}
		return form, nil
	}
	return nil, badRequest("invalid_request", "", "The body must be a form or JSON.")
}

// refresh says whether the refresh token is valid, and which one replaces it, if any.
func (s *Server) refresh(token string) (replacement string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	valid, noted := s.refreshTokens[token]
	if !noted {
		valid = token != "" && (len(s.options.Unite.RefreshTokens) == 0 || slices.Contains(s.options.Unite.RefreshTokens, token))
	}
	if !valid || !s.options.Unite.RotateRefreshTokens {
		return "", valid
	}
	replacement = s.newToken()
	s.refreshTokens[token], s.refreshTokens[replacement] = false, true
	return replacement, true
}
