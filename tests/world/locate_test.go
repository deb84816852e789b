// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// locate returns the name of the field of a message at a place in its JSON, as far as it is known:
// "box.v2.Folder.shared_link (box.v2.SharedLink)".
func locate(md protoreflect.MessageDescriptor, pointer string) string {
	fields, rest := fieldsAt(md, pointer)
	found := string(md.FullName())
	if n := len(fields); n > 0 {
		found = string(fields[n-1].FullName()) + " (" + typeOf(fields[n-1]) + ")"
	}
	if len(rest) > 0 {
		found += " has no " + rest[0]
	}
	return found
}

// fieldAt returns the field, or nil.
func fieldAt(md protoreflect.MessageDescriptor, pointer string) protoreflect.FieldDescriptor {
	fields, rest := fieldsAt(md, pointer)
	if len(fields) == 0 || len(rest) > 0 {
		return nil
	}
	return fields[len(fields)-1]
}

// fieldsAt returns the fields that lead to a place, and the rest of the place after them.
func fieldsAt(md protoreflect.MessageDescriptor, pointer string) (fields fieldPath, rest []string) {
	rest = strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for md != nil && len(rest) > 0 && rest[0] != "" {
		fd := fieldIn(md, rest[0], 4)
		if fd == nil {
			return fields, rest
		}
		fields = append(fields, fd)
		if fd.JSONName() == rest[0] {
			rest = rest[1:]
		}
		// The next element is an index of a list or a key of a map.
		if (fd.IsList() || fd.IsMap()) && len(rest) > 0 {
			rest = rest[1:]
		}
		if fd.IsMap() {
			fd = fd.MapValue()
		}
		md = fd.Message()
	}
	return fields, nil
}

// fieldIn returns the field for a member, including those in alternatives of unions, or the field
// that contains the whole JSON value of the message.
func fieldIn(md protoreflect.MessageDescriptor, name string, depth int) protoreflect.FieldDescriptor {
	if fd := md.Fields().ByJSONName(name); fd != nil {
		return fd
	}
	rule := option[*apipb.MessageRule](md, apipb.E_Message)
	if fd := md.Fields().ByName(protoreflect.Name(rule.GetJsonValue())); fd != nil {
		return fd
	}
	for i := range md.Fields().Len() {
		fd := md.Fields().Get(i)
		if option[*apipb.FieldRule](fd, apipb.E_Field).GetJsonAdditional() {
			return fd
		}
		if rule.GetJsonUnion() != nil && fd.Message() != nil && depth > 0 {
			if inner := fieldIn(fd.Message(), name, depth-1); inner != nil {
				return inner
			}
		}
	}
	return nil
}

func typeOf(fd protoreflect.FieldDescriptor) string {
	text := fd.Kind().String()
	switch {
	case fd.IsMap():
		return "map of " + typeOf(fd.MapValue())
	case fd.Message() != nil:
		text = string(fd.Message().FullName())
		if option[*apipb.MessageRule](fd.Message(), apipb.E_Message).GetJsonUnion() != nil {
			text += ", a union"
		}
	case fd.Enum() != nil:
		text = string(fd.Enum().FullName())
	}
	if fd.IsList() {
		return "list of " + text
	}
	return text
}
