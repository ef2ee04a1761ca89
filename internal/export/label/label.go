// Package label makes names of resources and files out of the names of objects.
package label

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/text/unicode/norm"
)

// longest is how many characters a label made of one name has at most.
const longest = 48

// letters are those that are written otherwise where they are not to be had, and that Unicode does not take apart.
var letters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "oe", "å", "aa", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ħ", "h", "ı", "i",
	"&", " and ", "+", " plus ", "@", " at ", "'", "", "’", "")

// Of is a label out of a name: small letters, digits and underscores, umlauts as two letters, other letters without their accents.
// Letters of other scripts stay, because Terraform takes them. It is empty where the name has neither letters nor digits.
func Of(name string) string {
	name = letters.Replace(strings.ToLower(norm.NFC.String(name)))
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case fits(unicode.ToLower(r)):
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return cut(norm.NFC.String(b.String()))
}

// fits says that a character may stand in an identifier.
func fits(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && hclsyntax.ValidIdentifier("a"+string(r))
}

// cut shortens a label, at the end of a word where there is one.
func cut(label string) string {
	if utf8.RuneCountInString(label) <= longest {
		return label
	}
	short := string([]rune(label)[:longest])
	if at := strings.LastIndexByte(short, '_'); at > longest/2 {
		short = short[:at]
	}
	return strings.TrimRight(short, "_")
}

// reserved words mean something else where a name could stand.
var reserved = map[string]bool{
	"for": true, "if": true, "in": true, "else": true, "endif": true, "endfor": true, "null": true, "true": true, "false": true,
	"each": true, "count": true, "self": true, "path": true, "local": true, "var": true, "module": true, "data": true, "resource": true,
	"terraform": true, "provider": true, "any": true,
}

// Valid is a label, after that of its kind where it would be none: "2024" is "policy_2024".
func Valid(label, kind string) string {
	switch {
	case label == "":
		return kind
	case reserved[label], !hclsyntax.ValidIdentifier(label):
		return kind + "_" + label
	}
	return label
}

// Taken are labels that are taken.
type Taken map[string]bool

// Take is the label, or the first with a number behind it that is free. It is taken from then on.
func (t Taken) Take(label string) string {
	free := label
	for n := 2; t[free]; n++ {
		free = fmt.Sprintf("%s_%d", label, n)
	}
	t[free] = true
	return free
}
