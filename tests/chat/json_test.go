// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	_ "github.com/protolect/protolect/gen/google/apps/card/v1/cardpb"
	_ "github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// TestJSON sends and receives random messages of all types. protojson must read the client's JSON
// as the same message, and the client must read protojson's JSON, in all its forms, as the same
// message.
func TestJSON(t *testing.T) {
	t.Parallel()
	types := messageTypes()
	server := &echo{}
	hs := httptest.NewServer(server)
	defer hs.Close()
	client, err := stub.NewClient(t.Context(), echoService(t, types), rest.WithEndpoint(hs.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d types", len(types))
	for i, mt := range types {
		t.Run(string(mt.Descriptor().FullName()), func(t *testing.T) {
			g := newGenerator(t)
			g.wild = true
			g.masked = mt.Descriptor()
			for range 20 {
				sent, response := g.message(mt), g.message(mt)
				text, err := writing(g).Marshal(response)
				if err != nil {
					t.Fatal(err)
				}
				server.response = text
				got := mt.New().Interface()
				if err := client.Call(t.Context(), methodName(i), sent, got); err != nil {
					t.Fatalf("%v\nfor %v\nthe response: %s", err, sent, server.response)
				}
				if !proto.Equal(response, got) {
					t.Errorf("read %v\nfrom %s", got, server.response)
				}
				read := mt.New().Interface()
				if err := protojson.Unmarshal(server.body, read); err != nil {
					t.Fatalf("protojson: %v, in %s", err, server.body)
				}
				if !proto.Equal(sent, read) {
					t.Errorf("sent %v\nas %s", sent, server.body)
				}
			}
		})
	}
}

// writing returns a random form of proto JSON.
func writing(g *generator) protojson.MarshalOptions {
	return protojson.MarshalOptions{
		Multiline:       g.IntN(4) == 0,
		UseProtoNames:   g.IntN(4) == 0,
		UseEnumNumbers:  g.IntN(4) == 0,
		EmitUnpopulated: g.IntN(4) == 0,
	}
}

// messageTypes returns the generated messages, including nested ones.
func messageTypes() []protoreflect.MessageType {
	var types []protoreflect.MessageType
	protoregistry.GlobalTypes.RangeMessages(func(mt protoreflect.MessageType) bool {
		md := mt.Descriptor()
		if strings.HasPrefix(string(md.FullName()), "protolect.google.") && !md.IsMapEntry() {
			types = append(types, mt)
		}
		return true
	})
	slices.SortFunc(types, func(a, b protoreflect.MessageType) int {
		return strings.Compare(string(a.Descriptor().FullName()), string(b.Descriptor().FullName()))
	})
	return types
}

// An echo keeps the body of a request, and returns the given response. It supports one call at a
// time.
type echo struct{ body, response []byte }

func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.body, _ = io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	w.Write(e.response)
}

// echoService describes a service with a method for each type, whose request and response have that
// type. So the client writes and reads every type, even if it is not the body of a method of Chat.
func echoService(t *testing.T, types []protoreflect.MessageType) protoreflect.ServiceDescriptor {
	t.Helper()
	service := &descriptorpb.ServiceDescriptorProto{Name: proto.String("Echo")}
	file := &descriptorpb.FileDescriptorProto{
		Name:    proto.String("tests/echo.proto"),
		Package: proto.String("protolect.tests"),
		Syntax:  proto.String("proto3"),
		Service: []*descriptorpb.ServiceDescriptorProto{service},
	}
	for i, mt := range types {
		options := &descriptorpb.MethodOptions{}
		proto.SetExtension(options, annotations.E_Http, &annotations.HttpRule{
			Pattern: &annotations.HttpRule_Post{Post: "/v1/echo"},
			Body:    "*",
		})
		name := proto.String("." + string(mt.Descriptor().FullName()))
		service.Method = append(service.Method, &descriptorpb.MethodDescriptorProto{
			Name:       proto.String(string(methodName(i))),
			InputType:  name,
			OutputType: name,
			Options:    options,
		})
		if path := mt.Descriptor().ParentFile().Path(); !slices.Contains(file.Dependency, path) {
			file.Dependency = append(file.Dependency, path)
		}
	}
	fd, err := protodesc.NewFile(file, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return fd.Services().Get(0)
}

func methodName(i int) protoreflect.Name {
	return protoreflect.Name(fmt.Sprintf("Echo%d", i))
}
