package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const misspelt = `resource "spotnana_policy" "sales" {
  hotel_policy_rules = {
    max_hotel_price_by_location = { max_defaul_price = local.price }
  }
}
locals {
  price = { "amo,u:n%t" = 1 }
}
`

// written makes the working directory a new one, with files in it.
func written(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLint(t *testing.T) {
	const unknown = `unknown attribute "max_defaul_price" in hotel_policy_rules.max_hotel_price_by_location of spotnana_policy.sales; did you mean "max_default_price"?` + "\n"
	files := map[string]string{"travel/main.tf": misspelt, "clean/main.tf": "locals {}", "broken/main.tf": "locals {", "none/x.txt": "", "odd,%/a:b.tf": misspelt}
	for name, tc := range map[string]struct {
		args        []string
		code        int
		out, errOut string
	}{
		"clean":      {[]string{"clean"}, 0, "", ""},
		"found":      {[]string{"travel"}, 2, "travel/main.tf:3:37: " + unknown, ""},
		"several":    {[]string{"clean", "./travel/", "travel/../travel"}, 2, "travel/main.tf:3:37: " + unknown, ""},
		"github":     {[]string{"--format", "github", "travel"}, 2, "::error file=travel/main.tf,line=3,endLine=3,col=37,endColumn=53,title=Unknown to the provider::" + unknown, ""},
		"escapes":    {[]string{"--format=github", "odd,%"}, 2, "::error file=odd%2C%25/a%3Ab.tf,line=3,endLine=3,col=37,endColumn=53,title=Unknown to the provider::" + unknown, ""},
		"json clean": {[]string{"--format", "json", "clean"}, 0, "{\n  \"findings\": []\n}\n", ""},
		"no format":  {[]string{"--format", "xml", "clean"}, 1, "", "spotnana lint: --format xml: write text, json or github\nRun \"spotnana lint --help\" to see how it is called.\n"},
		"no folder":  {[]string{"nowhere"}, 1, "", "spotnana lint: there is no folder nowhere\n"},
		"nothing":    {[]string{"none"}, 1, "", "spotnana lint: there is no .tf or .tf.json file in none\n"},
		"here":       {nil, 1, "", "spotnana lint: there is no .tf or .tf.json file in .\n"},
		"broken": {[]string{"--format=json", "broken"}, 1, "", "spotnana lint: broken/main.tf:1:8: Unclosed configuration block: There is no closing brace for this block " +
			"before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.\n"},
		"both": {[]string{"travel", "nowhere"}, 1, "travel/main.tf:3:37: " + unknown, "spotnana lint: there is no folder nowhere\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GITHUB_WORKSPACE", "")
			written(t, files)
			code, out, errOut := call(t, append([]string{"lint"}, tc.args...)...)
			if code != tc.code || errOut != tc.errOut {
				t.Errorf("got %d, %q", code, errOut)
			}
			if diff := cmp.Diff(tc.out, out); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A step of a workflow may run in a folder of the repository; annotations name files from its root.
func TestLint_workspace(t *testing.T) {
	written(t, map[string]string{"infra/travel/main.tf": misspelt})
	workspace, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GITHUB_WORKSPACE", workspace)
	t.Chdir("infra")
	if _, out, _ := call(t, "lint", "--format", "github", "travel"); !strings.HasPrefix(out, "::error file=infra/travel/main.tf,line=3,") {
		t.Error(out)
	}
	if _, out, _ := call(t, "lint", "travel"); !strings.HasPrefix(out, "travel/main.tf:3:37: ") {
		t.Error(out)
	}
	t.Setenv("GITHUB_WORKSPACE", filepath.Join(workspace, "elsewhere"))
	if _, out, _ := call(t, "lint", "--format", "github", "travel"); !strings.HasPrefix(out, "::error file=travel/main.tf,line=3,") {
		t.Error(out)
	}
}

func TestLint_json(t *testing.T) {
	written(t, map[string]string{"main.tf": misspelt})
	code, out, errOut := call(t, "lint", "--format", "json")
	var got struct{ Findings []map[string]any }
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 2 || errOut != "" {
		t.Fatalf("%d %v %s %s", code, err, out, errOut)
	}
	want := []map[string]any{{
		"file": "main.tf", "line": 3.0, "column": 37.0, "end_line": 3.0, "end_column": 53.0, "name": "max_defaul_price", "suggestion": "max_default_price",
		"message": `unknown attribute "max_defaul_price" in hotel_policy_rules.max_hotel_price_by_location of spotnana_policy.sales; did you mean "max_default_price"?`,
	}}
	if diff := cmp.Diff(want, got.Findings); diff != "" {
		t.Error(diff)
	}
}
