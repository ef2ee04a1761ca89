package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// InjectedPrefix begins the names of properties that the sandbox adds on purpose, to see that they survive. They are
// exempt at any depth, also in requests, because the provider sends them back.
const InjectedPrefix = "x_injected"

const formMedia = "application/x-www-form-urlencoded"

// Exchange is one recorded request with its answer.
type Exchange struct {
	Method         string      `json:"method"`
	Path           string      `json:"path"` // escaped, without the query
	Query          url.Values  `json:"query,omitempty"`
	RequestHeader  http.Header `json:"requestHeader,omitempty"`
	RequestBody    []byte      `json:"requestBody,omitempty"`
	Status         int         `json:"status"`
	ResponseHeader http.Header `json:"responseHeader,omitempty"`
	ResponseBody   []byte      `json:"responseBody,omitempty"`
	// Faulted marks an answer that the sandbox spoiled on purpose: it is exempt, the request is not.
	Faulted bool `json:"faulted,omitempty"`
	// Test names the test, or the test program, that made the exchange.
	Test string `json:"test,omitempty"`
}

// Violation is one breach of the contract.
type Violation struct {
	Operation string // method and path template
	Part      string // "request", "path", "query", "header", "request body", "answer" or "answer body"
	Path      string // JSON path or parameter name, empty for the whole
	Rule      string // what was broken, without values, so that equal breaches can be grouped
	Detail    string // the value that broke it
	Test      string
}

func (v Violation) String() string {
	text := v.Operation + ": " + v.Part
	if v.Path != "" {
		text += " " + v.Path
	}
	text += ": " + v.Rule
	if v.Detail != "" {
		text += " (" + v.Detail + ")"
	}
	return text
}

// Result is the verdict on one exchange. An empty exemption means that the part was checked.
type Result struct {
	Operation     string
	RequestExempt string
	AnswerExempt  string
	Violations    []Violation
}

// Check holds one exchange against the documents.
func (d *Documents) Check(e Exchange) []Violation { return d.Inspect(e).Violations }

// Inspect is Check with what was checked and what was exempt.
func (d *Documents) Inspect(e Exchange) Result {
	op, values, others := d.find(e.Method, e.Path)
	if op == nil {
		return d.unknown(e, others)
	}
	i := &inspection{op: op, Result: Result{Operation: op.name()}, test: e.Test}
	i.parameters(e, values)
	i.request(e)
	if e.Faulted {
		i.AnswerExempt = "deliberate fault"
	} else {
		i.answer(e)
	}
	return i.Result
}

func (d *Documents) unknown(e Exchange, others []string) Result {
	r := Result{Operation: e.Method + " " + e.Path}
	for _, exception := range d.exceptions {
		if _, ok := match(strings.Split(exception.Path, "/"), e.Path); ok && exception.Method == e.Method {
			return Result{
				Operation:     exception.Method + " " + exception.Path,
				RequestExempt: exception.Why,
				AnswerExempt:  exception.Why,
			}
		}
	}
	v := Violation{Operation: r.Operation, Part: "request", Rule: "the path is in no document", Test: e.Test}
	if len(others) > 0 {
		slices.Sort(others)
		v.Rule = "the path is documented for other methods only"
		v.Detail = strings.Join(others, ", ")
	}
	r.Violations = []Violation{v}
	return r
}

// inspection is the check of one exchange.
type inspection struct {
	Result
	op   *operation
	test string
}

func (i *inspection) violate(part, path, rule, detail string) {
	i.Violations = append(i.Violations, Violation{
		Operation: i.Operation, Part: part, Path: path, Rule: rule, Detail: detail, Test: i.test,
	})
}

func (i *inspection) findings(part string, value any, findings []finding) {
	for _, f := range findings {
		i.violate(part, jsonPath(value, f.at), f.rule, f.detail)
	}
}

func (i *inspection) parameters(e Exchange, values map[string]string) {
	documented := map[string]bool{}
	for _, p := range i.op.parameters {
		var raw []string
		switch p.in {
		case "path":
			raw = []string{values[p.name]}
		case "query":
			documented[p.name] = true
			raw = e.Query[p.name]
		case "header":
			raw = e.RequestHeader.Values(p.name)
		default:
			continue
		}
		if len(raw) > 0 {
			i.parameter(p, raw)
		} else if p.required {
			i.violate(p.in, p.name, "required parameter is missing", "")
		}
	}
	for _, name := range sortedKeys(e.Query) {
		if !documented[name] {
			i.violate("query", name, "parameter is not documented", strings.Join(e.Query[name], ", "))
		}
	}
}

func (i *inspection) parameter(p parameter, raw []string) {
	doc := i.op.doc
	node, _ := doc.at(p.schema).(map[string]any)
	s := doc.shape(node)
	var value any
	switch {
	case s.kind == "array":
		if !p.explode {
			raw = strings.Split(strings.Join(raw, ","), ",")
		}
		value = coerceAll(doc.shape(s.items...), raw)
	case len(raw) > 1:
		i.violate(p.in, p.name, "parameter is repeated, documented as one value", strings.Join(raw, ", "))
		return
	default:
		value = coerce(s, raw[0])
	}
	for _, f := range doc.validate(p.schema, value) {
		i.violate(p.in, p.name+jsonPath(value, f.at), f.rule, f.detail)
	}
}

func (i *inspection) request(e Exchange) {
	const part = "request body"
	body := i.op.body
	switch {
	case body == nil && len(e.RequestBody) > 0:
		i.violate(part, "", "the operation has none", "")
		return
	case body == nil, !body.required && len(e.RequestBody) == 0:
		return
	case len(e.RequestBody) == 0:
		i.violate(part, "", "is required", "")
		return
	}
	var alternatives []pointer
	why := ""
	for _, exception := range i.op.exceptions {
		if exception.request != nil {
			alternatives, why = append(alternatives, exception.request), exception.Why
		}
	}
	if i.body(part, body, e.RequestHeader, e.RequestBody, alternatives) {
		i.RequestExempt = why
	}
}

func (i *inspection) answer(e Exchange) {
	const part = "answer body"
	var alternatives []pointer
	why := ""
	for _, exception := range i.op.exceptions {
		if exception.answer != nil && exception.Status == e.Status {
			alternatives, why = append(alternatives, exception.answer), exception.Why
		}
	}
	response := i.response(e.Status)
	// An error is always in the error envelope, whatever the status.
	envelope := pointer{"components", "schemas", "ErrorResponse"}
	switch {
	case response != nil:
	case len(alternatives) > 0:
		response = &content{media: map[string]pointer{"application/json": alternatives[0]}}
		i.AnswerExempt = why
	case e.Status >= http.StatusBadRequest && i.op.doc.at(envelope) != nil:
		response = &content{media: map[string]pointer{"application/json": envelope}}
		i.violate("answer", "", "status is not documented", strconv.Itoa(e.Status))
	default:
		i.violate("answer", "", "status is not documented", strconv.Itoa(e.Status))
		return
	}
	switch {
	case len(response.media) == 0 && len(e.ResponseBody) > 0:
		i.violate(part, "", fmt.Sprintf("is not documented for status %d", e.Status), "")
	case len(response.media) == 0:
	case len(e.ResponseBody) == 0:
		i.violate(part, "", fmt.Sprintf("is missing for status %d", e.Status), "")
	case i.body(part, response, e.ResponseHeader, e.ResponseBody, alternatives):
		i.AnswerExempt = why
	}
}

// response is what the document says about a status: exactly, by its class ("4XX"), or by default.
func (i *inspection) response(status int) *content {
	for _, key := range []string{strconv.Itoa(status), strconv.Itoa(status/100) + "XX", "default"} {
		if c := i.op.responses[key]; c != nil {
			return c
		}
	}
	return nil
}

// body checks content type and schema. It reports whether the body is in one of the alternative forms instead.
func (i *inspection) body(part string, c *content, header http.Header, text []byte, alternatives []pointer) bool {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		i.violate(part, "", "has no readable content type", header.Get("Content-Type"))
		return false
	}
	schema, ok := c.media[media]
	if !ok {
		i.violate(part, "", "content type is not documented", media)
		return false
	}
	if schema == nil {
		return false
	}
	var value any
	switch {
	case media == "application/json" || strings.HasSuffix(media, "+json"):
		value, err = decode(text)
	case media == formMedia:
		value, err = i.form(schema, text)
	default:
		return false // files have no schema that says more than that they are there
	}
	if err != nil {
		i.violate(part, "", "cannot be read", err.Error())
		return false
	}
	value = withoutInjected(value)
	findings := i.op.doc.validate(schema, value)
	if len(findings) == 0 {
		return false
	}
	for _, alternative := range alternatives {
		if len(i.op.doc.validate(alternative, value)) == 0 {
			return true
		}
	}
	i.findings(part, value, findings)
	return false
}

// form reads a form as the object that its schema describes.
func (i *inspection) form(schema pointer, text []byte) (any, error) {
	values, err := url.ParseQuery(string(text))
	if err != nil {
		return nil, err
	}
	node, _ := i.op.doc.at(schema).(map[string]any)
	s := i.op.doc.shape(node)
	out := map[string]any{}
	for name, raw := range values {
		property := i.op.doc.shape(s.props[name]...)
		switch {
		case property.kind == "array":
			out[name] = coerceAll(i.op.doc.shape(property.items...), raw)
		case len(raw) > 1:
			return nil, fmt.Errorf("%s is repeated", name)
		default:
			out[name] = coerce(property, raw[0])
		}
	}
	return out, nil
}

// coerce reads a text as the documented type; a text of another type stays a string, which the schema then refuses.
func coerce(s *shape, text string) any {
	switch s.kind {
	case "integer", "number":
		if v, err := decode([]byte(text)); err == nil {
			if number, ok := v.(json.Number); ok {
				return number
			}
		}
	case "boolean":
		if text == "true" || text == "false" {
			return text == "true"
		}
	}
	return text
}

func coerceAll(s *shape, texts []string) []any {
	out := make([]any, len(texts))
	for i, text := range texts {
		out[i] = coerce(s, text)
	}
	return out
}

func withoutInjected(v any) any {
	switch node := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(node))
		for key, child := range node {
			if !strings.HasPrefix(key, InjectedPrefix) {
				out[key] = withoutInjected(child)
			}
		}
		return out
	case []any:
		out := make([]any, len(node))
		for i, element := range node {
			out[i] = withoutInjected(element)
		}
		return out
	}
	return v
}

// Rules that say of a property only that no schema has it.
const (
	undocumented = "property is not documented"
	inNoBranch   = "property is in no branch that the value fits"
)

// finding is a breach inside a value.
type finding struct {
	at     []string
	rule   string
	detail string
	// vague findings follow from others: a property counts as unknown when anything in its object is wrong.
	vague bool
}

// validate holds a value against the strict reading of the schema at a position.
func (d *document) validate(at pointer, value any) []finding {
	schema, err := d.schema(at)
	if err != nil {
		return []finding{{rule: "the document's schema cannot be compiled", detail: err.Error()}}
	}
	node, _ := d.at(at).(map[string]any)
	var out []finding
	d.inspectObjects([]map[string]any{node}, value, nil, &out)
	var invalid *jsonschema.ValidationError
	if err := schema.Validate(value); errors.As(err, &invalid) {
		flatten(invalid, &out)
	}
	return withoutVague(out)
}

// inspectObjects finds properties that the document does not have and objects with two branches of one choice. The
// relaxed schemas would find the first too, but cannot say which property it was once anything beside it is wrong.
func (d *document) inspectObjects(schemas []map[string]any, value any, at []string, out *[]finding) {
	s := d.shape(schemas...)
	switch node := value.(type) {
	case map[string]any:
		for _, name := range sortedKeys(node) {
			here := append(slices.Clone(at), name)
			property, known := s.props[name]
			switch {
			case known:
				d.inspectObjects(property, node[name], here, out)
			case len(s.extra) > 0:
				d.inspectObjects(s.extra, node[name], here, out)
			case !s.free():
				*out = append(*out, finding{at: here, rule: undocumented})
			}
		}
		for _, c := range s.choices {
			var set []string
			for i := range c.branches {
				if own := slices.DeleteFunc(c.own(i), func(name string) bool { _, ok := node[name]; return !ok }); len(own) > 0 {
					set = append(set, strings.Join(own, "+"))
				}
			}
			if len(set) > 1 {
				*out = append(*out, finding{at: at, rule: "two branches of a choice are set", detail: strings.Join(set, ", ")})
			}
		}
	case []any:
		if len(s.items) == 0 {
			return
		}
		for i, element := range node {
			d.inspectObjects(s.items, element, append(slices.Clone(at), strconv.Itoa(i)), out)
		}
	}
}

// flatten collects the leaves of a validation error.
func flatten(e *jsonschema.ValidationError, out *[]finding) {
	at := e.InstanceLocation
	switch k := e.ErrorKind.(type) {
	case *kind.AnyOf:
		var reasons []finding
		for _, cause := range e.Causes {
			flatten(cause, &reasons)
		}
		var texts []string
		for _, reason := range withoutVague(reasons) {
			texts = append(texts, strings.TrimSpace(strings.Join(reason.at[len(at):], ".")+" "+reason.rule))
		}
		*out = append(*out, finding{at: at, rule: "fits no branch of the choice", detail: strings.Join(texts, "; ")})
	case *kind.FalseSchema:
		*out = append(*out, finding{at: at, rule: inNoBranch, vague: true})
	case *kind.Required:
		for _, name := range k.Missing {
			*out = append(*out, finding{at: append(slices.Clone(at), name), rule: "required property is missing"})
		}
	case *kind.Type:
		*out = append(*out, finding{at: at, rule: "is " + k.Got + ", documented as " + strings.Join(k.Want, " or ")})
	case *kind.Enum:
		*out = append(*out, finding{at: at, rule: "is none of the documented values", detail: fmt.Sprint(k.Got)})
	case *kind.Format:
		*out = append(*out, finding{at: at, rule: "is not in the format " + k.Want, detail: fmt.Sprint(k.Got)})
	default:
		if len(e.Causes) == 0 {
			*out = append(*out, finding{at: at, rule: k.LocalizedString(english)})
		}
		for _, cause := range e.Causes {
			flatten(cause, out)
		}
	}
}

var english = message.NewPrinter(language.English)

// withoutVague drops doubles, and every vague finding beside or above another one, which explains it.
func withoutVague(findings []finding) []finding {
	slices.SortStableFunc(findings, func(a, b finding) int { return strings.Compare(strings.Join(a.at, "\x00"), strings.Join(b.at, "\x00")) })
	var out []finding
	for i, f := range findings {
		double := slices.ContainsFunc(findings[:i], func(g finding) bool {
			return slices.Equal(f.at, g.at) && f.rule == g.rule && f.detail == g.detail
		})
		explained := f.vague && len(f.at) > 0 && slices.ContainsFunc(findings, func(g finding) bool {
			object := f.at[:len(f.at)-1]
			below := len(g.at) >= len(object) && slices.Equal(g.at[:len(object)], object)
			return below && (!g.vague || len(g.at) > len(f.at))
		})
		if !double && !explained {
			out = append(out, f)
		}
	}
	return out
}

// jsonPath writes the tokens of a position in a value as a.b[0].c.
func jsonPath(value any, tokens []string) string {
	var b strings.Builder
	for _, token := range tokens {
		switch node := value.(type) {
		case []any:
			b.WriteString("[" + token + "]")
			value = nil
			if i, err := strconv.Atoi(token); err == nil && i < len(node) {
				value = node[i]
			}
			continue
		case map[string]any:
			value = node[token]
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(token)
	}
	return b.String()
}
