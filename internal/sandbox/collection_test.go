package sandbox

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Things belong to companies, and refer to other things and to boxes; boxes belong to things. No API has them: they stand
// for collections of every make.
const (
	things Kind = "things"
	boxes  Kind = "boxes"
)

var thingTree = &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: append([]*field.Node{
	{Name: "id", JSON: "id", Mode: field.Computed, Format: field.UUID},
	{Name: "company_id", Mode: field.RequiredCreateOnly},
	{Name: "name", JSON: "name", Mode: field.Required},
	{Name: "external_id", JSON: "externalId"},
	{Name: "color", JSON: "color", Enum: &field.Enum{Name: "Color", Values: []string{"RED", "BLUE"}}, Default: "RED"},
	{Name: "is_used", JSON: "isUsed", Kind: field.Bool, Mode: field.Status},
	{Name: "number_of_parts", JSON: "numberOfParts", Kind: field.Int, Mode: field.CreateOnly, Unanswered: true},
	{Name: "twin_id", JSON: "twin", Wrap: "id", Format: field.UUID},
	{Name: "box_ids", JSON: "boxes", Kind: field.List, Elem: &field.Node{Wrap: "id", Format: field.UUID}},
}, secretOfThing()...)}}

func secretOfThing() []*field.Node {
	return []*field.Node{field.Secret("key", "key", "Key."), field.SecretVersion("key")}
}

func thingCollections() []*collection {
	const path, ofThings = "/v2/companies/{companyId}/things", "/v2/companies/{companyId}/things/{thingId}/boxes"
	byExternalID := filter{parameter: one("externalId", aString), property: "externalId"}
	return []*collection{{
		kind: things, title: "thing", parent: Companies, path: path, param: "thingId",
		shape: shapeOf(thingTree), id: "id",
		unique: []uniqueKey{{"externalId", "DUPLICATE_EXTERNAL_ID"}},
		references: []foreignKey{
			{property: "twin.id", to: things, siblings: true},
			{property: "boxes.id", to: boxes, onDelete: dangle},
		},
		create:  operation{status: http.StatusCreated},
		read:    operation{status: http.StatusOK},
		replace: operation{status: http.StatusNoContent},
		remove:  operation{status: http.StatusNoContent, query: []parameter{flag("detachUsers")}},
		lists: []listing{
			{filters: []filter{byExternalID}},
			{path: path + "-by-offset", style: offsetList},
			{path: path + "-by-page", style: pageList, most: 1000},
			{path: "/v3/companies/{companyId}/things/list", style: postedList, member: "things", filters: []filter{
				{parameter: many("externalIds", aString), property: "externalId"}, {parameter: many("thingIds", aUUID)},
			}},
		},
	}, {
		kind: boxes, title: "box", parent: things, path: ofThings, param: "boxId",
		shape:       fields(owned(byServer, reference, "id"), required(aString, "name"), optional(reference, "next")),
		replacement: fields(required(aString, "name")), id: "id.id",
		references: []foreignKey{{property: "next.id", to: boxes, onDelete: cascade}},
		create:     operation{status: http.StatusOK},
		read:       operation{status: http.StatusOK},
		replace:    operation{status: http.StatusOK},
		remove:     operation{status: http.StatusOK},
		lists: []listing{{
			path: "/v2/companies/{companyId}/box-list", of: Companies, style: postedList, member: "boxes", shape: fields(),
			entry: func(_ *call, r *record) any { return map[string]any{"thing": r.Parent, "box": r.Object} },
		}},
	}}
}

func withThings(t *testing.T, s *Server) *api {
	t.Helper()
	for _, col := range thingCollections() {
		s.serve(col)
	}
	return inProcess(t, s)
}

func newThings(t *testing.T) *api { t.Helper(); return withThings(t, New(testOptions())) }

// make creates an object and returns its id.
func (a *api) make(path, body string) string {
	a.t.Helper()
	out, err := a.send("POST", path, body)
	ok(a.t, err)
	if out.status != http.StatusCreated && out.status != http.StatusOK {
		a.t.Fatalf("POST %s: got %d %s", path, out.status, out.raw)
	}
	return textAt(out.body, "id")
}

func TestCollectionsAreStrict(t *testing.T) { checkStrict(t, newThings) }

func TestCollectionLifecycle(t *testing.T) {
	a := newThings(t)
	path := "/v2/companies/" + a.create("") + "/things"
	out := a.want(201, "POST", path, `{"name":"one","numberOfParts":3,"key":"hush","id":"mine","isUsed":7,"unheardOf":[1.50]}`)
	id := textAt(out.body, "id")
	same(t, out.body, `{"id":"`+id+`"}`)
	one := path + "/" + id
	same(t, a.want(200, "GET", one, "").body, `{"id":"`+id+`","name":"one","unheardOf":[1.50]}`)
	stored, err := a.server.Get(things, id)
	ok(t, err)
	same(t, stored, `{"id":"`+id+`","name":"one","key":"hush","unheardOf":[1.50]}`)

	// What the server decides, and a secret that nobody can send back, stay.
	ok(t, a.server.Edit(things, id, func(o map[string]any) { o["isUsed"] = true }))
	if out := a.want(204, "PUT", one, `{"id":"`+strings.ToUpper(id)+`","name":"two","isUsed":false}`); out.raw != "" {
		t.Errorf("got %s", out.raw)
	}
	same(t, a.want(200, "GET", one, "").body, `{"id":"`+id+`","name":"two","isUsed":true}`)
	if stored, err = a.server.Get(things, id); err != nil || stored["key"] != "hush" {
		t.Errorf("stored is %v, %v", stored, err)
	}
	a.server.SetModes(Modes{FillDefaults: true})
	same(t, a.want(200, "GET", one, "").body, `{"id":"`+id+`","name":"two","isUsed":true,"color":"RED"}`)

	for _, tt := range []struct{ members, code, field string }{
		{`"color":"GREEN"`, "UNKNOWN_ENUM_VALUE", "color"},
		{`"numberOfParts":"3"`, "WRONG_TYPE", "numberOfParts"},
		{`"twin":"x"`, "WRONG_TYPE", "twin"},
		{`"boxes":[{"id":"x"}]`, "BAD_FORMAT", "boxes[0].id"},
		{`"externalId":null`, "NULL_VALUE", "externalId"},
	} {
		a.refused(400, tt.code, tt.field, "POST", path, `{"name":"n",`+tt.members+`}`)
		a.refused(400, tt.code, tt.field, "PUT", one, `{"id":"`+id+`","name":"n",`+tt.members+`}`)
	}
	a.refused(400, "MISSING_FIELD", "name", "POST", path, `{}`)
	a.refused(400, "MISSING_FIELD", "id", "PUT", one, `{"name":"n"}`)
	a.refused(400, "WRONG_TYPE", "isUsed", "PUT", one, `{"id":"`+id+`","name":"n","isUsed":"no"}`)
	a.refused(400, "ID_MISMATCH", "id", "PUT", one, `{"name":"n","id":"`+unknownID+`"}`)
	// An object that lacks its id, behind the API's back, does not excuse a replacement without it.
	ok(t, a.server.Edit(things, id, func(o map[string]any) { delete(o, "id") }))
	a.refused(400, "ID_MISMATCH", "id", "PUT", one, `{"name":"n"}`)
	a.refused(400, "UNKNOWN_ENUM_VALUE", "detachUsers", "DELETE", one+"?detachUsers=1", "")
	a.want(204, "DELETE", one+"?detachUsers=true", "")
	a.refused(404, "NOT_FOUND", "", "GET", one, "")
}

// TestCollectionHides: a new object is not found by its first read; lists have it.
func TestCollectionHides(t *testing.T) {
	a := newThings(t)
	path := "/v2/companies/" + a.create("") + "/things"
	a.server.SetModes(Modes{HideCreated: 1})
	id := a.make(path, `{"name":"n"}`)
	same(t, lookup(a.want(200, "GET", path, "").body, "length"), `1`)
	a.refused(404, "NOT_FOUND", "", "GET", path+"/"+id, "")
	a.want(200, "GET", path+"/"+id, "")
}

// TestCollectionForms: where the id stands, what a replacement may have and which status is answered is declared.
func TestCollectionForms(t *testing.T) {
	a := newThings(t)
	path := "/v2/companies/" + a.create("") + "/things"
	path += "/" + a.make(path, `{"name":"n"}`) + "/boxes"
	id := textAt(a.want(200, "POST", path, `{"name":"one","id":{"id":"mine","x":1}}`).body, "id")
	same(t, a.want(200, "GET", path+"/"+id, "").body, `{"id":{"id":"`+id+`"},"name":"one"}`)
	a.want(200, "PUT", path+"/"+id, `{"name":"two","id":{"id":"`+unknownID+`"}}`)
	same(t, a.want(200, "GET", path+"/"+id, "").body, `{"id":{"id":"`+id+`"},"name":"two"}`)
	a.want(200, "DELETE", path+"/"+id, "")
}

func TestCollectionKeysAreUnique(t *testing.T) {
	a := newThings(t)
	path := "/v2/companies/" + a.create("") + "/things"
	first, second := a.make(path, `{"name":"n","externalId":`+composed+`}`), a.make(path, `{"name":"n","externalId":""}`)
	a.make(path, `{"name":"n","externalId":""}`)
	a.refused(400, "DUPLICATE_EXTERNAL_ID", "externalId", "POST", path, `{"name":"n","externalId":`+decomposed+`}`)
	a.refused(400, "DUPLICATE_EXTERNAL_ID", "externalId", "PUT", path+"/"+second, `{"id":"`+second+`","name":"n","externalId":`+composed+`}`)
	a.want(204, "PUT", path+"/"+first, `{"id":"`+first+`","name":"n","externalId":`+composed+`}`)
	a.make("/v2/companies/"+a.create("")+"/things", `{"name":"n","externalId":`+composed+`}`)
}

func TestCollectionBelongsToItsParent(t *testing.T) {
	a := newThings(t)
	one, two := "/v2/companies/"+a.create("")+"/things", "/v2/companies/"+a.create("")+"/things"
	thing, other := a.make(one, `{"name":"n"}`), a.make(one, `{"name":"n"}`)
	box := a.make(one+"/"+thing+"/boxes", `{"name":"n"}`)
	for _, path := range []string{two + "/" + thing, two + "/" + thing + "/boxes/" + box, one + "/" + other + "/boxes/" + box} {
		a.refused(404, "NOT_FOUND", "", "GET", path, "")
		a.refused(404, "NOT_FOUND", "", "DELETE", path, "")
	}
	a.refused(404, "NOT_FOUND", "", "POST", two+"/"+thing+"/boxes", `{"name":"n"}`)
	a.refused(404, "NOT_FOUND", "", "POST", "/v2/companies/"+unknownID+"/things", `{"name":"n"}`)
}

func TestCollectionReferences(t *testing.T) {
	a := newThings(t)
	company := "/v2/companies/" + a.create("")
	path, elsewhere := company+"/things", "/v2/companies/"+a.create("")+"/things"
	thing, foreign := a.make(path, `{"name":"n"}`), a.make(elsewhere, `{"name":"n"}`)
	refused := func(code, field, members string) {
		t.Helper()
		a.refused(400, code, field, "POST", path, `{"name":"n",`+members+`}`)
		a.refused(400, code, field, "PUT", path+"/"+thing, `{"id":"`+thing+`","name":"n",`+members+`}`)
	}
	box := a.make(path+"/"+thing+"/boxes", `{"name":"n"}`)
	refused("UNKNOWN_THING", "twin.id", `"twin":{"id":"`+unknownID+`"}`)
	refused("UNKNOWN_THING", "twin.id", `"twin":{"id":"`+box+`"}`)
	refused("FOREIGN_THING", "twin.id", `"twin":{"id":"`+foreign+`"}`)
	refused("UNKNOWN_BOX", "boxes[1].id", `"boxes":[{"id":"`+box+`"},{"id":"`+unknownID+`"}]`)

	// A delete is refused where that is declared, and leaves nothing half done.
	twin := a.make(path, `{"name":"n","twin":{"id":"`+strings.ToUpper(thing)+`"},"boxes":[{"id":"`+box+`"}]}`)
	a.refused(403, "THING_IN_USE", "thingId", "DELETE", path+"/"+thing, "")
	a.want(200, "GET", path+"/"+thing+"/boxes/"+box, "")
	a.want(204, "PUT", path+"/"+thing, `{"id":"`+thing+`","name":"n","twin":{"id":"`+thing+`"}}`) // itself does not hold it

	// Others go along or are left with an id of nothing, which is accepted back.
	next := a.make(path+"/"+thing+"/boxes", `{"name":"n","next":{"id":"`+box+`"}}`)
	last := a.make(path+"/"+twin+"/boxes", `{"name":"n","next":{"id":"`+next+`"}}`)
	a.want(200, "DELETE", path+"/"+thing+"/boxes/"+box, "")
	if left, err := a.server.IDs(boxes); err != nil || len(left) != 0 {
		t.Errorf("left are %v of %s, %s and %s: %v", left, box, next, last, err)
	}
	body := a.want(200, "GET", path+"/"+twin, "").raw
	a.want(204, "PUT", path+"/"+twin, body)
	a.want(204, "DELETE", path+"/"+twin, "")
	a.want(204, "DELETE", path+"/"+thing, "")
}

// TestCollectionCascade: what belongs to an object goes with it, to the last generation, and nothing else does.
func TestCollectionCascade(t *testing.T) {
	a := newThings(t)
	one, two := "/v2/companies/"+a.create(""), "/v2/companies/"+a.create("")
	for _, company := range []string{one, two} {
		thing := a.make(company+"/things", `{"name":"n"}`)
		a.make(company+"/things", `{"name":"n","twin":{"id":"`+thing+`"}}`)
		a.make(company+"/things/"+thing+"/boxes", `{"name":"n"}`)
	}
	a.want(204, "DELETE", one, "")
	for kind, want := range map[Kind]int{things: 2, boxes: 1, Companies: 1, Policies: 1} {
		if left, err := a.server.IDs(kind); err != nil || len(left) != want {
			t.Errorf("there are the %s %v, want %d: %v", kind, left, want, err)
		}
	}
	for _, id := range []string{"things", "box-list"} {
		a.refused(404, "NOT_FOUND", "", map[string]string{"things": "GET", "box-list": "POST"}[id], one+"/"+id, `{"paginationParams":{}}`)
	}
}

func TestCollectionLists(t *testing.T) {
	a := newThings(t)
	company := "/v2/companies/" + a.create("")
	posted := strings.Replace(company, "v2", "v3", 1) + "/things/list"
	ids := map[string]string{}
	for _, name := range []string{"a", "b", "c"} {
		ids[name] = a.make(company+"/things", `{"name":"`+name+`","externalId":"x`+name+`"}`)
	}
	a.make("/v2/companies/"+a.create("")+"/things", `{"name":"a","externalId":"xa"}`)
	entries := func(names string) string {
		var out []string
		for _, name := range strings.Split(names, "") {
			if name != "" {
				out = append(out, `{"id":"`+ids[name]+`","name":"`+name+`"}`)
			}
		}
		return "[" + strings.Join(out, ",") + "]"
	}
	for query, want := range map[string][2]string{
		"things":                                             {"abc", "3"},
		"things?externalId=xb":                               {"b", "1"},
		"things?externalId=b":                                {"", "0"},
		"things-by-offset":                                   {"abc", "3"},
		"things-by-offset?offset=1":                          {"bc", "3"},
		"things-by-offset?limit=2":                           {"ab", "3"},
		"things-by-offset?offset=9":                          {"", "3"},
		"things-by-page":                                     {"abc", "3"},
		"things-by-page?pageSize=2":                          {"ab", "3"},
		"things-by-page?pageNumber=2&pageSize=2":             {"c", "3"},
		"things-by-page?pageNumber=2147483647&pageSize=1000": {"", "3"},
	} {
		same(t, a.want(200, "GET", company+"/"+query, "").body,
			`{"length":`+string(number(len(want[0])))+`,"totalNumResults":`+want[1]+`,"elements":`+entries(want[0])+`}`)
	}
	for query, field := range map[string]string{
		"things-by-page?pageNumber=0": "pageNumber", "things-by-page?pageSize=1001": "pageSize", "things-by-page?pageSize=0": "pageSize",
		"things-by-offset?limit=101": "limit",
	} {
		a.refused(400, "OUT_OF_RANGE", field, "GET", company+"/"+query, "")
	}
	a.refused(400, "UNKNOWN_PARAMETER", "limit", "GET", company+"/things?limit=1", "")

	for members, want := range map[string][2]string{
		``:                                    {"abc", "3"},
		`,"searchText":"B"`:                   {"b", "1"},
		`,"filters":[]`:                       {"abc", "3"},
		`,"filters":[{}]`:                     {"abc", "3"},
		`,"filters":[{"externalIds":["xa"]}]`: {"a", "1"},
		`,"filters":[{"externalIds":["xa","xc"]}]`:                                               {"ac", "2"},
		`,"filters":[{"externalIds":["xa"]},{"thingIds":["` + strings.ToUpper(ids["b"]) + `"]}]`: {"ab", "2"},
		`,"filters":[{"externalIds":["xa"],"thingIds":["` + ids["b"] + `"]}]`:                    {"", "0"},
	} {
		same(t, a.want(200, "POST", posted, `{"paginationParams":{}`+members+`}`).body,
			`{"paginationParams":{"totalNumResults":`+want[1]+`},"things":`+entries(want[0])+`}`)
	}
	same(t, a.want(200, "POST", posted, `{"paginationParams":{"offset":1,"limit":1}}`).body,
		`{"paginationParams":{"totalNumResults":3},"things":`+entries("b")+`}`)
	for body, want := range map[string][2]string{
		`{}`:                                 {"MISSING_FIELD", "paginationParams"},
		`{"paginationParams":{"offset":-1}}`: {"OUT_OF_RANGE", "paginationParams.offset"},
		`{"paginationParams":{"limit":0}}`:   {"OUT_OF_RANGE", "paginationParams.limit"},
		`{"paginationParams":{"limit":"1"}}`: {"WRONG_TYPE", "paginationParams.limit"},
		`{"paginationParams":{},"filters":[{"thingIds":["x"]}]}`: {"BAD_FORMAT", "filters[0].thingIds[0]"},
	} {
		a.refused(400, want[0], want[1], "POST", posted, body)
	}

	box := a.make(company+"/things/"+ids["a"]+"/boxes", `{"name":"n"}`)
	same(t, a.want(200, "POST", company+"/box-list", `{"paginationParams":{}}`).body,
		`{"paginationParams":{"totalNumResults":1},"boxes":[{"thing":"`+ids["a"]+`","box":{"id":{"id":"`+box+`"},"name":"n"}}]}`)
}

func TestCollectionInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	open := func() *api {
		s, err := Open(path, testOptions())
		ok(t, err)
		return withThings(t, s)
	}
	a := open()
	things := "/v2/companies/" + a.create("") + "/things"
	id := a.make(things, `{"name":"n","x":1.50}`)
	a = open()
	want := `{"id":"` + id + `","name":"n","x":1.50}`
	same(t, a.want(200, "GET", things+"/"+id, "").body, want)
	// A program that does not know the collection leaves its objects alone.
	openAPI(t, path).want(201, "POST", "/v2/companies", companyJSON(""))
	same(t, open().want(200, "GET", things+"/"+id, "").body, want)
}

// TestRoutes: all endpoints are struck by faults at their paths.
func TestRoutes(t *testing.T) {
	a := newThings(t)
	values := a.populate()
	routes := a.routes()
	listed := a.server.Routes()
	for i, e := range routes {
		r := listed[i]
		a.server.AddFaults(Fault{Method: r.Method, Path: r.Path, Reply: PageReply(http.StatusBadGateway)})
		a.want(http.StatusBadGateway, e.method, e.filled(values), "")
	}
	if len(listed) != len(routes) || !slices.Contains(listed, Route{boxes, "PUT", "/v2/companies/*/things/*/boxes/*"}) {
		t.Errorf("got %v", listed)
	}
	kinds := Kinds()
	if !slices.Contains(kinds, UniteCompanies) || slices.Index(kinds, Companies) > slices.Index(kinds, Policies) {
		t.Errorf("the kinds are %v", kinds)
	}
}
