// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/protofile"
)

func protoFile(text string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("syntax = \"proto3\";\n" + text)}
}

// An image has the files of the folder, and marks those that they import as imports.
func TestImage(t *testing.T) {
	image, err := protofile.Image(t.Context(), fstest.MapFS{
		"a/a.proto":      protoFile(`import "b/c/b.proto"; import "google/protobuf/empty.proto"; message A { b.B b = 1; google.protobuf.Empty e = 2; }`),
		"b/c/b.proto":    protoFile("package b; message B {}"),
		"b/README.md":    {Data: []byte("no definitions")},
		"b/d.proto/e.go": {Data: []byte("package e")},
	})
	if err != nil {
		t.Fatal(err)
	}
	set := new(descriptorpb.FileDescriptorSet)
	if err := proto.Unmarshal(image, set); err != nil {
		t.Fatal(err)
	}
	isImport := make(map[string]bool)
	for _, f := range set.GetFile() {
		for _, name := range f.GetDependency() {
			if _, before := isImport[name]; !before {
				t.Errorf("%s comes before %s, which it imports", f.GetName(), name)
			}
		}
		isImport[f.GetName()] = len(f.ProtoReflect().GetUnknown()) > 0
	}
	want := map[string]bool{"a/a.proto": false, "b/c/b.proto": false, "google/protobuf/empty.proto": true}
	if diff := cmp.Diff(want, isImport); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A brokenFolder cannot be listed.
type brokenFolder struct {
	fs.FS
	name string
}

var errBroken = errors.New("the disk is on fire")

func (f brokenFolder) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == f.name {
		return nil, errBroken
	}
	return fs.ReadDir(f.FS, name)
}

// An image that would lack files is an error.
func TestImageFails(t *testing.T) {
	good := fstest.MapFS{"a/a.proto": protoFile("message A {}"), "b/b.proto": protoFile("message B {}")}
	for _, test := range []struct {
		name   string
		folder fs.FS
		want   string
	}{
		{"a folder that cannot be listed", brokenFolder{good, "b"}, errBroken.Error()},
		{"nothing can be listed", brokenFolder{good, "."}, errBroken.Error()},
		{"no definitions", fstest.MapFS{"a.txt": {}}, "no .proto files"},
		{"wrong syntax", fstest.MapFS{"a.proto": protoFile("message {}")}, "a.proto:2:9"},
		{"an import that is missing", fstest.MapFS{"a.proto": protoFile(`import "b.proto";`)}, "b.proto"},
	} {
		t.Run(test.name, func(t *testing.T) {
			image, err := protofile.Image(t.Context(), test.folder)
			if err == nil || !strings.Contains(err.Error(), test.want) || image != nil {
				t.Errorf("got %d bytes, %v, want %q", len(image), err, test.want)
			}
		})
	}
}
