package resilience_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// operation is what a run of Terraform does with the resource.
type operation string

const (
	create    operation = "create"
	read      operation = "read"
	update    operation = "update"
	remove    operation = "delete"
	importing operation = "import"
)

var operations = []operation{create, read, update, remove, importing}

// matrix is the environment variable that with the value "all" runs the whole matrix.
const matrix = "FAULT_MATRIX"

// sample are the cells that always run: every fault, every operation and every resource.
func sample() []string {
	var out []string
	for _, s := range subject.All() {
		for _, cell := range s.Sample {
			out = append(out, s.Name+"/"+cell)
		}
	}
	return out
}

// cell is one cell of the matrix.
type cell struct {
	subject *subject.Subject
	op      operation
	fault   *fault
	// meaningless says why the cell does not apply.
	meaningless string

	ran, failed bool
	// Of the runs that were hit, some went through, some failed with an error that says what to do, and of these some
	// needed the import that the error of the next apply prints.
	through, refused, imported int
}

func (c *cell) name() string { return fmt.Sprintf("%s/%s/%s", c.subject.Name, c.op, c.fault.name) }

func (c *cell) result() string {
	switch {
	case c.meaningless != "":
		return "does not apply: " + c.meaningless
	case !c.ran:
		return "not run"
	case c.failed:
		return "FAILED"
	}
	out := fmt.Sprintf("passed: of %d runs %d went through, %d failed and said what to do", c.through+c.refused, c.through, c.refused)
	if c.imported > 0 {
		out += fmt.Sprintf(" (%d then by an import)", c.imported)
	}
	return out
}

func cells() []*cell {
	var out []*cell
	for _, s := range subject.All() {
		for _, op := range operations {
			for i := range faults {
				c := &cell{subject: s, op: op, fault: &faults[i]}
				switch {
				case s.Eternal != "" && (op == update || op == remove):
					c.meaningless = s.Eternal
				case c.fault.creation && s.Adopted, c.fault.creation && op != create && (op != update || !s.Replaced):
					c.meaningless = "nothing is created"
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// Whatever goes wrong while Terraform works on a resource: the run goes through or says what to do, one more apply brings
// server, state and configuration together, and there is nothing twice.
func TestAccMatrix(t *testing.T) {
	// The access token of the environment would never expire.
	for name, value := range map[string]string{"UNITE_ACCESS_TOKEN": "", "UNITE_CLIENT_ID": acctest.UniteID,
		"UNITE_CLIENT_SECRET": acctest.UniteSecret, "UNITE_REFRESH_TOKEN": acctest.UniteRefreshToken} {
		t.Setenv(name, value)
	}
	whole := os.Getenv(matrix) == "all"
	all, sample := cells(), sample()
	t.Run("cells", func(t *testing.T) {
		for _, s := range subject.All() {
			for _, op := range operations {
				var group []*cell
				for _, c := range all {
					if c.subject == s && c.op == op && c.meaningless == "" && (whole || slices.Contains(sample, c.name())) {
						group = append(group, c)
					}
				}
				if len(group) == 0 {
					continue
				}
				t.Run(s.Name+"/"+string(op), func(t *testing.T) {
					t.Parallel()
					w := newWorld(t, s, op)
					for _, c := range group {
						t.Run(strings.ReplaceAll(c.fault.name, " ", "_"), func(t *testing.T) {
							w.suffer(t, c, whole)
						})
					}
				})
			}
		}
	})
	var lines []string
	var passed, total, meaningless, runs, imported int
	for _, c := range all {
		switch {
		case c.meaningless != "":
			meaningless++
		case c.ran:
			total++
			runs += c.through + c.refused
			imported += c.imported
			if !c.failed {
				passed++
			}
		default:
			continue
		}
		if whole || c.ran {
			lines = append(lines, fmt.Sprintf("%-19s %-7s %-25s %s", c.subject.Name, c.op, c.fault.name, c.result()))
		}
	}
	if total > 0 {
		t.Logf("the fault matrix, one line for each cell:\n%s\nmatrix: %d of %d cells passed, with %d runs that were hit; %d more do not apply; the whole matrix has %d.\n"+
			"After %d creates that were carried out and whose outcome nothing could be asked about, the next apply stopped with the import block.",
			strings.Join(lines, "\n"), passed, total, runs, meaningless, len(all), imported)
	}
}

// The sample names cells that exist, and leaves no fault, operation or resource out.
func TestMatrix_sample(t *testing.T) {
	t.Parallel()
	missing := map[string]bool{}
	for _, s := range subject.All() {
		missing[s.Name] = true
	}
	for _, op := range operations {
		missing[string(op)] = true
	}
	for _, f := range faults {
		missing[f.name] = true
	}
	var known []string
	for _, c := range cells() {
		if c.meaningless == "" {
			known = append(known, c.name())
		}
	}
	for _, name := range sample() {
		if !slices.Contains(known, name) {
			t.Errorf("there is no cell %s", name)
		}
		for _, part := range strings.SplitN(name, "/", 3) {
			delete(missing, part)
		}
	}
	if len(missing) > 0 {
		t.Errorf("the sample has nothing of %v", missing)
	}
}
