package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Kind is a sort of objects: that of a collection, which says what its objects, ids and parents are.
type Kind string

// ErrNoObject says that there is no object of that kind and id.
var ErrNoObject = errors.New("no such object in the sandbox")

// errGone says that the client stopped waiting.
var errGone = errors.New("the request was cancelled")

// record is one object with what the API knows about it beside its document.
type record struct {
	ID     string
	Parent string
	Object map[string]any
}

// object is that of a record, nil where there is none.
func (r *record) object() map[string]any {
	if r == nil {
		return nil
	}
	return r.Object
}

// storedRecord is how a record stands in a file.
type storedRecord struct {
	ID     string          `json:"id"`
	Parent string          `json:"parent,omitempty"`
	Object json.RawMessage `json:"object"`
}

// MarshalJSON implements [json.Marshaler]; trees are for package jsonx to write.
func (r *record) MarshalJSON() ([]byte, error) {
	object, err := encode(r.Object, "")
	if err != nil {
		return nil, err
	}
	return encode(storedRecord{r.ID, r.Parent, object}, "")
}

// UnmarshalJSON implements [json.Unmarshaler].
func (r *record) UnmarshalJSON(data []byte) error {
	var stored storedRecord
	if err := decode(data, &stored); err != nil {
		return err
	}
	r.ID, r.Parent, r.Object = stored.ID, stored.Parent, nil
	if len(stored.Object) == 0 {
		return nil
	}
	return decode(stored.Object, &r.Object)
}

// state is everything in a sandbox. Records are never changed, only replaced.
type state struct {
	id      string             // tells sandboxes apart, empty in memory
	objects map[Kind][]*record // in order of creation
	dirty   bool
}

func newState() *state { return &state{objects: map[Kind][]*record{}} }

func (st *state) index(k Kind, id string) int {
	return slices.IndexFunc(st.objects[k], func(r *record) bool { return r.ID == id })
}

// find is the record, or nil.
func (st *state) find(k Kind, id string) *record {
	if i := st.index(k, id); i >= 0 {
		return st.objects[k][i]
	}
	return nil
}

// put adds the record, or replaces the one with its id.
func (st *state) put(k Kind, r *record) {
	st.dirty = true
	if i := st.index(k, r.ID); i >= 0 {
		st.objects[k][i] = r
		return
	}
	st.objects[k] = append(st.objects[k], r)
}

// remove deletes the records of a kind that match.
func (st *state) remove(k Kind, match func(*record) bool) {
	st.dirty = true
	st.objects[k] = slices.DeleteFunc(st.objects[k], match)
}

// store gives access to the state, one call at a time.
type store struct {
	turn  chan struct{} // a lock that can be waited for with a deadline
	file  *file         // nil in memory
	state *state
}

// view lets fn read the state. It gives up with errGone when done closes before that.
func (s *store) view(done <-chan struct{}, fn func(*state) error) error {
	return s.access(done, false, fn)
}

// update lets fn read and change the state; the change is in the file when update returns nil.
func (s *store) update(done <-chan struct{}, fn func(*state) error) error {
	return s.access(done, true, fn)
}

func (s *store) access(done <-chan struct{}, write bool, fn func(*state) error) error {
	select {
	case s.turn <- struct{}{}:
	case <-done:
		return errGone
	}
	defer func() { <-s.turn }()
	if s.file != nil {
		unlock, err := s.file.lock(done, write)
		if err != nil {
			return err
		}
		defer unlock()
		if s.state, err = s.file.load(); err != nil {
			return err
		}
	}
	if err := fn(s.state); err != nil {
		return err
	}
	if !s.state.dirty {
		return nil
	}
	s.state.dirty = false
	if s.file == nil {
		return nil
	}
	return s.file.save(s.state)
}

// Get returns a copy of an object as it is stored, or ErrNoObject.
func (s *Server) Get(k Kind, id string) (map[string]any, error) {
	var out map[string]any
	err := s.store.view(nil, func(st *state) error {
		r := st.find(k, id)
		if r == nil {
			return missing(k, id)
		}
		out = cloneObject(r.Object)
		return nil
	})
	return out, err
}

// IDs returns the ids of all objects of a kind in order of creation.
func (s *Server) IDs(k Kind) ([]string, error) {
	var out []string
	err := s.store.view(nil, func(st *state) error {
		for _, r := range st.objects[k] {
			out = append(out, r.ID)
		}
		return nil
	})
	return out, err
}

// Edit changes an object behind the API's back, without any check. Edit must not be called from change. Numbers in
// objects are [encoding/json.Number].
func (s *Server) Edit(k Kind, id string, change func(object map[string]any)) error {
	return s.store.update(nil, func(st *state) error {
		r := st.find(k, id)
		if r == nil {
			return missing(k, id)
		}
		o := cloneObject(r.Object)
		change(o)
		st.put(k, &record{ID: id, Parent: r.Parent, Object: cloneObject(o)})
		return nil
	})
}

// Insert adds an object as it would be stored, or replaces the one with that id, without any check. Parent is the id of
// what it belongs to, as its [Kind] says, and empty for a company. A company of Spotnana's gets its default policy.
func (s *Server) Insert(k Kind, parent, id string, object map[string]any) error {
	return s.store.update(nil, func(st *state) error {
		r := &record{ID: id, Parent: parent, Object: cloneObject(object)}
		st.put(k, r)
		if col := s.collection(k); col != nil && col.added != nil {
			col.added(s, st, r)
		}
		return nil
	})
}

// Remove deletes one object and nothing else, without any check.
func (s *Server) Remove(k Kind, id string) error {
	return s.store.update(nil, func(st *state) error {
		if st.find(k, id) == nil {
			return missing(k, id)
		}
		st.remove(k, func(r *record) bool { return r.ID == id })
		return nil
	})
}

// Snapshot is everything that a sandbox held at one time.
type Snapshot struct{ objects map[Kind][]*record }

// Snapshot notes what the sandbox holds.
func (s *Server) Snapshot() (Snapshot, error) {
	var out Snapshot
	err := s.store.view(nil, func(st *state) error {
		out.objects = copied(st.objects)
		return nil
	})
	return out, err
}

// Restore makes the sandbox hold what it held at the time of the snapshot, and nothing else.
func (s *Server) Restore(to Snapshot) error {
	return s.store.update(nil, func(st *state) error {
		st.objects, st.dirty = copied(to.objects), true
		return nil
	})
}

// copied are the same records, which never change, in lists of their own.
func copied(objects map[Kind][]*record) map[Kind][]*record {
	out := make(map[Kind][]*record, len(objects))
	for k, records := range objects {
		out[k] = slices.Clone(records)
	}
	return out
}

func missing(k Kind, id string) error { return fmt.Errorf("%w: %s %q", ErrNoObject, k, id) }
