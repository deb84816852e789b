// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package shape prepares a document for the model. The readers keep everything that a
// document declares. This package leaves only what proto and the clients can express:
//
//   - It removes unsupported constructs. A finding reports each of them and its effect.
//   - It gives names to schemas that operations define in place, so that they become messages.
//
// The package depends neither on proto nor on the format of the document.
package shape

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// Document modifies a document in place and returns the findings. The document must be free
// of errors. Afterwards:
//
//   - Each operation has a path.
//   - Clients support each security scheme, and each requirement uses only schemes of the
//     document.
//   - The name of each property is a valid json_name of a field.
//   - Only strings, integers and numbers have enums, and only unions have discriminators.
//   - Each form has properties.
//   - Bodies and responses that only a message can hold refer to a schema by name, if the
//     format has the convention NamesInline.
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
	schemas  map[string]*document.Schema // the document's named schemas
	tallies  []*tally                    // in the order in which they are reported
}

// dropUnaddressed removes operations whose path a template cannot express. The reader has
// reported them.
func (s *shaper) dropUnaddressed() {
	var addressed []*document.Operation
	for _, o := range s.doc.Operations {
		if isRoot := o.URLPath == "" || o.URLPath == "/"; isRoot || len(o.Path.Segments) > 0 {
			addressed = append(addressed, o)
		}
	}
	s.doc.Operations = addressed
}

// report adds a finding for each tally, and one if the document has nothing to generate.
func (s *shaper) report() {
	for _, t := range s.tallies {
		t.report(s.findings)
	}
	if len(s.doc.Operations)+len(s.doc.Schemas) == 0 {
		s.findings.Add(finding.NothingGenerated, s.doc.At, "the document has neither operations nor schemas")
	}
}
