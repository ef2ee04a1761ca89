package crud

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Terraform plans a replacement that somebody asks for (-replace, replace_triggered_by) in two calls. The first has the object
// and looks like any plan; the second is that of a create, without the object, but with the private state that the first one
// planned. So the first notes there what the second needs for refusing the replacement. The note ends with the plan: at apply
// Terraform plans the create anew, without it. A tainted object has no first call. See section 4.6 of DESIGN.md.

// replaced is an object as the plan of its replacement knows it.
type replaced struct {
	// Title names it.
	Title string `json:"title"`
	// Protected says why it must not be destroyed, empty when it may.
	Protected string `json:"protected,omitempty"`
	// Attrs are those that a Refuser may ask for: local ones, and what the object is found by.
	Attrs map[string]any `json:"attrs,omitempty"`
}

// replaceable is what the second call has to know of an object; nil when nothing can forbid its replacement.
func (o *resourceType) replaceable(prior map[string]any) *replaced {
	_, refuses := o.api.(Refuser)
	r := &replaced{Title: o.title(prior), Attrs: map[string]any{}}
	if o.spec.Protect != nil {
		r.Protected = o.spec.Protect(prior)
	}
	if !refuses && r.Protected == "" {
		return nil
	}
	for _, a := range o.tree.Root.Attrs {
		switch v := prior[a.Name].(type) {
		case string, bool:
			if (a.Chosen() || a.IsLocal()) && !a.Once {
				r.Attrs[a.Name] = v
			}
		}
	}
	return r
}

// plannedPrivate is the private state of a plan: that of the object, with what a second call has to know; nil where that is
// nothing.
func (o *resourceType) plannedPrivate(kept private, prior map[string]any) *private {
	if prior == nil {
		return nil
	}
	kept.Replaced = o.replaceable(prior)
	if kept.Replaced == nil {
		return nil
	}
	return &kept
}

// forbidden refuses a replacement that somebody asks for where the object must not be destroyed, or cannot be.
func (o *resourceType) forbidden(ctx context.Context, planned map[string]any, kept private) diag.Diagnostics {
	if diags := o.twice(planned, kept); diags.HasError() || kept.Replaced == nil {
		return diags
	}
	old := kept.Replaced
	reason := old.Protected
	if reason == "" {
		reason = o.refusal(ctx, old.Attrs)
	}
	if reason == "" {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Refused to replace "+old.Title,
		reason+"\n\nThe replacement was asked for with -replace or replace_triggered_by, and begins or ends with a destroy. To keep the object, leave that out.")}
}

// with is private data with another entry of ours.
func (d privateData) with(p private) ([]byte, diag.Diagnostics) {
	all, err := d.entries()
	var ours []byte
	if err == nil {
		ours, err = json.Marshal(p)
	}
	if err == nil {
		all[privateKey] = ours
		ours, err = json.Marshal(all)
	}
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Private state cannot be written", fmt.Sprintf("This is a defect of the provider: %v", err))}
	}
	return ours, nil
}
