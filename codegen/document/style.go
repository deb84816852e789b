// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import "github.com/protolect/protolect/codegen/finding"

// Style is how a list or an object is serialized in a parameter or in a part of a form
// (RFC 6570 and the styles of OpenAPI).
type Style int

// The styles.
const (
	DefaultStyle   Style = iota
	CommaSeparated       // "a,b"
	SpaceSeparated       // "a b"
	PipeSeparated        // "a|b"
	TabSeparated         // "a\tb"
	LabelStyle           // ".a.b"
	MatrixStyle          // ";name=a;name=b"
	DeepObject           // "name[property]=a"
	FormStyle            // "property=a&other=b", for an object
)

// Part is how a property of a form is sent. It contains only the settings that the version
// of the format applies to the form's media type.
type Part struct {
	At          finding.Position
	Property    string
	ContentType string // one or several media types, separated by commas; empty for the default
	Style       Style
	Explode     bool // each element or property is written separately
	Reserved    bool // reserved characters of URLs are not percent-encoded
	Headers     []*Parameter
}
