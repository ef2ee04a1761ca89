package codec

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// maxBits bounds the binary exponent, so that a hostile number cannot fill the memory when it is written out: numbers
// lie between about 1e-2400 and 1e2400.
const maxBits = 8000

// parseNumber reads decimal JSON text exactly, as far as 512 bits go.
func parseNumber(text string) (*big.Float, error) {
	f, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	if err != nil {
		return nil, fmt.Errorf("%.40q is not a decimal number of a size that can be handled", text)
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	vanished := f.Sign() == 0 && strings.ContainsAny(mantissa, "123456789")
	if vanished || !InRange(f) {
		return nil, fmt.Errorf("the number %.40s is out of range", text)
	}
	return f, nil
}

// InRange says that a number can be written out: to write 1e200000000 takes forever.
func InRange(f *big.Float) bool {
	bits := f.MantExp(nil)
	return !f.IsInf() && -maxBits <= bits && bits <= maxBits
}

// inBoth bounds the whole numbers that doubles and floats have all.
const inBoth = 1 << 24

// Nearest is the number that the API keeps where it is given f: the nearest double, or float where the node has 32 bits. It
// is false where there is none, because f is too large, or too close to zero. Numbers of other kinds are kept as they are.
func Nearest(n *field.Node, f *big.Float) (*big.Float, bool) {
	if n == nil || n.Kind != field.Number {
		return f, true
	}
	if i, exact := f.Int64(); exact == big.Exact && -inBoth <= i && i <= inBoth {
		return f, true
	}
	bits := 64
	d, _ := f.Float64()
	if n.Bits == 32 {
		bits = 32
		narrow, _ := f.Float32()
		d = float64(narrow)
	}
	if math.IsInf(d, 0) || (d == 0 && f.Sign() != 0) {
		return f, false
	}
	kept, err := parseNumber(strconv.FormatFloat(d, 'g', -1, bits)) // a decimal text, as it travels
	return kept, err == nil
}

// nearestText is the text of a number as the API keeps it.
func nearestText(n *field.Node, f *big.Float) string {
	kept, _ := Nearest(n, f)
	return NumberText(kept)
}

// NumberText is the shortest decimal text of a number.
func NumberText(f *big.Float) string { return string(numberText(f)) }

// numberText is the shortest decimal text that reads back as f.
func numberText(f *big.Float) json.Number {
	if i, exact := f.Int64(); exact == big.Exact {
		return json.Number(strconv.FormatInt(i, 10)) // zero for minus zero
	}
	bits := f.MantExp(nil)
	if f.IsInt() && bits < precision {
		return json.Number(f.Text('f', 0))
	}
	// Terraform hands over numbers that are exact in fewer bits with fewer bits; the shortest text among those would
	// stand for another number.
	wide := new(big.Float).SetPrec(precision).Set(f)
	if bits > -200 && bits < 200 {
		return json.Number(wide.Text('f', -1))
	}
	return json.Number(wide.Text('g', -1))
}
