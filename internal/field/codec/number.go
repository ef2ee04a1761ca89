package codec

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
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
	if bits := f.MantExp(nil); f.IsInf() || vanished || bits > maxBits || bits < -maxBits {
		return nil, fmt.Errorf("the number %.40s is out of range", text)
	}
	return f, nil
}

// NumberText is the shortest decimal text of a number.
func NumberText(f *big.Float) string { return string(numberText(f)) }

// numberText is the shortest decimal text that reads back as f.
func numberText(f *big.Float) json.Number {
	bits := f.MantExp(nil)
	switch {
	case f.Sign() == 0:
		return "0" // also minus zero
	case f.IsInt() && bits < precision:
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
