package provider

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
)

// Environment variables that stand in for arguments.
const (
	envBaseURL          = "SPOTNANA_BASE_URL"
	envAccessToken      = "SPOTNANA_ACCESS_TOKEN"
	envClientID         = "SPOTNANA_CLIENT_ID"
	envClientSecret     = "SPOTNANA_CLIENT_SECRET"
	envTokenURL         = "SPOTNANA_TOKEN_URL"
	envSubjectToken     = "SPOTNANA_SUBJECT_TOKEN"
	envSubjectTokenType = "SPOTNANA_SUBJECT_TOKEN_TYPE"
	envAudience         = "SPOTNANA_AUDIENCE"
	envScope            = "SPOTNANA_SCOPE"
	envSandbox          = "SPOTNANA_SANDBOX"
)

const (
	defaultMaxRetries     = 5
	defaultRequestTimeout = time.Minute
	// sandboxDomain is where the in-process sandbox seems to be. Its id is part of the name, so that an object of one
	// sandbox does not vanish from state when another file is configured, or the file is begun anew.
	sandboxDomain = ".sandbox.invalid"
	// sandboxToken stands in for credentials that the in-process sandbox does not need. Logs and errors mask tokens
	// wherever they appear, so it is no word that does.
	sandboxToken = "in-process-no-token"
)

// ValidateConfig checks what can be checked without knowing the environment that an apply will have.
func (p *Provider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var m model
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	_, diags := m.limits()
	resp.Diagnostics.Append(diags...)
	if !m.Sandbox.IsNull() && !m.BaseURL.IsNull() {
		resp.Diagnostics.Append(sandboxBesideURL())
	}
	if base, ok := m.Unite.Attributes()["base_url"]; ok && !m.Sandbox.IsNull() && !base.IsNull() {
		resp.Diagnostics.Append(sandboxBesideUnite())
	}
	resp.Diagnostics.Append(m.urls(ctx)...)
}

// urls checks the URLs that are arguments.
func (m *model) urls(ctx context.Context) diag.Diagnostics {
	var diags diag.Diagnostics
	config := spotnana.Config{BaseURL: m.BaseURL.ValueString(), TokenURL: m.TokenURL.ValueString()}
	if config.BaseURL == "" {
		config.BaseURL = DefaultBaseURL
	}
	if _, err := spotnana.New(config); err != nil {
		diags.Append(refused(err, path.Empty(), nil))
	}
	u, found := m.uniteArgument(ctx)
	diags.Append(found...)
	if _, err := unite.New(unite.Config{BaseURL: u.BaseURL.ValueString(), TokenURL: u.TokenURL.ValueString()}); err != nil {
		diags.Append(refused(err, path.Root("unite"), nil))
	}
	return diags
}

// Configure implements provider.Provider. It sends nothing.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m model
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	config, diags := m.limits()
	resp.Diagnostics.Append(diags...)
	config.UserAgent = userAgent(req.TerraformVersion, p.Version)
	config.RetryWait = p.RetryWait
	if unknown := m.unknown(); len(unknown) > 0 {
		// Another resource gives the value during apply. Until then no request can be sent.
		config.BaseURL = DefaultBaseURL
		config.Unconfigured, config.Undecided = notYet(unknown), true
	} else {
		resp.Diagnostics.Append(m.credentials(&config)...)
		resp.Diagnostics.Append(m.place(ctx, &config)...)
	}
	uniteConfig, diags := m.unite(ctx, config)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	if config.Transport == nil && p.Transport != nil {
		config.Transport, uniteConfig.Transport = p.Transport, p.Transport
	}
	client, err := spotnana.New(config)
	if err != nil {
		resp.Diagnostics.Append(refused(err, path.Empty(), urlsFrom(m.BaseURL, envBaseURL, m.TokenURL, envTokenURL)))
		return
	}
	uniteClient, err := unite.New(uniteConfig)
	if err != nil {
		u, _ := m.uniteArgument(ctx) // read before without an error
		resp.Diagnostics.Append(refused(err, path.Root("unite"), urlsFrom(u.BaseURL, envUniteBaseURL, u.TokenURL, envUniteTokenURL)))
		return
	}
	clients := &service.Clients{Spotnana: client, Unite: uniteClient, Session: crud.NewSession()}
	p.data, resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = clients, clients, clients, clients
}

// ConfigureFromEnvironment configures the provider as an empty provider block does, for programs that do without Terraform.
func (p *Provider) ConfigureFromEnvironment(ctx context.Context) diag.Diagnostics {
	var schemas provider.SchemaResponse
	p.Schema(ctx, provider.SchemaRequest{}, &schemas)
	object, isObject := schemas.Schema.Type().TerraformType(ctx).(tftypes.Object)
	if !isObject {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Provider cannot be configured", "Its schema is no object. This is a defect of the provider.")}
	}
	nothing := map[string]tftypes.Value{}
	for name, t := range object.AttributeTypes {
		nothing[name] = tftypes.NewValue(t, nil)
	}
	var resp provider.ConfigureResponse
	p.Configure(ctx, provider.ConfigureRequest{Config: tfsdk.Config{Raw: tftypes.NewValue(object, nothing), Schema: schemas.Schema}}, &resp)
	return resp.Diagnostics
}

// notYet says that no request can be sent.
func notYet(unknown []string) *apierr.Error {
	return apierr.New("The provider's "+strings.Join(unknown, " and ")+" is not known yet",
		"It comes from a resource that was not applied, and without it nothing can be sent. "+
			"Apply that resource first (terraform apply -target=…), or give the value in another way.")
}

// refused is the error of a URL that cannot be used, at its attribute below parent. from are the environment variables that
// settings come from, by name.
func refused(err error, parent path.Path, from map[string]string) diag.Diagnostic {
	var wrong *httpx.URLError
	if !errors.As(err, &wrong) {
		return diag.NewErrorDiagnostic("Provider cannot be configured", err.Error())
	}
	at, detail := parent.AtName(wrong.Setting), wrong.Advice
	if env := from[wrong.Setting]; env != "" {
		detail += "\n\nIt comes from the environment variable " + env + "."
	}
	return diag.NewAttributeErrorDiagnostic(at, fmt.Sprintf("%s %s", at, wrong.Problem), detail)
}

// setting is the argument, else the environment variable. White space alone is not a value.
func setting(v types.String, env string) string {
	for _, s := range []string{v.ValueString(), os.Getenv(env)} {
		if !spelling.Blank(s) {
			return s
		}
	}
	return ""
}

// urlsFrom are the environment variables that the URLs come from, where they are not set by arguments.
func urlsFrom(base types.String, envBase string, token types.String, envToken string) map[string]string {
	from := map[string]string{}
	if base.ValueString() == "" {
		from["base_url"] = envBase
	}
	if token.ValueString() == "" {
		from["token_url"] = envToken
	}
	return from
}

// unknown names the arguments that another resource has yet to give.
func (m *model) unknown() []string {
	var names []string
	for name, v := range map[string]attr.Value{
		"base_url": m.BaseURL, "access_token": m.AccessToken, "client_id": m.ClientID, "client_secret": m.ClientSecret,
		"token_url": m.TokenURL, "subject_token": m.SubjectToken, "subject_token_type": m.SubjectTokenType,
		"audience": m.Audience, "scope": m.Scope, "sandbox": m.Sandbox,
	} {
		if v.IsUnknown() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return append(names, unknownIn("sandbox", m.Sandbox)...)
}

// unknownIn names the unknown attributes of the argument that is an object.
func unknownIn(name string, argument types.Object) []string {
	var names []string
	for attribute, v := range argument.Attributes() {
		if v.IsUnknown() {
			names = append(names, name+"."+attribute)
		}
	}
	slices.Sort(names)
	return names
}

func (m *model) credentials(c *spotnana.Config) diag.Diagnostics {
	c.AccessToken = setting(m.AccessToken, envAccessToken)
	c.ClientID = setting(m.ClientID, envClientID)
	c.ClientSecret = setting(m.ClientSecret, envClientSecret)
	c.TokenURL = setting(m.TokenURL, envTokenURL)
	c.SubjectToken = setting(m.SubjectToken, envSubjectToken)
	c.SubjectTokenType = setting(m.SubjectTokenType, envSubjectTokenType)
	c.Audience = setting(m.Audience, envAudience)
	c.Scope = setting(m.Scope, envScope)
	c.Unconfigured = apierr.New("No credentials for Spotnana", fmt.Sprintf("Set client_id and client_secret of the provider (%s and %s), or access_token (%s). "+
		"To try without an account, set sandbox = { path = \"sandbox.json\" } (%s).", envClientID, envClientSecret, envAccessToken, envSandbox))

	missing := func(name, env, because string) diag.Diagnostics {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(name), "Missing "+name,
			fmt.Sprintf("%s, but %s is missing. Set the argument %s or the environment variable %s.", because, name, name, env))}
	}
	switch {
	case c.AccessToken != "":
		return nil
	case c.ClientID != "" && c.ClientSecret == "":
		return missing("client_secret", envClientSecret, "client_id is set")
	case c.ClientID == "" && c.ClientSecret != "":
		return missing("client_id", envClientID, "client_secret is set")
	case c.ClientID == "" && c.SubjectToken != "":
		return missing("client_id", envClientID, "subject_token is set")
	}
	return nil
}

// place decides where requests go: an API, or the sandbox in this process.
func (m *model) place(ctx context.Context, c *spotnana.Config) diag.Diagnostics {
	c.BaseURL = setting(m.BaseURL, envBaseURL)
	file := setting(types.StringNull(), envSandbox)
	if !m.Sandbox.IsNull() {
		var s sandboxModel
		if diags := m.Sandbox.As(ctx, &s, basetypes.ObjectAsOptions{}); diags.HasError() {
			return diags
		}
		if file = s.Path.ValueString(); spelling.Blank(file) {
			return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("sandbox").AtName("path"), "sandbox.path is empty", "Name the file that keeps the sandbox's objects, such as \"sandbox.json\".")}
		}
	}
	switch {
	case file == "" && c.BaseURL == "":
		c.BaseURL = DefaultBaseURL
		return nil
	case file == "":
		return nil
	case c.BaseURL != "":
		return diag.Diagnostics{sandboxBesideURL()}
	}
	server, err := sandbox.Open(file, sandbox.Options{DiscardRequests: true, Staff: true})
	if err != nil {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("sandbox"), "Unusable sandbox file",
			fmt.Sprintf("%v.\n\nIt comes from the argument sandbox or the environment variable %s.", err, envSandbox))}
	}
	c.BaseURL, c.TokenURL = "https://"+server.ID()+sandboxDomain, ""
	c.Transport = server.Transport()
	c.RequestsPerSecond = 0
	if c.AccessToken == "" && c.ClientID == "" {
		c.AccessToken = sandboxToken
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("sandbox"), "Sandbox mode",
		"Nothing of this reaches Spotnana or Unite: objects are kept in the file "+file+".")}
}

func sandboxBesideURL() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("base_url"), "Both sandbox and base_url",
		fmt.Sprintf("The sandbox stands in for the API, so base_url (%s) has no meaning beside sandbox (%s). Remove one of them.", envBaseURL, envSandbox))
}

// limits are the settings of the HTTP client, with their defaults.
func (m *model) limits() (spotnana.Config, diag.Diagnostics) {
	c := spotnana.Config{MaxRetries: defaultMaxRetries, RequestTimeout: defaultRequestTimeout}
	var diags diag.Diagnostics
	if v := m.MaxRetries; !v.IsNull() && !v.IsUnknown() {
		c.MaxRetries = int(v.ValueInt64())
		if v.ValueInt64() < 0 || v.ValueInt64() > 100 {
			diags.AddAttributeError(path.Root("max_retries"), fmt.Sprintf("max_retries = %d is out of range", v.ValueInt64()), "Set it to a number between 0 and 100.")
		}
	}
	if v := m.RequestsPerSecond; !v.IsNull() && !v.IsUnknown() {
		c.RequestsPerSecond = v.ValueFloat64()
		if c.RequestsPerSecond < 0 {
			diags.AddAttributeError(path.Root("requests_per_second"), fmt.Sprintf("requests_per_second = %v is out of range", v.ValueFloat64()), "Leave it out, or set it to 0, for no bound; or set it to a greater number.")
		}
	}
	if v := m.RequestTimeout; !v.IsNull() && !v.IsUnknown() {
		d, err := time.ParseDuration(v.ValueString())
		if err != nil || d <= 0 {
			diags.AddAttributeError(path.Root("request_timeout"), fmt.Sprintf("request_timeout = %q is not a duration", v.ValueString()), "Set it to a duration greater than zero, such as \"30s\" or \"2m\".")
		}
		c.RequestTimeout = d
	}
	return c, diags
}

// userAgent names Terraform, where that asks, the provider, and what the user wants to add.
func userAgent(terraform, version string) string {
	ua := "terraform-provider-spotnana/" + version
	if terraform != "" {
		ua = fmt.Sprintf("Terraform/%s (+https://www.terraform.io) %s", terraform, ua)
	}
	if more := strings.TrimSpace(os.Getenv("TF_APPEND_USER_AGENT")); more != "" {
		ua += " " + more
	}
	return ua
}
