// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/generate"
	protofiles "github.com/protolect/protolect/proto"
)

// ofGo matches words of Go: what only readers of the Go client understand.
var ofGo = regexp.MustCompile(`\b(rest|http|context|errors|io|iter|slices|proto|protojson|time)\.[A-Z]\w*` +
	`|\bWith[A-Z]\w*|\*(string|bool|u?int\d*|float\d\d)\b|\[\]byte\b|\bnil\b|\bGo\b|[Gg]olang|goroutine|\bgodoc\b|\bNewClient\b`)

// mayNameGo are the packages whose texts are for those who write or read Go: the Go client,
// and what runs the Go plugins and compares Go APIs.
var mayNameGo = []string{"changelog", "cmd", "compare", "generate", "goclient", "gomessages", "gonames", "output", "packs", "project", "projectfile"}

// TestStagesDoNotNameGo looks for Go in the texts of all stages before the Go client: they
// become findings, help, and comments of .proto files, which users of every language read.
func TestStagesDoNotNameGo(t *testing.T) {
	folders, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, folder := range folders {
		if !folder.IsDir() || slices.Contains(mayNameGo, folder.Name()) {
			continue
		}
		sources, err := filepath.Glob(filepath.Join("..", folder.Name(), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, slices.DeleteFunc(sources, func(name string) bool { return strings.HasSuffix(name, "_test.go") })...)
	}
	texts := 0
	for _, name := range files {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if _, isImport := n.(*ast.ImportSpec); isImport {
				return false
			}
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			texts++
			if word := ofGo.FindString(text); word != "" {
				t.Errorf("%v: %q names %s: word it in terms of the proto, or move it to codegen/goclient", set.Position(literal.Pos()), text, word)
			}
			return true
		})
	}
	if texts < 3000 {
		t.Errorf("only %d texts", texts)
	}
}

// TestOutputDoesNotNameGo looks for Go in the comments of our annotations, and in the comments
// of the .proto files and the findings of the golden documents. Words that a document or its overlay contains are published.
func TestOutputDoesNotNameGo(t *testing.T) {
	folders, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(protofiles.Annotations)) {
		if word := ofGo.FindString(line); word != "" {
			t.Errorf("annotations.proto names %s: %s", word, line)
		}
	}
	lines := 0
	for _, folder := range folders {
		in := input(t, folder)
		published := string(in.Document.Data) + string(in.Overlay.Data)
		out, findings, err := generate.API(in)
		if err != nil {
			t.Fatal(err)
		}
		check := func(place, text string) {
			lines++
			for _, word := range ofGo.FindAllString(text, -1) {
				if !strings.Contains(published, word) {
					t.Errorf("%s: %s names %s: %s", folder, place, word, text)
				}
			}
		}
		for _, f := range findings.All() {
			check(f.Rule, f.Message)
			check(f.Rule, f.Help)
		}
		if out == nil {
			continue
		}
		for _, f := range out.Proto {
			for line := range strings.Lines(string(f.Data)) {
				if _, comment, found := strings.Cut(line, "//"); found {
					check(f.Name, strings.TrimSpace(comment))
				}
			}
		}
	}
	if lines < 500 {
		t.Errorf("only %d lines", lines)
	}
}
