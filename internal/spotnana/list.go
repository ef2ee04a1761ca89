package spotnana

import "encoding/json"

// List is the array of an answer, false when the answer is something else: taken for an empty list, it would say that
// objects are gone or were never made. A server that leaves out empty arrays answers nothing, or a count of zero.
func List(answer any, name string) ([]any, bool) {
	document, ok := answer.(map[string]any)
	if !ok {
		return nil, false
	}
	if list, ok := document[name].([]any); ok {
		return list, true
	}
	none := document["length"] == json.Number("0") || document["totalNumResults"] == json.Number("0")
	return nil, document[name] == nil && (none || len(document) == 0)
}
