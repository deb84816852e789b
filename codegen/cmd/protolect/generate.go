// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
)

func generateCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("generate", flag.ContinueOnError)
	root := flags.String("root", ".", "the `folder` that holds discovery/, proto/ and gen/")
	check := flags.Bool("check", false, "write nothing, and fail if there is anything to write")
	reporting := addReporting(flags)
	names, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	run, err := project.Generate(ctx, *root, names)
	if err != nil {
		return err
	}
	if err := reporting.report(run.Findings, stderr); err != nil {
		return err
	}
	changes, err := output.Plan(*root, run.Files, run.Folders)
	if err != nil {
		return err
	}
	if !*check {
		if err := output.Apply(*root, changes); err != nil {
			return err
		}
	}
	printTable(stdout, run.APIs)
	printChanges(stdout, changes)
	if !*check {
		return nil
	}
	if len(changes) > 0 {
		fmt.Fprintln(stderr, "protolect: what is generated is not up to date: run make")
		return errFailed
	}
	return nil
}

// reporting is what the user wants to know of findings.
type reporting struct {
	file    string
	strict  bool
	verbose bool
}

func addReporting(flags *flag.FlagSet) *reporting {
	r := new(reporting)
	flags.StringVar(&r.file, "report", "", "write all findings to a JSON `file`")
	flags.BoolVar(&r.strict, "strict", false, "make warnings errors")
	flags.BoolVar(&r.verbose, "v", false, "show all findings: notes too, and any number of each rule")
	return r
}

// errFindings is for what the findings say.
var errFindings = errors.New("it has errors, see above")

// report shows the findings, and fails if there are errors.
func (r *reporting) report(findings *finding.List, stderr io.Writer) error {
	if r.strict {
		findings.MakeStrict()
	}
	if err := r.show(findings, finding.Warning, stderr); err != nil {
		return err
	}
	if findings.HasErrors() {
		return errFailed
	}
	return nil
}

// show prints the findings of at least the given severity, a few of each rule, or
// all if the user asks for them, and writes the report.
func (r *reporting) show(findings *finding.List, least finding.Severity, stderr io.Writer) error {
	most := finding.MaxPrinted
	if r.verbose {
		least, most = finding.Note, 0
	}
	all := findings.All()
	left, err := finding.PrintText(stderr, all, least, most)
	if err != nil {
		return err
	}
	if left > 0 {
		fmt.Fprintln(stderr, "-v prints all findings, and --report FILE writes them.")
	}
	if r.file == "" {
		return nil
	}
	return writeReport(r.file, all)
}
