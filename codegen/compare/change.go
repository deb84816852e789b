// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import "github.com/protolect/protolect/codegen/finding"

// Kind is the kind of a change.
type Kind string

// The kinds of changes.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
)

// Element is the kind of the element that changed.
type Element string

// The elements of a document.
const (
	API       Element = "API"
	Scope     Element = "scope"
	Method    Element = "method"
	Parameter Element = "parameter"
	Schema    Element = "schema"
	Property  Element = "property"
	EnumValue Element = "enum value"
)

// Aspect is the part of an element that changed.
type Aspect string

// The aspects of elements.
const (
	APIVersion    Aspect = "API version"
	Body          Aspect = "body"
	DataWrapper   Aspect = "data wrapper"
	Deprecation   Aspect = "deprecation"
	Description   Aspect = "description"
	Documentation Aspect = "documentation"
	Errors        Aspect = "errors"
	Host          Aspect = "host"
	HTTPMethod    Aspect = "HTTP method"
	Limits        Aspect = "limits"
	Location      Aspect = "location"
	Media         Aspect = "media"
	Path          Aspect = "path"
	ReadOnly      Aspect = "read-only"
	Request       Aspect = "request"
	Required      Aspect = "required"
	Resource      Aspect = "resource"
	Response      Aspect = "response"
	RPC           Aspect = "RPC"
	Scopes        Aspect = "scopes"
	Security      Aspect = "security"
	Title         Aspect = "title"
	Type          Aspect = "type"
)

// Change is one difference between two documents.
type Change struct {
	Kind    Kind    `json:"kind"`
	Element Element `json:"element"`
	Aspect  Aspect  `json:"aspect,omitempty"` // only if Kind is Changed
	// Name is the name in the document: the ID of a method or the name of a schema, followed by
	// the names of nested elements, as in "Space.type.ROOM".
	Name string `json:"name"`
	// Old and New are the positions of the element. Old is nil if it was added, New if it was
	// removed.
	Old     *finding.Position `json:"old,omitempty"`
	New     *finding.Position `json:"new,omitempty"`
	Message string            `json:"message"`
	Go      Verdict           `json:"-"`
	Wire    Verdict           `json:"-"`
}

// added records an added element. The format and args are those of finding.Message.
func (c *comparer) added(element Element, name string, at finding.Position, goVerdict, wire Verdict, format string, args ...any) {
	c.Changes = append(c.Changes, Change{
		Kind: Added, Element: element, Name: name, New: &at,
		Message: finding.Message(format, args...), Go: goVerdict, Wire: wire,
	})
}

// removed records a removed element.
func (c *comparer) removed(element Element, name string, at finding.Position, goVerdict, wire Verdict, format string, args ...any) {
	c.Changes = append(c.Changes, Change{
		Kind: Removed, Element: element, Name: name, Old: &at,
		Message: finding.Message(format, args...), Go: goVerdict, Wire: wire,
	})
}

// changed records a change of an element.
func (c *comparer) changed(element Element, aspect Aspect, name string, oldAt, newAt finding.Position,
	goVerdict, wire Verdict, format string, args ...any,
) {
	c.Changes = append(c.Changes, Change{
		Kind: Changed, Element: element, Aspect: aspect, Name: name, Old: &oldAt, New: &newAt,
		Message: finding.Message(format, args...), Go: goVerdict, Wire: wire,
	})
}
