package contract

import (
	"errors"
	"fmt"
)

// Exception is a form that the vendor documents elsewhere than in the OpenAPI documents. It is still checked: it widens the
// contract by one schema, it does not switch the check off. Only an operation that no document has is exempt as a whole.
type Exception struct {
	// Method and Path name the operation; Path is a template as in the documents ("/v2/companies/{companyId}").
	Method, Path string
	// Request is another JSON schema for the request body. References lead into the document of the operation.
	Request string
	// Status and Answer are another JSON schema for the body of the answer with that status.
	Status int
	Answer string
	// Why says where the form is documented.
	Why string
}

// Exceptions is what the provider and its sandbox do beyond the documents.
func Exceptions() []Exception {
	return []Exception{{
		Method:  "POST",
		Path:    "/v2/companies/{companyId}/partner-public-keys",
		Request: `{"type": "object", "required": ["publicKeyJwk"], "properties": {"publicKeyJwk": {"type": "string", "minLength": 1}}}`,
		Status:  201,
		Answer:  `{"allOf": [{"$ref": "#/components/schemas/PartnerPublicKeyInfo"}], "required": ["id", "kid", "status", "thumbprint"]}`,
		Why:     "partner key in the form of the vendor's page",
	}, {
		Method: "GET",
		Path:   "/v2/trips/{tripId}/booker-email/{bookerEmailId}/partner-info",
		Status: 200,
		Answer: tripPartnerInfo,
		Why:    "budget of a trip: the document requires isMaskedBudget and describes isBudgetMasked",
	},
		// Unite publishes no OpenAPI document. The tests of package unitecompany hold its traffic against its page.
		{Method: "GET", Path: "/unite/{link}", Why: "Unite's root, tenant and list of companies: on Unite's page only"},
		{Method: "GET", Path: "/unite/{link}/", Why: "Unite's root, with a slash at its end: on Unite's page only"},
		{Method: "GET", Path: "/unite/{link}/{id}", Why: "a company on Unite: on Unite's page only"},
		{Method: "POST", Path: "/unite/{link}", Why: "a new company on Unite: on Unite's page only"},
		{Method: "POST", Path: "/unite/oauth/token", Why: "the token endpoint of Unite's identity provider: RFC 6749, 6"},
	}
}

// UnusedParameters is what the provider leaves out of the requests that it sends.
func UnusedParameters() []Unused {
	return []Unused{{
		Operation: "GET /v2/companies/{companyId}", In: "header", Name: "x-application-id",
		Why: "the documents do not say what the application behind a request changes in the answer",
	}, {
		Operation: "GET /v2/companies/{companyId}/features", In: "header", Name: "x-application-id",
		Why: "the documents do not say what the application behind a request changes in the answer",
	}, {
		Operation: "PATCH /v2/companies/{companyId}/features", In: "header", Name: "x-application-id",
		Why: "the documents do not say what the application behind a request changes",
	}, {
		Operation: "GET /v2/companies/{companyId}/white-label-config", In: "query", Name: "applicationId",
		Why: "the configuration of another application is not what an update would write",
	}, {
		Operation: "GET /v3/trips/{tripId}/detail", In: "query", Name: "fetchMappedData",
		Why: "how the platform computes the answer; how fresh the bookings shall be is said by refreshType",
	}, {
		Operation: "GET /v2/trips/{tripId}/booker-email/{bookerEmailId}/partner-info", In: "query", Name: "revealReason",
		Why: "asks for the number of the budget's card, which must not come into a state",
	}}
}

// tripPartnerInfo is the vendor's schema with the one property that is required there and not described.
const tripPartnerInfo = `{
	"type": "object",
	"required": ["tripId", "partnerInfo"],
	"properties": {
		"tripId": {"type": "string"},
		"partnerInfo": {
			"type": "object",
			"required": ["partnerInfoType", "partnerInfoDetails"],
			"properties": {
				"partnerInfoType": {"$ref": "#/components/schemas/TripPartnerInfoType"},
				"partnerInfoDetails": {
					"type": "object",
					"properties": {
						"tripBudgetInfo": {
							"allOf": [{"$ref": "#/components/schemas/TripBudgetInfo"}],
							"required": ["budgetName", "isMaskedBudget"],
							"properties": {"isMaskedBudget": {"type": "boolean"}}
						}
					}
				}
			}
		}
	}
}`

// boundException is an exception whose schemas have a place in the document of its operation.
type boundException struct {
	Exception
	request, answer pointer
}

// bind puts the schemas of the exceptions into the documents, where references in them resolve like any other.
func (d *Documents) bind(exceptions []Exception) error {
	for _, e := range exceptions {
		name := e.Method + " " + e.Path
		if e.Why == "" {
			return fmt.Errorf("the exception for %s gives no reason", name)
		}
		op := d.named(name)
		if (op == nil) != (e.Request == "" && e.Answer == "") {
			return fmt.Errorf("the exception for %s: an operation of the documents needs another schema, one that no document has takes none", name)
		}
		if op == nil {
			continue
		}
		bound := &boundException{Exception: e}
		var err error
		if bound.request, err = op.doc.addException(e.Request); err != nil {
			return fmt.Errorf("the exception for %s: request: %w", name, err)
		}
		if bound.answer, err = op.doc.addException(e.Answer); err != nil {
			return fmt.Errorf("the exception for %s: answer: %w", name, err)
		}
		op.exceptions = append(op.exceptions, bound)
	}
	return nil
}

func (d *Documents) named(name string) *operation {
	for _, op := range d.operations {
		if op.name() == name {
			return op
		}
	}
	return nil
}

func (d *document) addException(text string) (pointer, error) {
	if text == "" {
		return nil, nil
	}
	v, err := decode([]byte(text))
	if err != nil {
		return nil, err
	}
	if _, ok := v.(map[string]any); !ok {
		return nil, errors.New("a schema is a JSON object")
	}
	if err := d.checkRefs(v); err != nil {
		return nil, err
	}
	const home = "x-contract-exceptions"
	list, _ := d.root[home].([]any)
	d.root[home] = append(list, map[string]any{"schema": v})
	return pointer{home, fmt.Sprint(len(list)), "schema"}, nil
}
