// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

// fixing removes lines of overlays about elements that documents removed, if the flag is set.
type fixing struct{ isSet bool }

func addFix(flags *flag.FlagSet) *fixing {
	f := new(fixing)
	flags.BoolVar(&f.isSet, "fix", false, "remove the lines of overlays about elements that a document removed (overlay-removed)")
	return f
}

// fix changes the overlays, and removes the findings that this settles.
func (f *fixing) fix(findings *finding.List, stdout io.Writer) error {
	if !f.isSet {
		return nil
	}
	pointers := make(map[string][]string) // by file
	for _, found := range findings.All() {
		if found.Rule == finding.OverlayRemoved.Name {
			pointers[found.Position.File] = append(pointers[found.Position.File], found.Position.Pointer)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pointers)) {
		if err := removeLines(name, pointers[name]); err != nil {
			return fmt.Errorf("--fix: %s: %w", name, err)
		}
		lines := slices.Compact(slices.Sorted(slices.Values(pointers[name])))
		fmt.Fprintf(stdout, "fix %s: removed %d lines about removed elements\n", name, len(lines))
	}
	findings.Remove(finding.OverlayRemoved.Name)
	return nil
}

func removeLines(name string, pointers []string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	fixed, err := yamltree.Remove(data, pointers)
	if err != nil || bytes.Equal(fixed, data) {
		return err
	}
	return os.WriteFile(name, fixed, info.Mode().Perm())
}
