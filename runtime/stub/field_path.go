// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"cmp"
	"math"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/transcode"
)

// setAt sets the field at the end of a path.
func setAt(req proto.Message, fields []protoreflect.FieldDescriptor, value protoreflect.Value) {
	m := req.ProtoReflect()
	last := len(fields) - 1
	for _, fd := range fields[:last] {
		m = m.Mutable(fd).Message()
	}
	m.Set(fields[last], value)
}

// valueAt returns the value of the field at the end of a path.
func valueAt(m protoreflect.Message, fields []protoreflect.FieldDescriptor) protoreflect.Value {
	last := len(fields) - 1
	for _, fd := range fields[:last] {
		m = m.Get(fd).Message()
	}
	return m.Get(fields[last])
}

// hasAt reports whether all fields of a path are set.
func hasAt(m protoreflect.Message, fields []protoreflect.FieldDescriptor) bool {
	for i, fd := range fields {
		if !m.Has(fd) {
			return false
		}
		if i < len(fields)-1 {
			m = m.Get(fd).Message()
		}
	}
	return true
}

// integerAt returns the number at the end of a path as an integer. It returns 0
// if the path is nil, or the number is a double that is not in the range of int64.
func integerAt(m protoreflect.Message, fields []protoreflect.FieldDescriptor) int64 {
	if fields == nil {
		return 0
	}
	value := valueAt(m, fields)
	switch fields[len(fields)-1].Kind() {
	case protoreflect.DoubleKind:
		if f := value.Float(); f >= 0 && f < math.MaxInt64 {
			return int64(f)
		}
		return 0
	case protoreflect.Uint32Kind, protoreflect.Uint64Kind:
		return int64(min(value.Uint(), math.MaxInt64))
	}
	return value.Int()
}

// parameterName returns the name of the query parameter for a path.
func parameterName(fields []protoreflect.FieldDescriptor) string {
	var names []string
	for _, fd := range fields {
		names = append(names, cmp.Or(transcode.FieldRule(fd).GetParameter().GetQuery(), fd.JSONName()))
	}
	return strings.Join(names, ".")
}
