// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"cmp"
	"slices"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

func (f *file) addMessage(m *model.Message) {
	path := []int32{fileMessages, int32(len(f.proto.MessageType))}
	f.proto.MessageType = append(f.proto.MessageType, f.message(m, path))
}

func (f *file) message(m *model.Message, path []int32) *descriptorpb.DescriptorProto {
	d := &descriptorpb.DescriptorProto{Name: proto.String(m.Name)}
	f.comment(comment(m.Description), path)
	options := new(descriptorpb.MessageOptions)
	if m.Deprecated {
		options.Deprecated = proto.Bool(true)
		d.Options = options
	}
	if rule := messageRule(m); rule != nil {
		f.setOption(options, apipb.E_Message, rule)
		d.Options = options
	}
	for i, field := range inOrder(m.Fields) {
		d.Field = append(d.Field, f.field(field, d, append(slices.Clip(path), messageFields, int32(i))))
	}
	addOneofs(d, inOrder(m.Fields))
	entries := d.NestedType // map entries, which follow the other messages
	d.NestedType = nil
	for i, nested := range sorted(m.Messages) {
		d.NestedType = append(d.NestedType, f.message(nested, append(slices.Clip(path), messageNested, int32(i))))
	}
	d.NestedType = append(d.NestedType, entries...)
	for i, e := range sortedEnums(m.Enums) {
		d.EnumType = append(d.EnumType, f.enum(e, append(slices.Clip(path), messageEnums, int32(i))))
	}
	last := int32(0) // which no field has
	for _, r := range m.Reserved {
		if r.Number != last {
			d.ReservedRange = append(d.ReservedRange, &descriptorpb.DescriptorProto_ReservedRange{
				Start: proto.Int32(r.Number),
				End:   proto.Int32(r.Number + 1), // exclusive
			})
		}
		last = r.Number
		if r.Name != "" {
			d.ReservedName = append(d.ReservedName, r.Name)
		}
	}
	return d
}

// messageRule returns protolect.api.v1.message for m, or nil if it is empty.
func messageRule(m *model.Message) *apipb.MessageRule {
	rule := new(apipb.MessageRule)
	if m.Schema != "" && (m.Parent != nil || m.Name != m.Schema) {
		rule.Schema = m.Schema
	}
	if m.JSONValue {
		rule.JsonValue = m.Fields[0].Name
	}
	if m.IsUnion {
		rule.JsonUnion = &apipb.Union{Discriminator: m.Discriminator}
		if m.DefaultAlternative != nil {
			rule.JsonUnion.DefaultField = m.DefaultAlternative.Name
		}
	}
	if rule.Schema == "" && rule.JsonValue == "" && rule.JsonUnion == nil {
		return nil
	}
	return rule
}

func (f *file) field(field *model.Field, owner *descriptorpb.DescriptorProto, path []int32) *descriptorpb.FieldDescriptorProto {
	d := &descriptorpb.FieldDescriptorProto{
		Name:     proto.String(field.Name),
		Number:   proto.Int32(field.Number),
		Label:    descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(),
		JsonName: proto.String(field.JSONName()),
	}
	f.comment(fieldComment(field), path)
	f.setType(d, field.Type, owner)
	if field.Optional {
		d.Proto3Optional = proto.Bool(true)
	}
	if field.Repeated {
		d.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
	}
	options := new(descriptorpb.FieldOptions)
	if field.Deprecated {
		options.Deprecated = proto.Bool(true)
	}
	if len(field.Behaviors) > 0 {
		var behaviors []annotations.FieldBehavior
		for _, b := range field.Behaviors {
			behaviors = append(behaviors, fieldBehaviors[b])
		}
		f.setOption(options, annotations.E_FieldBehavior, behaviors)
	}
	if field.RequestID {
		f.setOption(options, annotations.E_FieldInfo, &annotations.FieldInfo{Format: annotations.FieldInfo_UUID4})
	}
	if rule := fieldRule(field); proto.Size(rule) > 0 {
		f.setOption(options, apipb.E_Field, rule)
	}
	if rules := constraints(field); rules != nil {
		f.setOption(options, validate.E_Field, rules)
	}
	if proto.Size(options) > 0 {
		d.Options = options
	}
	return d
}

// fieldRule returns protolect.api.v1.field for a field. It may be empty.
func fieldRule(field *model.Field) *apipb.FieldRule {
	rule := &apipb.FieldRule{
		JsonBase64Url:    field.JSON.Base64URL,
		JsonNumber:       field.JSON.Number,
		JsonAdditional:   field.JSON.Additional,
		JsonNulls:        field.JSON.Nulls,
		JsonNullElements: field.JSON.NullElements,
		JsonEmpties:      field.JSON.Empties,
		JsonNullEntries:  field.JSON.NullEntries,
		JsonZero:         field.JSON.Zero && field.Optional && field.IsRequired(),

		JsonDiscriminator: field.JSON.Discriminators,
		ClientDefault:     field.ClientDefault,
		HttpStatus:        field.Status,
	}
	if p := field.Parameter; p != (model.Parameter{}) {
		rule.Parameter = parameterRule(p)
	}
	if c := &field.Constraints; field.CheckedBySender {
		if !field.Repeated {
			rule.Pattern = c.Pattern
		}
		if c.MinItems != nil {
			rule.MinItems = uint32(*c.MinItems)
		}
		if c.MaxItems != nil {
			rule.MaxItems = uint32(*c.MaxItems)
		}
	}
	return rule
}

func parameterRule(p model.Parameter) *apipb.Parameter {
	return &apipb.Parameter{
		Header: p.Header, Cookie: p.Cookie, Query: p.Query, Path: p.Path,
		Separator: p.Separator, Exploded: p.Exploded, Json: p.JSON, Prefix: p.Prefix,
	}
}

// inOrder returns fields sorted by number. The members of a oneof follow its first member.
func inOrder(fields []*model.Field) []*model.Field {
	first := make(map[string]int32)
	for _, f := range fields {
		if number, ok := first[f.Oneof]; f.Oneof != "" && (!ok || f.Number < number) {
			first[f.Oneof] = f.Number
		}
	}
	place := func(f *model.Field) int32 {
		if f.Oneof != "" {
			return first[f.Oneof]
		}
		return f.Number
	}
	return slices.SortedFunc(slices.Values(fields), func(a, b *model.Field) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Number, b.Number))
	})
}

// addOneofs adds the oneofs of the fields, and then the synthetic oneofs of optional fields.
func addOneofs(d *descriptorpb.DescriptorProto, fields []*model.Field) {
	index := make(map[string]int32)
	add := func(name string) int32 {
		i, ok := index[name]
		if !ok {
			i = int32(len(d.OneofDecl))
			index[name] = i
			d.OneofDecl = append(d.OneofDecl, &descriptorpb.OneofDescriptorProto{Name: proto.String(name)})
		}
		return i
	}
	for i, f := range fields {
		if f.Oneof != "" {
			d.Field[i].OneofIndex = proto.Int32(add(f.Oneof))
		}
	}
	for _, f := range d.Field {
		if f.GetProto3Optional() {
			f.OneofIndex = proto.Int32(add("_" + f.GetName()))
		}
	}
}

var fieldBehaviors = map[model.Behavior]annotations.FieldBehavior{
	model.Optional:      annotations.FieldBehavior_OPTIONAL,
	model.Required:      annotations.FieldBehavior_REQUIRED,
	model.OutputOnly:    annotations.FieldBehavior_OUTPUT_ONLY,
	model.InputOnly:     annotations.FieldBehavior_INPUT_ONLY,
	model.Immutable:     annotations.FieldBehavior_IMMUTABLE,
	model.UnorderedList: annotations.FieldBehavior_UNORDERED_LIST,
	model.Identifier:    annotations.FieldBehavior_IDENTIFIER,
}

var scalars = map[model.Scalar]descriptorpb.FieldDescriptorProto_Type{
	model.Bool:   descriptorpb.FieldDescriptorProto_TYPE_BOOL,
	model.Int32:  descriptorpb.FieldDescriptorProto_TYPE_INT32,
	model.UInt32: descriptorpb.FieldDescriptorProto_TYPE_UINT32,
	model.Int64:  descriptorpb.FieldDescriptorProto_TYPE_INT64,
	model.UInt64: descriptorpb.FieldDescriptorProto_TYPE_UINT64,
	model.Float:  descriptorpb.FieldDescriptorProto_TYPE_FLOAT,
	model.Double: descriptorpb.FieldDescriptorProto_TYPE_DOUBLE,
	model.String: descriptorpb.FieldDescriptorProto_TYPE_STRING,
	model.Bytes:  descriptorpb.FieldDescriptorProto_TYPE_BYTES,
}

// setType sets the type of a field. For a map, it adds the map entry to owner.
func (f *file) setType(d *descriptorpb.FieldDescriptorProto, t model.Type, owner *descriptorpb.DescriptorProto) {
	switch t := t.(type) {
	case model.Scalar:
		d.Type = scalars[t].Enum()
	case *model.Enum:
		d.Type = descriptorpb.FieldDescriptorProto_TYPE_ENUM.Enum()
		d.TypeName = proto.String(f.enumReference(t))
	case *model.Message:
		d.Type = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum()
		d.TypeName = proto.String(f.reference(t))
	case model.WellKnown:
		descriptor := f.wellKnown(t)
		d.Type = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum()
		if _, ok := descriptor.(protoreflect.EnumDescriptor); ok {
			d.Type = descriptorpb.FieldDescriptorProto_TYPE_ENUM.Enum()
		}
		d.TypeName = proto.String("." + string(descriptor.FullName()))
	case model.Map:
		entry := f.mapEntry(d.GetName(), t)
		owner.NestedType = append(owner.NestedType, entry)
		d.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
		d.Type = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum()
		d.TypeName = proto.String(entry.GetName())
	}
}

// mapEntry returns the message that represents the entries of a map<string, V> field.
func (f *file) mapEntry(field string, m model.Map) *descriptorpb.DescriptorProto {
	entry := &descriptorpb.DescriptorProto{
		Name:    proto.String(naming.MapEntry(field)),
		Options: &descriptorpb.MessageOptions{MapEntry: proto.Bool(true)},
	}
	optional := descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL
	value := &descriptorpb.FieldDescriptorProto{
		Name: proto.String("value"), Number: proto.Int32(2), Label: &optional, JsonName: proto.String("value"),
	}
	f.setType(value, m.Value, entry)
	entry.Field = []*descriptorpb.FieldDescriptorProto{
		{
			Name: proto.String("key"), Number: proto.Int32(1), Label: &optional, JsonName: proto.String("key"),
			Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(),
		},
		value,
	}
	return entry
}

func (f *file) addEnum(e *model.Enum) {
	path := []int32{fileEnums, int32(len(f.proto.EnumType))}
	f.proto.EnumType = append(f.proto.EnumType, f.enum(e, path))
}

func (f *file) enum(e *model.Enum, path []int32) *descriptorpb.EnumDescriptorProto {
	d := &descriptorpb.EnumDescriptorProto{Name: proto.String(e.Name)}
	f.comment(comment(e.Description), path)
	values := slices.SortedFunc(slices.Values(e.Values), func(a, b *model.EnumValue) int { return cmp.Compare(a.Number, b.Number) })
	for i, v := range values {
		value := &descriptorpb.EnumValueDescriptorProto{Name: proto.String(v.Name), Number: proto.Int32(v.Number)}
		f.comment(comment(v.Description), append(slices.Clip(path), enumValues, int32(i)))
		options := new(descriptorpb.EnumValueOptions)
		if v.Deprecated {
			options.Deprecated = proto.Bool(true)
			value.Options = options
		}
		rule := &apipb.EnumValueRule{Absent: v.Absent && v.Official == nil}
		if v.Name != v.Key && !v.Absent {
			rule.JsonName = proto.String(v.Key)
		}
		if proto.Size(rule) > 0 {
			f.setOption(options, apipb.E_EnumValue, rule)
			value.Options = options
		}
		d.Value = append(d.Value, value)
	}
	rule := &apipb.EnumRule{JsonNumber: e.JSONNumber}
	if e.Name != e.Schema {
		rule.Schema = e.Schema
	}
	if rule.JsonNumber || rule.Schema != "" {
		d.Options = new(descriptorpb.EnumOptions)
		f.setOption(d.Options, apipb.E_Enum, rule)
	}
	for _, r := range e.Reserved {
		d.ReservedRange = append(d.ReservedRange, &descriptorpb.EnumDescriptorProto_EnumReservedRange{
			Start: proto.Int32(r.Number),
			End:   proto.Int32(r.Number), // inclusive
		})
		if r.Name != "" {
			d.ReservedName = append(d.ReservedName, r.Name)
		}
	}
	return d
}
