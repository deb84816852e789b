// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"iter"
	"slices"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

func (b *builder) message(m *protogen.Message, f *protogen.File) *templatepb.Message {
	rule := extensionOf[*apipb.MessageRule](m.Desc, apipb.E_Message)
	message := &templatepb.Message{
		Name:       string(m.Desc.Name()),
		FullName:   string(m.Desc.FullName()),
		File:       f.Desc.Path(),
		Parent:     parentOf(m.Desc),
		Doc:        plain(m.Comments.Leading),
		Schema:     rule.GetSchema(),
		JsonValue:  rule.GetJsonValue(),
		Deprecated: m.Desc.Options().(*descriptorpb.MessageOptions).GetDeprecated(),
		Options:    b.options(m.Desc),
		Go:         goIdent(m.GoIdent),
	}
	if union := rule.GetJsonUnion(); union != nil {
		message.JsonUnion = &templatepb.Union{Discriminator: union.GetDiscriminator(), DefaultField: union.GetDefaultField()}
	}
	for _, f := range m.Fields {
		message.Fields = append(message.Fields, b.field(f))
		if fieldRule(f).GetJsonAdditional() {
			message.JsonAdditional = string(f.Desc.Name())
		}
	}
	for _, o := range m.Oneofs {
		if o.Desc.IsSynthetic() {
			continue
		}
		oneof := &templatepb.Oneof{
			Name: string(o.Desc.Name()), Doc: plain(o.Comments.Leading), Options: b.options(o.Desc),
			Go: &templatepb.GoOneof{Name: o.GoName, Getter: "Get" + o.GoName, Interface: "is" + o.GoIdent.GoName},
		}
		for _, f := range o.Fields {
			oneof.Fields = append(oneof.Fields, string(f.Desc.Name()))
		}
		message.Oneofs = append(message.Oneofs, oneof)
	}
	return message
}

// parentOf returns the full name of the message that contains d, or "".
func parentOf(d protoreflect.Descriptor) string {
	if parent, ok := d.Parent().(protoreflect.MessageDescriptor); ok {
		return string(parent.FullName())
	}
	return ""
}

func (b *builder) field(f *protogen.Field) *templatepb.Field {
	field := b.fieldWithoutGo(f)
	field.Go = b.goField(f)
	return field
}

func (b *builder) fieldWithoutGo(f *protogen.Field) *templatepb.Field {
	rule, value := fieldRule(f), valueOf(f)
	field := &templatepb.Field{
		Name:              string(f.Desc.Name()),
		Number:            int32(f.Desc.Number()),
		JsonName:          f.Desc.JSONName(),
		Doc:               plain(f.Comments.Leading),
		Repeated:          f.Desc.IsList(),
		Map:               f.Desc.IsMap(),
		HasPresence:       f.Desc.HasPresence(),
		Optional:          isOptional(f.Desc),
		Required:          f.Desc.Cardinality() == protoreflect.Required,
		Constraints:       constraints(f),
		ClientDefault:     rule.GetClientDefault(),
		JsonDiscriminator: rule.GetJsonDiscriminator(),
		JsonNumber:        rule.GetJsonNumber(),
		JsonBase64Url:     rule.GetJsonBase64Url(),
		Helper:            helper(rule),
		Deprecated:        f.Desc.Options().(*descriptorpb.FieldOptions).GetDeprecated(),
		Options:           b.options(f.Desc),
	}
	field.Type, field.TypeName = typeOf(value)
	if f.Desc.IsMap() {
		field.MapKey = f.Desc.MapKey().Kind().String()
	}
	if isInOneof(f) {
		field.Oneof = string(f.Oneof.Desc.Name())
	}
	if f.Desc.HasDefault() {
		field.DefaultValue = protodesc.ToFieldDescriptorProto(f.Desc).GetDefaultValue()
	}
	for _, behavior := range extensionOf[[]annotations.FieldBehavior](f.Desc, annotations.E_FieldBehavior) {
		switch behavior {
		case annotations.FieldBehavior_REQUIRED:
			field.Required = true
		case annotations.FieldBehavior_INPUT_ONLY:
			field.InputOnly = true
		case annotations.FieldBehavior_OUTPUT_ONLY:
			field.OutputOnly = true
		case annotations.FieldBehavior_IMMUTABLE:
			field.Immutable = true
		case annotations.FieldBehavior_IDENTIFIER:
			field.Identifier = true
		case annotations.FieldBehavior_OPTIONAL:
			field.DocumentedOptional = true
		case annotations.FieldBehavior_FIELD_BEHAVIOR_UNSPECIFIED, annotations.FieldBehavior_UNORDERED_LIST,
			annotations.FieldBehavior_NON_EMPTY_DEFAULT:
		}
	}
	return field
}

func fieldRule(f *protogen.Field) *apipb.FieldRule {
	return extensionOf[*apipb.FieldRule](f.Desc, apipb.E_Field)
}

// helper returns the purpose of a field that does not occur in JSON by its own name.
func helper(rule *apipb.FieldRule) string {
	switch {
	case rule.GetJsonNulls():
		return "nulls"
	case rule.GetJsonEmpties():
		return "empties"
	case rule.GetJsonNullEntries():
		return "null_entries"
	case rule.GetJsonAdditional():
		return "additional"
	}
	return ""
}

// isOptional reports whether a field that is neither a message nor in a oneof was declared with
// presence, or a field has the keyword optional.
func isOptional(f protoreflect.FieldDescriptor) bool {
	return f.HasOptionalKeyword() || f.ParentFile().Syntax() == protoreflect.Editions && f.HasPresence() &&
		f.Cardinality() == protoreflect.Optional && f.Message() == nil && f.ContainingOneof() == nil && !f.IsExtension()
}

// isInOneof reports whether a field belongs to a oneof that the file declares.
func isInOneof(f *protogen.Field) bool { return f.Oneof != nil && !f.Oneof.Desc.IsSynthetic() }

// valueOf returns f, or the field for the values of a map.
func valueOf(f *protogen.Field) *protogen.Field {
	if f.Desc.IsMap() {
		return f.Message.Fields[1]
	}
	return f
}

// typeOf returns the type of a field, and the full name of this type if it is a message or an enum.
func typeOf(f *protogen.Field) (kind, name string) {
	kind = f.Desc.Kind().String()
	switch {
	case f.Message != nil:
		return kind, string(f.Message.Desc.FullName())
	case f.Enum != nil:
		return kind, string(f.Enum.Desc.FullName())
	}
	return kind, ""
}

func (b *builder) enum(e *protogen.Enum, f *protogen.File) *templatepb.Enum {
	rule := extensionOf[*apipb.EnumRule](e.Desc, apipb.E_Enum)
	enum := &templatepb.Enum{
		Name:       string(e.Desc.Name()),
		FullName:   string(e.Desc.FullName()),
		File:       f.Desc.Path(),
		Parent:     parentOf(e.Desc),
		Doc:        plain(e.Comments.Leading),
		Schema:     rule.GetSchema(),
		JsonNumber: rule.GetJsonNumber(),
		Closed:     e.Desc.IsClosed(),
		Deprecated: e.Desc.Options().(*descriptorpb.EnumOptions).GetDeprecated(),
		Options:    b.options(e.Desc),
		Go:         goIdent(e.GoIdent),
	}
	for _, v := range e.Values {
		rule := extensionOf[*apipb.EnumValueRule](v.Desc, apipb.E_EnumValue)
		value := &templatepb.EnumValue{
			Name:       string(v.Desc.Name()),
			FullName:   string(v.Desc.FullName()),
			Number:     int32(v.Desc.Number()),
			JsonName:   string(v.Desc.Name()),
			Doc:        plain(v.Comments.Leading),
			Absent:     rule.GetAbsent(),
			Deprecated: v.Desc.Options().(*descriptorpb.EnumValueOptions).GetDeprecated(),
			Options:    b.options(v.Desc),
			Go:         goIdent(v.GoIdent),
		}
		if rule != nil && rule.JsonName != nil {
			value.JsonName = rule.GetJsonName()
		}
		enum.Values = append(enum.Values, value)
	}
	return enum
}

// enums yields the top-level enums of a file, and then those of its messages.
func enums(f *protogen.File) iter.Seq[*protogen.Enum] {
	all := slices.Clone(f.Enums)
	for m := range gonames.Messages(f.Messages) {
		all = append(all, m.Enums...)
	}
	return slices.Values(all)
}

// extensions returns the extensions that a file declares, and then those of its messages.
func (b *builder) extensions(f *protogen.File) []*templatepb.Extension {
	all := slices.Clone(f.Extensions)
	for m := range gonames.Messages(f.Messages) {
		all = append(all, m.Extensions...)
	}
	var extensions []*templatepb.Extension
	for _, x := range all {
		extensions = append(extensions, &templatepb.Extension{
			FullName: string(x.Desc.FullName()), File: f.Desc.Path(),
			Extendee: string(x.Extendee.Desc.FullName()), Field: b.fieldWithoutGo(x),
		})
	}
	return extensions
}
