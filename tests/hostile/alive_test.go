// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package hostile_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/output"
)

// TestPeerIsCaught converts a document with Google's own generator for Go. The name of a property
// is code, which that generator writes into its output. The inspection must find it.
func TestPeerIsCaught(t *testing.T) {
	d := readDocument(t)
	i := slices.IndexFunc(d.slots, func(s slot) bool { return s.isKey && strings.Join(s.path, "/") == "schemas/Book/properties/isbn" })
	if i < 0 {
		t.Fatal("the document has no such property")
	}
	folder := t.TempDir()
	name, written := filepath.Join(folder, "document.json"), filepath.Join(folder, "peer.go")
	if err := os.WriteFile(name, d.with(d.slots[i], jsonText("x}\nfunc "+marker+"(){}\ntype T struct{")), 0o666); err != nil {
		t.Fatal(err)
	}
	peer := exec.CommandContext(t.Context(), "go", "tool", "google-api-go-generator", "-api_json_file", name, "-gendir", folder, "-output", written)
	peer.Dir = "../../codegen"
	if text, err := peer.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	text, err := os.ReadFile(written)
	if err != nil {
		t.Fatal(err)
	}
	if found := goProblems(written, text); !slices.Contains(found, marker+" is in the code") {
		t.Errorf("found %q", found)
	}
}

// TestEveryInspectionIsAlive changes our own output in every way that the inspection looks for.
func TestEveryInspectionIsAlive(t *testing.T) {
	d := readDocument(t)
	for _, harm := range []struct {
		name     string
		file     string // the end of the file's name
		from, to string
		want     string
	}{
		{"function", "client.go", "type Client", "func " + marker + "() {}\n\ntype Client", marker + " is in the code"},
		{"other function", "client.go", "type Client", "func other() {}\n\ntype Client", "it has the function other"},
		{"init", "doc.go", "const _ =", "var _ = " + marker + "\n\nconst _ =", marker + " is in the code"},
		{"import", "client.go", "import (", "import (\n\t\"os/exec\"", `it imports "os/exec"`},
		{"cgo", "client.go", "import (", "import (\n\t\"C\"", `it imports "C"`},
		{"climbing import", "client.go", "import (", "import (\n\t\"google.golang.org/protobuf/../x\"", "it imports"},
		{"generate", "client.go", "type Client", "//go:generate touch x\ntype Client", "it has the line"},
		{"generate in a raw string", "client.go", "type Client", "const x = `\n//go:generate touch x\n`\n\ntype Client", "it has the line"},
		{"linkname", "client.go", "type Client", "\t//go:linkname a b\ntype Client", "it has the directive"},
		{"export", "client.go", "type Client", "//export x\ntype Client", "it has the directive"},
		{"line", "client.go", "type Client", "//line x.go:1\ntype Client", "it has the line"},
		{"block comment", "client.go", "type Client", "/*line x.go:1*/\ntype Client", "it has a block comment"},
		{"raw string", "client.go", "type Client", "const x = `a`\n\ntype Client", "it has the raw string"},
		{"carriage return", "client.go", "// Code generated", "// \rCode generated", "it has a hidden character"},
		{"tag", "client.go", "// Code generated", "// \U000e0041Code generated", "it has a hidden character"},
		{"zero width in proto", "library.proto", "// Code generated", "// \u200bCode generated", "it has a hidden character"},
		{"bidi", "client.go", "// Code generated", "// \u202eCode generated", "it has a hidden character"},
		{"header in two lines", "client.go", " DO NOT EDIT.", "\n// DO NOT EDIT.", "it begins with"},
		{"proto header in two lines", "library.proto", " DO NOT EDIT.", "\n// DO NOT EDIT.", "it begins with"},
		{"build tag", "client.go", "// Code generated", "// +build ignore\n\n// Code generated", "is not built"},
		{"old tag further down", "client.go", "type Client", "// +build ignore\ntype Client", "it has the build tag"},
		{"go:build", "client.go", "// Code generated", "//go:build ignore\n\n// Code generated", "is not built"},
		{"no Go", "client.go", "package library", "package", "expected"},
		{"struct tag", "library.pb.go", `protobuf:"`, `x:"`, "it has the raw string"},
		{"no type", "client.go", "Client struct", "client struct", "undefined: Client"},
		{"message", "library.proto", "message Book {", "message " + marker + " {}\n\nmessage Book {", marker + " is in the code"},
		{"other message", "library.proto", "message Book {", "message Other {}\n\nmessage Book {", "-described +compiled"},
		{"option", "library.proto", "option go_package", "option java_package = \"x\";\noption go_package", "-described +compiled"},
		{"proto block comment", "library.proto", "message Book {", "/* x */\nmessage Book {", "it has a block comment"},
		{"proto comment", "library.proto", "message Book {", "message Book { // x", "it prints differently"},
		{"proto syntax", "library.proto", "message Book {", "message {", "syntax error"},
		{"proto escape", "library.proto", "// Code generated", "// \x1bCode generated", "it has a hidden character"},
	} {
		t.Run(harm.name, func(t *testing.T) {
			out, _, err := generate.API(input(d.data))
			if err != nil {
				t.Fatal(err)
			}
			files := slices.Concat(out.Proto, out.Go)
			i := slices.IndexFunc(files, func(f generate.File) bool { return strings.HasSuffix(f.Name, "/"+harm.file) })
			if i < 0 || !strings.Contains(string(files[i].Data), harm.from) {
				t.Fatalf("%s has no %q", harm.file, harm.from)
			}
			files[i].Data = []byte(strings.Replace(string(files[i].Data), harm.from, harm.to, 1))
			out.Proto, out.Go = files[:len(out.Proto)], files[len(out.Proto):]
			found := problems(out)
			if strings.HasPrefix(harm.want, "undefined") {
				found = newTypeChecker(exports(t)).problems(out)
			}
			if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, harm.want) }) {
				t.Errorf("found %q", found)
			}
		})
	}
}

func TestFileNamesAreInspected(t *testing.T) {
	for _, name := range []string{
		"gen/../../x.go", "/etc/x.go", "gen/x.sh", "gen/Makefile", `gen\x.go`, "gen/.x.go", "gen/_x.go", "gen/X.go",
		"gen/x_windows.go", "gen/x_linux_arm64.pb.go", "gen/x_test.go", "gen/con.go", "gen/internal/x.go", "gen/x y.go",
		"gen/" + strings.Repeat("x", 300) + ".go", "gen/" + strings.Repeat("x/", 600) + "x.go",
	} {
		if found := fileProblems([]output.File{{Name: name, Data: []byte("package x\n")}}); len(found) == 0 {
			t.Errorf("%.100q passes", name)
		}
	}
	if found := fileProblems([]output.File{{Name: "gen/x_client.go", Data: []byte("package x\n")}}); len(found) > 0 {
		t.Errorf("found %q", found)
	}
}
