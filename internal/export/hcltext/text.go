package hcltext

import (
	"fmt"
	"strings"
	"unicode"
)

// quoted is a text in quotes. What does not print is escaped, and so is each "$" and "%" that would begin a template: one that is
// doubled instead would be taken for something else after another one.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		opens := (r == '$' || r == '%') && strings.HasPrefix(s[i+1:], "{")
		after := strings.HasSuffix(s[:i], string(r))
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '"', r == '\\':
			b.WriteString(`\` + string(r))
		case opens && after:
			fmt.Fprintf(&b, `\u%04x`, r)
		case opens:
			b.WriteString(string(r) + string(r))
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 1<<16:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// heredoc is a text of several lines as a person writes it; false for other values, and for texts that a heredoc would change.
func (v Value) heredoc(depth int) (string, bool) {
	if v.kind != text || v.comment != "" || strings.Count(strings.TrimSuffix(v.text, "\n"), "\n") == 0 {
		return "", false
	}
	ended := strings.HasSuffix(v.text, "\n")
	body := strings.TrimSuffix(v.text, "\n")
	lines := strings.Split(body, "\n")
	if !ended && lines[len(lines)-1] == "" || !plain(lines) {
		return "", false
	}
	mark := marker(lines)
	var b strings.Builder
	b.WriteString("<<-" + mark + "\n")
	for _, line := range lines {
		if line != "" {
			b.WriteString(strings.Repeat("  ", depth+1) + escapedLine(line))
		}
		b.WriteByte('\n')
	}
	b.WriteString(strings.Repeat("  ", depth) + mark)
	if ended {
		return b.String(), true
	}
	return "chomp(" + b.String() + "\n" + strings.Repeat("  ", depth) + ")", true
}

// plain says that a heredoc keeps the lines: all characters print, no line begins with white space, which would be taken for
// indentation, or with an accent, which would join that, and nothing has to be escaped that only quotes can.
func plain(lines []string) bool {
	for _, line := range lines {
		if line == "" {
			continue
		}
		first := []rune(line)[0]
		if unicode.IsSpace(first) || unicode.IsMark(first) || strings.Contains(line, "$${") || strings.Contains(line, "%%{") {
			return false
		}
		for _, r := range line {
			if !unicode.IsPrint(r) {
				return false
			}
		}
	}
	return lines[0] != ""
}

func escapedLine(line string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(line)
}

// marker is the word that ends the heredoc, which no line is.
func marker(lines []string) string {
	mark := "EOT"
	for i := 0; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) == mark {
			mark, i = mark+"_", -1
		}
	}
	return mark
}
