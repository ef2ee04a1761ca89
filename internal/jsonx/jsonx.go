// Package jsonx reads JSON documents as trees of plain Go values and writes them, so that what nobody touches goes back as
// it came: in the spelling of its numbers, and with texts that are no valid Unicode. It is the one place where documents of
// the APIs are decoded and encoded.
//
// A tree is made of map[string]any, []any, string, json.Number, bool and nil. Its strings hold what encoding/json replaces
// by U+FFFD: a surrogate without its other half, such as JSON's "\ud83d" alone, stands as the three bytes that UTF-8 would
// have for it if it had any (known as WTF-8), and bytes that are no UTF-8 stand as they are.
//
// Of two members of an object with the same name the last one counts, as for most readers of JSON.
package jsonx

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Parse decodes exactly one JSON value.
func Parse(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more text after the end of the JSON value")
	}
	if utf8.Valid(data) && !surrogates.Match(data) {
		return v, nil
	}
	return (&reader{data}).value(), nil
}

// surrogates are escapes that may lack their other half.
var surrogates = regexp.MustCompile(`\\u[dD][89a-fA-F]`)

// reader reads a text that is known to be JSON, and keeps in its strings what encoding/json would replace.
type reader struct{ rest []byte }

const space = " \t\r\n"

// next is the first byte of what follows.
func (r *reader) next() byte {
	r.rest = bytes.TrimLeft(r.rest, space)
	return r.rest[0]
}

// skip leaves out the next byte if it is c.
func (r *reader) skip(c byte) bool {
	if r.next() != c {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

func (r *reader) value() any {
	switch r.next() {
	case '{':
		return r.object()
	case '[':
		return r.array()
	case '"':
		return r.text()
	}
	end := bytes.IndexAny(r.rest, ",]}"+space)
	if end < 0 {
		end = len(r.rest)
	}
	word := string(r.rest[:end])
	r.rest = r.rest[end:]
	switch word {
	case "null":
		return nil
	case "true", "false":
		return word == "true"
	}
	return json.Number(word)
}

func (r *reader) object() map[string]any {
	out := map[string]any{}
	for r.skip('{'); !r.skip('}'); r.skip(',') {
		r.next()
		name := r.text()
		r.skip(':')
		out[name] = r.value()
	}
	return out
}

func (r *reader) array() []any {
	out := []any{}
	for r.skip('['); !r.skip(']'); r.skip(',') {
		out = append(out, r.value())
	}
	return out
}

func (r *reader) text() string {
	var out []byte
	for at := 1; ; {
		switch c := r.rest[at]; c {
		case '"':
			r.rest = r.rest[at+1:]
			return string(out)
		case '\\':
			var size int
			out, size = unescape(out, r.rest[at:])
			at += size
		default:
			out = append(out, c)
			at++
		}
	}
}

// escapes are what the short escapes stand for.
var escapes = map[byte]byte{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape appends what the escape at the beginning of text stands for, and returns how long that is.
func unescape(to, text []byte) ([]byte, int) {
	if text[1] != 'u' {
		c, short := escapes[text[1]]
		if !short {
			c = text[1]
		}
		return append(to, c), 2
	}
	const long = len(`\u0000`)
	unit := hex(text[2:long])
	if !utf16.IsSurrogate(unit) {
		return utf8.AppendRune(to, unit), long
	}
	if after := text[long:]; len(after) > long && after[0] == '\\' && after[1] == 'u' {
		if r := utf16.DecodeRune(unit, hex(after[2:long])); r != utf8.RuneError {
			return utf8.AppendRune(to, r), 2 * long
		}
	}
	return append(to, 0xe0|byte(unit>>12), 0x80|byte(unit>>6)&0x3f, 0x80|byte(unit)&0x3f), long //nolint:gosec // a surrogate has 16 bits
}

func hex(digits []byte) rune {
	var r rune
	for _, d := range digits {
		r <<= 4
		switch {
		case d <= '9':
			r |= rune(d - '0')
		default:
			r |= rune(d|0x20-'a') + 10
		}
	}
	return r
}

// surrogate is the surrogate without its other half that s begins with, 0 when it begins with anything else.
func surrogate(s string) rune {
	if len(s) < 3 || s[0] != 0xed || s[1]&0xe0 != 0xa0 || s[2]&0xc0 != 0x80 {
		return 0
	}
	return 0xd000 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f)
}

// Legible is a text as valid UTF-8: each surrogate without its other half, and each byte that is no UTF-8, has become
// U+FFFD.
func Legible(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if surrogate(s) != 0 {
			size = 3
		}
		b.WriteRune(r)
		s = s[size:]
	}
	return b.String()
}
