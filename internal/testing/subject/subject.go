// Package subject is the registry of test subjects: one file for each resource says all that the suites need to know of it.
// A suite goes through [All] or [Resources] and knows no resource by name. The subject of a plain resource says what it is
// (Type, Title, Kind, Collection, Tree, Parent), a configuration with a change, and what somebody else made; everything else
// has a default, and a field that says what is special. To copy from: department.go.
package subject

import (
	"net/http"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// Subject is one resource, or a variant of one, under test.
type Subject struct {
	// Type is the resource type without the provider's prefix.
	Type string
	// Name is what the suites call the subject: Type, unless it is a variant.
	Name string
	// Title is what messages call such an object.
	Title string
	// API is where the objects are: Spotnana, unless it is another one.
	API *API
	// Kind is what the objects are in the sandbox.
	Kind sandbox.Kind
	// Collection is the path where objects are made and listed, with * for each id. It has the usual endpoints.
	Collection string
	// Endpoints are the requests about such objects where they are others than those of Collection. The first POST makes one.
	Endpoints func(*sandbox.Server) []Endpoint
	// Removal is the request that deletes one, where that is no DELETE.
	Removal Endpoint
	// Tree declares the attributes, without those that only a data source serves. It is nil where the API answers nothing of
	// what is configured.
	Tree *field.Tree
	// Contract are the schemas of the vendor's documents that trees of the resource and of its data sources follow.
	Contract []Schema
	// Parent is what such objects stand below, nil for nothing, and ParentAttr the attribute with its id: its type with _id.
	Parent     *Subject
	ParentAttr string
	// ID is the attribute with the id under which the sandbox keeps an object: id.
	ID string
	// ImportID is an object's own part of its import id, after that of its parent, where it is not the object's id.
	ImportID func(object map[string]any) string

	// Config are the arguments that make one, but for ParentAttr. The suites run it thousands of times.
	Config string
	// Changes are what an update changes in Config: each old text is followed by the new one.
	Changes []string
	// Names are the texts of Config that tell one object from another. A suite that makes several gives them others.
	Names []string
	// Rich is Config with more attributes, for suites that run it once, and RichChanges what an update changes in it.
	Rich        string
	RichChanges []string
	// Secrets are further arguments for Rich, with the variables secret_key and secret_key_wo_version; see [Subject.Interrupted].
	// Secret is the secret that an object at the server has.
	Secrets string
	Secret  func(object map[string]any) any
	// Empty are arguments with local.nothing wherever an empty text has no meaning: Config with it instead of each of Names.
	Empty string
	// EmptyData are the data sources with local.nothing in the same way. Dataless says why there are none.
	EmptyData, Dataless string
	// Texts are arguments with ${var.text} in all free texts and, in one that can be changed, ${var.other}.
	// Textless says why there are no Texts, empty when there are.
	Texts, Textless string
	// Twins are further arguments with which two equal objects are made: none, once.
	Twins []Twin

	// Theirs is an object that somebody else made, in the API's own words: a namesake of Config's, and what the objects of
	// other subjects stand below. Its id is TheirID; Beside are all such objects, where that one does not stand below the
	// parent's.
	Theirs  func() map[string]any
	TheirID string
	Beside  func() []Stranger
	// Nowhere is an id that no object has.
	Nowhere string
	// Undocumented says that no document tells what the API answers where there is no such parent: such traffic is not held
	// against the documents.
	Undocumented bool
	// Silent sets a property of an object that Config is silent about.
	Silent func(object map[string]any)
	// Settings takes out of an object, and answers, what the API is sent in a request of its own.
	Settings func(object map[string]any) map[string]any
	// Brings are the kinds of which the API makes one with each object.
	Brings []sandbox.Kind

	// Replaced says that an update is a replacement: the API cannot change such an object.
	Replaced bool
	// Adopted says that the object is there before Terraform, and a create takes it over.
	Adopted bool
	// Anonymous says that nothing tells one object from another, and that the secret of one is lost with the answer to its create. So
	// a create whose outcome is open leaves what somebody has to delete: the error names it, if the API could be asked.
	Anonymous bool
	// Sole says that the objects are settings; nil where they are not.
	Sole *Sole
	// Eternal says why an update and a delete mean nothing, empty when they do.
	Eternal string
	// Remains says that an object that is still at the server is one that a destroy leaves there; nil where it leaves none.
	Remains func(object map[string]any) bool
	// Revoke is what the API does to an object that is deleted, where that stays at the server; nil where it is gone.
	Revoke func(object map[string]any)

	// Sample are the cells of the fault matrix that each run of the tests has, as operation and fault.
	Sample []string
	// Random is what the soak needs to know.
	Random Random
}

// Twin are two equal objects.
type Twin struct {
	// Name tells it from other twins, More are its further arguments.
	Name, More string
	// Clash says that the API refuses a second one.
	Clash bool
}

// Endpoint is a method and a path with * for each id.
type Endpoint struct{ Method, Path string }

// Random says how the soak makes random objects, and edits them. What is not said is drawn from the tree.
type Random struct {
	// Most is how many there are at a time: 2.
	Most int
	// Single says that a parent has at most one.
	Single bool
	// Attributes makes fresh attributes, with names that no other object has, instead of drawing them from the tree.
	Attributes func(name func(what string) string) map[string]any
	// Suits makes a drawn document one that the API accepts.
	Suits func(doc map[string]any)
	// Tidy does the same for attributes; n is another number in each call.
	Tidy func(attrs map[string]any, n int)
	// More are arguments that no document has.
	More map[string]any
	// Posted turns the document of an update into that of a create.
	Posted func(body map[string]any)
	// Unjudged says that the sandbox is not asked whether it accepts drawn attributes.
	Unjudged bool
	// Unique are attributes that an object has half of the time, each with another value, and keeps.
	Unique []string
	// Refers are attributes that may name another object of the kind, below the same parent.
	Refers []string
	// Is says that an object is the one that these arguments make, by its name: the property name of its View.
	Is func(object, arguments map[string]any) bool
	// ServerSets is a boolean property that the server alone sets.
	ServerSets string
	// View is the part of an object that the tree declares, beside what it does not know; Put is the way back.
	View func(object map[string]any) map[string]any
	Put  func(object, view map[string]any)
}

const (
	// usualID is what an object of somebody else's has, unless it stands above others.
	usualID          = "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7a"
	aCompanyID       = "4974a66b-7493-4f41-908c-58ba81093947"
	anotherCompanyID = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"
)

var all []*Subject

// All are the subjects, parents first, variants included.
func All() []*Subject { return slices.Clone(all) }

// Resources are the subjects without the variants: one for each resource.
func Resources() []*Subject {
	return slices.DeleteFunc(All(), func(s *Subject) bool { return s.Name != s.Type })
}

// Of is the subject of a resource type with the provider's prefix, nil when there is none.
func Of(resource string) *Subject {
	for _, s := range Resources() {
		if s.Resource() == resource {
			return s
		}
	}
	return nil
}

// Kinds are those of the objects that a configuration can have, parents first.
func Kinds() []sandbox.Kind {
	var kinds []sandbox.Kind
	for _, s := range Resources() {
		kinds = append(kinds, s.Kind)
	}
	return kinds
}

// Depth is how far objects stand below each other.
func Depth() int {
	most := 0
	for _, s := range all {
		n := 0
		for p := s; p != nil; p = p.Parent {
			n++
		}
		most = max(most, n)
	}
	return most
}

// register adds a subject, with the defaults. Go initialises package variables in the order of their dependencies, so a
// parent is registered before its children.
func register(s *Subject) *Subject {
	orText(&s.Name, s.Type)
	orText(&s.ID, "id")
	orText(&s.TheirID, usualID)
	orText(&s.Nowhere, aCompanyID)
	orText(&s.Rich, s.Config)
	if s.RichChanges == nil {
		s.RichChanges = s.Changes
	}
	if s.API == nil {
		s.API = Spotnana
	}
	if s.Parent != nil {
		orText(&s.ParentAttr, s.Parent.Type+"_id")
	}
	if s.Twins == nil {
		s.Twins = []Twin{{}}
	}
	if s.Empty == "" {
		s.Empty = s.Config
		for _, name := range s.Names {
			s.Empty = strings.ReplaceAll(s.Empty, quoted(name), "local.nothing")
		}
	}
	if s.Endpoints == nil {
		s.Endpoints = func(*sandbox.Server) []Endpoint { return s.collection() }
	}
	s.Random.defaults()
	all = append(all, s)
	return s
}

func orText(s *string, usual string) {
	if *s == "" {
		*s = usual
	}
}

func (r *Random) defaults() {
	if r.Most == 0 {
		r.Most = 2
	}
	if r.Is == nil {
		r.Is = func(object, arguments map[string]any) bool { return object["name"] == arguments["name"] }
	}
	if r.View == nil {
		r.View = func(object map[string]any) map[string]any { return object }
		r.Put = func(object, view map[string]any) {
			clear(object)
			for name, v := range view {
				object[name] = v
			}
		}
	}
}

// collection are the usual endpoints of a collection.
func (s *Subject) collection() []Endpoint {
	one := s.Collection + "/*"
	out := []Endpoint{{"POST", s.Collection}, {"GET", s.Collection}}
	if !s.Replaced {
		out = append(out, Endpoint{"GET", one}, Endpoint{"PUT", one})
	}
	return append(out, Endpoint{"DELETE", one})
}

// PostPath is the path of a create.
func (s *Subject) PostPath(server *sandbox.Server) string {
	for _, e := range s.Endpoints(server) {
		if e.Method == http.MethodPost {
			return e.Path
		}
	}
	return ""
}
