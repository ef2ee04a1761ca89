// Package folder writes a set of files as one: all of them are there, or none.
package folder

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Folder is a folder that files are to be written to.
type Folder struct {
	// Path is where it is.
	Path string
	// Mark is in the first line of each file of such a set.
	Mark string
	// Force lets files that are there be replaced.
	Force bool
}

// Outcome is what became of the files that were there.
type Outcome struct {
	// Replaced files are others now, Removed are those of an earlier set that are not in this one. Kept are all others.
	Replaced, Removed, Kept []string
}

// Ready is an error where the files cannot be written: the folder has something and there is no Force, or it is none.
func (f Folder) Ready() error {
	parent := filepath.Dir(filepath.Clean(f.Path))
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s, in which %s could be made", parent, f.Path)
	}
	there, err := f.there()
	if err != nil {
		return err
	}
	if len(there) > 0 && !f.Force {
		return fmt.Errorf("the folder %s is there already and not empty (%s): name another one, or have files in it replaced with --force", f.Path, some(there))
	}
	return nil
}

// there are the names in the folder, none where there is no such folder.
func (f Folder) there() ([]string, error) {
	entries, err := os.ReadDir(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s is no folder that can be read: %w", f.Path, err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}

// Write writes the files: all to a temporary folder first, which then takes the place of the folder, or gives its files to the one
// that is there. Until then, an end of ctx leaves everything as it was.
func (f Folder) Write(ctx context.Context, files map[string][]byte) (Outcome, error) {
	if err := f.Ready(); err != nil {
		return Outcome{}, err
	}
	_, err := os.Stat(f.Path)
	isNew := errors.Is(err, fs.ErrNotExist)
	beside := f.Path
	if isNew {
		beside = filepath.Dir(filepath.Clean(f.Path))
	}
	temporary, err := os.MkdirTemp(beside, ".spotnana-export-")
	if err != nil {
		return Outcome{}, err
	}
	defer os.RemoveAll(temporary) //nolint:errcheck // it is gone, or there is nothing to be done
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := ctx.Err(); err != nil {
			return Outcome{}, err
		}
		if err := os.WriteFile(filepath.Join(temporary, name), files[name], 0o644); err != nil { //nolint:gosec // configuration is for everybody who works on it
			return Outcome{}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return Outcome{}, err
	}
	if isNew {
		if err := os.Chmod(temporary, 0o755); err != nil { //nolint:gosec // see above
			return Outcome{}, err
		}
		return Outcome{}, os.Rename(temporary, f.Path)
	}
	return f.merge(temporary, files)
}

// merge moves the files to the folder that is there, each at once, and takes away those of an earlier set.
func (f Folder) merge(temporary string, files map[string][]byte) (Outcome, error) {
	var out Outcome
	there, err := f.there()
	if err != nil {
		return out, err
	}
	for _, name := range there {
		path := filepath.Join(f.Path, name)
		info, err := os.Lstat(path)
		switch _, isReplaced := files[name]; {
		case name == filepath.Base(temporary):
		case isReplaced && err == nil && info.IsDir():
			return Outcome{}, fmt.Errorf("%s is a folder, and a file of this name is to be written: nothing is replaced; name another folder, or move that one", path)
		case isReplaced:
			out.Replaced = append(out.Replaced, name)
		case f.marked(path):
			out.Removed = append(out.Removed, name)
		default:
			out.Kept = append(out.Kept, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := os.Rename(filepath.Join(temporary, name), filepath.Join(f.Path, name)); err != nil {
			return out, fmt.Errorf("some files of the folder are replaced, and not all: %w", err)
		}
	}
	for _, name := range out.Removed {
		if err := os.Remove(filepath.Join(f.Path, name)); err != nil {
			return out, fmt.Errorf("the files are written, and one of an earlier export is left: %w", err)
		}
	}
	return out, nil
}

// marked says that a file is one of an earlier set.
func (f Folder) marked(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	file, err := os.Open(path) //nolint:gosec // a file of the folder that the user names
	if err != nil {
		return false
	}
	defer file.Close()               //nolint:errcheck // it was only read
	start := make([]byte, firstLine) // what is there beside an export, such as a state, may be large
	n, err := io.ReadFull(file, start)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	first, _, _ := bytes.Cut(start[:n], []byte("\n"))
	return bytes.Contains(first, []byte(f.Mark))
}

// firstLine is how much of a file is read, in bytes, for the mark in its first line.
const firstLine = 256

// some are the first names of a list.
func some(names []string) string {
	const few = 5
	if len(names) > few {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
	}
	return strings.Join(names, ", ")
}
