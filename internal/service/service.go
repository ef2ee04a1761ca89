// Package service holds what the resources and data sources share; each has a package of its own below.
package service

import (
	"sync/atomic"

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
	// NewKeyForm says that the API took the last partner key in the form of the newer document, and not in that of the
	// vendor's page: the next key is sent in that form first.
	NewKeyForm atomic.Bool
}

// Text is a string attribute, empty when it is null, unknown or of another kind.
func Text(attrs map[string]any, name string) string {
	s, _ := attrs[name].(string)
	return s
}
