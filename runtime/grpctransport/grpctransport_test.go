// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package grpctransport_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/grpctransport"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// library is a service whose messages are existing types with the required fields.
var library = newLibrary()

func newLibrary() protoreflect.ServiceDescriptor {
	get := &descriptorpb.MethodDescriptorProto{
		Name:       proto.String("Get"),
		InputType:  proto.String(".google.rpc.ErrorInfo"),
		OutputType: proto.String(".google.rpc.DebugInfo"),
		Options:    new(descriptorpb.MethodOptions),
	}
	proto.SetExtension(get.Options, annotations.E_Http, &annotations.HttpRule{Pattern: &annotations.HttpRule_Get{Get: "/v1/{reason=books/*}"}})
	proto.SetExtension(get.Options, apipb.E_Method, &apipb.MethodRule{
		ApiVersion:  "v1_20261101",
		OauthScopes: []string{"https://www.googleapis.com/auth/library"},
		Paging:      &apipb.Paging{PageToken: "domain", NextPageToken: "detail", Items: "stack_entries"},
	})
	unbound := &descriptorpb.MethodDescriptorProto{Name: proto.String("Unbound"), InputType: get.InputType, OutputType: get.OutputType}
	streams := &descriptorpb.MethodDescriptorProto{Name: proto.String("Streams"), InputType: get.InputType, OutputType: get.OutputType, ServerStreaming: proto.Bool(true)}
	service := &descriptorpb.ServiceDescriptorProto{
		Name:    proto.String("Library"),
		Method:  []*descriptorpb.MethodDescriptorProto{get, unbound, streams},
		Options: new(descriptorpb.ServiceOptions),
	}
	proto.SetExtension(service.Options, apipb.E_Service, &apipb.ServiceRule{GrpcName: "google.library.v1.LibraryService"})
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name:       proto.String("test/library.proto"),
		Package:    proto.String("test"),
		Dependency: []string{errdetails.File_google_rpc_error_details_proto.Path()},
		Service:    []*descriptorpb.ServiceDescriptorProto{service},
	}, protoregistry.GlobalFiles)
	if err != nil {
		panic(err)
	}
	return file.Services().Get(0)
}

// serve starts a gRPC server that handles every call, and returns its address.
func serve(t *testing.T, respond func(ctx context.Context, method string, req *errdetails.ErrorInfo) (*errdetails.DebugInfo, error), opts ...grpc.ServerOption) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer(append(opts, grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		req := new(errdetails.ErrorInfo)
		if err := stream.RecvMsg(req); err != nil {
			return err
		}
		method, _ := grpc.MethodFromServerStream(stream)
		resp, err := respond(stream.Context(), method, req)
		if err != nil {
			return err
		}
		return stream.SendMsg(resp)
	}))...)
	go server.Serve(listener)
	t.Cleanup(server.Stop)
	return listener.Addr().String()
}

func newClient(t *testing.T, opts ...rest.ClientOption) *stub.Client {
	t.Helper()
	c, err := stub.NewClient(context.Background(), library, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func TestCall(t *testing.T) {
	var gotMethod string
	var gotHeader metadata.MD
	var got *errdetails.ErrorInfo
	address := serve(t, func(ctx context.Context, method string, req *errdetails.ErrorInfo) (*errdetails.DebugInfo, error) {
		gotMethod, got = method, req
		gotHeader, _ = metadata.FromIncomingContext(ctx)
		grpc.SetHeader(ctx, metadata.Pairs("x-seen", "1"))
		return &errdetails.DebugInfo{Detail: "found"}, nil
	})
	c := newClient(t, grpctransport.With(), rest.WithEndpoint("http://"+address), rest.WithUserAgent("billing/1.2"),
		rest.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token-of-the-test"})))
	req := &errdetails.ErrorInfo{Reason: "books/a b", Domain: "d"}
	resp := new(errdetails.DebugInfo)
	var header http.Header
	if err := c.Call(context.Background(), "Get", req, resp, rest.WithHeader("X-Goog-User-Project", "p"), rest.WithResponseHeader(&header)); err != nil || header.Get("X-Seen") != "1" {
		t.Fatal(header, err)
	}
	if resp.GetDetail() != "found" {
		t.Errorf("got %v", resp)
	}
	if gotMethod != "/google.library.v1.LibraryService/Get" {
		t.Errorf("called %s", gotMethod)
	}
	if diff := cmp.Diff(req, got, protocmp.Transform()); diff != "" {
		t.Errorf("received (-want +got):\n%s", diff)
	}
	for name, want := range map[string]string{
		"authorization":         "Bearer token-of-the-test",
		"x-goog-api-version":    "v1_20261101",
		"x-goog-request-params": "reason=books%2Fa+b",
		"x-goog-user-project":   "p",
	} {
		if diff := cmp.Diff([]string{want}, gotHeader.Get(name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if agent := strings.Join(gotHeader.Get("user-agent"), ""); !strings.HasPrefix(agent, "billing/1.2 protolect/") {
		t.Errorf("the user agent is %q", agent)
	}

	if err := c.Call(context.Background(), "Unbound", req, resp); err != nil {
		t.Errorf("a method that only gRPC can call: %v", err)
	}
	if err := c.Call(context.Background(), "Streams", req, resp); err == nil || !strings.Contains(err.Error(), "UNIMPLEMENTED") {
		t.Errorf("a method that streams: %v", err)
	}
	if err := c.Call(context.Background(), "Get", req, resp, rest.WithQuery("fields", "detail")); err == nil || !strings.Contains(err.Error(), "X-Goog-Fieldmask") {
		t.Errorf("a query: %v", err)
	}
}

func TestPages(t *testing.T) {
	address := serve(t, func(_ context.Context, _ string, req *errdetails.ErrorInfo) (*errdetails.DebugInfo, error) {
		if req.GetDomain() == "" {
			return &errdetails.DebugInfo{StackEntries: []string{"a", "b"}, Detail: "next"}, nil
		}
		return &errdetails.DebugInfo{StackEntries: []string{"c"}}, nil
	})
	c := newClient(t, grpctransport.With(), rest.WithEndpoint("http://"+address), rest.WithoutCredentials())
	var got []string
	for item, err := range stub.NewPager(context.Background(), c, "Get", &errdetails.ErrorInfo{Reason: "books/a"}, (*errdetails.DebugInfo).GetStackEntries).All() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, item)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, got); diff != "" {
		t.Errorf("the items (-want +got):\n%s", diff)
	}
}

func TestErrors(t *testing.T) {
	const token = "token-of-the-test"
	address := serve(t, func(ctx context.Context, _ string, req *errdetails.ErrorInfo) (*errdetails.DebugInfo, error) {
		switch req.GetReason() {
		case "books/slow":
			<-ctx.Done()
			return nil, ctx.Err()
		case "books/echo":
			s, err := status.New(codes.NotFound, "no book for "+token).WithDetails(&errdetails.DebugInfo{Detail: token})
			if err != nil {
				return nil, err
			}
			grpc.SetHeader(ctx, metadata.Pairs("x-echo", token))
			return nil, s.Err()
		}
		grpc.SetTrailer(ctx, metadata.Pairs("x-request", "17"))
		s, err := status.New(codes.PermissionDenied, "not yours").WithDetails(&errdetails.ErrorInfo{Reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
		if err != nil {
			return nil, err
		}
		return nil, s.Err()
	})
	c := newClient(t, grpctransport.With(), rest.WithEndpoint("http://"+address),
		rest.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})))
	call := func(ctx context.Context, name string) (*rest.Error, error) {
		t.Helper()
		err := c.Call(ctx, "Get", &errdetails.ErrorInfo{Reason: "books/" + name}, new(errdetails.DebugInfo))
		e, ok := errors.AsType[*rest.Error](err)
		if !ok {
			t.Fatalf("got %v, which is not a *rest.Error", err)
		}
		return e, err
	}

	e, err := call(context.Background(), "denied")
	if e.Code != code.Code_PERMISSION_DENIED || e.Message != "not yours" || e.StatusCode != 0 || e.Header.Get("X-Request") != "17" || e.Reason != "ACCESS_TOKEN_SCOPE_INSUFFICIENT" {
		t.Errorf("got %+v", e)
	}
	if info, _ := rest.Detail[*errdetails.ErrorInfo](err); info.GetReason() != "ACCESS_TOKEN_SCOPE_INSUFFICIENT" {
		t.Errorf("the details are %v", e.Details)
	}
	if want := "the scope of Get, https://www.googleapis.com/auth/library"; !strings.Contains(err.Error(), want) {
		t.Errorf("got %q, want %q", err, want)
	}
	if status.Code(err) != codes.PermissionDenied {
		t.Errorf("gRPC's own status is %v", status.Code(err))
	}

	e, err = call(context.Background(), "echo")
	if e.Code != code.Code_NOT_FOUND || len(e.Details) != 0 || strings.Contains(fmt.Sprintf("%v %+v %#v", err, e, errors.Unwrap(e)), token) {
		t.Errorf("the token is in %+v", e)
	}

	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if e, err = call(ctx, "slow"); e.Code != code.Code_DEADLINE_EXCEEDED || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}

	nobody := newClient(t, grpctransport.With(), rest.WithEndpoint("http://127.0.0.1:1"), rest.WithoutCredentials())
	err = nobody.Call(context.Background(), "Get", new(errdetails.ErrorInfo), new(errdetails.DebugInfo))
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_UNAVAILABLE {
		t.Errorf("without a server: %v", err)
	}
}

func TestTLS(t *testing.T) {
	// A server of net/http/httptest has a certificate for 127.0.0.1.
	https := httptest.NewTLSServer(nil)
	defer https.Close()
	roots := x509.NewCertPool()
	roots.AddCert(https.Certificate())

	address := serve(t, func(context.Context, string, *errdetails.ErrorInfo) (*errdetails.DebugInfo, error) {
		return &errdetails.DebugInfo{Detail: "found"}, nil
	}, grpc.Creds(credentials.NewTLS(&tls.Config{Certificates: https.TLS.Certificates})))
	call := func(opts ...grpc.DialOption) error {
		c := newClient(t, grpctransport.With(opts...), rest.WithEndpoint("https://"+address), rest.WithoutCredentials())
		return c.Call(context.Background(), "Get", new(errdetails.ErrorInfo), new(errdetails.DebugInfo))
	}
	if err := call(grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{RootCAs: roots}))); err != nil {
		t.Error(err)
	}
	if err := call(); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate that nobody signed: %v", err)
	}
}

func TestNewClientErrors(t *testing.T) {
	for _, test := range []struct {
		opts []rest.ClientOption
		want string
	}{
		{[]rest.ClientOption{rest.WithEndpoint("https://example.com/prefix"), rest.WithoutCredentials()}, "/prefix"},
		{[]rest.ClientOption{rest.WithEndpoint("http://example.com"), rest.WithAPIKey("a-key-of-the-test")}, "credentials are not sent over http"},
	} {
		_, err := stub.NewClient(context.Background(), library, append(test.opts, grpctransport.With())...)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}
