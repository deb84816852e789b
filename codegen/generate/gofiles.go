// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/codegen/gomessages"
	"github.com/protolect/protolect/codegen/protofile"
)

// Go returns the Go files of descriptors, named by import path: the messages of protoc-gen-go, and the
// clients of protoc-gen-protolect-go. Both run in this process, with the input that protoc would
// give them.
//
// The Go files of a large API take several times the memory of its descriptors. Go releases
// everything as early as possible, and the caller should release the descriptors.
func Go(descriptors []protoreflect.FileDescriptor) ([]File, error) {
	plugin, err := Plugin(descriptors)
	if err != nil {
		return nil, err
	}
	files, messages, err := generateFiles(plugin)
	if err != nil {
		return nil, err
	}
	for i, m := range messages {
		text, err := m.Format()
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: m.Name, Data: text})
		messages[i] = nil
	}
	return files, nil
}

// Plugin returns descriptors as a plugin of protoc receives them.
func Plugin(descriptors []protoreflect.FileDescriptor) (*protogen.Plugin, error) {
	request := new(pluginpb.CodeGeneratorRequest)
	for _, descriptor := range descriptors {
		request.FileToGenerate = append(request.FileToGenerate, descriptor.Path())
	}
	request.ProtoFile = protofile.WithImports(descriptors)
	plugin, err := protogen.Options{}.New(request)
	if err != nil {
		return nil, err
	}
	plugin.SupportedFeatures = internal_gengo.SupportedFeatures
	request.ProtoFile = nil // release its memory
	return plugin, nil
}

// generateFiles generates clients and messages, and releases everything that formatting does not need.
func generateFiles(plugin *protogen.Plugin) (clients []File, messages []*gomessages.File, err error) {
	for _, file := range plugin.Files {
		if !file.Generate {
			continue
		}
		message, err := gomessages.Generate(plugin, file)
		if err != nil {
			return nil, nil, err
		}
		messages = append(messages, message)
		made, err := goclient.Generate(file)
		if err != nil {
			return nil, nil, err
		}
		unions, err := goclient.Unions(file, plugin.Files)
		if err != nil {
			return nil, nil, err
		}
		documentation, err := goclient.Messages(file, plugin.Files)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range slices.Concat(made, unions, documentation) {
			clients = append(clients, File{Name: f.Name, Data: f.Text})
		}
	}
	if response := plugin.Response(); response.Error != nil {
		return nil, nil, fmt.Errorf("generating Go: %s", response.GetError())
	}
	*plugin = protogen.Plugin{}
	return clients, messages, nil
}
