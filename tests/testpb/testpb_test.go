// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package testpb

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/protobuf/types/gofeaturespb"
	_ "google.golang.org/protobuf/types/known/anypb"
	_ "google.golang.org/protobuf/types/known/durationpb"
	_ "google.golang.org/protobuf/types/known/emptypb"
	_ "google.golang.org/protobuf/types/known/fieldmaskpb"
	_ "google.golang.org/protobuf/types/known/structpb"
	_ "google.golang.org/protobuf/types/known/timestamppb"
	_ "google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/codegen/protofile"
	_ "github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

const folder = "../../runtime/wirejson/internal/testpb"

var update = flag.Bool("update", false, "rewrite the generated files, and fail")

// TestGenerated generates the messages and compares them with the files of the repository.
func TestGenerated(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.proto"))
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for i := range paths {
		paths[i] = filepath.Base(paths[i])
	}
	source := func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, path)) }
	files, err := protofile.Compile(t.Context(), source, paths...)
	if err != nil {
		t.Fatal(err)
	}
	made, err := Generate(files, "paths=source_relative")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range made {
		name = filepath.Join(folder, name)
		if there, _ := os.ReadFile(name); bytes.Equal(there, content) {
			continue
		}
		t.Errorf("%s is out of date; -update rewrites it", name)
		if *update {
			if err := os.WriteFile(name, content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
