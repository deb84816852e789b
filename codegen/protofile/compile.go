// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile

import (
	"bytes"
	"context"
	"io"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Compile compiles the files with the given import paths, and their imports. source returns
// the text of a file. If it returns an error, Compile uses the file that is linked into the
// program, such as those of Google. The descriptors contain the comments.
func Compile(ctx context.Context, source func(path string) ([]byte, error), paths ...string) ([]protoreflect.FileDescriptor, error) {
	compiler := protocompile.Compiler{
		Resolver: protocompile.CompositeResolver{
			&protocompile.SourceResolver{Accessor: func(path string) (io.ReadCloser, error) {
				text, err := source(path)
				if err != nil {
					return nil, err
				}
				return io.NopCloser(bytes.NewReader(text)), nil
			}},
			protocompile.ResolverFunc(linkedIn),
		},
		SourceInfoMode: protocompile.SourceInfoStandard,
	}
	files, err := compiler.Compile(ctx, paths...)
	if err != nil {
		return nil, err
	}
	compiled := make([]protoreflect.FileDescriptor, len(files))
	for i, file := range files {
		compiled[i] = file
	}
	return compiled, nil
}

func linkedIn(path string) (protocompile.SearchResult, error) {
	file, err := protoregistry.GlobalFiles.FindFileByPath(path)
	return protocompile.SearchResult{Desc: file}, err
}
