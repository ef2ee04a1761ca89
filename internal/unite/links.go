package unite

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
)

// The methods that a link may have, the first for a link that names none: what reads must not write, whatever a
// document says.
var (
	reading  = []string{http.MethodGet}
	creating = []string{http.MethodPost, http.MethodPut, http.MethodPatch}
)

// link is where a relation leads. Its URL is of the root's origin.
type link struct {
	method string
	url    *url.URL
}

// document is an answer and the address it came from, where its relative links start.
type document struct {
	url  *url.URL
	body map[string]any // nil when the answer is no JSON object
}

// resolve is the address that href means in a document at base (RFC 3986, 5). Another origin is refused, so that the
// token cannot be drawn there.
func (c *Client) resolve(base *url.URL, href string) (*url.URL, error) {
	u, err := base.Parse(href)
	switch {
	case err != nil:
		return nil, errors.New("is not a URL") // err repeats the text
	case u.User != nil: // not shown, because it may hold a password
		return nil, errors.New("holds a user name and is refused: credentials come from the provider's configuration; check proxies on the way")
	case httpx.Origin(u) != c.Origin():
		return nil, fmt.Errorf("leads from %s to %s and is refused, so that the access token stays with its origin; check base_url (UNITE_BASE_URL) and proxies on the way", c.Origin(), httpx.Origin(u))
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// find returns the link of an object with relation rel, out of {_schema: {links: [{rel, href, method}]}}. Of several
// the first that can be followed counts. base is the address of the document that the object is from.
func (c *Client) find(base *url.URL, object map[string]any, rel string, methods []string) (*link, error) {
	schema, _ := object["_schema"].(map[string]any)
	links, _ := schema["links"].([]any)
	err := errors.New("is missing: base_url (UNITE_BASE_URL) must be the root of the Administration API, and the credentials those of a tenant")
	for _, entry := range links {
		entry, _ := entry.(map[string]any)
		if text(entry, "rel") != rel {
			continue
		}
		method := strings.ToUpper(text(entry, "method"))
		if method == "" {
			method = methods[0]
		}
		var u *url.URL
		if !slices.Contains(methods, method) {
			err = fmt.Errorf("has the method %q, and %s is needed", method, strings.Join(methods, " or "))
		} else if u, err = c.resolve(base, text(entry, "href")); err == nil {
			return &link{method, u}, nil
		}
	}
	return nil, unexpected(fmt.Errorf("GET %s: the link with relation %q %w", base.EscapedPath(), rel, err))
}

// unexpected is the error of an answer that is not as the API documents it.
func unexpected(err error) error { return apierr.Titled("Unexpected answer from "+Name, err) }

// send requests l with what else r says.
func (c *Client) send(ctx context.Context, l *link, r httpx.Request) (*document, error) {
	r.Method, r.URL = l.method, l.url
	r.Header = http.Header{"Accept": {mediaType}}
	if r.Body != nil {
		r.Header.Set("Content-Type", mediaType)
	}
	resp, err := c.http.Do(ctx, r)
	if e := apierr.As(err); e != nil && e.Status == http.StatusNotFound && e.Enveloped {
		// Links may change at any time, so a 404 is about the link, and must never be taken for a company's end.
		e.Enveloped = false
		e.Hint = "The API has nothing at this link. Check that base_url (UNITE_BASE_URL) is the root of the Administration API."
	}
	if err != nil {
		return nil, err
	}
	body, _ := resp.Body.(map[string]any)
	return &document{l.url, body}, nil
}

func (c *Client) get(ctx context.Context, u *url.URL) (*document, error) {
	return c.send(ctx, &link{http.MethodGet, u}, httpx.Request{})
}

// rootDocument returns the root, fetched once. It sets fetched when this call was the one to fetch it.
func (c *Client) rootDocument(ctx context.Context, fetched *bool) (*document, error) {
	return lists.Get(ctx, &c.relations, "root", func(ctx context.Context) (*document, error) {
		*fetched = true
		return c.get(ctx, c.root)
	})
}

// tenantDocument returns the document that the root leads to, fetched once; fetched is about the root.
func (c *Client) tenantDocument(ctx context.Context, fetched *bool) (*document, error) {
	return lists.Get(ctx, &c.relations, "tenant", func(ctx context.Context) (*document, error) {
		root, err := c.rootDocument(ctx, fetched)
		if err != nil {
			return nil, err
		}
		l, err := c.find(root.url, root.body, "tenant-root", reading)
		if err != nil {
			return nil, err
		}
		return c.get(ctx, l.url)
	})
}

// follow calls use with the tenant's link of relation rel. When a link is dead that was remembered, all are discovered
// anew, once: a 404 says that the request was not carried out, so even a create may be sent again.
func (c *Client) follow(ctx context.Context, rel string, methods []string, use func(*link) error) error {
	for again := true; ; again = false {
		var fetched bool
		tenant, err := c.tenantDocument(ctx, &fetched)
		if err == nil {
			var l *link
			if l, err = c.find(tenant.url, tenant.body, rel, methods); err == nil {
				err = use(l)
			}
		}
		if apierr.Status(err) != http.StatusNotFound || fetched || !again {
			return err
		}
		c.relations.Drop("")
	}
}
