// Package crud is the generic resource and data source: it knows how Terraform and a remote object are kept in step,
// and nothing of any API. A Spec says what one resource is. Only this package touches state, private state and the
// removal of resources.
package crud

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// Spec is one resource.
type Spec struct {
	// Name is the type name without the provider's prefix.
	Name string
	// Title names one such object in messages: "company".
	Title string
	// Doc is the description of the resource.
	Doc string
	// Tree declares the attributes: those of the object, of what is above it, and the resource's own.
	Tree *field.Tree
	// ImportID are the attributes that an import id consists of, in order, joined by "/".
	ImportID []string
	// Connect binds the resource to what Configure made.
	Connect func(providerData any) (API, *Session)

	// Everything below is optional.

	// Upgrades bring the state of an older schema version to this one, one version each. The schema's version is their
	// number: a change that cannot read the states of the last release comes with an Upgrade.
	Upgrades []Upgrade
	// Parent identifies the list that siblings are searched in, empty when there is one for all.
	Parent func(attrs map[string]any) string
	// Names are the attributes that name objects above this one.
	Names []Name
	// Roles is a sentence about who may make one, as far as that is known: it goes with a 403.
	Roles string
	// Key is the natural key by which an object can be found again, empty when it has none.
	Key func(attrs map[string]any) string
	// SameText says that a text is another one as the API may have stored it. Nil: they have the same words, see
	// [spelling.Words].
	SameText func(stored, sent string) bool
	// Gist is what an API leaves of a text at the worst, see SameText: what has no more than that is taken for what was sent
	// only if it appeared after the create, and texts of equal gist are created one after the other. Nil: the text itself.
	Gist func(text string) string
	// CreateBody makes what the endpoint takes out of the body that the tree gives.
	CreateBody func(body, attrs map[string]any) map[string]any
	// Validate checks the attributes of an object beyond the tree: as configured, as planned, and as the API has them.
	Validate func(attrs map[string]any) validate.Findings
	// Plan adjusts a planned change; prior is nil for a create. It returns what is planned instead, and the attributes that
	// force a replacement.
	Plan func(config, prior, planned map[string]any) (adjusted map[string]any, replace []string, diags diag.Diagnostics)
	// Protect says why this object must not be destroyed or replaced, empty when it may.
	Protect func(state map[string]any) string
	// Sole names the one object of its kind that is there before any create, as "the default policy of company X"; empty for
	// all others. Its create takes the object over by an update; where the tree has the attribute of OnCreate, only if that
	// says so, and else it is an error with the way to an import. It goes with an API that is a Finder.
	Sole func(attrs map[string]any) string
	// Settings says that the object is settings, which a create takes over and never makes. It goes with Sole.
	Settings *Settings
	// Difference says that an update carries only what it changes. Nil: the complete object.
	Difference *Difference
	// Immutable says that the API neither changes nor deletes such an object. A changed configuration is an error; a
	// change at the API is a warning, and nothing is planned. A namesake stops a create whatever its content is, because
	// what is made by mistake stays. It goes with an Abandon that never is empty.
	Immutable bool
	// Abandon says what a destroy leaves behind, when it forgets the object and sends nothing; empty for a real delete.
	Abandon func(state map[string]any) string
	// Unnamed says that API.Create answers nothing, because the API does not say what it made: the new object is found like one
	// whose answer was lost, so it goes with a Key, and nothing is made where the siblings cannot be listed.
	Unnamed bool
	// CreateRequires are attributes that a create requires, and no update: an object that is there may lack them.
	CreateRequires []string
	// Anonymous says that nothing which the API answers tells one object from another: there is no Key. A create whose outcome is
	// open takes none for the new one, and names those that appeared; so that these are few, objects are made one after the other.
	Anonymous bool
	// Renewed is the local attribute whose change has the API tell the secrets of field.Once anew. It goes with an API that is a
	// Renewer.
	Renewed string
	// Later are attributes that no create takes: they are set by an update right after it. An object that an interrupted
	// create left may lack them.
	Later []string
	// Verify checks a created object against what was planned; an error is the only one that may follow a create.
	Verify func(planned, live map[string]any) error
}

// one is the title with its article.
func (s *Spec) one() string { return article(s.Title) }

// article is a title with its article. Names have a capital: Unite is spoken with a consonant, and API with a vowel.
func article(title string) string {
	if strings.ContainsRune("aeiouA", rune(title[0])) {
		return "an " + title
	}
	return "a " + title
}

// ErrUnlisted is what API.Siblings returns where the API has no list to search, as for credentials that may not list: a
// create goes on without, unless it has to.
var ErrUnlisted = errors.New("the API does not list what stands beside it")

// AttributeError is an error of API.Create or API.Update that is about one attribute, whatever the API names.
type AttributeError struct {
	Path path.Path
	// Title is the cause in a few words, as that of [apierr.Error]; empty where Err has one.
	Title string
	Err   error
}

// Error names the attribute.
func (e *AttributeError) Error() string { return e.Path.String() + ": " + e.Err.Error() }

// Unwrap returns what is wrong with the attribute.
func (e *AttributeError) Unwrap() error { return e.Err }

// Ref is what an object is read by: its attributes, and where it was found last.
type Ref struct {
	Attrs map[string]any
	// Hint is that of the last Made or Found, empty when there is none. It only helps to find the object sooner: a hint that
	// leads nowhere proves nothing.
	Hint string
}

// Made is what a create answers: the attributes that the API chose and that Read needs, and where the object was put.
type Made struct {
	Attrs map[string]any
	// Hint is kept with the object, see Ref.
	Hint string
}

// Found is a live object, and where it was found.
type Found struct {
	Live map[string]any
	// Hint is kept with the object, see Ref.
	Hint string
}

// API is one kind of object behind one API.
type API interface {
	// Origin is scheme://host[:port] of the API, and a path where that tells it from others.
	Origin() string
	// Create sends one create, bounded by w, for an object with these attributes, secrets included. See also Spec.Unnamed. An
	// error that leaves open whether the object exists is apierr.Ambiguous.
	Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (Made, error)
	// Read answers the live object, or an error that is apierr.NotFound. Unless fresh, a list that was fetched earlier
	// in this run may serve.
	Read(ctx context.Context, at Ref, fresh bool) (Found, error)
	// Update replaces the complete object, which is live before, by body. It is at the planned attributes, secrets included.
	Update(ctx context.Context, w httpx.Write, at Ref, body, live map[string]any) error
	// Delete removes the object.
	Delete(ctx context.Context, w httpx.Write, at Ref) error
	// Siblings lists the objects that stand beside a new one and could be taken for it. Unless fresh, a list fetched
	// earlier in this run serves: it tells what was there before this process began to create.
	Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]Sibling, error)
}

// Refuser is an API that can tell beforehand that it would refuse to delete an object.
type Refuser interface {
	// Refusal says why the object would not be deleted as things are, empty when it would.
	Refusal(ctx context.Context, attrs map[string]any) (string, error)
}

// Renewer is an API that tells a secret anew which it told in the answer to the create.
type Renewer interface {
	// Renew has the API make new secrets of the object in place of the old ones, which end at once. It returns them as Create does.
	Renew(ctx context.Context, w httpx.Write, at Ref) (map[string]any, error)
}

// Unready is an API that may lack what each of its requests needs.
type Unready interface {
	// Lacks is what a request would fail with, nil when nothing is missing, or when that is not known yet.
	Lacks() *apierr.Error
}

// Tenanted is an API that several tenants have at the same origin: what one of them does not know may be another's.
type Tenanted interface {
	// Tenant is the id of the tenant that the credentials belong to. It costs no request of its own once anything was read.
	Tenant(ctx context.Context) (string, error)
}

// Finder is an API of objects of which there is but one of a kind, before any create.
type Finder interface {
	// Find looks for the object that a create with these attributes would make a second time. It returns the attributes that
	// the API chose and that Read needs, and the object as it is; nil when there is none.
	Find(ctx context.Context, attrs map[string]any) (found, live map[string]any, err error)
}

// Sibling is an existing object: the attributes that Read needs, and its natural key.
type Sibling struct {
	Attrs map[string]any
	Key   string
}
