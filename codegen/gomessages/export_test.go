// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomessages

import (
	"errors"

	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"
)

// Both returns the text of a file as this package formats it, and as protogen does.
func Both(plugin *protogen.Plugin, file *protogen.File) (got, want []byte, err error) {
	descriptor, err := takeDescriptor(file)
	if err != nil {
		return nil, nil, err
	}
	generated := internal_gengo.GenerateFile(plugin, file)
	f := &File{Name: file.GeneratedFilenamePrefix + ".pb.go", descriptor: descriptor}
	if !f.read(generated) {
		return nil, nil, errors.New("the text cannot be read: protogen has changed")
	}
	if got, err = f.Format(); err != nil {
		return nil, nil, err
	}
	f.generated = generated
	want, err = f.Format()
	return got, want, err
}
