// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Command protoc-gen-protolect-go is a plugin of protoc and buf that generates Go clients.
// It generates a client for every service. All RPCs must have google.api.http annotations.
//
// The import path of a client follows from the messages' package, which protoc-gen-go
// generates: the client for ".../chat/v1/chatpb" is the package chat at ".../chat/v1". For
// unions (protolect.api.v1.message.json_union), the plugin generates constructors into the
// messages' package. It also generates a file doc.go with the comment of that package.
//
// The plugin accepts the parameters module and M of protogen.
package main

import (
	"slices"

	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"

	"github.com/protolect/protolect/codegen/goclient"
)

func main() {
	protogen.Options{}.Run(func(plugin *protogen.Plugin) error {
		plugin.SupportedFeatures = internal_gengo.SupportedFeatures
		plugin.SupportedEditionsMinimum = internal_gengo.SupportedEditionsMinimum
		plugin.SupportedEditionsMaximum = internal_gengo.SupportedEditionsMaximum
		for _, file := range plugin.Files {
			if !file.Generate {
				continue
			}
			clients, err := goclient.Generate(file)
			if err != nil {
				return err
			}
			unions, err := goclient.Unions(file, plugin.Files)
			if err != nil {
				return err
			}
			documentation, err := goclient.Messages(file, plugin.Files)
			if err != nil {
				return err
			}
			for _, f := range slices.Concat(clients, unions, documentation) {
				if _, err := plugin.NewGeneratedFile(f.Name, f.ImportPath).Write(f.Text); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
