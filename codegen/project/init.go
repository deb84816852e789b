// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/projectfile"
	"github.com/protolect/protolect/codegen/read"
)

// Init chooses the names and packages of documents for the protolect.yaml of a project. A document that was converted to the
// folder before keeps its package. The import paths are empty if the folder is not in a Go module. The result is nil if the
// findings have errors.
func Init(ctx context.Context, root string, documents []string) ([]projectfile.Listed, *finding.List, error) {
	module, err := importPathOfProject(root)
	if err != nil && !errors.Is(err, errNoModule) {
		return nil, nil, err
	}
	chosen := &packages{folder: root, taken: make(map[string]string)}
	all := new(finding.List)
	var apis []projectfile.Listed
	for _, name := range documents {
		api, findings, err := list(ctx, root, name, chosen)
		if err != nil {
			return nil, nil, err
		}
		if module != "" {
			api.GoImport = path.Join(module, goFolder, strings.ReplaceAll(api.ProtoPackage, ".", "/"))
		}
		all.Append(findings)
		apis = append(apis, api)
	}
	if all.HasErrors() {
		return nil, all, nil
	}
	return apis, all, nil
}

// list reads a document and chooses its package. The findings have errors if the document has.
func list(ctx context.Context, root, name string, chosen *packages) (api projectfile.Listed, findings *finding.List, err error) {
	if strings.Contains(name, "://") {
		return api, nil, fmt.Errorf("%s is a URL: download the document, or list the URL in %s as protolect project describes",
			name, projectfile.Name)
	}
	if name == read.Stdin {
		return api, nil, errors.New("the document must be a file of the project, not the standard input")
	}
	file, err := within(root, name)
	if err != nil {
		return api, nil, err
	}
	data, err := read.File(ctx, filepath.Join(root, filepath.FromSlash(file)))
	if err != nil {
		return api, nil, err
	}
	folder, err := read.OpenFolder(root, filepath.Join(root, filepath.FromSlash(file)), name)
	if err != nil {
		return api, nil, err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	doc, findings := read.DocumentIn(folder, name, data)
	findings.Quote(name, data)
	if findings.HasErrors() {
		return api, findings, nil
	}
	choice, err := chosen.choose(ctx, name, doc, "", findings)
	return projectfile.Listed{
		Name:         strings.ReplaceAll(choice.protoPackage, ".", "/"),
		Title:        strings.TrimSpace(doc.Title + " " + doc.Version),
		Document:     file,
		ProtoPackage: choice.protoPackage,
	}, findings, err
}

// within returns the path of a document within a project, with slashes. A folder stands for the document that it contains.
func within(root, name string) (string, error) {
	entry, err := read.Entry(name)
	if err != nil {
		return "", err
	}
	absolute, err := filepath.Abs(root)
	if err != nil {
		return "", err
	}
	if entry, err = filepath.Abs(entry); err != nil {
		return "", err
	}
	relative, err := filepath.Rel(absolute, entry)
	if err != nil || !filepath.IsLocal(relative) {
		return "", fmt.Errorf("%s is not in the project %s: copy the document to the project, or pass another folder as --root", name, root)
	}
	return filepath.ToSlash(relative), nil
}
