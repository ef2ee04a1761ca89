// Package endpoint makes of a declaration what most objects of Spotnana's API need: the API behind a resource, the data source
// of one object, and that of many. An [Endpoint] says where objects are and how they are listed. What is odd about one of them
// embeds [API], overrides a method, and says why.
package endpoint

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
)

// Endpoint declares the objects of one kind.
type Endpoint struct {
	// Name is the type of the resource, and of the data source of one object, without the provider's prefix: "cost_center". From
	// it come the title, which is "cost center" in messages, and the names for several, which have an s.
	Name string
	// Title is set where messages call it otherwise, and Plural where the data source of many is not named with an s.
	Title, Plural string
	// Tree declares an object as the API answers it, see [field.Tree].
	Tree func() *field.Tree
	// Item is the path of one object. A name in braces is an attribute: "/v2/companies/{company_id}/departments/{id}". The last
	// is the object's own id, the others are of the objects above it; together they are the import id. Objects are made by a
	// POST to the path without its last part, read by GET, replaced by PUT, deleted by DELETE.
	Item string
	// Collection is the path at which objects are made, where that is not the item's without its last part.
	Collection string
	// DeleteQuery are the parameters of a DELETE, by the local attribute that gives each.
	DeleteQuery map[string]string
	// List says how the API lists objects.
	List List
	// Overview is what the data source of many lists, where that is another list than the one beside an object. It may stand
	// below fewer objects.
	Overview *List
	// Key is the natural key by which a new object can be found again. Nil: its external id where lists can be searched for that,
	// see List.ExternalID, else its name.
	Key func(attrs map[string]any) string
	// MaskCreate is Mask for the body of a create and its answer, where they have another shape than the tree.
	MaskCreate func(doc any) any
	// SameID says that an object is the one that was asked for. Nil: the ids are equal but for case, as UUIDs are.
	SameID func(asked, answered string) bool
}

// title names one object in messages.
func (e *Endpoint) title() string {
	if e.Title != "" {
		return e.Title
	}
	return strings.ReplaceAll(e.Name, "_", " ")
}

// plural is the type of the data source of many, and names the attribute that holds them.
func (e *Endpoint) plural() string {
	if e.Plural != "" {
		return e.Plural
	}
	return e.Name + "s"
}

// titles names several objects in messages.
func (e *Endpoint) titles() string {
	if e.Title != "" {
		return e.Title + "s"
	}
	return strings.ReplaceAll(e.plural(), "_", " ")
}

var parameter = regexp.MustCompile(`\{(\w+)\}`)

// parameters are the attributes in a path.
func parameters(template string) []string {
	var names []string
	for _, match := range parameter.FindAllStringSubmatch(template, -1) {
		names = append(names, match[1])
	}
	return names
}

// path is a path with the attributes in it.
func path(template string, attrs map[string]any) string {
	return parameter.ReplaceAllStringFunc(template, func(name string) string {
		return url.PathEscape(service.Text(attrs, strings.Trim(name, "{}")))
	})
}

// id is the attribute that holds the object's own id.
func (e *Endpoint) id() string {
	names := parameters(e.Item)
	return names[len(names)-1]
}

// parents are the attributes that name the objects above, the highest first.
func (e *Endpoint) parents() []string {
	names := parameters(e.Item)
	return names[:len(names)-1]
}

// parentTitle is how messages call the object that an attribute names: company_id is of a company.
func parentTitle(attr string) string {
	return strings.ReplaceAll(strings.TrimSuffix(attr, "_id"), "_", " ")
}

func (e *Endpoint) parentNames() []crud.Name {
	var names []crud.Name
	for _, attr := range e.parents() {
		names = append(names, crud.Name{Attr: attr, Title: parentTitle(attr)})
	}
	return names
}

// collection is the path at which objects are made.
func (e *Endpoint) collection() string {
	if e.Collection != "" {
		return e.Collection
	}
	return e.Item[:strings.LastIndex(e.Item, "/")]
}

// CollectionPath is the path at which the objects beside one with these attributes are made.
func (e *Endpoint) CollectionPath(attrs map[string]any) string { return path(e.collection(), attrs) }

// ItemPath is the path of the object with these attributes.
func (e *Endpoint) ItemPath(attrs map[string]any) string { return path(e.Item, attrs) }

// idNode declares the object's own id.
func (e *Endpoint) idNode() *field.Node {
	for _, a := range e.Tree().Root.Attrs {
		if a.Name == e.id() {
			return a
		}
	}
	panic("the tree of " + e.Name + " has no attribute " + e.id())
}

// idOf is the id of a live object, empty when it has none.
func (e *Endpoint) idOf(live map[string]any) string {
	n := e.idNode()
	if n.Wrap != "" {
		wrapper, _ := live[n.JSON].(map[string]any)
		return service.Text(wrapper, n.Wrap)
	}
	return service.Text(live, n.JSON)
}

func (e *Endpoint) sameID(asked, answered string) bool {
	if e.SameID != nil {
		return e.SameID(asked, answered)
	}
	return strings.EqualFold(asked, answered)
}

// key is the natural key of an object.
func (e *Endpoint) key(attrs map[string]any) string {
	if e.Key != nil {
		return e.Key(attrs)
	}
	if id := service.Text(attrs, externalID); id != "" && e.List.ExternalID != "" {
		return externalID + " " + id
	}
	return "name " + service.Text(attrs, "name")
}

// externalID is the attribute of the id that an object has elsewhere.
const externalID = "external_id"

// Mask hides what is secret in an object before a body is logged.
func (e *Endpoint) Mask(doc any) any { return codec.Mask(e.Tree(), doc) }

// Resource is the constructor of the endpoint's resource. The specification says what is special about it: name, title, import
// id, parents, natural key and, unless it has them, tree and connection are the endpoint's.
func (e *Endpoint) Resource(special func() crud.Spec) func() resource.Resource {
	return crud.NewResource(func() *crud.Spec {
		spec := special()
		spec.Name, spec.Title, spec.ImportID, spec.Key = e.Name, e.title(), parameters(e.Item), e.key
		spec.Names = append(e.parentNames(), spec.Names...)
		if spec.Parent == nil {
			spec.Parent = e.CollectionPath
		}
		if spec.Tree == nil {
			spec.Tree = e.Tree()
		}
		if spec.Connect == nil {
			spec.Connect = Connect(func(a API) crud.API { return &a }, e)
		}
		return &spec
	})
}
