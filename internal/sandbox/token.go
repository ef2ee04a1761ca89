package sandbox

import (
	"crypto/subtle"
	"mime"
	"net/http"
	"slices"
	"strings"
)

const (
	oauthPath     = "/v2/auth/oauth2-token"
	exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange" // RFC 8693
)

func (s *Server) tokenRoutes() {
	s.mux.HandleFunc("POST "+oauthPath, func(w http.ResponseWriter, r *http.Request) {
		a, err := s.issueToken(r)
		s.reply(w, a, err)
	})
}

// issueToken answers the two grants. Credentials count in the form only, as documented, not as HTTP Basic.
func (s *Server) issueToken(r *http.Request) (*answer, error) {
	if err := s.admit(r, s.limit, s.tokenRate); err != nil {
		return nil, err
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
		return nil, fail(http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Content-Type",
			"The body must be application/x-www-form-urlencoded.")
	}
	if err := r.ParseForm(); err != nil {
		return nil, badRequest("MALFORMED_FORM", "", "The body is not a form: %v.", err)
	}
	form := r.PostForm
	if !s.knows(form.Get("client_id"), form.Get("client_secret")) {
		return nil, fail(http.StatusForbidden, "INVALID_CLIENT", "client_id", "The client id or its secret is missing or wrong.")
	}
	switch form.Get("grant_type") {
	case "client_credentials":
	case exchangeGrant:
		for _, name := range []string{"subject_token", "subject_token_type"} {
			if form.Get(name) == "" {
				return nil, badRequest("MISSING_FIELD", name, "%s is required for a token exchange.", name)
			}
		}
	default:
		return nil, badRequest("UNSUPPORTED_GRANT_TYPE", "grant_type", "grant_type must be client_credentials or %s.", exchangeGrant)
	}
	token := "sandbox-" + s.options.NewID()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.issued[token] = s.options.Now().Add(s.options.TokenLifetime)
	return &answer{status: http.StatusOK, body: map[string]any{
		"access_token": token, "token_type": "Bearer", "expires_in": int(s.options.TokenLifetime.Seconds()),
	}}, nil
}

func (s *Server) knows(id, secret string) bool {
	if id == "" || secret == "" {
		return false
	}
	if len(s.options.Clients) == 0 {
		return true
	}
	want, known := s.options.Clients[id]
	return known && subtle.ConstantTimeCompare([]byte(want), []byte(secret)) == 1
}

// authorize refuses requests without a token that is known and has not expired.
func (s *Server) authorize(r *http.Request) error {
	refused := fail(http.StatusUnauthorized, "UNAUTHORIZED", "Authorization", "The bearer token is missing, unknown or expired.")
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return refused
	}
	if slices.Contains(s.options.Tokens, token) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	end, issued := s.issued[token]
	if issued && s.options.Now().Before(end) || !issued && s.anyToken {
		return nil
	}
	return refused
}

// ExpireTokens makes all tokens issued so far expire at once.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token := range s.issued {
		s.issued[token] = s.options.Now()
	}
}
