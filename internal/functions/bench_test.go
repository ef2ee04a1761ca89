package functions_test

import (
	"maps"
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
)

// resourceOf is a policy of the API as Terraform has it in the state.
func resourceOf(t testing.TB, server tfprotov6.ProviderServer, file string, change object) tftypes.Value {
	t.Helper()
	content, err := os.ReadFile("../service/policy/testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	live, err := codec.ParseJSON(content)
	if err != nil {
		t.Fatal(err)
	}
	state, err := codec.Import(field.ForResource(policy.Tree()), live.(object))
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(state.Attrs, change)
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := codec.ToTerraform(schemas.ResourceSchemas["spotnana_policy"].ValueType(), state.Attrs)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A call takes at most 20 ms for a policy in which everything is set. Most of that is reading the type that comes with each argument, so a
// parent in which everything is set, too, takes as long again.
func BenchmarkPolicyFunctions(b *testing.B) {
	server := crud.NewServer(&provider.Provider{})
	complete := resourceOf(b, server, "complete_policy.json", nil)
	base := resourceOf(b, server, "complete_policy.json", object{"id": "0b8f1d52-6c0e-4f4b-9a55-2f7c3f1c9a02", "name": "Default policy", "type": "DEFAULT"})
	for _, function := range both {
		for name, arguments := range map[string]list{"alone": {complete}, "with parent": {complete, base}} {
			b.Run(function+"/"+name, func(b *testing.B) {
				given := sent(b, arguments)
				b.ReportAllocs()
				for b.Loop() {
					resp, err := server.CallFunction(b.Context(), &tfprotov6.CallFunctionRequest{Name: function, Arguments: given})
					if err != nil || resp.Error != nil {
						b.Fatal(err, resp)
					}
				}
			})
		}
	}
}
