// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/rpc/code"
	rpcstatus "google.golang.org/genproto/googleapis/rpc/status"
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

// messaging is a service whose requests have fields that the client fills in.
var messaging = newMessaging(&apipb.MethodRule{
	AutoPopulatedFields: []string{"message_id"},
	Errors:              []*apipb.NamedError{{HttpStatus: 404, Name: "UNREACHABLE", Description: "the user cannot be reached"}},
})

func newMessaging(rule *apipb.MethodRule) protoreflect.FileDescriptor {
	required := func() *descriptorpb.FieldOptions {
		o := new(descriptorpb.FieldOptions)
		proto.SetExtension(o, annotations.E_FieldBehavior, []annotations.FieldBehavior{annotations.FieldBehavior_REQUIRED})
		return o
	}
	agent := required()
	proto.SetExtension(agent, apipb.E_Field, &apipb.FieldRule{ClientDefault: true})
	send := &descriptorpb.MethodDescriptorProto{
		Name: proto.String("Send"), InputType: proto.String(".test.messaging.Request"), OutputType: proto.String(".test.messaging.Request"),
		Options: new(descriptorpb.MethodOptions),
	}
	proto.SetExtension(send.Options, annotations.E_Http, &annotations.HttpRule{Pattern: &annotations.HttpRule_Post{Post: "/v1/{parent=phones/*}"}, Body: "inner"})
	proto.SetExtension(send.Options, apipb.E_Method, rule)
	text := descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum()
	fd, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("test/messaging.proto"), Package: proto.String("test.messaging"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{{Name: proto.String("Request"), Field: []*descriptorpb.FieldDescriptorProto{
			{Name: proto.String("parent"), Number: proto.Int32(1), Type: text, Options: required()},
			{Name: proto.String("message_id"), JsonName: proto.String("messageId"), Number: proto.Int32(2), Type: text, Options: required()},
			{Name: proto.String("agent_id"), JsonName: proto.String("agentId"), Number: proto.Int32(3), Type: text, Options: agent},
			{Name: proto.String("inner"), Number: proto.Int32(4), Type: descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), TypeName: proto.String(".test.messaging.Request"), Options: required()},
		}}},
		Service: []*descriptorpb.ServiceDescriptorProto{{Name: proto.String("Messaging"), Method: []*descriptorpb.MethodDescriptorProto{send}}},
	}, protoregistry.GlobalFiles)
	must(err)
	return fd
}

// send sends a request with these fields.
func send(c *stub.Client, fields map[string]string) error {
	md := messaging.Messages().Get(0)
	m := dynamicpb.NewMessage(md)
	for name, value := range fields {
		m.Set(md.Fields().ByName(protoreflect.Name(name)), protoreflect.ValueOfString(value))
	}
	before := proto.Clone(m)
	err := c.Call(context.Background(), "Send", m, dynamicpb.NewMessage(md))
	if !proto.Equal(before, m) {
		return errors.New("the request was modified")
	}
	return err
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestPopulate(t *testing.T) {
	server, requests := serve(t, respondJSON(`{}`))
	with := func(opts ...rest.ClientOption) *stub.Client {
		return clientOf(t, messaging, append(opts, rest.WithEndpoint(server), rest.WithoutCredentials())...)
	}
	for _, test := range []struct {
		name   string
		client *stub.Client
		fields map[string]string
		want   string // the query, without the id
		err    string
	}{
		{"all there", with(), map[string]string{"parent": "phones/1", "message_id": "m", "agent_id": "a"}, "agentId=a&messageId=m", ""},
		{"no id", with(), map[string]string{"parent": "phones/1", "agent_id": "a"}, "agentId=a", ""},
		{"the client's agent", with(stub.WithDefault("agent_id", "b")), map[string]string{"parent": "phones/1", "message_id": "m"}, "agentId=b&messageId=m", ""},
		{"the request's agent wins", with(stub.WithDefault("agent_id", "b")), map[string]string{"parent": "phones/1", "message_id": "m", "agent_id": "a"}, "agentId=a&messageId=m", ""},
		{"no agent", with(), map[string]string{"parent": "phones/1", "message_id": "m"}, "", "agent_id is not set: Send requires it"},
		{
			"no agent, with the name of its option", with(stub.WithDefaultOption("agent_id", "pkg.WithAgentID")),
			map[string]string{"parent": "phones/1"}, "", "agent_id is not set: Send requires it: set the field, or pass pkg.WithAgentID to the client",
		},
		{"no parent", with(), map[string]string{"agent_id": "a"}, "", "parent is not set"},
	} {
		t.Run(test.name, func(t *testing.T) {
			*requests = nil
			err := send(test.client, test.fields)
			if test.err != "" {
				if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_INVALID_ARGUMENT || !strings.Contains(e.Message, test.err) || len(*requests) != 0 {
					t.Errorf("got %v, want %q; %d requests were sent", err, test.err, len(*requests))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			u, err := url.ParseRequestURI((*requests)[0].uri)
			if err != nil {
				t.Fatal(err)
			}
			query := u.Query()
			if test.fields["message_id"] == "" {
				if id := query.Get("messageId"); !uuid.MatchString(id) {
					t.Errorf("the ID is %q", id)
				}
				query.Del("messageId")
			}
			if query.Encode() != test.want || (*requests)[0].body != "{}" {
				t.Errorf("sent %v, want %s", (*requests)[0], test.want)
			}
		})
	}
}

func TestConditions(t *testing.T) {
	status := 404
	server, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		respond(status, "application/json", `{"error":{"code":404,"message":"m"}}`)(w, r)
	})
	c := clientOf(t, messaging, rest.WithEndpoint(server), rest.WithoutCredentials(), stub.WithDefault("agent_id", "a"))
	unreachable := stub.NewCondition("test.messaging.UNREACHABLE", "the user cannot be reached")

	err := send(c, map[string]string{"parent": "phones/1"})
	if !errors.Is(err, unreachable) || !strings.Contains(err.Error(), "the user cannot be reached") {
		t.Errorf("got %v, want the condition unreachable", err)
	}
	if errors.Is(err, stub.NewCondition("test.other.UNREACHABLE", "")) {
		t.Error("the error has a condition of another package")
	}
	// The generated ID is in the error, so that the caller can repeat the call.
	e, _ := errors.AsType[*rest.Error](err)
	if e == nil || !uuid.MatchString(e.RequestID) || !strings.Contains((*requests)[0].uri, e.RequestID) {
		t.Errorf("the ID is not in %+v", e)
	}
	status = 403
	if err := send(c, map[string]string{"parent": "phones/1"}); err == nil || errors.Is(err, unreachable) {
		t.Errorf("got %v, which has the condition unreachable", err)
	}
}

// A condition follows from an error of the API. The status of a proxy, a gateway or
// a path that no method has means something else.
func TestConditionOfOtherServers(t *testing.T) {
	for _, test := range []struct {
		contentType, body string
		want              bool
	}{
		{"application/json", `{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}`, true},
		{"application/json", `{"error":{"status":"NOT_FOUND"}}`, true},
		{"application/json", `{"error":{"code":404,"message":"Method not found.","status":"NOT_FOUND"}}`, false},
		{"application/json", `{"message":"no Route matched with those values"}`, false},
		{"application/json", `{"error":{"message":"unknown path"}}`, false},
		{"application/json", `{"error":"not_found"}`, false},
		{"text/html", "<html><title>404 Not Found</title>", false},
		{"text/plain", "404 page not found", false},
		{"", "", false},
	} {
		server, _ := serve(t, respond(404, test.contentType, test.body))
		err := send(clientOf(t, messaging, rest.WithEndpoint(server), rest.WithoutCredentials(), stub.WithDefault("agent_id", "a")), map[string]string{"parent": "phones/1"})
		if got := errors.Is(err, stub.NewCondition("test.messaging.UNREACHABLE", "")); err == nil || got != test.want {
			t.Errorf("%s: got %t: %v", test.body, got, err)
		}
	}
}

// The error of a transport has a condition in addition to its cause.
func TestConditionOfTransport(t *testing.T) {
	r := &recording{err: errBroken, reply: stub.Reply{Status: &rpcstatus.Status{Code: int32(code.Code_NOT_FOUND)}}}
	c := overTransport(t, messaging, r, rest.WithEndpoint("http://127.0.0.1"), stub.WithDefault("agent_id", "a"))
	err := send(c, map[string]string{"parent": "phones/1"})
	if !errors.Is(err, stub.NewCondition("test.messaging.UNREACHABLE", "")) || !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

func TestPopulateMalformedRules(t *testing.T) {
	broken := newMessaging(&apipb.MethodRule{AutoPopulatedFields: []string{"inner"}})
	c := clientOf(t, broken, rest.WithEndpoint("http://127.0.0.1"), rest.WithoutCredentials())
	m := broken.Services().Get(0).Methods().Get(0)
	err := c.Call(t.Context(), m.Name(), dynamicpb.NewMessage(m.Input()), dynamicpb.NewMessage(m.Output()))
	if err == nil || !strings.Contains(err.Error(), "the request has no string field inner") {
		t.Errorf("got %v", err)
	}
	_, err = stub.NewClient(context.Background(), messaging.Services().Get(0), rest.WithEndpoint("http://127.0.0.1"), rest.WithoutCredentials(), stub.WithDefault("message_id", "m"))
	if err == nil || !strings.Contains(err.Error(), "the default of message_id is unused") {
		t.Errorf("got %v", err)
	}
}

// refusing is a validator that rejects every message.
type refusing struct{ calls int }

var errRefused = errors.New("parent: too long")

func (v *refusing) Validate(m proto.Message, _ ...string) error {
	v.calls++
	if m.ProtoReflect().Get(messaging.Messages().Get(0).Fields().ByName("agent_id")).String() != "a" {
		return nil // it is asked about what is sent
	}
	return errRefused
}

func TestValidator(t *testing.T) {
	server, requests := serve(t, respondJSON(`{}`))
	v := new(refusing)
	c := clientOf(t, messaging, rest.WithEndpoint(server), rest.WithoutCredentials(), stub.WithDefault("agent_id", "a"), rest.WithValidator(v))
	err := send(c, map[string]string{"parent": "phones/1"})
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_INVALID_ARGUMENT || !errors.Is(err, errRefused) {
		t.Errorf("got %v", err)
	}
	if v.calls != 1 || len(*requests) != 0 {
		t.Errorf("%d validations, %d requests", v.calls, len(*requests))
	}
}

// TestErrorOfLines has validators whose errors have several lines. The error of the call has one.
func TestErrorOfLines(t *testing.T) {
	for text, want := range map[string]string{
		"parent: too long": "parent: too long",
		"validation errors:\n - parent: too long\n - text: is required\n": "validation errors: parent: too long; text: is required",
		errors.Join(errors.New("one"), errors.New("two")).Error():         "one; two",
		"\n\none\r\n\n  two: \n- 3 - 4":                                   "one; two: 3 - 4",
		"":                                                                "",
	} {
		c := clientOf(t, messaging, rest.WithEndpoint("http://localhost"), rest.WithoutCredentials(), rest.WithValidator(rejection(text)))
		e, ok := errors.AsType[*rest.Error](send(c, map[string]string{"parent": "phones/1", "agent_id": "a"}))
		if !ok || e.Message != want || !errors.Is(e, rejection(text)) {
			t.Errorf("%q: got %#v", text, e)
		}
	}
}

// rejection is a validator, and the error that it returns.
type rejection string

func (r rejection) Error() string { return string(r) }

func (r rejection) Validate(proto.Message, ...string) error { return r }
