// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package shape prepares a document for the model. It stands between the readers, which
// keep everything that a document declares, and the model, which finds a place in proto
// for all that is left:
//
//   - What no client can carry is reported, with what happens instead, and removed.
//   - Schemas that operations have in place get names, so that messages are made of them.
//
// The package knows neither proto nor the format of the document.
package shape

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// Document shapes a document in place. It must be free of errors. Afterwards:
//
//   - Each operation has a path.
//   - Each security scheme is one that clients support, and each requirement can be met
//     with the schemes of the document.
//   - The members of each object have names that JSON names of fields can be.
//   - Only strings, integers and numbers have enums, and only unions have discriminators.
//   - The body of each form has members.
//   - Bodies and responses that only a message can hold refer to a schema by name, if that
//     is a convention of the format.
func Document(doc *document.API) *finding.List {
	s := &shaper{doc: doc, findings: new(finding.List), schemas: make(map[string]*document.Schema, len(doc.Schemas))}
	for _, schema := range doc.Schemas {
		s.schemas[schema.Name] = schema
	}
	s.dropUnaddressed()
	s.dropSecuritySchemes()
	s.noteServers()
	s.noteParameters()
	s.shapeBodies()
	s.shapeResponses()
	s.shapeSchemas()
	s.noteExamples()
	s.nameInline()
	s.report()
	return s.findings
}

type shaper struct {
	doc      *document.API
	findings *finding.List
	schemas  map[string]*document.Schema // those that the document names, by name
	tallies  []*tally                    // what report reports
}

// dropUnaddressed removes the operations whose path no template can express, which the
// reader has reported.
func (s *shaper) dropUnaddressed() {
	var kept []*document.Operation
	for _, o := range s.doc.Operations {
		if isRoot := o.URLPath == "" || o.URLPath == "/"; isRoot || len(o.Path.Segments) > 0 {
			kept = append(kept, o)
		}
	}
	s.doc.Operations = kept
}

// report reports what was counted, and a document of which nothing is left.
func (s *shaper) report() {
	for _, t := range s.tallies {
		t.report(s.findings)
	}
	if len(s.doc.Operations)+len(s.doc.Schemas) == 0 {
		s.findings.Add(finding.NothingGenerated, s.doc.At, "the document has neither operations nor schemas")
	}
}
