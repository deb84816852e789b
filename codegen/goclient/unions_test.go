// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// TestConstructorsOfUnions has unions whose constructors would have the names of other
// constructors or of messages.
func TestConstructorsOfUnions(t *testing.T) {
	discriminators := map[string]string{"Kind": `discriminator: "type"`}
	union := func(name, fields string) string {
		var text strings.Builder
		text.WriteString(`message_type { name: "` + name + `" oneof_decl { name: "variant" } options { [protolect.api.v1.message] { json_union { ` + discriminators[name] + ` } } }`)
		for i, f := range strings.Fields(fields) {
			field, kind, _ := strings.Cut(f, ":")
			if kind == "" {
				kind = "type: TYPE_UINT64"
			} else {
				kind = `type: TYPE_MESSAGE type_name: ".shop.v1.` + kind + `"`
			}
			text.WriteString(` field { name: "` + field + `" number: ` + string(rune('1'+i)) + ` oneof_index: 0 label: LABEL_OPTIONAL ` + kind + ` }`)
		}
		return text.String() + " }\n"
	}
	file := new(descriptorpb.FileDescriptorProto)
	err := prototext.Unmarshal([]byte(`name: "shop.proto" package: "shop.v1" syntax: "proto3" dependency: "protolect/api/v1/annotations.proto"
		options { go_package: "example.com/shop/v1/shoppb" }
		message_type { name: "Cat" } message_type { name: "NewPetDog" }
		message_type { name: "Names" field { name: "values" number: 1 label: LABEL_REPEATED type: TYPE_STRING } options { [protolect.api.v1.message] { json_value: "values" } } }
		`+union("Pet", "cat:Cat a_cat:Cat dog:Cat names:Names count")+union("PetA", "cat:Cat")+union("Kind", "cat:Cat")), file)
	if err != nil {
		t.Fatal(err)
	}
	request := &pluginpb.CodeGeneratorRequest{FileToGenerate: []string{file.GetName()}, ProtoFile: append(withImports(apipb.File_protolect_api_v1_annotations_proto, make(map[string]bool)), file)}
	plugin, err := protogen.Options{}.New(request)
	if err != nil {
		t.Fatal(err)
	}
	files, err := goclient.Unions(plugin.FilesByPath["shop.proto"], plugin.Files)
	if err != nil || len(files) != 1 || files[0].Name != "example.com/shop/v1/shoppb/shop_unions.go" {
		t.Fatal(files, err)
	}
	text := string(files[0].Text)
	for _, want := range []string{
		"// NewKindCat returns a [Kind] that contains a [Cat]. In JSON, \"type\" is \"cat\".\nfunc NewKindCat(value *Cat) *Kind {",
		"// AsCount returns the uint64 in x, and reports whether x contains one.\nfunc (x *Pet) AsCount() (value uint64, ok bool) {\n\t_, ok = x.GetVariant().(*Pet_Count)\n\treturn x.GetCount(), ok\n}",
		"func (x *Pet) AsNames() (value []string, ok bool) {\n\t_, ok = x.GetVariant().(*Pet_Names)\n\treturn x.GetNames().GetValues(), ok\n}",
		"// NewPetCat returns a [Pet] that contains a [Cat].\nfunc NewPetCat(value *Cat) *Pet {\n\treturn &Pet{Variant: &Pet_Cat{Cat: value}}\n}",
		"func NewPetACat(value *Cat) *Pet {",
		"func NewPetA_Cat(value *Cat) *PetA {",
		"func NewPet_Dog(value *Cat) *Pet {",
		"// NewPetCount returns a [Pet] that contains a uint64.\nfunc NewPetCount(value uint64) *Pet {",
		"// NewPetNames returns a [Pet] that contains []string.\nfunc NewPetNames(value []string) *Pet {\n\treturn &Pet{Variant: &Pet_Names{Names: &Names{Values: value}}}\n}",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no\n%s\nin\n%s", want, text)
		}
	}
}

// withImports returns a file after what it imports.
func withImports(file protoreflect.FileDescriptor, seen map[string]bool) (all []*descriptorpb.FileDescriptorProto) {
	if seen[file.Path()] {
		return nil
	}
	seen[file.Path()] = true
	for i := range file.Imports().Len() {
		all = append(all, withImports(file.Imports().Get(i).FileDescriptor, seen)...)
	}
	return append(all, protodesc.ToFileDescriptorProto(file))
}

// TestCommentsOfConstructors checks what the comments of constructors say of the discriminator.
func TestCommentsOfConstructors(t *testing.T) {
	file := compileProto(t, `syntax = "proto3"; package zoo.v1; option go_package = "example.com/zoo/v1/zoopb";
		import "protolect/api/v1/annotations.proto";
		enum Rank { option (protolect.api.v1.enum).json_number = true; RANK_LOW = 0; }
		enum Kind { KIND_LOW = 0; }
		message Text { string type = 1; }
		message Number { int32 type = 1; }
		message Flag { bool type = 1; }
		message Ranked { Rank type = 1; }
		message Named { Kind type = 1; }
		message Pet {
			option (protolect.api.v1.message).json_union = {discriminator: "type" default_field: "text"};
			oneof variant {
				Text text = 1;
				Number number = 2 [(protolect.api.v1.field).json_discriminator = "7", (protolect.api.v1.field).json_discriminator = "8"];
				Flag flag = 3 [(protolect.api.v1.field).json_discriminator = "true"];
				Ranked ranked = 4 [(protolect.api.v1.field).json_discriminator = "3"];
				Named named = 5 [(protolect.api.v1.field).json_discriminator = "named"];
				Kind kind = 6;
				string plain = 7;
			}
		}
		message Cat {
			option (protolect.api.v1.message).json_union = {discriminator: "type" default_field: "text"};
			oneof variant { Text text = 1 [(protolect.api.v1.field).json_discriminator = "t"]; Named named = 2; }
		}
		message Dog {
			option (protolect.api.v1.message).json_union = {};
			oneof variant { Text text = 1; }
			message Tail { option (protolect.api.v1.message).json_union = {}; oneof variant { Text text = 1; } }
		}
		message Plain { oneof variant { Text text = 1; } }`)
	files, err := goclient.Unions(file, []*protogen.File{file})
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	text := string(files[0].Text)
	for _, want := range []string{
		"// NewPetText returns a [Pet] that contains a [Text]. In JSON, \"type\" is absent or names no other alternative.\n",
		"// NewPetNumber returns a [Pet] that contains a [Number]. In JSON, \"type\" is 7 or 8.\n",
		"// NewPetFlag returns a [Pet] that contains a [Flag]. In JSON, \"type\" is true.\n",
		"// NewPetRanked returns a [Pet] that contains a [Ranked]. In JSON, \"type\" is 3.\n",
		"// NewPetNamed returns a [Pet] that contains a [Named]. In JSON, \"type\" is \"named\".\n",
		"// NewPetKind returns a [Pet] that contains a [Kind].\n",
		"// NewPetPlain returns a [Pet] that contains a string.\n",
		"; in a response it may also be absent or name no alternative.\n",
		"// NewDogText returns a [Dog] that contains a [Text].\n",
		"func NewDogTailText(value *Text) *Dog_Tail {",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no\n%s\nin\n%s", want, text)
		}
	}
	if strings.Contains(text, "*Plain") {
		t.Errorf("a message that is not a union has a constructor:\n%s", text)
	}
	plain := compileProto(t, `syntax = "proto3"; package zoo.v1; option go_package = "example.com/zoo/v1/zoopb"; message Plain { oneof variant { string text = 1; } }`)
	if files, err := goclient.Unions(plain, []*protogen.File{plain}); err != nil || len(files) > 0 {
		t.Errorf("a file without unions: got %v and %v", files, err)
	}
}
