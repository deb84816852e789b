// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	protofiles "github.com/protolect/protolect/proto"
)

var update = flag.Bool("update", false, "rewrite the expectations, and fail")

// TestGolden generates from each folder of testdata, and compares all that
// comes out, findings included, with the folder's want.
func TestGolden(t *testing.T) {
	folders, err := filepath.Glob("testdata/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			got := golden(t, input(t, folder))
			want := filepath.Join(folder, "want")
			if *update {
				rewrite(t, want, got)
			}
			if diff := cmp.Diff(read(t, want), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	if *update {
		t.Error("the expectations are rewritten: read the difference before you commit it")
	}
}

// TestExampleIsARequest gives an example a value of the wrong type.
func TestExampleIsARequest(t *testing.T) {
	in := input(t, "testdata/overlay")
	in.Overlay.Data = bytes.ReplaceAll(in.Overlay.Data, []byte("align: LEFT"), []byte("align: [LEFT]"))
	out, findings, err := generate.API(in)
	if err != nil || out != nil {
		t.Fatalf("%v, %v", out, err)
	}
	all := findings.All()
	i := slices.IndexFunc(all, func(f finding.Finding) bool { return f.Rule == "example-invalid" })
	if i < 0 || all[i].Position.String() != "overlay.yaml:4:12" || strings.Contains(all[i].Message, "proto:") || !strings.Contains(all[i].Message, "align") {
		t.Errorf("%v", all)
	}
}

// TestNothingToGenerate has documents in which there is nothing: those that say so, as some
// of Google's do, and those that are wrong.
func TestNothingToGenerate(t *testing.T) {
	for text, rule := range map[string]finding.Rule{
		"openapi: 3.0.0":            finding.DocumentEmpty,
		"openapi: 3.0.0\npaths: []": finding.DocumentEmpty,
		"openapi: 3.0.0\npaths: {/a?b: {get: {responses: {}}}}":                                                                       finding.NothingGenerated,
		"openapi: 3.0.0\ninfo: {title: A, version: v1}\npaths: {}":                                                                    finding.NothingGenerated,
		`{"kind": "discovery#restDescription", "name": "a", "version": "v1", "rootUrl": "https://a.example.com/", "servicePath": ""}`: finding.NothingGenerated,
	} {
		out, findings, err := generate.API(generate.Input{Document: generate.File{Name: "a", Data: []byte(text)}, GoImport: func(p string) string { return "example.com/" + p }})
		found := slices.ContainsFunc(findings.All(), func(f finding.Finding) bool { return f.Rule == rule.Name })
		if (out == nil) != (rule.Severity == finding.Error) || err != nil || !found {
			t.Errorf("%s: %v, %v", text, findings.All(), err)
		}
	}
}

// TestOfficialNumberComesLate gives a number to a field that has another already.
func TestOfficialNumberComesLate(t *testing.T) {
	in := input(t, "testdata/shape")
	before, _, err := generate.API(in)
	if err != nil {
		t.Fatal(err)
	}
	in.Lock = generate.File{Name: "numbers.lock.yaml", Data: before.Lock}
	in.Overlay.Data = bytes.ReplaceAll(in.Overlay.Data, []byte("  Drawing: {name: 1,"), []byte("  Drawing: {zoom: 5, name: 1,"))
	out, findings, err := generate.API(in)
	if err != nil || out != nil {
		t.Fatalf("%v, %v", err, out)
	}
	all := findings.All()
	i := slices.IndexFunc(all, func(f finding.Finding) bool { return f.Rule == "official-number-conflict" })
	if i < 0 || all[i].Position.String() != "overlay.yaml:26:13" {
		t.Errorf("%v", all)
	}
}

// TestPrintedFilesCompile checks, on the same documents, that what is printed
// compiles to what was described, and prints as the same bytes.
func TestPrintedFilesCompile(t *testing.T) {
	folders, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			out, _, err := generate.API(input(t, folder))
			if err != nil {
				t.Fatal(err)
			}
			if out != nil {
				checkPrinted(t, out)
			}
		})
	}
}

func checkPrinted(t *testing.T, out *generate.Output) {
	t.Helper()
	text := map[string][]byte{apipb.File_protolect_api_v1_annotations_proto.Path(): protofiles.Annotations}
	for _, f := range out.Proto {
		text[f.Name] = f.Data
	}
	source := func(path string) ([]byte, error) {
		if data, ok := text[path]; ok {
			return data, nil
		}
		return nil, fs.ErrNotExist
	}
	for i, f := range out.Proto {
		compiled, err := protofile.Compile(context.Background(), source, f.Name)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		want, got := protodesc.ToFileDescriptorProto(out.Descriptors[i]), protodesc.ToFileDescriptorProto(compiled[0])
		want.SourceCodeInfo, got.SourceCodeInfo = nil, nil // positions differ; comments print again below
		if diff := cmp.Diff(want, got, protocmp.Transform()); diff != "" {
			t.Errorf("%s: -described +compiled:\n%s", f.Name, diff)
		}
		if again := protofile.Print(compiled[0]); !bytes.Equal(again, f.Data) {
			t.Errorf("%s prints differently the second time:\n%s", f.Name, cmp.Diff(string(f.Data), string(again)))
		}
	}
}

func input(t *testing.T, folder string) generate.Input {
	t.Helper()
	optional := func(name string) generate.File {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return generate.File{Name: name, Data: data}
	}
	document := optional("document.json")
	if document.Data == nil {
		document = optional("document.yaml")
	}
	return generate.Input{
		Document: document,
		Overlay:  optional("overlay.yaml"),
		Lock:     optional("numbers.lock.yaml"),
		GoImport: func(protoPackage string) string {
			return "example.com/gen/" + strings.ReplaceAll(protoPackage, ".", "/")
		},
	}
}

// golden returns what was made, by file name, without the Go of messages, which
// is protoc-gen-go's.
func golden(t *testing.T, in generate.Input) map[string]string {
	t.Helper()
	out, findings, err := generate.API(in)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := finding.PrintText(&text, findings.All(), finding.Note); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{"findings.txt": text.String()}
	if out == nil {
		return got
	}
	got["numbers.lock.yaml"] = string(out.Lock)
	for _, f := range append(out.Proto, out.Go...) {
		if !strings.HasSuffix(f.Name, ".pb.go") {
			got[strings.ReplaceAll(strings.TrimPrefix(f.Name, "example.com/gen/"), "/", "_")] = string(f.Data)
		}
	}
	return got
}

func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimSuffix(e.Name(), ".txt")+suffix(e.Name())] = string(data)
	}
	return files
}

// suffix gives back the ending of what is text; Go files are kept as text, so
// that no tool takes them for the package's.
func suffix(name string) string {
	if name == "findings.txt" {
		return ".txt"
	}
	return ""
}

func rewrite(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if strings.HasSuffix(name, ".go") {
			name += ".txt"
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
