package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/offline"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// token is what the sandbox takes for a login.
const token = "bench"

// phases are the commands that are measured, in this order, each on what the one before left.
var phases = []struct {
	name    string
	changed bool // whether one value of each resource has changed by then
	args    []string
}{
	{"validate", false, []string{"validate"}},
	{"first plan", false, []string{"plan", "-input=false"}},
	{"apply", false, []string{"apply", "-input=false", "-auto-approve"}},
	{"plan", false, []string{"plan", "-input=false", "-detailed-exitcode"}}, // which finds no change, or fails
	{"update", true, []string{"apply", "-input=false", "-auto-approve"}},
	{"destroy", true, []string{"destroy", "-input=false", "-auto-approve"}},
}

// figures are what one command took.
type figures struct {
	Wall         float64        `json:"wall_seconds"`
	Terraform    float64        `json:"terraform_cpu_seconds"`
	Provider     float64        `json:"provider_cpu_seconds"`
	TerraformMiB float64        `json:"terraform_peak_mib"`
	ProviderMiB  float64        `json:"provider_peak_mib"`
	Starts       int            `json:"provider_starts"`
	Requests     map[string]int `json:"requests"`
}

// bench is a place to measure in.
type bench struct {
	tf      *offline.Terraform
	dir     string
	latency time.Duration
}

// measure takes the resources through all phases, in a sandbox of their own; the program serves as their provider.
func (b *bench) measure(ctx context.Context, s series, program string) (map[string]figures, error) {
	// The sandbox lives in this process, so its work does not count.
	api := &server{next: sandbox.New(sandbox.Options{Tokens: []string{token}, DiscardRequests: true}), latency: b.latency}
	listener := httptest.NewServer(api)
	defer listener.Close()

	dir, err := os.MkdirTemp(b.dir, "work-")
	if err != nil {
		return nil, err
	}
	c := &command{
		tf: b.tf, dir: dir, usage: filepath.Join(dir, "usage"),
		env: append(slices.Clone(b.tf.Env), "TF_CLI_ARGS=-no-color", "SPOTNANA_BASE_URL="+listener.URL, "SPOTNANA_ACCESS_TOKEN="+token),
	}
	c.env = append(c.env, wrappedEnv+"="+program, usageEnv+"="+c.usage)
	if err := c.configure(s, false); err != nil {
		return nil, err
	}
	if _, err := c.run(ctx, "init", "-input=false"); err != nil {
		return nil, err
	}
	all := map[string]figures{}
	for _, p := range phases {
		if err := c.configure(s, p.changed); err != nil {
			return nil, err
		}
		api.reset()
		f, err := c.run(ctx, p.args...)
		if err != nil {
			return nil, err
		}
		f.Requests = api.reset()
		all[p.name] = f
	}
	return all, os.RemoveAll(dir)
}

// versionOf is the version of Terraform.
func versionOf(ctx context.Context, tf *offline.Terraform) (string, error) {
	cmd := exec.CommandContext(ctx, tf.Binary, "version", "-json") //nolint:gosec // as below
	cmd.Env = tf.Env
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("terraform version: %w", err)
	}
	var v struct {
		Version string `json:"terraform_version"`
	}
	err = json.Unmarshal(out, &v)
	return v.Version, err
}

// command runs Terraform in one folder.
type command struct {
	tf         *offline.Terraform
	dir, usage string
	env        []string
}

func (c *command) configure(s series, changed bool) error {
	config, err := s.variant.config(s.spelling, s.size, changed)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.dir, "main.tf"), []byte(config), 0o600)
}

func (c *command) run(ctx context.Context, args ...string) (figures, error) {
	if err := errors.Join(os.RemoveAll(c.usage), os.Mkdir(c.usage, 0o700)); err != nil {
		return figures{}, err
	}
	cmd := exec.CommandContext(ctx, c.tf.Binary, args...) //nolint:gosec // Terraform, found or installed by offline
	cmd.Dir, cmd.Env = c.dir, c.env
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return figures{}, err
	}
	done := make(chan struct{})
	memory := watch(cmd.Process.Pid, done)
	err := cmd.Wait()
	wall := time.Since(began)
	close(done)
	if err != nil {
		return figures{}, fmt.Errorf("terraform %s: %w\n%s", strings.Join(args, " "), err, out.String())
	}
	p, err := providers(c.usage)
	if err != nil {
		return figures{}, fmt.Errorf("terraform %s: %w", strings.Join(args, " "), err)
	}
	return figures{
		Wall: wall.Seconds(),
		// Terraform waits for the wrappers as these do for the providers, so all of them are in its time.
		Terraform:    (processor(cmd.ProcessState) - p.CPU - p.Wrapper).Seconds(),
		Provider:     p.CPU.Seconds(),
		TerraformMiB: mebibytes(<-memory),
		ProviderMiB:  mebibytes(p.Peak),
		Starts:       p.Starts,
	}, nil
}

func mebibytes(n int64) float64 { return float64(n) / (1 << 20) }

// watch looks at the memory of a process until it is done, and then sends the most that it saw.
func watch(pid int, done <-chan struct{}) <-chan int64 {
	result := make(chan int64, 1)
	go func() {
		var most int64
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				most = max(most, running(pid))
			case <-done:
				result <- most
				return
			}
		}
	}()
	return result
}

// server is the sandbox at a distance, with a count of the requests by method.
type server struct {
	next    http.Handler
	latency time.Duration

	mu       sync.Mutex
	requests map[string]int
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests[r.Method]++
	s.mu.Unlock()
	time.Sleep(s.latency)
	s.next.ServeHTTP(w, r)
}

// reset begins a new count, and returns the one until now.
func (s *server) reset() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	counted := s.requests
	s.requests = map[string]int{}
	return counted
}
