// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package googlechat

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/gen/google/apps/card/v1/cardpb"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
)

// prefix is the prefix of our packages before the name of Google's.
const prefix = "protolect."

// surface returns a line for each declaration of our definitions, with Google's names.
func surface() []string {
	s := new(surfaceWriter)
	for _, file := range []protoreflect.FileDescriptor{
		cardpb.File_protolect_google_apps_card_v1_card_proto,
		chatpb.File_protolect_google_chat_v1_chat_proto,
		chatpb.File_protolect_google_chat_v1_chat_service_proto,
	} {
		s.types(file.Messages(), file.Enums())
		for i := range file.Services().Len() {
			s.service(file.Services().Get(i))
		}
	}
	return s.lines
}

type surfaceWriter struct{ lines []string }

func (s *surfaceWriter) add(format string, args ...any) {
	s.lines = append(s.lines, fmt.Sprintf(format, args...))
}

func name(d protoreflect.Descriptor) string {
	return strings.TrimPrefix(string(d.FullName()), prefix)
}

func (s *surfaceWriter) types(messages protoreflect.MessageDescriptors, enums protoreflect.EnumDescriptors) {
	for i := range messages.Len() {
		if m := messages.Get(i); !m.IsMapEntry() {
			s.message(m)
			s.types(m.Messages(), m.Enums())
		}
	}
	for i := range enums.Len() {
		e := enums.Get(i)
		s.add("enum %s", name(e))
		for j := range e.Values().Len() {
			v := e.Values().Get(j)
			s.add("value %s.%s = %d", name(e), v.Name(), v.Number())
		}
	}
}

func (s *surfaceWriter) message(m protoreflect.MessageDescriptor) {
	s.add("message %s", name(m))
	for i := range m.Oneofs().Len() {
		o := m.Oneofs().Get(i)
		if o.IsSynthetic() {
			continue
		}
		var members []string
		for j := range o.Fields().Len() {
			members = append(members, string(o.Fields().Get(j).Name()))
		}
		slices.Sort(members)
		s.add("oneof %s { %s }", name(o), strings.Join(members, ", "))
	}
	for i := range m.Fields().Len() {
		s.field(m.Fields().Get(i))
	}
}

func (s *surfaceWriter) field(f protoreflect.FieldDescriptor) {
	parts := []string{fmt.Sprintf("field %s = %d", name(f), f.Number()), typeOf(f), label(f)}
	if o := f.ContainingOneof(); o != nil && !o.IsSynthetic() {
		parts = append(parts, "oneof="+string(o.Name()))
	}
	parts = append(parts, "json="+f.JSONName())
	var behaviors []string
	for _, b := range proto.GetExtension(f.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior) {
		behaviors = append(behaviors, b.String())
	}
	if f.Options().(*descriptorpb.FieldOptions).GetDeprecated() {
		behaviors = append(behaviors, "deprecated")
	}
	if len(behaviors) > 0 {
		slices.Sort(behaviors)
		parts = append(parts, "behavior="+strings.Join(behaviors, ","))
	}
	s.add("%s", strings.Join(parts, " "))
}

func typeOf(f protoreflect.FieldDescriptor) string {
	switch {
	case f.IsMap():
		return "map<" + typeOf(f.MapKey()) + "," + typeOf(f.MapValue()) + ">"
	case f.Message() != nil:
		return name(f.Message())
	case f.Enum() != nil:
		return name(f.Enum())
	}
	return f.Kind().String()
}

func label(f protoreflect.FieldDescriptor) string {
	switch {
	case f.Cardinality() == protoreflect.Repeated:
		return "repeated"
	case f.HasOptionalKeyword():
		return "optional"
	}
	return "singular"
}

func (s *surfaceWriter) service(service protoreflect.ServiceDescriptor) {
	s.add("service %s", name(service))
	for i := range service.Methods().Len() {
		m := service.Methods().Get(i)
		s.add("rpc %s (%s) returns (%s) %s", name(m), name(m.Input()), name(m.Output()), strings.Join(bindings(m), " | "))
	}
}

// bindings returns the HTTP bindings of a method: verb, path and body.
func bindings(m protoreflect.MethodDescriptor) []string {
	rule := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	var all []string
	for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		var text string
		switch pattern := r.GetPattern().(type) {
		case *annotations.HttpRule_Get:
			text = "GET " + pattern.Get
		case *annotations.HttpRule_Put:
			text = "PUT " + pattern.Put
		case *annotations.HttpRule_Post:
			text = "POST " + pattern.Post
		case *annotations.HttpRule_Delete:
			text = "DELETE " + pattern.Delete
		case *annotations.HttpRule_Patch:
			text = "PATCH " + pattern.Patch
		}
		if r.GetBody() != "" {
			text += " body=" + r.GetBody()
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}
