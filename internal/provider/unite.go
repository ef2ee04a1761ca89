package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
)

// Environment variables that stand in for attributes of the argument unite.
const (
	envUniteBaseURL      = "UNITE_BASE_URL"
	envUniteAccessToken  = "UNITE_ACCESS_TOKEN"
	envUniteClientID     = "UNITE_CLIENT_ID"
	envUniteClientSecret = "UNITE_CLIENT_SECRET"
	envUniteRefreshToken = "UNITE_REFRESH_TOKEN"
	envUniteTokenURL     = "UNITE_TOKEN_URL"
)

// unite is the configuration of the Unite client, which takes its limits, and in sandbox mode its place, from that of
// Spotnana's. Whatever is missing is an error of the first request only.
func (m *model) unite(ctx context.Context, s spotnana.Config) (unite.Config, diag.Diagnostics) {
	c := unite.Config{
		MaxRetries: s.MaxRetries, RetryWait: s.RetryWait, RequestsPerSecond: s.RequestsPerSecond, RequestTimeout: s.RequestTimeout,
		UserAgent: s.UserAgent, Transport: s.Transport,
	}
	unknown := append(unknownIn("unite", m.Unite), unknownIn("sandbox", m.Sandbox)...)
	if m.Unite.IsUnknown() {
		unknown = append(unknown, "unite")
	}
	if m.Sandbox.IsUnknown() {
		unknown = append(unknown, "sandbox")
	}
	if len(unknown) > 0 {
		c.Unconfigured, c.Undecided = notYet(unknown), true
		return c, nil
	}
	u, diags := m.uniteArgument(ctx)
	if diags.HasError() {
		return c, diags
	}
	c.BaseURL = setting(u.BaseURL, envUniteBaseURL)
	if s.Transport != nil {
		if c.BaseURL != "" {
			return c, diag.Diagnostics{sandboxBesideUnite()}
		}
		c.BaseURL, c.AccessToken = s.BaseURL+sandbox.UniteRoot, sandboxToken
		return c, nil
	}
	c.AccessToken = setting(u.AccessToken, envUniteAccessToken)
	c.ClientID = setting(u.ClientID, envUniteClientID)
	c.ClientSecret = setting(u.ClientSecret, envUniteClientSecret)
	c.RefreshToken = setting(u.RefreshToken, envUniteRefreshToken)
	c.TokenURL = setting(u.TokenURL, envUniteTokenURL)
	c.Unconfigured = missingUnite(c)
	return c, nil
}

// uniteArgument is the argument unite, empty where it is null or unknown.
func (m *model) uniteArgument(ctx context.Context) (uniteModel, diag.Diagnostics) {
	var u uniteModel
	if m.Unite.IsNull() || m.Unite.IsUnknown() {
		return u, nil
	}
	diags := m.Unite.As(ctx, &u, basetypes.ObjectAsOptions{})
	return u, diags
}

// missingUnite says what a request to Unite lacks.
func missingUnite(c unite.Config) *apierr.Error {
	if c.BaseURL == "" {
		return apierr.New("No address of Unite", fmt.Sprintf("Set unite.base_url of the provider (%s) to the root of the Administration API. "+
			"It has no default, because a company made on Unite can be neither changed nor removed. "+
			"To try without an account, set sandbox = { path = \"sandbox.json\" } (%s).", envUniteBaseURL, envSandbox))
	}
	var missing []string
	for _, s := range []struct{ value, name, env string }{
		{c.ClientID, "unite.client_id", envUniteClientID},
		{c.ClientSecret, "unite.client_secret", envUniteClientSecret},
		{c.RefreshToken, "unite.refresh_token", envUniteRefreshToken},
	} {
		if s.value == "" {
			missing = append(missing, fmt.Sprintf("%s (%s)", s.name, s.env))
		}
	}
	return apierr.New("No credentials for Unite", fmt.Sprintf("Set %s of the provider, or unite.access_token (%s) alone.",
		strings.Join(missing, " and "), envUniteAccessToken))
}

func sandboxBesideUnite() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("unite").AtName("base_url"), "Both sandbox and unite.base_url",
		fmt.Sprintf("The sandbox stands in for Unite too, so unite.base_url (%s) has no meaning beside sandbox (%s). Remove one of them.", envUniteBaseURL, envSandbox))
}
