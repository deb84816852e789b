// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"fmt"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// schemaType is what decides on the protobuf type of a place, but for what is
// within it.
type schemaType struct {
	kind   document.Kind
	format document.Format
	ref    string
	enum   bool
	isMap  bool
	free   bool // an object of which nothing is declared
}

func typeOf(s *document.Schema, element Element) schemaType {
	t := schemaType{kind: s.Kind, format: s.Format, ref: s.Ref, enum: len(s.Enum) > 0}
	switch {
	case t.enum, s.Kind == document.String && s.Format == document.Date,
		s.Kind == document.Integer && s.Format == document.Int32,
		s.Kind == document.Number && s.Format == document.Double:
		t.format = document.NoFormat // which is the same in protobuf
	case s.Kind == document.Object && s.Format == document.NoFormat && len(s.Properties) == 0:
		t.isMap = s.Additional != nil
		t.free = s.Additional == nil && element != Schema
	}
	return t
}

var kindNames = map[document.Kind]string{
	document.Any:     "any",
	document.String:  "string",
	document.Integer: "integer",
	document.Number:  "number",
	document.Boolean: "boolean",
	document.Object:  "object",
	document.Union:   "one of several",
}

var formatNames = map[document.Format]string{
	document.Int32:     "int32",
	document.UInt32:    "uint32",
	document.Int64:     "int64",
	document.UInt64:    "uint64",
	document.Float:     "float",
	document.Double:    "double",
	document.Base64URL: "byte",
	document.Base64:    "base64",
	document.Binary:    "binary",
	document.Date:      "date",
	document.Timestamp: "timestamp",
	document.Duration:  "duration",
	document.FieldMask: "field mask",
	document.TypedAny:  "with @type",
	document.Struct:    "with any properties",
}

// typeWords describes the type of a schema.
func typeWords(s *document.Schema) string { return wordsWithin(s, maxWords) }

// maxWords is how many lists and maps within each other are named: they may hold
// themselves.
const maxWords = 10

func wordsWithin(s *document.Schema, most int) string {
	switch {
	case most == 0:
		return "more"
	case s.Kind == document.Ref:
		return s.Ref
	case s.Kind == document.Array && s.Items != nil:
		return "list of " + wordsWithin(s.Items, most-1)
	case len(s.Enum) > 0:
		return "enum of " + count(len(s.Enum), "value")
	case s.Kind == document.Object && len(s.Properties) > 0:
		return "object of " + count(len(s.Properties), "property")
	case s.Kind == document.Object && s.Additional != nil:
		return "map of " + wordsWithin(s.Additional, most-1)
	case s.Format != document.NoFormat:
		return fmt.Sprintf("%s (%s)", kindNames[s.Kind], formatNames[s.Format])
	}
	return kindNames[s.Kind]
}

func limitWords(limits []document.Limit) string {
	if len(limits) == 0 {
		return "none"
	}
	var words []string
	for _, l := range limits {
		words = append(words, fmt.Sprintf("%s %q", l.Name, l.Value))
	}
	return strings.Join(words, ", ")
}
