package httpx

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// shortest is the length in bytes from which on a value can be a secret: replacing every "a" would leave no text.
const shortest = 4

// Secrets are values that never appear in a log or an error. The zero value is empty and ready.
type Secrets struct {
	mu    sync.RWMutex
	forms []string // what to look for in unescaped text
}

// Add makes values known. Values of fewer than four bytes are ignored.
func (s *Secrets) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forms = withForms(s.forms, values)
}

// Redact returns text with every secret, and every one of more, replaced by ***: as it is, escaped for a URL, a JSON string
// or a page (in any spelling, and one in another), and in Base64. The time is in proportion to the text and to the number
// of secrets.
func (s *Secrets) Redact(text string, more ...string) string {
	s.mu.RLock()
	forms := s.forms
	s.mu.RUnlock()
	forms = withForms(forms, more)

	var found []span
	search(text, forms, layers, func(s span) { found = append(found, s) })
	return cutOut(text, found)
}

// layers is how often a text is unescaped: a JSON string on a page, in a URL or in another. More is no accident.
const layers = 2

// search calls found for each part of text that is a form, or becomes one when its escapes are undone. A character can be
// escaped in many ways and has only one meaning, so it is the text that is made plain, and not the forms that multiply.
func search(text string, forms []string, depth int, found func(span)) {
	for _, form := range forms {
		for at := 0; ; at += len(form) {
			next := strings.Index(text[at:], form)
			if next < 0 {
				break
			}
			at += next
			found(span{at, at + len(form)})
		}
	}
	if depth == 0 {
		return
	}
	// One after the other: all at once, a backslash before the escape of a quotation mark on a page would take it along.
	for _, of := range syntaxes {
		if plain, escapes := of.unescape(text); len(escapes) > 0 {
			search(plain, forms, depth-1, func(s span) { found(origin(escapes, s)) })
		}
	}
}

// cutOut returns text with *** in place of the spans.
func cutOut(text string, spans []span) string {
	if len(spans) == 0 {
		return text
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var b strings.Builder
	end := 0
	for i, s := range spans {
		if i == 0 || s.from >= end {
			b.WriteString(text[end:s.from])
			b.WriteString("***")
		}
		end = max(end, s.to)
	}
	b.WriteString(text[end:])
	return b.String()
}

// withForms returns forms and what values look like where nothing is escaped.
func withForms(forms, values []string) []string {
	if len(values) == 0 {
		return forms
	}
	forms = slices.Clone(forms) // others read it
	for _, v := range values {
		if len(v) >= shortest {
			forms = append(forms, v, strings.ReplaceAll(v, " ", "+")) // the latter in a form
			forms = append(forms, inBase64(v)...)
		}
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// inBase64 are the parts of a Base64 text, in either alphabet, that depend on v alone, for each of the three ways in which
// v can lie in it: at its beginning, or behind something else, such as the user name of a Basic header.
func inBase64(v string) []string {
	var forms []string
	for before := range 3 {
		data := append(make([]byte, before), v...)
		from, to := (before*8+5)/6, len(data)*8/6
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			forms = append(forms, alphabet.EncodeToString(data)[from:to])
		}
	}
	return forms
}

// redactError takes the secrets, and what is no text, out of everything that e says about the request and its answer, in
// place.
func (s *Secrets) redactError(e *apierr.Error, more []string) {
	clean := func(text *string) { *text = legible(s.Redact(*text, more...)) }
	clean(&e.Path)
	clean(&e.TraceID)
	for i := range e.Messages {
		m := &e.Messages[i]
		clean(&m.Code)
		clean(&m.Text)
		clean(&m.Detail)
		clean(&m.Pointer)
		for j := range m.Parameters {
			clean(&m.Parameters[j].Name)
			clean(&m.Parameters[j].Value)
		}
	}
	if e.Err != nil {
		text := e.Err.Error()
		if clean(&text); text != e.Err.Error() {
			e.Err = &redacted{text: text, err: e.Err}
		}
	}
}

// redacted stands for an error whose text holds a secret. It can be told what it is, but not be unwrapped.
type redacted struct {
	text string
	err  error
}

func (r *redacted) Error() string        { return r.text }
func (r *redacted) Is(target error) bool { return errors.Is(r.err, target) }
func (r *redacted) As(target any) bool   { return errors.As(r.err, target) }
