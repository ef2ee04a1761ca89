package contract

import (
	"strings"
	"testing"
)

func printed(t *testing.T, r *Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReport(t *testing.T) {
	var r Report
	if !r.Failed() || !strings.Contains(printed(t, &r), "nothing was checked") {
		t.Error("a check of nothing passes")
	}
	r.Add(Result{Operation: "GET /x", RequestExempt: "a", AnswerExempt: "b"})
	if !r.Failed() {
		t.Error("a check of nothing but exemptions passes")
	}
	r.Add(Result{Operation: "GET /x", AnswerExempt: "deliberate fault"})
	if r.Failed() {
		t.Error("a check without violations fails")
	}
	v := Violation{Operation: "GET /y", Part: "answer body", Path: "list[0].a", Rule: "is wrong", Detail: "first", Test: "TestOne"}
	w := v
	w.Path, w.Detail, w.Test = "list[7].a", "second", "TestTwo"
	other := v
	other.Path = "list[0].b"
	r.Add(Result{Operation: "GET /y", Violations: []Violation{v, w, other}})
	if !r.Failed() {
		t.Error("a check with violations passes")
	}
	text := printed(t, &r)
	for _, want := range []string{
		"exempt 1, answer: deliberate fault",
		"VIOLATION (2 times) GET /y: answer body list[0].a: is wrong (first), first in TestOne\n",
		"VIOLATION (1 times) GET /y: answer body list[0].b",
		"2 kinds of violations",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "second") {
		t.Errorf("shows more than the first example:\n%s", text)
	}
	if fields := strings.Fields(strings.Split(text, "\n")[0]); strings.Join(fields, " ") != "GET /x 1 requests 0 answers" {
		t.Errorf("counts %q", fields)
	}
}
