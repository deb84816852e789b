// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/model"
)

// constraints returns the buf.validate rules for the limits of a field, or nil if it has none.
//
// The rules ignore the zero value of a field without presence, because this may stand for an
// absent field. The exception is a field that every request must contain.
func constraints(f *model.Field) *validate.FieldRules {
	c := &f.Constraints
	rules := elementConstraints(f)
	if f.Repeated && (rules != nil || c.MinItems != nil || c.MaxItems != nil) {
		rules = &validate.FieldRules{Type: &validate.FieldRules_Repeated{
			Repeated: &validate.RepeatedRules{MinItems: c.MinItems, MaxItems: c.MaxItems, Items: rules},
		}}
	}
	switch {
	case rules == nil || f.HasPresence() || f.IsRequired() && !f.Partial:
	case f.Repeated && (c.MinItems == nil || *c.MinItems == 0): // the elements of a list are always present
	case !f.Repeated && c.AdmitsZero():
	default:
		rules.Ignore = validate.Ignore_IGNORE_IF_ZERO_VALUE.Enum()
	}
	return rules
}

// elementConstraints returns the rules for the value of a field, or for each value of a list.
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

// rulesOf returns the field of FieldRules for a numeric type.
func rulesOf(number model.Scalar) protoreflect.FieldDescriptor {
	names := map[model.Scalar]protoreflect.Name{
		model.Int32: "int32", model.UInt32: "uint32", model.Int64: "int64", model.UInt64: "uint64",
		model.Float: "float", model.Double: "double",
	}
	return (*validate.FieldRules)(nil).ProtoReflect().Descriptor().Fields().ByName(names[number])
}
