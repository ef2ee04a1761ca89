package crud

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/tfschema"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// DataSpec is one data source.
type DataSpec struct {
	// Name is the type name without the provider's prefix.
	Name string
	// Doc is the description.
	Doc string
	// Tree declares what is answered, in the shape of the JSON that Read returns.
	Tree *field.Tree
	// Inputs are the arguments. One with the name of an attribute in the tree may be given or answered.
	Inputs []*field.Node
	// Names are the arguments that name objects; optional.
	Names []Name
	// Validate checks the arguments together; optional.
	Validate func(config map[string]any) diag.Diagnostics
	// Empty is the answer when a list that filters is empty, because nothing is in it; needed where there are such lists.
	Empty map[string]any
	// Either are lists of which any lets through what it has: nothing is in the answer only where all of them that are set are
	// empty. Optional.
	Either []string
	// Read answers the live object for the arguments.
	Read func(ctx context.Context, providerData any, inputs map[string]any) (map[string]any, error)
}

// data is one data source type.
type data struct {
	spec     *DataSpec
	tree     *field.Tree
	inputs   *field.Tree
	schema   schema.Schema
	provider any
}

var (
	_ datasource.DataSourceWithConfigure      = &data{}
	_ datasource.DataSourceWithValidateConfig = &data{}
)

// NewDataSource makes the constructor of a data source type. Its schema is built once, when first asked for.
func NewDataSource(declare func() *DataSpec) func() datasource.DataSource {
	kind := sync.OnceValue(func() data {
		spec := declare()
		tree := field.ForData(spec.Tree)
		return data{
			spec: spec, tree: tree, inputs: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: spec.Inputs}},
			schema: schema.Schema{MarkdownDescription: spec.Doc, Attributes: tfschema.Data(tree, spec.Inputs)},
		}
	})
	return func() datasource.DataSource {
		d := kind()
		return &d
	}
}

func (d *data) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.spec.Name
}

func (d *data) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = d.schema
}

func (d *data) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.provider = req.ProviderData
}

func (d *data) ValidateConfig(_ context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	config, diags := values(req.Config.Raw)
	resp.Diagnostics.Append(diags...)
	if config == nil {
		return
	}
	resp.Diagnostics.Append(findings(validate.Arguments(d.inputs, config))...)
	if d.spec.Validate != nil {
		resp.Diagnostics.Append(d.spec.Validate(config)...)
	}
}

func (d *data) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, diags := values(req.Config.Raw)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	inputs := map[string]any{}
	for _, in := range d.spec.Inputs {
		if v := config[in.Name]; v != nil {
			inputs[in.Name] = v
		}
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	live, err := d.read(ctx, inputs)
	if err != nil {
		resp.Diagnostics.Append(d.failed(inputs, err)...)
		return
	}
	live, nulls := codec.WithoutNulls(d.tree, live)
	resp.Diagnostics.Append(dropped("spotnana_"+d.spec.Name, nulls)...)
	attrs, err := codec.Complete(d.tree, live)
	if err != nil {
		resp.Diagnostics.Append(wrong("Unreadable answer for spotnana_"+d.spec.Name, err)...)
		return
	}
	for name, v := range inputs {
		attrs[name] = v
	}
	v, err := codec.ToTerraform(d.schema.Type().TerraformType(ctx), attrs)
	if err != nil {
		resp.Diagnostics.AddError("Value does not fit the schema", "This is a defect of the provider: "+err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, v)...)
}

func (d *data) failed(inputs map[string]any, err error) diag.Diagnostics {
	operation := "Cannot read spotnana_" + d.spec.Name
	if diags := absent(d.spec.Names, inputs, operation, err); diags != nil {
		return diags
	}
	return failure(d.inputs, operation, err)
}

// read asks the API, unless a filter lets nothing through: APIs take an empty list for no filter.
func (d *data) read(ctx context.Context, inputs map[string]any) (map[string]any, error) {
	for _, in := range d.spec.Inputs {
		list, ok := inputs[in.Name].([]any)
		if !ok || len(list) > 0 || in.Elem.Kind == field.Object {
			continue
		}
		if !slices.Contains(d.spec.Either, in.Name) || !slices.ContainsFunc(d.spec.Either, func(name string) bool { return some(inputs[name]) }) {
			return d.spec.Empty, nil
		}
	}
	return d.spec.Read(ctx, d.provider, inputs)
}

// some says that a list has elements.
func some(v any) bool {
	list, _ := v.([]any)
	return len(list) > 0
}
