package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestMain lets the program of the tests stand for the wrapper, and for the provider below it, as the real one does.
func TestMain(m *testing.M) {
	if provider := os.Getenv(wrappedEnv); provider != "" {
		os.Exit(wrap(provider, os.Getenv(usageEnv)))
	}
	os.Exit(m.Run())
}

func TestWrapper(t *testing.T) {
	folder := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		cmd := exec.CommandContext(t.Context(), self, "-c", `i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; cat; exit 3`)
		cmd.Env = append(os.Environ(), wrappedEnv+"=/bin/sh", usageEnv+"="+folder)
		cmd.Stdin = strings.NewReader("handshake")
		out, _ := cmd.Output()
		if string(out) != "handshake" || cmd.ProcessState.ExitCode() != 3 {
			t.Fatalf("the wrapper passed on %q and exit code %d", out, cmd.ProcessState.ExitCode())
		}
		// What is asked of the system afterwards is what was written down.
		got, err := providers(folder)
		if err != nil {
			t.Fatal(err)
		}
		if got.Starts == 1 {
			whole := processor(cmd.ProcessState)
			if got.CPU < 5*time.Millisecond || got.CPU+got.Wrapper > whole || whole-got.CPU-got.Wrapper > whole/2 {
				t.Errorf("the provider took %s, the wrapper %s, both %s", got.CPU, got.Wrapper, whole)
			}
		}
	}
	if got, err := providers(folder); err != nil || got.Starts != 2 {
		t.Errorf("%d starts were written down, error %v", got.Starts, err)
	}

	if err := os.WriteFile(filepath.Join(folder, "1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := providers(folder); err == nil {
		t.Error("a provider that was killed did not fail the measurement")
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []options{{sizes: "50,x"}, {sizes: "0"}, {sizes: "50", only: "nothing"}, {sizes: "50", only: "("}} {
		if _, err := o.all(); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
	all, err := options{sizes: "50,200", baseline: "old"}.all()
	if err != nil || len(all) != 2*2*6 {
		t.Errorf("%d series, error %v", len(all), err)
	}
}

func TestConfig(t *testing.T) {
	for _, v := range variants(false) {
		for spelling, headers := range map[string]int{blocks: 3, count: 1} {
			before, err := v.config(spelling, 3, false)
			if err != nil {
				t.Fatal(err)
			}
			after, err := v.config(spelling, 3, true)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(regexp.MustCompile(`(?m)^resource "`+v.resource+`" "(all|p\d+)"`).FindAllString(before, -1)); n != headers {
				t.Errorf("%s, %s: %d blocks", v.name, spelling, n)
			}
			if before == after {
				t.Errorf("%s, %s: nothing changes", v.name, spelling)
			}
		}
	}
}

func TestReport(t *testing.T) {
	r := report{Rounds: 1, Results: []result{
		{50, blocks, "policy 45" + before, "plan", figures{Wall: 6, Terraform: 4, Provider: 4, ProviderMiB: 120}},
		{50, blocks, floor, "plan", figures{Wall: 1, Terraform: 2}},
		{50, blocks, "policy 45", "plan", figures{Wall: 3, Terraform: 4, Provider: 1, ProviderMiB: 60, Requests: map[string]int{"PUT": 1, "GET": 50}}},
		{200, blocks, "policy 45", "plan", figures{Wall: 9, Terraform: 20, Provider: 4, ProviderMiB: 90}},
	}}
	var out strings.Builder
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	for line := range strings.Lines(out.String()) {
		lines[strings.Join(strings.Fields(line), " ")] = true
	}
	for _, want := range []string{
		"plan policy 45 3.00 4.00 1.00 0.25 2.00 2.50 0 60 GET 50, PUT 1",
		"plan policy 45 9.00 20.00 4.00 0.20 - - 0 90",
		"plan blocks policy 45 3.00 5.00 4.00 - 1.50",
		"50 plan blocks policy 45 0.50 1.00 0.25 - 0.50",
	} {
		if !lines[want] {
			t.Errorf("there is no line %q in\n%s", want, out.String())
		}
	}
	if got := median([]figures{{Wall: 3}, {Wall: 1}, {Wall: 2, Starts: 4}}); got.Wall != 2 || got.Starts != 4 {
		t.Errorf("the median is %+v", got)
	}
}
