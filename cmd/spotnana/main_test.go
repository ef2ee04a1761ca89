package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// call runs the program without input.
func call(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e strings.Builder
	code = run(t.Context(), rootCommand(subcommands()), args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func TestVersion(t *testing.T) {
	old := version
	version = "1.2.3"
	t.Cleanup(func() { version = old })
	for _, arg := range []string{"version", "--version"} {
		if code, out, errOut := call(t, arg); code != 0 || out != "spotnana 1.2.3\n" || errOut != "" {
			t.Errorf("%s: got %d, %q, %q", arg, code, out, errOut)
		}
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{}, {"--help"}, {"help"}} {
		code, out, errOut := call(t, args...)
		if code != 0 || errOut != "" {
			t.Errorf("%v: got %d, %q", args, code, errOut)
		}
		for _, cmd := range subcommands() {
			if !strings.Contains(out, "  "+cmd.Name()+" ") || !strings.Contains(out, cmd.Short) {
				t.Errorf("%v: %s is not in\n%s", args, cmd.Name(), out)
			}
		}
	}
}

// Misuse is told once, without the usage text, with a pointer to the help.
func TestMisuse(t *testing.T) {
	for want, args := range map[string][]string{
		"spotnana: unknown command \"sandbx\" for \"spotnana\"\n\nDid you mean this?\n\tsandbox\nRun \"spotnana --help\" ": {"sandbx"},
		"spotnana: unknown flag: --nope\nRun \"spotnana --help\" ":                                                         {"--nope"},
		"spotnana version: unknown flag: --nope\nRun \"spotnana version --help\" ":                                         {"version", "--nope"},
		"spotnana version: unexpected argument \"now\"\nRun \"spotnana version --help\" ":                                  {"version", "now"},
	} {
		if code, out, errOut := call(t, args...); code != 1 || out != "" || !strings.HasPrefix(errOut, want) || strings.Count(errOut, "\n") != strings.Count(want, "\n")+1 {
			t.Errorf("%v: got %d, %q, %q", args, code, out, errOut)
		}
	}
}

// What a subcommand returns is the exit code, and is printed once.
func TestExitCodes(t *testing.T) {
	const pointer = "Run \"spotnana probe --help\" to see how it is called.\n"
	for name, tt := range map[string]struct {
		err  error
		code int
		want string
	}{
		"done":           {nil, 0, ""},
		"error":          {errors.New("no such file"), 1, "spotnana probe: no such file\n"},
		"finding":        {exitWith(codeFinding, errors.New("1 loosened")), 2, "spotnana probe: 1 loosened\n"},
		"own code":       {exitWith(4, errors.New("not yet applied")), 4, "spotnana probe: not yet applied\n"},
		"silent":         {exitWith(3, nil), 3, ""},
		"wrapped code":   {fmt.Errorf("plan.json: %w", exitWith(3, errors.New("drift"))), 3, "spotnana probe: plan.json: drift\n"},
		"misuse":         {misuse(errors.New("--a excludes --b")), 1, "spotnana probe: --a excludes --b\n" + pointer},
		"wrapped misuse": {fmt.Errorf("flags: %w", misuse(errors.New("--a excludes --b"))), 1, "spotnana probe: flags: --a excludes --b\n" + pointer},
	} {
		t.Run(name, func(t *testing.T) {
			probe := &cobra.Command{Use: "probe", RunE: func(*cobra.Command, []string) error { return tt.err }}
			var out, errOut strings.Builder
			code := run(t.Context(), rootCommand([]*cobra.Command{probe}), []string{"probe"}, nil, &out, &errOut)
			if code != tt.code || out.String() != "" || errOut.String() != tt.want {
				t.Errorf("got %d, %q, %q; want %d, %q", code, out.String(), errOut.String(), tt.code, tt.want)
			}
		})
	}
}

// Flags are understood before and after the arguments.
func TestFlagsAnywhere(t *testing.T) {
	for _, args := range [][]string{{"probe", "--format", "json", "plan.json"}, {"probe", "plan.json", "--format", "json"}, {"probe", "plan.json", "--format=json"}} {
		var got string
		probe := &cobra.Command{Use: "probe", Args: cobra.ExactArgs(1)}
		format := probe.Flags().String("format", "", "")
		probe.RunE = func(_ *cobra.Command, args []string) error {
			got = args[0] + " " + *format
			return nil
		}
		code := run(t.Context(), rootCommand([]*cobra.Command{probe}), args, nil, io.Discard, io.Discard)
		if code != 0 || got != "plan.json json" {
			t.Errorf("%v: got %d, %q", args, code, got)
		}
	}
}
