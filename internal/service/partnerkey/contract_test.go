package partnerkey_test

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

func TestContract_bodies(t *testing.T) {
	contract.SameProperties(t, "company", "AddPartnerPublicKeyRequest",
		"jwks", "jwks.keys", "jwks.keys[].alg", "jwks.keys[].e", "jwks.keys[].kid", "jwks.keys[].kty", "jwks.keys[].n", "jwks.keys[].use", "keyType")
	key := []string{"keys", "keys[].createdAt", "keys[].id", "keys[].kid", "keys[].orgId", "keys[].status", "keys[].thumbprint"}
	contract.SameProperties(t, "company", "AddPartnerPublicKeyResponse", key...)
	contract.SameProperties(t, "company", "ListPartnerPublicKeysResponse", key...)
}
