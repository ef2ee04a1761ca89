package configuration

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// source is what stands in the files of a folder.
type source struct {
	folder    string
	objects   hcl.Blocks // resources, data sources, ephemeral resources and providers
	calls     hcl.Blocks // modules
	locals    map[string][]hcl.Expression
	outputs   map[string][]hcl.Expression
	variables map[string]*variable
	values    map[string][]hcl.Expression // of variables, in the files of values that Terraform reads by itself
}

type variable struct {
	shape *shape
	value hcl.Expression // its default, nil for none
}

// parsed are the folders and files that were read already.
type parsed struct {
	files   *hclparse.Parser
	sources map[string]*source
}

func newParsed() *parsed {
	return &parsed{files: hclparse.NewParser(), sources: map[string]*source{}}
}

var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "ephemeral", LabelNames: []string{"type", "name"}},
	{Type: "provider", LabelNames: []string{"name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "check", LabelNames: []string{"name"}},
	{Type: "locals"},
}}

// folder reads a folder.
func (p *parsed) folder(path string) (*source, error) {
	if s, ok := p.sources[path]; ok {
		return s, nil
	}
	configuration, values, err := filesIn(path)
	if err != nil {
		return nil, err
	}
	s := &source{folder: path, locals: map[string][]hcl.Expression{}, outputs: map[string][]hcl.Expression{},
		variables: map[string]*variable{}, values: map[string][]hcl.Expression{}}
	var wrong []error
	for _, name := range configuration {
		body, err := p.file(filepath.Join(path, name))
		if err == nil {
			err = s.add(body)
		}
		wrong = append(wrong, err)
	}
	for _, name := range values {
		body, err := p.file(filepath.Join(path, name))
		if err == nil {
			collect(body, s.values)
		}
		wrong = append(wrong, err)
	}
	p.sources[path] = s
	return s, errors.Join(wrong...)
}

// filesIn are the files of a folder that Terraform reads, in its order, in which a later one overrides an earlier one: those of the configuration,
// and those with values of variables.
func filesIn(folder string) (configuration, values []string, err error) {
	entries, err := os.ReadDir(folder)
	switch info, statErr := os.Stat(folder); {
	case errors.Is(statErr, fs.ErrNotExist):
		return nil, nil, fmt.Errorf("there is no folder %s", folder)
	case statErr == nil && !info.IsDir():
		return nil, nil, fmt.Errorf("%s is no folder: name the one that it is in", folder)
	case err != nil:
		return nil, nil, err
	}
	for _, entry := range entries {
		name := entry.Name()
		plain := strings.TrimSuffix(name, ".json")
		switch {
		case entry.IsDir() || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~"):
		case filepath.Ext(plain) == ".tf":
			configuration = append(configuration, name)
		case plain == "terraform.tfvars" || strings.HasSuffix(plain, ".auto.tfvars"):
			values = append(values, name)
		}
	}
	if len(configuration) == 0 {
		return nil, nil, fmt.Errorf("there is no .tf or .tf.json file in %s", folder)
	}
	slices.SortStableFunc(configuration, func(a, b string) int { return last(overrides(a)) - last(overrides(b)) })
	slices.SortStableFunc(values, func(a, b string) int {
		return last(strings.Contains(a, ".auto.")) - last(strings.Contains(b, ".auto."))
	})
	return configuration, values, nil
}

// overrides says that what a file has replaces what others have.
func overrides(file string) bool {
	name := strings.TrimSuffix(strings.TrimSuffix(file, ".json"), ".tf")
	return name == "override" || strings.HasSuffix(name, "_override")
}

// last sorts what it is true of behind the rest.
func last(isLast bool) int {
	if isLast {
		return 1
	}
	return 0
}

func (p *parsed) file(path string) (hcl.Body, error) {
	parse := p.files.ParseHCLFile
	if filepath.Ext(path) == ".json" {
		parse = p.files.ParseJSONFile
	}
	file, diags := parse(path)
	if diags.HasErrors() {
		return nil, positioned(diags)
	}
	return file.Body, nil
}

// positioned are the errors among diags, each on a line that begins with its place.
func positioned(diags hcl.Diagnostics) error {
	var out []error
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		text := strings.Join(strings.Fields(d.Summary+": "+d.Detail), " ")
		if d.Subject != nil {
			text = fmt.Sprintf("%s: %s", place(*d.Subject), text)
		}
		out = append(out, errors.New(text))
	}
	return errors.Join(out...)
}

func place(at hcl.Range) string {
	return fmt.Sprintf("%s:%d:%d", at.Filename, at.Start.Line, at.Start.Column)
}

// add takes what a file has. Its other blocks have nothing of a provider.
func (s *source) add(body hcl.Body) error {
	content, _, diags := body.PartialContent(fileSchema)
	for _, b := range content.Blocks {
		switch b.Type {
		case "locals":
			collect(b.Body, s.locals)
		case "module":
			s.calls = append(s.calls, b)
		case "variable":
			s.variables[b.Labels[0]] = declaration(b.Body)
		case "output":
			s.outputs[b.Labels[0]] = append(s.outputs[b.Labels[0]], argument(b.Body, "value")...)
		case "check":
			nested, _, _ := b.Body.PartialContent(fileSchema)
			s.objects = append(s.objects, nested.Blocks.OfType("data")...)
		default:
			s.objects = append(s.objects, b)
		}
	}
	return positioned(diags)
}

// collect adds the attributes of a body to into. Two files may set the same, where one overrides the other: then both are looked at.
func collect(body hcl.Body, into map[string][]hcl.Expression) {
	attributes, _ := body.JustAttributes()
	for name, a := range attributes {
		into[name] = append(into[name], a.Expr)
	}
}

// overridden are the attributes of a block, of which those behind the first override the first.
func overridden(blocks hcl.Blocks) hcl.Attributes {
	out := hcl.Attributes{}
	for _, b := range blocks {
		attributes, _ := b.Body.JustAttributes()
		maps.Copy(out, attributes)
	}
	return out
}

// argument is an attribute of a body, if it is there.
func argument(body hcl.Body, name string) []hcl.Expression {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
	if a := content.Attributes[name]; a != nil {
		return []hcl.Expression{a.Expr}
	}
	return nil
}

func declaration(body hcl.Body) *variable {
	v := &variable{shape: anything}
	for _, e := range argument(body, "type") {
		v.shape = constraintShape(written(e))
	}
	for _, e := range argument(body, "default") {
		v.value = e
	}
	return v
}

// written is a type as the native syntax has it: JSON has it in a text.
func written(e hcl.Expression) hclsyntax.Expression {
	if native, ok := e.(hclsyntax.Expression); ok {
		return native
	}
	v, diags := e.Value(nil)
	if diags.HasErrors() || !isText(v) {
		return nil
	}
	native, diags := hclsyntax.ParseExpression([]byte(v.AsString()), e.Range().Filename, inQuotes(e.Range()))
	if diags.HasErrors() {
		return nil
	}
	return native
}
