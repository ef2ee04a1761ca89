package label

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"pgregory.net/rapid"

	_ "github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest" // the same texts in each run
)

func TestValid(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"ACME Robotics, Inc.":       "acme_robotics_inc",
		"Müller & Söhne Straße":     "mueller_and_soehne_strasse",
		"Mu\u0308ller":              "mueller",
		"Zoë Ångström Łódź":         "zoe_aangstroem_lodz",
		"  --  ":                    "company",
		"":                          "company",
		"2024":                      "company_2024",
		"٣":                         "company_٣",
		"null":                      "company_null",
		"For":                       "company_for",
		"say \"${hi}\"":             "say_hi",
		"東京 支社":                     "東京_支社",
		"Россия":                    "россия",
		"😀 party":                   "party",
		"a__b--c":                   "a_b_c",
		"O'Neill":                   "oneill",
		"ﬁrst":                      "first",
		strings.Repeat("long ", 40): "long_long_long_long_long_long_long_long_long",
		strings.Repeat("x", 400):    strings.Repeat("x", longest),
	} {
		if got := Valid(Of(name), "company"); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// Every name makes a label that Terraform takes, and the same each time.
func TestValid_any(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		got := Valid(Of(name), "policy")
		if !hclsyntax.ValidIdentifier(got) || utf8.RuneCountInString(got) > longest+len("policy_") {
			t.Fatalf("%q makes %q", name, got)
		}
		if again := Valid(Of(name), "policy"); again != got {
			t.Fatalf("%q makes %q and %q", name, got, again)
		}
	})
}

func TestTake(t *testing.T) {
	t.Parallel()
	taken := Taken{}
	var got []string
	for _, l := range []string{"a", "a", "a_2", "a", "b"} {
		got = append(got, taken.Take(l))
	}
	if want := "a a_2 a_2_2 a_3 b"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
