// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"bytes"
	"fmt"
	"strconv"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// protoc-gen-go writes a file's descriptor as a sum of strings, one for each
// line feed in it, and go/printer takes a time that grows with the square of
// how many there are: for compute's 60,000 most of what the whole line takes.
// So protoc-gen-go gets a stand-in, and what it wrote of that is replaced by the
// descriptor, in the form that go/printer would give it. That the plugin itself
// writes the same is tested in tests/golden.

// takeDescriptors returns the encoded descriptor of each file that a plugin
// generates, by the name of its Go file, and leaves stand-ins in the plugin.
func takeDescriptors(plugin *protogen.Plugin) (map[string][]byte, error) {
	encoded := make(map[string][]byte)
	for _, file := range plugin.Files {
		if !file.Generate {
			continue
		}
		described := file.Proto
		file.Proto = standIn(described)
		described.SourceCodeInfo = nil
		raw, err := proto.MarshalOptions{AllowPartial: true, Deterministic: true}.Marshal(described)
		if err != nil {
			return nil, err
		}
		encoded[file.GeneratedFilenamePrefix+".pb.go"] = raw
	}
	plugin.Request.ProtoFile = nil
	return encoded, nil
}

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

// validateImport is how protoc-gen-go links buf/validate/validate.proto, as it
// does with every file that another imports. It is imported for its options
// alone, which are read by programs that have it anyway: no other need depend on
// it.
const validateImport = "\t_ \"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate\"\n"

// withDescriptor returns the text of a .pb.go file with an encoded descriptor in
// place of the stand-in, and without the import of validate.proto.
func withDescriptor(text []byte, name string, raw []byte) ([]byte, error) {
	const start = `_rawDesc = "" +`
	at := bytes.Index(text, []byte(start))
	length := bytes.Index(text[max(at, 0):], []byte("\n\n"))
	if at < 0 || length < 0 {
		return nil, fmt.Errorf("%s has no descriptor where this version of protoc-gen-go has it", name)
	}
	quoted := len(raw) + len(raw)/2 // of what most bytes are printed as they are
	whole := make([]byte, 0, len(text)+quoted)
	if before, after, found := bytes.Cut(text[:at], []byte(validateImport)); found {
		whole = append(append(whole, before...), after...)
	} else {
		whole = append(whole, text[:at]...)
	}
	whole = append(whole, `_rawDesc = ""`...)
	for _, line := range bytes.SplitAfterN(raw, []byte("\n"), maxTerms) {
		whole = append(whole, " +\n\t"...)
		whole = strconv.AppendQuote(whole, string(line))
	}
	return append(whole, text[at+length:]...), nil
}
