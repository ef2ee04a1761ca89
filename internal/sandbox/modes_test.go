package sandbox

import (
	"fmt"
	"testing"
)

func TestShuffleArrays(t *testing.T) {
	a := newAPI(t)
	id := a.create(`"emailDomains":["a","b","c"],"supportConfigs":[{"tier":"BASIC"},{"tier":"SEAT1A"}],
		"postalAddress":{"addressLines":["1","2"],"regionCode":"DE"}`)
	a.server.SetModes(Modes{ShuffleArrays: true})
	seen := map[string]bool{}
	for range 4 {
		o := a.read(id)
		seen[fmt.Sprint(o["emailDomains"])] = true
		same(t, lookup(o, "postalAddress", "addressLines"), `["1","2"]`)
		same(t, lookup(o, "supportConfigs", "elements"), `[{"tier":"SEAT1A"},{"tier":"BASIC"}]`)
	}
	if len(seen) != 2 || seen["[a b c]"] {
		t.Errorf("seen %v", seen)
	}
	o, err := a.server.Get(Companies, id)
	ok(t, err)
	same(t, o["emailDomains"], `["a","b","c"]`)
}

func TestFillDefaults(t *testing.T) {
	a := newAPI(t)
	id := a.create(`"isFake":true,"phoneNumbers":[{"rawInput":"1"},{"numberOfLeadingZeros":2}]`)
	a.server.SetModes(Modes{FillDefaults: true})
	same(t, a.read(id), companyJSON(`"id":{"id":"`+id+`"},"isActive":true,"isFake":true,"allowDomainBasedAuthConfig":false,
		"phoneNumbers":[{"rawInput":"1","numberOfLeadingZeros":0,"italianLeadingZero":false},
		{"numberOfLeadingZeros":2,"italianLeadingZero":false}]`))
	a.server.SetModes(Modes{})
	same(t, a.read(id)["phoneNumbers"], `[{"rawInput":"1"},{"numberOfLeadingZeros":2}]`)
}

func TestFillLinked(t *testing.T) {
	choice := orLinked("props", fields(optional(anInt32, "emission")))
	all := fields(optional(choice, "a", "b"))
	mixed := fields(optional(choice, "a"), optional(aString, "other"))
	s := fields(optional(choice, "absent", "present"), optional(all, "all", "some"), optional(mixed, "mixed", "none"))
	got := Modes{FillLinked: true}.dress(tree(t, `{"present":{"props":{"emission":1}},"some":{"a":{"isLinked":false}},"none":{}}`), s, 1)
	same(t, got, `{"present":{"props":{"emission":1}},"absent":{"isLinked":true},"all":{"a":{"isLinked":true},"b":{"isLinked":true}},
		"some":{"a":{"isLinked":false},"b":{"isLinked":true}},"none":{"a":{"isLinked":true}}}`)
}

func TestTerseErrors(t *testing.T) {
	a := newAPI(t)
	path := "/v2/companies/" + a.create("") + "/partner-public-keys"
	a.server.SetModes(Modes{TerseErrors: true, KeyForm: JWKSKeyForm})
	got := a.want(400, "POST", path, pageForm(rsaJWK(`,"kid":"a"`))).body
	same(t, lookup(got, "errorMessages"), `[{"errorCode":"MISSING_FIELD"},{"errorCode":"MISSING_FIELD"}]`)
	if textAt(got, "debugIdentifier") == "" {
		t.Errorf("no trace id in %v", got)
	}
	same(t, lookup(a.want(404, "GET", "/v2/companies/"+unknownID, "").body, "errorMessages"), `[{"errorCode":"NOT_FOUND"}]`)
}

func TestInjectUnknown(t *testing.T) {
	a := newAPI(t)
	id := a.create(`"phoneNumbers":[{"rawInput":"1"}],"unheardOf":{}`)
	a.server.SetModes(Modes{InjectUnknown: true})
	extra := `"x_injected":"keep me","x_injectedNumber":1.10,"x_injectedObject":{"list":[12345678901234567890,{"deep":true}]}`
	want := companyJSON(`"id":{"id":"` + id + `",` + extra + `},"isActive":true,"phoneNumbers":[{"rawInput":"1",` + extra + `}],"unheardOf":{},` + extra)
	same(t, a.read(id), want)
	// Sent back they are kept, like any property that nobody documented.
	a.want(204, "PUT", "/v2/companies/"+id, want)
	a.server.SetModes(Modes{})
	same(t, a.read(id), want)
}

func TestHideCreated(t *testing.T) {
	a := newAPI(t)
	old := a.create("")
	a.server.SetModes(Modes{HideCreated: 2})
	id := a.create(`"externalId":"new"`)
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/companies/"+id, "")
	a.read(old)
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/companies/Xnew", "")
	a.read(id)
}

// What only lists show is missing from lists.
func TestHideCreated_lists(t *testing.T) {
	a := newAPI(t)
	keys := "/v2/companies/" + a.create("") + "/partner-public-keys"
	notes := "/v2/trips/7/agent-notes"
	ok(t, a.server.Insert(Trips, "", "7", map[string]any{}))
	a.server.SetModes(Modes{HideCreated: 1})
	a.want(201, "POST", keys, pageForm(rsaJWK(`,"kid":"a"`)))
	a.want(201, "POST", notes, `{"note":"a"}`)
	for path, name := range map[string]string{keys: "keys", notes: "agentNotes"} {
		for _, want := range []int{0, 1} {
			list, _ := lookup(a.want(200, "GET", path, "").body, name).([]any)
			if len(list) != want {
				t.Errorf("%s has %v, want %d", path, list, want)
			}
		}
	}
}

func TestDropEmptyLists(t *testing.T) {
	a := newAPI(t)
	id := a.create(`"emailDomains":[],"ccEmailAddresses":["a"],"postalAddress":{"addressLines":[],"recipients":[],"regionCode":"DE"}`)
	a.server.SetModes(Modes{DropEmptyLists: true})
	same(t, a.read(id), companyJSON(`"id":{"id":"`+id+`"},"isActive":true,"ccEmailAddresses":["a"],"postalAddress":{"addressLines":[],"regionCode":"DE"}`))
}

func TestUppercaseCodes(t *testing.T) {
	a := newAPI(t)
	id := a.create(`"loyaltyBlockedCountries":["de"],"redirectUrl":"lower"`)
	ok(t, a.server.Edit(Companies, id, func(o map[string]any) { o["billingCurrency"] = "eur" }))
	a.server.SetModes(Modes{UppercaseCodes: true})
	same(t, a.read(id), companyJSON(`"id":{"id":"`+id+`"},"isActive":true,"loyaltyBlockedCountries":["DE"],"redirectUrl":"lower"`))
}
