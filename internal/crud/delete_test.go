package crud

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

func TestDelete(t *testing.T) {
	notFound, lost, failed := outcome{err: gone("DELETE")}, outcome{err: reset("DELETE")}, outcome{err: answered("DELETE", http.StatusServiceUnavailable)}
	for _, c := range []struct {
		name    string
		origin  string
		del     outcome
		get     outcome
		reports []string
		says    []string
		asked   []string
		kept    bool
	}{
		{name: "done", asked: []string{"DELETE t1"}},
		{name: "gone already", del: notFound, asked: []string{"DELETE t1"}},
		{name: "not found elsewhere", origin: elsewhere, del: notFound, kept: true, asked: []string{"DELETE t1"},
			reports: []string{`error: Cannot delete team "Red" (c/t1)`, "error: Not the place where it was made"}, says: []string{"trace-404", here, elsewhere, "stays in state", "terraform state rm"}},
		{name: "refused", del: outcome{err: answered("DELETE", http.StatusConflict)}, kept: true, asked: []string{"DELETE t1", "GET t1"},
			reports: []string{`error: Cannot delete team "Red" (c/t1)`}, says: []string{"trace-409"}},
		{name: "refused because it went with its parent", del: outcome{err: answered("DELETE", http.StatusForbidden)}, get: outcome{err: gone("GET")}, asked: []string{"DELETE t1", "GET t1"}},
		{name: "open, then gone", del: outcome{err: reset("DELETE"), done: true}, asked: []string{"DELETE t1", "GET t1"}},
		{name: "open, then still there", del: lost, kept: true, asked: []string{"DELETE t1", "GET t1"},
			reports: []string{`error: Cannot delete team "Red" (c/t1)`}, says: []string{"unexpected EOF"}},
		{name: "open, then unreadable", del: failed, get: outcome{err: answered("GET", http.StatusBadGateway)}, kept: true, asked: []string{"DELETE t1", "GET t1"},
			reports: []string{`error: Cannot delete team "Red" (c/t1)`}, says: []string{"trace-503"}},
		{name: "open, then not found elsewhere", origin: elsewhere, del: lost, get: outcome{err: gone("GET")}, kept: true, asked: []string{"DELETE t1", "GET t1"},
			reports: []string{`error: Cannot delete team "Red" (c/t1)`, "error: Not the place where it was made"}, says: []string{here, elsewhere}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(config)
			if c.origin != "" {
				tf.api.origin = c.origin
			}
			tf.api.script("DELETE", c.del)
			tf.api.script("GET", c.get)
			after, diags := tf.destroy(made)
			said(t, diags, c.reports...)
			details(t, diags, c.says...)
			asked(t, tf.api, c.asked...)
			if !c.kept && after != nil {
				t.Errorf("state still holds %v", after.attrs)
			}
			if c.kept {
				holds(t, after, state)
			}
		})
	}
}

// An object that was never read back may be there although the API does not show it yet.
func TestDelete_pending(t *testing.T) {
	for name, c := range map[string]struct {
		hidden int
		kept   bool
	}{"shown soon": {pendingTries, false}, "shown later": {pendingTries + 1, true}} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			tf.api.script("GET", outcome{err: answered("GET", http.StatusInternalServerError)})
			made, _ := tf.create(config)
			if !made.decoded(t).Pending {
				t.Fatal("it was read back")
			}
			tf.api.script("DELETE", slices.Repeat([]outcome{{err: gone("DELETE")}}, c.hidden)...)
			after, diags := tf.destroy(made)
			if c.kept {
				said(t, diags, `error: Cannot delete team "Red" (c/t1)`, "error: Not visible yet")
				details(t, diags, "trace-404", "terraform state rm")
			} else {
				said(t, diags)
			}
			if (after != nil) != c.kept || (tf.api.count() > 0) != c.kept {
				t.Errorf("state is %v, and %d objects are there", after, tf.api.count())
			}
		})
	}
}

// An object that was never read back and does not show after a delete that may have been carried out is gone.
func TestDelete_pendingLost(t *testing.T) {
	for name, dels := range map[string][]outcome{
		"its answer is lost":         {{err: reset("DELETE"), done: true}},
		"the second answer is a 404": {{err: &apierr.Error{Method: "DELETE", Status: http.StatusNotFound, Enveloped: true, Ambiguous: true}, done: true}},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			tf.api.script("GET", outcome{err: answered("GET", http.StatusInternalServerError)})
			made, _ := tf.create(config)
			tf.api.script("DELETE", dels...)
			after, diags := tf.destroy(made)
			said(t, diags)
			if after != nil || tf.api.count() != 0 {
				t.Errorf("state is %v, and %d objects are there", after, tf.api.count())
			}
		})
	}
}

// What was gone already, or went by a delete whose answer was lost, is in nobody's way while lists still show it.
func TestDelete_released(t *testing.T) {
	for name, o := range map[string]outcome{"gone already": {err: gone("DELETE")}, "open, then gone": {err: reset("DELETE"), done: true}} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(config)
			listed := tf.api.teams["t1"]
			tf.api.script("DELETE", o)
			tf.api.script("GET", outcome{err: gone("GET")})
			if after, diags := tf.destroy(made); after != nil || len(diags) > 0 {
				t.Fatal(after, diags)
			}
			tf.api.outcomes = map[string][]outcome{}
			tf.api.teams["t1"] = listed
			tf.api.requests()
			next, diags := tf.create(config)
			said(t, diags)
			asked(t, tf.api, "LIST", "POST", "GET t2")
			if next == nil || next.attrs["id"] != "t2" {
				t.Errorf("state is %v", next)
			}
		})
	}
}

func TestDelete_stopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		after, diags := tf.applyIn(ctx, planned{prior: made, private: made.private})
		said(t, diags, `error: Stopped before deleting team "Red" (c/t1)`)
		asked(t, tf.api)
		holds(t, after, state)
	})
}

func TestDelete_timeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &slow{fake: newFake()}
		tf := connect(t, team(), api, NewSession())
		made := tf.created(`{"company_id": "c", "name": "Red", "timeouts": {"delete": "11s"}}`)
		api.hangs = true
		tf.api.script("DELETE", outcome{err: reset("DELETE")})
		began := time.Now()
		_, diags := tf.destroy(made)
		said(t, diags, `error: Cannot delete team "Red" (c/t1)`)
		if took := time.Since(began); took != 11*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// State decides whether an object may go: the plan says no already, of a destroy and of a replacement.
func TestProtect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.Protect = func(state map[string]any) string {
			if state["keep"] == false {
				return ""
			}
			return "Set keep = false first."
		}
		tf := start(t, spec)
		made := tf.created(config)
		const refusal = `error: Refused to destroy team "Red" (c/t1)`
		said(t, tf.plan(nil, made).reports, refusal)
		said(t, tf.plan(attributes(t, strings.Replace(config, `"c"`, `"d"`, 1)), made).reports, refusal)
		after, diags := tf.destroy(made)
		said(t, diags, refusal)
		details(t, diags, "Set keep = false first.")
		holds(t, after, state)
		asked(t, tf.api)

		const free = `{"company_id": "c", "name": "Red", "note": "n", "tags": ["a", "b"], "keep": false}`
		// The configuration alone does not decide: it has to be applied.
		said(t, tf.plan(attributes(t, strings.Replace(free, `"c"`, `"d"`, 1)), made).reports, refusal)
		open, diags := tf.update(free, made)
		said(t, diags)
		asked(t, tf.api)
		said(t, tf.plan(nil, open).reports)
		after, diags = tf.destroy(open)
		said(t, diags)
		asked(t, tf.api, "DELETE t1")
		if after != nil {
			t.Errorf("state still holds %v", after.attrs)
		}
	})
}

// An object that a destroy only forgets is told of in the plan and when it happens, and nothing is sent.
func TestAbandon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.Abandon = func(state map[string]any) string {
			if state["keep"] == true {
				return "It still exists."
			}
			return ""
		}
		tf := start(t, spec)
		made := tf.created(`{"company_id": "c", "name": "Red", "keep": true}`)
		const warning = `warning: Team "Red" (c/t1) is forgotten, not deleted`
		said(t, tf.plan(nil, made).reports, warning)
		after, diags := tf.destroy(made)
		said(t, diags, warning)
		details(t, diags, "It still exists.")
		asked(t, tf.api)
		if after != nil || tf.api.count() != 1 {
			t.Errorf("state is %v, %d objects are there", after, tf.api.count())
		}

		second := tf.created(`{"company_id": "c", "name": "Blue"}`)
		said(t, tf.plan(nil, second).reports)
		_, diags = tf.destroy(second)
		said(t, diags)
		asked(t, tf.api, "DELETE t2")
	})
}

// refusing is an API that knows what it would not delete.
type refusing struct {
	*fake
	reason string
	err    error
}

func (r *refusing) Refusal(_ context.Context, attrs map[string]any) (string, error) {
	r.begin("REFUSAL", "REFUSAL "+attrs["id"].(string))
	return r.reason, r.err
}

// What the API would refuse to delete shows in the plan; what cannot be found out is left to the delete.
func TestRefuser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &refusing{fake: newFake(), reason: "It has bookings."}
		tf := connect(t, team(), api, NewSession())
		made := tf.created(config)
		const refusal = `error: Refused to destroy team "Red" (c/t1)`
		destroy := tf.plan(nil, made).reports
		said(t, destroy, refusal)
		details(t, destroy, "It has bookings.")
		said(t, tf.plan(attributes(t, strings.Replace(config, `"c"`, `"d"`, 1)), made).reports, refusal)
		asked(t, tf.api, "REFUSAL t1", "REFUSAL t1")
		said(t, tf.plan(attributes(t, changed), made).reports)
		asked(t, tf.api)

		api.err = answered("GET", http.StatusInternalServerError)
		said(t, tf.plan(nil, made).reports)
		api.reason, api.err = "", nil
		said(t, tf.plan(nil, made).reports)
	})
}
