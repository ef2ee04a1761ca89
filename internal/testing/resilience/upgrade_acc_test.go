package resilience_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// release is the provider as if it had been released several times, each time with another schema of a company: the real
// one but for that resource. No schema of a real resource has changed yet.
type release struct {
	*provider.Provider
	// version is that of the schema.
	version int
}

// releases are the configurations of the same company, by version.
var releases = []string{
	`
  title = "Acme"
  logo  = { address = "https://acme.example/logo.png" }`,
	`
  name = "Acme"
  logo = { address = "https://acme.example/logo.png" }`,
	`
  name     = "Acme"
  logo_url = "https://acme.example/logo.png"`,
}

// upgrades lead from each release to the next: an attribute got another name, and a value another place.
var upgrades = []crud.Upgrade{
	func(attrs map[string]any) error {
		attrs["name"] = attrs["title"]
		delete(attrs, "title")
		return nil
	},
	func(attrs map[string]any) error {
		if attrs["name"] == "Nameless" {
			return errors.New("nobody knows this logo")
		}
		logo, _ := attrs["logo"].(map[string]any)
		attrs["logo_url"] = logo["address"]
		delete(attrs, "logo")
		return nil
	},
}

func (r release) Resources(context.Context) []func() resource.Resource {
	name, url := "name", &field.Node{Name: "address", JSON: "url"}
	logo := &field.Node{Name: "logo", JSON: "companyLogo", Kind: field.Object, Attrs: []*field.Node{url}}
	if r.version < 1 {
		name = "title"
	}
	if r.version > 1 {
		url.Name, logo.Name, logo.Kind = "logo_url", "", field.Inline
	}
	return []func() resource.Resource{crud.NewResource(func() *crud.Spec {
		return &crud.Spec{
			Name: "company", Title: "company", ImportID: []string{"id"}, Upgrades: upgrades[:r.version],
			Tree: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "id", JSON: "id", Wrap: "id", Mode: field.Computed},
				{Name: name, JSON: "name", Mode: field.Required},
				{Name: "billing_currency", JSON: "billingCurrency", Mode: field.Required, Format: field.Currency},
				{Name: "company_roles", JSON: "companyRoles", Kind: field.List, Mode: field.Required, Elem: &field.Node{}},
				{Name: "redirect_url", JSON: "redirectUrl"},
				logo,
			}}},
			Connect: func(providerData any) (crud.API, *crud.Session) {
				c, _ := providerData.(*service.Clients)
				return companies{c.Spotnana}, c.Session
			},
		}
	})}
}

// companies is the least that a resource needs of the API.
type companies struct{ *spotnana.Client }

func (c companies) send(ctx context.Context, w httpx.Write, method, id string, body any) (map[string]any, error) {
	answer, err := c.Do(ctx, spotnana.Request{Method: method, Path: strings.TrimSuffix("/v2/companies/"+id, "/"), Body: body, Write: w,
		Mask: func(doc any) any { return doc }})
	object, _ := answer.(map[string]any)
	return object, err
}

func (c companies) Create(ctx context.Context, w httpx.Write, _, body map[string]any) (crud.Made, error) {
	made, err := c.send(ctx, w, http.MethodPost, "", body)
	return crud.Made{Attrs: made}, err
}

func (c companies) Read(ctx context.Context, at crud.Ref, _ bool) (crud.Found, error) {
	live, err := c.send(ctx, httpx.Write{}, http.MethodGet, service.Text(at.Attrs, "id"), nil)
	return crud.Found{Live: live}, err
}

func (c companies) Update(ctx context.Context, w httpx.Write, at crud.Ref, body, _ map[string]any) error {
	_, err := c.send(ctx, w, http.MethodPut, service.Text(at.Attrs, "id"), body)
	return err
}

func (c companies) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	_, err := c.send(ctx, w, http.MethodDelete, service.Text(at.Attrs, "id"), nil)
	return err
}

func (c companies) Siblings(context.Context, map[string]any, bool) ([]crud.Sibling, error) {
	return nil, crud.ErrUnlisted
}

// upgrading is one folder that several releases work in.
type upgrading struct {
	t *testing.T
	s *acctest.Server
	// by is Terraform with a release.
	by []*acctest.Terraform
}

func newUpgrading(t *testing.T) *upgrading {
	t.Helper()
	u := &upgrading{t: t, s: acctest.NewServer(t)}
	dir := t.TempDir()
	for version := range releases {
		tf := acctest.NewTerraformWith(t, release{&provider.Provider{Version: acctest.ProviderVersion}, version})
		tf.Dir = dir
		u.by = append(u.by, tf)
	}
	return u
}

// configure writes the configuration for a release and returns Terraform with it; changes are pairs of a text and another.
func (u *upgrading) configure(version int, changes ...string) *acctest.Terraform {
	u.t.Helper()
	u.by[version].Write("main.tf", acctest.RequiredProvider+u.s.Config(`
resource "spotnana_company" "test" {
  billing_currency = "EUR"
  company_roles    = ["ORG"]`+strings.NewReplacer(changes...).Replace(releases[version])+`
}
`))
	return u.by[version]
}

// state is the text of the state, and the version of the schema with which the company in it was written.
func (u *upgrading) state() (text string, version int) {
	u.t.Helper()
	text = u.by[0].Read("terraform.tfstate")
	var content struct {
		Resources []struct {
			Instances []struct {
				SchemaVersion int `json:"schema_version"`
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &content); err != nil {
		u.t.Fatal(err)
	}
	if len(content.Resources) != 1 || len(content.Resources[0].Instances) != 1 {
		u.t.Fatalf("state does not hold one company: %s", text)
	}
	return text, content.Resources[0].Instances[0].SchemaVersion
}

// untouched fails when state is another text than that.
func (u *upgrading) untouched(want string) {
	u.t.Helper()
	if text, _ := u.state(); text != want {
		u.t.Errorf("state changed (-want +got)\n%s", cmp.Diff(want, text))
	}
	if writes := u.s.Writes(); len(writes) > 0 {
		u.t.Errorf("these requests were sent: %v", writes)
	}
}

const companyAddress = "spotnana_company.test"

// What an older release wrote is read by the newest one as if it were its own: nothing is planned, what it remembered
// beside state is known, and an update goes on from there.
func TestAccUpgrade(t *testing.T) {
	t.Parallel()
	newest := len(releases) - 1
	for written := range newest {
		t.Run(fmt.Sprint("from_version_", written), func(t *testing.T) {
			t.Parallel()
			u := newUpgrading(t)
			u.configure(written).OK("apply", "-auto-approve")
			before, version := u.state()
			if version != written {
				t.Fatalf("state was written with version %d", version)
			}
			u.s.ResetRequests()

			tf := u.configure(newest)
			tf.NoChanges()
			tf.OK("plan", "-refresh=false", "-detailed-exitcode")
			// The older release saw no such address, so somebody entered it since: no state says so, only what it remembered.
			u.s.EditCompany(func(c map[string]any) { c["redirectUrl"] = "https://other.example" })
			if actions, attributes := tf.Changes(tf.Plan(), companyAddress); actions != "update" || !cmp.Equal(attributes, []string{"redirect_url"}) {
				t.Errorf("the plan has %q of %v", actions, attributes)
			}
			u.untouched(before)

			tf = u.configure(newest, "Acme", "Acme Robotics")
			if actions, attributes := tf.Changes(tf.Plan(), companyAddress); actions != "update" || !cmp.Equal(attributes, []string{"name", "redirect_url"}) {
				t.Errorf("the plan has %q of %v", actions, attributes)
			}
			tf.OK("apply", "tfplan")
			body := u.s.LastBody(http.MethodPut, "/v2/companies/*")
			if logo := member(body, "companyLogo")["url"]; body["name"] != "Acme Robotics" || body["redirectUrl"] != nil || logo != "https://acme.example/logo.png" {
				t.Errorf("this was sent: %v", body)
			}
			tf.NoChanges()
			after, version := u.state()
			if version != newest || strings.Contains(after, `"title"`) || strings.Contains(after, `"logo"`) {
				t.Errorf("state has version %d: %s", version, after)
			}
			if n := len(u.s.Sent(http.MethodPost, "/v2/companies")); n != 0 {
				t.Errorf("%d companies were made", n)
			}
			tf.OK("destroy", "-auto-approve")
		})
	}
}

// A state that cannot be brought to the present version, or that a newer release wrote, stays as it is, and so does the
// company: an error says what to do.
func TestAccUpgrade_refused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		written, read int
		name          string
		want          []string
	}{
		"newer":      {2, 1, "Acme", []string{"Error: Resource instance managed by newer provider version", companyAddress, "Upgrade the spotnana provider"}},
		"much newer": {2, 0, "Acme", []string{"Error: Resource instance managed by newer provider version", companyAddress, "Upgrade the spotnana provider"}},
		"no way": {0, 2, "Nameless", []string{"Error: State of an older version cannot be used", "A company in the state has version 0",
			"bringing it to version 2 failed: nobody knows this logo", "Use the version of the provider that wrote it", "terraform state rm"}},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			u := newUpgrading(t)
			u.configure(tc.written, "Acme", tc.name).OK("apply", "-auto-approve")
			before, _ := u.state()
			u.s.ResetRequests()
			tf := u.configure(tc.read, "Acme", tc.name)
			for _, args := range [][]string{{"plan"}, {"plan", "-refresh=false"}, {"apply", "-auto-approve"}, {"apply", "-refresh-only", "-auto-approve"}, {"destroy", "-auto-approve"}} {
				tf.Fails(args, tc.want...)
				u.untouched(before)
			}
			u.configure(tc.written, "Acme", tc.name).NoChanges()
		})
	}
}
