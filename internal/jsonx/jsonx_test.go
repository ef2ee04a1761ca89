package jsonx_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jsonx"
)

// What is parsed and formatted again is the same JSON: the same text where it was in the form that Format writes.
func TestFormat_writesWhatWasParsed(t *testing.T) {
	for _, text := range []string{
		`null`, `true`, `false`, `""`, `0`, `[]`, `{}`,
		`-0`, `1.0`, `1.10`, `1e2`, `1E+400`, `123456789012345678901234567890`,
		`{"a":[1.0,{"b":null}],"c":"x"}`,
		`"\ud83d"`, `"\ude00\ud83d"`, `"a\ud83db"`, `"\ud83d\n"`, `["\ud83d","\ud83e"]`, `{"\ud83d":{"\udfff":"\ud800"}}`,
		"\"\xfc\"", "{\"\xff\":[\"\xc3\"]}", "\"\xfc\\ud83d\"",
		`"\u0000"`, `"\u001f"`, `"\""`, `"\\"`, `"\\ud83d"`,
		"\"\u2028\u2029\"", `"<&>'/"`, `"ü"`, "\"u\u0308\"", `"😀"`, "\"\ufffd\"", `"` + "\u007f" + `"`,
		`[1,null,"\ud83d"]`, `{"n":-1.5e-3,"s":"\ud83d","t":true,"u":false,"v":null}`,
	} {
		v, err := jsonx.Parse([]byte(text))
		if err != nil {
			t.Errorf("%q cannot be parsed: %v", text, err)
			continue
		}
		got, err := jsonx.Format(v)
		if err != nil || string(got) != text {
			t.Errorf("%q became %q (%v)", text, got, err)
		}
	}
}

// Other spellings of the same JSON are told apart by nobody.
func TestFormat_writesEqualJSON(t *testing.T) {
	for text, want := range map[string]string{
		"{ \"b\" : 1 ,\n\t\"a\" : [ \"\\/\" , \"\\ud83d\" ] }\r\n": `{"a":["/","\ud83d"],"b":1}`,
		`"\ud83d\ude00\ud83d"`:            `"😀\ud83d"`,
		`"\uD83D\uDE00\uD83D"`:            `"😀\ud83d"`,
		`"\ud83d\ud83d\ude00"`:            `"\ud83d😀"`,
		`"\u00fc\u2028\ud83d\b\f\n\r\t"`:  "\"ü\u2028\\ud83d\\u0008\\u000c\\n\\r\\t\"",
		`{"a":1,"a":2,"b":"\ud83d"}`:      `{"a":2,"b":"\ud83d"}`,
		`{"a":1,"a":2}`:                   `{"a":2}`,
		` [ ] `:                           `[]`,
		"[\"\\ud83d\" , [ ] , { } , 1 ] ": `["\ud83d",[],{},1]`,
	} {
		v, err := jsonx.Parse([]byte(text))
		if err != nil {
			t.Errorf("%q cannot be parsed: %v", text, err)
			continue
		}
		got, err := jsonx.Format(v)
		if err != nil || string(got) != want {
			t.Errorf("%q became %q and not %q (%v)", text, got, want, err)
		}
	}
}

func TestParse_refuses(t *testing.T) {
	for _, text := range []string{``, ` `, `{`, `{"a":}`, `[1,]`, `"\ud83`, `"\x"`, `"` + "\n" + `"`, `1 2`, `{} x`, `nul`, "\"\\ud83d\" ]"} {
		if v, err := jsonx.Parse([]byte(text)); err == nil {
			t.Errorf("%q is %v", text, v)
		}
	}
}

func TestFormat_otherTypes(t *testing.T) {
	got, err := jsonx.Format(map[string]any{"n": 1, "l": []string{"<"}, "m": map[string]string{"a": "b"}, "r": json.RawMessage(`[1.0]`)})
	if want := `{"l":["<"],"m":{"a":"b"},"n":1,"r":[1.0]}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	for _, v := range []any{json.Number("x"), func() {}, []any{json.Number("1."), 2}, map[string]any{"f": func() {}}} {
		if got, err := jsonx.Format(v); err == nil {
			t.Errorf("%T is %s", v, got)
		}
	}
}

func TestLegible(t *testing.T) {
	for text, want := range map[string]string{
		`"abü😀"`: "abü😀", `"a\ud83db"`: "a\ufffdb", `"\ud83d\ud83d"`: "\ufffd\ufffd", "\"\xfc\xfe\"": "\ufffd\ufffd", "\"\xc3\xbc\xc3\"": "ü\ufffd", `"\u0000"`: "\x00",
	} {
		v, err := jsonx.Parse([]byte(text))
		if s, _ := v.(string); err != nil || jsonx.Legible(s) != want {
			t.Errorf("%q is %q, %v", text, jsonx.Legible(s), err)
		}
		var replaced string
		if err := json.Unmarshal([]byte(text), &replaced); err != nil || replaced != want {
			t.Errorf("for encoding/json %q is %q, %v", text, replaced, err)
		}
	}
}

func TestWithoutNulls(t *testing.T) {
	v, err := jsonx.Parse([]byte(`{"a":null,"b":[null,1,[null],{"c":null,"d":{}}],"e":{"f":null},"g":"","h":false}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := jsonx.Format(jsonx.WithoutNulls(v))
	if want := `{"b":[1,[],{"d":{}}],"e":{},"g":"","h":false}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	if before, err := jsonx.Format(v); err != nil || string(before) != `{"a":null,"b":[null,1,[null],{"c":null,"d":{}}],"e":{"f":null},"g":"","h":false}` {
		t.Errorf("the original is %s now, %v", before, err)
	}
}

// FuzzParse holds Parse against encoding/json: it takes the same texts, reads the same from those that encoding/json does
// not change, and writes what it reads the same again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":["\ud83d",1.0,null,true]}`, "\"\xff\"", `"\ud83d\ude00"`, "[{}, \"\\ud800\\\\\" ]"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := jsonx.Parse(data)
		if (err == nil) != json.Valid(data) {
			t.Fatalf("valid is %t, and the error %v", json.Valid(data), err)
		}
		if err != nil {
			return
		}
		text, err := jsonx.Format(v)
		if err != nil {
			t.Fatal(err)
		}
		again, err := jsonx.Parse(text)
		if diff := cmp.Diff(v, again); err != nil || diff != "" {
			t.Fatalf("%v, as %q it is (-was +is)\n%s", err, text, diff)
		}
		var ours, theirs any
		if err := json.Unmarshal(data, &theirs); err != nil {
			return // a number of a size that encoding/json does not take
		}
		if err := json.Unmarshal(text, &ours); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(theirs, ours); diff != "" {
			t.Fatalf("for encoding/json %q is another value (-was +is)\n%s", text, diff)
		}
	})
}
