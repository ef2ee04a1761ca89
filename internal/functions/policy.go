package functions

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

type policySummary struct{}

// NewPolicySummary returns the function policy_summary.
func NewPolicySummary() function.Function { return policySummary{} }

// Metadata names the function.
func (policySummary) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "policy_summary"
}

// Definition declares the parameters, the result and their documentation.
func (policySummary) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Say in plain words what a travel policy demands",
		MarkdownDescription: "Returns a travel policy as text that its owner can read: one fact a line, with units and names. " +
			"The lines have an order of their own, so the plan of an output marks the facts that change and no others, whatever moved in the configuration.\n\n" + purpose +
			" Parts that are not known before the apply read `(known after apply)`.",
		Parameters:        []function.Parameter{policyParameter},
		VariadicParameter: othersParameter,
		Return:            function.StringReturn{},
	}
}

// Run writes the summary.
func (policySummary) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	p, known, err := stated(ctx, req.Arguments)
	switch {
	case err != nil:
		resp.Error = err
	case !known:
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
	default:
		resp.Error = resp.Result.Set(ctx, p.Summary())
	}
}

type policyStatements struct{}

// NewPolicyStatements returns the function policy_statements.
func NewPolicyStatements() function.Function { return policyStatements{} }

// Metadata names the function.
func (policyStatements) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "policy_statements"
}

// Definition declares the parameters, the result and their documentation.
func (policyStatements) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "List what a travel policy demands, fact by fact",
		MarkdownDescription: "Returns the lines of `policy_summary` as a list of objects, for checks and tables.\n\n" + purpose +
			" Parts that are not known before the apply are unknown, and so is the list where it is not known yet how many facts there are.",
		Parameters:        []function.Parameter{policyParameter},
		VariadicParameter: othersParameter,
		Return:            function.ListReturn{ElementType: rowType},
	}
}

// Run lists the statements.
func (policyStatements) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	p, known, err := stated(ctx, req.Arguments)
	switch {
	case err != nil:
		resp.Error = err
	case !known:
		resp.Error = resp.Result.Set(ctx, types.ListUnknown(rowType))
	default:
		resp.Error = resp.Result.Set(ctx, rows(p))
	}
}

// purpose is what both functions are for.
const purpose = "It is for outputs and checks. Do not use it in an argument of a resource: the text changes once all is known, " +
	"and with new versions of the provider."

var policyParameter = function.DynamicParameter{
	Name:               "policy",
	CustomType:         rawType{},
	AllowUnknownValues: true,
	MarkdownDescription: "The policy: a resource or a data source `spotnana_policy`, or an object with the same attributes, of which `name`, `type` and `user_groups` " +
		"must be there. One policy: of a resource with `for_each` or `count` give one instance.",
}

var othersParameter = function.DynamicParameter{
	Name:               "others",
	CustomType:         rawType{},
	AllowUnknownValues: true,
	MarkdownDescription: "What the policy refers to: the policies from which it inherits, and whatever has an `id` and a `name` (departments, offices, legal entities, grades, users …), " +
		"as single objects, as lists, or as a resource with `for_each` or `count`. Without them the text says `inherited`, and shows ids.",
}

// rowType is a statement as policy_statements returns it.
var rowType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"section":    types.StringType,
	"rule":       types.StringType,
	"applies_to": types.StringType,
	"text":       types.StringType,
	"value":      types.StringType,
	"inherited":  types.StringType,
}}

// rows are the statements of a policy, with what is not known before the apply.
func rows(p statement.Policy) types.List {
	if p.Open {
		return types.ListUnknown(rowType)
	}
	var all []attr.Value
	for i := 0; i < len(p.Statements); {
		rule := ofOneRule(p.Statements[i:])
		anyOrder := isUnsorted(rule)
		for _, s := range rule {
			all = append(all, row(s, anyOrder))
		}
		i += len(rule)
	}
	return types.ListValueMust(rowType, all)
}

// ofOneRule are the first statements, as far as they are about one rule.
func ofOneRule(statements []statement.Statement) []statement.Statement {
	first := statements[0]
	for i, s := range statements {
		if s.Section != first.Section || s.Rule != first.Rule {
			return statements[:i]
		}
	}
	return statements
}

// isUnsorted says that statements about one rule may change places when all is known: they are sorted by text, and that of an unknown one
// is known as far as its subject only. A list whose known elements move is another list than was planned.
func isUnsorted(rule []statement.Statement) bool {
	subjects := map[string]int{}
	for _, s := range rule {
		subjects[s.Subject]++
	}
	return len(rule) > 1 && slices.ContainsFunc(rule, func(s statement.Statement) bool {
		return s.Unknown && (subjects[s.Subject] > 1 || saysUnknown(s.Subject))
	})
}

func saysUnknown(text string) bool { return strings.Contains(text, statement.Unknown{}.String()) }

// row is made without the framework's reflection, which takes longer than all the rest.
func row(s statement.Statement, isAnyOfRule bool) types.Object {
	unless := func(isUnknown bool, text types.String) types.String {
		if isUnknown || isAnyOfRule {
			return types.StringUnknown()
		}
		return text
	}
	return types.ObjectValueMust(rowType.AttrTypes, map[string]attr.Value{
		"section":    types.StringValue(string(s.Section)),
		"rule":       types.StringValue(s.Rule),
		"applies_to": unless(s.Unknown && saysUnknown(s.AppliesTo), types.StringValue(s.AppliesTo)),
		"text":       unless(s.Unknown, types.StringValue(s.Text())),
		"value":      unless(s.Unknown, types.StringValue(s.Value)),
		"inherited":  unless(isFromUnknown(s), inherited(s)),
	})
}

// inherited is null for a value of the policy's own.
func inherited(s statement.Statement) types.String {
	if !s.Inherited {
		return types.StringNull()
	}
	return types.StringValue(s.From)
}

// isFromUnknown says that it is not known from where an inherited value comes, or whether it is one: its policy is not known, or may inherit
// it in turn.
func isFromUnknown(s statement.Statement) bool {
	return s.Inherited && s.Unknown && (s.From == "" || s.Value == statement.Unknown{}.String())
}
