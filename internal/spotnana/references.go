package spotnana

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
)

// pageSize is the largest page that the API serves.
const pageSize = 100

// Reference is an entry of the API's lists.
type Reference struct{ ID, Name string }

// AllReferences returns all pages of a list {length, elements: [{id, name}], totalNumResults}, each entry once, in the
// server's order. Some lists have no pages: they give everything, whatever offset is asked for. A list that stays
// incomplete is an error, because what is missing from it would be taken for gone.
func (c *Client) AllReferences(ctx context.Context, path string, query url.Values) ([]Reference, error) {
	query = maps.Clone(query)
	if query == nil {
		query = url.Values{}
	}
	query.Set("limit", strconv.Itoa(pageSize))

	var all []Reference
	seen := map[string]bool{}
	for received := 0; ; {
		query.Set("offset", strconv.Itoa(received))
		answer, err := c.Do(ctx, Request{Method: http.MethodGet, Path: path, Query: query})
		if err != nil {
			return nil, err
		}
		page, total, err := readPage(answer)
		if err != nil {
			return nil, fmt.Errorf("GET %s: %w", path, err)
		}
		received += len(page)
		fresh := false
		for _, r := range page {
			if !seen[r.ID] {
				seen[r.ID], fresh = true, true
				all = append(all, r)
			}
		}
		switch {
		case len(page) == 0:
			return all, nil
		case !fresh && len(all) < total:
			return nil, fmt.Errorf("GET %s: the list has %d entries, but the server repeats the first %d whatever offset is asked for", path, total, len(all))
		case !fresh || received >= total && total > 0:
			return all, nil
		case total == 0 && len(page) != pageSize: // without a total, only a full page says that there may be more
			return all, nil
		}
	}
}

// References returns a list that the API answers as a whole, without pages.
func (c *Client) References(ctx context.Context, path string, query url.Values) ([]Reference, error) {
	answer, err := c.Do(ctx, Request{Method: http.MethodGet, Path: path, Query: query})
	if err != nil {
		return nil, err
	}
	page, _, err := readPage(answer)
	if err != nil {
		return nil, fmt.Errorf("GET %s: %w", path, err)
	}
	return page, nil
}

// readPage returns the entries of a page and the number of entries of the list, 0 when the server does not say.
func readPage(answer any) ([]Reference, int, error) {
	document, ok := answer.(map[string]any)
	if !ok {
		return nil, 0, fmt.Errorf("a list {elements, totalNumResults} was expected")
	}
	elements, ok := document["elements"].([]any)
	if !ok && document["elements"] != nil {
		return nil, 0, fmt.Errorf("elements is not an array")
	}
	page := make([]Reference, 0, len(elements))
	for i, element := range elements {
		object, _ := element.(map[string]any)
		r := Reference{ID: text(object, "id"), Name: text(object, "name")}
		if r.ID == "" {
			return nil, 0, fmt.Errorf("elements[%d] has no id", i)
		}
		page = append(page, r)
	}
	number, _ := document["totalNumResults"].(json.Number)
	total, err := strconv.Atoi(number.String())
	if err != nil {
		return page, 0, nil //nolint:nilerr // the total is only a help
	}
	return page, total, nil
}
