package contract

import (
	"slices"
	"strings"
	"testing"
)

func TestProperties(t *testing.T) {
	d := shop(t)
	for schema, want := range map[string][]string{
		"TokenForm": {"scopes", "times", "user"},
		"Limit":     {"approval", "isLinked", "limitProps", "limitProps.codes"},
		"Color":     nil,
	} {
		if got, err := Properties(d, "shop", schema); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s has %q, %v; want %q", schema, got, err, want)
		}
	}
	for _, tc := range []struct{ doc, schema, want string }{
		{"shopp", "Order", "no document"}, {"shop", "Orders", "no schema"}, {"shop", "Branch", "holds itself"},
	} {
		if _, err := Properties(d, tc.doc, tc.schema); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s of %s: %v", tc.schema, tc.doc, err)
		}
	}
}
