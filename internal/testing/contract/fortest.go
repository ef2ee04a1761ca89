package contract

import (
	"os"
	"slices"
	"testing"
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
