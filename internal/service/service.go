// Package service holds what the resources and data sources share; each has a package of its own below.
package service

import (
	"reflect"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
)

// Clients is what Configure makes for the resources and data sources of one provider process.
type Clients struct {
	// Spotnana is the client of the Spotnana APIs.
	Spotnana *spotnana.Client
	// Unite is the client of the Unite Administration API.
	Unite *unite.Client
	// Session is what resources share.
	Session *crud.Session

	own sync.Map // by type, see Own
}

// Own is what a service keeps for the life of a provider process: one value of a type of its own, which begins as zero.
func Own[T any](c *Clients) *T {
	kept, _ := c.own.LoadOrStore(reflect.TypeFor[T](), new(T))
	own, _ := kept.(*T)
	return own
}

// Text is a string attribute, empty when it is null, unknown or of another kind.
func Text(attrs map[string]any, name string) string {
	s, _ := attrs[name].(string)
	return s
}
