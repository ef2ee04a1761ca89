package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// fileVersion is the version of the file's format. It changes when an older program would misread the file.
const fileVersion = 1

// lockPause is how long to wait before asking again for a lock that another process holds; calls take about as long.
const lockPause = 2 * time.Millisecond

// fileContent is what the file holds.
type fileContent struct {
	Version int                `json:"version"`
	ID      string             `json:"id"`
	Objects map[Kind][]*record `json:"objects"`
}

// file is the state on disk. The lock is a file of its own, because the state file is replaced by each write.
type file struct {
	path string
	// seen is the content that state was read from or written to. Comparing the content finds every change; time and
	// inode of a file that is replaced within a clock tick do not.
	seen  []byte
	state *state
}

func openFile(path string) (*file, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("sandbox file %s: %w", path, err)
	}
	folder := filepath.Dir(full)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() { //nolint:gosec // the user says where
		return nil, fmt.Errorf("sandbox file %s: there is no folder %s; create it, or choose another path", full, folder)
	}
	return &file{path: full}, nil
}

// lock takes the lock, shared or exclusive, and returns what gives it back.
func (f *file) lock(done <-chan struct{}, exclusive bool) (unlock func(), err error) {
	l := flock.New(f.path+".lock", flock.SetPermissions(0o600))
	try := l.TryRLock
	if exclusive {
		try = l.TryLock
	}
	for {
		locked, err := try()
		if err != nil {
			return nil, fmt.Errorf("sandbox file %s: cannot be locked; see that the folder exists and can be written to, or choose another path: %w", f.path, err)
		}
		if locked {
			return func() { _ = l.Unlock() }, nil // closing the file, which Unlock also does, frees the lock anyway
		}
		select {
		case <-done:
			return nil, errGone
		case <-time.After(lockPause):
		}
	}
}

// load returns the state as the file has it.
func (f *file) load() (*state, error) {
	data, err := os.ReadFile(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.seen, f.state = nil, nil
		return newState(), nil
	case err != nil:
		return nil, fmt.Errorf("sandbox file %s: cannot be read; see to its permissions, or choose another path: %w", f.path, err)
	case f.state != nil && bytes.Equal(data, f.seen):
		return f.state, nil
	}
	st, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("sandbox file %s: %w; it was left as it is: repair it, or move it away to begin with an empty sandbox", f.path, err)
	}
	f.seen, f.state = data, st
	return st, nil
}

func parse(data []byte) (*state, error) {
	var members map[string]any
	if err := decode(data, &members); err != nil {
		return nil, fmt.Errorf("it is not the JSON that the sandbox writes: %w", err)
	}
	// The version comes first: only then is it known what the rest must look like.
	if members["version"] != number(fileVersion) {
		return nil, fmt.Errorf("it has version %v, and this program can use only version %d", members["version"], fileVersion)
	}
	var content fileContent
	if err := decode(data, &content); err != nil {
		return nil, fmt.Errorf("its objects cannot be read: %w", err)
	}
	st := newState()
	st.id = content.ID
	for k, records := range content.Objects {
		ids := map[string]bool{}
		for i, r := range records {
			if r == nil || r.ID == "" || r.Object == nil || ids[r.ID] {
				return nil, fmt.Errorf("objects.%s[%d] needs an id of its own and an object", k, i)
			}
			ids[r.ID] = true
		}
		st.objects[k] = records
	}
	return st, nil
}

// save replaces the file as a whole, so that no reader and no crash ever sees half of it.
func (f *file) save(st *state) (err error) {
	// Should anything fail, the state in memory is ahead of the file and must not be used again.
	f.seen, f.state = nil, nil
	defer func() {
		if err != nil {
			err = fmt.Errorf("sandbox file %s: cannot be written, nothing was changed; see to the folder's permissions and free space: %w", f.path, err)
		}
	}()
	data, err := encode(fileContent{Version: fileVersion, ID: st.id, Objects: st.objects}, "  ")
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(f.path), "."+filepath.Base(f.path)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	f.seen, f.state = data, st
	return nil
}
