// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

func messageRule(md protoreflect.MessageDescriptor) *apipb.MessageRule {
	return option[apipb.MessageRule](md.Options(), apipb.E_Message)
}

func fieldRule(fd protoreflect.FieldDescriptor) *apipb.FieldRule {
	return option[apipb.FieldRule](fd.Options(), apipb.E_Field)
}

func enumRule(ed protoreflect.EnumDescriptor) *apipb.EnumRule {
	return option[apipb.EnumRule](ed.Options(), apipb.E_Enum)
}

func enumValueRule(v protoreflect.EnumValueDescriptor) *apipb.EnumValueRule {
	return option[apipb.EnumValueRule](v.Options(), apipb.E_EnumValue)
}

// writesRequired reports whether the messages of a file write their required fields even if
// they are zero.
func writesRequired(file protoreflect.FileDescriptor) bool {
	return file != nil && option[apipb.FileRule](file.Options(), apipb.E_File).GetJsonRequired()
}

// behaviors are the values of google.api.field_behavior of a field, as a bit set.
type behaviors uint64

func (b behaviors) has(behavior uint64) bool { return b&(1<<behavior) != 0 }

// Numbers of google.api.FieldBehavior. They are copied here so that programs do not link its Go package.
const (
	behaviorRequired   = 2
	behaviorOutputOnly = 3
	behaviorInputOnly  = 4
)

func behaviorsOf(fd protoreflect.FieldDescriptor) behaviors {
	const fieldBehavior = 1052
	var all behaviors
	eachOption(fd.Options(), func(number protowire.Number, kind protowire.Type, value []byte) bool {
		switch {
		case number == fieldBehavior && kind == protowire.VarintType:
			behavior, _ := protowire.ConsumeVarint(value)
			all |= 1 << behavior
		case number == fieldBehavior && kind == protowire.BytesType:
			for packed, _ := protowire.ConsumeBytes(value); len(packed) > 0; {
				behavior, n := protowire.ConsumeVarint(packed)
				if n < 0 {
					break
				}
				all |= 1 << behavior
				packed = packed[n:]
			}
		}
		return true
	})
	return all
}

// option returns the value of the extension x in a descriptor's options, or nil.
func option[R any, P interface {
	*R
	proto.Message
}](options proto.Message, x protoreflect.ExtensionType) P {
	var rule P
	eachOption(options, func(number protowire.Number, kind protowire.Type, value []byte) bool {
		if number != x.TypeDescriptor().Number() || kind != protowire.BytesType {
			return true
		}
		if rule == nil {
			rule = new(R)
		}
		content, _ := protowire.ConsumeBytes(value)
		if (proto.UnmarshalOptions{Merge: true}).Unmarshal(content, rule) != nil {
			rule = nil
			return false
		}
		return true
	})
	return rule
}

// eachOption calls visit for each field in the wire format of a descriptor's options, until
// visit returns false. The wire format is the same whether the options message is generated
// or dynamic, and whether the extension is known, unknown or a dynamic message. Nil options
// are not marshaled, because package proto would build tables for their type.
func eachOption(options proto.Message, visit func(number protowire.Number, kind protowire.Type, value []byte) bool) {
	if options == nil || !options.ProtoReflect().IsValid() {
		return
	}
	raw, err := proto.MarshalOptions{AllowPartial: true}.Marshal(options)
	for err == nil && len(raw) > 0 {
		number, kind, n := protowire.ConsumeTag(raw)
		if n < 0 {
			return
		}
		raw = raw[n:]
		size := protowire.ConsumeFieldValue(number, kind, raw)
		if size < 0 || !visit(number, kind, raw[:size]) {
			return
		}
		raw = raw[size:]
	}
}
