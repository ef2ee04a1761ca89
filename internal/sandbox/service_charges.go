package sandbox

import (
	"net/http"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/servicecharge"
)

// ServiceCharges are charges for service as the API lists them; their id is the charge's, and they have no parent: a charge names
// its trip or user. No request makes one here: see [Server.Insert].
const ServiceCharges Kind = "serviceCharges"

var serviceCharges = &collection{
	kind: ServiceCharges, title: "service charge", shape: serviceChargeShape, id: "chargeId",
	more: []route{{method: http.MethodPost, path: "/v2/service-charge/{entityType}/{entityId}/types/{type}/list", do: listServiceCharges}},
}

// chargedEntities are what is charged for, by the type that paths and charges have.
var chargedEntities = map[string]Kind{"TRIP": Trips, "USER": Users}

var (
	// serviceChargeShape is a charge as far as anything depends on it; the rest of one is answered as it was put in.
	serviceChargeShape = shapeOf(servicecharge.Tree()).props[0].shape.elem
	serviceChargeList  = shapeOf(servicecharge.RequestTree())
	serviceChargesOf   = fields(optional(orderedList(serviceChargeShape), "serviceCharges"))
)

// listServiceCharges has no pages.
func listServiceCharges(c *call) (*answer, error) {
	for _, p := range []parameter{one("entityType", enum("TRIP", "USER")), one("type", enum("TMC_CHARGE"))} {
		if err := p.checkValue(c.r.PathValue(p.name)); err != nil {
			return nil, err
		}
	}
	kind, id := c.r.PathValue("entityType"), c.r.PathValue("entityId")
	if kind == "USER" {
		id = strings.ToLower(id)
	}
	if c.state.find(chargedEntities[kind], id) == nil {
		return nil, notFound(strings.ToLower(kind), id)
	}
	body, err := c.checked(serviceChargeList, nil)
	if err != nil {
		return nil, err
	}
	found := []any{}
	for _, r := range c.state.objects[ServiceCharges] {
		charge := r.Object
		if textAt(charge, "entity", "entityType") == kind && strings.EqualFold(textAt(charge, "entity", "entityId"), id) &&
			textAt(charge, "serviceChargeType") == c.r.PathValue("type") && (body["serviceType"] == nil || body["serviceType"] == charge["serviceType"]) {
			found = append(found, charge)
		}
	}
	return &answer{status: http.StatusOK, shape: serviceChargesOf, body: map[string]any{"serviceCharges": found}}, nil
}
