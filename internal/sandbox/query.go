package sandbox

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
)

// parameter is one that the query of an endpoint may have.
type parameter struct {
	name        string
	shape       *shape // of each value
	many        bool   // an array, which stands there once for each item
	least, most int    // of an integer
}

// one is a parameter with one value, many an array, whole an integer between bounds, flag a boolean.
func one(name string, s *shape) parameter  { return parameter{name: name, shape: s} }
func many(name string, s *shape) parameter { return parameter{name: name, shape: s, many: true} }
func flag(name string) parameter           { return one(name, enum("true", "false")) }
func whole(name string, least, most int) parameter {
	return parameter{name: name, shape: anInt32, least: least, most: most}
}

// maxInt is the largest integer where the documents give no bound.
const maxInt = math.MaxInt32

// checkQuery refuses a query with what the parameters do not allow, also one with a parameter that is not among them: what
// is misspelt would otherwise ask for something else without a word.
func checkQuery(r *http.Request, allowed []parameter) error {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return badRequest("MALFORMED_QUERY", "", "The query is malformed: %v.", err)
	}
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		i := slices.IndexFunc(allowed, func(p parameter) bool { return p.name == name })
		if i < 0 {
			return badRequest("UNKNOWN_PARAMETER", name, "There is no parameter %s here.", name)
		}
		if err := allowed[i].check(query[name]); err != nil {
			return err
		}
	}
	return nil
}

func (p parameter) check(values []string) error {
	if len(values) > 1 && !p.many {
		return badRequest("REPEATED_PARAMETER", p.name, "The parameter %s must be there only once.", p.name)
	}
	for _, value := range values {
		if err := p.checkValue(value); err != nil {
			return err
		}
	}
	return nil
}

func (p parameter) checkValue(value string) error {
	var v any = value
	if p.shape.kind == integer && digits.MatchString(value) {
		v = json.Number(value)
	}
	var found []message
	p.shape.walk("The parameter "+p.name, v, func(_, code, format string, args ...any) {
		found = append(found, message{code: code, field: p.name, text: fmt.Sprintf(format, args...)})
	})
	if len(found) > 0 {
		return &apiError{status: http.StatusBadRequest, messages: found}
	}
	if n, err := strconv.Atoi(value); p.shape.kind == integer && (err != nil || n < p.least || n > p.most) {
		return badRequest("OUT_OF_RANGE", p.name, "The parameter %s must be an integer from %d to %d.", p.name, p.least, p.most)
	}
	return nil
}

var digits = regexp.MustCompile(`^-?\d+$`)

// queryInt is the value of an integer parameter that was checked.
func (c *call) queryInt(name string, def int) int {
	if n, err := strconv.Atoi(c.r.URL.Query().Get(name)); err == nil {
		return n
	}
	return def
}
