// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/codegen/published"
)

// maxAgain is the size of documents, in bytes, that TestAgain converts: all results of a document
// are in memory.
const maxAgain = 8 << 20

// TestAgain converts each document a second time with the lock of the first run: the output stays as it
// is. Then it sorts the members of all objects and converts the document once more: the new output
// breaks nothing.
func TestAgain(t *testing.T) {
	documents, err := documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	converted := 0
	for _, d := range documents {
		data, err := os.ReadFile(d.File)
		if err != nil {
			t.Fatal(err)
		}
		in := generate.Input{
			Document: generate.File{Name: path.Base(d.File), Data: data},
			GoImport: func(p string) string { return "example.com/gen/" + strings.ReplaceAll(p, ".", "/") },
			NoProof:  true,
		}
		first, _, err := generate.API(in)
		if err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
		if first == nil || len(data) > maxAgain {
			continue
		}
		converted++
		in.Lock = generate.File{Name: "numbers.lock.yaml", Data: first.Lock}
		proto := make(map[string][]byte)
		for _, f := range first.Proto {
			proto[f.Name] = f.Data
			in.Protos = append(in.Protos, parsedProto(t, f))
		}
		in.Published = func(path string) []byte { return proto[path] }

		second, findings, err := generate.API(in)
		if err != nil || second == nil {
			t.Errorf("%s: the second run failed: %v\n%v", d.Name, err, findings.All())
			continue
		}
		if !bytes.Equal(first.Lock, second.Lock) {
			t.Errorf("%s: the second run changes the lock", d.Name)
		}
		checkEqual(t, d.Name, first.Proto, second.Proto)
		checkEqual(t, d.Name, first.Go, second.Go)

		sorted, ok := withSortedMembers(data)
		if !ok {
			continue // YAML
		}
		in.Document.Data = sorted
		third, findings, err := generate.API(in)
		if err != nil || third == nil {
			t.Errorf("%s: with sorted members, the second run failed: %v\n%v", d.Name, err, findings.All())
			continue
		}
		changes, err := published.Compare(t.Context(), output(first), output(third))
		if err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
		for _, c := range changes {
			if c.Highest() == compare.Major {
				t.Errorf("%s: sorting members breaks %v", d.Name, c)
			}
		}
	}
	if converted == 0 {
		t.Error("no document was converted")
	}
	t.Logf("%d documents", converted)
}

// withSortedMembers sorts the members of all objects in a JSON document.
func withSortedMembers(document []byte) ([]byte, bool) {
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil, false
	}
	sorted, err := json.Marshal(value)
	return sorted, err == nil
}

func parsedProto(t *testing.T, f generate.File) *descriptorpb.FileDescriptorProto {
	t.Helper()
	parsed, err := protofile.Parse("proto/"+f.Name, f.Data)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// output returns the files of a run, as in a repository.
func output(out *generate.Output) published.Files {
	files := make(published.Files)
	for _, f := range out.Proto {
		files["proto/"+f.Name] = f.Data
	}
	for _, f := range out.Go {
		files[strings.TrimPrefix(f.Name, "example.com/")] = f.Data
	}
	return files
}

func checkEqual(t *testing.T, document string, want, got []generate.File) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("%s: %d files became %d", document, len(want), len(got))
		return
	}
	for i := range want {
		if want[i].Name != got[i].Name || !bytes.Equal(want[i].Data, got[i].Data) {
			t.Errorf("%s: %s changed", document, want[i].Name)
			return
		}
	}
}
