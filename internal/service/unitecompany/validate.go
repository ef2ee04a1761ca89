package unitecompany

import (
	"fmt"
	"net/url"
	"regexp"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

const maxPostalCode = 10 // characters

// check checks what the API documents beyond the tree, and warns of what it checks without saying how.
func check(attrs map[string]any) validate.Findings {
	var found validate.Findings
	postalCode := path.Root("address").AtName("postal_code")
	if s, ok := codec.At(attrs, postalCode).(string); ok && utf8.RuneCountInString(s) > maxPostalCode {
		found.NewErrorf(postalCode, validate.About("Too long:", s, postalCode), "%q has %d characters; the API takes up to %d.", s, utf8.RuneCountInString(s), maxPostalCode)
	}
	found = append(found, checkVAT(attrs)...)
	if s, ok := attrs["imprint"].(string); ok && s != "" && !isWebAddress(s) {
		p := path.Root("imprint")
		found.NewWarnf(p, validate.About("Unusual address", s, p), "%q does not look like the URL of a page, such as \"https://acme.example/imprint\". The API decides whether it accepts it.", s)
	}
	return found
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != ""
}

// checkVAT demands a VAT id or the word that there is none. The API's page does not say that they exclude each other.
func checkVAT(attrs map[string]any) validate.Findings {
	var found validate.Findings
	vatID, none := attrs["vat_id"], attrs["no_vat_id_available"]
	p := path.Root("vat_id")
	if s, ok := vatID.(string); ok && s != "" {
		if none == true {
			found.NewWarnf(path.Root("no_vat_id_available"), "vat_id beside no_vat_id_available",
				"vat_id is set, and no_vat_id_available says that there is none. The API takes that. If the company has the VAT id, leave no_vat_id_available out.")
		}
		if want := wrongVATID(s); want != "" {
			found.NewWarnf(p, validate.About("Unusual VAT id", s, p), "%q does not look like a VAT id: %s. The API decides whether it accepts it.", s, want)
		}
		return found
	}
	if (vatID == nil || vatID == "") && none != true && !codec.HasUnknown(none) {
		found.NewErrorf(p, "No vat_id, and no word that there is none", "Set vat_id; or, for a company that has none, no_vat_id_available = true.")
	}
	return found
}

// vatIDs say what follows the prefix of a VAT id. Source: the European Commission's VIES system; for GB and CH, which are
// not in it, their tax administrations.
var vatIDs = map[string]struct {
	format *regexp.Regexp
	words  string
}{
	"AT": {regexp.MustCompile(`^U\d{8}$`), "U and 8 digits"},
	"BE": {regexp.MustCompile(`^[01]\d{9}$`), "10 digits, the first 0 or 1"},
	"BG": {regexp.MustCompile(`^\d{9,10}$`), "9 or 10 digits"},
	"CH": {regexp.MustCompile(`^E-?\d{3}\.?\d{3}\.?\d{3}( ?(MWST|TVA|IVA))?$`), "E, 9 digits and perhaps MWST, TVA or IVA"},
	"CY": {regexp.MustCompile(`^\d{8}[A-Z]$`), "8 digits and a letter"},
	"CZ": {regexp.MustCompile(`^\d{8,10}$`), "8 to 10 digits"},
	"DE": {regexp.MustCompile(`^\d{9}$`), "9 digits"},
	"DK": {regexp.MustCompile(`^\d{8}$`), "8 digits"},
	"EE": {regexp.MustCompile(`^\d{9}$`), "9 digits"},
	"EL": {regexp.MustCompile(`^\d{9}$`), "9 digits"}, // Greece
	"ES": {regexp.MustCompile(`^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$`), "9 characters, of which the first or the last is a letter"},
	"FI": {regexp.MustCompile(`^\d{8}$`), "8 digits"},
	"FR": {regexp.MustCompile(`^[A-HJ-NP-Z0-9]{2}\d{9}$`), "2 characters and 9 digits"},
	"GB": {regexp.MustCompile(`^(\d{9}|\d{12}|(GD|HA)\d{3})$`), "9 or 12 digits, or GD or HA with 3 digits"},
	"HR": {regexp.MustCompile(`^\d{11}$`), "11 digits"},
	"HU": {regexp.MustCompile(`^\d{8}$`), "8 digits"},
	"IE": {regexp.MustCompile(`^(\d[0-9A-Z+*]\d{5}[A-Z]|\d{7}[A-Z]{2})$`), "7 digits (the second may be another character) and 1 or 2 letters"},
	"IT": {regexp.MustCompile(`^\d{11}$`), "11 digits"},
	"LT": {regexp.MustCompile(`^(\d{9}|\d{12})$`), "9 or 12 digits"},
	"LU": {regexp.MustCompile(`^\d{8}$`), "8 digits"},
	"LV": {regexp.MustCompile(`^\d{11}$`), "11 digits"},
	"MT": {regexp.MustCompile(`^\d{8}$`), "8 digits"},
	"NL": {regexp.MustCompile(`^[0-9A-Z+*]{9}B\d{2}$`), "9 characters, B and 2 digits"},
	"PL": {regexp.MustCompile(`^\d{10}$`), "10 digits"},
	"PT": {regexp.MustCompile(`^\d{9}$`), "9 digits"},
	"RO": {regexp.MustCompile(`^\d{2,10}$`), "2 to 10 digits"},
	"SE": {regexp.MustCompile(`^\d{12}$`), "12 digits"},
	"SI": {regexp.MustCompile(`^\d{8}$`), "8 digits"},
	"SK": {regexp.MustCompile(`^\d{10}$`), "10 digits"},
	"XI": {regexp.MustCompile(`^(\d{9}|\d{12}|(GD|HA)\d{3})$`), "9 or 12 digits, or GD or HA with 3 digits"}, // Northern Ireland
}

var prefix = regexp.MustCompile(`^[A-Z]{2}.`)

// wrongVATID says what is wrong with a VAT id, empty when nothing is known to be. A company may be registered in another
// country than that of its address.
func wrongVATID(s string) string {
	if !prefix.MatchString(s) {
		return "it begins with the two capitals of its country, such as DE123456789"
	}
	country, known := vatIDs[s[:2]]
	switch {
	case !known:
		return "VAT ids that begin with " + s[:2] + " are not known to the European VIES system"
	case country.format.MatchString(s[2:]):
		return ""
	}
	return fmt.Sprintf("after %s come %s", s[:2], country.words)
}
