package hcltext

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	_ "github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest" // the same texts in each run
)

// read is what Terraform makes of the argument "text" of a file's only block.
func read(t interface{ Fatalf(string, ...any) }, file []byte) cty.Value {
	parsed, diags := hclsyntax.ParseConfig(file, "x.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%v in\n%s", diags, file)
		return cty.NilVal
	}
	body, _ := parsed.Body.(*hclsyntax.Body)
	v, diags := body.Blocks[0].Body.Attributes["value"].Expr.Value(&hcl.EvalContext{Functions: map[string]function.Function{"chomp": stdlib.ChompFunc, "jsonencode": stdlib.JSONEncodeFunc}})
	if diags.HasErrors() {
		t.Fatalf("%v in\n%s", diags, file)
	}
	return v
}

func file(v Value) []byte {
	return Format("", []Block{{Type: "x", Arguments: []Member{{Name: "value", Value: v}}}})
}

// Whatever a text has, Terraform reads the same, also deep in an object, and terraform fmt changes nothing.
func TestTexts(t *testing.T) {
	t.Parallel()
	parts := rapid.SampledFrom([]string{"a", "ä", " ", "  ", "\n", "\n\n", "\r\n", "\t", `"`, `\`, "$", "%", "{", "}", "${", "%{", "$${", "%%{", "~}", "EOT", "EOT\n", "\nEOT",
		"#", "//", "/*", "*/", "\x00", "\u200b", "\u2028", "\ufeff", "😀", "\U000e0001", "<<-EOT", "'", "${var.x}", "\u0301"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(parts, 0, 8).Draw(t, "text"), "")
		for _, v := range []Value{Text(text), Object([]Member{{Name: "value", Value: Text(text)}, {Name: text, Value: List([]Value{Text(text)})}})} {
			out := file(v)
			got := read(t, out)
			if got.Type().IsObjectType() {
				if inner := got.GetAttr(norm.NFC.String(text)); text != "value" && inner.AsValueSlice()[0].AsString() != norm.NFC.String(text) {
					t.Fatalf("%q became %q in\n%s", text, inner, out)
				}
				got = got.GetAttr("value")
			}
			if text != "value" && got.AsString() != norm.NFC.String(text) {
				t.Fatalf("%q became %q in\n%s", text, got.AsString(), out)
			}
			if again := hclwrite.Format(out); string(again) != string(out) {
				t.Fatalf("terraform fmt makes of\n%s\nthis:\n%s", out, again)
			}
		}
	})
}

// The elements of a list without order are written in the same one, with their comments.
func TestSet(t *testing.T) {
	t.Parallel()
	got := string(file(Set([]Value{Text("b").Commented("Second."), Object([]Member{{Name: "a", Value: Raw("1")}}), Text("a"), Text("b")})))
	want := "\nx {\n  value = [\n    \"a\",\n    \"b\", # Second.\n    \"b\",\n    { a = 1 },\n  ]\n}\n"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFormat(t *testing.T) {
	t.Parallel()
	got := string(Format("Header\n\nof two lines.", []Block{
		{Type: "import", Arguments: []Member{{Name: "to", Value: Raw("a.b")}, {Name: "id", Value: Text("1")}}},
		{Comments: []string{"About it."}, Type: "resource", Labels: []string{"a", `b"`}, Arguments: []Member{
			{Name: "name", Value: Text("Die \"Reise\" kostet ${preis} %{x}")},
			{Name: "amount", Value: Raw("12.50")},
			{Name: "parent_id", Value: Text("x").Commented("Not part of this export.")},
			{Name: "text", Value: Text("one\ntwo\n")},
			{Name: "lines", Value: Text("one\n\n  two")},
			{Name: "joined", Value: Text("one\n\ntwo ${x}")},
			{Name: "empty", Value: List(nil)},
			{Name: "none", Value: Object(nil)},
			{Name: "price", Value: Object([]Member{{Name: "amount", Value: Raw("1")}, {Name: "currency", Value: Text("EUR")}})},
			{Name: "ids", Value: List([]Value{Raw("x.a.id"), Text("2").Commented("Unknown.")})},
			{Name: "long", Value: List([]Value{Text(strings.Repeat("a", 40)), Text(strings.Repeat("b", 40))})},
			{Name: "deep", Value: Object([]Member{{Name: "a", Value: Object([]Member{{Name: "b", Value: List([]Value{Object([]Member{{Name: "c", Value: Raw("true")}})})}})}})},
			{Name: "names", Value: Object([]Member{{Name: "for", Value: Raw("1")}, {Name: "two words", Value: Raw("2")}})},
			{Name: "json", Value: Call("jsonencode", Object([]Member{{Name: "a", Value: Raw("null")}}))},
			{Name: "secret_wo", Value: Raw("null"), Remark: "Write-only."},
		}},
		{Type: "resource", Labels: []string{"a", "c"}},
	}))
	want := `# Header
#
# of two lines.

import {
  to = a.b
  id = "1"
}

# About it.
resource "a" "b\"" {
  name      = "Die \"Reise\" kostet $${preis} %%{x}"
  amount    = 12.50
  parent_id = "x" # Not part of this export.
  text      = <<-EOT
    one
    two
  EOT
  lines     = "one\n\n  two"
  joined = chomp(<<-EOT
    one

    two $${x}
  EOT
  )
  empty = []
  none  = {}
  price = { amount = 1, currency = "EUR" }
  ids = [
    x.a.id,
    "2", # Unknown.
  ]
  long = [
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
  ]
  deep = {
    a = {
      b = [{ c = true }]
    }
  }
  names = { "for" = 1, "two words" = 2 }
  json  = jsonencode({ a = null })
  # secret_wo = null # Write-only.
}

resource "a" "c" {}
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}
