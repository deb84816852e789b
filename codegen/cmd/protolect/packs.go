// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/packs"
)

// packFlags are the packs of a command line, with their options.
type packFlags struct {
	folders []string
	options []packOption
}

type packOption struct{ pack, name, value string }

func addPacks(flags *flag.FlagSet) *packFlags {
	p := new(packFlags)
	flags.Func("pack", "also make the files of the pack in this `folder`, in the output folder; for several packs, repeat it",
		func(folder string) error {
			if folder == "" {
				return errors.New("pass the folder of a pack")
			}
			p.folders = append(p.folders, folder)
			return nil
		})
	flags.Func("opt", "set an option of a pack: `PACK.OPTION=VALUE`, for example reference.title=Shop; for several options,\nrepeat it",
		func(text string) error {
			key, value, hasValue := strings.Cut(text, "=")
			pack, name, hasName := strings.Cut(key, ".")
			if !hasValue || !hasName || pack == "" || name == "" {
				return errors.New("pass PACK.OPTION=VALUE, for example reference.title=Shop")
			}
			p.options = append(p.options, packOption{pack, name, value})
			return nil
		})
	return p
}

// wrongOption is an option of a pack that is not in the command line.
type wrongOption struct {
	packOption
	packs []string
}

func (e *wrongOption) Error() string {
	if len(e.packs) == 0 {
		return fmt.Sprintf("--opt %s.%s sets an option of a pack: also pass its folder with --pack", e.pack, e.name)
	}
	return fmt.Sprintf("--opt %s.%s: no pack has the name %q%s: the packs are %s", e.pack, e.name, e.pack,
		finding.Suggestion(e.pack, e.packs), strings.Join(e.packs, ", "))
}

// load loads the packs. Mistakes in their files are findings. The error is a wrongOption for an option of no pack.
func (p *packFlags) load() ([]packs.Use, *finding.List, error) {
	findings := new(finding.List)
	var uses []packs.Use
	var names []string
	for _, folder := range p.folders {
		pack, found, err := packs.LoadFolder(folder)
		if err != nil {
			return nil, findings, fmt.Errorf("--pack: %w", err)
		}
		findings.Append(found)
		if pack == nil {
			continue
		}
		names = append(names, pack.Name)
		use := packs.Use{Pack: pack, Options: make(map[string]any)}
		for _, o := range p.options {
			if o.pack == pack.Name {
				use.Options[o.name] = o.value
			}
		}
		uses = append(uses, use)
	}
	if findings.HasErrors() {
		return nil, findings, nil
	}
	for _, o := range p.options {
		isKnown := false
		for _, name := range names {
			isKnown = isKnown || name == o.pack
		}
		if !isKnown {
			return nil, findings, &wrongOption{o, names}
		}
	}
	return uses, findings, nil
}

// keepBroken writes invalid Go files of packs for people to read.
func keepBroken(folder *output.Folder, name string, files []output.File, stderr io.Writer) error {
	if err := folder.Keep(files); err != nil {
		return err
	}
	for _, f := range files {
		fmt.Fprintf(stderr, "protolect: the invalid Go of a pack is in %s\n", filepath.Join(name, filepath.FromSlash(f.Name)))
	}
	return nil
}
