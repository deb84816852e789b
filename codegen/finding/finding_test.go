// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
)

var (
	aNote    = finding.Rule{Name: "a-note", Severity: finding.Note, Help: "Know it."}
	aWarning = finding.Rule{Name: "a-warning", Severity: finding.Warning, Help: "Mind it."}
	anError  = finding.Rule{Name: "an-error", Severity: finding.Error, Help: "Mend it."}
)

func at(file string, line, column int) finding.Position {
	return finding.Position{File: file, Line: line, Column: column}
}

func messages(list *finding.List) []string {
	var all []string
	for _, f := range list.All() {
		all = append(all, f.Message)
	}
	return all
}

func TestRules(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := make(map[string]bool)
	for _, r := range finding.Rules {
		if !kebab.MatchString(r.Name) {
			t.Errorf("the name %q is not in kebab case", r.Name)
		}
		if seen[r.Name] {
			t.Errorf("two rules are called %s", r.Name)
		}
		seen[r.Name] = true
		if r.Help == "" || strings.HasSuffix(r.Help, ".") || strings.ContainsAny(r.Help, "\n%") {
			t.Errorf("%s: the help is %q", r.Name, r.Help)
		}
		if r.Severity < finding.Note || r.Severity > finding.Error {
			t.Errorf("%s: the severity is %d", r.Name, r.Severity)
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d rules", len(seen))
	}
}

func TestListOrder(t *testing.T) {
	var list finding.List
	for _, f := range []struct {
		rule    finding.Rule
		at      finding.Position
		message string
	}{
		{anError, at("b", 1, 1), "9 file"},
		{anError, at("a", 10, 1), "8 line"},
		{anError, at("a", 2, 10), "7 column"},
		{anError, at("a", 2, 2), "5 rule"},
		{anError, at("a", 2, 2), "6 message"},
		{aWarning, at("a", 2, 2), "4 rule"},
		{aNote, at("a", 2, 1), "3 column"},
		{aNote, at("a", 1, 9), "2 line"},
		{anError, finding.Position{File: "a"}, "1 whole file"},
	} {
		list.Add(f.rule, f.at, "%s", f.message)
	}
	want := []string{"1 whole file", "2 line", "3 column", "4 rule", "5 rule", "6 message", "7 column", "8 line", "9 file"}
	if diff := cmp.Diff(want, messages(&list)); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestListHasErrors(t *testing.T) {
	list := new(finding.List)
	if list.HasErrors() || len(list.All()) > 0 {
		t.Error("an empty list has findings")
	}
	list.Add(aNote, at("a", 1, 1), "note")
	list.Add(aWarning, at("a", 1, 1), "warning")
	if list.HasErrors() {
		t.Error("a warning is an error")
	}
	other := new(finding.List)
	other.Add(anError, at("a", 1, 1), "%d%%", 7)
	list.Append(other)
	if !list.HasErrors() {
		t.Error("an appended error is none")
	}
	if diff := cmp.Diff([]string{"note", "warning", "7%"}, messages(list)); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

func TestMakeStrict(t *testing.T) {
	list := new(finding.List)
	list.Add(aNote, at("a", 1, 1), "note")
	list.MakeStrict()
	if list.HasErrors() {
		t.Error("a note became an error")
	}
	list.Add(aWarning, at("a", 2, 1), "warning")
	list.MakeStrict()
	if !list.HasErrors() || list.All()[0].Severity != finding.Note || list.All()[1].Severity != finding.Error {
		t.Errorf("findings: %v", list.All())
	}
	list.Add(aWarning, at("a", 3, 1), "later")
	if list.All()[2].Severity != finding.Warning {
		t.Error("what comes later is strict, too")
	}
}

func printed() []finding.Finding {
	list := new(finding.List)
	list.Add(aNote, finding.Position{File: "a.json"}, "note")
	list.Add(aWarning, finding.Position{File: "a.json", Line: 2, Column: 3, Pointer: "/a~1b/\x1b[2Jé"}, "a <b> & \x1b]0;x\x07\n\u202ec")
	list.Add(anError, finding.Position{File: "b.yaml", Line: 1, Column: 1}, "error")
	return list.All()
}

func TestPrintText(t *testing.T) {
	const (
		note    = "a.json: note: note [a-note]\n    Know it.\n"
		warning = `a.json:2:3: warning: a <b> & \x1b]0;x\a\n\u202ec [a-warning] (/a~1b/\x1b[2Jé)` + "\n    Mind it.\n"
		isError = "b.yaml:1:1: error: error [an-error]\n    Mend it.\n"
	)
	for least, want := range map[finding.Severity]string{
		finding.Note:    note + warning + isError,
		finding.Warning: warning + isError,
		finding.Error:   isError,
	} {
		var text strings.Builder
		if err := finding.PrintText(&text, printed(), least); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, text.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", least, diff)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestPrintFails(t *testing.T) {
	if err := finding.PrintText(full{}, printed(), finding.Note); err == nil {
		t.Error("text: no error")
	}
	if _, err := finding.PrintBrief(full{}, printed(), finding.Note); err == nil {
		t.Error("brief text: no error")
	}
}

// TestAddAll has one finding of several places.
func TestAddAll(t *testing.T) {
	var list finding.List
	list.AddAll(aWarning, []finding.Position{at("a", 3, 1), at("a", 1, 1), at("a", 2, 1)}, "%d examples", 3)
	all := list.All()
	if len(all) != 1 || all[0].Message != "3 examples" || all[0].Position.Line != 1 || !cmp.Equal(all[0].More, []finding.Position{at("a", 2, 1), at("a", 3, 1)}) {
		t.Fatalf("got %+v", all)
	}
}

// TestPrintGathers has what is the same at several places of a file in one piece.
func TestPrintGathers(t *testing.T) {
	var list finding.List
	for line := range 8 {
		list.Add(aWarning, at("a", line+1, 2), "same")
	}
	list.Add(aWarning, at("b", 1, 1), "same")
	list.Add(aWarning, at("a", 3, 1), "other")
	list.AddAll(aWarning, []finding.Position{at("c", 1, 1), at("c", 2, 1)}, "same")
	var text strings.Builder
	if err := finding.PrintText(&text, list.All(), finding.Warning); err != nil {
		t.Fatal(err)
	}
	want := `a:1:2: warning: same [a-warning]
    Mind it.
    also at 2:2, 3:2, 4:2, 5:2, 6:2 and 2 more
a:3:1: warning: other [a-warning]
    Mind it.
b:1:1: warning: same [a-warning]
    Mind it.
c:1:1: warning: same [a-warning]
    Mind it.
    also at 2:1
`
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := len(list.All()); got != 11 {
		t.Errorf("%d findings are left", got)
	}
}

// TestAddShortens has messages about values of any length.
func TestAddShortens(t *testing.T) {
	long := strings.Repeat("é", 1<<20)
	list := make([]string, 1000)
	for _, test := range []struct {
		name string
		args []any
		want string
	}{
		{"text", []any{"%s is short", long}, strings.Repeat("é", 120) + "… is short"},
		{"quoted", []any{"%q is short", long}, `"` + strings.Repeat("é", 120) + `…" is short`},
		{"error", []any{"%v", errors.New(long)}, strings.Repeat("é", 120) + "…"},
		{"list", []any{"%d %q", 1000, list}, "1000 [" + strings.Repeat(`"" `, 20) + `"… 980 more"]`},
		{"whole", []any{strings.Repeat("x", 2000)}, strings.Repeat("x", 1000) + "…"},
		{"short", []any{"%s %d %v", "a", 1, aNote}, "a 1 {a-note note Know it. false}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var found finding.List
			found.Add(aNote, at("a", 1, 1), test.args[0].(string), test.args[1:]...)
			if diff := cmp.Diff([]string{test.want}, messages(&found)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestPrintBrief has more findings than a person reads.
func TestPrintBrief(t *testing.T) {
	var list finding.List
	for i := range 30 {
		list.Add(finding.LimitUnchecked, at("a", i+1, 1), "limit %d", i)
		list.Add(aNote, at("a", i+1, 1), "note %d", i)
	}
	list.Add(finding.NameClash, at("a", 50, 1), "clash")
	list.Add(finding.PathTemplate, at("b", 60, 1), "template")
	list.Add(anError, at("b", 70, 1), "error")
	var text strings.Builder
	left, err := finding.PrintBrief(&text, list.All(), finding.Warning)
	if err != nil || left != 23 {
		t.Fatal(left, err)
	}
	limit := "    " + finding.LimitUnchecked.Help + "\n"
	want := "b:70:1: error: error [an-error]\n    Mend it.\n" +
		"b:60:1: warning: template [path-template]\n    " + finding.PathTemplate.Help + "\n" +
		"a:50:1: warning: clash [name-clash]\n    " + finding.NameClash.Help + "\n"
	for i := range 7 {
		want += fmt.Sprintf("a:%d:1: warning: limit %d [limit-unchecked]\n", i+1, i) + limit
	}
	want += "23 more warnings [limit-unchecked] at a:8:1, 9:1, 10:1, 11:1, 12:1 and 18 more\n"
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestPrintBriefOrder has findings of several rules with the same consequence.
func TestPrintBriefOrder(t *testing.T) {
	var list finding.List
	for line, rule := range []finding.Rule{
		finding.OverlayNeedless, finding.OverlayNeedless, finding.OverlayMatchesNothing, finding.OverlayNeedless, finding.OverlayMatchesNothing,
	} {
		list.Add(rule, at("overlay.yaml", line+1, 1), "%d", line)
		list.Add(finding.NameClash, at("document.yaml", line+1, 1), "%d", line)
	}
	var text strings.Builder
	if _, err := finding.PrintBrief(&text, list.All(), finding.Warning); err != nil {
		t.Fatal(err)
	}
	var places []string
	for line := range strings.Lines(text.String()) {
		if place, _, found := strings.Cut(line, ":1: "); found {
			places = append(places, place)
		}
	}
	want := []string{
		"overlay.yaml:1", "overlay.yaml:2", "overlay.yaml:3", "overlay.yaml:4", "overlay.yaml:5",
		"document.yaml:1", "document.yaml:2", "document.yaml:3", "document.yaml:4", "document.yaml:5",
	}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestPrintBriefCauses has references without a target, which can be the cause of errors. The first one of
// each rule comes before the errors, and all of them before the changes that they can cause.
func TestPrintBriefCauses(t *testing.T) {
	var list finding.List
	for i := range 12 {
		list.Add(finding.ReferenceNone, at("a", 20+i, 1), "%d", i)
	}
	list.Add(finding.ReferenceOutside, at("a", 40, 1), "outside")
	list.Add(finding.PublishedGone, at("a", 3, 1), "gone")
	list.Add(finding.DocumentEmpty, at("a", 1, 1), "empty")
	list.Add(finding.OverlayMatchesNothing, at("b", 2, 1), "nothing")
	var text strings.Builder
	if _, err := finding.PrintBrief(&text, list.All(), finding.Warning); err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(text.String()) {
		if place, _, found := strings.Cut(line, ":1: "); found {
			got = append(got, place)
		}
	}
	want := []string{"a:20", "a:40", "a:1", "b:2", "a:21", "a:22", "a:23", "a:24", "a:25", "a:3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestPrintBriefRules has more rules than findings are printed in full: the others
// come with their help, and with the files they are in.
func TestPrintBriefRules(t *testing.T) {
	var list finding.List
	for i := range 12 {
		rule := finding.Rule{Name: fmt.Sprintf("rule-%02d", i), Severity: finding.Warning, Help: fmt.Sprintf("Help %d.", i)}
		list.Add(rule, at("a", i+1, 1), "%d", i)
		if i == 11 {
			list.Add(rule, finding.Position{File: "b"}, "again")
		}
	}
	var text strings.Builder
	if _, err := finding.PrintBrief(&text, list.All(), finding.Warning); err != nil {
		t.Fatal(err)
	}
	want := "1 warning [rule-10] at a:11:1\n    Help 10.\n2 warnings [rule-11] at a:12:1, b\n    Help 11.\n"
	if !strings.HasSuffix(text.String(), want) || strings.Count(text.String(), "\n") != 24 {
		t.Errorf("want at the end\n%sgot\n%s", want, &text)
	}
}

// TestPrintShortensPointer has a pointer of any length.
func TestPrintShortensPointer(t *testing.T) {
	var list finding.List
	list.Add(aWarning, finding.Position{File: "a", Line: 2, Column: 1, Pointer: "/" + strings.Repeat("x", 1000)}, "1")
	var text strings.Builder
	if err := finding.PrintText(&text, list.All(), finding.Warning); err != nil {
		t.Fatal(err)
	}
	want := "a:2:1: warning: 1 [a-warning] (/" + strings.Repeat("x", 199) + "…" + strings.Repeat("x", 200) + ")\n    Mind it.\n"
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestRemove(t *testing.T) {
	var list finding.List
	list.Add(aWarning, at("a", 1, 1), "1")
	list.Add(aNote, at("a", 1, 1), "2")
	list.Add(aWarning, at("a", 2, 1), "3")
	if n := list.Remove("a-warning"); n != 2 || len(list.All()) != 1 {
		t.Errorf("%d removed, %d left", n, len(list.All()))
	}
	if n := list.Remove("a-warning"); n != 0 {
		t.Errorf("%d removed again", n)
	}
}
