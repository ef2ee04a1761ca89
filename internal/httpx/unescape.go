package httpx

import (
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// span is a part of a text, in bytes.
type span struct{ from, to int }

// escape is where an escape is in a text, and where that which it stands for is in the unescaped one.
type escape struct{ in, out span }

// syntax is a way to write characters as escapes, each of which begins with mark. decode says what the escape at the
// beginning of a text stands for and how long it is: 0 when it is none.
type syntax struct {
	mark   byte
	decode func(text string) (plain string, length int)
}

// syntaxes are those of URLs (RFC 3986, 2.1), of JSON strings (RFC 8259, 7) and of HTML.
var syntaxes = []syntax{{'%', percent}, {'\\', backslash}, {'&', reference}}

// unescape undoes the escapes of text.
func (s syntax) unescape(text string) (string, []escape) {
	var escapes []escape
	var b strings.Builder
	done := 0
	for at := 0; ; {
		next := strings.IndexByte(text[at:], s.mark)
		if next < 0 {
			break
		}
		at += next
		plain, length := s.decode(text[at:])
		if length == 0 {
			at++
			continue
		}
		b.WriteString(text[done:at])
		escapes = append(escapes, escape{span{at, at + length}, span{b.Len(), b.Len() + len(plain)}})
		b.WriteString(plain)
		at += length
		done = at
	}
	if len(escapes) == 0 {
		return text, nil
	}
	b.WriteString(text[done:])
	return b.String(), escapes
}

// origin is where a part of the unescaped text was before.
func origin(escapes []escape, s span) span {
	return span{source(escapes, s.from).from, source(escapes, s.to-1).to}
}

// source is where a byte of the unescaped text was before.
func source(escapes []escape, at int) span {
	behind, _ := slices.BinarySearchFunc(escapes, at+1, func(e escape, at int) int { return e.out.from - at })
	if behind == 0 {
		return span{at, at + 1}
	}
	last := escapes[behind-1]
	if at < last.out.to {
		return last.in
	}
	at += last.in.to - last.out.to
	return span{at, at + 1}
}

func percent(text string) (string, int) {
	plain, err := url.PathUnescape(text[:min(len(text), 3)])
	if err != nil {
		return "", 0
	}
	return plain, 3
}

func backslash(text string) (string, int) {
	if len(text) == 1 {
		return "", 0
	}
	if i := strings.IndexByte(`"'\/bfnrt`, text[1]); i >= 0 {
		return "\"'\\/\b\f\n\r\t"[i : i+1], 2
	}
	unit, ok := codeUnit(text, 2)
	switch {
	case text[1] != 'u' || !ok:
		return "", 0
	case !utf16.IsSurrogate(rune(unit)):
		return string(rune(unit)), 6
	}
	low, ok := codeUnit(text, 8)
	if r := utf16.DecodeRune(rune(unit), rune(low)); ok && text[6:8] == `\u` && r != utf8.RuneError {
		return string(r), 12
	}
	return "", 0
}

func reference(text string) (string, int) {
	const longest = len("&CounterClockwiseContourIntegral;")
	end := strings.IndexByte(text[:min(len(text), longest)], ';') + 1
	if plain := html.UnescapeString(text[:end]); plain != text[:end] {
		return plain, end
	}
	return "", 0
}

// codeUnit is the number in the four hexadecimal digits at a place of text.
func codeUnit(text string, at int) (uint16, bool) {
	if len(text) < at+4 {
		return 0, false
	}
	n, err := strconv.ParseUint(text[at:at+4], 16, 16)
	return uint16(n), err == nil
}
