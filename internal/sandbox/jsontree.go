package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jsonx"
)

// decode reads one JSON value; trees keep the text of numbers, and texts that are no valid Unicode.
func decode(data []byte, into any) error {
	switch into := into.(type) {
	case *any:
		v, err := jsonx.Parse(data)
		*into = v
		return err
	case *map[string]any:
		v, err := jsonx.Parse(data)
		object, ok := v.(map[string]any)
		if err == nil && !ok && v != nil {
			err = errors.New("it is no object")
		}
		*into = object
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
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

// deeper says that more than that many arrays and objects lie within each other in a JSON text.
func deeper(data []byte, most int) bool {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++ // what it escapes
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[', c == '{':
			if depth++; depth > most {
				return true
			}
		case c == ']', c == '}':
			depth--
		}
	}
	return false
}

// encode writes v in one line, or indented, with members in a stable order.
func encode(v any, indent string) ([]byte, error) {
	data, err := jsonx.Format(v)
	if err != nil || indent == "" {
		return append(data, '\n'), err
	}
	var b bytes.Buffer
	err = json.Indent(&b, data, "", indent)
	return append(b.Bytes(), '\n'), err
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
