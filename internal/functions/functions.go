// Package functions holds the functions that configurations call as provider::spotnana::<name>.
package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
)

type jwkThumbprint struct{}

// NewJWKThumbprint returns the function jwk_thumbprint.
func NewJWKThumbprint() function.Function { return jwkThumbprint{} }

// Metadata names the function.
func (jwkThumbprint) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "jwk_thumbprint"
}

// Definition declares the parameters, the result and their documentation.
func (jwkThumbprint) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Compute the thumbprint of a public key",
		MarkdownDescription: "Returns the [RFC 7638](https://www.rfc-editor.org/rfc/rfc7638) thumbprint of a public JSON Web Key: " +
			"the SHA-256 of its key material, in base64url without padding. It is what Spotnana shows for a registered partner key, so it tells whether two keys are the same, " +
			"however they are written and whatever their `kid` is.\n\n" +
			"RSA keys of at least 2048 bits and EC keys on P-256, P-384 and P-521 are accepted. Private key material is an error.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "jwk",
			MarkdownDescription: "The public key: one JWK as JSON text, not a JWK Set. It needs no `kid`.",
		}},
		Return: function.StringReturn{},
	}
}

// Run computes the thumbprint.
func (jwkThumbprint) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	thumbprint, err := jwk.Thumbprint(text)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, thumbprint)
}

type pemToJWK struct{}

// NewPEMToJWK returns the function pem_to_jwk.
func NewPEMToJWK() function.Function { return pemToJWK{} }

// Metadata names the function.
func (pemToJWK) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "pem_to_jwk"
}

// Definition declares the parameters, the result and their documentation.
func (pemToJWK) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Convert a public key from PEM to JWK",
		MarkdownDescription: "Returns a public key as a JSON Web Key for signatures, ready for `public_key_jwk` of a partner public key. " +
			"The key may come straight from `tls_private_key` (its `public_key_pem`), from a key management service, or from a certificate.\n\n" +
			"The result is JSON text with `use` set to `sig`, and `alg` to `RS256` for an RSA key or to `ES256`, `ES384` or `ES512` " +
			"for an EC key, after its curve. An EC key may be compressed. The same key and `kid` always give the same text. " +
			"RSA keys under 2048 bits, other kinds of keys, and private keys are errors.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "pem",
				MarkdownDescription: "Text with one PEM block: `PUBLIC KEY`, `RSA PUBLIC KEY` or `CERTIFICATE`. What stands around it is passed over. " +
					"Of a certificate chain give only the leaf; its dates are not checked.",
			},
			function.StringParameter{
				Name:                "kid",
				MarkdownDescription: "The id of the key, the same as `kid` in the header of the tokens that it signs.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run converts the key.
func (pemToJWK) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text, kid string
	if resp.Error = req.Arguments.Get(ctx, &text, &kid); resp.Error != nil {
		return
	}
	// FromPEM checks the kid too; checked here first, its error points at the right argument.
	if err := jwk.CheckKID(kid); err != nil {
		resp.Error = function.NewArgumentFuncError(1, err.Error())
		return
	}
	result, err := jwk.FromPEM(text, kid)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, result)
}
