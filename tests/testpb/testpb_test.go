// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package testpb generates the messages that the runtime is tested with.
package testpb

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
	_ "google.golang.org/protobuf/types/gofeaturespb"
	_ "google.golang.org/protobuf/types/known/anypb"
	_ "google.golang.org/protobuf/types/known/durationpb"
	_ "google.golang.org/protobuf/types/known/emptypb"
	_ "google.golang.org/protobuf/types/known/fieldmaskpb"
	_ "google.golang.org/protobuf/types/known/structpb"
	_ "google.golang.org/protobuf/types/known/timestamppb"
	_ "google.golang.org/protobuf/types/known/wrapperspb"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/protofile"
	_ "github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

const folder = "../../runtime/wirejson/internal/testpb"

var update = flag.Bool("update", false, "rewrite what is generated, and fail")

// TestGenerated makes the messages and compares them with what is there.
func TestGenerated(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(folder, "*.proto"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	source := func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, path)) }
	descriptors, err := protofile.Compile(t.Context(), source, files...)
	if err != nil {
		t.Fatal(err)
	}
	var known []*descriptorpb.FileDescriptorProto
	known = append(known, protofile.WithImports(descriptors)...)
	plugin, err := protogen.Options{}.New(&pluginpb.CodeGeneratorRequest{
		FileToGenerate: files, ProtoFile: known, Parameter: proto.String("paths=source_relative"),
	})
	if err != nil {
		t.Fatal(err)
	}
	plugin.SupportedFeatures = internal_gengo.SupportedFeatures
	plugin.SupportedEditionsMinimum = internal_gengo.SupportedEditionsMinimum
	plugin.SupportedEditionsMaximum = internal_gengo.SupportedEditionsMaximum
	for _, f := range plugin.Files {
		if f.Generate {
			internal_gengo.GenerateFile(plugin, f)
		}
	}
	response := plugin.Response()
	if response.Error != nil {
		t.Fatal(response.GetError())
	}
	for _, f := range response.GetFile() {
		name := filepath.Join(folder, f.GetName())
		there, _ := os.ReadFile(name)
		if bytes.Equal(there, []byte(f.GetContent())) {
			continue
		}
		t.Errorf("%s is not what is generated; -update rewrites it", name)
		if *update {
			if err := os.WriteFile(name, []byte(f.GetContent()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
