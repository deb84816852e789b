// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"

	"github.com/protolect/protolect/codegen/cache"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
)

func generateCommand(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	flags := newFlags("generate")
	root := flags.String("root", ".", "`folder` that contains protolect.yaml, discovery/, proto/ and gen/")
	check := flags.Bool("check", false, "fail if a generated file is out of date, and write no file")
	reporting := addReporting(flags)
	fixing := addFix(flags)
	gate := addGate(flags)
	names, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	if *check && fixing.isSet {
		return wrongCall(flags, stderr, "--check writes no file: omit --fix")
	}
	gate.folder = *root
	if err := reporting.checkFile(); err != nil {
		return fmt.Errorf("--report: %w: create the folder, or name another one", err)
	}
	folder, err := openOutput(ctx, *root, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	options := reporting.options(*root)
	if *check {
		options.Cache = nil // check also that the same inputs give the same output
	}
	run, err := project.Generate(ctx, *root, names, options)
	if err != nil {
		return err
	}
	if err := fixing.fix(run.Findings, stdout); err != nil {
		return err
	}
	if err := reporting.report(run.Findings, run.APIs, stderr); err != nil {
		if *check {
			return err
		}
		return errors.Join(keepBroken(folder, *root, run.Broken, stderr), err)
	}
	plan, err := folder.Plan(run.Files, run.Scope)
	if err != nil {
		return err
	}
	if !*check {
		if err := gate.check(ctx, run, plan, stderr); err != nil {
			return err
		}
		if err := folder.Apply(plan); err != nil {
			return err
		}
	}
	printTable(stdout, run.APIs)
	printProofs(stdout, run.APIs)
	printChanges(stdout, plan.Changes)
	printGone(stdout, plan.Gone)
	if !*check {
		return nil
	}
	if len(plan.Changes) > 0 {
		fmt.Fprintln(stderr, "protolect: generated files are out of date: run protolect generate")
		return errFailed
	}
	return nil
}

// openOutput locks the output folder, before any of its files is read.
func openOutput(ctx context.Context, name string, stderr io.Writer) (*output.Folder, error) {
	return output.Open(ctx, name, func() {
		fmt.Fprintf(stderr, "protolect: waiting for another run that writes to %s\n", name)
	})
}

// reporting has the flags about findings and reports.
type reporting struct {
	file    string
	strict  bool
	verbose bool
	noProof bool
	noSkip  bool
}

func addReporting(flags *flag.FlagSet) *reporting {
	r := new(reporting)
	flags.StringVar(&r.file, "report", "",
		"write findings, names and the proof to a `file`: an HTML page if its name ends in .html,\notherwise JSON")
	flags.BoolVar(&r.noProof, "no-proof", false, "skip the proof, which calls each method with random values")
	flags.BoolVar(&r.noSkip, "no-skip", false, "also generate APIs of which neither inputs nor output have changed since the last run")
	flags.Func("max-memory", "limit the memory of the run to this number of `MiB` (default: half of the memory, at most 2560)", setMemory)
	flags.BoolVar(&r.strict, "strict", false, "treat warnings as errors")
	flags.BoolVar(&r.verbose, "v", false, "print every finding in full, including notes")
	return r
}

// setMemory sets the limits of documents and of the heap.
func setMemory(text string) error {
	mebibytes, err := strconv.ParseInt(text, 10, 32)
	if err != nil || mebibytes < 1 {
		return errors.New("expected a number of MiB from 1")
	}
	debug.SetMemoryLimit(mebibytes << 20)
	limitDocuments(mebibytes << 20)
	return nil
}

// errFindings is returned if findings are errors.
var errFindings = errors.New("not converted, because its findings contain errors")

// options returns the options of the project that follow from the flags, for an output folder.
func (r *reporting) options(folder string) project.Options {
	options := project.Options{NoProof: r.noProof, Report: r.file != "", Generator: programVersion().release()}
	if !r.noSkip {
		options.Cache = cache.Open(folder)
	}
	return options
}

// checkFile returns an error if the report cannot be written because its folder does not exist, so that a run
// fails before it writes files.
func (r *reporting) checkFile() error {
	if r.file == "" {
		return nil
	}
	_, err := os.Stat(filepath.Dir(r.file))
	return err
}

// report prints the findings, and fails if there are errors.
func (r *reporting) report(findings *finding.List, apis []project.Summary, stderr io.Writer) error {
	if r.strict {
		findings.MakeStrict()
	}
	if err := r.show(findings, apis, stderr); err != nil {
		return err
	}
	if findings.HasErrors() {
		return errFailed
	}
	return nil
}

// show prints findings and writes the report. It prints the most important findings in full and
// counts the others, or prints all of them with -v.
func (r *reporting) show(findings *finding.List, apis []project.Summary, stderr io.Writer) error {
	all := findings.All()
	for i, f := range all {
		all[i].Help = goclient.HelpWithOption(f.Rule, f.Help)
	}
	if r.verbose {
		if err := finding.PrintText(stderr, all, finding.Note); err != nil {
			return err
		}
	} else {
		left, err := finding.PrintBrief(stderr, all, finding.Warning)
		if err != nil {
			return err
		}
		if left > 0 {
			fmt.Fprintln(stderr, "-v prints all findings, and --report FILE writes them.")
		}
	}
	if r.file == "" {
		return nil
	}
	return writeReport(r.file, all, apis)
}
