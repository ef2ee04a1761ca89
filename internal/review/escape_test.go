package review

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"
)

var gfm = goldmark.New(goldmark.WithExtensions(extension.GFM))

// hostileText draws texts of what Markdown, GitHub and GitLab react to.
func hostileText() *rapid.Generator[string] {
	pieces := []string{"@", "#", "!", "$", "%", "&", "~", "^", "|", "\\", "`", "``", "*", "**", "_", "[", "]", "(", ")", "<", ">", "<b>", "</details>", "<!--", "-->", "&amp;", "&#64;",
		"http://x.example", "https://", "www.x.example", "mailto:a@b.example", "a@b.example", "GH-", "gh-1", ":", ":tada:", "+1", "-", "=", "1.", "- ", "# ", "> ", "---", "~~", "\n", "\r\n", "\t", "/close",
		"\u202e", "\u200b", "\x1b[31m", "\xff", " ", "  ", "a", "Z", "9", "0", "x", "ü", "東", "'", "\"", "{", "}", ",", ".", ";", "/"}
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12), func(p []string) string { return strings.Join(p, "") })
}

// special is what GitHub and GitLab look for in the text of a page.
var special = regexp.MustCompile(`@[\pL\pN_]|[#!$%&~^][\pL\pN_"]|(?i)\bgh-\d|://|(?i)\bwww\.|:[a-z0-9_+-]+:`)

// In each place of a report a text reads as it is, and is nothing else: no markup, no link, no mention, no other line.
func TestMarkdown_property(t *testing.T) {
	for place, wrap := range map[string]func(string) string{
		"heading": func(s string) string { return "### Policy: " + s + "\n" },
		"cell":    func(s string) string { return "| Rule | Value |\n| --- | --- |\n| x | " + s + " |\n" },
		"first":   func(s string) string { return "| Rule | Value |\n| --- | --- |\n| " + s + " | x |\n" },
		"list":    func(s string) string { return "- Department **x**: " + s + " <sub>y</sub>\n" },
		"bold":    func(s string) string { return "- Department **x " + s + "x**: y\n" },
		"address": func(s string) string { return "Applies to x <sub>" + s + "</sub>\n" },
		"note":    func(s string) string { return "> x " + s + "\n" },
	} {
		t.Run(place, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s := hostileText().Draw(t, "text")
				escaped := markdown(s)
				if strings.ContainsAny(escaped, "\n\r|") {
					t.Fatalf("%q has another line or cell", escaped)
				}
				source := wrap("·" + escaped + "·")
				got, tags := page(t, source)
				if want := "·" + clean(s) + "·"; !strings.Contains(strings.ReplaceAll(got, "\u200b", ""), strings.ReplaceAll(want, "\u200b", "")) {
					t.Fatalf("%q reads as %q, want %q", source, got, want)
				}
				if _, plain := page(t, wrap("··")); !slices.Equal(tags, plain) {
					t.Fatalf("%q has the markup %q", source, tags)
				}
				if found := special.FindString(got); found != "" {
					t.Fatalf("%q has %q", source, found)
				}
			})
		})
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// page is the text of a page, and its markup.
func page(t *rapid.T, source string) (text string, tags []string) {
	var b bytes.Buffer
	if err := gfm.Convert([]byte(source), &b); err != nil {
		t.Fatal(err)
	}
	return html.UnescapeString(tag.ReplaceAllString(b.String(), "")), tag.FindAllString(b.String(), -1)
}

func TestClean(t *testing.T) {
	for s, want := range map[string]string{
		" a\tb ":                         "a b",
		"a\nb\r\nc\u2028d":               "a↵b↵c↵d",
		"\x1b[31mred":                    "\ufffd[31mred",
		"\u202eabc\xff":                  "\ufffdabc\ufffd",
		strings.Repeat("ü", mostRunes+3): strings.Repeat("ü", mostRunes) + "… (3 more characters)",
	} {
		if got := clean(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
