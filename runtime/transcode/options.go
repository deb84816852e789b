// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/wirejson"
)

// FileRule returns the option protolect.api.v1.file, or nil.
func FileRule(fd protoreflect.FileDescriptor) *apipb.FileRule {
	rule, _ := proto.GetExtension(fd.Options(), apipb.E_File).(*apipb.FileRule)
	return rule
}

// MethodRule returns the option protolect.api.v1.method, or nil.
func MethodRule(md protoreflect.MethodDescriptor) *apipb.MethodRule {
	rule, _ := proto.GetExtension(md.Options(), apipb.E_Method).(*apipb.MethodRule)
	return rule
}

// FieldRule returns the option protolect.api.v1.field, or nil.
func FieldRule(fd protoreflect.FieldDescriptor) *apipb.FieldRule {
	rule, _ := proto.GetExtension(fd.Options(), apipb.E_Field).(*apipb.FieldRule)
	return rule
}

func messageRule(md protoreflect.MessageDescriptor) *apipb.MessageRule {
	rule, _ := proto.GetExtension(md.Options(), apipb.E_Message).(*apipb.MessageRule)
	return rule
}

func enumRule(ed protoreflect.EnumDescriptor) *apipb.EnumRule {
	rule, _ := proto.GetExtension(ed.Options(), apipb.E_Enum).(*apipb.EnumRule)
	return rule
}

// IsRequired reports whether a field must be set in a request (AIP-203). Fields that only
// the server sets are not required in requests.
func IsRequired(fd protoreflect.FieldDescriptor) bool {
	behaviors, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviors, annotations.FieldBehavior_REQUIRED) && !slices.Contains(behaviors, annotations.FieldBehavior_OUTPUT_ONLY)
}

// mustBeVisiblySet reports whether a field must be set, and a message shows whether it is. A
// number without presence does not: it may have been set to 0.
func mustBeVisiblySet(fd protoreflect.FieldDescriptor) bool {
	switch fd.Kind() {
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind, protoreflect.GroupKind:
		return IsRequired(fd)
	}
	return IsRequired(fd) && (fd.HasPresence() || fd.Cardinality() == protoreflect.Repeated || zeroIsUnset(fd))
}

// zeroIsUnset reports whether the value 0 of a field's enum means that the field is not set
// (AIP-126).
func zeroIsUnset(fd protoreflect.FieldDescriptor) bool {
	if fd.Enum() == nil {
		return false
	}
	zero := fd.Enum().Values().ByNumber(0)
	isUnspecified := zero != nil && strings.HasSuffix(string(zero.Name()), "_UNSPECIFIED") &&
		wirejson.EnumText(fd.Enum(), 0) == string(zero.Name())
	return isUnspecified || isAbsentEnum(fd)
}

// isAbsentEnum reports whether the API does not define the value 0 of a field's enum.
func isAbsentEnum(fd protoreflect.FieldDescriptor) bool {
	if fd.Enum() == nil {
		return false
	}
	zero := fd.Enum().Values().ByNumber(0)
	if zero == nil {
		return false
	}
	rule, _ := proto.GetExtension(zero.Options(), apipb.E_EnumValue).(*apipb.EnumValueRule)
	return rule.GetAbsent()
}

// FieldPath resolves a path of field names separated by dots. Every field but the last must
// be a singular message.
func FieldPath(md protoreflect.MessageDescriptor, path string) ([]protoreflect.FieldDescriptor, error) {
	var fields []protoreflect.FieldDescriptor
	for rest, more := path, true; more; {
		var name string
		name, rest, more = strings.Cut(rest, ".")
		var fd protoreflect.FieldDescriptor
		if md != nil {
			fd = md.Fields().ByName(protoreflect.Name(name))
		}
		if fd == nil {
			return nil, &fieldError{path}
		}
		fields = append(fields, fd)
		md = nil
		if !fd.IsList() && !fd.IsMap() {
			md = fd.Message()
		}
	}
	return fields, nil
}

type fieldError struct{ path string }

func (e *fieldError) Error() string { return "unknown field " + e.path }
