package jwk

import (
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The RSA key and its thumbprint are the example of RFC 7638 (3.1), the EC key is that of RFC 7517 (A.1).
const (
	rfcModulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj" +
		"hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbO" +
		"pbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
	rfcThumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
	rfcX          = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"
	rfcY          = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
)

func rsaMembers() map[string]any {
	return map[string]any{"kty": "RSA", "alg": "RS256", "kid": "2011-04-29", "n": rfcModulus, "e": "AQAB"}
}

func ecMembers() map[string]any {
	return map[string]any{"kty": "EC", "use": "sig", "alg": "ES256", "kid": "ec-1", "crv": "P-256", "x": rfcX, "y": rfcY}
}

// with returns the members with pairs of names and values set, and names whose value is omit removed.
func with(members map[string]any, pairs ...any) map[string]any {
	for pair := range slices.Chunk(pairs, 2) {
		if name := pair[0].(string); pair[1] == omit {
			delete(members, name)
		} else {
			members[name] = pair[1]
		}
	}
	return members
}

var omit = new(int)

func text(t testing.TB, members map[string]any) string {
	t.Helper()
	encoded, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func encode(octets []byte) string { return base64.RawURLEncoding.EncodeToString(octets) }

func octets(t testing.TB, text string) []byte {
	t.Helper()
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

func mustParse(t testing.TB, text string) *Key {
	t.Helper()
	key, err := Parse(text)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return key
}

// curveMembers is a key on a curve, whose point is the one that every curve comes with: its generator.
func curveMembers(curve elliptic.Curve) map[string]any {
	params := curve.Params()
	size := (params.BitSize + 7) / 8
	return map[string]any{"kty": "EC", "kid": "g", "crv": params.Name,
		"x": encode(params.Gx.FillBytes(make([]byte, size))), "y": encode(params.Gy.FillBytes(make([]byte, size)))}
}

func TestParse_rsa(t *testing.T) {
	got := mustParse(t, text(t, rsaMembers()))
	want := &Key{KID: "2011-04-29", Alg: "RS256", Type: "RSA", Thumbprint: rfcThumbprint}
	want.material = got.material
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Key{})); diff != "" {
		t.Error(diff)
	}
}

func TestParse_ec(t *testing.T) {
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		members := curveMembers(curve)
		key := mustParse(t, text(t, members))
		sum := sha256.Sum256(fmt.Appendf(nil, `{"crv":"%s","kty":"EC","x":"%s","y":"%s"}`, members["crv"], members["x"], members["y"]))
		if want := encode(sum[:]); key.Thumbprint != want {
			t.Errorf("%s: thumbprint %s, want %s", members["crv"], key.Thumbprint, want)
		}
		if key.Type != "EC" || key.Use != "" || key.Alg != "" {
			t.Errorf("%s: %+v", members["crv"], key)
		}
	}
}

func TestParse_accepts(t *testing.T) {
	large := new(big.Int).Lsh(big.NewInt(1), 8192)
	for name, members := range map[string]map[string]any{
		"unknown members":   with(rsaMembers(), "ext", true, "weight", json.Number("1e999"), "key_ops", []string{"verify"}),
		"use sig":           with(rsaMembers(), "use", "sig"),
		"PSS":               with(rsaMembers(), "alg", "PS512"),
		"no alg":            with(ecMembers(), "alg", omit, "use", omit),
		"kid that is a URL": with(ecMembers(), "kid", "https://vault.example/keys/travel/1"),
		"8193 bits":         with(rsaMembers(), "n", encode(large.Add(large, big.NewInt(1)).Bytes())),
		"exponent 3":        with(rsaMembers(), "e", "Aw"),
	} {
		t.Run(name, func(t *testing.T) { mustParse(t, text(t, members)) })
	}
}

func TestParse_refuses(t *testing.T) {
	rsa, ec := rsaMembers, ecMembers
	small := new(big.Int).Lsh(big.NewInt(1), 2046)
	small.Add(small, big.NewInt(1))
	even := octets(t, rfcModulus)
	even[len(even)-1]--
	offCurve := octets(t, rfcY)
	offCurve[0]++
	full := text(t, rsa())

	type refusal struct{ name, text, want string }
	cases := []refusal{
		{"empty", "", "empty"},
		{"white space", " \n\t", "empty"},
		{"not JSON", "my-key", "not valid JSON"},
		{"cut off", full[:len(full)-9], "ends too early"},
		{"trailing object", full + full, "after the end"},
		{"trailing garbage", full + " x", "after the end"},
		{"null", "null", "not an object"},
		{"list", "[" + full + "]", "not an object"},
		{"encoded twice", fmt.Sprintf("%q", full), "not an object"},
		{"too long", full + strings.Repeat(" ", maxText), "longer than"},
		{"byte order mark alone", "\ufeff\n", "empty"},
		{"byte order mark inside", full[:1] + "\ufeff" + full[1:], "not valid JSON"},
		{"duplicate member", strings.Replace(full, "{", `{"kid":"a",`, 1), "duplicate key 'kid'"},
		{"escaped duplicate", strings.Replace(full, "{", `{"\u006bid":"a",`, 1), "duplicate key 'kid'"},
		{"nested duplicate", strings.Replace(full, "{", `{"ext":{"a":1,"a":2},`, 1), "duplicate key 'a'"},
		{"PEM", "\n-----BEGIN PUBLIC KEY-----\n", "pem_to_jwk"},
		{"private PEM", block("PRIVATE KEY", []byte("c2VjcmV0LXNlY3JldA")), "this is a private key (PEM), not a JWK"},
		{"private PEM after a byte order mark", "\ufeff" + block("PRIVATE KEY", nil), "this is a private key"},
		{"private PEM after text", "Bag Attributes\n" + block("PRIVATE KEY", nil), "this is a private key"},
		{"private PEM in a member", text(t, with(rsa(), "pem", block("PRIVATE KEY", []byte("c2VjcmV0LXNlY3JldA")))), "contains a private key as a text"},
		{"private key of PuTTY", "PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 1\nc2VjcmV0LXNlY3JldA", "not valid JSON"},
		{"PEM after text", "Bag Attributes\n" + block("CERTIFICATE", nil), "pem_to_jwk"},
		{"OpenSSH", "ssh-rsa AAAAB3NzaC1yc2E partner@example", "ssh-keygen -e -m PKCS8"},
		{"private PEM of RSA", " " + block("RSA PRIVATE KEY", nil), "this is a private key"},
		{"private PEM of EC", "\n" + block("EC PRIVATE KEY", nil) + "\n", "this is a private key"},
		{"encrypted private PEM", block("ENCRYPTED PRIVATE KEY", nil), "this is a private key"},
		{"private PEM of SSH", block("OPENSSH PRIVATE KEY", nil), "this is a private key"},
		{"private PEM after a certificate", block("CERTIFICATE", nil) + block("PRIVATE KEY", nil), "this is a private key"},
		{"private PEM that is damaged", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0LXNlY3JldA", "keep the private key out of the configuration"},
		{"JWK Set", `{"keys":[` + full + `]}`, "JWK Set"},

		{"no kid", text(t, with(rsa(), "kid", omit)), "kid is missing or empty"},
		{"empty kid", text(t, with(rsa(), "kid", "")), "kid is missing or empty"},
		{"blank kid", text(t, with(rsa(), "kid", " \u00a0")), "kid is missing or empty"},
		{"numeric kid", text(t, with(rsa(), "kid", 7)), "kid is not a string"},
		{"null kid", text(t, with(rsa(), "kid", nil)), "kid is not a string"},
		{"kid ..", text(t, with(rsa(), "kid", "..")), "path segment"},
		{"kid with /./", text(t, with(rsa(), "kid", "a/./b")), "path segment"},

		{"no kty", text(t, with(rsa(), "kty", omit)), "the JWK has no kty"},
		{"empty kty", text(t, with(rsa(), "kty", "")), "the JWK has no kty"},
		{"numeric kty", text(t, with(rsa(), "kty", 1)), "kty is not a string"},
		{"kty oct", `{"kty":"oct","kid":"a"}`, `kty is "oct"`},
		{"kty OKP", text(t, with(ec(), "kty", "OKP", "crv", "Ed25519", "y", omit)), `kty is "OKP"`},
		{"kty in lower case", text(t, with(rsa(), "kty", "rsa")), `kty is "rsa": write it "RSA"`},
		{"kty in mixed case", text(t, with(ec(), "kty", "Ec")), `kty is "Ec": write it "EC"`},

		{"use enc", text(t, with(rsa(), "use", "enc")), `use is "enc"`},
		{"empty use", text(t, with(rsa(), "use", "")), `use is ""`},
		{"null use", text(t, with(rsa(), "use", nil)), "use is not a string"},
		{"alg of EC on RSA", text(t, with(rsa(), "alg", "ES256")), `alg is "ES256"`},
		{"alg for encryption", text(t, with(rsa(), "alg", "RSA-OAEP")), `alg is "RSA-OAEP"`},
		{"alg none", text(t, with(rsa(), "alg", "none")), `alg is "none"`},
		{"empty alg", text(t, with(rsa(), "alg", "")), `alg is ""`},
		{"alg of RSA on EC", text(t, with(ec(), "alg", "RS256")), "set it to ES256"},
		{"alg of another curve", text(t, with(ec(), "alg", "ES384")), "set it to ES256"},
		{"numeric alg", text(t, with(ec(), "alg", 256)), "alg is not a string"},

		{"no modulus", text(t, with(rsa(), "n", omit)), "n is missing"},
		{"numeric modulus", text(t, with(rsa(), "n", json.Number("12345678901234567890"))), "n is not a string"},
		{"no exponent", text(t, with(rsa(), "e", "")), "e is missing or empty"},
		{"2047 bits", text(t, with(rsa(), "n", encode(small.Bytes()))), "2047 bits"},
		{"20,000 bits", text(t, with(rsa(), "n", encode(new(big.Int).Lsh(big.NewInt(1), 20000).Bytes()))), "more than 16384 bits"},
		{"even modulus", text(t, with(rsa(), "n", encode(even))), "modulus is even"},
		{"padded modulus", text(t, with(rsa(), "n", rfcModulus+"==")), "n is not base64url"},
		{"standard base64", text(t, with(rsa(), "n", strings.NewReplacer("-", "+", "_", "/").Replace(rfcModulus))), "n is not base64url"},
		{"line break", text(t, with(rsa(), "n", rfcModulus[:64]+"\n"+rfcModulus[64:])), "n is not base64url"},
		{"stray bits", text(t, with(rsa(), "n", rfcModulus[:len(rfcModulus)-1]+"x")), "n is not base64url"},
		{"leading zero", text(t, with(rsa(), "n", encode(append([]byte{0}, octets(t, rfcModulus)...)))), "n begins with a zero byte"},
		{"zero exponent", text(t, with(rsa(), "e", "AA")), "e begins with a zero byte"},
		{"exponent 1", text(t, with(rsa(), "e", "AQ")), "bad e value"},
		{"even exponent", text(t, with(rsa(), "e", "AQAA")), "exponent must be odd"},
		{"exponent 2^31+1", text(t, with(rsa(), "e", "gAAAAQ")), "exponent must be odd"},
		{"huge exponent", text(t, with(rsa(), "e", rfcX)), "bad e value"},

		{"white space", text(t, with(rsa(), "n", rfcModulus[:64]+" "+rfcModulus[64:])), "no white space"},
		{"white space at the end", text(t, with(rsa(), "e", "AQAB ")), "e is not base64url"},

		{"curve in lower case", text(t, with(ec(), "crv", "p-256")), `crv is "p-256": write it "P-256"`},
		{"curve without dash", text(t, with(ec(), "crv", "P384")), `crv is "P384": write it "P-384"`},
		{"curve by the name of OpenSSL", text(t, with(ec(), "crv", "prime256v1")), `write it "P-256"`},
		{"curve by the name of SEC", text(t, with(ec(), "crv", "secp521r1")), `write it "P-521"`},
		{"no curve", text(t, with(ec(), "crv", omit)), `crv is ""`},
		{"other curve", text(t, with(ec(), "crv", "secp256k1")), `crv is "secp256k1"`},
		{"no x", text(t, with(ec(), "x", omit)), "x is missing"},
		{"padded y", text(t, with(ec(), "y", rfcY+"=")), "y is not base64url"},
		{"short x", text(t, with(ec(), "x", encode(octets(t, rfcX)[1:]))), "wrong length for x"},
		{"long y", text(t, with(ec(), "y", encode(append([]byte{0}, octets(t, rfcY)...)))), "wrong length for y"},
		{"off the curve", text(t, with(ec(), "y", encode(offCurve))), "not on declared curve"},
		{"point at infinity", text(t, with(ec(), "x", encode(make([]byte, 32)), "y", encode(make([]byte, 32)))), "not on declared curve"},
		{"bad certificate chain", text(t, with(rsa(), "x5c", []string{"AAAA"})), "x5c field: x509: malformed certificate): export the public key again, or leave out"},
		{"bad certificate thumbprint", text(t, with(rsa(), "x5t", "AAAA")), "or leave out its members that begin with x5"},
	}
	for _, name := range privateMembers {
		for value, content := range map[string]any{"null": nil, "empty": "", "set": "c2VjcmV0LXNlY3JldA", "number": 1} {
			cases = append(cases,
				refusal{"RSA " + name + " " + value, text(t, with(rsa(), name, content)), "private key material (" + name + ")"},
				refusal{"EC " + name + " " + value, text(t, with(ec(), name, content)), "private key material (" + name + ")"})
		}
	}
	cases = append(cases,
		refusal{"oct", `{"kty":"oct","kid":"a","k":"c2VjcmV0LXNlY3JldA"}`, "private key material (k)"},
		refusal{"upper case", text(t, with(rsa(), "D", "c2VjcmV0LXNlY3JldA")), "private key material (D)"},
		refusal{"several", text(t, with(rsa(), "d", "c2VjcmV0LXNlY3JldA", "p", "", "oth", []any{})), "private key material (d, oth, p)"})

	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			key, err := Parse(c.text)
			if err == nil {
				t.Fatalf("accepted: %+v", key)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %q does not say %q", err, c.want)
			}
			for _, secret := range []string{"c2VjcmV0LXNlY3JldA", rfcModulus[:20], rfcX, rfcY} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("error %q quotes key material", err)
				}
			}
		})
	}
}

func TestThumbprint(t *testing.T) {
	got, err := Thumbprint(text(t, with(rsaMembers(), "kid", omit)))
	if err != nil || got != rfcThumbprint {
		t.Errorf("without kid: %q, %v", got, err)
	}
	if _, err := Thumbprint(text(t, with(rsaMembers(), "kid", omit, "d", ""))); err == nil {
		t.Error("a private key was accepted")
	}
}

func TestEquivalent(t *testing.T) {
	base := mustParse(t, text(t, with(rsaMembers(), "use", "sig")))
	for name, c := range map[string]struct {
		pairs []any
		want  bool
	}{
		"the same":       {nil, true},
		"further member": {[]any{"ext", 1}, true},
		"other kid":      {[]any{"kid", "b"}, false},
		"no use":         {[]any{"use", omit}, false},
		"other alg":      {[]any{"alg", "RS512"}, false},
		"no alg":         {[]any{"alg", omit}, false},
		"other exponent": {[]any{"e", "Aw"}, false},
	} {
		other := mustParse(t, text(t, with(with(rsaMembers(), "use", "sig"), c.pairs...)))
		if Equivalent(base, other) != c.want || Equivalent(other, base) != c.want {
			t.Errorf("%s: want %t", name, c.want)
		}
	}
}

// A byte order mark, as editors of Windows write it, is no part of a JWK, nor is white space around that.
func TestTrim(t *testing.T) {
	plain := text(t, rsaMembers())
	want := mustParse(t, plain)
	for _, around := range [][2]string{{"\ufeff", ""}, {"\ufeff", "\r\n"}, {" \ufeff\n", "\t"}, {"\ufeff\ufeff", "\ufeff"}, {"\u00a0", "\n\n"}} {
		marked := around[0] + plain + around[1]
		if got := mustParse(t, marked); !Equivalent(want, got) || Trim(marked) != plain {
			t.Errorf("%q: %+v, trimmed %q", around, got, Trim(marked))
		}
		if got, err := Thumbprint(marked); err != nil || got != want.Thumbprint {
			t.Errorf("%q: thumbprint %q, %v", around, got, err)
		}
	}
}

// However a JWK is laid out, it is the same key.
func TestEquivalent_layout(t *testing.T) {
	members := with(rsaMembers(), "use", "sig", "ext", map[string]any{"a": json.Number("1.50")})
	names := slices.Sorted(maps.Keys(members))
	want := mustParse(t, text(t, members))
	rapid.Check(t, func(t *rapid.T) {
		blank := func() string { return rapid.StringMatching(`[ \t\r\n]{0,3}`).Draw(t, "blank") }
		var parts []string
		for _, name := range rapid.Permutation(names).Draw(t, "order") {
			value, err := json.Marshal(members[name])
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, blank()+fmt.Sprintf("%q", name)+blank()+":"+blank()+string(value)+blank())
		}
		got, err := Parse(blank() + "{" + strings.Join(parts, ",") + "}" + blank())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(Key{})); diff != "" || !Equivalent(want, got) {
			t.Fatal(diff)
		}
	})
}

func TestMembers(t *testing.T) {
	want := map[string]any{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "2011-04-29", "n": rfcModulus, "e": "AQAB"}
	for name, members := range map[string]map[string]any{
		"complete":        with(rsaMembers(), "use", "sig"),
		"filled in":       with(rsaMembers(), "alg", omit),
		"without foreign": with(rsaMembers(), "ext", true),
	} {
		got, err := mustParse(t, text(t, members)).Members()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for name, members := range map[string]map[string]any{"EC": ecMembers(), "alg": with(rsaMembers(), "alg", "PS256")} {
		if _, err := mustParse(t, text(t, members)).Members(); err == nil || !strings.Contains(err.Error(), "RS256") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, members := range []map[string]any{
		rsaMembers(), ecMembers(), curveMembers(elliptic.P384()), curveMembers(elliptic.P521()),
		with(rsaMembers(), "d", "AQAB"), with(ecMembers(), "x5c", []string{"AAAA"}), with(rsaMembers(), "x5u", ":", "x5t", "AA"),
	} {
		f.Add(text(f, members))
	}
	for _, seed := range []string{"", "null", "[[[[", `{"keys":[]}`, `{"kty":"oct","k":""}`, `{"a":1,"a":2}`, "-----BEGIN PUBLIC KEY-----", "{}{}", `{"kid":"\ud800"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := Parse(text)
		if err != nil {
			return
		}
		if again := mustParse(t, "\ufeff\n"+text+" "); !Equivalent(key, again) {
			t.Error("white space made another key")
		}
		if thumbprint, err := Thumbprint(text); err != nil || thumbprint != key.Thumbprint {
			t.Errorf("Thumbprint: %q, %v", thumbprint, err)
		}
		if members, err := key.Members(); err == nil {
			encoded, err := json.Marshal(members)
			if err != nil {
				t.Fatal(err)
			}
			if mustParse(t, string(encoded)).Thumbprint != key.Thumbprint {
				t.Error("the newer form holds another key")
			}
		}
	})
}
