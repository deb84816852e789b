// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/protolect/protolect/runtime/rest"
)

// wrapped is the file of a service whose bodies are wrapped in {"data": …}.
var wrapped = file("wrapped", `
	options { [protolect.api.v1.file] { data_wrapper: true } }
	message_type { name: "Item"
		field { name: "name" number: 1 type: TYPE_STRING }
		field { name: "data" number: 2 type: TYPE_STRING }
		field { name: "child" number: 3 type: TYPE_MESSAGE type_name: ".test.wrapped.Item" }
	}
`, []method{
	{"Get", "", "", `get: "/v1/{name=spaces/*}"`},
	{"Create", "", "", `post: "/v1/{name=spaces/*}/items" body: "*"`},
	{"Put", "", "", `put: "/v1/{name=spaces/*}" body: "child"`},
	{"Delete", "", ".google.protobuf.Empty", `delete: "/v1/{name=spaces/*}"`},
})

func TestDataWrapper(t *testing.T) {
	for _, test := range []struct{ name, method, req, body, response, want string }{
		{"no body", "Get", `{"name":"spaces/A"}`, ``, `{"data":{"name":"x"}}`, `{"name":"x"}`},
		{"whole body", "Create", `{"name":"spaces/A","data":"d"}`, `{"data":{"data":"d"}}`, `{"kind":"x","data":{"data":"d"}}`, `{"data":"d"}`},
		{"empty body", "Create", `{"name":"spaces/A"}`, `{"data":{}}`, `{"data":{}}`, `{}`},
		{"body of a field", "Put", `{"name":"spaces/A","child":{"name":"c"}}`, `{"data":{"name":"c"}}`, ` {"data" : {"child":{"name":"c"}}} `, `{"child":{"name":"c"}}`},
		{"response that is not wrapped", "Get", `{"name":"spaces/A"}`, ``, `{"name":"x"}`, `{"name":"x"}`},
		{"empty response", "Delete", `{"name":"spaces/A"}`, ``, `{"data":{}}`, `{}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, requests := serve(t, respondJSON(test.response))
			m := wrapped.Services().Get(0).Methods().ByName(protoreflect.Name(test.method))
			req, got, want := dynamicpb.NewMessage(m.Input()), dynamicpb.NewMessage(m.Output()), dynamicpb.NewMessage(m.Output())
			for text, message := range map[string]proto.Message{test.req: req, test.want: want} {
				if err := protojson.Unmarshal([]byte(text), message); err != nil {
					t.Fatal(err)
				}
			}
			c := clientOf(t, wrapped, rest.WithEndpoint(url), rest.WithoutCredentials())
			if err := c.Call(context.Background(), m.Name(), req, got); err != nil {
				t.Fatal(err)
			}
			if !proto.Equal(want, got) {
				t.Errorf("got %v, want %v", got, want)
			}
			if diff := cmp.Diff(parse(t, test.body), parse(t, (*requests)[0].body)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

// Errors are not wrapped, and a malformed wrapper is an error.
func TestDataWrapperErrors(t *testing.T) {
	for _, test := range []struct {
		name, body string
		status     int
		want       string
	}{
		{"refused", `{"error":{"code":400,"message":"no such thing","status":"INVALID_ARGUMENT"}}`, 400, "no such thing"},
		{"refused with status 200", `{"error":{"code":400,"message":"no such thing","status":"INVALID_ARGUMENT"}}`, 200, "no such thing"},
		{"data is no object", `{"data":[1]}`, 200, `the response is not a JSON object: "[1]"`},
		{"data is null", `{"data":null}`, 200, `the response is not a JSON object: "null"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, _ := serve(t, respond(test.status, "application/json", test.body))
			c := clientOf(t, wrapped, rest.WithEndpoint(url), rest.WithoutCredentials())
			item := wrapped.Messages().ByName("Item")
			req := dynamicpb.NewMessage(item)
			req.Set(item.Fields().ByName("name"), protoreflect.ValueOfString("spaces/A"))
			err := c.Call(context.Background(), "Get", req, dynamicpb.NewMessage(item))
			var e *rest.Error
			if !errors.As(err, &e) || e.Message != test.want {
				t.Errorf("got %v, want the message %q", err, test.want)
			}
		})
	}
}

// The JSON of some well-known types is not an object.
func TestResponsesOfOtherKinds(t *testing.T) {
	for _, test := range []struct {
		method string
		body   string
		want   proto.Message
	}{
		{"List", `[1,"x"]`, &structpb.ListValue{Values: []*structpb.Value{structpb.NewNumberValue(1), structpb.NewStringValue("x")}}},
		{"Any", `"x"`, structpb.NewStringValue("x")},
		{"Any", `[true]`, structpb.NewListValue(&structpb.ListValue{Values: []*structpb.Value{structpb.NewBoolValue(true)}})},
	} {
		url, _ := serve(t, respondJSON(test.body))
		got := test.want.ProtoReflect().New().Interface()
		if err := newClient(t, url).Call(context.Background(), protoreflect.Name(test.method), item(t, `{}`), got); err != nil {
			t.Errorf("%s: %v", test.body, err)
		} else if !proto.Equal(test.want, got) {
			t.Errorf("%s: got %v", test.body, got)
		}
	}
}
