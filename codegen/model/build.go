// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

// Build makes the model of a document, with pkg for everything in it. What is
// published keeps its name and its request, whatever the document has besides.
// Nothing has a number yet. The document must be free of errors.
func Build(doc *document.API, pkg *Package, published *numbers.Lock) (*API, *finding.List) {
	b := &builder{
		api:       &API{Document: doc, Package: pkg, Clashes: make(map[string]string), FieldClashes: make(map[string]map[string]string)},
		findings:  new(finding.List),
		published: published,
		schemas:   make(map[string]*document.Schema, len(doc.Schemas)),
		types:     make(map[string]Type, len(doc.Schemas)),
		enums:     make(map[string]*Enum),
		users:     make(map[string]int),
		common:    -1,
		joined:    make(map[*Message]bool),
		changes:   make(map[string]bool),
		files:     make(map[*document.Schema]bool),

		collections: make(map[string]*Message),
		noted:       make(map[*document.Parameter]bool),
	}
	b.countUsers()
	b.declareSchemas()
	b.findFiles()
	b.fillMessages()
	b.makeServices()
	b.noteSchemasInPlace()
	b.nameMethods()
	b.mergeBindings()
	b.settleClashes()
	b.nameInline()
	b.makeRequests()
	b.reportForms()
	b.findPaging()
	b.settleNames()
	b.findMedia()
	b.sortFields()
	return b.api, b.findings
}

type builder struct {
	api       *API
	findings  *finding.List
	published *numbers.Lock
	schemas   map[string]*document.Schema // by name
	types     map[string]Type             // of the schemas that are messages
	enums     map[string]*Enum            // of the schemas that are enums
	users     map[string]int              // how many operations have the schema as body
	common    int                         // what commonSegments returns, -1 until it is known
	joined    map[*Message]bool           // the schemas that are requests themselves
	changes   map[string]bool             // the schemas that a PATCH has as body
	files     map[*document.Schema]bool   // what is sent as a file
	outside   bool                        // fields are being made for parameters, not for a body
	// noted are the parameters that were looked at for values without a defined form,
	// which nested and deepLists have.
	noted             map[*document.Parameter]bool
	nested, deepLists []*document.Parameter
	// collections has the messages of schemas that are lists or maps, by name,
	// where no field can be that list or map.
	collections map[string]*Message
}

// resolve returns the schema that a reference stands for, if it names one that
// is neither a message nor a well-known type, and otherwise s itself.
func (b *builder) resolve(s *document.Schema) *document.Schema {
	for range len(b.schemas) + 1 {
		if s.Kind != document.Ref || b.types[s.Ref] != nil {
			return s
		}
		s = b.schemas[s.Ref]
	}
	return &document.Schema{At: s.At} // an alias of itself
}
