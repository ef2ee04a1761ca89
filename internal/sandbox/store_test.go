package sandbox

import (
	"errors"
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDirectAccess(t *testing.T) {
	a := newAPI(t)
	id := a.create(`"unheardOf":{"a":1}`)
	o, err := a.server.Get(Companies, id)
	ok(t, err)
	deep, _ := o["unheardOf"].(map[string]any)
	deep["a"] = "mine"
	same(t, a.read(id)["unheardOf"], `{"a":1}`)

	var kept map[string]any
	ok(t, a.server.Edit(Companies, id, func(o map[string]any) {
		kept, _ = o["unheardOf"].(map[string]any)
		kept["b"] = true
	}))
	kept["b"] = "later"
	same(t, a.read(id)["unheardOf"], `{"a":1,"b":true}`)

	second := map[string]any{"id": map[string]any{"id": unknownID}, "name": "Second"}
	ok(t, a.server.Insert(Companies, "", unknownID, second))
	second["name"] = "changed"
	same(t, a.read(unknownID), `{"id":{"id":"`+unknownID+`"},"name":"Second"}`)
	if ids, err := a.server.IDs(Companies); err != nil || len(ids) != 2 || ids[0] != id || ids[1] != unknownID {
		t.Errorf("ids are %v, %v", ids, err)
	}
	ok(t, a.server.Remove(Companies, unknownID))
	_, err = a.server.Get(Companies, unknownID)
	for _, err := range []error{
		err, a.server.Remove(Companies, unknownID), a.server.Edit(Companies, unknownID, func(map[string]any) {}),
	} {
		if !errors.Is(err, ErrNoObject) {
			t.Errorf("got %v", err)
		}
	}
}

func TestSnapshot(t *testing.T) {
	a := newAPI(t)
	id := a.create("")
	before, err := a.server.Snapshot()
	ok(t, err)
	want := a.read(id)
	for range 2 { // a snapshot serves more than once
		a.create("")
		ok(t, a.server.Edit(Companies, id, func(o map[string]any) { o["name"] = "changed" }))
		ok(t, a.server.Insert(Trips, "", "1", map[string]any{}))
		ok(t, a.server.Restore(before))
		if diff := cmp.Diff(want, a.read(id)); diff != "" {
			t.Errorf("the company is another one (-before +after)\n%s", diff)
		}
		companies, err := a.server.IDs(Companies)
		ok(t, err)
		trips, err := a.server.IDs(Trips)
		ok(t, err)
		if len(companies) != 1 || len(trips) != 0 {
			t.Errorf("there are the companies %v and the trips %v", companies, trips)
		}
	}
}

func TestParallelCalls(t *testing.T) {
	a := newAPI(t)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			out, err := a.send("POST", "/v2/companies", companyJSON(`"emailDomains":["a","b","c"]`))
			if err != nil || out.status != http.StatusCreated {
				t.Errorf("got %+v, %v", out, err)
				return
			}
			id := textAt(out.body, "id")
			a.server.SetModes(Modes{ShuffleArrays: true, InjectUnknown: true})
			a.server.AddFaults(Fault{Method: "PATCH"})
			if err := a.server.Edit(Companies, id, func(o map[string]any) { o["name"] = "Edited" }); err != nil {
				t.Error(err)
			}
			if out, err := a.send("GET", "/v2/companies/"+id, ""); err != nil || textAt(out.body, "name") != "Edited" {
				t.Errorf("got %+v, %v", out, err)
			}
			a.server.Requests()
		})
	}
	wg.Wait()
	if ids, err := a.server.IDs(Companies); err != nil || len(ids) != 20 {
		t.Errorf("%d companies, %v", len(ids), err)
	}
}
