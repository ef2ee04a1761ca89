package spelling

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Blank says that a text says nothing: it is empty, or white space and invisible characters are all it has.
func Blank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// Bare says that a text says nothing to those who take it for HTML: it is blank without its markup and with its entities
// resolved.
func Bare(text string) bool { return Blank(plain(unmarked(text, nothing))) }

// SameWords says that one text may be what a server that knows HTML made of the other: both have a reading in common. They
// may differ in white space, in escapes and in markup.
func SameWords(a, b string) bool {
	if a == b {
		return true
	}
	theirs := readings(b)
	return slices.ContainsFunc(readings(a), func(r string) bool { return slices.Contains(theirs, r) })
}

// Gist is what is left of a text where an API takes all in angle brackets for markup and drops it. It may be that of a text
// with other words too.
func Gist(text string) string {
	return bracketed.ReplaceAllString(plain(unmarked(text, nothing)), "")
}

// readings are a text as it stands, without its markup as browsers show it, and with the markup just left out. Markup is
// told before entities are resolved: what a server escaped is no markup. Nothing but markup has no reading without it.
func readings(text string) []string {
	text = Canonical(text)
	found := []string{visible(text)}
	for _, replacement := range []func(element string) string{asShown, nothing} {
		if r := visible(unmarked(text, replacement)); r != "" {
			found = append(found, r)
		}
	}
	return found
}

// visible are the words of a text without the characters that have no look of their own.
func visible(text string) string {
	return Words(strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) || unicode.IsSpace(r) {
			return r
		}
		return -1
	}, plain(text)))
}

var (
	// tag is what may be an HTML tag, with its name.
	tag = regexp.MustCompile(`<(/?)([A-Za-z][A-Za-z0-9-]*)(?:\s(?:"[^"]*"|'[^']*'|[^<>"'])*)?/?>`)
	// bracketed is what a careless server takes for a tag.
	bracketed = regexp.MustCompile(`<[^<>]*>`)

	// lone are the elements that have no end.
	lone = []string{"br", "hr", "img", "wbr"}
	// block are the elements that separate words. Unknown ones do not.
	block = []string{"blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
		"table", "td", "th", "tr", "ul"}
)

// unmarked replaces the markup in a text. A tag is markup where its element has no end, or where the text has its other half
// too: people write <zoe@acme.example>, <name> and a <b, and mean it.
func unmarked(text string, replacement func(element string) string) string {
	tags := tag.FindAllStringSubmatchIndex(text, -1)
	element := func(t []int) string { return strings.ToLower(text[t[4]:t[5]]) }
	halves := map[string]bool{}
	for _, t := range tags {
		halves[text[t[2]:t[3]]+element(t)] = true
	}
	var b strings.Builder
	end := 0
	for _, t := range tags {
		if e := element(t); slices.Contains(lone, e) || (halves[e] && halves["/"+e]) {
			b.WriteString(text[end:t[0]] + replacement(e))
			end = t[1]
		}
	}
	return b.String() + text[end:]
}

func nothing(string) string { return "" }

// asShown separates words where a browser does.
func asShown(element string) string {
	if slices.Contains(block, element) {
		return " "
	}
	return ""
}
