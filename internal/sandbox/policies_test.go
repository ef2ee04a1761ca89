package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

// policyJSON is the least that makes a policy, with further or other members.
func policyJSON(members string) string {
	if members != "" {
		members = "," + members
	}
	return `{"name":"P","type":"GROUP","currency":{"currencyCode":"EUR"},"userGroups":[]` + members + `}`
}

func policiesOf(company string) string { return "/v2/companies/" + company + "/policies" }

// defaultPolicy is the id of the policy that the company has from the start.
func (a *api) defaultPolicy(company string) string {
	a.t.Helper()
	ids := a.policyIDs(company, "")
	if len(ids) == 0 {
		a.t.Fatal("there is no default policy")
	}
	return ids[0]
}

func (a *api) policyIDs(company, query string) []string {
	a.t.Helper()
	body := a.want(http.StatusOK, "GET", policiesOf(company)+query, "").body
	elements, _ := lookup(body, "elements").([]any)
	ids := []string{}
	for _, e := range elements {
		ids = append(ids, textAt(e, "id"))
	}
	if n := number(len(ids)); lookup(body, "length") != n || lookup(body, "totalNumResults") != n {
		a.t.Errorf("%d elements in %v", len(ids), body)
	}
	return ids
}

func (a *api) createPolicy(company, members string) string {
	a.t.Helper()
	return textAt(a.want(http.StatusCreated, "POST", policiesOf(company), policyJSON(members)).body, "id")
}

func (a *api) readPolicy(company, id string) map[string]any {
	a.t.Helper()
	o, _ := a.want(http.StatusOK, "GET", policiesOf(company)+"/"+id, "").body.(map[string]any)
	return o
}

// decided are the members that the server adds to a policy.
func decided(id string, version int) string {
	return fmt.Sprintf(`"id":%q,"version":%d,"updatedAt":{"iso8601":"2026-08-01T12:00:00Z"},"isMembershipViaHrFeed":false`, id, version)
}

func TestPolicyLifecycle(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	const members = `"unheardOf":{"deep":[1.50]},"category":"GUEST","userGroups":[{"userIds":[{"id":"` + unknownID + `"}],"extra":true}],
		"airPolicyRules":{"lowestLogicalFare":{"isLinked":true},"co2EmissionPerPassengerPerKm":{"co2EmissionPerPassengerPerKmProps":{"emission":120.5}}},
		"rules":[{"ruleType":"BASIC_ECONOMY_FARES_DOMESTIC"},{"ruleType":"RESTRICT_AIRPORT_TRANSFERS","policyValue":{"isLinked":true}},
			{"ruleType":"BASIC_ECONOMY_FARES_DOMESTIC","action":{"preventBooking":{"reason":"twice"}}}]`
	out := a.want(201, "POST", policiesOf(org), policyJSON(members+`,"id":"mine","version":9,"updatedAt":1,"isMembershipViaHrFeed":true,"hrFeedPolicyDetails":{}`))
	id := textAt(out.body, "id")
	same(t, out.body, `{"id":"`+id+`"}`)
	same(t, a.readPolicy(org, id), policyJSON(members+","+decided(id, 1)))
	same(t, a.readPolicy(strings.ToUpper(org), strings.ToUpper(id)), policyJSON(members+","+decided(id, 1)))

	path := policiesOf(org) + "/" + id
	out = a.want(204, "PUT", path, policyJSON(`"id":"`+strings.ToUpper(id)+`","type":"INTERNAL","other":1,"version":70,"isMembershipViaHrFeed":true,"hrFeedPolicyDetails":{"totalMemberCount":3}`))
	if out.raw != "" {
		t.Errorf("an update must have no body, got %s", out.raw)
	}
	same(t, a.readPolicy(org, id), policyJSON(`"type":"INTERNAL","other":1,`+decided(id, 2)))

	// What the HR feed has set survives.
	ok(t, a.server.Edit(Policies, id, func(o map[string]any) {
		o["isMembershipViaHrFeed"] = true
		o["hrFeedPolicyDetails"] = map[string]any{"totalMemberCount": number(7)}
	}))
	a.want(204, "PUT", path, policyJSON(`"id":"`+id+`"`))
	same(t, a.readPolicy(org, id)["hrFeedPolicyDetails"], `{"totalMemberCount":7}`)
	same(t, a.readPolicy(org, id)["isMembershipViaHrFeed"], `true`)
	same(t, a.readPolicy(org, id)["version"], `3`)

	a.want(204, "DELETE", path, "")
	for method, body := range map[string]string{"GET": "", "DELETE": "", "PUT": policyJSON(`"id":"` + id + `"`)} {
		a.refused(404, "NOT_FOUND", "", method, path, body)
		a.refused(400, "BAD_FORMAT", "policyId", method, policiesOf(org)+"/x", body)
	}
}

func TestPolicyBelongsToItsCompany(t *testing.T) {
	a := newAPI(t)
	one, two := a.create(""), a.create("")
	id := a.createPolicy(one, "")
	for method, body := range map[string]string{"GET": "", "DELETE": "", "PUT": policyJSON(`"id":"` + id + `"`)} {
		a.refused(404, "NOT_FOUND", "", method, policiesOf(two)+"/"+id, body)
	}
	keep := a.defaultPolicy(two)
	a.want(204, "DELETE", "/v2/companies/"+one, "")
	if ids, err := a.server.IDs(Policies); err != nil || len(ids) != 1 || ids[0] != keep {
		t.Errorf("only the other company's policy must be left, got %v, %v", ids, err)
	}
}

func TestPolicyList(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	first := a.defaultPolicy(org)
	guests := a.createPolicy(org, `"category":"GUEST"`)
	staff := a.createPolicy(org, `"category":"EMPLOYEE","name":"Staff","parentPolicyId":"`+guests+`"`)
	plain := a.createPolicy(org, "")
	a.create("")
	for query, want := range map[string][]string{
		"":                                      {first, staff, plain},
		"?categories=EMPLOYEE":                  {first, staff, plain},
		"?categories=GUEST":                     {guests},
		"?categories=GUEST&categories=EMPLOYEE": {first, guests, staff, plain},
	} {
		if diff := cmp.Diff(want, a.policyIDs(org, query)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", query, diff)
		}
	}
	same(t, lookup(a.want(200, "GET", policiesOf(org), "").body, "elements"),
		`[{"id":"`+first+`","name":"Default policy"},{"id":"`+staff+`","name":"Staff"},{"id":"`+plain+`","name":"P"}]`)
	for _, value := range []string{"employee", "ALL", "", "GUEST,", "GUEST,EMPLOYEE"} {
		a.refused(400, "UNKNOWN_ENUM_VALUE", "categories", "GET", policiesOf(org)+"?categories="+value, "")
	}
	for range maxPage {
		a.createPolicy(org, "")
	}
	if ids := a.policyIDs(org, ""); len(ids) != maxPage+3 {
		t.Errorf("a list without paging has %d policies", len(ids))
	}
}

func TestDefaultPolicy(t *testing.T) {
	a := newAPI(t)
	org := textAt(a.want(201, "POST", "/v2/companies", `{"name":"A","billingCurrency":"CHF","companyRoles":["ORG"]}`).body, "id")
	id := a.defaultPolicy(org)
	policy := a.readPolicy(org, id)
	same(t, policy["type"], `"DEFAULT"`)
	same(t, policy["currency"], `{"currencyCode":"CHF"}`)
	same(t, policy["version"], `1`)
	if found := policyShape.check(policy); len(found) > 0 {
		t.Errorf("the default policy would be refused: %v", found)
	}

	a.refused(400, "DEFAULT_POLICY_EXISTS", "type", "POST", policiesOf(org), policyJSON(`"type":"DEFAULT"`))
	a.refused(403, "DEFAULT_POLICY", "policyId", "DELETE", policiesOf(org)+"/"+id, "")
	a.refused(400, "DEFAULT_POLICY", "type", "PUT", policiesOf(org)+"/"+id, policyJSON(`"id":"`+id+`"`))
	a.want(204, "PUT", policiesOf(org)+"/"+id, policyJSON(`"type":"DEFAULT","id":"`+id+`"`))
	same(t, a.readPolicy(org, id), policyJSON(`"type":"DEFAULT",`+decided(id, 2)))
	other := a.createPolicy(org, "")
	a.refused(400, "DEFAULT_POLICY", "type", "PUT", policiesOf(org)+"/"+other, policyJSON(`"type":"DEFAULT","id":"`+other+`"`))
	a.want(204, "PUT", policiesOf(org)+"/"+other, policyJSON(`"type":"INTERNAL","id":"`+other+`"`))

	// A company that was put in has one too, and keeps it when it is replaced.
	ok(t, a.server.Insert(Companies, "", unknownID, map[string]any{"name": "Inserted"}))
	id = a.defaultPolicy(unknownID)
	ok(t, a.server.Edit(Policies, id, func(o map[string]any) { o["name"] = "Edited" }))
	ok(t, a.server.Insert(Companies, "", unknownID, map[string]any{"name": "Again"}))
	if ids := a.policyIDs(unknownID, ""); len(ids) != 1 || a.readPolicy(unknownID, id)["name"] != "Edited" {
		t.Errorf("policies are %v", ids)
	}
}

// TestDefaultPolicyOfOldFile: a file whose companies have no policies yet.
func TestDefaultPolicyOfOldFile(t *testing.T) {
	path := t.TempDir() + "/sandbox.json"
	a := openAPI(t, path)
	org := a.create("")
	id := a.defaultPolicy(org)
	ok(t, a.server.Remove(Policies, id))
	if ids := a.policyIDs(org, ""); len(ids) != 0 {
		t.Fatalf("policies are %v", ids)
	}
	for range 2 {
		a = openAPI(t, path)
		if ids := a.policyIDs(org, ""); len(ids) != 1 || ids[0] != id {
			t.Errorf("policies are %v, want %s", ids, id)
		}
	}
}

func TestPolicyParents(t *testing.T) {
	a := newAPI(t)
	org, other := a.create(""), a.create("")
	path := policiesOf(org)
	grandparent := a.createPolicy(org, "")
	parent := a.createPolicy(org, `"parentPolicyId":"`+strings.ToUpper(grandparent)+`"`)
	child := a.createPolicy(org, `"parentPolicyId":"`+parent+`"`)
	put := func(id, parent string) (method, path, body string) {
		return "PUT", policiesOf(org) + "/" + id, policyJSON(`"id":"` + id + `","parentPolicyId":"` + parent + `"`)
	}
	refused := func(code, id, parent string) {
		t.Helper()
		method, path, body := put(id, parent)
		a.refused(400, code, "parentPolicyId", method, path, body)
	}
	a.refused(400, "UNKNOWN_POLICY", "parentPolicyId", "POST", path, policyJSON(`"parentPolicyId":"`+unknownID+`"`))
	a.refused(400, "FOREIGN_POLICY", "parentPolicyId", "POST", path, policyJSON(`"parentPolicyId":"`+a.defaultPolicy(other)+`"`))
	refused("UNKNOWN_POLICY", child, unknownID)
	refused("FOREIGN_POLICY", child, a.defaultPolicy(other))
	refused("POLICY_CYCLE", child, strings.ToUpper(child))
	refused("POLICY_CYCLE", grandparent, grandparent)
	refused("POLICY_CYCLE", grandparent, child)

	a.refused(403, "POLICY_IN_USE", "policyId", "DELETE", path+"/"+grandparent, "")
	a.refused(403, "POLICY_IN_USE", "policyId", "DELETE", path+"/"+parent, "")
	method, url, body := put(child, a.defaultPolicy(org))
	a.want(204, method, url, body)
	a.want(204, "DELETE", path+"/"+parent, "")
	a.want(204, "DELETE", path+"/"+grandparent, "")

	// What was put in behind the API's back is accepted back, and a cycle is no trap.
	one, two := a.createPolicy(org, ""), a.createPolicy(org, "")
	for id, parent := range map[string]string{one: two, two: one, child: unknownID} {
		ok(t, a.server.Edit(Policies, id, func(o map[string]any) { o["parentPolicyId"] = parent }))
		method, url, body := put(id, parent)
		a.want(204, method, url, body)
	}
	method, url, body = put(child, one)
	a.want(204, method, url, body)
}

func TestPolicyBodiesAreChecked(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	id := a.createPolicy(org, "")
	rule := func(ruleType, props string) string {
		return `"rules":[{"ruleType":"BASIC_ECONOMY_FARES_DOMESTIC"},{"ruleType":"` + ruleType + `","policyValue":{"universalProps":{` + props + `}}}]`
	}
	overnight := func(params string) string {
		return `"airPolicyRules":{"highestFlightCabinOvernight":{"highestFlightCabinOvernightProps":{"cabin":"FIRST","overnightTimeParams":{
			"nightTimeStart":{"iso8601":"22:00"},"nightTimeEnd":{"iso8601":"06:30:59"},"includeLayover":false,"nightTimeOverlapMinutes":0` + params + `}}}}`
	}
	const overnightPath = "airPolicyRules.highestFlightCabinOvernight.highestFlightCabinOvernightProps.overnightTimeParams."
	for _, tt := range []struct{ members, code, field string }{
		{`"type":"group"`, "UNKNOWN_ENUM_VALUE", "type"},
		{`"category":"ALL"`, "UNKNOWN_ENUM_VALUE", "category"},
		{`"userGroups":{}`, "WRONG_TYPE", "userGroups"},
		{`"userGroups":[{"countryCodes":["DE",null]}]`, "NULL_VALUE", "userGroups[0].countryCodes[1]"},
		{`"parentPolicyId":"abc"`, "BAD_FORMAT", "parentPolicyId"},
		{`"outOfPolicyApprovalInfos":[{"isManagerApprover":true}]`, "MISSING_FIELD", "outOfPolicyApprovalInfos[0].approvalProcessType"},
		{`"outOfPolicyAgentApprovalInfos":[{"approvalProcessType":"NONE","designatedApprovers":["x"]}]`, "WRONG_TYPE", "outOfPolicyAgentApprovalInfos[0].designatedApprovers[0]"},
		{overnight(`,"nightTimeStart":{"iso8601":"25:00"}`), "BAD_FORMAT", overnightPath + "nightTimeStart.iso8601"},
		{overnight(`,"nightTimeEnd":{"iso8601":"6:30"}`), "BAD_FORMAT", overnightPath + "nightTimeEnd.iso8601"},
		{overnight(`,"nightTimeEnd":{}`), "MISSING_FIELD", overnightPath + "nightTimeEnd.iso8601"},
		{overnight(`,"nightTimeOverlapMinutes":-1`), "OUT_OF_RANGE", overnightPath + "nightTimeOverlapMinutes"},
		{overnight(`,"nightTimeOverlapMinutes":2147483648`), "OUT_OF_RANGE", overnightPath + "nightTimeOverlapMinutes"},

		{`"currency":{}`, "MISSING_CHOICE", "currency"},
		{`"currency":{"currencyCode":"EUR","isLinked":true}`, "AMBIGUOUS_CHOICE", "currency"},
		{`"airPolicyRules":{"lowestLogicalFare":{"other":1}}`, "MISSING_CHOICE", "airPolicyRules.lowestLogicalFare"},
		{`"airPolicyRules":{"lowestLogicalFare":{"isLinked":true,"props":{}}}`, "AMBIGUOUS_CHOICE", "airPolicyRules.lowestLogicalFare"},
		{`"hotelPolicyRules":{"hotelStarRating":{"isLinked":true,"hotelStarRatingProps":{"ratingRange":{}}}}`, "AMBIGUOUS_CHOICE", "hotelPolicyRules.hotelStarRating"},
		{`"hotelPolicyRules":{"hotelCentralTierExemption":{"hotelCentralTierExemptionProps":{"allRulesAllTiers":false,"ruleTierExemptionConfig":{}}}}`,
			"AMBIGUOUS_CHOICE", "hotelPolicyRules.hotelCentralTierExemption.hotelCentralTierExemptionProps"},
		{`"railOopReasonCodes":{}`, "MISSING_CHOICE", "railOopReasonCodes"},

		{`"rules":[{}]`, "MISSING_FIELD", "rules[0].ruleType"},
		{rule("NEW_TYPE", `"railAdvanceBookingWindowProps":{"numDaysInAdvance":1}`), "UNKNOWN_ENUM_VALUE", "rules[1].ruleType"},
		{rule("RAIL_ADVANCE_BOOKING_WINDOW", ``), "MISSING_CHOICE", "rules[1].policyValue.universalProps"},
		{rule("RAIL_ADVANCE_BOOKING_WINDOW", `"railAdvanceBookingWindowProps":{}`), "MISSING_FIELD", "rules[1].policyValue.universalProps.railAdvanceBookingWindowProps.numDaysInAdvance"},
		{rule("RAIL_ADVANCE_BOOKING_WINDOW", `"flightAdvanceBookingWindowDomesticProps":{"numDaysInAdvance":1}`),
			"WRONG_RULE_PROPERTIES", "rules[1].policyValue.universalProps.flightAdvanceBookingWindowDomesticProps"},
		{rule("BASIC_ECONOMY_FARES_DOMESTIC", `"railAdvanceBookingWindowProps":{"numDaysInAdvance":1}`),
			"WRONG_RULE_PROPERTIES", "rules[1].policyValue.universalProps.railAdvanceBookingWindowProps"},
		{rule("RAIL_ADVANCE_BOOKING_WINDOW", `"railAdvanceBookingWindowProps":{"numDaysInAdvance":1},"limoTypesNotAllowedProps":{"limoTypes":[]}`),
			"AMBIGUOUS_CHOICE", "rules[1].policyValue.universalProps"},
		{rule("MAX_HOTEL_BOOKING_PRICE", `"maxHotelBookingPriceProps":{"type":"MORE_THAN_MEDIAN","difference":{"percentage":1,"money":{"amount":1,"currencyCode":"EUR"}}}`),
			"AMBIGUOUS_CHOICE", "rules[1].policyValue.universalProps.maxHotelBookingPriceProps.difference"},
	} {
		t.Run(tt.code+" "+tt.field, func(t *testing.T) {
			a := inProcess(t, a.server)
			a.refused(400, tt.code, tt.field, "POST", policiesOf(org), policyJSON(tt.members))
			a.refused(400, tt.code, tt.field, "PUT", policiesOf(org)+"/"+id, policyJSON(`"id":"`+id+`",`+tt.members))
		})
	}
	for _, name := range []string{"name", "type", "currency", "userGroups"} {
		a.refused(400, "MISSING_FIELD", name, "POST", policiesOf(org), `{}`)
		a.refused(400, "MISSING_FIELD", name, "PUT", policiesOf(org)+"/"+id, `{"id":"`+id+`"}`)
	}
	a.refused(400, "MISSING_FIELD", "id", "PUT", policiesOf(org)+"/"+id, policyJSON(""))
	a.refused(400, "ID_MISMATCH", "id", "PUT", policiesOf(org)+"/"+id, policyJSON(`"id":"`+unknownID+`"`))
	same(t, a.readPolicy(org, id), policyJSON(decided(id, 1)))

	for _, accepted := range []string{
		overnight(`,"nightTimeEnd":{"iso8601":"24:00"}`),
		`"currency":{"isLinked":false}`,
		`"currency":{"isLinked":false,"currencyCode":"EUR"}`,
		`"hotelPolicyRules":{"hotelStarRating":{"approvalProcessType":"NONE"}}`,
		`"hotelPolicyRules":{"lowestFarePerHotelProperty":{"isLinked":true}}`, // of an older document
		`"inPolicyApprovalInfos":[{"approvalProcessType":"NONE","approvalConditions":[{"rules":[{}]}]}]`,
		rule("HOTEL_LPR_FILTER", `"hotelLprFilterProps":{"isEnabled":true}`),
	} {
		made := a.createPolicy(org, accepted)
		same(t, a.readPolicy(org, made), policyJSON(accepted+","+decided(made, 1)))
	}
}

// TestOddPolicyIsAnsweredAndAcceptedBack: what was put in behind the API's back breaks the rules, but the API has answered
// it, in whatever dress.
func TestOddPolicyIsAnsweredAndAcceptedBack(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	const (
		wrong = `{"ruleType":"LIMO_TYPES_NOT_ALLOWED","policyValue":{"universalProps":{"carTypesNotAllowedProps":{"carTypes":["SUV"]}}}}`
		newer = `{"ruleType":"NEW_TYPE","policyValue":{"universalProps":{"newProps":{}}}}`
		both  = `{"isLinked":true,"restrictedAirlinesProps":{"airlineCodes":["LH"]}}`
		odd   = `"rules":[{"ruleType":"AIR_RESTRICTED_FARES"},` + wrong + `,` + newer + `],"carPolicyRules":[{}],
			"airPolicyRules":{"restrictedAirlines":` + both + `}`
	)
	whole, _ := tree(t, policyJSON(odd+`,"id":"`+unknownID+`"`)).(map[string]any)
	ok(t, a.server.Insert(Policies, org, unknownID, whole))
	path := policiesOf(org) + "/" + unknownID
	a.server.SetModes(Modes{ShuffleArrays: true, FillLinked: true, FillDefaults: true, InjectUnknown: true})
	answered := a.want(200, "GET", path, "")
	a.want(204, "PUT", path, answered.raw)
	if !strings.Contains(answered.raw, "x_injected") || !strings.Contains(answered.raw, "NEW_TYPE") {
		t.Errorf("answered was %s", answered.raw)
	}

	ok(t, a.server.Insert(Policies, org, unknownID, whole))
	a.server.SetModes(Modes{})
	same(t, a.readPolicy(org, unknownID), policyJSON(odd+`,"id":"`+unknownID+`"`))
	for body, field := range map[string]string{
		strings.Replace(odd, "NEW_TYPE", "NEWER_TYPE", 1):                                       "rules[2].ruleType",
		strings.Replace(odd, "AIR_RESTRICTED_FARES", "NEWER_TYPE", 1):                           "rules[0].ruleType",
		strings.Replace(odd, "LIMO_TYPES_NOT_ALLOWED", "RESTRICT_AIRPORT_TRANSFERS", 1):         "rules[1].policyValue.universalProps.carTypesNotAllowedProps",
		strings.Replace(odd, "restrictedAirlines", "restrictedAirCrafts", 1) + `,"currency":{}`: "currency",
	} {
		out := a.want(400, "PUT", path, policyJSON(body+`,"id":"`+unknownID+`"`))
		messages, _ := lookup(out.body, "errorMessages").([]any)
		if len(messages) != 1 || !strings.Contains(out.raw, `"`+field+`"`) {
			t.Errorf("want a complaint about %s only, got %s", field, out.raw)
		}
	}
}

// example is a value of the shape. Turns go through all branches and enums; lists have two elements, and the rules of a
// policy one of each type.
func example(s *shape, turn int) any {
	switch {
	case s.enum != nil:
		return s.enum[turn%len(s.enum)]
	case s.kind == text:
		return map[string]string{
			"uuid": id(int64(turn + 1000)), "local time": fmt.Sprintf("%02d:30", turn%25), "": "text",
			"date": fmt.Sprintf("2026-09-%02d", 1+turn%30), "date-time": "2026-08-01T12:00:00Z", "email": "a@example.com",
		}[s.format]
	case s.kind == boolean:
		return turn%2 == 0
	case s.kind == integer:
		return number(turn)
	case s.kind == decimal:
		return json.Number(fmt.Sprintf("%d.5", turn))
	case s.elem == universalRule:
		out := make([]any, len(ruleProps))
		for i, r := range ruleProps {
			out[i] = exampleRule(r.ruleType, r.name, r.props, turn+i)
		}
		return out
	case s.kind == array:
		return []any{example(s.elem, turn), example(s.elem, turn+1)}
	}
	out := map[string]any{}
	for _, p := range s.props {
		if len(s.choice) == 0 || !slices.Contains(s.choice, p.name) || s.choice[turn%len(s.choice)] == p.name {
			out[p.name] = example(p.shape, turn)
		}
	}
	return out
}

func exampleRule(ruleType, name string, props *shape, turn int) map[string]any {
	action := map[string]any{"preventBooking": map[string]any{"prevent": turn%2 == 0, "reason": "text"}}
	rule := map[string]any{"ruleType": ruleType, "action": action}
	switch {
	case turn%3 == 0:
		rule["policyValue"] = map[string]any{"isLinked": true}
	case props != nil:
		rule["policyValue"] = map[string]any{"universalProps": map[string]any{name: example(props, turn)}}
	}
	return rule
}

// examplePolicies are bodies that create policies; together they have all branches and values of enums.
func examplePolicies(turns int, parent string) []map[string]any {
	out := make([]map[string]any, turns)
	for turn := range out {
		o, _ := example(policyCreationShape, turn).(map[string]any)
		o["type"], o["parentPolicyId"] = []string{"GROUP", "INTERNAL"}[turn%2], parent
		out[turn] = o
	}
	return out
}

var modesOfPolicies = []Modes{
	{},
	{ShuffleArrays: true},
	{FillDefaults: true, FillLinked: true},
	{InjectUnknown: true, UppercaseCodes: true},
	{DropEmptyLists: true, FillLinked: true},
	{ShuffleArrays: true, FillDefaults: true, FillLinked: true, InjectUnknown: true, DropEmptyLists: true, UppercaseCodes: true},
}

// TestWholePolicies: everything that the documents know is accepted, kept as it was sent, and accepted back as it is
// answered in every mode.
func TestWholePolicies(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	for turn, policy := range examplePolicies(12, a.defaultPolicy(org)) {
		a.server.SetModes(Modes{})
		body, err := encode(policy, "")
		ok(t, err)
		id := textAt(a.want(201, "POST", policiesOf(org), string(body)).body, "id")
		path := policiesOf(org) + "/" + id
		want := maps.Clone(policy)
		added, _ := tree(t, "{"+decided(id, 1)+"}").(map[string]any)
		maps.Copy(want, added)
		if diff := cmp.Diff(any(want), any(a.readPolicy(org, id))); diff != "" {
			t.Fatalf("turn %d (-sent +read)\n%s", turn, diff)
		}
		for _, m := range modesOfPolicies {
			a.server.SetModes(m)
			a.want(204, "PUT", path, a.want(200, "GET", path, "").raw)
		}
	}
}

// TestContractPolicies holds policies with everything in them, requests and answers, against the vendor's document.
func TestContractPolicies(t *testing.T) {
	documents := contract.ForTest(t)
	a := newAPI(t)
	org := a.create("")
	first := a.defaultPolicy(org)
	a.readPolicy(org, first)
	for turn, policy := range append(examplePolicies(40, first), tree(t, policyJSON("")).(map[string]any)) {
		body, err := encode(policy, "")
		ok(t, err)
		id := textAt(a.want(201, "POST", policiesOf(org), string(body)).body, "id")
		path := policiesOf(org) + "/" + id
		a.server.SetModes(modesOfPolicies[turn%len(modesOfPolicies)])
		a.want(204, "PUT", path, a.want(200, "GET", path, "").raw)
		a.server.SetModes(Modes{})
		a.policyIDs(org, "?categories=GUEST&categories=EMPLOYEE")
		a.want(204, "DELETE", path, "")
		a.refused(404, "NOT_FOUND", "", "GET", path, "")
	}
	a.refused(400, "MISSING_CHOICE", "currency", "POST", policiesOf(org), policyJSON(`"currency":{}`))
	for _, e := range a.server.Requests() {
		for _, v := range documents.Check(contract.Exchange{
			Method: e.Method, Path: e.Path, Query: e.Query, RequestHeader: e.Header, RequestBody: e.Body,
			Status: e.Status, ResponseHeader: e.ResponseHeader, ResponseBody: e.ResponseBody, Faulted: e.Faulted,
		}) {
			t.Errorf("%s", v)
		}
	}
}
