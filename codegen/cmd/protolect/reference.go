// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/codegen/overlay"
	"github.com/protolect/protolect/codegen/projectfile"
)

// overlayCommand prints docs/overlays.md.
func overlayCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	if err := parseNone(newFlags("overlay"), args, stderr); err != nil {
		return err
	}
	fmt.Fprint(stdout, overlay.Reference())
	return nil
}

// projectCommand prints docs/project.md.
func projectCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	if err := parseNone(newFlags("project"), args, stderr); err != nil {
		return err
	}
	fmt.Fprint(stdout, projectfile.Reference())
	return nil
}

// rulesCommand prints docs/rules.md.
func rulesCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	if err := parseNone(newFlags("rules"), args, stderr); err != nil {
		return err
	}
	fmt.Fprint(stdout, `# Rules

Every finding that `+"`protolect`"+` reports follows one of these rules. `+"`protolect rules`"+` prints this page.

- An error stops the run, and no file is written.
- A warning means that the output differs from what the document describes. `+"`--strict`"+` makes warnings errors.
- A note explains a decision. `+"`-v`"+` prints notes.

The section `+"`ignore`"+` of an overlay or of `+"`protolect.yaml`"+` hides a rule, with a reason.

| Rule | Severity | Remedy or decision |
|---|---|---|
`)
	for _, r := range finding.Rules {
		fmt.Fprintf(stdout, "| `%s` | %s | %s |\n", r.Name, r.Severity, goclient.HelpWithOption(r.Name, r.Help))
	}
	return nil
}
