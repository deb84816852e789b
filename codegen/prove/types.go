// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// types resolves the messages of the checked files and of linked files.
type types struct {
	*protoregistry.Types
	messages map[protoreflect.FullName]protoreflect.MessageDescriptor
}

func newTypes(files []protoreflect.FileDescriptor) *types {
	t := &types{Types: protoregistry.GlobalTypes, messages: make(map[protoreflect.FullName]protoreflect.MessageDescriptor)}
	var add func(protoreflect.MessageDescriptors)
	add = func(messages protoreflect.MessageDescriptors) {
		for i := range messages.Len() {
			md := messages.Get(i)
			t.messages[md.FullName()] = md
			add(md.Messages())
		}
	}
	for _, f := range files {
		add(f.Messages())
	}
	return t
}

func (t *types) message(name protoreflect.FullName) protoreflect.MessageDescriptor {
	return t.messages[name]
}

// FindMessageByName implements protoregistry.MessageTypeResolver.
func (t *types) FindMessageByName(name protoreflect.FullName) (protoreflect.MessageType, error) {
	if md := t.messages[name]; md != nil {
		return dynamicpb.NewMessageType(md), nil
	}
	return t.Types.FindMessageByName(name)
}

// FindMessageByURL implements protoregistry.MessageTypeResolver.
func (t *types) FindMessageByURL(url string) (protoreflect.MessageType, error) {
	return t.FindMessageByName(protoreflect.FullName(url[strings.LastIndexByte(url, '/')+1:]))
}

// locate returns the position in the document of the member at a JSON pointer of a message.
// If the model does not contain the member, it returns the position of the last element of
// the pointer that it contains, or at.
func locate(m *model.Message, path string, at finding.Position) finding.Position {
	for name := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		if m == nil {
			return at
		}
		var next *model.Message
		for _, f := range m.Fields {
			if f.JSONName() != name {
				continue
			}
			if f.At.File != "" {
				at = f.At
			}
			t := f.Type
			if of, ok := t.(model.Map); ok {
				t = of.Value
			}
			next, _ = t.(*model.Message)
		}
		if next != nil {
			m = next
		}
	}
	return at
}
