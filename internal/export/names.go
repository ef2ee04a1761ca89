package export

import (
	"cmp"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/export/label"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
)

// labelled gives all objects their labels, and returns them in the order of the files: by company, by kind, by name. Labels are made of
// names alone; of equal ones, all but the first by id have a number. So they are the same at every run.
func labelled(objects []*object) []*object {
	sorted := slices.Clone(objects)
	slices.SortFunc(sorted, func(a, b *object) int {
		return cmp.Or(compareCompanies(a, b), cmp.Compare(slices.Index(kinds, a.kind), slices.Index(kinds, b.kind)),
			cmp.Compare(a.name, b.name), cmp.Compare(a.importID, b.importID))
	})
	slugs := label.Taken{}
	for _, o := range sorted {
		if o.kind.name == companyKind {
			o.slug = slugs.Take(label.Valid(label.Of(o.name), companyKind))
		}
	}
	taken := map[*kind]label.Taken{}
	for _, o := range sorted {
		if taken[o.kind] == nil {
			taken[o.kind] = label.Taken{}
		}
		o.label = taken[o.kind].Take(own(o))
	}
	return sorted
}

// own is the label of an object before others are looked at.
func own(o *object) string {
	base := label.Of(o.name)
	switch {
	case o.kind.name == companyKind:
		return o.slug
	case o.company == nil:
		return label.Valid(base, o.kind.name)
	}
	o.slug = o.company.slug
	if o.kind.settings() && base == "" {
		return o.slug
	}
	return o.slug + "_" + cmp.Or(base, o.kind.name)
}

// compareCompanies sorts by the companies of objects, those of the tenant at the end.
func compareCompanies(a, b *object) int {
	switch {
	case a.company == b.company:
		return 0
	case a.company == nil:
		return 1
	case b.company == nil:
		return -1
	}
	return cmp.Or(cmp.Compare(a.company.name, b.company.name), cmp.Compare(a.company.importID, b.company.importID))
}

// person is a user whom objects refer to.
type person struct {
	company *object
	id      string
	email   string
	active  bool
	label   string
	// why says why the user's id stays, empty where there is a data source.
	why string
	// used says that some object refers to the data source.
	used bool
}

func (p *person) address() string { return "data.spotnana_user." + p.label }

// labelledPeople gives all people their labels, in the order of the files.
func labelledPeople(people map[string]*person) []*person {
	var sorted []*person
	for _, p := range people {
		if p.why == "" {
			sorted = append(sorted, p)
		}
	}
	slices.SortFunc(sorted, func(a, b *person) int {
		return cmp.Or(compareCompanies(a.company, b.company), cmp.Compare(a.email, b.email), cmp.Compare(a.id, b.id))
	})
	taken := label.Taken{}
	for _, p := range sorted {
		local, _, _ := strings.Cut(p.email, "@")
		p.label = taken.Take(p.company.slug + "_" + cmp.Or(label.Of(local), userData))
	}
	return sorted
}

// personOf is a user as the data source of many shows one.
func personOf(company *object, shown map[string]any) *person {
	return &person{company: company, id: service.Text(shown, "id"), email: service.Text(shown, "email"), active: shown["is_active"] != false}
}
