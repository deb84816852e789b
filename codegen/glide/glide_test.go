// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package glide_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/glide"
	"github.com/protolect/protolect/codegen/protofile"
)

// compile compiles a file a.proto.
func compile(t *testing.T, text string) []protoreflect.FileDescriptor {
	t.Helper()
	return compileFiles(t, map[string]string{"a.proto": text})
}

func compileFiles(t *testing.T, texts map[string]string) []protoreflect.FileDescriptor {
	t.Helper()
	source := func(path string) ([]byte, error) {
		if text, found := texts[path]; found {
			return []byte("syntax = \"proto3\";\npackage a;\n" + text), nil
		}
		return nil, fs.ErrNotExist
	}
	files, err := protofile.Compile(t.Context(), source, slices.Sorted(maps.Keys(texts))...)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestKeep(t *testing.T) {
	fields := func(numbers ...int32) glide.Removed {
		return glide.Removed{Fields: map[protoreflect.FullName][]int32{"a.M": numbers}}
	}
	const deprecated = "// Deprecated: removed from the API's document in revision 7.\n"
	for _, test := range []struct {
		name, before, now, want string
		removed                 glide.Removed
		kept                    []string
	}{
		{"field", "message M { string a = 1;\n\n// The b.\nint32 b = 2; }", "message M { string a = 1; reserved 2, 4 to 6; reserved \"b\", \"c\"; }",
			"message M {\n  reserved 4 to 6;\n  reserved \"c\";\n\n  string a = 1;\n\n  // The b.\n  //\n  " + deprecated + "  int32 b = 2 [deprecated = true];\n}\n",
			fields(2), []string{"a.M.b"}},
		{"within a range", "message M { string a = 5; }", "message M { reserved 4 to 6; }",
			"message M {\n  reserved 4, 6;\n\n  " + deprecated + "  string a = 5 [deprecated = true];\n}\n", fields(5), []string{"a.M.a"}},
		{"name is taken", "message M { string a = 1; }", "message M { string a = 2; }", "", fields(1), nil},
		{"number is taken", "message M { string a = 1; }", "message M { string b = 1; }", "", fields(1), nil},
		{"JSON name is taken", "message M { string a = 1; }", "message M { string b = 2 [json_name = \"a\"]; }", "", fields(1), nil},
		{"message is gone", "message M { string a = 1; }", "message N {}", "", fields(1), nil},
		{"never published", "message M { string a = 1; }", "message M { string a = 1; }", "", fields(2), nil},
		{"types", "message M { N.O o = 1; } message N { message O { E e = 1; } } enum E { Z = 0; }", "message M {}",
			"message M {\n  " + deprecated + "  N.O o = 1 [deprecated = true];\n}\n\n" + deprecated + "message N {\n  option deprecated = true;\n\n  message O {\n    E e = 1;\n  }\n}\n\n" +
				deprecated + "enum E {\n  option deprecated = true;\n\n  Z = 0;\n}\n", fields(1), []string{"a.M.o"}},
		{"oneof", "message M { oneof o { string a = 1; string b = 2; } optional string c = 3; }", "message M { optional string c = 3; }",
			"message M {\n  optional string c = 3;\n\n  oneof o {\n    " + deprecated + "    string a = 1 [deprecated = true];\n\n    " + deprecated + "    string b = 2 [deprecated = true];\n  }\n}\n",
			fields(1, 2), []string{"a.M.a", "a.M.b"}},
		{"value", "enum E { Z = 0; A = 1; B = 2; }", "enum E { Z = 0; reserved 1 to 2; reserved \"A\", \"B\"; }",
			"enum E {\n  reserved 1;\n  reserved \"A\";\n\n  Z = 0;\n\n  " + deprecated + "  B = 2 [deprecated = true];\n}\n",
			glide.Removed{Values: map[protoreflect.FullName][]int32{"a.E": {2}}}, []string{"a.B"}},
		{"value whose name is taken", "enum E { Z = 0; A = 1; }", "enum E { Z = 0; } message A {}", "",
			glide.Removed{Values: map[protoreflect.FullName][]int32{"a.E": {1}}}, nil},
		{"enum with a value whose name is taken", "message M { E a = 1; string b = 2; } enum E { Z = 0; A = 1; }", "message M {} message A {}",
			"message M {\n  " + deprecated + "  string b = 2 [deprecated = true];\n}\n\nmessage A {}\n", fields(1, 2), []string{"a.M.b"}},
		{"enum that became a message", "message M { E a = 1; string b = 2; } enum E { Z = 0; }", "message M {} message E {}",
			"message M {\n  " + deprecated + "  string b = 2 [deprecated = true];\n}\n\nmessage E {}\n", fields(1, 2), []string{"a.M.b"}},
		{"type with a field of a type that is taken", "message M { N a = 1; string b = 2; } message N { O o = 1; P p = 2; } message O {} message P {}",
			"message M {} service P {}",
			"service P {}\n\nmessage M {\n  " + deprecated + "  string b = 2 [deprecated = true];\n}\n", fields(1, 2), []string{"a.M.b"}},
		{"message", "message M { string a = 1; }", "message N {}", "message N {}\n\n" + deprecated + "message M {\n  option deprecated = true;\n\n  string a = 1;\n}\n",
			glide.Removed{Types: []protoreflect.FullName{"a.M"}}, []string{"a.M"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			now := compile(t, test.now)
			files, kept, err := glide.Keep(now, compile(t, test.before), test.removed, "in revision 7")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.kept, kept); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
			want := "syntax = \"proto3\";\n\npackage a;\n\n" + test.want
			if test.kept == nil {
				want = string(protofile.Print(now[0]))
			}
			if diff := cmp.Diff(want, string(protofile.Print(files[0]))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			again, _, err := glide.Keep(now, files, test.removed, "in revision 8")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, string(protofile.Print(again[0]))); diff != "" {
				t.Errorf("kept from the result (-want +got):\n%s", diff)
			}
		})
	}
}

// TestKeepMoved keeps fields whose types are in another file now, and within a message that is in another file now.
func TestKeepMoved(t *testing.T) {
	before := compileFiles(t, map[string]string{"a.proto": "message L { N n = 1; }\nmessage M {\n// A type.\nmessage T {}\nT t = 1; }\nmessage N {}", "b.proto": ""})
	now := compileFiles(t, map[string]string{"a.proto": "message L {}", "b.proto": "message M {} message N {}"})
	removed := glide.Removed{Fields: map[protoreflect.FullName][]int32{"a.L": {1}, "a.M": {1}}}
	files, kept, err := glide.Keep(now, before, removed, "in revision 7")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a.L.n", "a.M.t"}, kept); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	for _, f := range files {
		want := "// A type."
		if f.Path() == "a.proto" {
			want = `import "b.proto"`
		}
		if got := string(protofile.Print(f)); !strings.Contains(got, want) {
			t.Errorf("want %q in %s:\n%s", want, f.Path(), got)
		}
	}
}

// TestKeepOrder keeps a type that refers to one which an earlier revision removed. A second run, which takes both for
// removed, keeps their order.
func TestKeepOrder(t *testing.T) {
	before, now := compile(t, "message A {} message M { A a = 1; }"), compile(t, "message N {}")
	first, _, err := glide.Keep(now, before, glide.Removed{Types: []protoreflect.FullName{"a.M"}}, "in revision 7")
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := glide.Keep(now, first, glide.Removed{Types: []protoreflect.FullName{"a.A", "a.M"}}, "in revision 7")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(protofile.Print(first[0])), string(protofile.Print(second[0]))); diff != "" {
		t.Errorf("the second run changes the file (-first +second):\n%s", diff)
	}
}

// TestKeepMethods keeps a method with its request, and neither one of which an operation is left nor one whose response
// cannot be kept.
func TestKeepMethods(t *testing.T) {
	method := func(name string, ids ...string) string {
		return fmt.Sprintf("message %[1]sRequest {} service S%[1]s { rpc %[1]s(%[1]sRequest) returns (%[1]sRequest) { option (protolect.api.v1.method) = {ids: [\"%[2]s\"]}; } }\n",
			name, strings.Join(ids, `", "`))
	}
	const imports = "import \"protolect/api/v1/annotations.proto\";\n"
	before := compile(t, imports+method("Get", "a.get")+method("Update", "a.patch", "a.put")+method("Lost", "a.lost")+
		strings.Replace(method("List", "a.list"), "returns (ListRequest)", "returns (Page)", 1)+"message Page {}")
	now := compile(t, "service SGet {} service SUpdate {} service SList {} enum Page { ZERO = 0; }")
	files, kept, err := glide.Keep(now, before, glide.Removed{Methods: []string{"a.get", "a.put", "a.lost", "a.list"}}, "in revision 7")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a.SGet.Get"}, kept); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	got := string(protofile.Print(files[0]))
	for _, want := range []string{"message GetRequest {", "  rpc Get(GetRequest) returns (GetRequest) {\n    option deprecated = true;\n", `import "protolect/api/v1/annotations.proto";`} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "ListRequest") {
		t.Errorf("the request of a method that is not kept is in\n%s", got)
	}
}
