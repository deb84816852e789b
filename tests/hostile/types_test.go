// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package hostile_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/generate"
)

// A typeChecker checks generated packages, without their tests, like the compiler.
type typeChecker struct {
	outside types.Importer
}

// exports returns the files with the compiler's export data for the packages that generated code
// may import.
func exports(t testing.TB) map[string]string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}",
		"github.com/protolect/protolect/runtime/...", "github.com/protolect/protolect/gen/protolect/...", "fmt", "log",
		"google.golang.org/protobuf/types/known/...", "google.golang.org/genproto/googleapis/rpc/status")
	command.Stderr = os.Stderr
	listed, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	files := make(map[string]string)
	for line := range strings.Lines(string(listed)) {
		if name, file, found := strings.Cut(strings.TrimSpace(line), " "); found {
			files[name] = file
		}
	}
	return files
}

func newTypeChecker(exports map[string]string) *typeChecker {
	return &typeChecker{importer.ForCompiler(token.NewFileSet(), "gc", func(name string) (io.ReadCloser, error) {
		file, ok := exports[name]
		if !ok {
			return nil, fmt.Errorf("generated code must not import %q", name)
		}
		return os.Open(file)
	})}
}

// problems returns the errors that the compiler would report.
func (c *typeChecker) problems(out *generate.Output) []string {
	packages := make(map[string][]*ast.File)
	files := token.NewFileSet()
	var tests []*ast.File
	testPath := ""
	for _, f := range out.Go {
		parsed, err := parser.ParseFile(files, f.Name, bytes.NewReader(f.Data), parser.SkipObjectResolution)
		if err != nil {
			continue // already reported
		}
		folder := path.Dir(f.Name)
		if strings.HasSuffix(f.Name, "_test.go") {
			tests, testPath = append(tests, parsed), folder+"_test"
			continue
		}
		packages[folder] = append(packages[folder], parsed)
	}
	i := &checking{typeChecker: c, files: files, packages: packages, checked: make(map[string]*types.Package)}
	for _, name := range sortedKeys(packages) {
		if _, err := i.Import(name); err != nil {
			return []string{fmt.Sprintf("%.1000v", err)}
		}
	}
	packages[testPath] = tests
	if _, err := i.Import(testPath); err != nil {
		return []string{fmt.Sprintf("%.1000v", err)}
	}
	return nil
}

// checking imports generated packages by checking them first.
type checking struct {
	*typeChecker
	files    *token.FileSet
	packages map[string][]*ast.File
	checked  map[string]*types.Package
}

func (i *checking) Import(name string) (*types.Package, error) {
	files, ours := i.packages[name]
	if !ours {
		return i.outside.Import(name)
	}
	if i.checked[name] == nil {
		config := types.Config{Importer: i}
		pkg, err := config.Check(name, i.files, files, nil)
		if err != nil {
			return nil, err
		}
		if pkg.Name() == "main" {
			return nil, fmt.Errorf("%s is a program, not a library", name)
		}
		i.checked[name] = pkg
	}
	return i.checked[name], nil
}
