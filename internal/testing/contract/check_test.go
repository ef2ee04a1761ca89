package contract

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

const someID = "497f6eca-6276-4993-bfeb-53cbbbba6f08"

func asJSON() http.Header { return http.Header{"Content-Type": {"application/json; charset=utf-8"}} }

// problems are the violations without operation and detail.
func problems(violations []Violation) []string {
	var out []string
	for _, v := range violations {
		out = append(out, strings.TrimSpace(v.Part+" "+v.Path)+": "+v.Rule)
	}
	slices.Sort(out)
	return out
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// Each kind of violation in a body, once alone and so that it is told apart from what is right beside it.
func TestCheck_requestBody(t *testing.T) {
	d := shop(t)
	for name, tc := range map[string]struct {
		body string
		want []string
	}{
		"minimal":           {`{"name": "a"}`, nil},
		"no JSON":           {`{"name": "a"`, []string{": cannot be read"}},
		"trailing data":     {`{"name": "a"} 1`, []string{": cannot be read"}},
		"empty":             {``, []string{": is required"}},
		"required":          {`{}`, []string{"name: required property is missing"}},
		"null":              {`{"name": null}`, []string{"name: is null, documented as string"}},
		"type":              {`{"name": 1}`, []string{"name: is number, documented as string"}},
		"array":             {`[]`, []string{": is array, documented as object"}},
		"enum":              {`{"name": "a", "color": "GREEN"}`, []string{"color: is none of the documented values"}},
		"enum fits":         {`{"name": "a", "color": "BLUE"}`, nil},
		"uuid":              {`{"name": "a", "key": "b"}`, []string{"key: is not in the format uuid"}},
		"uuid fits":         {`{"name": "a", "key": "` + someID + `"}`, nil},
		"email":             {`{"name": "a", "mail": "b"}`, []string{"mail: is not in the format email"}},
		"int32":             {`{"name": "a", "count": 2147483648}`, []string{"count: is not in the format int32"}},
		"int32 fits":        {`{"name": "a", "count": -2147483648}`, nil},
		"fraction":          {`{"name": "a", "count": 1.5}`, []string{"count: is number, documented as integer"}},
		"byte":              {`{"name": "a", "picture": "?"}`, []string{"picture: is not in the format byte"}},
		"pattern":           {`{"name": "a", "due": {"iso8601": "now"}}`, []string{"due.iso8601: 'now' does not match pattern '^[0-9]{4}-'"}},
		"unknown":           {`{"name": "a", "nam": 1}`, []string{"nam: property is not documented"}},
		"unknown below":     {`{"name": "a", "lines": [{"article": "x"}, {"article": "x", "price": {"amount": 1, "tax": 2}}]}`, []string{"lines[1].price.tax: property is not documented"}},
		"unknown in a ref":  {`{"name": "a", "customer": {"id": "x", "name": "y"}}`, []string{"customer.name: property is not documented"}},
		"missing below":     {`{"name": "a", "lines": [{}]}`, []string{"lines[0].article: required property is missing"}},
		"several":           {`{"color": "GREEN", "nam": 1}`, []string{"color: is none of the documented values", "nam: property is not documented", "name: required property is missing"}},
		"branch":            {`{"name": "a", "limit": {"isLinked": true, "approval": "x"}}`, nil},
		"other branch":      {`{"name": "a", "limit": {"limitProps": {"codes": ["x"]}, "approval": "x"}}`, nil},
		"no branch":         {`{"name": "a", "limit": {}}`, nil},
		"two branches":      {`{"name": "a", "limit": {"isLinked": true, "limitProps": {"codes": ["x"]}}}`, []string{"limit: two branches of a choice are set"}},
		"false is a branch": {`{"name": "a", "limit": {"isLinked": false, "limitProps": {"codes": []}}}`, []string{"limit: two branches of a choice are set"}},
		"wrong in a branch": {`{"name": "a", "limit": {"limitProps": {"codes": [1]}}}`, []string{"limit.limitProps.codes[0]: is number, documented as string"}},
		"missing in a branch": {
			`{"name": "a", "limit": {"limitProps": {}}}`,
			[]string{"limit.limitProps.codes: required property is missing"},
		},
		"unknown in a branch": {
			`{"name": "a", "limit": {"limitProps": {"codes": [], "code": 1}}}`,
			[]string{"limit.limitProps.code: property is not documented"},
		},
		"unknown beside a branch": {`{"name": "a", "limit": {"linked": true}}`, []string{"limit.linked: property is not documented"}},
		"nested choices": {
			`{"name": "a", "rules": [{"ruleType": "COLORS", "value": {"ruleProps": {"colorProps": {"colors": ["RED"]}}}, "action": {"stop": {"reason": "x"}}}]}`,
			nil,
		},
		"two branches in nested choices": {
			`{"name": "a", "rules": [{"ruleType": "COLORS", "value": {"ruleProps": {"colorProps": {"colors": []}, "aliasProps": {"codes": []}}}}]}`,
			[]string{"rules[0].value.ruleProps: two branches of a choice are set"},
		},
		"wrong below an alias": {
			`{"name": "a", "rules": [{"ruleType": "ALIAS", "value": {"ruleProps": {"aliasProps": {"codes": [], "x": 1}}}}]}`,
			[]string{"rules[0].value.ruleProps.aliasProps.x: property is not documented"},
		},
		"told apart by what is required": {`{"name": "a", "fee": {"feeType": "CARD", "card": "x", "amount": 1}}`, nil},
		"fits no branch":                 {`{"name": "a", "fee": {"card": "x"}}`, []string{"fee: fits no branch of the choice"}},
		"two such branches": {
			`{"name": "a", "fee": {"feeType": "CARD", "card": "x", "coins": 1}}`,
			[]string{"fee: two branches of a choice are set"},
		},
		// The other branch is fine with this object, and says nothing about the property.
		"wrong in one such branch": {`{"name": "a", "fee": {"feeType": "CARD", "card": 1}}`, []string{"fee.card: property is in no branch that the value fits"}},
		"recursion":                {`{"name": "a", "tree": {"children": [{"name": "b", "children": [{"name": "c"}]}]}}`, nil},
		"wrong in the recursion":   {`{"name": "a", "tree": {"children": [{"children": [{"nam": "c"}]}]}}`, []string{"tree.children[0].children[0].nam: property is not documented"}},
		"free of form":             {`{"name": "a", "notes": {"x": {"y": [1]}}}`, nil},
		"additional":               {`{"name": "a", "labels": {"x": {"id": "1"}}}`, nil},
		"wrong in additional":      {`{"name": "a", "labels": {"x": {"id": "1", "y": 1}}}`, []string{"labels.x.y: property is not documented"}},
		"deprecated":               {`{"name": "a", "gift": true}`, nil},
		"injected":                 {`{"name": "a", "x_injected": 1, "lines": [{"article": "x", "x_injected_y": {"z": []}}]}`, nil},
		"like injected":            {`{"name": "a", "y_x_injected": 1}`, []string{"y_x_injected: property is not documented"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := d.Check(Exchange{
				Method: "POST", Path: "/orders", RequestHeader: asJSON(), RequestBody: []byte(tc.body),
				Status: 201, ResponseHeader: asJSON(), ResponseBody: []byte(`{"id": "1"}`),
			})
			var want []string
			for _, w := range tc.want {
				if !strings.HasPrefix(w, ":") {
					w = " " + w
				}
				want = append(want, "request body"+w)
			}
			same(t, problems(got), want)
		})
	}
}

func TestCheck_exchange(t *testing.T) {
	d := shop(t)
	list := func(query string) Exchange {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		return Exchange{Method: "GET", Path: "/orders", Query: values, Status: 200, ResponseHeader: asJSON(), ResponseBody: []byte(`[]`)}
	}
	answer := func(method, path string, status int, body string) Exchange {
		return Exchange{Method: method, Path: path, Status: status, ResponseHeader: asJSON(), ResponseBody: []byte(body)}
	}
	with := func(e Exchange, change func(*Exchange)) Exchange {
		change(&e)
		return e
	}
	form := func(body string) Exchange {
		return Exchange{
			Method: "POST", Path: "/token", RequestHeader: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, RequestBody: []byte(body),
			Status: 200, ResponseHeader: asJSON(), ResponseBody: []byte(`{"token": "x"}`),
		}
	}
	const shopID = "shop=" + someID
	order := "/orders/" + someID
	for name, tc := range map[string]struct {
		exchange Exchange
		want     []string
	}{
		"unknown path":   {answer("GET", "/customers", 200, ``), []string{"request: the path is in no document"}},
		"unknown method": {answer("PATCH", "/orders", 200, ``), []string{"request: the path is documented for other methods only"}},

		"query":              {list(shopID + "&color=RED&color=BLUE&numbers=1,2&limit=50&open=true"), nil},
		"required query":     {list(""), []string{"query shop: required parameter is missing"}},
		"unknown query":      {list(shopID + "&sort=x"), []string{"query sort: parameter is not documented"}},
		"query format":       {list("shop=x"), []string{"query shop: is not in the format uuid"}},
		"query type":         {list(shopID + "&limit=x&open=yes"), []string{"query limit: is string, documented as integer", "query open: is string, documented as boolean"}},
		"query maximum":      {list(shopID + "&limit=51"), []string{"query limit: maximum: got 51, want 50"}},
		"query enum":         {list(shopID + "&color=RED&color=GREEN"), []string{"query color[1]: is none of the documented values"}},
		"joined by commas":   {list(shopID + "&color=RED,BLUE"), []string{"query color[0]: is none of the documented values"}},
		"repeated scalar":    {list(shopID + "&limit=1&limit=2"), []string{"query limit: parameter is repeated, documented as one value"}},
		"element of a comma": {list(shopID + "&numbers=1,x"), []string{"query numbers[1]: is string, documented as integer"}},
		"header": {
			with(list(shopID), func(e *Exchange) { e.RequestHeader = http.Header{"X-Trace": {"x"}} }),
			[]string{"header X-Trace: is not in the format uuid"},
		},
		"path parameter": {answer("DELETE", "/orders/x", 204, ``), []string{"path orderId: is not in the format uuid"}},

		"no body where none is": {answer("DELETE", order, 204, ``), nil},
		"a body where none is": {
			with(answer("DELETE", order, 204, ``), func(e *Exchange) { e.RequestBody, e.RequestHeader = []byte(`{}`), asJSON() }),
			[]string{"request body: the operation has none"},
		},
		"optional body": {answer("PUT", order, 204, ``), nil},
		"media type": {
			with(answer("PUT", order, 204, ``), func(e *Exchange) {
				e.RequestBody, e.RequestHeader = []byte(`{}`), http.Header{"Content-Type": {"text/plain"}}
			}),
			[]string{"request body: content type is not documented"},
		},
		"no media type": {
			with(answer("PUT", order, 204, ``), func(e *Exchange) { e.RequestBody = []byte(`{}`) }),
			[]string{"request body: has no readable content type"},
		},

		"form":          {form("user=a&times=3&scopes=x&scopes=y"), nil},
		"form required": {form("times=3"), []string{"request body user: required property is missing"}},
		"form type":     {form("user=a&times=x"), []string{"request body times: is string, documented as integer"}},
		"form unknown":  {form("user=a&times=3&secret=x"), []string{"request body secret: property is not documented"}},
		"form repeated": {form("user=a&user=b&times=3"), []string{"request body: cannot be read"}},
		"form as JSON": {
			with(form(`{"user": "a", "times": 3}`), func(e *Exchange) { e.RequestHeader = asJSON() }),
			[]string{"request body: content type is not documented"},
		},
		"file": {
			Exchange{
				Method: "POST", Path: "/files", RequestHeader: http.Header{"Content-Type": {"multipart/form-data; boundary=x"}},
				RequestBody: []byte("--x--"), Status: 200,
			},
			nil,
		},

		"answer":          {answer("GET", order, 200, `{"id": {"id": "1"}, "name": "a", "version": 1, "color": "RED"}`), nil},
		"answer required": {answer("GET", order, 200, `{"name": "a"}`), []string{"answer body id: required property is missing"}},
		"answer unknown":  {answer("GET", order, 200, `{"id": {"id": "1"}, "name": "a", "etag": 1}`), []string{"answer body etag: property is not documented"}},
		"answer injected": {answer("GET", order, 200, `{"id": {"id": "1", "x_injected_a": 1}, "name": "a"}`), nil},
		"answer two branches": {
			answer("GET", order, 200, `{"id": {"id": "1"}, "name": "a", "limit": {"isLinked": true, "limitProps": {"codes": []}}}`),
			[]string{"answer body limit: two branches of a choice are set"},
		},
		"answer missing":      {answer("GET", order, 200, ``), []string{"answer body: is missing for status 200"}},
		"answer not expected": {answer("PUT", order, 204, `{}`), []string{"answer body: is not documented for status 204"}},
		"answer media type": {
			with(answer("GET", order, 200, `x`), func(e *Exchange) { e.ResponseHeader = http.Header{"Content-Type": {"text/html"}} }),
			[]string{"answer body: content type is not documented"},
		},
		"answer without schema":  {answer("GET", "/orders/recent", 200, `{"any": 1}`), nil},
		"error by class":         {answer("GET", order, 404, `{"debugIdentifier": "x"}`), nil},
		"error envelope":         {answer("GET", order, 404, `{"message": "x"}`), []string{"answer body message: property is not documented"}},
		"undocumented status":    {answer("PUT", order, 200, ``), []string{"answer: status is not documented"}},
		"undocumented error":     {answer("PUT", order, 409, `{"debugIdentifier": "x"}`), []string{"answer: status is not documented"}},
		"undocumented envelope":  {answer("PUT", order, 409, `{"debugIdentifier": 1}`), []string{"answer: status is not documented", "answer body debugIdentifier: is number, documented as string"}},
		"default status":         {answer("POST", "/files", 500, ``), []string{"request body: is required"}},
		"the other document":     {answer("GET", "/stock/x", 200, `{"count": "1"}`), []string{"answer body count: is string, documented as integer"}},
		"faulted answer":         {with(answer("GET", order, 503, `oops`), func(e *Exchange) { e.Faulted = true }), nil},
		"request of the faulted": {with(list("shop=x"), func(e *Exchange) { e.Faulted, e.ResponseBody = true, []byte(`[{]`) }), []string{"query shop: is not in the format uuid"}},
	} {
		t.Run(name, func(t *testing.T) { same(t, problems(d.Check(tc.exchange)), tc.want) })
	}
}

func TestCheck_exceptions(t *testing.T) {
	d := shop(
		t,
		Exception{
			Method: "POST", Path: "/orders", Status: 202, Why: "the older form",
			Request: `{"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}`,
			Answer:  `{"allOf": [{"$ref": "#/components/schemas/NamedRef"}], "required": ["name"]}`,
		},
		Exception{Method: "GET", Path: "/health/{part}", Why: "not the vendor's"},
	)
	post := func(body string, status int, answer string) Result {
		return d.Inspect(Exchange{
			Method: "POST", Path: "/orders", RequestHeader: asJSON(), RequestBody: []byte(body),
			Status: status, ResponseHeader: asJSON(), ResponseBody: []byte(answer),
		})
	}
	for name, tc := range map[string]struct {
		got             Result
		request, answer string
		want            []string
	}{
		"documented form": {post(`{"name": "a"}`, 201, `{"id": "1"}`), "", "", nil},
		"other request":   {post(`{"text": "a"}`, 201, `{"id": "1"}`), "the older form", "", nil},
		"other answer":    {post(`{"name": "a"}`, 202, `{"id": "1", "name": "x"}`), "", "the older form", nil},
		"still checked":   {post(`{"text": 1}`, 201, `{"id": "1"}`), "", "", []string{"request body name: required property is missing", "request body text: property is not documented"}},
		"still closed":    {post(`{"name": "a"}`, 202, `{"id": "1", "name": "x", "y": 1}`), "", "the older form", []string{"answer body y: property is not documented"}},
		"other status":    {post(`{"name": "a"}`, 201, `{"id": "1", "name": "x"}`), "", "", []string{"answer body name: property is not documented"}},
		"other operation": {d.Inspect(Exchange{Method: "GET", Path: "/health/db", Status: 200}), "not the vendor's", "not the vendor's", nil},
		"other method": {
			d.Inspect(Exchange{Method: "PUT", Path: "/health/db", Status: 200}), "", "",
			[]string{"request: the path is in no document"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			same(t, problems(tc.got.Violations), tc.want)
			if tc.got.RequestExempt != tc.request {
				t.Errorf("request exempt: %q, want %q", tc.got.RequestExempt, tc.request)
			}
			if tc.got.AnswerExempt != tc.answer {
				t.Errorf("answer exempt: %q, want %q", tc.got.AnswerExempt, tc.answer)
			}
		})
	}
}

func TestViolation_String(t *testing.T) {
	v := Violation{Operation: "GET /x", Part: "query", Path: "limit", Rule: "is wrong", Detail: "7"}
	if got, want := fmt.Sprint(v), "GET /x: query limit: is wrong (7)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
