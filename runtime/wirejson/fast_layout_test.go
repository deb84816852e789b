// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// TestLayouts checks which messages have a layout, so that the tests which compare with protojson
// cover both the fast path and reflection.
func TestLayouts(t *testing.T) {
	for _, m := range []proto.Message{
		new(chatpb.Message), new(chatpb.ListMessagesResponse), new(testpb.Proto3), new(testpb.Proto2), new(testpb.Required), new(testpb.Grouped), new(testpb.Open),
		new(testpb.Hybrid), new(testpb.Full), new(testpb.Patch), new(testpb.Change), new(structpb.Value), new(structpb.Struct), new(structpb.ListValue), new(wrapperspb.Int64Value),
	} {
		if layoutOfMessage(m).useReflection {
			t.Errorf("%T has no layout", m)
		}
	}
	for _, m := range []proto.Message{
		new(testpb.Opaque), new(testpb.Extended), new(testpb.Event), new(testpb.Grid), new(testpb.Labels), new(testpb.Herd),
		new(anypb.Any), dynamicpb.NewMessage(new(testpb.Proto3).ProtoReflect().Descriptor()), struct{ *chatpb.Message }{},
	} {
		if !layoutOfMessage(m).useReflection {
			t.Errorf("%T has a layout", m)
		}
	}
}
