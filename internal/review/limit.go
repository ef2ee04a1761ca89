package review

import (
	"slices"
	"sort"
	"strings"
)

// Limit is how long a report is at most unless another limit is asked for: GitHub takes 65,536 characters in a comment, GitLab more.
const Limit = 65000

// Formats are the forms of a report.
var Formats = map[string]func(*Report) string{"markdown": (*Report).Markdown, "text": (*Report).Text, "json": (*Report).JSON}

// Within renders the report with at most so many bytes, so that no way to count characters finds more; 0 is no limit. What is too much
// is left out line by line, from the end, and counted; the headline is always there.
func (r *Report) Within(limit int, format func(*Report) string) string {
	out := format(r)
	if limit <= 0 || len(out) <= limit {
		return out
	}
	n := sort.Search(r.units(), func(n int) bool { return len(format(r.first(n+1))) > limit })
	return format(r.first(n))
}

// units counts what can be left out: objects, their rules and their texts, and warnings.
func (r *Report) units() int {
	n := len(r.Warnings)
	for _, o := range r.objects() {
		n += 1 + len(o.Rules) + len(o.Text)
	}
	return n
}

func (r *Report) objects() []Object {
	return slices.Concat(r.Policies, r.Inheriting, r.Others, r.Drift, r.Waiting)
}

// first is the report with so many units. What changes comes before the texts of policies that begin or end to be, because those
// are long and can be read elsewhere.
func (r *Report) first(n int) *Report {
	out, left := *r, &LeftOut{}
	take := func() bool {
		n--
		return n >= 0
	}
	cut := func(objects []Object) []Object {
		kept := []Object{}
		for _, o := range objects {
			text := o.Text
			o.Text = nil
			if !take() {
				left.Objects++
				left.Rules += len(o.Rules) + len(text)
				continue
			}
			// An inheriting policy has one line, whatever follows.
			rules := o.Rules
			o.Rules = nil
			for _, rule := range rules {
				if !take() {
					break
				}
				o.Rules = append(o.Rules, rule)
			}
			left.Rules += len(rules) - len(o.Rules)
			kept = append(kept, o)
		}
		return kept
	}
	out.Policies, out.Inheriting, out.Others = cut(r.Policies), cut(r.Inheriting), cut(r.Others)
	out.Drift, out.Waiting = cut(r.Drift), cut(r.Waiting)
	out.Warnings = []Warning{}
	for _, w := range r.Warnings {
		if take() {
			out.Warnings = append(out.Warnings, w)
		} else {
			left.Objects++
		}
	}
	for i := range out.Policies {
		text := r.Policies[i].Text
		o := &out.Policies[i]
		for _, s := range text {
			if !take() {
				break
			}
			o.Text = append(o.Text, s)
		}
		left.Rules += len(text) - len(o.Text)
	}
	if *left != (LeftOut{}) {
		out.LeftOut = left
	}
	return &out
}

// leftOut is a sentence about what was left out, empty when nothing was.
func (r *Report) leftOut() string {
	if r.LeftOut == nil {
		return ""
	}
	var parts []string
	if n := r.LeftOut.Rules; n > 0 {
		parts = append(parts, count(n, "rule", "rules"))
	}
	if n := r.LeftOut.Objects; n > 0 {
		parts = append(parts, count(n, "object", "objects"))
	}
	return "Left out, because the report would be too long: " + strings.Join(parts, " and ") + "."
}
