// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/model"
)

// constraints returns the limits of a field as buf.validate has them, or nil.
//
// A zero value that proto cannot tell from an absent one is not checked, unless
// the field is required in every request: others leave it out, and responses may.
func constraints(f *model.Field) *validate.FieldRules {
	c := &f.Constraints
	rules := elementConstraints(f)
	if f.Repeated && (rules != nil || c.MinItems != nil || c.MaxItems != nil) {
		rules = &validate.FieldRules{Type: &validate.FieldRules_Repeated{
			Repeated: &validate.RepeatedRules{MinItems: c.MinItems, MaxItems: c.MaxItems, Items: rules},
		}}
	}
	switch {
	case rules == nil || f.HasPresence() || f.IsRequired() && !f.Changed:
	case f.Repeated && (c.MinItems == nil || *c.MinItems == 0): // elements are not zero for being left out
	case !f.Repeated && c.AdmitsZero():
	default:
		rules.Ignore = validate.Ignore_IGNORE_IF_ZERO_VALUE.Enum()
	}
	return rules
}

// elementConstraints returns the limits of a field's value, or of each value of
// a list.
func elementConstraints(f *model.Field) *validate.FieldRules {
	c := &f.Constraints
	rules := new(validate.FieldRules)
	switch {
	case c.Pattern != "" || c.MinLength != nil || c.MaxLength != nil:
		text := new(validate.StringRules)
		if c.Pattern != "" {
			text.Pattern = proto.String(c.Pattern)
		}
		if text.MinLen, text.MaxLen = c.MinLength, c.MaxLength; c.MinLength != nil && c.MaxLength != nil && *c.MinLength == *c.MaxLength {
			text.MinLen, text.MaxLen, text.Len = nil, nil, c.MinLength
		}
		rules.Type = &validate.FieldRules_String_{String_: text}
	case c.Minimum.IsValid() || c.Maximum.IsValid():
		number := rules.ProtoReflect().Mutable(rulesOf(f.Type.(model.Scalar))).Message()
		set := func(name protoreflect.Name, bound protoreflect.Value) {
			if bound.IsValid() {
				number.Set(number.Descriptor().Fields().ByName(name), bound)
			}
		}
		if c.Minimum.IsValid() && c.Maximum.IsValid() && c.Minimum.Equal(c.Maximum) {
			set("const", c.Minimum)
			break
		}
		set("gte", c.Minimum)
		set("lte", c.Maximum)
	default:
		return nil
	}
	return rules
}

// rulesOf returns the field for the rules of a number's type.
func rulesOf(number model.Scalar) protoreflect.FieldDescriptor {
	names := map[model.Scalar]protoreflect.Name{
		model.Int32: "int32", model.UInt32: "uint32", model.Int64: "int64", model.UInt64: "uint64",
		model.Float: "float", model.Double: "double",
	}
	return (*validate.FieldRules)(nil).ProtoReflect().Descriptor().Fields().ByName(names[number])
}
