package subject

import (
	"fmt"
	"strings"
)

// Resource is the resource type.
func (s *Subject) Resource() string { return "spotnana_" + s.Type }

// Address is that of the resource with a label.
func (s *Subject) Address(label string) string { return s.Resource() + "." + label }

// Block is a resource with these arguments, below a parent whose id is an expression of Terraform.
func (s *Subject) Block(label, parent, arguments string) string {
	if s.Parent != nil {
		arguments = s.ParentAttr + " = " + parent + "\n" + arguments
	}
	for _, above := range s.Above() {
		if above != s.Parent {
			arguments = above.Type + "_id = " + besideID(parent, above) + "\n" + arguments
		}
	}
	return fmt.Sprintf("resource %q %q {\n  %s\n}\n", s.Resource(), label, strings.ReplaceAll(strings.Trim(arguments, "\n"), "\n", "\n  "))
}

// Above are the subjects whose ids the path of an object has before its own, the highest first.
func (s *Subject) Above() []*Subject {
	if s.Sole != nil {
		return []*Subject{s.Parent}
	}
	var out []*Subject
	for p := s.Parent; p != nil && len(out) < strings.Count(s.Collection, "*"); p = p.Parent {
		out = append([]*Subject{p}, out...)
	}
	return out
}

// besideID is the id of an object further above, as an expression: a resource has it in an attribute beside its id, what somebody
// else made stands below what somebody else made.
func besideID(parent string, above *Subject) string {
	if resource, isRef := strings.CutSuffix(parent, ".id"); isRef {
		return resource + "." + above.Type + "_id"
	}
	if strings.HasPrefix(parent, `"`) {
		return quoted(above.TheirID)
	}
	return parent
}

// Below is a resource below the object that somebody else made.
func (s *Subject) Below(label, arguments string) string {
	return s.Block(label, s.TheirParent(), arguments)
}

// TheirParent is the id of the parent that somebody else made, as an expression; empty without a parent.
func (s *Subject) TheirParent() string {
	if s.Parent == nil {
		return ""
	}
	return quoted(s.Parent.TheirID)
}

// OwnID is an object's own part of its import id; id is that in the sandbox.
func (s *Subject) OwnID(id string, object map[string]any) string {
	if s.ImportID != nil {
		return s.ImportID(object)
	}
	return id
}

// ImportPath is the import id of an object with an own part, below objects with these ids.
func (s *Subject) ImportPath(id func(above *Subject) string, own string) string {
	var parts []string
	for _, above := range s.Above() {
		parts = append(parts, id(above))
	}
	if s.Sole == nil {
		parts = append(parts, own)
	} else if s.Sole.Role != "" {
		parts = append(parts, s.Sole.Role)
	}
	return strings.Join(parts, "/")
}

// TheirID is the id of what somebody else made.
func TheirID(s *Subject) string { return s.TheirID }

// Configuration has one of each resource, each below the one of its parent's, with the same label. A subject without
// arguments is left out.
func Configuration(label string, arguments func(*Subject) string) string {
	var out strings.Builder
	for _, s := range Resources() {
		a := arguments(s)
		if a == "" {
			continue
		}
		parent := ""
		if s.Parent != nil {
			parent = s.Parent.Address(label) + ".id"
		}
		out.WriteString(s.Block(label, parent, a))
	}
	return out.String()
}

// Changed is Config after an update.
func (s *Subject) Changed() string { return strings.NewReplacer(s.Changes...).Replace(s.Config) }

// Interrupted are the arguments of Rich and Secrets, before or after an update; what cannot be updated is the same.
// The secrets need Terraform 1.11.
func (s *Subject) Interrupted(changed bool) string {
	if s.Anonymous { // an interrupted create leaves what nobody can find
		return ""
	}
	out := s.Rich + "\n" + s.Secrets
	if !changed || s.Replaced || s.Eternal != "" {
		return out
	}
	edits := append([]string{"var.secret_key", "var.new_secret_key", "secret_key_wo_version = 1", "secret_key_wo_version = 2"}, s.RichChanges...)
	return strings.NewReplacer(edits...).Replace(out)
}

// Renamed is Config with other names.
func (s *Subject) Renamed(rename func(name string) string) string {
	out := s.Config
	for _, name := range s.Names {
		out = strings.ReplaceAll(out, quoted(name), quoted(rename(name)))
	}
	return out
}

// quoted is a text as a string of Terraform; what begins with ${ is an expression in it.
func quoted(text string) string { return `"` + text + `"` }
