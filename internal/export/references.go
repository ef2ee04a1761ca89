package export

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// references knows what ids stand for.
type references struct {
	objects map[key]*object
	people  map[string]*person
	// to are the objects that an object refers to in what was written so far.
	to map[*object]map[*object]bool
	// unlisted are the companies whose users may not be listed.
	unlisted map[*object]bool
}

// key tells objects apart: ids are UUIDs, which have no case.
type key struct{ kind, id string }

func keyOf(kind, id string) key { return key{kind, strings.ToLower(id)} }

// targets say, by the names of attributes, of what kind the objects are whose ids they have. Some the API documents as any texts.
var targets = map[string]string{
	"company_id": companyKind, "contracted_by_id": companyKind, "booking_tmc_id": companyKind, "default_booking_tmc_id": companyKind, "connector_id": companyKind,
	"organization_id": companyKind, "organization_agency_id": companyKind, "tmc_id": companyKind, "partner_tmc_id": companyKind,
	"legal_entity_id": "legal_entity", "legal_entity_ids": "legal_entity",
	"office_ids":     "office",
	"department_ids": "department", "departments": "department",
	"cost_center_ids": "cost_center", "cost_centers": "cost_center",
	"grades":           "grade",
	"parent_policy_id": "policy",
	"trip_id":          tripKind,
	"user_id":          userData, "registrar_id": userData, "user_ids": userData, "designated_approver_ids": userData, "default_approver_ids": userData,
	"id": userData, // of a manager; an object's own is the server's, and one in a wrapper that of a company
}

// target is the kind of the objects whose ids an attribute has, empty where it has none.
func target(n *field.Node) string {
	of := n
	if n.Kind == field.List {
		of = n.Elem
	}
	if of.Kind != field.String || of.Enum != nil || n.Chosen() {
		return ""
	}
	if n.Name == "id" && n.Wrap != "" {
		return companyKind
	}
	return targets[n.Name]
}

// ids calls visit with each id of another object in a value of an attribute.
func ids(n *field.Node, v any, visit func(kind, id string)) {
	switch v := v.(type) {
	case string:
		if to := target(n); to != "" {
			visit(to, v)
		}
	case []any:
		for _, e := range v {
			if id, isText := e.(string); isText && target(n) != "" {
				visit(target(n), id)
			} else {
				ids(n.Elem, e, visit)
			}
		}
	case map[string]any:
		for _, a := range codec.Attributes(n) {
			ids(a, v[a.Name], visit)
		}
	}
}

// referencesOf knows the objects that have a configuration, and asks for the users that they name.
func (a *account) referencesOf(ctx context.Context, objects []*object) (*references, error) {
	r := &references{objects: map[key]*object{}, people: map[string]*person{}, to: map[*object]map[*object]bool{}, unlisted: map[*object]bool{}}
	for _, o := range objects {
		if o.attrs != nil && o.id() != "" {
			r.objects[keyOf(o.kind.name, o.id())] = o
		}
	}
	unknown := map[*object]map[string]bool{} // by company
	for _, o := range objects {
		if o.company == nil {
			continue
		}
		ids(a.readers[o.kind.name].Tree().Root, o.attrs, func(kind, id string) {
			if kind == userData && uuid.Validate(id) == nil {
				if unknown[o.company] == nil {
					unknown[o.company] = map[string]bool{}
				}
				unknown[o.company][id] = true
			}
		})
	}
	var mu sync.Mutex
	err := each(ctx, a, "users", slices.Collect(maps.Keys(unknown)), func(ctx context.Context, c *object) error {
		found, err := a.users(ctx, c, slices.Sorted(maps.Keys(unknown[c])))
		mu.Lock()
		defer mu.Unlock()
		for _, p := range found {
			// The lists of two companies may have the same user: whichever answers first, it is the first company's.
			if id := strings.ToLower(p.id); r.people[id] == nil || compareCompanies(c, r.people[id].company) < 0 {
				r.people[id] = p
			}
		}
		r.unlisted[c] = err == nil && found == nil
		return err
	})
	return r, err
}

// batch is how many users are asked for in one request.
const batch = 100

// users are those of a company with some of these ids, nil where these credentials may not list them. One who cannot be found by the
// mail address keeps the id.
func (a *account) users(ctx context.Context, c *object, ids []string) ([]*person, error) {
	people := []*person{}
	for some := range slices.Chunk(ids, batch) {
		found, err := a.lookUp(ctx, c, "user_ids", some)
		if err != nil || found == nil {
			return nil, err
		}
		people = append(people, found...)
	}
	emails := map[string]bool{}
	for _, p := range people {
		if isEmail(p.email) {
			emails[p.email] = true
		}
	}
	counts := map[string]int{}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(emails)), batch) {
		found, err := a.holders(ctx, c, some)
		if err != nil {
			return nil, err
		}
		for email, n := range found {
			counts[email] = max(counts[email], n)
		}
	}
	for _, p := range people {
		switch n := counts[spelling.Folded(p.email)]; {
		case p.email == "":
			p.why = "A user without a mail address."
		case !emails[p.email]:
			p.why = "A user whose mail address is none of the form name@example.com."
		case n == 0:
			p.why = "The mail address of this user does not find the user."
		case n > 1:
			p.why = "Several users have the mail address of this one."
		}
	}
	return people, nil
}

// isEmail says that the data source of a user takes a mail address.
func isEmail(text string) bool {
	email := &field.Node{Name: "email", Format: field.Email}
	tree := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{email}}}
	return text != "" && len(validate.Arguments(tree, map[string]any{email.Name: text})) == 0
}

// holders says of mail addresses, in small letters, how many users of a company each finds. It may find somebody by an address that
// the list does not tell, such as a private one: then fewer are asked for at a time, until it is clear which of them that is.
func (a *account) holders(ctx context.Context, c *object, emails []string) (map[string]int, error) {
	found, err := a.lookUp(ctx, c, "emails", emails)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, e := range emails {
		counts[spelling.Folded(e)] = 0
	}
	isClear := true
	for _, p := range found {
		_, asked := counts[spelling.Folded(p.email)]
		isClear = isClear && asked
		counts[spelling.Folded(p.email)]++
	}
	switch {
	case isClear:
		return counts, nil
	case len(emails) == 1:
		return map[string]int{spelling.Folded(emails[0]): len(found)}, nil
	}
	counts = map[string]int{}
	for half := range slices.Chunk(emails, (len(emails)+1)/2) {
		found, err := a.holders(ctx, c, half)
		if err != nil {
			return nil, err
		}
		for email, n := range found {
			counts[email] = max(counts[email], n)
		}
	}
	return counts, nil
}

// lookUp are the users of a company that a filter lets through, nil where these credentials may not list them.
func (a *account) lookUp(ctx context.Context, c *object, filter string, values []string) ([]*person, error) {
	wanted := make([]any, len(values))
	for i, v := range values {
		wanted[i] = v
	}
	shown, err := crud.ReadData(ctx, a.provider, "users", map[string]any{"company_id": c.id(), "user_status_filter": "ALL", "filters": []any{map[string]any{filter: wanted}}})
	switch {
	case forbidden(err), apierr.NotFound(err):
		a.leave("users of "+c.called(), "these credentials may not list them, so their ids stay in the configuration: "+reason(err))
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("cannot list users of %s: %w", c.called(), err)
	}
	people := []*person{}
	list, _ := shown["users"].([]any)
	for _, u := range list {
		user, _ := u.(map[string]any)
		people = append(people, personOf(c, user))
	}
	return people, nil
}

// resolve is the expression that stands for an id in the configuration of an object; or why the id stays.
func (r *references) resolve(from *object, n *field.Node, id string) (expression, why string) {
	if target(n) == userData {
		return r.user(from, n, id)
	}
	to := r.objects[keyOf(target(n), id)]
	switch {
	case to == nil && uuid.Validate(id) != nil:
		return "", "" // a text
	case to == nil:
		return "", "Not part of this export."
	case !spelled(n, id, to.id()):
		return "", "Spelled otherwise than the id of " + to.address() + "."
	case to == from:
		return "", "The object itself, to which it cannot refer."
	case r.reaches(to, from):
		return "", "Refers back to " + from.address() + ", and Terraform allows no circles."
	}
	r.refers(from, to)
	return to.address() + ".id", ""
}

// user is resolve for the id of a user.
func (r *references) user(from *object, n *field.Node, id string) (expression, why string) {
	p := r.people[strings.ToLower(id)]
	switch {
	case p == nil && r.unlisted[from.company]:
		return "", "A user; these credentials may not list users."
	case p == nil:
		return "", "No user of the company has this id."
	case p.why != "":
		return "", p.why
	case !spelled(n, id, p.id):
		return "", "Spelled otherwise than the id of the user."
	}
	if company := r.objects[keyOf(companyKind, p.company.id())]; company != nil { // to which the data source refers
		if company == from || r.reaches(company, from) {
			return "", "A user of " + company.address() + ", which refers back, and Terraform allows no circles."
		}
		r.refers(from, company)
	}
	p.used = true
	return p.address() + ".id", ""
}

// refers notes that an object refers to another one.
func (r *references) refers(from, to *object) {
	if r.to[from] == nil {
		r.to[from] = map[*object]bool{}
	}
	r.to[from][to] = true
}

// spelled says that an id may be put in place of another spelling of it.
func spelled(n *field.Node, id, own string) bool {
	if n.Kind == field.List {
		n = n.Elem
	}
	return id == own || n.Format.CaseInsensitive()
}

// reaches says that an object refers to another one, maybe by others between them.
func (r *references) reaches(from, to *object) bool {
	seen := map[*object]bool{}
	var search func(o *object) bool
	search = func(o *object) bool {
		if o == to {
			return true
		}
		if seen[o] {
			return false
		}
		seen[o] = true
		for next := range r.to[o] {
			if search(next) {
				return true
			}
		}
		return false
	}
	return search(from)
}
