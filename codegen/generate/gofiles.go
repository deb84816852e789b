// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"fmt"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/codegen/protofile"
)

// Go returns the Go files of descriptors, named by import path: the messages
// as protoc-gen-go makes them, and the clients as protoc-gen-protolect-go does.
// Both run in this process, on what they would get from protoc.
func Go(descriptors []protoreflect.FileDescriptor) ([]File, error) {
	request := &pluginpb.CodeGeneratorRequest{}
	for _, descriptor := range descriptors {
		request.FileToGenerate = append(request.FileToGenerate, descriptor.Path())
	}
	request.ProtoFile = protofile.WithImports(descriptors)
	plugin, err := protogen.Options{}.New(request)
	if err != nil {
		return nil, err
	}
	plugin.SupportedFeatures = internal_gengo.SupportedFeatures
	// protoc-gen-go links every file that another imports. This one is imported
	// for its options alone, which are read by programs that have it anyway: no
	// other need depend on it.
	delete(plugin.FilesByPath, validate.File_buf_validate_validate_proto.Path())
	var files []File
	described := make(map[string]*descriptorpb.FileDescriptorProto) // by the Go file
	for _, file := range plugin.Files {
		if !file.Generate {
			continue
		}
		described[file.GeneratedFilenamePrefix+".pb.go"] = file.Proto
		file.Proto = standIn(file.Proto)
		internal_gengo.GenerateFile(plugin, file)
		clients, err := goclient.Generate(file)
		if err != nil {
			return nil, err
		}
		for _, client := range clients {
			files = append(files, File{Name: client.Name, Data: client.Text})
		}
	}
	response := plugin.Response()
	if response.Error != nil {
		return nil, fmt.Errorf("generating Go: %s", response.GetError())
	}
	for _, file := range response.File {
		text := []byte(file.GetContent())
		if descriptor := described[file.GetName()]; descriptor != nil {
			if text, err = withDescriptor(text, descriptor); err != nil {
				return nil, err
			}
		}
		files = append(files, File{Name: file.GetName(), Data: text})
	}
	return files, nil
}
