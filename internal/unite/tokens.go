package unite

import (
	"context"
	"net/url"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// grant exchanges the refresh token for access tokens. An identity provider may answer a new refresh token, which ends
// the old one: from then on the new one is used. Calls come one at a time (httpx.Tokens).
func (c Config) grant() func(context.Context) (*oauth2.Token, error) {
	refreshToken := c.RefreshToken
	return func(ctx context.Context) (*oauth2.Token, error) {
		// The package's own refresh sends no scope, which the identity provider is to be told.
		grant := clientcredentials.Config{
			ClientID:     c.ClientID,
			ClientSecret: c.ClientSecret,
			TokenURL:     c.TokenURL,
			Scopes:       []string{"offline_access"},
			AuthStyle:    oauth2.AuthStyleInParams,
			EndpointParams: url.Values{
				"grant_type":    {"refresh_token"},
				"refresh_token": {refreshToken},
			},
		}
		token, err := grant.Token(ctx)
		if err != nil {
			return nil, err
		}
		if token.RefreshToken != "" {
			refreshToken = token.RefreshToken
		}
		return token, nil
	}
}
