package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/export"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

func exportCommand() *cobra.Command {
	var o export.Options
	var all bool
	var kinds []string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the configuration of an existing account",
		Long: `Write the configuration of an existing account, with import blocks: what Terraform plans with it imports everything and
changes nothing.

Credentials, and where the API is, come from the environment variables of the provider, such as SPOTNANA_CLIENT_ID and
SPOTNANA_SANDBOX. Nothing is written to the API. The folder gets a file for each kind of object and company, imports.tf,
versions.tf, and EXPORT.md, which says what is left out and why: what these credentials may not see, and what no answer of
the API has. That is no error.

Kinds: ` + strings.Join(export.Kinds(), ", ") + `.
Trips and their notes are exported only where --kinds names them; API users and companies of Unite only with --all.`,
		Example: "  spotnana export --all --out travel\n  spotnana export --company 4974a66b-7493-4f41-908c-58ba81093947 --kinds company,policy --out acme",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if all == (len(o.Companies) > 0) {
				return misuse(errors.New("say what to export: --all, or --company with an id, once for each"))
			}
			if slices.ContainsFunc(o.Companies, spelling.Blank) {
				return misuse(errors.New("--company is empty"))
			}
			if spelling.Blank(o.Folder) {
				return misuse(errors.New("--out is empty: name the folder that the files go to"))
			}
			if cmd.Flags().Changed("kinds") && len(kinds) == 0 {
				return misuse(errors.New("--kinds is empty: name kinds, or leave it out"))
			}
			var err error
			if o.Kinds, err = export.ParseKinds(kinds); err != nil {
				return misuse(fmt.Errorf("--kinds: %w", err))
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return exported(ctx, cmd, o)
		},
	}
	cmd.Flags().StringArrayVar(&o.Companies, "company", nil, "`id` of a company to export; may be given several times")
	cmd.Flags().BoolVar(&all, "all", false, "export all companies, and what belongs to the tenant")
	cmd.Flags().StringSliceVar(&kinds, "kinds", nil, "only these `kinds` of objects, separated by commas")
	cmd.Flags().StringVar(&o.Folder, "out", "spotnana", "`folder` that the files go to; it is made, or empty")
	cmd.Flags().BoolVar(&o.Force, "force", false, "write to a folder that is not empty: files of the same names are replaced, those of an earlier export removed")
	return cmd
}

// exported exports, and says what it has done.
func exported(ctx context.Context, cmd *cobra.Command, o export.Options) error {
	frugal()
	p := &provider.Provider{Version: cmd.Root().Version}
	if err := configured(ctx, cmd.ErrOrStderr(), p); err != nil {
		return err
	}
	progress := newProgress(cmd.ErrOrStderr())
	o.Progress = progress.show
	r, err := export.Run(ctx, p, o)
	progress.end()
	switch {
	case ctx.Err() != nil && err != nil:
		return fmt.Errorf("interrupted: nothing is written to %s", o.Folder)
	case err != nil:
		return explained(err)
	}
	_, err = io.WriteString(cmd.OutOrStdout(), summary(r, o.Folder))
	return err
}

// configured configures the provider; its warnings go to out.
func configured(ctx context.Context, out io.Writer, p *provider.Provider) error {
	diags := p.ConfigureFromEnvironment(ctx)
	for _, d := range diags.Warnings() {
		if _, err := fmt.Fprintf(out, "%s: %s\n", d.Summary(), d.Detail()); err != nil {
			return err
		}
	}
	var failed []error
	for _, d := range diags.Errors() {
		failed = append(failed, errors.New(told(d)))
	}
	return errors.Join(failed...)
}

func told(d diag.Diagnostic) string { return d.Summary() + ". " + d.Detail() }

// explained is an error of the API with what to do about it.
func explained(err error) error {
	e := apierr.As(err)
	if e == nil || e.Hint == "" || strings.Contains(err.Error(), e.Hint) {
		return err
	}
	return fmt.Errorf("%w\n%s", err, e.Hint)
}

// summary is what an export says at its end.
func summary(r *export.Report, folder string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Exported %s to %s: %d files with %d lines.\n", r.Extent(), folder, r.Files, r.Lines)
	for _, part := range []struct {
		title string
		names []string
	}{{"Replaced", r.Folder.Replaced}, {"Removed, of an earlier export", r.Folder.Removed}, {"Kept, not of an export", r.Folder.Kept}} {
		if len(part.names) > 0 {
			fmt.Fprintf(&b, "%s: %s.\n", part.title, strings.Join(part.names, ", "))
		}
	}
	for _, part := range []struct {
		title string
		items []export.Item
	}{{"Left out", r.LeftOut}, {"Good to know", r.Notes}} {
		if len(part.items) > 0 {
			fmt.Fprintf(&b, "\n%s:\n", part.title)
		}
		for _, i := range part.items {
			fmt.Fprintf(&b, "  - %s: %s\n", i.What, i.Why)
		}
	}
	fmt.Fprintf(&b, "\nNext: terraform -chdir=%s init, then terraform -chdir=%[1]s plan: %d to import, 0 to add, 0 to change, 0 to destroy.\n", word(folder), r.Objects)
	if len(r.Folder.Replaced)+len(r.Folder.Removed) > 0 {
		b.WriteString("If an earlier export was applied here: objects whose names have changed since have other addresses now. Where the plan destroys one, move it before the apply: " +
			"terraform state mv <old address> <new address>.\n")
	}
	if file := os.Getenv("SPOTNANA_SANDBOX"); file != "" && !filepath.IsAbs(file) {
		fmt.Fprintf(&b, "SPOTNANA_SANDBOX=%s is relative to the working folder, which is another one there: set it to the whole path before.\n", file)
	}
	return b.String()
}

// word is a text as one word of a shell's command line.
func word(text string) string {
	const plain = "%+,-./:=@_"
	if !strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(plain, r)
	}) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// softLimit is how much memory, in bytes, the garbage may fill before it is collected more often.
const softLimit = 80 << 20

// frugal bounds the memory, unless somebody chose otherwise.
func frugal() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softLimit)
	}
}

// progress is a line on a terminal that says how far something is; elsewhere nothing.
type progress struct {
	out io.Writer
	on  bool
}

func newProgress(out io.Writer) *progress {
	file, isFile := out.(*os.File)
	return &progress{out: out, on: isFile && isatty.IsTerminal(file.Fd())}
}

// bar is how many characters the bar has.
const bar = 30

func (p *progress) show(what string, done, total int) {
	if !p.on || total == 0 {
		return
	}
	full := bar * done / total
	p.print(fmt.Sprintf("\r\x1b[K[%s%s] %s %d/%d", strings.Repeat("#", full), strings.Repeat(".", bar-full), what, done, total))
}

// end takes the line away.
func (p *progress) end() {
	if p.on {
		p.print("\r\x1b[K")
	}
}

func (p *progress) print(text string) {
	if _, err := io.WriteString(p.out, text); err != nil {
		p.on = false // nobody reads it
	}
}
