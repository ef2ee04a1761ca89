package contract

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const probed = `{
	"openapi": "3.1.0",
	"paths": {"/things/{thingId}": {"put": {
		"parameters": [
			{"name": "thingId", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}},
			{"name": "color", "in": "query", "schema": {"type": "array", "items": {"type": "string", "enum": ["RED", "BLUE"]}}},
			{"name": "x-tenant", "in": "header", "schema": {"type": "string", "format": "uuid"}}
		],
		"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
		"responses": {"204": {"description": "done"}}
	}}},
	"components": {"schemas": {
		"Thing": {"type": "object", "required": ["name", "choice"], "properties": {
			"name": {"type": "string"},
			"colors": {"type": "array", "uniqueItems": true, "items": {"type": "string", "enum": ["RED", "BLUE"]}},
			"time": {"type": "string", "pattern": "^\\d{2}:\\d{2}$"},
			"choice": {"oneOf": [
				{"type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}},
				{"type": "object", "properties": {"b": {"type": "boolean"}}}
			]},
			"shapes": {"type": "array", "items": {"$ref": "#/components/schemas/Shape"}},
			"parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}
		}},
		"Shape": {"type": "object",
			"discriminator": {"propertyName": "kind", "mapping": {"ROUND": "#/components/schemas/Round", "FLAT": "#/components/schemas/Flat"}},
			"oneOf": [{"$ref": "#/components/schemas/Round"}, {"$ref": "#/components/schemas/Flat"}]},
		"Round": {"type": "object", "required": ["kind", "radius"], "properties": {"kind": {"type": "string"}, "radius": {"type": "number"}}},
		"Flat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "day": {"type": "string", "format": "date"}}}
	}}
}`

func TestProbes(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "things.json"), []byte(probed), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	probes, err := d.Probes("PUT", "/things/{thingId}", map[string]string{"thingId": sampleOf["uuid"]})
	if err != nil {
		t.Fatal(err)
	}
	if first := probes[0]; len(first.Violations) > 0 || string(first.RequestBody) != `{"choice":{"a":7},"name":"text"}` {
		t.Errorf("the first is %+v", first)
	}
	wrong, right := map[string]int{}, map[string]int{}
	for _, p := range probes {
		if len(p.Violations) > 0 {
			wrong[p.Place]++
		} else {
			right[p.Place]++
		}
		if colored := p.Place == "color" || p.Place == "colors[0]"; colored != slices.Equal(p.Enum, []string{"RED", "BLUE"}) {
			t.Errorf("%s has the values %v", p.Place, p.Enum)
		}
	}
	for _, place := range []string{
		"thingId", "color", "x-tenant", "name", "colors", "colors[0]", "time", "choice", "choice.a", "choice.b",
		"shapes", "shapes[0].radius", "parts",
	} {
		if wrong[place] == 0 || right[place] == 0 {
			t.Errorf("%s: %d requests are wrong, %d right", place, wrong[place], right[place])
		}
	}
	if wrong[unheardOf] == 0 || wrong["shapes[0].day"] == 0 || wrong["parts[0]"] == 0 || wrong["parts[0].name"] > 0 {
		t.Errorf("the places are %v", wrong)
	}
	for _, path := range []string{"/things", "/things/1", "/others/{thingId}"} {
		if _, err := d.Probes("PUT", path, nil); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
}
