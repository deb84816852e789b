// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// reference reads the member $ref. checkReferences checks its target.
func (r *reader) reference(node *jsontree.Node) *document.Schema {
	s := &document.Schema{At: node.Position(), Kind: document.Ref, Ref: r.required(node, "$ref")}
	if s.Ref != "" {
		r.refs = append(r.refs, s)
	}
	return s
}

// checkReferences reports references to missing schemas, and cycles of schemas that consist only
// of a reference.
func (r *reader) checkReferences(api *document.API) {
	named := make(map[string]*document.Schema, len(api.Schemas))
	for _, s := range api.Schemas {
		named[s.Name] = s
	}
	for _, s := range r.refs {
		if named[s.Ref] == nil {
			r.findings.Add(finding.ReferenceUnresolved, s.At, "$ref refers to the schema %q, which does not exist", s.Ref)
		}
	}
	from := make(map[*document.Schema]*document.Schema) // the first schema from which it is reachable
	for _, start := range api.Schemas {
		s := start
		for s != nil && s.Kind == document.Ref && from[s] == nil {
			from[s] = start
			s = named[s.Ref]
		}
		if s == nil || from[s] != start {
			continue
		}
		for again := s; again != nil; {
			r.findings.Add(finding.ReferenceCycle, again.At, "the schema %q refers to itself", again.Name)
			if again = named[again.Ref]; again == s {
				again = nil
			}
		}
	}
}
