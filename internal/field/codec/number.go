package codec

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

// maxExponent bounds decimal exponents, so that a hostile number cannot fill the memory when it is written out.
const maxExponent = 2000

// parseNumber reads decimal JSON text exactly, as far as 512 bits go.
func parseNumber(text string) (*big.Float, error) {
	f, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	if err != nil {
		return nil, fmt.Errorf("%q is not a decimal number", text)
	}
	if f.IsInf() || (f.Sign() != 0 && (f.MantExp(nil) > maxExponent*4 || f.MantExp(nil) < -maxExponent*4)) {
		return nil, fmt.Errorf("the number %.40s is out of range", text)
	}
	return f, nil
}

// numberText is the shortest decimal text that reads back as f.
func numberText(f *big.Float) json.Number {
	if f.IsInt() && f.MantExp(nil) < precision {
		return json.Number(f.Text('f', 0))
	}
	// Numbers of lower precision come from Terraform's own encoding of short ones; widening them would add digits.
	text := f.Text('g', -1)
	if strings.Contains(text, "e") && f.MantExp(nil) > -200 && f.MantExp(nil) < 200 {
		text = f.Text('f', -1)
	}
	return json.Number(text)
}
