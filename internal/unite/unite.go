// Package unite is the hypermedia client of the Unite Administration API. It knows the root and the names of link
// relations; every other address it takes from the documents that the API answers.
package unite

import (
	"context"
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

const (
	// mediaType is version 1 of the API: without it in Accept the answer is 406, without it on a body 415.
	mediaType = "application/vnd.mercateo-unite.administration.v1+json"
	// problemType is the media type of the API's error document (RFC 9457).
	problemType = "application/problem+json"
	// defaultTokenURL is the identity provider of the production environment.
	defaultTokenURL = "https://mercateo.eu.auth0.com/oauth/token"
	// nowhere stands in for the root that was not configured; nothing is sent there.
	nowhere = "https://unconfigured.invalid"
	// defaultTimeout bounds one attempt: far longer than any answer takes, far shorter than any operation may.
	defaultTimeout = time.Minute
)

// Name is the API in messages.
const Name = "Unite"

// ownPaths is the end of a base URL that is none of the root: the version is in the media type, and the tenant is where the
// root leads.
var ownPaths = regexp.MustCompile(`(?i)/+v[0-9]+/*$|(/api)/+tenant(/.*)?$`)

// Config says where the API is and who is asking. Either AccessToken, or ClientID, ClientSecret and RefreshToken; with
// neither, or without BaseURL, every request fails with Unconfigured.
type Config struct {
	// BaseURL is the root document, such as https://administration.unite.services/api. It has no default, because a
	// company made on Unite stays there.
	BaseURL string
	// AccessToken is a token that the user got elsewhere. It is used as it is and wins over the refresh token.
	AccessToken string
	// ClientID (the Unite id), ClientSecret and RefreshToken are exchanged for tokens at TokenURL (RFC 6749, 6).
	ClientID, ClientSecret, RefreshToken string
	// TokenURL is the token endpoint; empty is that of the production environment.
	TokenURL string

	// MaxRetries is how often a request is sent again after its first attempt. A 429 does not count.
	MaxRetries int
	// RetryWait is the longest wait before the first retry; it doubles with each further one. 0 is half a second.
	RetryWait time.Duration
	// RequestsPerSecond bounds all requests together. 0 is no bound: then the API is asked as often as there are requests, until
	// it refuses one.
	RequestsPerSecond float64
	// RequestTimeout bounds one attempt. 0 is one minute.
	RequestTimeout time.Duration
	// UserAgent is the User-Agent header of every request.
	UserAgent string
	// Transport replaces the network (the sandbox inside this process); nil is the network.
	Transport http.RoundTripper
	// Unconfigured is the error that a request without root or credentials gives.
	Unconfigured *apierr.Error
	// Undecided says that Unconfigured holds only until the configuration is known.
	Undecided bool
}

// Client talks to one Unite environment. It is safe for concurrent use.
type Client struct {
	root   *url.URL
	http   *httpx.Client
	lists  lists.Cache
	before lists.Cache
	// relations holds the documents whose links lead to everything else, for the life of the client.
	relations lists.Cache
	lacks     *apierr.Error
}

// New checks the URLs of c; the error begins with the attribute's name. Nothing is sent, and missing credentials are
// no error yet.
func New(c Config) (*Client, error) {
	if c.BaseURL == "" {
		c.BaseURL, c.AccessToken, c.RefreshToken = nowhere, "", ""
	}
	if c.TokenURL == "" {
		c.TokenURL = defaultTokenURL
	}
	root, err := httpx.ParseBase("base_url", c.BaseURL, func(path string) string { return ownPaths.ReplaceAllString(path, "$1") },
		"The root of the API is above that, and the version is no part of it.")
	if err != nil {
		return nil, err
	}
	// The API documents its root as the base URL and "/"; relative links of the root start below it.
	if !strings.HasSuffix(root.Path, "/") {
		root = root.JoinPath("/")
	}
	endpoint, err := httpx.ParseURL("token_url", c.TokenURL)
	if err != nil {
		return nil, err
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
	network.Secrets.Add(c.ClientSecret, c.RefreshToken)

	var tokens *httpx.Tokens
	var lacks *apierr.Error
	switch {
	case c.AccessToken != "":
		tokens = network.StaticToken(c.AccessToken)
	case c.ClientID != "" && c.ClientSecret != "" && c.RefreshToken != "":
		d := httpx.Dialect{Name: "the token endpoint of " + Name, Hint: tokenHint, Title: httpx.TokenTitle(Name)}
		tokens = network.Tokens(endpoint, d, c.grant)
	default:
		tokens = network.NoTokens(c.Unconfigured)
		if !c.Undecided {
			lacks = c.Unconfigured
		}
	}
	dialect := httpx.Dialect{Name: Name, Envelope: envelope, EnvelopeType: problemType, Hint: hints(c.AccessToken != "")}
	return &Client{root: root, http: network.Client(root, tokens, dialect), lacks: lacks}, nil
}

// Lacks is what every request will fail with, nil when nothing is missing or it is not known yet.
func (c *Client) Lacks() *apierr.Error { return c.lacks }

// Origin is scheme://host[:port] of the API.
func (c *Client) Origin() string { return httpx.Origin(c.root) }

// Lists remembers lists of the API for the life of the client. Creating a company drops the lists of Companies.
func (c *Client) Lists() *lists.Cache { return &c.lists }

// Before remembers lists as they were before this process made anything: no write drops one, so that a create can tell what
// it made from what was there.
func (c *Client) Before() *lists.Cache { return &c.before }

// Tenant is the id of the tenant that the credentials belong to.
func (c *Client) Tenant(ctx context.Context) (string, error) {
	root, err := c.rootDocument(ctx, new(bool))
	if err != nil {
		return "", err
	}
	id := text(root.body, "tenantId")
	if id == "" {
		return "", unexpected(fmt.Errorf("GET %s: the answer holds no tenantId: base_url (UNITE_BASE_URL) must be the root of the Administration API", root.url.EscapedPath()))
	}
	return id, nil
}

// CreateCompany sends one create, bounded by w. It returns the new company as the API answers it, without its links, and its
// address, which is empty when the API gave none. mask hides the sensitive values of a decoded body before it is
// logged at trace level, nil logs no bodies; secrets are values in body that no log or error may show. An error that
// leaves open whether the company exists is apierr.Ambiguous.
func (c *Client) CreateCompany(ctx context.Context, w httpx.Write, body map[string]any, mask func(any) any, secrets ...string) (company map[string]any, self string, err error) {
	defer c.lists.Drop(listKey)
	err = c.follow(ctx, "create-company", creating, func(l *link) error {
		d, err := c.send(ctx, l, httpx.Request{Body: body, Once: true, Mask: mask, Secrets: secrets, Write: w})
		if err != nil {
			return err
		}
		made := c.company(d.url, d.body)
		if made.id == "" {
			return apierr.Unreadable(c.Origin(), l.method, l.url.EscapedPath(), "the answer holds no companyId: whether the company exists shows in the list of companies")
		}
		company, self = made.company, made.self
		return nil
	})
	return company, self, err
}

// text is the string under key, or "".
func text(object map[string]any, key string) string {
	s, _ := object[key].(string)
	return s
}
