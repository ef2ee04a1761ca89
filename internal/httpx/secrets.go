package httpx

import (
	"encoding/json"
	"errors"
	"net/url"
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
	forms []string // every spelling of every secret, longest first
}

// Add makes values known. Values of fewer than four bytes are ignored.
func (s *Secrets) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forms = withForms(slices.Clone(s.forms), values)
}

// Redact returns text with every secret, and every one of more, replaced by ***.
func (s *Secrets) Redact(text string, more ...string) string {
	s.mu.RLock()
	forms := s.forms
	s.mu.RUnlock()
	if len(more) > 0 {
		forms = withForms(slices.Clone(forms), more)
	}
	for _, f := range forms {
		text = strings.ReplaceAll(text, f, "***")
	}
	return text
}

// withForms adds the spellings in which values may come back: as they are, in a JSON string, in a form, in a path.
// The longest is first, because one secret may be part of another.
func withForms(forms, values []string) []string {
	for _, v := range values {
		if len(v) < shortest {
			continue
		}
		forms = append(forms, v, url.QueryEscape(v), url.PathEscape(v))
		if quoted, err := encodeJSON(v); err == nil {
			forms = append(forms, string(quoted[1:len(quoted)-1]))
		}
		if quoted, err := json.Marshal(v); err == nil { // the same with <, > and & escaped
			forms = append(forms, string(quoted[1:len(quoted)-1]))
		}
	}
	slices.SortFunc(forms, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(forms)
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
