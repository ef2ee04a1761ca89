package contract

import (
	"mime"
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
	// In is "query", "header" in small letters, or "form".
	In, Name string
	// Why says why the provider does without.
	Why string
}

// Usage finds the parameters that the provider never gives to the operations that it calls. Field trees say nothing of
// parameters, the fields of a form among them, so the recorded requests are asked: what a test sends by itself does not
// count. Each parameter has to be in a request of the test suite, or on the list of those that the provider does without.
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
	if media, _, _ := mime.ParseMediaType(e.RequestHeader.Get("Content-Type")); media == formMedia {
		fields, _ := url.ParseQuery(string(e.RequestBody)) // what cannot be read is for Inspect to tell
		for name := range fields {
			given[place{"form", name}] = true
		}
	}
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
		form, _ := o.doc.at(o.body.media[formMedia]).(map[string]any)
		for _, name := range sortedKeys(o.doc.shape(form).props) {
			offered = append(offered, place{"form", name})
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
