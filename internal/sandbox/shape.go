package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// shape is what the API's documents say about a JSON value.
type shape struct {
	kind    kind
	bits    int        // of an integer
	enum    []string   // of a string
	format  string     // of a string: a key of formats
	least   *int64     // the smallest number, if there is one
	code    bool       // a currency or country code, whose spelling the API may normalise
	elem    *shape     // of an array
	unique  bool       // an array without equal elements
	ordered bool       // an array whose order has a meaning
	props   []property // of an object
	choice  []string   // of an object: the properties of which one is set
	also    rule       // a check that the rest cannot express
	asText  bool       // an object that clients hold as a text: what the API made of it would all show, so no mode changes it
}

// rule is a further check of an object at path.
type rule func(path string, o map[string]any, bad complain)

type kind string

const (
	text    kind = "a string"
	boolean kind = "a boolean"
	integer kind = "an integer"
	decimal kind = "a number"
	array   kind = "an array"
	object  kind = "an object"
)

// property is a member of an object that the documents name. Members that they do not name are tolerated and kept.
type property struct {
	name     string
	shape    *shape
	required bool
	// def is the documented default, which [Modes].FillDefaults answers in place of nothing.
	def   any
	owner owner
}

// owner says who decides about a value; the zero value is the request.
type owner int

const (
	// byServer: requests have no effect on it.
	byServer owner = iota + 1
	// withheld: requests have no effect on it, and it is never answered.
	withheld
	// asSecret: taken from requests, and not answered; a request that replaces the object without it keeps it.
	asSecret
)

var (
	aString   = &shape{kind: text}
	aBoolean  = &shape{kind: boolean}
	anInt32   = &shape{kind: integer, bits: 32}
	anInt64   = &shape{kind: integer, bits: 64}
	aNumber   = &shape{kind: decimal}
	aNatural  = &shape{kind: integer, bits: 32, least: new(int64)}
	aPositive = &shape{kind: integer, bits: 32, least: func() *int64 { one := int64(1); return &one }()}
	aUUID     = &shape{kind: text, format: "uuid"}
	anEmail   = &shape{kind: text, format: "email"}
	someBytes = &shape{kind: text, format: "byte"}
	aTime     = &shape{kind: text, format: "local time"}
	anInstant = &shape{kind: text, format: "date-time"}
	aDate     = &shape{kind: text, format: "date"}
	aCode     = &shape{kind: text, code: true}
	// anObject may hold anything.
	anObject = &shape{kind: object}
)

func enum(values ...string) *shape   { return &shape{kind: text, enum: values} }
func list(elem *shape) *shape        { return &shape{kind: array, elem: elem} }
func uniqueList(elem *shape) *shape  { return &shape{kind: array, elem: elem, unique: true} }
func orderedList(elem *shape) *shape { return &shape{kind: array, elem: elem, ordered: true} }
func fields(groups ...[]property) *shape {
	return &shape{kind: object, props: slices.Concat(groups...)}
}

// oneOf is an object that sets one of the branches, and has other properties beside the choice. The documents can say
// "exactly one" only; where there is something beside it, the choice may be left open, as the object then says something
// without it.
func oneOf(branches []property, beside ...[]property) *shape {
	s := fields(append([][]property{branches}, beside...)...)
	for _, p := range branches {
		s.choice = append(s.choice, p.name)
	}
	return s
}

func group(p property, names []string) []property {
	out := make([]property, len(names))
	for i, name := range names {
		out[i] = p
		out[i].name = name
	}
	return out
}

func required(s *shape, names ...string) []property {
	return group(property{shape: s, required: true}, names)
}

func optional(s *shape, names ...string) []property { return group(property{shape: s}, names) }

func preset(def any, s *shape, names ...string) []property {
	return group(property{shape: s, def: def}, names)
}

// requiredPreset is for what the documents require and give a default to.
func requiredPreset(def any, s *shape, names ...string) []property {
	return group(property{shape: s, required: true, def: def}, names)
}

func owned(by owner, s *shape, names ...string) []property {
	return group(property{shape: s, owner: by}, names)
}

// formats are the checks on strings beyond their type.
var formats = map[string]func(string) bool{
	"uuid": func(s string) bool {
		return len(s) == 36 && uuid.Validate(s) == nil // the library also accepts URNs and braces
	},
	"email": func(s string) bool {
		a, err := mail.ParseAddress(s)
		return err == nil && a.Address == s
	},
	"byte": func(s string) bool {
		_, err := base64.StdEncoding.DecodeString(s)
		return err == nil
	},
	"local time": localTime.MatchString,
	"date-time":  instant.MatchString,
	"date": func(s string) bool {
		_, err := time.Parse(time.DateOnly, s)
		return err == nil
	},
}

// The seconds of both are optional, and both have an hour 24.
var (
	localTime = regexp.MustCompile(`^` + clock + `$`)
	instant   = regexp.MustCompile(`^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T` + clock + `(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$`)
)

const clock = `(?:[01]\d|2[0-4])(?::[0-5]\d){1,2}`

// check holds v against the shape and says what is wrong with it, each with its path ("phoneNumbers[0].type"). A nil
// shape takes anything but null.
func (s *shape) check(v any) []message {
	var found []message
	s.walk("", v, func(path, code, format string, args ...any) {
		found = append(found, message{code: code, field: path, text: fmt.Sprintf(format, args...)})
	})
	return found
}

type complain func(path, code, format string, args ...any)

func (s *shape) walk(path string, v any, bad complain) {
	if v == nil {
		bad(path, "NULL_VALUE", "%s must not be null; leave it out instead.", called(path))
		return
	}
	if s != nil && !s.fits(v) {
		bad(path, "WRONG_TYPE", "%s must be %s.", called(path), s.kind)
		return
	}
	switch v := v.(type) {
	case string:
		s.walkText(path, v, bad)
	case json.Number:
		s.walkNumber(path, v, bad)
	case []any:
		s.walkArray(path, v, bad)
	case map[string]any:
		s.walkObject(path, v, bad)
	}
}

func (s *shape) walkText(path, v string, bad complain) {
	switch {
	case s == nil:
	case s.enum != nil && !slices.Contains(s.enum, v):
		bad(path, "UNKNOWN_ENUM_VALUE", "%s must be one of %s, not %q.", called(path), strings.Join(s.enum, ", "), v)
	case s.format != "" && !formats[s.format](v):
		bad(path, "BAD_FORMAT", "%s must have the format %s.", called(path), s.format)
	}
}

func (s *shape) walkNumber(path string, v json.Number, bad complain) {
	if s == nil {
		return
	}
	_, notWhole := strconv.ParseInt(v.String(), 10, max(s.bits, 8))
	_, inRange := double(v)
	n, _ := v.Float64() // its errors are those of double
	switch {
	case s.kind == integer && notWhole != nil:
		bad(path, "OUT_OF_RANGE", "%s must be an integer of %d bits.", called(path), s.bits)
	case s.kind == decimal && !inRange:
		bad(path, "OUT_OF_RANGE", "%s must be in the range of a double.", called(path))
	case s.least != nil && n < float64(*s.least):
		bad(path, "OUT_OF_RANGE", "%s must not be less than %d.", called(path), *s.least)
	}
}

func (s *shape) walkArray(path string, v []any, bad complain) {
	if s == nil {
		s = &shape{}
	}
	texts := map[string]bool{}
	for i, e := range v {
		s.elem.walk(fmt.Sprintf("%s[%d]", path, i), e, bad)
		if s.unique {
			text, _ := encode(e, "") // it was decoded
			texts[spelling.Canonical(string(text))] = true
		}
	}
	if s.unique && len(texts) < len(v) {
		bad(path, "DUPLICATE_ITEM", "%s must not have equal items.", called(path))
	}
}

func (s *shape) walkObject(path string, v map[string]any, bad complain) {
	named := map[string]*shape{}
	if s != nil {
		for _, p := range s.props {
			named[p.name] = p.shape
			if _, there := v[p.name]; p.required && !there {
				bad(join(path, p.name), "MISSING_FIELD", "%s is required.", join(path, p.name))
			}
		}
		s.walkChoice(path, v, bad)
		if s.also != nil {
			s.also(path, v, bad)
		}
	}
	for _, name := range sortedKeys(v) {
		named[name].walk(join(path, name), v[name], bad)
	}
}

// walkChoice takes {"isLinked": false} for a choice, as the documents allow it, and lets it stand beside properties, where
// it chooses nothing.
func (s *shape) walkChoice(path string, o map[string]any, bad complain) {
	if s.choice == nil {
		return
	}
	var there, set []string
	for _, name := range s.choice {
		if v, found := o[name]; found {
			there = append(there, name)
			if name != isLinked || v != false {
				set = append(set, name)
			}
		}
	}
	switch {
	case len(set) > 1:
		bad(path, "AMBIGUOUS_CHOICE", "%s must have only one of %s.", called(path), strings.Join(set, ", "))
	case len(there) == 0 && len(s.props) == len(s.choice):
		bad(path, "MISSING_CHOICE", "%s must have one of %s.", called(path), strings.Join(s.choice, ", "))
	}
}

func (s *shape) fits(v any) bool {
	switch v.(type) {
	case string:
		return s.kind == text
	case bool:
		return s.kind == boolean
	case json.Number:
		return s.kind == integer || s.kind == decimal
	case []any:
		return s.kind == array
	default:
		return s.kind == object
	}
}

// retain gives body what a request has no say in: what the server owns stays as it is in stored, and secrets that the
// request leaves out stay too when keepSecrets is set. Elements of arrays meet by index. Stored is nil on create.
func (s *shape) retain(body, stored any, keepSecrets bool) {
	if s == nil { // where the stored object does not follow the documents, see call.checked
		return
	}
	switch body := body.(type) {
	case map[string]any:
		old, _ := stored.(map[string]any)
		for _, p := range s.props {
			before, had := old[p.name]
			_, given := body[p.name]
			decided := p.owner == byServer || p.owner == withheld
			switch {
			case decided && had, p.owner == asSecret && had && !given && keepSecrets:
				body[p.name] = clone(before)
			case decided:
				delete(body, p.name)
			case given:
				p.shape.retain(body[p.name], before, keepSecrets)
			}
		}
	case []any:
		old, _ := stored.([]any)
		for i, e := range body {
			var before any
			if i < len(old) {
				before = old[i]
			}
			s.elem.retain(e, before, keepSecrets)
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func called(path string) string {
	if path == "" {
		return "The body"
	}
	return path
}
