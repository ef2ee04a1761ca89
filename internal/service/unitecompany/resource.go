package unitecompany

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
)

// NewResource is the resource spotnana_unite_company.
var NewResource = crud.NewResource(func() *crud.Spec {
	return &crud.Spec{
		Name:  "unite_company",
		Title: "Unite company",
		Doc: "A company in your tenant of Unite. The API makes companies and neither changes nor deletes them, so:\n\n" +
			"- Changing any attribute of an existing company is an error of the plan. It is never replaced by a second company, also not by `-replace` or `replace_triggered_by`.\n" +
			"- No company is made where one with the same VAT id (or, without one, the same name) exists already: the error shows how to import that.\n" +
			"- When somebody changes the company on Unite, each plan warns of it until the configuration says the same.\n" +
			"- A destroy only forgets the company, with a warning. To bring it back, import it.\n" +
			"- A company that Unite has blocked stays in the state. Where Unite does not let it be read, plans fail and say so until it is unblocked; till then it cannot be imported either.\n\n" +
			"Try a configuration in the provider's sandbox, or in Unite's integration environment, before you apply it to production.",
		Tree:     Tree(),
		ImportID: []string{"id"},
		Connect: func(providerData any) (crud.API, *crud.Session) {
			c, _ := providerData.(*service.Clients)
			return &api{client: c.Unite}, c.Session
		},
		Key:       key,
		Validate:  check,
		Immutable: true,
		Abandon: func(state map[string]any) string {
			return "Unite has no way to delete a company, so it still exists there. Nothing is sent. To manage it again, import it by its id " + service.Text(state, "id") + "."
		},
	}
})

// key is how a company can be found again: by its VAT id, which stays when its name changes, else by its name.
func key(attrs map[string]any) string {
	if vatID := vatKey(service.Text(attrs, "vat_id")); vatID != "" {
		return "VAT id " + vatID
	}
	return "name " + nameKey(service.Text(attrs, "name"))
}

// vatKey is what two spellings of a VAT id have in common: spaces, dots, dashes and case do not tell companies apart. The
// digits of a few countries are mixed with + and *.
func vatKey(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '*' {
			return unicode.ToUpper(r)
		}
		return -1
	}, spelling.Words(s))
}

// nameKey is what two spellings of a name have in common: white space and case do not tell companies apart, because a
// second one could not be taken back.
func nameKey(s string) string { return spelling.Folded(s) }

// api is the companies of the tenant.
type api struct{ client *unite.Client }

func (a *api) Origin() string { return a.client.Origin() }

// Lacks implements [crud.Unready].
func (a *api) Lacks() *apierr.Error { return a.client.Lacks() }

// Tenant implements [crud.Tenanted].
func (a *api) Tenant(ctx context.Context) (string, error) { return a.client.Tenant(ctx) }

func mask(doc any) any { return codec.Mask(Tree(), doc) }

func (a *api) Create(ctx context.Context, w httpx.Write, _, body map[string]any) (crud.Made, error) {
	company, self, err := a.client.CreateCompany(ctx, w, body, mask)
	if err != nil {
		return crud.Made{}, err
	}
	return crud.Made{Attrs: map[string]any{"id": company["companyId"]}, Hint: self}, nil
}

func (a *api) Read(ctx context.Context, at crud.Ref, fresh bool) (crud.Found, error) {
	company, self, err := a.client.Company(ctx, service.Text(at.Attrs, "id"), at.Hint, fresh)
	if err != nil {
		return crud.Found{}, blocked(err, at.Attrs)
	}
	return crud.Found{Live: company, Hint: self}, nil
}

// blocked says what becomes of a company that cannot be read because Unite has blocked it. Of one that is being imported
// nothing but its id is known.
func blocked(err error, attrs map[string]any) error {
	e := apierr.As(err)
	if e == nil || !errors.Is(err, unite.ErrBlocked) {
		return err
	}
	told := *e
	if attrs["name"] == nil {
		told.Hint += " Then it can be imported."
	} else {
		told.Hint += " It stays in the Terraform state. To stop managing it, run terraform state rm."
	}
	return &told
}

var errImmutable = errors.New("unite has no way to change or delete a company; that this was tried is a defect of the provider")

func (a *api) Update(context.Context, httpx.Write, crud.Ref, map[string]any, map[string]any) error {
	return errImmutable
}

func (a *api) Delete(context.Context, httpx.Write, crud.Ref) error { return errImmutable }

// Siblings are all companies of the tenant, once per run. Afresh they are searched by name; as the API does not say how
// it searches, all are listed where that finds none.
func (a *api) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	if !fresh {
		before, err := lists.Get(ctx, a.client.Before(), "companies", func(ctx context.Context) ([]map[string]any, error) {
			return a.client.Companies(ctx, "", "", false)
		})
		return siblings(attrs, before), err
	}
	companies, err := a.client.Companies(ctx, service.Text(attrs, "name"), "", true)
	found := siblings(attrs, companies)
	if err != nil || slices.ContainsFunc(found, func(s crud.Sibling) bool { return s.Key != "" }) {
		return found, err
	}
	companies, err = a.client.Companies(ctx, "", "", true)
	return siblings(attrs, companies), err
}

// siblings gives the key of the company with the given attributes to those that may be it: VAT ids tell, or names where
// one of the two has no VAT id.
func siblings(attrs map[string]any, companies []map[string]any) []crud.Sibling {
	found := make([]crud.Sibling, len(companies))
	for i, c := range companies {
		found[i].Attrs = map[string]any{"id": c["companyId"]}
		mine, theirs := vatKey(service.Text(attrs, "vat_id")), vatKey(service.Text(c, "vatId"))
		if mine == "" || theirs == "" {
			mine, theirs = nameKey(service.Text(attrs, "name")), nameKey(service.Text(c, "name"))
		}
		if mine == theirs {
			found[i].Key = key(attrs)
		}
	}
	return found
}
