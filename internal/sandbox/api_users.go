package sandbox

import (
	"net/http"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/apiuser"
)

// APIUsers are API users with their secrets, which no read answers; their id is the client id. With them tokens are issued.
const APIUsers Kind = "apiUsers"

// mostAPIUsers is how many API users a TMC may have.
const mostAPIUsers = 5

var apiUsers = &collection{
	kind: APIUsers, title: "API user", path: "/v2/api-users", param: "clientId", looseID: true,
	shape: apiUserShape, creation: apiUserCreation, id: "clientId",
	newID:  func(c *call) string { return strings.ReplaceAll(c.options.NewID(), "-", "") },
	create: operation{status: http.StatusOK},
	lists:  []listing{{style: offsetList, member: "apiUsers", count: "totalCount", entry: wholeObject, shape: apiUserShape}},
	more: []route{
		{method: http.MethodPost, path: "/v2/api-users/revoke", do: revokeAPIUser},
		{method: http.MethodPost, path: "/v2/api-users/rotate", do: rotateAPIUser},
	},
	check:   checkAPIUser,
	decide:  decideAPIUser,
	created: func(_ *call, r *record) any { return told(r) },
}

var (
	// apiUserShape withholds all but the client id.
	apiUserShape = func() *shape {
		s := shapeOf(apiuser.Tree())
		s.props = append(s.props, owned(withheld, aString, "clientSecret", "scimToken")...)
		return s
	}()
	apiUserCreation = fields(
		optional(aString, "tmcId", "orgId"),
		preset("TMC_ADMIN", enum("TMC_ADMIN", "COMPANY_ADMIN"), "role"),
		preset("CLIENT_CREDENTIALS", enum("CLIENT_CREDENTIALS", "SCIM_TOKEN"), "credentialType"),
	)
	namedAPIUser = fields(optional(aString, "clientId"))
)

func hasSCIMToken(o map[string]any) bool { return o["credentialType"] == "SCIM_TOKEN" }

// checkAPIUser keeps to the role of SCIM tokens, and to the number of users of a TMC.
func checkAPIUser(c *call, r, _ *record) error {
	if hasSCIMToken(r.Object) && r.Object["role"] != "COMPANY_ADMIN" {
		return badRequest("ROLE_NOT_ALLOWED", "role", "A SCIM_TOKEN needs the role COMPANY_ADMIN.")
	}
	n := 0
	for _, other := range c.state.objects[APIUsers] {
		if strings.EqualFold(textAt(other.Object, "tmcId"), textAt(r.Object, "tmcId")) {
			n++
		}
	}
	if n >= mostAPIUsers {
		return fail(http.StatusConflict, "MAX_API_USERS", "tmcId", "The TMC has %d API users already.", n)
	}
	return nil
}

// decideAPIUser makes the secret, and keeps what was asked for, which is answered to nobody.
func decideAPIUser(s *Server, r *record, _ map[string]any) map[string]any {
	decided := map[string]any{}
	for _, name := range []string{"tmcId", "orgId", "role", "credentialType"} {
		if v := r.Object[name]; v != nil {
			decided[name] = v
		}
	}
	if hasSCIMToken(r.Object) {
		decided["scimToken"] = s.newAPISecret()
	} else {
		decided["clientSecret"] = s.newAPISecret()
	}
	return decided
}

func (s *Server) newAPISecret() string { return "api-secret-" + s.options.NewID() }

// told is the answer that has a secret.
func told(r *record) map[string]any {
	return present(map[string]any{"clientId": r.ID, "clientSecret": r.Object["clientSecret"], "scimToken": r.Object["scimToken"]})
}

// apiUserInBody is the user whom a body names.
func (c *call) apiUserInBody() (*record, error) {
	body, err := c.checked(namedAPIUser, nil)
	if err != nil {
		return nil, err
	}
	id := textAt(body, "clientId")
	if r := c.state.find(APIUsers, id); r != nil {
		return r, nil
	}
	return nil, notFound("API user", id)
}

func revokeAPIUser(c *call) (*answer, error) {
	r, err := c.apiUserInBody()
	if err != nil {
		return nil, err
	}
	c.state.remove(APIUsers, func(other *record) bool { return other.ID == r.ID })
	c.endTokens(r.ID)
	return &answer{status: http.StatusNoContent}, nil
}

func rotateAPIUser(c *call) (*answer, error) {
	r, err := c.apiUserInBody()
	if err != nil {
		return nil, err
	}
	if hasSCIMToken(r.Object) {
		return nil, forbidden("NOT_ROTATABLE", "clientId", "The API user %s has a SCIM token, and no client secret.", r.ID)
	}
	object := cloneObject(r.Object)
	object["clientSecret"] = c.newAPISecret()
	rotated := &record{ID: r.ID, Object: object}
	c.state.put(APIUsers, rotated)
	c.endTokens(r.ID)
	return &answer{status: http.StatusOK, body: told(rotated)}, nil
}
