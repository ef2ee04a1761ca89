// Command bench measures what Terraform and the provider take for many travel policies, each apart, beside what the same
// values take in terraform_data, and beside a resource with one attribute. It reports and judges nothing. It needs no account
// and leaves nothing behind.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/offline"
)

func main() {
	if provider := os.Getenv(wrappedEnv); provider != "" {
		os.Exit(wrap(provider, os.Getenv(usageEnv)))
	}
	var o options
	flag.StringVar(&o.provider, "provider", "bin/terraform-provider-spotnana", "the built provider")
	flag.StringVar(&o.echo, "echo", "bin/terraform-provider-echo", "the built provider with one attribute")
	flag.StringVar(&o.baseline, "baseline", "", "another build of the provider, to be measured in the same run")
	flag.StringVar(&o.sizes, "sizes", "50,200", "numbers of resources")
	flag.IntVar(&o.caps, "caps", 2000, "length of the list in the series with one resource, 0 for none")
	flag.DurationVar(&o.latency, "latency", 20*time.Millisecond, "how long the API waits before each answer")
	flag.IntVar(&o.rounds, "rounds", 1, "number of measurements, of which the median counts")
	flag.StringVar(&o.only, "run", "", "measure only what matches this expression, such as \"200/blocks/(terraform_data|policy 45)\"")
	flag.StringVar(&o.json, "json", "", "the file for all figures")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	provider, echo, baseline, sizes, only, json string
	latency                                     time.Duration
	rounds, caps                                int
}

// series is what is measured in one go.
type series struct {
	size     int
	spelling string
	variant  variant
}

// all are the series that were asked for.
func (o options) all() ([]series, error) {
	only, err := regexp.Compile(o.only)
	if err != nil {
		return nil, fmt.Errorf("-run: %w", err)
	}
	var list []series
	add := func(size int, spelling string) {
		for _, v := range variants(o.baseline != "") {
			if (spelling != caps || v.long) && only.MatchString(fmt.Sprintf("%d/%s/%s", size, spelling, v.name)) {
				list = append(list, series{size, spelling, v})
			}
		}
	}
	for part := range strings.SplitSeq(o.sizes, ",") {
		size, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || size < 1 {
			return nil, fmt.Errorf("-sizes: %q is no number of resources: write numbers with commas between them, such as 50,200,1000", part)
		}
		add(size, blocks)
		add(size, count)
	}
	if o.caps > 0 {
		add(o.caps, caps)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("-run: nothing matches %q", o.only)
	}
	return list, nil
}

// program is the provider that serves a variant.
func (o options) program(v variant) (string, error) {
	switch {
	case v.baseline:
		return filepath.Abs(o.baseline)
	case v.source == "echo":
		return filepath.Abs(o.echo)
	}
	return filepath.Abs(o.provider)
}

func run(ctx context.Context, o options) (err error) {
	list, err := o.all()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "spotnana-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// Terraform starts this program for each provider, which starts the provider: see wrap.
	tf, err := offline.Prepare(ctx, dir, map[string]string{"spotnana": self, "echo": self})
	if err != nil {
		return err
	}
	b := &bench{tf: tf, dir: dir, latency: o.latency}
	version, err := versionOf(ctx, tf)
	if err != nil {
		return err
	}
	r := &report{Terraform: version, Go: runtime.Version(), CPUs: runtime.NumCPU(), Latency: o.latency.String()}
	err = b.all(ctx, o, list, r)
	// What was measured before a failure, or before Ctrl-C, is worth its time.
	return errors.Join(err, r.print(os.Stdout))
}

// all measures each of the list in turn, so often as rounds are asked for, and keeps the report's file up to date.
func (b *bench) all(ctx context.Context, o options, list []series, r *report) error {
	measured := make([]map[string][]figures, len(list))
	for r.Rounds < max(1, o.rounds) {
		r.Rounds++
		for i, s := range list {
			fmt.Fprintf(os.Stderr, "bench: round %d of %d: %d %s, %s\n", r.Rounds, max(1, o.rounds), s.size, titles[s.spelling], s.variant.name)
			program, err := o.program(s.variant)
			if err != nil {
				return err
			}
			taken, err := b.measure(ctx, s, program)
			if err != nil {
				return fmt.Errorf("%d %s, %s: %w", s.size, titles[s.spelling], s.variant.name, err)
			}
			if measured[i] == nil {
				measured[i] = map[string][]figures{}
			}
			for phase, f := range taken {
				measured[i][phase] = append(measured[i][phase], f)
			}
			r.Results = results(list, measured)
			if err := r.save(o.json); err != nil {
				return err
			}
		}
	}
	return nil
}

// results are the lines of the report for what was measured of each of the list.
func results(list []series, measured []map[string][]figures) []result {
	var all []result
	for i, s := range list {
		for _, p := range phases {
			if taken := measured[i][p.name]; taken != nil {
				all = append(all, result{s.size, s.spelling, s.variant.name, p.name, median(taken)})
			}
		}
	}
	return all
}

// median is the middle of each figure by itself. The requests are those of the last round: they do not differ.
func median(list []figures) figures {
	middle := func(of func(figures) float64) float64 {
		values := make([]float64, len(list))
		for i, f := range list {
			values[i] = of(f)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	out := list[len(list)-1]
	out.Wall = middle(func(f figures) float64 { return f.Wall })
	out.Terraform = middle(func(f figures) float64 { return f.Terraform })
	out.Provider = middle(func(f figures) float64 { return f.Provider })
	out.TerraformMiB = middle(func(f figures) float64 { return f.TerraformMiB })
	out.ProviderMiB = middle(func(f figures) float64 { return f.ProviderMiB })
	return out
}
