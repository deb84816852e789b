// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package golden_test checks that the generated files of the repository are up to date, and that
// every run generates the same bytes.
package golden_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/projectfile"
)

const root = "../.."

var update = flag.Bool("update", false, "rewrite the generated files, and fail")

// TestRepositoryIsGenerated generates everything in memory and compares it with the files of the
// repository.
func TestRepositoryIsGenerated(t *testing.T) {
	folder, err := output.Open(t.Context(), root, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	run, err := project.Generate(t.Context(), root, nil, project.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range run.Findings.All() {
		t.Logf("%s: %s [%s]", f.Position, f.Message, f.Rule)
	}
	if run.Findings.HasErrors() {
		t.FailNow()
	}
	plan, err := folder.Plan(run.Files, run.Scope)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range plan.Changes {
		present, _ := os.ReadFile(filepath.Join(root, c.Name))
		t.Errorf("%s %s, -present +generated:\n%s", c.Kind, c.Name, cmp.Diff(string(present), string(c.Data)))
	}
	if *update {
		if err := folder.Apply(plan); err != nil {
			t.Fatal(err)
		}
		t.Error("the generated files are rewritten: read the difference before you commit it")
	}
}

// TestSameBytes generates again with the members of every object of the document in another order,
// with one processor and eight, and in another locale. The result must be the same.
func TestSameBytes(t *testing.T) {
	in := chatInput(t)
	want := generated(t, in)
	shuffle := rand.New(rand.NewPCG(1, 2))
	for _, processors := range []int{1, 8} {
		for _, locale := range []string{"C", "tr_TR.UTF-8"} {
			previous := runtime.GOMAXPROCS(processors)
			t.Setenv("LC_ALL", locale)
			t.Setenv("TZ", "Pacific/Chatham")
			in.Document.Data = shuffled(t, shuffle, in.Document.Data)
			if diff := cmp.Diff(want, generated(t, in)); diff != "" {
				t.Errorf("GOMAXPROCS=%d LC_ALL=%s:\n%s", processors, locale, diff)
			}
			runtime.GOMAXPROCS(previous)
		}
	}
}

// TestSameBytesWithoutLock does the same for a document without a lock.
func TestSameBytesWithoutLock(t *testing.T) {
	in := chatInput(t)
	in.Lock, in.Overlay = generate.File{}, generate.File{}
	want := generated(t, in)
	in.Document.Data = shuffled(t, rand.New(rand.NewPCG(3, 4)), in.Document.Data)
	if diff := cmp.Diff(want, generated(t, in)); diff != "" {
		t.Error(diff)
	}
}

// TestPluginsMakeTheSame lets buf run the plugins on the image of proto/, as configured in
// buf.gen.yaml, and compares their output with gen/.
func TestPluginsMakeTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("builds buf")
	}
	folder := t.TempDir()
	image := filepath.Join(folder, "image.binpb")
	run(t, root, "go", "run", "./codegen/cmd/protolect", "image", "--out", image)
	config, err := filepath.Abs(filepath.Join(root, "buf.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	buf := filepath.Join(folder, "buf")
	run(t, root, "go", "build", "-o", buf, "github.com/bufbuild/buf/cmd/buf")
	run(t, root, buf, "lint", image, "--config", config)
	run(t, root, buf, "generate", image, "--template", "buf.gen.yaml", "--output", folder)

	want, got := files(t, filepath.Join(root, "gen")), files(t, filepath.Join(folder, "gen"))
	for name, text := range got {
		// Packages that are imported only for their options are not linked.
		got[name] = strings.Replace(text, "\t_ \"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate\"\n", "", 1)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-gen/ +plugins:\n%s", diff)
	}
	if formatted := run(t, root, buf, "format", "-d", "proto"); formatted != "" {
		t.Errorf("buf format would change proto/:\n%s", formatted)
	}
}

func chatInput(t *testing.T) generate.Input {
	t.Helper()
	all, findings, err := projectfile.Read(t.Context(), root, time.Now())
	if err != nil || all == nil {
		t.Fatal(err, findings)
	}
	for _, api := range all.APIs {
		if api.Name != "google/chat/v1" {
			continue
		}
		document, err := all.Locate(t.Context(), api)
		if err != nil {
			t.Fatal(err)
		}
		return generate.Input{
			Document:     readFile(t, document),
			Overlay:      readFile(t, filepath.Join(root, api.Overlay)),
			Lock:         readFile(t, filepath.Join(root, api.Folder(), "numbers.lock.yaml")),
			ProtoPackage: api.ProtoPackage,
			GoImport:     func(string) string { return api.GoImport },
		}
	}
	t.Fatal("protolect.yaml does not contain google/chat/v1")
	return generate.Input{}
}

func readFile(t *testing.T, name string) generate.File {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return generate.File{Name: filepath.Base(name), Data: data}
}

func generated(t *testing.T, in generate.Input) map[string]string {
	t.Helper()
	out, findings, err := generate.API(in)
	if err != nil || out == nil {
		t.Fatalf("%v %v", err, findings.All())
	}
	files := map[string]string{"lock": string(out.Lock)}
	for _, f := range append(out.Proto, out.Go...) {
		files[f.Name] = string(f.Data)
	}
	return files
}

// shuffled returns a JSON document with the members of its objects in another
// order.
func shuffled(t *testing.T, random *rand.Rand, data []byte) []byte {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	writeShuffled(t, random, &text, value)
	return text.Bytes()
}

func writeShuffled(t *testing.T, random *rand.Rand, text *bytes.Buffer, value any) {
	t.Helper()
	switch value := value.(type) {
	case map[string]any:
		var names []string
		for name := range value {
			names = append(names, name)
		}
		random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		for i, name := range names {
			text.WriteString(map[bool]string{true: "{", false: ","}[i == 0])
			writeShuffled(t, random, text, name)
			text.WriteByte(':')
			writeShuffled(t, random, text, value[name])
		}
		text.WriteString(map[bool]string{true: "{}", false: "}"}[len(names) == 0])
	case []any:
		text.WriteByte('[')
		for i, element := range value {
			if i > 0 {
				text.WriteByte(',')
			}
			writeShuffled(t, random, text, element)
		}
		text.WriteByte(']')
	default:
		scalar, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(scalar)
	}
}

func run(t *testing.T, folder string, name string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(context.Background(), name, args...)
	command.Dir = folder
	text, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", command, err, text)
	}
	return string(text)
}

func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		relative, _ := filepath.Rel(folder, name)
		all[strings.ReplaceAll(relative, "\\", "/")] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
