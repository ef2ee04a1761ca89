package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/spf13/cobra"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/buildinfo"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/configuration"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
)

// findingWriters are the formats of the findings.
var findingWriters = map[string]func(io.Writer, []configuration.Finding) error{
	"text": configuration.Text,
	"json": configuration.JSON,
	"github": func(w io.Writer, found []configuration.Finding) error {
		return configuration.GitHub(w, os.Getenv("GITHUB_WORKSPACE"), found)
	},
}

func lintCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "lint [folder]...",
		Short: "Find misspelt names in a configuration",
		Long: `Find names in a Terraform configuration that the provider does not know.

Terraform drops them without a word where they stand between the braces of an object: a misspelt rule is no rule, and
"terraform validate" says that all is well. This reads the .tf and .tf.json files of each folder, by default of this
one, and of the modules that it calls by a path ("./…" or "../…"), without Terraform, a state or credentials.

It looks at the resources, data sources, ephemeral resources and provider blocks of this provider, and follows what they
are made of: locals, variables (their defaults, their types, terraform.tfvars and *.auto.tfvars, what a call of a module
gives them), outputs of those modules, for, for_each and dynamic, conditionals, indexes and splats, and functions that
pass objects on, such as merge, concat, flatten, lookup, try and coalesce. It cannot follow

  - what other resources, data sources, modules from elsewhere, and functions such as jsondecode, yamldecode or file
    give back;
  - values from outside: -var, -var-file, TF_VAR_…, and the tests of Terraform (.tftest.hcl);
  - a condition: unless it compares constants, both of its sides count.

What it cannot follow it says nothing about. Keys of maps are free, and are not compared with anything.

An object may have more names than the type of its variable; of those, only the ones that look like a slip are told.

Exit codes: 0 nothing found, 1 error, 2 something found.`,
		Example: `  spotnana lint
  spotnana lint --format github terraform/travel terraform/companies`,
		RunE: func(cmd *cobra.Command, folders []string) error {
			write, ok := findingWriters[format]
			if !ok {
				return misuse(fmt.Errorf("--format %s: write text, json or github", format))
			}
			if len(folders) == 0 {
				folders = []string{"."}
			}
			schemas, err := ownSchemas(cmd.Context())
			if err != nil {
				return err
			}
			found, err := configuration.NewLinter("spotnana", schemas).Folders(folders...)
			if err != nil && len(found) == 0 { // not a word that looks like a clean configuration
				return err
			}
			if err := errors.Join(write(cmd.OutOrStdout(), found), err); err != nil || len(found) == 0 {
				return err
			}
			return exitWith(codeFinding, nil)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "`format` of the findings: text, json, or github for annotations of a workflow")
	return cmd
}

// ownSchemas are those of the provider that this program was built with.
func ownSchemas(ctx context.Context) (*tfprotov6.GetProviderSchemaResponse, error) {
	server := crud.NewServer(&provider.Provider{Version: buildinfo.Version(version)}) //nolint:contextcheck // a server outlives each of its calls
	return server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
}
