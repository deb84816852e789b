// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"google.golang.org/protobuf/reflect/protoreflect"
)

// fillWellKnown fills a well-known type with its own JSON format. It returns false for other
// messages.
func (v *values) fillWellKnown(m protoreflect.Message, at place) bool {
	fields := m.Descriptor().Fields()
	number := func(name protoreflect.Name, n int64) {
		fd := fields.ByName(name)
		if fd.Kind() == protoreflect.Int32Kind {
			m.Set(fd, protoreflect.ValueOfInt32(int32(n)))
			return
		}
		m.Set(fd, protoreflect.ValueOfInt64(n))
	}
	switch m.Descriptor().FullName() {
	case "google.protobuf.Timestamp":
		number("seconds", v.rand.Int64N(4e9))
		number("nanos", int64(v.rand.IntN(1000))*1e6)
	case "google.protobuf.Duration":
		number("seconds", v.rand.Int64N(1e6))
		number("nanos", int64(v.rand.IntN(1000))*1e6)
	case "google.protobuf.FieldMask":
		paths := m.Mutable(fields.ByName("paths")).List()
		paths.Append(protoreflect.ValueOfString(v.word() + "_" + v.word()))
		paths.Append(protoreflect.ValueOfString(v.word() + "." + v.word()))
	case "google.protobuf.Value":
		v.fillValue(m, at, 0)
	case "google.protobuf.Struct":
		entries := m.Mutable(fields.ByName("fields")).Map()
		for range 1 + v.rand.IntN(2) {
			element := entries.NewValue()
			v.fillValue(element.Message(), at, 1)
			entries.Set(protoreflect.ValueOfString(v.word()).MapKey(), element)
		}
	case "google.protobuf.ListValue":
		list := m.Mutable(fields.ByName("values")).List()
		for range 1 + v.rand.IntN(2) {
			element := list.NewElement()
			v.fillValue(element.Message(), at, 1)
			list.Append(element)
		}
	case "google.protobuf.Any", "google.protobuf.Empty":
		// without a type, an Any is an empty object
	case "google.api.HttpBody":
		m.Set(fields.ByName("content_type"), protoreflect.ValueOfString("text/plain"))
		m.Set(fields.ByName("data"), protoreflect.ValueOfBytes([]byte(v.word())))
	default:
		return false
	}
	return true
}

// fillValue sets a google.protobuf.Value to arbitrary JSON, or to a text outside of a body,
// where only text is unambiguous.
func (v *values) fillValue(m protoreflect.Message, at place, depth int) {
	*v.unchecked = true
	fields := m.Descriptor().Fields()
	kind := v.rand.IntN(6)
	if at != inBody || depth > 1 {
		kind = 0
	}
	switch kind {
	case 1:
		m.Set(fields.ByName("number_value"), protoreflect.ValueOfFloat64(float64(v.rand.IntN(2000)-1000)/4))
	case 2:
		m.Set(fields.ByName("bool_value"), protoreflect.ValueOfBool(v.chance(1, 2)))
	case 3:
		m.Set(fields.ByName("null_value"), protoreflect.ValueOfEnum(0))
	case 4:
		list := m.Mutable(fields.ByName("list_value")).Message()
		values := list.Mutable(list.Descriptor().Fields().ByName("values")).List()
		element := values.NewElement()
		v.fillValue(element.Message(), at, depth+1)
		values.Append(element)
	case 5:
		object := m.Mutable(fields.ByName("struct_value")).Message()
		entries := object.Mutable(object.Descriptor().Fields().ByName("fields")).Map()
		element := entries.NewValue()
		v.fillValue(element.Message(), at, depth+1)
		entries.Set(protoreflect.ValueOfString(v.word()).MapKey(), element)
	default:
		m.Set(fields.ByName("string_value"), protoreflect.ValueOfString(v.word()))
	}
}
