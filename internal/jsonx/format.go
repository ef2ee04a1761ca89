package jsonx

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Format encodes a tree in one line, with the members of objects in a stable order and nothing escaped for HTML. Values
// of other types are encoded as encoding/json does it.
func Format(v any) ([]byte, error) { return appendValue(nil, v) }

func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case string:
		return appendText(b, v), nil
	case map[string]any:
		return appendObject(b, v)
	case []any:
		return appendArray(b, v)
	default:
		var other bytes.Buffer
		e := json.NewEncoder(&other)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			return nil, err
		}
		return append(b, bytes.TrimRight(other.Bytes(), "\n")...), nil
	}
}

func appendObject(b []byte, object map[string]any) ([]byte, error) {
	b = append(b, '{')
	for i, name := range slices.Sorted(maps.Keys(object)) {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(append(appendText(b, name), ':'), object[name]); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func appendArray(b []byte, array []any) ([]byte, error) {
	b = append(b, '[')
	for i, e := range array {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(b, e); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

// short are the short escapes of control characters that texts have.
var short = map[byte]byte{'\n': 'n', '\r': 'r', '\t': 't'}

// appendText escapes what JSON demands, and surrogates without their other half, which have no other way.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case short[c] != 0:
			b = append(b, '\\', short[c])
		case c < ' ':
			b = fmt.Appendf(b, `\u%04x`, c)
		case surrogate(s[i:]) != 0:
			b = fmt.Appendf(b, `\u%04x`, surrogate(s[i:]))
			i += 2
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// WithoutNulls is a copy of a tree without its nulls, at any depth: no member and no element that is null.
func WithoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return MembersWithoutNulls(v)
	case []any:
		out := make([]any, 0, len(v))
		for _, e := range v {
			if e != nil {
				out = append(out, WithoutNulls(e))
			}
		}
		return out
	}
	return v
}

// MembersWithoutNulls is WithoutNulls for an object.
func MembersWithoutNulls(object map[string]any) map[string]any {
	out := make(map[string]any, len(object))
	for name, v := range object {
		if v != nil {
			out[name] = WithoutNulls(v)
		}
	}
	return out
}
