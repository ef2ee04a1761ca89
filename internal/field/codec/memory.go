package codec

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"strings"
)

// Memory remembers the part of a live object that state does not hold: for each leaf a keyed short hash of its value,
// by JSON pointer with list positions counted as in state. It tells a silent value that somebody changed from one
// that was always there, without holding the value.
type Memory struct {
	// Key makes hashes of different objects incomparable; 16 random bytes in hexadecimal.
	Key string `json:"key"`
	// Leaves maps JSON pointers to hashes, and pointers of objects that state does not hold to "{}".
	Leaves map[string]string `json:"leaves"`
}

// silent marks an object that exists at the server and that state did not hold when it was last written.
const silent = "{}"

// extra marks the hash of a property that the tree does not know.
const extra = "x:"

// NewMemory is an empty memory with a fresh key.
func NewMemory() *Memory {
	key := make([]byte, 16)
	rand.Read(key) //nolint:errcheck // never fails, as of Go 1.24
	return &Memory{Key: hex.EncodeToString(key), Leaves: map[string]string{}}
}

// hash is 32 bits of HMAC-SHA256: enough to notice a change, too few to confirm a guess of a secret.
func (m *Memory) hash(canonical string) string {
	mac := hmac.New(sha256.New, []byte(m.Key))
	mac.Write([]byte(canonical))
	return hex.EncodeToString(mac.Sum(nil)[:4])
}

// below is everything at and below a pointer, by the rest of the pointer.
func (m *Memory) below(prefix string) map[string]string {
	found := map[string]string{}
	for p, h := range m.Leaves {
		if p == prefix || strings.HasPrefix(p, prefix+"/") {
			found[p[len(prefix):]] = h
		}
	}
	return found
}
