// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package view builds the view that templates receive (protolect.template.v1.View) from proto
// files. It needs only what a CodeGeneratorRequest contains, so a plugin of protoc has the same
// view as the generator.
package view

import (
	"cmp"
	"slices"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// Version is the version of the view that this package builds.
const Version = 1

// Build returns the view of the files that plugin generates. name and version are those of the
// program; version is empty if it was not built from a release.
func Build(plugin *protogen.Plugin, name, version string) (*templatepb.View, error) {
	b, err := newBuilder(plugin)
	if err != nil {
		return nil, err
	}
	v := &templatepb.View{Generator: &templatepb.Generator{Name: name, Version: version, ViewVersion: Version}}
	for _, files := range b.packages(func(f *protogen.File) bool { return f.Generate }) {
		v.Packages = append(v.Packages, b.buildPackage(files))
	}
	imported := b.imported()
	for _, files := range b.packages(func(f *protogen.File) bool { return imported.files[f] }) {
		v.ImportedPackages = append(v.ImportedPackages, b.importedPackage(files, imported))
	}
	if b.err != nil {
		return nil, b.err
	}
	return v, nil
}

// builder builds a view.
type builder struct {
	plugin *protogen.Plugin
	types  *types
	// constructors contains the names of the constructors of unions.
	constructors map[*protogen.Field]string
	err          error // the first error
}

func newBuilder(plugin *protogen.Plugin) (*builder, error) {
	types, err := newTypes(plugin.Files)
	if err != nil {
		return nil, err
	}
	b := &builder{plugin: plugin, types: types, constructors: make(map[*protogen.Field]string)}
	for _, file := range plugin.Files {
		var names *gonames.Unions
		for m := range gonames.Messages(file.Messages) {
			if !gonames.IsUnion(m) {
				continue
			}
			if names == nil {
				names = gonames.NewUnions(file, plugin.Files)
			}
			for _, f := range m.Fields {
				b.constructors[f] = names.Constructor(f)
			}
		}
	}
	return b, nil
}

// fail records an error.
func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// packages returns the selected files by package. Packages are sorted by name, and their files by
// path.
func (b *builder) packages(selected func(*protogen.File) bool) [][]*protogen.File {
	var packages [][]*protogen.File
	index := make(map[protoreflect.FullName]int)
	for _, f := range b.plugin.Files {
		if !selected(f) {
			continue
		}
		i, known := index[f.Desc.Package()]
		if !known {
			i = len(packages)
			index[f.Desc.Package()] = i
			packages = append(packages, nil)
		}
		packages[i] = append(packages[i], f)
	}
	for _, files := range packages {
		slices.SortFunc(files, func(a, b *protogen.File) int { return cmp.Compare(a.Desc.Path(), b.Desc.Path()) })
	}
	slices.SortFunc(packages, func(a, b []*protogen.File) int { return cmp.Compare(a[0].Desc.Package(), b[0].Desc.Package()) })
	return packages
}

// extensionOf returns the value of an extension with a Go type, or its zero value.
func extensionOf[T any](d protoreflect.Descriptor, extension protoreflect.ExtensionType) T {
	value, _ := proto.GetExtension(d.Options(), extension).(T)
	return value
}
