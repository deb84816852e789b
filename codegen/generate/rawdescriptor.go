// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"bytes"
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// protoc-gen-go writes a file's descriptor as a sum of strings, one for each
// line feed in it, and go/printer takes a time that grows with the square of
// how many there are: for compute's 60,000 most of what the whole line takes.
// So protoc-gen-go gets a stand-in, and what it wrote of that is replaced by the
// descriptor, in the form that go/printer would give it. That the plugin itself
// writes the same is tested in tests/golden.

// standIn returns a descriptor in which is nothing but what protoc-gen-go looks
// at: the rest it takes from elsewhere.
func standIn(file *descriptorpb.FileDescriptorProto) *descriptorpb.FileDescriptorProto {
	small := &descriptorpb.FileDescriptorProto{Name: file.Name}
	if file.GetOptions().GetDeprecated() {
		small.Options = &descriptorpb.FileOptions{Deprecated: proto.Bool(true)}
	}
	return small
}

// maxTerms is how many strings make a descriptor: go/parser refuses a sum of
// 100,000. The last has the rest.
const maxTerms = 90_000

// withDescriptor returns the text of a .pb.go file with a descriptor in place
// of the stand-in.
func withDescriptor(text []byte, file *descriptorpb.FileDescriptorProto) ([]byte, error) {
	const start = `_rawDesc = "" +`
	at := bytes.Index(text, []byte(start))
	length := bytes.Index(text[max(at, 0):], []byte("\n\n"))
	if at < 0 || length < 0 {
		return nil, fmt.Errorf("the Go of %s has no descriptor where this version of protoc-gen-go has it", file.GetName())
	}
	described := proto.Clone(file).(*descriptorpb.FileDescriptorProto)
	described.SourceCodeInfo = nil
	raw, err := proto.MarshalOptions{AllowPartial: true, Deterministic: true}.Marshal(described)
	if err != nil {
		return nil, err
	}
	var whole bytes.Buffer
	whole.Write(text[:at])
	whole.WriteString(`_rawDesc = ""`)
	for _, line := range bytes.SplitAfterN(raw, []byte("\n"), maxTerms) {
		fmt.Fprintf(&whole, " +\n\t%q", line)
	}
	whole.Write(text[at+length:])
	return whole.Bytes(), nil
}
