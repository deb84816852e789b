// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"fmt"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

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

// typeWords describes the type of a schema in a message.
func typeWords(s *document.Schema) string { return wordsWithin(s, maxWords) }

// maxWords is the maximum number of nested lists and maps in a description. Lists and maps may
// contain themselves.
const maxWords = 10

func wordsWithin(s *document.Schema, limit int) string {
	switch {
	case limit == 0:
		return "more"
	case s.Kind == document.Ref:
		return s.Ref
	case s.Kind == document.Array && s.Items != nil:
		return "list of " + wordsWithin(s.Items, limit-1)
	case len(s.Enum) > 0:
		return "enum of " + count(len(s.Enum), "value")
	case s.Kind == document.Object && len(s.Properties) > 0:
		return "object of " + count(len(s.Properties), "property")
	case s.Kind == document.Object && s.Additional != nil:
		return "map of " + wordsWithin(s.Additional, limit-1)
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

// count returns a number followed by its noun in singular or plural.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if noun == "property" {
		noun = "propertie"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
