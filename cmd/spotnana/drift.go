package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/review"
)

// The exit codes of drift, beside 0 for clean and 1 for an error.
const (
	codeDrift      = 3
	codeNotApplied = 4
)

func driftCommand() *cobra.Command {
	var log string
	var out output
	cmd := &cobra.Command{
		Use: "drift <plan.json>", Short: "Say what somebody changed outside Terraform: for a check on a schedule",
		Long: "Say in words what somebody changed outside Terraform, as a plan found it.\n\n" +
			"It reads what \"terraform show -json <plan file>\" prints (also OpenTofu's), from a file or, with -, from standard input. What cannot be changed back, such as\n" +
			"a company on Unite or the dates of a trip, is in no plan: the provider warns of it in the messages of \"terraform plan -json\", which --log reads.\n" +
			"It asks no API, and prints nothing that the plan marks as sensitive.\n\n" +
			"Exit codes: 0 clean, 1 error, 3 something was changed outside Terraform, 4 nothing was, and something is not applied yet.",
		Example: "  terraform plan -json -lock=false -out=tfplan > plan.jsonl\n  terraform show -json tfplan | spotnana drift - --log plan.jsonl",
		Args:    oneFile,
	}
	out.flags(cmd, "text")
	cmd.Flags().StringVar(&log, "log", "", "`file` with what \"terraform plan -json\" printed")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := out.check(); err != nil {
			return misuse(err)
		}
		if log == "-" && args[0] == "-" {
			return misuse(errors.New("--log: only one of the two files can be standard input"))
		}
		plan, err := readPlan(cmd, args[0])
		if err != nil {
			return err
		}
		warnings, err := readLog(cmd, log)
		if failed := (*planjson.FailedError)(nil); errors.As(err, &failed) {
			plan.Errored, err = true, errors.New(plan.Redact(err.Error()))
		} else if err != nil {
			return err
		}
		report := review.Outside(plan, warnings, log != "")
		if err := out.write(cmd, report); err != nil {
			return err
		}
		switch {
		case err != nil:
			return err
		case plan.Errored:
			return errors.New("planning failed, so what was not looked at may have been changed outside Terraform")
		case report.Drifted():
			return exitWith(codeDrift, nil)
		case review.Pending(plan):
			return exitWith(codeNotApplied, nil)
		}
		return nil
	}
	return cmd
}

// readLog reads the messages of a plan; without a name there are none.
func readLog(cmd *cobra.Command, name string) ([]planjson.Warning, error) {
	if name == "" {
		return nil, nil
	}
	data, err := readFile(cmd, name)
	if err != nil {
		return nil, err
	}
	warnings, err := planjson.Warnings(data)
	if err != nil {
		return nil, fmt.Errorf("--log: %s: %w", shownName(name), err)
	}
	return warnings, nil
}
