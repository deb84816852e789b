// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package transcoding lets the clients of small APIs call a server that is made
// from their descriptors alone: vanguard turns what arrives over REST into plain
// calls.
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
)

// Server answers every call with Answer, and keeps what it was asked for.
type Server struct {
	URL    string
	Answer proto.Message

	mu      sync.Mutex
	method  protoreflect.Name
	request proto.Message
}

// Last returns the method that was called last, and the request as it arrived.
func (s *Server) Last() (protoreflect.Name, proto.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.method, s.request
}

// Serve starts a server for a service, which ends with the test.
func Serve(t *testing.T, service protoreflect.ServiceDescriptor) *Server {
	t.Helper()
	s := new(Server)
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.serve(w, r, service); err != nil {
			t.Errorf("%s: %v", r.URL, err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	handler, err := vanguard.NewTranscoder([]*vanguard.Service{vanguard.NewServiceWithSchema(service, plain,
		vanguard.WithTargetProtocols(vanguard.ProtocolConnect), vanguard.WithTargetCodecs(vanguard.CodecProto), vanguard.WithNoTargetCompression())})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
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
	answer, err := proto.Marshal(s.Answer)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/proto")
	_, err = w.Write(answer)
	return err
}
