package review_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/review"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// With -update the golden files are written: by the acceptance test with new plans, by the other test from the stored ones.
var update = flag.Bool("update", false, "write the golden files")

// file is where something of a case is stored.
func file(name, suffix string) string {
	return filepath.Join("testdata", strings.ReplaceAll(name, " ", "_")+suffix)
}

// What Terraform plans for the cases now reads as it is stored.
func TestAccReview(t *testing.T) {
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := c.plan(t)
			if *update {
				write(t, file(name, ".json.gz"), zipped(t, plan))
			}
			golden(t, name, plan)
		})
	}
}

// The stored plans read as they should; nothing but Go is needed.
func TestReview_golden(t *testing.T) {
	for name := range cases {
		t.Run(name, func(t *testing.T) { golden(t, name, stored(t, name)) })
	}
}

// Each file is that of a case.
func TestReview_files(t *testing.T) {
	found, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for name := range cases {
		want = append(want, file(name, ".json.gz"), file(name, ".md"))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("files (-want +got)\n%s", diff)
	}
}

// golden compares the Markdown of a plan with the stored one.
func golden(t *testing.T, name string, plan []byte) {
	t.Helper()
	p, err := planjson.Read(plan)
	if err != nil {
		t.Fatal(err)
	}
	got := review.New(p, nil).Markdown()
	if *update {
		write(t, file(name, ".md"), []byte(got))
		return
	}
	want, err := os.ReadFile(file(name, ".md"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("Markdown (-want +got)\n%s", diff)
	}
}

// plan is the JSON of a case's plan.
func (c testCase) plan(t *testing.T) []byte {
	t.Helper()
	tf, _ := c.planned(t, "-out=tfplan")
	return []byte(tf.Lines("show", "-json", "tfplan"))
}

// planned plans a case, and returns what Terraform printed.
func (c testCase) planned(t *testing.T, args ...string) (*acctest.Terraform, string) {
	t.Helper()
	var ids atomic.Int64
	s := acctest.NewServer(t, func(o *sandbox.Options) {
		o.NewID = func() string { return fmt.Sprintf("f1f2f3f4-1111-4000-8000-%012d", ids.Add(1)) }
		o.Now = func() time.Time { return time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC) }
	})
	if err := s.Insert(sandbox.Companies, "", companyID, maps.Clone(company)); err != nil {
		t.Fatal(err)
	}
	tf := acctest.NewTerraform(t)
	configure := func(hcl string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(hcl)) }
	if c.before != "" {
		configure(c.before)
		tf.OK("apply", "-auto-approve", "-parallelism=1")
	}
	if c.outside != nil {
		c.outside(t, s)
	}
	configure(c.after)
	args = slices.Concat([]string{"plan"}, args, c.args)
	if c.fails {
		tf.Fails(args)
		return tf, ""
	}
	return tf, tf.Lines(args...)
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// zipped is a plan as it is stored: most of it repeats itself.
func zipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// stored is the plan of a case.
func stored(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(file(name, ".json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
