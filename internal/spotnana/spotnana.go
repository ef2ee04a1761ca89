// Package spotnana is the client of the Spotnana API: its origin, credentials, error document and lists.
package spotnana

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
)

// tokenPath is the token endpoint below the base URL.
const tokenPath = "/v2/auth/oauth2-token"

// ownPaths is the end of a base URL that the paths of the API begin with: a version, and what follows it in them.
var ownPaths = regexp.MustCompile(`(?i)/+v[23](/+(auth|companies|trips|users|pnrs)(/.*)?)?/*$`)

// noEndpoint is the path of a token URL that is a base URL.
var noEndpoint = regexp.MustCompile(`(?i)^/*$|/v[23](/+auth)?/*$`)

// mock is in the URL of the servers that the vendor's documentation names for trying out requests.
var mock = regexp.MustCompile(`(?i)[^/]/+_mock(/|[?#]|$)`)

// defaultTimeout bounds one attempt: far longer than any answer takes, far shorter than any operation may.
const defaultTimeout = time.Minute

// Name is the API in messages.
const Name = "Spotnana"

// Config says where the API is and who is asking. Either AccessToken, or ClientID and ClientSecret; with neither
// every request fails with Unconfigured.
type Config struct {
	// BaseURL is where the API's paths begin, such as https://apis.spotnana.com.
	BaseURL string
	// AccessToken is a token that the user got elsewhere. It is used as it is and wins over the client credentials.
	AccessToken string
	// ClientID and ClientSecret are exchanged for tokens at TokenURL (RFC 6749, 4.4).
	ClientID, ClientSecret string
	// TokenURL is the token endpoint; empty is the API's own, below BaseURL.
	TokenURL string
	// SubjectToken, when set, asks for tokens on behalf of whom it stands for (token exchange, RFC 8693).
	SubjectToken string
	// SubjectTokenType is the URI of the kind of SubjectToken; empty is an access token (RFC 8693, 3).
	SubjectTokenType string
	// Audience and Scope are added to token requests when set; Scope may be several, separated by spaces.
	Audience, Scope string

	// MaxRetries is how often a request is sent again after its first attempt. A 429 does not count.
	MaxRetries int
	// RetryWait is the longest wait before the first retry; it doubles with each further one. 0 is half a second.
	RetryWait time.Duration
	// RequestsPerSecond bounds all requests together. 0 is no bound: then the API is asked as often as there are requests, until
	// it refuses one.
	RequestsPerSecond float64
	// RequestTimeout bounds one attempt. 0 is one minute.
	RequestTimeout time.Duration
	// UserAgent is mandatory at the API.
	UserAgent string
	// Transport replaces the network (the sandbox inside this process); nil is the network.
	Transport http.RoundTripper
	// Unconfigured is the error that a request without credentials gives.
	Unconfigured *apierr.Error
	// Undecided says that Unconfigured holds only until the configuration is known.
	Undecided bool
}

// Client talks to one Spotnana environment. It is safe for concurrent use.
type Client struct {
	base   *url.URL
	prefix string // text of base without the last slash
	http   *httpx.Client
	lists  lists.Cache
	before lists.Cache
	lacks  *apierr.Error
	tokens *httpx.Tokens
	// others is a source of tokens for other credentials than those of the client.
	others func(id, secret, audience, scope string) *httpx.Tokens
}

// New checks the URLs of c; the error names the attribute. Nothing is sent, and missing credentials are no error yet.
func New(c Config) (*Client, error) {
	if mock.MatchString(c.BaseURL) {
		return nil, &httpx.URLError{Setting: "base_url", Problem: "is a mock server that answers examples", Advice: "The mock servers of the vendor's documentation " +
			"answer the same examples whatever is asked, so nothing can be managed there. " + apierr.TrySandbox}
	}
	base, err := httpx.ParseBase("base_url", c.BaseURL, func(path string) string { return ownPaths.ReplaceAllString(path, "") },
		"The provider adds that to it by itself.")
	if err != nil {
		return nil, err
	}
	prefix := strings.TrimRight(base.String(), "/")
	if c.TokenURL == "" {
		c.TokenURL = prefix + tokenPath
	}
	endpoint, err := httpx.ParseURL("token_url", c.TokenURL)
	if err != nil {
		return nil, err
	}
	if noEndpoint.MatchString(endpoint.Path) {
		return nil, &httpx.URLError{Setting: "token_url", Problem: "is no token endpoint", Advice: "It is the complete address of the endpoint. Leave it out for the API's own, " +
			"or set it to " + httpx.Origin(endpoint) + tokenPath + "."}
	}
	if c.RequestTimeout <= 0 {
		c.RequestTimeout = defaultTimeout
	}
	network := httpx.NewNetwork(httpx.Options{
		UserAgent:         c.UserAgent,
		Base:              c.Transport,
		MaxRetries:        c.MaxRetries,
		RetryWait:         c.RetryWait,
		RequestsPerSecond: c.RequestsPerSecond,
		Timeout:           c.RequestTimeout,
	})
	network.Secrets.Add(c.ClientSecret, c.SubjectToken)

	fetched := func(c Config) *httpx.Tokens {
		d := httpx.Dialect{Name: "the token endpoint of " + Name, Envelope: envelope, Hint: tokenHint, Title: httpx.TokenTitle(Name)}
		return network.Tokens(endpoint, d, func(string) url.Values { return c.grant() })
	}
	others := func(id, secret, audience, scope string) *httpx.Tokens {
		network.Secrets.Add(secret)
		return fetched(Config{ClientID: id, ClientSecret: secret, Audience: audience, Scope: scope})
	}
	var tokens *httpx.Tokens
	var lacks *apierr.Error
	switch {
	case c.AccessToken != "":
		tokens = network.StaticToken(c.AccessToken)
	case c.ClientID != "" && c.ClientSecret != "":
		tokens = fetched(c)
	default:
		tokens = network.NoTokens(c.Unconfigured)
		if !c.Undecided {
			lacks = c.Unconfigured
		}
	}
	dialect := httpx.Dialect{Name: Name, Envelope: envelope, Hint: c.hint}
	return &Client{base: base, prefix: prefix, http: network.Client(base, tokens, dialect), lacks: lacks, tokens: tokens, others: others}, nil
}

// Token is an access token as the requests of the client have it, and when it ends, which is zero when nobody says.
func (c *Client) Token(ctx context.Context) (value string, end time.Time, err error) {
	return c.tokens.Get(ctx)
}

// TokenFor is a new access token for other credentials than those of the client, from the same token endpoint.
func (c *Client) TokenFor(ctx context.Context, id, secret, audience, scope string) (value string, end time.Time, err error) {
	return c.others(id, secret, audience, scope).Get(ctx)
}

// Lacks is what every request will fail with, nil when nothing is missing or it is not known yet.
func (c *Client) Lacks() *apierr.Error { return c.lacks }

// grant is how tokens are asked for. The API takes client id and secret in the form, not in a header.
func (c Config) grant() url.Values {
	form := url.Values{
		"grant_type":    {"client_credentials"},
		"client_id":     {c.ClientID},
		"client_secret": {c.ClientSecret},
	}
	if scopes := strings.Fields(c.Scope); len(scopes) > 0 {
		form.Set("scope", strings.Join(scopes, " "))
	}
	if c.Audience != "" {
		form.Set("audience", c.Audience)
	}
	if c.SubjectToken != "" {
		if c.SubjectTokenType == "" {
			c.SubjectTokenType = "urn:ietf:params:oauth:token-type:access_token"
		}
		form.Set("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
		form.Set("subject_token", c.SubjectToken)
		form.Set("subject_token_type", c.SubjectTokenType)
	}
	return form
}

// Origin is scheme://host[:port] of the API, and the path below which it is where it has one: behind one gateway there may
// be several.
func (c *Client) Origin() string {
	return httpx.Origin(c.base) + strings.TrimRight(c.base.EscapedPath(), "/")
}

// Lists remembers lists of the API for the life of the client. A write drops the lists that it makes stale.
func (c *Client) Lists() *lists.Cache { return &c.lists }

// Before remembers lists as they were before this process made anything: no write drops one, so that a create can tell what
// it made from what was there.
func (c *Client) Before() *lists.Cache { return &c.before }

// Request is one request to the API.
type Request struct {
	Method string
	// Path begins with a slash. Parameters in it are escaped by the caller with url.PathEscape, and arrive that way.
	Path  string
	Query url.Values
	// Body is a JSON tree, nil for none.
	Body any
	// ReadOnly says that the request changes nothing although its method could, so that it may be sent again.
	ReadOnly bool
	// Mask hides the sensitive values of a decoded body, of the request and of the answer, before it is logged at
	// trace level. It may change its argument. Without a Mask bodies are not logged.
	Mask func(any) any
	// Secrets are values that the request carries and that no log or error may show.
	Secrets []string
	// Write bounds the request if it changes something.
	Write httpx.Write
}

// Do sends r and returns the decoded JSON of the answer, numbers as json.Number; nil when the answer has no body.
// Every answer but a 2xx is an *apierr.Error.
func (c *Client) Do(ctx context.Context, r Request) (any, error) {
	u, err := c.resolve(r.Path)
	if err != nil {
		return nil, fmt.Errorf("%s %q: %w", r.Method, r.Path, err)
	}
	u.RawQuery = r.Query.Encode()
	resp, err := c.http.Do(ctx, httpx.Request{Method: r.Method, URL: u, Body: r.Body, ReadOnly: r.ReadOnly, Mask: r.Mask, Secrets: r.Secrets, Write: r.Write})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// Unreadable is an answer to r that does not say what it should, see [apierr.Unreadable]. Of a request that only reads, nothing can have been
// carried out.
func (c *Client) Unreadable(r Request, what string) *apierr.Error {
	e := apierr.Unreadable(c.Origin(), r.Method, r.Path, what)
	e.Ambiguous = e.Ambiguous && !r.ReadOnly
	return e
}

// resolve refuses paths that would reach another object than the caller means: an empty parameter addresses the
// collection above, and dots the levels above that.
func (c *Client) resolve(path string) (*url.URL, error) {
	rest, ok := strings.CutPrefix(path, "/")
	if !ok || strings.ContainsAny(path, "?#") {
		return nil, errors.New("not a path of the API")
	}
	for segment := range strings.SplitSeq(rest, "/") {
		name, err := url.PathUnescape(segment)
		if err != nil {
			return nil, err
		}
		if name == "" || name == "." || name == ".." {
			return nil, fmt.Errorf("the path has a part %q where an id or a name belongs", name)
		}
	}
	return url.Parse(c.prefix + path)
}
