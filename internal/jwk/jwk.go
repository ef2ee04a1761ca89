// Package jwk reads and makes the public keys of the partner-key API: JSON Web Keys (RFC 7517) of type RSA or EC.
//
// Its errors say what is wrong and what to do, and never quote key material.
package jwk

import (
	"crypto"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/go-jose/go-jose/v4"
	// Unlike encoding/json it refuses duplicate members and tells upper from lower case, which a text that is signed for must.
	"github.com/go-jose/go-jose/v4/json"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

const (
	// maxText bounds the input in bytes: a key is some hundred bytes, with a certificate chain some thousand.
	maxText = 64 << 10
	// minModulusBits is the least RSA size that RFC 7518 (3.3) allows for signatures.
	minModulusBits = 2048
	// maxModulusBits leaves room above the 4096 that go-jose takes by itself: the API states no upper limit.
	maxModulusBits = 16384
)

func init() { jose.MaxRSAModulusBits = maxModulusBits }

var (
	// privateMembers are the secrets of every key type; RSA, EC and OKP share d, k is oct's, priv is AKP's.
	privateMembers = []string{"d", "dp", "dq", "k", "oth", "p", "priv", "q", "qi"}
	// material are the base64url members that make up the public key, by kty.
	material = map[string][]string{"RSA": {"n", "e"}, "EC": {"x", "y"}}
	// rsaAlgorithms are the values of alg for an RSA signature key, the default first.
	rsaAlgorithms = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
	// ecAlgorithms is the one value of alg that fits a curve (RFC 7518, 3.4).
	ecAlgorithms = map[string]string{"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
	// curveNames are other names of the curves, in capitals and without punctuation.
	curveNames = map[string]string{
		"P256": "P-256", "SECP256R1": "P-256", "PRIME256V1": "P-256",
		"P384": "P-384", "SECP384R1": "P-384",
		"P521": "P-521", "SECP521R1": "P-521",
	}
	// privateText matches private keys in PEM and the like, also where they are damaged.
	privateText = regexp.MustCompile(`BEGIN [^\n]*PRIVATE KEY|PRIVATE KEY ?----`)
)

// Key is a public JWK as the partner-key API takes it.
type Key struct {
	// KID is the key id, by which the API and the signed tokens name the key.
	KID string
	// Use is "sig", or empty when the JWK does not say.
	Use string
	// Alg is the signature algorithm (RS256, ES384, …), or empty when the JWK does not say.
	Alg string
	// Type is the JWK's kty, RSA or EC.
	Type string
	// Thumbprint is the RFC 7638 thumbprint: the SHA-256 of the key material in base64url without padding.
	Thumbprint string

	material map[string]string
}

// Parse reads one public JWK. Besides malformed JSON and malformed, private or weak keys it refuses a missing kid, types
// other than RSA and EC, an alg that does not fit the key, and a use other than "sig", since the API verifies signatures.
func Parse(text string) (*Key, error) {
	key, err := parse(text)
	if err != nil {
		return nil, err
	}
	if err := CheckKID(key.KID); err != nil {
		return nil, err
	}
	return key, nil
}

// Trim returns the text of a JWK as it is sent: without white space around it and without the byte order mark that some
// editors put before a text, which is no JSON.
func Trim(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return r == byteOrderMark || unicode.IsSpace(r) })
}

const byteOrderMark = '\ufeff'

// Thumbprint returns the RFC 7638 thumbprint (SHA-256, base64url without padding) of a public JWK, which may lack a kid
// and must otherwise be as Parse wants it.
func Thumbprint(text string) (string, error) {
	key, err := parse(text)
	if err != nil {
		return "", err
	}
	return key.Thumbprint, nil
}

// CheckKID refuses a key id that is empty or has "." or ".." as a path segment: the API revokes a key under a URL that
// ends with its kid, and such a segment would turn that into the URL of something else.
func CheckKID(kid string) error {
	if spelling.Blank(kid) {
		return errors.New(`the kid is missing or empty: give the key an id, the one that the signed tokens carry as "kid" in their header`)
	}
	for segment := range strings.SplitSeq(kid, "/") {
		if segment == "." || segment == ".." {
			return errors.New(`the kid has "." or ".." as a path segment, so the key could not be addressed in a URL: choose another kid`)
		}
	}
	return nil
}

// Equivalent says whether two JWKs are the same registration: the same key material, kid, use and alg, however written.
func Equivalent(a, b *Key) bool {
	return a.Thumbprint == b.Thumbprint && a.KID == b.KID && a.Use == b.Use && a.Alg == b.Alg
}

// Members returns the key in the API's newer body form, an RSA key with use "sig" and alg "RS256", both filled in when
// the JWK does not say. It is an error when that form cannot hold the key; its text begins with "it", the form.
func (k *Key) Members() (map[string]any, error) {
	const alg = "RS256"
	switch {
	case k.Type != "RSA":
		return nil, fmt.Errorf("it holds only RSA keys with alg %s, and this key is of type %s", alg, k.Type)
	case k.Alg != "" && k.Alg != alg:
		return nil, fmt.Errorf("it holds only RSA keys with alg %s, and this key has alg %s", alg, k.Alg)
	}
	return map[string]any{"kty": k.Type, "use": "sig", "alg": alg, "kid": k.KID, "n": k.material["n"], "e": k.material["e"]}, nil
}

// parse is Parse for a JWK whose kid may be absent.
func parse(text string) (*Key, error) {
	if err := checkLength(text, "JWK"); err != nil {
		return nil, err
	}
	text = Trim(text)
	members, err := decode(text)
	if err != nil {
		return nil, err
	}
	if private := privateOf(members); len(private) > 0 {
		return nil, fmt.Errorf("the JWK contains private key material (%s): give only the public half, and keep the private key "+
			"out of the configuration", strings.Join(private, ", "))
	}
	if _, isSet := members["keys"]; isSet && members["kty"] == nil {
		return nil, errors.New("this is a JWK Set, and one JWK is wanted: give one element of its keys, " +
			"for instance jsonencode(jsondecode(…).keys[0])")
	}

	key := &Key{material: map[string]string{}}
	var curve string
	for _, member := range []struct {
		name   string
		target *string
	}{{"kty", &key.Type}, {"kid", &key.KID}, {"use", &key.Use}, {"alg", &key.Alg}, {"crv", &curve}} {
		if *member.target, err = optional(members, member.name); err != nil {
			return nil, err
		}
	}
	names, supported := material[key.Type]
	if !supported {
		return nil, wrongType(key.Type)
	}
	for _, name := range names {
		if key.material[name], err = optional(members, name); err != nil {
			return nil, err
		}
		if err := checkEncoding(name, key.material[name]); err != nil {
			return nil, err
		}
	}
	// Without leading zeros, the bytes tell; the library refuses such a key in words that leave open why.
	if size := base64.RawURLEncoding.DecodedLen(len(key.material["n"])); size > maxModulusBits/8 {
		return nil, fmt.Errorf("the RSA key has more than %d bits: make a shorter key, such as one of 4096 bits", maxModulusBits)
	}
	if _, given := members["use"]; given && key.Use != "sig" {
		return nil, fmt.Errorf(`the JWK's use is %q, and the API verifies signatures with the key: set use to "sig" or leave it out`, key.Use)
	}
	algorithms := rsaAlgorithms
	if key.Type == "EC" {
		alg, supported := ecAlgorithms[curve]
		if !supported {
			return nil, wrongCurve(curve)
		}
		algorithms = []string{alg}
	}
	if _, given := members["alg"]; given && !slices.Contains(algorithms, key.Alg) {
		return nil, fmt.Errorf("the JWK's alg is %q, which does not fit the key: set it to %s, or leave it out",
			key.Alg, strings.Join(algorithms, " or "))
	}

	// The curve's coordinates, and that a certificate chain belongs to the key, are checked here.
	var public jose.JSONWebKey
	if err := public.UnmarshalJSON([]byte(text)); err != nil {
		remedy := "export the public key again"
		if aboutCertificate(members) {
			remedy += ", or leave out its members that begin with x5, which are optional"
		}
		return nil, fmt.Errorf("the JWK is not a valid %s key (%s): %s", key.Type, reason(err), remedy)
	}
	if rsaKey, ok := public.Key.(*rsa.PublicKey); ok {
		if err := checkRSA(rsaKey); err != nil {
			return nil, err
		}
	}
	sum, err := public.Thumbprint(crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("the JWK has no thumbprint (%s): export the public key again", reason(err))
	}
	key.Thumbprint = base64.RawURLEncoding.EncodeToString(sum)
	return key, nil
}

// wrongType is the error of a kty that the API does not take.
func wrongType(kty string) error {
	switch _, known := material[strings.ToUpper(kty)]; {
	case kty == "":
		return errors.New("the JWK has no kty: export the complete public key, of type RSA or EC")
	case known:
		return fmt.Errorf("the JWK's kty is %q: write it %q", kty, strings.ToUpper(kty))
	}
	return fmt.Errorf("the JWK's kty is %q, and the API takes only RSA and EC: use such a key", kty)
}

// wrongCurve is the error of a crv that is not the name of a supported curve.
func wrongCurve(crv string) error {
	if name, known := curveNames[strings.ToUpper(strings.NewReplacer("-", "", "_", "", " ", "").Replace(crv))]; known {
		return fmt.Errorf("the JWK's crv is %q: write it %q", crv, name)
	}
	return fmt.Errorf("the JWK's crv is %q, and only P-256, P-384 and P-521 are supported: use a key on one of these curves", crv)
}

// decode returns the members of the one JSON object that text must be.
func decode(text string) (map[string]any, error) {
	switch {
	case text == "":
		return nil, errors.New("the JWK is empty: give a public key in JWK form")
	case privateText.MatchString(text) && strings.HasPrefix(text, "{"):
		return nil, errors.New("the JWK contains a private key as a text: give only the public half, and keep the private key out of the configuration")
	case privateText.MatchString(text):
		return nil, errors.New("this is a private key (PEM), not a JWK: give only the public half, and keep the private key out of the configuration")
	case !strings.HasPrefix(text, "{") && strings.Contains(text, begin):
		return nil, errors.New("this is PEM, not a JWK: convert the public key with provider::spotnana::pem_to_jwk")
	case isOpenSSH(text):
		return nil, errors.New("this is a key in the form of OpenSSH, not the JSON of a JWK: " + fromOpenSSH + ", and convert that with provider::spotnana::pem_to_jwk")
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.SetNumberType(json.UnmarshalJSONNumber)
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, jsonError(err)
	}
	var trailing any
	if err := decoder.Decode(&trailing); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is something after the end of the JWK's JSON object: give one JWK and nothing else")
	}
	members, ok := value.(map[string]any)
	if !ok {
		return nil, errors.New("the JWK is JSON but not an object: give the object itself, neither in a list nor encoded twice")
	}
	return members, nil
}

// jsonError tells apart what the decoder complains about. The text of a syntax error is left out, as it quotes the input.
func jsonError(err error) error {
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		return fmt.Errorf("the JWK is not valid JSON (byte %d): build it with jsonencode or read it from a file", syntax.Offset)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the JWK is not valid JSON, it ends too early: build it with jsonencode or read it from a file")
	}
	return fmt.Errorf("the JWK is ambiguous (%s): remove one of the two", reason(err))
}

// privateOf names the private members, in whatever case and with whatever value: even an empty one says that somebody
// pasted the wrong half.
func privateOf(members map[string]any) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if slices.Contains(privateMembers, strings.ToLower(name)) {
			found = append(found, name)
		}
	}
	return found
}

// aboutCertificate says that there are members about the key's certificate (RFC 7517, 4.6 to 4.9).
func aboutCertificate(members map[string]any) bool {
	for name := range members {
		if strings.HasPrefix(name, "x5") {
			return true
		}
	}
	return false
}

// optional returns a member that must be a string where it is given, or "" where it is not.
func optional(members map[string]any, name string) (string, error) {
	value, given := members[name]
	text, isString := value.(string)
	if given && !isString {
		return "", fmt.Errorf("the JWK's %s is not a string: write it in quotes, or leave it out if it is optional", name)
	}
	return text, nil
}

// checkEncoding holds one member of the key material to the only spelling that RFC 7518 allows for its value, which the
// library does not. The thumbprint is taken over the spelling, so the API might compute another one than we do.
func checkEncoding(name, text string) error {
	if text == "" {
		return fmt.Errorf("the JWK's %s is missing or empty: export the complete public key", name)
	}
	octets, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || strings.ContainsAny(text, "\r\n") { // which the decoder skips
		return fmt.Errorf("the JWK's %s is not base64url: the letters - and _ instead of + and /, no padding (=), no white space", name)
	}
	if octets[0] == 0 && (name == "n" || name == "e") {
		return fmt.Errorf("the JWK's %s begins with a zero byte, which RFC 7518 forbids: export the key again with another tool", name)
	}
	return nil
}

// checkRSA refuses RSA keys that are weak or cannot be real.
func checkRSA(key *rsa.PublicKey) error {
	switch bits := key.N.BitLen(); {
	case bits < minModulusBits:
		return fmt.Errorf("the RSA key has %d bits, and fewer than %d are too weak: make a longer key", bits, minModulusBits)
	case key.N.Bit(0) == 0:
		return errors.New("the RSA modulus is even, so this is no RSA key: export the public key again")
	case key.E < 3 || key.E%2 == 0 || key.E > math.MaxInt32:
		return errors.New("the RSA exponent must be odd, at least 3 and below 2^31: export the public key again, or make another")
	}
	return nil
}

func checkLength(text, form string) error {
	if len(text) > maxText {
		return fmt.Errorf("the %s is longer than %d bytes: give one public key and nothing else", form, maxText)
	}
	return nil
}

// reason is the text of an error of the JOSE library without the library's name.
func reason(err error) string {
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "go-jose/go-jose: "), "json: ")
}
