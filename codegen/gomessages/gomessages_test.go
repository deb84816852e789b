// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomessages_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/gomessages"
	"github.com/protolect/protolect/codegen/protofile"
)

var documents = flag.String("documents", "../generate/testdata/*/*.[jy][sa]*", "the documents to test with: a pattern, or a file with a list of names")

// TestSameAsPlugin compares the Go files of documents with those of protoc-gen-go.
func TestSameAsPlugin(t *testing.T) {
	names, err := filepath.Glob(*documents)
	if err != nil || len(names) == 0 {
		t.Fatalf("there is no document %q", *documents)
	}
	if len(names) == 1 && strings.HasSuffix(names[0], ".txt") {
		list, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		names = strings.Fields(string(list))
	}
	files := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := generate.API(generate.Input{
			Document: generate.File{Name: name, Data: data}, NoProof: true,
			GoImport: func(p string) string { return "example.com/gen/" + strings.ReplaceAll(p, ".", "/") },
		})
		if out == nil || err != nil {
			continue // it is a test of errors, an overlay or a lock
		}
		files += compare(t, name, out.Descriptors)
	}
	if files == 0 {
		t.Error("no document was converted")
	}
	t.Logf("%d files are identical", files)
}

// compare returns the number of files.
func compare(t *testing.T, name string, descriptors []protoreflect.FileDescriptor) int {
	request := &pluginpb.CodeGeneratorRequest{ProtoFile: protofile.WithImports(descriptors)}
	for _, d := range descriptors {
		request.FileToGenerate = append(request.FileToGenerate, d.Path())
	}
	plugin, err := protogen.Options{}.New(request)
	if err != nil {
		t.Fatal(err)
	}
	plugin.SupportedFeatures = internal_gengo.SupportedFeatures
	files := 0
	for _, file := range plugin.Files {
		if !file.Generate {
			continue
		}
		got, want, err := gomessages.Both(plugin, file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if string(got) != string(want) {
			t.Errorf("%s: -protoc-gen-go +gomessages\n%s", name, cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")))
		}
		files++
	}
	return files
}
