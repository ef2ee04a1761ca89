package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// What tells this program that Terraform started it in a provider's place: the provider, and the folder for its usage.
const (
	wrappedEnv = "SPOTNANA_BENCH_PROVIDER"
	usageEnv   = "SPOTNANA_BENCH_USAGE"
)

// usage is what processes took.
type usage struct {
	CPU  time.Duration `json:"cpu"`
	Peak int64         `json:"peak"` // bytes; 0 where this system does not tell
	// Wrapper is the CPU time of the process around the provider, which is nobody's.
	Wrapper time.Duration `json:"wrapper"`
	Starts  int           `json:"starts"`
}

// wrap runs a provider as its child and writes down what it took, because Terraform starts a provider several times in a
// command and tells of none. The file is there from the start, so that a missing figure is noticed.
func wrap(provider, folder string) int {
	file := filepath.Join(folder, fmt.Sprint(os.Getpid()))
	if err := os.WriteFile(file, nil, 0o600); err != nil { //nolint:gosec // in the folder that run has made
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	// Ctrl-C reaches the whole group; the provider decides on its own when it ends.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)

	cmd := exec.Command(provider, os.Args[1:]...) //nolint:gosec,noctx // the provider that is measured; Terraform ends it
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	go func() {
		for s := range signals {
			_ = cmd.Process.Signal(s)
		}
	}()
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	content, err := json.Marshal(usage{CPU: processor(cmd.ProcessState), Peak: peak(cmd.ProcessState), Wrapper: ownProcessor(), Starts: 1})
	if err == nil {
		err = os.WriteFile(file, content, 0o600) //nolint:gosec // as above
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return cmd.ProcessState.ExitCode()
}

// providers are what all providers of one command took: their CPU together, and the memory of the largest.
func providers(folder string) (usage, error) {
	var all usage
	files, err := os.ReadDir(folder)
	if err != nil {
		return usage{}, err
	}
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(folder, f.Name())) //nolint:gosec // our own folder
		if err != nil {
			return usage{}, err
		}
		var one usage
		if err := json.Unmarshal(content, &one); err != nil {
			return usage{}, fmt.Errorf("a provider was killed before it wrote down what it took: %w", err)
		}
		all.CPU += one.CPU
		all.Wrapper += one.Wrapper
		all.Starts += one.Starts
		all.Peak = max(all.Peak, one.Peak)
	}
	return all, nil
}

// processor is the CPU time of a process that has ended, with that of the children it waited for.
func processor(s *os.ProcessState) time.Duration { return s.UserTime() + s.SystemTime() }
