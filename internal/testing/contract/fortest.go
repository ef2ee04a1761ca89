package contract

import (
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// OpenAPIVariable names the environment variable with the folder of the vendor's documents.
const OpenAPIVariable = "OPENAPI_DIR"

// SameProperties fails a test where a schema of a document has other properties than the code beside the test gives and
// reads. It is for the few bodies that have no tree.
func SameProperties(t *testing.T, doc, schema string, want ...string) {
	t.Helper()
	got, err := Properties(ForTest(t), doc, schema)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s has the properties %q, and the code knows %q", schema, got, want)
	}
}

// CompareFilters fails a test where the arguments that narrow a posted list differ from the document's schemas of filters,
// given by the filter's type ("TRIP_ID_FILTER"), or where there are more of one than of the other.
func CompareFilters(t *testing.T, doc string, filters []endpoint.TypedFilter, schemas map[string]string) {
	t.Helper()
	missing := maps.Clone(schemas)
	for _, f := range filters {
		delete(missing, f.Type)
		exceptions := map[string]string{"filterType": "follows from the argument"}
		attrs := f.Node.Attrs
		if attrs == nil {
			attrs = []*field.Node{f.Node}
			exceptions[f.Node.JSON] = "an argument that is left out is no filter"
		}
		tree := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: attrs}}
		for _, line := range CompareTree(ForTest(t), doc, schemas[f.Type], tree, exceptions, RequestShape()) {
			t.Errorf("%s: %s", f.Type, line)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		t.Errorf("there is no argument for %s", name)
	}
}

// ForTest loads the vendor's documents for a test, and skips the test where no folder is named. The folder is absolute:
// each package's tests run in the folder of that package.
func ForTest(t testing.TB) *Documents {
	t.Helper()
	dir := os.Getenv(OpenAPIVariable)
	if dir == "" {
		t.Skipf("%s is not set: it names the folder with the vendor's OpenAPI documents", OpenAPIVariable)
	}
	d, err := Load(dir, Exceptions()...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
