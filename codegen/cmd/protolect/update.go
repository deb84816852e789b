// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/protolect/protolect/codegen/changelog"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/gomodule"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/projectfile"
	"github.com/protolect/protolect/codegen/published"
)

func updateCommand(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	flags := newFlags("update")
	root := flags.String("root", ".", "`folder` that contains protolect.yaml")
	to := flags.String("to", "", "`version` of the module that contains the documents (default: the newest release)")
	reporting := addReporting(flags)
	gate := addGate(flags)
	names, err := parse(flags, args, stderr)
	if err != nil {
		return err
	}
	if err := reporting.checkFile(); err != nil {
		return fmt.Errorf("--report: %w: create the folder, or name another one", err)
	}
	folder, err := openOutput(ctx, *root, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	releases, err := gomodule.NewReleases()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, releases.Close()) }()
	u := &update{root: *root, folder: folder, releases: releases, inGit: hasOutputInGit(ctx, *root), stderr: stderr}
	if err := u.generate(ctx, names, *to, reporting); err != nil {
		return err
	}
	if err := u.compare(ctx); err != nil {
		return err
	}
	if err := u.judge(gate); err != nil {
		return err
	}
	if err := u.describe(ctx); err != nil {
		return err
	}
	if err := u.write(ctx); err != nil {
		return err
	}
	return u.print(ctx, stdout)
}

// An update replaces the documents of a project by the newest ones. Until write, it changes no file.
type update struct {
	root     string
	folder   *output.Folder
	releases *gomodule.Releases
	stderr   io.Writer
	// inGit is set if the changes are those since the last commit. Otherwise, they are those of the files on disk.
	inGit bool

	newest  *project.Newest
	run     *project.Run
	plan    *output.Plan
	changes []*project.OutputChange
	// log is the new text of the changelog, and oldLog the present one.
	log, oldLog []byte
}

// generate generates the output of the newest documents.
func (u *update) generate(ctx context.Context, names []string, to string, reporting *reporting) error {
	var err error
	if u.newest, err = project.FindNewest(ctx, u.root, names, to, &http.Client{Timeout: fetchTimeout}, u.releases); err != nil {
		return err
	}
	if found := u.newest.Fetched.Findings; found.HasErrors() {
		if _, err := finding.PrintBrief(u.stderr, found.All(), finding.Error); err != nil {
			return err
		}
		return errFailed
	}
	options := reporting.options(u.root)
	options.Newest = u.newest
	options.Cache = nil // its results lack the texts of files
	if u.run, err = project.Generate(ctx, u.root, u.newest.Names, options); err != nil {
		return err
	}
	if err := reporting.report(u.run.Findings, u.run.APIs, u.stderr); err != nil {
		return errors.Join(keepBroken(u.folder, u.root, u.run.Broken, u.stderr), err)
	}
	u.plan, err = u.folder.Plan(u.run.Files, u.run.Scope)
	return err
}

// compare compares the output with that of the last commit, or with the files on disk.
func (u *update) compare(ctx context.Context) error {
	base, err := baseOnDisk(u.root)
	if u.inGit {
		base, err = baseAt(ctx, u.root, head)
	}
	if err != nil {
		return err
	}
	u.changes, err = u.run.CompareWith(ctx, base)
	return err
}

// judge returns an error if a change is worse than allowed.
func (u *update) judge(gate *gate) error {
	var all []project.Change
	for _, o := range u.changes {
		if o.Uncompiled != nil {
			printUncompiled(u.stderr, o.Uncompiled)
		}
		all = append(all, o.Changes...)
	}
	slices.SortStableFunc(all, func(a, b project.Change) int { return int(b.Highest()) - int(a.Highest()) })
	return gate.judge(u.run, all, u.stderr)
}

// describe writes the changes to the text of the changelog.
func (u *update) describe(ctx context.Context) error {
	var err error
	u.oldLog, err = os.ReadFile(filepath.Join(u.root, changelog.Name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var entries []*changelog.Entry
	described := make(map[string]bool) // by import path
	for _, o := range u.changes {
		entry, err := u.entry(ctx, o)
		if err != nil {
			return err
		}
		if entry != nil {
			entries = append(entries, entry)
			described[entry.ImportPath] = true
		}
	}
	committed := u.oldLog
	var stale []string
	if u.inGit {
		committed = fileAt(ctx, u.root, head, changelog.Name)
		for _, api := range u.run.APIs {
			if !described[api.GoImport] {
				stale = append(stale, api.GoImport)
			}
		}
	}
	u.log = changelog.Update(u.oldLog, committed, entries, stale)
	return nil
}

// entry returns the entry about the changes of an API, or nil if there is nothing to describe.
func (u *update) entry(ctx context.Context, o *project.OutputChange) (*changelog.Entry, error) {
	if o.GoImport == "" {
		return nil, nil
	}
	entry := &changelog.Entry{
		ImportPath: o.GoImport, Verdict: o.Verdict(),
		Before: project.Source(o.Before), After: project.Source(o.After),
	}
	for _, c := range o.Changes {
		entry.Changes = append(entry.Changes, c.Change)
	}
	if o.API == nil || entry.IsEmpty() {
		return nonEmpty(entry), nil
	}
	entry.Title = o.API.Title
	for _, m := range u.newest.Modules {
		if !slices.Contains(m.APIs, o.API.Name) {
			continue
		}
		from := u.versionBefore(ctx, m)
		if from == m.To {
			continue
		}
		entry.Source = fmt.Sprintf("%s %s → %s", m.Path, from, m.To)
		steps, err := u.history(ctx, o, m, from)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil { // for example, a release was withdrawn
			fmt.Fprintf(u.stderr, "protolect: the changelog does not name the releases that changed %s: %v\n", o.API.Name, err)
		}
		entry.Releases = func(element string) []string { return project.ReleasesOf(steps, element) }
	}
	return entry, nil
}

func nonEmpty(entry *changelog.Entry) *changelog.Entry {
	if entry.IsEmpty() {
		return nil
	}
	return entry
}

// versionBefore returns the version of a module that the last commit requires.
func (u *update) versionBefore(ctx context.Context, m project.ModuleUpdate) string {
	before := ""
	if u.inGit {
		for _, file := range m.GoMods {
			v := gomodule.RequiredVersion(fileAt(ctx, filepath.Dir(file), head, filepath.Base(file)), m.Path)
			if semver.Compare(v, before) > 0 {
				before = v
			}
		}
	}
	if before == "" {
		return m.From
	}
	return before
}

// history returns which releases of a module changed an API. It returns nothing if there is only one.
func (u *update) history(ctx context.Context, o *project.OutputChange, m project.ModuleUpdate, from string) ([]project.Step, error) {
	if len(o.Before) == 0 || len(o.Changes) == 0 || semver.Compare(from, m.To) >= 0 {
		return nil, nil
	}
	versions, err := u.releases.Between(ctx, m.Path, from, m.To)
	if err != nil || len(versions) < 2 {
		return nil, err
	}
	return u.run.History(ctx, u.root, o.API, append([]string{from}, versions...), func(version string) (string, error) {
		return u.releases.Download(ctx, m.Path, version)
	})
}

// write writes all files. If that fails, it restores those that are not generated.
func (u *update) write(ctx context.Context) error {
	names, err := u.newest.Written(ctx)
	if err != nil {
		return err
	}
	names = append(names, filepath.Join(u.root, projectfile.Name), filepath.Join(u.root, changelog.Name))
	for _, d := range u.newest.Fetched.Documents {
		names = append(names, filepath.Join(u.root, filepath.FromSlash(d.Name)))
	}
	before, err := takeSnapshot(names)
	if err != nil {
		return err
	}
	if err := u.writeAll(ctx); err != nil {
		return errors.Join(err, before.restore())
	}
	return nil
}

func (u *update) writeAll(ctx context.Context) error {
	if err := u.newest.Raise(ctx); err != nil {
		return err
	}
	if err := writeFetched(u.root, u.newest.Fetched); err != nil {
		return err
	}
	if !bytes.Equal(u.log, u.oldLog) {
		root, err := os.OpenRoot(u.root)
		if err != nil {
			return err
		}
		defer root.Close()
		if err := replace(root, changelog.Name, u.log, 0o666); err != nil {
			return err
		}
	}
	return u.folder.Apply(u.plan)
}

// print prints what changed and the version that follows from it.
func (u *update) print(ctx context.Context, stdout io.Writer) error {
	printTable(stdout, u.run.APIs)
	printProofs(stdout, u.run.APIs)
	listFetched(stdout, u.newest.Fetched)
	for _, m := range u.newest.Modules {
		switch {
		case m.Replaced():
			fmt.Fprintf(stdout, "%s: go.mod replaces the module, so its version stays %s\n", strings.Join(m.APIs, ", "), m.From)
		case m.From == m.To:
			fmt.Fprintf(stdout, "%s: %s %s is up to date\n", strings.Join(m.APIs, ", "), m.Path, m.To)
		default:
			fmt.Fprintf(stdout, "%s: %s %s → %s\n", strings.Join(m.APIs, ", "), m.Path, m.From, m.To)
		}
	}
	listChanges(stdout, u.plan.Changes)
	printGone(stdout, u.plan.Gone)
	if !bytes.Equal(u.log, u.oldLog) {
		fmt.Fprintf(stdout, "update %s\n", changelog.Name)
	}
	return u.printVerdict(ctx, stdout)
}

// printVerdict prints the verdicts and the next version.
func (u *update) printVerdict(ctx context.Context, stdout io.Writer) error {
	if len(u.changes) == 0 {
		fmt.Fprintln(stdout, "Nothing changed since "+u.baseName()+".")
	} else {
		v := verdictOf(u.changes)
		fmt.Fprintf(stdout, "Changes since %s: Go %s, wire %s, requests %s\n", u.baseName(), v.Go, v.Wire, v.Requests)
	}
	if !u.inGit {
		return nil
	}
	tag, err := newestTag(ctx, u.root)
	if err != nil {
		return err
	}
	changes := u.changes
	if tag != "" {
		// The output may also differ because of commits after the tag.
		base, err := baseAt(ctx, u.root, tag)
		if err != nil {
			return err
		}
		if changes, err = u.run.CompareWith(ctx, base); err != nil {
			return err
		}
	}
	switch v := verdictOf(changes); {
	case tag == "":
		fmt.Fprintf(stdout, "Next version: %s, because no tag of the module exists\n", nextTag(tag, v))
	case len(changes) == 0:
		fmt.Fprintf(stdout, "Next version: the packages are those of %s\n", tag)
	default:
		fmt.Fprintf(stdout, "Next version: %s or higher (changes since %s: %s)\n", nextTag(tag, v), tag, max(v.Highest(), 1))
	}
	return nil
}

func (u *update) baseName() string {
	if u.inGit {
		return "the last commit"
	}
	return "the last run"
}

func verdictOf(changes []*project.OutputChange) published.Verdict {
	var sum published.Verdict
	for _, o := range changes {
		sum = sum.Join(o.Verdict())
	}
	return sum
}
