package partnerkey

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// taken is which form the API took last in this process: newer says that it was that of the newer document, and not that of the
// vendor's page. The next key is sent in that form first.
type taken struct{ newer atomic.Bool }

// form is one of the two forms of the request that adds a key: that of the vendor's page, and that of the newer document.
type form struct {
	newer bool
	// name says in messages how the key is sent.
	name string
	body map[string]any
}

// forms are those that can hold the key, first the one that the API took last in this run.
func (a *api) forms(key *jwk.Key, text string) []form {
	page := form{name: "As the text of a JWK (publicKeyJwk)", body: map[string]any{"publicKeyJwk": jwk.Trim(text)}}
	members, err := key.Members()
	if err != nil {
		return []form{page}
	}
	newer := form{newer: true, name: "As a JWK set (keyType, jwks), the newer form",
		body: map[string]any{"keyType": "JWKS", "jwks": map[string]any{"keys": []any{members}}}}
	if a.taken.newer.Load() {
		return []form{newer, page}
	}
	return []form{page, newer}
}

// attempt is a request that added nothing.
type attempt struct {
	form form
	err  *apierr.Error
}

// add sends the key, and once more in the other form where the API refuses the first: what it misses in a request it need
// not say in words, and a refusal means that nothing was made.
func (a *api) add(ctx context.Context, w httpx.Write, attrs map[string]any, key *jwk.Key) (any, error) {
	var failed []attempt
	for _, f := range a.forms(key, service.Text(attrs, "public_key_jwk")) {
		answer, err := a.Post(ctx, w, attrs, f.body)
		if err == nil {
			a.taken.newer.Store(f.newer)
			return answer, nil
		}
		e := apierr.As(err)
		if e == nil || e.Ambiguous {
			return nil, after(failed, err)
		}
		if failed = append(failed, attempt{f, e}); !refuses(e) {
			break
		}
	}
	if len(failed) == 1 && !aboutKey(failed[0].err) {
		return nil, failed[0].err
	}
	return nil, &crud.AttributeError{Path: path.Root("public_key_jwk"), Title: spotnana.Name + " refused the key", Err: &refusedError{failed, a.advice(ctx, attrs, key, failed)}}
}

// refuses says that the API itself refused a request as it is, be it for its form or for what it holds.
func refuses(e *apierr.Error) bool {
	return e.Enveloped && (e.Status == http.StatusBadRequest || e.Status == http.StatusUnprocessableEntity)
}

// aboutKey says that an answer is about the key and what is there already, and not about credentials, company or network.
func aboutKey(e *apierr.Error) bool {
	return refuses(e) || e.Enveloped && e.Status == http.StatusConflict
}

// after is the failure of a request whose outcome is open, with the refusal before it.
func after(failed []attempt, err error) error {
	e := apierr.As(err)
	if e == nil || len(failed) == 0 {
		return err
	}
	both := *e
	both.Hint = strings.TrimLeft(fmt.Sprintf("%s\n\nThis was the second request. The first was refused: %v.", e.Hint, failed[0].err), "\n")
	return &both
}

// refusedError is a key that was added in no form.
type refusedError struct {
	failed []attempt
	advice string
}

// Error says everything that the API said, on several lines.
func (e *refusedError) Error() string {
	text := e.failed[0].err.Detail()
	if len(e.failed) > 1 {
		text = "The API has two forms of this request, and took the key in neither. Nothing was made."
		for _, a := range e.failed {
			text += "\n\n" + a.form.name + ":\n" + a.err.Detail()
		}
	}
	return strings.TrimRight(text+"\n\n"+e.advice, "\n")
}

// advice says what to do about a key that the API does not take.
func (a *api) advice(ctx context.Context, attrs map[string]any, key *jwk.Key, failed []attempt) string {
	var parts []string
	if _, err := key.Members(); err != nil && refuses(failed[0].err) {
		parts = append(parts, fmt.Sprintf("The newer form of the request, a JWK set (keyType, jwks), was not tried: %v. If this environment takes only that form, use an RSA key with alg RS256.", err))
	}
	if text := a.rotation(ctx, attrs, failed); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(parts, "\n\n")
}

// rotation says how another key gives way to this one, empty when none is active. The code of the API's refusal is not
// documented, so the list of keys tells whether that may be the reason.
func (a *api) rotation(ctx context.Context, attrs map[string]any, failed []attempt) string {
	active, err := a.Entries(ctx, a.Client, attrs, nil)
	if err != nil || len(active) == 0 {
		if failed[len(failed)-1].err.Status == http.StatusConflict {
			return "An organization can have only one active key. " + rotate
		}
		return ""
	}
	var kids, imports, revokes []string
	for _, k := range active {
		kid := service.Text(k, "kid")
		kids = append(kids, fmt.Sprintf("%q", kid))
		imports = append(imports, fmt.Sprintf("import {\n  to = spotnana_partner_public_key.<name>\n  id = %q\n}", service.Text(attrs, "company_id")+"/"+kid))
		revokes = append(revokes, "DELETE "+a.CollectionPath(attrs)+"/"+url.PathEscape(kid))
	}
	return fmt.Sprintf("The company has an active key already (%s), and an organization can have only one at a time. If that is why:\n\n"+
		"- %s\n\n- A key that no configuration has can be imported, and then be rotated in the same way:\n\n%s\n\n"+
		"- Or revoke it by hand (%s). Tokens that are signed with it are refused from then on.",
		strings.Join(kids, ", "), rotate, strings.Join(imports, "\n"), strings.Join(revokes, "; "))
}

const rotate = "To rotate the key, change public_key_jwk of the resource that has the active one: Terraform then revokes that before it adds the new one. " +
	"A second resource beside it cannot work, nor can create_before_destroy, which adds before it revokes."
