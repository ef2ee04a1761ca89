package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

// TestContractProbes holds the sandbox to the vendor's documents: whatever they do not allow, in any one place of a request,
// it refuses, and says where.
func TestContractProbes(t *testing.T) {
	documents := contract.ForTest(t)
	a := overHTTP(t, testOptions())
	values := a.populate()
	for _, e := range a.routes() {
		t.Run(e.method+" "+e.path, func(t *testing.T) {
			before, err := a.server.Snapshot()
			ok(t, err)
			probes, err := documents.Probes(e.method, e.path, values)
			ok(t, err)
			for _, p := range probes {
				if !t.Failed() { // one is enough to read
					a.probe(t, p)
					ok(t, a.server.Restore(before))
				}
			}
			if len(probes) < 10 || len(probes[0].Violations) > 0 {
				t.Errorf("there are %d probes, and the first, which has nothing odd, has %v", len(probes), probes[0].Violations)
			}
		})
	}
}

// probe sends a request, which must be refused if the document says so.
func (a *api) probe(t *testing.T, p contract.Probe) {
	t.Helper()
	var header []string
	for name, values := range p.RequestHeader {
		header = append(header, name, values[0])
	}
	path := p.Path
	if len(p.Query) > 0 {
		path += "?" + p.Query.Encode()
	}
	out, err := a.send(p.Method, path, string(p.RequestBody), header...)
	ok(t, err)
	if len(p.Violations) > 0 && (out.status != http.StatusBadRequest || !saysWhere(out, p)) {
		t.Errorf("%s %s %.400s\n%s: the document says: %v\nthe sandbox answers %d %.400s",
			p.Method, path, p.RequestBody, p.Place, p.Violations[0], out.status, out.raw)
	}
	if values, told := valuesIn(out); told && len(p.Enum) > 0 && !slices.Equal(values, slices.Sorted(slices.Values(p.Enum))) {
		t.Errorf("%s %s: %s has the values %v, the sandbox takes %v", p.Method, p.Path, p.Place, p.Enum, values)
	}
}

// valuesIn are the values that an answer lists as possible, sorted.
func valuesIn(out *result) (values []string, told bool) {
	messages, _ := lookup(out.body, "errorMessages").([]any)
	for _, m := range messages {
		_, list, found := strings.Cut(textAt(m, "message"), " must be one of ")
		if list, _, whole := strings.Cut(list, ", not "); found && whole {
			return slices.Sorted(strings.SplitSeq(list, ", ")), true
		}
	}
	return nil, false
}

// saysWhere says that a message is about the place of the odd value, or of what is wrong because of it.
func saysWhere(out *result, p contract.Probe) bool {
	messages, _ := lookup(out.body, "errorMessages").([]any)
	return slices.ContainsFunc(messages, func(m any) bool {
		field := ""
		if parameters, _ := lookup(m, "errorParameters").([]any); len(parameters) > 0 {
			field = textAt(parameters[0], "value")
		}
		return field == p.Place || p.Place != "" && strings.HasPrefix(field, p.Place) ||
			slices.ContainsFunc(p.Violations, func(v contract.Violation) bool { return field == v.Path })
	})
}
