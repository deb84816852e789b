// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	peer "google.golang.org/api/chat/v1"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"

	chat "github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/grpctransport"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
	"github.com/protolect/protolect/tests/transcoding"
)

// TestTranscoder calls all methods over both transports, on a server that is made from our
// descriptors. The server must receive the request that the client sent, and the client the
// response that the server sent.
func TestTranscoder(t *testing.T) {
	t.Parallel()
	for transport, options := range map[string][]rest.ClientOption{"rest": nil, "grpc": {grpctransport.With()}} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			service := chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService")
			server := transcoding.Serve(t, service)
			client, err := stub.NewClient(t.Context(), service, append(options, rest.WithEndpoint(server.URL), rest.WithoutCredentials())...)
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			g := newGenerator(t)
			g.simple = true
			for _, m := range methods(t) {
				if !m.primary {
					continue
				}
				for range calls {
					req, resp := m.request(t, g), g.message(messageType(t, m.Output()))
					if transport == "rest" && m.body != "*" {
						clearEmpty(req.ProtoReflect(), protoreflect.Name(m.body))
					}
					if body := m.Input().Fields().ByName(protoreflect.Name(m.body)); body != nil {
						req.ProtoReflect().Mutable(body) // the JSON of an unset body is {} too
					}
					server.Response = resp
					got := newMessage(t, m.Output())
					if err := client.Call(t.Context(), m.Name(), req, got); err != nil {
						t.Fatalf("%v\nthe request: %s", err, toJSON(t, req))
					}
					_, arrived := server.Last()
					if diff := cmp.Diff(req, arrived, protocmp.Transform()); diff != "" {
						t.Fatalf("%s: the request as it arrived (-want +got):\n%s", m.Name(), diff)
					}
					if diff := cmp.Diff(resp, got, protocmp.Transform()); diff != "" {
						t.Fatalf("%s: the response as it arrived (-want +got):\n%s", m.Name(), diff)
					}
					if want := "/google.chat.v1.ChatService/" + string(m.Name()); transport == "grpc" && server.Path() != want {
						t.Fatalf("%s was called as %s", m.Name(), server.Path())
					}
				}
			}
		})
	}
}

// TestPeerCallsServer lets Google's client for Go call all bindings of the same server. The server
// must receive its requests, and the client the responses.
func TestPeerCallsServer(t *testing.T) {
	t.Parallel()
	server := transcoding.Serve(t, chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService"))
	service, err := peer.NewService(t.Context(), option.WithEndpoint(server.URL), option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	g := newGenerator(t)
	for _, m := range methods(t) {
		if m.media {
			continue // see media_test.go
		}
		for range calls {
			req, resp := m.request(t, g), g.message(messageType(t, m.Output()))
			if m.body != "*" {
				clearEmpty(req.ProtoReflect(), protoreflect.Name(m.body))
			}
			if body := m.Input().Fields().ByName(protoreflect.Name(m.body)); body != nil {
				req.ProtoReflect().Mutable(body)
			}
			server.Response = resp
			call, err := peerCall(service, m, m.split(t, req))
			if err != nil {
				t.Fatal(err)
			}
			out := call.MethodByName("Do").Call(nil)
			if err, _ := out[1].Interface().(error); err != nil {
				t.Fatalf("%s: %v\nthe request: %s", m.id, err, toJSON(t, req))
			}
			name, arrived := server.Last()
			if name != m.Name() {
				t.Fatalf("%s arrived as a call of %s", m.id, name)
			}
			if diff := cmp.Diff(req, arrived, protocmp.Transform()); diff != "" {
				t.Fatalf("%s: the request as it arrived (-want +got):\n%s", m.id, diff)
			}
			theirs, err := json.Marshal(out[0].Interface())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tree(t, toJSON(t, resp)), tree(t, theirs)); diff != "" {
				t.Fatalf("%s: the response as it arrived (-want +got):\n%s", m.id, diff)
			}
		}
	}
	server.Response = nil
	_, err = service.Spaces.Get("spaces/AAAA").Do()
	if e, ok := errors.AsType[*googleapi.Error](err); !ok || e.Code != http.StatusForbidden || e.Message != "not yours" {
		t.Errorf("got %v", err)
	}
}

// TestGRPC tests that the methods, pagers and errors of the client are the same over gRPC.
func TestGRPC(t *testing.T) {
	t.Parallel()
	server := transcoding.Serve(t, chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService"))
	ctx := context.Background()
	client, err := chat.NewClient(ctx, grpctransport.With(), rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	server.Response = &chatpb.Message{Name: "spaces/AAAA/messages/BBBB"}
	message, err := client.CreateMessage(ctx, &chatpb.CreateMessageRequest{Parent: "spaces/AAAA", Message: &chatpb.Message{Text: "Hello"}})
	if err != nil || message.GetName() != "spaces/AAAA/messages/BBBB" {
		t.Errorf("got %v, %v", message, err)
	}
	server.Response = &chatpb.ListMessagesResponse{Messages: []*chatpb.Message{{Text: "a"}, {Text: "b"}}}
	var texts []string
	for message, err := range client.ListMessages(ctx, &chatpb.ListMessagesRequest{Parent: "spaces/AAAA"}).All() {
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, message.GetText())
	}
	if diff := cmp.Diff([]string{"a", "b"}, texts); diff != "" {
		t.Errorf("the messages (-want +got):\n%s", diff)
	}
	server.Response = nil
	err = client.DeleteMessage(ctx, &chatpb.DeleteMessageRequest{Name: "spaces/AAAA/messages/BBBB"})
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_PERMISSION_DENIED || e.Message != "not yours" || e.Method != "protolect.google.chat.v1.ChatService.DeleteMessage" {
		t.Errorf("got %v", err)
	}
}

// clearEmpty clears messages without fields, which a query cannot express, except in one field.
func clearEmpty(m protoreflect.Message, but protoreflect.Name) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if fd.Name() != but && fd.Message() != nil && !fd.IsList() && !fd.IsMap() {
			clearEmpty(v.Message(), "")
			if proto.Size(v.Message().Interface()) == 0 {
				m.Clear(fd)
			}
		}
		return true
	})
}

func newMessage(t *testing.T, md protoreflect.MessageDescriptor) proto.Message {
	t.Helper()
	return messageType(t, md).New().Interface()
}
