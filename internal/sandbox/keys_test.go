package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// The key of RFC 7638, section 3.1, with its thumbprint.
const (
	rfcModulus    = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
	rfcThumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
)

// rsaJWK is the RFC's key as the newer form wants it, with further or other members.
func rsaJWK(members string) string {
	return `{"kty":"RSA","use":"sig","alg":"RS256","n":"` + rfcModulus + `","e":"AQAB"` + members + `}`
}

func pageForm(jwk string) string {
	text, _ := json.Marshal(jwk) // a string always encodes
	return `{"publicKeyJwk":` + string(text) + `}`
}

func jwksForm(jwk string) string { return `{"keyType":"JWKS","jwks":{"keys":[` + jwk + `]}}` }

func TestKeyLifecycle(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	path := "/v2/companies/" + org + "/partner-public-keys"
	info := func(n int64, kid, status string) string {
		return fmt.Sprintf(`{"id":%q,"orgId":%q,"kid":%q,"status":%q,"createdAt":"2026-08-01T12:00:00Z","thumbprint":%q}`,
			id(n), org, kid, status, rfcThumbprint)
	}
	same(t, a.want(200, "GET", path, "").body, `{"keys":[]}`)
	same(t, a.want(201, "POST", path, pageForm(rsaJWK(`,"kid":"a/b"`))).body, info(2, "a/b", "ACTIVE"))
	same(t, a.want(200, "GET", path, "").body, `{"keys":[`+info(2, "a/b", "ACTIVE")+`]}`)
	same(t, a.want(200, "GET", path+"?status=REVOKED", "").body, `{"keys":[]}`)
	a.refused(400, "ACTIVE_KEY_EXISTS", "publicKeyJwk", "POST", path, pageForm(rsaJWK(`,"kid":"second"`)))

	a.refused(404, "NOT_FOUND", "", "DELETE", path+"/other", "")
	a.want(204, "DELETE", path+"/a%2Fb", "")
	a.refused(404, "NOT_FOUND", "", "DELETE", path+"/a%2Fb", "")
	same(t, a.want(200, "GET", path+"?status=ACTIVE", "").body, `{"keys":[]}`)
	same(t, a.want(200, "GET", path+"?status=REVOKED", "").body, `{"keys":[`+info(2, "a/b", "REVOKED")+`]}`)
	for _, status := range []string{"active", "OTHER", ""} {
		a.refused(400, "UNKNOWN_ENUM_VALUE", "status", "GET", path+"?status="+status, "")
	}

	// A revoked key can be added again, in the newer form too; it vanishes with its company.
	same(t, a.want(201, "POST", path, jwksForm(rsaJWK(`,"kid":"a/b"`))).body, `{"keys":[`+info(3, "a/b", "ACTIVE")+`]}`)
	other := a.create("")
	a.want(201, "POST", "/v2/companies/"+other+"/partner-public-keys", jwksForm(rsaJWK(`,"kid":"a/b"`)))
	a.want(204, "DELETE", "/v2/companies/"+org, "")
	a.refused(404, "NOT_FOUND", "", "GET", path, "")
	if got, err := a.server.IDs(PartnerPublicKeys); err != nil || len(got) != 1 {
		t.Errorf("only the other company's key must be left, got %v, %v", got, err)
	}
}

func TestEllipticKey(t *testing.T) {
	a := newAPI(t)
	path := "/v2/companies/" + a.create("") + "/partner-public-keys"
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	jwk, err := json.Marshal(jose.JSONWebKey{Key: private.Public(), KeyID: "ec-1"})
	ok(t, err)
	a.refused(400, "UNKNOWN_ENUM_VALUE", "jwks.keys[0].kty", "POST", path, jwksForm(string(jwk)))
	out := a.want(201, "POST", path, pageForm(string(jwk)))
	if textAt(out.body, "kid") != "ec-1" || len(textAt(out.body, "thumbprint")) != 43 {
		t.Errorf("got %s", out.raw)
	}
}

func TestKeyBodiesAreChecked(t *testing.T) {
	weak := new(big.Int).SetBit(big.NewInt(1), 2046, 1)
	weakJWK := strings.Replace(rsaJWK(`,"kid":"w"`), rfcModulus, base64.RawURLEncoding.EncodeToString(weak.Bytes()), 1)
	for name, tt := range map[string]struct{ body, code, field string }{
		"empty":            {`{}`, "MISSING_FIELD", "keyType"},
		"page, not text":   {`{"publicKeyJwk":{}}`, "WRONG_TYPE", "publicKeyJwk"},
		"page, null":       {`{"publicKeyJwk":null}`, "NULL_VALUE", "publicKeyJwk"},
		"page, not JSON":   {pageForm("-----BEGIN"), "INVALID_JWK", "publicKeyJwk"},
		"page, null JWK":   {pageForm("null"), "INVALID_JWK", "publicKeyJwk"},
		"page, no kid":     {pageForm(rsaJWK("")), "MISSING_FIELD", "publicKeyJwk"},
		"page, private":    {pageForm(rsaJWK(`,"kid":"a","d":"AQAB"`)), "PRIVATE_KEY", "publicKeyJwk"},
		"page, symmetric":  {pageForm(`{"kty":"oct","kid":"a","k":"AQAB"}`), "PRIVATE_KEY", "publicKeyJwk"},
		"page, OKP":        {pageForm(`{"kty":"OKP","kid":"a","crv":"Ed25519","x":"AQAB"}`), "UNSUPPORTED_KEY_TYPE", "publicKeyJwk"},
		"page, weak":       {pageForm(weakJWK), "WEAK_KEY", "publicKeyJwk"},
		"page, no modulus": {pageForm(`{"kty":"RSA","kid":"a","e":"AQAB"}`), "INVALID_JWK", "publicKeyJwk"},
		"page, bad curve":  {pageForm(`{"kty":"EC","kid":"a","crv":"P-256","x":"AQAB","y":"AQAB"}`), "INVALID_JWK", "publicKeyJwk"},
		"newer, no jwks":   {`{"keyType":"JWKS"}`, "MISSING_FIELD", "jwks"},
		"newer, bad type":  {`{"keyType":"PEM","jwks":{"keys":[]}}`, "UNKNOWN_ENUM_VALUE", "keyType"},
		"newer, no key":    {`{"keyType":"JWKS","jwks":{"keys":[]}}`, "INVALID_JWKS", "jwks.keys"},
		"newer, two keys":  {jwksForm(rsaJWK(`,"kid":"a"`) + "," + rsaJWK(`,"kid":"b"`)), "INVALID_JWKS", "jwks.keys"},
		"newer, no kid":    {jwksForm(rsaJWK("")), "MISSING_FIELD", "jwks.keys[0].kid"},
		"newer, other alg": {jwksForm(strings.Replace(rsaJWK(`,"kid":"a"`), "RS256", "RS512", 1)), "UNKNOWN_ENUM_VALUE", "jwks.keys[0].alg"},
		"newer, other use": {jwksForm(strings.Replace(rsaJWK(`,"kid":"a"`), `"sig"`, `"enc"`, 1)), "UNKNOWN_ENUM_VALUE", "jwks.keys[0].use"},
		"newer, private":   {jwksForm(rsaJWK(`,"kid":"a","p":"AQAB"`)), "PRIVATE_KEY", "jwks.keys[0]"},
		"newer, weak":      {jwksForm(weakJWK), "WEAK_KEY", "jwks.keys[0]"},
		"newer, empty kid": {jwksForm(rsaJWK(`,"kid":""`)), "MISSING_FIELD", "jwks.keys[0]"},
		"both, newer wins": {`{"keyType":"JWKS","publicKeyJwk":"x"}`, "MISSING_FIELD", "jwks"},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			path := "/v2/companies/" + a.create("") + "/partner-public-keys"
			a.refused(400, tt.code, tt.field, "POST", path, tt.body)
			if last := a.server.Requests()[1]; strings.Contains(tt.code, "PRIVATE") && strings.Contains(string(last.ResponseBody), "AQAB") {
				t.Errorf("the answer quotes key material: %s", last.ResponseBody)
			}
		})
	}
}

func TestKeyForms(t *testing.T) {
	page, jwks := pageForm(rsaJWK(`,"kid":"a"`)), jwksForm(rsaJWK(`,"kid":"a"`))
	a := newAPI(t)
	path := "/v2/companies/" + a.create("") + "/partner-public-keys"
	a.server.SetModes(Modes{KeyForm: JWKSKeyForm})
	a.refused(400, "MISSING_FIELD", "keyType", "POST", path, page)
	a.want(201, "POST", path, jwks)
	a.want(204, "DELETE", path+"/a", "")
	a.server.SetModes(Modes{KeyForm: PageKeyForm})
	a.refused(400, "MISSING_FIELD", "publicKeyJwk", "POST", path, jwks)
	a.want(201, "POST", path, page)
}
