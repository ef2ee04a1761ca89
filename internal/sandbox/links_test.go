//go:build unix

package sandbox

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// link makes a symbolic link with whatever folders it needs.
func link(t *testing.T, target, name string) {
	t.Helper()
	ok(t, os.MkdirAll(filepath.Dir(name), 0o700))
	ok(t, os.Symlink(target, name))
}

// TestLinkIsFollowed: by whatever links a sandbox is reached, it is the same file under the same lock, and the links stay.
func TestLinkIsFollowed(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	ok(t, err)
	target := filepath.Join(root, "data", "deep", "target.json")
	ok(t, os.MkdirAll(filepath.Dir(target), 0o700))
	links := map[string]string{ // name to target
		"absolute.json":         target,
		"relative.json":         filepath.Join("data", "deep", "target.json"),
		"chain.json":            "chain/2.json",
		"chain/2.json":          "3.json",
		"chain/3.json":          "../data/deep/target.json",
		"folder":                "data/deep",
		"folder-of-folder":      "folder",
		"data/deep/inside.json": "./target.json",
		"elsewhere/up.json":     "../folder/../deep/target.json", // what is above folder is data
	}
	for name, target := range links {
		link(t, target, filepath.Join(root, name))
	}
	t.Chdir(filepath.Join(root, "folder"))
	names := []string{
		target, filepath.Join(root, "absolute.json"), filepath.Join(root, "relative.json"), filepath.Join(root, "chain.json"),
		filepath.Join(root, "folder", "target.json"), filepath.Join(root, "folder-of-folder", "inside.json"),
		filepath.Join(root, "elsewhere", "up.json"), root + "/folder/../deep/target.json",
		"target.json", "inside.json", "../deep/target.json", "../../relative.json", "./../deep/./inside.json",
	}
	for _, first := range names { // one of them makes the file
		a := openAPI(t, first)
		made := a.create("")
		for _, name := range names {
			if b := openAPI(t, name); textAt(b.read(made), "name") != "Acme" || b.server.ID() != a.server.ID() {
				t.Errorf("made through %s, it is another sandbox through %s", first, name)
			}
			a.want(204, "PUT", "/v2/companies/"+made, companyJSON(`"id":{"id":"`+made+`"}`))
		}
		for name, target := range links {
			if got, err := os.Readlink(filepath.Join(root, name)); err != nil || got != target {
				t.Errorf("written through %s, the link %s became %q: %v", first, name, got, err)
			}
		}
		var files []string
		ok(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if d.Type().IsRegular() {
				files = append(files, path)
			}
			return err
		}))
		if !slices.Equal(files, []string{target, target + ".lock"}) {
			t.Errorf("written through %s, there are the files %v", first, files)
		}
		// The lock is that of the target file.
		other := flock.New(target + ".lock")
		ok(t, other.Lock())
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if out, err := request(ctx, a.rt, "GET", a.base+"/v2/companies", ""); err == nil {
			t.Errorf("%s: the lock does not count: %+v", first, out)
		}
		cancel()
		ok(t, other.Unlock())
		ok(t, os.Remove(target))
	}
}

// TestLinkIsFollowedAnew: links may change while the sandbox is open.
func TestLinkIsFollowedAnew(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "sandbox.json")
	link(t, "one.json", name)
	a := openAPI(t, name)
	first := a.create("")
	ok(t, os.Remove(name))
	link(t, "two.json", name)
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/companies/"+first, "")
	second := a.create("")
	if openAPI(t, filepath.Join(folder, "two.json")).read(second) == nil || openAPI(t, filepath.Join(folder, "one.json")).read(first) == nil {
		t.Error("an object is in the wrong file")
	}
}

// TestNotAFile: what cannot be replaced by a file is refused, and says why. Nothing of it is changed.
func TestNotAFile(t *testing.T) {
	root := t.TempDir()
	at := func(name string) string { return filepath.Join(root, name) }
	ok(t, os.Mkdir(at("folder"), 0o700))
	ok(t, os.WriteFile(at("first"), []byte("{}"), 0o600))
	ok(t, os.Link(at("first"), at("second")))
	ok(t, syscall.Mkfifo(at("pipe"), 0o600))
	link(t, "folder", at("to-folder"))
	link(t, "pipe", at("to-pipe"))
	link(t, os.DevNull, at("to-null"))
	link(t, "second", at("to-second"))
	link(t, "circle-2", at("circle-1"))
	link(t, "circle-1", at("circle-2"))
	link(t, "none/sandbox.json", at("to-nowhere"))
	link(t, "itself", at("itself"))
	for name, want := range map[string]string{
		"folder": "it is a folder", "to-folder": "it is a folder", "folder/": "it is a folder", ".": "it is a folder", "..": "it is a folder",
		"pipe": "a device, a pipe", "to-pipe": "a device, a pipe", "to-null": "a device, a pipe",
		"first": "hard links", "second": "hard links", "to-second": "hard links",
		"circle-1": "in a circle", "itself": "in a circle", "itself/sandbox.json": "there is no folder " + at("itself"),
		"to-nowhere": "there is no folder " + at("none"), "none/sandbox.json": "there is no folder " + at("none"),
		"first/sandbox.json": "there is no folder " + at("first"),
	} {
		s, err := Open(root+"/"+name, Options{})
		if s != nil || err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), root+"/"+name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if got, err := os.ReadFile(at("first")); err != nil || string(got) != "{}" {
		t.Errorf("the file is %q, %v", got, err)
	}
	if files, err := filepath.Glob(at("*.lock")); err != nil || len(files) != 0 {
		t.Errorf("locks left: %v, %v", files, err)
	}

	// So is what takes the file's place while the sandbox is open.
	path := at("sandbox.json")
	a := openAPI(t, path)
	ok(t, os.Link(path, at("another")))
	a.refused(500, "SANDBOX_STORAGE", "", "GET", "/v2/companies", "")
	a.refused(500, "SANDBOX_STORAGE", "", "POST", "/v2/companies", companyJSON(""))
	ok(t, os.Remove(at("another")))
	a.create("")
}
