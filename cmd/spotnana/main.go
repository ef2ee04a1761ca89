// Command spotnana is the provider's companion: what goes with the provider and is not Terraform's to run.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/buildinfo"
)

// version is set by the release build, like the provider's; other builds take what Go knows of the module.
var version = ""

// subcommands lists all of them. Each has a file of its own, reads cmd.InOrStdin, writes to cmd.OutOrStdout, and returns its errors,
// which report prints and nothing else does; exitWith gives them another exit code than 1.
func subcommands() []*cobra.Command {
	return []*cobra.Command{
		driftCommand(),
		exportCommand(),
		lintCommand(),
		reviewCommand(),
		sandboxCommand(),
		statementsCommand(),
		versionCommand(),
	}
}

func main() {
	os.Exit(run(context.Background(), rootCommand(subcommands()), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program: it returns the exit code.
func run(ctx context.Context, root *cobra.Command, args []string, in io.Reader, out, errOut io.Writer) int {
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	return report(root.ExecuteContextC(ctx))
}

func rootCommand(subcommands []*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:     "spotnana",
		Short:   "The companion of the Terraform provider for Spotnana",
		Long:    "The companion of the Terraform provider for Spotnana.\n\nExit codes: 0 done, 1 error; a subcommand that has others says so in its help.",
		Version: buildinfo.Version(version),
		// An error is printed once, by report.
		SilenceErrors: true, SilenceUsage: true,
	}
	root.SetVersionTemplate(versionLine(root.Name(), root.Version))
	root.SetFlagErrorFunc(spelled)
	for _, cmd := range subcommands {
		cmd.RunE = begun(cmd.RunE)
		root.AddCommand(cmd)
	}
	return root
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), versionLine(cmd.Root().Name(), cmd.Root().Version))
			return err
		},
	}
}

func versionLine(name, version string) string { return fmt.Sprintf("%s %s\n", name, version) }
