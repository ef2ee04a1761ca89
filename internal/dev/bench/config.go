package main

import (
	_ "embed"
	"fmt"
	"strings"
	"text/template"
)

// variant is a kind of resource that is measured.
type variant struct {
	name     string
	resource string // its type
	source   string // the provider that has to be installed for it
	company  string // what its company_id refers to
	long     bool   // whether it has some 45 leaves, and not some 25
	baseline bool   // whether the other build of the provider serves it
}

// variants are what is measured, the floor first: what Terraform takes for the same values without a provider's process.
func variants(baseline bool) []variant {
	all := []variant{
		{name: floor, resource: "terraform_data", company: "terraform_data.acme.id", long: true},
		{name: "one attribute", resource: "echo_value", source: "echo"},
	}
	for _, long := range []bool{false, true} {
		v := variant{name: "policy 25", resource: "spotnana_policy", source: "spotnana", company: "spotnana_company.acme.id", long: long}
		if long {
			v.name = "policy 45"
		}
		all = append(all, v)
		if baseline {
			v.name, v.baseline = v.name+before, true
			all = append(all, v)
		}
	}
	return all
}

const (
	floor = "terraform_data"
	// before marks a variant that the other build serves.
	before = " (baseline)"
)

// The spellings of a configuration: as people write it, the shortest, and one resource with a long list.
const (
	blocks = "blocks"
	count  = "count"
	caps   = "caps"
)

// titles say what a size is the number of.
var titles = map[string]string{blocks: "resources, one block each", count: "resources, one block with count", caps: "hotel caps in one resource"}

// block is one resource block.
type block struct {
	Label, Name, Company string
	Count, Days, Caps    int
	Long                 bool
}

//go:embed config.tf.tmpl
var configuration string

var configurations = template.Must(template.New("").Parse(configuration))

// config is the configuration of so many resources, before or after one value of each has changed.
func (v variant) config(spelling string, size int, changed bool) (string, error) {
	b := block{Label: "all", Name: "Policy ${count.index}", Company: v.company, Count: size, Days: 14, Long: v.long}
	if changed {
		b.Days = 21
	}
	list := []block{b}
	switch spelling {
	case caps:
		list[0].Count, list[0].Name, list[0].Caps = 0, "Policy", size
	case blocks:
		list = make([]block, size)
		for i := range list {
			list[i] = b
			list[i].Label, list[i].Name, list[i].Count = fmt.Sprint("p", i), fmt.Sprint("Policy ", i), 0
		}
	}
	var out strings.Builder
	err := configurations.Execute(&out, map[string]any{"Source": v.source, "Resource": v.resource, "Blocks": list})
	return out.String(), err
}
