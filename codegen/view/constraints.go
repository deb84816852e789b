// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"cmp"
	"strconv"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// constraints returns the limits of a field, or nil if it has none.
func constraints(f *protogen.Field) *templatepb.Constraints {
	c := new(templatepb.Constraints)
	addRules(c, extensionOf[*validate.FieldRules](f.Desc, validate.E_Field))
	rule := fieldRule(f)
	c.Pattern = cmp.Or(rule.GetPattern(), c.GetPattern())
	if n := rule.GetMinItems(); n > 0 {
		c.MinItems = strconv.FormatUint(uint64(n), 10)
	}
	if n := rule.GetMaxItems(); n > 0 {
		c.MaxItems = strconv.FormatUint(uint64(n), 10)
	}
	if proto.Size(c) == 0 {
		return nil
	}
	return c
}

// addRules adds the limits of buf.validate. For a list or map, these are also the limits of its
// values.
func addRules(c *templatepb.Constraints, rules *validate.FieldRules) {
	switch {
	case rules.GetRepeated() != nil:
		list := rules.GetRepeated()
		c.MinItems, c.MaxItems = limit(list.MinItems), limit(list.MaxItems)
		addRules(c, list.GetItems())
	case rules.GetMap() != nil:
		entries := rules.GetMap()
		c.MinItems, c.MaxItems = limit(entries.MinPairs), limit(entries.MaxPairs)
		addRules(c, entries.GetValues())
	case rules.GetString() != nil:
		text := rules.GetString()
		c.MinLength = cmp.Or(limit(text.Len), limit(text.MinLen))
		c.MaxLength = cmp.Or(limit(text.Len), limit(text.MaxLen))
		c.Pattern = text.GetPattern()
	case rules.GetBytes() != nil:
		bytes := rules.GetBytes()
		c.MinLength = cmp.Or(limit(bytes.Len), limit(bytes.MinLen))
		c.MaxLength = cmp.Or(limit(bytes.Len), limit(bytes.MaxLen))
		c.Pattern = bytes.GetPattern()
	case rules != nil:
		addNumber(c, rules)
	}
}

// limit returns a number as text, or "" if it is not set.
func limit(n *uint64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatUint(*n, 10)
}

// addNumber adds the limits of numbers. The rules for each type of numbers have the same names.
func addNumber(c *templatepb.Constraints, rules *validate.FieldRules) {
	message := rules.ProtoReflect()
	kind := message.WhichOneof(message.Descriptor().Oneofs().ByName("type"))
	if kind == nil {
		return
	}
	for fd, value := range message.Get(kind).Message().Range {
		text := number(fd, value)
		if text == "" {
			continue
		}
		switch fd.Name() {
		case "const":
			c.Minimum, c.Maximum = text, text
		case "gte":
			c.Minimum = text
		case "lte":
			c.Maximum = text
		case "gt":
			c.ExclusiveMinimum = text
		case "lt":
			c.ExclusiveMaximum = text
		}
	}
}

// number returns a number as decimal text, or "" for any other value.
func number(fd protoreflect.FieldDescriptor, value protoreflect.Value) string {
	if fd.IsList() {
		return ""
	}
	switch v := value.Interface().(type) {
	case int32, int64, uint32, uint64:
		return value.String()
	case float32:
		return strconv.FormatFloat(float64(v), 'g', -1, 32)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return ""
}

// hasConstraints reports whether a file, or a file that it imports, declares limits of values in
// options of buf.validate.
func hasConstraints(file protoreflect.FileDescriptor) bool {
	imports := file.Imports()
	found := importsValidate(imports)
	for i := range imports.Len() {
		found = found || importsValidate(imports.Get(i).Imports())
	}
	return found
}

func importsValidate(imports protoreflect.FileImports) bool {
	for i := range imports.Len() {
		if imports.Get(i).Path() == validate.File_buf_validate_validate_proto.Path() {
			return true
		}
	}
	return false
}
