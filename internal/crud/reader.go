package crud

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// Reader reads the objects of one resource type without Terraform, by the same steps as an import and the plan after it. So what it
// says comes into state is what comes into state.
type Reader struct{ o *resourceType }

// Readers are those of all resource types of a configured provider, by their names without the provider's prefix.
func Readers(ctx context.Context, p Provider) map[string]*Reader {
	out := map[string]*Reader{}
	for _, construct := range p.Resources(ctx) {
		if o, ok := construct().(*resourceType); ok {
			o.Configure(ctx, resource.ConfigureRequest{ProviderData: p.ResourceData()}, nil)
			out[o.spec.Name] = &Reader{o}
		}
	}
	return out
}

// Title names one such object in messages.
func (r *Reader) Title() string { return r.o.spec.Title }

// Tree declares the attributes of the resource.
func (r *Reader) Tree() *field.Tree { return r.o.tree }

// Lacks is what every request would fail with, nil when nothing is missing.
func (r *Reader) Lacks() *apierr.Error {
	if u, ok := r.o.api.(Unready); ok {
		return u.Lacks()
	}
	return nil
}

// ImportID is the import id of the object with these attributes.
func (r *Reader) ImportID(attrs map[string]any) string {
	var parts []string
	for _, name := range r.o.spec.ImportID {
		if text, ok := attrs[name].(string); ok {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "/")
}

// List answers, for each object that stands below what the attributes name, the attributes that Import needs.
func (r *Reader) List(ctx context.Context, above map[string]any) ([]map[string]any, error) {
	siblings, err := r.o.api.Siblings(ctx, above, false)
	if err != nil {
		return nil, err
	}
	out := make([]map[string]any, len(siblings))
	for i, s := range siblings {
		out[i] = joined(s.Attrs, above)
	}
	return out, nil
}

// Imported is an object as an import brings it into state.
type Imported struct {
	// Attrs are the attributes in state.
	Attrs map[string]any
	// Warnings are those of the import, but for those about secrets that no answer has.
	Warnings []Message
	// Secrets are the attributes that hold secrets which the API tells once, and which are null therefore.
	Secrets []string

	kept private
}

// Message is a diagnostic.
type Message struct{ Summary, Detail string }

// Import reads the object that the attributes name. An error is the API's own, see package apierr; one of an object that cannot be
// held is not.
func (r *Reader) Import(ctx context.Context, at map[string]any) (*Imported, error) {
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	found, err := r.o.api.Read(ctx, Ref{Attrs: at}, false)
	if err != nil {
		return nil, err
	}
	kept := private{Imported: true, Origin: r.o.api.Origin()}
	done, diags := r.o.refreshed(ctx, at, kept, found)
	if diags.HasError() {
		return nil, errors.New(text(diags.Errors()))
	}
	out := &Imported{Attrs: done.attrs, Secrets: r.o.once(), kept: done.private}
	secretless := r.o.secretless(at)
	for _, d := range diags.Warnings() {
		if !secretless.Contains(d) {
			out.Warnings = append(out.Warnings, Message{d.Summary(), d.Detail()})
		}
	}
	return out, nil
}

// Arguments are the attributes of an object that a configuration sets: all that are not null, but for those that the server chooses.
func (r *Reader) Arguments(attrs map[string]any) map[string]any {
	out := map[string]any{}
	for _, a := range codec.Attributes(r.o.tree.Root) {
		if v := attrs[a.Name]; v != nil && !a.Chosen() {
			out[a.Name] = v
		}
	}
	return out
}

// Unclean says why a plan with this configuration would do more than import the object: the errors of its checks, or what it
// changes. Nothing is sent.
func (r *Reader) Unclean(ctx context.Context, object *Imported, config map[string]any) []Message {
	o := r.o
	diags := append(findings(validate.Schema(o.tree, config, true)), o.validate(config)...)
	planned, replace, found := o.plan(ctx, config, object.Attrs, object.kept)
	diags.Append(found...)
	var out []Message
	for _, d := range diags.Errors() {
		m := Message{d.Summary(), d.Detail()}
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			m.Summary = at.Path().String() + ": " + m.Summary
		}
		out = append(out, m)
	}
	if len(out) > 0 {
		return out
	}
	changed := map[string]bool{}
	for _, p := range codec.Differences(o.tree, object.Attrs, planned) {
		changed[p.String()] = true
	}
	for _, a := range o.tree.Root.Attrs {
		if a.IsLocal() && !codec.Equal(a, object.Attrs[a.Name], planned[a.Name]) {
			changed[a.Name] = true
		}
	}
	for _, name := range replace {
		changed[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		out = append(out, Message{Summary: "the plan changes " + name})
	}
	return out
}

// ReadData answers what a data source of a configured provider shows for these arguments, with the data source's type without the
// provider's prefix. An error is the API's own.
func ReadData(ctx context.Context, p Provider, name string, arguments map[string]any) (map[string]any, error) {
	for _, construct := range p.DataSources(ctx) {
		d, ok := construct().(*data)
		if !ok || d.spec.Name != name {
			continue
		}
		d.Configure(ctx, datasource.ConfigureRequest{ProviderData: p.ResourceData()}, nil)
		ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
		defer cancel()
		live, err := d.read(ctx, maps.Clone(arguments))
		if err != nil {
			return nil, err
		}
		live, _ = codec.WithoutNulls(d.tree, live)
		return codec.Complete(d.tree, live)
	}
	return nil, fmt.Errorf("there is no data source %s", name)
}
