// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "google.golang.org/genproto/googleapis/api/httpbody"
	_ "google.golang.org/genproto/googleapis/rpc/code"   // google/rpc/code.proto
	_ "google.golang.org/genproto/googleapis/rpc/status" // google/rpc/status.proto
	_ "google.golang.org/protobuf/types/known/anypb"
	_ "google.golang.org/protobuf/types/known/durationpb"
	_ "google.golang.org/protobuf/types/known/emptypb"
	_ "google.golang.org/protobuf/types/known/fieldmaskpb"
	_ "google.golang.org/protobuf/types/known/structpb"
	_ "google.golang.org/protobuf/types/known/timestamppb"
	_ "google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/codegen/document"
)

// WellKnown is the full name of a message or enum that Google publishes.
type WellKnown string

// The well-known types that documents speak of.
const (
	AnyType       WellKnown = "google.protobuf.Any"
	DurationType  WellKnown = "google.protobuf.Duration"
	EmptyType     WellKnown = "google.protobuf.Empty"
	FieldMaskType WellKnown = "google.protobuf.FieldMask"
	HTTPBodyType  WellKnown = "google.api.HttpBody"
	ListValueType WellKnown = "google.protobuf.ListValue"
	StatusType    WellKnown = "google.rpc.Status"
	StructType    WellKnown = "google.protobuf.Struct"
	TimestampType WellKnown = "google.protobuf.Timestamp"
	ValueType     WellKnown = "google.protobuf.Value"
)

// wrappers are the messages around values that are no messages.
var wrappers = map[document.Kind]WellKnown{
	document.String:  "google.protobuf.StringValue",
	document.Integer: "google.protobuf.Int64Value",
	document.Number:  "google.protobuf.DoubleValue",
	document.Boolean: "google.protobuf.BoolValue",
}

// Descriptor returns the message or enum, or nil where no such is known.
func (w WellKnown) Descriptor() protoreflect.Descriptor {
	descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(w))
	if err != nil {
		return nil
	}
	return descriptor
}
