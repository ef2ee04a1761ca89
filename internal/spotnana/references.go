package spotnana

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
)

// pageSize is the largest page that the API serves.
const pageSize = 100

// Reference is an entry of the API's lists.
type Reference struct{ ID, Name string }

// AllReferences returns all pages of a list {length, elements: [{id, name}], totalNumResults}, each entry once, in the
// server's order. Some lists have no pages: they give everything, whatever offset is asked for. Others count more than
// they give: an empty page is their end.
func (c *Client) AllReferences(ctx context.Context, path string, query url.Values) ([]Reference, error) {
	query = maps.Clone(query)
	if query == nil {
		query = url.Values{}
	}
	query.Set("limit", strconv.Itoa(pageSize))
	return lists.Pages[Reference]{
		Name: "GET " + path,
		ID:   func(r Reference) string { return r.ID },
		Fetch: func(ctx context.Context, offset int) ([]Reference, int, error) {
			query.Set("offset", strconv.Itoa(offset))
			page, total, err := c.page(ctx, path, query)
			switch {
			case len(page) == 0:
				total = -1
			case total < 0 && len(page) != pageSize: // only a full page says that there may be more
				total = offset + len(page)
			}
			return page, total, err
		},
	}.Read(ctx)
}

// References returns a list that the API answers as a whole, without pages.
func (c *Client) References(ctx context.Context, path string, query url.Values) ([]Reference, error) {
	page, _, err := c.page(ctx, path, query)
	return page, err
}

// page returns the entries of one answer and the number of entries of the list, negative when the server does not say.
func (c *Client) page(ctx context.Context, path string, query url.Values) ([]Reference, int, error) {
	answer, err := c.Do(ctx, Request{Method: http.MethodGet, Path: path, Query: query})
	if err != nil {
		return nil, 0, err
	}
	page, total, err := readPage(answer)
	if err != nil {
		return nil, 0, apierr.Unreadable(c.Origin(), http.MethodGet, path, err.Error())
	}
	return page, total, nil
}

// List is the array of an answer, false when the answer is something else: taken for an empty list, it would say that
// objects are gone or were never made. A server that leaves out empty arrays answers nothing, or a count of zero.
func List(answer any, name string) ([]any, bool) {
	document, ok := answer.(map[string]any)
	if !ok {
		return nil, false
	}
	if list, ok := document[name].([]any); ok {
		return list, true
	}
	none := document["length"] == json.Number("0") || document["totalNumResults"] == json.Number("0")
	return nil, document[name] == nil && (none || len(document) == 0)
}

// readPage is page of an answer.
func readPage(answer any) ([]Reference, int, error) {
	elements, ok := List(answer, "elements")
	if !ok {
		return nil, 0, fmt.Errorf("a list {elements, totalNumResults} was expected")
	}
	document, _ := answer.(map[string]any)
	number, _ := document["totalNumResults"].(json.Number)
	page := make([]Reference, 0, len(elements))
	for i, element := range elements {
		object, _ := element.(map[string]any)
		r := Reference{ID: text(object, "id"), Name: text(object, "name")}
		if r.ID == "" {
			return nil, 0, fmt.Errorf("elements[%d] has no id", i)
		}
		page = append(page, r)
	}
	total, err := strconv.Atoi(number.String())
	if err != nil || total <= 0 {
		return page, -1, nil //nolint:nilerr // the total is only a help
	}
	return page, total, nil
}
