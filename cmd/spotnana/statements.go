package main

import (
	"github.com/spf13/cobra"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/review"
)

func statementsCommand() *cobra.Command {
	var source source
	cmd := &cobra.Command{
		Use: "statements <plan.json>", Short: "List what all policies of a plan demand, as JSON for rules that a program checks",
		Long: `List what all policies of a plan demand when it is applied, as JSON for rules that a program checks, such as OPA or conftest.

Each statement has its value in words and as data, with the attribute that it is about. Inherited values are resolved: the data is what
is in force, and "inherited" names the policy that it comes from, "" where that is not in the plan, null for a value of the policy's
own. "known" is false where a part is known after apply only, or sensitive: there the data has null. Policies that the plan does not
change are listed, too. "planned_at" is the timestamp of the plan.

It reads what "terraform show -json <plan file>" prints (also OpenTofu's), from a file or, with -, from standard input, asks no API,
and prints nothing that the plan marks as sensitive.`,
		Example: "  terraform show -json tfplan | spotnana statements - --source . > statements.json",
		Args:    oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			plan, err := readPlan(cmd, args[0])
			if err != nil {
				return err
			}
			places, err := source.places()
			if err != nil {
				return err
			}
			return review.NewPolicies(plan, places).Write(cmd.OutOrStdout())
		},
	}
	source.flags(cmd)
	return cmd
}
