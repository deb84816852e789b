// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

// Build returns the model of a document, with all elements in pkg, and the findings. Elements
// in the lock keep their published names and requests. Numbers are not assigned yet. The
// document must be free of errors. If a finding is an error, the model is incomplete.
func Build(doc *document.API, pkg *Package, published *numbers.Lock) (*API, *finding.List) {
	b := &builder{
		size: newSize(doc.Values),
		api: &API{Document: doc, Package: pkg, Clashes: Clashes{
			Messages: make(map[string]string), Enums: make(map[string]string), Fields: make(map[string]map[string]string),
		}},
		findings:  new(finding.List),
		published: published,
		schemas:   make(map[string]*document.Schema, len(doc.Schemas)),
		aliases:   make(map[string]alias, len(doc.Schemas)),
		types:     make(map[string]Type, len(doc.Schemas)),
		enums:     make(map[string]*Enum),
		users:     make(map[string]int),
		joined:    make(map[*Message]bool),
		integers:  make(map[fieldKey]string),
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
	b.api.published = published
	b.moveEntries()
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
	b.markAges()
	return b.api, b.findings
}

type builder struct {
	conventions document.Conventions

	size      size
	api       *API
	findings  *finding.List
	published *numbers.Lock
	schemas   map[string]*document.Schema // by name
	aliases   map[string]alias            // by name
	types     map[string]Type             // by name of the schema, for schemas that are messages
	enums     map[string]*Enum            // by name of the schema, for schemas that are enums
	// users counts, by name of a schema, the operations whose body it is, and the references to it
	// from other schemas unless EmbedsRequests.
	users    map[string]int
	naming   *naming.API
	joined   map[*Message]bool   // the messages of bodies that are also requests: parameters become fields of them
	integers map[fieldKey]string // the integer types of fields, for the lock
	// sent contains the messages in bodies that trackBody has visited, and changed those that it
	// has visited in partial bodies, which need more fields.
	sent, changed map[*Message]bool
	files         map[*document.Schema]bool // the members of forms that are files: their type is bytes
	inParameter   bool                      // the current field is for a parameter, not for a body
	// noted contains the parameters that noteForm has visited, because operations share them. nested
	// and deepLists are those whose values OpenAPI does not define a serialization for.
	noted             map[*document.Parameter]bool
	nested, deepLists []*document.Parameter
	// collections contains the messages for named lists and maps, by name, in places where a
	// field cannot be a list or map.
	collections map[string]*Message
	fields      map[*Message]map[string]*Field   // by key
	names       map[*Message]map[string][]*Field // the fields by name; named fills it, add clears it
	hasLists    map[*document.Schema]bool        // cache of hasListProperty

	unions     map[*document.Schema][]*document.Schema // cache of alternatives
	gatherings map[*document.Schema]*gathering         // cache of gather
	// originals maps copies of schemas to the originals.
	originals      map[*document.Schema]*document.Schema
	recursive      map[*document.Schema]bool     // unnamed schemas that contain themselves
	shared         map[*document.Schema]*Message // top-level messages for unnamed schemas
	sharedKeys     map[string]bool               // the keys of the messages in shared
	unionsDeclared bool                          // the alternatives of unions are final, so unions caches them
	adopted        bool                          // a type moved from the top level into a message
}

// original returns the schema of which s is a copy, or s itself.
func (b *builder) original(s *document.Schema) *document.Schema {
	if original := b.originals[s]; original != nil {
		return original
	}
	return s
}

// field returns the field of a message with the key, or nil.
func (b *builder) field(m *Message, key string) *Field { return b.fields[m][key] }

// property returns the field of a message for the property or parameter, or nil.
func (b *builder) property(m *Message, name string) *Field { return b.field(m, propertyKey(name)) }

// add adds a field to a message.
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

// named returns the fields of a message with the name. There can be several before settleNames
// has run.
func (b *builder) named(m *Message, name string) []*Field {
	if b.names[m] == nil {
		b.names[m] = make(map[string][]*Field, len(m.Fields))
		for _, f := range m.Fields {
			b.names[m][f.Name] = append(b.names[m][f.Name], f)
		}
	}
	return b.names[m][name]
}
