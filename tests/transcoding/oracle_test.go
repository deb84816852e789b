// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcoding

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/grpc-ecosystem/grpc-gateway/v2/utilities"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	_ "google.golang.org/protobuf/types/known/durationpb"
	_ "google.golang.org/protobuf/types/known/fieldmaskpb"
	_ "google.golang.org/protobuf/types/known/structpb"
	_ "google.golang.org/protobuf/types/known/timestamppb"
	_ "google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/protolect/protolect/runtime/transcode"
)

// library is a service with every kind of field that google.api.http supports.
const library = `
	name: "test/library.proto" package: "test.library" syntax: "proto3"
	dependency: "google/api/annotations.proto" dependency: "google/protobuf/wrappers.proto" dependency: "google/protobuf/timestamp.proto"
	dependency: "google/protobuf/duration.proto" dependency: "google/protobuf/field_mask.proto" dependency: "google/protobuf/struct.proto"
	message_type { name: "Request"
		field { name: "name" number: 1 type: TYPE_STRING }
		field { name: "page_size" number: 2 type: TYPE_INT32 }
		field { name: "book" number: 3 type: TYPE_MESSAGE type_name: ".test.library.Book" }
		field { name: "kind" number: 4 type: TYPE_ENUM type_name: ".test.library.Kind" }
		field { name: "update_mask" number: 5 type: TYPE_MESSAGE type_name: ".google.protobuf.FieldMask" }
		field { name: "text" number: 6 type: TYPE_STRING oneof_index: 0 }
		field { name: "number" number: 7 type: TYPE_SFIXED64 oneof_index: 0 }
		field { name: "id" number: 8 type: TYPE_UINT64 }
		oneof_decl { name: "one" }
	}
	message_type { name: "Book"
		field { name: "name" number: 1 type: TYPE_STRING }
		field { name: "a_double" number: 2 type: TYPE_DOUBLE }
		field { name: "a_float" number: 3 type: TYPE_FLOAT }
		field { name: "an_int64" number: 4 type: TYPE_INT64 }
		field { name: "a_uint64" number: 5 type: TYPE_FIXED64 }
		field { name: "an_int32" number: 6 type: TYPE_SINT32 }
		field { name: "a_uint32" number: 7 type: TYPE_UINT32 }
		field { name: "a_bool" number: 8 type: TYPE_BOOL }
		field { name: "a_bytes" number: 9 type: TYPE_BYTES }
		field { name: "kinds" number: 10 type: TYPE_ENUM type_name: ".test.library.Kind" label: LABEL_REPEATED }
		field { name: "texts" number: 11 type: TYPE_STRING label: LABEL_REPEATED }
		field { name: "numbers" number: 12 type: TYPE_INT64 label: LABEL_REPEATED }
		field { name: "inner" number: 13 type: TYPE_MESSAGE type_name: ".test.library.Book" }
		field { name: "maybe" number: 14 type: TYPE_STRING proto3_optional: true oneof_index: 0 }
		field { name: "time" number: 15 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" }
		field { name: "span" number: 16 type: TYPE_MESSAGE type_name: ".google.protobuf.Duration" }
		field { name: "wrapped_int" number: 17 type: TYPE_MESSAGE type_name: ".google.protobuf.Int64Value" }
		field { name: "wrapped_text" number: 18 type: TYPE_MESSAGE type_name: ".google.protobuf.StringValue" }
		field { name: "wrapped_bool" number: 19 type: TYPE_MESSAGE type_name: ".google.protobuf.BoolValue" }
		field { name: "wrapped_double" number: 20 type: TYPE_MESSAGE type_name: ".google.protobuf.DoubleValue" }
		field { name: "wrapped_bytes" number: 21 type: TYPE_MESSAGE type_name: ".google.protobuf.BytesValue" }
		oneof_decl { name: "_maybe" }
	}
	enum_type { name: "Kind" value { name: "KIND_UNSPECIFIED" number: 0 } value { name: "NOVEL" number: 1 } value { name: "POEM" number: 2 } }
	service { name: "Library"
		method { name: "List" input_type: ".test.library.Request" output_type: ".test.library.Book" options { [google.api.http] { get: "/v1/{name=shelves/*}" additional_bindings { get: "/v1/books" } } } }
		method { name: "Create" input_type: ".test.library.Request" output_type: ".test.library.Book" options { [google.api.http] { post: "/v1/{name=shelves/*}/books" body: "book" } } }
		method { name: "Update" input_type: ".test.library.Request" output_type: ".test.library.Book" options { [google.api.http] { patch: "/v1/{book.name=shelves/*/books/*}" body: "book" } } }
		method { name: "Lock" input_type: ".test.library.Request" output_type: ".test.library.Book" options { [google.api.http] { post: "/v1/{name=shelves/*}:lock" body: "*" } } }
		method { name: "Any" input_type: ".test.library.Request" output_type: ".test.library.Book" options { [google.api.http] { get: "/v2/{name=**}" } } }
		method { name: "Typed" input_type: ".test.library.Request" output_type: ".test.library.Book" options { [google.api.http] { put: "/v3/{id}/{kind}/{book.an_int32}/{text}" body: "*" } } }
		method { name: "Delete" input_type: ".test.library.Request" output_type: ".test.library.Book" options { [google.api.http] { delete: "/v3/{text}" } } }
	}`

func libraryService(t *testing.T) protoreflect.ServiceDescriptor {
	t.Helper()
	f := new(descriptorpb.FileDescriptorProto)
	if err := prototext.Unmarshal([]byte(library), f); err != nil {
		t.Fatal(err)
	}
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	// grpc-gateway looks up enums by name.
	if err := protoregistry.GlobalTypes.RegisterEnum(dynamicpb.NewEnumType(fd.Enums().Get(0))); err != nil {
		t.Fatal(err)
	}
	return fd.Services().Get(0)
}

// A reader decodes a request and returns the name of its method.
type reader func(r *http.Request) (protoreflect.Name, proto.Message, error)

// ours decodes requests with package transcode.
func ours(t *testing.T, service protoreflect.ServiceDescriptor) reader {
	methods, err := transcode.CompileServices(service)
	if err != nil {
		t.Fatal(err)
	}
	router := transcode.NewRouter(methods, transcode.RouterOptions{})
	return func(r *http.Request) (protoreflect.Name, proto.Message, error) {
		request, err := transcode.ReadRequest(r)
		if err != nil {
			return "", nil, err
		}
		match, err := router.Match(request.Verb, request.Path)
		if err != nil {
			return "", nil, err
		}
		m := dynamicpb.NewMessage(match.Method.Descriptor.Input())
		return match.Method.Descriptor.Name(), m, match.DecodeRequest(request, m, transcode.DecodeRequestOptions{})
	}
}

// vanguards decodes requests with vanguard.
func vanguards(t *testing.T, service protoreflect.ServiceDescriptor) reader {
	server := ServeVanguard(t, service)
	return func(r *http.Request) (protoreflect.Name, proto.Message, error) {
		u, err := url.Parse(server.URL)
		if err != nil {
			return "", nil, err
		}
		r = r.Clone(context.Background())
		r.RequestURI, r.URL.Scheme, r.URL.Host = "", u.Scheme, u.Host
		server.Response = dynamicpb.NewMessage(service.Methods().Get(0).Output())
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			return "", nil, err
		}
		defer resp.Body.Close()
		if body, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
			return "", nil, fmt.Errorf("%s: %s", resp.Status, body)
		}
		name, m := server.Last()
		return name, m, nil
	}
}

// gateways decodes requests with the functions that grpc-gateway's generated code calls.
func gateways(t *testing.T, service protoreflect.ServiceDescriptor) reader {
	var name protoreflect.Name
	var m *dynamicpb.Message
	var err error
	mux := runtime.NewServeMux(runtime.WithUnescapingMode(runtime.UnescapingModeAllExceptSlash))
	methods, compileErr := transcode.CompileServices(service)
	if compileErr != nil {
		t.Fatal(compileErr)
	}
	for _, method := range methods {
		for _, b := range append([]*transcode.Binding{method.Binding}, method.Additional...) {
			body := bodyOf(method, b)
			handleErr := mux.HandlePath(b.Verb, b.Path.String(), func(_ http.ResponseWriter, r *http.Request, variables map[string]string) {
				name, m = method.Descriptor.Name(), dynamicpb.NewMessage(method.Descriptor.Input())
				bound := slices.Sorted(maps.Keys(variables))
				if err = gatewayBody(r, m, body); err != nil {
					return
				}
				for _, path := range bound {
					if err = runtime.PopulateFieldFromPath(m, path, variables[path]); err != nil {
						return
					}
				}
				if body == "*" {
					return
				}
				if body != "" {
					bound = append(bound, body)
				}
				var filter [][]string
				for _, path := range bound {
					filter = append(filter, strings.Split(path, "."))
				}
				err = runtime.PopulateQueryParameters(m, r.URL.Query(), utilities.NewDoubleArray(filter))
			})
			if handleErr != nil {
				t.Fatal(handleErr)
			}
		}
	}
	return func(r *http.Request) (protoreflect.Name, proto.Message, error) {
		name, m, err = "", nil, nil
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		if name == "" {
			return "", nil, fmt.Errorf("%d %s", w.Code, w.Body)
		}
		return name, m, err
	}
}

// bodyOf returns the field that is the body, for each method of library.
func bodyOf(m *transcode.Method, b *transcode.Binding) string {
	switch {
	case !b.HasBody():
		return ""
	case m.Descriptor.Name() == "Create" || m.Descriptor.Name() == "Update":
		return "book"
	}
	return "*"
}

func gatewayBody(r *http.Request, m *dynamicpb.Message, body string) error {
	if body == "" {
		return nil
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if body == "*" {
		return protojson.Unmarshal(text, m)
	}
	return protojson.Unmarshal(text, m.Mutable(m.Descriptor().Fields().ByName(protoreflect.Name(body))).Message().Interface())
}

// TestReaders writes random requests in all forms that google.api.http and protobuf's JSON allow.
// All readers must decode the same messages.
func TestReaders(t *testing.T) {
	service := libraryService(t)
	we, vanguard, gateway := ours(t, service), vanguards(t, service), gateways(t, service)
	for i := range 3000 {
		w := &writer{Rand: rand.New(rand.NewPCG(5, uint64(i)))}
		method := service.Methods().Get(w.IntN(service.Methods().Len()))
		m := dynamicpb.NewMessage(method.Input())
		w.fill(m, 2)
		verb, target, body := w.write(t, method, m)
		read := func(name string, read reader) (protoreflect.Name, proto.Message) {
			t.Helper()
			r := httptest.NewRequest(verb, target, strings.NewReader(body))
			if body != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			got, arrived, err := read(r)
			if err != nil {
				t.Fatalf("%s: %s %s %s: %v", name, verb, target, body, err)
			}
			return got, arrived
		}
		name, want := read("ours", we)
		if diff := cmp.Diff(m, want, protocmp.Transform()); diff != "" || name != method.Name() {
			t.Fatalf("%s: %s %s %s (-sent +read):\n%s", name, verb, target, body, diff)
		}
		for other, reader := range map[string]reader{"vanguard": vanguard, "grpc-gateway": gateway} {
			name, got := read(other, reader)
			if diff := cmp.Diff(want, got, protocmp.Transform()); diff != "" || name != method.Name() {
				t.Fatalf("%s %s %s (-ours +%s):\n%s", verb, target, body, other, diff)
			}
		}
	}
}

// A writer generates random requests and writes them in random forms.
type writer struct{ *rand.Rand }

// fill sets fields of a message. It sets no empty message, because a query cannot express it.
func (w *writer) fill(m protoreflect.Message, depth int) {
	fields := m.Descriptor().Fields()
	for range 1 + w.IntN(5) {
		fd := fields.Get(w.IntN(fields.Len()))
		switch {
		case fd.IsList():
			list := m.Mutable(fd).List()
			for range 1 + w.IntN(3) {
				list.Append(w.scalar(fd))
			}
		case fd.Message() == nil:
			m.Set(fd, w.scalar(fd))
		case fd.Message().ParentFile().Package() == "google.protobuf":
			w.wellKnown(m.Mutable(fd).Message())
		case depth > 0:
			w.fill(m.Mutable(fd).Message(), depth-1)
			if proto.Size(m.Get(fd).Message().Interface()) == 0 {
				m.Clear(fd)
			}
		}
	}
}

func (w *writer) wellKnown(m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	switch m.Descriptor().Name() {
	case "Timestamp":
		m.Set(fields.ByNumber(1), protoreflect.ValueOfInt64(w.Int64N(4e9)))
		m.Set(fields.ByNumber(2), protoreflect.ValueOfInt32([]int32{0, 120000000, 1}[w.IntN(3)]))
	case "Duration":
		m.Set(fields.ByNumber(1), protoreflect.ValueOfInt64(w.Int64N(1e9)))
		m.Set(fields.ByNumber(2), protoreflect.ValueOfInt32([]int32{0, 500000000, 1000}[w.IntN(3)]))
	case "FieldMask": // grpc-gateway does not convert its paths.
		m.Mutable(fields.ByNumber(1)).List().Append(protoreflect.ValueOfString([]string{"name", "texts", "inner.texts"}[w.IntN(3)]))
	case "StringValue": // Vanguard quotes its text without escapes.
		m.Set(fields.ByNumber(1), protoreflect.ValueOfString(strings.ReplaceAll(w.text(), `"`, "")))
	default:
		m.Set(fields.ByNumber(1), w.scalar(fields.ByNumber(1)))
	}
}

func (w *writer) scalar(fd protoreflect.FieldDescriptor) protoreflect.Value {
	n := []int64{0, 1, -1, 12, math.MaxInt32, math.MinInt32, 1 << 53, math.MaxInt64, w.Int64()}[w.IntN(9)]
	switch fd.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(n > 1)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(n)
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(uint64(n))
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32([]float32{1.5, -0.25, 1e10, 3e-5, w.Float32()}[w.IntN(5)])
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64([]float64{1.5, -0.25, 1e300, 3e-5, w.Float64()}[w.IntN(5)])
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte(w.text() + "\xfb\xff\xfe"))
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(1 + w.IntN(2)))
	}
	return protoreflect.ValueOfString(w.text())
}

func (w *writer) text() string {
	pieces := []string{"a", "b c", "+", "&", "=", "%", "ä", "\U0001f600", "?", "#", ";", ",", "1", "true", `"`, "[", ".", "_"}
	var b strings.Builder
	for range 1 + w.IntN(4) {
		b.WriteString(pieces[w.IntN(len(pieces))])
	}
	return b.String()
}

// write returns a request, and sets the fields of m that are in the path.
func (w *writer) write(t *testing.T, method protoreflect.MethodDescriptor, m protoreflect.Message) (verb, target, body string) {
	t.Helper()
	fields := m.Descriptor().Fields()
	field := fields.ByName
	set := func(name protoreflect.Name, value string) string {
		m.Set(field(name), protoreflect.ValueOfString(value))
		return value
	}
	// Vanguard decodes paths twice.
	segment := func() string { return strings.ReplaceAll(w.text(), "%", "") + "x" }
	bound := []string{"name"}
	rest := proto.Clone(m.Interface()).ProtoReflect()
	switch method.Name() {
	case "List":
		if verb = "GET"; w.IntN(3) == 0 {
			target, bound = "/v1/books", nil
			break
		}
		target = "/v1/" + w.escape(set("name", "shelves/"+segment()))
	case "Create":
		verb, target = "POST", "/v1/"+w.escape(set("name", "shelves/"+segment()))+"/books"
	case "Update":
		name := "shelves/" + segment() + "/books/" + segment()
		book := m.Mutable(field("book")).Message()
		book.Set(book.Descriptor().Fields().ByName("name"), protoreflect.ValueOfString(name))
		verb, target, bound = "PATCH", "/v1/"+w.escape(name), nil
	case "Lock":
		verb, target = "POST", "/v1/"+w.escape(set("name", "shelves/"+segment()))+":lock"
	case "Any":
		verb, target = "GET", "/v2/"+w.escape(set("name", segment()+strings.Repeat("/"+segment(), w.IntN(3))))
	case "Typed":
		id, kind, number := w.scalar(field("id")), w.scalar(field("kind")), w.scalar(field("page_size"))
		m.Set(field("id"), id)
		m.Set(field("kind"), kind)
		book := m.Mutable(field("book")).Message()
		book.Set(book.Descriptor().Fields().ByName("an_int32"), number)
		verb = "PUT"
		target = fmt.Sprintf("/v3/%v/%s/%v/%s", id, w.value(field("kind"), kind), number, w.escape(set("text", segment())))
		bound = []string{"id", "kind", "text"}
	case "Delete":
		verb, target, bound = "DELETE", "/v3/"+w.escape(set("text", segment())), []string{"text"}
		rest.Clear(field("number"))
	}
	if proto.Clone(rest.Interface()); method.Name() == "Typed" {
		rest.Clear(field("number"))
	}
	for _, name := range bound {
		rest.Clear(field(protoreflect.Name(name)))
	}
	json := protojson.MarshalOptions{UseProtoNames: w.IntN(2) == 0, UseEnumNumbers: w.IntN(2) == 0, Multiline: w.IntN(2) == 0}
	switch method.Name() {
	case "Lock", "Typed":
		text, err := json.Marshal(rest.Interface())
		if err != nil {
			t.Fatal(err)
		}
		return verb, target, string(text)
	case "Create", "Update":
		text, err := json.Marshal(rest.Get(field("book")).Message().Interface())
		if err != nil {
			t.Fatal(err)
		}
		m.Mutable(field("book"))
		body = string(text)
		rest.Clear(field("book"))
	}
	var pairs []string
	w.query(rest, "", &pairs)
	if len(pairs) > 0 {
		target += "?" + strings.Join(pairs, "&")
	}
	return verb, target, body
}

// query appends the query parameters of a message, with JSON names or proto names.
func (w *writer) query(m protoreflect.Message, prefix string, pairs *[]string) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		name := prefix + string(fd.Name())
		if w.IntN(2) == 0 {
			name = prefix + fd.JSONName()
		}
		add := func(text string) { *pairs = append(*pairs, name+"="+w.encode(text)) }
		switch {
		case fd.IsList():
			for i := range v.List().Len() {
				add(w.value(fd, v.List().Get(i)))
			}
		case fd.Message() == nil:
			add(w.value(fd, v))
		case fd.Message().ParentFile().Package() == "google.protobuf":
			text, _ := protojson.Marshal(v.Message().Interface())
			if s, err := strconv.Unquote(string(text)); err == nil {
				text = []byte(s)
			}
			if fd.Message().Name() == "StringValue" {
				text = []byte(v.Message().Get(fd.Message().Fields().Get(0)).String())
			}
			add(string(text))
		default:
			w.query(v.Message(), name+".", pairs)
		}
		return true
	})
}

// value returns the text of a scalar.
func (w *writer) value(fd protoreflect.FieldDescriptor, v protoreflect.Value) string {
	switch fd.Kind() {
	case protoreflect.EnumKind:
		if w.IntN(2) == 0 {
			return strconv.Itoa(int(v.Enum()))
		}
		return string(fd.Enum().Values().ByNumber(v.Enum()).Name())
	case protoreflect.BytesKind:
		encoding := []*base64.Encoding{base64.StdEncoding, base64.URLEncoding}[w.IntN(2)]
		return encoding.EncodeToString(v.Bytes())
	}
	return v.String()
}

// encode percent-encodes a text for a query, including some characters that do not need it.
func (w *writer) encode(text string) string {
	if w.IntN(2) == 0 {
		return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
	}
	return url.QueryEscape(text)
}

// escape percent-encodes a path, except for its slashes.
func (w *writer) escape(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	return strings.Join(segments, "/")
}
