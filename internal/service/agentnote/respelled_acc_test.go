package agentnote_test

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// text is a note with all that a server may write in another way.
const text = "Call Zoë <zoe@acme.example> & \"Max\" first,  if a < b > c.\nIt's <b>urgent</b>! "

// spellings are the ways in which servers store a note, by a word that the note begins with.
var spellings = map[string]func(string) string{
	"Verbatim":  func(s string) string { return s },
	"Named":     html.EscapeString,
	"Lax":       strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace,
	"Numeric":   strings.NewReplacer("<", "&#60;", ">", "&#x3E;", "&", "&#38;", "'", "&#x27;", "ë", "&euml;").Replace,
	"Twice":     func(s string) string { return html.EscapeString(html.EscapeString(s)) },
	"Nbsp":      func(s string) string { return strings.ReplaceAll(html.EscapeString(s), "  ", " &nbsp;") },
	"Windows":   strings.NewReplacer("\n", "\r\n").Replace,
	"Trimmed":   strings.TrimSpace,
	"Collapsed": func(s string) string { return strings.Join(strings.Fields(s), " ") },
	"Apart":     norm.NFD.String,
	"Paragraph": addMarkup,
	"Breaks":    func(s string) string { return strings.ReplaceAll(html.EscapeString(s), "\n", "<br />") },
	"Linked": func(s string) string {
		return strings.ReplaceAll(html.EscapeString(s), "zoe@acme.example", `<a href="mailto:zoe@acme.example">zoe@acme.example</a>`)
	},
	"Plain": strings.NewReplacer("<b>", "", "</b>", "").Replace,
}

// inItsWay is what the server stores for a note.
func inItsWay(sent string) string {
	for word, store := range spellings {
		if strings.HasPrefix(sent, word) {
			return store(sent)
		}
	}
	return sent
}

// spelled are notes, one for each spelling, by its word.
func spelled(spell func(string) string) map[string]string {
	out := map[string]string{}
	for word := range spellings {
		out[word] = spell(word + ": " + text)
	}
	return out
}

// several is a trip with these notes, by their keys.
func several(notes map[string]string) string {
	entries := ""
	for _, key := range slices.Sorted(maps.Keys(notes)) {
		entries += fmt.Sprintf("    %q = %q\n", key, notes[key])
	}
	return strings.Replace(note("", "for_each = {\n"+entries+"  }"), `""`, "each.value", 1)
}

// The note is known in whichever way the API spells it: it is written once, nothing warns, and nothing is planned.
func TestAccAgentNote_respelled(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	at := rewriting(t, s, inItsWay)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(several(spelled(verbatim))))
	for _, command := range [][]string{{"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}, {"apply", "-auto-approve"}} {
		if out := tf.OK(command...); strings.Contains(out, "Warning") {
			t.Errorf("%s warns: %s", command[0], out)
		}
	}
	inState(t, s, tf)
	if got := len(s.Sent("POST", collection)); got != len(spellings) || len(s.List(sandbox.TripAgentNotes)) != len(spellings) {
		t.Errorf("%d notes were written, want %d", got, len(spellings))
	}
}

func verbatim(s string) string { return s }

// When the answers to the creates are lost, the notes are known all the same, and when the state is lost too, no second ones
// are made beside them.
func TestAccAgentNote_respelledLost(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	at := rewriting(t, s, inItsWay)
	tf := acctest.NewTerraform(t)
	s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Times: len(spellings), Commit: true, Drop: true})
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(several(spelled(verbatim))))
	tf.Prints([]string{"apply", "-auto-approve"}, "Warning: Adopted agent note")
	inState(t, s, tf)
	if out := tf.OK("plan", "-detailed-exitcode"); strings.Contains(out, "Warning") {
		t.Errorf("the plan warns: %s", out)
	}
	for word := range spellings {
		tf.OK("state", "rm", address+`["`+word+`"]`)
	}
	out, code := tf.Run("apply", "-auto-approve")
	if found := strings.Count(out, "exists already"); code != 1 || found != len(spellings) {
		t.Errorf("%d of %d notes are found: %s", found, len(spellings), out)
	}
	if got := len(s.List(sandbox.TripAgentNotes)); got != len(spellings) {
		t.Errorf("there are %d notes", got)
	}
}

// An imported note may be configured as it was sent, or as the API has it.
func TestAccAgentNote_respelledImport(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	at := rewriting(t, s, inItsWay)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(several(spelled(verbatim))))
	tf.OK("apply", "-auto-approve")
	trip := s.List(sandbox.Trips)[0]
	imports := fmt.Sprintf("import {\n  to = spotnana_trip.test\n  id = %q\n}\n", trip)
	for word, stored := range spelled(inItsWay) {
		for _, id := range s.List(sandbox.TripAgentNotes) {
			if n, err := s.Get(sandbox.TripAgentNotes, id); err != nil || n["note"] == stored {
				imports += fmt.Sprintf("import {\n  to = %s[%q]\n  id = %q\n}\n", address, word, trip+"/"+id)
			}
		}
	}
	s.ResetRequests()
	for name, spell := range map[string]func(string) string{"as sent": verbatim, "as stored": inItsWay} {
		tf := acctest.NewTerraform(t)
		// What an import does not know is only in state.
		config := strings.Replace(several(spelled(spell)), "allow_deletion_with_bookings = true", "", 1)
		tf.Write("main.tf", acctest.RequiredProvider+at.Config(imports+config))
		tf.Prints([]string{"apply", "-auto-approve"}, fmt.Sprintf("Resources: %d imported, 0 added, 0 changed, 0 destroyed", len(spellings)+1))
		tf.NoChanges()
		// From then on other words are other words.
		tf.Write("main.tf", acctest.RequiredProvider+at.Config(strings.Replace(config, "first", "later", 1)))
		tf.Prints([]string{"plan"}, "Plan: 1 to add, 0 to change, 1 to destroy")
		if t.Failed() {
			t.Fatalf("the note is configured %s", name)
		}
	}
	if writes := s.Writes(); len(writes) != 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}

// Of a note that was made here, not imported, another spelling is another note: an API that keeps texts as they are shows it so.
func TestAccAgentNote_spelledAnew(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(note("One.\nTwo.", "")))
	tf.OK("apply", "-auto-approve")
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(note("One. <b>Two.</b>", "")))
	tf.OK("apply", "-auto-approve")
	if got := texts(t, s); !slices.Equal(got, []string{"One. <b>Two.</b>"}) {
		t.Errorf("the sandbox has the notes %v", got)
	}
}

// Notes that differ in what stands in angle brackets, or in nothing else but that, are several notes, applied together or one
// after the other.
func TestAccAgentNote_wordsInBrackets(t *testing.T) {
	t.Parallel()
	words := []string{"Call", "Call <zoe@acme.example>", "Call <max@acme.example>", "Call <Zoë>", "<zoe@acme.example>", "<max@acme.example>",
		"a < b > c", "a < d > c", "a c", "Use <b> for bold", "Use for bold"}
	notes := map[string]string{}
	for i, w := range words {
		notes[fmt.Sprintf("n%02d", i)] = w
	}
	for name, store := range map[string]func(string) string{"verbatim": verbatim, "escaped": html.EscapeString, "markup": addMarkup} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			at := rewriting(t, s, store)
			tf := acctest.NewTerraform(t)
			first := maps.Clone(notes)
			maps.DeleteFunc(first, func(key, _ string) bool { return key > "n03" })
			for _, config := range []map[string]string{first, notes} {
				tf.Write("main.tf", acctest.RequiredProvider+at.Config(several(config)))
				if out := tf.OK("apply", "-auto-approve"); strings.Contains(out, "Warning") {
					t.Errorf("apply warns: %s", out)
				}
			}
			tf.NoChanges()
			inState(t, s, tf)
			if got := len(s.List(sandbox.TripAgentNotes)); got != len(words) {
				t.Errorf("there are %d notes, want %d", got, len(words))
			}
		})
	}
}

var inBrackets = regexp.MustCompile(`<[^<>]*>`)

// An API that drops all in angle brackets loses words. What is left is known for the note that was just sent, with a warning,
// and not for one that is sent later.
func TestAccAgentNote_wordsLost(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	at := rewriting(t, s, func(s string) string { return inBrackets.ReplaceAllString(s, "") })
	tf := acctest.NewTerraform(t)
	notes := map[string]string{"a": "Call <zoe@acme.example> first", "b": "Call <max@acme.example> first", "c": "Call first", "d": "<zoe@acme.example>", "e": "a < b > c"}
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(several(notes)))
	tf.Prints([]string{"apply", "-auto-approve"}, "Warning: The API kept another value for note", "<zoe@acme.example>")
	inState(t, s, tf)
	tf.Prints([]string{"plan", "-detailed-exitcode"}, "was changed outside Terraform")
	tf.OK("apply", "-auto-approve")
	if got := len(s.Sent("POST", collection)); got != len(notes) {
		t.Errorf("%d notes were written, want %d", got, len(notes))
	}
}
