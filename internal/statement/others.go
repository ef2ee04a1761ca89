package statement

import "strings"

// Others are the objects that a policy refers to: the policies from which it inherits, and whatever has an id and a name.
type Others struct {
	// names are by id.
	names map[string]string
	// twice are the ids of objects whose name another one has as well. A policy and another object may be called the same: nobody takes one
	// for the other.
	twice    map[string]bool
	policies []map[string]any
}

// NewOthers takes objects, lists of objects and maps of objects, as Terraform has them. A user is named by the email. What has no id, or
// neither name nor email, names nothing; a policy whose id is unknown can still be the default policy from which others inherit.
func NewOthers(objects ...any) Others {
	o := Others{names: map[string]string{}, twice: map[string]bool{}}
	ids := map[called]string{}
	var add func(v any)
	add = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				add(e)
			}
		case map[string]any:
			if IsPolicy(v) {
				o.policies = append(o.policies, v)
			}
			id, hasID := v["id"].(string)
			name := nameOf(v)
			switch {
			case hasID && name != "":
				id = strings.ToLower(id)
				of := called{name, IsPolicy(v)}
				if other, isKnown := ids[of]; isKnown && other != id {
					o.twice[other], o.twice[id] = true, true
				}
				ids[of] = id
				o.names[id] = name
			case !hasID && !IsPolicy(v):
				for _, key := range sorted(v) {
					add(v[key]) // the instances of a resource with for_each
				}
			}
		}
	}
	add(objects)
	return o
}

// called is a name, of a policy or of something else.
type called struct {
	name     string
	isPolicy bool
}

// nameOf is what people call an object.
func nameOf(object map[string]any) string {
	for _, attr := range []string{"name", "email"} {
		if name, ok := object[attr].(string); ok && name != "" {
			return name
		}
	}
	return ""
}

// IsPolicy says that an object is a policy: it has a name, a type and user groups, which may be null.
func IsPolicy(object map[string]any) bool {
	_, hasGroups := object["user_groups"]
	return object["name"] != nil && object["type"] != nil && hasGroups
}

// name is what the object with an id is called, with the id where others are called the same.
func (o Others) name(id string) (string, bool) {
	name, ok := o.names[strings.ToLower(id)]
	if ok && o.twice[strings.ToLower(id)] {
		return plain(name) + " (" + id + ")", true
	}
	return plain(name), ok
}

// parent is the policy from which a policy takes what it links: its parent, else the default policy of its company. isOpen says that the
// parent is known after apply only.
func (o Others) parent(policy map[string]any) (parent map[string]any, isOpen bool) {
	id, isID := policy["parent_policy_id"].(string)
	switch {
	case isID:
	case policy["parent_policy_id"] != nil:
		return nil, true
	case policy["type"] == "DEFAULT":
		return nil, false // there is none above it
	}
	for _, p := range o.policies {
		other, _ := p["id"].(string)
		switch {
		case isID && strings.EqualFold(other, id), !isID && p["type"] == "DEFAULT" && sameCompany(p, policy):
			return p, false
		}
	}
	return nil, false
}

// sameCompany says that nothing tells that two policies are of different companies.
func sameCompany(a, b map[string]any) bool {
	x, isX := a["company_id"].(string)
	y, isY := b["company_id"].(string)
	return !isX || !isY || strings.EqualFold(x, y)
}
