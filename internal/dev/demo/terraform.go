package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/offline"
)

// Exit codes of terraform plan -detailed-exitcode.
const (
	noChanges  = 0
	failed     = 1
	hasChanges = 2
)

// interruptGrace is how long Terraform may take to finish after Ctrl-C.
const interruptGrace = 10 * time.Second

// terraform runs the Terraform CLI in one folder. It calls the program itself because terraform-exec always asks for
// output without colours, and a plan is read by its colours.
type terraform struct {
	binary string
	// companion is the built command spotnana.
	companion string
	dir       string
	env       []string
	color     bool
	stderr    bytes.Buffer // of the last run
	// variables are the -var arguments of every plan.
	variables []string
}

// newTerraform prepares dir for a Terraform that takes the provider from a file and reaches no registry.
func newTerraform(ctx context.Context, dir, provider, companion string) (*terraform, error) {
	cli, err := offline.Prepare(ctx, dir, map[string]string{"spotnana": provider})
	if err != nil {
		return nil, err
	}
	work := filepath.Join(dir, "work")
	if err := os.Mkdir(work, 0o700); err != nil {
		return nil, err
	}
	_, noColor := os.LookupEnv("NO_COLOR")
	companion, err = filepath.Abs(companion)
	if err != nil {
		return nil, err
	}
	return &terraform{
		binary:    cli.Binary,
		companion: companion,
		dir:       work,
		env:       cli.Env,
		color:     !noColor,
	}, nil
}

func (t *terraform) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, t.binary, args...) //nolint:gosec // the program is Terraform, found or installed above
	cmd.Dir = t.dir
	cmd.Env = t.env
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = interruptGrace
	return cmd
}

// run shows the command and its output, and fails when the exit code is not the wanted one.
func (t *terraform) run(ctx context.Context, want int, args ...string) error {
	fmt.Println(t.paint(dim, "$ terraform "+strings.Join(args, " ")))
	if !t.color {
		args = append([]string{args[0], "-no-color"}, args[1:]...)
	}
	cmd := t.command(ctx, args...)
	t.stderr.Reset()
	cmd.Stdout, cmd.Stderr = os.Stdout, io.MultiWriter(os.Stderr, &t.stderr)
	err := cmd.Run()
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("starting Terraform: %w", err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		return fmt.Errorf("terraform %s ended with exit code %d, expected %d", args[0], got, want)
	}
	return nil
}

// plan writes the plan file that changes and apply read.
func (t *terraform) plan(ctx context.Context, want int, args ...string) error {
	args = append([]string{"plan", "-input=false", "-detailed-exitcode", "-out=" + planFile}, args...)
	return t.run(ctx, want, append(args, t.variables...)...)
}

// apply applies the plan that was shown, which asks no question.
func (t *terraform) apply(ctx context.Context) error {
	return t.run(ctx, 0, "apply", "-input=false", planFile)
}

const planFile = "demo.tfplan"

// changes reads the last plan: the resources that it changes, by address.
func (t *terraform) changes(ctx context.Context) (map[string]*tfjson.Change, error) {
	out, err := t.command(ctx, "show", "-json", planFile).Output()
	if err != nil {
		return nil, fmt.Errorf("reading the plan as JSON: %w", err)
	}
	var plan tfjson.Plan
	if err := plan.UnmarshalJSON(out); err != nil {
		return nil, fmt.Errorf("reading the plan as JSON: %w", err)
	}
	changes := make(map[string]*tfjson.Change)
	for _, rc := range plan.ResourceChanges {
		if !rc.Change.Actions.NoOp() && !rc.Change.Actions.Read() {
			changes[rc.Address] = rc.Change
		}
	}
	return changes, nil
}

// review shows what the last plan changes, in the words of whoever owns the travel program, and fails where one of these lines is missing.
func (t *terraform) review(ctx context.Context, lines ...string) error {
	fmt.Println(t.paint(dim, "$ terraform show -json "+planFile+" | spotnana review - --format text"))
	plan, err := t.command(ctx, "show", "-json", planFile).Output()
	if err != nil {
		return fmt.Errorf("reading the plan as JSON: %w", err)
	}
	cmd := exec.CommandContext(ctx, t.companion, "review", "-", "--format", "text") //nolint:gosec // the program was built from this repository
	cmd.Stdin, cmd.Stderr = bytes.NewReader(plan), os.Stderr
	report, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("spotnana review: %w", err)
	}
	fmt.Print(string(report))
	for _, line := range lines {
		if !strings.Contains(string(report), line) {
			return fmt.Errorf("the review does not say %q", line)
		}
	}
	return nil
}

// ANSI attributes.
const (
	bold = "1"
	dim  = "2"
)

func (t *terraform) paint(attribute, s string) string {
	if !t.color {
		return s
	}
	return "\x1b[" + attribute + "m" + s + "\x1b[0m"
}
