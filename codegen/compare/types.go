// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import "github.com/protolect/protolect/codegen/document"

// schemaType contains the properties of a schema that determine its protobuf type, without
// those of nested schemas.
type schemaType struct {
	kind   document.Kind
	format document.Format
	ref    string
	enum   bool
	isMap  bool
	free   bool // an object without declared properties
}

// typeOf returns the type of an element's schema. A named schema is never free: it has a message.
func typeOf(s *document.Schema, element Element) schemaType {
	t := schemaType{kind: s.Kind, format: s.Format, ref: s.Ref, enum: len(s.Enum) > 0}
	switch {
	case t.enum, s.Kind == document.String && s.Format == document.Date,
		s.Kind == document.Integer && s.Format == document.Int32,
		s.Kind == document.Number && s.Format == document.Double:
		t.format = document.NoFormat // the protobuf type is the same as without a format
	case s.Kind == document.Object && s.Format == document.NoFormat && len(s.Properties) == 0:
		t.isMap = s.Additional != nil
		t.free = s.Additional == nil && element != Schema
	}
	return t
}
