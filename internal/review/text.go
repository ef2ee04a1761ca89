package review

import (
	"fmt"
	"slices"
	"strings"
)

// Text is the report for a terminal or a log.
func (r *Report) Text() string {
	var b strings.Builder
	b.WriteString(clean(r.Headline) + "\n")
	for _, n := range r.Notes {
		b.WriteString("Note: " + clean(n) + "\n")
	}
	for _, o := range r.Policies {
		b.WriteString("\n" + policyText(o))
	}
	b.WriteString(lines("Policies that inherit from these", r.Inheriting, inheritingLine))
	b.WriteString(lines("Other objects", r.Others, otherLine))
	policies, others := byKind(r.Drift)
	if len(r.Drift) > 0 && !r.outside {
		b.WriteString("\nChanged outside Terraform since the last apply:\n")
	}
	for _, o := range policies {
		b.WriteString("\n" + policyText(o))
	}
	b.WriteString(lines("", others, otherLine))
	if len(r.Warnings) > 0 {
		b.WriteString("\nChanged outside Terraform, and no plan can show it:\n")
		for _, w := range r.Warnings {
			b.WriteString("  " + clean(w.Summary) + "\n")
			for _, line := range w.Lines {
				b.WriteString("    " + clean(line) + "\n")
			}
		}
	}
	b.WriteString(lines("Not applied yet", r.Waiting, waitingLine))
	if s := r.leftOut(); s != "" {
		b.WriteString("\n" + s + "\n")
	}
	return b.String()
}

func policyText(o Object) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", clean(heading(o)), clean(strings.TrimSuffix(o.Address+", "+o.Place.String(), ", ")))
	if o.Travelers != "" {
		b.WriteString("  Applies to " + clean(o.Travelers) + "\n")
	}
	for _, n := range slices.Concat(o.Notes, rest(o)) {
		b.WriteString("  " + clean(n) + "\n")
	}
	for _, r := range o.Rules {
		where := ""
		if r.File != "" {
			where = " (" + clean(r.Place.String()) + ")"
		}
		fmt.Fprintf(&b, "  %-9s  %s: %s -> %s%s\n", r.Direction, clean(r.Subject), plainCell(r.Before), plainCell(r.After), where)
	}
	for _, s := range o.Text {
		fmt.Fprintf(&b, "  %s: %s\n", clean(s.Subject), clean(s.Value))
	}
	return b.String()
}

func plainCell(v *string) string {
	if v == nil {
		return "(none)"
	}
	return clean(*v)
}

func lines(about string, objects []Object, line func(Object) string) string {
	if len(objects) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n")
	if about != "" {
		b.WriteString(about + ":\n")
	}
	for _, o := range objects {
		fmt.Fprintf(&b, "  %s (%s): %s\n", clean(capital(o.Kind)+" "+o.Name), clean(o.Address), clean(line(o)))
	}
	return b.String()
}

// JSON is the report for programs: a Report.
func (r *Report) JSON() string {
	var b strings.Builder
	_ = writeJSON(&b, r) // of texts and numbers alone, into memory
	return b.String()
}
