// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

func TestFileName(t *testing.T) {
	for _, test := range []struct{ pkg, suffix, want string }{
		{"chat", "", "chat/chat.proto"},
		{"chat", "_service", "chat/chat_service.proto"},
		{"chat.v1", "", "chat/v1/chat.proto"},
		{"protolect.google.chat.v1", "_service", "protolect/google/chat/v1/chat_service.proto"},
	} {
		if got := fileName(&model.Package{Name: test.pkg}, test.suffix); got != test.want {
			t.Errorf("%s%s: got %s, want %s", test.pkg, test.suffix, got, test.want)
		}
	}
}

// A file comes after those that it imports, also indirectly, and else stays where it was.
func TestInOrderOfImports(t *testing.T) {
	imports := map[string][]string{"a": {"google/protobuf/empty.proto", "c"}, "b": nil, "c": {"d"}, "d": nil}
	var files []*file
	for _, name := range []string{"a", "b", "c", "d"} {
		f := newFile(&model.Package{Name: name}, name)
		for _, i := range imports[name] {
			f.imported[i] = true
		}
		files = append(files, f)
	}
	var got []string
	for _, f := range inOrderOfImports(files) {
		got = append(got, f.proto.GetName())
	}
	if diff := cmp.Diff([]string{"d", "c", "a", "b"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSecurityScheme(t *testing.T) {
	bearer := func(b *apipb.HttpBearer) *apipb.SecurityScheme {
		return &apipb.SecurityScheme{Kind: &apipb.SecurityScheme_HttpBearer{HttpBearer: b}}
	}
	key := func(k *apipb.ApiKey) *apipb.SecurityScheme {
		return &apipb.SecurityScheme{Kind: &apipb.SecurityScheme_ApiKey{ApiKey: k}}
	}
	for _, test := range []struct {
		name   string
		scheme document.SecurityScheme
		want   *apipb.SecurityScheme
	}{
		{"key in a header", document.SecurityScheme{Kind: document.APIKey, In: "header", Parameter: "K"}, key(&apipb.ApiKey{Header: "K"})},
		{"key in the query", document.SecurityScheme{Kind: document.APIKey, In: "query", Parameter: "K"}, key(&apipb.ApiKey{Query: "K"})},
		{"key in a cookie", document.SecurityScheme{Kind: document.APIKey, In: "cookie", Parameter: "K"}, key(&apipb.ApiKey{Cookie: "K"})},
		{"basic", document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "basic"}, &apipb.SecurityScheme{Kind: &apipb.SecurityScheme_HttpBasic{HttpBasic: new(apipb.HttpBasic)}}},
		{"bearer", document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "bearer", TokenFormat: "JWT"}, bearer(&apipb.HttpBearer{Format: "JWT"})},
		{"signed token", document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "bearer", IssuerClaim: "iss"}, bearer(&apipb.HttpBearer{SignedToken: &apipb.SignedToken{IssuerClaim: "iss"}})},
		{"OAuth 2.0", document.SecurityScheme{Kind: document.OAuth2}, bearer(new(apipb.HttpBearer))},
		{"OpenID Connect", document.SecurityScheme{Kind: document.OpenIDConnect}, bearer(new(apipb.HttpBearer))},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.scheme.Name, test.scheme.Description = "s", "How."
			test.want.Name, test.want.Description = "s", "How."
			if diff := cmp.Diff(test.want, securityScheme(&test.scheme), protocmp.Transform()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestDescribeScheme checks that descriptions contain the URLs of flows and the deprecation.
func TestDescribeScheme(t *testing.T) {
	for _, test := range []struct {
		scheme document.SecurityScheme
		want   string
	}{
		{document.SecurityScheme{}, ""},
		{document.SecurityScheme{Description: "How."}, "How."},
		{document.SecurityScheme{Deprecated: true}, "The API has deprecated this security scheme."},
		{document.SecurityScheme{Description: "How.", URL: "https://m.example.com", Deprecated: true},
			"How.\n\nThe metadata of the authorization server is at https://m.example.com.\n\nThe API has deprecated this security scheme."},
		{document.SecurityScheme{Flows: []document.Flow{{Name: "implicit"}, {Name: "deviceAuthorization", TokenURL: "https://t.example.com", AuthorizationURL: "https://a.example.com", DeviceURL: "https://d.example.com"}}},
			"OAuth 2.0 flow deviceAuthorization: authorization URL https://a.example.com, device authorization URL https://d.example.com, token URL https://t.example.com."},
	} {
		if got := describeScheme(&test.scheme); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.scheme, got, test.want)
		}
	}
}

// The members of a oneof stand together, where the first of them does.
func TestOneofsStandTogether(t *testing.T) {
	fields := []*model.Field{
		{Name: "d", Number: 7, Oneof: "two"}, {Name: "e", Number: 6},
		{Name: "b", Number: 5, Oneof: "one"}, {Name: "c", Number: 3}, {Name: "a", Number: 2, Oneof: "one"},
		{Name: "f", Number: 1, Optional: true},
	}
	d := new(descriptorpb.DescriptorProto)
	var got []string
	for _, f := range inOrder(fields) {
		got = append(got, f.Name)
		d.Field = append(d.Field, &descriptorpb.FieldDescriptorProto{Name: proto.String(f.Name), Proto3Optional: proto.Bool(f.Optional)})
	}
	if diff := cmp.Diff([]string{"f", "a", "b", "c", "e", "d"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	addOneofs(d, inOrder(fields))
	oneof := make(map[string]string)
	for _, f := range d.Field {
		if f.OneofIndex != nil {
			oneof[f.GetName()] = d.OneofDecl[f.GetOneofIndex()].GetName()
		}
	}
	want := map[string]string{"a": "one", "b": "one", "d": "two", "f": "_f"}
	if diff := cmp.Diff(want, oneof); diff != "" || len(d.OneofDecl) != len(want)-1 {
		t.Errorf("%v (-want +got):\n%s", d.OneofDecl, diff)
	}
	if last := d.OneofDecl[len(d.OneofDecl)-1].GetName(); last != "_f" {
		t.Errorf("the last oneof is %s: the compiler wants those of optional fields there", last)
	}
}

// TestMayBeEmpty checks when a method with a response also accepts an empty one.
func TestMayBeEmpty(t *testing.T) {
	pet := &document.Schema{Name: "Pet"}
	empty := &document.Response{Status: "200"}
	for _, test := range []struct {
		name      string
		operation document.Operation
		want      bool
	}{
		{"no response with a body", document.Operation{Responses: []*document.Response{empty}}, false},
		{"200 is empty", document.Operation{Response: pet, Responses: []*document.Response{{Status: "201", Schema: pet}, empty}}, true},
		{"204 is empty", document.Operation{Response: pet, Responses: []*document.Response{{Status: "200", Schema: pet}, {Status: "204"}}}, false},
		{"200 has a schema", document.Operation{Response: pet, Responses: []*document.Response{{Status: "200", Schema: pet}}}, false},
		{"200 has a media type", document.Operation{Response: pet, Responses: []*document.Response{{Status: "200", MediaType: "text/plain"}}}, false},
	} {
		if got := mayBeEmpty(&test.operation); got != test.want {
			t.Errorf("%s: got %t, want %t", test.name, got, test.want)
		}
	}
}
