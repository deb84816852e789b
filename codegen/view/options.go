// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"encoding/json"
	"errors"
	"fmt"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/structpb"
)

// types resolves the types of options: those of the files, and then those of this program.
type types struct{ files *dynamicpb.Types }

func newTypes(files []*protogen.File) (*types, error) {
	registry := new(protoregistry.Files)
	for _, f := range files {
		if err := registry.RegisterFile(f.Desc); err != nil {
			return nil, err
		}
	}
	return &types{dynamicpb.NewTypes(registry)}, nil
}

// either returns the first result, or the second one if the first was not found.
func either[T any](first T, err error, second func() (T, error)) (T, error) {
	if errors.Is(err, protoregistry.NotFound) {
		return second()
	}
	return first, err
}

// FindMessageByName looks up a message by its full name.
func (t *types) FindMessageByName(name protoreflect.FullName) (protoreflect.MessageType, error) {
	found, err := t.files.FindMessageByName(name)
	return either(found, err, func() (protoreflect.MessageType, error) { return protoregistry.GlobalTypes.FindMessageByName(name) })
}

// FindMessageByURL looks up a message by the URL of google.protobuf.Any.
func (t *types) FindMessageByURL(url string) (protoreflect.MessageType, error) {
	found, err := t.files.FindMessageByURL(url)
	return either(found, err, func() (protoreflect.MessageType, error) { return protoregistry.GlobalTypes.FindMessageByURL(url) })
}

// FindExtensionByName looks up an extension by its full name.
func (t *types) FindExtensionByName(name protoreflect.FullName) (protoreflect.ExtensionType, error) {
	found, err := t.files.FindExtensionByName(name)
	return either(found, err, func() (protoreflect.ExtensionType, error) { return protoregistry.GlobalTypes.FindExtensionByName(name) })
}

// FindExtensionByNumber looks up an extension of a message by its number.
func (t *types) FindExtensionByNumber(message protoreflect.FullName, number protoreflect.FieldNumber) (protoreflect.ExtensionType, error) {
	found, err := t.files.FindExtensionByNumber(message, number)
	return either(found, err, func() (protoreflect.ExtensionType, error) {
		return protoregistry.GlobalTypes.FindExtensionByNumber(message, number)
	})
}

// options returns the options of an element as JSON, or nil if it has none.
func (b *builder) options(d protoreflect.Descriptor) *structpb.Struct {
	options, err := b.types.options(d.Options())
	if err != nil {
		b.fail(fmt.Errorf("the options of %s: %w", nameOf(d), err))
	}
	return options
}

// nameOf returns the full name of an element, or the path of a file.
func nameOf(d protoreflect.Descriptor) string {
	if file, ok := d.(protoreflect.FileDescriptor); ok {
		return file.Path()
	}
	return string(d.FullName())
}

// options parses the options again, because a request contains extensions that this program does
// not know as unknown fields.
func (t *types) options(message proto.Message) (*structpb.Struct, error) {
	data, err := proto.MarshalOptions{AllowPartial: true}.Marshal(message)
	if err != nil || len(data) == 0 {
		return nil, err
	}
	known, err := t.FindMessageByName(message.ProtoReflect().Descriptor().FullName())
	if err != nil {
		return nil, err
	}
	options := dynamicpb.NewMessage(known.Descriptor())
	if err := (proto.UnmarshalOptions{AllowPartial: true, Resolver: t}).Unmarshal(data, options); err != nil {
		return nil, err
	}
	fields := make(map[string]*structpb.Value)
	for fd, value := range options.Range {
		if fields[optionName(fd)], err = t.json(options, fd, value); err != nil {
			return nil, err
		}
	}
	if len(fields) == 0 {
		return nil, nil
	}
	return &structpb.Struct{Fields: fields}, nil
}

// optionName returns the name of a standard option, or the full name of an extension. An extension
// with the name of a standard option starts with a dot.
func optionName(fd protoreflect.FieldDescriptor) string {
	if !fd.IsExtension() {
		return string(fd.Name())
	}
	if name := fd.FullName(); name.Parent() != "" || fd.ContainingMessage().Fields().ByName(name.Name()) == nil {
		return string(name)
	}
	return "." + string(fd.FullName())
}

// json returns the value of one option in the proto JSON format.
func (t *types) json(options protoreflect.Message, fd protoreflect.FieldDescriptor, value protoreflect.Value) (*structpb.Value, error) {
	one := options.New()
	one.Set(fd, value)
	text, err := protojson.MarshalOptions{AllowPartial: true, Resolver: t}.Marshal(one.Interface())
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, err
	}
	result := new(structpb.Value)
	for _, member := range members {
		if err := protojson.Unmarshal(member, result); err != nil {
			return nil, err
		}
	}
	return result, nil
}
