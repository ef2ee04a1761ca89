package export

import (
	"bytes"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/export/hcltext"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/export/label"
)

// mark is in the first line of each file of an export.
const mark = `Written by "spotnana export"`

// source is where Terraform finds the provider.
const source = "travel-as-code/spotnana"

// files makes the files of the configuration of objects, in their order.
func (a *account) files(objects []*object, refs *references) map[string][]byte {
	people := labelledPeople(refs.people)
	f := &fileSet{blocks: map[string][]hcltext.Block{}}
	var imports []hcltext.Block
	for _, o := range objects {
		if o.attrs == nil {
			continue
		}
		f.add(fileOf(o), a.block(o, refs))
		imports = append(imports, hcltext.Block{Type: "import", Arguments: []hcltext.Member{
			{Name: "to", Value: hcltext.Raw(o.address())}, {Name: "id", Value: hcltext.Text(o.importID)},
		}})
	}
	for _, p := range people {
		if !p.used {
			continue
		}
		f.add(fileName(p.company.slug, "users"), userBlock(p, refs))
	}
	out := map[string][]byte{}
	taken := label.Taken{"imports": true, "versions": true}
	for _, name := range f.order {
		out[taken.Take(name)+".tf"] = hcltext.Format(mark+".", f.blocks[name])
	}
	out["imports.tf"] = hcltext.Format(mark+".\n\nWhat an apply takes into the state. Once it is there, this file has done its work and can go.", imports)
	out["versions.tf"] = versions
	return out
}

// fileSet are the blocks of files, in the order of their first ones.
type fileSet struct {
	blocks map[string][]hcltext.Block
	order  []string
}

func (f *fileSet) add(name string, b hcltext.Block) {
	if f.blocks[name] == nil {
		f.order = append(f.order, name)
	}
	f.blocks[name] = append(f.blocks[name], b)
}

// fileOf is the file of an object, without its ending: one for each kind and company.
func fileOf(o *object) string {
	switch {
	case o.company == nil:
		return fileName("tenant", o.kind.plural)
	case o.kind.name == companyKind:
		return fileName(o.slug, companyKind)
	}
	return fileName(o.slug, o.kind.plural)
}

func fileName(whose, what string) string { return whose + "_" + what }

// block is the resource of an object.
func (a *account) block(o *object, refs *references) hcltext.Block {
	b := hcltext.Block{Type: "resource", Labels: []string{"spotnana_" + o.kind.name, o.label}}
	if len(o.secrets) > 0 {
		b.Comments = []string{capital(toldOnce(o)) + "."}
	}
	b.Arguments = writing{refs, o}.arguments(a.readers[o.kind.name].Tree().Root, o.attrs)
	return b
}

// toldOnce says of an object what no import brings.
func toldOnce(o *object) string {
	return "the API tells " + strings.Join(o.secrets, " and ") + " once, when the object is made: no import brings that into the state"
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// userBlock is the data source that finds a user.
func userBlock(p *person, refs *references) hcltext.Block {
	company := hcltext.Text(p.company.id()).Commented("Not part of this export.")
	if o := refs.objects[keyOf(companyKind, p.company.id())]; o != nil {
		company = hcltext.Raw(o.address() + ".id")
	}
	arguments := []hcltext.Member{{Name: "company_id", Value: company}, {Name: "email", Value: hcltext.Text(p.email)}}
	if !p.active {
		arguments = append(arguments, hcltext.Member{Name: "include_inactive", Value: hcltext.Raw("true")})
	}
	return hcltext.Block{Type: "data", Labels: []string{"spotnana_user", p.label}, Arguments: arguments}
}

var versions = []byte(`# ` + mark + `.

terraform {
  required_version = ">= 1.11"

  required_providers {
    spotnana = {
      source = "` + source + `"
    }
  }
}

# Credentials, and where the API is, come from environment variables such as SPOTNANA_CLIENT_ID.
provider "spotnana" {}
`)

// lines counts those of all files.
func lines(files map[string][]byte) int {
	n := 0
	for _, text := range files {
		n += bytes.Count(text, []byte("\n"))
	}
	return n
}
