package contract

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// shape is what one or several schemas that apply to the same value say about it, references and combinators flattened.
type shape struct {
	kind     string // the documented type, inferred where the document gives none, "" if nothing is known
	props    map[string][]map[string]any
	required map[string]bool // not those of the branches of a choice
	choices  []choice
	items    []map[string]any
	enum     []string
	hasEnum  bool
	format   string // of a string or an integer
	minimum  any    // of a number
	unique   bool   // an array whose elements differ
	fallback any    // the default
	obsolete bool
	open     bool             // further properties are documented as welcome
	extra    []map[string]any // the schema of those
}

// choice is one oneOf: for each branch the names of its properties.
type choice struct {
	branches []map[string]bool
	wrappers bool // no branch requires anything and no two share a property: any subset of them is valid side by side
}

// own are the properties of a branch that no other branch has.
func (c choice) own(i int) []string {
	var names []string
	for _, name := range sortedKeys(c.branches[i]) {
		shared := false
		for j, other := range c.branches {
			shared = shared || j != i && other[name]
		}
		if !shared {
			names = append(names, name)
		}
	}
	return names
}

// free says that an object may have any property.
func (s *shape) free() bool { return s.open || len(s.props) == 0 }

func (d *document) shape(schemas ...map[string]any) *shape {
	s := &shape{props: map[string][]map[string]any{}, required: map[string]bool{}}
	for _, schema := range schemas {
		d.collect(s, schema, nil)
	}
	if s.kind == "" {
		switch {
		case len(s.props) > 0:
			s.kind = "object"
		case len(s.items) > 0:
			s.kind = "array"
		case s.hasEnum:
			s.kind = "string"
		}
	}
	return s
}

// collect adds one schema to s. refs are the references on the way here: a circle of them without a property between adds
// nothing more. What stands beside a $ref goes before what the reference says.
func (d *document) collect(s *shape, schema map[string]any, refs []string) {
	if kind, ok := schema["type"].(string); ok && s.kind == "" {
		s.kind = kind
	}
	if fallback, ok := schema["default"]; ok && s.fallback == nil {
		s.fallback = fallback
	}
	if deprecated, _ := schema["deprecated"].(bool); deprecated {
		s.obsolete = true
	}
	if format, ok := schema["format"].(string); ok && s.format == "" {
		s.format = format
	}
	if minimum, ok := schema["minimum"]; ok && s.minimum == nil {
		s.minimum = minimum
	}
	if unique, _ := schema["uniqueItems"].(bool); unique {
		s.unique = true
	}
	if values, ok := schema["enum"].([]any); ok && !s.hasEnum {
		s.hasEnum = true
		for _, value := range values {
			s.enum = append(s.enum, fmt.Sprint(value))
		}
	}
	if items, ok := schema["items"].(map[string]any); ok {
		s.items = append(s.items, items)
	}
	switch extra := schema["additionalProperties"].(type) {
	case bool:
		s.open = s.open || extra
	case map[string]any:
		s.open = true
		s.extra = append(s.extra, extra)
	}
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if name, ok := name.(string); ok {
			s.required[name] = true
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for name, property := range properties {
		node, _ := property.(map[string]any)
		s.props[name] = append(s.props[name], node)
	}
	if ref, ok := schema["$ref"].(string); ok && !slices.Contains(refs, ref) {
		p, _ := parsePointer(ref)
		target, _ := d.at(p).(map[string]any)
		d.collect(s, target, append(slices.Clone(refs), ref))
	}
	for _, member := range members(schema, "allOf") {
		d.collect(s, member, refs)
	}
	for _, keyword := range []string{"oneOf", "anyOf"} {
		if branches := members(schema, keyword); len(branches) > 0 {
			d.collectChoice(s, branches, refs)
		}
	}
}

func (d *document) collectChoice(s *shape, branches []map[string]any, refs []string) {
	c := choice{wrappers: true}
	names := map[string]bool{}
	for _, branch := range branches {
		b := &shape{props: map[string][]map[string]any{}, required: map[string]bool{}}
		d.collect(b, branch, refs)
		if len(b.props) == 0 || b.open || len(b.required) > 0 && len(branches) > 1 {
			c.wrappers = false
		}
		own := map[string]bool{}
		for name, schemas := range b.props {
			if names[name] {
				c.wrappers = false
			}
			own[name] = true
			s.props[name] = append(s.props[name], schemas...)
		}
		maps.Copy(names, own)
		s.choices = append(s.choices, b.choices...)
		s.items = append(s.items, b.items...)
		s.open = s.open || b.open
		s.extra = append(s.extra, b.extra...)
		if s.kind == "" {
			s.kind = b.kind
		}
		c.branches = append(c.branches, own)
	}
	s.choices = append(s.choices, c)
}

func members(schema map[string]any, keyword string) []map[string]any {
	list, _ := schema[keyword].([]any)
	var out []map[string]any
	for _, member := range list {
		if node, ok := member.(map[string]any); ok {
			out = append(out, node)
		}
	}
	return out
}

// schema is the compiled strict reading of the schema at a position.
func (d *document) schema(at pointer) (*jsonschema.Schema, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	location := "openapi:///" + d.name + ".json" + at.fragment()
	if compiled, ok := d.compiled[location]; ok {
		return compiled, nil
	}
	if d.compiler == nil {
		c := jsonschema.NewCompiler()
		c.DefaultDraft(jsonschema.Draft2020)
		c.AssertFormat()
		for _, format := range formats {
			c.RegisterFormat(format)
		}
		if err := c.AddResource("openapi:///"+d.name+".json", d.strictDocument()); err != nil {
			return nil, err
		}
		d.compiler = c
	}
	compiled, err := d.compiler.Compile(location)
	if err != nil {
		return nil, err
	}
	d.compiled[location] = compiled
	return compiled, nil
}

// strictDocument is a copy of the document with all its schemas read strictly.
func (d *document) strictDocument() any {
	var walk func(v any) any
	walk = func(v any) any {
		switch node := v.(type) {
		case map[string]any:
			out := make(map[string]any, len(node))
			for key, child := range node {
				if schema, ok := child.(map[string]any); ok && key == "schema" {
					out[key] = d.closed(schema)
				} else {
					out[key] = walk(child)
				}
			}
			return out
		case []any:
			out := make([]any, len(node))
			for i, element := range node {
				out[i] = walk(element)
			}
			return out
		}
		return v
	}
	root := maps.Clone(d.root)
	components, _ := root["components"].(map[string]any)
	schemas, _ := components["schemas"].(map[string]any)
	strict := map[string]any{}
	for name, schema := range schemas {
		// A component stays open here, for it may be a member of a combinator; it is closed where it is referred to.
		if node, ok := schema.(map[string]any); ok {
			strict[name] = d.relaxed(node)
		}
	}
	components = maps.Clone(components)
	delete(components, "schemas")
	root["components"] = components
	out, _ := walk(root).(map[string]any)
	out["components"].(map[string]any)["schemas"] = strict //nolint:forcetypeassert // made two lines above
	return out
}

// closed is a schema of a value of its own (not a member of a combinator): it admits no property that is not documented.
func (d *document) closed(schema map[string]any) map[string]any {
	out := d.relaxed(schema)
	if s := d.shape(schema); !s.free() {
		out["unevaluatedProperties"] = false
	}
	return out
}

// relaxed is a schema whose oneOf is read as "one or more", and whose properties and items are closed. Wrapper branches,
// which require nothing, must even hold all at once: the verdict is the same, but the error then names the wrong value
// below a wrapper instead of calling the wrapper unknown.
func (d *document) relaxed(schema map[string]any) map[string]any {
	out := make(map[string]any, len(schema))
	var all []any
	for key, child := range schema {
		switch key {
		case "properties":
			properties := map[string]any{}
			nodes, _ := child.(map[string]any)
			for name, property := range nodes {
				properties[name] = d.closedAny(property)
			}
			out[key] = properties
		case "items", "additionalProperties":
			out[key] = d.closedAny(child)
		case "allOf":
			all = append(all, d.relaxedAll(schema, key)...)
		case "oneOf", "anyOf":
			branches := d.relaxedAll(schema, key)
			probe := &shape{props: map[string][]map[string]any{}, required: map[string]bool{}}
			d.collectChoice(probe, members(schema, key), nil)
			if probe.choices[len(probe.choices)-1].wrappers {
				all = append(all, branches...)
			} else {
				all = append(all, map[string]any{"anyOf": branches})
			}
		default:
			out[key] = child
		}
	}
	if len(all) > 0 {
		out["allOf"] = all
	}
	return out
}

func (d *document) closedAny(v any) any {
	if schema, ok := v.(map[string]any); ok {
		return d.closed(schema)
	}
	return v
}

func (d *document) relaxedAll(schema map[string]any, keyword string) []any {
	var out []any
	for _, member := range members(schema, keyword) {
		out = append(out, d.relaxed(member))
	}
	return out
}

// formats are those of the OpenAPI format registry that the documents use and the validator does not know.
var formats = []*jsonschema.Format{
	{Name: "int32", Validate: integerOf(32)},
	{Name: "int64", Validate: integerOf(64)},
	{Name: "byte", Validate: func(v any) error {
		text, ok := v.(string)
		if !ok {
			return nil
		}
		_, err := base64.StdEncoding.DecodeString(text)
		return err
	}},
}

func integerOf(bits uint) func(any) error {
	limit := new(big.Int).Lsh(big.NewInt(1), bits-1)
	return func(v any) error {
		number, ok := v.(json.Number)
		if !ok {
			return nil
		}
		exact, ok := new(big.Rat).SetString(number.String())
		if !ok || !exact.IsInt() {
			return errors.New("not a whole number")
		}
		if n := exact.Num(); n.Cmp(limit) >= 0 || n.Cmp(new(big.Int).Neg(limit)) < 0 {
			return fmt.Errorf("does not fit %d bits", bits)
		}
		return nil
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
