package contract

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
)

// asks is a request of the shop's as the provider sends it.
func asks(method, path, query, body string, header ...string) Exchange {
	values, err := url.ParseQuery(query)
	if err != nil {
		panic(err)
	}
	e := Exchange{Method: method, Path: path, Query: values, RequestBody: []byte(body), RequestHeader: http.Header{"User-Agent": {"Terraform/1.15.0 terraform-provider-spotnana/0.1.0"}}}
	for i := 0; i < len(header); i += 2 {
		e.RequestHeader.Set(header[i], header[i+1])
	}
	return e
}

func TestUsage(t *testing.T) {
	d := shop(t)
	byHand := asks("GET", "/orders", "limit=1&open=true&color=RED&numbers=1&shop=x", "", "X-Trace", "x")
	byHand.RequestHeader.Set("User-Agent", "some-test")
	why := func(operation, in, name string) Unused { return Unused{operation, in, name, "not needed"} }
	const unsupported = ": documented, and no request of the provider has it: support it, or list it as unused with the reason"
	for name, tc := range map[string]struct {
		traffic []Exchange
		unused  []Unused
		want    []string
	}{
		"not called":       {},
		"called by a test": {traffic: []Exchange{byHand}},
		"unknown path":     {traffic: []Exchange{asks("GET", "/nowhere", "", "")}},
		"never given": {
			traffic: []Exchange{byHand, asks("GET", "/orders", "shop=x&limit=1", "")},
			want:    []string{"GET /orders: header x-trace" + unsupported, "GET /orders: query color" + unsupported, "GET /orders: query numbers" + unsupported, "GET /orders: query open" + unsupported},
		},
		"given by one request or another": {traffic: []Exchange{
			asks("GET", "/orders", "shop=x&limit=1&color=RED&color=BLUE", ""), asks("GET", "/orders", "shop=x&numbers=1&open=false", "", "x-trace", "1"),
		}},
		"given to another operation": {
			traffic: []Exchange{asks("GET", "/stock/a", "", "", "X-Trace", "x"), asks("GET", "/orders", "shop=x&limit=1&color=RED&numbers=1&open=false", "")},
			want:    []string{"GET /orders: header x-trace" + unsupported},
		},
		"in the path": {traffic: []Exchange{asks("GET", "/orders/1", "", "")}},
		"form": {
			traffic: []Exchange{asks("POST", "/token", "", "user=ada&times=1", "Content-Type", formMedia)},
			want:    []string{"POST /token: form scopes" + unsupported},
		},
		"a body that is no form": {traffic: []Exchange{asks("POST", "/orders", "", "{}", "Content-Type", "application/json")}},
		"listed": {
			traffic: []Exchange{asks("GET", "/orders", "shop=x&limit=1", "")},
			unused: []Unused{
				why("GET /orders", "header", "x-trace"), why("GET /orders", "query", "color"), why("GET /orders", "query", "numbers"), why("GET /orders", "query", "open"),
				why("POST /token", "form", "scopes"), // not called in this run
			},
		},
		"listed in vain": {
			traffic: []Exchange{asks("POST", "/token", "", "user=ada&times=1&scopes=a", "Content-Type", formMedia+"; charset=utf-8")},
			unused:  []Unused{why("POST /token", "form", "scopes"), why("POST /token", "query", "scopes"), why("POST /tokens", "form", "scopes"), {"POST /token", "form", "times", ""}},
			want: []string{
				"POST /token: form scopes: listed as unused, but given", "POST /token: form times: listed as unused without a reason",
				"POST /token: query scopes: listed as unused, but in no document", "POST /tokens: form scopes: listed as unused, but in no document",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := NewUsage(d)
			for _, e := range tc.traffic {
				u.Add(e)
			}
			var got []string
			for _, v := range u.Violations(tc.unused) {
				got = append(got, v.String())
			}
			slices.Sort(got)
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q\nwant %q", got, tc.want)
			}
		})
	}
}
