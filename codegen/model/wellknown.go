// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	// The files of the well-known types, which Descriptor looks up in the registry.
	_ "google.golang.org/genproto/googleapis/api/httpbody"
	_ "google.golang.org/genproto/googleapis/rpc/code"
	_ "google.golang.org/genproto/googleapis/rpc/status"
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

// The well-known types that schemas of documents become.
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

// wrappers are the messages that wrap scalars.
var wrappers = map[document.Kind]WellKnown{
	document.String:  "google.protobuf.StringValue",
	document.Integer: "google.protobuf.Int64Value",
	document.Number:  "google.protobuf.DoubleValue",
	document.Boolean: "google.protobuf.BoolValue",
}

// Descriptor returns the descriptor of the message or enum, or nil if it is unknown.
func (w WellKnown) Descriptor() protoreflect.Descriptor {
	descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(w))
	if err != nil {
		return nil
	}
	return descriptor
}
