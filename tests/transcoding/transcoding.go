// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package transcoding lets clients call a server that is made from their
// descriptors alone: vanguard turns what arrives over REST or gRPC into plain calls.
package transcoding

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"connectrpc.com/vanguard"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// Server answers every call with Answer, or refuses it where that is nil, and
// keeps what it was asked for.
type Server struct {
	URL    string
	Answer proto.Message

	mu      sync.Mutex
	path    string
	method  protoreflect.Name
	request proto.Message
}

// Path returns the path that was asked for last.
func (s *Server) Path() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.path
}

// Last returns the method that was called last, and the request as it arrived.
func (s *Server) Last() (protoreflect.Name, proto.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.method, s.request
}

// Serve starts a server for a service, which ends with the test. For gRPC the
// service has the name that protolect.api.v1.service.grpc_name says. What
// arrives goes through the middleware first.
func Serve(t *testing.T, service protoreflect.ServiceDescriptor, middleware ...func(http.Handler) http.Handler) *Server {
	t.Helper()
	s := new(Server)
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.serve(w, r, service); err != nil {
			t.Errorf("%s: %v", r.URL, err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	handler, err := vanguard.NewTranscoder([]*vanguard.Service{vanguard.NewServiceWithSchema(service, plain,
		vanguard.WithTargetProtocols(vanguard.ProtocolConnect), vanguard.WithTargetCodecs(vanguard.CodecProto), vanguard.WithNoTargetCompression())}, vanguard.WithCodec(func(types vanguard.TypeResolver) vanguard.Codec {
		codec := vanguard.NewJSONCodec(types)
		codec.MarshalOptions.EmitUnpopulated = false // Google's servers do not, and for their client for Node a FloatValue that is null is 0
		return codec
	}))
	if err != nil {
		t.Fatal(err)
	}
	onWire := string(service.FullName())
	if rule, ok := proto.GetExtension(service.Options(), apipb.E_Service).(*apipb.ServiceRule); ok && rule.GetGrpcName() != "" {
		onWire = rule.GetGrpcName()
	}
	var outer http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.path = r.URL.Path
		s.mu.Unlock()
		if name, ok := strings.CutPrefix(r.URL.Path, "/"+onWire+"/"); ok {
			r.URL.Path = "/" + string(service.FullName()) + "/" + name
		}
		handler.ServeHTTP(w, r)
	})
	for _, m := range middleware {
		outer = m(outer)
	}
	server := httptest.NewUnstartedServer(outer)
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	server.Config.Protocols = &protocols
	server.Start()
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// serve answers a unary call of the Connect protocol: a message in, one out.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, service protoreflect.ServiceDescriptor) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.method = protoreflect.Name(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	method := service.Methods().ByName(s.method)
	if method == nil {
		return fmt.Errorf("there is no method %s", s.method)
	}
	s.request = dynamicpb.NewMessage(method.Input())
	if err := proto.Unmarshal(body, s.request); err != nil {
		return err
	}
	if s.Answer == nil {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		_, err := io.WriteString(w, `{"code": "permission_denied", "message": "not yours"}`)
		return err
	}
	answer, err := proto.Marshal(s.Answer)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/proto")
	_, err = w.Write(answer)
	return err
}
