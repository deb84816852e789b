// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
)

// printSummary prints the result of one document: what it became, where that is, and what to do
// next.
func printSummary(w io.Writer, p painter, folder string, api project.Summary, findings *finding.List, changes []output.Change) {
	row := func(name, text string) { fmt.Fprintf(w, "  %s  %s\n", p.paint(dim, fmt.Sprintf("%-8s", name)), text) }
	fmt.Fprintf(w, "%s → %s\n", p.paint(bold, strings.TrimSpace(api.Title+" "+api.Revision)), p.paint(bold, api.Package))
	row("document", api.Name+": "+counts(api.Operations, "method", api.Schemas, "schema"))
	row("package", counts(api.Methods, "RPC", api.Messages, "message", api.Fields, "field", api.Enums, "enum"))
	row("findings", severities(p, findings))
	if api.Proof != nil && api.Methods > 0 {
		row("proof", api.Proof.String())
	}
	if len(changes) == 0 {
		row("files", "everything is up to date")
		return
	}
	row("files", changed(changes)+" in "+folder)
	row("Go", filepath.Join(folder, filepath.FromSlash(api.GoFolder)))
	fmt.Fprintf(w, "\nNext: %s\n", p.paint(bold, "go mod tidy"))
	fmt.Fprintf(w, "      %s\n", p.paint(bold, fmt.Sprintf("import %q", api.GoImport)))
}

// counts returns numbers of things, which alternate with their names: "1 method, 2 schemas".
func counts(pairs ...any) string {
	var texts []string
	for i := 0; i < len(pairs); i += 2 {
		texts = append(texts, count(pairs[i].(int), pairs[i+1].(string)))
	}
	return strings.Join(texts, ", ")
}

func count(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}

// severities counts the findings of each severity. Colors mark those that need attention.
func severities(p painter, findings *finding.List) string {
	var texts []string
	for _, s := range []struct {
		severity finding.Severity
		color    color
	}{{finding.Error, red}, {finding.Warning, yellow}, {finding.Note, dim}} {
		if n := findings.Count(s.severity); n > 0 {
			texts = append(texts, p.paint(s.color, count(n, s.severity.String())))
		}
	}
	if len(texts) == 0 {
		return p.paint(green, "none")
	}
	return strings.Join(texts, ", ")
}

// changed counts changes by their kind: "2 created, 1 updated".
func changed(changes []output.Change) string {
	n := make(map[output.Kind]int)
	for _, c := range changes {
		n[c.Kind]++
	}
	var texts []string
	for _, kind := range []output.Kind{output.Create, output.Update, output.Remove} {
		if n[kind] > 0 {
			texts = append(texts, fmt.Sprintf("%d %sd", n[kind], kind))
		}
	}
	return strings.Join(texts, ", ")
}
