// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"flag"
	"io"

	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
)

func convertCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("convert", flag.ContinueOnError)
	out := flags.String("out", "", "the `folder` for proto/ and gen/ (required)")
	protoPackage := flags.String("package", "", "the proto `package`; by default name and version of the API")
	goImport := flags.String("go", "", "the import `path` of gen/; by default it follows from the go.mod above it")
	reporting := addReporting(flags)
	documents, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	if len(documents) != 1 || *out == "" {
		return wrongCall(flags, stderr, "one document and --out are needed")
	}
	run, err := project.Convert(documents[0], project.Target{Folder: *out, ProtoPackage: *protoPackage, GoImport: *goImport})
	if err != nil {
		return err
	}
	if err := reporting.report(run.Findings, stderr); err != nil {
		return err
	}
	changes, err := output.Plan(*out, run.Files, run.Folders)
	if err != nil {
		return err
	}
	printTable(stdout, run.APIs)
	printChanges(stdout, changes)
	return output.Apply(*out, changes)
}
