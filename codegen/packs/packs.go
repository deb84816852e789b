// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package packs runs packs: folders of templates that make files from a view (protolect.template.v1). docs/packs.md
// describes the form of a pack, its functions and its limits.
//
// A pack is untrusted. Its templates read only the view and the options, and every run ends: see the limits in
// docs/packs.md.
package packs

import (
	"github.com/protolect/protolect/codegen/finding"
)

// ViewVersion is the version of the view that this package supports.
const ViewVersion = 1

// Pack is a pack that was loaded.
type Pack struct {
	Name    string
	Version string // of the pack; empty if pack.yaml states none
	Options []Option
	Outputs []Output

	at        finding.Position
	generator string // the minimum version of the generator
	files     map[string]*source
	shadows   []shadow
	data      map[string][]byte // of the files, by the names in positions
}

// Option is an option that a pack declares.
type Option struct {
	Name    string
	Type    Type
	Default any // a string, bool, int or []string
	Help    string
}

// Output describes files of a pack: one for each element of the view.
type Output struct {
	Template string
	Per      Per
	Format   Format

	at         finding.Position // of the output in pack.yaml
	path, when *source          // when is nil if every element has a file
}

// Per is the kind of elements for which an output has a file.
type Per string

// The kinds of elements.
const (
	PerView    Per = "view"
	PerPackage Per = "package"
	PerService Per = "service"
	PerMethod  Per = "method"
	PerMessage Per = "message"
	PerEnum    Per = "enum"
)

// Format is what happens to the text that a template writes.
type Format string

// The formats.
const (
	FormatNone Format = "none" // the file is the text
	FormatGo   Format = "go"   // the text gets its imports, and is formatted
)

// Type is the type of an option.
type Type string

// The types.
const (
	TypeString  Type = "string"
	TypeBool    Type = "bool"
	TypeInteger Type = "integer"
	TypeList    Type = "list" // of strings
)

// shadow replaces the templates of another pack.
type shadow struct {
	pack    string
	version string
	at      finding.Position
	files   map[string]*source // by the names of the replaced files
}

// File is a file that a pack made. Its name is relative to the output folder, with slashes.
type File struct {
	Pack string
	Name string
	Data []byte
}
