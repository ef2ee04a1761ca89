package planjson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Warning is what the provider says that a plan cannot show.
type Warning struct {
	// Summary names the object, Lines are what changed about it.
	Summary string
	Lines   []string
}

// outside is what the provider's warnings of changes outside Terraform have in their summaries.
const outside = "was changed outside Terraform"

// FailedError says that the messages are those of a plan that failed.
type FailedError struct{ Summary string }

func (e *FailedError) Error() string {
	return "planning failed, so nobody knows what changed: " + e.Summary
}

// message is a message of terraform plan -json.
type message struct {
	Type       string `json:"type"`
	Diagnostic struct {
		Severity string `json:"severity"`
		Summary  string `json:"summary"`
		Detail   string `json:"detail"`
	} `json:"diagnostic"`
}

// Warnings reads the messages of "terraform plan -json", one JSON object a line, and returns the warnings of changes outside Terraform
// that no plan can show, each once. Messages of a plan that failed are an error, a FailedError, and so are those that end too early.
func Warnings(data []byte) ([]Warning, error) {
	data, err := plain(data)
	if err != nil {
		return nil, err
	}
	var out []Warning
	ended, lines := false, bufio.NewReader(bytes.NewReader(data))
	for n := 1; ; n++ {
		line, eof := lines.ReadBytes('\n')
		if text := bytes.TrimSpace(line); len(text) > 0 {
			var m message
			if err := json.Unmarshal(text, &m); err != nil || m.Type == "" {
				return nil, fmt.Errorf("line %d is no message of Terraform. Make the file so:\n  terraform plan -json -out=tfplan > plan.jsonl", n)
			}
			if m.Diagnostic.Severity == "error" {
				return nil, &FailedError{m.Diagnostic.Summary}
			}
			ended = ended || m.Type == "change_summary"
			w := Warning{m.Diagnostic.Summary, bullets(m.Diagnostic.Detail)}
			if strings.Contains(w.Summary, outside) && !slices.ContainsFunc(out, func(o Warning) bool { return o.Summary == w.Summary }) {
				out = append(out, w)
			}
		}
		if eof != nil {
			break
		}
	}
	if !ended {
		return nil, errors.New("the messages have no summary of changes at their end: the file is empty, only a part of what terraform plan -json printed, or the plan was stopped")
	}
	return out, nil
}

// bullets are the lines of a list in a text, as the provider's warnings have them.
func bullets(detail string) []string {
	var out []string
	for line := range strings.Lines(detail) {
		if text, found := strings.CutPrefix(strings.TrimSpace(line), "- "); found {
			out = append(out, text)
		}
	}
	return out
}
