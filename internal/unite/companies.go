package unite

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
)

const (
	// pageSize is the largest page that the API is known to serve. A smaller page than asked for is no end.
	pageSize = 2000
	// listKey begins the keys of remembered lists.
	listKey = "companies?"
)

// ErrBlocked says that Unite has blocked a company: it exists and cannot be read.
var ErrBlocked = errors.New("the company is blocked")

// errElsewhere says that a company is not at an address. That proves nothing about the company.
var errElsewhere = errors.New("the company is not at this address")

// member is a company as the API answers it.
type member struct {
	id      string
	company map[string]any // without its links
	self    string         // its address, or ""
}

// company reads a company out of the document at base.
func (c *Client) company(base *url.URL, object map[string]any) member {
	m := member{id: text(object, "companyId"), company: maps.Clone(object)}
	// Links are this package's business, and change without the company.
	delete(m.company, "_schema")
	// A link that cannot be followed is no help later, and no fault of the company.
	if l, err := c.find(base, object, "self", reading); err == nil {
		m.self = l.url.String()
	}
	return m
}

// Companies returns all companies of the tenant, each complete and without its links, in the server's order. q is
// looked for in name, postal code, street and locality; countryCode is ISO 3166-1 alpha-2; empty is no filter. Unless
// fresh, a list that was fetched earlier in this run serves. The result is shared and must not be changed. A list that
// stays incomplete is an error, because what is missing from it would be taken for gone.
func (c *Client) Companies(ctx context.Context, q, countryCode string, fresh bool) ([]map[string]any, error) {
	members, err := c.members(ctx, q, countryCode, fresh)
	if err != nil {
		return nil, err
	}
	companies := make([]map[string]any, len(members))
	for i, m := range members {
		companies[i] = m.company
	}
	return companies, nil
}

// Company returns a company, complete and without its links, and its address, which is empty when unknown. hint is the
// address from an earlier answer, or "". The result is shared and must not be changed.
//
// Unless fresh, the list of all companies serves, fetched once in this run, so that many companies cost few requests;
// only for a company that it does not have the hint is asked. If fresh, the hint is asked first, and the list, afresh,
// when the company is not there. A company that is in neither is looked for where it should be by the addresses of others,
// because a list may leave out blocked companies. One that is nowhere is gone: apierr.ErrGone. A blocked one is a 403 that
// is ErrBlocked.
func (c *Client) Company(ctx context.Context, id, hint string, fresh bool) (company map[string]any, self string, err error) {
	listed := func() (member, error) {
		members, err := c.members(ctx, "", "", fresh)
		if err != nil {
			return member{}, err
		}
		i := slices.IndexFunc(members, func(m member) bool { return strings.EqualFold(m.id, id) })
		if i < 0 {
			return member{}, errElsewhere
		}
		return members[i], nil
	}
	hinted := func() (member, error) { return c.at(ctx, id, hint) }
	guessed := func() (member, error) {
		address, err := c.guess(ctx, id)
		if err != nil || address == hint {
			return member{}, cmp.Or(err, errElsewhere)
		}
		return c.at(ctx, id, address)
	}

	sources := []func() (member, error){listed, hinted, guessed}
	if fresh {
		sources = []func() (member, error){hinted, listed, guessed}
	}
	for _, source := range sources {
		m, err := source()
		if !errors.Is(err, errElsewhere) {
			return m.company, m.self, err
		}
	}
	return nil, "", fmt.Errorf("company %s of the Unite tenant at %s: %w, and nothing is at its address. Check the id, and that the credentials are those of its tenant", id, c.Origin(), apierr.ErrGone)
}

// companyID is what ids of companies look like.
var companyID = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// guess is where a company would be that the list does not have, "" for what cannot be the id of one: at the address of
// another one with the other id, or where there is none below the list. Addresses are not to be relied on, so that nothing
// is there proves nothing.
func (c *Client) guess(ctx context.Context, id string) (string, error) {
	if !companyID.MatchString(id) {
		return "", nil
	}
	id = strings.ToLower(id)
	members, err := c.members(ctx, "", "", false) // the one that was looked through
	if err != nil {
		return "", err
	}
	for _, m := range members {
		if strings.Contains(m.self, m.id) {
			return strings.Replace(m.self, m.id, id, 1), nil
		}
	}
	var address string
	err = c.follow(ctx, "companies", reading, func(l *link) error {
		address = l.url.JoinPath(id).String()
		return nil
	})
	return address, err
}

// at reads company id at an address, or returns errElsewhere.
func (c *Client) at(ctx context.Context, id, address string) (member, error) {
	u, err := c.resolve(c.root, address)
	if err != nil || address == "" {
		return member{}, errElsewhere
	}
	d, err := c.get(ctx, u)
	if err != nil {
		return member{}, aboutCompany(err)
	}
	m := c.company(d.url, d.body)
	if !strings.EqualFold(m.id, id) {
		return member{}, errElsewhere
	}
	if m.self == "" {
		m.self = u.String()
	}
	return m, nil
}

// aboutCompany is the error of reading a company at an address that may be out of date: whatever is there instead of a
// company is errElsewhere, and only what concerns the credentials, the company or the server stays an error.
func aboutCompany(err error) error {
	e := apierr.As(err)
	switch {
	case e == nil:
		return err
	case e.Status == http.StatusForbidden && e.Enveloped:
		e.Title = "The company is blocked on " + Name
		e.Hint = "The company is blocked on Unite: it still exists, but cannot be read until Unite unblocks it. Ask the support of Unite."
		return fmt.Errorf("%w: %w", ErrBlocked, e)
	case e.Status == http.StatusUnauthorized, e.Status == http.StatusForbidden, e.Status == http.StatusRequestTimeout,
		e.Status == http.StatusTooManyRequests:
		return err
	case e.Status/100 == 4, e.Status/100 == 2, httpx.IsRedirect(e.Err):
		return errElsewhere
	}
	return err
}

// members is Companies with addresses.
func (c *Client) members(ctx context.Context, q, countryCode string, fresh bool) ([]member, error) {
	filter := url.Values{}
	if q != "" {
		filter.Set("q", q)
	}
	if countryCode != "" {
		filter.Set("countryCode", countryCode)
	}
	key := listKey + filter.Encode()
	if fresh {
		c.lists.Drop(key)
	}
	return lists.Get(ctx, &c.lists, key, func(ctx context.Context) ([]member, error) {
		var all []member
		err := c.follow(ctx, "companies", reading, func(l *link) (err error) {
			all, err = c.pages(ctx, l.url, filter)
			return err
		})
		return all, err
	})
}

// pages reads the list at u from its start to its end: {members, total}. The server may make pages smaller than asked for.
func (c *Client) pages(ctx context.Context, u *url.URL, filter url.Values) ([]member, error) {
	query := u.Query()
	maps.Copy(query, filter)
	query.Set("limit", strconv.Itoa(pageSize))
	name := "GET " + u.EscapedPath()
	return lists.Pages[member]{
		Name: name,
		ID:   func(m member) string { return m.id },
		Fetch: func(ctx context.Context, offset int) ([]member, int, error) {
			query.Set("offset", strconv.Itoa(offset))
			at := *u
			at.RawQuery = query.Encode()
			d, err := c.get(ctx, &at)
			if err != nil {
				return nil, 0, err
			}
			page, total, err := c.readPage(d)
			if err != nil {
				err = unexpected(fmt.Errorf("%s: %w", name, err))
			}
			return page, total, err
		},
	}.Read(ctx)
}

// readPage returns the companies of a page and the number of companies of the list.
func (c *Client) readPage(d *document) ([]member, int, error) {
	objects, ok := d.body["members"].([]any)
	number, _ := d.body["total"].(json.Number)
	total, err := strconv.Atoi(number.String())
	if !ok || err != nil || total < 0 {
		return nil, 0, errors.New("a list of companies {members, total} was expected: is base_url (UNITE_BASE_URL) the root of the Administration API?")
	}
	page := make([]member, len(objects))
	for i, object := range objects {
		object, _ := object.(map[string]any)
		if page[i] = c.company(d.url, object); page[i].id == "" {
			return nil, 0, fmt.Errorf("members[%d] has no companyId", i)
		}
	}
	return page, total, nil
}
