// Package validate checks a configuration against a field tree before anything is sent: everything that can be known
// from the values alone. Unknown values are never complained about.
package validate

import (
	"fmt"
	"math/big"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Finding is something wrong with a value. A warning marks what this version cannot know for sure: values that the
// vendor may have added, checks stricter than the vendor's documents.
type Finding struct {
	Path    path.Path
	Warning bool
	// IfNew marks an error that is none where the API has the value already: a server that knows more than this version
	// answers what no configuration would say, and an import must take it.
	IfNew           bool
	Summary, Detail string
}

// Config checks the attributes of an object.
func Config(t *field.Tree, attrs map[string]any) []Finding {
	v := &validator{}
	v.object(t.Root, attrs, path.Empty())
	return v.findings
}

type validator struct{ findings []Finding }

func (v *validator) errorf(p path.Path, summary, format string, args ...any) {
	v.findings = append(v.findings, Finding{Path: p, Summary: summary, Detail: fmt.Sprintf(format, args...)})
}

// newf is errorf for what some answer of the API may have all the same.
func (v *validator) newf(p path.Path, summary, format string, args ...any) {
	v.errorf(p, summary, format, args...)
	v.findings[len(v.findings)-1].IfNew = true
}

func (v *validator) warnf(p path.Path, summary, format string, args ...any) {
	v.findings = append(v.findings, Finding{Path: p, Warning: true, Summary: summary, Detail: fmt.Sprintf(format, args...)})
}

func (v *validator) value(n *field.Node, value any, p path.Path) {
	switch value := value.(type) {
	case map[string]any:
		v.object(n, value, p)
	case []any:
		v.repeats(n, value, p)
		for i, e := range value {
			if e == nil {
				v.errorf(p.AtListIndex(i), "Null in a list", "A list must not hold null: remove the element, for example with compact() or a condition in a for expression.")
				continue
			}
			v.value(n.Elem, e, p.AtListIndex(i))
		}
	case string:
		v.text(n, value, p)
	case bool:
		if n.Kind == field.Link && !value {
			v.errorf(p, "Not a way to unlink", "%s takes only true, which takes the value from the parent policy. To stop inheriting, remove it and set the properties.", n.Name)
		}
	case *big.Float:
		v.number(n, value, p)
	}
}

func (v *validator) number(n *field.Node, value *big.Float, p path.Path) {
	bits := 64
	if n.Kind == field.Int && n.Bits == 0 {
		bits = 32
	}
	limit := new(big.Float).SetMantExp(big.NewFloat(1), bits-1)
	least, bounded := n.Min.(int64)
	switch {
	case bounded && value.Cmp(new(big.Float).SetInt64(least)) < 0:
		v.errorf(p, "Number too small", "%s is %s; the least is %d.", n.Name, codec.NumberText(value), least)
	case n.Kind != field.Int && n.Kind != field.Local:
	case !value.IsInt():
		v.errorf(p, "Not a whole number", "%s is %s; it must be a whole number.", n.Name, codec.NumberText(value))
	case value.Cmp(limit) >= 0 || value.Cmp(limit.Neg(limit)) < 0:
		v.errorf(p, "Number too large", "%s is %s, which does not fit into %d bits.", n.Name, codec.NumberText(value), bits)
	}
}

func (v *validator) object(n *field.Node, attrs map[string]any, p path.Path) {
	v.union(n, n, attrs, p)
	v.inlines(n, attrs, p)
	v.bounds(attrs, p)
	for _, a := range codec.Attributes(n) {
		if a.Sensitive && isSet(attrs[a.Name]) && attrs[codec.VersionName(a)] == nil {
			v.warnf(p.AtName(a.Name), "Secret without a version", "%s is sent when the object is made, and never again: Terraform keeps no secrets and cannot see a new one. Set %s, and raise it whenever the secret shall be sent.", a.Name, codec.VersionName(a))
		}
		v.value(a, attrs[a.Name], p.AtName(a.Name))
	}
}

// union checks that at most one branch of a choice is set, and that one is where nothing else can make sense of the
// object. Branches that are unknown may turn out null.
func (v *validator) union(n, level *field.Node, attrs map[string]any, p path.Path) {
	for _, a := range level.Attrs {
		if a.Kind == field.Inline {
			v.union(n, a, attrs, p)
		}
	}
	if !slices.ContainsFunc(level.Attrs, func(a *field.Node) bool { return a.Choice }) {
		return
	}
	var all, set []string
	for _, a := range level.Attrs {
		if !a.Choice {
			continue
		}
		names := branch(a)
		all = append(all, anyOf(names))
		if i := slices.IndexFunc(names, func(name string) bool { return isSet(attrs[name]) }); i >= 0 {
			set = append(set, names[i])
		}
	}
	switch {
	case len(set) > 1:
		v.errorf(p.AtName(set[1]), "Only one of these can be set", "%s and %s exclude each other: remove one.", set[0], set[1])
	case len(set) > 0 || codec.HasUnknown(attrs) || hasSibling(n, level) || len(p.Steps()) == 0:
	case isElement(p):
		// A server that knows more branches than the tree makes elements that read like this; they cannot be left out.
		v.warnf(p, "One of these should be set", "%s has none of %s. If the API has it so, leave it.", p, strings.Join(all, "; "))
	case n.Mode == field.Required: // such an object cannot be left out either
		v.newf(p, "One of these must be set", "Set exactly one of %s.", strings.Join(all, "; "))
	default:
		v.errorf(p, "One of these must be set", "Set exactly one of %s, or remove %s altogether.", strings.Join(all, "; "), p)
	}
}

func isElement(p path.Path) bool {
	last, _ := p.Steps().LastStep()
	_, ok := last.(path.PathStepElementKeyInt)
	return ok
}

// inlines checks what the schema cannot: attributes of a wrapper that exists only on the wire are optional there, and
// those that the API requires must be set as soon as another one is.
func (v *validator) inlines(level *field.Node, attrs map[string]any, p path.Path) {
	for _, a := range level.Attrs {
		if a.Kind != field.Inline {
			continue
		}
		v.inlines(a, attrs, p)
		names := branch(a)
		i := slices.IndexFunc(names, func(name string) bool { return isSet(attrs[name]) })
		for _, c := range a.Attrs {
			if i >= 0 && c.Mode == field.Required && c.Kind != field.Inline && attrs[c.Name] == nil {
				v.errorf(p.AtName(names[i]), "Another attribute is missing", "%s cannot be set without %s.", names[i], c.Name)
			}
		}
	}
}

// isSet says that a value is surely not null.
func isSet(value any) bool {
	_, unknown := value.(codec.Unknown)
	return value != nil && !unknown
}

// branch names the attributes of one branch.
func branch(a *field.Node) []string {
	if a.Kind != field.Inline {
		return []string{a.Name}
	}
	var names []string
	for _, c := range codec.Attributes(a) {
		names = append(names, c.Name)
	}
	return names
}

// anyOf names a branch in a message.
func anyOf(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return "any of " + strings.Join(names, ", ")
}

// hasSibling says that the object has attributes outside the choice.
func hasSibling(n, level *field.Node) bool {
	inChoice := 0
	for _, a := range level.Attrs {
		if a.Choice {
			inChoice += len(branch(a))
		}
	}
	return len(codec.Attributes(n)) > inChoice
}

// bounds checks ranges.
func (v *validator) bounds(attrs map[string]any, p path.Path) {
	lo, okLo := attrs["min"].(*big.Float)
	hi, okHi := attrs["max"].(*big.Float)
	if okLo && okHi && lo.Cmp(hi) > 0 {
		v.newf(p, "Range upside down", "min (%s) is greater than max (%s).", lo.Text('g', -1), hi.Text('g', -1))
	}
}

var (
	uuid      = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	airline   = regexp.MustCompile(`^[A-Z0-9]{2}$`)
	timeLocal = regexp.MustCompile(`^([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9])?$`) // the vendor's hours go up to 24
)

func (v *validator) text(n *field.Node, s string, p path.Path) {
	if n.Enum != nil {
		v.enum(n.Enum, s, p)
	}
	if n.Kind == field.JSON {
		switch doc, err := codec.ParseJSON([]byte(s)); {
		case err != nil:
			v.errorf(p, "Not valid JSON", "The text is not one JSON value: %v. jsonencode() writes valid JSON.", err)
		case doc == nil:
			v.errorf(p, "Null is not a value", "The JSON text null is never sent to the API. Leave the attribute out, or set it to null without jsonencode().")
		}
		return
	}
	switch n.Format {
	case field.Currency:
		v.currency(s, p)
	case field.Country:
		v.country(s, 2, p)
	case field.AnyCountry:
		v.country(s, 3, p)
	case field.UUID:
		if !uuid.MatchString(s) {
			// No error: a mocked provider makes up ids of its own.
			v.warnf(p, "Unusual id", "%q is not a UUID of the form 4974a66b-7493-4f41-908c-58ba81093947, as the API's ids are.", s)
		}
	case field.Email:
		if !isEmail(s) {
			v.errorf(p, "Not a mail address", "%q is not a mail address of the form name@example.com.", s)
		}
	case field.Mailbox:
		if !isEmail(s) {
			v.warnf(p, "Unusual mail address", "%q does not look like a mail address of the form name@example.com.", s)
		}
	case field.Date:
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			v.errorf(p, "Not a date", "%q is not a date of the form 2006-01-31.", s)
		}
	case field.TimeLocal:
		if !timeLocal.MatchString(s) {
			v.errorf(p, "Not a time of day", "%q is not a local time of the form 22:30 or 22:30:00.", s)
		}
	case field.DateTime:
		if !isDateTime(s) {
			v.errorf(p, "Not a date and time", "%q is not an RFC 3339 date and time such as 2006-01-31T15:04:05Z.", s)
		}
	case field.Airline:
		if !airline.MatchString(s) {
			v.warnf(p, "Unusual airline code", "%q does not look like an IATA airline code: two characters, such as \"LH\" or \"U2\".", s)
		}
	case field.Language:
		if _, err := language.Parse(s); err != nil {
			v.warnf(p, "Unusual language tag", "%q does not look like a BCP 47 language tag, such as \"en\" or \"pt-BR\".", s)
		}
	}
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && (a.Address == s || (&mail.Address{Address: a.Address}).String() == "<"+s+">") // quoted: "a b"@example.com
}

// isDateTime accepts RFC 3339, and what the vendor's documents allow beyond it and the API answers: times without seconds,
// and 24 o'clock.
func isDateTime(s string) bool {
	s = strings.Replace(s, "T24:00", "T00:00", 1)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// ISO 4217 has changed since the library's tables were made.
var (
	newCurrencies = []string{"MRU", "SLE", "UYW", "VED", "VES", "XAD", "XCG", "ZWG"}
	oldCurrencies = []string{"ANG", "BGN", "CUC", "HRK", "MRO", "SLL", "STD", "VEF"}
)

// currencies are the codes in use, by the library's tables.
var currencies = sync.OnceValue(func() map[string]bool {
	found := map[string]bool{}
	for units := currency.Query(currency.NonTender); units.Next(); {
		found[units.Unit().String()] = true
	}
	return found
})

// currency refuses codes that never existed and warns of those that were withdrawn.
func (v *validator) currency(s string, p path.Path) {
	code := strings.ToUpper(s)
	_, err := currency.ParseISO(code)
	switch {
	case slices.Contains(newCurrencies, code):
	case err != nil:
		v.errorf(p, "Unknown currency", "%q is not an ISO 4217 currency code, such as \"EUR\" or \"USD\".", s)
	case !currencies()[code] || slices.Contains(oldCurrencies, code):
		v.warnf(p, "Withdrawn currency", "%q is an ISO 4217 code that is no longer in use. The API decides whether it accepts it.", s)
	}
}

// withdrawnCountries were never given to a single successor, which is how the library tells the others.
var withdrawnCountries = []string{"AN", "CS", "NT", "SU", "YU"}

// country refuses codes that never were a country's and warns of those that are not now, of up to the given number of
// letters. An empty one is what APIs answer for an address without a country.
func (v *validator) country(s string, letters int, p path.Path) {
	code := strings.ToUpper(s)
	r, err := language.ParseRegion(code)
	switch {
	case s == "":
		v.warnf(p, "Empty country", "The country is empty. If the API has it so, leave it; else set an ISO 3166-1 code, such as \"DE\" or \"US\".")
	case err != nil || len(s) < 2 || len(s) > letters || !r.IsCountry():
		v.errorf(p, "Unknown country", "%q is not an ISO 3166-1 country code, such as \"DE\" or \"US\".", s)
	case r.Canonicalize() != r || slices.Contains(withdrawnCountries, r.String()):
		v.warnf(p, "Not a country's code today", "%q is reserved or withdrawn in ISO 3166-1. The API decides whether it accepts it.", s)
	}
}

func (v *validator) enum(e *field.Enum, s string, p path.Path) {
	if slices.Contains(e.Values, s) {
		return
	}
	for _, known := range e.Values {
		if strings.EqualFold(known, s) {
			v.errorf(p, "Wrong case", "%q is written %q.", s, known)
			return
		}
	}
	hint := ""
	if near := nearest(e.Values, s); near != "" {
		hint = fmt.Sprintf(" Did you mean %q?", near)
	}
	if e.Closed {
		v.errorf(p, "Unknown value", "%q is none of the possible values: %s.%s", s, strings.Join(e.Values, ", "), hint)
		return
	}
	v.warnf(p, "Unknown value", "%q is none of the documented values: %s.%s The API decides whether it accepts it.", s, strings.Join(e.Values, ", "), hint)
}

// nearest is the value with the smallest edit distance, if that is near enough to be a slip.
func nearest(values []string, s string) string {
	best, bestDistance := "", 1+len(s)/3
	for _, v := range values {
		if d := distance(strings.ToUpper(v), strings.ToUpper(s)); d <= bestDistance && (best == "" || d < bestDistance) {
			best, bestDistance = v, d
		}
	}
	return best
}

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
