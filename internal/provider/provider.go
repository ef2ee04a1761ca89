// Package provider is the provider spotnana: its configuration, and the list of everything that it serves.
package provider

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/functions"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/accesstoken"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/agentnote"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/apiuser"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/approval"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/company"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/costcenter"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/customfield"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/department"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/grade"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/legalentity"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/office"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/partnerkey"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/servicecharge"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/trip"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/unitecompany"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/user"
)

// DefaultBaseURL is the vendor's sandbox environment.
const DefaultBaseURL = "https://api-ext-sboxmeta.partners.spotnana.com"

// Provider is the provider. The zero value works.
type Provider struct {
	// Version is that of the build.
	Version string
	// RetryWait is the wait before the first retry of a request, 0 for the usual one. Tests shorten it.
	RetryWait time.Duration
	// Transport carries the requests in place of the network when set. Tests break it.
	Transport http.RoundTripper

	data any
}

// ResourceData implements crud.Provider.
func (p *Provider) ResourceData() any { return p.data }

var (
	_ provider.ProviderWithEphemeralResources = &Provider{}
	_ provider.ProviderWithFunctions          = &Provider{}
	_ provider.ProviderWithValidateConfig     = &Provider{}
)

// Metadata implements provider.Provider.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "spotnana"
	resp.Version = p.Version
}

// Resources is the list of all resources.
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		apiuser.NewResource,
		company.NewResource,
		costcenter.NewResource,
		customfield.NewResource,
		department.NewResource,
		grade.NewResource,
		legalentity.NewResource,
		office.NewResource,
		partnerkey.NewResource,
		policy.NewResource,
		settings.NewColorConfig,
		settings.NewCompanyFeatures,
		settings.NewEnrollmentConfig,
		settings.NewManagersConfig,
		settings.NewPreferenceTiers,
		settings.NewServiceChargePlan,
		settings.NewStealthConfig,
		settings.NewTierConfig,
		settings.NewTravelContentConfig,
		settings.NewWhiteLabelConfig,
		trip.NewResource,
		agentnote.NewResource,
		unitecompany.NewResource,
	}
}

// DataSources is the list of all data sources.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		approval.New,
		company.NewDataSource,
		company.NewListDataSource,
		costcenter.NewDataSource,
		costcenter.NewListDataSource,
		customfield.NewDataSource,
		customfield.NewListDataSource,
		department.NewDataSource,
		department.NewListDataSource,
		grade.NewDataSource,
		grade.NewListDataSource,
		legalentity.NewDataSource,
		legalentity.NewListDataSource,
		office.NewDataSource,
		office.NewListDataSource,
		partnerkey.NewListDataSource,
		policy.NewDataSource,
		policy.NewListDataSource,
		servicecharge.New,
		settings.NewColorConfigData,
		settings.NewCompanyFeaturesData,
		settings.NewEnrollmentConfigData,
		settings.NewManagersConfigData,
		settings.NewPreferenceTiersData,
		settings.NewServiceChargePlanData,
		settings.NewStealthConfigData,
		settings.NewTierConfigData,
		settings.NewTravelContentConfigData,
		settings.NewWhiteLabelConfigData,
		trip.NewDataSource,
		trip.NewListDataSource,
		trip.NewPartnerInfoDataSource,
		trip.NewPNRsDataSource,
		agentnote.NewListDataSource,
		unitecompany.NewDataSource,
		unitecompany.NewListDataSource,
		unitecompany.NewTenantDataSource,
		user.NewDataSource,
		user.NewListDataSource,
		user.NewPoliciesDataSource,
	}
}

// EphemeralResources is the list of all ephemeral resources.
func (p *Provider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{accesstoken.New}
}

// Functions is the list of all provider functions.
func (p *Provider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		functions.NewJWKThumbprint,
		functions.NewPEMToJWK,
		functions.NewPolicyStatements,
		functions.NewPolicySummary,
	}
}

// model is the configuration of the provider block.
type model struct {
	BaseURL           types.String  `tfsdk:"base_url"`
	AccessToken       types.String  `tfsdk:"access_token"`
	ClientID          types.String  `tfsdk:"client_id"`
	ClientSecret      types.String  `tfsdk:"client_secret"`
	TokenURL          types.String  `tfsdk:"token_url"`
	SubjectToken      types.String  `tfsdk:"subject_token"`
	SubjectTokenType  types.String  `tfsdk:"subject_token_type"`
	Audience          types.String  `tfsdk:"audience"`
	Scope             types.String  `tfsdk:"scope"`
	Unite             types.Object  `tfsdk:"unite"`
	Sandbox           types.Object  `tfsdk:"sandbox"`
	MaxRetries        types.Int64   `tfsdk:"max_retries"`
	RequestsPerSecond types.Float64 `tfsdk:"requests_per_second"`
	RequestTimeout    types.String  `tfsdk:"request_timeout"`
}

// uniteModel is the argument unite.
type uniteModel struct {
	BaseURL      types.String `tfsdk:"base_url"`
	AccessToken  types.String `tfsdk:"access_token"`
	ClientID     types.String `tfsdk:"client_id"`
	ClientSecret types.String `tfsdk:"client_secret"`
	RefreshToken types.String `tfsdk:"refresh_token"`
	TokenURL     types.String `tfsdk:"token_url"`
}

type sandboxModel struct {
	Path types.String `tfsdk:"path"`
}

// Schema implements provider.Provider. Nothing is required: credentials may come from the environment, and are asked for
// only when the first request needs them.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	text := func(doc, env string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: doc + " Environment: `" + env + "`."}
	}
	secret := func(doc, env string) schema.StringAttribute {
		a := text(doc, env)
		a.Sensitive = true
		return a
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages travel programmes at Spotnana as code. Every argument can come from the environment instead; " +
			"credentials are needed only when a request is sent, so `terraform validate` and mocked tests work without.",
		Attributes: map[string]schema.Attribute{
			"base_url": text("Root of the Spotnana API. Default: the vendor's sandbox environment, `"+DefaultBaseURL+"`; production is `https://apis.spotnana.com`. "+
				"Plain http is accepted only for a loopback address.", envBaseURL),
			"access_token":  secret("A bearer token that was fetched elsewhere. It is used as it is, in place of `client_id` and `client_secret`.", envAccessToken),
			"client_id":     text("Id of the API user whose token is fetched when the first request needs it.", envClientID),
			"client_secret": secret("Secret of the API user.", envClientSecret),
			"token_url":     text("Token endpoint. Default: `base_url` with `/v2/auth/oauth2-token`.", envTokenURL),
			"subject_token": secret("A token of somebody on whose behalf requests are made: with it, the token endpoint is asked for a token exchange (RFC 8693) "+
				"with `client_id` and `client_secret`, else for client credentials.", envSubjectToken),
			"subject_token_type": text("URI of the kind of `subject_token` (RFC 8693, section 3). Default: `urn:ietf:params:oauth:token-type:access_token`.", envSubjectTokenType),
			"audience":           text("Audience of the token, if the token endpoint asks for one.", envAudience),
			"scope":              text("Scopes of the token, separated by spaces, if the token endpoint asks for them.", envScope),
			"unite": schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "The Unite Administration API. There is no default root: a company made on Unite can be neither changed nor removed there, so the environment is chosen knowingly.",
				Attributes: map[string]schema.Attribute{
					"base_url":      text("Root of the API: `https://administration.unite.services/api`, or `https://administration.integration.unite.services/api` for integration.", envUniteBaseURL),
					"access_token":  secret("A bearer token that was fetched elsewhere.", envUniteAccessToken),
					"client_id":     text("The Unite id.", envUniteClientID),
					"client_secret": secret("Secret that belongs to `client_id`.", envUniteClientSecret),
					"refresh_token": secret("Refresh token with which access tokens are fetched.", envUniteRefreshToken),
					"token_url":     text("Token endpoint of the identity provider. Default: that of Unite's production environment, `https://mercateo.eu.auth0.com/oauth/token`.", envUniteTokenURL),
				}},
			"sandbox": schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "Talk to an imitation of the APIs inside the provider, which keeps its objects in a file: no account, no server, nothing real changes. `base_url` or `unite.base_url` beside it is an error.",
				Attributes: map[string]schema.Attribute{
					"path": schema.StringAttribute{Required: true, MarkdownDescription: "File that holds the sandbox's objects, made when it is missing; relative to the working directory. Environment (for the whole block): `" + envSandbox + "`."},
				}},
			"max_retries": schema.Int64Attribute{Optional: true,
				MarkdownDescription: "How often a request that failed for a passing reason (502, 503, 504, a broken connection) is sent again. A create is sent again only if it surely did not arrive. Default: 5. A request that the API refuses because there are too many (429) is sent again, when the API lets it, for as long as the operation may take (`timeouts`)."},
			"requests_per_second": schema.Float64Attribute{Optional: true,
				MarkdownDescription: "Upper bound for all requests together, retries and token requests included. Default: none, which 0 means too: as many requests as Terraform's `-parallelism` brings, until the API refuses one (429). Then all of them pause and go on at the rate that the API accepted, which grows again while nothing is refused. Set it to leave room for others with the same credentials."},
			"request_timeout": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Time for one attempt of a request, as a duration such as `30s`. Default: `1m`."},
		},
	}
}
