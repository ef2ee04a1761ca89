package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/configuration"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/review"
)

func reviewCommand() *cobra.Command {
	var failOn []string
	var out output
	var source source
	cmd := &cobra.Command{
		Use: "review <plan.json>", Short: "Say in words what a plan changes: for a merge request, or to stop a pipeline",
		Long: "Say in words what a plan changes, for whoever owns the travel program: which rules of which policy become looser or stricter, what is created and\n" +
			"deleted, and what somebody changed outside Terraform.\n\n" +
			"It reads what \"terraform show -json <plan file>\" prints (also OpenTofu's), from a file or, with -, from standard input. It asks no API, and prints nothing\n" +
			"that the plan marks as sensitive.\n\n" +
			"What --fail-on can name:\n" +
			"  loosened, tightened, changed   a rule of a policy that becomes looser or stricter, or is neither of them\n" +
			"  removed                        a rule or an attribute that goes, as those that the code of an import does not mention\n" +
			"  created, adopted, updated, replaced, destroyed, forgotten, imported, moved\n" +
			"                                 what happens to an object: adopted ones were there and are taken over, forgotten ones stay and are\n" +
			"                                 no longer managed, moved ones have another name in the code\n" +
			"  drift                          an object that was changed or deleted outside Terraform\n" +
			"  incomplete                     the plan does not show all changes: planning failed, or it was made with -target\n\n" +
			"Exit codes: 0 done, 1 error, 2 the plan has something that --fail-on names.",
		Example: "  terraform plan -out=tfplan\n  terraform show -json tfplan | spotnana review - --fail-on destroyed,loosened > review.md",
		Args:    oneFile,
	}
	out.flags(cmd, "markdown")
	source.flags(cmd)
	cmd.Flags().StringSliceVar(&failOn, "fail-on", nil, "`names` of what ends with exit code 2, separated by commas; see above")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := out.check(); err != nil {
			return misuse(err)
		}
		for i := range failOn {
			failOn[i] = strings.TrimSpace(failOn[i])
		}
		if unknown := review.Unknown(failOn); len(unknown) > 0 {
			return misuse(fmt.Errorf("--fail-on: there is no %q; choose from %s", strings.Join(unknown, `", "`), joined(review.Findings)))
		}
		plan, err := readPlan(cmd, args[0])
		if err != nil {
			return err
		}
		places, err := source.places()
		if err != nil {
			return err
		}
		report := review.New(plan, places)
		if err := out.write(cmd, report); err != nil {
			return err
		}
		if found := report.Found(failOn); len(found) > 0 {
			return exitWith(codeFinding, errors.New("the plan has "+strings.Join(found, ", ")))
		}
		return nil
	}
	return cmd
}

// source is the configuration that a plan was made of.
type source struct {
	folder, link string
}

func (s *source) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.folder, "source", "", "`folder` of the configuration, to name the file and the line of each rule; it is read, not run")
	cmd.Flags().StringVar(&s.link, "link", "", "`address` of that folder in a browser, at the commit of the plan (https://…), to make links of the places; needs --source")
}

// places find what the configuration has; nil where no folder was given.
func (s *source) places() (review.Places, error) {
	switch {
	case s.folder == "" && s.link != "":
		return nil, misuse(errors.New("--link needs --source: it makes links of the places there"))
	case s.folder == "":
		return nil, nil
	}
	link, err := s.address()
	if err != nil {
		return nil, misuse(fmt.Errorf("--link: %w", err))
	}
	folder := fromHere(s.folder)
	places, err := configuration.ReadPlaces(folder)
	if err != nil {
		return nil, fmt.Errorf("--source: %w", err)
	}
	return func(address, path string, planned map[string]any) review.Place {
		at, found := places.Of(address, path, planned)
		if !found {
			return review.Place{}
		}
		out := review.Place{File: at.File, Line: at.Line}
		if below, err := filepath.Rel(folder, at.File); link != nil && err == nil {
			line := *link.JoinPath((&url.URL{Path: filepath.ToSlash(below)}).EscapedPath())
			line.Fragment = fmt.Sprintf("L%d", at.Line)
			out.URL = line.String()
		}
		return out
	}, nil
}

// address is that of the folder in a browser, nil where none was given. It ends in reports that many read, so it holds no password.
func (s *source) address() (*url.URL, error) {
	if s.link == "" {
		return nil, nil
	}
	u, err := url.Parse(s.link)
	switch {
	case err != nil, u.Scheme != "https" && u.Scheme != "http", u.Host == "":
		return nil, errors.New("an address is wanted that begins with https://")
	case u.User != nil:
		return nil, errors.New("the address must not have a name or a password, because everyone who reads the report would see it")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("the address must end with the folder, without ? and #, because the names of files are put behind it")
	}
	return u, nil
}

// fromHere is a folder as seen from the working directory, where it lies in there: names of files in a report are read elsewhere.
func fromHere(folder string) string {
	here, err := os.Getwd()
	if err != nil || !filepath.IsAbs(folder) {
		return folder
	}
	if below, err := filepath.Rel(here, folder); err == nil && filepath.IsLocal(below) {
		return below
	}
	return folder
}

// output is how a report is written.
type output struct {
	format string
	limit  int
}

func (o *output) flags(cmd *cobra.Command, format string) {
	cmd.Flags().StringVar(&o.format, "format", format, "`form` of the report: "+joined(formats()))
	cmd.Flags().IntVar(&o.limit, "limit", review.Limit, "most `characters` of the report, 0 for no limit; what is left out is counted")
}

func (o *output) check() error {
	if review.Formats[o.format] == nil {
		return fmt.Errorf("--format: there is no %q; choose from %s", o.format, joined(formats()))
	}
	if o.limit < 0 {
		return errors.New("--limit: a number of characters, or 0 for no limit")
	}
	return nil
}

func (o *output) write(cmd *cobra.Command, r *review.Report) error {
	_, err := io.WriteString(cmd.OutOrStdout(), r.Within(o.limit, review.Formats[o.format]))
	return err
}

func formats() []string { return slices.Sorted(maps.Keys(review.Formats)) }

// joined are names for a message.
func joined[S ~string](names []S) string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		out = append(out, string(n))
	}
	return strings.Join(out, ", ")
}

// oneFile is for a subcommand that reads one file.
func oneFile(_ *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return errors.New("the file with the plan's JSON is missing; - is standard input")
	case 1:
		return nil
	}
	return fmt.Errorf("unexpected argument %q: there is one file", args[1])
}

func readPlan(cmd *cobra.Command, name string) (*planjson.Plan, error) {
	data, err := readFile(cmd, name)
	if err != nil {
		return nil, err
	}
	plan, err := planjson.Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shownName(name), err)
	}
	return plan, nil
}

// readFile reads a file, or standard input where its name is a dash.
func readFile(cmd *cobra.Command, name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(cmd.InOrStdin())
	}
	return os.ReadFile(name) //nolint:gosec // the user names the file
}

func shownName(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}
