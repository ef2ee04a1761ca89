// Package spelling says when two texts are the same: Unicode has several spellings of one text, and servers keep texts in
// their own way. It is the one place where texts of people, such as names and notes, are compared; ids and codes of
// machines are compared as they are.
package spelling

import (
	"html"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jsonx"
)

// Canonical is what all spellings of a text have in common (NFC). It is how Terraform keeps texts, and like Terraform's it
// is valid UTF-8.
func Canonical(s string) string { return norm.NFC.String(jsonx.Legible(s)) }

// Same says that two texts are equal in Unicode.
func Same(a, b string) bool { return a == b || Canonical(a) == Canonical(b) }

// Variants are the spellings of a text in Unicode to ask a server for that may compare by bytes: composed as Terraform
// keeps it, and, where that is another one, decomposed.
func Variants(s string) []string {
	composed, decomposed := norm.NFC.String(s), norm.NFD.String(s)
	if composed == decomposed {
		return []string{composed}
	}
	return []string{composed, decomposed}
}

// Trimmed is what is left of a text in servers that trim texts or end their lines in another way, in its canonical
// spelling.
func Trimmed(s string) string {
	s = Canonical(s)
	if strings.ContainsRune(s, '\r') {
		s = lineEnds.Replace(s)
	}
	return strings.TrimSpace(s)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Unescaped is what Trimmed leaves of the text that s was before a server escaped it for HTML.
func Unescaped(s string) string { return Trimmed(html.UnescapeString(Canonical(s))) }

// Kept says that stored is the text sent as a server may have kept it: without the white space at its ends, with other
// ends of lines, escaped for HTML. What else differs is a change.
func Kept(stored, sent string) bool {
	is := Trimmed(sent)
	return Trimmed(stored) == is || Unescaped(stored) == is
}

// Words are the words of a text, however they are spaced and escaped: what two texts have in common that could be the same,
// where it is worse to take them for two than for one.
func Words(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }

// plain undoes the escapes for HTML as often as they were made. It composes the text first: "&gt" before a combining mark is an
// escape, and the same text composed, "&gẗ", is not.
func plain(s string) string {
	for range 8 { // nobody escapes a text more often; and each takes a part of the text
		next := html.UnescapeString(Canonical(s))
		if next == s {
			break
		}
		s = next
	}
	return Canonical(s)
}

// Folded is Words without the difference between capitals and small letters.
func Folded(s string) string { return Canonical(strings.ToLower(Words(s))) }
