// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package protofile

import (
	"bytes"

	"github.com/bufbuild/protocompile/parser"
	"github.com/bufbuild/protocompile/reporter"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Parse parses the text of a file without its imports. Type names and options of the result are as in the text.
func Parse(name string, text []byte) (*descriptorpb.FileDescriptorProto, error) {
	handler := reporter.NewHandler(nil)
	node, err := parser.Parse(name, bytes.NewReader(text), handler)
	if err != nil {
		return nil, err
	}
	result, err := parser.ResultFromAST(node, true, handler)
	if err != nil {
		return nil, err
	}
	return result.FileDescriptorProto(), nil
}
