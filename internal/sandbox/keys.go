package sandbox

import (
	"crypto"
	"crypto/rsa"
	_ "crypto/sha256" // of the thumbprint
	"encoding/base64"
	"net/http"

	"github.com/go-jose/go-jose/v4"
)

const (
	active  = "ACTIVE"
	revoked = "REVOKED"

	leastRSABits = 2048
)

var (
	keyStatus = enum(active, revoked)
	keyInfo   = fields(
		optional(aUUID, "id", "orgId"),
		optional(aString, "kid", "createdAt", "thumbprint"),
		optional(keyStatus, "status"),
	)
	keyList = fields(optional(list(keyInfo), "keys"))

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

func (s *Server) keyRoutes() {
	s.route("POST /v2/companies/{companyId}/partner-public-keys", addKey)
	s.route("GET /v2/companies/{companyId}/partner-public-keys", listKeys, one("status", keyStatus))
	s.route("DELETE /v2/companies/{companyId}/partner-public-keys/{kid}", revokeKey)
}

func addKey(c *call) (*answer, error) {
	org, _, err := c.company()
	if err != nil {
		return nil, err
	}
	jwk, field, err := c.sentKey()
	if err != nil {
		return nil, err
	}
	key, thumbprint, err := usableKey(jwk, field)
	if err != nil {
		return nil, err
	}
	if r := c.activeKey(org, ""); r != nil {
		return nil, badRequest("ACTIVE_KEY_EXISTS", field, "The company has the active key %q already; revoke it first.", textAt(r.Object, "kid"))
	}
	id := c.options.NewID()
	info := map[string]any{
		"id": id, "orgId": org, "kid": key.KeyID, "status": active, "createdAt": c.timestamp(), "thumbprint": thumbprint,
	}
	c.state.put(PartnerPublicKeys, &record{ID: id, Parent: org, Object: info})
	c.hide(id)
	if field == "publicKeyJwk" {
		return &answer{status: http.StatusCreated, body: info}, nil
	}
	return &answer{status: http.StatusCreated, body: map[string]any{"keys": []any{info}}}, nil
}

// sentKey is the JWK of the request, in whichever form is accepted, and the property that it came in.
func (c *call) sentKey() (jwk map[string]any, field string, err error) {
	form := c.Modes().KeyForm
	if form == AnyKeyForm {
		form = JWKSKeyForm
		if lookup(c.body, "publicKeyJwk") != nil && lookup(c.body, "keyType") == nil {
			form = PageKeyForm
		}
	}
	if form == PageKeyForm {
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

// activeKey is the company's active key, if it has the kid or the kid is empty.
func (c *call) activeKey(org, kid string) *record {
	for _, r := range c.state.objects[PartnerPublicKeys] {
		if r.Parent == org && r.Object["status"] == active && (kid == "" || r.Object["kid"] == kid) {
			return r
		}
	}
	return nil
}

func listKeys(c *call) (*answer, error) {
	org, _, err := c.company()
	if err != nil {
		return nil, err
	}
	status := active
	if query := c.r.URL.Query(); query.Has("status") {
		status = query.Get("status")
	}
	keys := []any{}
	for _, r := range c.state.objects[PartnerPublicKeys] {
		if r.Parent == org && r.Object["status"] == status && !c.hiding(r.ID) {
			keys = append(keys, r.Object)
		}
	}
	return &answer{status: http.StatusOK, body: map[string]any{"keys": keys}, shape: keyList}, nil
}

func revokeKey(c *call) (*answer, error) {
	org, _, err := c.company()
	if err != nil {
		return nil, err
	}
	kid := c.r.PathValue("kid")
	r := c.activeKey(org, kid)
	if r == nil {
		return nil, notFound("active key", kid)
	}
	info := cloneObject(r.Object)
	info["status"] = revoked
	c.state.put(PartnerPublicKeys, &record{ID: r.ID, Parent: org, Object: info})
	return &answer{status: http.StatusNoContent}, nil
}
