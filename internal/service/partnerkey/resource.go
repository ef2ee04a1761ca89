package partnerkey

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// NewResource is the resource spotnana_partner_public_key.
func NewResource() resource.Resource { return newResource()() }

var newResource = sync.OnceValue(func() func() resource.Resource {
	return crud.NewResource(&crud.Spec{
		Name:  "partner_public_key",
		Title: "partner public key",
		Doc: "The public key with which Spotnana verifies the tokens of a partner (token exchange). An organization has one active key at a time, " +
			"so a changed key is a replacement that revokes the old one first, and `create_before_destroy` fails at the API.",
		Tree:     resourceTree(),
		ImportID: []string{"company_id", "kid"},
		Connect: func(providerData any) (crud.API, *crud.Session) {
			c, _ := providerData.(*service.Clients)
			return &api{clients: c}, c.Session
		},
		Parent:   func(attrs map[string]any) string { return service.Text(attrs, "company_id") },
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
func plan(config, prior, planned map[string]any) ([]string, diag.Diagnostics) {
	s, known := config["public_key_jwk"].(string)
	if !known {
		if prior == nil || config["public_key_jwk"] == nil {
			return nil, nil
		}
		// Not known yet, so most likely another key: there is no way to change a key but to replace it.
		return []string{"public_key_jwk"}, nil
	}
	k, err := jwk.Parse(s)
	if err != nil {
		return nil, nil // reported by check
	}
	if prior != nil && sameKey(k, prior) {
		if prior["public_key_jwk"] != nil {
			planned["public_key_jwk"] = prior["public_key_jwk"]
		}
		return nil, nil
	}
	planned["kid"], planned["thumbprint"] = k.KID, k.Thumbprint
	if prior == nil {
		return nil, nil
	}
	return []string{"public_key_jwk"}, nil
}

// sameKey compares with the key in state; after an import only its kid and thumbprint are known.
func sameKey(k *jwk.Key, prior map[string]any) bool {
	if k.KID != service.Text(prior, "kid") || k.Thumbprint != service.Text(prior, "thumbprint") {
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
type api struct{ clients *service.Clients }

func (a *api) Origin() string { return a.clients.Spotnana.Origin() }

func collectionPath(companyID string) string {
	return "/v2/companies/" + url.PathEscape(companyID) + "/partner-public-keys"
}

// public masks nothing: keys are public, and the documents hold nothing else.
func public(doc any) any { return doc }

func (a *api) Create(ctx context.Context, attrs, _ map[string]any) (map[string]any, error) {
	key, err := jwk.Parse(service.Text(attrs, "public_key_jwk"))
	if err != nil {
		return nil, err
	}
	path := collectionPath(service.Text(attrs, "company_id"))
	defer a.clients.Spotnana.Lists().Drop(path)
	var answer any
	newForm := a.clients.NewKeyForm.Load()
	if !newForm {
		answer, err = a.post(ctx, path, map[string]any{"publicKeyJwk": service.Text(attrs, "public_key_jwk")})
		newForm = refusesPageForm(err)
	}
	if newForm {
		members, formErr := key.Members()
		if formErr != nil {
			return nil, fmt.Errorf("this environment takes keys only as a JWK set, which cannot hold this one: %w", formErr)
		}
		if answer, err = a.post(ctx, path, map[string]any{"keyType": "JWKS", "jwks": map[string]any{"keys": []any{members}}}); err == nil {
			a.clients.NewKeyForm.Store(true)
		}
	}
	if err != nil {
		return nil, err
	}
	if pick(answer, key.KID) == nil {
		return nil, apierr.Unreadable(a.Origin(), http.MethodPost, path, "the API answered a create without the new key")
	}
	return map[string]any{"kid": key.KID}, nil
}

func (a *api) post(ctx context.Context, path string, body map[string]any) (any, error) {
	return a.clients.Spotnana.Do(ctx, spotnana.Request{Method: http.MethodPost, Path: path, Body: body, Mask: public})
}

// newProperty are the properties of the newer document, by their names and not as words of a sentence about key sets.
var newProperty = regexp.MustCompile(`\b(keyType|jwks)\b`)

// refusesPageForm says that the API refused the form of the vendor's page as malformed: it misses the properties of the
// newer document.
func refusesPageForm(err error) bool {
	e := apierr.As(err)
	return e != nil && e.Status == http.StatusBadRequest && slices.ContainsFunc(e.Messages, func(m apierr.Message) bool {
		return newProperty.MatchString(m.String())
	})
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
	if m["kid"] == kid {
		return m
	}
	return nil
}

func (a *api) Read(ctx context.Context, attrs map[string]any, fresh bool) (map[string]any, error) {
	keys, err := list(ctx, a.clients.Spotnana, service.Text(attrs, "company_id"), "", fresh)
	if err != nil {
		return nil, err
	}
	if found := pick(map[string]any{"keys": keys}, service.Text(attrs, "kid")); found != nil {
		return found, nil
	}
	return nil, fmt.Errorf("no active key %q: %w", service.Text(attrs, "kid"), apierr.ErrGone)
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

func (a *api) Update(context.Context, map[string]any, map[string]any, map[string]any) error {
	return errors.New("a partner public key cannot be changed; this is a defect of the provider")
}

func (a *api) Delete(ctx context.Context, attrs map[string]any) error {
	path := collectionPath(service.Text(attrs, "company_id"))
	defer a.clients.Spotnana.Lists().Drop(path)
	_, err := a.clients.Spotnana.Do(ctx, spotnana.Request{Method: http.MethodDelete, Path: path + "/" + url.PathEscape(service.Text(attrs, "kid"))})
	return err
}

func (a *api) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	keys, err := list(ctx, a.clients.Spotnana, service.Text(attrs, "company_id"), "", fresh)
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
