package codec

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Memory remembers the part of a live object that state does not hold: for each leaf a keyed short hash of its value,
// by JSON pointer with list positions counted as in state. It tells a silent value that somebody changed from one
// that was always there, without holding the value. Of what the tree marks as sensitive it holds nothing: key and hash
// stand side by side, so that a secret which can be guessed could be found by trying.
type Memory struct {
	// Key makes hashes of different objects incomparable; 16 random bytes in hexadecimal.
	Key string `json:"key"`
	// Leaves maps JSON pointers to hashes, and pointers of objects that state does not hold to "{}".
	Leaves map[string]string `json:"leaves"`
}

// silent marks an object that exists at the server and that state did not hold when it was last written.
const silent = "{}"

// extra marks the hash of a whole JSON value that no attribute can hold: a property that the tree does not know, or
// the branch of a choice beside the one that counts.
const extra = "x:"

// NewMemory is an empty memory with a fresh key.
func NewMemory() *Memory {
	key := make([]byte, 16)
	rand.Read(key) // never fails, as of Go 1.24
	return &Memory{Key: hex.EncodeToString(key), Leaves: map[string]string{}}
}

// hasher hashes with the key of a memory. It is for one goroutine.
type hasher struct {
	key  string
	mac  hash.Hash // nil until there is something to hash
	text []byte
}

func (m *Memory) hasher() *hasher { return &hasher{key: m.Key} }

// of is the hash of a value of a node, by its canonical text.
func (h *hasher) of(n *field.Node, v any, f form) string {
	h.text = f.append(h.text[:0], n, v)
	return h.sum()
}

// leaf is the entry of a leaf.
func (h *hasher) leaf(n *field.Node, v any) string { return h.of(n, v, leafForm(n)) }

// earlierLeaf is leaf as earlier versions made it.
func (h *hasher) earlierLeaf(n *field.Node, v any) string {
	return h.of(n, v, earlier(isObjects(n), false))
}

// extra is the entry of a JSON value that no attribute can hold.
func (h *hasher) extra(live any) string { return h.ofJSON(live, canonicalJSON) }

// earlierExtra is extra as earlier versions made it.
func (h *hasher) earlierExtra(live any) string { return h.ofJSON(live, earlier(false, true)) }

func (h *hasher) ofJSON(live any, f form) string {
	h.text = f.appendJSON(h.text[:0], live)
	return extra + h.sum()
}

// sum is 32 bits of HMAC-SHA256 of the text: enough to notice a change.
func (h *hasher) sum() string {
	if h.mac == nil {
		h.mac = hmac.New(sha256.New, []byte(h.key))
	}
	h.mac.Reset()
	h.mac.Write(h.text)
	h.text = h.mac.Sum(h.text[:0])
	return hex.EncodeToString(h.text[:4])
}

// HashAt is the hash of the value at a path, the same for values of equal meaning.
func (m *Memory) HashAt(t *field.Tree, p path.Path, attrs map[string]any) string {
	return m.hasher().of(nodeAt(t, p), At(attrs, p), canonical)
}

// empty says that what is remembered at a pointer below n is an empty text or an empty list of scalars, which servers answer
// and leave out as they like. An empty list of objects cannot be told from one with an element that has nothing but defaults.
func (r recall) empty(n *field.Node, pointer string) bool {
	entry := r.Leaves[pointer]
	if entry == r.leaf(&field.Node{}, "") {
		return true
	}
	at := nodeBelow(n, pointer)
	return at != nil && at.Kind == field.List && at.Elem.Kind != field.Object && entry == r.leaf(at, []any{})
}

// recall is a memory to look up in, its pointers in order.
type recall struct {
	*Memory
	*hasher
	pointers []string
}

func (m *Memory) recall() recall {
	return recall{Memory: m, hasher: m.hasher(), pointers: sortedKeys(m.Leaves)}
}

// below are the pointers with an entry at or below the given one.
func (r recall) below(at string) []string {
	i, _ := slices.BinarySearch(r.pointers, at+"/")
	end := i
	for end < len(r.pointers) && strings.HasPrefix(r.pointers[end], at) && r.pointers[end][len(at)] == '/' {
		end++
	}
	if _, ok := r.Leaves[at]; ok {
		return append([]string{at}, r.pointers[i:end]...)
	}
	return r.pointers[i:end]
}

// isSilent says that there was an object at this pointer that state did not hold.
func (r recall) isSilent(at string) bool { return r.Leaves[at] == silent }

// fills are the entries of what a server may fill in at a node by itself.
func (h *hasher) fills(n *field.Node) []string {
	var entries []string
	for _, v := range fillable(n) {
		entries = append(entries, h.leaf(n, v))
	}
	return entries
}

// nodeBelow is the node that a JSON pointer leads to from another one, nil when the tree has none. Any position in a list
// leads to its element.
func nodeBelow(n *field.Node, below string) *field.Node {
	if below == "" {
		return n
	}
	for step := range strings.SplitSeq(below[1:], "/") {
		if n.Kind == field.List {
			n = n.Elem
		} else {
			n = n.Property(unescape.Replace(step))
		}
		if n == nil {
			return nil
		}
	}
	return n
}
