package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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
	name string // as it was given, but absolute
	// path is where the links on the way lead. It is found anew each time, and what the lock, the state file and its
	// temporary file are called: whoever comes by another name waits for the same lock and replaces the same file.
	path string
	// seen is the content that state was read from or written to. Comparing the content finds every change; time and
	// inode of a file that is replaced within a clock tick do not.
	seen  []byte
	state *state
}

func openFile(path string) (*file, error) {
	f := &file{name: path}
	var err error
	switch {
	case filepath.IsAbs(path):
	case runtime.GOOS == "windows": // which takes names as they are written, too
		f.name, err = filepath.Abs(path)
	default: // not cleaned, as what is above a link is not above its target
		var here string
		here, err = os.Getwd()
		f.name = here + string(filepath.Separator) + path
	}
	if err != nil {
		return nil, f.failed(err)
	}
	return f, f.locate()
}

// failed is the error with the name of the file.
func (f *file) failed(err error) error {
	name := f.name
	if f.path != "" && f.path != filepath.Clean(name) {
		name += " (which leads to " + f.path + ")"
	}
	return fmt.Errorf("sandbox file %s: %w", name, err)
}

// locate finds the file, which need not be there yet, and refuses what cannot be replaced by a file.
func (f *file) locate() (err error) {
	if f.path, err = realPath(f.name); err != nil {
		return f.failed(err)
	}
	info, err := os.Lstat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
	case info.IsDir():
		err = errors.New("it is a folder; name a file in it, such as sandbox.json")
	case !info.Mode().IsRegular():
		err = errors.New("it is a device, a pipe or a socket; choose another path")
	case hardLinks(info) > 1:
		err = errors.New("it has more than one name (hard links), and a write would leave the others behind; make it a file of its own " +
			"by copying it, or use symbolic links")
	}
	if err != nil {
		return f.failed(err)
	}
	return nil
}

// maxLinks is how many symbolic links may lead from one to the next, as on most systems.
const maxLinks = 40

// realPath follows symbolic links: those of folders, and those of the file, the last of which may lead to nothing.
func realPath(name string) (string, error) {
	for range maxLinks {
		folder, base := filepath.Split(name)
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return "", fmt.Errorf("there is no folder %s; create it, or choose another path", filepath.Clean(folder))
		}
		folder, err := filepath.EvalSymlinks(folder)
		if err != nil {
			return "", err
		}
		path := filepath.Join(folder, base)
		target, err := os.Readlink(path)
		if err != nil {
			return path, nil //nolint:nilerr // it is no link, or not there
		}
		if !filepath.IsAbs(target) {
			target = folder + string(filepath.Separator) + target
		}
		name = target
	}
	return "", errors.New("its symbolic links lead in a circle; choose another path")
}

// lock takes the lock, shared or exclusive, and returns what gives it back.
func (f *file) lock(done <-chan struct{}, exclusive bool) (unlock func(), err error) {
	if err := f.locate(); err != nil {
		return nil, err
	}
	l := flock.New(f.path+".lock", flock.SetPermissions(0o600))
	try := l.TryRLock
	if exclusive {
		try = l.TryLock
	}
	for {
		locked, err := try()
		if err != nil {
			return nil, f.failed(fmt.Errorf("it cannot be locked; see that the folder can be written to, or choose another path: %w", err))
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
		return nil, f.failed(fmt.Errorf("it cannot be read; see to its permissions, or choose another path: %w", err))
	case f.state != nil && bytes.Equal(data, f.seen):
		return f.state, nil
	}
	st, err := parse(data)
	if err != nil {
		return nil, f.failed(fmt.Errorf("%w; it was left as it is: repair it, or move it away to begin with an empty sandbox", err))
	}
	f.seen, f.state = data, st
	return st, nil
}

// mark is the byte order mark with which some editors begin a file.
const mark = "\ufeff"

func parse(data []byte) (*state, error) {
	data = bytes.TrimPrefix(data, []byte(mark))
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return nil, errors.New("it is written in UTF-16 and has to be in UTF-8")
	}
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
			err = f.failed(fmt.Errorf("it cannot be written, nothing was changed; see to the folder's permissions and free space: %w", err))
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
