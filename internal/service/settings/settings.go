// Package settings is the settings of companies: resources that take over what is there, each with its data source, in a file of
// its own.
package settings

// stays is what a destroy leaves, where the API has no operation that takes settings away.
const stays = "Spotnana has no operation that deletes these settings: all of them stay in force as they are. Change them before, if something else shall be left."
