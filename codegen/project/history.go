// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/projectfile"
	"github.com/protolect/protolect/codegen/published"
)

// Step is the change of the output from one release of a module to a later one.
type Step struct {
	// Releases has the release that brought the changes, or the first and last of those that did.
	Releases []string
	Elements map[string]bool // the elements that changed, by full proto name
}

// maxReleases is the number of releases of which History reads the document.
const maxReleases = 32

// History returns which releases of its module changed the output of an API. The versions are in order, and the first is that
// of the base. It reads the documents of as few releases as possible: if two releases have the same document, so have those
// between them. The names and numbers are those of the lock that the run has written for the API.
// folder returns the folder of the module at a version.
func (run *Run) History(ctx context.Context, root string, api *Summary, versions []string,
	folder func(version string) (string, error)) ([]Step, error) {
	file, findings, err := projectfile.Read(ctx, root, time.Now())
	if err != nil || findings.HasErrors() {
		return nil, err
	}
	apis, err := selectAPIs(file, []string{api.Name})
	if err != nil {
		return nil, err
	}
	lockName := path.Join(projectOwners+api.Name, lockFile)
	lock := run.Files[slices.IndexFunc(run.Files, func(f output.File) bool { return f.Name == lockName })].Data
	h := &history{root: root, api: apis[0], lock: lock, versions: versions, folder: folder,
		documents: make(map[string][]byte), outputs: make(map[string]published.Files)}
	err = h.between(ctx, 0, len(versions)-1)
	return h.steps, err
}

type history struct {
	root      string
	api       projectfile.API
	lock      []byte
	versions  []string
	folder    func(version string) (string, error)
	documents map[string][]byte          // by version; nil if the release has none
	outputs   map[string]published.Files // by version; nil if its document has errors
	steps     []Step
}

// between adds the steps from one version to another, by their indexes.
func (h *history) between(ctx context.Context, first, last int) error {
	before, err := h.document(h.versions[first])
	if err != nil {
		return err
	}
	after, err := h.document(h.versions[last])
	if err != nil || bytes.Equal(before, after) {
		return err
	}
	if last-first == 1 || len(h.documents) >= maxReleases {
		return h.add(ctx, first, last)
	}
	middle := (first + last) / 2
	if err := h.between(ctx, first, middle); err != nil {
		return err
	}
	return h.between(ctx, middle, last)
}

// document returns the document of a release, or nil if it has none.
func (h *history) document(version string) ([]byte, error) {
	if data, found := h.documents[version]; found {
		return data, nil
	}
	folder, err := h.folder(version)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(h.api.Document.Path)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	h.documents[version] = data
	return data, nil
}

// add adds the step between two versions.
func (h *history) add(ctx context.Context, first, last int) error {
	before, err := h.output(ctx, h.versions[first])
	if err != nil || before == nil {
		return err
	}
	after, err := h.output(ctx, h.versions[last])
	if err != nil || after == nil {
		return err
	}
	changes, err := published.Compare(ctx, before, after)
	if err != nil {
		return err
	}
	step := Step{Releases: []string{h.versions[first+1]}, Elements: make(map[string]bool)}
	if last-first > 1 {
		step.Releases = append(step.Releases, h.versions[last])
	}
	for _, c := range changes {
		step.Elements[c.Element] = true
	}
	h.steps = append(h.steps, step)
	return nil
}

// output returns the files that the project generates from the document of a release, or nil if it cannot.
func (h *history) output(ctx context.Context, version string) (published.Files, error) {
	if files, found := h.outputs[version]; found {
		return files, nil
	}
	h.outputs[version] = nil
	if h.documents[version] == nil {
		return nil, nil
	}
	folder, err := h.folder(version)
	if err != nil {
		return nil, err
	}
	newest := &Newest{Modules: []ModuleUpdate{{Path: h.api.Document.Module, Folder: folder}}, lock: h.lock}
	run, err := Generate(ctx, h.root, []string{h.api.Name}, Options{NoProof: true, Newest: newest})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil || run.Findings.HasErrors() {
		return nil, nil //nolint:nilerr // For example, the overlay is newer. Then the changes have no release.
	}
	files := make(published.Files)
	for _, f := range run.Files {
		if f.Owner == projectOwners+h.api.Name {
			files[f.Name] = f.Data
		}
	}
	h.outputs[version] = files
	return files, nil
}

// ReleasesOf returns the releases that changed an element, in order.
func ReleasesOf(steps []Step, element string) []string {
	var releases []string
	for _, s := range steps {
		if !s.Elements[element] {
			continue
		}
		text := s.Releases[0]
		if len(s.Releases) > 1 {
			text += " to " + s.Releases[1]
		}
		if !slices.Contains(releases, text) {
			releases = append(releases, text)
		}
	}
	return releases
}
