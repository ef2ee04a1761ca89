package sandbox

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Numbers that the documents call doubles are kept as doubles; what no document knows keeps its text.
func TestDoubles(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	for sent, kept := range map[string]string{
		"120.00000000000000000000000000000000000000000000000001": "120", "1.2e2": "120", "0.10": "0.1", "-0.0": "-0", "1e21": "1e+21",
		"12.345678901234567890123456789": "12.345678901234567", "9007199254740993": "9007199254740992", "1e-400": "0",
	} {
		rules := func(emission string) string {
			return `"airPolicyRules":{"co2EmissionPerPassengerPerKm":{"co2EmissionPerPassengerPerKmProps":{"emission":` + emission + `,"x":` + sent + `}}}`
		}
		id := a.createPolicy(org, rules(sent))
		same(t, a.readPolicy(org, id), policyJSON(rules(kept)+","+decided(id, 1)))
	}
	a.refused(http.StatusBadRequest, "OUT_OF_RANGE", "airPolicyRules.co2EmissionPerPassengerPerKm.co2EmissionPerPassengerPerKmProps.emission", "POST", policiesOf(org),
		policyJSON(`"airPolicyRules":{"co2EmissionPerPassengerPerKm":{"co2EmissionPerPassengerPerKmProps":{"emission":1e309}}}`))
}

func TestKeptTexts(t *testing.T) {
	const sent = `"redirectUrl":" a\r\nb\n","announcements":[{"title":" t ","description":"R&D <x>"}],"externalId":"'","unheardOf":" & "`
	for kept, m := range map[string]Modes{
		`"redirectUrl":"a\r\nb","announcements":[{"title":"t","description":"R&D <x>"}],"externalId":"'","unheardOf":" & "`:                    {TrimTexts: true},
		`"redirectUrl":" a\r\nb\r\n","announcements":[{"title":" t ","description":"R&D <x>"}],"externalId":"'","unheardOf":" & "`:             {BreakLines: true},
		`"redirectUrl":" a\r\nb\n","announcements":[{"title":" t ","description":"R&amp;D &lt;x&gt;"}],"externalId":"&#39;","unheardOf":" & "`: {EscapeHTML: true},
	} {
		a := newAPI(t)
		a.server.SetModes(m)
		id := a.create(sent)
		same(t, a.read(id), companyJSON(`"id":{"id":"`+id+`"},"isActive":true,`+kept))
	}
}

// A server that answers null does not take it: neither from a client nor its own.
func TestAnswerNulls(t *testing.T) {
	a := newAPI(t)
	id := a.create(`"phoneNumbers":[{"rawInput":"1"}],"unheardOf":{}`)
	a.server.SetModes(Modes{AnswerNulls: true})
	answer := a.want(http.StatusOK, "GET", "/v2/companies/"+id, "")
	if answer.header.Get(FaultHeader) == "" {
		t.Error("the answer is not marked as one that no document has")
	}
	for _, names := range [][]string{{"externalId"}, {"postalAddress"}, {"emailClientConfig"}, {"phoneNumbers"}} {
		o, _ := answer.body.(map[string]any)
		if names[0] == "phoneNumbers" {
			phones, _ := o["phoneNumbers"].([]any)
			o, _ = phones[0].(map[string]any)
			names = []string{"countryCode"}
		}
		if v, there := o[names[0]]; v != nil || !there {
			t.Errorf("%s is %v, there: %t", names[0], v, there)
		}
	}
	a.refused(http.StatusBadRequest, "NULL_VALUE", "externalId", "PUT", "/v2/companies/"+id, answer.raw)
}

const (
	composed   = `"Zo\u00eb"`
	decomposed = `"Zoe\u0308"`
)

func TestTextsAreEqualInUnicode(t *testing.T) {
	a := newAPI(t)
	id := a.create(`"externalId":` + decomposed)
	a.refused(http.StatusBadRequest, "DUPLICATE_EXTERNAL_ID", "externalId", "POST", "/v2/companies", companyJSON(`"externalId":`+composed))
	a.refused(http.StatusBadRequest, "DUPLICATE_ITEM", "emailDomains", "POST", "/v2/companies", companyJSON(`"emailDomains":[`+composed+`,`+decomposed+`]`))
	for _, external := range []string{"Zo%C3%AB", "Zoe%CC%88"} {
		same(t, lookup(a.want(http.StatusOK, "GET", "/v2/companies?externalId="+external, "").body, "elements"), `[{"id":"`+id+`","name":"Acme"}]`)
		a.want(http.StatusOK, "GET", "/v2/companies/X"+external, "")
	}
	// Kept are texts as they came.
	if raw := a.want(http.StatusOK, "GET", "/v2/companies/"+id, "").raw; !strings.Contains(raw, "Zoe\u0308") {
		t.Errorf("the company is %s", raw)
	}
}

// Texts that are no valid Unicode survive requests, answers and the file.
func TestBrokenTextsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	a := openAPI(t, path)
	const members = `"redirectUrl":"\ud83d","externalId":"\ude00\ud83d","unheardOf":[{"\udfff":"\ud800"}]`
	id := a.create(members)
	for range 2 {
		raw := a.want(http.StatusOK, "GET", "/v2/companies/"+id, "").raw
		for _, text := range []string{`"redirectUrl":"\ud83d"`, `"externalId":"\ude00\ud83d"`, `"unheardOf":[{"\udfff":"\ud800"}]`} {
			if !strings.Contains(raw, text) {
				t.Errorf("no %s in %s", text, raw)
			}
		}
		a.want(http.StatusNoContent, "PUT", "/v2/companies/"+id, raw)
		a = openAPI(t, path)
	}
	if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), `"redirectUrl": "\ud83d"`) {
		t.Errorf("the file is %s, %v", data, err)
	}
}
