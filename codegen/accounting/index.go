// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package accounting

import (
	"cmp"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// index records the document's names that the descriptors carry.
func (c *counter) index(file protoreflect.FileDescriptor) {
	for _, scope := range extension[*apipb.FileRule](file, apipb.E_File).GetOauthScopes() {
		c.scopes[scope.GetName()] = true
	}
	for i := range file.Messages().Len() {
		m := file.Messages().Get(i)
		if extension[*apipb.MessageRule](m, apipb.E_Message).GetSchema() == "" {
			c.messages[string(m.Name())] = m
		}
		c.indexNamed(m)
	}
	for i := range file.Enums().Len() {
		e := file.Enums().Get(i)
		c.enums[cmp.Or(extension[*apipb.EnumRule](e, apipb.E_Enum).GetSchema(), string(e.Name()))] = e
	}
	for i := range file.Services().Len() {
		methods := file.Services().Get(i).Methods()
		for j := range methods.Len() {
			for _, id := range extension[*apipb.MethodRule](methods.Get(j), apipb.E_Method).GetIds() {
				c.methods[id] = methods.Get(j)
			}
		}
	}
}

// indexNamed records a message and its nested messages by the schema names in their options.
func (c *counter) indexNamed(m protoreflect.MessageDescriptor) {
	if name := extension[*apipb.MessageRule](m, apipb.E_Message).GetSchema(); name != "" {
		c.messages[name] = m
	}
	for i := range m.Messages().Len() {
		c.indexNamed(m.Messages().Get(i))
	}
}

// extension returns an option of a descriptor, or nil. The descriptors of a compiler may contain
// it as a dynamic message, which extension converts.
func extension[M proto.Message](d protoreflect.Descriptor, kind protoreflect.ExtensionType) M {
	var rule M
	d.Options().ProtoReflect().Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		if field.FullName() != kind.TypeDescriptor().FullName() {
			return true
		}
		rule = rule.ProtoReflect().New().Interface().(M)
		if data, err := proto.Marshal(value.Message().Interface()); err == nil {
			_ = proto.Unmarshal(data, rule) // both are the same message
		}
		return false
	})
	return rule
}
