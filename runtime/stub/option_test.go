// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

func TestClientOptionErrors(t *testing.T) {
	f := protodesc.ToFileDescriptorProto(library)
	proto.SetExtension(f.Service[0].Options, annotations.E_DefaultHost, "a b")
	malformedHost, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	must(err)
	none := rest.WithoutCredentials()
	if _, err := stub.NewClient(t.Context(), malformedHost.Services().Get(0), none); err == nil || !strings.Contains(err.Error(), "google.api.default_host: the endpoint is not a URL") {
		t.Errorf("malformed host: got %v", err)
	}
	var header http.Header
	for want, option := range map[string]rest.ClientOption{
		"rest.WithResponseHeader is an option of a single call":         rest.WithResponseHeader(&header),
		"the default of name is empty":                                  stub.WithDefault("name", ""),
		"rest.WithValidator: the validator is nil":                      rest.WithValidator[string](nil),
		"rest.WithBasicAuth: the user is empty":                         rest.WithBasicAuth("", "p"),
		"or contains a colon":                                           rest.WithBasicAuth("a:b", "p"),
		"rest.WithBearerToken: the token is empty":                      rest.WithBearerToken(""),
		"rest.WithScopes: the list is empty or contains an empty scope": rest.WithScopes("a", ""),
	} {
		if _, err := stub.NewClient(t.Context(), library.Services().Get(0), option); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// A method with a malformed host returns an error, and the others work.
func TestMalformedMethodHost(t *testing.T) {
	url, _ := serve(t, respondJSON("{}"))
	fd := withRules(library, map[string]string{"Get": `host: "a b"`})
	c := clientOf(t, fd, rest.WithEndpoint(url), rest.WithoutCredentials())
	err := c.Call(t.Context(), "Get", itemOf(t, fd, `{"name":"spaces/A"}`), itemOf(t, fd, `{}`))
	if err == nil || !strings.Contains(err.Error(), "protolect.api.v1: host: the endpoint is not a URL") {
		t.Errorf("got %v", err)
	}
	if err := c.Call(t.Context(), "Search", itemOf(t, fd, `{}`), itemOf(t, fd, `{}`)); err != nil {
		t.Error(err)
	}
}

// Only a string field can have a default.
func TestMalformedDefault(t *testing.T) {
	f := protodesc.ToFileDescriptorProto(library)
	for _, field := range f.MessageType[0].Field {
		if field.GetName() == "count" {
			field.Options = new(descriptorpb.FieldOptions)
			proto.SetExtension(field.Options, apipb.E_Field, &apipb.FieldRule{ClientDefault: true})
		}
	}
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	must(err)
	c := clientOf(t, fd, rest.WithEndpoint("http://127.0.0.1"), rest.WithoutCredentials())
	err = c.Call(t.Context(), "Search", itemOf(t, fd, `{}`), itemOf(t, fd, `{}`))
	if err == nil || !strings.Contains(err.Error(), "client_default: the field count is not a string") {
		t.Errorf("got %v", err)
	}
}

// The request that is sent contains the unknown fields of the caller's.
func TestPopulateKeepsUnknownFields(t *testing.T) {
	r := new(recording)
	c := overTransport(t, messaging, r, rest.WithEndpoint("http://127.0.0.1"), stub.WithDefault("agent_id", "a"))
	md := messaging.Messages().Get(0)
	req := dynamicpb.NewMessage(md)
	req.Set(md.Fields().ByName("parent"), protoreflect.ValueOfString("phones/1"))
	req.Mutable(md.Fields().ByName("inner"))
	unknown := protowire.AppendVarint(protowire.AppendTag(nil, 1000, protowire.VarintType), 7)
	req.SetUnknown(unknown)
	if err := c.Call(t.Context(), "Send", req, dynamicpb.NewMessage(md)); err != nil {
		t.Fatal(err)
	}
	if got := r.req.ProtoReflect(); string(got.GetUnknown()) != string(unknown) || got.Get(md.Fields().ByName("agent_id")).String() != "a" || got.Get(md.Fields().ByName("parent")).String() != "phones/1" {
		t.Errorf("sent %v", got)
	}
	if req.Has(md.Fields().ByName("agent_id")) || req.Has(md.Fields().ByName("message_id")) {
		t.Errorf("the request was modified: %v", req)
	}
}

// The version of a method is sent in a header. Other methods have none.
func TestAPIVersion(t *testing.T) {
	url, requests := serve(t, respondJSON("{}"))
	fd := withRules(library, map[string]string{"Search": `api_version: "2026-01"`})
	c := clientOf(t, fd, rest.WithEndpoint(url), rest.WithoutCredentials())
	for method, want := range map[protoreflect.Name][]string{"Search": {"2026-01"}, "Report": nil} {
		*requests = nil
		if err := c.Call(t.Context(), method, itemOf(t, fd, `{}`), itemOf(t, fd, `{}`)); err != nil {
			t.Fatal(err)
		}
		if got := (*requests)[0].header["X-Goog-Api-Version"]; !slices.Equal(got, want) {
			t.Errorf("%s: sent %q, want %q", method, got, want)
		}
	}
}

// A response keeps unknown members only with WithKeepUnknown.
func TestKeepUnknown(t *testing.T) {
	url, _ := serve(t, respondJSON(`{"name":"a","newer":1}`))
	c := newClient(t, url)
	for _, opts := range [][]rest.CallOption{nil, {rest.WithKeepUnknown()}} {
		resp := response("Search")
		if err := c.Call(t.Context(), "Search", item(t, `{}`), resp, opts...); err != nil {
			t.Fatal(err)
		}
		if kept := len(resp.ProtoReflect().GetUnknown()) > 0; kept != (opts != nil) {
			t.Errorf("with %d options, unknown members were kept: %t", len(opts), kept)
		}
	}
}

// The header of a failed call is stored as well.
func TestResponseHeader(t *testing.T) {
	url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Path", r.URL.Path)
		if r.URL.Path == "/v1/failures" {
			w.WriteHeader(500)
		}
	})
	c := newClient(t, url)
	for path, method := range map[string]string{"/v1/items": "Search", "/v1/failures": "Fail"} {
		var header http.Header
		_ = c.Call(t.Context(), protoreflect.Name(method), item(t, `{}`), response(method), rest.WithResponseHeader(&header))
		if header.Get("X-Path") != path {
			t.Errorf("%s: got %v", method, header)
		}
	}
}

func TestConditionText(t *testing.T) {
	c := stub.NewCondition("a.b.GONE", "it is gone")
	if c.Error() != "it is gone" {
		t.Errorf("got %q", c.Error())
	}
	if errors.Is(&rest.Error{}, c) || errors.Is(&rest.Error{}, errBroken) {
		t.Error("an error without a condition matches")
	}
}
