// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	_ "google.golang.org/genproto/googleapis/rpc/errdetails"
	_ "google.golang.org/protobuf/types/known/durationpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// kinds are the messages in requests, with fields of every kind.
const kinds = `
	message_type { name: "All"
		field { name: "text" number: 1 type: TYPE_STRING }
		field { name: "maybe" number: 2 type: TYPE_STRING proto3_optional: true oneof_index: 0 }
		field { name: "count" number: 3 type: TYPE_INT64 }
		field { name: "ratio" number: 4 type: TYPE_DOUBLE }
		field { name: "done" number: 5 type: TYPE_BOOL }
		field { name: "data" number: 6 type: TYPE_BYTES }
		field { name: "channel" number: 7 type: TYPE_ENUM type_name: ".test.kinds.Channel" }
		field { name: "snake_name" number: 8 type: TYPE_INT32 }
		field { name: "tags" number: 9 type: TYPE_STRING label: LABEL_REPEATED }
		field { name: "inner" number: 10 type: TYPE_MESSAGE type_name: ".test.kinds.All" }
		field { name: "items" number: 11 type: TYPE_MESSAGE type_name: ".test.kinds.Plain" label: LABEL_REPEATED }
		field { name: "labels" number: 12 type: TYPE_MESSAGE type_name: ".test.kinds.All.LabelsEntry" label: LABEL_REPEATED }
		field { name: "when" number: 13 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" }
		field { name: "limit" number: 14 type: TYPE_MESSAGE type_name: ".google.protobuf.Int64Value" }
		field { name: "shape" number: 15 type: TYPE_MESSAGE type_name: ".test.kinds.Shape" }
		field { name: "any" number: 16 type: TYPE_MESSAGE type_name: ".google.protobuf.Value" }
		field { name: "grid" number: 17 type: TYPE_MESSAGE type_name: ".test.kinds.Grid" }
		nested_type { name: "LabelsEntry" options { map_entry: true } field { name: "key" number: 1 type: TYPE_STRING } field { name: "value" number: 2 type: TYPE_STRING } }
		oneof_decl { name: "_maybe" }
	}
	message_type { name: "Open"
		field { name: "title" number: 1 type: TYPE_STRING }
		field { name: "tags" number: 2 type: TYPE_INT32 label: LABEL_REPEATED }
		field { name: "size" number: 3 type: TYPE_INT32 proto3_optional: true oneof_index: 0 }
		field { name: "additional_properties" number: 4 type: TYPE_MESSAGE type_name: ".test.kinds.Open.AdditionalPropertiesEntry" label: LABEL_REPEATED options { [protolect.api.v1.field] { json_additional: true } } }
		field { name: "null_fields" number: 5 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { json_nulls: true } } }
		field { name: "empty_fields" number: 6 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { json_empties: true } } }
		nested_type { name: "AdditionalPropertiesEntry" options { map_entry: true } field { name: "key" number: 1 type: TYPE_STRING } field { name: "value" number: 2 type: TYPE_MESSAGE type_name: ".google.protobuf.Value" } }
		oneof_decl { name: "_size" }
	}
	message_type { name: "Plain"
		field { name: "a" number: 1 type: TYPE_STRING }
		field { name: "b" number: 2 type: TYPE_INT32 }
		field { name: "c" number: 3 type: TYPE_BOOL label: LABEL_REPEATED }
	}
	message_type { name: "Files"
		field { name: "name" number: 1 type: TYPE_STRING }
		field { name: "photo" number: 2 type: TYPE_BYTES }
		field { name: "photos" number: 3 type: TYPE_BYTES label: LABEL_REPEATED }
		field { name: "plain" number: 4 type: TYPE_MESSAGE type_name: ".test.kinds.Plain" }
		field { name: "plains" number: 5 type: TYPE_MESSAGE type_name: ".test.kinds.Plain" label: LABEL_REPEATED }
	}
	message_type { name: "Shape" options { [protolect.api.v1.message] { json_union { } } }
		field { name: "number" number: 1 type: TYPE_INT64 oneof_index: 0 options { [protolect.api.v1.field] { json_number: true } } }
		field { name: "flag" number: 2 type: TYPE_BOOL oneof_index: 0 }
		field { name: "channel" number: 3 type: TYPE_ENUM type_name: ".test.kinds.Channel" oneof_index: 0 }
		field { name: "word" number: 4 type: TYPE_STRING oneof_index: 0 }
		field { name: "plain" number: 5 type: TYPE_MESSAGE type_name: ".test.kinds.Plain" oneof_index: 0 }
		field { name: "row" number: 6 type: TYPE_MESSAGE type_name: ".test.kinds.Row" oneof_index: 0 }
		oneof_decl { name: "kind" }
	}
	message_type { name: "Event" options { [protolect.api.v1.message] { json_union { discriminator: "type" } } }
		field { name: "plain" number: 1 type: TYPE_MESSAGE type_name: ".test.kinds.Plain" oneof_index: 0 options { [protolect.api.v1.field] { json_discriminator: "PLAIN" } } }
		field { name: "typed" number: 2 type: TYPE_MESSAGE type_name: ".test.kinds.Typed" oneof_index: 0 }
		field { name: "more" number: 3 type: TYPE_MESSAGE type_name: ".test.kinds.More" oneof_index: 0 }
		oneof_decl { name: "kind" }
	}
	message_type { name: "More" options { [protolect.api.v1.message] { json_union { discriminator: "size" } } }
		field { name: "small" number: 1 type: TYPE_MESSAGE type_name: ".test.kinds.Plain" oneof_index: 0 }
		field { name: "large" number: 2 type: TYPE_MESSAGE type_name: ".test.kinds.Typed" oneof_index: 0 }
		oneof_decl { name: "kind" }
	}
	message_type { name: "Typed" field { name: "type" number: 1 type: TYPE_STRING } field { name: "value" number: 2 type: TYPE_MESSAGE type_name: ".test.kinds.Event" } }
	message_type { name: "Row" options { [protolect.api.v1.message] { json_value: "cells" } } field { name: "cells" number: 1 type: TYPE_INT32 label: LABEL_REPEATED } }
	message_type { name: "Grid" options { [protolect.api.v1.message] { json_value: "rows" } } field { name: "rows" number: 1 type: TYPE_MESSAGE type_name: ".test.kinds.Row" label: LABEL_REPEATED } }
	enum_type { name: "Channel"
		value { name: "CHANNEL_UNSPECIFIED" number: 0 options { [protolect.api.v1.enum_value] { absent: true } } }
		value { name: "SMS" number: 1 options { [protolect.api.v1.enum_value] { json_name: "sms/v1" } } }
		value { name: "RCS" number: 2 }
	}
	enum_type { name: "Level" options { [protolect.api.v1.enum] { json_number: true } }
		value { name: "LEVEL_UNSPECIFIED" number: 0 }
		value { name: "LOW" number: 1 options { [protolect.api.v1.enum_value] { json_name: "-1.5" } } }
		value { name: "HIGH" number: 2 options { [protolect.api.v1.enum_value] { json_name: "7" } } }
	}
`

// fieldKinds are the types of the field f.
var fieldKinds = map[string]string{
	"string":     `type: TYPE_STRING`,
	"optional":   `type: TYPE_STRING proto3_optional: true oneof_index: 0`,
	"int32":      `type: TYPE_SINT32`,
	"uint64":     `type: TYPE_UINT64`,
	"number":     `type: TYPE_FIXED64 OPTIONS json_number: true`,
	"bool":       `type: TYPE_BOOL`,
	"float":      `type: TYPE_FLOAT`,
	"double":     `type: TYPE_DOUBLE proto3_optional: true oneof_index: 0`,
	"bytes":      `type: TYPE_BYTES`,
	"base64url":  `type: TYPE_BYTES OPTIONS json_base64url: true`,
	"enum":       `type: TYPE_ENUM type_name: ".test.kinds.Channel"`,
	"level":      `type: TYPE_ENUM type_name: ".test.kinds.Level"`,
	"timestamp":  `type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp"`,
	"duration":   `type: TYPE_MESSAGE type_name: ".google.protobuf.Duration"`,
	"mask":       `type: TYPE_MESSAGE type_name: ".google.protobuf.FieldMask"`,
	"Int64Value": `type: TYPE_MESSAGE type_name: ".google.protobuf.Int64Value"`,
	"Double":     `type: TYPE_MESSAGE type_name: ".google.protobuf.DoubleValue"`,
	"BoolValue":  `type: TYPE_MESSAGE type_name: ".google.protobuf.BoolValue"`,
	"String":     `type: TYPE_MESSAGE type_name: ".google.protobuf.StringValue"`,
	"Bytes":      `type: TYPE_MESSAGE type_name: ".google.protobuf.BytesValue"`,
	"value":      `type: TYPE_MESSAGE type_name: ".google.protobuf.Value"`,
	"struct":     `type: TYPE_MESSAGE type_name: ".google.protobuf.Struct"`,
	"listvalue":  `type: TYPE_MESSAGE type_name: ".google.protobuf.ListValue"`,
	"all":        `type: TYPE_MESSAGE type_name: ".test.kinds.All"`,
	"open":       `type: TYPE_MESSAGE type_name: ".test.kinds.Open"`,
	"plain":      `type: TYPE_MESSAGE type_name: ".test.kinds.Plain"`,
	"files":      `type: TYPE_MESSAGE type_name: ".test.kinds.Files"`,
	"shape":      `type: TYPE_MESSAGE type_name: ".test.kinds.Shape"`,
	"event":      `type: TYPE_MESSAGE type_name: ".test.kinds.Event"`,
	"grid":       `type: TYPE_MESSAGE type_name: ".test.kinds.Grid"`,
	"strings":    `type: TYPE_STRING label: LABEL_REPEATED`,
	"int64s":     `type: TYPE_INT64 label: LABEL_REPEATED`,
	"bools":      `type: TYPE_BOOL label: LABEL_REPEATED`,
	"bytess":     `type: TYPE_BYTES label: LABEL_REPEATED`,
	"enums":      `type: TYPE_ENUM type_name: ".test.kinds.Level" label: LABEL_REPEATED`,
	"timestamps": `type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" label: LABEL_REPEATED`,
	"plains":     `type: TYPE_MESSAGE type_name: ".test.kinds.Plain" label: LABEL_REPEATED`,
	"shapes":     `type: TYPE_MESSAGE type_name: ".test.kinds.Shape" label: LABEL_REPEATED`,
	"events":     `type: TYPE_MESSAGE type_name: ".test.kinds.Event" label: LABEL_REPEATED`,
	"values":     `type: TYPE_MESSAGE type_name: ".google.protobuf.Value" label: LABEL_REPEATED`,
	"rows":       `type: TYPE_MESSAGE type_name: ".test.kinds.Row" label: LABEL_REPEATED`,
	"map":        `type: TYPE_MESSAGE type_name: ".test.kinds.Request.FEntry" label: LABEL_REPEATED MAP TYPE_STRING type: TYPE_STRING`,
	"numbermap":  `type: TYPE_MESSAGE type_name: ".test.kinds.Request.FEntry" label: LABEL_REPEATED MAP TYPE_INT32 type: TYPE_BYTES`,
	"shapemap":   `type: TYPE_MESSAGE type_name: ".test.kinds.Request.FEntry" label: LABEL_REPEATED MAP TYPE_STRING type: TYPE_MESSAGE type_name: ".test.kinds.Shape"`,
}

// A place is a place and a style for the field f of a request.
type place struct{ name, parameter, http, method string }

const (
	queryRule     = `[google.api.http] { get: "/v1/{id}" }`
	wholeRule     = `[google.api.http] { post: "/v1/{id}" body: "*" }`
	fieldRule     = `[google.api.http] { post: "/v1/{id}" body: "f" }`
	urlencoded    = `application/x-www-form-urlencoded`
	multipartForm = `multipart/form-data`
)

func places() []place {
	all := []place{
		{"JSON", "", fieldRule, ""},
		{"JSON, optional", "", fieldRule, "body { optional: true }"},
		{"whole JSON", "", wholeRule, ""},
		{"vendor JSON", "", fieldRule, `body { media_type: "application/vnd.kinds+json; v=1" }`},
		{"form", "", fieldRule, `body { media_type: "` + urlencoded + `" }`},
		{"whole form", "", wholeRule, `body { media_type: "` + urlencoded + `" }`},
		{"optional form", "", fieldRule, `body { optional: true media_type: "` + urlencoded + `; charset=utf-8" }`},
		{"multipart", "", fieldRule, `body { media_type: "` + multipartForm + `" }`},
		{"whole multipart", "", wholeRule, `body { media_type: "` + multipartForm + `" }`},
		{"raw", "", fieldRule, `body { media_type: "image/*" }`},
		{"path", "", "", `http { get: "/v1/{id}/{f}" }`},
		{"mixed path", "", "", `http { get: "/v1/{id}/x-{f}.json" }`},
	}
	for _, style := range []string{"", `separator: ","`, `separator: " "`, `separator: "|"`, `separator: "[]"`, `exploded: true`, `json: true`} {
		all = append(all, place{"query " + style, style, queryRule, ""})
		all = append(all, place{"query " + style + " beside a body", `query: "g" ` + style, wholeRule, ""})
		all = append(all, place{"whole form " + style, "", wholeRule, `body { media_type: "` + urlencoded + `" parts { name: "f" parameter { ` + style + ` } } }`})
		var parts strings.Builder
		for _, name := range []string{"inner", "items", "tags", "labels", "plain", "any"} {
			if name == "inner" && strings.Contains(style, "exploded") {
				continue // Its members would have the same names as the outer ones.
			}
			fmt.Fprintf(&parts, `parts { name: "%s" parameter { %s } } `, name, style)
		}
		all = append(all, place{"form of " + style, "", fieldRule, `body { media_type: "` + urlencoded + `" ` + parts.String() + `}`})
		all = append(all, place{"whole multipart " + style, "", wholeRule, `body { media_type: "` + multipartForm + `" parts { name: "f" parameter { ` + style + ` } } }`})
		all = append(all, place{"multipart of " + style, "", fieldRule, `body { media_type: "` + multipartForm + `" ` + parts.String() + `}`})
	}
	for _, form := range []string{urlencoded, multipartForm} {
		all = append(all, place{form + " in base64", "", fieldRule, `body { media_type: "` + form + `" parts { name: "photo" base64: true } parts { name: "photos" base64: true } }`})
		all = append(all, place{"whole " + form + " in base64", "", wholeRule, `body { media_type: "` + form + `" parts { name: "f" base64: true } }`})
	}
	for _, style := range []string{"", `exploded: true`, `json: true`, `separator: "|"`} {
		all = append(all, place{"header " + style, `header: "X-F" ` + style, queryRule, ""})
		all = append(all, place{"cookie " + style, `cookie: "f" ` + style, queryRule, ""})
	}
	for _, style := range []string{`separator: ","`, `separator: "," exploded: true`, `json: true`, `separator: "," prefix: "."`, `separator: ";" exploded: true prefix: ";"`, `separator: "," prefix: ";f="`} {
		all = append(all, place{"path " + style, style, "", `http { get: "/v1/{id}/{f}" }`})
	}
	for _, contentType := range []string{"application/json", "text/plain", "application/vnd.part+json"} {
		all = append(all, place{"multipart of " + contentType, "", wholeRule, `body { media_type: "` + multipartForm + `" parts { name: "f" content_type: "` + contentType + `" } }`})
	}
	return all
}

// kindsFile returns a file with the messages of kinds, a request with a field f, and a method.
func kindsFile(kind string, p place) (*descriptorpb.FileDescriptorProto, error) {
	parameter := ""
	if p.parameter != "" {
		parameter = "parameter { " + p.parameter + " }"
	}
	declaration, options, _ := strings.Cut(kind, " OPTIONS ")
	declaration, entry, isMap := strings.Cut(declaration, " MAP ")
	f := `field { name: "f" number: 2 ` + declaration + ` options { [protolect.api.v1.field] { ` + options + " " + parameter + ` } } }`
	if strings.Contains(declaration, "oneof_index") {
		f += ` oneof_decl { name: "_f" }`
	}
	if isMap {
		key, value, _ := strings.Cut(entry, " ")
		f += ` nested_type { name: "FEntry" options { map_entry: true } field { name: "key" number: 1 label: LABEL_OPTIONAL type: ` + key + ` } field { name: "value" number: 2 ` + value + ` } }`
	}
	file := new(descriptorpb.FileDescriptorProto)
	err := prototext.Unmarshal([]byte(kinds+`
		name: "test/kinds.proto" package: "test.kinds" syntax: "proto3"
		dependency: "google/protobuf/struct.proto" dependency: "google/protobuf/timestamp.proto" dependency: "google/protobuf/duration.proto"
		dependency: "google/protobuf/wrappers.proto" dependency: "google/protobuf/field_mask.proto"
		dependency: "google/api/annotations.proto" dependency: "google/api/field_behavior.proto" dependency: "protolect/api/v1/annotations.proto"
		options { }
		message_type { name: "Request" field { name: "id" number: 1 type: TYPE_STRING } `+f+` }
		service { name: "S" method { name: "M" input_type: ".test.kinds.Request" output_type: ".test.kinds.Plain" options {
			`+p.http+` [protolect.api.v1.method] { `+p.method+` }
		} } }`), file)
	return file, err
}

func compileFile(t testing.TB, file *descriptorpb.FileDescriptorProto) (*transcode.Method, error) {
	t.Helper()
	fd, err := protodesc.NewFile(file, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return transcode.Compile(fd.Services().Get(0).Methods().Get(0))
}

// typed are the kinds whose values are decoded unchanged from text. For other kinds, such as unions, a text may have
// several meanings.
var typed = map[string]bool{
	"string": true, "int32": true, "uint64": true, "number": true, "bool": true, "float": true, "bytes": true, "base64url": true, "level": true,
	"timestamp": true, "duration": true, "Int64Value": true, "Double": true, "BoolValue": true, "String": true, "Bytes": true,
	"strings": true, "int64s": true, "bools": true, "bytess": true, "enums": true, "timestamps": true, "optional": true, "double": true,
}

// TestRoundTrip encodes random values of every kind in every place and style. A server must decode the same
// value or, if a text has several meanings, a value that is encoded to the same request.
func TestRoundTrip(t *testing.T) {
	for _, p := range places() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(1, 2))
			sent := 0
			for i, kind := range slices.Sorted(maps.Keys(fieldKinds)) {
				if testing.Short() && i%8 != 0 {
					continue
				}
				for _, strict := range []bool{false, true} {
					m := compileKind(t, fieldKinds[kind], p, strict)
					if m == nil {
						continue // Some kinds cannot be in the path or a form.
					}
					router := transcode.NewRouter([]*transcode.Method{m}, transcode.RouterOptions{})
					for range 10 {
						g := &generator{Rand: random}
						req := dynamicpb.NewMessage(m.Descriptor.Input())
						fields := req.Descriptor().Fields()
						req.Set(fields.ByName("id"), protoreflect.ValueOfString("an id"))
						g.set(req, fields.ByName("f"), 3)
						if sameAgain(t, m, router, req, kind, typed[kind]) {
							sent++
						}
					}
				}
			}
			if sent < 40 && !testing.Short() {
				t.Errorf("only %d requests were sent", sent)
			}
		})
	}
}

// compileKind returns a method whose request has a field f of a kind in a place, or nil if the place does not
// allow the kind.
func compileKind(t testing.TB, kind string, p place, strict bool) *transcode.Method {
	t.Helper()
	file, err := kindsFile(kind, p)
	if err != nil {
		t.Fatal(err)
	}
	if strict {
		proto.SetExtension(file.Options, apipb.E_File, &apipb.FileRule{JsonRequired: true})
	}
	m, _ := compileFile(t, file)
	return m
}

// sameAgain encodes a request, decodes it and encodes it again. It returns false if the
// request cannot be encoded.
func sameAgain(t *testing.T, m *transcode.Method, router *transcode.Router, req proto.Message, what string, exact bool) bool {
	t.Helper()
	first, err := m.EncodeRequest(req)
	if err != nil {
		return false
	}
	match, err := router.Match(first.Verb, first.Path)
	if err != nil {
		t.Errorf("%s: %v is sent as %s: %v", what, req, shown(first), err)
		return true
	}
	got := dynamicpb.NewMessage(m.Descriptor.Input())
	if err := match.DecodeRequest(first, got, transcode.DecodeRequestOptions{}); err != nil {
		t.Errorf("%s: %v is sent as %s: %v", what, req, shown(first), err)
		return true
	}
	if proto.Equal(req, got) {
		return true
	}
	if exact {
		t.Errorf("%s: %v is sent as %s, read as %v", what, req, shown(first), got)
		return true
	}
	second, err := m.EncodeRequest(got)
	if err != nil {
		t.Errorf("%s: %v is sent as %s, read as %v: %v", what, req, shown(first), got, err)
	} else if shown(first) != shown(second) {
		t.Errorf("%s: %v is sent as %s, read as %v, which is sent as %s", what, req, shown(first), got, shown(second))
	}
	return true
}

// shown returns the parts of a request that tests compare.
func shown(r *transcode.Request) string {
	body := string(r.Body)
	if _, boundary, ok := strings.Cut(r.Header.Get("Content-Type"), "boundary="); ok {
		parts := strings.Split(body, boundary)
		slices.Sort(parts)
		body = strings.Join(parts, "BOUNDARY")
	} else if strings.Contains(r.Header.Get("Content-Type"), "form") {
		body = inOrder(body)
	}
	return fmt.Sprintf("%s %s?%s X-F: %q Cookie: %q body: %q", r.Verb, r.Path, inOrder(r.Query), r.Header.Get("X-F"), r.Header.Get("Cookie"), body)
}

// inOrder returns the parameters of a query, decoded and in order.
func inOrder(query string) string {
	parameters := strings.Split(query, "&")
	for i, p := range parameters {
		parameters[i], _ = url.QueryUnescape(p)
	}
	slices.Sort(parameters)
	return strings.Join(parameters, "&")
}

// A generator makes random messages.
type generator struct{ *rand.Rand }

// fill sets some fields of m.
func (g *generator) fill(m protoreflect.Message, depth int) {
	md := m.Descriptor()
	if md.ParentFile().Package() == "google.protobuf" && g.wellKnown(m, depth) {
		return
	}
	fields := md.Fields()
	if oneof := md.Oneofs(); oneof.Len() == 1 && oneof.Get(0).Fields().Len() == fields.Len() {
		for range 8 { // A union without an alternative is null.
			if g.set(m, fields.Get(g.IntN(fields.Len())), depth); m.WhichOneof(oneof.Get(0)) != nil {
				return
			}
		}
		g.set(m, fields.Get(0), 1)
		return
	}
	for range 1 + g.IntN(4) {
		fd := fields.Get(g.IntN(fields.Len()))
		switch fd.Name() {
		case "null_fields":
			if !m.Has(fields.ByName("title")) {
				m.Mutable(fd).List().Append(protoreflect.ValueOfString("title"))
			}
		case "empty_fields":
			if !m.Has(fields.ByName("tags")) {
				m.Mutable(fd).List().Append(protoreflect.ValueOfString("tags"))
			}
		default:
			g.set(m, fd, depth)
		}
	}
	if nulls := fields.ByName("null_fields"); nulls != nil { // A field is null or set.
		for _, name := range []protoreflect.Name{"title", "tags"} {
			if m.Has(fields.ByName(name)) {
				m.Clear(nulls)
				m.Clear(fields.ByName("empty_fields"))
			}
		}
		if m.Get(nulls).List().Len() > 1 {
			m.Mutable(nulls).List().Truncate(1)
		}
		if empties := fields.ByName("empty_fields"); m.Get(empties).List().Len() > 1 {
			m.Mutable(empties).List().Truncate(1)
		}
	}
}

// set sets a field of m, unless that would nest too deeply.
func (g *generator) set(m protoreflect.Message, fd protoreflect.FieldDescriptor, depth int) {
	switch {
	case depth == 0 && fd.Message() != nil:
	case fd.IsList():
		list := m.Mutable(fd).List()
		for range g.IntN(4) {
			v := list.NewElement()
			if fd.Message() != nil {
				g.fill(v.Message(), depth-1)
			} else {
				v = g.scalar(fd)
			}
			list.Append(v)
		}
	case fd.IsMap():
		entries := m.Mutable(fd).Map()
		for range g.IntN(4) {
			v := entries.NewValue()
			if fd.MapValue().Message() != nil {
				g.fill(v.Message(), depth-1)
			} else {
				v = g.scalar(fd.MapValue())
			}
			entries.Set(g.scalar(fd.MapKey()).MapKey(), v)
		}
	case fd.Message() != nil:
		v := m.NewField(fd)
		g.fill(v.Message(), depth-1)
		m.Set(fd, v)
		if tag := fd.Message().Fields().ByName("type"); tag != nil { // It is the discriminator.
			name := "more"
			if fd.Name() == "typed" {
				name = "typed"
			}
			v.Message().Set(tag, protoreflect.ValueOfString(name))
		}
	default:
		m.Set(fd, g.scalar(fd))
	}
}

func (g *generator) scalar(fd protoreflect.FieldDescriptor) protoreflect.Value {
	n := [...]uint64{0, 1, 2, 12, 1<<31 - 1, 1 << 53, 1<<53 + 1, 1<<63 - 1, math.MaxUint64, g.Uint64()}[g.IntN(10)]
	switch fd.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(n&1 == 1)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(int64(n))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(n)
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32([...]float32{0, 1.5, -1e30, float32(math.Inf(1)), float32(math.NaN()), math.Float32frombits(0x80000000), g.Float32()}[g.IntN(7)])
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64([...]float64{0, 1.5, -1e300, 1e21, 1e-7, math.Inf(-1), math.NaN(), math.Copysign(0, -1), g.Float64()}[g.IntN(9)])
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte(g.text() + "\xfb\xff"))
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(fd.Enum().Values().Get(1 + g.IntN(fd.Enum().Values().Len()-1)).Number())
	}
	return protoreflect.ValueOfString(g.text())
}

// text returns a text of characters with a special meaning somewhere.
func (g *generator) text() string {
	pieces := [...]string{
		"a", "b c", ",", "|", "%", "%2F", "+", "&", "=", "ä", "\U0001f600", "/", "[", "]", "[0]", `"`, `{"a":1}`, "[1]", "1", "-2", "1.0", "true", "null", "NaN",
		"-", ".", ";", "#", "?", `\`, "'", ":", "a", "b", "cd", "x",
	}
	var b strings.Builder
	for range 1 + g.IntN(1+g.IntN(3)) {
		b.WriteString(pieces[g.IntN(len(pieces))])
	}
	return b.String()
}

func (g *generator) wellKnown(m protoreflect.Message, depth int) bool {
	fields := m.Descriptor().Fields()
	nanos := []int32{0, 1, 999999999, 120000, 5000000}[g.IntN(5)]
	switch m.Descriptor().Name() {
	case "Timestamp":
		m.Set(fields.ByNumber(1), protoreflect.ValueOfInt64(g.Int64N(253402300799+62135596800+1)-62135596800))
		m.Set(fields.ByNumber(2), protoreflect.ValueOfInt32(nanos))
	case "Duration":
		seconds := []int64{0, 1, -1, 315576000000}[g.IntN(4)]
		if seconds < 0 {
			nanos = -nanos
		}
		m.Set(fields.ByNumber(1), protoreflect.ValueOfInt64(seconds))
		m.Set(fields.ByNumber(2), protoreflect.ValueOfInt32(nanos))
	case "FieldMask":
		for range g.IntN(3) {
			m.Mutable(fields.ByNumber(1)).List().Append(protoreflect.ValueOfString([]string{"a", "a_b", "foo_bar.baz_qux", "x1.y2", "*"}[g.IntN(5)]))
		}
	case "Value":
		fd := fields.Get(g.IntN(fields.Len()))
		if fd.Message() != nil && depth == 0 || fd.Kind() == protoreflect.EnumKind && g.IntN(2) == 0 {
			fd = fields.ByNumber(3)
		}
		if fd.Kind() == protoreflect.EnumKind {
			m.Set(fd, protoreflect.ValueOfEnum(0))
			return true
		}
		if g.set(m, fd, max(depth, 1)); math.IsNaN(m.Get(fields.ByNumber(2)).Float()) || math.IsInf(m.Get(fields.ByNumber(2)).Float(), 0) {
			m.Set(fields.ByNumber(2), protoreflect.ValueOfFloat64(1))
		}
	default:
		return false
	}
	return true
}
