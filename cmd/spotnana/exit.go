package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The exit codes that all subcommands have in common; 0 is done.
const (
	codeError   = 1
	codeFinding = 2 // what --fail-on names was found
)

// exitError ends the program with a code; err is printed unless it is nil.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// exitWith is for a subcommand that ends with another code than 1. Without an error it ends silently: its output said everything.
func exitWith(code int, err error) error { return &exitError{code: code, err: err} }

// misuseError is an error of who called the program; the help says how to do it.
type misuseError struct{ error }

func (e misuseError) Unwrap() error { return e.error }

// misuse is for a subcommand that finds out by itself that it was called in the wrong way, such as by two flags that exclude each other. For
// arguments and flags that the library refuses it is not needed.
func misuse(err error) error { return misuseError{err} }

// begun marks the errors of a subcommand that has begun to run: all others come from the library, which refused the arguments.
func begun(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := run(cmd, args)
		var exit *exitError
		var wrong misuseError
		if err == nil || errors.As(err, &exit) || errors.As(err, &wrong) {
			return err
		}
		return exitWith(codeError, err)
	}
}

// report prints the error that a command returned, and returns the exit code.
func report(cmd *cobra.Command, err error) int {
	if err == nil {
		return 0
	}
	var exit *exitError
	ran := errors.As(err, &exit)
	if ran && exit.err == nil {
		return exit.code
	}
	cmd.PrintErrf("%s: %s\n", cmd.CommandPath(), strings.TrimSpace(err.Error()))
	if ran {
		return exit.code
	}
	cmd.PrintErrf("Run \"%s --help\" to see how it is called.\n", cmd.CommandPath())
	return codeError
}

// noArguments is for a subcommand that takes flags only; the library's own words are those for a subcommand that there is not.
func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unexpected argument %q", args[0])
	}
	return nil
}

// spelled adds to the error of a flag with one dash, as Go programs have them, how it is written here.
func spelled(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	name, _, _ := strings.Cut(unknown.GetSpecifiedShortnames(), "=")
	if cmd.Flags().Lookup(name) == nil {
		return err
	}
	return fmt.Errorf("unknown flag -%s: write --%s", name, name)
}
