// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomessages_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/generate"
)

// TestRandomFiles compares the Go files of random definitions with those of protoc-gen-go.
func TestRandomFiles(t *testing.T) {
	for seed := range uint64(60) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 1))}
		file, err := protodesc.NewFile(g.file(), nil)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, fmt.Sprintf("seed %d", seed), []protoreflect.FileDescriptor{file})
	}
}

// TestFormattedByProtogen generates a file with comments that only protogen formats.
func TestFormattedByProtogen(t *testing.T) {
	for _, text := range []string{" +build x\n", "go:build x\n", " carriage\r return\n"} {
		file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
			Name: proto.String("comment.proto"), Syntax: proto.String("proto3"),
			Options:        &descriptorpb.FileOptions{GoPackage: proto.String("example.com/comment")},
			SourceCodeInfo: &descriptorpb.SourceCodeInfo{Location: []*descriptorpb.SourceCodeInfo_Location{{Path: []int32{12}, Span: []int32{0, 0, 0}, LeadingDetachedComments: []string{text}}}},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		files, err := generate.Go([]protoreflect.FileDescriptor{file})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(files, func(f generate.File) bool { return f.Name == "example.com/comment/comment.pb.go" })
		if _, err := parser.ParseFile(token.NewFileSet(), "", files[i].Data, 0); err != nil {
			t.Error(err)
		}
		if strings.Contains(string(files[i].Data), "\r") {
			t.Errorf("%q: the file contains a carriage return", text)
		}
	}
}

type generator struct {
	*rand.Rand
	names     int
	locations []*descriptorpb.SourceCodeInfo_Location
}

func (g *generator) file() *descriptorpb.FileDescriptorProto {
	file := &descriptorpb.FileDescriptorProto{
		Name: proto.String("random.proto"), Package: proto.String("random"), Syntax: proto.String("proto3"),
		Options: &descriptorpb.FileOptions{GoPackage: proto.String("example.com/random"), Deprecated: g.rarely()},
	}
	g.comment(2)
	g.comment(12)
	for i := range 1 + g.IntN(3) {
		file.EnumType = append(file.EnumType, g.enum(5, int32(i)))
	}
	for i := range 1 + g.IntN(6) {
		file.MessageType = append(file.MessageType, g.message(file.EnumType[0], 4, int32(i)))
	}
	file.SourceCodeInfo = &descriptorpb.SourceCodeInfo{Location: g.locations}
	return file
}

func (g *generator) enum(path ...int32) *descriptorpb.EnumDescriptorProto {
	g.comment(path...)
	enum := &descriptorpb.EnumDescriptorProto{Name: g.name('E'), Options: &descriptorpb.EnumOptions{Deprecated: g.rarely()}}
	for i := range 1 + g.IntN(8) {
		g.comment(append(path, 2, int32(i))...)
		number := int32(i)
		if i > 0 && g.IntN(3) == 0 {
			number = g.Int32() - 1<<30
		}
		enum.Value = append(enum.Value, &descriptorpb.EnumValueDescriptorProto{
			Name: g.name('V'), Number: &number, Options: &descriptorpb.EnumValueOptions{Deprecated: g.rarely()},
		})
	}
	return enum
}

func (g *generator) message(enum *descriptorpb.EnumDescriptorProto, path ...int32) *descriptorpb.DescriptorProto {
	g.comment(path...)
	m := &descriptorpb.DescriptorProto{Name: g.name('M'), Options: &descriptorpb.MessageOptions{Deprecated: g.rarely()}}
	if g.IntN(3) == 0 {
		m.OneofDecl = []*descriptorpb.OneofDescriptorProto{{Name: g.name('o')}}
		g.comment(append(path, 8, 0)...)
	}
	for i := range g.IntN(10) {
		g.comment(append(path, 2, int32(i))...)
		f := &descriptorpb.FieldDescriptorProto{
			Name: g.name('f'), Number: proto.Int32(int32(i + 1)), Options: &descriptorpb.FieldOptions{Deprecated: g.rarely()},
			Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(),
			Type:  descriptorpb.FieldDescriptorProto_Type(1 + g.IntN(9)).Enum(),
		}
		switch g.IntN(5) {
		case 0:
			f.Type, f.TypeName = descriptorpb.FieldDescriptorProto_TYPE_ENUM.Enum(), proto.String(".random."+enum.GetName())
		case 1:
			f.Type = descriptorpb.FieldDescriptorProto_TYPE_BYTES.Enum()
		case 2:
			f.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
		}
		m.Field = append(m.Field, f)
	}
	if len(m.GetOneofDecl()) > 0 {
		for i := range 1 + g.IntN(3) {
			g.comment(append(path, 2, int32(len(m.GetField())))...)
			m.Field = append(m.Field, &descriptorpb.FieldDescriptorProto{
				Name: g.name('f'), Number: proto.Int32(int32(100 + i)), OneofIndex: proto.Int32(0),
				Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(), Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(),
			})
		}
	}
	if g.IntN(3) == 0 && len(path) < 6 {
		m.NestedType = append(m.NestedType, g.message(enum, append(path, 3, 0)...))
	}
	if g.IntN(4) == 0 {
		m.EnumType = append(m.EnumType, g.enum(append(path, 4, 0)...))
	}
	return m
}

func (g *generator) rarely() *bool {
	if g.IntN(12) == 0 {
		return proto.Bool(true)
	}
	return nil
}

// name returns a new name. The lengths differ, because go/printer aligns by length.
func (g *generator) name(first byte) *string {
	g.names++
	length := []int{0, 3, 8, 30, 45, 100}[g.IntN(6)]
	return proto.String(fmt.Sprintf("%c%d%s", first, g.names, strings.Repeat("x", g.IntN(length+1))))
}

// comment adds a comment of random lines for the element with a path.
func (g *generator) comment(path ...int32) {
	location := &descriptorpb.SourceCodeInfo_Location{Path: append([]int32(nil), path...), Span: []int32{0, 0, 0}}
	if g.IntN(2) == 0 {
		var b strings.Builder
		for range 1 + g.IntN(6) {
			b.WriteString(commentLines[g.IntN(len(commentLines))] + "\n")
		}
		location.LeadingComments = proto.String(b.String())
	}
	if g.IntN(10) == 0 {
		location.TrailingComments = proto.String(commentLines[g.IntN(len(commentLines))] + "\n")
	}
	g.locations = append(g.locations, location)
}

var commentLines = []string{
	" Plain text.", " Another line, with (parentheses) and \"quotes\".", "", "", " Heading", " # Heading", " - item", " * item", "   1. item",
	"     indented code", "\tcode behind a tab", " ``quoted''", " Trailing blanks   ", " No-break space\u00a0", " [Link]: https://example.com",
	" See [fmt.Print] and https://example.com.", " Deprecated: old.", "no blank", "go:generate echo", "nolint:all", " 日本語", " Half\x07bell", " a\ttab",
	" */ end", " /* begin", "line foo:1", " -", " \x0b", " `",
}
