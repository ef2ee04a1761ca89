package subject

import "github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"

// Stranger is an object that somebody else made.
type Stranger struct {
	Kind       sandbox.Kind
	Parent, ID string
	Object     map[string]any
}

// strangers are what somebody else made: what Config's parent is, and a namesake of Config's object. The parents are first.
func (s *Subject) strangers() []Stranger {
	var out []Stranger
	own := Stranger{Kind: s.Kind, ID: s.TheirID}
	if s.Parent != nil {
		out, own.Parent = s.Parent.strangers(), s.Parent.TheirID
	}
	if s.Beside != nil {
		return append(out, s.Beside()...)
	}
	own.Object = s.Theirs()
	return append(out, own)
}

// InsertStrangers puts into the sandbox what somebody else made: for each subject the namesake of its object, and what both
// stand below. Each has a property that no document has.
func InsertStrangers(server *sandbox.Server, subjects ...*Subject) error {
	type place struct {
		kind sandbox.Kind
		id   string
	}
	inserted := map[place]bool{}
	for _, s := range subjects {
		for _, o := range s.strangers() {
			at := place{o.Kind, o.ID}
			if inserted[at] {
				continue
			}
			inserted[at] = true
			o.Object["x_injected"] = "theirs"
			if err := server.Insert(o.Kind, o.Parent, o.ID, o.Object); err != nil {
				return err
			}
		}
	}
	return nil
}
