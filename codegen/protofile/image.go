// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile

import (
	"context"
	"fmt"
	"io/fs"
	"path"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Image compiles all .proto files of a folder and returns them, with what they
// import, as a buf image (buf.alpha.image.v1.Image: a FileDescriptorSet whose
// files say whether they are imports).
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
		return nil, fmt.Errorf("there are no .proto files to compile")
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

// isImport is ImageFile.buf_extension.is_import, set.
var isImport = func() []byte {
	const bufExtension, isImport = 8042, 1
	inner := protowire.AppendVarint(protowire.AppendTag(nil, isImport, protowire.VarintType), 1)
	return protowire.AppendBytes(protowire.AppendTag(nil, bufExtension, protowire.BytesType), inner)
}()
