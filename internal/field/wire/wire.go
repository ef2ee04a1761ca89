// Package wire reads and writes values as they travel between Terraform and a provider: MessagePack in the calls of the
// plugin protocol, JSON in states. It makes of them what package codec works with, and the reverse, in one pass: the way over
// [tftypes.Value] makes a value of every null of a large schema, several times.
//
// What it reads and writes is what terraform-plugin-go reads and writes; what it cannot read, it has that read, which says
// what is wrong or is more lenient.
package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// precision of numbers that come as decimal text, in bits: that of Terraform itself.
const precision = 512

// Type is the type of values, ready to read and write them. It may be used in parallel.
type Type struct {
	tf tftypes.Type
	*shape
}

// shape is a type, or one of the types in it.
type shape struct {
	kind kind
	// elem is that of the elements of a list or map.
	elem *shape
	// attrs are those of an object, by name.
	attrs []attribute
	// index finds an attribute in attrs.
	index map[string]int
}

type attribute struct {
	name string
	// key is the name in MessagePack.
	key []byte
	*shape
}

type kind int

const (
	text kind = iota
	boolean
	number
	list
	object
	members
)

// New prepares a type: of strings, booleans, numbers, lists, maps and objects.
func New(t tftypes.Type) (*Type, error) {
	s, err := shapeOf(t)
	return &Type{t, s}, err
}

func shapeOf(t tftypes.Type) (*shape, error) {
	switch t := t.(type) {
	case tftypes.List:
		elem, err := shapeOf(t.ElementType)
		return &shape{kind: list, elem: elem}, err
	case tftypes.Map:
		elem, err := shapeOf(t.ElementType)
		return &shape{kind: members, elem: elem}, err
	case tftypes.Object:
		s := &shape{kind: object, index: map[string]int{}}
		names := make([]string, 0, len(t.AttributeTypes))
		for name := range t.AttributeTypes {
			names = append(names, name)
		}
		slices.Sort(names)
		for i, name := range names {
			key, err := msgpack.Marshal(name)
			if err != nil {
				return nil, err
			}
			a, err := shapeOf(t.AttributeTypes[name])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			s.attrs, s.index[name] = append(s.attrs, attribute{name, key, a}), i
		}
		return s, nil
	}
	switch {
	case t.Is(tftypes.String):
		return &shape{kind: text}, nil
	case t.Is(tftypes.Bool):
		return &shape{kind: boolean}, nil
	case t.Is(tftypes.Number):
		return &shape{kind: number}, nil
	}
	return nil, fmt.Errorf("values of type %s are not supported", t)
}

// Decode reads a value of a call; nil for null, and for none.
func (t *Type) Decode(v *tfprotov6.DynamicValue) (any, error) {
	if v == nil {
		return nil, nil
	}
	if len(v.MsgPack) > 0 {
		dec := msgpack.GetDecoder()
		defer msgpack.PutDecoder(dec)
		dec.Reset(bytes.NewReader(v.MsgPack))
		if out, err := t.decode(dec); err == nil {
			return out, nil
		}
	}
	raw, err := v.Unmarshal(t.tf)
	if err != nil {
		return nil, err
	}
	return codec.FromTerraform(raw)
}

// errOther makes terraform-plugin-go read the value.
var errOther = errors.New("written in another way")

func (s *shape) decode(dec *msgpack.Decoder) (any, error) {
	code, err := dec.PeekCode()
	switch {
	case err != nil:
		return nil, err
	case code == msgpcode.Nil:
		return nil, dec.DecodeNil()
	case msgpcode.IsExt(code): // unknown, with or without what is known of it
		return codec.Unknown{}, dec.Skip()
	}
	switch s.kind {
	case boolean:
		return dec.DecodeBool()
	case number:
		return decodeNumber(dec, code)
	case list:
		return s.decodeList(dec)
	case members:
		return s.decodeMap(dec)
	case object:
		return s.decodeObject(dec)
	default:
		return dec.DecodeString()
	}
}

func decodeNumber(dec *msgpack.Decoder, code byte) (any, error) {
	switch {
	case msgpcode.IsFixedNum(code), code >= msgpcode.Int8 && code <= msgpcode.Int64:
		i, err := dec.DecodeInt64()
		return new(big.Float).SetInt64(i), err
	case code >= msgpcode.Uint8 && code <= msgpcode.Uint64:
		i, err := dec.DecodeUint64()
		return new(big.Float).SetUint64(i), err
	case code == msgpcode.Float, code == msgpcode.Double:
		d, err := dec.DecodeFloat64()
		if err != nil || math.IsNaN(d) {
			return nil, orOther(err)
		}
		return big.NewFloat(d), nil
	}
	digits, err := dec.DecodeString()
	if err != nil {
		return nil, err
	}
	f, _, err := big.ParseFloat(digits, 10, precision, big.ToNearestEven)
	return f, err
}

func (s *shape) decodeList(dec *msgpack.Decoder) (any, error) {
	n, err := dec.DecodeArrayLen()
	if err != nil || n < 0 {
		return nil, orOther(err)
	}
	out := []any{}
	for range n { // no memory is taken on trust
		e, err := s.elem.decode(dec)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (s *shape) decodeMap(dec *msgpack.Decoder) (any, error) {
	n, err := dec.DecodeMapLen()
	if err != nil || n < 0 {
		return nil, orOther(err)
	}
	out := codec.Map{}
	for range n {
		name, err := dec.DecodeString()
		if err != nil {
			return nil, err
		}
		if out[name], err = s.elem.decode(dec); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *shape) decodeObject(dec *msgpack.Decoder) (any, error) {
	n, err := dec.DecodeMapLen()
	if err != nil || n != len(s.attrs) {
		return nil, orOther(err)
	}
	out := map[string]any{}
	var buffer [128]byte // longer than any name; a longer one is read all the same
	for i := range n {
		a, err := s.next(dec, i, buffer[:])
		if err != nil {
			return nil, err
		}
		v, err := a.decode(dec)
		if err != nil {
			return nil, err
		}
		if v != nil {
			out[a.name] = v
		}
	}
	return out, nil
}

// next reads which attribute follows. They come by name, so it is the i-th.
func (s *shape) next(dec *msgpack.Decoder, i int, buffer []byte) (attribute, error) {
	n, err := dec.DecodeBytesLen()
	if err != nil || n < 0 || n > len(buffer) {
		return attribute{}, orOther(err)
	}
	name := buffer[:n]
	if err := dec.ReadFull(name); err != nil {
		return attribute{}, err
	}
	if a := s.attrs[i]; a.name == string(name) {
		return a, nil
	}
	at, ok := s.index[string(name)]
	if !ok {
		return attribute{}, errOther
	}
	return s.attrs[at], nil
}

// orOther is err, or that something else was written.
func orOther(err error) error {
	if err == nil {
		return errOther
	}
	return err
}

// DecodeState reads what is stored in a state, without what the type does not have; nil for null. It was written for this
// version of the schema.
func (t *Type) DecodeState(raw *tfprotov6.RawState) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw.JSON))
	dec.UseNumber()
	var stored any
	if len(raw.JSON) > 0 && dec.Decode(&stored) == nil {
		if out, err := t.stored(stored); err == nil {
			return out, nil
		}
	}
	v, err := raw.UnmarshalWithOpts(t.tf, tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}})
	if err != nil {
		return nil, err
	}
	return codec.FromTerraform(v)
}

// stored makes a value of decoded JSON.
func (s *shape) stored(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		if s.kind == text {
			return v, nil
		}
	case bool:
		if s.kind == boolean {
			return v, nil
		}
	case json.Number:
		if s.kind == number {
			f, _, err := big.ParseFloat(v.String(), 10, precision, big.ToNearestEven)
			return f, err
		}
	case []any:
		if s.kind == list {
			out := make([]any, len(v))
			for i, e := range v {
				var err error
				if out[i], err = s.elem.stored(e); err != nil {
					return nil, err
				}
			}
			return out, nil
		}
	case map[string]any:
		if s.kind == members {
			out := codec.Map{}
			for name, e := range v {
				var err error
				if out[name], err = s.elem.stored(e); err != nil {
					return nil, err
				}
			}
			return out, nil
		}
		if s.kind == object {
			out := map[string]any{}
			for _, a := range s.attrs {
				e, err := a.stored(v[a.name])
				if err != nil {
					return nil, err
				}
				if e != nil {
					out[a.name] = e
				}
			}
			return out, nil
		}
	}
	return nil, errOther
}

// Encode writes a value, which must fit the type; attributes that it lacks become null.
func (t *Type) Encode(v any) (*tfprotov6.DynamicValue, error) {
	var buffer bytes.Buffer
	w := writer{enc: msgpack.GetEncoder(), buffer: &buffer}
	defer msgpack.PutEncoder(w.enc)
	w.enc.Reset(&buffer)
	if err := w.encode(t.shape, v); err != nil {
		return nil, err
	}
	return &tfprotov6.DynamicValue{MsgPack: buffer.Bytes()}, nil
}

type writer struct {
	enc    *msgpack.Encoder
	buffer *bytes.Buffer
}

// unknown is the extension 0 of MessagePack, as Terraform writes what is not known.
var unknown = []byte{msgpcode.FixExt1, 0, 0}

func (w writer) encode(s *shape, v any) error {
	switch v := v.(type) {
	case nil:
		return w.enc.EncodeNil()
	case codec.Unknown:
		_, err := w.buffer.Write(unknown)
		return err
	case string:
		if s.kind == text {
			return w.enc.EncodeString(v)
		}
	case bool:
		if s.kind == boolean {
			return w.enc.EncodeBool(v)
		}
	case *big.Float:
		if s.kind == number {
			return w.number(v)
		}
	case []any:
		if s.kind == list {
			return w.list(s.elem, v)
		}
	case codec.Map:
		if s.kind == members {
			return w.members(s.elem, v)
		}
	case map[string]any:
		if s.kind == object {
			return w.object(s, v)
		}
	}
	return fmt.Errorf("%T where %s is wanted", v, [...]string{"a string", "a boolean", "a number", "a list", "an object", "a map"}[s.kind])
}

func (w writer) number(f *big.Float) error {
	if i, accuracy := f.Int64(); accuracy == big.Exact {
		return w.enc.EncodeInt(i)
	}
	if d, accuracy := f.Float64(); accuracy == big.Exact && !f.IsInt() {
		return w.enc.EncodeFloat64(d)
	}
	if f.IsInf() {
		return errors.New("a number is infinite")
	}
	return w.enc.EncodeString(f.Text('f', -1))
}

func (w writer) list(elem *shape, elems []any) error {
	if err := w.enc.EncodeArrayLen(len(elems)); err != nil {
		return err
	}
	for i, e := range elems {
		if err := w.encode(elem, e); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	return nil
}

func (w writer) members(elem *shape, m codec.Map) error {
	if err := w.enc.EncodeMapLen(len(m)); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if err := w.enc.EncodeString(name); err != nil {
			return err
		}
		if err := w.encode(elem, m[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (w writer) object(s *shape, attrs map[string]any) error {
	if err := w.enc.EncodeMapLen(len(s.attrs)); err != nil {
		return err
	}
	for _, a := range s.attrs {
		if _, err := w.buffer.Write(a.key); err != nil {
			return err
		}
		if err := w.encode(a.shape, attrs[a.name]); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
	}
	return nil
}
