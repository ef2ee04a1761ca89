package codec

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jsonx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// ParseJSON is [jsonx.Parse], for those who handle values and documents.
func ParseJSON(data []byte) (any, error) { return jsonx.Parse(data) }

// FormatJSON is [jsonx.Format].
func FormatJSON(v any) ([]byte, error) { return jsonx.Format(v) }

// pointer appends a property to a JSON pointer (RFC 6901). Pointers are kept as JSON, so a name that is no Unicode is
// quoted.
func pointer(base, name string) string {
	if !utf8.ValidString(name) {
		return base + "/" + escape.Replace(strconv.Quote(name))
	}
	if name = spelling.Canonical(name); strings.ContainsAny(name, "~/") {
		name = escape.Replace(name)
	}
	return base + "/" + name
}

var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

// sortedKeys are the keys of m, so that errors, warnings and bodies come in a stable order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
