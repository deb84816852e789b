// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	_ "google.golang.org/protobuf/types/known/emptypb"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/transcode"
)

// shelves is a service in the style of Google, and pets one of an OpenAPI document.
const (
	shelves = `
	message_type { name: "Request"
		field { name: "name" number: 1 type: TYPE_STRING }
		field { name: "page_size" number: 2 type: TYPE_INT32 }
		field { name: "total" number: 3 type: TYPE_INT64 }
		field { name: "done" number: 4 type: TYPE_BOOL }
		field { name: "kind" number: 5 type: TYPE_ENUM type_name: ".test.server.Kind" }
		field { name: "tags" number: 6 type: TYPE_STRING label: LABEL_REPEATED }
		field { name: "labels" number: 7 type: TYPE_MESSAGE type_name: ".test.server.Request.LabelsEntry" label: LABEL_REPEATED }
		field { name: "update_mask" number: 8 type: TYPE_MESSAGE type_name: ".google.protobuf.FieldMask" }
		field { name: "book" number: 9 type: TYPE_MESSAGE type_name: ".test.server.Book" }
		field { name: "limit" number: 10 type: TYPE_MESSAGE type_name: ".google.protobuf.Int64Value" }
		field { name: "text" number: 11 type: TYPE_STRING oneof_index: 0 }
		field { name: "count" number: 12 type: TYPE_INT32 oneof_index: 0 }
		field { name: "any" number: 13 type: TYPE_MESSAGE type_name: ".google.protobuf.Value" }
		field { name: "data" number: 14 type: TYPE_BYTES }
		field { name: "key" number: 15 type: TYPE_STRING }
		oneof_decl { name: "one" }
		nested_type { name: "LabelsEntry" options { map_entry: true } field { name: "key" number: 1 type: TYPE_STRING } field { name: "value" number: 2 type: TYPE_INT32 } }
	}
	message_type { name: "Book"
		field { name: "name" number: 1 type: TYPE_STRING }
		field { name: "page_count" number: 2 type: TYPE_INT32 }
		field { name: "inner" number: 3 type: TYPE_MESSAGE type_name: ".test.server.Book" }
		field { name: "authors" number: 4 type: TYPE_STRING label: LABEL_REPEATED }
		field { name: "cover" number: 5 type: TYPE_BYTES }
	}
	enum_type { name: "Kind" value { name: "KIND_UNSPECIFIED" number: 0 } value { name: "NOVEL" number: 1 } value { name: "POEM" number: 2 } }
	`
	shelfMethods = `
		method { name: "List" input_type: ".test.server.Request" output_type: ".test.server.Book" options { [google.api.http] { get: "/v1/{name=shelves/*}" } } }
		method { name: "Create" input_type: ".test.server.Request" output_type: ".test.server.Book" options { [google.api.http] { post: "/v1/{name=shelves/*}" body: "book" } } }
		method { name: "Patch" input_type: ".test.server.Request" output_type: ".test.server.Book" options { [google.api.http] { patch: "/v1/{book.name=shelves/*}" body: "book" } } }
		method { name: "All" input_type: ".test.server.Request" output_type: ".test.server.Book" options { [google.api.http] { post: "/v1/{name=shelves/*}:all" body: "*" } } }
		method { name: "Tags" input_type: ".test.server.Request" output_type: ".test.server.Book" options { [google.api.http] { post: "/v1/{name=shelves/*}:tags" body: "tags" } } }
		method { name: "Any" input_type: ".test.server.Request" output_type: ".test.server.Book" options { [google.api.http] { post: "/v1/{name=shelves/*}:any" body: "any" } } }
	`
	petMessages = `
	message_type { name: "Request"
		field { name: "id" number: 1 type: TYPE_INT32 options { [google.api.field_behavior]: REQUIRED [protolect.api.v1.field] { parameter { path: true } } } }
		field { name: "limit" number: 2 type: TYPE_INT32 options { [google.api.field_behavior]: REQUIRED [protolect.api.v1.field] { parameter { query: "page limit" } } } }
		field { name: "trace" number: 3 type: TYPE_STRING options { [protolect.api.v1.field] { parameter { header: "X-Trace" } } } }
		field { name: "hops" number: 4 type: TYPE_INT32 label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { header: "X-Hops" } } } }
		field { name: "crumb" number: 5 type: TYPE_STRING options { [protolect.api.v1.field] { parameter { cookie: "crumb" } } } }
		field { name: "filter" number: 6 type: TYPE_MESSAGE type_name: ".test.server.Pet" options { [protolect.api.v1.field] { parameter { query: "filter" separator: "[]" } } } }
		field { name: "ids" number: 7 type: TYPE_INT32 label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { query: "ids" separator: "," } } } }
		field { name: "pet" number: 8 type: TYPE_MESSAGE type_name: ".test.server.Pet" options { [protolect.api.v1.field] { parameter { query: "pet" exploded: true } } } }
		field { name: "mood" number: 9 type: TYPE_ENUM type_name: ".test.server.Mood" options { [protolect.api.v1.field] { parameter { query: "mood" } } } }
		field { name: "title" number: 10 type: TYPE_STRING }
		field { name: "photo" number: 11 type: TYPE_BYTES }
		field { name: "null_fields" number: 12 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { json_nulls: true } } }
	}
	message_type { name: "Pet"
		field { name: "name" number: 1 type: TYPE_STRING }
		field { name: "age" number: 2 type: TYPE_INT32 }
		field { name: "tags" number: 3 type: TYPE_STRING label: LABEL_REPEATED }
		field { name: "friends" number: 4 type: TYPE_MESSAGE type_name: ".test.server.Pet" label: LABEL_REPEATED }
		field { name: "photo" number: 5 type: TYPE_BYTES }
	}
	message_type { name: "Form"
		field { name: "pet" number: 1 type: TYPE_MESSAGE type_name: ".test.server.Pet" }
		field { name: "photo" number: 2 type: TYPE_BYTES }
	}
	enum_type { name: "Mood" value { name: "MOOD_UNSPECIFIED" number: 0 options { [protolect.api.v1.enum_value] { absent: true } } } value { name: "GOOD" number: 1 options { [protolect.api.v1.enum_value] { json_name: "good!" } } } }
	`
	petMethods = `
		method { name: "Get" input_type: ".test.server.Request" output_type: ".test.server.Pet" options { [google.api.http] { get: "/pets/{id}" } } }
		method { name: "Put" input_type: ".test.server.Request" output_type: ".test.server.Pet" options { [google.api.http] { put: "/pets/{id}" body: "*" } } }
		method { name: "Form" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { post: "/form" body: "pet" } [protolect.api.v1.method] { body { media_type: "application/x-www-form-urlencoded" parts { name: "friends" parameter { separator: "[]" } } } } } }
		method { name: "Encoded" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { post: "/encoded" body: "pet" } [protolect.api.v1.method] { body { media_type: "application/x-www-form-urlencoded" parts { name: "photo" base64: true } } } } }
		method { name: "EncodedParts" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { post: "/encoded-parts" body: "pet" } [protolect.api.v1.method] { body { media_type: "multipart/form-data" parts { name: "photo" base64: true } parts { name: "tags" parameter { separator: "," } } parts { name: "friends" parameter { separator: "[]" } } } } } }
		method { name: "Parts" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { post: "/parts" body: "pet" } [protolect.api.v1.method] { body { media_type: "multipart/form-data" } } } }
		method { name: "Raw" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { post: "/raw" body: "photo" } [protolect.api.v1.method] { body { media_type: "image/*" } } } }
		method { name: "Maybe" input_type: ".test.server.Form" output_type: ".test.server.Pet" options { [google.api.http] { post: "/maybe" body: "pet" } [protolect.api.v1.method] { body { optional: true } } } }
	`
)

// serverOf returns a router for a service, and the file of the service.
func serverOf(t testing.TB, messages, methods, fileRule string) (*transcode.Router, protoreflect.FileDescriptor) {
	t.Helper()
	f := new(descriptorpb.FileDescriptorProto)
	if err := prototext.Unmarshal([]byte(messages+`name: "test/server.proto" package: "test.server" syntax: "proto3"
		dependency: "google/api/annotations.proto" dependency: "google/api/field_behavior.proto" dependency: "google/protobuf/field_mask.proto" dependency: "google/protobuf/wrappers.proto"
		dependency: "google/protobuf/struct.proto" dependency: "google/protobuf/empty.proto" dependency: "google/api/httpbody.proto" dependency: "protolect/api/v1/annotations.proto"
		options { [protolect.api.v1.file] { `+fileRule+` } }
		service { name: "S" `+methods+`}`), f); err != nil {
		t.Fatal(err)
	}
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return routerOf(t, fd.Services().Get(0), transcode.RouterOptions{}), fd
}

// A sent is the text of a request: a first line, headers, and the body after an empty line.
type sent string

// request parses the text like a server.
func (s sent) request(t testing.TB) *http.Request {
	t.Helper()
	head, body, _ := strings.Cut(string(s), "\n\n")
	lines := strings.Split(head, "\n")
	verb, target, _ := strings.Cut(lines[0], " ")
	r := httptest.NewRequest(verb, "/", strings.NewReader(body))
	path, query, _ := strings.Cut(target, "?")
	r.URL = &url.URL{RawPath: path, RawQuery: query}
	r.URL.Path, _ = url.PathUnescape(path)
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	return r
}

// read matches and decodes a request.
func read(t testing.TB, router *transcode.Router, s sent) (proto.Message, error) {
	t.Helper()
	r, err := transcode.ReadRequest(s.request(t))
	if err != nil {
		return nil, err
	}
	match, err := router.Match(r.Verb, r.Path)
	if err != nil {
		return nil, err
	}
	req := dynamicpb.NewMessage(match.Method.Descriptor.Input())
	return req, match.DecodeRequest(r, req, transcode.DecodeRequestOptions{})
}

// TestDecodeGoogle decodes requests that Google's servers accept, and requests that they reject.
func TestDecodeGoogle(t *testing.T) {
	const json = "\nContent-Type: application/json\n\n"
	router, _ := serverOf(t, shelves, shelfMethods, "")
	for _, test := range []struct {
		sent sent
		want string // a message, or the status and the text of an error
	}{
		// Names, numbers, and lists.
		{"GET /v1/shelves/1?pageSize=3&total=9007199254740993&done=true&kind=POEM&tags=a&tags=b", `name: "shelves/1" page_size: 3 total: 9007199254740993 done: true kind: POEM tags: "a" tags: "b"`},
		{"GET /v1/shelves/1?page_size=3&kind=2&limit=7", `name: "shelves/1" page_size: 3 kind: POEM limit { value: 7 }`},
		{"GET /v1/shelves/1?book.pageCount=3&book.inner.page_count=4&book.authors=a&book.authors=b", `name: "shelves/1" book { page_count: 3 inner { page_count: 4 } authors: "a" authors: "b" }`},
		{"GET /v1/shelves/1?labels[a]=1&labels%5Bb%5D=2", `name: "shelves/1" labels { key: "a" value: 1 } labels { key: "b" value: 2 }`},
		{"GET /v1/shelves/1?updateMask=bookName,pageCount.inner", `name: "shelves/1" update_mask { paths: "book_name" paths: "page_count.inner" }`},
		{"GET /v1/shelves/1?updateMask=book_name,*", `name: "shelves/1" update_mask { paths: "book_name" paths: "*" }`},
		{"GET /v1/shelves/1?text=&data=YQ&data", "400 query parameter data: want one bytes, found 2 values"},
		{"GET /v1/shelves/1?text=&data=_-8", `name: "shelves/1" data: "\377\357" text: ""`},
		{"GET /v1/shelves/1?any=12", `name: "shelves/1" any { number_value: 12 }`},
		{"GET /v1/shelves/1?any=012", `name: "shelves/1" any { string_value: "012" }`},
		{"GET /v1/shelves/1?any=null", `name: "shelves/1" any { string_value: "null" }`},
		{"GET /v1/shelves/1?total=1e3&count=2.0", `name: "shelves/1" total: 1000 count: 2`},
		{"GET /v1/shelves/1?&&tags=a+b%26&", `name: "shelves/1" tags: "a b&"`},
		// System parameters.
		{"GET /v1/shelves/1?alt=json&$alt=json;enum-encoding=int&prettyPrint=true&fields=name&access_token=x&quotaUser=q&%24prettyPrint=0&$.xgafv=1&uploadType=media&callback=f", `name: "shelves/1"`},
		{"GET /v1/shelves/1?key=own", `name: "shelves/1" key: "own"`},
		{"GET /v1/shelves/1?alt=proto", `400 query parameter alt: want json or media, found "proto"`},
		// Malformed requests.
		{"GET /v1/shelves/1?pageSiez=3", "400 query parameter pageSiez: the method has no such parameter"},
		{"GET /v1/shelves/1?book=x", "400 query parameter book: the method has no such parameter"},
		{"GET /v1/shelves/1?book.title=x", "400 query parameter book.title: the method has no such parameter"},
		{"GET /v1/shelves/1?name=shelves/2", "400 query parameter name: the method has no such parameter"},
		{"GET /v1/shelves/1?tags[0]=x", "400 query parameter tags[0]: the method has no such parameter"},
		{"GET /v1/shelves/1?pageSize=3&pageSize=4", "400 query parameter pageSize: want one int32, found 2 values"},
		{"GET /v1/shelves/1?pageSize=3&page_size=4", "400 query parameter pageSize: want one int32, found 2 values"},
		{"GET /v1/shelves/1?pageSize=ten", `400 query parameter pageSize: want int32, found "ten"`},
		{"GET /v1/shelves/1?pageSize=", `400 query parameter pageSize: want int32, found ""`},
		{"GET /v1/shelves/1?pageSize=%203", `400 query parameter pageSize: want int32, found " 3"`},
		{"GET /v1/shelves/1?pageSize=0x10", `400 query parameter pageSize: want int32, found "0x10"`},
		{"GET /v1/shelves/1?pageSize=2147483648", "400 query parameter pageSize: want int32, found 2147483648"},
		{"GET /v1/shelves/1?limit=x", `400 query parameter limit: want int64, found "x"`},
		{"GET /v1/shelves/1?done=TRUE", `400 query parameter done: want bool, found "TRUE"`},
		{"GET /v1/shelves/1?kind=ESSAY", `400 query parameter kind: want a value of test.server.Kind, found "ESSAY"`},
		{"GET /v1/shelves/1?kind=", `400 query parameter kind: want a value of test.server.Kind, found ""`},
		{"GET /v1/shelves/1?labels[a]=x", `400 query parameter labels["a"]: want int32, found "x"`},
		{"GET /v1/shelves/1?text=a&count=1", "400 query parameter count: cannot be set together with text"},
		{"GET /v1/shelves/1?data=***", `400 query parameter data: want bytes in base64, found "***"`},
		{"GET /v1/shelves/1?tags=%zz", `400 query parameter: want percent-encoding, found "tags=%zz"`},
		{"GET /v1/shelves/1?tags=%ff", "400 query parameter tags[0]: want UTF-8"},
		{"GET /v1/shelves/1?updateMask=a,,b", `400 query parameter updateMask: want paths joined by commas, found "a,,b"`},
		{"GET /v1/shelves/%ff", "400 path name: want UTF-8"},
		{"GET /v1/shelves/1\n\n{}", "400 body: the method has no body"},
		{"GET /v1/books/1", `404 path: "/v1/books/1" matches no method`},
		{"DELETE /v1/shelves/1", `405 path /v1/shelves/1: want the HTTP method GET or PATCH or POST, found "DELETE"`},
		// Bodies.
		{"POST /v1/shelves/1?pageSize=1" + json + `{"name": "B", "pageCount": "7"}`, `name: "shelves/1" page_size: 1 book { name: "B" page_count: 7 }`},
		{"POST /v1/shelves/1" + json + `{"page_count": 7, "inner": null}`, `name: "shelves/1" book { page_count: 7 }`},
		{"POST /v1/shelves/1\n\n{}", `name: "shelves/1" book { }`},
		{"POST /v1/shelves/1" + json, `name: "shelves/1" book { }`},
		{"POST /v1/shelves/1" + json + `""`, `name: "shelves/1" book { }`},
		{"POST /v1/shelves/1\nContent-Type: application/vnd.x+json; charset=utf-8\n\n{}", `name: "shelves/1" book { }`},
		{"PATCH /v1/shelves/1?updateMask=name" + json + `{"name": "other", "pageCount": 1}`, `update_mask { paths: "name" } book { name: "shelves/1" page_count: 1 }`},
		{"POST /v1/shelves/1:all" + json + `{"name": "other", "tags": ["a"]}`, `name: "shelves/1" tags: "a"`},
		{"POST /v1/shelves/1:tags" + json + `["a"]`, `name: "shelves/1" tags: "a"`},
		{"POST /v1/shelves/1:any" + json + `null`, `name: "shelves/1" any { null_value: NULL_VALUE }`},
		{"POST /v1/shelves/1" + json + `{"title": 1}`, `400 body: want a field of test.server.Book, found "title"`},
		{"POST /v1/shelves/1" + json + `{"inner": {"pageCount": "x"}}`, `400 body inner.pageCount: want int32, found "x"`},
		{"POST /v1/shelves/1" + json + `{"name":`, "400 body name: want string, found the end of the text"},
		{"POST /v1/shelves/1" + json + `[]`, "400 body: want an object, found an array"},
		{"POST /v1/shelves/1" + json + `{"name": "a", "name": "b"}`, `400 body: want each field once, found "name"`},
		{"POST /v1/shelves/1" + json + `{} {}`, "400 body: want the end of the text, found an object"},
		{"POST /v1/shelves/1" + json + sent(strings.Repeat(`{"inner":`, 101)+"{}"+strings.Repeat("}", 101)), "400 body inner.inner"},
		{"POST /v1/shelves/1\nContent-Type: text/plain\n\n{}", `415 body: want the media type application/json, found "text/plain"`},
		{"POST /v1/shelves/1\nContent-Type: application/json\nContent-Encoding: gzip\n\nx", `415 body: want no content encoding, found "gzip"`},
		{"POST /v1/shelves/1?tags=a&book.name=x" + json + "{}", "400 query parameter book.name: the method has no such parameter"},
		{"POST /v1/shelves/1:all?tags=a" + json + "{}", "400 query parameter tags: the method has no such parameter"},
		{"POST /v1/shelves/1:tags" + json + "", "400 body: is empty: the method requires it"},
	} {
		check(t, router, test.sent, test.want)
	}
}

// TestDecodeOpenAPI decodes requests to APIs of OpenAPI.
func TestDecodeOpenAPI(t *testing.T) {
	const (
		get  = "GET /pets/7?page+limit=3"
		put  = "PUT /pets/7?page%20limit=3\nContent-Type: application/json\n\n"
		form = "POST /form\nContent-Type: application/x-www-form-urlencoded\n\n"
		part = "POST /parts\nContent-Type: multipart/form-data; boundary=b\n\n"
	)
	parts := func(parts ...string) sent {
		return sent(part + "--b\r\n" + strings.Join(parts, "\r\n--b\r\n") + "\r\n--b--\r\n")
	}
	encodedParts := func(all ...string) sent {
		return sent(strings.Replace(string(parts(all...)), "/parts", "/encoded-parts", 1))
	}
	router, _ := serverOf(t, petMessages, petMethods, "json_required: true")
	for _, test := range []struct {
		sent sent
		want string
	}{
		{get, `id: 7 limit: 3`},
		{get + "\nX-Trace:  a, b \nX-Hops: 1, 2\nx-hops: 3\nCookie: other=1; crumb=a%20b", `id: 7 limit: 3 trace: "a, b" hops: 1 hops: 2 hops: 3 crumb: "a b"`},
		{get + "&ids=1,2,3", `id: 7 limit: 3 ids: 1 ids: 2 ids: 3`},
		{get + "&ids=1,2&ids=3", `id: 7 limit: 3 ids: 1 ids: 2 ids: 3`},
		{get + "&filter[name]=x&filter[tags][1]=b&filter[tags][0]=a&filter[friends][0][age]=1", `id: 7 limit: 3 filter { name: "x" tags: "a" tags: "b" friends { age: 1 } }`},
		{get + "&filter[tags][]=a&filter[tags][]=b", `id: 7 limit: 3 filter { tags: "a" tags: "b" }`},
		{get + "&filter[tags]=a&filter[tags]=b", `id: 7 limit: 3 filter { tags: "a" tags: "b" }`},
		{get + "&filter[friends][][name]=x&filter[friends][][age]=1&filter[friends][][name]=y", `id: 7 limit: 3 filter { friends { name: "x" age: 1 } friends { name: "y" } }`},
		{get + "&name=x&age=3&tags=a&tags=b", `id: 7 limit: 3 pet { name: "x" age: 3 tags: "a" tags: "b" }`},
		{get + "&mood=good!", `id: 7 limit: 3 mood: GOOD`},
		{get + "&filter[tags][999999999]=a&filter[tags][5]=b", `id: 7 limit: 3 filter { tags: "b" tags: "a" }`},

		{"GET /pets/7", "400 query parameter page limit: is required"},
		{"GET /pets/x?page+limit=3", `400 path id: want int32, found "x"`},
		{get + "&unknown=1", "400 query parameter unknown: the method has no such parameter"},
		{get + "&alt=json", "400 query parameter alt: the method has no such parameter"},
		{get + "&filter[size]=1", "400 query parameter filter.size: test.server.Pet has no such field"},
		{get + "&filter[age]=x", `400 query parameter filter.age: want int32, found "x"`},
		{get + "&filter[age]=1&filter[age]=2", "400 query parameter filter.age: want one int32, found 2 values"},
		{get + "&filter[age][x]=1", "400 query parameter filter.age: want one int32, found an object"},
		{get + "&filter=x", `400 query parameter filter: want an object, found "x"`},
		{get + "&filter=x&filter[age]=1", "400 query parameter filter: has a value and members"},
		{get + "&filter[age=1", "400 query parameter filter[age: the method has no such parameter"},
		{get + "&filter[tags][x]=1", "400 query parameter filter.tags: want a list, found an object"},
		{get + "&filter[tags][-1]=1", "400 query parameter filter.tags: want a list, found an object"},
		{get + "&filter[tags][01]=1", "400 query parameter filter.tags: want a list, found an object"},
		{get + "&filter[tags][%2B1]=1", "400 query parameter filter.tags: want a list, found an object"},
		{get + "&filter[tags][99999999999999999999]=1", "400 query parameter filter.tags: want a list, found an object"},
		{get + "&filter" + sent(strings.Repeat("[friends][0]", 60)) + "[age]=1", "the method has no such parameter"},
		{get + "&mood=GOOD", `id: 7 limit: 3 mood: GOOD`},
		{get + "&mood=MOOD_UNSPECIFIED", `400 query parameter mood: want a value of test.server.Mood, found "MOOD_UNSPECIFIED"`},
		{get + "\nX-Hops: 1,x", `400 header X-Hops[1]: want int32, found "x"`},
		{get + "\nCookie: crumb=%zz", `400 cookie crumb: want percent-encoding, found "%zz"`},

		// JSON bodies and parameters.
		{put + `{"title": "t", "photo": "YQ=="}`, `id: 7 limit: 3 title: "t" photo: "a"`},
		{put + `{"title": null}`, `id: 7 limit: 3 null_fields: "title"`},
		{put + `{"id": 8}`, "400 body id: belongs in the path, the query or a header, not in the body"},
		{put + `{"trace": "x"}`, "400 body trace: belongs in the path, the query or a header"},
		{put + `{"id": null}`, `400 body: null_fields has "id", which belongs in the path, the query or a header`},
		{put, "400 body: is empty: the method requires it"},
		{"PUT /pets/7?page+limit=3\n\n{}", `415 body: want the media type application/json, found ""`},
		{"POST /maybe", ``},
		{"POST /maybe\nContent-Type: application/json\n\n{\"age\": 1}", `pet { age: 1 }`},

		// Forms.
		{form + `name=a+b&age=3&tags=x&tags=y`, `pet { name: "a b" age: 3 tags: "x" tags: "y" }`},
		{form + `friends[0][name]=x&friends%5B1%5D[tags][0]=y&photo=%ff%00`, `pet { friends { name: "x" } friends { tags: "y" } photo: "\377\000" }`},
		{"POST /encoded\nContent-Type: application/x-www-form-urlencoded\n\nphoto=YQ%3D%3D", `pet { photo: "a" }`},
		{encodedParts("Content-Disposition: form-data; name=\"photo\"\r\n\r\nYQ=="), `pet { photo: "a" }`},
		{encodedParts("Content-Disposition: form-data; name=\"tags\"\r\n\r\na+b,c%20"), `pet { tags: "a+b" tags: "c%20" }`},
		{encodedParts("Content-Disposition: form-data; name=\"friends[0][age]\"\r\n\r\n1", "Content-Disposition: form-data; name=\"friends[1][name]\"\r\n\r\nx"), `pet { friends { age: 1 } friends { name: "x" } }`},
		{"POST /form\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\n\nage=1", `pet { age: 1 }`},
		{form + `age=x`, `400 body age: want int32, found "x"`},
		{form + `size=1`, "400 body size: test.server.Pet has no such field"},
		{form + `age=1&age=2`, "400 body age: want one int32, found 2 values"},
		{form + `a%zz=1`, `400 body: want percent-encoding, found "a%zz=1"`},
		{"POST /form\nContent-Type: application/json\n\n{}", `415 body: want the media type application/x-www-form-urlencoded, found "application/json"`},
		{parts("Content-Disposition: form-data; name=\"name\"\r\n\r\nx", "Content-Disposition: form-data; name=\"tags\"\r\n\r\na", "Content-Disposition: form-data; name=\"tags\"\r\n\r\nb"), `pet { name: "x" tags: "a" tags: "b" }`},
		{parts("Content-Disposition: form-data; name=\"photo\"; filename=\"p.json\"\r\nContent-Type: application/json\r\n\r\n{\"a\""), `pet { photo: "{\"a\"" }`},
		{parts("Content-Disposition: form-data; name=\"friends\"\r\nContent-Type: application/json\r\n\r\n{\"age\":1}"), `pet { friends { age: 1 } }`},
		{parts("Content-Disposition: form-data; name=\"friends\"\r\n\r\n{\"age\":1}"), `pet { friends { age: 1 } }`},
		{parts("Content-Disposition: form-data; name=\"friends\"\r\nContent-Type: application/json\r\n\r\n{\"size\":1}"), `400 body friends[0]: want a field of test.server.Pet, found "size"`},
		{parts("Content-Disposition: form-data\r\n\r\nx"), "400 body: has a part without a name"},
		{part + "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx", "400 body: is not multipart/form-data: unexpected EOF"},
		{"POST /parts\nContent-Type: multipart/form-data\n\nx", `400 body: want a media type with a boundary, found "multipart/form-data"`},
		{"POST /raw\nContent-Type: image/png\n\n\x00\xff", `photo: "\000\377"`},
		{"POST /raw\nContent-Type: text/plain\n\nx", `415 body: want the media type image/*, found "text/plain"`},
	} {
		check(t, router, test.sent, test.want)
	}
}

// check compares the decoded message of a request, or the error, which begins with its status.
func check(t *testing.T, router *transcode.Router, s sent, want string) {
	t.Helper()
	got, err := read(t, router, s)
	if err != nil {
		e, ok := errors.AsType[*transcode.RequestError](err)
		if !ok || !strings.Contains(fmt.Sprintf("%d %v", e.HTTPStatus, e), want) || want == "" {
			t.Errorf("%.200q: got %v, want %s", s, err, want)
		}
		return
	}
	expected := dynamicpb.NewMessage(got.ProtoReflect().Descriptor())
	if err := prototext.Unmarshal([]byte(want), expected); err != nil || !proto.Equal(expected, got) {
		t.Errorf("%.200q: got %v, want %s (%v)", s, got, want, err)
	}
}

// TestDecodeCost decodes requests that are made to take much time or memory.
func TestDecodeCost(t *testing.T) {
	if testing.Short() {
		t.Skip("decodes large requests")
	}
	const messages = `
	message_type { name: "Request"
		field { name: "f" number: 1 type: TYPE_MESSAGE type_name: ".test.server.U" options { [protolect.api.v1.field] { parameter { separator: "[]" } } } }
		field { name: "n" number: 2 type: TYPE_MESSAGE type_name: ".test.server.Nested" }
		field { name: "s" number: 3 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { parameter { separator: "[]" } } } }
		field { name: "free" number: 4 type: TYPE_MESSAGE type_name: ".google.protobuf.Struct" options { [protolect.api.v1.field] { parameter { exploded: true } } } }
	}
	message_type { name: "U" options { [protolect.api.v1.message] { json_union { } } }
		field { name: "a" number: 2 type: TYPE_MESSAGE type_name: ".test.server.A" oneof_index: 0 }
		field { name: "b" number: 3 type: TYPE_MESSAGE type_name: ".test.server.B" oneof_index: 0 }
		oneof_decl { name: "kind" }
	}
	message_type { name: "A" field { name: "next" number: 1 type: TYPE_MESSAGE type_name: ".test.server.U" } field { name: "x" number: 2 type: TYPE_INT32 } }
	message_type { name: "B" field { name: "next" number: 1 type: TYPE_MESSAGE type_name: ".test.server.U" } field { name: "y" number: 2 type: TYPE_INT32 } }
	message_type { name: "Nested" options { [protolect.api.v1.message] { json_value: "nested" } } field { name: "nested" number: 1 type: TYPE_MESSAGE type_name: ".test.server.Nested" label: LABEL_REPEATED } }`
	router, _ := serverOf(t, messages, `method { name: "M" input_type: ".test.server.Request" output_type: ".test.server.A" options { [google.api.http] { get: "/m" } } }`, "json_required: true")
	match, err := router.Match("GET", "/m")
	if err != nil {
		t.Fatal(err)
	}
	decode := func(query, want string) {
		r := &transcode.Request{Verb: "GET", Path: "/m", Query: query, Header: http.Header{}}
		err := match.DecodeRequest(r, dynamicpb.NewMessage(match.Method.Descriptor.Input()), transcode.DecodeRequestOptions{})
		if e, ok := errors.AsType[*transcode.RequestError](err); (err == nil) != (want == "") || ok && !strings.HasPrefix(fmt.Sprintf("%d %v", e.HTTPStatus, e), want) {
			t.Errorf("%.40s: got %v, want %s", query, err, want)
		}
	}
	// Each level has two alternatives. A decoder that tries both at each level does not end.
	decode("f"+strings.Repeat("[next]", 40)+"[z]=1", "400 query parameter f: want a value that one of the alternatives")
	decode("f"+strings.Repeat("[next]", 40)+"[y]=1", "")
	decode("n=x", "400 query parameter n")
	for _, test := range []struct{ format, want string }{
		{"s[%d]=a&", ""},
		{"s[][%d]=a&", "400 query parameter s"},
		{"s[9%09d]=a&", ""},
		{"k%d=a&", ""},
		{"k=%d&", ""},
	} {
		wantLinear(t, test.format, func(n int) {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, test.format, i)
			}
			decode(strings.TrimSuffix(b.String(), "&"), test.want)
		})
	}
}

// TestRequestError checks the fields of an error and its Status.
func TestRequestError(t *testing.T) {
	router, _ := serverOf(t, shelves, shelfMethods, "")
	_, err := read(t, router, "GET /v1/shelves/1?pageSize=ten")
	e, _ := errors.AsType[*transcode.RequestError](err)
	want := &transcode.RequestError{HTTPStatus: 400, Place: "query parameter", Field: "pageSize", Value: "ten", Problem: `want int32, found "ten"`}
	if e == nil || e.HTTPStatus != want.HTTPStatus || e.Place != want.Place || e.Field != want.Field || e.Value != want.Value || e.Problem != want.Problem {
		t.Errorf("got %#v", e)
	}
	s := transcode.StatusOf(fmt.Errorf("server: %w", err))
	if len(s.Details) != 1 {
		t.Fatalf("got %+v", s)
	}
	violations := s.Details[0].(*errdetails.BadRequest).GetFieldViolations()
	if s.HTTPStatus != 400 || s.Code.String() != "INVALID_ARGUMENT" || s.Message != err.Error() || len(violations) != 1 || violations[0].Field != "pageSize" {
		t.Errorf("got %+v", s)
	}
	for _, test := range []struct {
		sent sent
		code string
	}{{"GET /", "NOT_FOUND"}, {"PUT /v1/shelves/1", "UNIMPLEMENTED"}, {"POST /v1/shelves/1\nContent-Type: a/b\n\nx", "INVALID_ARGUMENT"}} {
		if _, err := read(t, router, test.sent); transcode.StatusOf(err).Code.String() != test.code {
			t.Errorf("%q: got %v", test.sent, err)
		}
	}
	if s := transcode.StatusOf(errors.New("broken")); s.HTTPStatus != 500 || s.Code.String() != "INTERNAL" {
		t.Errorf("got %+v", s)
	}
	for status, want := range map[int]code.Code{
		400: code.Code_INVALID_ARGUMENT, 401: code.Code_UNAUTHENTICATED, 403: code.Code_PERMISSION_DENIED, 404: code.Code_NOT_FOUND, 405: code.Code_UNIMPLEMENTED,
		409: code.Code_ABORTED, 413: code.Code_INVALID_ARGUMENT, 415: code.Code_INVALID_ARGUMENT, 429: code.Code_RESOURCE_EXHAUSTED,
	} {
		s := transcode.StatusOf(fmt.Errorf("wrapped: %w", &transcode.RequestError{HTTPStatus: status, Problem: "p"}))
		if s.HTTPStatus != status || s.Code != want || s.Message != "p" {
			t.Errorf("%d: got %+v, want the code %v", status, s, want)
		}
	}
	// The length of an error is bounded.
	_, err = read(t, router, "GET /v1/shelves/1?"+sent(strings.Repeat("x", 100_000))+"=1")
	if err == nil || len(err.Error()) > 1000 {
		t.Errorf("the error has %d bytes", len(err.Error()))
	}
	_, err = read(t, router, "GET /v1/shelves/1?pageSize="+sent(strings.Repeat("x", 100_000)))
	if err == nil || len(err.Error()) > 1000 {
		t.Errorf("the error has %d bytes", len(err.Error()))
	}
}

func TestReadRequest(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/v1/a%2Fb?x=%20", bytes.NewReader(make([]byte, 100)))
	r.Body = http.MaxBytesReader(httptest.NewRecorder(), r.Body, 10)
	_, err := transcode.ReadRequest(r)
	if e, ok := errors.AsType[*transcode.RequestError](err); !ok || e.HTTPStatus != http.StatusRequestEntityTooLarge {
		t.Errorf("got %v", err)
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); !ok {
		t.Errorf("got %v", err)
	}
	read, err := transcode.ReadRequest(httptest.NewRequest(http.MethodPost, "/v1/a%2Fb?x=%20", strings.NewReader("body")))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&transcode.Request{Verb: "POST", Path: "/v1/a%2Fb", Query: "x=%20", Header: http.Header{}, Body: []byte("body")}, read); diff != "" {
		t.Error(diff)
	}
}

// TestNewRequest checks that a request message has the generated type only if that has the descriptor of the method.
func TestNewRequest(t *testing.T) {
	newRequest := func(service protoreflect.ServiceDescriptor) proto.Message {
		methods, err := transcode.CompileServices(service)
		if err != nil {
			t.Fatal(err)
		}
		match, err := transcode.NewRouter(methods, transcode.RouterOptions{}).Match(http.MethodPost, "/v1/spaces/AAAA/messages")
		if err != nil {
			t.Fatal(err)
		}
		return match.NewRequest()
	}
	file := chatpb.File_protolect_google_chat_v1_chat_service_proto
	if m, ok := newRequest(file.Services().Get(0)).(*chatpb.CreateMessageRequest); !ok || m == nil {
		t.Errorf("got a %T for the generated service", m)
	}
	other, err := protodesc.NewFile(protodesc.ToFileDescriptorProto(file), protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	m := newRequest(other.Services().Get(0))
	if md := m.ProtoReflect().Descriptor(); md != other.Messages().ByName(md.Name()) {
		t.Errorf("got a %T for a service with other descriptors", m)
	}
}

// TestDecodeFormOfOwnAlternative decodes a form into a union that is an alternative of itself.
func TestDecodeFormOfOwnAlternative(t *testing.T) {
	const messages = `
	message_type { name: "Request" field { name: "u" number: 1 type: TYPE_MESSAGE type_name: ".test.server.U" } }
	message_type { name: "U" options { [protolect.api.v1.message] { json_union { } } }
		field { name: "again" number: 1 type: TYPE_MESSAGE type_name: ".test.server.U" oneof_index: 0 }
		field { name: "a" number: 2 type: TYPE_MESSAGE type_name: ".test.server.A" oneof_index: 0 }
		oneof_decl { name: "kind" }
	}
	message_type { name: "A" field { name: "x" number: 1 type: TYPE_INT32 } }`
	router, _ := serverOf(t, messages, `method { name: "M" input_type: ".test.server.Request" output_type: ".test.server.A" options {
		[google.api.http] { post: "/m" body: "u" } [protolect.api.v1.method] { body { media_type: "application/x-www-form-urlencoded" } } } }`, "json_required: true")
	match, err := router.Match("POST", "/m")
	if err != nil {
		t.Fatal(err)
	}
	got := dynamicpb.NewMessage(match.Method.Descriptor.Input())
	r := &transcode.Request{Verb: "POST", Path: "/m", Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, Body: []byte("x=7")}
	if err := match.DecodeRequest(r, got, transcode.DecodeRequestOptions{}); err != nil || !strings.Contains(got.String(), "x:7") {
		t.Errorf("got %v, %v", got, err)
	}
}
