package endpoint

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// Style is how a list is asked for and divided into pages.
type Style int

const (
	// Whole lists are one answer to a GET.
	Whole Style = iota
	// ByOffset lists have the parameters offset and limit. Some of them have no pages all the same: they give everything,
	// whatever offset is asked for. Others count more than they give: an empty page is their end.
	ByOffset
	// ByPage lists have the parameters pageNumber, from 1, and pageSize.
	ByPage
	// Posted lists are asked for by a POST whose paginationParams have offset and limit.
	Posted
)

// pageSizes are the largest pages that the API serves.
var pageSizes = map[Style]int{ByOffset: 100, ByPage: 1000, Posted: 100}

// List declares how the API lists the objects of an endpoint.
type List struct {
	// Path is where the list is; empty is the collection.
	Path string
	// Entries is the property of the answer that holds the objects; empty is "elements".
	Entries string
	Style   Style
	// Attr is the attribute of the data source of many that holds the entries; empty is the name of the data source.
	Attr string
	// Complete says that the entries are whole objects; else they have an id and a name. Such a list serves reads, too: it goes
	// with an API that answers no single object.
	Complete bool
	// Arguments narrow the list: parameters of a GET, or properties of the body of a POST.
	Arguments []*field.Node
	// Filters narrow a Posted list, each by an entry of its own in the property "filters". What matches any of them is listed.
	Filters []*field.Node
	// Defaults are the values of arguments that are not set.
	Defaults map[string]any
	// Entry declares an entry as the data source of many shows it. Nil: as the tree does where it is complete, else its id and name.
	Entry []*field.Node
	// Within is the property of an entry that holds the object, where the entry is not the object itself.
	Within string
	// ExternalID is the one of arguments and filters that looks for an external id; empty when there is none.
	ExternalID string
}

func (l *List) entries() string { return cmp.Or(l.Entries, "elements") }

// filterNames are the attributes of the filters.
func (l *List) filterNames() []string {
	var names []string
	for _, f := range l.Filters {
		names = append(names, f.Name)
	}
	return names
}

// Entries are all entries of the list beside an object with these attributes, each once, in the server's order, that the
// arguments let through.
func (e *Endpoint) Entries(ctx context.Context, client *spotnana.Client, attrs, arguments map[string]any) ([]map[string]any, error) {
	r, err := e.request(attrs, arguments)
	if err != nil {
		return nil, err
	}
	if e.List.Style == Whole {
		page, _, err := e.page(ctx, client, r)
		return page, err
	}
	size, number := pageSizes[e.List.Style], 0
	return lists.Pages[map[string]any]{
		Name: r.Method + " " + r.Path,
		ID:   e.entryID,
		Fetch: func(ctx context.Context, offset int) ([]map[string]any, int, error) {
			if number++; offset == 0 {
				number = 1 // the list is read from its start
			}
			page, total, err := e.page(ctx, client, e.List.Style.paged(r, offset, number, size))
			switch {
			case len(page) == 0:
				total = -1
			case total < 0 && len(page) != size: // only a full page says that there may be more
				total = offset + len(page)
			}
			return page, total, err
		},
	}.Read(ctx)
}

// remembered is Entries for a list with complete objects, in one request that serves all of them unless fresh.
func (e *Endpoint) remembered(ctx context.Context, client *spotnana.Client, attrs, arguments map[string]any, fresh bool) ([]map[string]any, error) {
	r, err := e.request(attrs, arguments)
	if err != nil {
		return nil, err
	}
	key := e.CollectionPath(attrs) + "?" + r.Query.Encode()
	if r.Body != nil { // what narrows a Posted list
		text, err := json.Marshal(r.Body)
		if err != nil {
			return nil, err
		}
		key += string(text)
	}
	if fresh {
		client.Lists().Drop(e.CollectionPath(attrs))
	}
	return lists.Get(ctx, client.Lists(), key, func(ctx context.Context) ([]map[string]any, error) {
		return e.Entries(ctx, client, attrs, arguments)
	})
}

// request asks for the list, without a word on pages.
func (e *Endpoint) request(attrs, arguments map[string]any) (spotnana.Request, error) {
	r := spotnana.Request{Method: http.MethodGet, Path: path(e.listPath(), attrs), Query: url.Values{}}
	if e.List.Complete {
		r.Mask = e.maskList
	}
	set := maps.Clone(e.List.Defaults)
	if set == nil {
		set = map[string]any{}
	}
	for name, v := range arguments {
		if v != nil {
			set[name] = v
		}
	}
	plain, err := encoded(e.List.Arguments, set)
	if err != nil {
		return r, err
	}
	if e.List.Style != Posted {
		for name, v := range plain {
			r.Query[name] = texts(v)
		}
		return r, nil
	}
	r.Method, r.ReadOnly = http.MethodPost, true
	var filters []any
	for _, f := range e.List.Filters {
		if list, isList := set[f.Name].([]any); isList && len(list) == 0 {
			continue // nothing matches it, and the API would take it for one that all match
		}
		filter, err := encoded([]*field.Node{f}, set)
		if err != nil {
			return r, err
		}
		if len(filter) > 0 {
			filters = append(filters, filter)
		}
	}
	if filters != nil {
		plain["filters"] = filters
	}
	r.Body = plain
	return r, nil
}

// listPath is where the list is.
func (e *Endpoint) listPath() string { return cmp.Or(e.List.Path, e.collection()) }

// encoded are arguments as the API takes them.
func encoded(nodes []*field.Node, arguments map[string]any) (map[string]any, error) {
	return codec.Encode(&field.Tree{Root: &field.Node{Kind: field.Object, Attrs: nodes}}, arguments)
}

// texts are the values of a parameter.
func texts(v any) []string {
	list, isList := v.([]any)
	if !isList {
		return []string{fmt.Sprint(v)}
	}
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = fmt.Sprint(e)
	}
	return out
}

// paged is a request for one page.
func (s Style) paged(r spotnana.Request, offset, number, size int) spotnana.Request {
	switch s {
	case ByOffset:
		r.Query = maps.Clone(r.Query)
		r.Query.Set("offset", strconv.Itoa(offset))
		r.Query.Set("limit", strconv.Itoa(size))
	case ByPage:
		r.Query = maps.Clone(r.Query)
		r.Query.Set("pageNumber", strconv.Itoa(number))
		r.Query.Set("pageSize", strconv.Itoa(size))
	case Posted:
		plain, _ := r.Body.(map[string]any)
		body := maps.Clone(plain)
		body["paginationParams"] = Page(offset, size)
		r.Body = body
	}
	return r
}

// page returns the entries of one answer and the number of entries of the list, negative when the server does not say.
func (e *Endpoint) page(ctx context.Context, client *spotnana.Client, r spotnana.Request) ([]map[string]any, int, error) {
	answer, err := client.Do(ctx, r)
	if err != nil {
		return nil, 0, err
	}
	page, total, err := e.readPage(answer)
	if err != nil {
		return nil, 0, client.Unreadable(r, err.Error())
	}
	return page, total, nil
}

// readPage is page of an answer. An answer without a list must say that nothing is in it: taken for an empty list, it would say
// that objects are gone or were never made.
func (e *Endpoint) readPage(answer any) ([]map[string]any, int, error) {
	document, _ := answer.(map[string]any)
	total := e.List.Style.total(document)
	elements, ok := spotnana.List(answer, e.List.entries())
	if !ok && !(total == 0 && document[e.List.entries()] == nil) {
		return nil, 0, fmt.Errorf("the answer has no list of %s", e.titles())
	}
	if e.List.Style == Posted && total < 0 {
		return nil, 0, errors.New("the answer does not say how many " + e.titles() + " there are")
	}
	page := make([]map[string]any, len(elements))
	for i, element := range elements {
		if page[i], _ = element.(map[string]any); e.entryID(page[i]) == "" {
			return nil, 0, fmt.Errorf("%s[%d] has no id", e.List.entries(), i)
		}
	}
	return page, total, nil
}

// total is how many entries a list has by its own account, negative when it does not say.
func (s Style) total(document map[string]any) int {
	if s == Posted {
		document, _ = document["paginationParams"].(map[string]any)
	}
	total := count(document)
	if s != Posted && total == 0 {
		return -1 // the total is only a help
	}
	return total
}

// entryID is the id of an entry of the list.
func (e *Endpoint) entryID(entry map[string]any) string {
	if e.List.Within != "" {
		entry, _ = entry[e.List.Within].(map[string]any)
	}
	if e.List.Complete {
		return e.idOf(entry)
	}
	return service.Text(entry, "id")
}

// maskList masks an answer with complete objects.
func (e *Endpoint) maskList(doc any) any {
	m, _ := doc.(map[string]any)
	list, _ := m[e.List.entries()].([]any)
	masked := make([]any, len(list))
	for i, entry := range list {
		masked[i] = e.Mask(entry)
	}
	return map[string]any{e.List.entries(): masked}
}

// named are entries with their names. The documents let lists leave those out: then the objects are read one by one, because one
// that is not found by its name would be made twice.
func (e *Endpoint) named(ctx context.Context, client *spotnana.Client, attrs map[string]any, entries []map[string]any) ([]map[string]any, error) {
	out := slices.Clone(entries)
	for i, entry := range entries {
		if service.Text(entry, "name") != "" {
			continue
		}
		at := map[string]any{e.id(): e.entryID(entry)}
		for name, v := range attrs { // none where nothing is above the objects
			if name != e.id() {
				at[name] = v
			}
		}
		live, err := e.Get(ctx, client, at)
		switch {
		case apierr.NotFound(err): // it was deleted meanwhile
		case err != nil:
			return nil, err
		default:
			out[i] = maps.Clone(entry)
			out[i]["name"] = live["name"]
		}
	}
	return out, nil
}

// Search is Entries for an API that compares external ids by bytes: it is asked for the one that is looked for in each of its
// spellings.
func (e *Endpoint) Search(ctx context.Context, client *spotnana.Client, attrs, arguments map[string]any) ([]map[string]any, error) {
	name := e.List.ExternalID
	with := func(v any) map[string]any {
		out := maps.Clone(arguments)
		out[name] = v
		return out
	}
	switch v := arguments[name].(type) {
	case []any:
		var variants []any
		for _, id := range v {
			variants = append(variants, variantsOf(id)...)
		}
		return e.Entries(ctx, client, attrs, with(variants))
	case string:
		var all []map[string]any
		for _, spelled := range variantsOf(v) {
			entries, err := e.Entries(ctx, client, attrs, with(spelled))
			if err != nil {
				return nil, err
			}
			for _, entry := range entries {
				if !slices.ContainsFunc(all, func(known map[string]any) bool { return e.entryID(known) == e.entryID(entry) }) {
					all = append(all, entry)
				}
			}
		}
		return all, nil
	}
	return e.Entries(ctx, client, attrs, arguments)
}

func variantsOf(id any) []any {
	text, _ := id.(string)
	var out []any
	for _, v := range spelling.Variants(text) {
		out = append(out, v)
	}
	return out
}

// withExternalID are the arguments that look for an external id.
func (e *Endpoint) withExternalID(id string) map[string]any {
	for _, n := range slices.Concat(e.List.Arguments, e.List.Filters) {
		if n.Name == e.List.ExternalID && n.Kind == field.List {
			return map[string]any{n.Name: []any{id}}
		}
	}
	return map[string]any{e.List.ExternalID: id}
}
