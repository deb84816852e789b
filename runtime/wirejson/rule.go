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

func enumValueRule(v protoreflect.EnumValueDescriptor) *apipb.EnumValueRule {
	return option[apipb.EnumValueRule](v.Options(), apipb.E_EnumValue)
}

// option returns what an extension of a descriptor's options says, or nil. The
// options may be dynamic, or hold it as an unknown field or a dynamic message,
// but their bytes are the same. Where there are no options they are not asked,
// as package proto would then make its own tables for them.
func option[R any, P interface {
	*R
	proto.Message
}](options proto.Message, x protoreflect.ExtensionType) P {
	if options == nil || !options.ProtoReflect().IsValid() {
		return nil
	}
	raw, err := proto.MarshalOptions{AllowPartial: true}.Marshal(options)
	if err != nil {
		return nil
	}
	var rule P
	for len(raw) > 0 {
		number, kind, n := protowire.ConsumeTag(raw)
		if n < 0 {
			return nil
		}
		raw = raw[n:]
		size := protowire.ConsumeFieldValue(number, kind, raw)
		if size < 0 {
			return nil
		}
		if number == x.TypeDescriptor().Number() && kind == protowire.BytesType {
			content, _ := protowire.ConsumeBytes(raw)
			if rule == nil {
				rule = new(R)
			}
			if (proto.UnmarshalOptions{Merge: true}).Unmarshal(content, rule) != nil {
				return nil
			}
		}
		raw = raw[size:]
	}
	return rule
}
