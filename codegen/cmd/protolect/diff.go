// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/compare"
	doc "github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/published"
	"github.com/protolect/protolect/codegen/read"
)

func diffCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := newFlags("diff")
	asJSON := flags.Bool("json", false, "print JSON")
	exitCode := flags.Bool("exit-code", false, "exit with status 3 if a change is worse than --allow")
	gate := addGate(flags)
	names, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	if len(names) != 2 {
		return wrongCall(flags, stderr, "pass two documents, two folders, or two revisions of a git repository")
	}
	findings := new(finding.List)
	differences, err := diff(ctx, names[0], names[1], findings)
	if err != nil {
		return err
	}
	if _, err := finding.PrintBrief(stderr, findings.All(), finding.Error); err != nil {
		return err
	}
	if *asJSON {
		err = printJSON(stdout, differences)
	} else {
		err = printDifferences(stdout, differences, findings.HasErrors())
	}
	switch {
	case err != nil:
		return err
	case findings.HasErrors():
		return errFailed
	case !*exitCode:
		return nil
	}
	allowed := gate.allowed(withoutBreaks)
	if slices.ContainsFunc(differences, func(d *difference) bool { return len(respects(d.Verdict, allowed)) > 0 }) {
		return errBreaks
	}
	return nil
}

// A difference is that of one API, or of all APIs of two output folders.
type difference struct {
	Document *compare.Comparison // nil for output folders
	Output   []project.Change
	Verdict  published.Verdict // the highest of all changes of the output
	// Unknown is set if the output could not be compared, because a document has errors.
	Unknown bool
}

// isEmpty reports whether nothing changed.
func (d *difference) isEmpty() bool {
	return len(d.Document.Changes) == 0 && len(d.Output) == 0 && !d.Unknown
}

// diff compares what two arguments stand for.
func diff(ctx context.Context, from, to string, findings *finding.List) ([]*difference, error) {
	before, err := readOutput(ctx, from, to)
	if err != nil {
		return nil, err
	}
	after, err := readOutput(ctx, to, from)
	if err != nil {
		return nil, err
	}
	switch {
	case before != nil && after != nil:
		return diffOutput(ctx, before, after)
	case before != nil:
		return nil, fmt.Errorf("%s contains generated files, and %s does not: pass two documents, two folders or two revisions", from, to)
	case after != nil:
		return nil, fmt.Errorf("%s contains generated files, and %s does not: pass two documents, two folders or two revisions", to, from)
	}
	pairs, err := documentPairs(ctx, from, to)
	if err != nil {
		return nil, err
	}
	var differences []*difference
	for _, p := range pairs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, err := p.compare(ctx, findings)
		if err != nil {
			return nil, err
		}
		if d != nil && (!d.isEmpty() || len(pairs) == 1) {
			differences = append(differences, d)
		}
	}
	return differences, nil
}

// diffOutput compares generated files.
func diffOutput(ctx context.Context, before, after published.Files) ([]*difference, error) {
	changes, err := published.Compare(ctx, before, after)
	if err != nil {
		return nil, err
	}
	if maps.EqualFunc(before, after, bytes.Equal) {
		return nil, nil
	}
	d := &difference{Verdict: published.Sum(changes)}
	for _, c := range changes {
		d.Output = append(d.Output, project.Change{Change: c})
	}
	return []*difference{d}, nil
}

// printDifferences prints differences as text.
func printDifferences(w io.Writer, differences []*difference, failed bool) error {
	if len(differences) == 0 && !failed {
		_, err := fmt.Fprintln(w, "Nothing changed.")
		return err
	}
	for _, d := range differences {
		if d.Document != nil {
			if err := d.Document.PrintText(w); err != nil {
				return err
			}
			if d.isEmpty() {
				continue
			}
		}
		d.printOutput(w)
	}
	return nil
}

func (d *difference) printOutput(w io.Writer) {
	switch {
	case d.Unknown:
		fmt.Fprintln(w, "  The output: unknown, because a document has errors")
		return
	case d.Verdict == published.Verdict{}:
		fmt.Fprintln(w, "  The output: only comments changed")
		return
	}
	fmt.Fprintf(w, "  The output: Go %s, wire %s, requests %s\n", d.Verdict.Go, d.Verdict.Wire, d.Verdict.Requests)
	for _, c := range d.Output {
		line := c.String()
		if breaks := respects(c.Verdict, withoutBreaks); len(breaks) > 0 {
			line = "breaks " + strings.Join(breaks, ", ") + ": " + line
		}
		fmt.Fprintf(w, "    %s\n", line)
	}
}

// printJSON prints differences as an indented JSON array.
func printJSON(w io.Writer, differences []*difference) error {
	type change struct {
		Element  string            `json:"element"`
		Message  string            `json:"message"`
		Position *finding.Position `json:"position,omitempty"`
		verdictJSON
	}
	type element struct {
		*compare.Comparison
		Output []change `json:"output"`
		verdictJSON
	}
	list := []element{}
	for _, d := range differences {
		e := element{d.Document, []change{}, verdictJSON(d.Verdict)}
		for _, c := range d.Output {
			next := change{c.Element, c.Message, nil, verdictJSON(c.Verdict)}
			if c.At.File != "" {
				next.Position = &c.At
			}
			e.Output = append(e.Output, next)
		}
		list = append(list, e)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(list)
}

type verdictJSON struct {
	Go       compare.Verdict `json:"go"`
	Wire     compare.Verdict `json:"wire"`
	Requests compare.Verdict `json:"requests"`
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

// compare reads and compares the documents. The difference is nil if one of them has errors, which are
// findings.
func (p documentPair) compare(ctx context.Context, findings *finding.List) (*difference, error) {
	var apis [2]*doc.API
	var texts [2][]byte
	failed, isWhole := false, true
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
		isWhole = isWhole && len(folder.Files()) == 0
		apis[i], texts[i] = api, data
	}
	if failed {
		return nil, nil
	}
	d := &difference{Document: compare.Documents(apis[0], apis[1])}
	switch {
	case isWhole && bytes.Equal(texts[0], texts[1]):
	case apis[0] == nil:
		d.Verdict = withoutBreaks
	case apis[1] == nil:
		d.Verdict = published.Verdict{Go: compare.Major, Wire: compare.Minor, Requests: compare.Major}
	default:
		changes, found, err := project.CompareRevisions(ctx,
			project.Revision{Name: read.DisplayName(p.old), Document: apis[0]}, project.Revision{Name: read.DisplayName(p.new), Document: apis[1]})
		if err != nil {
			return nil, err
		}
		if d.Unknown = found.HasErrors(); d.Unknown {
			findings.Append(found)
		}
		d.Output = changes
		for _, c := range changes {
			d.Verdict = d.Verdict.Join(c.Verdict)
		}
	}
	return d, nil
}
