package crud

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// What can be known of values alone is checked three times: in a validation, as far as it holds whatever the object is
// like; in a plan, against what the object is like; and before anything is sent, when everything is known.

// validate checks a configuration as far as that holds whatever the object is like.
func (o *resourceType) validate(config map[string]any) diag.Diagnostics {
	if config == nil {
		return nil
	}
	return append(findings(always(o.check(config))), durations(config)...)
}

// check checks the attributes of an object, as configured, as planned or as they are.
func (o *resourceType) check(attrs map[string]any) validate.Findings {
	found := validate.Config(o.tree, attrs)
	if o.spec.Validate != nil {
		found = append(found, o.spec.Validate(attrs)...)
	}
	return found
}

// checkKnown checks once more before anything is sent: values that were unknown in the plan are known now, secrets among
// them. Warnings were given then.
func (o *resourceType) checkKnown(full, prior map[string]any, kept private) diag.Diagnostics {
	found := o.check(full)
	diags := append(findings(always(found)), o.ifNew(found, full, prior, kept)...)
	return append(diags, o.unsent(prior, full)...).Errors()
}

// always are the findings that hold whatever the object is like.
func always(found validate.Findings) validate.Findings {
	return slices.DeleteFunc(slices.Clone(found), func(f validate.Finding) bool { return f.IfNew })
}

// ifNew are the findings that depend on what the object is like, without what it has already: by prior state, or since
// it was written last, because somebody's change at the API shall show and not make the plan fail. Only a plan can know
// that: a validation has no prior state.
func (o *resourceType) ifNew(found validate.Findings, attrs, prior map[string]any, kept private) diag.Diagnostics {
	found = slices.DeleteFunc(slices.Clone(found), func(f validate.Finding) bool { return !f.IfNew })
	if len(found) == 0 || prior == nil {
		return findings(found)
	}
	memory := kept.Memory
	if memory == nil {
		memory = codec.NewMemory()
	}
	return findings(kept.Had.Or(o.had(memory, prior)).Spare(o.tree, memory, found, attrs, prior))
}

// incomplete says what a new object lacks that its create requires, see Spec.CreateRequires.
func (o *resourceType) incomplete(planned map[string]any) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, name := range o.spec.CreateRequires {
		if planned[name] == nil {
			diags.AddAttributeError(path.Root(name), fmt.Sprintf("%s is required for a new %s", name, o.spec.Title),
				fmt.Sprintf("The API makes no %s without it. One that is there may lack it, so imports do not need it. Set %s.", o.spec.Title, name))
		}
	}
	return diags
}

// had is what an object has that a configuration may not have.
func (o *resourceType) had(memory *codec.Memory, attrs map[string]any) validate.Had {
	return validate.In(o.tree, memory, o.check(attrs), attrs)
}

// unsent refuses to send a secret that is not there. Its version would be recorded, and the secret that is given later with
// the same version would never be sent.
func (o *resourceType) unsent(prior, full map[string]any) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, u := range codec.UnsentSecrets(o.tree, prior, full) {
		at := u.At.ParentPath().AtName(u.Secret)
		isEmpty := codec.At(full, at) != nil
		switch {
		case u.Version != nil:
			diags.AddAttributeError(u.At, fmt.Sprintf("No secret for version %s of %s", show(u.Version), u.Secret), located(u.At, withoutSecret(u, isEmpty)))
		case isEmpty:
			diags.AddAttributeError(at, "Empty secret "+u.Secret, located(at, u.Secret+" is empty, which would be sent as the secret. Give the secret, or set it to null."))
		default:
			diags.AddAttributeError(at, "Missing "+u.Secret, located(at, "The API requires "+u.Secret+": set it to something other than null."))
		}
	}
	return diags
}

// withoutSecret says what is wrong with a version whose secret is null or empty.
func withoutSecret(u codec.Unsent, isEmpty bool) string {
	is, way := "null", "leave the version out"
	if isEmpty {
		is = "empty"
	}
	if u.Before != nil {
		way = "leave the version at " + show(u.Before)
	}
	return fmt.Sprintf("Version %s says to send %s, which is %s. So nothing would be sent, and a secret that is given later with this version would not be sent either. "+
		"Give the secret together with its new version; or, until there is one, %s.", show(u.Version), u.Secret, is, way)
}

// durations refuses timeouts that are no durations, and those that end before they begin.
func durations(config map[string]any) diag.Diagnostics {
	var diags diag.Diagnostics
	configured, _ := config["timeouts"].(map[string]any)
	for _, operation := range slices.Sorted(maps.Keys(configured)) {
		text, ok := configured[operation].(string)
		if !ok {
			continue // not known yet
		}
		at := path.Root("timeouts").AtName(operation)
		switch d, err := time.ParseDuration(text); {
		case err != nil:
			diags.AddAttributeError(at, "Timeout that is no duration",
				fmt.Sprintf("timeouts.%s is %q. Set a duration, a number with a unit such as 30s, 5m or 1h30m, or leave it out.", operation, text))
		case d <= 0:
			diags.AddAttributeError(at, "Timeout without time",
				fmt.Sprintf("timeouts.%s is %s, so nothing could ever be done. Set a positive duration such as 5m, or leave it out.", operation, text))
		}
	}
	return diags
}
