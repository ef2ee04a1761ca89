package folder

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const mark = "Written by a test"

// contents are the files below a folder, hidden ones too.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		if d.IsDir() {
			out[name] = "folder"
			return nil
		}
		data, err := os.ReadFile(path)
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func put(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func same(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	if got := contents(t, folder); !maps.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

var files = map[string][]byte{"a.tf": []byte("# " + mark + "\na"), "b.tf": []byte("# " + mark + "\nb")}

func TestWrite_new(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	if _, err := (Folder{Path: filepath.Join(parent, "out"), Mark: mark}).Write(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	same(t, parent, map[string]string{"out": "folder", "out/a.tf": string(files["a.tf"]), "out/b.tf": string(files["b.tf"])})
}

func TestWrite_empty(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	if _, err := (Folder{Path: out, Mark: mark}).Write(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	same(t, out, map[string]string{"a.tf": string(files["a.tf"]), "b.tf": string(files["b.tf"])})
}

// What is there stays without force, and all that is not of an earlier set with it.
func TestWrite_force(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	there := map[string]string{"a.tf": "mine", "c.tf": "# " + mark + "\nc", "terraform.tfstate": "state"}
	put(t, out, there)
	_, err := Folder{Path: out, Mark: mark}.Write(t.Context(), files)
	if err == nil || !strings.Contains(err.Error(), "a.tf, c.tf, terraform.tfstate") || !strings.Contains(err.Error(), "--force") {
		t.Errorf("got %v", err)
	}
	same(t, out, there)
	done, err := Folder{Path: out, Mark: mark, Force: true}.Write(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	same(t, out, map[string]string{"a.tf": string(files["a.tf"]), "b.tf": string(files["b.tf"]), "terraform.tfstate": "state"})
	if !slices.Equal(done.Replaced, []string{"a.tf"}) || !slices.Equal(done.Removed, []string{"c.tf"}) || !slices.Equal(done.Kept, []string{"terraform.tfstate"}) {
		t.Errorf("got %+v", done)
	}
}

// An interrupt leaves nothing, also not of what is temporary.
func TestWrite_interrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	parent := t.TempDir()
	if err := os.Mkdir(filepath.Join(parent, "there"), 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(parent, "there"), map[string]string{"a.tf": "mine"})
	for _, name := range []string{"new", "there"} {
		if _, err := (Folder{Path: filepath.Join(parent, name), Mark: mark, Force: true}).Write(ctx, files); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	same(t, parent, map[string]string{"there": "folder", "there/a.tf": "mine"})
}

func TestReady(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	put(t, parent, map[string]string{"file": "x"})
	for path, want := range map[string]string{"none/out": "there is no folder", "file": "no folder that can be read"} {
		if err := (Folder{Path: filepath.Join(parent, path), Force: true}).Ready(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", path, err)
		}
	}
}

// A folder in the place of a file is no file that can be replaced: then nothing is.
func TestWrite_folderInTheWay(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	put(t, out, map[string]string{"a.tf": "mine"})
	if err := os.Mkdir(filepath.Join(out, "b.tf"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := (Folder{Path: out, Mark: mark, Force: true}).Write(t.Context(), files); err == nil || !strings.Contains(err.Error(), "b.tf is a folder") {
		t.Errorf("got %v", err)
	}
	same(t, out, map[string]string{"a.tf": "mine", "b.tf": "folder"})
}

// A link is replaced and not what it leads to, and a large file is no matter.
func TestWrite_links(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	out := filepath.Join(parent, "out")
	if err := os.Mkdir(out, 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, parent, map[string]string{"shared.tf": "# " + mark + "\nshared"})
	for _, name := range []string{"a.tf", "c.tf"} {
		if err := os.Symlink(filepath.Join(parent, "shared.tf"), filepath.Join(out, name)); err != nil {
			t.Fatal(err)
		}
	}
	put(t, out, map[string]string{"large": strings.Repeat("x", 4*firstLine), "old.tf": "# " + mark + strings.Repeat("x", 4*firstLine)})
	done, err := Folder{Path: out + "/", Mark: mark, Force: true}.Write(t.Context(), files)
	if err != nil || !slices.Equal(done.Kept, []string{"c.tf", "large"}) || !slices.Equal(done.Removed, []string{"old.tf"}) {
		t.Errorf("got %+v, %v", done, err)
	}
	if text, err := os.ReadFile(filepath.Join(parent, "shared.tf")); err != nil || !strings.HasSuffix(string(text), "shared") {
		t.Errorf("got %q, %v", text, err)
	}
}

// The working directory is a folder like any other: what is temporary in it is not told of.
func TestWrite_here(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, ".", map[string]string{"mine": "mine"})
	if done, err := (Folder{Path: ".", Mark: mark, Force: true}).Write(t.Context(), files); err != nil || !slices.Equal(done.Kept, []string{"mine"}) {
		t.Errorf("got %+v, %v", done, err)
	}
}
