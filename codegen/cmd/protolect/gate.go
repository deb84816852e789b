// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/protolect/protolect/codegen/goapi"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
)

// A gate stops a run whose changes break programs that use the published packages.
type gate struct {
	folder string // of the output
	allow  bool
}

// allowed is the only value of --allow.
const allowed = "go=major"

func addGate(flags *flag.FlagSet) *gate {
	g := new(gate)
	usage := "with the `verdict` " + allowed + ", write Go packages with which programs that use the published\nones may not compile"
	flags.Func("allow", usage, func(text string) error {
		if text != allowed {
			return errors.New("expected " + allowed)
		}
		g.allow = true
		return nil
	})
	return g
}

// check returns a breakError if the planned changes of files break programs. If they are allowed, it
// prints them.
func (g *gate) check(planned []output.Change, stderr io.Writer) error {
	changes, err := project.GoChanges(g.folder, planned)
	if err != nil {
		return err
	}
	var breaks breakError
	for _, c := range changes {
		if c.Breaks {
			breaks = append(breaks, c)
		}
	}
	switch {
	case len(breaks) == 0:
		return nil
	case g.allow:
		fmt.Fprintf(stderr, "protolect: %s", breaks.list())
		return nil
	}
	return breaks
}

// A breakError has changes that break programs.
type breakError []goapi.Change

// maxBreaks is the number of changes that an error lists.
const maxBreaks = 20

// list returns a line for each change, below a heading.
func (e breakError) list() string {
	var b strings.Builder
	b.WriteString("programs that use the published Go packages may not compile with the new ones:\n")
	for i, c := range e {
		if i == maxBreaks {
			fmt.Fprintf(&b, "  and %d more\n", len(e)-i)
			break
		}
		fmt.Fprintf(&b, "  %s: %s\n", c.Package, c.Message)
	}
	return b.String()
}

func (e breakError) Error() string {
	return e.list() +
		"No file was written. An overlay can keep published names. To publish the changes, run again with --allow " + allowed + "."
}
