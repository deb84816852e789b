// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package changelog describes the changes of generated packages for the people who use them, in the format of Keep a
// Changelog.
package changelog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/protolect/protolect/codegen/published"
)

// Entry has the changes of one API.
type Entry struct {
	ImportPath string // of the Go package
	Title      string // of the document
	// Before and After are the revisions of the document. Before is empty for a new API, After for a removed one.
	Before, After string
	Source        string // where the document comes from: "example.com/documents v1.0.0 → v1.2.0", or empty
	Changes       []published.Change
	// Releases returns the releases of the source that changed an element. It may be nil.
	Releases func(element string) []string
	Verdict  published.Verdict
}

// IsEmpty reports whether there is nothing to describe.
func (e *Entry) IsEmpty() bool { return len(e.Changes) == 0 && e.Before == e.After }

// heading starts the heading of each entry.
const heading = "### `"

// verdictsOf starts the last line of each entry.
const verdictsOf = "Verdicts: Go "

// lines returns the lines of the entry.
func (e *Entry) lines() []string {
	lines := []string{heading + e.ImportPath + "`"}
	if title := e.title(); title != "" {
		lines[0] += ": " + title
	}
	if e.Source != "" {
		lines = append(lines, "", "From "+e.Source+".")
	}
	sections := e.sections()
	for _, name := range []string{added, changed, deprecated, removed} {
		if items := sections[name]; len(items) > 0 {
			lines = append(lines, "", "#### "+name, "")
			for _, i := range items {
				lines = append(lines, "- "+i.text())
			}
		}
	}
	if len(sections) == 0 {
		lines = append(lines, "", "Only comments changed.")
	}
	return append(lines, "", fmt.Sprintf("%s%s, wire %s, requests %s.", verdictsOf, e.Verdict.Go, e.Verdict.Wire, e.Verdict.Requests))
}

// title returns the title and the revisions.
func (e *Entry) title() string {
	title := oneLine(e.Title)
	const most = 80
	if runes := []rune(title); len(runes) > most {
		title = string(runes[:most]) + "…"
	}
	revisions := e.After
	if e.Before != "" && e.After != "" && e.Before != e.After {
		revisions = e.Before + " → " + e.After
	}
	if title == "" || revisions == "" {
		return title + revisions
	}
	return title + ", " + revisions
}

func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }), " ")
}

// The headings of sections.
const (
	added      = "Added"
	changed    = "Changed"
	deprecated = "Deprecated"
	removed    = "Removed"
)

// item is a line about one or more names.
type item struct {
	names []string
	kind  string // of the names, see family
	rest  string // what happened to all of the names
}

func (i *item) text() string {
	var quoted []string
	for _, name := range i.names {
		quoted = append(quoted, "`"+name+"`")
	}
	return strings.Join(quoted, ", ") + i.rest
}

// sections returns the items of each section.
func (e *Entry) sections() map[string][]*item {
	s := make(sections)
	switch {
	case e.Before == "":
		s[added] = []*item{{rest: "The package."}}
		return s
	case e.After == "":
		s[removed] = []*item{{rest: "The package."}}
		return s
	}
	goNames := make(map[string]string)
	for _, c := range e.Changes {
		goNames[c.Element] = c.GoName
	}
	for _, c := range e.Changes {
		release := ""
		if e.Releases != nil {
			if releases := e.Releases(c.Element); len(releases) > 0 {
				release = " (" + strings.Join(releases, ", ") + ")"
			}
		}
		s.addChange(c, goNames[c.Successor], release)
	}
	for _, items := range s {
		for _, i := range items {
			slices.Sort(i.names)
		}
		slices.SortStableFunc(items, compareItems)
	}
	return s
}

// compareItems sorts clients and their methods first, and then by names.
func compareItems(a, b *item) int {
	rank := func(i *item) int {
		if len(i.names) > 0 && isOfClient(i.names[0]) {
			return 0
		}
		return 1
	}
	return cmp.Or(rank(a)-rank(b), slices.Compare(a.names, b.names), strings.Compare(a.rest, b.rest))
}

// isOfClient reports whether a name is that of a client or its method, such as "Client.FindSpace".
func isOfClient(name string) bool {
	owner, _, _ := strings.Cut(name, ".")
	return strings.HasSuffix(owner, "Client")
}

type sections map[string][]*item

// addChange adds the lines of a change. successor is the Go name of the element that replaces it, or empty.
func (s sections) addChange(c published.Change, successor, release string) {
	details := escape(strings.Join(c.Details, "; "))
	stated := false // the details are in a line
	for _, n := range c.Names {
		name := cmp.Or(n.Name, n.Folder)
		switch n.State {
		case published.Added:
			s.add(added, n.Kind, name, remark(details), release)
			stated = true
		case published.Removed:
			text := ""
			if successor != "" {
				text = ": use `" + successor + "`"
			}
			if c.State == published.Removed {
				text, stated = text+remark(details), true
			}
			s.add(removed, n.Kind, name, text, release)
		default:
			text := remark(becameCode(n.Detail))
			if c.State == published.Changed && !stated && details != "" {
				text, stated = text+"; "+details, true
			}
			s.add(changed, n.Kind, name, text, release)
		}
	}
	name := cmp.Or(c.GoName, c.Element)
	if details != "" && !stated {
		s.add(changed, "", name, remark(details), release)
	}
	if c.Deprecated {
		s.add(deprecated, "", name, "", release)
	}
	if len(c.Names) == 0 && details == "" && !c.Deprecated && c.State == published.Changed && c.Go == 0 {
		s.add(changed, "", name, remark(escape(c.Message)), release) // for example a number of a field
	}
}

// escape returns a line of Markdown with the text.
func escape(text string) string {
	return strings.NewReplacer("*", `\*`, "_", `\_`, "<", `\<`, "`", "\\`").Replace(oneLine(text))
}

// becameCode formats the two types of a detail as code.
func becameCode(detail string) string {
	if before, after, found := strings.Cut(detail, " became "); found {
		return "`" + before + "` became `" + after + "`"
	}
	return detail
}

func remark(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}

// add adds a name to a section. Names about which there is the same to say share a line: all of them if the line explains
// something, otherwise the members of one type.
func (s sections) add(section, kind, name, text, release string) {
	rest := text + release
	for _, i := range s[section] {
		if len(i.names) > 0 && i.rest == rest && (text != "" || i.kind == family(kind, name)) {
			if !slices.Contains(i.names, name) {
				i.names = append(i.names, name)
			}
			return
		}
	}
	s[section] = append(s[section], &item{[]string{name}, family(kind, name), rest})
}

// family returns what names of one line have in common: the type of fields and of the constants of an enum, or that they
// are types. Each method of a client and each client has its own line.
func family(kind, name string) string {
	owner, _, isMember := strings.Cut(name, ".")
	prefix, _, isConstant := strings.Cut(name, "_")
	switch {
	case isOfClient(name):
		return name
	case kind == "type":
		return "type"
	case isMember:
		return owner
	case isConstant:
		return prefix + "_"
	case strings.HasPrefix(name, "Scope"):
		return "Scope"
	}
	return name
}
