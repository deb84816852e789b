// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package gomessages writes the Go files of messages: the text of protoc-gen-go, byte for byte,
// except for the import of a package that only programs with validation need.
//
// protoc-gen-go formats its text with go/parser and go/printer, which take half of the time of a
// conversion and most of its memory. This package formats the text line by line instead, because
// most lines have one of a few forms. It passes declarations of other forms to go/printer. The
// tests compare the result with that of protoc-gen-go.
package gomessages

import (
	"bytes"
	"reflect"
	"slices"
	"strings"

	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"
)

// A File is a .pb.go file before it is formatted.
type File struct {
	Name       string // import path and file name
	text       []byte // everything except the imports and the descriptor
	imports    []importSpec
	descriptor []byte
	// generated is set if protogen must format the file.
	generated *protogen.GeneratedFile
}

// An importSpec is a line of an import declaration.
type importSpec struct{ name, path string }

// Generate runs protoc-gen-go for a file of a plugin. It changes the descriptor in the file. The
// plugin can be released before the returned File is formatted.
func Generate(plugin *protogen.Plugin, file *protogen.File) (*File, error) {
	descriptor, err := takeDescriptor(file)
	if err != nil {
		return nil, err
	}
	generated := internal_gengo.GenerateFile(plugin, file)
	generated.Skip() // keeps the plugin from formatting the file
	f := &File{Name: file.GeneratedFilenamePrefix + ".pb.go", descriptor: descriptor}
	if !f.read(generated) {
		f.generated = generated
	}
	return f, nil
}

// read sets the text and the imports from the unexported fields of a generated file, because
// protogen returns only formatted text. It returns false if protogen must format the file: because
// the fields are not as they were when this package was written, or because its
// comments contain carriage returns or build constraints.
func (f *File) read(generated *protogen.GeneratedFile) bool {
	fields := reflect.ValueOf(generated).Elem()
	text, off := fields.FieldByName("buf"), reflect.Value{}
	if text.IsValid() && text.Kind() == reflect.Struct {
		text, off = text.FieldByName("buf"), text.FieldByName("off")
	}
	names, manual := fields.FieldByName("packageNames"), fields.FieldByName("manualImports")
	if !text.IsValid() || text.Type() != reflect.TypeFor[[]byte]() || !off.IsValid() || off.Kind() != reflect.Int || off.Int() != 0 ||
		!names.IsValid() || names.Type() != reflect.TypeFor[map[protogen.GoImportPath]protogen.GoPackageName]() ||
		!manual.IsValid() || manual.Type() != reflect.TypeFor[map[protogen.GoImportPath]bool]() {
		return false
	}
	f.text = text.Bytes()
	if bytes.IndexByte(f.text, '\r') >= 0 || bytes.Contains(f.text, []byte("+build")) || bytes.Contains(f.text, []byte("go:build")) {
		return false // go/scanner removes carriage returns, and go/printer moves build constraints
	}
	for path, name := range names.Seq2() {
		f.imports = append(f.imports, importSpec{name.String(), path.String()})
	}
	for path := range manual.Seq() {
		if !names.MapIndex(path).IsValid() && path.String() != validatePackage {
			f.imports = append(f.imports, importSpec{"_", path.String()})
		}
	}
	slices.SortFunc(f.imports, func(a, b importSpec) int { return strings.Compare(a.path, b.path) })
	return true
}

// Format returns the text of the file.
func (f *File) Format() ([]byte, error) {
	if f.generated != nil {
		text, err := f.generated.Content()
		if err != nil {
			return nil, err
		}
		return withDescriptor(text, f.Name, f.descriptor)
	}
	return format(f)
}
