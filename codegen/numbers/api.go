// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"bytes"
	"slices"

	"github.com/protolect/protolect/codegen/yamltree"
)

// API identifies the API that a document describes. A later document of the same API is
// recognized by it and keeps the package.
type API struct {
	Package string
	// Title and Version are the document's. They may change.
	Title, Version string
	// Host and Path are those of the URL that all methods share.
	Host, Path string
	// Document is the name of the document's file, without its folder.
	Document string
	// Folder is that folder, with slashes and relative to that of the output. It is empty if the two are
	// not in one Go module, so that it can differ between machines.
	Folder string
}

// apiMember is a member of the section api.
type apiMember struct {
	name  string
	value *string
}

func (a *API) members() []apiMember {
	return []apiMember{
		{"package", &a.Package}, {"title", &a.Title}, {"version", &a.Version},
		{"host", &a.Host}, {"path", &a.Path}, {"document", &a.Document}, {"folder", &a.Folder},
	}
}

var nonEmpty = yamltree.NewForm(`(?s).`, "a string")

func readAPI(section yamltree.Member) API {
	var api API
	var names []string
	for _, known := range api.members() {
		names = append(names, known.name)
	}
	for _, m := range members(section.Value) {
		i := slices.Index(names, m.Name)
		if i < 0 {
			m.ReportUnknown(names...)
			continue
		}
		*api.members()[i].value, _ = m.Value.Text(nonEmpty)
	}
	if api.Package == "" {
		section.Key.Report("the api has no package")
	}
	return api
}

func writeAPI(b *bytes.Buffer, api API) {
	if api.Package == "" {
		return
	}
	b.WriteString("api:\n")
	for _, m := range api.members() {
		if *m.value != "" {
			b.WriteString("  " + m.name + ": " + yamlText(*m.value) + "\n")
		}
	}
}
