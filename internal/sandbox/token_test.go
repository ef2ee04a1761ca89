package sandbox

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"
)

const formType = "application/x-www-form-urlencoded"

func tokenForm(pairs ...string) string {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form.Encode()
}

func TestToken(t *testing.T) {
	o := testOptions()
	o.Clients = map[string]string{"robot": "hush"}
	o.TokenLifetime = 10 * time.Minute
	now := o.Now()
	o.Now = func() time.Time { return now }
	a := inProcess(t, New(o))
	good := tokenForm("grant_type", "client_credentials", "client_id", "robot", "client_secret", "hush")

	out := a.want(200, "POST", oauthPath, good, "Content-Type", formType, "Authorization", "")
	same(t, out.body, `{"access_token":"sandbox-`+id(1)+`","token_type":"Bearer","expires_in":600}`)
	bearer := "Bearer " + textAt(out.body, "access_token")
	a.want(200, "GET", "/v2/companies", "", "Authorization", bearer)

	now = now.Add(10 * time.Minute)
	a.refused(401, "UNAUTHORIZED", "Authorization", "GET", "/v2/companies", "", "Authorization", bearer)
	a.want(200, "GET", "/v2/companies", "") // a static token stays

	out = a.want(200, "POST", oauthPath, good, "Content-Type", formType+"; charset=utf-8")
	bearer = "Bearer " + textAt(out.body, "access_token")
	a.want(200, "GET", "/v2/companies", "", "Authorization", bearer)
	a.server.ExpireTokens()
	a.refused(401, "UNAUTHORIZED", "Authorization", "GET", "/v2/companies", "", "Authorization", bearer)
}

func TestTokenExchange(t *testing.T) {
	a := newAPI(t)
	form := []string{
		"grant_type", exchangeGrant, "client_id", "any", "client_secret", "any",
		"subject_token", "jwt", "subject_token_type", "urn:ietf:params:oauth:token-type:jwt",
	}
	out := a.want(200, "POST", oauthPath, tokenForm(form...), "Content-Type", formType)
	if lookup(out.body, "expires_in") != json.Number("3600") {
		t.Errorf("got %s", out.raw)
	}
	a.refused(400, "MISSING_FIELD", "subject_token_type", "POST", oauthPath, tokenForm(form[:8]...), "Content-Type", formType)
	a.refused(400, "MISSING_FIELD", "subject_token", "POST", oauthPath, tokenForm(form[:6]...), "Content-Type", formType)
}

func TestTokenIsStrict(t *testing.T) {
	o := testOptions()
	o.Clients = map[string]string{"robot": "hush"}
	a := inProcess(t, New(o))
	form := func(grant, client, secret string) string {
		return tokenForm("grant_type", grant, "client_id", client, "client_secret", secret)
	}
	good := form("client_credentials", "robot", "hush")
	for name, body := range map[string]string{
		"wrong secret": form("client_credentials", "robot", "other"), "unknown client": form("client_credentials", "other", "hush"),
		"no secret": form("client_credentials", "robot", ""), "nothing": "grant_type=client_credentials",
	} {
		t.Run(name, func(t *testing.T) {
			a := inProcess(t, a.server)
			a.refused(403, "INVALID_CLIENT", "client_id", "POST", oauthPath, body, "Content-Type", formType)
		})
	}
	a.refused(403, "INVALID_CLIENT", "client_id", "POST", oauthPath, "grant_type=client_credentials",
		"Content-Type", formType, "Authorization", "Basic cm9ib3Q6aHVzaA==")
	a.refused(403, "INVALID_CLIENT", "client_id", "POST", oauthPath+"?"+good, "grant_type=client_credentials", "Content-Type", formType)
	a.refused(400, "UNSUPPORTED_GRANT_TYPE", "grant_type", "POST", oauthPath, form("password", "robot", "hush"), "Content-Type", formType)
	a.refused(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", "POST", oauthPath, `{"grant_type":"client_credentials"}`)
	a.refused(400, "MISSING_USER_AGENT", "User-Agent", "POST", oauthPath, good, "Content-Type", formType, "User-Agent", "")
	a.refused(400, "MALFORMED_FORM", "", "POST", oauthPath, "grant_type=%zz", "Content-Type", formType)
	a.refused(400, "MALFORMED_FORM", "", "POST", oauthPath, good+"&client_secret=hush", "Content-Type", formType)
	a.refused(406, "NOT_ACCEPTABLE", "Accept", "POST", oauthPath, good, "Content-Type", formType, "Accept", "text/html")
	a.want(405, "GET", oauthPath, "")
}

func TestTokenRateLimit(t *testing.T) {
	o := testOptions()
	o.TokenRate = RateLimit{PerSecond: 1}
	a := inProcess(t, New(o))
	form := tokenForm("grant_type", "client_credentials", "client_id", "a", "client_secret", "b")
	a.want(200, "POST", oauthPath, form, "Content-Type", formType)
	a.refused(429, "TOO_MANY_REQUESTS", "", "POST", oauthPath, form, "Content-Type", formType)
	a.want(200, "GET", "/v2/companies", "")
}
