package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// maxPage is the largest page, and the default.
const maxPage = 100

// references is the document of a list: references to objects.
var references = fields(
	optional(anInt32, "length", "totalNumResults"),
	optional(list(fields(required(aUUID, "id"), optional(aString, "name"))), "elements"),
)

// page answers the part of the references that offset and limit ask for.
func (c *call) page(found []any) *answer {
	first := min(c.queryInt("offset", 0), len(found))
	last := min(first+c.queryInt("limit", maxPage), len(found))
	return listing(found[first:last], len(found))
}

// listing answers references, which are all or a part of the total.
func listing(elements []any, total int) *answer {
	return &answer{status: http.StatusOK, shape: references, body: map[string]any{
		"length": number(len(elements)), "elements": append([]any{}, elements...), "totalNumResults": number(total),
	}}
}

func number(n int) json.Number { return json.Number(strconv.Itoa(n)) }
