package crud

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// privateKey is the one entry in a resource's private state.
const privateKey = "spotnana"

// private is what the provider keeps about an object beside its state. It is readable in the state file and holds no
// values, only hashes.
type private struct {
	// Origin is where the object was made or imported: only there does a 404 mean that it is gone, and nowhere when it is
	// empty. Where tenants share an origin it names the tenant too, see resourceType.place.
	Origin string `json:"origin,omitempty"`
	// Memory is what the object had at the server besides its state.
	Memory *codec.Memory `json:"memory,omitempty"`
	// Had is what the object had since it was last written, or imported, that a configuration may not newly have.
	Had validate.Had `json:"had,omitempty"`
	// Hint is where the API said that the object is found.
	Hint string `json:"hint,omitempty"`
	// Departures are in what an immutable object has left its configuration.
	Departures *departures `json:"drift,omitempty"`
	// Imported marks an object that was imported and never read.
	Imported bool `json:"imported,omitempty"`
	// Untouched is how often an imported object was read until something was applied to it, as far as that can be told; 0 for
	// all others. See resourceType.stripped.
	Untouched int `json:"untouched,omitempty"`
	// Spelled says that state has what is fixed at creation as the API spells it, since an import, not as a configuration does.
	Spelled bool `json:"spelled,omitempty"`
	// Pending marks a write that could not be read back: the next read completes it.
	Pending bool `json:"pending,omitempty"`
	// Replaced is what the plan of a replacement has to know of the object. It is in plans only.
	Replaced *replaced `json:"replaced,omitempty"`
}

// privateGetter and privateSetter are the two sides of the framework's private state.
type privateGetter interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateSetter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// privateData is private state as the framework sends it over the wire: a JSON object of byte strings.
type privateData []byte

// GetKey implements privateGetter.
func (d privateData) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	all, err := d.entries()
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unreadable private state", err.Error())}
	}
	return all[key], nil
}

// entries are what there is, never nil. What another SDK wrote, JSON without byte strings in it, counts as nothing, as with
// the framework.
func (d privateData) entries() (map[string][]byte, error) {
	all := map[string][]byte{}
	if len(d) == 0 {
		return all, nil
	}
	err := json.Unmarshal(d, &all)
	var foreign map[string]any
	if all == nil || err != nil && json.Unmarshal(d, &foreign) == nil {
		return map[string][]byte{}, nil
	}
	return all, err
}

// importedKey is where the framework notes that an object was just imported. Its own server drops that at the first read.
const importedKey = ".import_before_read"

// afterImport is private state once an imported object was read.
func (d privateData) afterImport() privateData {
	all, err := d.entries()
	if err != nil || all[importedKey] == nil {
		return d
	}
	delete(all, importedKey)
	rest, err := json.Marshal(all)
	if err != nil {
		return d
	}
	return rest
}

func readPrivate(ctx context.Context, from privateGetter) (private, diag.Diagnostics) {
	data, diags := from.GetKey(ctx, privateKey)
	var p private
	if len(data) == 0 || diags.HasError() {
		return p, diags
	}
	if err := json.Unmarshal(data, &p); err != nil {
		diags.AddWarning("Unreadable private state", "What the provider remembers of this object beside its state cannot be read and is made anew: "+err.Error())
		// Without its origin, nothing would prove that the object is gone.
		var legible struct {
			Origin string `json:"origin"`
		}
		_ = json.Unmarshal(data, &legible)
		return private{Origin: legible.Origin}, diags
	}
	return p, diags
}

func writePrivate(ctx context.Context, to privateSetter, p private) diag.Diagnostics {
	data, err := json.Marshal(p)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state cannot be written", err.Error())}
	}
	return to.SetKey(ctx, privateKey, data)
}
