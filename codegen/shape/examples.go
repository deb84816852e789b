// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// noteExamples reports examples that comments omit.
func (s *shaper) noteExamples() {
	note := func(examples []document.Example, name string, at finding.Position) {
		if len(examples) > 0 && document.JoinExamples(examples) == "" {
			s.count(finding.ExampleLong, "example", "examples", name, at)
		}
	}
	for schema := range s.doc.EachSchema {
		note(schema.Examples, schemaName(schema), schema.At)
	}
	for _, o := range s.doc.Operations {
		for _, p := range slices.Concat(o.Parameters, o.Headers) {
			note(p.Examples, o.ID+"."+p.Name, p.At)
		}
	}
}
