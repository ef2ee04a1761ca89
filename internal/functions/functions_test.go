package functions

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
)

func run(t *testing.T, f function.Function, arguments ...string) (string, *function.FuncError) {
	t.Helper()
	var values []attr.Value
	for _, argument := range arguments {
		values = append(values, types.StringValue(argument))
	}
	resp := &function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	f.Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData(values)}, resp)
	result, ok := resp.Result.Value().(types.String)
	if !ok {
		t.Fatalf("result of type %T", resp.Result.Value())
	}
	return result.ValueString(), resp.Error
}

// newPEM returns the PEM texts of the two halves of a new EC key.
func newPEM(t testing.TB) (public, private string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	publicDER, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	privateDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: publicDER})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: privateDER}))
}

func TestFunctions(t *testing.T) {
	public, _ := newPEM(t)
	text, err := run(t, NewPEMToJWK(), public, "key-1")
	if err != nil {
		t.Fatal(err)
	}
	key, parseErr := jwk.Parse(text)
	if parseErr != nil {
		t.Fatal(parseErr)
	}
	if key.KID != "key-1" || key.Alg != "ES256" {
		t.Errorf("pem_to_jwk made %+v", key)
	}
	if marked, err := run(t, NewPEMToJWK(), "\ufeff"+public, "key-1"); err != nil || marked != text {
		t.Errorf("pem_to_jwk after a byte order mark: %q, %v", marked, err)
	}
	for _, input := range []string{text, "\ufeff" + text, strings.Replace(text, `"kid":"key-1",`, "", 1)} {
		got, err := run(t, NewJWKThumbprint(), input)
		if err != nil || got != key.Thumbprint {
			t.Errorf("jwk_thumbprint: %q, %v; want %q", got, err, key.Thumbprint)
		}
	}
}

func TestFunctions_refuse(t *testing.T) {
	public, private := newPEM(t)
	for name, c := range map[string]struct {
		function  function.Function
		arguments []string
		argument  int64
		want      string
	}{
		"thumbprint of a private JWK": {NewJWKThumbprint(), []string{`{"kty":"RSA","n":"","e":"AQAB","d":""}`}, 0, "private key material (d)"},
		"thumbprint of PEM":           {NewJWKThumbprint(), []string{public}, 0, "pem_to_jwk"},
		"private PEM":                 {NewPEMToJWK(), []string{private, "k"}, 0, "give the public half"},
		"empty kid":                   {NewPEMToJWK(), []string{public, ""}, 1, "kid is missing or empty"},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := run(t, c.function, c.arguments...)
			if err == nil || err.FunctionArgument == nil {
				t.Fatalf("result %q, error %v", result, err)
			}
			if *err.FunctionArgument != c.argument || !strings.Contains(err.Text, c.want) {
				t.Errorf("argument %d: %q, want argument %d and %q", *err.FunctionArgument, err.Text, c.argument, c.want)
			}
		})
	}
}

func TestDefinitions(t *testing.T) {
	for name, f := range map[string]function.Function{
		"jwk_thumbprint": NewJWKThumbprint(), "pem_to_jwk": NewPEMToJWK(),
		"policy_statements": NewPolicyStatements(), "policy_summary": NewPolicySummary(),
	} {
		var metadata function.MetadataResponse
		f.Metadata(t.Context(), function.MetadataRequest{}, &metadata)
		if metadata.Name != name {
			t.Errorf("name %q, want %q", metadata.Name, name)
		}
		var definition function.DefinitionResponse
		f.Definition(t.Context(), function.DefinitionRequest{}, &definition)
		var valid function.DefinitionValidateResponse
		definition.Definition.ValidateImplementation(t.Context(), function.DefinitionValidateRequest{FuncName: name}, &valid)
		if definition.Diagnostics.HasError() || valid.Diagnostics.HasError() {
			t.Errorf("%s: %v %v", name, definition.Diagnostics, valid.Diagnostics)
		}
	}
}
