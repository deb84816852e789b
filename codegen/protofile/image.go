// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile

import (
	"context"
	"errors"
	"io/fs"
	"path"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Image compiles all .proto files of a folder. It returns them and their imports as a buf
// image: a FileDescriptorSet in which imports are marked (buf.alpha.image.v1.Image).
func Image(ctx context.Context, folder fs.FS) ([]byte, error) {
	var paths []string
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && path.Ext(name) == ".proto" {
			paths = append(paths, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, errors.New("the folder contains no .proto files")
	}
	files, err := Compile(ctx, func(name string) ([]byte, error) { return fs.ReadFile(folder, name) }, paths...)
	if err != nil {
		return nil, err
	}
	own := make(map[string]bool)
	for _, name := range paths {
		own[name] = true
	}
	image := new(descriptorpb.FileDescriptorSet)
	for _, file := range WithImports(files) {
		if !own[file.GetName()] {
			file.ProtoReflect().SetUnknown(isImport)
		}
		image.File = append(image.File, file)
	}
	return proto.MarshalOptions{Deterministic: true}.Marshal(image)
}

// isImport is the encoded field ImageFile.buf_extension with is_import set.
var isImport = func() []byte {
	const bufExtension, isImport = 8042, 1
	inner := protowire.AppendVarint(protowire.AppendTag(nil, isImport, protowire.VarintType), 1)
	return protowire.AppendBytes(protowire.AppendTag(nil, bufExtension, protowire.BytesType), inner)
}()
