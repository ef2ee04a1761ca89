package main

import (
	"path/filepath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/offline"
)

// copyExample copies the configuration and its key, but not what an earlier run left beside them (state, sandbox file).
func copyExample(from, to string) error {
	for _, pattern := range []string{"*.tf", "*.pem"} {
		files, err := filepath.Glob(filepath.Join(from, pattern))
		if err != nil {
			return err
		}
		for _, file := range files {
			if err := offline.CopyFile(file, filepath.Join(to, filepath.Base(file))); err != nil {
				return err
			}
		}
	}
	return nil
}
