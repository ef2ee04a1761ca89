package soak_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/agentnote"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/company"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/trip"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/unitecompany"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// kind is a type of resource, as far as the soak treats all alike.
type kind struct {
	resource string
	objects  sandbox.Kind
	// id is the attribute that holds the id under which the sandbox keeps the object.
	id string
	// tree is nil for keys, of which the API answers nothing that is configured.
	tree *field.Tree
	// suits makes a drawn document one that the API accepts.
	suits func(doc map[string]any)
	// path is where one is made.
	path string
}

var (
	companies = &kind{resource: "spotnana_company", objects: sandbox.Companies, id: "id", tree: field.ForResource(company.Tree()), path: "/v2/companies", suits: suitCompany}
	policies  = &kind{resource: "spotnana_policy", objects: sandbox.Policies, id: "id", tree: field.ForResource(policy.Tree()), path: "/v2/companies/" + someCompany + "/policies", suits: suitPolicy}
	trips     = &kind{resource: "spotnana_trip", objects: sandbox.Trips, id: "id", tree: trip.ResourceTree(), path: "/v2/trips", suits: suitTrip}
	notes     = &kind{resource: "spotnana_trip_agent_note", objects: sandbox.TripAgentNotes, id: "id", tree: agentnote.Tree()}
	unites    = &kind{resource: "spotnana_unite_company", objects: sandbox.UniteCompanies, id: "id", tree: unitecompany.Tree(), suits: suitUnite}
	keys      = &kind{resource: "spotnana_partner_public_key", objects: sandbox.PartnerPublicKeys, id: "key_id"}

	kinds = []*kind{companies, policies, trips, notes, unites, keys}
)

// tripSettings are what a trip is given in a request of their own.
var tripSettings = []string{"tripContacts", "tripCommunicationPreferences"}

// view is the part of a stored object that the tree declares, beside what it does not know; put is the way back.
func (k *kind) view(stored map[string]any) map[string]any {
	if k != trips {
		return stored
	}
	basic := child(stored, "basicTripInfo")
	out := maps.Clone(basic)
	for _, name := range []string{"tripMetadata", "tripDisabledInfo"} {
		delete(out, name)
	}
	if registrar := out["registrarUserId"]; registrar != nil {
		out["registrarId"] = registrar
		delete(out, "registrarUserId")
	}
	for _, name := range tripSettings {
		if setting := child(basic, "tripMetadata")[name]; setting != nil {
			out[name] = setting
		}
	}
	return out
}

func (k *kind) put(stored, view map[string]any) {
	if k != trips {
		clear(stored)
		maps.Copy(stored, view)
		return
	}
	old, basic := child(stored, "basicTripInfo"), maps.Clone(view)
	metadata := maps.Clone(child(old, "tripMetadata"))
	for _, name := range tripSettings {
		if delete(metadata, name); view[name] != nil {
			metadata[name] = view[name]
		}
		delete(basic, name)
	}
	basic["tripMetadata"], basic["tripDisabledInfo"] = metadata, old["tripDisabledInfo"]
	if registrar := basic["registrarId"]; registrar != nil {
		basic["registrarUserId"] = registrar
	}
	delete(basic, "registrarId")
	stored["basicTripInfo"] = basic
}

func child(m map[string]any, name string) map[string]any {
	c, _ := m[name].(map[string]any)
	return c
}

func suitCompany(doc map[string]any) {
	// References are made by the world.
	for _, name := range []string{"contractedBy", "bookingTmcId", "defaultBookingTmcId", "externalId"} {
		delete(doc, name)
	}
	tmc := child(doc, "tmcDefaultConfiguration")
	if tmc["defaultBookingTmcId"] != nil {
		tmc["defaultBookingTmcId"] = codectest.ID(7)
	}
	countries, _ := tmc["countryWiseBookingTmcs"].([]any)
	for _, e := range countries {
		e.(map[string]any)["bookingTmcId"] = codectest.ID(8)
	}
	if logo := child(doc, "companyLogo"); logo["data"] != nil {
		logo["data"] = "AAAA"
	}
	elements, _ := child(doc, "supportConfigs")["elements"].([]any)
	for _, e := range append(elements, doc["supportConfig"]) {
		// The vendor applies no credentials, and asks for secrets in them.
		m, _ := e.(map[string]any)
		delete(child(m, "freshdeskConfig"), "credentials")
	}
}

func suitPolicy(doc map[string]any) {
	delete(doc, "parentPolicyId")
	if doc["type"] == "DEFAULT" {
		doc["type"] = "GROUP"
	}
}

func suitTrip(doc map[string]any) {
	doc["userId"] = map[string]any{"id": codectest.ID(1)}
	for _, name := range []string{"registrarId", "startDate", "endDate", "tripBookingStatus", "disabledReason"} {
		delete(doc, name)
	}
}

func suitUnite(doc map[string]any) {
	delete(doc, "noVatIdAvailable")
	delete(doc, "vatId")
	address := child(doc, "address")
	address["street"], address["locality"], address["postalCode"] = "Street 1", "Town", "12345"
}

// unique takes values away that a list of scalars has already: some lists refuse them, and they mean nothing in any.
func unique(n *field.Node, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, a := range n.Attrs {
			if c, there := v[a.JSON]; there {
				v[a.JSON] = unique(a, c)
			}
		}
	case []any:
		if n.Kind == field.Keyed {
			for _, e := range v {
				for _, a := range n.Attrs {
					if e.(map[string]any)[n.Key[0]] == a.JSON {
						unique(a, e)
					}
				}
			}
			return v
		}
		seen := map[string]bool{}
		return slices.DeleteFunc(v, func(e any) bool {
			text := canonical(unique(n.Elem, e))
			again := seen[strings.ToLower(text)]
			seen[strings.ToLower(text)] = true
			return again
		})
	}
	return v
}

const (
	someCompany = "4f0d2f0e-9d1c-4c52-8f39-1f6f5a1f0001"
	someToken   = "some-token"
)

// judge is a sandbox that says whether a document is acceptable.
func judge() *sandbox.Server {
	s := sandbox.New(sandbox.Options{Tokens: []string{someToken}, DiscardRequests: true})
	s.SetModes(sandbox.Modes{AllowUnknownCompanies: true})
	if err := s.Insert(sandbox.Companies, "", someCompany, map[string]any{
		"id": map[string]any{"id": someCompany}, "name": "Judge", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}}); err != nil {
		panic(err)
	}
	return s
}

// accepts says that neither the provider nor the API would refuse these attributes.
func (k *kind) accepts(attrs map[string]any) bool {
	if slices.ContainsFunc(validate.Config(k.tree, attrs), func(f validate.Finding) bool { return !f.Warning }) {
		return false
	}
	body, err := codec.Encode(k.tree, attrs)
	if err != nil || len(codec.Missing(k.tree, body)) > 0 {
		return false
	}
	if k.path == "" {
		return true
	}
	if configs := child(body, "supportConfigs"); configs != nil {
		body["supportConfigs"] = configs["elements"]
		if configs["elements"] == nil {
			return false
		}
	}
	// Not part of a create, not known to the judge, there already.
	for _, name := range append(tripSettings, "parentPolicyId") {
		delete(body, name)
	}
	if body["type"] == "DEFAULT" {
		body["type"] = "GROUP"
	}
	data, err := codec.FormatJSON(body)
	if err != nil {
		return false
	}
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "http://localhost"+k.path, strings.NewReader(string(data)))
	r.Header.Set("Authorization", "Bearer "+someToken)
	r.Header.Set("User-Agent", "soak")
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	judge().ServeHTTP(w, r)
	return w.Code == http.StatusCreated
}

// canonical is a JSON value as text, equal for equal values.
func canonical(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}
