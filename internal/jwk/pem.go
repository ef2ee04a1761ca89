package jwk

import (
	"bytes"
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// document is a public JWK with its members in the order in which they are written.
type document struct {
	Type  string `json:"kty"`
	Use   string `json:"use"`
	Alg   string `json:"alg"`
	KID   string `json:"kid"`
	N     string `json:"n,omitempty"`
	E     string `json:"e,omitempty"`
	Curve string `json:"crv,omitempty"`
	X     string `json:"x,omitempty"`
	Y     string `json:"y,omitempty"`
}

// begin is how each PEM block begins.
const begin = "-----BEGIN "

// keyInfo is a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
type keyInfo struct {
	Algorithm pkix.AlgorithmIdentifier
	Key       asn1.BitString
}

// certified is as much of an X.509 certificate (RFC 5280, 4.1) as leads to its key. crypto/x509 refuses certificates for
// reasons that have nothing to do with the key.
type certified struct {
	ToBeSigned struct {
		Version                                      int `asn1:"optional,explicit,default:0,tag:0"`
		Serial, Signature, Issuer, Validity, Subject asn1.RawValue
		Key                                          asn1.RawValue
	}
}

// curve is a named curve; those without an implementation are known by name only.
type curve struct {
	name string
	elliptic.Curve
}

var (
	algorithmRSA = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	algorithmEC  = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	// otherAlgorithms names algorithms of keys that the API does not take, by object identifier.
	otherAlgorithms = map[string]string{
		"1.2.840.113549.1.1.10": "RSASSA-PSS",
		"1.2.840.10040.4.1":     "DSA",
		"1.3.101.110":           "X25519",
		"1.3.101.111":           "X448",
		"1.3.101.112":           "Ed25519",
		"1.3.101.113":           "Ed448",
	}
	// curves are the curves that PEM files name, by object identifier (RFC 5480, 2.1.1.1, and SEC 2).
	curves = map[string]curve{
		"1.2.840.10045.3.1.7": {"P-256", elliptic.P256()},
		"1.3.132.0.34":        {"P-384", elliptic.P384()},
		"1.3.132.0.35":        {"P-521", elliptic.P521()},
		"1.2.840.10045.3.1.1": {name: "P-192"},
		"1.3.132.0.33":        {name: "P-224"},
		"1.3.132.0.10":        {name: "secp256k1"},
	}
	// openSSH matches a public key in the one line of OpenSSH (sshd(8)).
	openSSH = regexp.MustCompile(`^(ssh|ecdsa|sk)-[^ ]+ AAAA`)
)

// fromOpenSSH says how to come from such a line to PEM.
const fromOpenSSH = "write it as PEM (ssh-keygen -e -m PKCS8 -f key.pub)"

func isOpenSSH(text string) bool { return openSSH.MatchString(text) }

// FromPEM converts a public key to the compact text of a JWK for signatures, which Parse accepts. The PEM text has one
// block, either a key ("PUBLIC KEY", "RSA PUBLIC KEY") or an X.509 certificate, whose key is taken without regard to its
// validity. The alg is RS256 for RSA and follows from the curve for EC. A private key is an error.
func FromPEM(text, kid string) (string, error) {
	if err := CheckKID(kid); err != nil {
		return "", err
	}
	block, err := onlyBlock(text)
	if err != nil {
		return "", err
	}
	key := jose.JSONWebKey{KeyID: kid, Use: "sig"}
	if key.Key, err = publicKey(block); err != nil {
		return "", err
	}
	switch public := key.Key.(type) {
	case *rsa.PublicKey:
		key.Algorithm = rsaAlgorithms[0]
	case *ecdsa.PublicKey:
		key.Algorithm = ecAlgorithms[public.Params().Name]
	}
	result, err := compact(key)
	if err != nil {
		return "", err
	}
	if _, err := Parse(result); err != nil {
		return "", err
	}
	return result, nil
}

// onlyBlock returns the one PEM block of text. What stands before and after it is passed over (RFC 7468, 2): there tools
// write whose key it is.
func onlyBlock(text string) (*pem.Block, error) {
	if err := checkLength(text, "PEM text"); err != nil {
		return nil, err
	}
	text = tidy(text)
	switch count := strings.Count(text, begin); {
	// Before all else, so that a private key is called one even where its block is damaged or is not the only one.
	case privateText.MatchString(text):
		return nil, errors.New("the PEM holds a private key: give the public half (for tls_private_key its public_key_pem), " +
			"and keep the private key out of the configuration")
	case strings.HasPrefix(text, "{"):
		return nil, errors.New("this is not PEM but looks like a JWK already: use it without converting it")
	case isOpenSSH(text):
		return nil, errors.New("this is a key in the form of OpenSSH, not PEM: " + fromOpenSSH)
	case count == 0:
		return nil, errors.New(`there is no PEM block: give a public key or a certificate that begins with "-----BEGIN"`)
	case count > 1 && strings.Count(text, begin+"CERTIFICATE-----") == count:
		return nil, errors.New("the PEM holds several certificates: give only the leaf, which is the first of a usual chain")
	case count > 1:
		return nil, errors.New("the PEM holds several blocks, and exactly one public key or certificate is wanted")
	}
	block, _ := pem.Decode([]byte(text))
	switch {
	case block == nil && strings.Contains(text, `\n`):
		return nil, errors.New(`the PEM has the two characters \n in place of line breaks: put line breaks there, for instance with replace(…, "\\n", "\n")`)
	case block == nil:
		return nil, errors.New("the PEM block is damaged: give it complete, with its BEGIN and END lines and all line breaks")
	}
	return block, nil
}

// tidy is PEM text without what editors and shells add to its lines: a byte order mark, white space at their ends, carriage
// returns.
func tidy(text string) string {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(Trim(text)), "\n")
	for i, line := range lines {
		lines[i] = Trim(line)
	}
	return strings.Join(lines, "\n")
}

// publicKey returns the key of a PEM block, an *rsa.PublicKey or an *ecdsa.PublicKey. Tools confuse the labels of keys, so
// the content counts.
func publicKey(block *pem.Block) (any, error) {
	der := block.Bytes
	switch block.Type {
	case "PUBLIC KEY", "RSA PUBLIC KEY", "EC PUBLIC KEY":
		if public, err := x509.ParsePKCS1PublicKey(der); err == nil {
			return public, nil
		}
	case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
		var c certified
		if _, err := asn1.Unmarshal(der, &c); err != nil {
			return nil, unreadable(block, incomplete)
		}
		der = c.ToBeSigned.Key.FullBytes
	default:
		return nil, fmt.Errorf("the PEM block is of type %q: give a PUBLIC KEY, an RSA PUBLIC KEY or a CERTIFICATE", block.Type)
	}
	var info keyInfo
	rest, err := asn1.Unmarshal(der, &info)
	switch algorithm := info.Algorithm.Algorithm; {
	case err != nil || len(rest) > 0:
		return nil, unreadable(block, incomplete)
	case algorithm.Equal(algorithmEC):
		return ellipticKey(info)
	case !algorithm.Equal(algorithmRSA):
		return nil, unsupported(cmp.Or(otherAlgorithms[algorithm.String()], "object identifier "+algorithm.String()))
	}
	public, err := x509.ParsePKCS1PublicKey(info.Key.RightAlign())
	if err != nil {
		return nil, unreadable(block, strings.TrimPrefix(err.Error(), "x509: "))
	}
	return public, nil
}

const incomplete = "it is incomplete or holds something else"

func unreadable(block *pem.Block, why string) error {
	return fmt.Errorf("the PEM block cannot be read as %s (%s): export the public key again", block.Type, why)
}

func unsupported(kind string) error {
	return fmt.Errorf("the PEM holds a key of an unsupported kind (%s): use an RSA key, or an EC key on P-256, P-384 or P-521", kind)
}

// ellipticKey reads an EC key (RFC 5480, 2). Its point may be compressed, or in the hybrid form of X9.62, too: crypto/x509 reads
// neither.
func ellipticKey(info keyInfo) (*ecdsa.PublicKey, error) {
	var id asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(info.Algorithm.Parameters.FullBytes, &id); err != nil {
		return nil, errors.New("the PEM holds an EC key that does not name its curve: " +
			"write it with the name (openssl ec -pubin -in key.pem -pubout -param_enc named_curve)")
	}
	c := curves[id.String()]
	if c.Curve == nil {
		return nil, unsupported("EC on " + cmp.Or(c.name, "the curve "+id.String()))
	}
	public, err := ecdsa.ParseUncompressedPublicKey(c.Curve, uncompressed(c.Curve, info.Key.RightAlign()))
	if err != nil {
		return nil, errors.New("the PEM holds an EC key whose point is damaged, or on another curve than it says: export the public key again")
	}
	return public, nil
}

// uncompressed is a point in uncompressed form (SEC 1, 2.3.3); what is no point stays as it is.
func uncompressed(c elliptic.Curve, point []byte) []byte {
	size := (c.Params().BitSize + 7) / 8
	if len(point) == 0 {
		return nil
	}
	switch form, last := point[0], point[len(point)-1]; {
	case form == 2 || form == 3:
		x, y := elliptic.UnmarshalCompressed(c, point)
		if x == nil {
			return nil
		}
		return slices.Concat([]byte{4}, x.FillBytes(make([]byte, size)), y.FillBytes(make([]byte, size)))
	case (form == 6 || form == 7) && form&1 == last&1: // y stands last, and the form tells its parity, too
		return slices.Concat([]byte{4}, point[1:])
	}
	return point
}

// compact writes a key with its members in the order of document, which the library does not promise to keep.
func compact(key jose.JSONWebKey) (string, error) {
	encoded, err := key.MarshalJSON()
	if err != nil {
		return "", fmt.Errorf("the key cannot be written as a JWK (%s): export the public key again", reason(err))
	}
	var members document
	if err := json.Unmarshal(encoded, &members); err != nil {
		return "", fmt.Errorf("the key cannot be written as a JWK: %w", err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(members); err != nil {
		return "", fmt.Errorf("the key cannot be written as a JWK: %w", err)
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}
