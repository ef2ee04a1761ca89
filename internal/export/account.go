package export

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/sync/errgroup"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
)

// object is an object of the account.
type object struct {
	kind *kind
	// company is that which it belongs to, nil for the tenant's.
	company *object
	// at are the attributes by which it was read, attrs those of its configuration; nil where none can be written.
	at, attrs map[string]any
	importID  string
	// name is what people call it, slug what its labels begin with, label its own.
	name, slug, label string
	// secrets are the attributes that no import brings.
	secrets []string
	// roles are those of a company, nil where it cannot be read.
	roles []any
}

// address is that of its resource.
func (o *object) address() string { return "spotnana_" + o.kind.name + "." + o.label }

// id is the own id of the object, by which others refer to it.
func (o *object) id() string { return cmp.Or(service.Text(o.at, "id"), service.Text(o.attrs, "id")) }

// title names the object in messages: policy "Default" of ACME (0d3c…/5e1b…).
func (o *object) title(r *crud.Reader) string {
	out := r.Title()
	if o.name != "" {
		out += fmt.Sprintf(" %q", o.name)
	}
	if o.company != nil && o.company != o {
		out += " of " + o.company.called()
	}
	if o.importID == "" {
		return out
	}
	return out + " (" + o.importID + ")"
}

// called is the name of a company, or its id.
func (o *object) called() string { return cmp.Or(o.name, o.id()) }

// account reads the objects of an account.
type account struct {
	provider crud.Provider
	readers  map[string]*crud.Reader
	// wanted are the kinds that are exported.
	wanted   map[string]bool
	progress func(what string, done, total int)

	mu      sync.Mutex
	leftOut []Item
	noted   []Item
}

// Item is something that an export has to say of an object, or of a list of them.
type Item struct{ What, Why string }

func (a *account) leave(what, why string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.leftOut = append(a.leftOut, Item{printed(what), printed(why)})
}

func (a *account) note(what, why string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.noted = append(a.noted, Item{printed(what), printed(why)})
}

// printed is a text on one line, without what a terminal would take for a command: names are whatever somebody typed.
func printed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.Join(strings.Fields(text), " "))
}

// atOnce is how many requests are made at a time: as many as Terraform makes, unless it is told another number.
const atOnce = 10

// each runs work for all, several at a time, and stops at the first error.
func each[T any](ctx context.Context, a *account, what string, all []T, work func(context.Context, T) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	var mu sync.Mutex
	done := 0
	a.progress(what, 0, len(all))
	for _, one := range all {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := work(ctx, one); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			done++
			a.progress(what, done, len(all))
			return nil
		})
	}
	return group.Wait()
}

// read is all that is to be exported, parents before what stands below them.
func (a *account) read(ctx context.Context, ids []string) ([]*object, error) {
	companies, err := a.companies(ctx, ids)
	if err != nil {
		return nil, err
	}
	objects, err := a.below(ctx, companies, len(ids) == 0)
	if err != nil {
		return nil, err
	}
	notes := kindOf("trip_agent_note")
	if !a.wanted[notes.name] {
		return append(companies, objects...), nil
	}
	var trips []search
	for _, o := range objects {
		if o.kind.name == tripKind {
			trips = append(trips, search{kind: notes, company: o.company, above: o, at: map[string]any{"trip_id": o.id()}})
		}
	}
	found, err := a.find(ctx, trips)
	return slices.Concat(companies, objects, found), err
}

// companies are those with the ids, or all.
func (a *account) companies(ctx context.Context, ids []string) ([]*object, error) {
	reader := a.readers[companyKind]
	var found []map[string]any
	for _, id := range ids {
		found = append(found, map[string]any{"id": id})
	}
	if len(ids) == 0 {
		var err error
		if found, err = reader.List(ctx, nil); err != nil {
			if forbidden(err) {
				err = apierr.Explained(err, "These credentials may not list companies: name those that shall be exported with --company.")
			}
			return nil, err
		}
	}
	var mu sync.Mutex
	var out []*object
	known := map[key]bool{} // one may be named twice: by its id in capitals and small letters, and by its external id
	err := each(ctx, a, "companies", found, func(ctx context.Context, at map[string]any) error {
		o := &object{kind: kindOf(companyKind), at: at, importID: reader.ImportID(at)}
		o.company = o
		err := a.load(ctx, o)
		switch {
		case apierr.NotFound(err) && len(ids) == 0:
			return nil // somebody deleted it meanwhile
		case apierr.NotFound(err):
			return fmt.Errorf("there is no company %s, or these credentials may not see it: %w", o.id(), err)
		}
		mu.Lock()
		defer mu.Unlock()
		if same := keyOf(companyKind, o.importID); !known[same] {
			known[same] = true
			out = append(out, o)
		}
		return err
	})
	slices.SortFunc(out, compareCompanies)
	return out, err
}

// search is a list of objects of one kind, or settings that may be there.
type search struct {
	kind           *kind
	company, above *object
	at             map[string]any
}

// below are the objects of companies and, where everything is wanted, those of the tenant.
func (a *account) below(ctx context.Context, companies []*object, everything bool) ([]*object, error) {
	var searches []search
	for _, k := range kinds {
		if !a.wanted[k.name] && !(k.name == tripKind && a.wanted["trip_agent_note"]) || k.name == companyKind || k.above == inTrip {
			continue
		}
		if k.above == inTenant {
			if a.reachable(k, everything) {
				searches = append(searches, search{kind: k, at: map[string]any{}})
			}
			continue
		}
		for _, c := range companies {
			if k.above >= eachRole && c.roles == nil {
				a.leave(k.plural+" of "+c.called(), "there are some for each role of the company, which cannot be read")
			}
			for _, at := range places(k, c) {
				searches = append(searches, search{kind: k, company: c, above: c, at: at})
			}
		}
	}
	return a.find(ctx, searches)
}

// reachable says that there is a way to objects of the tenant.
func (a *account) reachable(k *kind, everything bool) bool {
	lacks := a.readers[k.name].Lacks()
	switch {
	case !everything:
		a.leave(k.plural, "they belong to the tenant and not to a company: export them with --all")
	case lacks != nil:
		a.leave(k.plural, lacks.Title)
	default:
		return true
	}
	return false
}

// places are the attributes that say where objects of a kind are in a company: settings are in several places.
func places(k *kind, c *object) []map[string]any {
	at := map[string]any{"company_id": c.id()}
	if k.above == inCompany || k.above == onceInCompany {
		return []map[string]any{at}
	}
	var out []map[string]any
	if k.above == eachRoleAndOnce {
		out = append(out, at)
	}
	for _, role := range c.roles {
		out = append(out, map[string]any{"company_id": c.id(), "company_role": role})
	}
	return out
}

// find lists the objects, and reads each.
func (a *account) find(ctx context.Context, searches []search) ([]*object, error) {
	found := make([][]map[string]any, len(searches))
	at := make([]int, len(searches))
	for i := range at {
		at[i] = i
	}
	err := each(ctx, a, "lists", at, func(ctx context.Context, i int) error {
		if searches[i].kind.settings() {
			found[i] = []map[string]any{searches[i].at}
			return nil
		}
		var err error
		found[i], err = a.list(ctx, searches[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	var listed []*object
	known := map[key]bool{} // lists of two companies may have the same trip; ids that are no UUIDs have case
	for i, s := range searches {
		for _, at := range found[i] {
			o := &object{kind: s.kind, company: s.company, at: at, importID: a.readers[s.kind.name].ImportID(at)}
			if same := (key{s.kind.name, o.importID}); !known[same] {
				known[same] = true
				listed = append(listed, o)
			}
		}
	}
	err = each(ctx, a, "objects", listed, func(ctx context.Context, o *object) error {
		err := a.load(ctx, o)
		if apierr.NotFound(err) {
			return nil // nobody set these, or somebody deleted it meanwhile
		}
		return err
	})
	return slices.DeleteFunc(listed, func(o *object) bool { return o.attrs == nil }), err
}

// list lists objects of one kind. What the API does not let these credentials see is left out.
func (a *account) list(ctx context.Context, s search) ([]map[string]any, error) {
	found, err := a.entries(ctx, s)
	if err == nil {
		return found, nil
	}
	what := s.kind.plural
	if s.above != nil {
		what += " of " + s.above.called()
	}
	switch {
	case forbidden(err):
		a.leave(what, "these credentials may not list them: "+reason(err))
	case apierr.NotFound(err), errors.Is(err, crud.ErrUnlisted):
		a.leave(what, "the API does not list them: "+reason(err))
	default:
		return nil, fmt.Errorf("cannot list %s: %w", what, err)
	}
	return nil, nil
}

// entries are the attributes of the objects in a list.
func (a *account) entries(ctx context.Context, s search) ([]map[string]any, error) {
	if s.kind.lists == "" {
		return a.readers[s.kind.name].List(ctx, s.at)
	}
	shown, err := crud.ReadData(ctx, a.provider, s.kind.lists, s.at)
	if err != nil {
		return nil, err
	}
	var out []map[string]any
	for _, name := range s.kind.entries {
		list, _ := shown[name].([]any)
		for _, e := range list {
			entry, _ := e.(map[string]any)
			at := maps.Clone(s.at)
			at["id"] = entry["id"]
			if entity := entry["legal_entity_id"]; entity != nil {
				at["legal_entity_id"] = entity
			}
			out = append(out, at)
		}
	}
	return out, nil
}

// load reads an object as an import does. One whose configuration cannot be written, or may not be read, gets no attributes, and is
// listed.
func (a *account) load(ctx context.Context, o *object) error {
	reader := a.readers[o.kind.name]
	imported, err := reader.Import(ctx, o.at)
	if err != nil {
		return a.refused(o, err)
	}
	o.name = nameOf(o.kind, imported.Attrs)
	if o.company == o {
		// It may have been asked for by its external id, or in other letters.
		roles, _ := imported.Attrs["company_roles"].([]any)
		o.roles = append([]any{}, roles...)
		o.at, o.importID = map[string]any{"id": imported.Attrs["id"]}, reader.ImportID(imported.Attrs)
	}
	if o.kind.settings() && !isSet(reader, imported.Attrs) {
		return nil
	}
	attrs := reader.Arguments(imported.Attrs)
	if o.kind.unwritable != "" {
		a.leave(o.title(reader), o.kind.unwritable)
		return nil
	}
	if unclean := reader.Unclean(ctx, imported, attrs); len(unclean) > 0 {
		a.leave(o.title(reader), "a plan would do more than import it: "+sentence(unclean[0]))
		return nil
	}
	for _, w := range imported.Warnings {
		a.note(o.title(reader), sentence(w))
	}
	if o.attrs, o.secrets = attrs, imported.Secrets; len(o.secrets) > 0 {
		a.note(o.title(reader), toldOnce(o))
	}
	return nil
}

// refused notes an object that may not be read, or that no resource can hold; any other error ends the export.
func (a *account) refused(o *object, err error) error {
	what := o.title(a.readers[o.kind.name])
	switch {
	case apierr.NotFound(err):
		return err
	case forbidden(err):
		a.leave(what, "these credentials may not read it: "+reason(err))
	case apierr.As(err) == nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded):
		a.leave(what, reason(err))
	default:
		return fmt.Errorf("cannot read the %s: %w", what, err)
	}
	return nil
}

// reason is an error on one line, without what is another at every run.
func reason(err error) string {
	if e := apierr.As(err); e != nil {
		same := *e
		same.TraceID = ""
		err = &same
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}

func forbidden(err error) bool { return apierr.Status(err) == http.StatusForbidden }

// sentence is a message on one line.
func sentence(m crud.Message) string {
	return strings.Join(strings.Fields(strings.TrimSuffix(m.Summary+": "+m.Detail, ": ")), " ")
}

// isSet says that somebody set something of settings.
func isSet(r *crud.Reader, attrs map[string]any) bool {
	for _, n := range codec.Attributes(r.Tree().Root) {
		if n.IsLocal() || n.Name == "company_role" || n.Chosen() {
			continue
		}
		if !isEmpty(attrs[n.Name]) {
			return true
		}
	}
	return false
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case codec.Map:
		return len(v) == 0
	case map[string]any:
		for _, m := range v {
			if !isEmpty(m) {
				return false
			}
		}
		return true
	}
	return false
}

// nameOf is what people call an object with these attributes, empty where it has no name.
func nameOf(k *kind, attrs map[string]any) string {
	if k.settings() {
		return service.Text(attrs, "company_role")
	}
	for _, attr := range []string{"name", "kid", "client_id", "note", "external_id"} {
		if text := service.Text(attrs, attr); text != "" {
			return text
		}
	}
	return ""
}

func kindOf(name string) *kind {
	return kinds[slices.IndexFunc(kinds, func(k *kind) bool { return k.name == name })]
}
