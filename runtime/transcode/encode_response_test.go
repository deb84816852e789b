// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/transcode"
)

// responses are messages that only methods of TestEncodeResponse return.
const responses = `
	message_type { name: "Each"
		field { name: "ok" number: 1 type: TYPE_MESSAGE type_name: ".test.server.Pet" oneof_index: 0 options { [protolect.api.v1.field] { http_status: "200" } } }
		field { name: "created" number: 2 type: TYPE_MESSAGE type_name: ".test.server.Form" oneof_index: 0 options { [protolect.api.v1.field] { http_status: "201" } } }
		field { name: "other" number: 3 type: TYPE_MESSAGE type_name: ".google.api.HttpBody" oneof_index: 0 options { [protolect.api.v1.field] { http_status: "2XX" } } }
		field { name: "none" number: 4 type: TYPE_MESSAGE type_name: ".google.protobuf.Empty" oneof_index: 0 options { [protolect.api.v1.field] { http_status: "205" } } }
		oneof_decl { name: "each" }
	}
	message_type { name: "Two"
		field { name: "ok" number: 1 type: TYPE_MESSAGE type_name: ".test.server.Pet" oneof_index: 0 options { [protolect.api.v1.field] { http_status: "200" } } }
		field { name: "created" number: 2 type: TYPE_MESSAGE type_name: ".test.server.Form" oneof_index: 0 options { [protolect.api.v1.field] { http_status: "201" } } }
		oneof_decl { name: "two" }
	}`

func TestEncodeResponse(t *testing.T) {
	const strict, google, wrapped = "json_required: true", "", "data_wrapper: true"
	for _, test := range []struct {
		file, output, rule string
		response           string
		want               string // status, media type and body
	}{
		{google, "test.server.Pet", "", `name: "x" age: 1`, `200 application/json {"name":"x","age":1}`},
		{google, "google.protobuf.Empty", "", ``, `200 application/json {}`},
		{strict, "google.protobuf.Empty", "", ``, `204  `},
		{strict, "test.server.Pet", `accept: "text/plain" accept: "application/vnd.pet+json; v=1"`, `age: 1`, `200 application/vnd.pet+json; v=1 {"age":1}`},
		{wrapped, "test.server.Pet", "", `age: 1`, `200 application/json {"data":{"age":1}}`},
		{strict, "google.protobuf.StringValue", `accept: "text/html" accept: "text/plain"`, `value: "a\"b"`, `200 text/plain a"b`},
		{strict, "google.protobuf.StringValue", `accept: "text/plain" accept: "application/json"`, `value: "a\"b"`, `200 application/json "a\"b"`},
		{strict, "google.protobuf.StringValue", ``, `value: "ab"`, `200 application/json "ab"`},
		{strict, "google.api.HttpBody", `accept: "image/*"`, `content_type: "image/png" data: "\001\002"`, "200 image/png \x01\x02"},
		{strict, "google.api.HttpBody", `accept: "image/*" accept: "image/gif"`, `data: "\001\002"`, "200 image/gif \x01\x02"},
		{strict, "google.api.HttpBody", ``, `data: "\001\002"`, "200 application/octet-stream \x01\x02"},
		{strict, "test.server.Each", "", `ok { age: 1 }`, `200 application/json {"age":1}`},
		{strict, "test.server.Each", "", `created { pet { age: 1 } }`, `201 application/json {"pet":{"age":1}}`},
		{strict, "test.server.Each", "", `other { content_type: "text/csv" data: "a,b" }`, `202 text/csv a,b`},
		{strict, "test.server.Each", "", `none { }`, `205  `},
		{strict, "test.server.Each", "", ``, `no field of test.server.Each is set: set the one that is the body`},
		{strict, "test.server.Two", "", ``, `204  `},
	} {
		router, _ := serverOf(t, petMessages+responses, `method { name: "M" input_type: ".test.server.Form" output_type: ".`+test.output+`" options { [google.api.http] { get: "/m" } [protolect.api.v1.method] { `+test.rule+` } } }`, test.file)
		match, err := router.Match("GET", "/m")
		if err != nil {
			t.Fatal(err)
		}
		resp := requestOf(t, match.Method.Descriptor.Output(), test.response)
		r, err := match.Method.EncodeResponse(resp, transcode.EncodeResponseOptions{})
		if err != nil {
			if err.Error() != test.want {
				t.Errorf("%s %s: %v", test.output, test.response, err)
			}
			continue
		}
		if got := fmt.Sprintf("%d %s %s", r.StatusCode, r.Header.Get("Content-Type"), r.Body); got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.output, test.response, got, test.want)
		}
		got := dynamicpb.NewMessage(match.Method.Descriptor.Output())
		if err := match.Method.DecodeResponse(r, got, transcode.DecodeOptions{}); err != nil {
			t.Errorf("%s %s: %v", test.output, test.response, err)
		}
		if test.response != `data: "\001\002"` && !proto.Equal(resp, got) { // The media type comes from the method.
			t.Errorf("%s: got %v, want %v", test.output, got, resp)
		}
	}
}

// TestResponseRoundTrip encodes and decodes random responses of all kinds.
func TestResponseRoundTrip(t *testing.T) {
	g := &generator{Rand: rand.New(rand.NewPCG(1, 2))}
	for _, kind := range slices.Sorted(maps.Keys(fieldKinds)) {
		file, err := kindsFile(fieldKinds[kind], place{http: `[google.api.http] { get: "/v1" }`})
		if err != nil {
			t.Fatal(err)
		}
		file.Service[0].Method[0].OutputType = proto.String(".test.kinds.Request")
		m, err := compileFile(t, file)
		if err != nil {
			t.Fatal(err)
		}
		md := m.Descriptor.Output()
		for range 20 {
			resp := dynamicpb.NewMessage(md)
			g.set(resp, md.Fields().ByName("f"), 3)
			r, err := m.EncodeResponse(resp, transcode.EncodeResponseOptions{})
			if err != nil {
				if kind == "mask" {
					continue // JSON has no form for some paths.
				}
				t.Fatalf("%s: %v: %v", kind, resp, err)
			}
			got := dynamicpb.NewMessage(md)
			if err := m.DecodeResponse(r, got, transcode.DecodeOptions{}); err != nil || !proto.Equal(resp, got) {
				t.Fatalf("%s: %v is sent as %s, read as %v (%v)", kind, resp, r.Body, got, err)
			}
		}
	}
}

func TestEncodeError(t *testing.T) {
	method := func(rule string) *transcode.Method {
		router, _ := serverOf(t, petMessages+responses, `method { name: "M" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { get: "/m" } [protolect.api.v1.method] { `+rule+` } } }`, "")
		match, err := router.Match("GET", "/m")
		if err != nil {
			t.Fatal(err)
		}
		return match.Method
	}
	plain, declared := method(""), method(`error_responses { status: "404" message: "google.rpc.ResourceInfo" } error_responses { status: "4XX" message: "google.rpc.ErrorInfo" }`)
	for _, test := range []struct {
		method *transcode.Method
		status transcode.Status
		want   string
	}{
		{plain, transcode.Status{Code: code.Code_NOT_FOUND, HTTPStatus: 404, Message: `no "x"`}, `404 {"error":{"code":404,"message":"no \"x\"","status":"NOT_FOUND"}}`},
		{plain, transcode.Status{Code: code.Code_UNAVAILABLE}, `503 {"error":{"code":503,"status":"UNAVAILABLE"}}`},
		{plain, transcode.Status{Message: "odd"}, `500 {"error":{"code":500,"message":"odd"}}`},
		{plain, transcode.Status{Code: code.Code_ABORTED, HTTPStatus: 409, Reason: "BUSY"}, `409 {"error":{"code":409,"status":"ABORTED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"BUSY"}]}}`},
		{plain, transcode.Status{Code: code.Code_ABORTED, HTTPStatus: 409, Reason: "BUSY", Details: []proto.Message{
			&errdetails.ErrorInfo{Reason: "BUSY", Domain: "d"}, &errdetails.ResourceInfo{ResourceName: "r"},
		}}, `409 {"error":{"code":409,"status":"ABORTED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"BUSY","domain":"d"},{"@type":"type.googleapis.com/google.rpc.ResourceInfo","resourceName":"r"}]}}`},
		{declared, transcode.Status{HTTPStatus: 404, Details: []proto.Message{&errdetails.ResourceInfo{ResourceName: "r"}}}, `404 {"resourceName":"r"}`},
		{declared, transcode.Status{HTTPStatus: 409, Details: []proto.Message{&errdetails.ErrorInfo{Domain: "d"}}}, `409 {"domain":"d"}`},
		{declared, transcode.Status{Code: code.Code_INTERNAL, HTTPStatus: 500, Details: []proto.Message{&errdetails.ErrorInfo{Domain: "d"}}}, `500 {"error":{"code":500,"status":"INTERNAL","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","domain":"d"}]}}`},
	} {
		r, err := test.method.EncodeError(&test.status, transcode.EncodeResponseOptions{})
		if err != nil {
			t.Error(err)
			continue
		}
		if got := fmt.Sprintf("%d %s", r.StatusCode, r.Body); got != test.want || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("got %s, want %s", got, test.want)
		}
		want := test.status
		if want.HTTPStatus == 0 {
			want.HTTPStatus = r.StatusCode
		}
		got := test.method.DecodeError(r, transcode.DecodeOptions{})
		if test.method == declared && want.HTTPStatus < 500 {
			want.HTTPStatus = 0 // A declared error does not contain the status.
		}
		if want.Reason != "" && len(want.Details) == 0 {
			want.Details = []proto.Message{&errdetails.ErrorInfo{Reason: want.Reason}}
		}
		if diff := cmp.Diff(&want, got, protocmp.Transform()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", r.Body, diff)
		}
	}
	// A detail of an unknown type is an error.
	unknown := dynamicpb.NewMessage(declared.Descriptor.Output())
	if _, err := plain.EncodeError(&transcode.Status{Code: code.Code_INTERNAL, Details: []proto.Message{unknown}}, transcode.EncodeResponseOptions{}); err == nil {
		t.Error("a detail of an unknown type was encoded")
	}
}

// TestRouterEncodeError encodes errors of requests that match no method.
func TestRouterEncodeError(t *testing.T) {
	router, _ := serverOf(t, petMessages, `
		method { name: "A" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { get: "/a" } } }
		method { name: "B" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { get: "/b" }
			[protolect.api.v1.method] { error_responses { status: "default" message: "google.rpc.ResourceInfo" } } } }`, "")
	_, err := router.Match(http.MethodGet, "/c")
	status := transcode.StatusOf(err)
	for _, test := range []struct {
		details []proto.Message
		want    string
	}{
		{nil, `404 {"error":{"code":404,"message":"path: \"/c\" matches no method","status":"NOT_FOUND"}}`},
		{[]proto.Message{&errdetails.ResourceInfo{ResourceName: "r"}}, `404 {"resourceName":"r"}`},
		{[]proto.Message{&errdetails.ErrorInfo{Reason: "R"}}, `404 {"error":{"code":404,"message":"path: \"/c\" matches no method","status":"NOT_FOUND","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"R"}]}}`},
	} {
		status.Details = test.details
		r, err := router.EncodeError(status, transcode.EncodeResponseOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%d %s", r.StatusCode, r.Body); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

// The declared message is the only format of a status that declares one. Other
// services than Google's have an error in any JSON object.
func TestIsOwnError(t *testing.T) {
	const declared = `error_responses { status: "404" message: "google.rpc.ResourceInfo" }`
	const schemes = `security_schemes { name: "basic" http_basic {} }`
	const rpcStatus = `{"error":{"code":404,"status":"NOT_FOUND"}}`
	for _, test := range []struct {
		method, file string
		status       int
		body         string
		want         bool
	}{
		{declared, schemes, 404, `{"owner":"me"}`, true},
		{declared, schemes, 404, `{"message":"no Route matched with those values"}`, false},
		{declared, schemes, 404, rpcStatus, false},
		{declared, schemes, 404, `<html>`, false},
		{declared, schemes, 410, `{"message":"gone"}`, true},
		{"", schemes, 404, `{"message":"gone"}`, true},
		{"", schemes, 404, `404 page not found`, false},
		{"", schemes, 404, ``, false},
		{"", "anonymous: true", 404, `{"message":"gone"}`, true},
		{"", "", 404, `{"message":"gone"}`, false},
		{"", "", 404, rpcStatus, true},
	} {
		router, _ := serverOf(t, petMessages, `method { name: "M" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { get: "/m" } [protolect.api.v1.method] { `+test.method+` } } }`, test.file)
		match, err := router.Match("GET", "/m")
		if err != nil {
			t.Fatal(err)
		}
		m := match.Method
		r := &transcode.Response{StatusCode: test.status, Body: []byte(test.body)}
		if got := m.IsOwnError(r, m.DecodeError(r, transcode.DecodeOptions{})); got != test.want {
			t.Errorf("%+v: got %t", test, got)
		}
	}
}
