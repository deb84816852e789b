// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	rpcstatus "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// recording is a transport that records its calls.
type recording struct {
	target stub.Target
	method protoreflect.FullName
	header http.Header
	req    proto.Message
	closed bool

	// reply and err are the result of each call.
	reply stub.Reply
	err   error
}

func (r *recording) Call(_ context.Context, method protoreflect.MethodDescriptor, header http.Header, req, resp proto.Message) (stub.Reply, error) {
	r.method, r.header, r.req = method.FullName(), header, req
	if r.err == nil {
		proto.Merge(resp, req)
	}
	return r.reply, r.err
}

func (r *recording) Close() error {
	r.closed = true
	return errors.New("closed")
}

func overTransport(t *testing.T, fd protoreflect.FileDescriptor, r *recording, opts ...rest.ClientOption) *stub.Client {
	t.Helper()
	open := func(target stub.Target) (stub.Transport, error) { r.target = target; return r, nil }
	return clientOf(t, fd, append([]rest.ClientOption{rest.WithoutCredentials(), stub.WithTransport(open)}, opts...)...)
}

func TestTransport(t *testing.T) {
	fd := withRules(library, map[string]string{"Put": `api_version: "2026-01"`})
	r := &recording{reply: stub.Reply{Header: http.Header{"X-Reply": {"1"}}}}
	var header http.Header
	c := overTransport(t, fd, r, rest.WithUserAgent("a/1"), rest.WithHeader("X-A", "1"))
	req := itemOf(t, fd, `{"child":{"name":"spaces/A B"}}`)
	resp := itemOf(t, fd, `{}`)
	if err := c.Call(t.Context(), "Put", req, resp, rest.WithResponseHeader(&header)); err != nil {
		t.Fatal(err)
	}
	if r.method != "test.library.Library.Put" || !proto.Equal(r.req, req) || !proto.Equal(resp, req) {
		t.Errorf("called %s with %v, got %v", r.method, r.req, resp)
	}
	for name, want := range map[string]string{"X-Goog-Api-Version": "2026-01", "X-Goog-Request-Params": "child.name=spaces%2FA+B", "X-A": "1"} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s: sent %q, want %q", name, got, want)
		}
	}
	if header.Get("X-Reply") != "1" {
		t.Errorf("got the header %v", header)
	}
	if r.target.Service != "test.library.Library" || r.target.Endpoint.String() != "https://library.googleapis.com" || !strings.HasPrefix(r.target.UserAgent, "a/1 protolect/") {
		t.Errorf("got the target %+v", r.target)
	}
	// A method without a version or a path has none of their headers, and a method
	// without an HTTP form can be called.
	for _, method := range []protoreflect.Name{"Search", "Unbound"} {
		if err := c.Call(t.Context(), method, req, itemOf(t, fd, `{}`)); err != nil || r.header.Get("X-Goog-Api-Version") != "" || r.header.Get("X-Goog-Request-Params") != "" {
			t.Errorf("%s: got %v, sent %v", method, err, r.header)
		}
	}
	if err := c.Close(); !r.closed || err == nil || err.Error() != "closed" {
		t.Errorf("Close returned %v", err)
	}
}

// A service can have another name on the wire.
func TestTransportServiceName(t *testing.T) {
	f := protodesc.ToFileDescriptorProto(library)
	proto.SetExtension(f.Service[0].Options, apipb.E_Service, &apipb.ServiceRule{GrpcName: "google.Library"})
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	must(err)
	r := new(recording)
	overTransport(t, fd, r)
	if r.target.Service != "google.Library" {
		t.Errorf("got %s", r.target.Service)
	}
}

func TestTransportErrors(t *testing.T) {
	info, err := anypb.New(&errdetails.ErrorInfo{Domain: "d", Reason: "WHY"})
	must(err)
	malformed := &anypb.Any{TypeUrl: info.TypeUrl, Value: []byte{0x0a}}
	failed := errors.New("failed")
	for _, test := range []struct {
		name   string
		err    error
		status *rpcstatus.Status
		code   code.Code
		reason string
		want   string
	}{
		{"a status", failed, &rpcstatus.Status{Code: 5, Message: "gone", Details: []*anypb.Any{info}}, code.Code_NOT_FOUND, "WHY", "gone"},
		{"a malformed detail", failed, &rpcstatus.Status{Code: 5, Message: "gone", Details: []*anypb.Any{malformed}}, code.Code_NOT_FOUND, "", "gone"},
		{"unauthenticated", failed, &rpcstatus.Status{Code: 16}, code.Code_UNAUTHENTICATED, "", "remove rest.WithoutCredentials"},
		{"no status", failed, nil, code.Code_UNAVAILABLE, "", "failed"},
		{"no status, canceled", context.Canceled, nil, code.Code_CANCELLED, "", "context canceled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &recording{err: test.err, reply: stub.Reply{Status: test.status, Header: http.Header{"X-Reply": {"1"}}}}
			resp := item(t, `{"name":"left over"}`)
			err := overTransport(t, library, r).Call(t.Context(), "Get", getRequest, resp)
			e, _ := errors.AsType[*rest.Error](err)
			if e == nil || e.StatusCode != 0 || e.Code != test.code || e.Reason != test.reason || !strings.Contains(err.Error(), test.want) || !errors.Is(err, test.err) || !isEmpty(resp) {
				t.Errorf("got %v, %+v, with the response %v", err, e, resp)
			}
			if test.status != nil && e.Header.Get("X-Reply") != "1" {
				t.Errorf("got the header %v", e.Header)
			}
			if _, ok := rest.Detail[*errdetails.ErrorInfo](err); ok != (test.reason != "") {
				t.Errorf("got the details %v", e.Details)
			}
		})
	}
	c := overTransport(t, library, new(recording))
	err = c.Call(t.Context(), "Get", getRequest, response("Get"), rest.WithQuery("fields", "name"))
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_INVALID_ARGUMENT || !strings.Contains(err.Error(), "rest.WithQuery has no effect") {
		t.Errorf("got %v", err)
	}
}

// NewClient returns the error of a transport that cannot be opened.
func TestTransportCannotOpen(t *testing.T) {
	failed := errors.New("failed")
	_, err := stub.NewClient(t.Context(), library.Services().Get(0), rest.WithoutCredentials(),
		stub.WithTransport(func(stub.Target) (stub.Transport, error) { return nil, failed }))
	if !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	_, err = stub.NewClient(t.Context(), library.Services().Get(0), rest.WithoutCredentials(), stub.WithTransport(nil))
	if err == nil || !strings.Contains(err.Error(), "stub.WithTransport: the function is nil") {
		t.Errorf("got %v", err)
	}
}

// Without a transport, Close has no effect, even on a nil client.
func TestClose(t *testing.T) {
	if err := newClient(t, "http://127.0.0.1").Close(); err != nil {
		t.Error(err)
	}
	if err := (*stub.Client)(nil).Close(); err != nil {
		t.Error(err)
	}
}

// Errors name the scopes that a method requires.
func TestScopesInErrors(t *testing.T) {
	for _, test := range []struct {
		scopes []string
		want   string
	}{
		{nil, "a scope that Get accepts"},
		{[]string{"s1"}, "the scope of Get, s1)"},
		{[]string{"s1", "s2"}, "one of the scopes of Get, the narrowest first: s1 or s2)"},
		{[]string{"s1", "s2", "s3", "s4", "s5"}, "one of the scopes of Get, the narrowest first: s1 or s2 or s3 or s4 or s5)"},
		{[]string{"s1", "s2", "s3", "s4", "s5", "s6"}, "one of the 6 scopes of Get, the narrowest first: s1 or s2 or s3 or s4 or s5, …)"},
		// More methods accept all than wide, and more accept wide than s1.
		{[]string{"all", "s1", "wide", "s2"}, "one of the scopes of Get, the narrowest first: s1 or s2 or wide or all)"},
		{[]string{"all", "wide", "s1", "s2", "s3", "s4"}, "one of the 6 scopes of Get, the narrowest first: s1 or s2 or s3 or s4 or wide, …)"},
	} {
		rule := ""
		for _, s := range test.scopes {
			rule += `oauth_scopes: "` + s + `" `
		}
		url, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("WWW-Authenticate", `Bearer error="insufficient_scope"`)
			w.WriteHeader(403)
		})
		fd := withRules(library, map[string]string{"Get": rule, "List": `oauth_scopes: ["wide", "all"]`, "Delete": `oauth_scopes: "all"`})
		c := clientOf(t, fd, rest.WithEndpoint(url), tokens)
		if err := c.Call(t.Context(), "Get", itemOf(t, fd, `{"name":"spaces/A"}`), itemOf(t, fd, `{}`)); err == nil || !strings.Contains(err.Error(), "(use a token source with "+test.want) {
			t.Errorf("%q: got %v, want %q", test.scopes, err, test.want)
		}
	}
}

// Scopes may be separated by a comma and a space. Only Google's are requested.
func TestGoogleScopes(t *testing.T) {
	f := protodesc.ToFileDescriptorProto(library)
	f.Service[0].Options = new(descriptorpb.ServiceOptions)
	proto.SetExtension(f.Service[0].Options, annotations.E_DefaultHost, "library.googleapis.com")
	proto.SetExtension(f.Service[0].Options, annotations.E_OauthScopes, "https://example.com/a, https://mail.google.com/ , https://www.googleapis.com/auth/b")
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	must(err)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	t.Setenv("HOME", t.TempDir())
	metadata, requests := serve(t, respondJSON(`{"access_token":"t","expires_in":3600}`))
	t.Setenv("GCE_METADATA_HOST", strings.TrimPrefix(metadata, "http://"))
	url, _ := serve(t, respondJSON("{}"))
	c := clientOf(t, fd, rest.WithEndpoint(url))
	if err := c.Call(t.Context(), "Get", itemOf(t, fd, `{"name":"spaces/A"}`), itemOf(t, fd, `{}`)); err != nil {
		t.Fatal(err)
	}
	if len(*requests) != 1 || !strings.HasSuffix((*requests)[0].uri, "?scopes=https%3A%2F%2Fmail.google.com%2F%2Chttps%3A%2F%2Fwww.googleapis.com%2Fauth%2Fb") {
		t.Errorf("got %v", *requests)
	}
}
