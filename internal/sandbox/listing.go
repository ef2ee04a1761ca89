package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// listing is an endpoint that lists objects of a collection.
type listing struct {
	// path is where it is, and of the kind of its last parameter the object whose own are listed; by default the
	// collection's path and parent.
	path string
	of   Kind
	// style is how pages are asked for, most the size of the largest one, 100 by default.
	style listStyle
	most  int
	// member is the property of the answer that has the entries. Without a name, the answer is the document of references,
	// which counts them too.
	member string
	// count is the property that counts all entries beside a member; empty is none.
	count string
	// entry is what the list has of an object, and its shape; by default id and name.
	entry func(c *call, r *record) any
	shape *shape
	// filters are parameters of the query, or of the body where that asks for the list.
	filters []filter
	// sorts are the orders that the body of a posted list can ask for, by name, with what they compare.
	sorts map[string]func(c *call, r *record) string
}

// listStyle is how a list is asked for its pages.
type listStyle int

const (
	// whole lists have one page.
	wholeList listStyle = iota
	// offsetList takes offset and limit in the query.
	offsetList
	// pageList takes pageNumber, from 1, and pageSize in the query.
	pageList
	// postedList is asked for by a POST with offset and limit as paginationParams, with filters and with a search for names.
	postedList
)

// maxPage is the size of the largest page, and of the one that no limit asks for, where the documents do not say.
const maxPage = 100

// filter is a parameter that lists only objects with one of its values in a property, or of that id where it names none.
type filter struct {
	parameter
	property string
	// ofParent says that the values are ids of what objects belong to.
	ofParent bool
	// unsaid is the value where the request has none, and that of an object without the property.
	unsaid string
}

// references is the document of a list: references to objects.
var references = fields(
	optional(anInt32, "length", "totalNumResults"),
	optional(list(referenceEntry), "elements"),
)

var referenceEntry = fields(required(aUUID, "id"), optional(aString, "name"))

// route is the listing's endpoint.
func (l listing) route(col *collection) route {
	if l.path == "" {
		l.path = col.path
	}
	if l.of == "" {
		l.of = col.parent
	}
	if l.most == 0 {
		l.most = maxPage
	}
	r := route{method: http.MethodGet, path: l.path, do: func(c *call) (*answer, error) { return l.answer(c, col) }}
	if l.style == postedList {
		r.method = http.MethodPost
		return r
	}
	for _, f := range l.filters {
		r.query = append(r.query, f.parameter)
	}
	switch l.style {
	case offsetList:
		r.query = append(r.query, whole("offset", 0, maxInt), whole("limit", 0, l.most))
	case pageList:
		r.query = append(r.query, whole("pageNumber", 1, maxInt), whole("pageSize", 1, l.most))
	}
	return r
}

func (l listing) answer(c *call, col *collection) (*answer, error) {
	above := ""
	if l.of != "" {
		r, err := c.named(l.of)
		if err != nil {
			return nil, err
		}
		above = r.ID
	}
	passes, sorted := l.asked(c), func([]*record) {}
	var page func(total int) (first, last int)
	switch l.style {
	case wholeList:
		page = func(total int) (int, int) { return 0, total }
	case offsetList:
		page = window(c.queryInt("offset", 0), c.queryInt("limit", l.most))
	case pageList:
		before, size := c.queryInt("pageNumber", 1)-1, c.queryInt("pageSize", l.most)
		page = func(total int) (int, int) { return window(min(before, total)*size, size)(total) }
	case postedList:
		body, err := c.checked(l.bodyShape(), nil)
		if err != nil {
			return nil, err
		}
		passes, sorted = l.posted(body), func(found []*record) { l.sort(c, found, body) }
		page = window(wholeAt(body, 0, "paginationParams", "offset"), wholeAt(body, l.most, "paginationParams", "limit"))
	}
	found := c.listed(col, l.of, above, passes)
	sorted(found)
	first, last := page(len(found))
	entries := []any{}
	for _, r := range found[first:last] {
		entries = append(entries, l.entryOf(c, r))
	}
	return l.document(entries, len(found)), nil
}

// sort puts the objects into the order that the body of a posted list asks for.
func (l listing) sort(c *call, found []*record, body map[string]any) {
	value := l.sorts[textAt(body, "sortParams", "sortBy")]
	if value == nil {
		return
	}
	slices.SortStableFunc(found, func(a, b *record) int { return strings.Compare(value(c, a), value(c, b)) })
	if textAt(body, "sortParams", "sortOrder") == "DESC" {
		slices.Reverse(found)
	}
}

// window is the part of a list from an offset on.
func window(offset, limit int) func(total int) (first, last int) {
	return func(total int) (int, int) {
		first := min(offset, total)
		return first, first + min(limit, total-first)
	}
}

// listed are the objects below the one above that pass. Where the API reads such objects by lists only, new ones hide from
// these.
func (c *call) listed(col *collection, of Kind, above string, passes func(*record) bool) []*record {
	var out []*record
	for _, r := range c.state.objects[col.kind] {
		if c.isBelow(col, r, of, above) && passes(r) && (col.read.status != 0 || !c.hiding(r.ID)) {
			out = append(out, r)
		}
	}
	return out
}

// isBelow says that an object belongs to the one above, or to something that does.
func (c *call) isBelow(col *collection, r *record, of Kind, above string) bool {
	for col.parent != of && r != nil {
		r = c.state.find(col.parent, r.Parent)
		col = c.collection(col.parent)
	}
	return r != nil && (of == "" || r.Parent == above)
}

// asked is what all filters of the query say together.
func (l listing) asked(c *call) func(*record) bool {
	query := c.r.URL.Query()
	return func(r *record) bool {
		return !slices.ContainsFunc(l.filters, func(f filter) bool { return !f.passes(r, query[f.name]) })
	}
}

// posted is what the body asks for: an object passes if any of the filters lets it through, each with all that it says.
func (l listing) posted(body map[string]any) func(*record) bool {
	search := spelling.Folded(textAt(body, "searchText"))
	sets, _ := body["filters"].([]any)
	return func(r *record) bool {
		return strings.Contains(spelling.Folded(textAt(r.Object, "name")), search) && (len(sets) == 0 || slices.ContainsFunc(sets, func(set any) bool {
			return !slices.ContainsFunc(l.filters, func(f filter) bool {
				var values []string
				for _, t := range textsBelow("", set, []string{f.name}) {
					values = append(values, t.value)
				}
				return !f.passes(r, values)
			})
		}))
	}
}

// bodyShape is the body that asks for a posted list.
func (l listing) bodyShape() *shape {
	var filters []property
	for _, f := range l.filters {
		s := f.shape
		if f.many {
			s = list(s)
		}
		filters = append(filters, optional(s, f.name)...)
	}
	body := fields(
		required(fields(preset(number(0), aNatural, "offset"), preset(number(l.most), aPositive, "limit")), "paginationParams"),
		optional(aString, "searchText"),
		optional(list(fields(filters)), "filters"),
	)
	if l.sorts != nil {
		body.props = append(body.props, optional(fields(
			required(enum(slices.Sorted(maps.Keys(l.sorts))...), "sortBy"), required(enum("ASC", "DESC"), "sortOrder")), "sortParams")...)
	}
	return body
}

// passes says that an object has one of the values. One that is empty asks for nothing.
func (f filter) passes(r *record, values []string) bool {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	if len(values) == 0 && f.unsaid != "" {
		values = []string{f.unsaid}
	}
	has := []textValue{{value: r.ID}}
	switch {
	case f.ofParent:
		has[0].value = r.Parent
	case f.property != "":
		has = textsAt(r.Object, f.property)
	}
	if len(has) == 0 && f.unsaid != "" {
		has = []textValue{{value: f.unsaid}}
	}
	return len(values) == 0 || slices.ContainsFunc(has, func(t textValue) bool {
		return slices.ContainsFunc(values, func(v string) bool {
			return spelling.Same(t.value, v) || f.shape.format == "uuid" && strings.EqualFold(t.value, v)
		})
	})
}

func (l listing) entryOf(c *call, r *record) any {
	if l.entry != nil {
		return l.entry(c, r)
	}
	entry := map[string]any{"id": r.ID}
	if name, named := r.Object["name"]; named {
		entry["name"] = name
	}
	return entry
}

// wholeObject is an entry of lists that leave nothing out.
func wholeObject(_ *call, r *record) any { return r.Object }

// document is the answer with the entries, which are all or a part of the total.
func (l listing) document(entries []any, total int) *answer {
	entry := l.shape
	if entry == nil {
		entry = referenceEntry
	}
	switch {
	case l.style == postedList:
		return &answer{status: http.StatusOK, body: map[string]any{
			"paginationParams": map[string]any{"totalNumResults": number(total)}, l.member: entries,
		}, shape: fields(
			required(fields(required(anInt32, "totalNumResults")), "paginationParams"),
			optional(list(entry), l.member),
		)}
	case l.member == "":
		return &answer{status: http.StatusOK, body: map[string]any{
			"length": number(len(entries)), "elements": entries, "totalNumResults": number(total),
		}, shape: references}
	}
	out := &answer{status: http.StatusOK, body: map[string]any{l.member: entries}, shape: fields(required(list(entry), l.member))}
	if l.count != "" {
		out.body = map[string]any{l.member: entries, l.count: number(total)}
	}
	return out
}

func number(n int) json.Number { return json.Number(strconv.Itoa(n)) }
