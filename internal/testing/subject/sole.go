package subject

import (
	"maps"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// Sole says that there is one such object for each company, or for each role of it, which is there or can be set: settings, which
// a create takes over. In the sandbox they have the id of [sandbox.SettingsID].
type Sole struct {
	// Path is where the settings of a company are, with * for its id, Method sets them: PUT, unless it is another one.
	Path, Method string
	// Role is the role that Config names, empty where it names none.
	Role string
	// Stays says that the API deletes none, and a destroy leaves them as they are.
	Stays bool
	// Resets says that a destroy is an update, which takes away what is configured and leaves the rest.
	Resets bool
}

// sole completes the subject of settings. Before Terraform comes there are those of the company that Config's stand below, which
// a create takes over, and those of another company; both are made by Theirs.
func sole(s *Subject) *Subject { //nolint:unparam // a package has no statements, so that files declare what they add
	only, theirs := s.Sole, s.Theirs
	s.Parent, s.ParentAttr, s.ID, s.Adopted, s.Twins = Company, "company_id", "company_id", true, []Twin{}
	s.TheirID, s.Theirs = sandbox.SettingsID(s.Kind, anotherCompanyID, only.Role), nil
	s.Beside = func() []Stranger {
		return []Stranger{
			{s.Kind, aCompanyID, sandbox.SettingsID(s.Kind, aCompanyID, only.Role), theirs()},
			{sandbox.Companies, "", anotherCompanyID, theirCompany(anotherCompanyID, "Another")},
			{s.Kind, anotherCompanyID, s.TheirID, theirs()},
		}
	}
	if only.Method == "" {
		only.Method = "PUT"
	}
	s.Endpoints = func(*sandbox.Server) []Endpoint {
		out := []Endpoint{{"GET", only.Path}, {only.Method, only.Path}}
		if !only.Stays && !only.Resets {
			out = append(out, Endpoint{"DELETE", only.Path})
		}
		return out
	}
	if only.Resets {
		s.Removal = Endpoint{only.Method, only.Path}
	}
	if only.Stays || only.Resets {
		s.Remains = func(map[string]any) bool { return true }
	}
	if only.Role != "" {
		s.Random.More = map[string]any{"company_role": only.Role}
	}
	s.Random.Single = true
	s.Random.Is = func(map[string]any, map[string]any) bool { return false }
	s.Random.View = func(object map[string]any) map[string]any { return object }
	s.Random.Put = func(object, view map[string]any) {
		clear(object)
		if s.Tree == nil {
			return
		}
		for _, n := range s.Tree.Root.Attrs {
			if view[n.JSON] != nil && !n.IsLocal() {
				maps.Copy(object, view)
			}
		}
	}
	return register(s)
}

// Query are the parameters of requests about the settings that Config names.
func (s *Sole) Query() string {
	if s.Role == "" {
		return ""
	}
	return "companyRole=" + s.Role
}

// StoredID is the id under which the sandbox keeps an object with these attributes.
func (s *Subject) StoredID(attribute func(name string) string) string {
	if s.Sole == nil {
		return attribute(s.ID)
	}
	return sandbox.SettingsID(s.Kind, attribute("company_id"), attribute("company_role"))
}

// TextOf reads attributes for StoredID.
func TextOf(attributes map[string]any) func(name string) string {
	return func(name string) string {
		text, _ := attributes[name].(string)
		return text
	}
}

// first is the first object of a list.
func first(o map[string]any, list string) map[string]any {
	elements, _ := o[list].([]any)
	if len(elements) == 0 {
		return map[string]any{}
	}
	e, _ := elements[0].(map[string]any)
	return e
}
