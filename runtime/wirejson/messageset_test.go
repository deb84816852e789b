// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/runtime/protoimpl"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/protolect/protolect/runtime/wirejson"
)

// messageSet returns the descriptor of a message set. Package protodesc refuses to make one.
func messageSet(t *testing.T) protoreflect.MessageDescriptor {
	t.Helper()
	f := new(descriptorpb.FileDescriptorProto)
	if err := prototext.Unmarshal([]byte(`name: "set.proto" package: "test" syntax: "proto2"
		message_type { name: "Set" options { message_set_wire_format: true } extension_range { start: 4 end: 2147483647 } }
		message_type { name: "Owner" field { name: "set" number: 1 label: LABEL_OPTIONAL type: TYPE_MESSAGE type_name: ".test.Set" } }`), f); err != nil {
		t.Fatal(err)
	}
	raw, err := proto.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return protoimpl.DescBuilder{RawDescriptor: raw, NumMessages: 2, FileRegistry: new(protoregistry.Files)}.Build().File.Messages().ByName("Set")
}

// A message set has no JSON form, wherever it is.
func TestMessageSet(t *testing.T) {
	set := messageSet(t)
	types := new(protoregistry.Types)
	if err := types.RegisterMessage(dynamicpb.NewMessageType(set)); err != nil {
		t.Fatal(err)
	}
	owner := dynamicpb.NewMessage(set.ParentFile().Messages().ByName("Owner"))
	owner.Mutable(owner.Descriptor().Fields().ByName("set"))
	const want = "a message other than a message set, which has no JSON form"
	for name, m := range map[string]proto.Message{
		"alone": dynamicpb.NewMessage(set), "in a field": owner, "in an Any": &anypb.Any{TypeUrl: "example.com/test.Set"},
	} {
		text, err := wirejson.MarshalOptions{Resolver: types}.Marshal(m)
		// Without the tag protolegacy, package proto does not read the content of an Any.
		isUnread := err != nil && name == "in an Any" && strings.Contains(err.Error(), "no support for message_set_wire_format")
		if err == nil || !isUnread && !strings.Contains(err.Error(), want) {
			t.Errorf("%s is written as %s, %v", name, text, err)
		}
	}
	for name, test := range map[string]struct {
		m    proto.Message
		text string
	}{
		"alone":      {dynamicpb.NewMessage(set), `{}`},
		"in a field": {dynamicpb.NewMessage(owner.Descriptor()), `{"set":{}}`},
		"in an Any":  {new(anypb.Any), `{"@type":"example.com/test.Set"}`},
	} {
		err := wirejson.UnmarshalOptions{Resolver: types}.Unmarshal([]byte(test.text), test.m)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is read from %s: %v", name, test.text, err)
		}
	}
}
