// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/sync/semaphore"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/packs"
	"github.com/protolect/protolect/codegen/projectfile"
	"github.com/protolect/protolect/codegen/read"
)

// Target is where the output of documents goes.
type Target struct {
	Folder       string
	ProtoPackage string // for one document; optional
	GoImport     string // of the folder's gen; optional
	Overlay      string // the file of one document's overlay; optional
	Root         string // the folder of all files to which the documents refer; optional
	Packs        []packs.Use
	Options
}

// client returns the import path of the client for a proto package.
func (t Target) client(protoPackage string) string {
	return t.GoImport + "/" + strings.ReplaceAll(protoPackage, ".", "/")
}

// Converted is the result of one document.
type Converted struct {
	Document string
	Run      *Run
	Err      error // the document could not be read or converted
}

// ConvertAll converts documents that are not in a protolect.yaml, as many at once as processors and memory
// allow. It passes the results to use in the order of the documents. An API that was converted to
// the folder before keeps its package and its numbers.
func ConvertAll(ctx context.Context, documents []string, target Target, use func(Converted)) error {
	goImport := target.GoImport
	if goImport == "" {
		var err error
		if goImport, err = importPathOf(filepath.Join(target.Folder, goFolder)); err != nil {
			return err
		}
	}
	if path.Base(goImport) != goFolder {
		return fmt.Errorf("the import path %q must end in /%s, the name of its folder", goImport, goFolder)
	}
	if err := module.CheckImportPath(goImport); err != nil {
		return fmt.Errorf("no package in %s can be imported: %w: choose an output folder with another name, or set the import path with --go",
			filepath.Join(target.Folder, goFolder), err)
	}
	target.GoImport = goImport
	if len(target.Packs) > 0 {
		target.Cache = nil // it does not notice changes of packs
	}
	if p := target.ProtoPackage; p != "" {
		if !projectfile.IsProtoPackage(p) {
			return fmt.Errorf("%q is not a proto package in lower case: pass one such as shop.petstore.v1", p)
		}
		if p == "google.protobuf" || strings.HasPrefix(p, "google.protobuf.") {
			return fmt.Errorf("%s is the package of protobuf itself: pass one such as shop.petstore.v1", p)
		}
		if err := module.CheckImportPath(target.client(p)); err != nil {
			return fmt.Errorf("the Go package of %s cannot be imported: %w: pass another proto package", p, err)
		}
	}

	slots := int64(runtime.GOMAXPROCS(0))
	free := semaphore.NewWeighted(slots)
	results := make(chan pending, slots)
	var err error
	chosen := &packages{folder: target.Folder, taken: make(map[string]string)}
	turn := make(chan struct{}) // to choose a package
	close(turn)
	go func() {
		defer close(results)
		for _, name := range documents {
			weight := weigh(name, slots)
			if err = free.Acquire(ctx, weight); err != nil {
				return
			}
			p := pending{make(chan Converted, 1), weight}
			results <- p
			mine, next := turn, make(chan struct{})
			turn = next
			go func() {
				inTurn := func(use func(*packages)) {
					<-mine
					defer close(next)
					use(chosen)
				}
				run, err := convert(ctx, name, target, inTurn)
				p.result <- Converted{name, run, err}
			}()
		}
	}()
	for p := range results {
		use(<-p.result)
		free.Release(p.weight)
	}
	return err
}

// pending is a document that is being converted.
type pending struct {
	result chan Converted
	weight int64
}

// largeDocument is the size, in bytes, from which a document is converted alone: that takes up to 200
// times as much memory.
const largeDocument = 4 << 20

// weigh returns the number of slots that a document takes.
func weigh(document string, slots int64) int64 {
	if info, err := os.Stat(document); err == nil {
		return min(1+(slots-1)*info.Size()/largeDocument, slots)
	}
	return 1
}

// load reads the text of a document, and opens the folder of the files that it may refer to: root, or its own folder if root is
// empty. It returns the path of the document.
func load(ctx context.Context, root, name string, in *generate.Input) (entry string, err error) {
	if entry, err = read.Entry(name); err != nil {
		return "", err
	}
	in.Document.Name = read.DisplayName(entry)
	if in.Document.Data, err = read.File(ctx, entry); err != nil {
		return "", err
	}
	in.Folder, err = read.OpenFolder(root, entry, in.Document.Name)
	return entry, err
}

// parse reads the document of an input. The API is nil if the document has errors.
func parse(in *generate.Input) (*document.API, *finding.List) {
	doc, findings := read.DocumentIn(in.Folder, in.Document.Name, in.Document.Data)
	if findings.HasErrors() {
		doc = nil
	}
	return doc, findings
}

// convert converts one document. It calls inTurn exactly once, to choose the package, also if the document has errors.
func convert(ctx context.Context, name string, target Target, inTurn func(use func(*packages))) (_ *Run, err error) {
	in := generate.Input{GoImport: target.client, Generator: target.Generator, NoProof: target.NoProof, Stage: target.begin,
		Published: publishedIn(target.Folder)}
	target.begin(reading)
	entry, err := load(ctx, target.Root, name, &in)
	if in.Folder != nil {
		defer func() { err = errors.Join(err, in.Folder.Close()) }()
	}
	if err != nil {
		inTurn(func(*packages) {})
		return nil, err
	}
	var overlayErr error
	if target.Overlay != "" {
		in.Overlay.Name = target.Overlay
		in.Overlay.Data, overlayErr = read.File(ctx, target.Overlay)
	}
	memory, known := target.recall(entry, &in)
	var doc *document.API
	var findings *finding.List
	if known == nil {
		doc, findings = parse(&in)
	}
	var chosen choice
	inTurn(func(p *packages) {
		if known != nil && !p.take(known.Summary.Package, name) {
			known = nil
			doc, findings = parse(&in)
		}
		if known == nil {
			chosen, err = p.choose(ctx, name, doc, target.ProtoPackage, findings)
		}
	})
	switch {
	case known != nil:
		owner := known.Summary.Package
		run := newRun(func(name string) bool { return name == owner })
		run.reuse(known, owner, path.Dir(target.GoImport), lockOf(owner))
		run.Findings = finding.NewList(known.Findings)
		run.addAnnotations()
		return run, nil
	case doc == nil:
		in.Quote(findings)
		return &Run{Findings: findings}, nil
	case err != nil:
		return nil, err
	case overlayErr != nil:
		return nil, fmt.Errorf("the overlay cannot be read: %w", overlayErr)
	}
	in.ProtoPackage, in.API = chosen.protoPackage, chosen.api
	lockName := lockOf(in.ProtoPackage)
	if in.Lock, err = optionalFile(ctx, "lock", filepath.Join(target.Folder, filepath.FromSlash(lockName))); err != nil {
		return nil, err
	}
	if in.Protos, err = checkLock(target.Folder, in.Lock, in.ProtoPackage); err != nil {
		return nil, err
	}
	moved := ""
	if chosen.moved != nil {
		moved, in.Lock.Data, in.Protos = chosen.moved.Package, chosen.moved.lock, nil
	}
	// The package owns the files, so that the document can be moved or renamed.
	owner := in.ProtoPackage
	run := newRun(func(name string) bool { return name == owner || name == moved && moved != "" })
	if moved != "" {
		run.Scope.Obsolete = []string{lockOf(moved)}
	}
	out, findings, err := generate.Document(doc, findings, in)
	in.Quote(findings)
	run.Findings = findings
	if err != nil || out == nil {
		return run, err
	}
	err = run.add(made{
		API: in.Document.Name, Owner: owner,
		Output: out, Module: path.Dir(target.GoImport), Client: target.client(in.ProtoPackage),
		LockName: lockName, Numbered: in.Lock.Data != nil && moved == "",
		Packs: target.Packs,
	}, target.Options)
	if err != nil {
		return run, err
	}
	if chosen.isLasting {
		made := result{Client: target.client(in.ProtoPackage), Summary: run.APIs[0], Findings: findings.All(), Files: run.Files}
		memory.remember(made, in.Folder)
	}
	run.addAnnotations()
	ofPacks, err := run.runPacks(ctx)
	if err != nil {
		return run, err
	}
	findings.Append(ofPacks)
	return run, nil
}

// recall returns the memory for a document, and the result of an earlier run if nothing has changed.
func (t Target) recall(entry string, in *generate.Input) (memory, *result) {
	folder := ""
	if entry != read.Stdin {
		var err error
		if folder, err = folderOf(t.Folder, entry); err != nil {
			return memory{}, nil
		}
	}
	absolute, err := filepath.Abs(entry)
	if err != nil {
		return memory{}, nil
	}
	m := newMemory(t.Options, t.Folder, absolute, in, "convert", t.ProtoPackage, t.GoImport, t.Root, folder)
	return m, m.recall(in.Folder)
}

// importPathOf returns the import path of a folder, which follows from the go.mod above it.
func importPathOf(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	root, module, err := moduleOf(filepath.Dir(folder))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s is not in a Go module, so the import path of its packages is unknown: "+
			"run go mod init, or set the import path with --go, for example --go example.com/project/gen", folder)
	}
	if err != nil {
		return "", err
	}
	relative, err := filepath.Rel(root, folder)
	return path.Join(module, filepath.ToSlash(relative)), err
}

// moduleOf returns the root and the name of the Go module that contains a folder, whose name is absolute.
// It returns fs.ErrNotExist if there is none.
func moduleOf(folder string) (root, module string, err error) {
	for root = folder; ; root = filepath.Dir(root) {
		module, err = modulePath(root)
		if !errors.Is(err, fs.ErrNotExist) || root == filepath.Dir(root) {
			return root, module, err
		}
	}
}
