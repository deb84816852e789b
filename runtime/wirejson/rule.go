// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

func messageRule(md protoreflect.MessageDescriptor) *apipb.MessageRule {
	return option[*apipb.MessageRule](md.Options(), new(descriptorpb.MessageOptions), apipb.E_Message)
}

func fieldRule(fd protoreflect.FieldDescriptor) *apipb.FieldRule {
	return option[*apipb.FieldRule](fd.Options(), new(descriptorpb.FieldOptions), apipb.E_Field)
}

func enumValueRule(v protoreflect.EnumValueDescriptor) *apipb.EnumValueRule {
	return option[*apipb.EnumValueRule](v.Options(), new(descriptorpb.EnumValueOptions), apipb.E_EnumValue)
}

// option returns what an extension of a descriptor's options says. The options
// may be dynamic, or hold it as an unknown field or a dynamic message, and then
// they are read anew, into empty.
func option[R proto.Message](options, empty proto.Message, x protoreflect.ExtensionType) (rule R) {
	if options == nil {
		return rule
	}
	m := options.ProtoReflect()
	there := len(m.GetUnknown()) > 0
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if fd.Number() == x.TypeDescriptor().Number() {
			rule, _ = v.Message().Interface().(R)
			there = !rule.ProtoReflect().IsValid()
			return false
		}
		return true
	})
	if !there {
		return rule
	}
	raw, err := proto.MarshalOptions{AllowPartial: true}.Marshal(options)
	if err == nil && (proto.UnmarshalOptions{AllowPartial: true}).Unmarshal(raw, empty) == nil {
		rule, _ = proto.GetExtension(empty, x).(R)
	}
	return rule
}
