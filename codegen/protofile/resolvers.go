// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile

import (
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Resolvers finds descriptors in the first registry that contains them.
type Resolvers []*protoregistry.Files

// FindFileByPath implements protodesc.Resolver.
func (r Resolvers) FindFileByPath(path string) (protoreflect.FileDescriptor, error) {
	for _, files := range r {
		if descriptor, err := files.FindFileByPath(path); err == nil {
			return descriptor, nil
		}
	}
	return nil, protoregistry.NotFound
}

// FindDescriptorByName implements protodesc.Resolver.
func (r Resolvers) FindDescriptorByName(name protoreflect.FullName) (protoreflect.Descriptor, error) {
	for _, files := range r {
		if descriptor, err := files.FindDescriptorByName(name); err == nil {
			return descriptor, nil
		}
	}
	return nil, protoregistry.NotFound
}
