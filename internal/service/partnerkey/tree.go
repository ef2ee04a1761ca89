// Package partnerkey is the resource spotnana_partner_public_key and its data source.
package partnerkey

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

var status = &field.Enum{Name: "PartnerPublicKeyStatus", Values: []string{"ACTIVE", "REVOKED"}}

// Tree is a partner public key as the API answers it. The API never answers the key itself.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{
			field.Parent("company_id", field.UUID, "Id of the company (usually a TMC) whose tokens the key verifies, a UUID."),
		},
		Locals: []*field.Node{{Name: "public_key_jwk", Mode: field.Required,
			Doc: "The public key as the text of a JWK (RFC 7517) with a `kid`: RSA of at least 2048 bits, or EC. `provider::spotnana::pem_to_jwk` makes one from PEM. " +
				"White space and the order of members do not matter; another key, `kid`, `use` or `alg` replaces the key: the old one is revoked before the new one is added."}},
		Root: &field.Node{Kind: field.Object, Attrs: answered()},
	}
})

func answered() []*field.Node {
	return []*field.Node{
		{Name: "key_id", JSON: "id", Mode: field.Computed, Doc: "Id of the key at Spotnana, a UUID."},
		{Name: "organization_id", JSON: "orgId", Mode: field.Computed, Doc: "Id of the organization that the key belongs to, a UUID."},
		{Name: "kid", JSON: "kid", Mode: field.Computed, Doc: "The key's own id, as its JWK gives it: tokens name it in their header."},
		{Name: "status", JSON: "status", Mode: field.Status, Enum: status, Doc: "Whether the key is in force."},
		{Name: "created_at", JSON: "createdAt", Mode: field.Computed, Doc: "When the key was added, an RFC 3339 time."},
		{Name: "thumbprint", JSON: "thumbprint", Mode: field.Computed,
			Doc: "Thumbprint of the key after RFC 7638: SHA-256 of its canonical form, base64url without padding. Known before the key is added; the API's own is compared with it."},
	}
}
