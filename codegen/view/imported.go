// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// imports contains the elements of files that are not generated, to which the generated ones
// refer.
type imports struct {
	files    map[*protogen.File]bool
	elements map[protoreflect.FullName]bool
	byPath   map[string]*protogen.File
	messages map[protoreflect.FullName]*protogen.Message // all messages of the files
}

// imported returns the imported elements of the view.
func (b *builder) imported() *imports {
	i := &imports{
		files:    make(map[*protogen.File]bool),
		elements: make(map[protoreflect.FullName]bool),
		byPath:   b.plugin.FilesByPath,
		messages: make(map[protoreflect.FullName]*protogen.Message),
	}
	for _, f := range b.plugin.Files {
		for m := range gonames.Messages(f.Messages) {
			i.messages[m.Desc.FullName()] = m
		}
	}
	for _, f := range b.plugin.Files {
		if f.Generate {
			i.addFile(f)
		}
	}
	return i
}

// addFile adds everything to which a generated file refers.
func (i *imports) addFile(f *protogen.File) {
	extensions := f.Extensions
	for m := range gonames.Messages(f.Messages) {
		i.addFields(m)
		extensions = append(extensions[:len(extensions):len(extensions)], m.Extensions...)
	}
	for _, x := range extensions {
		i.addType(x)
	}
	for _, s := range f.Services {
		for _, m := range s.Methods {
			i.addMessage(m.Input)
			i.addMessage(m.Output)
			for _, r := range methodRule(m).GetErrorResponses() {
				if message := i.messages[protoreflect.FullName(r.GetMessage())]; message != nil {
					i.addMessage(message)
				}
			}
		}
	}
}

func (i *imports) addFields(m *protogen.Message) {
	for _, f := range m.Fields {
		i.addType(valueOf(f))
	}
}

func (i *imports) addType(f *protogen.Field) {
	switch {
	case f.Message != nil:
		i.addMessage(f.Message)
	case f.Enum != nil && i.add(f.Enum.Desc):
		i.addParent(f.Enum.Desc)
	}
}

func (i *imports) addMessage(m *protogen.Message) {
	if i.add(m.Desc) {
		i.addParent(m.Desc)
		i.addFields(m)
	}
}

// addParent adds the message that contains d, because its name occurs in the view.
func (i *imports) addParent(d protoreflect.Descriptor) {
	if parent, ok := d.Parent().(protoreflect.MessageDescriptor); ok {
		i.addMessage(i.messages[parent.FullName()])
	}
}

// add adds an element, and reports whether it is imported and new.
func (i *imports) add(d protoreflect.Descriptor) bool {
	file := i.byPath[d.ParentFile().Path()]
	if file.Generate || i.elements[d.FullName()] {
		return false
	}
	i.files[file], i.elements[d.FullName()] = true, true
	return true
}

// importedPackage returns a package with the elements of files that are in i.
func (b *builder) importedPackage(files []*protogen.File, i *imports) *templatepb.Package {
	p := &templatepb.Package{Name: string(files[0].Desc.Package()), Doc: packageDoc(files), Go: goPackage(mainFile(files))}
	for _, f := range files {
		p.Files = append(p.Files, b.file(f))
		for m := range gonames.Messages(f.Messages) {
			if i.elements[m.Desc.FullName()] {
				p.Messages = append(p.Messages, b.message(m, f))
			}
		}
		for e := range enums(f) {
			if i.elements[e.Desc.FullName()] {
				p.Enums = append(p.Enums, b.enum(e, f))
			}
		}
		p.HasConstraints = p.HasConstraints || hasConstraints(f.Desc)
	}
	return p
}
