package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
)

// result is one line of the report: what a command took for so many resources of a variant.
type result struct {
	Size     int    `json:"size"`
	Spelling string `json:"spelling"`
	Variant  string `json:"variant"`
	Phase    string `json:"phase"`
	figures
}

// report is everything that was measured, as it is written to a file.
type report struct {
	Terraform string   `json:"terraform"`
	Go        string   `json:"go"`
	CPUs      int      `json:"cpus"`
	Latency   string   `json:"latency"`
	Rounds    int      `json:"rounds"`
	Results   []result `json:"results"`
}

func (r *report) find(size int, spelling, variant, phase string) (figures, bool) {
	i := slices.IndexFunc(r.Results, func(e result) bool {
		return e.Size == size && e.Spelling == spelling && e.Variant == variant && e.Phase == phase
	})
	if i < 0 {
		return figures{}, false
	}
	return r.Results[i].figures, true
}

// save writes the report to a file, if there shall be one.
func (r *report) save(file string) error {
	if file == "" {
		return nil
	}
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(content, '\n'), 0o600)
}

// print writes a table for each size and spelling, one of the two builds, and one of how the figures grow with the size.
func (r *report) print(w io.Writer) error {
	fmt.Fprintf(w, "Terraform %s, %s, %d CPUs, the API answers after %s, median of %d; seconds of CPU where nothing else is said\n", //nolint:errcheck // Flush tells
		r.Terraform, r.Go, r.CPUs, r.Latency, r.Rounds)
	for i, e := range r.Results {
		if i > 0 && e.Size == r.Results[i-1].Size && e.Spelling == r.Results[i-1].Spelling {
			continue
		}
		if err := r.printGroup(w, e.Size, e.Spelling); err != nil {
			return err
		}
	}
	return errors.Join(r.printBaseline(w), r.printGrowth(w))
}

// printGroup writes what all variants took, phase by phase.
func (r *report) printGroup(w io.Writer, size int, spelling string) error {
	fmt.Fprintf(w, "\n%d %s\n", size, titles[spelling]) //nolint:errcheck // Flush tells
	t := table(w, "phase", "variant", "wall s", "Terraform s", "provider s", "provider/Terraform", "Terraform/floor", "all/floor", "Terraform MiB", "provider MiB", "requests")
	for _, p := range phases {
		zero, hasFloor := r.find(size, spelling, floor, p.name)
		for _, e := range r.Results {
			if e.Size != size || e.Spelling != spelling || e.Phase != p.name {
				continue
			}
			toFloor, allToFloor := "-", "-"
			if hasFloor {
				toFloor, allToFloor = ratio(e.Terraform, zero.Terraform), ratio(e.Terraform+e.Provider, zero.Terraform)
			}
			row(t, p.name, e.Variant, number(e.Wall), number(e.Terraform), number(e.Provider), ratio(e.Provider, e.Terraform), toFloor, allToFloor,
				fmt.Sprintf("%.0f", e.TerraformMiB), fmt.Sprintf("%.0f", e.ProviderMiB), requests(e.Requests))
		}
	}
	return t.Flush()
}

// printBaseline writes what this build takes of what the other one took.
func (r *report) printBaseline(w io.Writer) error {
	if !slices.ContainsFunc(r.Results, func(e result) bool { return strings.HasSuffix(e.Variant, before) }) {
		return nil
	}
	fmt.Fprint(w, "\nthis build / baseline\n") //nolint:errcheck // Flush tells
	t := table(w, append([]string{"resources"}, compared...)...)
	for _, e := range r.Results {
		if old, found := r.find(e.Size, e.Spelling, e.Variant+before, e.Phase); found {
			row(t, append([]string{fmt.Sprint(e.Size)}, e.against(old)...)...)
		}
	}
	return t.Flush()
}

// printGrowth writes how many times as much each size takes as the one before it.
func (r *report) printGrowth(w io.Writer) error {
	var sizes []int
	for _, e := range r.Results {
		if e.Spelling != caps && !slices.Contains(sizes, e.Size) {
			sizes = append(sizes, e.Size)
		}
	}
	for i := 1; i < len(sizes); i++ {
		fmt.Fprintf(w, "\n%d resources / %d resources (%.1f times as many)\n", sizes[i], sizes[i-1], float64(sizes[i])/float64(sizes[i-1])) //nolint:errcheck // as above
		t := table(w, compared...)
		for _, p := range phases {
			for _, e := range r.Results {
				less, found := r.find(sizes[i-1], e.Spelling, e.Variant, p.name)
				if e.Size == sizes[i] && e.Phase == p.name && found {
					row(t, e.against(less)...)
				}
			}
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// compared are the columns of a comparison, and against its cells.
var compared = []string{"phase", "spelling", "variant", "wall", "Terraform", "provider", "Terraform memory", "provider memory"}

func (e result) against(f figures) []string {
	return []string{
		e.Phase, e.Spelling, e.Variant, ratio(e.Wall, f.Wall), ratio(e.Terraform, f.Terraform), ratio(e.Provider, f.Provider),
		ratio(e.TerraformMiB, f.TerraformMiB), ratio(e.ProviderMiB, f.ProviderMiB),
	}
}

func table(w io.Writer, columns ...string) *tabwriter.Writer {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row(t, columns...)
	return t
}

func row(t *tabwriter.Writer, cells ...string) {
	fmt.Fprintln(t, strings.Join(cells, "\t")) //nolint:errcheck // Flush tells
}

func number(seconds float64) string { return fmt.Sprintf("%.2f", seconds) }

// ratio is a number of times; what the provider takes where there is none has none.
func ratio(a, b float64) string {
	if a == 0 || b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", a/b)
}

// requests are the numbers of requests by method, in the order of the alphabet.
func requests(counted map[string]int) string {
	var parts []string
	for method, n := range counted {
		parts = append(parts, fmt.Sprintf("%s %d", method, n))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
