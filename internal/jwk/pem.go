package jwk

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
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

// FromPEM converts a public key to the compact text of a JWK for signatures, which Parse accepts. The PEM text is one
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
	public, err := publicKey(block)
	if err != nil {
		return "", err
	}
	key := jose.JSONWebKey{Key: public, KeyID: kid, Use: "sig"}
	switch public := public.(type) {
	case *rsa.PublicKey:
		key.Algorithm = rsaAlgorithms[0]
	case *ecdsa.PublicKey:
		key.Algorithm = ecAlgorithms[public.Params().Name]
	}
	if key.Algorithm == "" {
		return "", errors.New("the PEM holds a key of an unsupported kind: use an RSA key, or an EC key on P-256, P-384 or P-521")
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

// onlyBlock returns the one PEM block that text must be, apart from white space around it.
func onlyBlock(text string) (*pem.Block, error) {
	if err := checkLength(text, "PEM text"); err != nil {
		return nil, err
	}
	const begin = "-----BEGIN "
	text = strings.TrimSpace(text)
	switch count := strings.Count(text, begin); {
	// Before all else, so that a private key is called one even where its block is damaged or is not the only one.
	case strings.Contains(text, "PRIVATE KEY"):
		return nil, errors.New("the PEM holds a private key: give the public half (for tls_private_key its public_key_pem), " +
			"and keep the private key out of the configuration")
	case strings.HasPrefix(text, "{"):
		return nil, errors.New("this is not PEM but looks like a JWK already: use it without converting it")
	case count == 0:
		return nil, errors.New(`there is no PEM block: give a public key or a certificate that begins with "-----BEGIN"`)
	case count > 1 && strings.Count(text, begin+"CERTIFICATE-----") == count:
		return nil, errors.New("the PEM holds several certificates: give only the leaf, which is the first of a usual chain")
	case count > 1:
		return nil, errors.New("the PEM holds several blocks, and exactly one public key or certificate is wanted")
	case !strings.HasPrefix(text, begin):
		return nil, errors.New(`there is text before the PEM block: remove everything before "-----BEGIN"`)
	}
	block, rest := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("the PEM block is damaged: give it complete, with its BEGIN and END lines and all line breaks")
	}
	if len(rest) > 0 {
		return nil, errors.New(`there is text after the PEM block: remove everything after the "-----END" line`)
	}
	return block, nil
}

// publicKey returns the key of a PEM block, of whatever kind x509 knows.
func publicKey(block *pem.Block) (public any, err error) {
	switch block.Type {
	case "PUBLIC KEY":
		public, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		public, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		var certificate *x509.Certificate
		if certificate, err = x509.ParseCertificate(block.Bytes); err == nil {
			public = certificate.PublicKey
		}
	default:
		return nil, fmt.Errorf("the PEM block is of type %q: give a PUBLIC KEY, an RSA PUBLIC KEY or a CERTIFICATE", block.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("the PEM block cannot be read as %s (%w): export the public key again", block.Type, err)
	}
	return public, nil
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
