// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

// Message is a proto message.
type Message struct {
	// Key identifies the message in the lock: the name of a schema, the names of a schema and its
	// property ("Space.spaceDetails"), or the id of the method for which the message was created.
	Key string
	// Schema is the name of the message's schema; empty if the document does not name it.
	Schema string
	// Replaced contains the names of other schemas that the message replaces.
	Replaced    []string
	Name        string
	Package     *Package
	Parent      *Message // nil at the top level
	Description string
	Deprecated  bool
	Fields      []*Field
	Messages    []*Message // nested
	Enums       []*Enum    // nested
	Reserved    []Reserved
	At          finding.Position
	// JSONValue reports whether the message wraps a list or a map: in JSON, the value of its only
	// field replaces the message.
	JSONValue bool
	// IsUnion reports whether the message is a union: in JSON, the value of the field that is set
	// replaces the message. Discriminator is the member of an object that identifies the field; it
	// is empty if there is none.
	IsUnion       bool
	Discriminator string
	// DefaultAlternative is the field for objects whose discriminator is absent or identifies no
	// field; nil if there is none.
	DefaultAlternative *Field
	// Named reports whether an overlay chose the name.
	Named         bool
	age           age
	fallbackName  string // to be used if another element has the name
	preferredName string // to be used if the message was never published and the name is unused
	// CreatedFor is the method for whose parameters the message was created; nil for the document's own
	// schemas.
	CreatedFor *Method
}

// Path returns the name within the package: "Space.SpaceDetails".
func (m *Message) Path() string {
	if m.Parent != nil {
		return m.Parent.Path() + "." + m.Name
	}
	return m.Name
}

// Root returns the top-level message that contains m, or m itself.
func (m *Message) Root() *Message {
	for m.Parent != nil {
		m = m.Parent
	}
	return m
}

// SetPackage moves the message, with everything that is nested in it, to another package.
func (m *Message) SetPackage(pkg *Package) {
	m.Package = pkg
	for _, e := range m.Enums {
		e.Package = pkg
	}
	for _, nested := range m.Messages {
		nested.SetPackage(pkg)
	}
}

// IsRequest reports whether the message was created for the parameters of a method.
func (m *Message) IsRequest() bool { return m.CreatedFor != nil && m.Parent == nil }

// PropertyNames returns the names of the properties and parameters for which the message has fields.
func (m *Message) PropertyNames() []string {
	var names []string
	for _, f := range m.Fields {
		if syntheticKeys[f.Key] == 0 {
			names = append(names, propertyName(f.Key))
		}
	}
	return names
}

// Field returns the field for the property or parameter with the name, or nil.
func (m *Message) Field(name string) *Field { return m.FieldByKey(propertyKey(name)) }

// FieldByKey returns the field with the key, or nil.
func (m *Message) FieldByKey(key string) *Field {
	for _, f := range m.Fields {
		if f.Key == key {
			return f
		}
	}
	return nil
}

// Field is a field of a message.
type Field struct {
	Key      string // identifies the field in the lock: the name of the property or parameter
	Name     string
	Renamed  bool // the JSON name follows from Name, because an overlay named the field or another one
	Named    bool // an overlay chose the name
	age      age
	Number   int32 // 0 until numbers are assigned
	Official *Official
	Type     Type
	Repeated bool
	Optional bool // an absent value differs from the zero value
	// SchemaPresence is the value that Optional would have if the field had never been published.
	SchemaPresence bool
	// Published is the type with which the field was published. It is the zero value if that is unknown.
	Published   numbers.FieldType
	Oneof       string // the name of the oneof that contains the field; empty if there is none
	Behaviors   []Behavior
	Description string
	Deprecated  bool
	Limits      []document.Limit
	Examples    string // example values of the document, in one line
	invalidTime string // an example that is not a date-time, for a Timestamp
	asText      *Field // the presence of the field as a String, for a singular Timestamp
	// Constraints are the limits that can be checked. CheckedBySender reports whether a client checks
	// them before it sends a request. Constrain sets both.
	Constraints     Constraints
	CheckedBySender bool
	// ClientDefault reports whether a client can have a default for requests that leave the field
	// empty, and RequestID whether a client generates an id for them.
	ClientDefault, RequestID bool
	Parameter                Parameter
	// Status is the HTTP status whose body the field is, in a message for several responses: "202",
	// "2XX".
	Status string
	JSON   FieldJSON
	// Partial reports whether the field is in a partial body, which can omit required fields.
	Partial bool
	// LockedType is the entry of the field's type in the lock (numbers.Entry.Types).
	LockedType string
	At         finding.Position
	schema     *document.Schema // nil if the field is not that of a schema
	// Retyped reports whether an overlay set the type.
	Retyped bool
}

// AcceptAny makes the field accept any JSON value, as a whole: also a list or map.
func (f *Field) AcceptAny() {
	f.Type, f.Repeated, f.Optional, f.LockedType = ValueType, false, false, ""
	f.JSON, f.Limits = FieldJSON{Name: f.JSON.Name}, nil
}

// IsPlain reports whether the field is a scalar that is sent as plain text.
func (f *Field) IsPlain() bool { return isScalar(f.Type) && !f.Repeated && !f.Parameter.IsStyled() }

// Official is a number from the API's own definitions.
type Official struct {
	Number int32
	At     finding.Position
}

// Enum is a proto enum.
type Enum struct {
	Key          string // "User.type", or the schema's name
	Schema       string // the document's name, if it has one
	Name         string
	Named        bool // an overlay chose the name
	age          age
	fallbackName string // a better name than one with a number, if the own one is taken
	Package      *Package
	Parent       *Message // nil at the top level
	Description  string
	Values       []*EnumValue
	Reserved     []Reserved
	// Prefixed reports whether the names of the values start with the enum's name.
	Prefixed bool
	// JSONNumber reports whether the values are numbers in JSON.
	JSONNumber bool
	At         finding.Position
}

// Path returns the name within the package: "User.Type".
func (e *Enum) Path() string {
	if e.Parent != nil {
		return e.Parent.Path() + "." + e.Name
	}
	return e.Name
}

// EnumValue is a value of an enum.
type EnumValue struct {
	Key         string // the spelling in JSON
	Absent      bool   // means "no value" and does not appear in JSON
	Name        string
	Number      int32
	Official    *Official
	Description string
	Deprecated  bool
}
