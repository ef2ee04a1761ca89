package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/apiuser"
)

// The API answers nothing of what is configured, so there is no tree.
var _ = register(&Subject{
	Type: "api_user", Title: "API user", Kind: sandbox.APIUsers, ID: "client_id", Anonymous: true,
	Endpoints: func(*sandbox.Server) []Endpoint {
		return []Endpoint{{"POST", "/v2/api-users"}, {"GET", "/v2/api-users"}, {"POST", "/v2/api-users/revoke"}, {"POST", "/v2/api-users/rotate"}}
	},
	Removal: Endpoint{"POST", "/v2/api-users/revoke"},
	Contract: []Schema{
		{Document: "auth", Name: "ApiUsersInfo", Tree: apiuser.Tree()},
		{Document: "auth", Name: "CreateApiUsersRequest", Tree: apiuser.Tree(), Request: true},
		{Document: "auth", Name: "CreateApiUsersResponse", Tree: apiuser.Tree(), Exceptions: apiuser.Told()},
	},
	Config:   "tmc_id = \"tmc of the programs\"\nrotate_trigger = \"2026-01\"",
	Changes:  []string{`"2026-01"`, `"2026-02"`},
	Names:    []string{"tmc of the programs"},
	Textless: "ids are no free texts",
	Dataless: "the API answers nothing of an API user but its client id",
	Theirs:   func() map[string]any { return map[string]any{"clientId": usualID} },
	Twins:    []Twin{}, // two equal ones are two, whatever is lost on the way
	Sample:   []string{"update/500"},
	Random: Random{
		Attributes: func(name func(string) string) map[string]any { return map[string]any{"tmc_id": name("tmc")} },
		Is:         func(object, arguments map[string]any) bool { return object["tmcId"] == arguments["tmc_id"] },
	},
})
