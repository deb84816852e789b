// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/protolect/protolect/"

// TestDrawings draws the import graphs in docs/architecture.md.
func TestDrawings(t *testing.T) {
	const page = "docs/architecture.md"
	text := read(t, page)
	for _, room := range []string{"codegen", "runtime"} {
		graph := importGraph(t, room)
		if len(graph) < 5 {
			t.Errorf("%s has %d packages", room, len(graph))
		}
		if cycle := findCycle(graph); cycle != "" {
			t.Errorf("%s imports itself", cycle)
		}
		text = replaceSection(t, text, "drawing: "+room, mermaid(graph))
	}
	compare(t, page, text)
}

// A graph has the packages that each package imports, named relative to the room.
type graph map[string][]string

// importGraph returns the imports within a folder of the repository. Packages that
// are internal or commands are left out.
func importGraph(t *testing.T, room string) graph {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./"+room+"/...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	isDrawn := func(name string) bool {
		return strings.HasPrefix(name, module+room+"/") && !strings.Contains(name, "/internal/") && !strings.Contains(name, "/cmd/")
	}
	short := func(name string) string { return strings.TrimPrefix(name, module+room+"/") }
	g := make(graph)
	for line := range strings.Lines(string(out)) {
		names := strings.Fields(line)
		if !isDrawn(names[0]) {
			continue
		}
		g[short(names[0])] = nil
		for _, imported := range names[1:] {
			if isDrawn(imported) {
				g[short(names[0])] = append(g[short(names[0])], short(imported))
			}
		}
	}
	return g
}

func findCycle(g graph) string {
	for _, name := range sorted(g) {
		if slices.ContainsFunc(g[name], func(imported string) bool { return reaches(g, imported, name) }) {
			return name
		}
	}
	return ""
}

// reaches reports whether an import, or a chain of imports, leads from one package
// to another. The go command refuses cycles, so it ends.
func reaches(g graph, from, to string) bool {
	return from == to || slices.ContainsFunc(g[from], func(next string) bool { return reaches(g, next, to) })
}

// mermaid draws a graph without the arrows that follow from others.
func mermaid(g graph) string {
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart LR\n")
	for _, name := range sorted(g) {
		imports := slices.Clone(g[name])
		slices.Sort(imports)
		imports = slices.DeleteFunc(imports, func(to string) bool {
			return slices.ContainsFunc(g[name], func(via string) bool { return via != to && reaches(g, via, to) })
		})
		if len(imports) == 0 {
			fmt.Fprintf(&b, "    %s\n", name)
		}
		for _, to := range imports {
			fmt.Fprintf(&b, "    %s --> %s\n", name, to)
		}
	}
	b.WriteString("```\n")
	return b.String()
}

func sorted(g graph) []string {
	var names []string
	for name := range g {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// TestPurposes finds packages whose purpose docs/architecture.md does not state.
func TestPurposes(t *testing.T) {
	const page = "docs/architecture.md"
	stated := make(map[string]bool)
	for line := range strings.Lines(string(read(t, page))) {
		if strings.HasPrefix(line, "| ") {
			for _, name := range submatches(quoted, line) {
				stated[name] = true
			}
		}
	}
	names := append(sorted(importGraph(t, "codegen")), sorted(importGraph(t, "runtime"))...)
	for _, file := range files(t, "tests/*/*.go") {
		names = append(names, strings.Split(file, "/")[1])
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if !stated[name] {
			t.Errorf("%s does not state the purpose of %s", page, name)
		}
	}
}

// quoted matches code in Markdown.
var quoted = regexp.MustCompile("`([a-z]+)`")
