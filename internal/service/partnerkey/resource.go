package partnerkey

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// NewResource is the resource spotnana_partner_public_key.
func NewResource() resource.Resource { return newResource()() }

var newResource = sync.OnceValue(func() func() resource.Resource {
	return crud.NewResource(&crud.Spec{
		Name:  "partner_public_key",
		Title: "partner public key",
		Doc: "The public key with which Spotnana verifies the tokens of a partner (token exchange). An organization has one active key at a time, so:\n\n" +
			"- To rotate the key, change `public_key_jwk`: the old key is revoked before the new one is added. Tokens that are signed with the old key are refused from then on.\n" +
			"- A second resource beside an active key is refused by the API, and so is `create_before_destroy`, which adds the new key before it revokes the old one.\n" +
			"- A key that was added elsewhere is imported by the id `<company_id>/<kid>`, or revoked there. The API never answers the key itself: " +
			"if the configuration has the same key, the apply after the import takes it into the state and sends nothing.\n\n" +
			"The vendor documents two forms of the request that adds a key. RSA keys with the algorithm `RS256` fit into both, and the provider finds out which one the API takes. " +
			"EC keys and other algorithms fit only into the older one.",
		Tree:     resourceTree(),
		ImportID: []string{"company_id", "kid"},
		Connect: func(providerData any) (crud.API, *crud.Session) {
			c, _ := providerData.(*service.Clients)
			return &api{client: c.Spotnana, taken: service.Own[taken](c)}, c.Session
		},
		Parent:   func(attrs map[string]any) string { return service.Text(attrs, "company_id") },
		Names:    []crud.Name{{Attr: "company_id", Title: "company"}},
		Roles:    "Partner public keys are for admins of the TMC or of the company, and for global admins.",
		Key:      key,
		Validate: check,
		Plan:     plan,
		Verify:   verify,
	})
})

// key tells keys of one company apart: a kid is reused for another key at times.
func key(attrs map[string]any) string {
	return service.Text(attrs, "kid") + " " + service.Text(attrs, "thumbprint")
}

func check(config map[string]any) validate.Findings {
	var found validate.Findings
	if s, known := config["public_key_jwk"].(string); known {
		if _, err := jwk.Parse(s); err != nil {
			found.Errorf(path.Root("public_key_jwk"), "Unusable public key", "%s", sentence(err))
		}
	}
	return found
}

func sentence(err error) string {
	s := err.Error()
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// plan says what kid and thumbprint will be, and whether the key is another one. The same key in another layout keeps
// the prior text: white space never revokes a live key.
func plan(config, prior, planned map[string]any) (map[string]any, []string, diag.Diagnostics) {
	s, known := config["public_key_jwk"].(string)
	if !known {
		if prior == nil || config["public_key_jwk"] == nil {
			return planned, nil, nil
		}
		// Not known yet, so most likely another key: there is no way to change a key but to replace it.
		return planned, []string{"public_key_jwk"}, nil
	}
	k, err := jwk.Parse(s)
	if err != nil {
		return planned, nil, nil // reported by check
	}
	adjusted := maps.Clone(planned)
	if prior != nil && sameKey(k, prior) {
		if prior["public_key_jwk"] != nil {
			adjusted["public_key_jwk"] = prior["public_key_jwk"]
		}
		return adjusted, nil, nil
	}
	adjusted["kid"], adjusted["thumbprint"] = k.KID, k.Thumbprint
	if prior == nil {
		return adjusted, nil, nil
	}
	return adjusted, []string{"public_key_jwk"}, nil
}

// sameKey compares with the key in state; after an import only its kid and thumbprint are known.
func sameKey(k *jwk.Key, prior map[string]any) bool {
	if !spelling.Same(k.KID, service.Text(prior, "kid")) || k.Thumbprint != service.Text(prior, "thumbprint") {
		return false
	}
	before, err := jwk.Parse(service.Text(prior, "public_key_jwk"))
	return err != nil || jwk.Equivalent(k, before)
}

// verify compares the API's thumbprint with ours: a mismatch means that another key than the configured one was
// registered, or that the answer was tampered with.
func verify(planned, live map[string]any) error {
	if ours, theirs := service.Text(planned, "thumbprint"), service.Text(live, "thumbprint"); theirs != "" && ours != theirs {
		return fmt.Errorf("the API registered a key with the thumbprint %s, but the configured key has %s. "+
			"The resource is marked as tainted, so the next apply revokes the key and adds it again. Do not trust tokens under this kid until the thumbprints agree", theirs, ours)
	}
	return nil
}

// api is the partner keys endpoint. It has no read of one key, and no update.
type api struct {
	client *spotnana.Client
	taken  *taken
}

func (a *api) Origin() string { return a.client.Origin() }

// Lacks implements [crud.Unready].
func (a *api) Lacks() *apierr.Error { return a.client.Lacks() }

func collectionPath(companyID string) string {
	return "/v2/companies/" + url.PathEscape(companyID) + "/partner-public-keys"
}

// public masks nothing: keys are public, and the documents hold nothing else.
func public(doc any) any { return doc }

func (a *api) Create(ctx context.Context, w httpx.Write, attrs, _ map[string]any) (crud.Made, error) {
	key, err := jwk.Parse(service.Text(attrs, "public_key_jwk"))
	if err != nil {
		return crud.Made{}, err
	}
	path := collectionPath(service.Text(attrs, "company_id"))
	defer a.client.Lists().Drop(path)
	answer, err := a.add(ctx, w, service.Text(attrs, "company_id"), key, service.Text(attrs, "public_key_jwk"))
	if err != nil {
		return crud.Made{}, err
	}
	if pick(answer, key.KID) == nil {
		return crud.Made{}, apierr.Unreadable(a.Origin(), http.MethodPost, path, "the API answered a create without the new key")
	}
	return crud.Made{Attrs: map[string]any{"kid": key.KID}}, nil
}

func (a *api) post(ctx context.Context, w httpx.Write, path string, body map[string]any) (any, error) {
	return a.client.Do(ctx, spotnana.Request{Method: http.MethodPost, Path: path, Body: body, Mask: public, Write: w})
}

// pick finds a key in an answer: one key object, or a list of them.
func pick(answer any, kid string) map[string]any {
	m, _ := answer.(map[string]any)
	if keys, isList := m["keys"].([]any); isList {
		for _, k := range keys {
			if found := pick(k, kid); found != nil {
				return found
			}
		}
		return nil
	}
	if spelling.Same(service.Text(m, "kid"), kid) {
		return m
	}
	return nil
}

func (a *api) Read(ctx context.Context, at crud.Ref, fresh bool) (crud.Found, error) {
	keys, err := list(ctx, a.client, service.Text(at.Attrs, "company_id"), "", fresh)
	if err != nil {
		return crud.Found{}, err
	}
	if found := pick(map[string]any{"keys": keys}, service.Text(at.Attrs, "kid")); found != nil {
		return crud.Found{Live: found}, nil
	}
	return crud.Found{}, fmt.Errorf("no active key %q: %w", service.Text(at.Attrs, "kid"), apierr.ErrGone)
}

// list answers the keys of a company in one request, which serves all its keys unless fresh. The API's own default
// status is ACTIVE.
func list(ctx context.Context, client *spotnana.Client, companyID, status string, fresh bool) ([]any, error) {
	path, query := collectionPath(companyID), url.Values{}
	if status != "" {
		query.Set("status", status)
	}
	if fresh {
		client.Lists().Drop(path)
	}
	return lists.Get(ctx, client.Lists(), path+"?"+query.Encode(), func(ctx context.Context) ([]any, error) {
		answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path, Query: query, Mask: public})
		if err != nil {
			return nil, err
		}
		keys, ok := spotnana.List(answer, "keys")
		if !ok {
			return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the answer has no list of keys")
		}
		return keys, nil
	})
}

func (a *api) Update(context.Context, httpx.Write, crud.Ref, map[string]any, map[string]any) error {
	return errors.New("a partner public key cannot be changed; this is a defect of the provider")
}

func (a *api) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	path := collectionPath(service.Text(at.Attrs, "company_id"))
	kid, err := a.spelled(ctx, at)
	if err != nil {
		return err
	}
	defer a.client.Lists().Drop(path)
	_, err = a.client.Do(ctx, spotnana.Request{Method: http.MethodDelete, Path: path + "/" + url.PathEscape(kid), Write: w})
	return err
}

// spelled is the kid as the API has it. Terraform keeps texts composed, and an API that compares kids by bytes would not know
// its own.
func (a *api) spelled(ctx context.Context, at crud.Ref) (string, error) {
	kid := service.Text(at.Attrs, "kid")
	if len(spelling.Variants(kid)) == 1 {
		return kid, nil
	}
	found, err := a.Read(ctx, at, false)
	return service.Text(found.Live, "kid"), err
}

func (a *api) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	keys, err := list(ctx, a.client, service.Text(attrs, "company_id"), "", fresh)
	if err != nil {
		return nil, err
	}
	found := make([]crud.Sibling, 0, len(keys))
	for _, k := range keys {
		m, _ := k.(map[string]any)
		attrs, err := codec.Complete(Tree(), m)
		if err != nil {
			return nil, err
		}
		found = append(found, crud.Sibling{Attrs: map[string]any{"kid": attrs["kid"]}, Key: key(attrs)})
	}
	return found, nil
}
