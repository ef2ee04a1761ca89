// Package contract holds recorded HTTP traffic, and the field trees, against the vendor's OpenAPI 3.1 documents. The
// documents are not part of this repository: they are read from a folder that is named at run time.
//
// The documents write every union as oneOf of wrapper objects without required members, which a literal validator finds
// ambiguous. So bodies are validated against a strict reading of them: oneOf is relaxed, a property that the document
// does not have is an error, and an object with properties of two branches is an error.
package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Documents are the OpenAPI documents of one folder. Methods may be called in parallel.
type Documents struct {
	docs       map[string]*document
	operations []*operation
	exceptions []Exception
}

// document is one OpenAPI document. root is as read and never changed after Load.
type document struct {
	name string
	root map[string]any

	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

// operation is one method of one path, with its $refs followed. Schemas are named by their position in the document.
type operation struct {
	doc        *document
	method     string
	template   string
	segments   []string
	parameters []parameter
	body       *content
	responses  map[string]*content
	exceptions []*boundException
}

type parameter struct {
	name, in string
	required bool
	explode  bool
	schema   pointer
}

// content is a request body or an answer: position of the schema by media type, nil where the document gives none.
type content struct {
	required bool
	media    map[string]pointer
}

// pointer is a JSON pointer (RFC 6901) as its unescaped tokens.
type pointer []string

func (p pointer) child(tokens ...string) pointer { return append(slices.Clone(p), tokens...) }

// fragment is the pointer as a URI fragment.
func (p pointer) fragment() string {
	var b strings.Builder
	b.WriteByte('#')
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	for _, token := range p {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(escape.Replace(token)))
	}
	return b.String()
}

// Load reads all OpenAPI documents (*.json) of a folder. A folder without documents, a file that is no OpenAPI 3.1
// document, a reference that leads nowhere and an operation in two documents are errors. The exceptions are what the
// traffic may do beyond the documents.
func Load(dir string, exceptions ...Exception) (*Documents, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("contract: folder of OpenAPI documents %q: %w", dir, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("contract: no OpenAPI document (*.json) in %q: download them from the vendor into that folder", dir)
	}
	d := &Documents{docs: map[string]*document{}, exceptions: exceptions}
	for _, file := range files {
		if err := d.add(file); err != nil {
			return nil, fmt.Errorf("contract: %s: %w", file, err)
		}
	}
	if err := d.bind(exceptions); err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	return d, nil
}

func (d *Documents) add(file string) error {
	text, err := os.ReadFile(file) //nolint:gosec // the folder is the caller's choice
	if err != nil {
		return err
	}
	value, err := decode(text)
	if err != nil {
		return err
	}
	root, ok := value.(map[string]any)
	if version, _ := root["openapi"].(string); !ok || !strings.HasPrefix(version, "3.1") {
		return errors.New("not an OpenAPI 3.1 document")
	}
	doc := &document{
		name:     strings.TrimSuffix(filepath.Base(file), ".json"),
		root:     root,
		compiled: map[string]*jsonschema.Schema{},
	}
	if err := doc.checkRefs(root); err != nil {
		return err
	}
	d.docs[doc.name] = doc
	paths, _ := root["paths"].(map[string]any)
	for _, template := range sortedKeys(paths) {
		item, _ := paths[template].(map[string]any)
		at := pointer{"paths", template}
		for _, method := range sortedKeys(item) {
			if !slices.Contains(methods, method) {
				continue
			}
			op := doc.operation(method, template, item, at)
			for _, other := range d.operations {
				if other.method == op.method && other.template == op.template {
					return fmt.Errorf("%s is in %s.json too: keep one of the two", op.name(), other.doc.name)
				}
			}
			d.operations = append(d.operations, op)
		}
	}
	return nil
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

func (o *operation) name() string { return o.method + " " + o.template }

func (d *document) operation(method, template string, item map[string]any, at pointer) *operation {
	op := &operation{
		doc:       d,
		method:    strings.ToUpper(method),
		template:  template,
		segments:  strings.Split(template, "/"),
		responses: map[string]*content{},
	}
	node, here := d.follow(item[method], at.child(method))
	// The operation's own parameters replace those of the path with the same name and place.
	op.addParameters(node["parameters"], here.child("parameters"))
	op.addParameters(item["parameters"], at.child("parameters"))
	if body, ok := node["requestBody"]; ok {
		op.body = d.content(body, here.child("requestBody"))
	}
	responses, _ := node["responses"].(map[string]any)
	for status, response := range responses {
		op.responses[status] = d.content(response, here.child("responses", status))
	}
	return op
}

func (o *operation) addParameters(list any, at pointer) {
	entries, _ := list.([]any)
	for i, entry := range entries {
		node, here := o.doc.follow(entry, at.child(fmt.Sprint(i)))
		p := parameter{explode: true, schema: here.child("schema")}
		p.name, _ = node["name"].(string)
		p.in, _ = node["in"].(string)
		p.required, _ = node["required"].(bool)
		if explode, ok := node["explode"].(bool); ok {
			p.explode = explode
		}
		known := slices.ContainsFunc(o.parameters, func(q parameter) bool { return q.name == p.name && q.in == p.in })
		if !known {
			o.parameters = append(o.parameters, p)
		}
	}
}

func (d *document) content(v any, at pointer) *content {
	node, here := d.follow(v, at)
	c := &content{media: map[string]pointer{}}
	c.required, _ = node["required"].(bool)
	media, _ := node["content"].(map[string]any)
	for name, entry := range media {
		c.media[name] = nil
		if m, _ := entry.(map[string]any); m["schema"] != nil {
			c.media[name] = here.child("content", name, "schema")
		}
	}
	return c
}

// follow leads from a node at a position through its $refs to the node that they mean.
func (d *document) follow(v any, at pointer) (map[string]any, pointer) {
	node, _ := v.(map[string]any)
	for range 16 { // a chain of references that is longer is a circle
		ref, ok := node["$ref"].(string)
		if !ok {
			break
		}
		at, _ = parsePointer(ref)
		node, _ = d.at(at).(map[string]any)
	}
	return node, at
}

// at is the value at a position, nil if there is none.
func (d *document) at(p pointer) any {
	var v any = d.root
	for _, token := range p {
		switch node := v.(type) {
		case map[string]any:
			v = node[token]
		case []any:
			v = nil
			for i := range node {
				if fmt.Sprint(i) == token {
					v = node[i]
				}
			}
		default:
			return nil
		}
	}
	return v
}

// checkRefs makes sure that every reference leads to something in this document, so that later steps need not ask.
func (d *document) checkRefs(v any) error {
	switch node := v.(type) {
	case map[string]any:
		if ref, ok := node["$ref"].(string); ok {
			p, ok := parsePointer(ref)
			if !ok {
				return fmt.Errorf("the reference %q leaves the document: bundle the document into one file", ref)
			}
			if d.at(p) == nil {
				return fmt.Errorf("the reference %q leads nowhere", ref)
			}
		}
		for _, key := range sortedKeys(node) {
			if err := d.checkRefs(node[key]); err != nil {
				return err
			}
		}
	case []any:
		for _, element := range node {
			if err := d.checkRefs(element); err != nil {
				return err
			}
		}
	}
	return nil
}

func parsePointer(ref string) (pointer, bool) {
	rest, ok := strings.CutPrefix(ref, "#/")
	if !ok {
		return nil, false
	}
	tokens := strings.Split(rest, "/")
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	for i, token := range tokens {
		if plain, err := url.PathUnescape(token); err == nil {
			token = plain
		}
		tokens[i] = unescape.Replace(token)
	}
	return tokens, true
}

// find is the operation of a request, with the values of its path parameters. Where several templates fit, the one with
// the earliest literal segment is meant. Without an operation, others names the methods documented for that path.
func (d *Documents) find(method, path string) (op *operation, values map[string]string, others []string) {
	for _, candidate := range d.operations {
		v, ok := match(candidate.segments, path)
		switch {
		case !ok:
		case candidate.method != method:
			others = append(others, candidate.method)
		case op == nil || moreLiteral(candidate.segments, op.segments):
			op, values = candidate, v
		}
	}
	return op, values, others
}

// match compares an escaped path with the segments of a template.
func match(template []string, path string) (map[string]string, bool) {
	segments := strings.Split(path, "/")
	if len(segments) != len(template) {
		return nil, false
	}
	values := map[string]string{}
	for i, want := range template {
		got, err := url.PathUnescape(segments[i])
		if err != nil {
			return nil, false
		}
		if name, ok := placeholder(want); ok {
			if got == "" {
				return nil, false
			}
			values[name] = got
		} else if got != want {
			return nil, false
		}
	}
	return values, true
}

func placeholder(segment string) (string, bool) {
	if strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}") {
		return segment[1 : len(segment)-1], true
	}
	return "", false
}

func moreLiteral(a, b []string) bool {
	for i := range a {
		_, pa := placeholder(a[i])
		_, pb := placeholder(b[i])
		if pa != pb {
			return pb
		}
	}
	return false
}

// decode reads one JSON text with numbers as they are written; anything after it is an error.
func decode(text []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("not JSON: something follows the value")
	}
	return v, nil
}
