// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package project runs the generator over the APIs of a protolect.yaml or over single documents, and downloads documents.
// It reads files, but writes none.
package project

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/modfile"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/cache"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/packs"
	"github.com/protolect/protolect/codegen/projectfile"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/codegen/prove"
	"github.com/protolect/protolect/codegen/read"
	"github.com/protolect/protolect/codegen/report"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	protofiles "github.com/protolect/protolect/proto"
)

// Run is the result of a run. If the findings have errors, it has nothing else.
type Run struct {
	APIs     []Summary
	Files    []output.File
	Scope    output.Scope
	Findings *finding.List
	// Policy and Exceptions are those of protolect.yaml.
	Policy     projectfile.Policy
	Exceptions []projectfile.Exception
	// Broken are files of packs that are not valid Go, with the suffix ".broken". They are there although the findings have
	// errors.
	Broken   []output.File
	packRuns []packRun
	module   string           // the import path of the project
	places   map[string]place // by full proto name, package or folder; see Locate
}

func newRun(owns func(owner string) bool) *Run {
	return &Run{
		Scope:    output.Scope{Owns: owns, Unlisted: make(map[string][]string)},
		Findings: new(finding.List),
		Policy:   projectfile.DefaultPolicy,
		places:   make(map[string]place),
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
	lockFile    = "numbers.lock.yaml"
	protoFolder = "proto"
	goFolder    = "gen"
)

// projectOwners is the prefix of the owners of the files in a project, which are paths within it: the
// folder of an API, or protolect.yaml for files that people write.
const projectOwners = "discovery/"

// Options change how APIs are generated.
type Options struct {
	NoProof bool // skip the proof
	Report  bool // fill in Summary.Report
	// Generator is the released version of this program, which locks record, or empty.
	Generator string
	// Cache has the results of earlier runs. Without it every API is generated.
	Cache *cache.Cache
	// Newest has documents that take precedence over those of the project. It may be nil.
	Newest *Newest
	// Stage is called when a stage of a document begins, with one of Stages. It may be nil.
	Stage func(name string)
	// Descriptors is called with the files of each API, instead of generating Go. It may be nil.
	// Set it only without a Cache.
	Descriptors func([]protoreflect.FileDescriptor)
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
	file, findings, err := projectfile.Read(ctx, root, time.Now())
	if err != nil {
		return nil, err
	}
	if file == nil {
		return &Run{Findings: findings}, nil
	}
	module, err := importPathOfProject(root)
	if err != nil {
		return nil, err
	}
	apis, err := selectAPIs(file, names)
	if err != nil {
		return nil, err
	}
	// If all APIs are generated, the files of APIs that are no longer listed are removed.
	run := newRun(func(owner string) bool { return owner == projectfile.Name || strings.HasPrefix(owner, projectOwners) })
	if len(names) > 0 {
		run = newRun(func(owner string) bool {
			name, found := strings.CutPrefix(owner, projectOwners)
			return found && slices.Contains(names, name)
		})
	}
	run.module = module
	run.Policy, run.Exceptions = file.Policy, file.Exceptions
	g := &generator{Run: run, file: file, module: module, options: options, owners: make(map[string]string),
		packs: make(map[string]*packs.Pack), findings: new(finding.List)}
	for _, api := range apis {
		if err := g.generate(ctx, api); err != nil {
			return nil, fmt.Errorf("%s: %w", api.Name, err)
		}
	}
	if len(names) == 0 && options.Descriptors == nil {
		if err := run.compile(ctx, root, module, file.Protos); err != nil {
			return nil, err
		}
	}
	ofPacks, err := run.runPacks(ctx)
	if err != nil {
		return nil, err
	}
	g.findings.Append(ofPacks)
	file.Ignored.Remove(g.findings)
	run.Findings.Append(g.findings)
	if len(names) == 0 && options.Descriptors == nil {
		if len(run.APIs) == len(apis) { // otherwise, findings are missing
			file.Ignored.ReportNeedless(run.Findings, finding.IgnoreNeedless)
		}
	}
	if len(apis) > 0 && !slices.Contains(file.Protos, annotationsFile) {
		run.addAnnotations()
	}
	file.Quote(run.Findings)
	return run, nil
}

// FolderOf returns the folder of the lock and the overlay of an API that owned files. ok is false for another owner.
func FolderOf(owner string) (folder string, ok bool) {
	return owner, strings.HasPrefix(owner, projectOwners)
}

func selectAPIs(file *projectfile.Project, names []string) ([]projectfile.API, error) {
	if len(names) == 0 {
		return file.APIs, nil
	}
	known := file.Names()
	var selected []projectfile.API
	for _, name := range names {
		i := slices.Index(known, name)
		if i < 0 {
			return nil, fmt.Errorf("%s does not list the API %q%s: it lists %s",
				projectfile.Name, name, finding.Suggestion(name, known), strings.Join(known, ", "))
		}
		selected = append(selected, file.APIs[i])
	}
	return selected, nil
}

var errNoModule = errors.New("is not in a Go module")

// importPathOfProject returns the import path of the root of a project.
func importPathOfProject(root string) (string, error) {
	absolute, err := filepath.Abs(root)
	if err != nil {
		return "", err
	}
	found, module, err := moduleOf(absolute)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s %w, so the import path of its packages is unknown: run go mod init there", absolute, errNoModule)
	}
	if err != nil {
		return "", err
	}
	relative, err := filepath.Rel(found, absolute)
	return path.Join(module, filepath.ToSlash(relative)), err
}

// generator generates the APIs of a project.
type generator struct {
	*Run
	file     *projectfile.Project
	module   string // the import path of the root
	options  Options
	owners   map[string]string      // the API of each proto package and import path
	packs    map[string]*packs.Pack // by folder; nil if a pack has errors
	findings *finding.List          // of packs
}

func (g *generator) generate(ctx context.Context, api projectfile.API) (err error) {
	in := generate.Input{Generator: g.options.Generator, NoProof: g.options.NoProof, Stage: g.options.begin,
		Published: publishedIn(g.file.Root)}
	g.options.begin(reading)
	documentFile, err := g.readDocument(ctx, api, &in)
	if err != nil || documentFile == "" {
		return err
	}
	if in.Overlay, err = g.readOverlay(ctx, api); err != nil {
		return err
	}
	lockName := path.Join(api.Folder(), lockFile)
	if in.Lock, err = optionalFile(ctx, "lock", g.path(lockName)); err != nil {
		return err
	}
	if newest := g.options.Newest; newest != nil && newest.lock != nil {
		in.Lock.Data = newest.lock
	}
	// A document in the project may refer to all files of the project, others to those in their folder.
	folder := g.file.Root
	if api.Document.Module != "" || api.Document.URL != "" {
		folder = ""
	}
	if in.Folder, err = g.openFolder(api, folder, documentFile, in.Document.Name); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Folder.Close()) }()
	uses := g.loadPacks(api)
	options := g.options
	if len(uses) > 0 {
		options.Cache = nil // it does not notice changes of packs
	}
	memory := newMemory(options, g.file.Root, projectOwners+api.Name, &in, "generate", folder, api.ProtoPackage, api.GoImport, g.module)
	if known := memory.recall(in.Folder); known != nil && g.isFree(known.Summary.Package) && g.isFree(known.Client) {
		findings := finding.NewList(known.Findings)
		g.own(api, findings, known.Summary.Package, known.Client)
		g.ignore(api, findings, true)
		g.Findings.Append(findings)
		g.reuse(known, projectOwners+api.Name, g.module, lockName)
		return nil
	}
	doc, findings := parse(&in)
	if doc == nil {
		in.Quote(findings)
		g.Findings.Append(findings)
		return nil
	}
	g.choosePackage(api, doc, &in)
	client := cmp.Or(api.GoImport, path.Join(g.module, goFolder, strings.ReplaceAll(in.ProtoPackage, ".", "/")))
	in.GoImport = func(string) string { return client }
	if !g.own(api, findings, in.ProtoPackage, client) {
		g.Findings.Append(findings)
		return nil
	}
	if err := g.takeOver(ctx, &in); err != nil {
		return err
	}
	if in.Protos, err = checkLock(g.file.Root, in.Lock, in.ProtoPackage); err != nil {
		return err
	}
	out, findings, err := generate.Document(doc, findings, in)
	in.Quote(findings)
	all := findings.All()
	g.ignore(api, findings, out != nil)
	g.Findings.Append(findings)
	if err != nil || out == nil {
		return err
	}
	files := len(g.Files)
	err = g.add(made{
		API: api.Name, Owner: projectOwners + api.Name,
		Output: out, Module: g.module, Client: client,
		LockName: lockName, Numbered: in.Lock.Data != nil, Packs: uses,
	}, g.options)
	if err != nil {
		return err
	}
	made := result{Client: client, Summary: g.APIs[len(g.APIs)-1], Findings: all, Files: g.Files[files:]}
	memory.remember(made, in.Folder)
	return nil
}

// ignore hides the findings of rules that are ignored. If the API was generated, it reports rules that are needless.
func (g *generator) ignore(api projectfile.API, findings *finding.List, generated bool) {
	g.file.Ignored.Remove(findings)
	if api.Ignored.Remove(findings); generated {
		api.Ignored.ReportNeedless(findings, finding.IgnoreNeedless)
	}
}

// isFree reports whether no API generated so far has a proto package or an import path.
func (g *generator) isFree(name string) bool { return g.owners[name] == "" }

// path returns the path of a file of the project.
func (g *generator) path(name string) string {
	return filepath.Join(g.file.Root, filepath.FromSlash(name))
}

// readDocument reads the document of an API and returns its file, or "" if it reported why there is none.
func (g *generator) readDocument(ctx context.Context, api projectfile.API, in *generate.Input) (string, error) {
	d := api.Document
	file, err := g.locate(ctx, api)
	if err != nil {
		return "", err
	}
	newest := g.options.Newest.document(api)
	if in.Document.Data = newest; newest == nil {
		in.Document.Data, err = read.File(ctx, file)
	}
	switch {
	case newest != nil:
	case d.URL != "" && errors.Is(err, fs.ErrNotExist):
		g.Findings.Add(finding.DocumentFetch, d.At, "the document of %s has not been downloaded", api.Name)
		return "", nil
	case err != nil:
		return "", err
	case d.URL != "" && d.SHA256 == "":
		g.Findings.Add(finding.DocumentFetch, d.At, "the sha256 of the document of %s is missing", api.Name)
		return "", nil
	case d.URL != "" && d.SHA256 != projectfile.Hash(in.Document.Data):
		g.Findings.Add(finding.DocumentFetch, d.At, "the SHA-256 of %s is %s, not %s", file, projectfile.Hash(in.Document.Data), d.SHA256)
		return "", nil
	}
	in.Document.Name = file
	if d.Module != "" {
		// A path in the module cache would differ from machine to machine.
		in.Document.Name = path.Join(d.Module, d.Path)
	}
	return file, nil
}

// locate returns the path of the document of an API.
func (g *generator) locate(ctx context.Context, api projectfile.API) (string, error) {
	if folder := g.options.Newest.folder(api); folder != "" {
		return filepath.Join(folder, filepath.FromSlash(api.Document.Path)), nil
	}
	return g.file.Locate(ctx, api)
}

// openFolder opens the folder to which a document may refer. A document that was downloaded for the first time has no
// folder yet.
func (g *generator) openFolder(api projectfile.API, folder, documentFile, name string) (*read.Folder, error) {
	opened, err := read.OpenFolder(folder, documentFile, name)
	if errors.Is(err, fs.ErrNotExist) && g.options.Newest.document(api) != nil {
		return nil, nil
	}
	return opened, err
}

// readOverlay reads the overlay of an API, which must exist if the project names it.
func (g *generator) readOverlay(ctx context.Context, api projectfile.API) (generate.File, error) {
	overlay, err := optionalFile(ctx, "overlay", g.path(api.Overlay))
	if err == nil && overlay.Data == nil && api.HasOverlay {
		return overlay, fmt.Errorf("the overlay %s does not exist: create it, or remove the key overlay from %s", overlay.Name, projectfile.Name)
	}
	return overlay, err
}

// choosePackage sets the proto package of an API. If the project does not name it, it follows from the document in the first
// run, and from the lock in later runs.
func (g *generator) choosePackage(api projectfile.API, doc *document.API, in *generate.Input) {
	if in.ProtoPackage = api.ProtoPackage; in.ProtoPackage != "" {
		return
	}
	d := generate.Identify(doc)
	in.API = numbers.API{Package: generate.Packages(doc)[0], Title: doc.Title, Version: doc.Version, Host: d.Host, Path: d.Path}
	if in.Lock.Data != nil {
		// Errors of the lock are reported when it is used.
		if lock, _ := numbers.Read(in.Lock.Name, in.Lock.Data); lock != nil && lock.API.Package != "" {
			in.API.Package = lock.API.Package
		}
	}
	in.ProtoPackage = in.API.Package
}

// own reports a proto package and an import path that follow from the document, if another API also has one of them.
func (g *generator) own(api projectfile.API, findings *finding.List, names ...string) bool {
	for _, name := range names {
		if other, found := g.owners[name]; found {
			findings.Add(finding.ProjectSyntax, api.At, "%s is also that of %q: set the keys proto and go of %q", name, other, api.Name)
			return false
		}
	}
	for _, name := range names {
		g.owners[name] = api.Name
	}
	return true
}

// takeOver lets a project without a lock of an API take over the files and the lock of protolect convert.
func (g *generator) takeOver(ctx context.Context, in *generate.Input) error {
	if in.Lock.Data != nil {
		return nil
	}
	name, owner := lockOf(in.ProtoPackage), in.ProtoPackage
	lock, err := optionalFile(ctx, "lock", g.path(name))
	if err != nil || lock.Data == nil {
		return err
	}
	in.Lock = lock
	owns := g.Scope.Owns
	g.Scope.Owns = func(other string) bool { return other == owner || owns(other) }
	g.Scope.Obsolete = append(g.Scope.Obsolete, name)
	return nil
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
	Packs    []packs.Use
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
	if m.Numbered {
		client, _ := strings.CutPrefix(m.Client, m.Module+"/")
		messages, _ := strings.CutPrefix(m.Output.Model.Package.GoImport, m.Module+"/")
		run.addPlaces(m.API, m.Output.Model, client, messages)
	}
	descriptors := m.Output.Descriptors
	*m.Output = generate.Output{} // release its memory for the Go files
	if options.Descriptors != nil {
		options.Descriptors(descriptors)
		return nil
	}
	files, err := generate.Go(descriptors)
	if err != nil {
		return err
	}
	if err := run.addGo(files, m.Module, m.Owner); err != nil {
		return err
	}
	if err := run.prepare(m, descriptors, options.Generator); err != nil {
		return err
	}
	if m.Numbered {
		// The API may no longer have a client, but the files of an earlier one.
		client, _ := strings.CutPrefix(m.Client, m.Module+"/")
		run.mayBeUnlisted(m.Owner, path.Dir(m.LockName), client)
	}
	return nil
}

// reuse adds what an earlier run made for an API.
func (run *Run) reuse(known *result, owner, module, lockName string) {
	run.Files = append(run.Files, known.Files...)
	run.APIs = append(run.APIs, known.Summary)
	client, _ := strings.CutPrefix(known.Client, module+"/")
	run.mayBeUnlisted(owner, path.Dir(lockName), client)
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

// annotationsFile is the import path of the options that generated .proto files import.
var annotationsFile = apipb.File_protolect_api_v1_annotations_proto.Path()

// addAnnotations adds the options that the .proto files import.
func (run *Run) addAnnotations() {
	owner := string(apipb.File_protolect_api_v1_annotations_proto.Package())
	run.Files = append(run.Files, output.File{
		Name:  path.Join(protoFolder, annotationsFile),
		Owner: owner,
		Data:  append([]byte("// Code generated by protolect: a copy of its options. DO NOT EDIT.\n\n"), protofiles.Annotations...),
	})
	run.mayBeUnlisted(owner)
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
	if err := run.addGo(files, module, projectfile.Name); err != nil {
		return err
	}
	run.mayBeUnlisted(projectfile.Name)
	return nil
}

// checkLock returns the .proto files that were generated with a lock. It returns an error if there are some, but no
// lock file, because every field would get a new number.
func checkLock(root string, lock generate.File, protoPackage string) ([]*descriptorpb.FileDescriptorProto, error) {
	folder := path.Join(protoFolder, strings.ReplaceAll(protoPackage, ".", "/"))
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*.proto"))
	if err != nil || len(files) == 0 {
		return nil, err
	}
	if lock.Data == nil {
		return nil, fmt.Errorf("%s is missing, but %s was generated with it: restore it from version control; "+
			"without it, every field gets another number (to start over, also remove the .proto files)", lock.Name, files[0])
	}
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = path.Join(folder, filepath.Base(file))
	}
	return parseProtos(os.DirFS(root), names)
}

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

// parseProtos parses .proto files, and those of the folder that they import. It omits files that cannot be parsed,
// for example after a merge conflict: a run writes them again, or reports that they were edited.
func parseProtos(root fs.FS, names []string) ([]*descriptorpb.FileDescriptorProto, error) {
	var parsed []*descriptorpb.FileDescriptorProto
	known := make(map[string]bool)
	for len(names) > 0 {
		name := names[0]
		names = names[1:]
		if known[name] {
			continue
		}
		known[name] = true
		text, err := fs.ReadFile(root, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		file, err := protofile.Parse(name, text)
		if err != nil {
			continue
		}
		parsed = append(parsed, file)
		for _, imported := range file.GetDependency() {
			names = append(names, path.Join(protoFolder, imported))
		}
	}
	return parsed, nil
}

// optionalFile reads a file, whose kind errors name. Its data is nil if it does not exist.
func optionalFile(ctx context.Context, kind, name string) (generate.File, error) {
	data, err := read.File(ctx, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return generate.File{}, fmt.Errorf("the %s cannot be read: %w", kind, err)
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
