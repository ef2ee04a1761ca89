package contract

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// ProviderAgent stands in the header User-Agent of what the provider sends, and of nothing else that tests send.
const ProviderAgent = "terraform-provider-spotnana/"

// Unused is a parameter of an operation that the provider calls and never gives, by choice.
type Unused struct {
	// Operation is method and path template, as in the documents ("GET /v3/trips/{tripId}/detail").
	Operation string
	// In is "query" or "header", or "body" for a property at the top of a request body.
	In, Name string
	// Why says why the provider does without.
	Why string
}

// Usage finds the parameters that the provider never gives to the operations that it calls. Field trees say nothing of
// parameters, so the recorded requests are asked: what a test sends by itself does not count. The properties at the top
// of a request body are parameters too, because no tree is compared with some bodies, such as the form of a token request.
type Usage struct {
	documents *Documents
	given     map[*operation]map[place]bool
}

// place is where a parameter stands in a request.
type place struct{ in, name string }

// NewUsage is a Usage before any request.
func NewUsage(d *Documents) *Usage {
	return &Usage{documents: d, given: map[*operation]map[place]bool{}}
}

// Add counts what a request gives, if the provider sent it.
func (u *Usage) Add(e Exchange) {
	op, _, _ := u.documents.find(e.Method, e.Path)
	if op == nil || !strings.Contains(e.RequestHeader.Get("User-Agent"), ProviderAgent) {
		return
	}
	if u.given[op] == nil {
		u.given[op] = map[place]bool{}
	}
	given := u.given[op]
	for name := range e.Query {
		given[place{"query", name}] = true
	}
	for name := range e.RequestHeader {
		given[place{"header", strings.ToLower(name)}] = true
	}
	for _, name := range topOf(e) {
		given[place{"body", name}] = true
	}
}

// topOf names the properties at the top of a request body, an object or a form.
func topOf(e Exchange) []string {
	object := map[string]json.RawMessage{}
	if json.Unmarshal(e.RequestBody, &object) == nil {
		return slices.Collect(maps.Keys(object))
	}
	form, err := url.ParseQuery(string(e.RequestBody))
	if err != nil {
		return nil
	}
	return slices.Collect(maps.Keys(form))
}

// offered are the parameters that the document has for an operation, but for those in the path, which are always given.
func (o *operation) offered() []place {
	var offered []place
	for _, p := range o.parameters {
		switch p.in {
		case "query":
			offered = append(offered, place{p.in, p.name})
		case "header":
			offered = append(offered, place{p.in, strings.ToLower(p.name)})
		}
	}
	if o.body != nil {
		for _, media := range sortedKeys(o.body.media) {
			schema, _ := o.doc.at(o.body.media[media]).(map[string]any)
			for _, name := range sortedKeys(o.doc.shape(schema).props) {
				offered = append(offered, place{"body", name})
			}
		}
	}
	return offered
}

// Violations are the parameters that are offered, never given and not listed as unused, and what is wrong with that list:
// no reason, no such parameter, and one that is given after all.
func (u *Usage) Violations(unused []Unused) []Violation {
	var found []Violation
	violate := func(op string, at place, rule string) {
		found = append(found, Violation{Operation: op, Part: at.in, Path: at.name, Rule: rule})
	}
	listed := map[*operation]map[place]bool{}
	for _, entry := range unused {
		op, at := u.documents.named(entry.Operation), place{entry.In, entry.Name}
		switch {
		case entry.Why == "":
			violate(entry.Operation, at, "listed as unused without a reason")
		case op == nil || !slices.Contains(op.offered(), at):
			violate(entry.Operation, at, "listed as unused, but in no document")
		case u.given[op][at]:
			violate(entry.Operation, at, "listed as unused, but given")
		default:
			if listed[op] == nil {
				listed[op] = map[place]bool{}
			}
			listed[op][at] = true
		}
	}
	for op, given := range u.given {
		for _, at := range op.offered() {
			if !given[at] && !listed[op][at] {
				violate(op.name(), at, "documented, and no request of the provider has it: support it, or list it as unused with the reason")
			}
		}
	}
	return found
}
