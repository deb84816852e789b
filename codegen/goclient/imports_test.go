// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/protofile"
)

// TestFieldType checks the Go type of fields of every kind.
func TestFieldType(t *testing.T) {
	compiled, err := protofile.Compile(t.Context(), func(path string) ([]byte, error) {
		if path != "zoo.proto" {
			return nil, protoregistry.NotFound
		}
		return []byte(`syntax = "proto3"; package zoo; option go_package = "example.com/zoo/zoopb"; message Pet {} enum Kind { NONE = 0; }
			message M {
				Pet message = 1; Kind enum = 2; bytes bytes = 3; float float = 4; double double = 5; bool bool = 6; string string = 7;
				int32 int32 = 8; sint32 sint32 = 9; sfixed32 sfixed32 = 10; uint32 uint32 = 11; fixed32 fixed32 = 12;
				int64 int64 = 13; sint64 sint64 = 14; sfixed64 sfixed64 = 15; uint64 uint64 = 16; fixed64 fixed64 = 17;
				repeated Pet list = 18; map<string, Pet> map = 19; map<int64, bytes> bytes_map = 20;
			}`), nil
	}, "zoo.proto")
	if err != nil {
		t.Fatal(err)
	}
	plugin, err := protogen.Options{}.New(&pluginpb.CodeGeneratorRequest{
		FileToGenerate: []string{"zoo.proto"}, ProtoFile: protofile.WithImports(compiled), Parameter: proto.String(""),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"message": "*zoopb.Pet", "enum": "zoopb.Kind", "bytes": "[]byte", "float": "float32", "double": "float64", "bool": "bool", "string": "string",
		"int32": "int32", "sint32": "int32", "sfixed32": "int32", "uint32": "uint32", "fixed32": "uint32",
		"int64": "int64", "sint64": "int64", "sfixed64": "int64", "uint64": "uint64", "fixed64": "uint64",
		"list": "[]*zoopb.Pet", "map": "map[string]*zoopb.Pet", "bytes_map": "map[int64][]byte",
	}
	got := make(map[string]string)
	message := plugin.FilesByPath["zoo.proto"].Messages[slices.IndexFunc(plugin.FilesByPath["zoo.proto"].Messages, func(m *protogen.Message) bool { return m.Desc.Name() == "M" })]
	for _, f := range message.Fields {
		got[string(f.Desc.Name())] = newImports("zoo").fieldType(f)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestQualify checks the names of imported packages that are alike, or taken by templates.
func TestQualify(t *testing.T) {
	i := newImports("zoo")
	i.own = "example.com/own"
	for _, test := range []struct {
		path protogen.GoImportPath
		want string
	}{
		{"example.com/own", "X"},
		{"example.com/a/petpb", "petpb.X"},
		{"example.com/b/petpb", "petpb2.X"},
		{"example.com/c/petpb", "petpb3.X"},
		{"example.com/a/petpb", "petpb.X"},
		{"example.com/zoo", "zoo2.X"},
		{"example.com/client", "client2.X"},
		{"example.com/pet-pb.v1", "petpbv1.X"},
		{restImport, "rest.X"},
	} {
		if got := i.qualify(test.path.Ident("X")); got != test.want {
			t.Errorf("%s: got %s, want %s", test.path, got, test.want)
		}
	}
	want := []string{
		`"example.com/a/petpb"`, `petpb2 "example.com/b/petpb"`, `petpb3 "example.com/c/petpb"`,
		`client2 "example.com/client"`, `petpbv1 "example.com/pet-pb.v1"`, `zoo2 "example.com/zoo"`, `"` + restImport + `"`, `"` + stubImport + `"`,
	}
	if diff := cmp.Diff(want, i.specs()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestWithArticle checks the article before the name of a type in a comment.
func TestWithArticle(t *testing.T) {
	for word, want := range map[string]string{
		"[Cat]": "a [Cat]", "[Animal]": "an [Animal]", "[Egg]": "an [Egg]", "[Ice]": "an [Ice]", "[Ox]": "an [Ox]", "[Uncle]": "an [Uncle]",
		"uint64": "a uint64", "int32": "an int32", "string": "a string", "[]int32": "[]int32",
	} {
		if got := withArticle(word); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}
