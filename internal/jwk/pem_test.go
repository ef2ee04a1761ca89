package jwk

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// rfcKey is the RSA key of rsaMembers.
func rfcKey(t testing.TB) *rsa.PublicKey {
	return &rsa.PublicKey{N: new(big.Int).SetBytes(octets(t, rfcModulus)), E: 65537}
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func pkix1(t testing.TB, public crypto.PublicKey) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return block("PUBLIC KEY", der)
}

func ecKey(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// certificate is a long expired certificate for a key, signed by another one.
func certificate(t testing.TB, public crypto.PublicKey) string {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "partner"}, NotAfter: time.Unix(0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, ecKey(t, elliptic.P256()))
	if err != nil {
		t.Fatal(err)
	}
	return block("CERTIFICATE", der)
}

func TestFromPEM_rsa(t *testing.T) {
	public := rfcKey(t)
	want := `{"kty":"RSA","use":"sig","alg":"RS256","kid":"<k&1>","n":"` + rfcModulus + `","e":"AQAB"}`
	for name, text := range map[string]string{
		"PKIX":        pkix1(t, public),
		"PKCS 1":      block("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(public)),
		"certificate": certificate(t, public),
		"white space": "\n  " + pkix1(t, public) + "\n\n",
		"CRLF":        strings.ReplaceAll(pkix1(t, public), "\n", "\r\n"),
		"CR":          strings.ReplaceAll(pkix1(t, public), "\n", "\r"),

		"byte order mark":               "\ufeff" + pkix1(t, public),
		"byte order mark, CRLF":         "\ufeff" + strings.ReplaceAll(pkix1(t, public), "\n", "\r\n"),
		"byte order mark after text":    "# acme\n\ufeff" + pkix1(t, public),
		"white space at the line ends":  strings.ReplaceAll(pkix1(t, public), "\n", " \t\r\n"),
		"indented":                      strings.ReplaceAll(pkix1(t, public), "\n", "\n    "),
		"text before":                   "Bag Attributes\n    friendlyName: acme\nsubject=CN = partner\n" + certificate(t, public),
		"text after":                    pkix1(t, public) + "---\nServer certificate\n",
		"a private key is mentioned":    "# The PRIVATE KEY of this is in the vault.\n" + pkix1(t, public),
		"PKIX with the label of PKCS 1": strings.ReplaceAll(pkix1(t, public), "PUBLIC KEY", "RSA PUBLIC KEY"),
		"PKCS 1 with the label of PKIX": block("PUBLIC KEY", x509.MarshalPKCS1PublicKey(public)),
		"certificate, old label":        strings.ReplaceAll(certificate(t, public), "CERTIFICATE", "X509 CERTIFICATE"),
		"certificate with trust":        block("TRUSTED CERTIFICATE", slices.Concat(decoded(t, certificate(t, public)), []byte{0x30, 0})),
	} {
		got, err := FromPEM(text, "<k&1>")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if key := mustParse(t, want); key.Thumbprint != rfcThumbprint || key.KID != "<k&1>" {
		t.Errorf("the result reads as %+v", key)
	}
}

func TestFromPEM_ec(t *testing.T) {
	for curve, alg := range map[elliptic.Curve]string{elliptic.P256(): "ES256", elliptic.P384(): "ES384", elliptic.P521(): "ES512"} {
		private := ecKey(t, curve)
		for _, text := range []string{pkix1(t, private.Public()), certificate(t, private.Public())} {
			got, err := FromPEM(text, "k")
			if err != nil {
				t.Fatalf("%s: %v", alg, err)
			}
			want, err := private.PublicKey.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			var members document
			if err := json.Unmarshal([]byte(got), &members); err != nil {
				t.Fatal(err)
			}
			if point := slices.Concat([]byte{4}, octets(t, members.X), octets(t, members.Y)); !slices.Equal(point, want) {
				t.Errorf("%s: the point is another one", alg)
			}
			prefix := `{"kty":"EC","use":"sig","alg":"` + alg + `","kid":"k","crv":"` + curve.Params().Name + `","x":"`
			if key := mustParse(t, got); !strings.HasPrefix(got, prefix) || key.Alg != alg {
				t.Errorf("got %s, want it to begin with %s", got, prefix)
			}
		}
	}
}

func decoded(t testing.TB, text string) []byte {
	t.Helper()
	b, _ := pem.Decode([]byte(text))
	if b == nil {
		t.Fatal("no PEM")
	}
	return b.Bytes
}

// inForm is a key or a certificate in PEM with its point in another form, whose first octet is one of the two given.
func inForm(t testing.TB, text string, key *ecdsa.PublicKey, form func(point []byte) []byte) string {
	t.Helper()
	b, _ := pem.Decode([]byte(text))
	point, err := key.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	der, err := replaced(b.Bytes, point, form(point))
	if err != nil {
		t.Fatal(err)
	}
	return block(b.Type, der)
}

// replaced is DER with one BIT STRING replaced wherever it stands, and the lengths of what it stands in.
func replaced(der, before, after []byte) ([]byte, error) {
	var out []byte
	for len(der) > 0 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil {
			return nil, err
		}
		der = rest
		switch {
		case v.Tag == asn1.TagBitString && slices.Equal(v.Bytes, slices.Concat([]byte{0}, before)):
			v.Bytes = slices.Concat([]byte{0}, after)
		case v.IsCompound:
			if v.Bytes, err = replaced(v.Bytes, before, after); err != nil {
				return nil, err
			}
		}
		v.FullBytes = nil
		encoded, err := asn1.Marshal(v)
		if err != nil {
			return nil, err
		}
		out = append(out, encoded...)
	}
	return out, nil
}

// points are the forms of a point beside the uncompressed one (X9.62).
var points = map[string]func(point []byte) []byte{
	"compressed": func(point []byte) []byte {
		return slices.Concat([]byte{2 + point[len(point)-1]&1}, point[1:1+len(point)/2])
	},
	"hybrid": func(point []byte) []byte {
		return slices.Concat([]byte{6 + point[len(point)-1]&1}, point[1:])
	},
}

// The same key in any form of its point is the same JWK, in a key file and in a certificate.
func TestFromPEM_points(t *testing.T) {
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		for range 4 { // points of either parity
			private := ecKey(t, curve)
			want, err := FromPEM(pkix1(t, private.Public()), "k")
			if err != nil {
				t.Fatal(err)
			}
			for name, form := range points {
				for _, text := range []string{pkix1(t, private.Public()), certificate(t, private.Public())} {
					if got, err := FromPEM(inForm(t, text, &private.PublicKey, form), "k"); err != nil || got != want {
						t.Errorf("%s, %s: got %s, %v, want %s", curve.Params().Name, name, got, err, want)
					}
				}
			}
		}
	}
}

// As OpenSSL writes a key: openssl ec -pubout, with -conv_form and -param_enc.
func TestFromPEM_openSSL(t *testing.T) {
	const explicit = `MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABAybxKFVi9k/+MPLWPi+eAeC
Z9o4+BgNn6BjOGCRMF7xJVKXQbZG6YARu8yOZVvYkIL27L9Fq4N1JqB9CItJobc=`
	for name, c := range map[string]struct{ key, want string }{
		"compressed":    {"MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADt02TpJ2AzORVvkofIsbBszkdhuLyzJJtCQJGr/7lQus=", `"x":"t02TpJ2AzORVvkofIsbBszkdhuLyzJJtCQJGr_7lQus"`},
		"hybrid":        {"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAHRUzcSfw3XXI+NnjE0Qa6kwowM7BsF899mxn04WBoXcHwNdu2QL25CMhyOsAuzBB2kh2HWaRokQP8pHZRe0y1dQ==", `"y":"8DXbtkC9uQjIcjrALswQdpIdh1mkaJED_KR2UXtMtXU"`},
		"curve unnamed": {explicit, "-param_enc named_curve"},
	} {
		got, err := FromPEM("-----BEGIN PUBLIC KEY-----\n"+c.key+"\n-----END PUBLIC KEY-----\n", "k")
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

// A certificate chain inside a JWK must belong to the key.
func TestParse_certificate(t *testing.T) {
	chain := func(public crypto.PublicKey) []string {
		decoded, _ := pem.Decode([]byte(certificate(t, public)))
		return []string{base64.StdEncoding.EncodeToString(decoded.Bytes)}
	}
	mustParse(t, text(t, with(rsaMembers(), "x5c", chain(rfcKey(t)))))
	_, err := Parse(text(t, with(rsaMembers(), "x5c", chain(ecKey(t, elliptic.P256()).Public()))))
	if err == nil || !strings.Contains(err.Error(), "x5c fields do not match") {
		t.Errorf("error %v for another key's certificate", err)
	}
}

func TestFromPEM_refuses(t *testing.T) {
	public, private := pkix1(t, rfcKey(t)), ecKey(t, elliptic.P256())
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	edwards, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	weak := &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 1023), E: 65537}
	weak.N.SetBit(weak.N, 0, 1)
	evenExponent := &rsa.PublicKey{N: rfcKey(t).N, E: 65538}
	leaf, ec := certificate(t, rfcKey(t)), pkix1(t, private.Public())

	body := base64.StdEncoding.EncodeToString(pkcs8)
	type refusal struct{ name, text, kid, want string }
	cases := []refusal{
		{"empty kid", public, "", "kid is missing or empty"},
		{"kid ..", public, "..", "path segment"},
		{"empty", " \n", "k", "no PEM block"},
		{"no PEM", "c3NoLXJzYQ", "k", "no PEM block"},
		{"a JWK", text(t, rsaMembers()), "k", "looks like a JWK already"},
		{"two keys", public + public, "k", "several blocks"},
		{"key and certificate", public + leaf, "k", "several blocks"},
		{"chain", leaf + certificate(t, private.Public()), "k", "only the leaf"},
		{"cut off", public[:len(public)/2], "k", "damaged"},
		{"joined lines", strings.ReplaceAll(public, "\n", " "), "k", "damaged"},
		{"line breaks in two characters", strings.ReplaceAll(public, "\n", `\n`), "k", `replace(…, "\\n", "\n")`},
		{"OpenSSH", "ssh-rsa c3NoLXJzYQ", "k", "no PEM block"},
		{"key of OpenSSH", "ecdsa-sha2-nistp256 AAAAc3NoLXJzYQ a@b", "k", "ssh-keygen -e -m PKCS8"},
		{"compressed, not on the curve", inForm(t, ec, &private.PublicKey, func(point []byte) []byte {
			return slices.Concat([]byte{2}, slices.Repeat([]byte{0xff}, len(point)/2))
		}), "k", "point is damaged"},
		{"compressed, short", inForm(t, ec, &private.PublicKey, func(point []byte) []byte { return point[:9] }), "k", "point is damaged"},
		{"hybrid of the other parity", inForm(t, ec, &private.PublicKey, func(point []byte) []byte {
			return slices.Concat([]byte{7 - point[len(point)-1]&1}, point[1:])
		}), "k", "point is damaged"},
		{"no point", inForm(t, ec, &private.PublicKey, func([]byte) []byte { return nil }), "k", "point is damaged"},
		{"point at infinity", inForm(t, ec, &private.PublicKey, func([]byte) []byte { return []byte{0} }), "k", "point is damaged"},
		{"compressed on another curve", inForm(t, pkix1(t, ecKey(t, elliptic.P224()).Public()), &private.PublicKey, points["compressed"]), "k", "unsupported kind (EC on P-224)"},
		{"more after the key", block("PUBLIC KEY", slices.Concat(decoded(t, public), []byte{5, 0})), "k", "incomplete or holds something else"},
		{"other block", block("CERTIFICATE REQUEST", []byte{1}), "k", `type "CERTIFICATE REQUEST"`},
		{"no key inside", block("PUBLIC KEY", []byte("garbage")), "k", "cannot be read as PUBLIC KEY"},
		{"no PKCS 1 inside", block("RSA PUBLIC KEY", []byte("garbage")), "k", "cannot be read as RSA PUBLIC KEY"},
		{"no certificate inside", block("CERTIFICATE", []byte("garbage")), "k", "cannot be read as CERTIFICATE"},
		{"1024 bits", pkix1(t, weak), "k", "1024 bits"},
		{"even exponent", pkix1(t, evenExponent), "k", "exponent must be odd"},
		{"Ed25519", pkix1(t, edwards), "k", "unsupported kind (Ed25519)"},
		{"P-224", pkix1(t, ecKey(t, elliptic.P224()).Public()), "k", "unsupported kind (EC on P-224)"},
		{"Ed25519 certificate", certificate(t, edwards), "k", "unsupported kind"},
		{"too long", public + strings.Repeat("\n", maxText), "k", "longer than"},
		{"private after a byte order mark", "\ufeff" + block("PRIVATE KEY", pkcs8), "k", "private key"},
		{"private after text", "Bag Attributes\n" + block("PRIVATE KEY", pkcs8), "k", "private key"},
		{"private, indented", strings.Replace(block("EC PRIVATE KEY", sec1), "-----BEGIN", " -----BEGIN", 1), "k", "private key"},
		{"private of SSH", "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n" + body, "k", "private key"},
		{"private after public", public + block("EC PRIVATE KEY", sec1), "k", "private key"},
		{"damaged private", strings.Replace(block("PRIVATE KEY", pkcs8), "-----END", "", 1), "k", "private key"},
	}
	for _, kind := range []string{"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "DSA PRIVATE KEY"} {
		cases = append(cases, refusal{kind, block(kind, pkcs8), "k", "private key: give the public half"})
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := FromPEM(c.text, c.kid)
			if err == nil {
				t.Fatalf("accepted: %s", got)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %q does not say %q", err, c.want)
			}
			for _, secret := range []string{body[:24], body[len(body)-24:], "c3NoLXJzYQ", rfcModulus[:20]} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("error %q quotes key material", err)
				}
			}
		})
	}
}

func FuzzFromPEM(f *testing.F) {
	private := ecKey(f, elliptic.P256())
	der, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		pkix1(f, rfcKey(f)), block("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(rfcKey(f))), certificate(f, rfcKey(f)),
		pkix1(f, private.Public()), pkix1(f, ecKey(f, elliptic.P384()).Public()), pkix1(f, ecKey(f, elliptic.P521()).Public()),
		block("EC PRIVATE KEY", der), "", "{}", "-----BEGIN -----END -----",
		inForm(f, pkix1(f, private.Public()), &private.PublicKey, points["compressed"]), inForm(f, certificate(f, private.Public()), &private.PublicKey, points["hybrid"]),
	} {
		f.Add(seed, "k")
	}
	f.Add(pkix1(f, rfcKey(f)), "a/../b")
	f.Add(pkix1(f, rfcKey(f)), "\xff<\"\n")
	f.Fuzz(func(t *testing.T, text, kid string) {
		got, err := FromPEM(text, kid)
		if err != nil {
			return
		}
		key := mustParse(t, got)
		if utf8.ValidString(kid) && key.KID != kid {
			t.Errorf("kid %q became %q", kid, key.KID)
		}
		if key.Use != "sig" || key.Alg == "" {
			t.Errorf("use %q, alg %q", key.Use, key.Alg)
		}
		if again, err := FromPEM("\ufeff"+text+"\n", kid); err != nil || again != got {
			t.Errorf("with a mark before and a line end after: %s, %v", again, err)
		}
	})
}
