package sandbox

import (
	"crypto"
	"crypto/rsa"
	_ "crypto/sha256" // of the thumbprint
	"encoding/base64"
	"net/http"

	"github.com/go-jose/go-jose/v4"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/partnerkey"
)

const (
	active  = "ACTIVE"
	revoked = "REVOKED"

	leastRSABits = 2048
)

var (
	pageKeyAddition = fields(required(aString, "publicKeyJwk"))
	jwksKeyAddition = fields(
		required(enum("JWKS"), "keyType"),
		required(fields(required(list(fields(
			required(enum("RSA"), "kty"),
			required(enum("sig"), "use"),
			required(enum("RS256"), "alg"),
			required(aString, "kid", "n", "e"),
		)), "keys")), "jwks"),
	)
)

// PartnerPublicKeys are key objects, revoked ones included; their id is the key's own UUID, their parent the company.
const PartnerPublicKeys Kind = "partnerPublicKeys"

var partnerPublicKeys = &collection{
	kind: PartnerPublicKeys, title: "active key", parent: Companies,
	path: "/v2/companies/{companyId}/partner-public-keys", param: "kid", looseID: true, byProperty: "kid", ended: isRevoked,
	shape: shapeOf(partnerkey.Tree()), id: "id",
	create: operation{status: http.StatusCreated},
	remove: operation{status: http.StatusNoContent},
	lists: []listing{{member: "keys", entry: wholeObject, shape: shapeOf(partnerkey.Tree()), filters: []filter{
		{parameter: one("status", enum(active, revoked)), property: "status", unsaid: active},
	}}},
	receive: receiveKey,
	decide:  decideKey,
	created: createdKey,
	retire:  revokeKey,
}

func isRevoked(r *record) bool { return r.Object["status"] != active }

// receiveKey takes what is known of a key that comes in one of two forms.
func receiveKey(c *call, org string) (map[string]any, error) {
	jwk, field, err := c.sentKey()
	if err != nil {
		return nil, err
	}
	key, thumbprint, err := usableKey(jwk, field)
	if err != nil {
		return nil, err
	}
	for _, r := range c.state.objects[PartnerPublicKeys] {
		if r.Parent == org && !isRevoked(r) {
			return nil, badRequest("ACTIVE_KEY_EXISTS", field, "The company has the active key %q already; revoke it first.", textAt(r.Object, "kid"))
		}
	}
	return map[string]any{"kid": key.KeyID, "thumbprint": thumbprint}, nil
}

func decideKey(s *Server, r *record, _ map[string]any) map[string]any {
	return map[string]any{
		"kid": r.Object["kid"], "thumbprint": r.Object["thumbprint"], "orgId": r.Parent, "status": active, "createdAt": s.timestamp(),
	}
}

// createdKey answers the key in the form of the request.
func createdKey(c *call, r *record) any {
	if c.keyForm() == PageKeyForm {
		return r.Object
	}
	return map[string]any{"keys": []any{r.Object}}
}

func revokeKey(c *call, r *record) {
	info := cloneObject(r.Object)
	info["status"] = revoked
	c.state.put(PartnerPublicKeys, &record{ID: r.ID, Parent: r.Parent, Object: info})
}

// keyForm is the form in which the request has its key.
func (c *call) keyForm() KeyForm {
	form := c.Modes().KeyForm
	if form == AnyKeyForm {
		form = JWKSKeyForm
		if lookup(c.body, "publicKeyJwk") != nil && lookup(c.body, "keyType") == nil {
			form = PageKeyForm
		}
	}
	return form
}

// sentKey is the JWK of the request, in whichever form is accepted, and the property that it came in.
func (c *call) sentKey() (jwk map[string]any, field string, err error) {
	if c.keyForm() == PageKeyForm {
		body, err := c.checked(pageKeyAddition, nil)
		if err != nil {
			return nil, "", err
		}
		if err := decode([]byte(textAt(body, "publicKeyJwk")), &jwk); err != nil || jwk == nil {
			// The cause may quote what was sent, which may be a private key.
			return nil, "", badRequest("INVALID_JWK", "publicKeyJwk", "publicKeyJwk must be the text of a JSON object.")
		}
		return jwk, "publicKeyJwk", nil
	}
	body, err := c.checked(jwksKeyAddition, nil)
	if err != nil {
		return nil, "", err
	}
	keys, _ := lookup(body, "jwks", "keys").([]any)
	if len(keys) != 1 {
		return nil, "", badRequest("INVALID_JWKS", "jwks.keys", "jwks.keys must have exactly one key.")
	}
	jwk, _ = keys[0].(map[string]any)
	return jwk, "jwks.keys[0]", nil
}

// privateMembers are the JWK members of RFC 7518 that hold private or symmetric key material.
var privateMembers = []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"}

// usableKey is the public key with its thumbprint of RFC 7638 in base64url.
func usableKey(jwk map[string]any, field string) (*jose.JSONWebKey, string, error) {
	for _, name := range privateMembers {
		if _, there := jwk[name]; there {
			return nil, "", badRequest("PRIVATE_KEY", field, "The JWK has the private member %q; send the public key only.", name)
		}
	}
	if textAt(jwk, "kid") == "" {
		return nil, "", badRequest("MISSING_FIELD", field, "The JWK must have a kid.")
	}
	if kty := textAt(jwk, "kty"); kty != "RSA" && kty != "EC" {
		return nil, "", badRequest("UNSUPPORTED_KEY_TYPE", field, "The JWK's kty must be RSA or EC.")
	}
	data, err := encode(jwk, "")
	if err != nil {
		return nil, "", err
	}
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON(data); err != nil || !key.Valid() {
		return nil, "", badRequest("INVALID_JWK", field, "The JWK is not a valid public key.")
	}
	if public, isRSA := key.Key.(*rsa.PublicKey); isRSA && public.N.BitLen() < leastRSABits {
		return nil, "", badRequest("WEAK_KEY", field, "An RSA key must have %d bits or more.", leastRSABits)
	}
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return nil, "", badRequest("INVALID_JWK", field, "The JWK has no thumbprint.")
	}
	return &key, base64.RawURLEncoding.EncodeToString(sum), nil
}
