// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"connectrpc.com/vanguard"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/dynamicpb"

	chat "github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/grpctransport"
	"github.com/protolect/protolect/runtime/rest"
)

// TestTranscoder calls all methods over both transports, on a server that knows
// nothing but our descriptors. What it decodes is what was sent, and what the
// client reads is what was answered.
func TestTranscoder(t *testing.T) {
	t.Parallel()
	for transport, options := range map[string][]rest.ClientOption{"rest": nil, "grpc": {grpctransport.With()}} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			server := newTranscoder(t)
			service := chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService")
			client, err := rest.NewClient(t.Context(), service, append(options, rest.WithEndpoint("http://127.0.0.1:"+server.port), rest.WithoutCredentials())...)
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
						req.ProtoReflect().Mutable(body) // unset, it is {} as well
					}
					server.answer = resp
					got := newMessage(t, m.Output())
					if err := client.Call(t.Context(), m.Name(), req, got); err != nil {
						t.Fatalf("%v\nthe request: %s", err, toJSON(t, req))
					}
					if diff := cmp.Diff(req, server.request, protocmp.Transform()); diff != "" {
						t.Fatalf("%s: the request as it arrived (-want +got):\n%s", m.Name(), diff)
					}
					if diff := cmp.Diff(resp, got, protocmp.Transform()); diff != "" {
						t.Fatalf("%s: the response as it arrived (-want +got):\n%s", m.Name(), diff)
					}
					if want := "/google.chat.v1.ChatService/" + string(m.Name()); transport == "grpc" && server.path != want {
						t.Fatalf("%s was called as %s", m.Name(), server.path)
					}
				}
			}
		})
	}
}

// TestGRPC is the generated client, whose methods, iterators and errors are
// the same over gRPC.
func TestGRPC(t *testing.T) {
	t.Parallel()
	server := newTranscoder(t)
	ctx := context.Background()
	client, err := chat.NewClient(ctx, grpctransport.With(), rest.WithEndpoint("http://127.0.0.1:"+server.port), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	server.answer = &chatpb.Message{Name: "spaces/AAAA/messages/BBBB"}
	message, err := client.CreateMessage(ctx, &chatpb.CreateMessageRequest{Parent: "spaces/AAAA", Message: &chatpb.Message{Text: "Hello"}})
	if err != nil || message.GetName() != "spaces/AAAA/messages/BBBB" {
		t.Errorf("got %v, %v", message, err)
	}
	server.answer = &chatpb.ListMessagesResponse{Messages: []*chatpb.Message{{Text: "a"}, {Text: "b"}}}
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
	server.answer = nil
	err = client.DeleteMessage(ctx, &chatpb.DeleteMessageRequest{Name: "spaces/AAAA/messages/BBBB"})
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_PERMISSION_DENIED || e.Message != "not yours" || e.Method != "protolect.google.chat.v1.ChatService.DeleteMessage" {
		t.Errorf("got %v", err)
	}
}

// A transcoder is a server made from our descriptors: vanguard turns what
// arrives over REST or gRPC into plain calls.
type transcoder struct {
	port string

	mu      sync.Mutex
	path    string // as it was asked for
	method  protoreflect.Name
	request proto.Message
	answer  proto.Message
}

func newTranscoder(t *testing.T) *transcoder {
	t.Helper()
	service := chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService")
	s := &transcoder{}
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.serve(w, r, service); err != nil {
			t.Errorf("%s: %v", r.URL, err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	handler, err := vanguard.NewTranscoder([]*vanguard.Service{vanguard.NewServiceWithSchema(service, plain,
		vanguard.WithTargetProtocols(vanguard.ProtocolConnect), vanguard.WithTargetCodecs(vanguard.CodecProto), vanguard.WithNoTargetCompression())}, vanguard.WithCodec(func(types vanguard.TypeResolver) vanguard.Codec {
		codec := vanguard.NewJSONCodec(types)
		codec.MarshalOptions.EmitUnpopulated = false // for Node a FloatValue that is null is 0
		return codec
	}))
	if err != nil {
		t.Fatal(err)
	}
	hs := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.path = r.URL.Path
		// On the wire the service has Google's name.
		if name, ok := strings.CutPrefix(r.URL.Path, "/google.chat.v1.ChatService/"); ok {
			r.URL.Path = "/" + string(service.FullName()) + "/" + name
		}
		// Vanguard knows no system parameters; this one is about the spelling
		// of enums, and readers take both.
		query := r.URL.Query()
		query.Del("$alt")
		// In a mask Node writes the names of proto, and vanguard wants those of
		// JSON.
		for name, values := range query {
			if strings.HasSuffix(name, "Mask") || strings.HasSuffix(name, "_mask") {
				for i := range values {
					values[i] = underscore.ReplaceAllStringFunc(values[i], func(s string) string { return strings.ToUpper(s[1:]) })
				}
			}
		}
		r.URL.RawQuery = query.Encode()
		// For an object without members Node sends nothing, or an empty text.
		if r.ProtoMajor == 1 && r.Method != http.MethodGet && r.Method != http.MethodDelete {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			if text := string(body); text == "" || text == `""` {
				body = []byte("{}")
			}
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		handler.ServeHTTP(w, r)
	}))
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	hs.Config.Protocols = &protocols
	hs.Start()
	t.Cleanup(hs.Close)
	u, err := url.Parse(hs.URL)
	if err != nil {
		t.Fatal(err)
	}
	s.port = u.Port()
	return s
}

var underscore = regexp.MustCompile(`_[a-z]`)

// serve answers a unary call of the Connect protocol: a message in, one out.
func (s *transcoder) serve(w http.ResponseWriter, r *http.Request, service protoreflect.ServiceDescriptor) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answer == nil {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		_, err := io.WriteString(w, `{"code": "permission_denied", "message": "not yours"}`)
		return err
	}
	s.method = protoreflect.Name(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	md := service.Methods().ByName(s.method)
	if md == nil {
		return fmt.Errorf("there is no method %s", s.method)
	}
	s.request = dynamicpb.NewMessage(md.Input())
	if err := proto.Unmarshal(body, s.request); err != nil {
		return err
	}
	answer, err := proto.Marshal(s.answer)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/proto")
	_, err = w.Write(answer)
	return err
}

// clearEmpty clears messages without fields, which a query cannot say, in all
// fields but one.
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
