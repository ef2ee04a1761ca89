// Package accesstoken is the ephemeral resource spotnana_access_token.
package accesstoken

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// New is the ephemeral resource spotnana_access_token.
func New() ephemeral.EphemeralResource { return &token{} }

type token struct{ client *spotnana.Client }

var (
	_ ephemeral.EphemeralResourceWithConfigure      = &token{}
	_ ephemeral.EphemeralResourceWithValidateConfig = &token{}
)

type model struct {
	ClientID     types.String `tfsdk:"client_id"`
	ClientSecret types.String `tfsdk:"client_secret"`
	Audience     types.String `tfsdk:"audience"`
	Scope        types.String `tfsdk:"scope"`
	AccessToken  types.String `tfsdk:"access_token"`
	ExpiresAt    types.String `tfsdk:"expires_at"`
}

// Metadata implements ephemeral.EphemeralResource.
func (t *token) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_access_token"
}

// Schema implements ephemeral.EphemeralResource.
func (t *token) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An access token of the API, for a provider block, a write-only argument or another program. It is in no plan and in no state. " +
			"Without arguments it is a token for the provider's own credentials, and the provider's `access_token` where that is set. " +
			"With `client_id` and `client_secret` one is fetched for these from the provider's token endpoint, once in a plan and once in an apply: " +
			"the endpoint limits how often. Needs Terraform 1.10 or newer.",
		Attributes: map[string]schema.Attribute{
			"client_id":     schema.StringAttribute{Optional: true, MarkdownDescription: "Id of another API user than the provider's. It goes with `client_secret`."},
			"client_secret": schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: "Secret of that API user."},
			"audience":      schema.StringAttribute{Optional: true, MarkdownDescription: "Audience of the token, if the token endpoint asks for one. It goes with `client_id`."},
			"scope":         schema.StringAttribute{Optional: true, MarkdownDescription: "Scopes of the token, separated by spaces, if the token endpoint asks for them. It goes with `client_id`."},
			"access_token":  schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The access token."},
			"expires_at":    schema.StringAttribute{Computed: true, MarkdownDescription: "When the token ends, an RFC 3339 time; null where nobody says."},
		},
	}
}

// Configure implements ephemeral.EphemeralResourceWithConfigure.
func (t *token) Configure(_ context.Context, req ephemeral.ConfigureRequest, _ *ephemeral.ConfigureResponse) {
	if c, ok := req.ProviderData.(*service.Clients); ok {
		t.client = c.Spotnana
	}
}

// ValidateConfig demands that credentials are complete, and that nothing is set that would have no effect.
func (t *token) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var m model
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	for _, pair := range []struct {
		name, missing string
		set, has      types.String
	}{
		{"client_id", "client_secret", m.ClientID, m.ClientSecret}, {"client_secret", "client_id", m.ClientSecret, m.ClientID},
		{"audience", "client_id", m.Audience, m.ClientID}, {"scope", "client_id", m.Scope, m.ClientID},
	} {
		if !pair.set.IsNull() && pair.has.IsNull() {
			resp.Diagnostics.AddAttributeError(path.Root(pair.name), "Missing "+pair.missing, fmt.Sprintf(
				"%s is set, but %s is missing. Set it, or leave out %[1]s for a token of the provider's own credentials.", pair.name, pair.missing))
		}
		if !pair.set.IsUnknown() && !pair.set.IsNull() && pair.set.ValueString() == "" {
			resp.Diagnostics.AddAttributeError(path.Root(pair.name), "Empty text for "+pair.name, fmt.Sprintf("%s is empty. Leave it out, or set it to a text.", pair.name))
		}
	}
}

// Open implements ephemeral.EphemeralResource: it fetches a token, and nothing is kept.
func (t *token) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m model
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	value, end, err := t.fetch(ctx, m)
	if err != nil {
		summary, detail := "Cannot get an access token", err.Error()
		if e := apierr.As(err); e != nil {
			detail = e.Detail()
			if e.Title != "" {
				summary = e.Title + ": cannot get an access token"
			}
		}
		resp.Diagnostics.AddError(summary, detail)
		return
	}
	m.AccessToken, m.ExpiresAt = types.StringValue(value), types.StringNull()
	if !end.IsZero() {
		m.ExpiresAt = types.StringValue(end.UTC().Format(time.RFC3339))
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
}

func (t *token) fetch(ctx context.Context, m model) (string, time.Time, error) {
	if m.ClientID.IsNull() {
		return t.client.Token(ctx)
	}
	return t.client.TokenFor(ctx, m.ClientID.ValueString(), m.ClientSecret.ValueString(), m.Audience.ValueString(), m.Scope.ValueString())
}
