package crud

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// failure is the diagnostic of an operation that failed by a request without a body.
func failure(t *field.Tree, operation string, err error) diag.Diagnostics {
	return failureWith(t, nil, operation, err)
}

// failureWith are the diagnostics of an operation that failed by a request with a body: one at each attribute that the API names,
// the first with whatever else it said. A cause that all objects share is told in full once.
func failureWith(t *field.Tree, body map[string]any, operation string, err error) diag.Diagnostics {
	summary := titled(operation, err)
	if about := (*AttributeError)(nil); errors.As(err, &about) {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(about.Path, summary, located(about.Path, detail(about.Err)))}
	}
	e := apierr.As(err)
	switch {
	case e == nil:
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary, err.Error())}
	case e.Told != nil && e.Told.Swap(true):
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary, "")}
	}
	var at []path.Path
	said := map[string][]apierr.Message{}
	var rest []apierr.Message
	for _, m := range e.Messages {
		p, ok := blamed(t, body, m)
		switch {
		case !ok:
			rest = append(rest, m)
			continue
		case said[p.String()] == nil:
			at = append(at, p)
		}
		said[p.String()] = append(said[p.String()], m)
	}
	switch len(at) {
	case 0:
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary, e.Detail())}
	case 1:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at[0], summary, located(at[0], e.Detail()))}
	}
	var diags diag.Diagnostics
	for _, p := range at {
		one := *e
		one.Messages = append(said[p.String()], rest...)
		diags.AddAttributeError(p, summary, located(p, one.Detail()))
		rest = nil
	}
	return diags
}

// titled is the title of a failure: its cause, then the operation, such as "Cannot create …".
func titled(operation string, err error) string {
	why := ""
	if e := apierr.As(err); e != nil {
		why = e.Title
	}
	if about := (*AttributeError)(nil); errors.As(err, &about) && about.Title != "" {
		why = about.Title
	}
	if why == "" && errors.Is(err, apierr.ErrGone) {
		why = "Not found"
	}
	if why == "" {
		return operation
	}
	return cause(why, operation)
}

// cause puts the cause before the operation that failed.
func cause(why, operation string) string {
	return why + ": " + strings.ToLower(operation[:1]) + operation[1:]
}

// blamed finds the attribute that a message is about: by its pointer, or by a parameter that names a property.
func blamed(t *field.Tree, body map[string]any, m apierr.Message) (path.Path, bool) {
	if m.Pointer != "" {
		if p, ok := codec.Locate(t, body, m.Pointer); ok {
			return p, true
		}
	}
	for _, param := range m.Parameters {
		for _, candidate := range []string{param.Value, param.Name} {
			if p, ok := codec.Locate(t, body, candidate); ok {
				return p, true
			}
		}
	}
	return path.Empty(), false
}

// wrong is the diagnostic of a value that cannot be converted.
func wrong(summary string, err error) diag.Diagnostics {
	if e, ok := err.(*codec.PathError); ok && len(e.Path.Steps()) > 0 { //nolint:errorlint // the codec does not wrap it
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(e.Path, summary, located(e.Path, capital(e.Err.Error())+"."))}
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(summary, capital(err.Error())+".")}
}

// text is diagnostics as the detail of another one.
func text(diags diag.Diagnostics) string {
	parts := make([]string, len(diags))
	for i, d := range diags {
		parts[i] = d.Summary() + ": " + d.Detail()
	}
	return strings.Join(parts, "\n\n")
}

// located is a detail that names the attribute. Terraform finds the line of an attribute at the top and of an element
// in it; of anything deeper it shows the resource, and never the path.
func located(p path.Path, detail string) string {
	if len(p.Steps()) <= 1 {
		return detail
	}
	return detail + "\n\nAttribute: " + p.String()
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func findings(found validate.Findings) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, f := range found {
		switch {
		case f.Warning && len(f.Path.Steps()) == 0:
			diags.AddWarning(f.Summary, f.Detail)
		case f.Warning:
			diags.AddAttributeWarning(f.Path, f.Summary, located(f.Path, f.Detail))
		case len(f.Path.Steps()) == 0:
			diags.AddError(f.Summary, f.Detail)
		default:
			diags.AddAttributeError(f.Path, f.Summary, located(f.Path, f.Detail))
		}
	}
	return diags
}

// show is a value in a message, cut when it is long.
func show(v any) string {
	if v == nil {
		return "nothing"
	}
	data, err := codec.FormatJSON(printable(v))
	if err != nil {
		return fmt.Sprintf("%T", v)
	}
	s := string(data)
	if len(s) <= shown {
		return s
	}
	end := shown
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// shown is how many bytes of a value a message has room for.
const shown = 200

// printable replaces what JSON cannot say.
func printable(v any) any {
	switch v := v.(type) {
	case *big.Float:
		return json.Number(codec.NumberText(v))
	case codec.Unknown:
		return "(known after apply)"
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = printable(e)
		}
		return out
	case codec.Map:
		return printable(map[string]any(v))
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			if e != nil {
				out[k] = printable(e)
			}
		}
		return out
	default:
		return v
	}
}
