// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/semver"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/gomodule"
	"github.com/protolect/protolect/codegen/projectfile"
)

// Newest has the newest documents of a project. Nothing of the project has changed yet.
type Newest struct {
	// Names are the names to generate: those that were asked for, with all other APIs of their modules. There are none if
	// all APIs are to be generated.
	Names   []string
	Fetched *Fetched // the documents at URLs
	Modules []ModuleUpdate

	lock []byte // of the only API; nil if the lock is that of the project
}

// ModuleUpdate is a module that contains documents.
type ModuleUpdate struct {
	Path     string
	From, To string   // the selected version and the new one
	Folder   string   // of the new version; empty if the module is replaced
	GoMods   []string // the go.mod files that require it
	APIs     []string
}

// Replaced reports whether a go.mod replaces the module. Then its version cannot change.
func (m ModuleUpdate) Replaced() bool { return m.Folder == "" }

// FindNewest downloads the newest documents of the named APIs, or of all APIs. The version of modules is a query of the go
// command; if it is empty, the newest release that is not lower than the selected version.
func FindNewest(ctx context.Context, root string, names []string, version string, client *http.Client,
	releases *gomodule.Releases) (*Newest, error) {
	file, findings, err := projectfile.Read(ctx, root, time.Now())
	if err != nil {
		return nil, err
	}
	if file == nil {
		return &Newest{Fetched: &Fetched{Findings: findings}}, nil
	}
	selected, err := selectAPIs(file, names)
	if err != nil {
		return nil, err
	}
	n := &Newest{Fetched: &Fetched{Findings: new(finding.List)}}
	modules := make(map[string]bool)
	var fetched []string
	for _, api := range selected {
		if api.Document.Module != "" {
			modules[api.Document.Module] = true
		}
		if api.Document.URL != "" {
			fetched = append(fetched, api.Name)
		}
	}
	if version != "" && len(modules) != 1 {
		return nil, fmt.Errorf("--to %s is the version of one module, but the documents are from %d modules%s: name the APIs of one module",
			version, len(modules), listed(modules))
	}
	if len(fetched) > 0 {
		if n.Fetched, err = Fetch(ctx, root, fetched, true, client); err != nil {
			return nil, err
		}
	}
	for _, path := range slices.Sorted(maps.Keys(modules)) {
		m := ModuleUpdate{Path: path}
		for _, api := range file.APIs {
			if api.Document.Module == path {
				m.APIs = append(m.APIs, api.Name)
			}
		}
		if err := m.find(ctx, root, version, releases); err != nil {
			return nil, fmt.Errorf("the documents of %s: %w", strings.Join(m.APIs, ", "), err)
		}
		n.Modules = append(n.Modules, m)
	}
	if len(names) > 0 {
		n.Names = slices.Clone(names)
		for _, m := range n.Modules {
			n.Names = append(n.Names, m.APIs...)
		}
		slices.Sort(n.Names)
		n.Names = slices.Compact(n.Names)
	}
	return n, nil
}

func listed(modules map[string]bool) string {
	if len(modules) == 0 {
		return ""
	}
	return " (" + strings.Join(slices.Sorted(maps.Keys(modules)), ", ") + ")"
}

// find finds the new version of a module.
func (m *ModuleUpdate) find(ctx context.Context, root, version string, releases *gomodule.Releases) error {
	present, err := gomodule.Selected(ctx, root, m.Path)
	if err != nil {
		return err
	}
	m.From, m.To = present.Version, present.Version
	if present.Replace != nil || present.Main {
		if version != "" {
			return fmt.Errorf("go.mod replaces the module %s, so its version cannot become %s: remove the replacement", m.Path, version)
		}
		return nil
	}
	found, err := releases.Resolve(ctx, m.Path, cmp.Or(version, "latest"))
	if err != nil {
		return err
	}
	if version != "" || semver.Compare(found, m.From) > 0 {
		m.To = found
	}
	if m.Folder, err = releases.Download(ctx, m.Path, m.To); err != nil {
		return err
	}
	m.GoMods, err = gomodule.Requiring(ctx, root, m.Path)
	return err
}

// Raise lets the go.mod files require the new versions of the modules. If it returns an error, some of the files that Written
// lists may have changed.
func (n *Newest) Raise(ctx context.Context) error {
	for _, m := range n.Modules {
		if m.From == m.To {
			continue
		}
		if err := gomodule.Raise(ctx, m.GoMods, m.Path, m.To); err != nil {
			return err
		}
	}
	return nil
}

// Written returns the files that Raise may write.
func (n *Newest) Written(ctx context.Context) ([]string, error) {
	var files []string
	for _, m := range n.Modules {
		if m.From != m.To {
			files = append(files, m.GoMods...)
		}
	}
	return gomodule.Written(ctx, files)
}

// folder returns the folder of the module of an API, or "".
func (n *Newest) folder(api projectfile.API) string {
	if n == nil || api.Document.Module == "" {
		return ""
	}
	for _, m := range n.Modules {
		if m.Path == api.Document.Module {
			return m.Folder
		}
	}
	return ""
}

// document returns the document of an API that was downloaded, or nil.
func (n *Newest) document(api projectfile.API) []byte {
	if n == nil || api.Document.URL == "" || n.Fetched == nil {
		return nil
	}
	for _, d := range n.Fetched.Documents {
		if d.API == api.Name {
			return d.Data
		}
	}
	return nil
}
