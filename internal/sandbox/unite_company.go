package sandbox

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// UniteCompanies are companies on Unite as that API answers them, without links; their id is the company's UUID. The
// member "blocked": true, which is never answered, blocks a company.
const UniteCompanies Kind = "uniteCompanies"

// uniteCompanies has no endpoints of Spotnana's.
var uniteCompanies = &collection{kind: UniteCompanies, title: "company", shape: uniteCompanyShape}

// uniteCompanyShape is a company as it is sent and answered. Only types are checked by it, as what is wrong beyond that
// has codes of its own: see checkUniteCompany.
var uniteCompanyShape = fields(
	optional(aString, "name", "vatId", "imprint"),
	optional(aBoolean, "noVatIdAvailable"),
	optional(fields(
		optional(aString, "street", "additionalAddressInformation", "locality", "postalCode"),
		optional(aCode, "countryCode"),
	), "address"),
	optional(fields(optional(aString, "name", "email", "phone")), "contact"),
	owned(byServer, aString, "companyId", "companyNumber"),
	owned(withheld, aBoolean, "blocked"),
	owned(byServer, schema[0].shape, "_schema"),
)

// The documented codes of errors.
const (
	codeRequired  = "REQUIRED"
	codeEnum      = "ENUM"
	codeEmail     = "INVALID_EMAIL"
	codeVatID     = "INVALID_VAT_ID"
	codeMaxLength = "MAXLENGTH"
)

var uniteCodes = []string{codeRequired, codeEnum, codeEmail, codeVatID, codeMaxLength}

var uniteCountries = []string{"DE", "FR", "GB", "NL", "IT", "AT", "ES", "IE", "CZ", "HU", "PL", "SK", "CH", "BE"}

const maxPostalCode = 10 // characters

// checkUniteCompany says what is wrong with the values of a new company. An empty text is none.
func checkUniteCompany(company map[string]any) []message {
	var found []message
	bad := func(code, field, format string, args ...any) {
		found = append(found, message{code: code, field: field, text: field + " " + fmt.Sprintf(format, args...) + "."})
	}
	need := func(field string) string {
		value := textAt(company, strings.Split(field, ".")...)
		if value == "" {
			bad(codeRequired, field, "is required")
		}
		return value
	}

	need("name")
	switch vat := textAt(company, "vatId"); {
	case vat == "" && company["noVatIdAvailable"] != true:
		bad(codeRequired, "vatId", "is required unless noVatIdAvailable is true")
	case vat != "" && !isVatID(vat):
		bad(codeVatID, "vatId", "is no VAT id of a European country")
	}
	if company["address"] == nil {
		bad(codeRequired, "address", "is required")
	} else {
		need("address.street")
		need("address.locality")
		if country := need("address.countryCode"); country != "" && !slices.Contains(uniteCountries, country) {
			bad(codeEnum, "address.countryCode", "must be one of %s", strings.Join(uniteCountries, ", "))
		}
		if utf8.RuneCountInString(textAt(company, "address", "postalCode")) > maxPostalCode {
			bad(codeMaxLength, "address.postalCode", "has more than %d characters", maxPostalCode)
			found[len(found)-1].limit = maxPostalCode
		}
	}
	if company["contact"] == nil {
		bad(codeRequired, "contact", "is required")
	} else if email := need("contact.email"); email != "" && !formats["email"](email) {
		bad(codeEmail, "contact.email", "is no email address")
	}
	return found
}

// vatIDs are the formats of VAT identification numbers after their first two letters: those of the European VIES system,
// and those of Great Britain and Switzerland, which are not in it.
var vatIDs = func() map[string]*regexp.Regexp {
	const british = `\d{9}|\d{12}|GD\d{3}|HA\d{3}`
	out := map[string]*regexp.Regexp{}
	for country, format := range map[string]string{
		"AT": `U\d{8}`,
		"BE": `[01]\d{9}`,
		"BG": `\d{9,10}`,
		"CH": `E-?\d{3}\.?\d{3}\.?\d{3}(?: ?(?:MWST|TVA|IVA))?`,
		"CY": `\d{8}[A-Z]`,
		"CZ": `\d{8,10}`,
		"DE": `\d{9}`,
		"DK": `\d{8}`,
		"EE": `\d{9}`,
		"EL": `\d{9}`,
		"ES": `[A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z]`,
		"FI": `\d{8}`,
		"FR": `[A-Z0-9]{2}\d{9}`,
		"GB": british,
		"HR": `\d{11}`,
		"HU": `\d{8}`,
		"IE": `\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-W][A-I]`,
		"IT": `\d{11}`,
		"LT": `\d{9}|\d{12}`,
		"LU": `\d{8}`,
		"LV": `\d{11}`,
		"MT": `\d{8}`,
		"NL": `[A-Z0-9+*]{9}B\d{2}`,
		"PL": `\d{10}`,
		"PT": `\d{9}`,
		"RO": `\d{2,10}`,
		"SE": `\d{12}`,
		"SI": `\d{8}`,
		"SK": `\d{10}`,
		"XI": british,
	} {
		out[country] = regexp.MustCompile(`^(?:` + format + `)$`)
	}
	return out
}()

// isVatID says that a text has the format of the country that it begins with. That need not be the country of the address.
func isVatID(s string) bool {
	if len(s) < 2 {
		return false
	}
	format := vatIDs[s[:2]]
	return format != nil && format.MatchString(s[2:])
}
