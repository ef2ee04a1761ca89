package spelling_test

import (
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

var anyTag = regexp.MustCompile(`<[^<>]*>`)

// servers are what APIs make of a text without another word in it.
var servers = map[string]func(string) string{
	"as it is":         func(s string) string { return s },
	"named entities":   html.EscapeString,
	"decimal entities": func(s string) string { return numeric(s, "&#%d;") },
	"hex entities":     func(s string) string { return numeric(s, "&#x%X;") },
	"every character":  func(s string) string { return escaped(s, "&#%d;", func(rune) bool { return true }) },
	"escaped twice":    func(s string) string { return html.EscapeString(html.EscapeString(s)) },
	"unescaped":        html.UnescapeString,
	"nbsp":             func(s string) string { return strings.ReplaceAll(html.EscapeString(s), " ", "&nbsp;") },
	"nbsp character":   func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
	"CRLF":             func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"trimmed":          strings.TrimSpace,
	"one space":        func(s string) string { return strings.Join(strings.Fields(s), " ") },
	"padded":           func(s string) string { return "\ufeff" + s + "\n\u200b" },
	"decomposed":       norm.NFD.String,
	"composed":         norm.NFC.String,
	"paragraph":        func(s string) string { return "<p>" + html.EscapeString(s) + "</p>" },
	"line breaks":      func(s string) string { return strings.ReplaceAll(html.EscapeString(s), "\n", "<br />") },
	"paragraphs": func(s string) string {
		return `<div class="note"><p>` + strings.ReplaceAll(html.EscapeString(s), "\n", "</p><p>") + "</p></div>"
	},
	"links": func(s string) string {
		return strings.ReplaceAll(html.EscapeString(s), "zoe@acme.example", `<a href="mailto:zoe@acme.example" title="a > b">zoe@acme.example</a>`)
	},
}

func numeric(s, format string) string {
	return escaped(s, format, func(r rune) bool { return strings.ContainsRune(`<>&"'`, r) || r > 127 })
}

func escaped(s, format string, which func(rune) bool) string {
	var b strings.Builder
	for _, r := range s {
		if which(r) && !unicode.IsControl(r) { // entities of those mean other characters
			fmt.Fprintf(&b, format, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// notes differ from each other in words.
var notes = []string{
	"Call Zoë first",
	"Call Zoë <zoe@acme.example> first",
	"Call Zoë <max@acme.example> first",
	"Call <Zoë> first",
	"<zoe@acme.example>",
	"<max@acme.example>",
	"a < b > c",
	"a < d > c",
	"a c",
	"a<b",
	"a>b",
	"if a <b and c> d",
	"1 < 2 && 3 > 2; \"quoted\" & 'single'",
	"Use <b> for bold",
	"Use </b> for bold",
	"Use for bold",
	"on site",
	"onsite",
	"R&D",
	"R & D",
	"ß & ü",
	"<name>",
	"One.\nTwo.\n\nThree.",
	"One. Two.",
	"100 %",
	"&",
	"<",
	"<>",
	"...",
	"日本語",
}

func TestSameWords_asServersStoreIt(t *testing.T) {
	for name, store := range servers {
		for _, sent := range notes {
			if stored := store(sent); !spelling.SameWords(stored, sent) {
				t.Errorf("%s: %q is not taken for %q", name, stored, sent)
			}
		}
	}
}

// However it is stored, no note is taken for another one.
func TestSameWords_otherWords(t *testing.T) {
	for name, store := range servers {
		for _, a := range notes {
			for _, b := range notes {
				if stored := store(a); a != b && spelling.SameWords(stored, b) {
					t.Errorf("%s: %q is taken for %q", name, stored, b)
				}
			}
		}
	}
}

func TestSameWords_markup(t *testing.T) {
	for _, c := range []struct {
		stored, sent string
		want         bool
	}{
		// Left out.
		{"Call Zoë, then Max", "Call <b>Zoë</b>, then <i class='x'>Max</i>", true},
		{"Call Zoë & Max", "<p>Call <B>Zoë</b> &amp; Max</P>", true},
		{"One.Two.", "One.<br>Two.", true},
		{"One. Two.", "One.<br/>Two.", true},
		{"One. Two.", "<ul><li>One.</li><li>Two.</li></ul>", true},
		{"Call <zoe@acme.example>", "Call <b><zoe@acme.example></b>", true},
		// Changed.
		{"<p>Call <strong>Zoë</strong>, now.</p><p>Bye.</p>", "Call <b>Zoë</b>, now.\n\nBye.", true},
		// Kept as text.
		{"Call &lt;b&gt;Zoë&lt;/b&gt;", "Call <b>Zoë</b>", true},
		{"<p>Call &lt;b&gt;Zoë&lt;/b&gt;</p>", "Call <b>Zoë</b>", true},
		{"Call <b>Zoë</b>", "Call &lt;b&gt;Zoë&lt;/b&gt;", true},
		{"Call &lt;b&gt;Zoë&lt;/b&gt;", "Call Zoë", false},
		// Nothing but markup is not anything.
		{"<br>", "<hr>", false},
		{"<p></p>", "", false},
		{"", " \u00a0\n", true},
		{"", "x", false},
		{"Call Zoë", "Call <b>Max</b>", false},
	} {
		for _, pair := range [][2]string{{c.stored, c.sent}, {c.sent, c.stored}} {
			if got := spelling.SameWords(pair[0], pair[1]); got != c.want {
				t.Errorf("SameWords(%q, %q) is %v", pair[0], pair[1], got)
			}
		}
	}
}

// Whatever a text is made of, each server's form of it is the same; with another word it is not.
func TestSameWords_random(t *testing.T) {
	words := []string{"call", "Zoë", "<zoe@acme.example>", "<", ">", "&", "a<b", "&amp;", "&lt;x", "\"", "'", "<b>", "</b>", "<br>", "\n", "  ", "日本語", "😀", "x>y", "&nbsp;", "<i>so</i>"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var b strings.Builder
		for range 1 + random.IntN(6) {
			b.WriteString(words[random.IntN(len(words))] + " ")
		}
		sent := b.String()
		if spelling.Bare(sent) {
			continue
		}
		for name, store := range servers {
			stored := store(sent)
			if !spelling.SameWords(stored, sent) || !spelling.SameWords(sent, stored) {
				t.Fatalf("%s: %q is not taken for %q", name, stored, sent)
			}
			if other := sent + "really"; spelling.SameWords(stored, other) {
				t.Fatalf("%s: %q is taken for %q", name, stored, other)
			}
		}
	}
}

// A server that drops whatever is in angle brackets leaves the gist.
func TestGist(t *testing.T) {
	for _, sent := range notes {
		if sent == "<" {
			continue
		}
		if stored := anyTag.ReplaceAllString(sent, ""); !spelling.SameWords(stored, spelling.Gist(sent)) {
			t.Errorf("of %q the server leaves %q, the gist is %q", sent, stored, spelling.Gist(sent))
		}
	}
}

func TestBlank(t *testing.T) {
	for text, want := range map[string][2]bool{ // blank, bare
		"": {true, true}, " ": {true, true}, "\t\r\n": {true, true}, "\u00a0\u2003\u3000\u2028": {true, true}, "\u200b\ufeff\u00ad\u0000": {true, true},
		"x": {false, false}, " . ": {false, false}, "😀": {false, false}, "<zoe@acme.example>": {false, false}, "<": {false, false}, "a < b > c": {false, false},
		"&nbsp;": {false, true}, "&#32;&amp;nbsp;": {false, true}, "<br>": {false, true}, "<p> &nbsp;</p>": {false, true}, "<p><b></b></p><hr/>": {false, true},
		"<p>x</p>": {false, false}, "<b>": {false, false},
	} {
		if got := [2]bool{spelling.Blank(text), spelling.Bare(text)}; got != want {
			t.Errorf("%q is blank, bare: %v, want %v", text, got, want)
		}
	}
}

// Any text is the same as what servers make of it, and nothing is the same as nothing only.
func FuzzSameWords(f *testing.F) {
	for _, note := range notes {
		f.Add(note)
	}
	f.Add("&amp;amp;lt;b&gt &nGt; <a href='x>y'>z</a> \xff\u0308")
	f.Fuzz(func(t *testing.T, text string) {
		spelling.Gist(text)
		if spelling.Blank(text) && !spelling.SameWords(text, "") {
			t.Errorf("%q is not the same as nothing", text)
		}
		if spelling.Bare(text) { // refused before it is compared
			return
		}
		for name, store := range servers {
			stored := store(text)
			if !utf8.ValidString(text) || name == "links" || name == "unescaped" {
				continue
			}
			if !spelling.SameWords(stored, text) {
				t.Errorf("%s: %q is not taken for %q", name, stored, text)
			}
			if spelling.SameWords(stored, "") {
				t.Errorf("%s: %q is nothing", name, stored)
			}
		}
	})
}
