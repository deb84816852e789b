// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"maps"
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/model"
)

// Field numbers of descriptor.proto. The paths of comments consist of them
// (SourceCodeInfo.Location.path).
const (
	fileMessages   = 4
	fileEnums      = 5
	fileServices   = 6
	messageFields  = 2
	messageNested  = 3
	messageEnums   = 4
	enumValues     = 2
	serviceMethods = 2
)

// The paths of the package and syntax statements.
var (
	packagePath = []int32{2}
	syntaxPath  = []int32{12}
)

// file collects the content of a proto file.
type file struct {
	proto    *descriptorpb.FileDescriptorProto
	imported map[string]bool // the names of imported files
}

func newFile(pkg *model.Package, name string) *file {
	return &file{
		proto: &descriptorpb.FileDescriptorProto{
			Name:           proto.String(name),
			Package:        proto.String(pkg.Name),
			Syntax:         proto.String("proto3"),
			Options:        &descriptorpb.FileOptions{GoPackage: proto.String(pkg.GoImport)},
			SourceCodeInfo: new(descriptorpb.SourceCodeInfo),
		},
		imported: make(map[string]bool),
	}
}

func (f *file) imports() []string { return slices.Sorted(maps.Keys(f.imported)) }

// finish sets the imports of the file and returns it.
func (f *file) finish() *descriptorpb.FileDescriptorProto {
	delete(f.imported, f.proto.GetName())
	f.proto.Dependency = f.imports()
	return f.proto
}

// setOption sets an extension and imports the file that declares it.
func (f *file) setOption(options proto.Message, extension protoreflect.ExtensionType, value any) {
	proto.SetExtension(options, extension, value)
	f.imported[extension.TypeDescriptor().ParentFile().Path()] = true
}

// reference returns the name of a message as the type of a field, and imports its file.
func (f *file) reference(m *model.Message) string {
	suffix := ""
	if root := m.Root(); root.CreatedFor != nil {
		suffix = "_service"
	}
	f.imported[fileName(m.Package, suffix)] = true
	return "." + m.Package.Name + "." + m.Path()
}

// enumReference returns the name of an enum as the type of a field, and imports its file.
func (f *file) enumReference(e *model.Enum) string {
	if e.Parent != nil {
		return f.reference(e.Parent) + "." + e.Name
	}
	f.imported[fileName(e.Package, "")] = true
	return "." + e.Package.Name + "." + e.Name
}

// wellKnown returns the descriptor of a type that Google publishes, and imports its file.
func (f *file) wellKnown(t model.WellKnown) protoreflect.Descriptor {
	descriptor := t.Descriptor()
	f.imported[descriptor.ParentFile().Path()] = true
	return descriptor
}

// comment sets the leading comment of the element at path.
func (f *file) comment(text string, path []int32) {
	if text == "" {
		return
	}
	f.proto.SourceCodeInfo.Location = append(f.proto.SourceCodeInfo.Location, &descriptorpb.SourceCodeInfo_Location{
		Path:            slices.Clone(path),
		Span:            []int32{0, 0, 0},
		LeadingComments: proto.String(text),
	})
}
