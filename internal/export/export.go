// Package export writes the configuration of what an account has: as a person would write it, and so that the plan of it imports
// everything and changes nothing. Objects are read by the provider's own code, as an import reads them, and each configuration is
// planned by it before it is written.
package export

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/export/folder"
)

// Options say what is exported, and where to.
type Options struct {
	// Companies are the ids of companies; none are all, with what belongs to the tenant.
	Companies []string
	// Kinds are names of kinds, see ParseKinds.
	Kinds []string
	// Folder is where the files go; Force has those that are there replaced.
	Folder string
	Force  bool
	// Progress is told how far an export is; nil where nobody wants to know. It is called by one at a time.
	Progress func(what string, done, total int)
}

// Report says what an export has done.
type Report struct {
	// Companies, Objects and Users are how many of them there are in the configuration; Files and Lines how long that is.
	Companies, Objects, Users, Files, Lines int
	// LeftOut is what is not in it, Notes are what somebody should know of what is.
	LeftOut, Notes []Item
	// Folder is what became of the files that were there.
	Folder folder.Outcome
}

// Run exports objects of an account that a configured provider reaches. Interrupted, or with an error, it leaves nothing.
func Run(ctx context.Context, p crud.Provider, o Options) (*Report, error) {
	to := folder.Folder{Path: o.Folder, Mark: mark, Force: o.Force}
	if err := to.Ready(); err != nil {
		return nil, err
	}
	a := &account{provider: p, readers: crud.Readers(ctx, p), wanted: map[string]bool{}, progress: o.Progress}
	if a.progress == nil {
		a.progress = func(string, int, int) {}
	}
	for _, name := range o.Kinds {
		a.wanted[name] = true
	}
	objects, err := a.read(ctx, o.Companies)
	if err != nil {
		return nil, err
	}
	objects = a.only(labelled(objects))
	refs, err := a.referencesOf(ctx, objects)
	if err != nil {
		return nil, err
	}
	a.unasked()
	files := a.files(objects, refs)
	out := &Report{Files: len(files) + 1, LeftOut: sorted(a.leftOut), Notes: sorted(a.noted)}
	for _, object := range objects {
		if object.attrs != nil {
			out.Objects++
		}
		if object.kind.name == companyKind {
			out.Companies++
		}
	}
	for _, p := range refs.people {
		if p.used {
			out.Users++
		}
	}
	files[aboutFile] = out.about()
	out.Lines = lines(files)
	out.Folder, err = to.Write(ctx, files)
	return out, err
}

// unasked says which kinds are left out as long as nobody names kinds.
func (a *account) unasked() {
	for _, k := range kinds {
		if !k.optional && !a.wanted[k.name] {
			return
		}
	}
	for _, k := range kinds {
		if !a.wanted[k.name] {
			a.leave(k.plural, k.because+": name them with --kinds to export them")
		}
	}
}

// only takes the configuration from those objects that are read for the sake of others.
func (a *account) only(objects []*object) []*object {
	for _, o := range objects {
		if !a.wanted[o.kind.name] {
			o.attrs = nil
		}
	}
	return objects
}

func sorted(items []Item) []Item {
	unique := map[Item]bool{}
	for _, i := range items {
		unique[i] = true
	}
	return slices.SortedFunc(maps.Keys(unique), func(a, b Item) int { return strings.Compare(a.What+"\x00"+a.Why, b.What+"\x00"+b.Why) })
}

const aboutFile = "EXPORT.md"

// Extent says how much is in the configuration.
func (r *Report) Extent() string {
	return fmt.Sprintf("%s of %s, and %s as data sources", count(r.Objects, "object", "objects"), count(r.Companies, "company", "companies"), count(r.Users, "user", "users"))
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// about is the file that says what the export has, and what it has not.
func (r *Report) about() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<!-- %s. -->\n\n# Export\n\n", mark)
	fmt.Fprintf(&b, "Configuration of %s. `terraform plan` shows %d to import, 0 to add, 0 to change, 0 to destroy, as long as nobody changes anything at "+
		"Spotnana. After the apply, `imports.tf` can go.\n\n", r.Extent(), r.Objects)
	b.WriteString("What the provider has no attribute for, or only a deprecated one, is not written: it stays as it is.\n")
	for _, part := range []struct {
		title, empty string
		items        []Item
	}{{"Left out", "Nothing.", r.LeftOut}, {"Good to know", "", r.Notes}} {
		if len(part.items) == 0 && part.empty == "" {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", part.title)
		for _, i := range part.items {
			fmt.Fprintf(&b, "- %s: %s.\n", i.What, strings.TrimSuffix(i.Why, "."))
		}
		if len(part.items) == 0 {
			b.WriteString(part.empty + "\n")
		}
	}
	return []byte(b.String())
}
