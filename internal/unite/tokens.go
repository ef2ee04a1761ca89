package unite

import "net/url"

// grant exchanges the refresh token for access tokens. An identity provider may answer a new refresh token, which ends
// the old one: from then on that is used.
func (c Config) grant(latest string) url.Values {
	if latest == "" {
		latest = c.RefreshToken
	}
	return url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {c.ClientID},
		"client_secret": {c.ClientSecret},
		"refresh_token": {latest},
		"scope":         {"offline_access"},
	}
}
