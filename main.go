// The provider spotnana for Terraform.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/buildinfo"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
)

// version is set by the release build; other builds take what Go knows of the module.
var version = ""

func main() {
	debugger := flag.Bool("debug", false, "run so that a debugger such as delve can attach")
	flag.Parse()

	// The HTTP library writes there what comes on a connection unasked for, which may be a secret, and Terraform logs it.
	log.SetOutput(io.Discard)
	quiet()
	roomy()
	var options []tf6server.ServeOpt
	if *debugger {
		options = append(options, tf6server.WithManagedDebug())
	} else {
		go endWith(os.Getppid())
	}
	err := tf6server.Serve("registry.terraform.io/travel-as-code/spotnana", func() tfprotov6.ProviderServer {
		return crud.NewServer(&provider.Provider{Version: buildinfo.Version(version)})
	}, options...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// endWith ends this process soon after its parent. A Terraform that is killed tells its providers nothing: they would stay
// forever, and what they still did would be in no state.
func endWith(parent int) {
	for range time.Tick(time.Second) {
		if os.Getppid() != parent {
			os.Exit(1)
		}
	}
}

// quiet turns the SDK's trace lines off unless somebody asked for logs: it formats each of them, and Terraform parses
// and drops them, which is a third of the time of a plan with many large resources.
func quiet() {
	for _, e := range os.Environ() {
		if strings.HasPrefix(e, "TF_LOG") {
			return
		}
	}
	os.Setenv("TF_LOG_SDK", "off") //nolint:errcheck,gosec // fails only on malformed names
}

// softLimit is how much memory, in bytes, the process may take, what is alive counted, before garbage is collected more often.
const softLimit = 100 << 20

// roomy lets the heap grow to five times its live part before it is collected, but not beyond a soft limit, unless somebody chose
// otherwise: the live part is small, the garbage of each call with a large resource is not, and Terraform makes many calls at once.
func roomy() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softLimit)
	}
}
