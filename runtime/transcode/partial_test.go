// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"net/url"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/transcode"
)

const (
	ownerMessages = `
	message_type { name: "Owner"
		field { name: "name" number: 1 type: TYPE_STRING options { [google.api.field_behavior]: REQUIRED } }
		field { name: "vip" number: 2 type: TYPE_BOOL proto3_optional: true oneof_index: 0 options { [google.api.field_behavior]: REQUIRED [protolect.api.v1.field] { json_zero: true } } }
		field { name: "phone" number: 3 type: TYPE_STRING proto3_optional: true oneof_index: 1 }
		field { name: "tags" number: 4 type: TYPE_STRING label: LABEL_REPEATED options { [google.api.field_behavior]: REQUIRED } }
		field { name: "pets" number: 5 type: TYPE_MESSAGE type_name: ".test.server.Owner" label: LABEL_REPEATED }
		field { name: "null_fields" number: 6 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { json_nulls: true } } }
		field { name: "empty_fields" number: 7 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { json_empties: true } } }
		oneof_decl { name: "_vip" } oneof_decl { name: "_phone" }
	}
	message_type { name: "Request"
		field { name: "owner" number: 1 type: TYPE_MESSAGE type_name: ".test.server.Owner" options { [google.api.field_behavior]: REQUIRED } }
		field { name: "null_fields" number: 2 label: LABEL_REPEATED type: TYPE_STRING options { [protolect.api.v1.field] { json_nulls: true } } }
	}
	message_type { name: "Labels"
		field { name: "owner" number: 1 type: TYPE_STRING }
		field { name: "labels" number: 2 label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".test.server.Labels.LabelsEntry" }
		field { name: "filter" number: 3 label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".test.server.Labels.FilterEntry" options { [protolect.api.v1.field] { parameter { query: "filter" separator: "[]" } } } }
		field { name: "null_entries" number: 4 label: LABEL_REPEATED type: TYPE_STRING options { [protolect.api.v1.field] { json_null_entries: true } } }
		field { name: "null_fields" number: 5 label: LABEL_REPEATED type: TYPE_STRING options { [protolect.api.v1.field] { json_nulls: true } } }
		field { name: "empty_fields" number: 6 label: LABEL_REPEATED type: TYPE_STRING options { [protolect.api.v1.field] { json_empties: true } } }
		nested_type { name: "LabelsEntry" field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL } field { name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL } options { map_entry: true } }
		nested_type { name: "FilterEntry" field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL } field { name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL } options { map_entry: true } }
	}`
	ownerMethods = `
		method { name: "Create" input_type: ".test.server.Request" output_type: ".test.server.Owner" options { [google.api.http] { post: "/v1" body: "owner" } } }
		method { name: "Patch" input_type: ".test.server.Request" output_type: ".test.server.Owner" options { [google.api.http] { patch: "/v1" body: "owner" } [protolect.api.v1.method] { body { partial: true media_type: "application/merge-patch+json" } } } }
		method { name: "PatchWhole" input_type: ".test.server.Owner" output_type: ".test.server.Owner" options { [google.api.http] { patch: "/v2" body: "*" } [protolect.api.v1.method] { body { partial: true optional: true } } } }
		method { name: "PostForm" input_type: ".test.server.Request" output_type: ".test.server.Owner" options { [google.api.http] { post: "/v6" body: "owner" } [protolect.api.v1.method] { body { media_type: "application/x-www-form-urlencoded" } } } }
		method { name: "PatchLabels" input_type: ".test.server.Labels" output_type: ".test.server.Owner" options { [google.api.http] { patch: "/v4/{owner}" body: "labels" } [protolect.api.v1.method] { body { partial: true } } } }
		method { name: "PutLabels" input_type: ".test.server.Labels" output_type: ".test.server.Owner" options { [google.api.http] { put: "/v4/{owner}" body: "labels" } [protolect.api.v1.method] { body { optional: true } } } }
		method { name: "PutNullable" input_type: ".test.server.Request" output_type: ".test.server.Owner" options { [google.api.http] { put: "/v7" body: "owner" } } }
		method { name: "PatchAll" input_type: ".test.server.Labels" output_type: ".test.server.Owner" options { [google.api.http] { patch: "/v5/{owner}" body: "*" } [protolect.api.v1.method] { body { partial: true optional: true } } } }
		method { name: "PatchForm" input_type: ".test.server.Request" output_type: ".test.server.Owner" options { [google.api.http] { patch: "/v3" body: "owner" } [protolect.api.v1.method] { body { partial: true media_type: "application/x-www-form-urlencoded" } } } }
	`
)

// TestPartial encodes a message as a whole resource and as a change of one, depending on the method. A server
// decodes the fields that were set.
func TestPartial(t *testing.T) {
	router, file := serverOf(t, ownerMessages, ownerMethods, "json_required: true")
	methods := file.Services().Get(0).Methods()
	for _, test := range []struct {
		method  string
		request string
		body    string
	}{
		{"Create", `owner { phone: "5" }`, `{"name":"","vip":false,"phone":"5","tags":[]}`},
		{"Create", `owner { pets { } }`, `{"name":"","vip":false,"tags":[],"pets":[{"name":"","vip":false,"tags":[]}]}`},
		{"Patch", `owner { phone: "5" }`, `{"phone":"5"}`},
		{"Patch", ``, `{}`},
		{"Patch", `owner { vip: false phone: "" }`, `{"vip":false,"phone":""}`},
		{"Patch", `owner { empty_fields: "tags" null_fields: "phone" }`, `{"phone":null,"tags":[]}`},
		{"Patch", `owner { pets { vip: false } pets { } }`, `{"pets":[{"vip":false},{}]}`},
		{"Patch", `owner { pets { empty_fields: "pets" null_fields: "vip" } }`, `{"pets":[{"vip":null,"pets":[]}]}`},
		{"PatchWhole", `vip: false`, `{"vip":false}`},
		{"PatchWhole", ``, ``},
		{"PatchWhole", `empty_fields: "tags"`, `{"tags":[]}`},
		{"PatchLabels", `owner: "o" labels { key: "b" value: "x" } null_entries: "/labels/a"`, `{"b":"x","a":null}`},
		{"PatchLabels", `owner: "o" null_entries: "/labels/a"`, `{"a":null}`},
		{"PutLabels", `owner: "o"`, ``},
		{"PutLabels", `owner: "o" labels { key: "b" value: "x" }`, `{"b":"x"}`},
		{"PutLabels", `owner: "o" empty_fields: "labels"`, `{}`},
		{"PutLabels", `owner: "o" null_fields: "labels"`, `null`},
		{"PutNullable", `null_fields: "owner"`, `null`},
		{"PutNullable", `owner { name: "a" vip: true tags: "b" }`, `{"name":"a","vip":true,"tags":["b"]}`},
		{"PatchAll", `owner: "o" null_entries: "/labels/a~1b"`, `{"labels":{"a/b":null}}`},
		{"PatchForm", `owner { vip: false tags: "a" }`, `vip=false&tags=a`},
		{"PatchForm", `owner { }`, ``},
	} {
		m, err := transcode.Compile(methods.ByName(protoreflect.Name(test.method)))
		if err != nil {
			t.Fatal(err)
		}
		sent := requestOf(t, m.Descriptor.Input(), test.request)
		r, err := m.EncodeRequest(sent)
		if err != nil {
			t.Errorf("%s %s: %v", test.method, test.request, err)
			continue
		}
		if test.method == "PatchForm" {
			want, _ := url.ParseQuery(test.body)
			if string(r.Body) != want.Encode() {
				t.Errorf("%s %s: the body is %s, want %s", test.method, test.request, r.Body, want.Encode())
			}
			continue
		}
		if string(r.Body) != test.body {
			t.Errorf("%s %s: the body is %s, want %s", test.method, test.request, r.Body, test.body)
		}
		if test.method == "Create" || test.request == "" {
			continue
		}
		arrived := dynamicpb.NewMessage(m.Descriptor.Input())
		match, err := router.Match(r.Verb, r.Path)
		if err == nil {
			err = match.DecodeRequest(r, arrived, transcode.DecodeRequestOptions{})
		}
		if err != nil || !proto.Equal(sent, arrived) {
			t.Errorf("%s: sent %v, and %v arrives, %v", test.method, sent, arrived, err)
		}
	}
	for _, name := range []protoreflect.Name{"Create", "PostForm"} {
		m, err := transcode.Compile(methods.ByName(name))
		if err != nil {
			t.Fatal(err)
		}
		if r, err := m.EncodeRequest(requestOf(t, m.Descriptor.Input(), ``)); err == nil || err.Error() != "owner is not set: it is the body of the request" {
			t.Errorf("%s sends an unset owner: %v, %v", name, r, err)
		}
	}
	for request, want := range map[string]string{
		`owner: "o" empty_fields: "label"`:           `empty_fields has "label", want "labels", the JSON name of the body`,
		`owner: "o" empty_fields: "owner"`:           `empty_fields has "owner", which belongs in the path, the query or a header, not in the body`,
		`owner: "o" null_fields: ["labels", "none"]`: `null_fields has "none", want "labels", the JSON name of the body`,
	} {
		m, err := transcode.Compile(methods.ByName("PutLabels"))
		if err != nil {
			t.Fatal(err)
		}
		if r, err := m.EncodeRequest(requestOf(t, m.Descriptor.Input(), request)); err == nil || err.Error() != want {
			t.Errorf("PutLabels {%s}: %v, %v, want %s", request, r, err, want)
		}
	}
	for _, name := range []protoreflect.Name{"PatchLabels", "PatchAll"} {
		m, err := transcode.Compile(methods.ByName(name))
		if err != nil {
			t.Fatal(err)
		}
		sent := requestOf(t, m.Descriptor.Input(), `owner: "o" null_entries: "/filter/a"`)
		if r, err := m.EncodeRequest(sent); err == nil || !strings.Contains(err.Error(), "not in the body") {
			t.Errorf("%s sends a null entry of a parameter: %v, %v", name, r, err)
		}
	}
}
