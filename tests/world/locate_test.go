// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// locate returns the field of a message that a place in its JSON is about, as far as it can be found:
// "box.v2.Folder.shared_link (message box.v2.SharedLink)".
func locate(md protoreflect.MessageDescriptor, pointer string) string {
	found := string(md.FullName())
	segments := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for len(segments) > 0 && segments[0] != "" {
		fd := fieldIn(md, segments[0], 4)
		if fd == nil {
			return found + " has no " + segments[0]
		}
		found = string(fd.FullName()) + " (" + typeOf(fd) + ")"
		isMember := fd.JSONName() == segments[0]
		if isMember {
			segments = segments[1:]
		}
		// Of a list the next one is an index, of a map a key; of what stands for a whole value this one is.
		if (fd.IsList() || fd.IsMap()) && len(segments) > 0 {
			segments = segments[1:]
		}
		if fd.IsMap() {
			fd = fd.MapValue()
		}
		if md = fd.Message(); md == nil {
			break
		}
	}
	return found
}

// fieldIn returns the field for a member, looking into the alternatives of unions, or the one that
// stands for all of the message.
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
