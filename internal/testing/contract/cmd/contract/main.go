// Command contract holds HTTP traffic that the acceptance tests recorded against the vendor's OpenAPI documents. It fails
// on any violation, on a parameter that the provider could give and never does, and when there is nothing to check.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run returns the exit code: 0 all is well, 1 a violation or nothing checked, 2 the check could not be made.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("contract", flag.ContinueOnError)
	flags.SetOutput(stderr)
	openapi := flags.String("openapi", "", "folder of the vendor's OpenAPI documents (*.json)")
	traffic := flags.String("traffic", "", "folder that "+contract.DirVariable+" named while the tests ran")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *openapi == "" || *traffic == "" || flags.NArg() > 0 {
		_, _ = fmt.Fprintln(stderr, "contract: both -openapi and -traffic must name a folder")
		return 2
	}
	documents, err := contract.Load(*openapi, contract.Exceptions()...)
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 2
	}
	var report contract.Report
	usage, exchanges := contract.NewUsage(documents), 0
	err = contract.ReadTraffic(*traffic, func(e contract.Exchange) {
		exchanges++
		report.Add(documents.Inspect(e))
		usage.Add(e)
	})
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 2
	}
	if exchanges == 0 {
		_, _ = fmt.Fprintf(stderr, "contract: no recorded exchange in %q: run the tests with %s set to that folder\n", *traffic, contract.DirVariable)
		return 1
	}
	report.Violate(usage.Violations(contract.UnusedParameters())...)
	if err := report.Print(stdout); err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 2
	}
	if report.Failed() {
		return 1
	}
	return 0
}
