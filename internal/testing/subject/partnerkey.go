package subject

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/partnerkey"
)

// The API answers nothing of the key itself, so there is no tree.
var _ = register(&Subject{
	Type: "partner_public_key", Title: "partner public key", Kind: sandbox.PartnerPublicKeys,
	Parent: Company, Collection: "/v2/companies/*/partner-public-keys", Replaced: true, Undocumented: true,
	ID: "key_id", ImportID: func(o map[string]any) string { return fmt.Sprint(o["kid"]) },
	Contract:  []Schema{{Document: "company", Name: "PartnerPublicKeyInfo", Tree: partnerkey.Tree()}},
	Config:    "public_key_jwk = " + firstKey,
	Changes:   []string{firstKey, secondKey},
	Names:     []string{"key-1"},
	Empty:     "public_key_jwk = " + firstKey,
	EmptyData: "data \"spotnana_partner_public_keys\" \"test\" {\n  company_id = local.nothing\n  status = local.nothing\n}\n",
	Textless:  "a key has no free text",
	Twins:     []Twin{{Clash: true}},
	Beside: func() []Stranger { // a company has one
		return []Stranger{
			{sandbox.Companies, "", anotherCompanyID, theirCompany(anotherCompanyID, "Another")},
			{sandbox.PartnerPublicKeys, anotherCompanyID, usualID, map[string]any{"id": usualID, "orgId": anotherCompanyID,
				"kid": "key-1", "status": "ACTIVE", "createdAt": "2025-01-01T00:00:00Z", "thumbprint": "theirs"}},
		}
	},
	Remains: func(o map[string]any) bool { return o["status"] == "REVOKED" },
	Revoke:  func(o map[string]any) { o["status"] = "REVOKED" },
	Sample:  []string{"create/404 right after create", "update/connection refused", "update/truncated JSON"},
	Random: Random{
		Single: true,
		Attributes: func(name func(string) string) map[string]any {
			return map[string]any{"public_key_jwk": freshKey(strings.ToLower(strings.ReplaceAll(name("key"), " ", "-")))}
		},
		Is: func(object, arguments map[string]any) bool {
			return strings.Contains(fmt.Sprint(arguments["public_key_jwk"]), fmt.Sprintf("%q", object["kid"]))
		},
	},
})

const (
	firstKey  = `jsonencode({ kty = "EC", crv = "P-256", kid = "key-1", use = "sig", alg = "ES256", x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" })`
	secondKey = `jsonencode({ kty = "EC", crv = "P-256", kid = "key-2", use = "sig", alg = "ES256", x = "NmieTSuiC9cXgsH-VBdyCf32o9Oy9-AOiBmEMV-4UuY", y = "g6f9i3o-jbHz_B3TrwnqwjIT5FE3FoaYPoQUs4U267M" })`
)

// freshKey is the JWK of a key that nothing else has.
func freshKey(id string) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		panic(err)
	}
	text, err := jwk.FromPEM(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), id)
	if err != nil {
		panic(err)
	}
	return text
}
