package sandbox

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// apiError is an answer in an API's error document.
type apiError struct {
	status   int
	header   http.Header
	messages []message
}

// message is one entry of the error document. field is the path of the property or the name of the parameter, limit the
// length that a value exceeds.
type message struct {
	code, text, field string
	limit             int
}

// anywhere is the message without positions in arrays, which differ from answer to answer.
func (m message) anywhere() message {
	return message{code: m.code, text: position.ReplaceAllString(m.text, "[]"), field: position.ReplaceAllString(m.field, "[]")}
}

var position = regexp.MustCompile(`\[\d+\]`)

func (f *apiError) Error() string {
	texts := make([]string, len(f.messages))
	for i, m := range f.messages {
		texts[i] = m.code + ": " + m.text
	}
	return strings.Join(texts, "; ")
}

func fail(status int, code, field, format string, args ...any) *apiError {
	return &apiError{status: status, messages: []message{{code: code, field: field, text: fmt.Sprintf(format, args...)}}}
}

func badRequest(code, field, format string, args ...any) *apiError {
	return fail(http.StatusBadRequest, code, field, format, args...)
}

// forbidden refuses what the caller may not do now; a delete has no other documented way to be refused.
func forbidden(code, field, format string, args ...any) *apiError {
	return fail(http.StatusForbidden, code, field, format, args...)
}

func notFound(what, id string) *apiError {
	return fail(http.StatusNotFound, "NOT_FOUND", "", "There is no %s %q.", what, id)
}

// terse is the error with nothing but its codes.
func (f *apiError) terse() *apiError {
	out := &apiError{status: f.status, header: f.header}
	for _, m := range f.messages {
		out.messages = append(out.messages, message{code: m.code})
	}
	return out
}

// document is Spotnana's error document: debugIdentifier and errorMessages.
func (f *apiError) document(debugID string) map[string]any {
	messages := make([]any, len(f.messages))
	for i, m := range f.messages {
		entry := map[string]any{"errorCode": m.code}
		if m.text != "" {
			entry["message"] = m.text
		}
		if m.field != "" {
			entry["errorParameters"] = []any{map[string]any{"name": "field", "value": m.field}}
			entry["errorDetail"] = "See " + m.field + " in the request."
		}
		messages[i] = entry
	}
	return map[string]any{"debugIdentifier": debugID, "errorMessages": messages}
}
