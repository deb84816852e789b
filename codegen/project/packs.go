// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/packs"
	"github.com/protolect/protolect/codegen/projectfile"
	"github.com/protolect/protolect/codegen/view"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// packRun is a run of packs on the view of one API, after all APIs were generated.
type packRun struct {
	owner string // of the files
	view  *templatepb.View
	uses  []packs.Use
}

// loadPacks returns the packs for an API. It reports mistakes in them, once for each pack.
func (g *generator) loadPacks(api projectfile.API) []packs.Use {
	if g.options.Descriptors != nil {
		return nil
	}
	var uses []packs.Use
	failed := false
	for _, p := range g.file.PacksOf(api) {
		pack, found := g.packs[p.Folder]
		if !found {
			var findings *finding.List
			var err error
			if pack, findings, err = packs.LoadFolder(g.path(p.Folder)); err != nil {
				g.findings.Add(finding.PackSyntax, p.At, "the pack cannot be opened: %v", err)
			} else {
				g.findings.Append(findings)
			}
			g.packs[p.Folder] = pack
		}
		if failed = failed || pack == nil; !failed {
			uses = append(uses, packs.Use{Pack: pack, Options: p.Options, At: p.At})
		}
	}
	if failed {
		return nil // the others may refer to the missing pack
	}
	return uses
}

// prepare builds the view of an API for packs.
func (run *Run) prepare(m made, descriptors []protoreflect.FileDescriptor, generator string) error {
	if len(m.Packs) == 0 {
		return nil
	}
	plugin, err := generate.Plugin(descriptors)
	if err != nil {
		return err
	}
	v, err := view.Build(plugin, "protolect", strings.TrimPrefix(generator, "v"))
	if err != nil {
		return err
	}
	run.packRuns = append(run.packRuns, packRun{m.Owner, v, m.Packs})
	return nil
}

// runPacks adds the files of packs, which belong to the owners of the APIs. It returns the findings of the packs.
func (run *Run) runPacks(ctx context.Context) (*finding.List, error) {
	all := new(finding.List)
	for _, p := range run.packRuns {
		result, findings := packs.Run(ctx, p.view, p.uses, reserved(run.Files))
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		all.Append(findings)
		for _, f := range result.Files {
			run.Files = append(run.Files, output.File{Name: f.Name, Owner: p.owner, Data: f.Data})
		}
		for _, f := range result.Broken {
			run.Broken = append(run.Broken, output.File{Name: f.Name, Data: f.Data})
		}
	}
	run.packRuns = nil
	return all, nil
}

// inputFolders are folders of files that later runs read.
var inputFolders = []string{protoFolder, "discovery"}

// reserved returns a function that returns why a pack may not make a file, or "". Paths that differ only in case are one file on
// some systems, and a file cannot be the folder of another one.
func reserved(files []output.File) func(name string) string {
	taken := make(map[string]string)   // the names by the names in lower case
	folders := make(map[string]string) // a file by its folders
	for _, f := range files {
		lower := strings.ToLower(f.Name)
		taken[lower] = f.Name
		for i, c := range lower {
			if c == '/' {
				folders[lower[:i]] = f.Name
			}
		}
	}
	return func(name string) string {
		if err := output.Check([]output.File{{Name: name}}); err != nil {
			return "the path " + err.Error()
		}
		lower := strings.ToLower(name)
		first, _, _ := strings.Cut(lower, "/")
		switch other := folders[lower]; {
		case slices.Contains(inputFolders, first) || lower == projectfile.Name:
			return fmt.Sprintf("the path %q is one of the files that protolect reads: packs make no file in %s/, and no %s",
				name, strings.Join(inputFolders, "/ and "), projectfile.Name)
		case taken[lower] != "":
			return fmt.Sprintf("the path %q is that of another generated file, %s", name, taken[lower])
		case other != "":
			return fmt.Sprintf("the path %q is the folder of another generated file, %s", name, other)
		}
		for i, c := range lower {
			if other := taken[lower[:i]]; c == '/' && other != "" {
				return fmt.Sprintf("the path %q is in a folder with the name of another generated file, %s", name, other)
			}
		}
		return ""
	}
}
