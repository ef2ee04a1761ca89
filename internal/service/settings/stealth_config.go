package settings

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// StealthConfigTree declares a stealth config.
var StealthConfigTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company(), endpoint.AnyRole()},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "stealth_modes", JSON: "stealthModes", Kind: field.List, Key: []string{"stealthType"}, Doc: "The stealth modes that the company has, each with its label.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "stealth_type", JSON: "stealthType", Mode: field.Required, Enum: stealthType, Doc: "Which of the stealth modes it is."},
					{Name: "label", JSON: "label", Mode: field.Required, Doc: "What the company calls the mode."},
				}}},
		}},
	}
})

var stealthType = &field.Enum{Name: "StealthType", Values: []string{"STEALTH_TYPE_1", "STEALTH_TYPE_2", "STEALTH_TYPE_3"}}

var stealthConfig = &endpoint.Settings{Name: "stealth_config", Tree: StealthConfigTree, Path: "/v2/companies/{company_id}/stealth-config", Stays: stays}

var (
	// NewStealthConfig is the resource spotnana_stealth_config.
	NewStealthConfig = stealthConfig.Resource("The stealth modes of a company, and what they are called. There is one such object for each company, and for each role of it: " +
		"a create takes it over, and what the configuration leaves out stays. A destroy leaves the modes as they are, because the API deletes none.")
	// NewStealthConfigData is the data source spotnana_stealth_config.
	NewStealthConfigData = stealthConfig.Data("The stealth modes of a company, and what they are called. Where nobody set any, `stealth_modes` is null.")
)
