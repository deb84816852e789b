// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A field says of a field what its JSON is.
type field struct {
	fd   protoreflect.FieldDescriptor
	name string // in JSON
	key  string // a comma, the name as JSON, a colon
	// value is the field itself, or that of the values of a map.
	value         protoreflect.FieldDescriptor
	kind          protoreflect.Kind // of value
	index         int               // in the table
	oneof         int               // the index of the oneof that it is in, or -1
	takesNull     bool              // null is a value, rather than the field left out
	asNumber      bool              // 64-bit integers are written as numbers
	urlSafe       bool              // bytes are written in the URL-safe alphabet
	nullable      bool              // a message in the list or map may be null
	rejectsNil    bool              // a message in the list, map or oneof must not be nil
	alwaysWritten bool              // it is also written where it is not set, but not in what is partial
	// outputOnly is set where requests leave the field out, inputOnly where responses do.
	outputOnly, inputOnly bool
	// absentZero is set where the enum's value 0 only stands for a field that is not set.
	absentZero bool
}

// fieldOf returns the description of a field. Those of extensions are in no table.
func fieldOf(fd protoreflect.FieldDescriptor) *field {
	if fd.IsExtension() {
		return newField(fd)
	}
	return tableOf(fd.ContainingMessage()).fields[fd.Index()]
}

// newField describes a field that is in no table: an extension.
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

// rule returns what our option says of a field. Most fields are of a kind of
// which it says nothing, and their options are not looked at.
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

// hasZero reports whether a field that is not set has a value: not where it has presence, nor
// where it is of an enum whose value 0 stands for none (AIP-126).
func (f *field) writesZero() bool {
	if f.fd.HasPresence() || f.fd.Enum() == nil || f.fd.IsList() {
		return !f.fd.HasPresence()
	}
	zero := f.fd.Enum().Values().ByNumber(0)
	return zero == nil || !f.absentZero && !strings.HasSuffix("_"+string(zero.Name()), "_UNSPECIFIED")
}

// isExplicit reports whether the field is a scalar with presence.
func (f *field) isOptionalScalar() bool { return f.fd.HasPresence() && f.fd.Message() == nil }
