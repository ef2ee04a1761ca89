package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Probe is a request that has one odd value in one place, and otherwise only what the document requires.
type Probe struct {
	Exchange
	// Place is the JSON path of the value in the body, or the name of a parameter.
	Place string
	// Enum are the values that the document has for the place, if it lists them.
	Enum []string
	// Violations are what the document says about the request. None: it allows the value.
	Violations []Violation
}

// Probes are requests for an operation with an odd value in each place of the body and in each parameter: of another type,
// null, out of range, in no known format, no value of the enum, there twice, or not there at all. The values are the good
// ones for the placeholders of the path. Whoever answers the requests must refuse those that have violations.
func (d *Documents) Probes(method, template string, values map[string]string) ([]Probe, error) {
	op, _, _ := d.find(method, template)
	if op == nil || op.template != template {
		return nil, fmt.Errorf("contract: %s %s is in no document", method, template)
	}
	base := Exchange{Method: method, Path: filled(template, values), Query: op.requiredQuery(), RequestHeader: http.Header{}}
	var body []map[string]any
	if op.body != nil && op.body.media[jsonMedia] != nil {
		node, _ := op.doc.at(op.body.media[jsonMedia]).(map[string]any)
		body = append(body, node)
		base = base.withBody(op.doc.sample(body, nil))
	}
	var out []Probe
	add := func(place string, enum []string, e Exchange) {
		i := &inspection{op: op, Result: Result{Operation: op.name()}}
		_, values, _ := d.find(e.Method, e.Path)
		i.parameters(e, values)
		i.request(e)
		// The documents close no object, so a server may take a property that they do not have.
		found := slices.DeleteFunc(i.Violations, func(v Violation) bool {
			return (v.Rule == undocumented || v.Rule == inNoBranch) && strings.HasSuffix(v.Path, unheardOf)
		})
		out = append(out, Probe{Exchange: e, Place: place, Enum: enum, Violations: found})
	}
	add("", nil, base)
	for _, p := range append(slices.Clone(op.parameters), parameter{name: unheardOf, in: "query"}) {
		enum := op.doc.enum(p)
		for _, texts := range oddTexts(p, enum) {
			add(p.name, enum, base.withParameter(p, template, values, texts))
		}
	}
	if body != nil {
		op.doc.probe(body, "", nil, func(place string, enum []string, value any) { add(place, enum, base.withBody(value)) })
	}
	return out, nil
}

const (
	jsonMedia = "application/json"
	unheardOf = "unheardOf" // is in no document
)

// filled is the template of a path with its placeholders replaced.
func filled(template string, values map[string]string) string {
	segments := strings.Split(template, "/")
	for i, segment := range segments {
		if name, ok := placeholder(segment); ok {
			segments[i] = url.PathEscape(values[name])
		}
	}
	return strings.Join(segments, "/")
}

func (e Exchange) withBody(v any) Exchange {
	e.RequestHeader = e.RequestHeader.Clone()
	e.RequestHeader.Set("Content-Type", jsonMedia)
	e.RequestBody, _ = json.Marshal(v) // made here, of what can be encoded
	return e
}

// withParameter has the texts as values of a parameter; only one in the query can have several.
func (e Exchange) withParameter(p parameter, template string, values map[string]string, texts []string) Exchange {
	switch p.in {
	case "path":
		values = maps.Clone(values)
		values[p.name] = texts[0]
		e.Path = filled(template, values)
	case "query":
		e.Query = maps.Clone(e.Query)
		e.Query[p.name] = texts
	case "header":
		e.RequestHeader = e.RequestHeader.Clone()
		e.RequestHeader[http.CanonicalHeaderKey(p.name)] = texts[:1]
	}
	return e
}

// requiredQuery are the parameters that a request must have in its query, each with a good value.
func (o *operation) requiredQuery() url.Values {
	out := url.Values{}
	for _, p := range o.parameters {
		if p.in != "query" || !p.required {
			continue
		}
		value := sampleOf["uuid"]
		if enum := o.doc.enum(p); len(enum) > 0 {
			value = enum[0]
		}
		out.Set(p.name, value)
	}
	return out
}

// enum are the values that the document has for a parameter, or for the items of one.
func (d *document) enum(p parameter) []string {
	node, _ := d.at(p.schema).(map[string]any)
	s := d.shape(node)
	return append(s.enum, d.shape(s.items...).enum...)
}

// oddTexts are values of a parameter, alone and twice.
func oddTexts(p parameter, enum []string) [][]string {
	texts := []string{"odd text", "-1", "0", "1", "1.5", "+1", "101", "9223372036854775808", "true", "True", sampleOf["uuid"], sampleOf["uuid"] + "x"}
	if p.in != "path" {
		texts = append(texts, "")
	}
	for _, value := range enum {
		texts = append(texts, value, strings.ToLower(value), value+","+value)
	}
	var out [][]string
	for _, text := range texts {
		out = append(out, []string{text}, []string{text, text})
	}
	return out
}

// emitter takes a body with an odd value in a place, for which the document lists the values in enum, if any.
type emitter func(place string, enum []string, value any)

// probe passes on bodies that have an odd value in one place at or below a place.
func (d *document) probe(schemas []map[string]any, place string, refs []string, emit emitter) {
	s := d.shape(schemas...)
	for _, value := range odd {
		emit(place, s.enum, value)
	}
	if len(s.enum) > 0 {
		emit(place, s.enum, s.enum[0])
		emit(place, s.enum, strings.ToLower(s.enum[0]))
	}
	if refs = append(slices.Clone(refs), reference(schemas)); repeated(refs) {
		return
	}
	switch s.kind {
	case "object":
		d.probeObject(schemas, place, refs, emit)
	case "array":
		element := d.sample(s.items, nil)
		emit(place, nil, []any{element, element})
		d.probe(s.items, place+"[0]", refs, func(at string, enum []string, value any) { emit(at, enum, []any{value}) })
	}
}

func (d *document) probeObject(schemas []map[string]any, place string, refs []string, emit emitter) {
	for _, base := range d.samples(schemas) {
		s := d.shape(base.schemas...)
		for name := range s.required {
			less := maps.Clone(base.value)
			delete(less, name)
			emit(dotted(place, name), nil, less)
		}
		chosen := d.withoutChoice(s, base.value)
		for _, name := range sortedKeys(s.props) {
			if base.fixed == name {
				continue
			}
			whole := base.value
			if d.inChoice(s, name) {
				whole = chosen
			}
			d.probe(s.props[name], dotted(place, name), refs, func(at string, enum []string, value any) {
				more := maps.Clone(whole)
				more[name] = value
				emit(at, enum, more)
			})
		}
		for _, c := range s.choices {
			emit(place, nil, d.everyBranch(s, c, base.value))
		}
	}
}

// objectSample is the least that an object can be.
type objectSample struct {
	value   map[string]any
	schemas []map[string]any
	fixed   string // the property that says of which kind it is
}

// samples are the least that an object can be, of each kind that it can say it is (a discriminator).
func (d *document) samples(schemas []map[string]any) []objectSample {
	name, kinds := d.discriminator(schemas)
	if name == "" {
		value, _ := d.sample(schemas, nil).(map[string]any)
		return []objectSample{{value: value, schemas: schemas}}
	}
	var out []objectSample
	for _, kind := range sortedKeys(kinds) {
		own := []map[string]any{{"$ref": kinds[kind]}}
		value, _ := d.sample(own, nil).(map[string]any)
		value[name] = kind
		out = append(out, objectSample{value: value, schemas: own, fixed: name})
	}
	return out
}

// discriminator is the property that says of which kind an object is, and the reference of each kind.
func (d *document) discriminator(schemas []map[string]any) (name string, kinds map[string]string) {
	for _, schema := range schemas {
		node, _ := d.follow(schema, nil)
		entry, _ := node["discriminator"].(map[string]any)
		mapping, _ := entry["mapping"].(map[string]any)
		for kind, ref := range mapping {
			if kinds == nil {
				kinds = map[string]string{}
			}
			name, _ = entry["propertyName"].(string)
			kinds[kind], _ = ref.(string)
		}
	}
	return name, kinds
}

// sample is the least that the schemas allow. Where there is a choice it is the first branch. The refs led here.
func (d *document) sample(schemas []map[string]any, refs []string) any {
	s := d.shape(schemas...)
	switch {
	case len(s.enum) > 0:
		return s.enum[0]
	case s.kind == "boolean":
		return true
	case s.kind == "integer", s.kind == "number":
		return 7
	case s.kind == "array":
		return []any{}
	case s.kind == "string":
		return d.sampleText(schemas, s)
	}
	out := map[string]any{}
	if refs = append(slices.Clone(refs), reference(schemas)); repeated(refs) {
		return out
	}
	for name := range s.required {
		out[name] = d.sample(s.props[name], refs)
	}
	if kind, kinds := d.discriminator(schemas); kind != "" {
		first := sortedKeys(kinds)[0]
		more, _ := d.sample([]map[string]any{{"$ref": kinds[first]}}, refs).(map[string]any)
		maps.Copy(out, more)
		out[kind] = first
		return out
	}
	for _, c := range s.choices {
		if own := c.own(0); len(own) > 0 {
			out[own[0]] = d.sample(s.props[own[0]], refs)
		}
	}
	return out
}

// sampleOf are texts in the formats that the documents use.
var sampleOf = map[string]string{
	"uuid": "4974a66b-7493-4f41-908c-58ba81093947", "email": "a@example.com", "date": "2026-08-01", "byte": "AAAA",
	"date-time": "2026-08-01T12:00:00Z", "time": "12:00",
}

func (d *document) sampleText(schemas []map[string]any, s *shape) string {
	for _, schema := range schemas {
		node, _ := d.follow(schema, nil)
		pattern, ok := node["pattern"].(string)
		if !ok {
			continue
		}
		for _, format := range sortedKeys(sampleOf) {
			if fits, err := regexp.MatchString(pattern, sampleOf[format]); err == nil && fits {
				return sampleOf[format]
			}
		}
	}
	if text, ok := sampleOf[s.format]; ok {
		return text
	}
	return "text"
}

// odd are values that one place or the other does not allow.
var odd = []any{
	nil, true, "true", 0, 1, -1, 1.5, json.Number("2147483648"), json.Number("9223372036854775808"), "", "1", "odd text",
	"4974a66b-7493-4f41-908c-58ba8109394", "2026-02-30", "2026-08-01T12:00", "24:60", "a@", "***", map[string]any{}, []any{},
	map[string]any{unheardOf: 1}, []any{nil}, []any{"odd text"},
}

// inChoice says that a property belongs to one branch of a choice.
func (d *document) inChoice(s *shape, name string) bool {
	return slices.ContainsFunc(s.choices, func(c choice) bool {
		return slices.ContainsFunc(c.branches, func(b map[string]bool) bool { return b[name] })
	})
}

// withoutChoice is an object without what was chosen.
func (d *document) withoutChoice(s *shape, value map[string]any) map[string]any {
	out := maps.Clone(value)
	maps.DeleteFunc(out, func(name string, _ any) bool { return d.inChoice(s, name) && !s.required[name] })
	return out
}

// everyBranch is an object with each branch of a choice.
func (d *document) everyBranch(s *shape, c choice, value map[string]any) map[string]any {
	out := maps.Clone(value)
	for i := range c.branches {
		if own := c.own(i); len(own) > 0 {
			out[own[0]] = d.sample(s.props[own[0]], nil)
		}
	}
	return out
}

func reference(schemas []map[string]any) string {
	for _, schema := range schemas {
		if ref, ok := schema["$ref"].(string); ok {
			return ref
		}
	}
	return ""
}

// repeated says that the last reference has led here before.
func repeated(refs []string) bool {
	last, n := refs[len(refs)-1], 0
	for _, ref := range refs {
		if ref == last {
			n++
		}
	}
	return last != "" && n > 1
}

func dotted(place, name string) string {
	if place == "" {
		return name
	}
	return place + "." + name
}
