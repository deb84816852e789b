// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// shapeBodies reports parts of forms that clients send differently from the document, and
// removes forms without properties.
func (s *shaper) shapeBodies() {
	for _, o := range s.doc.Operations {
		s.noteParts(o)
		if o.Body != nil && document.IsForm(o.BodyType) {
			s.shapeForm(o)
		}
	}
}

func (s *shaper) noteParts(o *document.Operation) {
	for _, part := range o.BodyParts {
		if len(part.Headers) > 0 {
			s.count(finding.NotCarried, "part of a form that has headers: it is sent without them",
				"parts of forms that have headers: they are sent without them", o.ID+"."+part.Property, part.At)
		}
		if part.Reserved {
			s.count(finding.NotCarried,
				"member of a form that may contain reserved characters: they are sent percent-encoded, which has the same meaning",
				"members of forms that may contain reserved characters: they are sent percent-encoded, which has the same meaning",
				o.ID+"."+part.Property, part.At)
		}
	}
}

// shapeForm removes a form whose schema is not an object: the parts of a form are
// properties. It reports a form whose schema has alternatives that are not objects.
func (s *shaper) shapeForm(o *document.Operation) {
	switch some, all := s.areObjects(o.Body); {
	case !some:
		s.findings.Add(finding.NotCarried, o.Body.At,
			"the body of %s is a form (%s) whose schema is not an object: the method is called without a body", o.ID, o.BodyType)
		o.Limitations = append(o.Limitations,
			"Requests are sent without a body, because the schema of the form ("+o.BodyType+") is not an object.")
		o.Body, o.BodyParts = nil, nil
	case !all:
		s.findings.Add(finding.NotCarried, o.Body.At,
			"the body of %s is a form (%s), and some of its alternatives are not objects: a call with one of them returns an error",
			o.ID, o.BodyType)
	}
}

// areObjects reports whether some alternatives of a schema are objects, and whether all are.
func (s *shaper) areObjects(schema *document.Schema) (some, all bool) {
	all = true
	seen := make(map[*document.Schema]bool)
	var visit func(schema *document.Schema)
	visit = func(schema *document.Schema) {
		if seen[schema] {
			return
		}
		seen[schema] = true
		target := s.schemas[schema.Ref]
		switch {
		case schema.Kind == document.Ref && target != nil:
			visit(target)
		case schema.Kind == document.Object, schema.Kind == document.Any:
			some = true
		case schema.Kind == document.Union:
			for _, v := range schema.Variants {
				visit(v)
			}
		default:
			all = false
		}
	}
	visit(schema)
	return some, all
}
