// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Command testee executes the requests of protobuf's conformance runner with wirejson and package
// proto. Its argument is a file with the descriptors of the runner's messages. Messages that the
// program links are generated ones, the others are dynamic.
package main

import (
	"encoding/binary"
	"errors"
	"io"
	"log"
	"os"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/wirejson"
)

func main() {
	log.SetFlags(0)
	if err := serve(os.Args[1], os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// serve reads requests, each after its size, and writes responses until the end of the input.
func serve(descriptors string, from io.Reader, to io.Writer) error {
	raw, err := os.ReadFile(descriptors)
	if err != nil {
		return err
	}
	var set descriptorpb.FileDescriptorSet
	if err := proto.Unmarshal(raw, &set); err != nil {
		return err
	}
	files, err := protodesc.NewFiles(&set)
	if err != nil {
		return err
	}
	types := dynamicpb.NewTypes(files)
	requests, err := types.FindMessageByName("conformance.ConformanceRequest")
	if err != nil {
		return err
	}
	responses, err := types.FindMessageByName("conformance.ConformanceResponse")
	if err != nil {
		return err
	}
	for {
		var size uint32
		if err := binary.Read(from, binary.LittleEndian, &size); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		raw := make([]byte, size)
		if _, err := io.ReadFull(from, raw); err != nil {
			return err
		}
		request := requests.New()
		if err := proto.Unmarshal(raw, request.Interface()); err != nil {
			return err
		}
		response := responses.New()
		name, value := handle(request, types)
		response.Set(field(response, name), value)
		if raw, err = proto.Marshal(response.Interface()); err != nil {
			return err
		}
		if _, err := to.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(len(raw))), raw...)); err != nil {
			return err
		}
	}
}

func field(m protoreflect.Message, name protoreflect.Name) protoreflect.FieldDescriptor {
	return m.Descriptor().Fields().ByName(name)
}

// handle executes a request. It returns the name of the field of the response, and its value.
func handle(request protoreflect.Message, dynamic wirejson.Resolver) (protoreflect.Name, protoreflect.Value) {
	name := protoreflect.FullName(request.Get(field(request, "message_type")).String())
	var types wirejson.Resolver = protoregistry.GlobalTypes
	found, err := types.FindMessageByName(name)
	if err != nil {
		types = dynamic
		found, err = types.FindMessageByName(name)
	}
	if err != nil {
		return "runtime_error", protoreflect.ValueOfString(err.Error())
	}
	message := found.New().Interface()
	payload := request.WhichOneof(request.Descriptor().Oneofs().ByName("payload"))
	switch payload.Name() {
	case "protobuf_payload":
		err = proto.UnmarshalOptions{Resolver: types}.Unmarshal(request.Get(payload).Bytes(), message)
	case "json_payload":
		category := field(request, "test_category")
		ignore := category.Enum().Values().ByName("JSON_IGNORE_UNKNOWN_PARSING_TEST").Number()
		options := wirejson.UnmarshalOptions{Resolver: types, DiscardUnknown: request.Get(category).Enum() == ignore}
		err = options.Unmarshal([]byte(request.Get(payload).String()), message)
	default:
		return "skipped", protoreflect.ValueOfString("neither binary nor JSON: " + string(payload.Name()))
	}
	if err != nil {
		return "parse_error", protoreflect.ValueOfString(err.Error())
	}
	result, value := protoreflect.Name("skipped"), protoreflect.ValueOfString("neither binary nor JSON")
	output := field(request, "requested_output_format")
	switch output.Enum().Values().ByNumber(request.Get(output).Enum()).Name() {
	case "PROTOBUF":
		var raw []byte
		raw, err = proto.MarshalOptions{Deterministic: true}.Marshal(message)
		result, value = "protobuf_payload", protoreflect.ValueOfBytes(raw)
	case "JSON":
		var text []byte
		text, err = wirejson.MarshalOptions{Resolver: types}.Marshal(message)
		result, value = "json_payload", protoreflect.ValueOfString(string(text))
	case "UNSPECIFIED":
		err = errors.New("the request does not name an output format")
	}
	if err != nil {
		return "serialize_error", protoreflect.ValueOfString(err.Error())
	}
	return result, value
}
