// Package validate checks a configuration against a field tree before anything is sent: everything that can be known
// from the values alone. Unknown values are never complained about.
package validate

import (
	"fmt"
	"maps"
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

// Config checks the attributes of an object.
func Config(t *field.Tree, attrs map[string]any) Findings {
	v := &validator{}
	v.object(nil, t.Root, attrs, path.Empty())
	return v.Findings
}

// Arguments checks the arguments of a data source. One that is empty would find nothing, or everything.
func Arguments(t *field.Tree, attrs map[string]any) Findings {
	v := &validator{filled: true}
	v.object(nil, t.Root, attrs, path.Empty())
	return v.Findings
}

type validator struct {
	Findings
	// filled says that all strings have to say something.
	filled bool
}

// value checks a value that is not null of an attribute or element of parent.
func (v *validator) value(parent, n *field.Node, value any, p path.Path) {
	switch value := value.(type) {
	case map[string]any:
		v.object(parent, n, value, p)
	case codec.Map:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if n.Enum != nil {
				v.enum(n.Enum, name, p.AtMapKey(name))
			}
		}
	case []any:
		v.repeats(n, value, p)
		for i, e := range value {
			if e == nil {
				v.Errorf(p.AtListIndex(i), "Null in the list "+name(p),
					"A list must not hold null: remove the element, for example with compact() or a condition in a for expression.")
				continue
			}
			v.value(n, n.Elem, e, p.AtListIndex(i))
		}
	case string:
		v.text(n, value, p)
	case bool:
		if n.Kind == field.Link && !value {
			v.Errorf(p, "Not a way to unlink "+name(p.ParentPath()),
				"%s takes only true, which takes the value from the parent policy. To stop inheriting, remove it and set the properties.", n.Name)
		}
	case *big.Float:
		v.number(n, value, p)
		v.inRange(n, value, p)
	}
}

func (v *validator) number(n *field.Node, value *big.Float, p path.Path) {
	text := codec.NumberText(value)
	least, bounded := n.Min.(int64)
	switch {
	case bounded && value.Cmp(new(big.Float).SetInt64(least)) < 0:
		v.NewErrorf(p, fmt.Sprintf("%s is too small for %s", text, name(p)), "%s is %s; the least is %d.", name(p), text, least)
	case n.Kind != field.Int && n.Kind != field.Local:
	case !value.IsInt():
		v.Errorf(p, fmt.Sprintf("%s is no whole number, for %s", text, name(p)), "%s is %s; it must be a whole number.", name(p), text)
	case !fits(value, 64):
		v.Errorf(p, fmt.Sprintf("%s is too large for %s", text, name(p)), "%s is %s, which does not fit into 64 bits.", name(p), text)
	case n.Kind == field.Int && n.Bits == 0 && !fits(value, 32):
		v.NewErrorf(p, fmt.Sprintf("%s is too large for %s", text, name(p)), "%s is %s, which does not fit into the 32 bits that the API documents.", name(p), text)
	}
}

// fits says that a whole number fits into so many bits.
func fits(value *big.Float, bits int) bool {
	limit := new(big.Float).SetMantExp(big.NewFloat(1), bits-1)
	return value.Cmp(limit) < 0 && value.Cmp(limit.Neg(limit)) >= 0
}

func (v *validator) object(parent, n *field.Node, attrs map[string]any, p path.Path) {
	complete := v.required(n, attrs, p, "")
	if len(attrs) == 0 && parent != nil && complete {
		v.empty(parent, n, p)
	}
	v.union(n, attrs, p)
	v.bounds(attrs, p)
	for _, a := range codec.Attributes(n) {
		if a.Sensitive && isSet(attrs[a.Name]) && attrs[codec.VersionName(a)] == nil {
			v.Warnf(p.AtName(a.Name), "Secret without a version: "+a.Name, "%s is sent when the object is made, and never again, so one that exists does not get it: Terraform keeps no secrets and cannot see a new one. "+
				"Set %s, and raise it whenever the secret shall be sent.", a.Name, codec.VersionName(a))
		}
		v.value(n, a, attrs[a.Name], p.AtName(a.Name))
	}
}

// union checks that at most one branch of a choice is set. Branches that are unknown may turn out null.
func (v *validator) union(level *field.Node, attrs map[string]any, p path.Path) {
	var set []string
	for _, a := range level.Attrs {
		if a.Kind == field.Inline {
			v.union(a, attrs, p)
		}
		names := branch(a)
		if i := slices.IndexFunc(names, func(name string) bool { return isSet(attrs[name]) }); a.Choice && i >= 0 {
			set = append(set, names[i])
		}
	}
	if len(set) > 1 {
		v.Errorf(p.AtName(set[1]), fmt.Sprintf("Only one of %s and %s can be set", set[0], set[1]), "%s and %s exclude each other: remove one.", set[0], set[1])
	}
}

// required checks that what the API requires is set, and says whether it is. The schema leaves that to us: null may come
// out of an expression, or of an answer that lacks the property; and of a wrapper that exists only on the wire, all is
// optional until one of its attributes, other, is set.
func (v *validator) required(level *field.Node, attrs map[string]any, p path.Path, other string) bool {
	complete := true
	for _, a := range level.Attrs {
		isRequired := a.Mode == field.Required || a.Mode == field.RequiredCreateOnly
		if a.Kind == field.Inline {
			names := branch(a)
			i := slices.IndexFunc(names, func(name string) bool { return isSet(attrs[name]) })
			if i >= 0 {
				complete = v.required(a, attrs, p, names[i]) && complete
			} else if isRequired {
				complete = v.required(a, attrs, p, other) && complete
			}
			continue
		}
		if !isRequired || a.Sensitive || attrs[a.Name] != nil { // no state has a secret: see codec.UnsentSecrets
			continue
		}
		complete = false
		at, summary := p.AtName(a.Name), "Missing "+a.Name
		switch {
		case a.IsLocal():
			v.Errorf(at, summary, "%s is required: set it.", a.Name)
		case other != "":
			v.NewErrorf(at, summary, "%s cannot be set without %s, which the API requires beside it.", other, a.Name)
		default:
			v.NewErrorf(at, summary, "The API requires %s: set it to something other than null.", a.Name)
		}
	}
	return complete
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

// bounds checks ranges.
func (v *validator) bounds(attrs map[string]any, p path.Path) {
	lo, okLo := attrs["min"].(*big.Float)
	hi, okHi := attrs["max"].(*big.Float)
	if okLo && okHi && lo.Cmp(hi) > 0 {
		least, most := codec.NumberText(lo), codec.NumberText(hi)
		v.NewErrorf(p, fmt.Sprintf("Range upside down: %s from %s to %s", name(p), least, most), "min (%s) is greater than max (%s).", least, most)
	}
}

var (
	uuid      = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	airline   = regexp.MustCompile(`^[A-Z0-9]{2}$`)
	timeLocal = regexp.MustCompile(`^([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9])?$`) // the vendor's hours go up to 24
)

func (v *validator) text(n *field.Node, s string, p path.Path) {
	if v.blank(n, s, p) {
		return
	}
	if n.Enum != nil {
		v.enum(n.Enum, s, p)
	}
	if n.Kind == field.JSON {
		switch doc, err := codec.ParseJSON([]byte(s)); {
		case err != nil:
			v.Errorf(p, name(p)+" is not valid JSON", "The text is not one JSON value: %v. jsonencode() writes valid JSON.", err)
		case doc == nil:
			v.Errorf(p, name(p)+" is the JSON text null", "The JSON text null is never sent to the API. Leave the attribute out, or set it to null without jsonencode().")
		default:
			v.withoutNullElements(doc, p)
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
			v.Warnf(p, About("Unusual id", s, p), "%q is not a UUID of the form 4974a66b-7493-4f41-908c-58ba81093947, as the API's ids are.", s)
		}
	case field.Email:
		if !isEmail(s) {
			v.NewErrorf(p, About("Wrong mail address", s, p), "%q is not a mail address of the form name@example.com.", s)
		}
	case field.Mailbox:
		if !isEmail(s) {
			v.Warnf(p, About("Unusual mail address", s, p), "%q does not look like a mail address of the form name@example.com.", s)
		}
	case field.Date:
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			v.NewErrorf(p, About("Wrong date", s, p), "%q is not a date of the form 2006-01-31.", s)
		}
	case field.TimeLocal:
		if !timeLocal.MatchString(s) {
			v.NewErrorf(p, About("Wrong time of day", s, p), "%q is not a local time of the form 22:30 or 22:30:00.", s)
		}
	case field.DateTime:
		if !isDateTime(s) {
			v.NewErrorf(p, About("Wrong date and time", s, p), "%q is not an RFC 3339 date and time such as 2006-01-31T15:04:05Z.", s)
		}
	case field.Airline:
		if !airline.MatchString(s) {
			v.Warnf(p, About("Unusual airline code", s, p), "%q does not look like an IATA airline code: two characters, such as \"LH\" or \"U2\".", s)
		}
	case field.Language:
		if _, err := language.Parse(s); err != nil {
			v.Warnf(p, About("Unusual language tag", s, p), "%q does not look like a BCP 47 language tag, such as \"en\" or \"pt-BR\".", s)
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
		v.NewErrorf(p, About("Unknown currency", s, p), "%q is not an ISO 4217 currency code, such as \"EUR\" or \"USD\".", s)
	case !currencies()[code] || slices.Contains(oldCurrencies, code):
		v.Warnf(p, About("Withdrawn currency", s, p), "%q is an ISO 4217 code that is no longer in use. The API decides whether it accepts it.", s)
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
		v.Warnf(p, "Empty "+name(p), "The country is empty. If the API has it so, leave it; else set an ISO 3166-1 code, such as \"DE\" or \"US\".")
	case err != nil || len(s) < 2 || len(s) > letters || !r.IsCountry():
		v.NewErrorf(p, About("Unknown country", s, p), "%q is not an ISO 3166-1 country code, such as \"DE\" or \"US\".", s)
	case r.Canonicalize() != r || slices.Contains(withdrawnCountries, r.String()):
		v.Warnf(p, About("Unusual country", s, p), "%q is reserved or withdrawn in ISO 3166-1. The API decides whether it accepts it.", s)
	}
}

func (v *validator) enum(e *field.Enum, s string, p path.Path) {
	if slices.Contains(e.Values, s) {
		return
	}
	for _, known := range e.Values {
		if strings.EqualFold(known, s) {
			v.NewErrorf(p, About("Wrong case of", s, p), "%q is written %q.", s, known)
			return
		}
	}
	hint := ""
	if near := nearest(e.Values, s); near != "" {
		hint = fmt.Sprintf(" Did you mean %q?", near)
	}
	summary := About("Unknown value", s, p)
	if e.Closed {
		v.Errorf(p, summary, "%q is none of the possible values: %s.%s", s, strings.Join(e.Values, ", "), hint)
		return
	}
	v.Warnf(p, summary, "%q is none of the %s%s The API decides whether it accepts it.", s, documented(e.Values), hint)
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

// mostValues is how many documented values a message lists. The page of the resource has all of them.
const mostValues = 40

// documented are the documented values, with their sentence's end.
func documented(values []string) string {
	if len(values) > mostValues {
		return fmt.Sprintf("%d documented values, which the page of the resource lists.", len(values))
	}
	return "documented values: " + strings.Join(values, ", ") + "."
}
