package partnerkey

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

var keys = &endpoint.Endpoint{
	Name: "partner_public_key", Tree: Tree,
	Item:   "/v2/companies/{company_id}/partner-public-keys/{kid}",
	List:   endpoint.List{Entries: "keys", Attr: "keys", Complete: true, Arguments: arguments()},
	Key:    key,
	SameID: spelling.Same,
	// Keys are public, and the documents hold nothing else.
	MaskCreate: func(doc any) any { return doc },
}

// NewResource is the resource spotnana_partner_public_key.
var NewResource = keys.Resource(func() crud.Spec {
	return crud.Spec{
		Doc: "The public key with which Spotnana verifies the tokens of a partner (token exchange). An organization has one active key at a time, so:\n\n" +
			"- To rotate the key, change `public_key_jwk`: the old key is revoked before the new one is added. Tokens that are signed with the old key are refused from then on.\n" +
			"- A second resource beside an active key is refused by the API, and so is `create_before_destroy`, which adds the new key before it revokes the old one.\n" +
			"- A key that was added elsewhere is imported by the id `<company_id>/<kid>`, or revoked there. The API never answers the key itself: " +
			"if the configuration has the same key, the apply after the import takes it into the state and sends nothing.\n\n" +
			"The vendor documents two forms of the request that adds a key. RSA keys with the algorithm `RS256` fit into both, and the provider finds out which one the API takes. " +
			"EC keys and other algorithms fit only into the older one.",
		Connect: func(providerData any) (crud.API, *crud.Session) {
			c, _ := providerData.(*service.Clients)
			return &api{API: endpoint.API{Endpoint: keys, Client: c.Spotnana}, taken: service.Own[taken](c)}, c.Session
		},
		Roles:    "Partner public keys are for admins of the TMC or of the company, and for global admins.",
		Validate: check,
		Plan:     plan,
		Verify:   verify,
	}
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

// api is the keys of a company.
type api struct {
	endpoint.API
	taken *taken
}

// Create sends the key in one of two forms, and finds it in the answer by its own id.
func (a *api) Create(ctx context.Context, w httpx.Write, attrs, _ map[string]any) (crud.Made, error) {
	key, err := jwk.Parse(service.Text(attrs, "public_key_jwk"))
	if err != nil {
		return crud.Made{}, err
	}
	answer, err := a.add(ctx, w, attrs, key)
	if err != nil {
		return crud.Made{}, err
	}
	if !has(answer, key.KID) {
		return crud.Made{}, apierr.Unreadable(a.Origin(), http.MethodPost, a.CollectionPath(attrs), "the API answered a create without the new key")
	}
	return crud.Made{Attrs: map[string]any{"kid": key.KID}}, nil
}

// has says that an answer is the key, or a list with it.
func has(answer any, kid string) bool {
	m, _ := answer.(map[string]any)
	if keys, isList := m["keys"].([]any); isList {
		return slices.ContainsFunc(keys, func(k any) bool { return has(k, kid) })
	}
	return m != nil && spelling.Same(service.Text(m, "kid"), kid)
}

// Update is never called: another key is another object.
func (a *api) Update(context.Context, httpx.Write, crud.Ref, map[string]any, map[string]any) error {
	return errors.New("a partner public key cannot be changed; this is a defect of the provider")
}

// Delete spells the key's id as the API has it. Terraform keeps texts composed, and an API that compares ids by bytes would not
// know its own.
func (a *api) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	if kid := service.Text(at.Attrs, "kid"); len(spelling.Variants(kid)) > 1 {
		found, err := a.Read(ctx, at, false)
		if err != nil {
			return err
		}
		at.Attrs = maps.Clone(at.Attrs)
		at.Attrs["kid"] = found.Live["kid"]
	}
	return a.API.Delete(ctx, w, at)
}
