package crud

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

func TestShow(t *testing.T) {
	for want, v := range map[string]any{
		`nothing`:                          nil,
		`"a<b>&c"`:                         "a<b>&c",
		`true`:                             true,
		`["a","b"]`:                        []any{"a", "b"},
		`{"email":"e"}`:                    map[string]any{"email": "e", "phone": nil},
		`"(known after apply)"`:            codec.Unknown{},
		`{"tags":["(known after apply)"]}`: map[string]any{"tags": []any{codec.Unknown{}}},
		`12345678901234567890`:             attributes(t, `{"v": 12345678901234567890}`)["v"],
		`0.1`:                              attributes(t, `{"v": 0.10}`)["v"],
		`{"a":[{"b":1.5}]}`:                attributes(t, `{"v": {"a": [{"b": 1.5}]}}`)["v"],
	} {
		if got := show(v); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// Long text is cut where a character begins.
func TestShow_long(t *testing.T) {
	for before := range 4 {
		text := strings.Repeat("a", before) + strings.Repeat("€", 100)
		got, cut := strings.CutSuffix(show(text), "…")
		if !cut || !utf8.ValidString(got) || len(got) > shown || len(got) < shown-2 || !strings.HasPrefix(`"`+text, got) {
			t.Errorf("%d: %d bytes, cut %t: %q", before, len(got), cut, got)
		}
	}
	fits := strings.Repeat("a", shown-2)
	if got := show(fits); got != `"`+fits+`"` {
		t.Errorf("what fits is cut: %s", got)
	}
	if got := show(fits + "a"); got != `"`+fits+`a…` {
		t.Errorf("what is one byte too long is %s", got)
	}
}

func TestTitle(t *testing.T) {
	o := &resourceType{tree: teamTree, spec: team()}
	for want, attrs := range map[string]map[string]any{
		`team`:              {},
		`team "Red"`:        {"name": "Red", "company_id": "c", "id": codec.Unknown{}},
		`team (c/t1)`:       {"company_id": "c", "id": "t1"},
		`team "Red" (c/t1)`: {"name": "Red", "company_id": "c", "id": "t1"},
		`team "a \"b\""`:    {"name": `a "b"`, "id": "t1"},
	} {
		if got := o.title(attrs); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A pointer counts before parameters, whose values count before their names; what leads nowhere is no place.
func TestRefused(t *testing.T) {
	parameter := func(name, value string) []apierr.Parameter { return []apierr.Parameter{{Name: name, Value: value}} }
	body := doc(t, `{"name": "n"}`)
	for _, c := range []struct {
		name     string
		messages []apierr.Message
		want     string
	}{
		{"nothing said", nil, "error: S"},
		{"a pointer", []apierr.Message{{Pointer: "#/contact/phone"}}, "error contact.phone: S"},
		{"a pointer before parameters", []apierr.Message{{Pointer: "/name", Parameters: parameter("note", "size")}}, "error name: S"},
		{"a parameter's value", []apierr.Message{{Parameters: parameter("note", "size")}}, "error size: S"},
		{"a parameter's name", []apierr.Message{{Parameters: parameter("note", "too long")}}, "error note: S"},
		{"nowhere", []apierr.Message{{Pointer: "/nonsense", Parameters: parameter("max", "3")}}, "error: S"},
		{"the second message", []apierr.Message{{Text: "Bad"}, {Pointer: "/tags/1"}}, "error tags[1]: S"},
	} {
		err := &apierr.Error{Method: "POST", Path: "/teams", Status: 400, Messages: c.messages}
		said(t, reports(protocolDiagnostics(failureWith(teamTree, body, "S", err))), c.want)
	}
	// An error that is about an attribute is there, whatever the API names.
	answer := &apierr.Error{Method: "POST", Path: "/teams", Status: 400, Messages: []apierr.Message{{Code: "BAD", Pointer: "/name"}}}
	about := &AttributeError{Path: path.Root("note"), Err: answer}
	got := reports(protocolDiagnostics(failureWith(teamTree, body, "S", fmt.Errorf("creating: %w", about))))
	said(t, got, "error note: S")
	details(t, got, answer.Detail())
	if about.Error() != "note: "+answer.Error() || apierr.As(about) != answer {
		t.Errorf("the error is %q, of %v", about, apierr.As(about))
	}
	other := reports(protocolDiagnostics(failure(teamTree, "S", errors.New("no connection"))))
	said(t, other, "error: S")
	details(t, other, "no connection")
}

func TestWrong(t *testing.T) {
	_, err := codec.Encode(teamTree, attributes(t, `{"contact": {"email": true}}`))
	at := reports(protocolDiagnostics(wrong("S", err)))
	said(t, at, "error contact.email: S")
	details(t, at, "A string is wanted, not bool.\n\nAttribute: contact.email")
	said(t, reports(protocolDiagnostics(wrong("S", &codec.PathError{Path: path.Empty(), Err: errors.New("x")}))), "error: S")
	said(t, reports(protocolDiagnostics(wrong("S", errors.New("x")))), "error: S")
	if got := capital(""); got != "" {
		t.Errorf("nothing became %q", got)
	}
}

func TestFindings(t *testing.T) {
	deep := path.Root("contact").AtName("email")
	got := reports(protocolDiagnostics(findings([]validate.Finding{
		{Summary: "a", Detail: "A."}, {Summary: "b", Detail: "B.", Warning: true},
		{Path: deep, Summary: "c", Detail: "C."}, {Path: path.Root("name"), Summary: "d", Detail: "D.", Warning: true},
	})))
	said(t, got, "error: a", "warning: b", "error contact.email: c", "warning name: d")
	details(t, got, "C.\n\nAttribute: contact.email")
	if got[3].detail != "D." {
		t.Errorf("an attribute at the top is named again: %q", got[3].detail)
	}
}

func TestSpec_one(t *testing.T) {
	for title, want := range map[string]string{"team": "a team", "agent note": "an agent note", "Unite company": "a Unite company"} {
		if got := (&Spec{Title: title}).one(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
