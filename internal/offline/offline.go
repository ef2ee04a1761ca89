// Package offline prepares the Terraform CLI for the project's own programs: with providers from files and without a
// registry.
package offline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/hashicorp/go-version"
	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/fs"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
)

// Terraform is a Terraform CLI that finds its providers in a folder.
type Terraform struct {
	// Binary is the path of the program.
	Binary string
	// Env is the environment it has to run in.
	Env []string
}

// Prepare finds Terraform, or installs it into dir, and puts providers there, each a type in the namespace
// travel-as-code and the file that it was built into.
func Prepare(ctx context.Context, dir string, providers map[string]string) (*Terraform, error) {
	// Provider functions came with Terraform 1.8.
	supported := version.MustConstraints(version.NewConstraint(">= 1.8"))
	binary, err := install.NewInstaller().Ensure(ctx, []src.Source{
		&fs.Version{Product: product.Terraform, Constraints: supported},
		&releases.LatestVersion{Product: product.Terraform, Constraints: supported, InstallDir: dir},
	})
	if err != nil {
		return nil, fmt.Errorf("no Terraform 1.8 or newer on the PATH, and installing one failed (install it from https://developer.hashicorp.com/terraform/install): %w", err)
	}
	mirror := filepath.Join(dir, "mirror")
	for name, file := range providers {
		// The version is of no interest here: the mirror holds one.
		target := filepath.Join(mirror, "registry.terraform.io", "travel-as-code", name, "0.1.0", runtime.GOOS+"_"+runtime.GOARCH)
		if err := CopyFile(file, filepath.Join(target, "terraform-provider-"+name+"_v0.1.0")); err != nil {
			return nil, fmt.Errorf("the provider is not built (make build): %w", err)
		}
	}
	config := filepath.Join(dir, "terraform.rc")
	rc := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	if err := os.WriteFile(config, []byte(rc), 0o600); err != nil {
		return nil, err
	}
	return &Terraform{Binary: binary, Env: append(cleanEnviron(), "TF_CLI_CONFIG_FILE="+config, "TF_IN_AUTOMATION=1")}, nil
}

// cleanEnviron is the environment without what would make Terraform or the provider behave differently for this person.
func cleanEnviron() []string {
	var env []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		switch {
		case strings.HasPrefix(name, "TF_LOG"): // wanted when looking for a fault
		case strings.HasPrefix(name, "TF_"), strings.HasPrefix(name, "SPOTNANA_"), strings.HasPrefix(name, "UNITE_"):
			continue
		}
		env = append(env, entry)
	}
	return env
}
