// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// maxDepth is how deeply JSON may nest, the limit that protobuf has for its
// binary form in most languages.
const maxDepth = 100

// Reading ignores members and enum values that are newer than this program.
var reading = protojson.UnmarshalOptions{DiscardUnknown: true, RecursionLimit: maxDepth}

func marshal(m proto.Message) ([]byte, error) {
	return protojson.Marshal(m)
}

// marshalField returns the JSON of one field, a default value included.
func marshalField(m protoreflect.Message, fd protoreflect.FieldDescriptor) ([]byte, error) {
	alone := m.New()
	if m.Has(fd) {
		alone.Set(fd, m.Get(fd))
	}
	object, err := protojson.MarshalOptions{EmitDefaultValues: true}.Marshal(alone.Interface())
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil {
		return nil, err
	}
	return members[fd.JSONName()], nil
}

// messageText returns the JSON of a well-known type, without the quotes.
func messageText(m protoreflect.Message) (string, error) {
	if m.Descriptor().FullName() == "google.protobuf.FieldMask" {
		return fieldMaskText(m), nil
	}
	text, err := marshal(m.Interface())
	if err != nil {
		return "", err
	}
	var s string
	if json.Unmarshal(text, &s) == nil {
		return s, nil
	}
	return string(text), nil
}

// enumText returns the JSON of an enum value, without the quotes. A number
// without a name stands for itself.
func enumText(ed protoreflect.EnumDescriptor, n protoreflect.EnumNumber) string {
	if v := ed.Values().ByNumber(n); v != nil {
		return string(v.Name())
	}
	return strconv.Itoa(int(n))
}

// unmarshal reads text into m. When text ends too early the error is an
// io.ErrUnexpectedEOF.
func unmarshal(text []byte, m proto.Message) error {
	err := reading.Unmarshal(text, m)
	if err == nil {
		return nil
	}
	var raw json.RawMessage
	if syntax, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(text, &raw)); ok && syntax.Offset >= int64(len(text)) {
		return fmt.Errorf("the JSON is cut off: %w", io.ErrUnexpectedEOF)
	}
	return err
}
