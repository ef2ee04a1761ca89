package httpx_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// eachRune is text with every character escaped.
func eachRune(escape func(r rune) string) func(string) string {
	return func(text string) string {
		var b strings.Builder
		for _, r := range text {
			b.WriteString(escape(r))
		}
		return b.String()
	}
}

func eachByte(format string) func(string) string {
	return func(text string) string {
		var b strings.Builder
		for i := range len(text) {
			fmt.Fprintf(&b, format, text[i])
		}
		return b.String()
	}
}

func units(format string) func(r rune) string {
	return func(r rune) string {
		var b strings.Builder
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, format, unit)
		}
		return b.String()
	}
}

func inJSON(escapeHTML bool) func(string) string {
	return func(text string) string {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(escapeHTML)
		if err := e.Encode(text); err != nil {
			panic(err)
		}
		quoted := strings.TrimSpace(b.String())
		return quoted[1 : len(quoted)-1]
	}
}

func then(encoders ...func(string) string) func(string) string {
	return func(text string) string {
		for _, encode := range encoders {
			text = encode(text)
		}
		return text
	}
}

func lowerEscapes(text string) string {
	return percent.ReplaceAllStringFunc(text, strings.ToLower)
}

// encoders are how a value comes back in what servers and proxies write.
var encoders = map[string]func(string) string{
	"as it is":           func(s string) string { return s },
	"form":               url.QueryEscape,
	"path":               url.PathEscape,
	"form, lower case":   then(url.QueryEscape, lowerEscapes),
	"path, lower case":   then(url.PathEscape, lowerEscapes),
	"percent":            eachByte("%%%02X"),
	"percent, lower":     eachByte("%%%02x"),
	"HTML":               html.EscapeString,
	"HTML template":      template.HTMLEscapeString,
	"HTML, decimal":      eachRune(func(r rune) string { return fmt.Sprintf("&#%d;", r) }),
	"HTML, hexadecimal":  eachRune(func(r rune) string { return fmt.Sprintf("&#x%04x;", r) }),
	"JSON":               inJSON(true),
	"JSON, not for HTML": inJSON(false),
	"JSON with \\/":      then(inJSON(true), func(s string) string { return strings.ReplaceAll(s, "/", `\/`) }),
	"JSON, lower case":   eachRune(units(`\u%04x`)),
	"JSON, upper case":   eachRune(units(`\u%04X`)),
	"JSON on a page":     then(inJSON(false), html.EscapeString),
	"JSON in JSON":       then(inJSON(true), inJSON(true)),
	"form on a page":     then(url.QueryEscape, html.EscapeString),
	"JSON in a form":     then(inJSON(true), url.QueryEscape),
	"page in JSON":       then(html.EscapeString, inJSON(true)),
	"Base64":             func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"Base64 for URLs":    func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"Basic":              func(s string) string { return base64.StdEncoding.EncodeToString([]byte("id:" + s)) },
	"Basic, longer":      func(s string) string { return base64.StdEncoding.EncodeToString([]byte("user:" + s)) },
	"Base64 in a form":   func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) },
}

var (
	percent = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	quoted  = regexp.MustCompile(`(\\u[0-9A-Fa-f]{4})+|\\["\\/bfnrt]`)
	base    = regexp.MustCompile(`[0-9A-Za-z+/_-]{4,}`)
)

// decoders undo what encoders do, anywhere in a text.
var decoders = []func(string) string{
	html.UnescapeString,
	func(s string) string { return strings.ReplaceAll(s, "+", " ") },
	func(s string) string {
		return percent.ReplaceAllStringFunc(s, func(escape string) string {
			b, err := strconv.ParseUint(escape[1:], 16, 8)
			if err != nil {
				panic(err)
			}
			return string([]byte{byte(b)})
		})
	},
	func(s string) string {
		return quoted.ReplaceAllStringFunc(s, func(escape string) string {
			var plain string
			if err := json.Unmarshal([]byte(`"`+escape+`"`), &plain); err != nil {
				panic(err)
			}
			return plain
		})
	},
	func(s string) string {
		var b strings.Builder
		for _, run := range base.FindAllString(s, -1) {
			run = strings.NewReplacer("-", "+", "_", "/").Replace(run)
			for skip := range 4 {
				data, _ := base64.RawStdEncoding.DecodeString(run[skip:]) // the beginning that can be decoded
				b.Write(data)
				b.WriteByte(' ')
			}
		}
		return b.String()
	},
}

// Whatever writes a secret into a page, and whoever reads it there.
func TestSecrets_everySpelling(t *testing.T) {
	t.Parallel()
	// Characters that are escaped, or part of escapes, are the ones to go wrong.
	character := rapid.RuneFrom([]rune(`abcdef0123456789"'\/<>&%+ =-_.;:#uxXnltgamp`), unicode.Latin, unicode.Han, unicode.So)
	for name, encode := range encoders {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				secret := rapid.StringOfN(character, 4, 40, -1).Draw(t, "secret")
				around := rapid.SampledFrom([][2]string{
					{"", ""}, {"Bad value ", " (line 1)"}, {`{"v": "`, `"}`}, {`<b title="`, `">&copy;</b>`}, {"<p>100% &amp; ", "</p>"}, {"?a=1&b=", "&c=%20"},
				}).Draw(t, "around")
				written := encode(secret)
				if strings.Contains(around[0]+" "+around[1], secret) {
					t.Skip("the page has it anyway")
				}
				var s httpx.Secrets
				s.Add(secret)
				got := s.Redact(around[0] + written + around[1])
				if strings.Contains(got, written) {
					t.Fatalf("%q still contains %q", got, written)
				}
				for _, a := range decoders {
					for _, b := range decoders {
						for _, text := range []string{got, a(got), b(a(got))} {
							if strings.Contains(text, secret) {
								t.Fatalf("%q still says %q: %q", got, secret, text)
							}
						}
					}
				}
			})
		})
	}
}

// What is no secret stays, character by character, whatever is unescaped in between.
func TestSecrets_leavesTheRest(t *testing.T) {
	t.Parallel()
	var s httpx.Secrets
	s.Add(`p"ss&w/rd`, "100%25")
	for in, want := range map[string]string{
		`&lt;a href=&#34;?q=%2B&#34;&gt;p&#34;ss&amp;w/rd&lt;/a&gt;`: `&lt;a href=&#34;?q=%2B&#34;&gt;***&lt;/a&gt;`,
		`{"a": "\u00e9\\", "v": "p\"ss\u0026w\/rd", "b": "\ud83d"}`:  `{"a": "\u00e9\\", "v": "***", "b": "\ud83d"}`,
		`v=p%22ss%26w%2frd&x=%%2`:                                    `v=***&x=%%2`,
		`100%25 100%2525 100%2 100%`:                                 `*** *** 100%2 100%`,
		`\`:                                                          `\`,
		`"p&quot;ss&w/rd\"`:                                          `"***\"`,
	} {
		if got := s.Redact(in); got != want {
			t.Errorf("Redact(%s) = %s, want %s", in, got, want)
		}
	}
}

func BenchmarkRedact(b *testing.B) {
	var s httpx.Secrets
	s.Add(strings.Repeat("client-secret/", 4), strings.Repeat("eyJhbGciOiJSUzI1NiJ9.", 60), "a chat password")
	for name, part := range map[string]string{
		"JSON":    `{"name": "Engineering", "id": "2f1c9a40-0000", "cabin": "ECONOMY", "list": ["a", "b", 12]}, `,
		"escapes": `&lt;p&gt;%7B\"name\"%3A \u0041&amp;quot;`,
	} {
		for _, size := range []int{1 << 10, 1 << 15, 1 << 20, 1 << 23} {
			text := strings.Repeat(part, size/len(part)+1)[:size]
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					s.Redact(text)
				}
			})
		}
	}
}
