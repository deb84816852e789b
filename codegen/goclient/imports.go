// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// imports assigns a unique name to each imported Go package of a file.
type imports struct {
	own   protogen.GoImportPath // the package of the file, if it is the messages' package
	names map[protogen.GoImportPath]string
	order []protogen.GoImportPath
	taken map[string]bool
}

// newImports returns imports with packages rest and stub. The names that templates use are taken.
func newImports(packageName string) *imports {
	i := &imports{
		names: map[protogen.GoImportPath]string{restImport: "rest", stubImport: "stub"},
		order: []protogen.GoImportPath{restImport, stubImport},
		taken: make(map[string]bool),
	}
	for _, name := range []string{
		packageName, "context", "fmt", "io", "log", "regexp", "rest", "stub",
		"c", "client", "ctx", "err", "media", "opts", "req", "resp", "tokens",
	} {
		i.taken[name] = true
	}
	return i
}

// qualify returns the Go expression for an identifier, and imports its package.
func (i *imports) qualify(ident protogen.GoIdent) string {
	if ident.GoImportPath == i.own {
		return ident.GoName
	}
	name, known := i.names[ident.GoImportPath]
	if !known {
		base := strings.NewReplacer("-", "", ".", "").Replace(path.Base(string(ident.GoImportPath)))
		name = base
		for n := 2; i.taken[name]; n++ {
			name = base + strconv.Itoa(n)
		}
		i.taken[name] = true
		i.names[ident.GoImportPath] = name
		i.order = append(i.order, ident.GoImportPath)
	}
	return name + "." + ident.GoName
}

func (i *imports) specs() []string {
	var specs []string
	for _, importPath := range slices.Sorted(slices.Values(i.order)) {
		specs = append(specs, importSpec(i.names[importPath], string(importPath)))
	}
	return specs
}

// importSpec returns an import spec, with a name if the path does not end in it.
func importSpec(name, importPath string) string {
	if name == path.Base(importPath) {
		return quote(importPath)
	}
	return name + " " + quote(importPath)
}

// elementType returns the Go type of a field, or of an element of a repeated field.
func (i *imports) elementType(f *protogen.Field) string {
	switch f.Desc.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return "*" + i.qualify(f.Message.GoIdent)
	case protoreflect.EnumKind:
		return i.qualify(f.Enum.GoIdent)
	case protoreflect.BytesKind:
		return "[]byte"
	case protoreflect.FloatKind:
		return "float32"
	case protoreflect.DoubleKind:
		return "float64"
	case protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return "int32"
	case protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return "int64"
	case protoreflect.Fixed32Kind:
		return "uint32"
	case protoreflect.Fixed64Kind:
		return "uint64"
	}
	return f.Desc.Kind().String()
}

// fieldType returns the Go type of a field, including lists and maps.
func (i *imports) fieldType(f *protogen.Field) string {
	switch {
	case f.Desc.IsMap():
		return "map[" + i.elementType(f.Message.Fields[0]) + "]" + i.elementType(f.Message.Fields[1])
	case f.Desc.IsList():
		return "[]" + i.elementType(f)
	}
	return i.elementType(f)
}
