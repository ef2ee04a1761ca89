// Package hcltext writes configurations of Terraform as a person would write them: short values on one line, long ones on several,
// texts of several lines as heredocs, all formatted as terraform fmt does.
package hcltext

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// Value is an expression.
type Value struct {
	kind kind
	// text is the expression of a literal, and the value of a text.
	text    string
	members []Member
	elems   []Value
	// comment stands behind the value, on its line.
	comment string
}

type kind int

const (
	literal kind = iota
	text
	object
	list
	call
)

// Member is an attribute of an object, or an argument of a block.
type Member struct {
	Name  string
	Value Value
	// Remark makes the member a comment, which ends with this text: what could be written there, and is not known.
	Remark string
}

// Raw is an expression as it is written.
func Raw(expression string) Value { return Value{kind: literal, text: expression} }

// Text is a string.
func Text(s string) Value { return Value{kind: text, text: s} }

// Object is an object. Members whose names are no identifiers are quoted.
func Object(members []Member) Value { return Value{kind: object, members: members} }

// List is a list.
func List(elems []Value) Value { return Value{kind: list, elems: elems} }

// Set is a list whose order has no meaning, sorted by what is written.
func Set(elems []Value) Value {
	lines := make([]string, len(elems))
	order := make([]int, len(elems))
	for i, e := range elems {
		lines[i], order[i] = e.line(), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(lines[a], lines[b]) })
	sorted := make([]Value, len(elems))
	for i, at := range order {
		sorted[i] = elems[at]
	}
	return List(sorted)
}

// Call is a function of one value.
func Call(function string, argument Value) Value {
	return Value{kind: call, text: function, elems: []Value{argument}}
}

// Commented is the value with a comment behind it.
func (v Value) Commented(comment string) Value {
	v.comment = comment
	return v
}

// Block is a block with its labels, its arguments, and lines of comments before it.
type Block struct {
	Comments  []string
	Type      string
	Labels    []string
	Arguments []Member
}

// Format is blocks as the text of a file, in the style of terraform fmt. They are formatted one by one, which takes less memory:
// nothing is aligned across the empty line between two.
func Format(header string, blocks []Block) []byte {
	w := &writer{}
	w.remark(header)
	out := []byte(w.text.String())
	for _, b := range blocks {
		w.text.Reset()
		w.block(b)
		out = append(out, hclwrite.Format([]byte(w.text.String()))...)
	}
	return out
}

type writer struct{ text strings.Builder }

func (w *writer) put(s string) { w.text.WriteString(s) }

// remark writes lines of comments.
func (w *writer) remark(comment string) {
	if comment == "" {
		return
	}
	for line := range strings.SplitSeq(comment, "\n") {
		w.put(strings.TrimRight("# "+line, " ") + "\n")
	}
}

func (w *writer) block(b Block) {
	w.put("\n")
	for _, c := range b.Comments {
		w.remark(c)
	}
	w.put(b.Type)
	for _, l := range b.Labels {
		w.put(" " + quoted(l))
	}
	if len(b.Arguments) == 0 {
		w.put(" {}\n")
		return
	}
	w.put(" {\n")
	w.members(b.Arguments, 1)
	w.put("}\n")
}

func (w *writer) indent(depth int) { w.put(strings.Repeat("  ", depth)) }

// members writes one member a line.
func (w *writer) members(members []Member, depth int) {
	for _, m := range members {
		w.indent(depth)
		if m.Remark != "" {
			w.put("# " + key(m.Name) + " = " + m.Value.line() + " # " + m.Remark + "\n")
			continue
		}
		w.put(key(m.Name) + " = ")
		if doc, ok := m.Value.heredoc(depth); ok {
			w.put(doc)
		} else {
			w.value(m.Value, depth)
		}
		if m.Value.comment != "" {
			w.put(" # " + m.Value.comment)
		}
		w.put("\n")
	}
}

// value writes a value whose first line stands at the depth.
func (w *writer) value(v Value, depth int) {
	if v.short(0) {
		w.put(v.line())
		return
	}
	switch v.kind {
	case object:
		w.put("{\n")
		w.members(v.members, depth+1)
		w.indent(depth)
		w.put("}")
	case list:
		w.put("[\n")
		for _, e := range v.elems {
			w.indent(depth + 1)
			w.value(e, depth+1)
			w.put(",")
			if e.comment != "" {
				w.put(" # " + e.comment)
			}
			w.put("\n")
		}
		w.indent(depth)
		w.put("]")
	case call:
		w.put(v.text + "(")
		w.value(v.elems[0], depth)
		w.put(")")
	case literal, text:
		w.put(v.line())
	}
}

const (
	// wide is how many characters a value on one line may have, many how many members.
	wide = 80
	many = 4
	// deep is how deep objects and lists may be nested on one line.
	deep = 2
)

// short says that a value stands on one line.
func (v Value) short(depth int) bool {
	switch v.kind {
	case literal, text:
		return true
	case call:
		return v.elems[0].short(depth)
	case object:
		if len(v.members) > many {
			return false
		}
		for _, m := range v.members {
			if m.Remark != "" || m.Value.comment != "" || !m.Value.short(depth+1) {
				return false
			}
		}
	case list:
		for _, e := range v.elems {
			if e.comment != "" || !e.short(depth+1) {
				return false
			}
		}
	}
	empty := len(v.members)+len(v.elems) == 0
	return empty || depth < deep && utf8.RuneCountInString(v.line()) <= wide
}

// line is a value on one line.
func (v Value) line() string {
	switch v.kind {
	case text:
		return quoted(v.text)
	case object:
		if len(v.members) == 0 {
			return "{}"
		}
		parts := make([]string, len(v.members))
		for i, m := range v.members {
			parts[i] = key(m.Name) + " = " + m.Value.line()
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case list:
		parts := make([]string, len(v.elems))
		for i, e := range v.elems {
			parts[i] = e.line()
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case call:
		return v.text + "(" + v.elems[0].line() + ")"
	case literal:
	}
	return v.text
}

// key is the name of a member: of an identifier that is no keyword it is that.
func key(name string) string {
	if hclsyntax.ValidIdentifier(name) && !keywords[name] && strings.IndexFunc(name, odd) < 0 {
		return name
	}
	return quoted(name)
}

// odd says that a character is none that a person would have in an identifier, such as the mark of the order of bytes, which is
// taken for one at the begin of a text.
func odd(r rune) bool { return r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsNumber(r) }

// keywords are identifiers that begin something else in an object.
var keywords = map[string]bool{"for": true, "if": true, "in": true, "null": true, "true": true, "false": true}
