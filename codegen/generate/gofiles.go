// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"bytes"
	"fmt"

	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/codegen/protofile"
)

// validateImport is how protoc-gen-go links buf/validate/validate.proto, as it
// does with every file that another imports. It is imported for its options
// alone, which are read by programs that have it anyway: no other need depend on
// it.
const validateImport = "\t_ \"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate\"\n"

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
		unions, err := goclient.Unions(file, plugin.Files)
		if err != nil {
			return nil, err
		}
		for _, f := range append(clients, unions...) {
			files = append(files, File{Name: f.Name, Data: f.Text})
		}
	}
	response := plugin.Response()
	if response.Error != nil {
		return nil, fmt.Errorf("generating Go: %s", response.GetError())
	}
	for _, file := range response.File {
		text := bytes.Replace([]byte(file.GetContent()), []byte(validateImport), nil, 1)
		if descriptor := described[file.GetName()]; descriptor != nil {
			if text, err = withDescriptor(text, descriptor); err != nil {
				return nil, err
			}
		}
		files = append(files, File{Name: file.GetName(), Data: text})
	}
	return files, nil
}
