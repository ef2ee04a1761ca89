// Command echo is the smallest provider: one resource with one attribute, which answers what it is given. Its cost is
// what Terraform and the framework cost by themselves.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return echo{} }, providerserver.ServeOpts{
		Address:         "registry.terraform.io/travel-as-code/echo",
		ProtocolVersion: 6,
	})
	if err != nil {
		log.Fatal(err)
	}
}

type echo struct{}

func (echo) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "echo"
}

func (echo) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (echo) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (echo) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (echo) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return value{} }}
}

// value is the resource echo_value.
type value struct{}

func (value) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "echo_value"
}

func (value) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"name": schema.StringAttribute{Required: true}}}
}

func (value) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (value) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (value) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (value) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
