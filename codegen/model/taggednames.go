// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// nameAPI brings together what the names of all methods depend on.
func (b *builder) nameAPI() {
	var operations []naming.Operation
	for _, o := range b.api.Document.Operations {
		operations = append(operations, naming.Operation{ID: o.Name, Method: o.HTTPMethod, Path: o.URLPath})
	}
	b.naming = naming.NewAPI(b.api.Document.Name, operations)
}

// taggedName names the RPC of an operation that is known by its method and path.
func (b *builder) taggedName(m *Method) (string, Evidence) {
	name, source := b.naming.Method(b.operationToName(m.Operations[0]))
	return name, map[naming.Source]Evidence{
		naming.FromID: ByMethodName, naming.FromBody: ByRequestType, naming.FromPath: ByPath,
	}[source]
}

func (b *builder) operationToName(o *document.Operation) naming.Operation {
	n := naming.Operation{ID: o.Name, Method: o.HTTPMethod, Path: o.URLPath}
	if len(o.Tags) > 0 {
		n.Tag = o.Tags[0]
	}
	if o.Body != nil {
		n.Body = o.Body.Ref
	}
	if o.Response == nil {
		return n
	}
	switch s := b.target(o.Response); {
	case s.Kind == document.Array:
		n.Returns = naming.ReturnsList
	case s.Kind == document.Object && len(s.Properties) > 0 && !b.hasListProperty(s):
		n.Returns = naming.ReturnsOne
	}
	return n
}

// hasListProperty tells whether one of the properties of an object is a list.
func (b *builder) hasListProperty(s *document.Schema) bool {
	has, known := b.hasLists[s]
	if !known {
		has = slices.ContainsFunc(s.Properties, func(p *document.Property) bool {
			return b.resolve(p.Schema).Kind == document.Array
		})
		b.hasLists[s] = has
	}
	return has
}
