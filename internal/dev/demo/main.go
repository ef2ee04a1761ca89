// Command demo shows the provider at work on a whole example: create, an empty plan, a change made behind Terraform's
// back that the next plan finds and undoes, and a destroy that needs a deliberate step. Each step is checked. It needs no
// account and leaves nothing behind.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
)

// The resources of the example that change.
const (
	tmc         = "spotnana_company.tmc"
	customer    = "spotnana_company.customer"
	engineering = "spotnana_policy.engineering"
	lyon        = "spotnana_office.lyon"
	features    = "spotnana_company_features.customer"
)

func main() {
	provider := flag.String("provider", "bin/terraform-provider-spotnana", "the built provider")
	companion := flag.String("spotnana", "bin/spotnana", "the built command spotnana")
	example := flag.String("example", "examples/complete", "the folder with the configuration")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *provider, *companion, *example)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, provider, companion, example string) (err error) {
	dir, err := os.MkdirTemp("", "spotnana-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	tf, err := newTerraform(ctx, dir, provider, companion)
	if err != nil {
		return err
	}
	if err := copyExample(example, tf.dir); err != nil {
		return fmt.Errorf("copying the example: %w", err)
	}

	steps := []struct {
		title string
		do    func() error
	}{
		{"Install the provider, here from a folder instead of a registry", func() error {
			return tf.run(ctx, noChanges, "init", "-input=false")
		}},
		{"Plan a whole travel programme: two companies, how one is organised, its settings, travel policies, key and trip, and its company on Unite", func() error {
			return tf.plan(ctx, hasChanges)
		}},
		{"Apply it, in the sandbox. The customer's default policy was there first: it is taken over, and keeps what the configuration does not set", func() error {
			if err := tf.apply(ctx); err != nil {
				return err
			}
			return expectKept(filepath.Join(tf.dir, "sandbox.json"))
		}},
		{"Plan again: what was applied is what is there", func() error {
			return tf.plan(ctx, noChanges)
		}},
		{"Somebody changes the customer, a policy, an office and a feature outside Terraform", func() error {
			return tamper(filepath.Join(tf.dir, "sandbox.json"))
		}},
		{"Plan: the change is found, also where the configuration says nothing", func() error {
			if err := tf.plan(ctx, hasChanges); err != nil {
				return err
			}
			return expectChanges(ctx, tf, map[string][]string{
				customer:    {"email_domains", "is_self_sign_up_enabled"},
				engineering: {"air_policy_rules"},
				lyon:        {"name"},
				features:    {"values"},
			})
		}},
		{"Review the same plan as a travel manager reads it", func() error {
			return tf.review(ctx, "changed outside Terraform")
		}},
		{"Apply: the change is undone", func() error {
			return tf.apply(ctx)
		}},
		{"Try to destroy: deletion protection is on, so the plan refuses", func() error {
			if err := tf.plan(ctx, failed, "-destroy"); err != nil {
				return err
			}
			if !strings.Contains(tf.stderr.String(), "deletion_protection") {
				return errors.New("the plan failed for another reason than deletion_protection")
			}
			return nil
		}},
		{"Switch the protection off, and nothing else", func() error {
			tf.variables = append(tf.variables, "-var=deletion_protection=false")
			if err := tf.plan(ctx, hasChanges); err != nil {
				return err
			}
			protection := []string{"deletion_protection"}
			if err := expectChanges(ctx, tf, map[string][]string{customer: protection, tmc: protection}); err != nil {
				return err
			}
			return tf.apply(ctx)
		}},
		{"Destroy", func() error {
			if err := tf.plan(ctx, hasChanges, "-destroy"); err != nil {
				return err
			}
			if err := tf.apply(ctx); err != nil {
				return err
			}
			return expectNoCompanies(filepath.Join(tf.dir, "sandbox.json"))
		}},
	}
	for i, step := range steps {
		title := fmt.Sprintf("%d/%d  %s", i+1, len(steps), step.title)
		fmt.Printf("\n%s\n", tf.paint(bold, title))
		if err := step.do(); err != nil {
			return fmt.Errorf("step %s: %w", title, err)
		}
	}
	fmt.Println("\n" + tf.paint(bold, "Every step went as expected. Nothing was left behind."))
	return nil
}
