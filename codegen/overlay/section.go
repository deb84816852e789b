// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"fmt"
	"strings"

	"github.com/protolect/protolect/codegen/yamltree"
)

// A section is a member of an overlay.
type section struct {
	name    string
	doc     string // Markdown
	example string // YAML, with the name of the section
	// read reads the section and returns the step that applies it, or nil.
	read func(*Overlay, yamltree.Node) func(*applier)
}

// one reads a section that is a single text of the given form.
func one(form yamltree.Form, apply func(*applier, entry)) func(*Overlay, yamltree.Node) func(*applier) {
	return func(_ *Overlay, n yamltree.Node) func(*applier) {
		text, ok := n.Text(form)
		if !ok {
			return nil
		}
		return func(a *applier) { apply(a, entry{name: text, at: n.Position()}) }
	}
}

// all reads a section whose value is of type T.
func all[T any](read func(yamltree.Node) T, apply func(*applier, T)) func(*Overlay, yamltree.Node) func(*applier) {
	return func(_ *Overlay, n yamltree.Node) func(*applier) {
		value := read(n)
		return func(a *applier) { apply(a, value) }
	}
}

// each reads a section whose members are texts of the given form.
func each(form yamltree.Form, apply func(*applier, []entry)) func(*Overlay, yamltree.Node) func(*applier) {
	return all(func(n yamltree.Node) []entry { return readEntries(n, form) }, apply)
}

func findSection(name string) *section {
	for i := range sections {
		if sections[i].name == name {
			return &sections[i]
		}
	}
	return nil
}

func sectionNames() []string {
	var names []string
	for _, s := range sections {
		names = append(names, s.name)
	}
	return names
}

// Reference returns docs/overlays.md, the reference of all sections.
func Reference() string {
	var b strings.Builder
	b.WriteString(referenceHead)
	for _, s := range sections {
		fmt.Fprintf(&b, "- [`%s`](#%s): %s\n", s.name, strings.ToLower(s.name), summary(s.doc))
	}
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n```yaml\n%s\n```\n", s.name, wrap(s.doc), s.example)
	}
	return b.String()
}

// summary returns the first sentence, as part of a list.
func summary(doc string) string {
	first, _, _ := strings.Cut(doc, ". ")
	first, _, _ = strings.Cut(first, "\n")
	first = strings.TrimSuffix(first, ".")
	return strings.ToLower(first[:1]) + first[1:]
}

// wrap breaks the lines of paragraphs.
func wrap(text string) string {
	const width = 140
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			if line != "" && len(line)+1+len(word) > width {
				lines = append(lines, line)
				line = ""
			}
			line = strings.TrimPrefix(line+" "+word, " ")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
