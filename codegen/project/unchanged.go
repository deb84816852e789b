// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/cache"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/read"
)

// result is what a run made for one API. If nothing has changed, the next run reuses it.
type result struct {
	Client  string // its import path
	Summary Summary
	// Findings are those before protolect.yaml hides some.
	Findings []finding.Finding
	// Files are the generated files and the lock, with their hashes instead of their data.
	Files []output.File
	// References are the outcomes of reading the files to which the document refers, by name.
	References map[string]string
}

// memory is where a run finds and remembers the result for one API.
type memory struct {
	options Options
	folder  string // of the output
	name    string // of the result
	key     cache.Key
}

// newMemory returns the memory for an API. The result has the given name and depends on the inputs, on the files to which the
// document refers, and on other inputs that are the same for all documents of a command.
func newMemory(options Options, folder, name string, in *generate.Input, others ...string) memory {
	inputs := append([]string{
		name, in.Document.Name, cache.Hash(in.Document.Data),
		in.Overlay.Name, strconv.FormatBool(in.Overlay.Data != nil), cache.Hash(in.Overlay.Data),
		options.Generator, strconv.FormatBool(options.NoProof),
		strconv.FormatInt(debug.SetMemoryLimit(-1), 10), // which limits documents
	}, others...)
	return memory{options, folder, name, cache.NewKey(inputs...)}
}

// recall returns the result of an earlier run with the same inputs. It returns nil if there is none, or
// if files in the output folder have changed. A report needs more than the result has.
func (m memory) recall(documents *read.Folder) *result {
	if m.options.Report {
		return nil
	}
	known := new(result)
	if !m.options.Cache.Load(m.name, m.key, known) {
		return nil
	}
	for name, outcome := range known.References {
		if documents == nil {
			return nil
		}
		if _, data, err := documents.Read(name); outcomeOf(read.Result{Data: data, Err: err}) != outcome {
			return nil
		}
	}
	protos := path.Join(protoFolder, strings.ReplaceAll(known.Summary.Package, ".", "/"), "*.proto")
	names, err := filepath.Glob(filepath.Join(m.folder, filepath.FromSlash(protos)))
	if err != nil {
		return nil
	}
	for _, name := range names { // checkLock reads them all
		name := path.Join(path.Dir(protos), filepath.Base(name))
		if !slices.ContainsFunc(known.Files, func(f output.File) bool { return f.Name == name }) {
			return nil
		}
	}
	for _, f := range known.Files {
		if !m.has(f) {
			return nil
		}
	}
	return known
}

// remember stores the result for an API, whose files have data, if the folder already has the same files. A run that changes files
// is not remembered: the next run reads the lock and the .proto files that it wrote, and can have other findings.
func (m memory) remember(made result, documents *read.Folder) {
	if m.options.Cache == nil {
		return
	}
	made.Summary.Report, made.Files, made.References = nil, slices.Clone(made.Files), make(map[string]string)
	for i, f := range made.Files {
		made.Files[i] = output.File{Name: f.Name, Owner: f.Owner, Hash: cache.Hash(f.Data)}
		if !m.has(made.Files[i]) {
			return
		}
	}
	for name, r := range documents.Reads() {
		made.References[name] = outcomeOf(r)
	}
	m.options.Cache.Store(m.name, m.key, made)
}

// has reports whether the folder has a regular file with the name and the hash of a file.
func (m memory) has(f output.File) bool {
	name := filepath.Join(m.folder, filepath.FromSlash(f.Name))
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return false
	}
	data, err := os.ReadFile(name)
	return err == nil && cache.Hash(data) == f.Hash
}

// outcomeOf returns a text that differs for files with other contents and for other errors.
func outcomeOf(r read.Result) string {
	if r.Err != nil {
		return r.Err.Error()
	}
	return cache.Hash(r.Data)
}
