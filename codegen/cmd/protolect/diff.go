// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/protolect/protolect/codegen/compare"
	doc "github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/read"
)

func diffCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := newFlags("diff")
	asJSON := flags.Bool("json", false, "print JSON")
	names, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	if len(names) != 2 {
		return wrongCall(flags, stderr, "pass two documents or two folders")
	}
	findings := new(finding.List)
	pairs, err := documentPairs(ctx, names[0], names[1])
	if err != nil {
		return err
	}
	comparisons := []*compare.Comparison{}
	for _, p := range pairs {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := p.compare(ctx, findings)
		if err != nil {
			return err
		}
		if c != nil && (len(c.Changes) > 0 || len(pairs) == 1) {
			comparisons = append(comparisons, c)
		}
	}
	if _, err := finding.PrintBrief(stderr, findings.All(), finding.Error); err != nil {
		return err
	}
	if *asJSON {
		err = compare.PrintJSON(stdout, comparisons)
	} else {
		if len(comparisons) == 0 && !findings.HasErrors() {
			fmt.Fprintln(stdout, "Nothing changed.")
		}
		err = compare.PrintText(stdout, comparisons)
	}
	if err == nil && findings.HasErrors() {
		return errFailed
	}
	return err
}

// documentPair has the files of two revisions of a document, one of which may be missing.
type documentPair struct{ old, new string }

// documentPairs returns the two files, or those of two folders in order of their keys.
func documentPairs(ctx context.Context, from, to string) ([]documentPair, error) {
	oldIsFolder, err := isFolder(from)
	if err != nil {
		return nil, err
	}
	newIsFolder, err := isFolder(to)
	if err != nil {
		return nil, err
	}
	if oldIsFolder != newIsFolder {
		return nil, fmt.Errorf("%s and %s are a folder and a file: pass two files or two folders", from, to)
	}
	if !oldIsFolder {
		return []documentPair{{from, to}}, nil
	}
	before, err := documentsIn(ctx, from)
	if err != nil {
		return nil, err
	}
	after, err := documentsIn(ctx, to)
	if err != nil {
		return nil, err
	}
	names := slices.AppendSeq(slices.Collect(maps.Keys(before)), maps.Keys(after))
	slices.Sort(names)
	var pairs []documentPair
	for _, name := range slices.Compact(names) {
		pairs = append(pairs, documentPair{before[name], after[name]})
	}
	return pairs, nil
}

func isFolder(name string) (bool, error) {
	if name == read.Stdin {
		return false, nil
	}
	info, err := os.Stat(name)
	return err == nil && info.IsDir(), err
}

// documentsIn returns the documents in and below a folder. The key of a discovery document is the
// name and version of its API, that of an OpenAPI document its path within the folder. Other
// files are ignored, and so is testdata.
func documentsIn(ctx context.Context, folder string) (map[string]string, error) {
	documents := make(map[string]string)
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == "testdata" {
			return fs.SkipDir
		}
		if err != nil || !entry.Type().IsRegular() || !slices.Contains([]string{".json", ".yaml", ".yml"}, filepath.Ext(name)) {
			return err
		}
		if info, err := entry.Info(); err != nil || info.Size() > read.MaxSize() {
			return err
		}
		data, err := read.File(ctx, name)
		if err != nil {
			return err
		}
		key, err := documentKey(folder, name, data)
		if err != nil || key == "" {
			return err
		}
		if other, twice := documents[key]; twice {
			return fmt.Errorf("%s and %s both describe %s: remove one of them", other, name, key)
		}
		documents[key] = name
		return nil
	})
	if err == nil && len(documents) == 0 {
		err = fmt.Errorf("%s contains no discovery or OpenAPI document", folder)
	}
	return documents, err
}

// documentKey returns what a document of a folder has in common with its other revisions, or ""
// if the file is not a document.
func documentKey(folder, name string, data []byte) (string, error) {
	if read.IsOpenAPI(data) {
		relative, err := filepath.Rel(folder, name)
		return filepath.ToSlash(relative), err
	}
	var api struct{ Kind, Name, Version string }
	_ = json.Unmarshal(data, &api) // other files may contain anything
	if api.Kind != "discovery#restDescription" {
		return "", nil
	}
	return api.Name + "/" + api.Version, nil
}

// compare reads and compares the documents. The comparison is nil if one of them has errors, which are
// findings.
func (p documentPair) compare(ctx context.Context, findings *finding.List) (*compare.Comparison, error) {
	var apis [2]*doc.API
	failed := false
	for i, name := range []string{p.old, p.new} {
		if name == "" {
			continue
		}
		data, err := read.File(ctx, name)
		if err != nil {
			return nil, err
		}
		folder, err := read.OpenFolder("", name, read.DisplayName(name))
		if err != nil {
			return nil, err
		}
		api, found := read.DocumentIn(folder, read.DisplayName(name), data)
		if err := folder.Close(); err != nil {
			return nil, err
		}
		findings.Quote(read.DisplayName(name), data)
		findings.Append(found)
		failed = failed || found.HasErrors()
		apis[i] = api
	}
	if failed {
		return nil, nil
	}
	return compare.Documents(apis[0], apis[1]), nil
}
