//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// mostMemory is how much an export of 480 objects may take, in KiB. Alone it takes half of that; on a busy computer the garbage is collected late.
const mostMemory = 256 << 10

// exportTo is the variable that makes a process of this test an export to its value.
const exportTo = "SPOTNANA_TEST_EXPORT_TO"

// 40 companies with 10 policies each are exported in bounded memory, and each object in one request.
func TestExport_large(t *testing.T) {
	if folder := os.Getenv(exportTo); folder != "" {
		exportAndTell(t, folder)
		return
	}
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	var requests atomic.Int64
	s := account(t, func(*http.Request) { requests.Add(1) })
	data, err := os.ReadFile(filepath.Join("..", "..", "internal", "service", "policy", "testdata", "complete_policy.json"))
	if err != nil {
		t.Fatal(err)
	}
	for c := range 39 { // and the one that is there
		company := id(c, 99)
		insert(t, s, sandbox.Companies, "", company, map[string]any{"id": map[string]any{"id": company}, "name": fmt.Sprint("Company ", c), "billingCurrency": "EUR", "companyRoles": []any{"ORG"}})
	}
	companies, err := s.IDs(sandbox.Companies)
	if err != nil {
		t.Fatal(err)
	}
	for c, company := range companies {
		for n := range 10 {
			var p map[string]any
			if err := json.Unmarshal(data, &p); err != nil {
				t.Fatal(err)
			}
			for _, long := range []string{"parentPolicyId", "airPolicyRules", "hotelPolicyRules", "isMembershipViaHrFeed", "hrFeedPolicyDetails"} {
				delete(p, long)
			}
			p["id"], p["name"], p["type"] = id(c, n), fmt.Sprint("Policy ", n), "GROUP"
			insert(t, s, sandbox.Policies, company, id(c, n), p)
		}
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestExport_large$", "-test.v")
	child.Env = append(os.Environ(), exportTo+"="+filepath.Join(t.TempDir(), "out"))
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Exported 480 objects of 40 companies") {
		t.Fatalf("%v: %s", err, out)
	}
	peak, err := strconv.Atoi(regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindStringSubmatch(string(out) + "VmHWM: 0 kB")[1])
	if err != nil || peak == 0 || peak > mostMemory && !raceDetector {
		t.Errorf("the export took %d KiB, want %d at the most (%v)", peak, mostMemory, err)
	}
	// For each company: itself, 8 lists, 13 settings, 11 policies, 1 for users; and a token, companies and API users.
	if n := requests.Load(); n > 40*34+3 {
		t.Errorf("the export took %d requests", n)
	}
	t.Logf("%d KiB, %d requests", peak, requests.Load())
}

func id(c, n int) string { return fmt.Sprintf("e0000000-0000-4000-8000-%06x%06x", c, n) }

// exportAndTell exports, and says how much memory that took.
func exportAndTell(t *testing.T, folder string) {
	if code := run(context.Background(), rootCommand(subcommands()), []string{"export", "--all", "--out", folder}, nil, os.Stdout, os.Stderr); code != 0 {
		t.Fatal(code)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = os.Stdout.Write(status)
}
