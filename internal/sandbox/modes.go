package sandbox

import (
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strings"
)

// Modes are lasting peculiarities of the server. The documents allow each of them but AnswerNulls. The zero value has none.
type Modes struct {
	// ShuffleArrays answers arrays whose order has no meaning in another order than the stored one, read by read.
	ShuffleArrays bool
	// FillDefaults answers documented defaults for properties that were never set.
	FillDefaults bool
	// FillLinked answers {"isLinked": true} for absent properties that can be linked. Where an absent object can hold
	// nothing but such properties, it answers the object with all of them.
	FillLinked bool
	// InjectUnknown answers properties that no document has, named x_injected…, in every object that a document has,
	// but for one that has nothing, as settings that nobody has set.
	InjectUnknown bool
	// AnswerNulls answers null for documented properties that are not set. It refuses null all the same.
	AnswerNulls bool
	// TrimTexts keeps texts of requests without the white space at their ends, BreakLines with CRLF at the ends of their
	// lines, EscapeHTML escaped for HTML. Codes, and values of a documented format, stay as they are.
	TrimTexts, BreakLines, EscapeHTML bool
	// HideCreated is how many reads of a new object miss it: its own are answered with 404, and where the API reads such
	// objects by lists only, lists are without it.
	HideCreated int
	// DropEmptyLists leaves empty arrays out of answers, unless they are required.
	DropEmptyLists bool
	// UppercaseCodes answers currency and country codes in upper case.
	UppercaseCodes bool
	// AnswerSecrets answers secrets. Then an update that leaves one out removes it; otherwise such an update keeps it,
	// because nobody can send back what was not answered.
	AnswerSecrets bool
	// AllowUnknownCompanies accepts references to companies that do not exist.
	AllowUnknownCompanies bool
	// CheckReferences refuses references to objects that do not exist, or are of another company, also where no document says
	// that they are checked.
	CheckReferences bool
	// CutOptions answers no more than ten options of a question, as in a summary.
	CutOptions bool
	// KeyForm says which bodies are accepted for a new partner public key.
	KeyForm KeyForm
	// TerseErrors answers errors of Spotnana's with their codes and nothing else: all other properties may be missing.
	TerseErrors bool
	// EmptySettings answers settings that nobody set as an object that has nothing, in place of a 404: no document says what
	// the API answers.
	EmptySettings bool
	// UnitePage is the most companies on a page of a Unite list, whatever limit is asked for; 0 is 100.
	UnitePage int
	// OmitBlocked leaves blocked companies out of Unite lists.
	OmitBlocked bool
}

// KeyForm is a form of the request that adds a partner public key.
type KeyForm int

const (
	// AnyKeyForm accepts both forms.
	AnyKeyForm KeyForm = iota
	// PageKeyForm is {"publicKeyJwk": "<JWK as text>"}.
	PageKeyForm
	// JWKSKeyForm is {"keyType": "JWKS", "jwks": {"keys": [JWK]}}.
	JWKSKeyForm
)

// SetModes replaces all modes.
func (s *Server) SetModes(m Modes) { s.modes.Store(&m) }

// Modes returns the modes that are set.
func (s *Server) Modes() Modes { return *s.modes.Load() }

// dress returns a copy of what is stored as a read answers it. Turn differs from read to read.
func (m Modes) dress(v any, s *shape, turn int) any {
	if s == nil || s.asText {
		return clone(v)
	}
	switch v := v.(type) {
	case map[string]any:
		return m.dressObject(v, s, turn)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = m.dress(e, s.elem, turn)
		}
		if m.ShuffleArrays && !s.ordered && len(out) > 1 {
			// Turning by neither nothing nor a whole round always changes the order, which chance would not.
			by := 1 + turn%(len(out)-1)
			out = slices.Concat(out[by:], out[:by])
		}
		return out
	case string:
		if m.UppercaseCodes && s.code {
			return strings.ToUpper(v)
		}
	}
	return v
}

func (m Modes) dressObject(v map[string]any, s *shape, turn int) map[string]any {
	out := cloneObject(v)
	for _, p := range s.props {
		value, there := v[p.name]
		items, isArray := value.([]any)
		switch {
		case p.owner == withheld, p.owner == asSecret && !m.AnswerSecrets, m.DropEmptyLists && isArray && len(items) == 0 && !p.required:
			delete(out, p.name)
		case there:
			out[p.name] = m.dress(value, p.shape, turn)
		case m.FillDefaults && p.def != nil:
			out[p.name] = clone(p.def)
		case m.FillLinked && p.shape.links() != nil:
			out[p.name] = p.shape.links()
		}
		if _, answered := out[p.name]; m.AnswerNulls && !answered && p.owner != withheld {
			out[p.name] = nil
		}
	}
	if m.InjectUnknown && len(out) > 0 {
		maps.Copy(out, injected())
	}
	return out
}

// isLinked is the property by which a policy takes a value over from its parent.
const isLinked = "isLinked"

// links is {"isLinked": true} where the shape allows that, an object of such values where it has no other properties,
// and otherwise nil.
func (s *shape) links() map[string]any {
	if s == nil { // anything
		return nil
	}
	if slices.Contains(s.choice, isLinked) {
		return map[string]any{isLinked: true}
	}
	var out map[string]any
	for _, p := range s.props {
		links := p.shape.links()
		if links == nil {
			return nil
		}
		if out == nil {
			out = map[string]any{}
		}
		out[p.name] = links
	}
	return out
}

// injected are properties that clients cannot know and must not lose, not even the spelling of a number.
func injected() map[string]any {
	return map[string]any{
		"x_injected":       "keep me",
		"x_injectedNumber": json.Number("1.10"),
		"x_injectedObject": map[string]any{"list": []any{json.Number("12345678901234567890"), map[string]any{"deep": true}}},
	}
}

// kept is a value of a request as the server keeps it: numbers as doubles.
func (m Modes) kept(v any, s *shape) any {
	if s == nil {
		return v
	}
	switch v := v.(type) {
	case map[string]any:
		out := maps.Clone(v)
		for _, p := range s.props {
			if value, there := v[p.name]; there {
				out[p.name] = m.kept(value, p.shape)
			}
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i, e := range out {
			out[i] = m.kept(e, s.elem)
		}
		return out
	case json.Number:
		if d, inRange := double(v); s.kind == decimal && inRange {
			return d
		}
	case string:
		if s.kind == text && s.enum == nil && s.format == "" && !s.code {
			return m.keptText(v)
		}
	}
	return v
}

func (m Modes) keptText(s string) string {
	if m.TrimTexts {
		s = strings.TrimSpace(s)
	}
	if m.BreakLines {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
	}
	if m.EscapeHTML {
		s = html.EscapeString(s)
	}
	return s
}

// double is the text of the double that is nearest to a number, false where there is none.
func double(n json.Number) (json.Number, bool) {
	d, err := n.Float64()
	if err != nil {
		return n, false
	}
	data, err := json.Marshal(d)
	return json.Number(data), err == nil
}
