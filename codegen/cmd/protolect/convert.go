// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
)

func convertCommand(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	flags := newFlags("convert")
	out := flags.String("out", "", "write proto/ and gen/ in this `folder` (required)")
	protoPackage := flags.String("package", "",
		"name of the proto `package`, for one document (default: the package that the API has in the folder,\n"+
			"or one derived from provider, title and version)")
	overlay := flags.String("overlay", "", "apply the overlay in this `file`, for one document")
	root := flags.String("root", "",
		"open the files to which documents refer in this `folder` and below (default: the folder of the document)")
	goImport := flags.String("go", "", "import `path` of gen/ (default: derived from the go.mod above it)")
	chosen := addPacks(flags)
	reporting := addReporting(flags)
	flags.Lookup("v").Usage += "; for one document, also list the changed files"
	fixing := addFix(flags)
	gate := addGate(flags)
	documents, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	switch {
	case len(documents) == 0:
		return wrongCall(flags, stderr, "pass at least one document")
	case *out == "" || *out == "-":
		return wrongCall(flags, stderr, "pass the folder for proto/ and gen/ with --out")
	case len(documents) > 1 && *protoPackage != "":
		return wrongCall(flags, stderr, "--package applies to one document, and %d were passed", len(documents))
	case len(documents) > 1 && *overlay != "":
		return wrongCall(flags, stderr, "--overlay applies to one document, and %d were passed", len(documents))
	}
	gate.folder = *out
	if err := reporting.checkFile(); err != nil {
		return fmt.Errorf("--report: %w: create the folder, or name another one", err)
	}
	uses, packFindings, err := chosen.load()
	if wrong := (*wrongOption)(nil); errors.As(err, &wrong) {
		return wrongCall(flags, stderr, "%v", wrong)
	} else if err != nil {
		return err
	}
	if reporting.strict {
		packFindings.MakeStrict()
	}
	if packFindings.HasErrors() {
		return reporting.report(packFindings, nil, stderr)
	}
	folder, err := openOutput(ctx, *out, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	c := &conversion{
		name: *out, folder: folder, stderr: stderr,
		many: len(documents) > 1, strict: reporting.strict, documents: make(map[string]string), gate: gate,
		fixing: fixing, stdout: stdout,
	}
	c.findings.Append(packFindings)
	progress := newProgress(stderr, len(documents))
	target := project.Target{Folder: *out, ProtoPackage: *protoPackage, GoImport: *goImport, Overlay: *overlay, Root: *root, Packs: uses,
		Options: reporting.options(*out)}
	if !c.many {
		target.Stage = progress.stage
	}
	err = project.ConvertAll(ctx, documents, target, func(result project.Converted) {
		c.take(ctx, result)
		progress.step()
	})
	progress.clear()
	if err != nil {
		return err
	}
	return c.finish(reporting, stdout)
}

// conversion collects the results of documents, and writes the files of each document without
// errors as soon as they are complete.
type conversion struct {
	name      string // of the folder
	folder    *output.Folder
	stderr    io.Writer
	many      bool
	strict    bool
	documents map[string]string // by their packages
	findings  finding.List
	apis      []project.Summary
	changes   []output.Change // of one document
	changed   int
	failures  []string
	breaks    int // the number of failures because of changes that break programs
	gate      *gate
	fixing    *fixing
	stdout    io.Writer
}

// take writes the files of a document, or notes why it failed.
func (c *conversion) take(ctx context.Context, result project.Converted) {
	if err := c.write(ctx, result); err != nil {
		if breaks := (*breakError)(nil); errors.As(err, &breaks) {
			c.breaks++
		}
		c.failures = append(c.failures, fmt.Sprintf("%s: %v", result.Document, err))
	}
}

func (c *conversion) write(ctx context.Context, result project.Converted) error {
	if result.Err != nil {
		return result.Err
	}
	run := result.Run
	if err := c.fixing.fix(run.Findings, c.stdout); err != nil {
		return err
	}
	if c.strict {
		run.Findings.MakeStrict()
	}
	c.findings.Append(run.Findings)
	if run.Findings.HasErrors() {
		return errors.Join(keepBroken(c.folder, c.name, run.Broken, c.stderr), errFindings)
	}
	for _, api := range run.APIs {
		if other := c.documents[api.Package]; other != "" {
			return fmt.Errorf("the package %s is also that of %s: convert one of the two with --package", api.Package, other)
		}
	}
	plan, err := c.folder.Plan(run.Files, run.Scope)
	if err != nil {
		return err
	}
	if err := c.gate.check(ctx, run, plan, c.stderr); err != nil {
		return err
	}
	if err := c.folder.Apply(plan); err != nil {
		return err
	}
	for _, api := range run.APIs {
		c.documents[api.Package] = result.Document
	}
	c.apis = append(c.apis, run.APIs...)
	c.changed += len(plan.Changes)
	if !c.many {
		c.changes = plan.Changes
	}
	return nil
}

// finish prints findings and results.
func (c *conversion) finish(reporting *reporting, stdout io.Writer) error {
	if err := reporting.show(&c.findings, c.apis, c.stderr); err != nil {
		return err
	}
	switch {
	case c.many:
		if len(c.apis) > 0 {
			printTable(stdout, c.apis)
		}
		fmt.Fprintf(stdout, "%d of %d documents converted, %d files changed.\n", len(c.apis), len(c.apis)+len(c.failures), c.changed)
	case len(c.failures) == 0:
		listChanges(stdout, slices.DeleteFunc(slices.Clone(c.changes), func(change output.Change) bool {
			return change.Kind != output.Remove && !reporting.verbose // a removal can break programs
		}))
		printSummary(stdout, newPainter(stdout), c.name, c.apis[0], &c.findings, c.changes)
	}
	if len(c.failures) == 0 {
		return nil
	}
	for _, failure := range c.failures {
		fmt.Fprintln(c.stderr, "protolect:", failure)
	}
	if c.breaks == len(c.failures) {
		return errBreaks
	}
	return errFailed
}
