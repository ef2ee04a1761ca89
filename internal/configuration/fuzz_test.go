package configuration_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/configuration"
)

// Whatever a file holds, the linter and the places end, find the same again, and point into the file.
func FuzzFolders(f *testing.F) {
	for _, configurations := range []map[string]string{ways, harmless} {
		for _, c := range configurations {
			json := strings.HasPrefix(c, "-- main.tf.json\n")
			c = strings.NewReplacer("«", "", "»", "").Replace(strings.TrimPrefix(c, "-- main.tf.json\n"))
			content, _, _ := strings.Cut(c, "\n-- ")
			f.Add(content, json)
		}
	}
	f.Add("locals {\n  a = [for x in [1, 2] : { a = local.a[x] }]\n}\nresource \"spotnana_policy\" \"x\" {\n  hotel_policy_rules = merge(flatten([local.a, local.a])...)\n}", false)
	f.Add("module \"m\" {\n  source = \".//\"\n  x = module.m\n}\nvariable \"x\" {\n  type = object()\n}\noutput \"x\" {\n  value = var.x\n}", false)
	linter := configuration.NewLinter("spotnana", schemas(f))
	f.Fuzz(func(t *testing.T, content string, json bool) {
		folder := t.TempDir()
		file := filepath.Join(folder, "main.tf")
		if json {
			file += ".json"
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		found, err := linter.Folders(folder)
		again, errAgain := linter.Folders(folder)
		if diff := cmp.Diff(found, again); diff != "" || (err == nil) != (errAgain == nil) {
			t.Errorf("%s %v %v", diff, err, errAgain)
		}
		lines := strings.Count(content, "\n") + 1
		for _, f := range found {
			if f.File != file || f.Line < 1 || f.Line > lines || f.Column < 1 || f.Name == "" {
				t.Errorf("%+v", f)
			}
		}
		places, err := configuration.ReadPlaces(folder)
		if err != nil {
			return
		}
		for _, path := range []string{"", "name", "hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list[1].max_price.amount", "air_oop_reason_codes.reason_codes[0]"} {
			planned := caps(placed("1", "A"), placed("1", "B"))
			at, ok := places.Of("spotnana_policy.sales", path, planned)
			if again, _ := places.Of("spotnana_policy.sales", path, planned); again != at || ok && (at.File != filepath.ToSlash(file) || at.Line < 1 || at.Line > lines) {
				t.Errorf("%s: %+v, %+v", path, at, again)
			}
		}
	})
}
