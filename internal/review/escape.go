package review

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostRunes is how long a value may be before its end is left out.
const mostRunes = 2000

// clean is a text in one line, without what a terminal or a page would obey: control characters, and those that turn the direction
// of writing around.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "↵", "\n", "↵", "\r", "↵", "\u2028", "↵", "\u2029", "↵", "\u0085", "↵", "\t", " ").Replace(strings.ToValidUTF8(s, "\ufffd"))
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) {
			return '\ufffd'
		}
		return r
	}, s))
	if n := utf8.RuneCountInString(s); n > mostRunes {
		s = fmt.Sprintf("%s… (%d more characters)", string([]rune(s)[:mostRunes]), n-mostRunes)
	}
	return s
}

// A zero-width space behind what begins a mention, a reference, a link or an emoji keeps GitHub and GitLab from seeing one: they look
// for those in the text of the page, where a backslash is gone.
const apart = "&#8203;"

var (
	// marks are what Markdown, HTML or math reads. What only counts at the beginning of a line is not among them, because no line begins
	// with a text that was escaped.
	marks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "#", `\#`,
		"<", "&lt;", ">", "&gt;", "&", "&amp;", "|", "&#124;", "$", "&#36;")
	// references are @name, #1, !1, $1, %1, &1, ~label, ^alert, GH-1, addresses of pages and :emoji:.
	references = regexp.MustCompile(`@|[#!$%&~^](?:[\pL\pN_"#\[]|$)|(?i:\bGH-)|://|(?i:\bwww)\.|(?i:\bmailto):|:[a-z0-9_+-]+:`)
)

// markdown is a text for the inside of a line, a cell or a heading: it reads as it is, and means nothing.
func markdown(s string) string {
	s = clean(s)
	var b strings.Builder
	for {
		at := references.FindStringIndex(s)
		if at == nil {
			return b.String() + marks.Replace(s)
		}
		// What begins the reference, and then the rest once more: it may begin another one.
		begin := at[0] + 1
		switch found := strings.ToLower(s[at[0]:at[1]]); {
		case strings.HasPrefix(found, "gh-"), strings.HasPrefix(found, "mailto"):
			begin = at[1]
		case strings.HasPrefix(found, "www"):
			begin = at[1] - 1
		}
		b.WriteString(marks.Replace(s[:begin]) + apart)
		s = s[begin:]
	}
}
