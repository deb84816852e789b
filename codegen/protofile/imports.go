// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// WithImports returns the protos of descriptors and of all that they import,
// each after what it imports.
func WithImports(descriptors []protoreflect.FileDescriptor) []*descriptorpb.FileDescriptorProto {
	var protos []*descriptorpb.FileDescriptorProto
	done := make(map[string]bool)
	var add func(protoreflect.FileDescriptor)
	add = func(descriptor protoreflect.FileDescriptor) {
		if done[descriptor.Path()] {
			return
		}
		done[descriptor.Path()] = true
		imports := descriptor.Imports()
		for i := range imports.Len() {
			add(imports.Get(i).FileDescriptor)
		}
		protos = append(protos, withSourceInfo(descriptor))
	}
	for _, descriptor := range descriptors {
		add(descriptor)
	}
	return protos
}

// withSourceInfo returns the proto of a descriptor with its comments, which
// protodesc leaves out.
func withSourceInfo(descriptor protoreflect.FileDescriptor) *descriptorpb.FileDescriptorProto {
	file := protodesc.ToFileDescriptorProto(descriptor)
	locations := descriptor.SourceLocations()
	if locations.Len() == 0 {
		return file
	}
	file.SourceCodeInfo = new(descriptorpb.SourceCodeInfo)
	for i := range locations.Len() {
		location := locations.Get(i)
		file.SourceCodeInfo.Location = append(file.SourceCodeInfo.Location, &descriptorpb.SourceCodeInfo_Location{
			Path:                    location.Path,
			Span:                    []int32{int32(location.StartLine), int32(location.StartColumn), int32(location.EndLine), int32(location.EndColumn)},
			LeadingComments:         commentOf(location.LeadingComments),
			TrailingComments:        commentOf(location.TrailingComments),
			LeadingDetachedComments: location.LeadingDetachedComments,
		})
	}
	return file
}

func commentOf(text string) *string {
	if text == "" {
		return nil
	}
	return proto.String(text)
}
