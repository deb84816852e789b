// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/goapi"
	"github.com/protolect/protolect/codegen/output"
)

// GoChanges returns how planned changes of an output folder change the API of its Go packages. It
// names packages by their folders.
func GoChanges(folder string, planned []output.Change) ([]goapi.Change, error) {
	byPackage := make(map[string][]output.Change)
	for _, c := range planned {
		if strings.HasPrefix(c.Name, goFolder+"/") && path.Ext(c.Name) == ".go" {
			byPackage[path.Dir(c.Name)] = append(byPackage[path.Dir(c.Name)], c)
		}
	}
	var before, after []*goapi.Package
	for _, name := range slices.Sorted(maps.Keys(byPackage)) {
		files, err := goFiles(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		if len(files) > 0 {
			before = append(before, goapi.Parse(name, files))
		}
		for _, c := range byPackage[name] {
			if files[path.Base(c.Name)] = c.Data; c.Kind == output.Remove {
				delete(files, path.Base(c.Name))
			}
		}
		if len(files) > 0 {
			after = append(after, goapi.Parse(name, files))
		}
	}
	return goapi.Compare(before, after), nil
}

// goFiles returns the Go files of a folder, which need not exist.
func goFiles(folder string) (map[string][]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	files := make(map[string][]byte)
	for _, entry := range entries {
		if entry.IsDir() || path.Ext(entry.Name()) != ".go" {
			continue
		}
		if files[entry.Name()], err = os.ReadFile(filepath.Join(folder, entry.Name())); err != nil {
			return nil, err
		}
	}
	return files, nil
}
