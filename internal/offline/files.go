package offline

import (
	"io"
	"os"
	"path/filepath"
)

// CopyFile copies a file with its mode and makes the folder it goes to.
func CopyFile(from, to string) (err error) {
	in, err := os.Open(from) //nolint:gosec // the paths are flags of a development tool
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	info, err := in.Stat()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, info.Mode().Perm()) //nolint:gosec // below our own temporary folder
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	return err
}
