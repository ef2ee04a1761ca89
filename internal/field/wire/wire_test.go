package wire_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/wire"
)

var sameNumber = cmp.Comparer(func(a, b *big.Float) bool { return a.Cmp(b) == 0 && a.Prec() == b.Prec() })

// drawType draws the type of an object, with lists and objects in it.
func drawType(t *rapid.T, depth int) tftypes.Type {
	kinds := 3
	if depth > 0 {
		kinds = 6
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return tftypes.String
	case 1:
		return tftypes.Bool
	case 2:
		return tftypes.Number
	case 3:
		return tftypes.List{ElementType: drawType(t, depth-1)}
	case 4:
		return tftypes.Map{ElementType: tftypes.String}
	default:
		return drawObject(t, depth-1)
	}
}

func drawObject(t *rapid.T, depth int) tftypes.Object {
	attrs := map[string]tftypes.Type{}
	for i := range rapid.IntRange(0, 20).Draw(t, "attributes") {
		attrs[fmt.Sprintf("a%d", i)] = drawType(t, depth)
	}
	return tftypes.Object{AttributeTypes: attrs}
}

var numbers = []string{"0", "-0", "1", "-33", "127", "128", "255", "256", "-32769", "70000", "9223372036854775807", "9223372036854775808", "18446744073709551615",
	"18446744073709551616", "0.5", "-0.1", "12.345678901234567890123456789", "1e300", "1e-300", "123456789012345678901234567890"}

// drawValue draws a value of a type, null and unknown ones among them where they are wanted.
func drawValue(t *rapid.T, typ tftypes.Type, unknowns bool) any {
	switch rapid.IntRange(0, 9).Draw(t, "how") {
	case 0, 1, 2:
		return nil
	case 3:
		if unknowns {
			return codec.Unknown{}
		}
	}
	switch typ := typ.(type) {
	case tftypes.List:
		out := []any{}
		for range rapid.IntRange(0, 20).Draw(t, "elements") {
			out = append(out, drawValue(t, typ.ElementType, unknowns))
		}
		return out
	case tftypes.Map:
		out := codec.Map{}
		for range rapid.IntRange(0, 1).Draw(t, "members") { // of several, the library writes one or the other first
			out[rapid.String().Draw(t, "name")] = drawValue(t, typ.ElementType, unknowns)
		}
		return out
	case tftypes.Object:
		out := map[string]any{}
		for name, a := range typ.AttributeTypes {
			if v := drawValue(t, a, unknowns); v != nil {
				out[name] = v
			}
		}
		return out
	}
	switch {
	case typ.Is(tftypes.Bool):
		return rapid.Bool().Draw(t, "bool")
	case typ.Is(tftypes.Number):
		f, _, err := big.ParseFloat(rapid.SampledFrom(numbers).Draw(t, "number"), 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		return f
	default:
		return rapid.String().Draw(t, "text")
	}
}

// What is written is what terraform-plugin-go writes, byte by byte, and what is read is what it reads.
func TestProperty_AsTheLibraryWritesAndReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typ := drawObject(t, 3)
		w, err := wire.New(typ)
		if err != nil {
			t.Fatal(err)
		}
		v := drawValue(t, typ, true)
		raw, err := codec.ToTerraform(typ, v)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := tfprotov6.NewDynamicValue(typ, raw)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := w.Encode(v)
		if err != nil {
			t.Fatal(err)
		}
		if string(ours.MsgPack) != string(theirs.MsgPack) {
			t.Fatalf("%v is written as\n%x, and by terraform-plugin-go as\n%x", v, ours.MsgPack, theirs.MsgPack)
		}
		again, err := theirs.Unmarshal(typ)
		if err != nil {
			t.Fatal(err)
		}
		want, err := codec.FromTerraform(again)
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.Decode(ours)
		if diff := cmp.Diff(want, got, sameNumber); diff != "" || err != nil {
			t.Fatalf("read otherwise than terraform-plugin-go (-its +ours), %v\n%s", err, diff)
		}
	})
}

// A state is read as terraform-plugin-go reads it, whatever stands in it.
func TestProperty_StatesAsTheLibraryReadsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typ := drawObject(t, 3)
		w, err := wire.New(typ)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(odd(t, storable(drawValue(t, typ, false))))
		if err != nil {
			t.Fatal(err)
		}
		raw := &tfprotov6.RawState{JSON: data}
		var want any
		theirs, refused := raw.UnmarshalWithOpts(typ, tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}})
		if refused == nil {
			if want, err = codec.FromTerraform(theirs); err != nil {
				t.Fatal(err)
			}
		}
		got, err := w.DecodeState(raw)
		if diff := cmp.Diff(want, got, sameNumber); diff != "" || fmt.Sprint(err) != fmt.Sprint(refused) {
			t.Fatalf("%s is read otherwise than by terraform-plugin-go (-its +ours), %v and %v\n%s", data, err, refused, diff)
		}
	})
}

// storable is a value as JSON.
func storable(v any) any {
	switch v := v.(type) {
	case *big.Float:
		return json.Number(codec.NumberText(v))
	case []any:
		for i := range v {
			v[i] = storable(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = storable(v[name])
		}
	}
	return v
}

// odd changes something in a value now and then, so that it is of another kind, or has what no type has.
func odd(t *rapid.T, v any) any {
	if rapid.IntRange(0, 30).Draw(t, "odd") == 0 {
		return rapid.SampledFrom([]any{"true", "1", json.Number("1"), json.Number("2.50"), true, []any{}, map[string]any{}, "x", nil}).Draw(t, "instead")
	}
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = odd(t, v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = odd(t, v[name])
		}
		if rapid.IntRange(0, 5).Draw(t, "more") == 0 {
			v["left"] = "of an older version"
		}
	}
	return v
}

func TestEncode_unfit(t *testing.T) {
	typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"l": tftypes.List{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"n": tftypes.Number}}}}}
	w, err := wire.New(typ)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Encode(map[string]any{"l": []any{map[string]any{"n": "1"}}})
	if want := "l: element 0: n: string where a number is wanted"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// The members of a map are written by name.
func TestMap(t *testing.T) {
	w, err := wire.New(tftypes.Map{ElementType: tftypes.String})
	if err != nil {
		t.Fatal(err)
	}
	members := codec.Map{"b": "2", "a": nil, "c": codec.Unknown{}}
	written, err := w.Encode(members)
	if want := "\x83\xa1a\xc0\xa1b\xa12\xa1c\xd4\x00\x00"; err != nil || string(written.MsgPack) != want {
		t.Fatalf("%x, %v", written.MsgPack, err)
	}
	read, err := w.Decode(written)
	if diff := cmp.Diff(members, read); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

func TestDecode_otherForms(t *testing.T) {
	typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"n": tftypes.Number, "s": tftypes.String}}
	w, err := wire.New(typ)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		value *tfprotov6.DynamicValue
		want  any
		err   string
	}{
		"none":           {nil, nil, ""},
		"JSON":           {&tfprotov6.DynamicValue{JSON: []byte(`{"n": 1.5, "s": null}`)}, map[string]any{"n": big.NewFloat(1.5).SetPrec(512)}, ""},
		"a double":       {&tfprotov6.DynamicValue{MsgPack: []byte("\x82\xa1n\xcb\x3f\xf8\x00\x00\x00\x00\x00\x00\xa1s\xc0")}, map[string]any{"n": big.NewFloat(1.5)}, ""},
		"other order":    {&tfprotov6.DynamicValue{MsgPack: []byte("\x82\xa1s\xa1x\xa1n\x01")}, map[string]any{"n": new(big.Float).SetInt64(1), "s": "x"}, ""},
		"refined":        {&tfprotov6.DynamicValue{MsgPack: []byte("\x82\xa1n\xc0\xa1s\xc7\x03\x0c\x81\x01\xc2")}, map[string]any{"s": codec.Unknown{}}, ""},
		"other name":     {&tfprotov6.DynamicValue{MsgPack: []byte("\x82\xa1s\xa1x\xa1m\x01")}, nil, `unknown attribute "m"`},
		"cut off":        {&tfprotov6.DynamicValue{MsgPack: []byte("\x82\xa1s\xa1x\xa1")}, nil, "EOF"},
		"too few":        {&tfprotov6.DynamicValue{MsgPack: []byte("\x81\xa1s\xa1x")}, nil, "expected 2 attributes, got 1"},
		"nothing at all": {&tfprotov6.DynamicValue{}, nil, "no JSON or msgpack data"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := w.Decode(c.value)
			if diff := cmp.Diff(c.want, got, sameNumber); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if (err != nil) != (c.err != "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("%v, want %q", err, c.err)
			}
		})
	}
}
