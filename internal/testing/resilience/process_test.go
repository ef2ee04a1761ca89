//go:build unix

package resilience_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// program builds the provider, with the race detector if this test has it. It stays there, so that it is built again only
// after a change.
var program = sync.OnceValues(func() (string, error) {
	name := "../../../bin/resilience/terraform-provider-spotnana"
	if raceDetector {
		name += "-race"
	}
	file, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	cmd := exec.Command("go", "build", "-race="+strconv.FormatBool(raceDetector), "-o", file, "github.com/travel-as-code/terraform-provider-spotnana")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the provider: %w: %s", err, out)
	}
	return file, nil
})

// terraform runs the provider in processes of its own, which the test can tell apart and signal.
type terraform struct {
	*acctest.Terraform
	t *testing.T
	// processes is the file into which each provider process writes its id.
	processes string
	// races is the folder for reports of the race detector.
	races string
}

// newTerraform fails the test at its end if a provider process reported a data race.
func newTerraform(t *testing.T) *terraform {
	t.Helper()
	acctest.Required(t)
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	tf := &terraform{t: t, processes: filepath.Join(dir, "processes"), races: filepath.Join(dir, "races")}
	if err := os.Mkdir(tf.races, 0o700); err != nil {
		t.Fatal(err)
	}
	// The user agent tells the server which process a request comes from.
	script := fmt.Sprintf("#!/bin/sh\necho $$ >>'%s'\nTF_APPEND_USER_AGENT=process-$$ exec '%s' \"$@\"\n", tf.processes, file)
	folder := filepath.Join(dir, "provider")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "terraform-provider-spotnana"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	tf.Terraform = acctest.NewSeparateTerraform(t, folder, "GORACE=log_path="+filepath.Join(tf.races, "race"))
	t.Cleanup(func() {
		reports, err := filepath.Glob(filepath.Join(tf.races, "*"))
		if err != nil {
			t.Error(err)
		}
		for _, file := range reports {
			report, err := os.ReadFile(file)
			t.Errorf("a provider process reports (%v): %s", err, report)
		}
	})
	return tf
}

// logged runs a command with all logs, which are searched for secrets.
func (tf *terraform) logged() *acctest.Terraform { return tf.With("TF_LOG=TRACE") }

// run is a command under way.
type run struct {
	tf  *terraform
	cmd *exec.Cmd
	out bytes.Buffer
	// over says that Terraform has ended: its id may be another's by now.
	over atomic.Bool
	// ended is closed when Terraform and the providers that it started have ended.
	ended chan struct{}
}

// start begins a command as a shell does: in a process group of its own.
func (tf *terraform) start(args ...string) *run {
	tf.t.Helper()
	if err := os.RemoveAll(tf.processes); err != nil {
		tf.t.Fatal(err)
	}
	r := &run{tf: tf, cmd: tf.Command(args...), ended: make(chan struct{})}
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.out
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdin, full, err := os.Pipe()
	if err != nil {
		tf.t.Fatal(err)
	}
	r.cmd.Stdin = stdin
	if err := r.cmd.Start(); err != nil {
		tf.t.Fatal(err)
	}
	// Providers share Terraform's standard input, which nobody reads: writing to it fails when the last of them ends.
	_ = stdin.Close()
	go func() {
		defer close(r.ended)
		defer full.Close() //nolint:errcheck // nothing that counts was written
		for err == nil {
			_, err = full.Write(make([]byte, 1<<16))
		}
	}()
	tf.t.Cleanup(func() {
		r.kill()
		<-r.ended
	})
	return r
}

// wait returns what the command printed and its exit code, -1 if a signal ended it.
func (r *run) wait() (string, int) {
	err := r.cmd.Wait()
	r.over.Store(true)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.tf.t.Fatal(err)
	}
	if acctest.HasSecret(r.out.String()) {
		r.tf.t.Errorf("terraform prints a secret: %s", &r.out)
	}
	return acctest.Unframed(r.out.String()), r.cmd.ProcessState.ExitCode()
}

// interrupt is Ctrl-C: the signal goes to Terraform and the provider.
func (r *run) interrupt() {
	if !r.over.Load() {
		_ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT) // fails when it has just ended
	}
}

// kill leaves Terraform no time for anything. The provider lives on.
func (r *run) kill() { _ = r.cmd.Process.Signal(syscall.SIGKILL) } // fails when it has ended

// killProvider kills the provider process of that name, all if it is empty.
func (r *run) killProvider(process string) {
	for _, id := range r.providers() {
		// The id of a process that has ended may be another's by now.
		group, err := syscall.Getpgid(id)
		if err == nil && group == r.cmd.Process.Pid && (process == "" || process == named(id)) {
			_ = syscall.Kill(id, syscall.SIGKILL) // fails when it has just ended
		}
	}
}

// named is what a provider process adds to its user agent.
func named(id int) string { return fmt.Sprintf("process-%d", id) }

// providers are the ids of the provider processes so far.
func (r *run) providers() []int {
	text, err := os.ReadFile(r.tf.processes)
	if err != nil {
		return nil // none was started yet
	}
	var ids []int
	for line := range strings.Lines(string(text)) {
		if id, err := strconv.Atoi(strings.TrimSpace(line)); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
