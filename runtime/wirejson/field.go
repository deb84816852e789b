// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A field describes the JSON of a field.
type field struct {
	fd   protoreflect.FieldDescriptor
	name string // in JSON
	key  string // a comma, the name as JSON, a colon
	// value is the field itself or, for a map, the field of the entries' values.
	value      protoreflect.FieldDescriptor
	kind       protoreflect.Kind // of value
	index      int               // in the table
	oneof      int               // the index of its oneof, or -1
	takesNull  bool              // null is a value, and does not mean that the field is unset
	asNumber   bool              // 64-bit integers are written as numbers
	urlSafe    bool              // bytes are written in the URL-safe alphabet
	nullable   bool              // a message in the list or map may be null
	rejectsNil bool              // a message in the list, map or oneof must not be nil
	// needsAlternative is set if the message is a union that is not null, or a list or map of such unions.
	needsAlternative bool
	alwaysWritten    bool // it is written even if it is not set, except with OmitUnset
	// outputOnly fields are omitted from requests, inputOnly fields from responses.
	outputOnly, inputOnly bool
	// absentZero is whether the enum's value 0 means that the field is not set.
	absentZero bool
}

// fieldOf returns the description of a field. Extensions do not belong to a table.
func fieldOf(fd protoreflect.FieldDescriptor) *field {
	if fd.IsExtension() {
		return newField(fd)
	}
	return tableOf(fd.ContainingMessage()).fields[fd.Index()]
}

// newField returns the description of an extension.
func newField(fd protoreflect.FieldDescriptor) *field {
	f := new(field)
	f.describe(fd)
	if rule := f.rule(); rule != nil {
		f.asNumber, f.urlSafe = rule.GetJsonNumber(), rule.GetJsonBase64Url()
	}
	return f
}

func (f *field) describe(fd protoreflect.FieldDescriptor) {
	f.fd, f.value, f.name, f.oneof = fd, fd, fd.JSONName(), -1
	if fd.IsMap() {
		f.value = fd.MapValue()
	}
	f.kind = f.value.Kind()
	if od := fd.ContainingOneof(); od != nil {
		f.oneof = od.Index()
	}
	f.takesNull = takesNull(fd)
	if f.kind == protoreflect.EnumKind {
		zero := f.value.Enum().Values().ByNumber(0)
		f.absentZero = zero != nil && enumValueRule(zero).GetAbsent()
	}
	key, _ := appendString([]byte{','}, f.name)
	f.key = string(append(key, ':'))
}

// rule returns the option protolect.api.v1.field of the field, or nil. It does not look at
// the options of kinds of fields to which none of the option's settings for JSON apply, as
// most fields are of these kinds.
func (f *field) rule() *apipb.FieldRule {
	switch f.kind {
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind,
		protoreflect.Uint64Kind, protoreflect.Fixed64Kind, protoreflect.BytesKind:
	case protoreflect.MessageKind:
		if !f.fd.IsMap() && !f.fd.IsList() && wellKnownType(f.value.Message().FullName()) != wrapperType {
			return nil
		}
	default:
		if !f.fd.IsMap() && (!f.fd.IsList() || f.kind != protoreflect.StringKind) {
			return nil
		}
	}
	return fieldRule(f.fd)
}

// writesZero reports whether the zero value of the field is written if the field is
// required. It is false for a field with presence, and for an enum whose value 0 means that
// it is unspecified (AIP-126).
func (f *field) writesZero() bool {
	if f.fd.HasPresence() || f.fd.Enum() == nil || f.fd.IsList() {
		return !f.fd.HasPresence()
	}
	zero := f.fd.Enum().Values().ByNumber(0)
	return zero == nil || !isUnspecified(zero)
}

// placeholder returns the value that stands for an unknown scalar in a list or map. newElement
// returns a new element.
func (f *field) placeholder(newElement func() protoreflect.Value) protoreflect.Value {
	if f.kind == protoreflect.EnumKind {
		return protoreflect.ValueOfEnum(enumOf(f.value.Enum()).placeholder)
	}
	return newElement()
}

// isPlaceholder reports whether an element equals the placeholder.
func (f *field) isPlaceholder(v protoreflect.Value, newElement func() protoreflect.Value) bool {
	return f.value.Message() == nil && v.Equal(f.placeholder(newElement))
}

// isOptionalScalar reports whether the field is a scalar with presence.
func (f *field) isOptionalScalar() bool { return f.fd.HasPresence() && f.fd.Message() == nil }

// allowsNullElement reports whether an element of the list or map may be null.
func (f *field) allowsNullElement() bool {
	return f.nullable || takesNull(f.value) || f.value.Message() != nil && takesNullItself(f.value.Message())
}
