// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"bytes"
	"encoding/json"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// examples reads the examples of a parameter, header or media type.
func (r *reader) examples(node *jsontree.Node) []document.Example {
	var examples []document.Example
	if example := node.Get("example"); example != nil {
		examples = append(examples, document.Example{JSON: example.JSON()})
	}
	if r.swagger {
		return examples
	}
	for _, m := range r.entries(node, "examples") {
		e := r.follow(m.Value, "summary", "description")
		if e == nil {
			continue
		}
		r.checkMembers(e, exampleMembers)
		example := document.Example{Name: m.Name, Description: joined(r.text(e, "summary"), r.text(e, "description"))}
		for _, name := range []string{"value", "dataValue"} {
			if value := e.Get(name); value != nil {
				example.JSON = value.JSON()
				break
			}
		}
		if serialized := e.Get("serializedValue"); serialized != nil && example.JSON == "" {
			var value bytes.Buffer
			if json.Compact(&value, []byte(serialized.Text)) != nil { // a form, a header, XML
				r.reportMembers(e, "serializedValue")
				continue
			}
			example.JSON = value.String()
		}
		if outside := e.Get("externalValue"); outside != nil {
			r.findings.Add(finding.ExampleOutside, outside.Position(), "the example %q is at %q", m.Name, outside.Text)
			continue
		}
		examples = append(examples, example)
	}
	return examples
}

// schemaExamples reads the examples of a schema.
func (r *reader) schemaExamples(node *jsontree.Node) []document.Example {
	var examples []document.Example
	if example := node.Get("example"); example != nil {
		examples = append(examples, document.Example{JSON: example.JSON()})
	}
	if several := r.member(node, "examples", jsontree.Array); several != nil {
		for _, e := range several.Elements {
			examples = append(examples, document.Example{JSON: e.JSON()})
		}
	}
	return examples
}
