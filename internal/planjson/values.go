package planjson

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// withUnknown is a value with what the tree beside it says to be unknown: Terraform leaves such members out, and writes such
// elements as null.
func withUnknown(v, unknown any) any {
	switch u := unknown.(type) {
	case bool:
		if u {
			return statement.Unknown{}
		}
	case map[string]any:
		m, ok := v.(map[string]any)
		if !ok {
			return v
		}
		out := maps.Clone(m)
		for name, below := range u {
			if merged := withUnknown(m[name], below); merged != nil {
				out[name] = merged
			}
		}
		return out
	case []any:
		list, ok := v.([]any)
		if !ok {
			return v
		}
		out := slices.Clone(list)
		for i, below := range u {
			if i < len(out) {
				out[i] = withUnknown(out[i], below)
			}
		}
		return out
	}
	return v
}

// hide is a value without what a mask marks: what counts is whether it is true, and not whether there is something below. A value
// that is marked on the other side of a change is hidden, too, so that it is not told by what it is next to. There, an element may have
// another place.
func hide(v, mask, other any) any {
	if mask == true {
		return hidden(v)
	}
	if v == nil || v == (statement.Unknown{}) {
		return v
	}
	_, isMap := v.(map[string]any)
	_, isList := v.([]any)
	others, maskMap := other.(map[string]any)
	_, maskList := other.([]any)
	if other == true || hides(other) && (isMap != maskMap || isList != maskList) { // all of this value, or one of another shape
		return hidden(v)
	}
	switch v := v.(type) {
	case map[string]any:
		own, _ := mask.(map[string]any)
		out := make(map[string]any, len(v))
		for name, below := range v {
			out[name] = hide(below, own[name], others[name])
		}
		for name, below := range own { // values that are left out, because they are unknown or null
			if _, there := v[name]; !there && below == true {
				out[name] = hidden(nil)
			}
		}
		return out
	case []any:
		own, _ := mask.([]any)
		anywhere := anyElement(other)
		out := make([]any, len(v))
		for i, below := range v {
			out[i] = hide(below, element(own, i), anywhere)
		}
		return out
	}
	return v
}

func element(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// anyElement is a mask that hides what the mask of any element of a list hides.
func anyElement(mask any) any {
	var out any
	list, _ := mask.([]any)
	for _, m := range list {
		out = join(out, m)
	}
	return out
}

// join is a mask that hides what either of two hides. Where they are of two shapes, it hides all.
func join(a, b any) any {
	x, isMap := a.(map[string]any)
	y, bothMaps := b.(map[string]any)
	p, isList := a.([]any)
	q, bothLists := b.([]any)
	switch {
	case isMap && bothMaps:
		out := maps.Clone(x)
		for name, below := range y {
			out[name] = join(out[name], below)
		}
		return out
	case isList && bothLists:
		return []any{join(anyElement(p), anyElement(q))}
	case !hides(a):
		return b
	case !hides(b):
		return a
	}
	return true
}

// hides says that a mask hides anything.
func hides(mask any) bool {
	switch m := mask.(type) {
	case bool:
		return m
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(m)), hides)
	case []any:
		return slices.ContainsFunc(m, hides)
	}
	return false
}

// hiddenIn are the scalars in a value that a mask marks, as texts.
func hiddenIn(v, mask any, marked bool) []string {
	marked = marked || mask == true
	var out []string
	switch v := v.(type) {
	case map[string]any:
		own, _ := mask.(map[string]any)
		for name, below := range v {
			out = append(out, hiddenIn(below, own[name], marked)...)
		}
	case []any:
		own, _ := mask.([]any)
		for i, below := range v {
			out = append(out, hiddenIn(below, element(own, i), marked)...)
		}
	case string:
		if marked && v != "" {
			return []string{v}
		}
	case json.Number:
		if marked {
			return []string{v.String()}
		}
	}
	return out
}

// key makes digests that mean nothing outside this process.
var key = rand.Text()

// hidden stands for a value that must not be shown. What is not known yet is always another one.
func hidden(v any) statement.Hidden {
	mac := hmac.New(sha256.New, []byte(key))
	digest(mac, v)
	return statement.Hidden{Digest: hex.EncodeToString(mac.Sum(nil))}
}

// digest writes a value so that equal ones are written equally, and others are not.
func digest(to io.Writer, v any) {
	write := func(format string, args ...any) { _, _ = fmt.Fprintf(to, format, args...) } // a digest takes everything
	switch v := v.(type) {
	case map[string]any:
		write("{")
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if v[name] != nil {
				write("%q:", name)
				digest(to, v[name])
			}
		}
		write("}")
	case []any:
		write("[")
		for _, e := range v {
			digest(to, e)
			write(",")
		}
		write("]")
	case json.Number:
		if n, ok := number(v); ok {
			write("%s", n.Text('p', 0))
			return
		}
		write("%q", v.String())
	case statement.Unknown:
		write("?%s", rand.Text())
	default:
		write("%#v", v)
	}
}

// hiddenDiffers says that two values differ in something that is hidden in one of them.
func hiddenDiffers(before, after any) bool {
	_, hiddenBefore := before.(statement.Hidden)
	_, hiddenAfter := after.(statement.Hidden)
	if hiddenBefore || hiddenAfter {
		return before != after
	}
	switch b := before.(type) {
	case map[string]any:
		a, ok := after.(map[string]any)
		if !ok {
			return false
		}
		for name := range union(b, a) {
			if hiddenDiffers(b[name], a[name]) {
				return true
			}
		}
	case []any:
		a, ok := after.([]any)
		if !ok {
			return false
		}
		for i := range max(len(a), len(b)) {
			if hiddenDiffers(element(b, i), element(a, i)) {
				return true
			}
		}
	}
	return false
}

func union(a, b map[string]any) map[string]bool {
	out := make(map[string]bool, len(a))
	for name := range a {
		out[name] = true
	}
	for name := range b {
		out[name] = true
	}
	return out
}

// same says that two values are equal; a number may be spelled in several ways. What is known after apply only is never the same.
func same(a, b any) bool {
	switch x := a.(type) {
	case statement.Unknown:
		return false
	case json.Number:
		y, ok := b.(json.Number)
		return ok && (x == y || sameNumber(x, y))
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok {
			return false
		}
		for name := range union(x, y) { // a member that is left out is null
			if !same(x[name], y[name]) {
				return false
			}
		}
		return true
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, same)
	}
	return reflect.DeepEqual(a, b)
}

// sameNumber compares numbers.
func sameNumber(a, b json.Number) bool {
	x, okX := number(a)
	y, okY := number(b)
	return okX && okY && x.Cmp(y) == 0
}

// number is a number as Terraform keeps it, with 512 bits.
func number(n json.Number) (*big.Float, bool) {
	return new(big.Float).SetPrec(512).SetString(n.String())
}

// redact replaces a secret in a text. A short one is replaced only where it stands alone, because it may be part of any word.
func redact(text, secret string) string {
	const short = 4
	placeholder := statement.Hidden{}.String()
	if len(secret) >= short {
		return strings.ReplaceAll(text, secret, placeholder)
	}
	var b strings.Builder
	for {
		i := strings.Index(text, secret)
		if i < 0 {
			return b.String() + text
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(secret):])
		b.WriteString(text[:i])
		if wordRune(before) || wordRune(after) {
			b.WriteString(secret)
		} else {
			b.WriteString(placeholder)
		}
		text = text[i+len(secret):]
	}
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
