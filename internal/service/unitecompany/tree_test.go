package unitecompany

import (
	"regexp"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

func TestTree_structure(t *testing.T) {
	for _, problem := range field.Check(Tree()) {
		t.Error(problem)
	}
}

// The names are the API's in snake_case.
func TestTree_names(t *testing.T) {
	hump := regexp.MustCompile(`[A-Z]`)
	for path, n := range Tree().All() {
		want := hump.ReplaceAllStringFunc(n.JSON, func(s string) string { return "_" + strings.ToLower(s) })
		if path == "companyId" {
			want = "id"
		}
		if n.Name != want {
			t.Errorf("%s is called %s, want %s", path, n.Name, want)
		}
	}
}

func TestVATIDs(t *testing.T) {
	for _, good := range []string{
		"ATU12345678", "BE0123456789", "CHE123456789", "CHE-123.456.789 MWST", "CZ12345678", "DE123456789", "ES12345678Z", "ESX12345678",
		"ESX1234567L", "FR12345678901", "FRK7399859412", "GB123456789", "GB123456789012", "GBGD123", "HU12345678", "IE1234567FA", "IE8Z49289F",
		"IT12345678901", "NL123456789B01", "PL1234567890", "SK1234567890",
		"BG123456789", "BG1234567890", "CY12345678L", "DK12345678", "EE123456789", "EL123456789", "FI12345678", "HR12345678901", "LT123456789", "LT123456789012",
		"LU12345678", "LV12345678901", "MT12345678", "PT123456789", "RO12", "RO1234567890", "SE123456789012", "SI12345678", "XI123456789", "XIHA123",
	} {
		if want := wrongVATID(good); want != "" {
			t.Errorf("%s is refused: %s", good, want)
		}
	}
	for _, bad := range []string{"", "DE", "123456789", "de123456789", "DE12345678", "DE1234567890", "DE 123456789", "AT12345678", "NL123456789012", "FRIO123456789", "BE2123456789",
		"US12", "GR123456789", "LU1", "LT1234567890", "CY123456789", "RO1", "XI1", "SE123456789"} {
		if wrongVATID(bad) == "" {
			t.Errorf("%q is not warned of", bad)
		}
	}
	for _, c := range country.Values {
		if _, ok := vatIDs[c]; !ok {
			t.Errorf("no format for %s", c)
		}
	}
}
