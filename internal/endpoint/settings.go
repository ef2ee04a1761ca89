package endpoint

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// Settings declares settings of companies: one object for each company, or for each role that a company plays, which is there
// or can be set, and which nobody makes. See [crud.Settings].
type Settings struct {
	// Name is the type of the resource and of the data source, without the provider's prefix: "color_config", which messages
	// call "color config".
	Name string
	// Tree declares the settings as the API answers them. Its Parents are Company and, where the API has settings for each role,
	// Role or AnyRole: the parameter companyRole of all requests.
	Tree func() *field.Tree
	// Path is where the settings of a company are read, by GET.
	Path string
	// Method is how they are set: PUT, unless it is another one.
	Method string
	// Stays is a sentence that says what a destroy leaves, where the API has no DELETE; empty where it has one.
	Stays string
	// Reset is [crud.Settings.Reset], where an update takes away what a create set.
	Reset func(live map[string]any) map[string]any
	// Sent makes what the API is sent out of the merged settings. Nil: these. Live is what is there before.
	Sent func(body, live map[string]any) map[string]any
	// Answered makes the settings, as the tree has them, of an answer of the API. Nil: the answer. Attrs are the attributes of what is read.
	Answered func(answer, attrs map[string]any) map[string]any
}

const (
	companyID   = "company_id"
	companyRole = "company_role"
)

// Company is the parent of settings.
func Company() *field.Node {
	return field.Parent(companyID, field.UUID, "Id of the company whose settings these are, a UUID. Another company replaces them.")
}

// Role is the role of the company for which it has settings, where the API wants to know it.
func Role() *field.Node {
	role := field.Parent(companyRole, field.Any, "Role of the company in which it has these settings; it has others in another role. Another role replaces them.")
	role.Enum = field.CompanyRole
	return role
}

// AnyRole is Role where the API does without.
func AnyRole() *field.Node {
	role := Role()
	role.Mode = field.CreateOnly
	role.Doc = "Role of the company in which it has these settings; it has others in another role, and without a role. Another role, or none, replaces them."
	return role
}

// title names the settings in messages.
func (s *Settings) title() string { return strings.ReplaceAll(s.Name, "_", " ") }

// parents are the attributes that tell settings apart.
func (s *Settings) parents() []string {
	var names []string
	for _, n := range s.Tree().Parents {
		names = append(names, n.Name)
	}
	return names
}

// sole names the settings in messages: "the color config of company X in the role TMC", or "of the company" while that is to be made.
func (s *Settings) sole(attrs map[string]any) string {
	company := "the company"
	if id := service.Text(attrs, companyID); id != "" {
		company = "company " + id
	}
	out := fmt.Sprintf("the %s of %s", s.title(), company)
	if role := service.Text(attrs, companyRole); role != "" {
		out += " in the role " + role
	}
	return out
}

// names are the attributes that name objects above.
func (*Settings) names() []crud.Name { return []crud.Name{{Attr: companyID, Title: "company"}} }

// Resource is the constructor of the settings' resource.
func (s *Settings) Resource(doc string) func() resource.Resource {
	return crud.NewResource(func() *crud.Spec {
		spec := crud.Spec{
			Name: s.Name, Title: s.title(), Doc: doc, Tree: s.Tree(), ImportID: s.parents(), Names: s.names(),
			Sole: s.sole, Settings: &crud.Settings{Reset: s.Reset},
			Connect: func(providerData any) (crud.API, *crud.Session) {
				c, _ := providerData.(*service.Clients)
				return &settingsAPI{s, c.Spotnana}, c.Session
			},
		}
		if s.Stays != "" {
			spec.Abandon = func(map[string]any) string { return s.Stays }
		}
		return &spec
	})
}

// Data is the constructor of the settings' data source. Settings that nobody set have no values.
func (s *Settings) Data(doc string) func() datasource.DataSource {
	return crud.NewDataSource(func() *crud.DataSpec {
		var inputs []*field.Node
		for _, n := range s.Tree().Parents {
			in := &field.Node{Name: n.Name, Format: n.Format, Enum: n.Enum, Doc: "Id of the company, a UUID."}
			if n.Mode == field.RequiredCreateOnly {
				in.Mode = field.Required
			}
			if n.Name == companyRole {
				in.Doc = "Role of the company in which it has the settings."
			}
			inputs = append(inputs, in)
		}
		return &crud.DataSpec{
			Name: s.Name, Doc: doc, Tree: s.Tree(), Inputs: inputs, Names: s.names(),
			Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
				c, _ := providerData.(*service.Clients)
				api := &settingsAPI{s, c.Spotnana}
				found, err := api.Read(ctx, crud.Ref{Attrs: in}, true)
				if !apierr.NotFound(err) {
					return found.Live, err
				}
				if missing := api.company(ctx, in); apierr.NotFound(missing) {
					return nil, err
				}
				return map[string]any{}, nil // nobody set any
			},
		}
	})
}

// settingsAPI is settings at one server. It implements [crud.API] and [crud.Unready].
type settingsAPI struct {
	*Settings
	client *spotnana.Client
}

// Origin implements [crud.API].
func (a *settingsAPI) Origin() string { return a.client.Origin() }

// Lacks implements [crud.Unready].
func (a *settingsAPI) Lacks() *apierr.Error { return a.client.Lacks() }

// request is one to the settings with these attributes.
func (a *settingsAPI) request(method string, attrs map[string]any) spotnana.Request {
	r := spotnana.Request{Method: method, Path: path(a.Path, attrs), Query: url.Values{},
		Mask: func(doc any) any { return codec.Mask(a.Tree(), doc) }, Secrets: codec.Secrets(a.Tree(), attrs)}
	if role := service.Text(attrs, companyRole); role != "" {
		r.Query.Set("companyRole", role)
	}
	return r
}

// Read implements [crud.API]. An answer without content says that nothing is set, as an empty object does.
func (a *settingsAPI) Read(ctx context.Context, at crud.Ref, _ bool) (crud.Found, error) {
	r := a.request(http.MethodGet, at.Attrs)
	answer, err := a.client.Do(ctx, r)
	if err != nil {
		return crud.Found{}, err
	}
	live, isObject := answer.(map[string]any)
	if answer != nil && !isObject || len(live) > 0 && !a.knows(live) {
		return crud.Found{}, apierr.Unreadable(a.Origin(), r.Method, r.Path, "the answer is not the "+a.title()+": it has none of the properties that the API documents")
	}
	if live = maps.Clone(live); live == nil {
		live = map[string]any{}
	}
	if a.Answered != nil {
		live = a.Answered(live, at.Attrs)
	}
	return crud.Found{Live: live}, nil
}

// knows says that an answer has at least one of the properties. These objects have no id by which they could be told from an answer of
// something else, and an update that is made from one of those would lose what is there.
func (a *settingsAPI) knows(answer map[string]any) bool {
	root := a.Tree().Root
	return slices.ContainsFunc(root.Derived, func(name string) bool { _, there := answer[name]; return there }) ||
		slices.ContainsFunc(root.Attrs, func(n *field.Node) bool { _, there := answer[n.JSON]; return there })
}

// Update implements [crud.API].
func (a *settingsAPI) Update(ctx context.Context, w httpx.Write, at crud.Ref, body, live map[string]any) error {
	method := http.MethodPut
	if a.Method != "" {
		method = a.Method
	}
	if a.Sent != nil {
		body = a.Sent(body, live)
	}
	r := a.request(method, at.Attrs)
	r.Body, r.Write = body, w
	_, err := a.client.Do(ctx, r)
	return err
}

// Delete implements [crud.API].
func (a *settingsAPI) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	r := a.request(http.MethodDelete, at.Attrs)
	r.Write = w
	_, err := a.client.Do(ctx, r)
	return err
}

// Create implements [crud.API]: a create of settings is an update.
func (*settingsAPI) Create(context.Context, httpx.Write, map[string]any, map[string]any) (crud.Made, error) {
	return crud.Made{}, errors.New("settings are not made")
}

// Siblings implements [crud.API]. Settings have none; what it answers is whether there is such a company.
func (a *settingsAPI) Siblings(ctx context.Context, attrs map[string]any, _ bool) ([]crud.Sibling, error) {
	return nil, a.company(ctx, attrs)
}

// company is an error where the API does not know the company: its settings may be unknown because nobody set them.
func (a *settingsAPI) company(ctx context.Context, attrs map[string]any) error {
	_, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path("/v2/companies/{company_id}", attrs)})
	return err
}
