// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile

import (
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// WithImports returns the protos of descriptors and of all their imports, sorted so that a
// file follows its imports.
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
		protos = append(protos, protodesc.ToFileDescriptorProto(descriptor))
	}
	for _, descriptor := range descriptors {
		add(descriptor)
	}
	return protos
}
