// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	_ "google.golang.org/protobuf/types/known/anypb"
	_ "google.golang.org/protobuf/types/known/durationpb"
	_ "google.golang.org/protobuf/types/known/emptypb"
	_ "google.golang.org/protobuf/types/known/fieldmaskpb"
	_ "google.golang.org/protobuf/types/known/structpb"
	_ "google.golang.org/protobuf/types/known/timestamppb"
	_ "google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// library is the file of the service that most tests call. The rule of a method is
// prototext of google.api.HttpRule.
var library = file("library", `
	message_type { name: "Item"
		field { name: "name"        number: 1 type: TYPE_STRING }
		field { name: "kind"        number: 2 type: TYPE_ENUM type_name: ".test.library.Kind" }
		field { name: "count"       number: 3 type: TYPE_INT64 }
		field { name: "tags"        number: 4 type: TYPE_STRING label: LABEL_REPEATED }
		field { name: "maybe"       number: 5 type: TYPE_INT32 proto3_optional: true oneof_index: 0 }
		field { name: "child"       number: 6 type: TYPE_MESSAGE type_name: ".test.library.Item" }
		field { name: "data"        number: 7 type: TYPE_BYTES }
		field { name: "ratio"       number: 8 type: TYPE_DOUBLE }
		field { name: "small_ratio" number: 9 type: TYPE_FLOAT }
		field { name: "on"          number: 10 type: TYPE_BOOL }
		field { name: "special"     number: 11 type: TYPE_STRING json_name: "$special-name" }
		field { name: "kinds"       number: 12 type: TYPE_ENUM type_name: ".test.library.Kind" label: LABEL_REPEATED }
		field { name: "children"    number: 13 type: TYPE_MESSAGE type_name: ".test.library.Item" label: LABEL_REPEATED }
		field { name: "labels"      number: 14 type: TYPE_MESSAGE type_name: ".test.library.Item.LabelsEntry" label: LABEL_REPEATED }
		field { name: "update_time" number: 15 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" }
		field { name: "ttl"         number: 16 type: TYPE_MESSAGE type_name: ".google.protobuf.Duration" }
		field { name: "update_mask" number: 17 type: TYPE_MESSAGE type_name: ".google.protobuf.FieldMask" }
		field { name: "wrapped"     number: 18 type: TYPE_MESSAGE type_name: ".google.protobuf.Int64Value" }
		field { name: "free"        number: 19 type: TYPE_MESSAGE type_name: ".google.protobuf.Struct" }
		field { name: "any"         number: 20 type: TYPE_MESSAGE type_name: ".google.protobuf.Any" }
		field { name: "times"       number: 21 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" label: LABEL_REPEATED }
		field { name: "value"       number: 22 type: TYPE_MESSAGE type_name: ".google.protobuf.Value" }
		field { name: "wrapped_on"  number: 23 type: TYPE_MESSAGE type_name: ".google.protobuf.BoolValue" }
		field { name: "small"       number: 24 type: TYPE_INT32 }
		field { name: "url_data"    number: 25 type: TYPE_BYTES options { [protolect.api.v1.field] { json_base64url: true } } }
		oneof_decl { name: "_maybe" }
		nested_type { name: "LabelsEntry" options { map_entry: true }
			field { name: "key" number: 1 type: TYPE_STRING }
			field { name: "value" number: 2 type: TYPE_STRING }
		}
	}
	extension { name: "extra" number: 1000 type: TYPE_STRING extendee: ".google.protobuf.MethodOptions" }
	message_type { name: "Failure" field { name: "error" number: 1 type: TYPE_MESSAGE type_name: ".test.library.Item" } }
	enum_type { name: "Kind" value { name: "PLAIN" number: 0 } value { name: "FANCY" number: 1 }
		value { name: "KIND_SPELLED" number: 2 options { [protolect.api.v1.enum_value] { json_name: "spelled out" } } } }
`, []method{
	{"Get", "", "", `get: "/v1/{name=spaces/*}"`},
	{"GetPlain", "", "", `get: "/v1/plain/{name}"`},
	{"GetDeep", "", "", `get: "/v1/{name=docs/**}"`},
	{"Search", "", "", `get: "/v1/items"`},
	{"GetNested", "", "", `get: "/v1/{child.name=spaces/*}"`},
	{"GetCount", "", "", `get: "/v1/counts/{count}"`},
	{"GetKind", "", "", `get: "/v1/kinds/{kind}"`},
	{"GetOn", "", "", `get: "/v1/on/{on}"`},
	{"GetMaybe", "", "", `get: "/v1/maybe/{maybe}"`},
	{"Create", "", "", `post: "/v1/{name=spaces/*}/items" body: "*"`},
	{"Update", "", "", `patch: "/v1/{child.name=spaces/*}" body: "*"`},
	{"Put", "", "", `put: "/v1/{child.name=spaces/*}" body: "child" additional_bindings { patch: "/v1/{child.name=spaces/*}" body: "child" }`},
	{"PutTags", "", "", `put: "/v1/{name=spaces/*}/tags" body: "tags"`},
	{"PutLabels", "", "", `put: "/v1/{name=spaces/*}/labels" body: "labels"`},
	{"PutCount", "", "", `put: "/v1/{name=spaces/*}/count" body: "count"`},
	{"PutMaybe", "", "", `put: "/v1/{name=spaces/*}/maybe" body: "maybe"`},
	{"PutFree", "", "", `put: "/v1/{name=spaces/*}/free" body: "free"`},
	{"Archive", "", "", `post: "/v1/{name=spaces/*}:archive"`},
	{"Delete", "", ".google.protobuf.Empty", `delete: "/v1/{name=spaces/*}"`},
	{"Report", "", "", `custom { kind: "REPORT" path: "/v1/items" }`},
	{"Fail", "", ".test.library.Failure", `get: "/v1/failures"`},
	{"Extended", ".google.protobuf.MethodOptions", ".google.protobuf.Empty", `get: "/v1/extended"`},
	{"Unbound", "", "", ``},
	{"List", "", ".google.protobuf.ListValue", `get: "/v1/list"`},
	{"Any", "", ".google.protobuf.Value", `get: "/v1/any"`},
})

type method struct{ name, input, output, rule string }

// file returns a file in the package test.<name>, with one service. The default
// type of a request and a response is Item.
func file(name, messages string, methods []method) protoreflect.FileDescriptor {
	f := new(descriptorpb.FileDescriptorProto)
	must(prototext.Unmarshal([]byte(messages), f))
	f.Name = proto.String("test/" + name + ".proto")
	f.Package = proto.String("test." + name)
	f.Syntax = proto.String("proto3")
	f.Dependency = []string{
		"google/protobuf/any.proto", "google/protobuf/descriptor.proto", "google/protobuf/duration.proto", "google/protobuf/empty.proto", "google/protobuf/field_mask.proto",
		"google/protobuf/struct.proto", "google/protobuf/timestamp.proto", "google/protobuf/wrappers.proto",
		errdetails.File_google_rpc_error_details_proto.Path(), apipb.File_protolect_api_v1_annotations_proto.Path(),
	}
	service := &descriptorpb.ServiceDescriptorProto{Name: proto.String("Library"), Options: new(descriptorpb.ServiceOptions)}
	proto.SetExtension(service.Options, annotations.E_DefaultHost, "library.googleapis.com")
	proto.SetExtension(service.Options, annotations.E_OauthScopes, "https://www.googleapis.com/auth/library,https://www.googleapis.com/auth/library.readonly")
	for _, m := range methods {
		d := &descriptorpb.MethodDescriptorProto{
			Name:       proto.String(m.name),
			InputType:  proto.String(or(m.input, ".test."+name+".Item")),
			OutputType: proto.String(or(m.output, ".test."+name+".Item")),
			Options:    new(descriptorpb.MethodOptions),
		}
		if rule, paging, _ := strings.Cut(m.rule, "paging:"); rule != "" {
			r := new(annotations.HttpRule)
			must(prototext.Unmarshal([]byte(rule), r))
			proto.SetExtension(d.Options, annotations.E_Http, r)
			if paging != "" {
				p := new(apipb.Paging)
				must(prototext.Unmarshal([]byte(paging), p))
				proto.SetExtension(d.Options, apipb.E_Method, &apipb.MethodRule{Paging: p})
			}
		}
		service.Method = append(service.Method, d)
	}
	f.Service = []*descriptorpb.ServiceDescriptorProto{service}
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	must(err)
	return fd
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// item returns an Item of the library, from proto JSON.
func item(t testing.TB, text string) proto.Message {
	t.Helper()
	return itemOf(t, library, text)
}

// itemOf returns an Item of a file, from proto JSON.
func itemOf(t testing.TB, fd protoreflect.FileDescriptor, text string) proto.Message {
	t.Helper()
	m := dynamicpb.NewMessage(fd.Messages().ByName("Item"))
	if err := protojson.Unmarshal([]byte(text), m); err != nil {
		t.Fatal(err)
	}
	return m
}

// sent is a request that a server received.
type sent struct {
	method, uri, body string
	header            http.Header
}

// serve starts a server that handles one request at a time. It returns its URL
// and the requests that it received.
func serve(t testing.TB, respond http.HandlerFunc) (string, *[]sent) {
	t.Helper()
	var mu sync.Mutex
	var requests []sent
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		requests = append(requests, sent{r.Method, r.RequestURI, string(body), r.Header})
		r.Body = io.NopCloser(bytes.NewReader(body))
		respond(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, &requests
}

func respondJSON(body string) http.HandlerFunc {
	return respond(200, "application/json; charset=UTF-8", body)
}

func respond(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// newClient returns a client of the library without credentials.
func newClient(t testing.TB, url string, opts ...rest.ClientOption) *stub.Client {
	t.Helper()
	return clientOf(t, library, append([]rest.ClientOption{rest.WithEndpoint(url), rest.WithoutCredentials()}, opts...)...)
}

func clientOf(t testing.TB, fd protoreflect.FileDescriptor, opts ...rest.ClientOption) *stub.Client {
	t.Helper()
	c, err := stub.NewClient(context.Background(), fd.Services().Get(0), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// response returns an empty response of a method of the library.
func response(method string) proto.Message {
	return dynamicpb.NewMessage(library.Services().Get(0).Methods().ByName(protoreflect.Name(method)).Output())
}

func isEmpty(m proto.Message) bool { return proto.Size(m) == 0 }
