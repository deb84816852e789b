// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/report"
)

// printTable prints a line for each API: its document and its output.
func printTable(w io.Writer, apis []project.Summary) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "API\trevision\tmethods\tschemas\t→ RPCs\tmessages\tfields\tenums\tvalues")
	for _, a := range apis {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t→ %d\t%d\t%d\t%d\t%d\n",
			a.Name, a.Revision, a.Operations, a.Schemas, a.Methods, a.Messages, a.Fields, a.Enums, a.Values)
	}
	table.Flush()
}

// listChanges prints a line for each change.
func listChanges(w io.Writer, changes []output.Change) {
	for _, c := range changes {
		fmt.Fprintf(w, "%s %s\n", c.Kind, c.Name)
	}
}

// printChanges prints all changes, or that there are none.
func printChanges(w io.Writer, changes []output.Change) {
	listChanges(w, changes)
	if len(changes) == 0 {
		fmt.Fprintln(w, "Everything is up to date.")
	}
}

// printGone prints which APIs are no longer generated, and where their locks stay.
func printGone(w io.Writer, owners []string) {
	for _, owner := range owners {
		if folder, ok := project.FolderOf(owner); ok {
			fmt.Fprintf(w, "%s contains the lock and the overlay of an API that protolect.yaml no longer lists. "+
				"They keep its numbers: delete them only if the API never returns.\n", folder)
		}
	}
}

// printProofs prints the result of the proof, a line for each API.
func printProofs(w io.Writer, apis []project.Summary) {
	for _, a := range apis {
		if a.Proof != nil {
			fmt.Fprintf(w, "%s: %s\n", a.Name, a.Proof)
		}
	}
}

// writeReport writes a report in the format that the name of the file implies.
func writeReport(file string, findings []finding.Finding, apis []project.Summary) error {
	r := report.Report{Findings: findings}
	for _, a := range apis {
		r.APIs = append(r.APIs, a.Report)
	}
	text, err := r.Format(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o666)
}
