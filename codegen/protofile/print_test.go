// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/protofile"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	_ "google.golang.org/genproto/googleapis/api/annotations"
)

func compile(t *testing.T, text string) protoreflect.FileDescriptor {
	t.Helper()
	files, err := protofile.Compile(t.Context(), func(path string) ([]byte, error) {
		if path != "a.proto" {
			return nil, protoregistry.NotFound
		}
		return []byte(text), nil
	}, "a.proto")
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return files[0]
}

// Files that are written as Print does stay as they are.
func TestPrint(t *testing.T) {
	const head = "syntax = \"proto3\";\n\npackage a.v1;\n"
	for _, test := range []struct{ name, text string }{
		{"nothing", ""},
		{"imports and options", `
import "google/protobuf/any.proto";
import "google/protobuf/empty.proto";

option deprecated = true;
option go_package = "example.com/a";
`},
		{"one import", `
import "google/protobuf/any.proto";

option go_package = "example.com/a";
`},
		{"a message without fields", `
message A {}
`},
		{"fields", `
// What A is.
//
//  - a list
message A {
  option deprecated = true;

  reserved 7, 9 to 11, 536870911;
  reserved "gone", "lost";

  message B {
    enum C {
      C_UNSPECIFIED = 0;
    }

    C c = 1;
  }

  enum D {
    D_UNSPECIFIED = 0;
  }

  // What x is.
  int32 x = 1;

  optional bytes y = 2;

  repeated B.C z = 3 [deprecated = true];

  map<string, B> m = 4;

  map<string, D> n = 5;

  string other_name = 6 [json_name = "other-name"];

  // What one of is.
  oneof one {
    // What p is.
    double p = 20;

    B q = 8;
  }

  oneof two {
    D r = 21;
  }
}
`},
		{"enums", `
// What E is.
enum E {
  option allow_alias = true;

  reserved 5, 7 to 9, 2147483647;
  reserved "GONE";

  // What zero is.
  ZERO = 0;

  ONE = 1 [deprecated = true];

  UNO = 1;

  LESS = -1;
}
`},
		{"services", `
import "google/api/annotations.proto";
import "google/api/client.proto";

// What S is.
service S {
  option (google.api.default_host) = "a.example.com";
  option (google.api.oauth_scopes) =
    "https://a.example.com/auth/one,"
    "https://a.example.com/auth/two";

  // What M is.
  rpc M(A) returns (A);

  rpc N(A) returns (A) {
    option deprecated = true;
    option (google.api.http) = {
      post: "/v1/{name=as/*}:n"
      body: "*"
      additional_bindings: {get: "/v1/n"}
      additional_bindings: {
        custom: {
          kind: "HEAD"
          path: "/v1/n"
        }
      }
    };
    option (google.api.method_signature) = "name";
    option (google.api.method_signature) = "name,x";
  }
}

service T {}

message A {
  string name = 1;
}
`},
		{"options of fields", `
import "buf/validate/validate.proto";
import "google/api/field_behavior.proto";

message A {
  string s = 1 [(buf.validate.field).string = {
    min_len: 1
    max_len: 20
  }];

  string p = 2 [(buf.validate.field).string = {pattern: "^\"\\\\[^\n\t\001é\302\205\342\200\213]\303\277$"}];

  repeated string r = 3 [
    (buf.validate.field) = {
      repeated: {
        min_items: 1
        items: {
          string: {min_len: 1}
        }
      }
      ignore: IGNORE_IF_ZERO_VALUE
    },
    (google.api.field_behavior) = REQUIRED,
    (google.api.field_behavior) = IMMUTABLE
  ];

  double d = 4 [(buf.validate.field).double = {
    lte: 1e+100
    gte: -0.5
  }];

  int32 i = 5 [(buf.validate.field).int32 = {
    in: [
      1,
      -2
    ]
  }];

  int32 j = 6 [(buf.validate.field).int32 = {
    in: [3]
  }];

  bytes b = 7 [(buf.validate.field).bytes = {const: "\377\200�"}];
}
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.NewReplacer(`\t`, `\011`, `\303\277`, "ÿ").Replace(head + test.text)
			if diff := cmp.Diff(text, string(protofile.Print(compile(t, text)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Names are as short as a compiler understands them, whatever else is called the same.
func TestPrintNames(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"its own package", "message A { A a = 1; }", "A a = 1;"},
		{"nested", "message A { message B {} B b = 1; }", "B b = 1;"},
		{"nested elsewhere", "message A { message B {} } message C { A.B b = 1; }", "A.B b = 1;"},
		{"the same name within", "message A { message A {} .p.google.A a = 1; A b = 2; }", "google.A a = 1;"},
		{"a field of the name", "message A { .p.google.B B = 1; } message B {}", "google.B B = 1;"},
		{"a package of the name", `import "google/protobuf/any.proto"; message A { .google.protobuf.Any a = 1; }`, ".google.protobuf.Any a = 1;"},
		{"a method of the name", "message A {} service S { rpc A(.p.google.A) returns (.p.google.A); }", "rpc A(p.google.A) returns (p.google.A);"},
		{"a value of the name", "message A { enum E { B = 0; } .p.google.B b = 1; } message B {}", "google.B b = 1;"},
		{"a oneof of the name", "message A { oneof B { .p.google.B b = 1; } } message B {}", "google.B b = 1;"},
		{"a keyword", "message A { .p.google.option.X x = 1; .p.google.option y = 2; } message option { message X {} }", "p.google.option.X x = 1;"},
		{"a scalar", "message A { .p.google.string x = 1; string y = 2; } message string {}", "p.google.string x = 1;"},
	} {
		file := compile(t, "syntax = \"proto3\"; package p.google; "+test.text)
		got := string(protofile.Print(file))
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: no %q in\n%s", test.name, test.want, got)
		}
		sameWhenCompiled(t, file)
	}
}

// A service and the values of an enum hide names, as types do.
func TestPrintNamesOfOthers(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "google.protobuf.Any a = 1;",
		"service google {}":      ".google.protobuf.Any a = 1;",
		"message google {}":      ".google.protobuf.Any a = 1;",
		"enum E { google = 0; }": ".google.protobuf.Any a = 1;",
		"service S { rpc google(A) returns (A); }": "google.protobuf.Any a = 1;",
	} {
		file := compile(t, `syntax = "proto3"; package p; import "google/protobuf/any.proto"; message A { .google.protobuf.Any a = 1; }`+text)
		if got := string(protofile.Print(file)); !strings.Contains(got, "  "+want) {
			t.Errorf("beside %q: no %q in\n%s", text, want, got)
		}
		sameWhenCompiled(t, file)
	}
}

// sameWhenCompiled prints a file and compiles that: the compiler finds the descriptor again.
func sameWhenCompiled(t *testing.T, file protoreflect.FileDescriptor) {
	t.Helper()
	text := protofile.Print(file)
	again := compile(t, string(text))
	plain := func(file protoreflect.FileDescriptor) *descriptorpb.FileDescriptorProto {
		d := proto.CloneOf(protodesc.ToFileDescriptorProto(file))
		d.SourceCodeInfo = nil
		return d
	}
	if diff := cmp.Diff(plain(file), plain(again), protocmp.Transform()); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, text)
	}
	if printed := protofile.Print(again); !bytes.Equal(printed, text) {
		t.Errorf("(-once +twice):\n%s", cmp.Diff(string(text), string(printed)))
	}
}

// TestPrintRandomNames has messages, fields and packages of two names, so that nearly each
// name is hidden by another.
func TestPrintRandomNames(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 1))
		names := []string{"a", "b", "google"}
		var all []string // of the messages
		var message func(depth int, scope, name string) *descriptorpb.DescriptorProto
		message = func(depth int, scope, name string) *descriptorpb.DescriptorProto {
			m := &descriptorpb.DescriptorProto{Name: &name}
			all = append(all, scope+"."+name)
			for i, n := range rng.Perm(len(names)) {
				if depth > 0 && i < 2 {
					m.NestedType = append(m.NestedType, message(depth-1, scope+"."+name, names[n]))
				}
			}
			return m
		}
		pkg := names[rng.IntN(3)] + "." + names[rng.IntN(3)]
		file := &descriptorpb.FileDescriptorProto{
			Name: proto.String("a.proto"), Package: &pkg, Syntax: proto.String("proto3"),
			Dependency: []string{"google/protobuf/any.proto"},
		}
		for _, n := range rng.Perm(len(names))[:2] {
			file.MessageType = append(file.MessageType, message(2, "."+pkg, names[n]))
		}
		all = append(all, ".google.protobuf.Any")
		var fill func(*descriptorpb.DescriptorProto)
		fill = func(m *descriptorpb.DescriptorProto) {
			for i := range rng.IntN(3) {
				m.Field = append(m.Field, &descriptorpb.FieldDescriptorProto{
					Name: proto.String(fmt.Sprintf("f%d", i)), JsonName: proto.String(fmt.Sprintf("f%d", i)), Number: proto.Int32(int32(i + 1)),
					Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(), Type: descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(),
					TypeName: &all[rng.IntN(len(all))],
				})
			}
			for _, nested := range m.NestedType {
				fill(nested)
			}
		}
		for _, m := range file.MessageType {
			fill(m)
		}
		descriptor, err := protodesc.NewFile(file, protoregistry.GlobalFiles)
		if err != nil {
			t.Fatal(err)
		}
		sameWhenCompiled(t, descriptor)
	}
}
