// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package testpb generates messages for tests of the runtime.
package testpb

import (
	"errors"

	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/protofile"
)

// Generate returns the output of protoc-gen-go for files, by name.
func Generate(files []protoreflect.FileDescriptor, parameter string) (map[string][]byte, error) {
	request := &pluginpb.CodeGeneratorRequest{ProtoFile: protofile.WithImports(files), Parameter: proto.String(parameter)}
	for _, f := range files {
		request.FileToGenerate = append(request.FileToGenerate, f.Path())
	}
	plugin, err := protogen.Options{}.New(request)
	if err != nil {
		return nil, err
	}
	plugin.SupportedFeatures = internal_gengo.SupportedFeatures
	plugin.SupportedEditionsMinimum = internal_gengo.SupportedEditionsMinimum
	plugin.SupportedEditionsMaximum = internal_gengo.SupportedEditionsMaximum
	for _, f := range plugin.Files {
		if f.Generate {
			internal_gengo.GenerateFile(plugin, f)
		}
	}
	response := plugin.Response()
	if response.Error != nil {
		return nil, errors.New(response.GetError())
	}
	made := make(map[string][]byte)
	for _, f := range response.GetFile() {
		made[f.GetName()] = []byte(f.GetContent())
	}
	return made, nil
}
