// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package sources reads sources.yaml, the list of the APIs of a project and of their documents:
//
//	apis:
//	  google/chat/v1:             # also the folder of its overlay and lock
//	    document:
//	      module: google.golang.org/api   # at the version that go.mod requires
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
	"fmt"
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	modulepath "golang.org/x/mod/module"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/read"
	"github.com/protolect/protolect/codegen/yamltree"
)

// Sources is the content of a sources.yaml.
type Sources struct {
	APIs   []API // in order of name
	Protos []string
}

// API is one of the APIs.
type API struct {
	Name         string
	Folder       string // of its overlay.yaml and numbers.lock.yaml
	Module       string // the Go module that contains the document; empty for a file in the folder
	Path         string // of the document within the module or the folder
	ProtoPackage string
	GoImport     string // of the client's package
}

var (
	apiName      = yamltree.NewForm(`^[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)*$`, "the path of the API's folder, in lower case")
	protoPackage = yamltree.NewForm(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`, "a proto package, for example protolect.google.chat.v1")
	nonEmpty     = yamltree.NewForm(`(?s).`, "a text")
)

// IsProtoPackage reports whether a name has the form of the proto packages of APIs.
func IsProtoPackage(name string) bool { return protoPackage.Pattern.MatchString(name) }

// Read reads a file. Mistakes in it are findings; the Sources are nil if there are any.
func Read(ctx context.Context, file string) (*Sources, *finding.List, error) {
	data, err := read.File(ctx, file)
	if err != nil {
		return nil, nil, err
	}
	r := &reader{folder: filepath.Dir(file), findings: new(finding.List), owners: make(map[string]string)}
	sources := new(Sources)
	if root, ok := yamltree.Read(file, data, finding.SourcesSyntax, r.findings); ok {
		sources = r.sources(root)
	}
	r.findings.Quote(file, data)
	if r.findings.HasErrors() {
		sources = nil
	}
	return sources, r.findings, nil
}

type reader struct {
	folder   string
	findings *finding.List
	owners   map[string]string // the API of each proto package and import path
}

func (r *reader) sources(root yamltree.Node) *Sources {
	sources := new(Sources)
	for _, m := range root.Members() {
		switch m.Name {
		case "apis":
			for _, api := range m.Value.Members() {
				sources.APIs = append(sources.APIs, r.api(api))
			}
		case "protos":
			for _, n := range m.Value.Elements() {
				sources.Protos = append(sources.Protos, readProto(n))
			}
		default:
			m.ReportUnknown("apis", "protos")
		}
	}
	slices.SortFunc(sources.APIs, func(a, b API) int { return strings.Compare(a.Name, b.Name) })
	return sources
}

func (r *reader) api(of yamltree.Member) API {
	api := API{Name: of.Name, Folder: filepath.Join(r.folder, filepath.FromSlash(of.Name))}
	of.Key.Text(apiName)
	missing := []string{"document", "proto", "go"}
	for _, m := range of.Value.Members() {
		missing = slices.DeleteFunc(missing, func(name string) bool { return name == m.Name })
		switch m.Name {
		case "document":
			api.Module, api.Path = readDocument(m)
		case "proto":
			api.ProtoPackage, _ = m.Value.Text(protoPackage)
			r.own(m.Value, api.ProtoPackage, of.Name)
		case "go":
			api.GoImport = readImportPath(m.Value)
			r.own(m.Value, api.GoImport, of.Name)
		default:
			m.ReportUnknown("document", "proto", "go")
		}
	}
	if len(missing) > 0 {
		of.Key.Report("the API %q lacks %s", of.Name, strings.Join(missing, ", "))
	}
	return api
}

// own reports a proto package or import path that another API also has.
func (r *reader) own(n yamltree.Node, value, api string) {
	if value == "" {
		return
	}
	if other, found := r.owners[value]; found {
		n.Report("%s is also that of %q: choose another one for %q", value, other, api)
	}
	r.owners[value] = api
}

func readDocument(of yamltree.Member) (module, file string) {
	for _, m := range of.Value.Members() {
		switch m.Name {
		case "module":
			module, _ = m.Value.Text(nonEmpty)
			if module != "" && modulepath.CheckPath(module) != nil {
				m.Value.ReportExpected("the path of a Go module")
			}
		case "path":
			file, _ = m.Value.Text(nonEmpty)
			if file != "" && (!fs.ValidPath(file) || !filepath.IsLocal(filepath.FromSlash(file))) {
				m.Value.ReportExpected("a path within the module or the API's folder")
			}
		default:
			m.ReportUnknown("module", "path")
		}
	}
	if file == "" {
		of.Key.Report("the document lacks path, its path within the module or the API's folder")
	}
	return module, filepath.FromSlash(file)
}

func readImportPath(n yamltree.Node) string {
	text, ok := n.Text(nonEmpty)
	if !ok {
		return ""
	}
	if err := modulepath.CheckImportPath(text); err != nil {
		n.Report("expected the import path of the client's package: %v", err)
		return ""
	}
	return text
}

func readProto(n yamltree.Node) string {
	text, ok := n.Text(nonEmpty)
	if ok && (!fs.ValidPath(text) || path.Ext(text) != ".proto") {
		n.ReportExpected("the path of a .proto file within proto/")
	}
	return text
}

// Document returns the path of the API's document. It runs the go command to find a module,
// which needs no network if the module is in the module cache.
func (a API) Document(ctx context.Context) (string, error) {
	if a.Module == "" {
		return filepath.Join(a.Folder, a.Path), nil
	}
	// The API's folder may not exist yet.
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
	if found.Dir == "" { // required by go.mod, but not downloaded yet
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
