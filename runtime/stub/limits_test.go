// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/rpc/code"
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

// limited returns a service with one method, whose request has a name in the
// path and a list in the body.
func limited(t *testing.T, name, list *apipb.FieldRule, requiredList bool) protoreflect.FileDescriptor {
	t.Helper()
	return limitedBody(t, name, list, requiredList, nil)
}

// limitedBody is limited with a rule for the body.
func limitedBody(t *testing.T, name, list *apipb.FieldRule, requiredList bool, body *apipb.Body) protoreflect.FileDescriptor {
	t.Helper()
	options := func(rule *apipb.FieldRule, required bool) *descriptorpb.FieldOptions {
		o := new(descriptorpb.FieldOptions)
		proto.SetExtension(o, apipb.E_Field, rule)
		if required {
			proto.SetExtension(o, annotations.E_FieldBehavior, []annotations.FieldBehavior{annotations.FieldBehavior_REQUIRED})
		}
		return o
	}
	method := &descriptorpb.MethodDescriptorProto{
		Name: proto.String("Ask"), InputType: proto.String(".test.limited.Request"), OutputType: proto.String(".test.limited.Request"),
		Options: new(descriptorpb.MethodOptions),
	}
	proto.SetExtension(method.Options, annotations.E_Http, &annotations.HttpRule{Pattern: &annotations.HttpRule_Post{Post: "/v1/{name=phones/*}"}, Body: "*"})
	if body != nil {
		proto.SetExtension(method.Options, apipb.E_Method, &apipb.MethodRule{Body: body})
	}
	text := descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum()
	fd, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("test/limited.proto"), Package: proto.String("test.limited"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{{Name: proto.String("Request"), Field: []*descriptorpb.FieldDescriptorProto{
			{Name: proto.String("name"), Number: proto.Int32(1), Type: text, Options: options(name, false)},
			{Name: proto.String("users"), Number: proto.Int32(2), Type: text, Label: descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum(), Options: options(list, requiredList)},
		}}},
		Service: []*descriptorpb.ServiceDescriptorProto{{Name: proto.String("Limited"), Method: []*descriptorpb.MethodDescriptorProto{method}}},
	}, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return fd
}

// ask calls the method with a name and a number of users.
func ask(c *stub.Client, fd protoreflect.FileDescriptor, name string, users int) error {
	md := fd.Messages().Get(0)
	m := dynamicpb.NewMessage(md)
	if name != "" {
		m.Set(md.Fields().ByName("name"), protoreflect.ValueOfString(name))
	}
	for range users {
		m.Mutable(md.Fields().ByName("users")).List().Append(protoreflect.ValueOfString("u"))
	}
	return c.Call(context.Background(), "Ask", m, dynamicpb.NewMessage(md))
}

func TestLimits(t *testing.T) {
	phone := &apipb.FieldRule{Pattern: `^phones/\+[1-9][0-9]{1,14}$`}
	none := &apipb.FieldRule{}
	compile := stub.WithPatterns(regexp.Compile)
	for _, test := range []struct {
		what     string
		name     *apipb.FieldRule
		list     *apipb.FieldRule
		required bool
		option   rest.ClientOption
		value    string
		users    int
		want     string
	}{
		{"a pattern that matches", phone, none, false, compile, "phones/+12223334444", 0, ""},
		{"a pattern that does not", phone, none, false, compile, "phones/12223334444", 0, `name is "phones/12223334444", which does not match ^phones/\+[1-9][0-9]{1,14}$`},
		{"a pattern that nobody compares with", phone, none, false, nil, "phones/12223334444", 0, ""},
		{"an empty name", phone, none, false, compile, "", 0, "name is not set: it is part of the path"},
		{"what is no pattern", &apipb.FieldRule{Pattern: "["}, none, false, compile, "phones/1", 0, "the pattern of name: error parsing regexp"},
		{"elements enough", none, &apipb.FieldRule{MinItems: 2, MaxItems: 3}, false, nil, "phones/1", 2, ""},
		{"too few", none, &apipb.FieldRule{MinItems: 2, MaxItems: 3}, false, nil, "phones/1", 1, "users has 1 elements: 2 to 3 are required"},
		{"too many", none, &apipb.FieldRule{MinItems: 2, MaxItems: 3}, false, nil, "phones/1", 4, "users has 4 elements: 2 to 3 are required"},
		{"none", none, &apipb.FieldRule{MinItems: 2}, false, nil, "phones/1", 0, ""},
		{"none where there must be some", none, &apipb.FieldRule{MinItems: 2}, true, nil, "phones/1", 0, "users has 0 elements: at least 2 are required"},
		{"no lower limit", none, &apipb.FieldRule{MaxItems: 3}, false, nil, "phones/1", 4, "users has 4 elements: at most 3 are allowed"},
	} {
		t.Run(test.what, func(t *testing.T) {
			server, requests := serve(t, respondJSON(`{}`))
			fd := limited(t, test.name, test.list, test.required)
			c := clientOf(t, fd, rest.WithEndpoint(server), rest.WithoutCredentials(), test.option)
			err := ask(c, fd, test.value, test.users)
			if test.want == "" {
				if err != nil || len(*requests) != 1 {
					t.Errorf("got %v, and %d requests", err, len(*requests))
				}
				return
			}
			if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_INVALID_ARGUMENT || !strings.Contains(e.Message, test.want) || len(*requests) != 0 {
				t.Errorf("got %v, want %q; %d requests were sent", err, test.want, len(*requests))
			}
		})
	}
}

// unused is a transport that must not be called.
type unused struct{ t *testing.T }

func (u unused) Call(context.Context, protoreflect.MethodDescriptor, http.Header, proto.Message, proto.Message) (stub.Reply, error) {
	u.t.Error("the request was sent")
	return stub.Reply{}, nil
}

func (unused) Close() error { return nil }

// A required list may be absent if the body is absent or partial.
func TestLimitsOfOptionalBody(t *testing.T) {
	server, requests := serve(t, respondJSON(`{}`))
	for _, test := range []struct {
		body  *apipb.Body
		users int
		want  string
	}{
		{&apipb.Body{Optional: true}, 0, ""},
		{&apipb.Body{Optional: true}, 1, "users has 1 elements: at least 2 are required"},
		{&apipb.Body{}, 0, "users has 0 elements: at least 2 are required"},
		{&apipb.Body{Partial: true, Optional: true}, 0, ""},
		{&apipb.Body{Partial: true}, 1, "users has 1 elements: at least 2 are required"},
	} {
		*requests = nil
		fd := limitedBody(t, &apipb.FieldRule{Parameter: &apipb.Parameter{Path: true}}, &apipb.FieldRule{MinItems: 2}, true, test.body)
		err := ask(clientOf(t, fd, rest.WithEndpoint(server), rest.WithoutCredentials()), fd, "phones/1", test.users)
		if test.want == "" {
			if err != nil || len(*requests) != 1 || (*requests)[0].body != "" {
				t.Errorf("got %v, and the requests %v", err, *requests)
			}
		} else if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}

func TestLimitsOfOtherTransports(t *testing.T) {
	fd := limited(t, &apipb.FieldRule{Pattern: `^phones/\+`}, &apipb.FieldRule{}, false)
	c := clientOf(t, fd, rest.WithEndpoint("http://127.0.0.1"), rest.WithoutCredentials(), stub.WithPatterns(regexp.Compile),
		stub.WithTransport(func(stub.Target) (stub.Transport, error) { return unused{t}, nil }))
	if err := ask(c, fd, "phones/1", 0); err == nil || !strings.Contains(err.Error(), "does not match") {
		t.Errorf("got %v", err)
	}
}

func TestLimitsOfDescriptors(t *testing.T) {
	for want, fd := range map[string]protoreflect.FileDescriptor{
		"pattern: the field users is not a string":             limited(t, &apipb.FieldRule{}, &apipb.FieldRule{Pattern: "a"}, false),
		"min_items or max_items: the field name is not a list": limited(t, &apipb.FieldRule{MinItems: 1}, &apipb.FieldRule{}, false),
	} {
		err := ask(clientOf(t, fd, rest.WithEndpoint("http://127.0.0.1"), rest.WithoutCredentials()), fd, "phones/1", 0)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	fd := limited(t, &apipb.FieldRule{}, &apipb.FieldRule{}, false)
	if _, err := stub.NewClient(context.Background(), fd.Services().Get(0), stub.WithPatterns[*regexp.Regexp](nil)); err == nil || !strings.Contains(err.Error(), "the function is nil") {
		t.Errorf("got %v", err)
	}
}
