// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
)

// Kind is the kind of value that a schema describes.
type Kind int

// The kinds of schemas.
const (
	Any Kind = iota
	Ref
	String
	Integer
	Number
	Boolean
	Array
	Object
	Union // one of Variants
)

// Schema describes a value.
type Schema struct {
	At          finding.Position
	Name        string // empty for a schema that the document defines in place
	Kind        Kind
	Ref         string // of a Ref: the name of the schema
	Format      Format
	Description string
	Deprecated  bool
	ReadOnly    bool
	WriteOnly   bool
	Nullable    bool // null is also a value
	Required    bool // the property must be present
	Enum        []EnumValue
	Constant    string      // of a Boolean without an Enum: the only value that the document permits
	Items       *Schema     // of an Array
	Properties  []*Property // of an Object
	Additional  *Schema     // of an Object: the schema of its additional properties; nil if the document has none
	// Variants are the alternatives of a Union. An Object with variants has the properties
	// of one of them in addition to its own.
	Variants []*Schema
	// Inclusive reports whether a value can match several Variants at once.
	Inclusive     bool
	Discriminator *Discriminator
	// DiscriminatorValues maps the property of a discriminator to the values that stand for
	// this schema, according to the mapping of a schema that this one extends.
	DiscriminatorValues map[string][]string
	// DefaultOf lists the properties of discriminators of other schemas that select the schema for
	// unknown values.
	DefaultOf []string
	Limits    []Limit
	Examples  []Example
	// Wider is the schema of the nearest part of an allOf for a property of which other parts permit
	// fewer values. It is nil for other schemas.
	Wider *Schema
	// ContentMediaType is the media type of the bytes in a string, and ContentEncoding their
	// encoding ("base64"). Without an encoding, a part of a form is the bytes themselves.
	ContentMediaType, ContentEncoding string
}

// EachSchema yields every schema of the document once.
func (a *API) EachSchema(yield func(*Schema) bool) {
	seen := make(map[*Schema]bool)
	var walk func(s *Schema) bool
	walk = func(s *Schema) bool {
		if s == nil || seen[s] {
			return true
		}
		seen[s] = true
		if !yield(s) || !walk(s.Items) || !walk(s.Additional) {
			return false
		}
		for _, p := range s.Properties {
			if !walk(p.Schema) {
				return false
			}
		}
		return !slices.ContainsFunc(s.Variants, func(v *Schema) bool { return !walk(v) })
	}
	all := slices.Clone(a.Schemas)
	for _, o := range a.Operations {
		for _, p := range slices.Concat(o.Parameters, o.Headers) {
			all = append(all, p.Schema)
		}
		all = append(all, o.Body, o.Response)
		for _, r := range o.Responses {
			all = append(all, r.Schema)
		}
	}
	for _, s := range all {
		if !walk(s) {
			return
		}
	}
}

// Property is a property of an object.
type Property struct {
	Name   string
	Schema *Schema
}

// EnumValue is a value of an enum.
type EnumValue struct {
	Value       string // a number or boolean as its JSON literal
	Description string
	Deprecated  bool
}

// Discriminator is the property whose value identifies the variant of an object.
type Discriminator struct {
	At       finding.Position
	Property string
	// Mapping contains the values that differ from the names of the schemas.
	Mapping []DiscriminatorValue
	// Default is the schema for unknown values.
	Default string
}

// DiscriminatorValue maps a value of a discriminator to a schema.
type DiscriminatorValue struct {
	Value  string
	Schema string
}

// Format narrows a kind.
type Format int

// The formats of JSON Schema and of the discovery service.
const (
	NoFormat Format = iota
	Int32
	UInt32
	Int64  // as a String: in quotes, as proto JSON writes it
	UInt64 // likewise
	Float
	Double
	Base64URL // base64 in the URL-safe alphabet (RFC 4648, section 5)
	Base64    // base64 in the standard alphabet (RFC 4648, section 4)
	Binary    // raw bytes, which JSON cannot express
	Date      // RFC 3339 full-date, a plain string
	Timestamp // RFC 3339 date-time
	Duration  // seconds, as in "3.5s"
	FieldMask // comma-separated lowerCamelCase paths
	TypedAny  // an object whose member @type names its type
	Struct    // an object with any properties
)
