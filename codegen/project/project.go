// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package project runs the generator over the APIs of a folder with discovery/, proto/ and gen/, or over
// single documents. It reads files, but writes none.
package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/codegen/prove"
	"github.com/protolect/protolect/codegen/read"
	"github.com/protolect/protolect/codegen/report"
	"github.com/protolect/protolect/codegen/sources"
)

// Run is the result of a run. If the findings have errors, it has nothing else.
type Run struct {
	APIs     []Summary
	Files    []output.File
	Scope    output.Scope
	Findings *finding.List
}

func newRun(owns func(owner string) bool) *Run {
	return &Run{
		Scope:    output.Scope{Owns: owns, Unlisted: make(map[string][]string)},
		Findings: new(finding.List),
	}
}

// Summary counts the elements of an API in the document and in the output.
type Summary struct {
	Name                string
	Title, Revision     string // of the document
	Package             string // the proto package
	GoImport            string // of the client, or of the messages if there is no client
	GoFolder            string // within the output folder, with slashes
	Operations, Schemas int
	Methods, Messages   int
	Fields              int
	Enums, Values       int
	Proof               *prove.Proof // nil if it was skipped
	Report              *report.API  // nil without Options.Report
}

// The files and folders of a project.
const (
	sourcesFile = "discovery/sources.yaml"
	overlayFile = "overlay.yaml"
	lockFile    = "numbers.lock.yaml"
	protoFolder = "proto"
	goFolder    = "gen"
)

// projectOwners is the prefix of the owners of the files in a project, which are paths within it: the
// folder of an API, or sources.yaml for files that people write.
const projectOwners = "discovery/"

// Options change how APIs are generated.
type Options struct {
	NoProof bool // skip the proof
	Report  bool // fill in Summary.Report
	// Stage is called when a stage of a document begins, with one of Stages. It may be nil.
	Stage func(name string)
}

// Stages are what Options.Stage is called with, in this order. Without a proof there is no
// proving.
var Stages = []string{reading, generate.Modeling, generate.Proving, writing}

const (
	reading = "reading"
	writing = "writing"
)

func (o Options) begin(stage string) {
	if o.Stage != nil {
		o.Stage(stage)
	}
}

// Generate generates the named APIs of a project, or all if there are no names.
func Generate(ctx context.Context, root string, names []string, options Options) (*Run, error) {
	project, findings, err := sources.Read(ctx, filepath.Join(root, filepath.FromSlash(sourcesFile)))
	if err != nil {
		return nil, err
	}
	if project == nil {
		return &Run{Findings: findings}, nil
	}
	module, err := modulePath(root)
	if err != nil {
		return nil, err
	}
	apis, err := selectAPIs(project, names)
	if err != nil {
		return nil, err
	}
	// If all APIs are generated, the files of APIs that are no longer listed are removed.
	run := newRun(func(owner string) bool { return strings.HasPrefix(owner, projectOwners) })
	if len(names) > 0 {
		run = newRun(func(owner string) bool {
			name, found := strings.CutPrefix(owner, projectOwners)
			return found && slices.Contains(names, name)
		})
	}
	for _, api := range apis {
		if err := run.generate(ctx, root, module, api, options); err != nil {
			return nil, fmt.Errorf("%s: %w", api.Name, err)
		}
	}
	if len(names) == 0 {
		if err := run.compile(ctx, root, module, project.Protos); err != nil {
			return nil, err
		}
	}
	return run, nil
}

func selectAPIs(project *sources.Sources, names []string) ([]sources.API, error) {
	if len(names) == 0 {
		return project.APIs, nil
	}
	var selected []sources.API
	for _, name := range names {
		i := slices.IndexFunc(project.APIs, func(a sources.API) bool { return a.Name == name })
		if i < 0 {
			var known []string
			for _, a := range project.APIs {
				known = append(known, a.Name)
			}
			return nil, fmt.Errorf("%s does not list the API %q: it lists %s", sourcesFile, name, strings.Join(known, ", "))
		}
		selected = append(selected, project.APIs[i])
	}
	return selected, nil
}

func (run *Run) generate(ctx context.Context, root, module string, api sources.API, options Options) (err error) {
	documentFile, err := api.Document(ctx)
	if err != nil {
		return err
	}
	// Input.API stays empty: sources.yaml determines the package and the lock, so nothing has to
	// recognize the document. A lock of convert keeps its section api.
	in := generate.Input{
		ProtoPackage: api.ProtoPackage,
		GoImport:     func(string) string { return api.GoImport },
		NoProof:      options.NoProof,
		Stage:        options.begin,
		Published:    publishedIn(root),
	}
	options.begin(reading)
	if in.Document.Data, err = read.File(ctx, documentFile); err != nil {
		return err
	}
	in.Document.Name = documentFile
	if api.Module != "" {
		// A path in the module cache would differ from machine to machine.
		in.Document.Name = path.Join(api.Module, filepath.ToSlash(api.Path))
	}
	if in.Overlay, err = optionalFile(ctx, filepath.Join(api.Folder, overlayFile)); err != nil {
		return err
	}
	if in.Lock, err = optionalFile(ctx, filepath.Join(api.Folder, lockFile)); err != nil {
		return err
	}
	if err := checkLock(root, in.Lock, api.ProtoPackage); err != nil {
		return err
	}
	lockName, err := filepath.Rel(root, in.Lock.Name)
	if err != nil {
		return err
	}
	if in.Folder, err = read.OpenFolder("", documentFile, in.Document.Name); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Folder.Close()) }()
	doc, findings := read.DocumentIn(in.Folder, in.Document.Name, in.Document.Data)
	out, findings, err := generate.Document(doc, findings, in)
	in.Quote(findings)
	run.Findings.Append(findings)
	if err != nil {
		return err
	}
	return run.add(made{
		API: api.Name, Owner: projectOwners + api.Name,
		Output: out, Module: module, Client: api.GoImport,
		LockName: filepath.ToSlash(lockName), Numbered: in.Lock.Data != nil,
	}, options)
}

// made is the output for one API.
type made struct {
	API      string
	Owner    string           // of the files
	Output   *generate.Output // nil if there were errors
	Module   string           // the import path of the output folder
	Client   string           // the import path of the client
	LockName string
	Numbered bool // the lock existed before
}

// add adds the output for one API, and generates its Go files.
func (run *Run) add(m made, options Options) error {
	if m.Output == nil {
		return nil
	}
	for _, f := range m.Output.Proto {
		run.Files = append(run.Files, output.File{Name: path.Join(protoFolder, f.Name), Owner: m.Owner, Data: f.Data})
	}
	run.Files = append(run.Files, output.File{Name: m.LockName, Data: m.Output.Lock})
	options.begin(writing)
	summary := summarize(m)
	if options.Report {
		summary.Report = report.NewAPI(m.API, m.Output, run.Findings.All())
	}
	run.APIs = append(run.APIs, summary)
	descriptors := m.Output.Descriptors
	*m.Output = generate.Output{} // release its memory for the Go files
	files, err := generate.Go(descriptors)
	if err != nil {
		return err
	}
	if err := run.addGo(files, m.Module, m.Owner); err != nil {
		return err
	}
	if m.Numbered {
		// The API may no longer have a client, but the files of an earlier one.
		client, _ := strings.CutPrefix(m.Client, m.Module+"/")
		run.mayBeUnlisted(m.Owner, path.Dir(m.LockName), client)
	}
	return nil
}

// mayBeUnlisted notes that versions without a manifest may have generated files of an owner, in the
// folders of its files and in others.
func (run *Run) mayBeUnlisted(owner string, folders ...string) {
	for _, f := range run.Files {
		if f.Owner == owner {
			folders = append(folders, path.Dir(f.Name))
		}
	}
	slices.Sort(folders)
	run.Scope.Unlisted[owner] = slices.Compact(folders)
}

// addGo adds Go files, whose names start with their import paths.
func (run *Run) addGo(files []generate.File, prefix, owner string) error {
	for _, f := range files {
		name, found := strings.CutPrefix(f.Name, prefix+"/")
		if !found || !strings.HasPrefix(name, goFolder+"/") {
			return fmt.Errorf("the Go package of %s is not in %s/%s: correct its import path", f.Name, prefix, goFolder)
		}
		run.Files = append(run.Files, output.File{Name: name, Owner: owner, Data: f.Data})
	}
	return nil
}

// compile adds the Go files of .proto files that people write.
func (run *Run) compile(ctx context.Context, root, module string, protos []string) error {
	if len(protos) == 0 {
		return nil
	}
	folder := os.DirFS(filepath.Join(root, protoFolder))
	descriptors, err := protofile.Compile(ctx, func(name string) ([]byte, error) { return fs.ReadFile(folder, name) }, protos...)
	if err != nil {
		return err
	}
	files, err := generate.Go(descriptors)
	if err != nil {
		return err
	}
	if err := run.addGo(files, module, sourcesFile); err != nil {
		return err
	}
	run.mayBeUnlisted(sourcesFile)
	return nil
}

// checkLock returns an error if a lock file is missing, because every field would get a new number.
func checkLock(root string, lock generate.File, protoPackage string) error {
	if lock.Data != nil {
		return nil
	}
	folder := filepath.Join(root, protoFolder, filepath.FromSlash(strings.ReplaceAll(protoPackage, ".", "/")))
	files, err := filepath.Glob(filepath.Join(folder, "*.proto"))
	if err != nil || len(files) == 0 {
		return err
	}
	return fmt.Errorf("%s is missing, but %s was generated with it: restore it from version control; "+
		"without it, every field gets another number (to start over, also remove the .proto files)", lock.Name, files[0])
}

// optionalFile reads a file. Its data is nil if it does not exist.
// publishedIn returns a function that reads the .proto files of earlier runs from an output folder.
func publishedIn(folder string) func(path string) []byte {
	return func(path string) []byte {
		data, err := os.ReadFile(filepath.Join(folder, protoFolder, filepath.FromSlash(path)))
		if err != nil {
			return nil // it has nothing to keep
		}
		return data
	}
}

func optionalFile(ctx context.Context, name string) (generate.File, error) {
	data, err := read.File(ctx, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return generate.File{}, err
	}
	return generate.File{Name: name, Data: data}, nil
}

// modulePath returns the path of the Go module whose root is the given folder.
func modulePath(folder string) (string, error) {
	file := filepath.Join(folder, "go.mod")
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	module := modfile.ModulePath(data)
	if module == "" {
		return "", fmt.Errorf("%s does not name a module", file)
	}
	return module, nil
}

func summarize(m made) Summary {
	out := m.Output
	s := Summary{
		Name:       m.API,
		Title:      out.Document.Title,
		Revision:   out.Document.Revision,
		Package:    out.Model.Package.Name,
		Operations: out.Operations,
		Schemas:    len(out.Document.Schemas),
		Proof:      out.Proof,
	}
	for _, service := range out.Model.Services {
		s.Methods += len(service.Methods)
	}
	if s.GoImport = m.Client; s.Methods == 0 {
		s.GoImport = out.Model.Package.GoImport
	}
	s.GoFolder, _ = strings.CutPrefix(s.GoImport, m.Module+"/")
	out.Model.Walk(func(m *model.Message) {
		s.Messages++
		s.Fields += len(m.Fields)
	})
	out.Model.WalkEnums(func(e *model.Enum) {
		s.Enums++
		s.Values += len(e.Values)
	})
	return s
}
