// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package sources reads sources.yaml, which names the APIs to generate and
// where their documents come from:
//
//	apis:
//	  google/chat/v1:             # the folder of its overlay and lock, too
//	    format: discovery           # or openapi
//	    document:
//	      module: google.golang.org/api   # at the version that go.mod pins
//	      path: chat/v1/chat-api.json     # without a module: in the API's folder
//	    proto: protolect.google.chat.v1
//	    go: github.com/protolect/protolect/gen/google/chat/v1
//	protos:                       # written by people; their Go is generated
//	  - protolect/api/v1/annotations.proto
package sources

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
	modulepath "golang.org/x/mod/module"

	"github.com/protolect/protolect/codegen/read"
)

// Sources is a read sources.yaml.
type Sources struct {
	APIs   []API // in order of name
	Protos []string
}

// API is one of the APIs.
type API struct {
	Name         string
	Folder       string // of its overlay.yaml and numbers.lock.yaml
	Module       string // of the document; empty for a file in the folder
	Path         string // of the document within either
	ProtoPackage string
	GoImport     string
}

type entry struct {
	Format   string `yaml:"format"`
	Document struct {
		Module string `yaml:"module"`
		Path   string `yaml:"path"`
	} `yaml:"document"`
	Proto string `yaml:"proto"`
	Go    string `yaml:"go"`
}

var (
	apiName     = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)*$`)
	packageName = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
)

// Read reads a file. The error names everything that is wrong in it, each with
// its line and column.
func Read(ctx context.Context, file string) (*Sources, error) {
	data, err := read.File(ctx, file)
	if err != nil {
		return nil, err
	}
	var content struct {
		APIs   map[string]entry `yaml:"apis"`
		Protos []string         `yaml:"protos"`
	}
	if err := yaml.Load(data, &content, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var document yaml.Node
	if err := yaml.Load(data, &document); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	sources := &Sources{Protos: content.Protos}
	var problems []error
	problem := func(name string, err error, path ...string) {
		at := find(document.Content[0], path)
		problems = append(problems, fmt.Errorf("%s:%d:%d: %q: %w", file, at.Line, at.Column, name, err))
	}
	taken := make(map[string]string) // the API by what only one can have
	for _, name := range slices.Sorted(maps.Keys(content.APIs)) {
		e := content.APIs[name]
		if path, err := e.check(name); err != nil {
			problem(name, err, append([]string{"apis", name}, path...)...)
		}
		for _, own := range []struct{ key, value string }{{"proto", e.Proto}, {"go", e.Go}} {
			if other, found := taken[own.value]; found && own.value != "" {
				problem(name, fmt.Errorf("%s is that of %q already", own.value, other), "apis", name, own.key)
			}
			taken[own.value] = name
		}
		sources.APIs = append(sources.APIs, API{
			Name:         name,
			Folder:       filepath.Join(filepath.Dir(file), filepath.FromSlash(name)),
			Module:       e.Document.Module,
			Path:         filepath.FromSlash(e.Document.Path),
			ProtoPackage: e.Proto,
			GoImport:     e.Go,
		})
	}
	for i, name := range content.Protos {
		if !fs.ValidPath(name) || path.Ext(name) != ".proto" {
			problem(name, errors.New("protos are files within proto/"), "protos", strconv.Itoa(i))
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return sources, nil
}

// find returns the node that a path of keys and indices leads to, or as far as
// it goes; of a mapping that lacks the next key, the key that it stands at.
func find(node *yaml.Node, path []string) *yaml.Node {
	at := node
	for _, key := range path {
		var next *yaml.Node
		switch node.Kind {
		case yaml.MappingNode:
			for i := 0; i < len(node.Content); i += 2 {
				if node.Content[i].Value == key {
					at, next = node.Content[i], node.Content[i+1]
				}
			}
		case yaml.SequenceNode:
			if i, err := strconv.Atoi(key); err == nil && i < len(node.Content) {
				at, next = node.Content[i], node.Content[i]
			}
		}
		if next == nil {
			return at
		}
		node = next
	}
	return at
}

// check returns what is wrong with an API first, and the keys that lead there.
func (e entry) check(name string) (path []string, err error) {
	switch {
	case !apiName.MatchString(name):
		return nil, errors.New("an API's name is the path of its folder, in lower case")
	case e.Format != "discovery" && e.Format != "openapi":
		return []string{"format"}, fmt.Errorf("the format %q is not known: it is discovery or openapi", e.Format)
	case e.Document.Module != "" && modulepath.CheckPath(e.Document.Module) != nil:
		return []string{"document", "module"}, fmt.Errorf("document.module is %q: it must be the path of a Go module", e.Document.Module)
	case !fs.ValidPath(e.Document.Path) || !filepath.IsLocal(filepath.FromSlash(e.Document.Path)):
		return []string{"document", "path"}, fmt.Errorf("document.path is %q: it must be a path within the module or the API's folder", e.Document.Path)
	case !packageName.MatchString(e.Proto):
		return []string{"proto"}, fmt.Errorf("proto is %q: it must be a proto package, for instance protolect.google.chat.v1", e.Proto)
	}
	if err := modulepath.CheckImportPath(e.Go); err != nil {
		return []string{"go"}, fmt.Errorf("go is %q: it must be the import path of the client's package: %w", e.Go, err)
	}
	return nil, nil
}

// Document returns the path of the API's document. Asking the go command for a
// module needs no network once the module is there.
func (a API) Document(ctx context.Context) (string, error) {
	if a.Module == "" {
		return filepath.Join(a.Folder, a.Path), nil
	}
	// The API's folder need not be there yet.
	root := filepath.Clean(strings.TrimSuffix(a.Folder, filepath.FromSlash(a.Name)))
	dir, err := moduleFolder(ctx, root, a.Module)
	if err != nil {
		return "", fmt.Errorf("the document of %s: %w", a.Name, err)
	}
	return filepath.Join(dir, a.Path), nil
}

func moduleFolder(ctx context.Context, workingFolder, module string) (string, error) {
	var found struct{ Dir string }
	if err := goCommand(ctx, workingFolder, &found, "list", "-m", "-json", module); err != nil {
		return "", err
	}
	if found.Dir == "" { // in go.mod, but not here yet
		if err := goCommand(ctx, workingFolder, &found, "mod", "download", "-json", module); err != nil {
			return "", err
		}
	}
	return found.Dir, nil
}

func goCommand(ctx context.Context, workingFolder string, result any, args ...string) error {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = workingFolder
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", command, err, bytes.TrimSpace(stderr.Bytes()))
	}
	return json.Unmarshal(stdout, result)
}
