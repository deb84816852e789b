// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// generatedPath is the import path of the folder that a generator writes to.
const generatedPath = "example.com/peers"

// A typeChecker checks generated packages, without their tests, like the compiler.
type typeChecker struct {
	outside types.Importer
}

// newTypeChecker returns a checker that finds other packages with the go command in a folder.
func newTypeChecker(folder string, environment ...string) *typeChecker {
	return &typeChecker{importer.ForCompiler(token.NewFileSet(), "gc", func(name string) (io.ReadCloser, error) {
		c := exec.Command("go", "list", "-export", "-f", "{{.Export}}", name)
		c.Dir, c.Env = folder, append(append(os.Environ(), environment...), "GOPROXY=off")
		var problem bytes.Buffer
		c.Stderr = &problem
		file, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("go list %s: %w: %s", name, err, problem.Bytes())
		}
		return os.Open(strings.TrimSpace(string(file)))
	})}
}

// check checks the packages in a folder and below it. It returns the number of matches of a pattern
// in their source.
func (c *typeChecker) check(folder string, pattern *regexp.Regexp) (matches int, err error) {
	i := &checking{typeChecker: c, folder: folder, pattern: pattern, checked: make(map[string]*types.Package)}
	err = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		inner, err := filepath.Rel(folder, filepath.Dir(name))
		if err == nil {
			_, err = i.Import(generatedPath + "/" + filepath.ToSlash(inner))
		}
		return err
	})
	if err == nil && len(i.checked) == 0 {
		err = errors.New("there is no Go file")
	}
	return i.matches, err
}

// checking checks the packages of one folder.
type checking struct {
	*typeChecker
	folder  string
	pattern *regexp.Regexp
	checked map[string]*types.Package
	matches int
}

// Import implements [types.Importer].
func (c *checking) Import(name string) (*types.Package, error) {
	inner, ok := strings.CutPrefix(name, generatedPath+"/")
	if !ok {
		return c.outside.Import(name)
	}
	if done := c.checked[name]; done != nil {
		return done, nil
	}
	names, err := filepath.Glob(filepath.Join(c.folder, filepath.FromSlash(inner), "*.go"))
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(fset, filepath.Base(name), text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		c.matches += len(c.pattern.FindAllIndex(text, -1))
		files = append(files, file)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("package %s has no files", name)
	}
	config := types.Config{Importer: c, Sizes: types.SizesFor("gc", runtime.GOARCH)}
	checked, err := config.Check(name, fset, files, nil)
	if err == nil {
		c.checked[name] = checked
	}
	return checked, err
}

func TestTypeChecker(t *testing.T) {
	for _, test := range []struct {
		name, client string
		want         int
		err          string
	}{
		{"good", "import (\n\t\"fmt\"\n\t\"example.com/peers/gen/pb\"\n)\n\nfunc A() { fmt.Println(pb.X) }\nfunc B() {}\n", 2, ""},
		{"undefined", "func A() { missing() }\n", 0, "undefined: missing"},
		{"unknown package", "import _ \"example.com/missing\"\n", 0, "example.com/missing"},
		{"syntax", "func A() {\n", 0, "expected '}'"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			for name, text := range map[string]string{
				"gen/client.go":      "package client\n\n" + test.client,
				"gen/client_test.go": "package client\n\nvar _ = notChecked\n",
				"gen/pb/pb.go":       "package pb\n\nconst X = 1\n",
			} {
				file := filepath.Join(folder, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			got, err := newTypeChecker(".").check(folder, regexp.MustCompile(`(?m)^func `))
			switch {
			case test.err == "" && (err != nil || got != test.want):
				t.Errorf("got %d, %v, want %d", got, err, test.want)
			case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)):
				t.Errorf("got %v, want an error with %q", err, test.err)
			}
		})
	}
}
