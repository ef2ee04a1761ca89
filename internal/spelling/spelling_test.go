package spelling_test

import (
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

const (
	composed   = "Büro Zoë"
	decomposed = "Bu\u0308ro Zoe\u0308"
	// lone is a surrogate without its other half, as jsonx keeps it.
	lone = "\xed\xa0\xbd"
)

func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"", "", true},
		{"a", "b", false},
		{composed, decomposed, true},
		{"\u212b", "Å", true},                    // the sign of the unit
		{"q\u0323\u0307", "q\u0307\u0323", true}, // marks in another order
		{"한", "\u1112\u1161\u11ab", true},        // a syllable of letters
		{"ﬁ", "fi", false},                       // a ligature is another text
		{"Straße", "Strasse", false},
		{"a", "A", false},
		{"a", "a ", false},
		{"a" + lone, "a\ufffd", true}, // what Terraform can hold of it
		{"a\xff", "a\ufffd", true},
	} {
		if got := spelling.Same(c.a, c.b); got != c.want {
			t.Errorf("%+q and %+q are the same: %t", c.a, c.b, got)
		}
	}
}

func TestKept(t *testing.T) {
	for _, c := range []struct {
		sent, stored string
		want         bool
	}{
		{"a", "a", true},
		{" a\n", "a", true},
		{"a", "\ta ", true},
		{"a\nb", "a\r\nb", true},
		{"a\r\nb", "a\nb", true},
		{"a\rb", "a\nb", true},
		{"  ", "", true},
		{"\n", "\r\n", true},
		{"a", "b", false},
		{"a b", "a  b", false},
		{"a\n\nb", "a\nb", false},
		{"a", "A", false},
		{"AT&T <x> \"y\" 'z'", "AT&amp;T &lt;x&gt; &quot;y&quot; &#39;z&#39;", true},
		{"'z'", "&#x27;z&#x27;", true},
		{"'z'", "&apos;z&apos;", true},
		{"ü", "&uuml;", true},
		{"<b>R&D</b>", "<b>R&amp;D</b>", true},
		{"a & b\n", "a &amp; b", true},
		{"a &amp; b", "a &amp;amp; b", true},
		{"a &amp; b", "a &amp; b", true},
		{"a &amp; b", "a & b", false}, // no server takes escapes out
		{"a & b", "a &amp;amp; b", false},
		{composed, decomposed, true},
		{composed + " ", decomposed, true},
		{composed + " & Co", decomposed + " &amp; Co", true},
	} {
		if got := spelling.Kept(c.stored, c.sent); got != c.want {
			t.Errorf("%+q is how a server keeps %+q: %t", c.stored, c.sent, got)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " \n": "", " a\t\r\n b ": "a b", "AT&amp;T": "AT&T", "AT&amp;amp;T": "AT&T", "AT&T": "AT&T", decomposed: composed, "a&nbsp;b": "a b", "&amp;uuml;": "ü", "u&#776;": "ü",
	} {
		if got := spelling.Words(text); got != want {
			t.Errorf("the words of %+q are %+q, not %+q", text, got, want)
		}
	}
	for _, text := range []string{"BU\u0308RO  Zoe\u0308", "büro zoë", "BÜRO ZOË"} {
		if got := spelling.Folded(text); got != "büro zoë" {
			t.Errorf("%+q folds to %+q", text, got)
		}
	}
}

func TestVariants(t *testing.T) {
	for text, want := range map[string][]string{"abc": {"abc"}, composed: {composed, decomposed}, decomposed: {composed, decomposed}} {
		if got := spelling.Variants(text); !slices.Equal(got, want) {
			t.Errorf("%+q has the spellings %+q", text, got)
		}
	}
}
