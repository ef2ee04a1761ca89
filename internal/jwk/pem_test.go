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
	leaf := certificate(t, rfcKey(t))

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
		{"text before", "Bag Attributes\n" + public, "k", "text before"},
		{"text after", public + "abc", "k", "text after"},
		{"cut off", public[:len(public)/2], "k", "damaged"},
		{"joined lines", strings.ReplaceAll(public, "\n", " "), "k", "damaged"},
		{"other block", block("CERTIFICATE REQUEST", []byte{1}), "k", `type "CERTIFICATE REQUEST"`},
		{"no key inside", block("PUBLIC KEY", []byte("garbage")), "k", "cannot be read as PUBLIC KEY"},
		{"no PKCS 1 inside", block("RSA PUBLIC KEY", []byte("garbage")), "k", "cannot be read as RSA PUBLIC KEY"},
		{"no certificate inside", block("CERTIFICATE", []byte("garbage")), "k", "cannot be read as CERTIFICATE"},
		{"1024 bits", pkix1(t, weak), "k", "1024 bits"},
		{"even exponent", pkix1(t, evenExponent), "k", "exponent must be odd"},
		{"Ed25519", pkix1(t, edwards), "k", "unsupported kind"},
		{"P-224", pkix1(t, ecKey(t, elliptic.P224()).Public()), "k", "unsupported kind"},
		{"Ed25519 certificate", certificate(t, edwards), "k", "unsupported kind"},
		{"too long", public + strings.Repeat("\n", maxText), "k", "longer than"},
		{"private after public", public + block("EC PRIVATE KEY", sec1), "k", "private key"},
		{"damaged private", strings.Replace(block("PRIVATE KEY", pkcs8), "-----END", "", 1), "k", "private key"},
	}
	for _, kind := range []string{"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "DSA PRIVATE KEY"} {
		cases = append(cases, refusal{kind, block(kind, pkcs8), "k", "private key: give the public half"})
	}
	body := base64.StdEncoding.EncodeToString(pkcs8)
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
		if again, err := FromPEM(text+"\n", kid); err != nil || again != got {
			t.Errorf("a further line end: %s, %v", again, err)
		}
	})
}
