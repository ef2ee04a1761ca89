package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// Nothing is installed that is not what versions.env says, and what is there in its version stays.
func TestInstall(t *testing.T) {
	t.Parallel()
	needs(t, "bash", "jq", "tar", "sha256sum")
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("the checksums of this test are for linux on amd64")
	}
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "ci"), os.DirFS(filepath.Join(example, "ci"))); err != nil {
		t.Fatal(err)
	}
	const opa = "#!/bin/sh\necho opa\n"
	sum := sha256.Sum256([]byte(opa))
	good := hex.EncodeToString(sum[:])
	// The rest is there: terraform and spotnana. What is downloaded is always opa, whatever the address is.
	write(t, root, "bin/terraform", "#!/bin/sh\necho '{\"terraform_version\": \"1.2.3\"}'\n", 0o700)
	write(t, root, "bin/spotnana", "#!/bin/sh\necho spotnana 0.9.0\n", 0o700)
	write(t, root, "bin/opa", "#!/bin/sh\necho 'Version: 0.1.0'\n", 0o700)
	write(t, root, "bin/curl", "#!/usr/bin/env bash\nwhile [ \"$1\" != --output ]; do shift; done; printf '"+strings.ReplaceAll(opa, "\n", "\\n")+"' > \"$2\"\necho \"${@: -1}\" >> \"$ASKED\"\n", 0o700)
	for name, c := range map[string]struct {
		opa, sum, spotnana string
		code               int
		says               string
	}{
		"good":       {"1.21.0", good, "0.9.0", 0, ""},
		"replaced":   {"1.21.0", strings.Repeat("0", 64), "0.9.0", 1, "is not what OPA_SHA256_AMD64 in ci/versions.env says"},
		"unknown":    {"1.21.0", "", "0.9.0", 1, "OPA_SHA256_AMD64 in ci/versions.env is empty"},
		"there":      {"0.1.0", "", "0.9.0", 0, ""},
		"unreleased": {"0.1.0", "", "1.0.0", 1, "terraform-provider-spotnana_1.0.0_SHA256SUMS"},
	} {
		t.Run(name, func(t *testing.T) {
			folder, asked := t.TempDir(), filepath.Join(t.TempDir(), "asked")
			write(t, root, "ci/versions.env", fmt.Sprintf("TERRAFORM_VERSION=1.2.3\nTERRAFORM_SHA256_AMD64=\nOPA_VERSION=%s\nOPA_SHA256_AMD64=%s\nSPOTNANA_VERSION=%s\nSPOTNANA_SHA256_AMD64=\n",
				c.opa, c.sum, c.spotnana), 0o600)
			got := run(t, filepath.Join(root, "ci/install.sh"), []string{"PATH=" + filepath.Join(root, "bin") + ":" + os.Getenv("PATH"), "ASKED=" + asked}, folder)
			if got.code != c.code || !strings.Contains(got.stderr, c.says) {
				t.Errorf("got %+v", got)
			}
			_, err := os.Stat(filepath.Join(folder, "opa"))
			if installed := err == nil; installed != (name == "good") {
				t.Errorf("installed: %v", installed)
			}
			if name == "good" && read(t, asked) != "https://github.com/open-policy-agent/opa/releases/download/v1.21.0/opa_linux_amd64_static\n" {
				t.Errorf("asked for %q", read(t, asked))
			}
		})
	}
}

// The rules are tested here with the OPA that the example installs.
func TestInstall_opa(t *testing.T) {
	t.Parallel()
	installed := regexp.MustCompile(`(?m)^OPA_VERSION=(.+)$`).FindStringSubmatch(read(t, filepath.Join(example, "ci/versions.env")))
	tested := regexp.MustCompile(`(?m)^\tgithub\.com/open-policy-agent/opa v(\S+)`).FindStringSubmatch(read(t, "../../../tools/opa/go.mod"))
	if len(installed) != 2 || len(tested) != 2 || installed[1] != tested[1] {
		t.Errorf("the example installs OPA %v, and the tests have %v", installed, tested)
	}
}
