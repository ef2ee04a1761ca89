package sandbox

import (
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/customfield"
)

// CustomFields are questions as the API answers them; their id is the question's UUID, their parent the company.
const CustomFields Kind = "customFields"

var customFields = &collection{
	kind: CustomFields, title: "question", parent: Companies,
	path: "/v2/companies/{companyId}/questions", param: "questionId",
	shape: aCustomField, creation: newCustomField, id: "id",
	receive: func(c *call, _ string) (map[string]any, error) {
		body, err := c.checked(newCustomField, nil)
		delete(body, "questionType") // which a create does not know
		return body, err
	},
	decide: func(_ *Server, r *record, _ map[string]any) map[string]any {
		return map[string]any{"optionInfo": map[string]any{"totalNumOptions": number(len(optionsOf(r.Object)))}}
	},
	references: []foreignKey{
		travelersOf("legalEntities", LegalEntities), travelersOf("departments", Departments), travelersOf("costCenters", CostCenters), travelersOf("offices", Offices),
	},
	create:  operation{status: http.StatusOK},
	read:    operation{status: http.StatusOK, do: readCustomField},
	replace: operation{status: http.StatusOK},
	remove:  operation{status: http.StatusOK},
	lists:   []listing{{}},
}

var aCustomField = func() *shape {
	out := shapeOf(customfield.Tree()).with(owned(byServer, anInt64, "totalNumOptions")[0], "optionInfo")
	for _, of := range []string{"legalEntities", "departments", "costCenters", "offices"} {
		out = out.with(label, "matchConditions", "travelerConditions", of)
	}
	return out
}()

// newCustomField is what a create takes.
var newCustomField = aCustomField.requested().requiring("questionFormat").lacking("questionType")

// travelersOf is the key by which a question names those whose travelers are asked. No document says that it is checked.
func travelersOf(property string, to Kind) foreignKey {
	return foreignKey{property: "matchConditions.travelerConditions." + property + ".id", to: to, inCompany: true, assumed: true, onDelete: dangle}
}

func optionsOf(question map[string]any) []any {
	info, _ := question["optionInfo"].(map[string]any)
	options, _ := info["options"].([]any)
	return options
}

// mostOptions are the options that the summary of a question has.
const mostOptions = 10

// readCustomField answers a question, see [Modes].CutOptions.
func readCustomField(c *call) (*answer, error) {
	out, err := c.collection(CustomFields).doRead(c)
	if err != nil || !c.Modes().CutOptions {
		return out, err
	}
	object, _ := out.body.(map[string]any)
	if options := optionsOf(object); len(options) > mostOptions {
		object = cloneObject(object)
		objectAt(object, "optionInfo")["options"] = options[:mostOptions]
		out.body = object
	}
	return out, nil
}
