// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomessages

import (
	"bytes"
	"fmt"
	"strconv"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// protoc-gen-go writes the descriptor of a file as a sum of strings, one for each line feed in it. The
// time of go/printer grows with the square of their number: for the 60,000 of Compute Engine it is most
// of the time of a run. So protoc-gen-go gets a small stand-in, and its text is replaced by the
// descriptor, formatted as go/printer would. A test in tests/golden compares the result with the
// output of the plugin.

// takeDescriptor returns the encoded descriptor of a file, and replaces it by a stand-in.
func takeDescriptor(file *protogen.File) ([]byte, error) {
	described := file.Proto
	file.Proto = standIn(described)
	described.SourceCodeInfo = nil
	return proto.MarshalOptions{AllowPartial: true, Deterministic: true}.Marshal(described)
}

// standIn returns a descriptor with only the members that protoc-gen-go reads from it.
func standIn(file *descriptorpb.FileDescriptorProto) *descriptorpb.FileDescriptorProto {
	small := &descriptorpb.FileDescriptorProto{Name: file.Name}
	if file.GetOptions().GetDeprecated() {
		small.Options = &descriptorpb.FileOptions{Deprecated: proto.Bool(true)}
	}
	return small
}

// maxTerms is the maximum number of strings in a descriptor, because go/parser refuses a sum of
// 100,000. The last one contains the rest.
const maxTerms = 90_000

// validatePackage is the import of buf/validate/validate.proto, which protoc-gen-go writes as for every
// import. Only programs that validate read its options, and those link it anyway, so others need not
// depend on it.
const (
	validatePackage = "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	validateImport  = "\t_ \"" + validatePackage + "\"\n"
)

// withDescriptor returns the text of a .pb.go file with an encoded descriptor in
// place of the stand-in, and without the import of validate.proto.
func withDescriptor(text []byte, name string, raw []byte) ([]byte, error) {
	const start = `_rawDesc = "" +`
	at := bytes.Index(text, []byte(start))
	length := bytes.Index(text[max(at, 0):], []byte("\n\n"))
	if at < 0 || length < 0 {
		return nil, fmt.Errorf("%s does not contain a descriptor as this version of protoc-gen-go writes it", name)
	}
	quoted := len(raw) + len(raw)/2 // most bytes are not escaped
	whole := make([]byte, 0, len(text)+quoted)
	if before, after, found := bytes.Cut(text[:at], []byte(validateImport)); found {
		whole = append(append(whole, before...), after...)
	} else {
		whole = append(whole, text[:at]...)
	}
	whole = appendTerms(append(whole, `_rawDesc = ""`...), raw)
	return append(whole, text[at+length:]...), nil
}

// rawDescriptorName returns the name of the constant that contains the descriptor, from the first line of
// its declaration.
func rawDescriptorName(line []byte) (name []byte, ok bool) {
	if name, ok = bytes.CutPrefix(line, []byte("const ")); !ok {
		return nil, false
	}
	return bytes.CutSuffix(name, []byte(`=""+`))
}

// appendDescriptor appends the declaration of a constant with an encoded descriptor.
func appendDescriptor(out, name, raw []byte) []byte {
	out = append(append(append(out, "const "...), name...), ` = ""`...)
	return append(appendTerms(out, raw), '\n')
}

// appendTerms appends the strings of an encoded descriptor.
func appendTerms(out, raw []byte) []byte {
	for _, line := range bytes.SplitAfterN(raw, []byte("\n"), maxTerms) {
		out = append(out, " +\n\t"...)
		out = strconv.AppendQuote(out, string(line))
	}
	return out
}
