package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
)

// decode reads one JSON value; numbers keep their text.
func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	d.DisallowUnknownFields() // for structs; trees know no fields
	if err := d.Decode(into); err != nil {
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more data after the end of the JSON value")
	}
	return nil
}

// encode writes v in one line, or indented, with members in a stable order.
func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return b.Bytes(), err
}

// clone copies a tree all the way down.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return cloneObject(v)
	case []any:
		out := slices.Clone(v)
		for i, e := range out {
			out[i] = clone(e)
		}
		return out
	}
	return v
}

func cloneObject(o map[string]any) map[string]any {
	out := maps.Clone(o)
	for name, v := range out {
		out[name] = clone(v)
	}
	return out
}

// lookup follows names through nested objects, and returns nil when one is missing.
func lookup(v any, names ...string) any {
	for _, name := range names {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	return v
}

// textAt is lookup for a string, empty when there is none.
func textAt(v any, names ...string) string {
	s, _ := lookup(v, names...).(string)
	return s
}
