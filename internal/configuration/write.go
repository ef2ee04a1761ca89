package configuration

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Text writes a line for each finding.
func Text(w io.Writer, findings []Finding) error {
	for _, f := range findings {
		if _, err := fmt.Fprintf(w, "%s:%d:%d: %s\n", f.File, f.Line, f.Column, f.Message); err != nil {
			return err
		}
	}
	return nil
}

// JSON writes an object with the list of findings.
func JSON(w io.Writer, findings []Finding) error {
	if findings == nil {
		findings = []Finding{}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"findings": findings})
}

// The characters that end a message or a property of a command to GitHub's runner.
var (
	messageEscapes  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// GitHub writes an annotation for each finding, which a workflow shows at its line. GitHub looks for the files in workspace, the folder
// of the repository; "" is the working directory.
func GitHub(w io.Writer, workspace string, findings []Finding) error {
	for _, f := range findings {
		end := fmt.Sprintf(",endLine=%d", f.EndLine)
		if f.EndLine == f.Line { // GitHub takes columns of one line only
			end += fmt.Sprintf(",col=%d,endColumn=%d", f.Column, f.EndColumn)
		}
		if _, err := fmt.Fprintf(w, "::error file=%s,line=%d%s,title=%s::%s\n", propertyEscapes.Replace(inWorkspace(f.File, workspace)), f.Line, end,
			propertyEscapes.Replace("Unknown to the provider"), messageEscapes.Replace(f.Message)); err != nil {
			return err
		}
	}
	return nil
}

// inWorkspace is a file as GitHub knows it: from the folder of the repository, with slashes.
func inWorkspace(file, workspace string) string {
	whole, err := filepath.Abs(file)
	if workspace != "" && err == nil {
		if relative, err := filepath.Rel(workspace, whole); err == nil && filepath.IsLocal(relative) {
			file = relative
		}
	}
	return filepath.ToSlash(file)
}
