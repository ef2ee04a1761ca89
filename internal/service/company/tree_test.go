package company

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

func TestTree_structure(t *testing.T) {
	for _, problem := range field.Check(Tree()) {
		t.Error(problem)
	}
}

// pathsWhere are the paths of the nodes for which keep holds, sorted, each once.
func pathsWhere(keep func(*field.Node) bool) []string {
	var paths []string
	for path, n := range Tree().All() {
		if keep(n) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

func TestTree_marks(t *testing.T) {
	atRoot := func(m field.Mode) func(*field.Node) bool {
		top := Tree().Root.Attrs
		return func(n *field.Node) bool { return n.Mode == m && slices.Contains(top, n) }
	}
	inSupport := func(path string) []string {
		return []string{"supportConfig." + path, "supportConfigs.elements[]." + path}
	}
	for name, tc := range map[string]struct {
		keep func(*field.Node) bool
		want []string
	}{
		"required":  {atRoot(field.Required), []string{"billingCurrency", "companyRoles", "name"}},
		"computed":  {atRoot(field.Computed), []string{"id"}},
		"data only": {atRoot(field.DataOnly), []string{"connectors", "designationTree", "isActive"}},
		"secret": {
			func(n *field.Node) bool { return n.Sensitive },
			slices.Concat([]string{"emailClientConfig.credentials.emailClientSecretKey.secretKey"},
				inSupport("freshdeskConfig.credentials.mobileCredentials.appKey"),
				inSupport("freshdeskConfig.credentials.webCredentials.appKey")),
		},
		"deprecated": {
			func(n *field.Node) bool { return n.Deprecated != "" },
			[]string{
				"emergencyContactInfos[].userOrgId.organizationAgencyId", "emergencyContactInfos[].userOrgId.tmcInfo",
				"oauthPartnerConfig", "rewardsProgram", "supportConfig",
			},
		},
		"choice": {
			func(n *field.Node) bool { return n.Choice },
			[]string{"oauthPartnerConfig.tokenVerifier.verifierDetails.oktaJwtVerifier"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			slices.Sort(tc.want)
			if got := pathsWhere(tc.keep); !slices.Equal(got, tc.want) {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

// The names are the API's in snake_case, so that its documentation can be read beside the configuration.
func TestTree_names(t *testing.T) {
	hump := regexp.MustCompile(`[A-Z]`)
	for path, n := range Tree().All() {
		if n.Name == "" || n.Kind == field.Local {
			continue
		}
		want := hump.ReplaceAllStringFunc(n.JSON, func(s string) string { return "_" + strings.ToLower(s) })
		switch {
		case path == "supportConfigs.elements":
			want = "support_configs" // takes the name of the wrapper around it
		case n.Wrap == "id" && want != "id" && !strings.HasSuffix(want, "_id"):
			want += "_id"
		case n.Sensitive:
			want += "_wo"
		}
		if n.Name != want {
			t.Errorf("%s is called %s, want %s", path, n.Name, want)
		}
	}
}

func TestExceptions(t *testing.T) {
	nodes := maps.Collect(Tree().All())
	for path, reason := range Exceptions {
		if reason == "" {
			t.Errorf("%s: no reason", path)
		}
		if n, ok := nodes[path]; ok && n.Kind != field.JSON {
			t.Errorf("%s is in the tree", path)
		}
		// An exception whose parent is not there either would hide nothing and only look as if it did.
		if i := strings.LastIndex(path, "."); i > 0 && nodes[path[:i]] == nil {
			t.Errorf("%s: its parent is not in the tree", path)
		}
	}
	for path, n := range nodes {
		if n.Kind == field.JSON && Exceptions[path] == "" {
			t.Errorf("%s is untyped without a reason", path)
		}
	}
}
