package functions

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzFunctions gives the functions any text: what one makes, the other takes, and no private key comes back.
func FuzzFunctions(f *testing.F) {
	_, private := newPEM(f)
	f.Add(private, "k")
	f.Fuzz(func(t *testing.T, text, kid string) {
		if !utf8.ValidString(text) || !utf8.ValidString(kid) {
			return // Terraform's strings are UTF-8
		}
		key, failed := run(t, NewPEMToJWK(), text, kid)
		switch {
		case failed != nil && (key != "" || failed.FunctionArgument == nil || failed.Text == ""):
			t.Errorf("a failure gives %q and says %v", key, failed)
		case failed == nil:
			if thumbprint, err := run(t, NewJWKThumbprint(), key); err != nil || len(thumbprint) != 43 {
				t.Errorf("the key %s has the thumbprint %q: %v", key, thumbprint, err)
			}
			if strings.Contains(key, `"d":`) || strings.Contains(text, "PRIVATE") {
				t.Errorf("a private key was taken: %s", key)
			}
		}
		if thumbprint, failed := run(t, NewJWKThumbprint(), text); failed == nil && len(thumbprint) != 43 || failed != nil && thumbprint != "" {
			t.Errorf("%q has the thumbprint %q: %v", text, thumbprint, failed)
		}
	})
}
