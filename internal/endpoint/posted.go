package endpoint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	attribute "github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// PostedList is a list that a POST asks for, and that is not one of an endpoint's objects. The API has several names for what
// is said of pages in them. The answers always say how many entries the list has.
type PostedList struct {
	Path string
	// Body is what the request says beside the page.
	Body map[string]any
	// Asked and Answered are the properties about the page, of the request and of the answer.
	Asked, Answered string
	// Entries is the property of the answer that holds the entries, which messages call Titles.
	Entries, Titles string
	// ID is the id of an entry.
	ID func(entry any) string
	// Mask is that of the requests.
	Mask func(any) any
}

// Read returns the entries on all pages, each once, in the server's order.
func (l PostedList) Read(ctx context.Context, client *spotnana.Client) ([]any, error) {
	return lists.Pages[any]{
		Name: "POST " + l.Path,
		ID:   l.ID,
		Fetch: func(ctx context.Context, offset int) ([]any, int, error) {
			body := maps.Clone(l.Body)
			body[l.Asked] = Page(offset, pageSizes[Posted])
			r := spotnana.Request{Method: http.MethodPost, Path: l.Path, Body: body, ReadOnly: true, Mask: l.Mask}
			answer, err := client.Do(ctx, r)
			if err != nil {
				return nil, 0, err
			}
			page, total, err := l.page(answer)
			if err != nil {
				return nil, 0, client.Unreadable(r, err.Error())
			}
			return page, total, nil
		},
	}.Read(ctx)
}

// page returns the entries of an answer, and how many the list has.
func (l PostedList) page(answer any) ([]any, int, error) {
	document, _ := answer.(map[string]any)
	total, err := Total(document, l.Answered, l.Titles)
	if err != nil {
		return nil, 0, err
	}
	page, ok := document[l.Entries].([]any)
	if !ok && document[l.Entries] != nil {
		return nil, 0, errors.New(l.Entries + " is not an array")
	}
	for i, entry := range page {
		if l.ID(entry) == "" {
			return nil, 0, fmt.Errorf("%s[%d] has no id", l.Entries, i)
		}
	}
	return page, total, nil
}

// Page is a page as a posted list is asked for it.
func Page(offset, limit int) map[string]any {
	return map[string]any{"offset": json.Number(strconv.Itoa(offset)), "limit": json.Number(strconv.Itoa(limit))}
}

// Total is how many entries a posted list has, by what its answer says in the property about pages; messages call the entries
// titles.
func Total(document map[string]any, property, titles string) (int, error) {
	pagination, _ := document[property].(map[string]any)
	total := count(pagination)
	if total < 0 {
		return 0, errors.New("the answer does not say how many " + titles + " there are")
	}
	return total, nil
}

// count is the number of entries that is said beside a list, negative when it is not.
func count(beside map[string]any) int {
	number, _ := beside["totalNumResults"].(json.Number)
	total, err := strconv.Atoi(number.String())
	if err != nil || total < 0 {
		return -1
	}
	return total
}

// TypedFilter narrows a posted list by an argument: at the API, an object that names its type.
type TypedFilter struct {
	Type string
	Node *field.Node
}

// TypedFilters are the arguments that are set, as the API takes them. A list stands beside the type, and so do the bounds of a
// range: {"filterType": "TRIP_ID_FILTER", "tripIds": ["1"]}, {"filterType": "TRIP_START_DATE_RANGE_FILTER", "startDate": …}.
func TypedFilters(filters []TypedFilter, arguments map[string]any) ([]any, error) {
	var out []any
	for _, f := range filters {
		if arguments[f.Node.Name] == nil {
			continue
		}
		filter, err := encoded([]*field.Node{f.Node}, arguments)
		if err != nil {
			return nil, err
		}
		if bounds, isRange := filter[f.Node.JSON].(map[string]any); isRange {
			filter = bounds
		}
		filter["filterType"] = f.Type
		out = append(out, filter)
	}
	return out, nil
}

// ValidateRanges refuses ranges that end before they start: the API finds nothing in them.
func ValidateRanges(filters []TypedFilter, config map[string]any) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, f := range filters {
		bounds, ok := config[f.Node.Name].(map[string]any)
		if !ok {
			continue
		}
		from, to := f.Node.Attrs[0].Name, f.Node.Attrs[1].Name
		start, _ := bounds[from].(string)
		end, _ := bounds[to].(string)
		if isAfter(start, end) {
			diags.AddAttributeError(attribute.Root(f.Node.Name).AtName(to), "Range upside down",
				fmt.Sprintf("%s of %s is %s, before its %s, which is %s: nothing can be in it.", to, f.Node.Name, end, from, start))
		}
	}
	return diags
}

// isAfter compares dates, or times, of the same form. What has another form is judged elsewhere.
func isAfter(a, b string) bool {
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04Z07:00"} {
		x, errX := time.Parse(layout, a)
		y, errY := time.Parse(layout, b)
		if errX == nil && errY == nil {
			return x.After(y)
		}
	}
	return false
}
