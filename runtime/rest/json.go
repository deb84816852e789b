// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/wirejson"
)

// maxDepth is how deeply JSON may nest, the limit that protobuf has for its
// binary form in most languages.
const maxDepth = 100

// Reading ignores members and enum values that are newer than this program.
var reading = wirejson.UnmarshalOptions{DiscardUnknown: true, RecursionLimit: maxDepth}

// reading says how to read a response.
func (x *exchange) reading() wirejson.UnmarshalOptions {
	options := reading
	options.KeepUnknown = x.keepUnknown
	return options
}

func marshal(m proto.Message) ([]byte, error) {
	return wirejson.Marshal(m)
}

// marshalField returns the JSON of one field, a default value included.
func marshalField(m protoreflect.Message, fd protoreflect.FieldDescriptor) ([]byte, error) {
	return wirejson.MarshalOptions{}.MarshalField(m, fd)
}

// messageText returns the JSON of a well-known type, without the quotes.
func messageText(m protoreflect.Message) (string, error) {
	if m.Descriptor().FullName() == "google.protobuf.FieldMask" {
		return fieldMaskText(m), nil
	}
	json, err := marshal(m.Interface())
	if err != nil {
		return "", err
	}
	if isString(json) {
		return text(json), nil
	}
	return string(json), nil
}

// isObject reports whether the JSON of a message can be nothing but an object.
func isObject(md protoreflect.MessageDescriptor) bool {
	if md.ParentFile().Package() == "google.protobuf" && strings.HasSuffix(string(md.Name()), "Value") {
		return false
	}
	rule, _ := proto.GetExtension(md.Options(), apipb.E_Message).(*apipb.MessageRule)
	return rule.GetJsonValue() == "" && rule.GetJsonUnion() == nil
}

// hasMember reports whether an object that is a message may have the member. It notes
// the messages that it has seen: a union may be an alternative of itself.
func hasMember(md protoreflect.MessageDescriptor, name string, seen map[protoreflect.FullName]bool) bool {
	if seen[md.FullName()] {
		return false
	}
	seen[md.FullName()] = true
	rule, _ := proto.GetExtension(md.Options(), apipb.E_Message).(*apipb.MessageRule)
	isUnion, fields := rule.GetJsonUnion() != nil, md.Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		field := fieldRule(fd)
		switch {
		case isUnion:
			if fd.Message() != nil && hasMember(fd.Message(), name, seen) {
				return true
			}
		case fd.JSONName() == name || string(fd.Name()) == name || field.GetJsonAdditional() || rule.GetJsonValue() != "" && fd.IsMap():
			return true
		}
	}
	return false
}

// unmarshal reads text into m, and says whether it ignored anything. When text ends
// too early the error is an io.ErrUnexpectedEOF.
func (x *exchange) unmarshal(text []byte, m proto.Message) (discarded bool, err error) {
	options := x.reading()
	options.Discarded = &discarded
	err = cutOff(options.Unmarshal(text, m))
	return discarded, err
}

func cutOff(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the JSON is cut off: %w", err)
	}
	return err
}
