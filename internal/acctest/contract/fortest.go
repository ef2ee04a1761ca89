package contract

import (
	"os"
	"testing"
)

// OpenAPIVariable names the environment variable with the folder of the vendor's documents.
const OpenAPIVariable = "OPENAPI_DIR"

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
