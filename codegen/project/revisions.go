// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"context"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/published"
)

// Revision is a document that was read.
type Revision struct {
	Name     string
	Document *document.API
}

// CompareRevisions returns how the generated files change from one revision of a document to another one. It
// generates the first as if nothing had been published, and the second with the lock of the first. It modifies the
// documents. The changes are nil if the findings have errors.
func CompareRevisions(ctx context.Context, before, after Revision) ([]Change, *finding.List, error) {
	old, findings, err := before.render(generate.Packages(before.Document)[0], nil)
	if err != nil || findings.HasErrors() {
		return nil, findings, err
	}
	now, findings, err := after.render(old.protoPackage, old.lock)
	if err != nil || findings.HasErrors() {
		return nil, findings, err
	}
	changes, err := published.Compare(ctx, old.files, now.files)
	if err != nil {
		return nil, findings, err
	}
	return now.run.Locate(changes, old.run), findings, nil
}

// rendering is the output for a revision.
type rendering struct {
	protoPackage string
	lock         []byte
	files        published.Files
	run          *Run // for its places
}

func (r Revision) render(protoPackage string, lock []byte) (*rendering, *finding.List, error) {
	const module = "example.com"
	client := module + "/" + goFolder + "/" + strings.ReplaceAll(protoPackage, ".", "/")
	out, findings, err := generate.Document(r.Document, new(finding.List), generate.Input{
		Document:     generate.File{Name: r.Name},
		Lock:         generate.File{Name: lockFile, Data: lock},
		ProtoPackage: protoPackage,
		GoImport:     func(string) string { return client },
		NoProof:      true,
	})
	if err != nil || out == nil {
		return nil, findings, err
	}
	result := &rendering{protoPackage: protoPackage, lock: out.Lock, files: make(published.Files), run: newRun(nil)}
	for _, f := range out.Proto {
		result.files[protoFolder+"/"+f.Name] = f.Data
	}
	messages, _ := strings.CutPrefix(out.Model.Package.GoImport, module+"/")
	result.run.addPlaces("", out.Model, strings.TrimPrefix(client, module+"/"), messages)
	files, err := generate.Go(out.Descriptors)
	if err != nil {
		return nil, findings, err
	}
	for _, f := range files {
		name, _ := strings.CutPrefix(f.Name, module+"/")
		result.files[name] = f.Data
	}
	return result, findings, nil
}
