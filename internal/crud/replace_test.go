package crud

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

// replace plans a replacement that somebody asks for, in two calls as Terraform does.
func (tf *terraform) replace(config attrs, prior *instance) []report {
	tf.t.Helper()
	first := tf.plan(config, prior)
	if len(first.reports) > 0 {
		tf.t.Errorf("the plan of an update says %v", first.reports)
	}
	return tf.plan(config, &instance{private: first.private}).reports
}

func protected() *Spec {
	spec := team()
	spec.Protect = func(state map[string]any) string {
		if state["keep"] == false {
			return ""
		}
		return "Set keep = false first."
	}
	return spec
}

// A replacement that somebody asks for is refused in the plan, as the state says and whatever else changes with it.
func TestReplace_protected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, protected())
		made := tf.created(config)
		const refusal = `error: Refused to replace team "Red" (c/t1)`
		free := strings.Replace(config, "{", `{"keep": false, `, 1)
		for _, c := range []string{config, strings.Replace(config, "Red", "Blue", 1), free} {
			found := tf.replace(attributes(t, c), made)
			said(t, found, refusal)
			details(t, found, "Set keep = false first.", "-replace or replace_triggered_by")
		}
		// What only the plan has to know does not get into the state.
		for _, c := range []string{free, strings.Replace(free, "Red", "Blue", 1)} {
			var diags []report
			if made, diags = tf.update(c, made); len(diags) > 0 || made.decoded(t).Replaced != nil {
				t.Errorf("%v; %s", diags, made.private)
			}
			said(t, tf.replace(attributes(t, c), made))
		}
	})
}

// What the API would refuse to delete is asked for when a replacement is planned, and not for every update.
func TestReplace_refuser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &refusing{fake: newFake(), reason: "It has bookings."}
		tf := connect(t, team(), api, NewSession())
		made := tf.created(config)
		found := tf.replace(attributes(t, config), made)
		said(t, found, `error: Refused to replace team "Red" (c/t1)`)
		details(t, found, "It has bookings.")
		asked(t, tf.api, "REFUSAL t1")
		api.err = answered("GET", http.StatusInternalServerError)
		said(t, tf.replace(attributes(t, config), made))
		api.reason, api.err = "", nil
		said(t, tf.replace(attributes(t, config), made))
	})
}

// Other entries of private state, which are not ours, stay.
func TestPrivateData_with(t *testing.T) {
	data, diags := privateData(`{"other":"e30=","spotnana":"e30="}`).with(private{Origin: here})
	if got := string(data); diags.HasError() || !strings.Contains(got, `"other":"e30="`) || strings.Contains(got, `"spotnana":"e30="`) {
		t.Errorf("%s %v", got, diags)
	}
	if _, diags := privateData("no JSON").with(private{}); !diags.HasError() {
		t.Error("private state that cannot be read is overwritten")
	}
}
