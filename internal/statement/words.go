package statement

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// teller makes words of values, by the nodes that declare them. It remembers whether something unknown was among them.
type teller struct {
	others  Others
	unknown bool
	// hidden are the digests of the values that are not shown.
	hidden []string
}

// saying is how an attribute is put into words. Without one, its label and its value are said: "search radius: 5 km".
type saying struct {
	// format has %s for the value.
	format string
	// yes and no say what a flag means.
	yes, no string
	// lower says a documented value within the sentence.
	lower bool
}

// sayings are those of attributes that read better in words of their own, by name; a name has one meaning in a policy.
var sayings = map[string]saying{
	"air_craft_codes":                     {format: "%s"},
	"airline_codes":                       {format: "%s"},
	"addons":                              {format: "%s"},
	"cabins":                              {format: "%s"},
	"car_engine_types":                    {format: "%s"},
	"car_types":                           {format: "%s"},
	"currency_code":                       {format: "%s"},
	"hotel_chain_codes":                   {format: "%s"},
	"hotel_codes":                         {format: "%s"},
	"limo_types":                          {format: "%s"},
	"restricted_property_types":           {format: "%s"},
	"type":                                {format: "%s"},
	"types":                               {format: "%s"},
	"cabin":                               {format: "%s"},
	"payment_source_access_types":         {format: "paid with %s", lower: true},
	"percentage":                          {format: "at most %s"},
	"prevent":                             {yes: "booking is prevented", no: "booking is not prevented"},
	"approval_process_type":               {format: "when broken %s", lower: true},
	"approval_conditions":                 {format: "only for %s"},
	"rules":                               {format: "%s"},
	"conditional_refundability":           {format: "%s"},
	"rating_range":                        {format: "%s"},
	"major_chain_rating_range":            {format: "major chains %s"},
	"enable_major_chain_exemptions":       {yes: "major chains have their own", no: "major chains have none of their own"},
	"enable_major_chain_exemption":        {yes: "major chains have their own", no: "major chains have none of their own"},
	"prepaid_qualifier":                   {format: "%s", lower: true},
	"max_number_of_stops":                 {format: "stops: %s", lower: true},
	"airport_connection_changes":          {format: "change of airport %s", lower: true},
	"carrier":                             {format: "%s"},
	"airlines":                            {format: "airlines %s"},
	"flight_time_window_minutes_domestic": {format: "domestic within %s"},
	"flight_time_window_minutes_international":    {format: "international within %s"},
	"max_layover_duration_minutes_domestic":       {format: "domestic layovers up to %s"},
	"max_layover_duration_minutes_international":  {format: "international layovers up to %s"},
	"flight_time_window_in_hours_domestic":        {format: "domestic within %s h (older value)"},
	"flight_time_window_in_hours_international":   {format: "international within %s h (older value)"},
	"max_layover_duration_in_hours_domestic":      {format: "domestic layovers up to %s h (older value)"},
	"max_layover_duration_in_hours_international": {format: "international layovers up to %s h (older value)"},
	"num_days_in_advance":                         {format: "book at least %s ahead"},
	"max_price":                                   {format: "at most %s"},
	"emission":                                    {format: "at most %s g of CO2 per passenger and km"},
	"allowed_booking_window_hours":                {format: "last-minute means within %s h of check-in"},
	"enable_grace_period_logic":                   {yes: "last-minute bookings are exempt", no: "last-minute bookings are not exempt"},
	"is_tax_included":                             {yes: "taxes included", no: "taxes not included"},
	"is_allowed":                                  {yes: "allowed where it costs less", no: "not allowed"},
	"only_allow_lowest_fare":                      {yes: "only the lowest rate", no: "any rate"},
	"is_enabled":                                  {yes: "only the lowest rate", no: "any rate"},
	"lpr_amount":                                  {format: "which counts as %s"},
	"lpr_filter_config":                           {format: "rates that do not count: %s"},
	"rate_conditions":                             {format: "conditions %s"},
	"excluded_rate_types":                         {format: "kinds %s"},
	"is_restricted":                               {yes: "outside the policy", no: "within the policy"},
	"exempt_major_chains":                         {yes: "major chains are exempt", no: "major chains are not exempt"},
	"overnight_time_params":                       {format: "%s"},
	"night_time_start":                            {format: "night from %s"},
	"night_time_end":                              {format: "night to %s"},
	"night_time_overlap_minutes":                  {format: "at least %s of the flight at night"},
	"include_layover":                             {yes: "layovers count", no: "layovers do not count"},
	"search_radius":                               {format: "hotels within %s"},
	"statistical_method":                          {format: "by the %s", lower: true},
	"refundable_only":                             {yes: "only refundable rates", no: "refundable and other rates"},
	"hide_rate_statistics":                        {yes: "hidden from travelers", no: "shown to travelers"},
	"all_rules_all_tiers":                         {yes: "all tiers from all rules", no: "not all tiers from all rules"},
	"rule_tier_exemption_config":                  {format: "%s"},
	"default_exempted_tiers":                      {format: "from all other rules %s"},
	"rule_tier_exemptions":                        {format: "%s"},
	"rule_type":                                   {format: "from %s", lower: true},
	"all_tiers":                                   {yes: "all tiers", no: "not all tiers"},
	"exempted_tiers":                              {format: "%s"},
	"tiers":                                       {format: "%s"},
	"travel_region_rule":                          {format: "%s"},
	"travel_region_type":                          {format: "%s trips", lower: true},
	"reason":                                      {format: "reason: %s"},
	"keyword":                                     {format: "%s"},
	"airline_code":                                {format: "of %s"},
	"is_required":                                 {yes: "must be answered", no: "may be left open"},
	"is_disabled":                                 {yes: "not asked", no: "asked"},
	"question_format":                             {format: "answered in a %s", lower: true},
	"display_info":                                {format: "%s"},
	"entity_id":                                   {format: "id %s"},
	"is_manager_approver":                         {yes: "the manager approves", no: "the manager does not approve"},
	"designated_approver_ids":                     {format: "approvers: %s"},
	"default_approver_ids":                        {format: "where nobody else is named: %s"},
	"should_notify_manager":                       {yes: "the manager gets a copy", no: "the manager gets no copy"},
	"is_employee_level_designated_approver": {
		yes: "the approver in the traveler's profile approves", no: "the approver in the traveler's profile does not approve"},
	"user_ids":         {format: "users: %s"},
	"legal_entity_ids": {format: "legal entities: %s"},
	"office_ids":       {format: "offices: %s"},
	"country_codes":    {format: "countries: %s"},
	"custom_field_ids": {format: "custom fields: %s"},
}

// units are those of numbers, by the attribute: minutes are said as "6 h 30 min".
var units = map[string]func(text string) string{
	"num_days_in_advance":                        counted("day"),
	"percentage":                                 func(t string) string { return t + " %" },
	"night_time_overlap_minutes":                 minutes,
	"flight_time_window_minutes_domestic":        minutes,
	"flight_time_window_minutes_international":   minutes,
	"max_layover_duration_minutes_domestic":      minutes,
	"max_layover_duration_minutes_international": minutes,
}

func counted(what string) func(string) string {
	return func(text string) string {
		if text == "1" {
			return "1 " + what
		}
		return text + " " + what + "s"
	}
}

// minutes says a duration in hours and minutes: "90" is "1 h 30 min". What is no whole number of minutes from 0 on stays as it is.
func minutes(text string) string {
	n, err := strconv.ParseUint(text, 10, 32)
	switch {
	case err != nil:
		return text + " min"
	case n == 0 || n%60 != 0 && n < 60:
		return fmt.Sprint(n, " min")
	case n%60 == 0:
		return fmt.Sprint(n/60, " h")
	}
	return fmt.Sprint(n/60, " h ", n%60, " min")
}

// attributes says what is set in an object, one phrase for each attribute. What no node declares, because it is of a newer provider,
// is said by its name.
func (t *teller) attributes(n *field.Node, m map[string]any) []string {
	var phrases []string
	declared := map[string]bool{}
	for _, a := range codec.Attributes(n) {
		declared[a.Name] = true
		if m[a.Name] != nil {
			phrases = append(phrases, t.phrase(a, m[a.Name]))
		}
	}
	for _, name := range sorted(m) {
		if !declared[name] && m[name] != nil {
			phrases = append(phrases, label(name)+": "+t.undeclared(m[name]))
		}
	}
	return phrases
}

// phrase says the value of an attribute.
func (t *teller) phrase(n *field.Node, v any) string {
	s := sayings[n.Name]
	if flag, isFlag := v.(bool); isFlag && s.yes != "" {
		if flag {
			return s.yes
		}
		return s.no
	}
	if s.format == "" {
		return label(n.Name) + ": " + t.value(n, v)
	}
	words := t.value(n, v)
	if text, isText := v.(string); isText && s.lower && n.Enum != nil && slices.Contains(n.Enum.Values, text) && !acronyms[text] {
		words = strings.ToLower(words)
	}
	return fmt.Sprintf(s.format, words)
}

// value says a value alone.
func (t *teller) value(n *field.Node, v any) string {
	switch v := v.(type) {
	case nil:
		return "not set"
	case Unknown:
		t.unknown = true
		return v.String()
	case Hidden:
		t.hidden = append(t.hidden, v.Digest)
		return v.String()
	case bool:
		return yesNo(v)
	case json.Number:
		text := number(v)
		if unit := units[n.Name]; unit != nil {
			return unit(text)
		}
		return text
	case string:
		return t.text(n, v)
	case []any:
		return t.list(n, v)
	case map[string]any:
		return t.object(n, v)
	}
	return plain(fmt.Sprint(v))
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// text says a string: a documented value in words, an id by the name of its object.
func (t *teller) text(n *field.Node, s string) string {
	if n.Enum != nil && slices.Contains(n.Enum.Values, s) {
		return word(s)
	}
	if n.Format.CaseInsensitive() && n.Format != field.UUID {
		s = strings.ToUpper(s)
	}
	if name := continents[s]; n.Name == "continent_code" && name != "" {
		return name
	}
	if n.Format == field.UUID || isIDs[n.Name] {
		if name, ok := t.others.name(s); ok {
			return name
		}
	}
	return plain(s)
}

// isIDs are the lists of ids whose elements no document calls UUIDs.
var isIDs = map[string]bool{"departments": true, "cost_centers": true, "grades": true}

// none is said of an empty list.
const none = "none"

func (t *teller) list(n *field.Node, list []any) string {
	if len(list) == 0 {
		return none
	}
	elem := field.Node{}
	if n.Elem != nil {
		elem = *n.Elem
		elem.Name = n.Name // ids are known by the name of their list
	}
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = t.value(&elem, v)
		if words[i] == none {
			words[i] = strconv.Quote(none)
		}
	}
	if !n.Ordered {
		slices.Sort(words)
	}
	_, isObject := list[0].(map[string]any)
	switch {
	case n.Name == "approval_conditions":
		return strings.Join(words, " or ")
	case n.Name == "rules":
		return strings.Join(words, " and ")
	case isObject:
		return strings.Join(words, "; ")
	}
	return strings.Join(words, ", ")
}

// object says an object: amounts, ranges, lengths and addresses in their usual form, all else attribute by attribute.
func (t *teller) object(n *field.Node, m map[string]any) string {
	if say := shapeOf(n); say != nil {
		if words, ok := say(t, n, m); ok {
			return words
		}
	}
	phrases := t.attributes(n, m)
	if len(phrases) == 0 {
		return "nothing"
	}
	return strings.Join(phrases, ", ")
}

// undeclared says a value without knowing what it is.
func (t *teller) undeclared(v any) string {
	switch v := v.(type) {
	case string:
		return plain(v)
	case []any:
		words := make([]string, len(v))
		for i, e := range v {
			words[i] = t.undeclared(e)
		}
		slices.Sort(words)
		return "[" + strings.Join(words, "; ") + "]"
	case map[string]any:
		var words []string
		for _, name := range sorted(v) {
			if v[name] != nil {
				words = append(words, label(name)+": "+t.undeclared(v[name]))
			}
		}
		return "(" + strings.Join(words, ", ") + ")"
	}
	return t.value(&field.Node{}, v)
}

// number is a number as it is written in a plan, however it came: "280", "0.1".
func number(n json.Number) string {
	f, _, err := big.ParseFloat(n.String(), 10, 512, big.ToNearestEven)
	if err != nil || !codec.InRange(f) {
		return plain(n.String())
	}
	return codec.NumberText(f)
}

// word is a documented value in words: "PREMIUM_ECONOMY" is "Premium economy".
func word(value string) string {
	if acronyms[value] {
		return value
	}
	if said, ok := spelled[value]; ok {
		return said
	}
	return upper(strings.ToLower(label(value)))
}

var acronyms = map[string]bool{"AAA": true, "AARP": true, "CNG": true, "SUV": true, "TMC": true}

// spelled are the values that read badly otherwise.
var spelled = map[string]string{"DONT_ALLOW": "Don't allow", "PRE_APPROVAL": "Pre-approval", "INPUT_BOX": "Text field", "RADIO_BUTTON": "Choice of one", "CHECKBOX": "Choice of several",
	"CHECKBOX_WITH_PERCENTAGE": "Choice of several with percentages", "WIFI": "Wi-Fi", "CENTRALISED": "Central means of payment", "PERSONAL": "Personal means of payment"}

// continents are the names of the codes in use.
var continents = map[string]string{"AF": "Africa", "AN": "Antarctica", "AS": "Asia", "EU": "Europe", "NA": "North America", "OC": "Oceania", "SA": "South America"}

// upper begins a text with a capital letter.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// label is an attribute's name in words: "worker_types" is "worker types".
func label(name string) string { return strings.ReplaceAll(name, "_", " ") }

// ownWords are those of this package for what is no text.
var ownWords = map[string]bool{"not set": true, "nothing": true, Unknown{}.String(): true, Hidden{}.String(): true}

// plain is a text of the user on one line. It is quoted where it could be taken for the words around it.
func plain(s string) string {
	special := s == "" || ownWords[s] || strings.TrimSpace(s) != s || strings.ContainsAny(s, ",;\"\\") || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
	if special {
		return strconv.Quote(s)
	}
	return s
}

func sorted(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
