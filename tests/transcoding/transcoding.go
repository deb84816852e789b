// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package transcoding starts servers that are made from descriptors, for tests of clients. They use
// package transcode over REST, and vanguard over gRPC.
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
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// Server responds to every call with Response, or with an error if Response is nil. It records the
// calls.
type Server struct {
	URL      string
	Response proto.Message

	mu      sync.Mutex
	path    string
	method  protoreflect.Name
	request proto.Message
}

// Path returns the path of the last request.
func (s *Server) Path() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.path
}

// Last returns the method and the request message of the last call.
func (s *Server) Last() (protoreflect.Name, proto.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.method, s.request
}

// refusal is the error of a call if the server has no response.
var refusal = transcode.Status{Code: code.Code_PERMISSION_DENIED, Message: "not yours"}

// Serve starts a server for a service. It stops at the end of the test. Over gRPC the service has
// the name in protolect.api.v1.service.grpc_name.
func Serve(t *testing.T, service protoreflect.ServiceDescriptor) *Server {
	t.Helper()
	s := new(Server)
	methods, err := transcode.CompileServices(service)
	if err != nil {
		t.Fatal(err)
	}
	router := transcode.NewRouter(methods, transcode.RouterOptions{WithoutBasePath: true})
	gRPC := s.vanguard(t, service)
	s.start(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
			gRPC.ServeHTTP(w, r)
			return
		}
		s.rest(t, router, w, r)
	})
	return s
}

// ServeVanguard is like Serve, but uses vanguard over REST as well.
func ServeVanguard(t *testing.T, service protoreflect.ServiceDescriptor) *Server {
	t.Helper()
	s := new(Server)
	s.start(t, s.vanguard(t, service).ServeHTTP)
	return s
}

func (s *Server) start(t *testing.T, handler http.HandlerFunc) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.path = r.URL.Path
		s.mu.Unlock()
		handler(w, r)
	}))
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	server.Config.Protocols = &protocols
	server.Start()
	t.Cleanup(server.Close)
	s.URL = server.URL
}

// rest handles a call over REST.
func (s *Server) rest(t *testing.T, router *transcode.Router, w http.ResponseWriter, r *http.Request) {
	var method *transcode.Method
	response, err := func() (*transcode.Response, error) {
		request, err := transcode.ReadRequest(r)
		if err != nil {
			return nil, err
		}
		match, err := router.Match(request.Verb, request.Path)
		if err != nil {
			return nil, err
		}
		method = match.Method
		message := dynamicpb.NewMessage(method.Descriptor.Input())
		if err := match.DecodeRequest(request, message, transcode.DecodeRequestOptions{}); err != nil {
			return nil, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.method, s.request = method.Descriptor.Name(), message
		if s.Response == nil {
			return method.EncodeError(&refusal, transcode.EncodeResponseOptions{})
		}
		return method.EncodeResponse(s.Response, transcode.EncodeResponseOptions{})
	}()
	if err != nil {
		t.Errorf("%s %s: %v", r.Method, r.URL, err)
		if response, err = method.EncodeError(transcode.StatusOf(err), transcode.EncodeResponseOptions{}); err != nil {
			t.Error(err)
			return
		}
	}
	for name, values := range response.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(response.StatusCode)
	if _, err := w.Write(response.Body); err != nil {
		t.Error(err)
	}
}

// vanguard returns a handler that converts requests over REST or gRPC into calls of the Connect
// protocol.
func (s *Server) vanguard(t *testing.T, service protoreflect.ServiceDescriptor) http.Handler {
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.call(w, r, service); err != nil {
			t.Errorf("%s: %v", r.URL, err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	handler, err := vanguard.NewTranscoder([]*vanguard.Service{vanguard.NewServiceWithSchema(service, plain,
		vanguard.WithTargetProtocols(vanguard.ProtocolConnect), vanguard.WithTargetCodecs(vanguard.CodecProto),
		vanguard.WithNoTargetCompression())})
	if err != nil {
		t.Fatal(err)
	}
	onWire := string(service.FullName())
	if rule, ok := proto.GetExtension(service.Options(), apipb.E_Service).(*apipb.ServiceRule); ok && rule.GetGrpcName() != "" {
		onWire = rule.GetGrpcName()
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name, ok := strings.CutPrefix(r.URL.Path, "/"+onWire+"/"); ok {
			r.URL.Path = "/" + string(service.FullName()) + "/" + name
		}
		handler.ServeHTTP(w, r)
	})
}

// call handles a unary call of the Connect protocol, with one message in each direction.
func (s *Server) call(w http.ResponseWriter, r *http.Request, service protoreflect.ServiceDescriptor) error {
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
	if s.Response == nil {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		_, err := io.WriteString(w, `{"code": "permission_denied", "message": "`+refusal.Message+`"}`)
		return err
	}
	data, err := proto.Marshal(s.Response)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/proto")
	_, err = w.Write(data)
	return err
}
