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

// Compile reads files by their import paths from a source, which gives the text
// of a path. What the source does not have is taken from what is linked in:
// Google's own files. The descriptors keep their comments.
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
