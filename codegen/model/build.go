// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

// Build makes the model of a document, with pkg for everything in it. What is
// published keeps its name and its request, whatever the document has besides.
// Nothing has a number yet. The document must be free of errors; the model is
// incomplete where there are findings of that severity.
func Build(doc *document.API, pkg *Package, published *numbers.Lock) (*API, *finding.List) {
	b := &builder{
		size:      newSize(doc.Values),
		api:       &API{Document: doc, Package: pkg, Clashes: Clashes{make(map[string]string), make(map[string]string), make(map[string]map[string]string)}},
		findings:  new(finding.List),
		published: published,
		schemas:   make(map[string]*document.Schema, len(doc.Schemas)),
		aliases:   make(map[string]alias, len(doc.Schemas)),
		types:     make(map[string]Type, len(doc.Schemas)),
		enums:     make(map[string]*Enum),
		users:     make(map[string]int),
		joined:    make(map[*Message]bool),
		integers:  make(map[fieldOf]string),
		sent:      make(map[*Message]bool),
		changed:   make(map[*Message]bool),
		files:     make(map[*document.Schema]bool),

		collections: make(map[string]*Message),
		noted:       make(map[*document.Parameter]bool),
		fields:      make(map[*Message]map[string]*Field),
		names:       make(map[*Message]map[string][]*Field),
		hasLists:    make(map[*document.Schema]bool),

		unions:     make(map[*document.Schema][]*document.Schema),
		gatherings: make(map[*document.Schema]*gathering),
		originals:  make(map[*document.Schema]*document.Schema),
		recursive:  make(map[*document.Schema]bool),
		shared:     make(map[*document.Schema]*Message),
		sharedKeys: make(map[string]bool),

		conventions: doc.Conventions,
	}
	b.nameAPI()
	b.api.TypeRules = b.typeRules()
	b.settleNumbers()
	b.settleNarrowed()
	b.countUsers()
	b.declareSchemas()
	b.findFiles()
	b.findRecursive()
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
	b.dropAdopted()
	b.settleKeys()
	b.settleNames()
	b.findMedia()
	b.sortFields()
	return b.api, b.findings
}

type builder struct {
	conventions document.Conventions // the document's

	size      size
	api       *API
	findings  *finding.List
	published *numbers.Lock
	schemas   map[string]*document.Schema // by name
	aliases   map[string]alias            // by name
	types     map[string]Type             // of the schemas that are messages
	enums     map[string]*Enum            // of the schemas that are enums
	users     map[string]int              // how many operations have the schema as body
	naming    *naming.API
	joined    map[*Message]bool  // the schemas that are requests themselves
	integers  map[fieldOf]string // see decide
	// sent are the messages of bodies that trackBody went through, changed those of
	// partial ones.
	sent, changed map[*Message]bool
	files         map[*document.Schema]bool // what is sent as a file
	outside       bool                      // fields are being made for parameters, not for a body
	// noted are the parameters that were looked at for values without a defined form,
	// which nested and deepLists have.
	noted             map[*document.Parameter]bool
	nested, deepLists []*document.Parameter
	// collections has the messages of schemas that are lists or maps, by name,
	// where no field can be that list or map.
	collections map[string]*Message
	fields      map[*Message]map[string]*Field   // by key
	names       map[*Message]map[string][]*Field // what named returns
	hasLists    map[*document.Schema]bool        // the objects that were looked at for lists

	unions     map[*document.Schema][]*document.Schema // what alternatives returns
	gatherings map[*document.Schema]*gathering         // what gather returns
	// originals has the schemas that others are copies of.
	originals      map[*document.Schema]*document.Schema
	recursive      map[*document.Schema]bool     // the schemas in place that hold themselves
	shared         map[*document.Schema]*Message // the messages of schemas in place, where there is one for all
	sharedKeys     map[string]bool
	unionsDeclared bool
	adopted        bool // something moved from the top level into a message
}

// original returns the schema that another one is a copy of.
func (b *builder) original(s *document.Schema) *document.Schema {
	if original := b.originals[s]; original != nil {
		return original
	}
	return s
}

// field returns the field of that key, or nil.
func (b *builder) field(m *Message, key string) *Field { return b.fields[m][key] }

// property returns the field of a message for a property or a parameter, or nil.
func (b *builder) property(m *Message, name string) *Field { return b.field(m, propertyKey(name)) }

// add gives a message a field.
func (b *builder) add(m *Message, f *Field) {
	if b.fields[m] == nil {
		b.fields[m] = make(map[string]*Field)
	}
	if b.fields[m][f.Key] == nil {
		b.fields[m][f.Key] = f
	}
	m.Fields = append(m.Fields, f)
	delete(b.names, m)
}

// named returns the fields of that name, of which there may be several before
// settleNames.
func (b *builder) named(m *Message, name string) []*Field {
	if b.names[m] == nil {
		b.names[m] = make(map[string][]*Field, len(m.Fields))
		for _, f := range m.Fields {
			b.names[m][f.Name] = append(b.names[m][f.Name], f)
		}
	}
	return b.names[m][name]
}
