package subject

import (
	"maps"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Schema is a schema of one of the vendor's documents, and the tree that follows it.
type Schema struct {
	// Document and Name are those of the schema.
	Document, Name string
	// Request says that the API takes it; else it answers it.
	Request bool
	Tree    *field.Tree
	// Exceptions are the paths where the two may differ, with the reason.
	Exceptions map[string]string
}

// and are the exceptions of both.
func and(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}
