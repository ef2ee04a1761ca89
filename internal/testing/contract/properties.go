package contract

import (
	"fmt"
	"slices"
)

// Properties are the paths of all properties below a schema of a document ("keys[].kid"), for the few bodies that code
// makes or reads by itself: with a tree, use CompareTree. A schema that is not there, and one that holds itself, is an error.
func Properties(d *Documents, doc, schemaName string) ([]string, error) {
	document := d.docs[doc]
	if document == nil {
		return nil, fmt.Errorf("there is no document %q", doc)
	}
	schema, ok := document.at(pointer{"components", "schemas", schemaName}).(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the document %q has no schema %q", doc, schemaName)
	}
	paths, err := document.properties("", []map[string]any{schema}, 0)
	slices.Sort(paths)
	return paths, err
}

// deepest is deeper than any body without a tree.
const deepest = 8

func (d *document) properties(path string, schemas []map[string]any, depth int) ([]string, error) {
	if depth > deepest {
		return nil, fmt.Errorf("%s: too deep, or a schema that holds itself", path)
	}
	s := d.shape(schemas...)
	if len(s.items) > 0 {
		return d.properties(path+"[]", s.items, depth+1)
	}
	var paths []string
	for name, property := range s.props {
		here := join(path, name)
		below, err := d.properties(here, property, depth+1)
		if err != nil {
			return nil, err
		}
		paths = append(append(paths, here), below...)
	}
	return paths, nil
}
