// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package generate runs the stages for one API: from its document, overlay and lock to .proto files, Go
// files and the next lock. It does not access files.
package generate

import (
	"cmp"
	"path"
	"path/filepath"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/check"
	"github.com/protolect/protolect/codegen/describe"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/overlay"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/codegen/prove"
	"github.com/protolect/protolect/codegen/read"
	"github.com/protolect/protolect/codegen/shape"
)

// Input is the input for one API.
type Input struct {
	Document File
	Overlay  File // optional
	Lock     File // optional
	// Protos are the .proto files that were generated with the lock, parsed without their imports; optional.
	Protos []*descriptorpb.FileDescriptorProto
	// ProtoPackage is the proto package. If it is empty, it follows from the document: "chat.v1".
	ProtoPackage string
	// API identifies the document in the lock. The zero value keeps what the lock has.
	API numbers.API
	// GoImport returns the import path of the client for a proto package.
	GoImport func(protoPackage string) string
	// Published returns the .proto file with an import path that the previous run wrote, or nil. If
	// Published is not nil, elements that the document removed stay for one revision, as deprecated.
	Published func(path string) []byte
	// Folder has the files to which the document refers. It may be nil.
	Folder *read.Folder
	// Generator is the released version of this program, which the lock records, or empty.
	Generator string
	// NoProof skips the proof, which takes a part of the time.
	NoProof bool
	// Stage is called when Modeling or Proving begins. It may be nil.
	Stage func(name string)
}

// The stages that Input.Stage is called with.
const (
	Modeling = "modeling"
	Proving  = "proving"
)

func (in *Input) begin(stage string) {
	if in.Stage != nil {
		in.Stage(stage)
	}
}

// File is a file in memory. The name of an input is for positions.
type File struct {
	Name string
	Data []byte
}

// Output is the output for one API.
type Output struct {
	Document *document.API
	// Operations is the number of operations in the document, also of those that are not in the output.
	Operations int
	Model      *model.API
	// Descriptors are those of the .proto files, each after its imports.
	Descriptors []protoreflect.FileDescriptor
	Proof       *prove.Proof // nil if it was skipped
	Proto       []File       // named by import path
	// Go files are named by import path and file. Document does not set them, see Go.
	Go   []File
	Lock []byte
}

// API runs all stages. The output is nil if the findings have errors or err is not nil. An err is not
// caused by the input.
func API(in Input) (*Output, *finding.List, error) {
	doc, findings := read.DocumentIn(in.Folder, in.Document.Name, in.Document.Data)
	out, findings, err := Document(doc, findings, in)
	if out == nil {
		return nil, findings, err
	}
	if out.Go, err = Go(out.Descriptors); err != nil {
		return nil, findings, err
	}
	return out, findings, nil
}

// Quote sets the excerpts of the findings of a run, and releases the text of the document.
func (in *Input) Quote(findings *finding.List) {
	for _, f := range []File{in.Document, in.Overlay, in.Lock} {
		findings.Quote(f.Name, f.Data)
	}
	in.Document.Data = nil
	for name, data := range in.Folder.Files() {
		findings.Quote(name, data)
	}
}

// Document runs the stages up to the .proto files for a document that was read, with its findings. It
// modifies the document (shape.Document).
func Document(doc *document.API, findings *finding.List, in Input) (*Output, *finding.List, error) {
	if findings.HasErrors() {
		return nil, findings, nil
	}
	in.begin(Modeling)
	operations := len(doc.Operations)
	facts, overlayFindings := overlay.Read(in.Overlay.Name, in.Overlay.Data)
	findings.Append(overlayFindings)
	published := new(numbers.Lock)
	if in.Lock.Data != nil {
		lock, lockFindings := numbers.Read(in.Lock.Name, in.Lock.Data)
		findings.Append(lockFindings)
		if lock != nil { // after errors in the lock, the other stages still find theirs
			published = lock
			followOperations(doc, lock)
			findings.Append(checkCommitted(&model.API{Document: doc, Package: newPackage(in, doc)}, lock, in.Lock, in.Protos))
		}
	}
	findings.Append(shape.Document(doc))
	if published.IsOlder(in.Generator) {
		findings.Add(finding.GeneratorOlder, finding.Position{File: in.Lock.Name},
			"version %s of protolect wrote the lock, and this is version %s",
			published.Generator, in.Generator)
	}
	findings.Append(checkOverlay(doc, in.Overlay, published))
	api, modelFindings := model.Build(doc, newPackage(in, doc), published)
	findings.Append(modelFindings)
	if modelFindings.HasErrors() {
		return nil, facts.Ignore(findings), nil // the model is incomplete
	}
	methods, built := api.Methods(), namesIn(api)
	api.Renamed = renamedMethods(published, numbers.Declared{Methods: methods})
	findings.Append(facts.Apply(api))
	if findings.HasErrors() {
		return nil, facts.Ignore(findings), nil
	}
	findings.Append(api.SettleAdditions(methods))
	findings.RemoveFunc(api.IsMoot())
	findings.Append(api.Unsettled())
	findings.Append(api.Constrain())
	findings.Append(api.CheckTimes())

	elements := declared(api, methods)
	statePaths(api, published)
	findings.Append(followMethods(api, published, elements, built))
	followOverlay(api, published, methods, built)
	followNames(api, published)
	findings.Append(retypeFields(api, published))
	findings.Append(checkPublished(doc, published, elements, removalRule(in)))
	lock, numberFindings := numbers.Reconcile(published, elements)
	lock.API = cmp.Or(in.API, published.API)
	lock.Generator = in.Generator
	if !facts.IsEmpty() {
		lock.Overlay = path.Base(filepath.ToSlash(in.Overlay.Name))
	}
	findings.Append(numberFindings)
	if findings.HasErrors() {
		return nil, facts.Ignore(findings), nil
	}
	findings.Append(assign(api, published, lock))
	recordTypes(api, lock)
	findings.Append(checkNumbers(api, published))
	findings.Append(checkRemoved(api, published, lock, built, removalRule(in)))
	findings.Append(check.API(api))
	if findings.HasErrors() {
		return nil, facts.Ignore(findings), nil
	}

	api.Describe()
	out := &Output{Document: doc, Operations: operations, Model: api}
	var err error
	if out.Descriptors, err = describe.Files(api); err != nil {
		return nil, findings, err
	}
	if checkExamples(api, out.Descriptors, lock, findings) {
		if out.Descriptors, err = describe.Files(api); err != nil {
			return nil, findings, err
		}
	}
	if findings.HasErrors() {
		return nil, facts.Ignore(findings), nil
	}
	if !in.NoProof {
		in.begin(Proving)
		out.Proof = prove.API(api, out.Descriptors, len(in.Overlay.Data) > 0, findings)
	}
	var glideFindings *finding.List
	out.Descriptors, glideFindings = keepRemoved(in, api, published, lock, out.Descriptors)
	findings.Append(glideFindings)
	if facts.Ignore(findings).HasErrors() {
		return nil, findings, nil
	}
	out.Lock = lock.Write()
	for _, descriptor := range out.Descriptors {
		out.Proto = append(out.Proto, File{Name: descriptor.Path(), Data: protofile.Print(descriptor)})
	}
	return out, findings, nil
}

// removalRule returns the rule of findings about elements that the document removed.
func removalRule(in Input) finding.Rule {
	if in.Published != nil {
		return finding.PublishedRemoved
	}
	return finding.PublishedGone
}

func newPackage(in Input, doc *document.API) *model.Package {
	name := in.ProtoPackage
	if name == "" {
		name = Packages(doc)[0]
	}
	client := in.GoImport(name)
	return &model.Package{Name: name, GoImport: client + "/" + naming.GoPackage(client) + "pb"}
}

// Packages returns possible names for the proto package of a document, the best first.
func Packages(doc *document.API) []string {
	if !doc.Conventions.NamedByTitle {
		return []string{naming.Package(doc.Name, doc.Version)}
	}
	return Identify(doc).Packages()
}

// Identify returns the parts of an OpenAPI document from which its proto package is named.
func Identify(doc *document.API) naming.Identity {
	d := naming.Identity{Title: doc.Title, Host: doc.Host, Version: doc.Version}
	for _, o := range doc.Operations {
		d.Paths = append(d.Paths, o.URLPath)
	}
	d.Path = doc.BasePath + naming.CommonVersion(d.Paths)
	return d
}
