// Package apiuser is the resource spotnana_api_user.
package apiuser

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// The attributes, and the values of them, that decide what an API user is.
const (
	clientID       = "client_id"
	clientSecret   = "client_secret"
	scimToken      = "scim_token"
	rotateTrigger  = "rotate_trigger"
	credentialType = "credential_type"
	role           = "role"

	clientCredentials = "CLIENT_CREDENTIALS"
	aSCIMToken        = "SCIM_TOKEN"
	tmcAdmin          = "TMC_ADMIN"
	companyAdmin      = "COMPANY_ADMIN"
)

// Tree declares an API user. Of all this the API answers nothing but the client id, and the secret once.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Locals: []*field.Node{
			{Name: rotateTrigger, Doc: "Any text, such as a date. Another one has the API make a new `client_secret`: the old one, and all access tokens that were got by it, end at once. " +
				"Of a `" + aSCIMToken + "` the API makes no new one, so there it replaces the API user. To leave it out changes nothing."},
			field.Once(clientSecret, "Secret of a `"+clientCredentials+"` user, with which it gets access tokens at `/v2/auth/oauth2-token`. The API tells it once: it is in the state, and an import brings none."),
			field.Once(scimToken, "Bearer token of a `"+aSCIMToken+"` user, for the SCIM API of the platform. The API tells it once: it is in the state, and an import brings none."),
		},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: clientID, JSON: "clientId", Mode: field.Computed, Doc: "Client id, by which the API knows the user. It is the import id."},
			{Name: "tmc_id", JSON: "tmcId", Mode: field.CreateOnly, Unanswered: true, Filled: true, Doc: "Id of the travel management company (TMC) that the user acts for. Another one replaces the user."},
			{Name: "org_id", JSON: "orgId", Mode: field.CreateOnly, Unanswered: true, Filled: true, Doc: "Id of the organization (company) that the user acts for. Another one replaces the user."},
			{Name: role, JSON: "role", Mode: field.CreateOnly, Unanswered: true, Enum: userRole, Default: tmcAdmin, Doc: "What the user may do. Another role replaces the user."},
			{Name: credentialType, JSON: "credentialType", Mode: field.CreateOnly, Unanswered: true, Enum: credentialTypes, Default: clientCredentials,
				Doc: "What the user identifies itself by. A `" + aSCIMToken + "` needs the role `" + companyAdmin + "`. Another type replaces the user."},
		}},
	}
})

// The enums, with the names that the vendor gives them.
var (
	userRole        = &field.Enum{Name: "ApiUserRoleEnum", Values: []string{tmcAdmin, companyAdmin}}
	credentialTypes = &field.Enum{Name: "ApiUserCredentialTypeEnum", Values: []string{clientCredentials, aSCIMToken}}
)

// Told are the properties of the answer to a create that no read has, with the reason why no tree has them.
func Told() map[string]string {
	const once = "told once: a local attribute of the resource"
	return map[string]string{"clientSecret": once, "scimToken": once}
}

var users = &endpoint.Endpoint{
	Name: "api_user", Title: "API user", Tree: Tree,
	Item: "/v2/api-users/{client_id}",
	List: endpoint.List{Entries: "apiUsers", Style: endpoint.ByOffset, Complete: true},
	Key:  func(map[string]any) string { return "" },
	// Client ids are texts of the API's own.
	SameID: func(asked, answered string) bool { return asked == answered },
}

// NewResource is the resource spotnana_api_user.
var NewResource = users.Resource(func() crud.Spec {
	return crud.Spec{
		Doc: "A user for programs (machine user) of the API, with a client id and secret of its own, or with a token for SCIM. Only TMC admins may make one, and a TMC may have five, unless the vendor raises that.\n\n" +
			"- **The secret is in the state**, as sensitive: the API tells it once, in the answer to the create. Whoever may read the state has it.\n" +
			"- To rotate it, change `rotate_trigger`. The old secret ends at once, so programs that use it fail until they have the new one. To give them time, make a second API user, move them, and remove the first.\n" +
			"- The API answers nothing of a user but its client id, so a plan cannot show what was changed elsewhere, only that a user was revoked.\n" +
			"- Nothing tells one API user from another. Where the answer to a create is lost, the error lists the client ids that appeared meanwhile: revoke the one that nobody knows, and apply again.\n" +
			"- An import brings no secret, and a `rotate_trigger` that it finds configured makes none: change it after the import to get one.\n" +
			"- Do not rotate or revoke the API user whose credentials the provider itself has: its tokens end at once, and the rest of the apply fails.",
		Connect:   endpoint.Connect(func(a endpoint.API) crud.API { return &api{a} }, users),
		Roles:     "API users are for TMC admins.",
		Validate:  check,
		Plan:      plan,
		Anonymous: true,
		Renewed:   rotateTrigger,
	}
})

// check demands the role that a SCIM token needs.
func check(attrs map[string]any) validate.Findings {
	var found validate.Findings
	given, isKnown := attrs[role].(string)
	if attrs[role] != nil && !isKnown || attrs[credentialType] != aSCIMToken || given == companyAdmin {
		return found
	}
	found.Errorf(path.Root(role), "A SCIM token for another role", "A user with credential_type = %q needs the role %q: set role = %[2]q.", aSCIMToken, companyAdmin)
	return found
}

// plan says which of the secrets there will be, and replaces a SCIM token that is to be another one.
func plan(_, prior, planned map[string]any) (map[string]any, []string, diag.Diagnostics) {
	out := maps.Clone(planned)
	switch planned[credentialType] {
	case aSCIMToken:
		out[clientSecret] = nil
		if prior != nil && codec.HasUnknown(planned[scimToken]) { // the engine plans another one
			return out, []string{rotateTrigger}, nil
		}
	case clientCredentials, nil:
		out[scimToken] = nil
	}
	return out, nil, nil
}

// api is the API users of a TMC. The API names them in bodies, and not in paths.
type api struct{ endpoint.API }

// Create returns the secret too, which no other answer has.
func (a *api) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (crud.Made, error) {
	answer, err := a.Post(ctx, w, attrs, body)
	if apierr.Status(err) == http.StatusConflict {
		return crud.Made{}, full(err)
	}
	if err != nil {
		return crud.Made{}, err
	}
	told, _ := answer.(map[string]any)
	id := service.Text(told, "clientId")
	if id == "" {
		return crud.Made{}, apierr.Unreadable(a.Origin(), http.MethodPost, a.CollectionPath(attrs), "the API answered a create without the client id of the new API user")
	}
	if attrs[credentialType] == aSCIMToken {
		return crud.Made{Attrs: map[string]any{clientID: id, scimToken: service.Text(told, "scimToken"), clientSecret: nil}}, nil
	}
	return crud.Made{Attrs: map[string]any{clientID: id, clientSecret: service.Text(told, "clientSecret"), scimToken: nil}}, nil
}

// full is the refusal of one user too many.
func full(err error) error {
	out := *apierr.As(err)
	out.Title = "The TMC has as many API users as it may have"
	out.Hint = "A TMC may have five, unless the vendor raises that. Revoke one that is not needed any more, or ask the vendor for more."
	return &out
}

// Update is never called: all attributes are fixed when a user is made.
func (a *api) Update(context.Context, httpx.Write, crud.Ref, map[string]any, map[string]any) error {
	return errors.New("an API user cannot be changed; this is a defect of the provider")
}

// Delete implements [crud.API].
func (a *api) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	_, err := a.do(ctx, w, at, "revoke")
	return err
}

// Renew implements [crud.Renewer].
func (a *api) Renew(ctx context.Context, w httpx.Write, at crud.Ref) (map[string]any, error) {
	answer, err := a.do(ctx, w, at, "rotate")
	if err != nil {
		return nil, err
	}
	told, _ := answer.(map[string]any)
	secret := service.Text(told, "clientSecret")
	if secret == "" {
		return nil, apierr.Unreadable(a.Origin(), http.MethodPost, a.CollectionPath(at.Attrs)+"/rotate", "the API answered a rotation without the new secret")
	}
	return map[string]any{clientSecret: secret}, nil
}

// do has the API do something with a user.
func (a *api) do(ctx context.Context, w httpx.Write, at crud.Ref, what string) (any, error) {
	collection := a.CollectionPath(at.Attrs)
	defer a.Client.Lists().Drop(collection)
	return a.Client.Do(ctx, spotnana.Request{Method: http.MethodPost, Path: fmt.Sprintf("%s/%s", collection, what), Write: w,
		Body: map[string]any{"clientId": at.Attrs[clientID]}, Mask: func(doc any) any { return codec.Mask(Tree(), doc) }})
}
