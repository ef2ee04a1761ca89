package main

import (
	"io"
	"os"
	"path/filepath"
)

// copyExample copies the configuration and its key, but not what an earlier run left beside them (state, sandbox file).
func copyExample(from, to string) error {
	for _, pattern := range []string{"*.tf", "*.pem"} {
		files, err := filepath.Glob(filepath.Join(from, pattern))
		if err != nil {
			return err
		}
		for _, file := range files {
			if err := copyFile(file, filepath.Join(to, filepath.Base(file))); err != nil {
				return err
			}
		}
	}
	return nil
}

// copyFile copies a file with its mode and makes the folder it goes to.
func copyFile(from, to string) (err error) {
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
