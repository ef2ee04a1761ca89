package policy

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
	for name, tc := range map[string]struct {
		keep func(*field.Node) bool
		want []string
	}{
		"required":  {atRoot(field.Required), []string{"name", "type", "currency", "userGroups"}},
		"computed":  {func(n *field.Node) bool { return n.Chosen() }, []string{"id"}},
		"data only": {func(n *field.Node) bool { return n.Mode == field.Bookkeeping }, []string{"version", "updatedAt", "isMembershipViaHrFeed", "hrFeedPolicyDetails"}},
		"secret":    {func(n *field.Node) bool { return n.Sensitive }, nil},
		"untyped":   {func(n *field.Node) bool { return n.Kind == field.JSON }, nil},
		"deprecated": {
			func(n *field.Node) bool { return n.Deprecated != "" },
			[]string{
				"inPolicyApprovalInfo", "outOfPolicyApprovalInfo", "isRestrictive", "userGroups[].personas", "userGroups[].customFieldIds",
				"hotelPolicyRules.lowestFarePerHotelProperty",
				"airPolicyRules.lowestLogicalFare.props.flightTimeWindowInHoursDomestic",
				"airPolicyRules.lowestLogicalFare.props.flightTimeWindowInHoursInternational",
				"airPolicyRules.lowestLogicalFare.props.maxLayoverDurationInHoursDomestic",
				"airPolicyRules.lowestLogicalFare.props.maxLayoverDurationInHoursInternational",
			},
		},
		"taxes included by default": {
			func(n *field.Node) bool { return n.JSON == "isTaxIncluded" && n.Default == true },
			[]string{
				"airPolicyRules.maxFlightBookingPriceDomestic.maxFlightBookingPriceProps.isTaxIncluded",
				"airPolicyRules.maxFlightBookingPriceInternational.maxFlightBookingPriceProps.isTaxIncluded",
				"rules[MAX_HOTEL_BOOKING_PRICE].policyValue.universalProps.maxHotelBookingPriceProps.isTaxIncluded",
			},
		},
		"local time": {
			func(n *field.Node) bool { return n.Format == field.TimeLocal && n.Wrap == "iso8601" },
			[]string{
				"airPolicyRules.highestFlightCabinOvernight.highestFlightCabinOvernightProps.overnightTimeParams.nightTimeEnd",
				"airPolicyRules.highestFlightCabinOvernight.highestFlightCabinOvernightProps.overnightTimeParams.nightTimeStart",
			},
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

// Whatever can be inherited has exactly one other branch, except the rules without properties.
func TestTree_links(t *testing.T) {
	links := 0
	for path, n := range Tree().All() {
		if !slices.Contains(n.Attrs, link) {
			continue
		}
		links++
		branches := slices.DeleteFunc(slices.Clone(n.Attrs), func(a *field.Node) bool { return !a.Choice })
		want := 2
		if strings.HasPrefix(path, "rules[BASIC_ECONOMY_FARES_") {
			want = 1
		}
		if len(branches) != want {
			t.Errorf("%s has %d branches, want %d", path, len(branches), want)
		}
	}
	if want := 1 + 2 + 2 + 9 + 15 + 22 + 4; links != want {
		t.Errorf("%d values can be inherited, want %d", links, want)
	}
}

// The names are the API's in snake_case, so that its documentation can be read beside the configuration.
func TestTree_names(t *testing.T) {
	hump := regexp.MustCompile(`[A-Z]`)
	for path, n := range Tree().All() {
		if n.Name == "" {
			continue
		}
		want := hump.ReplaceAllStringFunc(n.JSON, func(s string) string { return "_" + strings.ToLower(s) })
		switch {
		case strings.HasPrefix(path, "rules[") && strings.HasSuffix(path, "]"):
			want = strings.ToLower(n.JSON)
		case n.Elem != nil && n.Elem.Wrap == "id" && !strings.HasSuffix(want, "_ids"):
			want = strings.TrimSuffix(want, "s") + "_ids"
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
		if nodes[path] == nil {
			t.Errorf("%s is not in the tree, so the exception hides nothing", path)
		}
	}
}
