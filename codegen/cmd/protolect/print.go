// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/prove"
)

// printTable writes what was read and what was made of it, a line for an API.
func printTable(w io.Writer, apis []project.Summary) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "API\trevision\tmethods\tschemas\t→ RPCs\tmessages\tfields\tenums\tvalues")
	for _, a := range apis {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t→ %d\t%d\t%d\t%d\t%d\n",
			a.Name, a.Revision, a.Operations, a.Schemas, a.Methods, a.Messages, a.Fields, a.Enums, a.Values)
	}
	table.Flush()
}

func printChanges(w io.Writer, changes []output.Change) {
	for _, c := range changes {
		fmt.Fprintf(w, "%s %s\n", c.Kind, c.Name)
	}
	if len(changes) == 0 {
		fmt.Fprintln(w, "Everything is up to date.")
	}
}

// printProofs writes what was tried, a line for an API.
func printProofs(w io.Writer, apis []project.Summary) {
	for _, a := range apis {
		if a.Proof != nil {
			fmt.Fprintf(w, "%s: %s\n", a.Name, a.Proof)
		}
	}
}

// A report is what --report writes.
type report struct {
	Findings []finding.Finding `json:"findings"`
	Proofs   []proof           `json:"proofs"`
}

// A proof has a row for each method of an API.
type proof struct {
	API     string          `json:"api"`
	Summary string          `json:"summary"`
	Methods []*prove.Method `json:"methods"`
}

func writeReport(file string, findings []finding.Finding, apis []project.Summary) error {
	r := report{Findings: findings, Proofs: []proof{}}
	if findings == nil {
		r.Findings = []finding.Finding{}
	}
	for _, a := range apis {
		if a.Proof != nil {
			r.Proofs = append(r.Proofs, proof{a.Name, a.Proof.String(), a.Proof.Table})
		}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		return err
	}
	return os.WriteFile(file, text.Bytes(), 0o666)
}

// rulesCommand writes the table of rules in Markdown.
func rulesCommand(_ context.Context, _ []string, stdout, _ io.Writer) error {
	fmt.Fprintln(stdout, "| rule | severity | what to do, or what was decided |")
	fmt.Fprintln(stdout, "|---|---|---|")
	for _, r := range finding.Rules {
		fmt.Fprintf(stdout, "| `%s` | %s | %s |\n", r.Name, r.Severity, goclient.Help(r.Name, r.Help))
	}
	return nil
}
