// Command bench measures what a plan and an apply of many travel policies cost, in CPU seconds of Terraform and the
// provider together, beside as many resources with one attribute. It reports and judges nothing. It needs no account and
// leaves nothing behind.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/offline"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// token is what the sandbox takes for a login.
const token = "bench"

// variants are what is measured; the others are set in relation to the first.
var variants = []struct{ name, config string }{
	{"one attribute", values},
	{"policy", policies},
}

var (
	//go:embed values.tf
	values string
	//go:embed policies.tf
	policies string
)

func main() {
	provider := flag.String("provider", "bin/terraform-provider-spotnana", "the built provider")
	echo := flag.String("echo", "bin/terraform-provider-echo", "the built provider with one attribute")
	instances := flag.Int("instances", 200, "number of resources")
	rounds := flag.Int("rounds", 3, "number of measurements, of which the median counts")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, map[string]string{"spotnana": *provider, "echo": *echo}, *instances, max(1, *rounds))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// cost is the CPU time that the two commands took.
type cost struct{ apply, plan time.Duration }

func run(ctx context.Context, providers map[string]string, instances, rounds int) (err error) {
	dir, err := os.MkdirTemp("", "spotnana-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	tf, err := offline.Prepare(ctx, dir, providers)
	if err != nil {
		return err
	}

	costs := make([][]cost, len(variants))
	for round := range rounds {
		for i, v := range variants {
			c, err := measure(ctx, tf, filepath.Join(dir, fmt.Sprintf("work-%d-%d", round, i)), v.config, instances)
			if err != nil {
				return fmt.Errorf("%s: %w", v.name, err)
			}
			costs[i] = append(costs[i], c)
		}
	}

	fmt.Printf("CPU seconds of Terraform with its provider for %d resources, median of %d:\n", instances, rounds)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "variant\tapply\tplan\tapply ratio\tplan ratio\t") //nolint:errcheck // Flush tells
	base := median(costs[0])
	for i, v := range variants {
		c := median(costs[i])
		fmt.Fprintf(table, "%s\t%.1f\t%.1f\t%.1f\t%.1f\t\n", v.name, c.apply.Seconds(), c.plan.Seconds(), //nolint:errcheck // as above
			c.apply.Seconds()/base.apply.Seconds(), c.plan.Seconds()/base.plan.Seconds())
	}
	return table.Flush()
}

// measure applies a configuration in a sandbox of its own, and plans it again, which finds no change.
func measure(ctx context.Context, tf *offline.Terraform, dir, config string, instances int) (cost, error) {
	// The sandbox lives in this process, so its work does not count.
	api := httptest.NewServer(sandbox.New(sandbox.Options{Tokens: []string{token}, DiscardRequests: true}))
	defer api.Close()
	if err := os.Mkdir(dir, 0o700); err != nil {
		return cost{}, err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600); err != nil {
		return cost{}, err
	}
	env := append(slices.Clone(tf.Env), "TF_CLI_ARGS=-no-color", "SPOTNANA_BASE_URL="+api.URL, "SPOTNANA_ACCESS_TOKEN="+token, fmt.Sprintf("TF_VAR_instances=%d", instances))
	terraform := func(args ...string) (time.Duration, error) {
		cmd := exec.CommandContext(ctx, tf.Binary, args...) //nolint:gosec // Terraform, found or installed by offline
		cmd.Dir, cmd.Env = dir, env
		cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); err != nil {
			return 0, fmt.Errorf("terraform %s: %w\n%s", strings.Join(args, " "), err, out.String())
		}
		// With its children, for which it waits: the provider is one.
		return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
	}

	var c cost
	var err error
	if _, err = terraform("init", "-input=false"); err != nil {
		return cost{}, err
	}
	if c.apply, err = terraform("apply", "-input=false", "-auto-approve"); err != nil {
		return cost{}, err
	}
	c.plan, err = terraform("plan", "-input=false", "-detailed-exitcode")
	return c, err
}

func median(costs []cost) cost {
	middle := func(of func(cost) time.Duration) time.Duration {
		times := make([]time.Duration, len(costs))
		for i, c := range costs {
			times[i] = of(c)
		}
		slices.Sort(times)
		return times[len(times)/2]
	}
	return cost{
		apply: middle(func(c cost) time.Duration { return c.apply }),
		plan:  middle(func(c cost) time.Duration { return c.plan }),
	}
}
