package review

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// Markdown is the report for a comment on a merge request, as GitHub and GitLab show it.
func (r *Report) Markdown() string {
	var b strings.Builder
	block := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n\n", args...) }
	block("## %s", markdown(r.Headline))
	for _, n := range r.Notes {
		block("> %s", markdown(n))
	}
	for _, o := range r.Policies {
		b.WriteString(policyMarkdown(o, "###", "Before", "After"))
	}
	if len(r.Inheriting) > 0 {
		block("### Policies that inherit from these")
		b.WriteString(listed(r.Inheriting, inheritingLine) + "\n")
	}
	if len(r.Others) > 0 {
		block("### Other objects")
		b.WriteString(listed(r.Others, otherLine) + "\n")
	}
	b.WriteString(r.driftMarkdown())
	if len(r.Waiting) > 0 {
		block("### Not applied yet")
		b.WriteString(listed(r.Waiting, waitingLine) + "\n")
	}
	if s := r.leftOut(); s != "" {
		block("**%s**", markdown(s))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// driftMarkdown is the part about changes outside Terraform.
func (r *Report) driftMarkdown() string {
	var b strings.Builder
	policies, others := byKind(r.Drift)
	level := "###"
	if len(r.Drift) > 0 && !r.outside {
		level = "####"
		b.WriteString("### Changed outside Terraform since the last apply\n\n")
	}
	for _, o := range policies {
		b.WriteString(policyMarkdown(o, level, "As applied", "Now"))
	}
	if len(others) > 0 {
		b.WriteString(listed(others, otherLine) + "\n")
	}
	if len(r.Warnings) > 0 {
		b.WriteString("### Changed outside Terraform, and no plan can show it\n\n")
		for _, w := range r.Warnings {
			b.WriteString("- " + markdown(w.Summary) + "\n")
			for _, line := range w.Lines {
				b.WriteString("  - " + markdown(line) + "\n")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// byKind are the policies of a list, and the other objects.
func byKind(objects []Object) (policies, others []Object) {
	for _, o := range objects {
		if o.Type == policyType {
			policies = append(policies, o)
		} else {
			others = append(others, o)
		}
	}
	return policies, others
}

// prefixes are what stands before the name of a policy in its heading.
var prefixes = map[Action]string{
	Created: "New policy: ", Adopted: "Policy taken over: ", Destroyed: "Policy deleted: ", Replaced: "Policy replaced: ", Forgotten: "Policy no longer managed: ",
}

func heading(o Object) string {
	prefix := prefixes[o.Action]
	if prefix == "" && o.Imported {
		prefix = "Policy imported: "
	}
	if prefix == "" {
		prefix = "Policy: "
	}
	return prefix + title(o)
}

// title is the name of an object, or its address where it has none.
func title(o Object) string {
	if o.Name == "" {
		return o.Address
	}
	return o.Name
}

// policyMarkdown is a part of the report for one policy.
func policyMarkdown(o Object, level, before, after string) string {
	var b strings.Builder
	block := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n\n", args...) }
	block("%s %s", level, markdown(heading(o)))
	about := "<sub>" + markdown(o.Address) + "</sub>"
	if o.File != "" {
		about = "<sub>" + markdown(o.Address) + ", " + o.Place.markdown() + "</sub>"
	}
	if o.Travelers != "" {
		about = "Applies to " + markdown(o.Travelers) + " " + about
	}
	block("%s", about)
	if notes := slices.Concat(o.Notes, rest(o)); len(notes) > 0 {
		block("%s", markdown(strings.Join(notes, " ")))
	}
	if len(o.Rules) > 0 {
		b.WriteString(rulesMarkdown(o.Rules, before, after) + "\n")
	}
	if len(o.Text) > 0 {
		fmt.Fprintf(&b, "<details>\n<summary>%s</summary>\n\n| Rule | Value |\n| --- | --- |\n", count(len(o.Text), "rule", "rules"))
		for _, s := range o.Text {
			fmt.Fprintf(&b, "| %s | %s |\n", markdown(s.Subject), markdown(s.Value))
		}
		b.WriteString("\n</details>\n\n")
	}
	return b.String()
}

// rulesMarkdown is a table of rules that change, with the places of those where one is known.
func rulesMarkdown(rules []Rule, before, after string) string {
	head, line := []string{"Rule", before, after, "Direction"}, func(r Rule) []string {
		return []string{markdown(r.Subject), cell(r.Before), cell(r.After), direction(r.Direction)}
	}
	if slices.ContainsFunc(rules, func(r Rule) bool { return r.File != "" }) {
		plain := line
		head, line = append(head, "Where"), func(r Rule) []string { return append(plain(r), r.Place.markdown()) }
	}
	var b strings.Builder
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	row(head)
	row(slices.Repeat([]string{"---"}, len(head)))
	for _, r := range rules {
		row(line(r))
	}
	return b.String()
}

// markdown is a place as a link, where it has an address.
func (p Place) markdown() string {
	switch {
	case p.File == "":
		return "–"
	case p.URL == "":
		return markdown(p.String())
	}
	return "[" + markdown(p.String()) + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", "\\", "%5C", "\n", "%0A").Replace(p.URL) + ">)"
}

// String is a place as tools print it: "policies.tf:23", empty where there is none.
func (p Place) String() string {
	if p.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// rest is a sentence about the attributes that no rule tells.
func rest(o Object) []string {
	if len(o.Attributes) == 0 {
		return nil
	}
	return []string{"In the code: " + phrase(o.Attributes) + "."}
}

func cell(v *string) string { return markdown(shown(v)) }

// shown is a value, or a dash where there is none.
func shown(v *string) string {
	if v == nil {
		return "–"
	}
	return *v
}

// direction is the word for a direction; what lets travelers do more stands out.
func direction(d statement.Direction) string {
	if d == statement.Loosened {
		return "**" + string(d) + "**"
	}
	return string(d)
}

// listed is a list with a line for each object.
func listed(objects []Object, line func(Object) string) string {
	var b strings.Builder
	for _, o := range objects {
		name := ""
		if o.Name != "" {
			name = " **" + markdown(o.Name) + "**"
		}
		fmt.Fprintf(&b, "- %s%s: %s <sub>%s</sub>\n", markdown(capital(o.Kind)), name, markdown(line(o)), markdown(o.Address))
	}
	return b.String()
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// otherLine is what happens to an object that is no policy.
func otherLine(o Object) string {
	var parts []string
	if o.Action == Created && len(o.Notes) == 0 {
		parts = append(parts, "is created.")
	}
	parts = append(parts, o.Notes...)
	if s := phrase(o.Attributes); s != "" {
		parts = append(parts, s+".")
	}
	return strings.Join(parts, " ")
}

// waitingLine is what waits to be done with an object.
func waitingLine(o Object) string {
	switch {
	case o.Imported && o.Action == Unchanged:
		return "imported"
	case o.Action == Unchanged:
		return "renamed in the code (it was " + o.PreviousAddress + ")"
	case o.Imported:
		return "imported and " + string(o.Action)
	}
	return string(o.Action)
}

// mostSubjects is how many rules a line names.
const mostSubjects = 5

// inheritingLine is which rules of a policy follow those of another one.
func inheritingLine(o Object) string {
	var names []string
	for _, r := range o.Rules {
		names = append(names, r.Subject)
	}
	if more := len(names) - mostSubjects; more > 0 {
		names = append(names[:mostSubjects], fmt.Sprintf("%d more", more))
	}
	return count(len(o.Rules), "rule follows", "rules follow") + " (" + strings.Join(names, "; ") + ")"
}
