// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
	"github.com/protolect/protolect/runtime/wirejson"
)

// pets is a service like one of an OpenAPI document.
var pets = ruled(file("pets", `
	message_type { name: "Item"
		field { name: "id"     number: 1 type: TYPE_STRING }
		field { name: "trace"  number: 2 type: TYPE_STRING options { [protolect.api.v1.field] { parameter { header: "x-trace" } } } }
		field { name: "hops"   number: 3 type: TYPE_INT32 label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { header: "X-Hops" } } } }
		field { name: "tags"   number: 4 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { query: "tag[]" } } } }
		field { name: "comma"  number: 5 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { separator: "," } } } }
		field { name: "pipe"   number: 6 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { separator: "|" } } } }
		field { name: "space"  number: 7 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { separator: " " } } } }
		field { name: "filter" number: 8 type: TYPE_MESSAGE type_name: ".test.pets.Filter" options { [protolect.api.v1.field] { parameter { separator: "[]" } } } }
		field { name: "labels" number: 9 type: TYPE_MESSAGE type_name: ".test.pets.Item.LabelsEntry" label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { query: "l" separator: "[]" } } } }
		field { name: "photo"  number: 10 type: TYPE_BYTES }
		field { name: "plain"  number: 11 type: TYPE_MESSAGE type_name: ".test.pets.Filter" }
		field { name: "agent"  number: 12 type: TYPE_STRING options { [protolect.api.v1.field] { parameter { header: "User-Agent" } } } }
		field { name: "photos" number: 13 type: TYPE_BYTES label: LABEL_REPEATED }
		nested_type { name: "LabelsEntry" options { map_entry: true }
			field { name: "key" number: 1 type: TYPE_STRING }
			field { name: "value" number: 2 type: TYPE_STRING }
		}
	}
	message_type { name: "Filter"
		field { name: "min_age" number: 1 type: TYPE_INT32 json_name: "min_age" }
		field { name: "colors"  number: 2 type: TYPE_STRING label: LABEL_REPEATED }
		field { name: "inner"   number: 3 type: TYPE_MESSAGE type_name: ".test.pets.Filter" }
	}
`, []method{
	{"Get", "", "", `get: "/v1/pets"`},
	{"Create", "", "", `post: "/v1/pets/{id}" body: "*"`},
	{"Form", "", "", `post: "/v1/pets/{id}/form" body: "plain"`},
	{"FormAll", "", "", `post: "/v1/pets/{id}/form" body: "*"`},
	{"Parts", "", "", `post: "/v1/pets/{id}/parts" body: "*"`},
	{"Raw", "", "", `put: "/v1/pets/{id}/photo" body: "photo"`},
	{"RawAny", "", "", `put: "/v1/pets/{id}/photo" body: "photo"`},
	{"Merge", "", "", `patch: "/v1/pets/{id}" body: "plain"`},
}), "", map[string]string{
	"Get": `error_responses { status: "404" message: "google.rpc.ResourceInfo" }
		error_responses { status: "4XX" message: "google.rpc.ErrorInfo" }
		error_responses { status: "default" message: "not.linked.In" }`,
	"Form":    `body { media_type: "application/x-www-form-urlencoded" }`,
	"FormAll": `body { media_type: "application/x-www-form-urlencoded" parts { name: "comma" parameter { separator: "," } } }`,
	"Parts":   `body { media_type: "multipart/form-data" }`,
	"Raw":     `body { media_type: "image/png" }`,
	"RawAny":  `body { media_type: "image/*" }`,
	"Merge":   `body { media_type: "application/merge-patch+json" }`,
})

// callPets calls a method with a request in proto JSON.
func callPets(t *testing.T, c *stub.Client, method protoreflect.Name, request string, options ...rest.CallOption) error {
	t.Helper()
	md := pets.Messages().ByName("Item")
	req := dynamicpb.NewMessage(md)
	if err := protojson.Unmarshal([]byte(request), req); err != nil {
		t.Fatal(err)
	}
	before := proto.Clone(req)
	err := c.Call(context.Background(), method, req, dynamicpb.NewMessage(md), options...)
	if !proto.Equal(before, req) {
		t.Error("the request was modified")
	}
	return err
}

func TestParameters(t *testing.T) {
	for _, test := range []struct {
		method      protoreflect.Name
		request     string
		uri, body   string
		trace, hops string
		contentType string
		err         string
	}{
		{"Get", `{}`, "/v1/pets", "", "", "", "", ""},
		{"Get", `{"trace":"a b","hops":[1,2]}`, "/v1/pets", "", "a b", "1,2", "", ""},
		{"Get", `{"tags":["a","b c"]}`, "/v1/pets?tag%5B%5D=a&tag%5B%5D=b+c", "", "", "", "", ""},
		{"Get", `{"comma":["a","b,c","d&e"],"id":"1"}`, "/v1/pets?id=1&comma=a,b%2Cc,d%26e", "", "", "", "", ""},
		{"Get", `{"pipe":["a","b"]}`, "/v1/pets?pipe=a%7Cb", "", "", "", "", ""},
		{"Get", `{"space":["a","b"]}`, "/v1/pets?space=a%20b", "", "", "", "", ""},
		{"Get", `{"pipe":["a|b"]}`, "", "", "", "", "", "a value of pipe contains"},
		{"Get", `{"filter":{"min_age":3,"colors":["red","tan"],"inner":{"min_age":1}}}`,
			"/v1/pets?filter%5Bcolors%5D%5B0%5D=red&filter%5Bcolors%5D%5B1%5D=tan&filter%5Binner%5D%5Bmin_age%5D=1&filter%5Bmin_age%5D=3", "", "", "", "", ""},
		{"Get", `{"labels":{"a":"1","b":"2"}}`, "/v1/pets?l%5Ba%5D=1&l%5Bb%5D=2", "", "", "", "", ""},
		{"Get", `{"trace":"a\r\nX-Evil: 1"}`, "", "", "", "", "", "trace contains characters that the header X-Trace cannot contain"},
		{"Get", `{"trace":" a"}`, "", "", "", "", "", "trace contains characters"},
		{"Get", `{"hops":[],"agent":"me"}`, "/v1/pets", "", "", "", "", ""},
		{"Create", `{"id":"1","trace":"t","comma":["x"]}`, "/v1/pets/1", `{"comma":["x"]}`, "t", "", "application/json", ""},
		{"Form", `{"id":"1","plain":{"min_age":3,"colors":["a b","c&d"],"inner":{"min_age":4}}}`, "/v1/pets/1/form", "colors=a+b&colors=c%26d&inner=%7B%22min_age%22%3A4%7D&min_age=3", "", "", "application/x-www-form-urlencoded", ""},
		{"Create", `{"id":"1","tags":["x"],"labels":{"a":"1"},"comma":["x"]}`, "/v1/pets/1?l%5Ba%5D=1&tag%5B%5D=x", `{"comma":["x"]}`, "", "", "application/json", ""},
		{"Form", `{"id":"1"}`, "/v1/pets/1/form", "", "", "", "application/x-www-form-urlencoded", ""},
		{"FormAll", `{"id":"1","trace":"t","comma":["x","y"]}`, "/v1/pets/1/form", "comma=x,y", "t", "", "application/x-www-form-urlencoded", ""},
		{"Raw", `{"id":"1","photo":"AP8="}`, "/v1/pets/1/photo", "\x00\xff", "", "", "image/png", ""},
		{"RawAny", `{"id":"1","photo":"AP8="}`, "/v1/pets/1/photo", "\x00\xff", "", "", "application/octet-stream", ""},
		{"Merge", `{"id":"1","plain":{"min_age":3}}`, "/v1/pets/1", `{"min_age":3}`, "", "", "application/merge-patch+json", ""},
	} {
		url, requests := serve(t, respondJSON(`{}`))
		err := callPets(t, clientOf(t, pets, rest.WithEndpoint(url), rest.WithoutCredentials()), test.method, test.request)
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) || len(*requests) > 0 {
				t.Errorf("%s %s: got %v after %d requests, want %q", test.method, test.request, err, len(*requests), test.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %s: %v", test.method, test.request, err)
			continue
		}
		r := (*requests)[0]
		got := []string{r.uri, r.body, r.header.Get("X-Trace"), r.header.Get("X-Hops"), r.header.Get("Content-Type")}
		want := []string{test.uri, test.body, test.trace, test.hops, test.contentType}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s %s: sent %q, want %q", test.method, test.request, got[i], want[i])
			}
		}
	}
}

// styles is a service whose parameters are objects, in every place that allows
// them.
var styles = file("styles", `
	message_type { name: "Item"
		field { name: "path"   number: 1 type: TYPE_MESSAGE type_name: ".test.styles.Thing" options { [protolect.api.v1.field] { parameter { prefix: ";" separator: ";" exploded: true } } } }
		field { name: "more"   number: 2 type: TYPE_MESSAGE type_name: ".test.styles.Thing" options { [protolect.api.v1.field] { parameter { exploded: true } } } }
		field { name: "pair"   number: 3 type: TYPE_MESSAGE type_name: ".google.protobuf.Struct" options { [protolect.api.v1.field] { parameter { separator: "," } } } }
		field { name: "free"   number: 4 type: TYPE_MESSAGE type_name: ".google.protobuf.Struct" options { [protolect.api.v1.field] { parameter { exploded: true } } } }
		field { name: "json"   number: 5 type: TYPE_MESSAGE type_name: ".test.styles.Thing" options { [protolect.api.v1.field] { parameter { json: true } } } }
		field { name: "head"   number: 6 type: TYPE_MESSAGE type_name: ".test.styles.Thing" options { [protolect.api.v1.field] { parameter { header: "X-Head" exploded: true } } } }
		field { name: "crumb"  number: 7 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { cookie: "crumb" } } } }
		field { name: "tin"    number: 8 type: TYPE_MESSAGE type_name: ".test.styles.Thing" options { [protolect.api.v1.field] { parameter { cookie: "tin" exploded: true } } } }
		field { name: "dough"  number: 9 type: TYPE_MESSAGE type_name: ".test.styles.Thing" options { [protolect.api.v1.field] { parameter { cookie: "dough" json: true } } } }
	}
	message_type { name: "Thing"
		field { name: "size"  number: 1 type: TYPE_INT32 }
		field { name: "tags"  number: 2 type: TYPE_STRING label: LABEL_REPEATED }
		field { name: "inner" number: 3 type: TYPE_MESSAGE type_name: ".test.styles.Thing" }
		field { name: "rest"  number: 4 type: TYPE_MESSAGE type_name: ".test.styles.Thing.RestEntry" label: LABEL_REPEATED options { [protolect.api.v1.field] { json_additional: true } } }
		nested_type { name: "RestEntry" options { map_entry: true }
			field { name: "key" number: 1 type: TYPE_STRING }
			field { name: "value" number: 2 type: TYPE_STRING }
		}
	}
`, []method{{"Get", "", ".google.protobuf.Empty", `get: "/v1/{path}"`}})

func TestParameterStyles(t *testing.T) {
	for _, test := range []struct{ request, uri, head, cookie, err string }{
		{`{"path":{"size":1,"tags":["a;b","c"],"z":"ä","k":"."}}`, "/v1/;size=1;tags=a%3Bb;tags=c;k=.;z=%C3%A4", "", "", ""},
		{`{"path":{}}`, "", "", "", "path is empty"},
		{`{}`, "", "", "", "path is not set"},
		{`{"path":{"inner":{"size":2}}}`, "/v1/;inner=%7B%22size%22%3A2%7D", "", "", ""},
		{`{"path":{"tags":["a\nb"]}}`, "", "", "", "control character"},
		{`{"path":{"size":1},"more":{"size":2,"tags":["a","b"],"k":"v"}}`, "/v1/;size=1?k=v&size=2&tags=a&tags=b", "", "", ""},
		{`{"path":{"size":1},"pair":{"b":[1,"x"],"a":"y,z"},"free":{"q":"a b","r":true}}`, "/v1/;size=1?q=a+b&r=true&pair=a,y%2Cz,b,%5B1%2C%22x%22%5D", "", "", ""},
		{`{"path":{"size":1},"json":{"size":2,"k":"v"}}`, "/v1/;size=1?json=%7B%22size%22%3A2%2C%22k%22%3A%22v%22%7D", "", "", ""},
		{`{"path":{"size":1},"head":{"size":2,"tags":["a","b"]}}`, "/v1/;size=1", "size=2,tags=a,tags=b", "", ""},
		{`{"path":{"size":1},"crumb":["a b","c;d"],"tin":{"size":2,"tags":["x"]},"dough":{"size":3}}`, "/v1/;size=1", "", "crumb=a%20b; crumb=c%3Bd; size=2; tags=x; dough=%7B%22size%22%3A3%7D", ""},
	} {
		url, requests := serve(t, respond(204, "", ""))
		c := clientOf(t, styles, rest.WithEndpoint(url), rest.WithoutCredentials())
		m := styles.Services().Get(0).Methods().Get(0)
		request := dynamicpb.NewMessage(m.Input())
		if err := wirejson.Unmarshal([]byte(test.request), request); err != nil {
			t.Fatal(test.request, err)
		}
		err := c.Call(t.Context(), m.Name(), request, dynamicpb.NewMessage(m.Output()))
		if test.err != "" || err != nil {
			if err == nil || test.err == "" || !strings.Contains(err.Error(), test.err) || len(*requests) > 0 {
				t.Errorf("%s: got %v, want %q", test.request, err, test.err)
			}
			continue
		}
		r := (*requests)[0]
		if r.uri != test.uri || r.header.Get("X-Head") != test.head || r.header.Get("Cookie") != test.cookie {
			t.Errorf("%s: sent %s, %q, %q", test.request, r.uri, r.header.Get("X-Head"), r.header.Get("Cookie"))
		}
	}
	// The cookies of the caller are sent as well.
	url, requests := serve(t, respond(204, "", ""))
	m := styles.Services().Get(0).Methods().Get(0)
	request := dynamicpb.NewMessage(m.Input())
	if err := wirejson.Unmarshal([]byte(`{"path":{"size":1},"crumb":["a"]}`), request); err != nil {
		t.Fatal(err)
	}
	c := clientOf(t, styles, rest.WithEndpoint(url), rest.WithoutCredentials(), rest.WithHeader("Cookie", "own=1"))
	if err := c.Call(t.Context(), m.Name(), request, dynamicpb.NewMessage(m.Output())); err != nil || (*requests)[0].header.Get("Cookie") != "own=1; crumb=a" {
		t.Errorf("%v, %v", err, *requests)
	}
}

// A form does not contain the variable of the path.
func TestFormWithoutPath(t *testing.T) {
	service := ruled(file("forms", `
		message_type { name: "Item"
			field { name: "id"    number: 1 type: TYPE_INT32 options { [google.api.field_behavior]: REQUIRED [protolect.api.v1.field] { parameter { path: true } } } }
			field { name: "count" number: 2 type: TYPE_INT32 options { [google.api.field_behavior]: REQUIRED } }
		}
	`, []method{{"Form", "", "", `post: "/v1/{id}" body: "*"`}}), `json_required: true`, map[string]string{"Form": `body { media_type: "application/x-www-form-urlencoded" }`})
	url, requests := serve(t, respondJSON(`{}`))
	m := service.Services().Get(0).Methods().Get(0)
	c := clientOf(t, service, rest.WithEndpoint(url), rest.WithoutCredentials())
	if err := c.Call(t.Context(), m.Name(), dynamicpb.NewMessage(m.Input()), dynamicpb.NewMessage(m.Output())); err != nil {
		t.Fatal(err)
	}
	if r := (*requests)[0]; r.uri != "/v1/0" || r.body != "count=0" {
		t.Errorf("sent %s, %s", r.uri, r.body)
	}
}

// mime/multipart can read the forms that are sent.
func TestMultipart(t *testing.T) {
	for want, options := range map[string][]rest.CallOption{
		"comma;;;x comma;;;y photo;photo;application/octet-stream;\x00\xff plain;;application/json;{\"min_age\":3} " +
			"photos;photos;application/octet-stream;\x01 photos;photos;application/octet-stream;\x02": nil,
		"comma;;;x comma;;;y photo;a \"b\".png;image/png;\x00\xff plain;;application/json;{\"min_age\":3} " +
			"photos;a \"b\".png;image/png;\x01 photos;a \"b\".png;image/png;\x02": {rest.WithFileName(`a "b".png`), rest.WithContentType("image/png")},
	} {
		url, requests := serve(t, respondJSON(`{}`))
		c := clientOf(t, pets, rest.WithEndpoint(url), rest.WithoutCredentials())
		if err := callPets(t, c, "Parts", `{"id":"1","trace":"t","comma":["x","y"],"plain":{"min_age":3},"photo":"AP8=","photos":["AQ==","Ag=="]}`, options...); err != nil {
			t.Fatal(err)
		}
		r := (*requests)[0]
		mediaType, parameters, err := mime.ParseMediaType(r.header.Get("Content-Type"))
		if err != nil || mediaType != "multipart/form-data" || r.header.Get("X-Trace") != "t" {
			t.Fatal(err, r.header)
		}
		if got := partsOf(t, r.body, parameters["boundary"]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// partsOf returns the parts of a body: name, file name, media type and content.
func partsOf(t *testing.T, body, boundary string) string {
	t.Helper()
	var parts []string
	for reader := multipart.NewReader(strings.NewReader(body), boundary); ; {
		part, err := reader.NextPart()
		if err == io.EOF {
			return strings.Join(parts, " ")
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, strings.Join([]string{part.FormName(), part.FileName(), part.Header.Get("Content-Type"), string(content)}, ";"))
	}
}

func TestErrorResponses(t *testing.T) {
	for _, test := range []struct {
		status            int
		contentType, body string
		resource, reason  string
		message           string
	}{
		{404, "application/problem+json", `{"title":"gone","resourceName":"r","new":1}`, "r", "", "gone"},
		{409, "application/json", `{"detail":"conflict","reason":"why"}`, "", "why", "conflict"},
		{500, "application/json", `{"title":"failed"}`, "", "", "failed"},
		{404, "text/html", `<html>`, "", "", "Not Found"},
		{404, "application/json", `[]`, "", "", "Not Found"},
		{404, "application/json", ``, "", "", "Not Found"},
	} {
		url, _ := serve(t, respond(test.status, test.contentType, test.body))
		err := callPets(t, clientOf(t, pets, rest.WithEndpoint(url), rest.WithoutCredentials()), "Get", `{}`)
		var e *rest.Error
		if !errors.As(err, &e) || e.StatusCode != test.status || !strings.HasPrefix(e.Message, test.message) {
			t.Fatalf("got %v, want %q", err, test.message)
		}
		resource, isResource := rest.Detail[*errdetails.ResourceInfo](err)
		if resource.GetResourceName() != test.resource || isResource != (test.resource != "") {
			t.Errorf("%d: got %v", test.status, resource)
		}
		info, isInfo := rest.Detail[*errdetails.ErrorInfo](err)
		if info.GetReason() != test.reason || isInfo != (test.reason != "") {
			t.Errorf("%d: got %v", test.status, info)
		}
	}
}

func TestMalformedParameterRules(t *testing.T) {
	const message = `message_type { name: "Item"
		field { name: "text" number: 1 type: TYPE_STRING }
		field { name: "item" number: 2 type: TYPE_MESSAGE type_name: ".test.odd.Item" options { [protolect.api.v1.field] { parameter { header: "X-Item" } } } }
	}`
	for _, test := range []struct{ message, rule, want string }{
		{strings.ReplaceAll(message, "X-Item", "X Item"), "", "not the name of a header"},
		{`message_type { name: "Item" field { name: "text" number: 1 type: TYPE_STRING } }`, `body { media_type: "image/png" }`, "text is not a field of bytes"},
		{`message_type { name: "Item" field { name: "text" number: 1 type: TYPE_STRING } }`, `body { media_type: "multipart/form-data" }`, "text is not a message"},
	} {
		odd := ruled(file("odd", test.message, []method{{"Put", "", "", `put: "/v1/odd" body: "text"`}}), "", map[string]string{"Put": test.rule})
		c := clientOf(t, odd, rest.WithEndpoint("http://127.0.0.1"), rest.WithoutCredentials())
		item := dynamicpb.NewMessage(odd.Messages().ByName("Item"))
		err := c.Call(t.Context(), "Put", item, item.New().Interface())
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}
