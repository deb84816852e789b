// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// Messages that together have every kind of field, and a resolver for them and for the well-known types, all
// as dynamic messages.
var (
	files = new(protoregistry.Files)
	types = dynamicpb.NewTypes(files)

	proto3   protoreflect.FileDescriptor
	proto2   protoreflect.FileDescriptor
	editions protoreflect.FileDescriptor
)

func init() {
	for _, fd := range []protoreflect.FileDescriptor{
		anypb.File_google_protobuf_any_proto,
		durationpb.File_google_protobuf_duration_proto,
		emptypb.File_google_protobuf_empty_proto,
		fieldmaskpb.File_google_protobuf_field_mask_proto,
		structpb.File_google_protobuf_struct_proto,
		timestamppb.File_google_protobuf_timestamp_proto,
		wrapperspb.File_google_protobuf_wrappers_proto,
		descriptorpb.File_google_protobuf_descriptor_proto,
		apipb.File_protolect_api_v1_annotations_proto,
	} {
		must(files.RegisterFile(fd))
	}
	proto3 = newFile(proto3File())
	proto2 = newFile(proto2File())
	editions = newFile(editionsFile())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func newFile(f *descriptorpb.FileDescriptorProto) protoreflect.FileDescriptor {
	for _, path := range []string{"any", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers", "descriptor"} {
		f.Dependency = append(f.Dependency, "google/protobuf/"+path+".proto")
	}
	f.Dependency = append(f.Dependency, "protolect/api/v1/annotations.proto")
	fd, err := protodesc.NewFile(f, files)
	must(err)
	must(files.RegisterFile(fd))
	return fd
}

func message(fd protoreflect.FileDescriptor, name protoreflect.Name) protoreflect.MessageDescriptor {
	return fd.Messages().ByName(name)
}

var (
	scalars = []string{
		"double", "float", "int64", "uint64", "int32", "fixed64", "fixed32", "bool",
		"string", "bytes", "uint32", "sfixed32", "sfixed64", "sint32", "sint64",
	}
	keys = []string{
		"int64", "uint64", "int32", "fixed64", "fixed32", "bool",
		"string", "uint32", "sfixed32", "sfixed64", "sint32", "sint64",
	}
	wellKnown = []string{
		"Any", "Duration", "Empty", "FieldMask", "Struct", "Value", "ListValue", "Timestamp",
		"BoolValue", "BytesValue", "DoubleValue", "FloatValue", "Int32Value", "Int64Value", "StringValue", "UInt32Value", "UInt64Value",
	}
)

// A messageBuilder numbers fields in the order in which they are added.
type messageBuilder struct {
	*descriptorpb.DescriptorProto
	scope string
	next  int32
}

func newMessage(scope, name string) *messageBuilder {
	return &messageBuilder{&descriptorpb.DescriptorProto{Name: proto.String(name)}, scope + "." + name, 1}
}

// add adds a field. Its type is a scalar, or "enum" or "message" and the full name of the type.
func (b *messageBuilder) add(label, typ, name string) *descriptorpb.FieldDescriptorProto {
	f := field(label, typ, name, b.next)
	b.next++
	b.Field = append(b.Field, f)
	return f
}

func field(label, typ, name string, number int32) *descriptorpb.FieldDescriptorProto {
	f := &descriptorpb.FieldDescriptorProto{Name: proto.String(name), Number: proto.Int32(number)}
	f.Label = descriptorpb.FieldDescriptorProto_Label(descriptorpb.FieldDescriptorProto_Label_value["LABEL_"+strings.ToUpper(label)]).Enum()
	kind, typeName, named := strings.Cut(typ, " ")
	f.Type = descriptorpb.FieldDescriptorProto_Type(descriptorpb.FieldDescriptorProto_Type_value["TYPE_"+strings.ToUpper(kind)]).Enum()
	if named {
		f.TypeName = proto.String("." + typeName)
	}
	return f
}

// addMap adds a map.
func (b *messageBuilder) addMap(key, typ, name string) {
	entry := strings.ToUpper(name[:1]) + name[1:]
	for i := strings.IndexByte(entry, '_'); i >= 0; i = strings.IndexByte(entry, '_') {
		entry = entry[:i] + strings.ToUpper(entry[i+1:i+2]) + entry[i+2:]
	}
	entry += "Entry"
	b.NestedType = append(b.NestedType, &descriptorpb.DescriptorProto{
		Name:    proto.String(entry),
		Field:   []*descriptorpb.FieldDescriptorProto{field("optional", key, "key", 1), field("optional", typ, "value", 2)},
		Options: &descriptorpb.MessageOptions{MapEntry: proto.Bool(true)},
	})
	b.add("repeated", "message "+b.scope+"."+entry, name)
}

// addOneof adds a oneof with a field of each type.
func (b *messageBuilder) addOneof(name string, types ...string) {
	index := int32(len(b.OneofDecl))
	b.OneofDecl = append(b.OneofDecl, &descriptorpb.OneofDescriptorProto{Name: proto.String(name)})
	for _, t := range types {
		b.add("optional", t, name+"_"+lower(t)).OneofIndex = proto.Int32(index)
	}
}

// lower returns the name of a field for a type.
func lower(typ string) string {
	return strings.ToLower(typ[strings.LastIndexAny(typ, " .")+1:])
}

// singularTypes returns all types of singular fields, in a package with the message All and the enum Kind.
func singularTypes(pkg string) []string {
	all := append([]string{"enum " + pkg + ".Kind", "enum google.protobuf.NullValue", "message " + pkg + ".All"}, scalars...)
	for _, w := range wellKnown {
		all = append(all, "message google.protobuf."+w)
	}
	return all
}

// addEverything adds singular fields, lists, maps and oneofs of every type.
func (b *messageBuilder) addEverything(pkg string) {
	for _, t := range singularTypes(pkg) {
		b.add("optional", t, "s_"+lower(t))
		b.add("repeated", t, "r_"+lower(t))
		if t == "enum "+pkg+".Kind" {
			t = "enum " + pkg + ".MapKind" // The enum of a map must have a value 0.
		}
		b.addMap("string", t, "m_"+lower(t))
	}
	for _, k := range keys {
		b.addMap(k, "int32", "k_"+k)
	}
	b.addOneof("one", singularTypes(pkg)...)
	b.add("optional", "string", "other_name").JsonName = proto.String("Anders/\u00e4 \"x\"")
}

func proto3File() *descriptorpb.FileDescriptorProto {
	const pkg = "test.proto3"
	all := newMessage(pkg, "All")
	all.addEverything(pkg)
	for _, s := range scalars {
		f := all.add("optional", s, "o_"+s)
		f.Proto3Optional = proto.Bool(true)
		f.OneofIndex = proto.Int32(int32(len(all.OneofDecl)))
		all.OneofDecl = append(all.OneofDecl, &descriptorpb.OneofDescriptorProto{Name: proto.String("_o_" + s)})
	}
	return &descriptorpb.FileDescriptorProto{
		Name: proto.String("test/proto3.proto"), Package: proto.String(pkg), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{all.DescriptorProto},
		EnumType: []*descriptorpb.EnumDescriptorProto{parse(`
			name: "Kind"
			value { name: "ZERO" number: 0 }
			value { name: "ONE" number: 1 }
			value { name: "UNO" number: 1 }
			value { name: "MINUS" number: -1 }
			options { allow_alias: true }`, new(descriptorpb.EnumDescriptorProto)), mapKind()},
	}
}

func proto2File() *descriptorpb.FileDescriptorProto {
	const pkg = "test.proto2"
	all := newMessage(pkg, "All")
	all.addEverything(pkg)
	group := &descriptorpb.DescriptorProto{Name: proto.String("Single"), Field: []*descriptorpb.FieldDescriptorProto{
		field("optional", "int32", "a", 1), field("optional", "message "+pkg+".All", "b", 2),
	}}
	all.NestedType = append(all.NestedType, group)
	all.add("optional", "group "+pkg+".All.Single", "single")
	many := &descriptorpb.DescriptorProto{Name: proto.String("Many"), Field: []*descriptorpb.FieldDescriptorProto{field("optional", "string", "b", 1)}}
	all.NestedType = append(all.NestedType, many)
	all.add("repeated", "group "+pkg+".All.Many", "many")
	all.add("optional", "int32", "preset").DefaultValue = proto.String("7")
	all.add("optional", "enum "+pkg+".Kind", "preset_kind").DefaultValue = proto.String("TWO")
	all.add("optional", "message "+pkg+".Required", "s_needy")
	all.add("repeated", "message "+pkg+".Required", "r_needy")
	all.ExtensionRange = []*descriptorpb.DescriptorProto_ExtensionRange{{Start: proto.Int32(1000), End: proto.Int32(2000)}}
	required := newMessage(pkg, "Required")
	required.add("required", "int32", "must")
	required.add("optional", "message "+pkg+".Required", "child")
	f := &descriptorpb.FileDescriptorProto{
		Name: proto.String("test/proto2.proto"), Package: proto.String(pkg), Syntax: proto.String("proto2"),
		MessageType: []*descriptorpb.DescriptorProto{all.DescriptorProto, required.DescriptorProto, {
			Name:           proto.String("Elsewhere"),
			ExtensionRange: []*descriptorpb.DescriptorProto_ExtensionRange{{Start: proto.Int32(1), End: proto.Int32(10)}},
		}},
		EnumType: []*descriptorpb.EnumDescriptorProto{parse(`
			name: "Kind"
			value { name: "ONE" number: 1 }
			value { name: "TWO" number: 2 }`, new(descriptorpb.EnumDescriptorProto)), mapKind()},
	}
	number := int32(1000)
	extend := func(label, typ, name string) {
		x := field(label, typ, name, number)
		number++
		x.Extendee = proto.String("." + pkg + ".All")
		f.Extension = append(f.Extension, x)
	}
	for _, t := range singularTypes(pkg) {
		extend("optional", t, "xs_"+lower(t))
		extend("repeated", t, "xr_"+lower(t))
	}
	f.MessageType = append(f.MessageType, &descriptorpb.DescriptorProto{
		Name: proto.String("XGroup"), Field: []*descriptorpb.FieldDescriptorProto{field("optional", "string", "c", 1)},
	})
	extend("repeated", "group "+pkg+".XGroup", "xgroup")
	x := field("optional", "int32", "elsewhere", 1)
	x.Extendee = proto.String("." + pkg + ".Elsewhere")
	f.Extension = append(f.Extension, x)
	return f
}

func editionsFile() *descriptorpb.FileDescriptorProto {
	const pkg = "test.editions"
	all := newMessage(pkg, "All")
	all.addEverything(pkg)
	for i, features := range []string{
		"field_presence: IMPLICIT", "field_presence: EXPLICIT", "field_presence: LEGACY_REQUIRED",
		"utf8_validation: NONE",
	} {
		f := all.add("optional", "string", fmt.Sprintf("feature_%d", i))
		f.Options = parse("features { "+features+" }", new(descriptorpb.FieldOptions))
	}
	f := all.add("optional", "message "+pkg+".All", "delimited_all")
	f.Options = parse("features { message_encoding: DELIMITED }", new(descriptorpb.FieldOptions))
	f = all.add("repeated", "enum "+pkg+".Kind", "expanded")
	f.Options = parse("features { repeated_field_encoding: EXPANDED }", new(descriptorpb.FieldOptions))
	return &descriptorpb.FileDescriptorProto{
		Name: proto.String("test/editions.proto"), Package: proto.String(pkg), Syntax: proto.String("editions"), Edition: descriptorpb.Edition_EDITION_2023.Enum(),
		MessageType: []*descriptorpb.DescriptorProto{all.DescriptorProto},
		EnumType: []*descriptorpb.EnumDescriptorProto{parse(`
			name: "Kind"
			value { name: "FIVE" number: 5 }
			value { name: "SIX" number: 6 }
			options { features { enum_type: CLOSED } }`, new(descriptorpb.EnumDescriptorProto)), mapKind()},
	}
}

func mapKind() *descriptorpb.EnumDescriptorProto {
	return parse(`name: "MapKind" value { name: "NONE" number: 0 } value { name: "SOME" number: 3 }`, new(descriptorpb.EnumDescriptorProto))
}

func parse[M proto.Message](text string, m M) M {
	must(prototext.Unmarshal([]byte(text), m))
	return m
}
