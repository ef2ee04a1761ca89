package review

import (
	"encoding/json"
	"io"
	"strconv"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// Policies is what all policies of a plan demand when it is applied, those included that it does not change: for rules that programs check. It
// is also what the JSON has: members are added to it and never change their meaning.
type Policies struct {
	FormatVersion string `json:"format_version"`
	// PlannedAt is the timestamp of the plan, by which a program sees that these are the policies of that plan.
	PlannedAt string   `json:"planned_at,omitempty"`
	Policies  []Policy `json:"policies"`
}

// Policy is what one policy demands.
type Policy struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	// Type is DEFAULT or GROUP.
	Type string `json:"type"`
	// Company is the id of its company, or the address of the company's resource where the id is known after apply only; null where neither is.
	Company *string `json:"company"`
	// Travelers are those to whom it applies, in words.
	Travelers string `json:"travelers"`
	// Complete is false where it is known after apply only how many statements there are.
	Complete bool `json:"complete"`
	Place
	Statements []Demand `json:"statements"`
}

// Demand is one statement about a policy.
type Demand struct {
	Section   string `json:"section"`
	Rule      string `json:"rule"`
	AppliesTo string `json:"applies_to"`
	Text      string `json:"text"`
	Value     string `json:"value"`
	// Inherited is null for a value of the policy's own, else the name of the policy that it comes from, "" where the plan does not have that.
	Inherited *string `json:"inherited"`
	// Known is false where a part of the value is known after apply only, or must not be shown. That part is null in Data.
	Known bool `json:"known"`
	// Attribute is the path of the value in the resource that sets it, Data what is in force there; null where it is inherited and nobody knows from where.
	Attribute string `json:"attribute"`
	Data      any    `json:"data"`
	Place
	// Elements are the places of the objects in the lists in Data, by their paths from there: ".highest_cabin_for_duration_list[1]". An inherited value
	// has one place only: where the policy says that it inherits.
	Elements map[string]Place `json:"elements,omitempty"`
}

// NewPolicies is what the policies of a plan demand, with the places where the configuration says so.
func NewPolicies(p *planjson.Plan, places Places) *Policies {
	out := &Policies{FormatVersion: "1.0", PlannedAt: p.Timestamp, Policies: []Policy{}}
	others := statement.NewOthers(p.Planned...)
	for _, c := range p.Changes {
		if c.Type != policyType || c.After == nil || c.Deposed || c.Action == planjson.Forget {
			continue
		}
		stated := statement.Of(c.After, others)
		policy := Policy{
			Address: c.Address, Name: stated.Name, Type: text(c.After["type"]), Travelers: travelers(c.After, stated), Complete: !stated.Open,
			Place: places.of(c.Address, "", c.After), Statements: []Demand{},
		}
		if company, ok := c.After["company_id"].(string); ok {
			policy.Company = &company
		}
		for _, s := range stated.Statements {
			policy.Statements = append(policy.Statements, demand(s, func(path string) Place { return places.of(c.Address, path, c.After) }))
		}
		out.Policies = append(out.Policies, policy)
	}
	return out
}

func demand(s statement.Statement, at func(path string) Place) Demand {
	out := Demand{
		Section: string(s.Section), Rule: s.Rule, AppliesTo: s.AppliesTo, Text: s.Text(), Value: s.Value, Known: !s.Unknown && !s.Hidden(),
		Attribute: s.Attribute, Data: shownData(s.Data), Place: at(s.Limit),
	}
	if s.Inherited {
		out.Inherited = &s.From
		return out
	}
	object, _ := s.Data.(map[string]any)
	for name, v := range object {
		list, _ := v.([]any)
		for i, e := range list {
			path := "." + name + "[" + strconv.Itoa(i) + "]"
			if _, isObject := e.(map[string]any); !isObject {
				continue
			}
			if place := at(s.Attribute + path); place.File != "" {
				if out.Elements == nil {
					out.Elements = map[string]Place{}
				}
				out.Elements[path] = place
			}
		}
	}
	return out
}

// shownData is a value without what is not set, and with null for what is not known, or must not be shown.
func shownData(v any) any {
	switch v := v.(type) {
	case statement.Unknown, statement.Hidden:
		return nil
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, below := range v {
			if below != nil {
				out[name] = shownData(below)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, below := range v {
			out[i] = shownData(below)
		}
		return out
	}
	return v
}

// Write writes the JSON.
func (p *Policies) Write(w io.Writer) error { return writeJSON(w, p) }

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
