// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

func goPackage(f *protogen.File) *templatepb.GoPackage {
	clientPath, clientName := gonames.ClientPackage(f.GoImportPath, f.GoPackageName)
	return &templatepb.GoPackage{
		Messages:       &templatepb.GoImport{Path: string(f.GoImportPath), Name: string(f.GoPackageName)},
		Client:         &templatepb.GoImport{Path: clientPath, Name: clientName},
		FileDescriptor: f.GoDescriptorIdent.GoName,
		FilePrefix:     f.GeneratedFilenamePrefix,
	}
}

func goIdent(ident protogen.GoIdent) *templatepb.GoIdent {
	return &templatepb.GoIdent{ImportPath: string(ident.GoImportPath), Name: ident.GoName}
}

func goMethod(m *protogen.Method) *templatepb.GoMethod {
	names := gonames.MethodsOf(m)
	return &templatepb.GoMethod{
		Name: m.GoName, Upload: names.Upload, Download: names.Download,
		Request: goIdent(m.Input.GoIdent), Response: goIdent(m.Output.GoIdent),
	}
}

func (b *builder) goField(f *protogen.Field) *templatepb.GoField {
	field := &templatepb.GoField{Name: f.GoName, Getter: getter(f), ElementType: elementType(valueOf(f))}
	field.Type = field.GetElementType()
	switch {
	case f.Desc.IsMap():
		field.Type = prefixed("map["+elementType(f.Message.Fields[0]).GetName()+"]", field.GetElementType())
	case f.Desc.IsList():
		field.Type = prefixed("[]", field.GetElementType())
	}
	field.StructType = field.GetType()
	if f.Desc.HasPresence() && !isInOneof(f) && f.Message == nil && f.Desc.Kind() != protoreflect.BytesKind {
		field.StructType = prefixed("*", field.GetType())
	}
	if isInOneof(f) {
		field.Wrapper = goIdent(f.GoIdent)
	}
	if name := b.constructors[f]; name != "" {
		field.Constructor, field.As = name, "As"+f.GoName
	}
	return field
}

func getter(f *protogen.Field) string {
	name, _ := f.MethodName("Get")
	return name
}

func pointerTo(ident protogen.GoIdent) *templatepb.GoType {
	return &templatepb.GoType{Prefix: "*", ImportPath: string(ident.GoImportPath), Name: ident.GoName}
}

func prefixed(prefix string, t *templatepb.GoType) *templatepb.GoType {
	return &templatepb.GoType{Prefix: prefix + t.GetPrefix(), ImportPath: t.GetImportPath(), Name: t.GetName()}
}

// elementType returns the Go type of a field, or of an element of a list.
func elementType(f *protogen.Field) *templatepb.GoType {
	switch f.Desc.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return pointerTo(f.Message.GoIdent)
	case protoreflect.EnumKind:
		return &templatepb.GoType{ImportPath: string(f.Enum.GoIdent.GoImportPath), Name: f.Enum.GoIdent.GoName}
	case protoreflect.BytesKind:
		return &templatepb.GoType{Prefix: "[]", Name: "byte"}
	case protoreflect.FloatKind:
		return &templatepb.GoType{Name: "float32"}
	case protoreflect.DoubleKind:
		return &templatepb.GoType{Name: "float64"}
	case protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return &templatepb.GoType{Name: "int32"}
	case protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return &templatepb.GoType{Name: "int64"}
	case protoreflect.Fixed32Kind:
		return &templatepb.GoType{Name: "uint32"}
	case protoreflect.Fixed64Kind:
		return &templatepb.GoType{Name: "uint64"}
	}
	return &templatepb.GoType{Name: f.Desc.Kind().String()}
}
