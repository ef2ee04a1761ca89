package sandbox

import (
	"crypto/subtle"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	oauthPath     = "/v2/auth/oauth2-token"
	exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange" // RFC 8693
)

func (s *Server) tokenRoutes() {
	s.mux.HandleFunc("POST "+oauthPath, func(w http.ResponseWriter, r *http.Request) {
		a, err := s.issueToken(r)
		s.reply(w, spotnanaDialect, a, err)
	})
}

// issueToken answers the two grants. Credentials count in the form only, as documented, not as HTTP Basic.
func (s *Server) issueToken(r *http.Request) (*answer, error) {
	if err := s.admit(r, s.limit, s.tokenRate); err != nil {
		return nil, err
	}
	if err := takesJSON(r); err != nil {
		return nil, err
	}
	if !declares(r, formMedia) {
		return nil, fail(http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", "The body must be %s, in UTF-8.", formMedia)
	}
	form, err := readForm(r)
	if err != nil {
		return nil, badRequest("MALFORMED_FORM", "", "The body is not a form: %v.", err)
	}
	known, err := s.lets(r, form.Get("client_id"), form.Get("client_secret"))
	if err != nil {
		return nil, err
	}
	if !known {
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
	return &answer{status: http.StatusOK, body: s.issue(&s.tokens, form.Get("client_id"))}, nil
}

// lets says that a client gets tokens: an API user with its secret, or one of the options.
func (s *Server) lets(r *http.Request, id, secret string) (known bool, err error) {
	err = s.store.view(r.Context().Done(), func(st *state) error {
		if user := st.find(APIUsers, id); user != nil {
			known = knows(map[string]string{id: textAt(user.Object, "clientSecret")}, id, secret)
		} else {
			known = knows(s.options.Clients, id, secret)
		}
		return nil
	})
	return known, err
}

const formMedia = "application/x-www-form-urlencoded"

// readForm is the body as a form, in which nothing may be there twice (RFC 6749, 3.2).
func readForm(r *http.Request) (url.Values, error) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(data))
	if err != nil {
		return nil, err
	}
	for name, values := range form {
		if len(values) > 1 {
			return nil, fmt.Errorf("%s is there more than once", name)
		}
	}
	return form, nil
}

// knows checks credentials against the clients; where none are named, any will do.
func knows(clients map[string]string, id, secret string) bool {
	if id == "" || secret == "" {
		return false
	}
	if len(clients) == 0 {
		return true
	}
	want, known := clients[id]
	return known && subtle.ConstantTimeCompare([]byte(want), []byte(secret)) == 1
}

// tokens are the bearer tokens of one API.
type tokens struct {
	static []string
	any    bool // those that were never issued too
	issued map[string]issuedToken
}

// issuedToken is when a token ends, and whose it is.
type issuedToken struct {
	end    time.Time
	client string
}

func newTokens(static []string) tokens {
	return tokens{static: static, issued: map[string]issuedToken{}}
}

// issue is the answer of a token endpoint with a new token of a client.
func (s *Server) issue(t *tokens, client string) map[string]any {
	token := s.newToken()
	s.mu.Lock()
	defer s.mu.Unlock()
	t.issued[token] = issuedToken{s.options.Now().Add(s.options.TokenLifetime), client}
	return map[string]any{
		"access_token": token, "token_type": "Bearer", "expires_in": int(s.options.TokenLifetime.Seconds()),
	}
}

func (s *Server) newToken() string { return "sandbox-" + s.options.NewID() }

// authorize refuses requests without a token that is known and has not expired.
func (s *Server) authorize(t *tokens, r *http.Request) error {
	refused := fail(http.StatusUnauthorized, "UNAUTHORIZED", "Authorization", "The bearer token is missing, unknown or expired.")
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return refused
	}
	if slices.Contains(t.static, token) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	own, issued := t.issued[token]
	if issued && s.options.Now().Before(own.end) || !issued && t.any {
		return nil
	}
	return refused
}

// ExpireTokens makes all access tokens issued so far, of both APIs, expire at once.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range []*tokens{&s.tokens, &s.uniteTokens} {
		t.expire(s.options.Now(), func(string) bool { return true })
	}
}

// endTokens makes the access tokens of an API user expire at once.
func (s *Server) endTokens(client string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.expire(s.options.Now(), func(whose string) bool { return whose == client })
}

// expire makes the tokens of some clients expire.
func (t *tokens) expire(now time.Time, of func(client string) bool) {
	for token, issued := range t.issued {
		if of(issued.client) {
			t.issued[token] = issuedToken{now, issued.client}
		}
	}
}
