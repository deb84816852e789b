// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/genproto/googleapis/api/httpbody"
	_ "google.golang.org/protobuf/types/known/fieldmaskpb"
	_ "google.golang.org/protobuf/types/known/structpb"
	_ "google.golang.org/protobuf/types/known/timestamppb"
	_ "google.golang.org/protobuf/types/known/wrapperspb"

	_ "github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// every is a message with every construct for which JSON and proto differ. A request holds it in the
// place and the style of a test.
const every = `
	message_type { name: "Every"
		field { name: "text" number: 1 type: TYPE_STRING proto3_optional: true oneof_index: 0 }
		field { name: "tags" number: 2 type: TYPE_STRING label: LABEL_REPEATED }
		field { name: "inner" number: 3 type: TYPE_MESSAGE type_name: ".test.every.Every" }
		field { name: "items" number: 4 type: TYPE_MESSAGE type_name: ".test.every.Every" label: LABEL_REPEATED }
		field { name: "labels" number: 5 type: TYPE_MESSAGE type_name: ".test.every.Every.LabelsEntry" label: LABEL_REPEATED }
		field { name: "choice" number: 6 type: TYPE_MESSAGE type_name: ".test.every.Choice" }
		field { name: "choices" number: 7 type: TYPE_MESSAGE type_name: ".test.every.Choice" label: LABEL_REPEATED }
		field { name: "any" number: 8 type: TYPE_MESSAGE type_name: ".google.protobuf.Value" }
		field { name: "grid" number: 9 type: TYPE_MESSAGE type_name: ".test.every.Row" label: LABEL_REPEATED }
		field { name: "when" number: 10 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" }
		field { name: "mood" number: 11 type: TYPE_ENUM type_name: ".test.every.Mood" proto3_optional: true oneof_index: 1 }
		field { name: "secret" number: 12 type: TYPE_STRING options { [google.api.field_behavior]: OUTPUT_ONLY [google.api.field_behavior]: REQUIRED } }
		field { name: "additional_properties" number: 13 type: TYPE_MESSAGE type_name: ".test.every.Every.AdditionalPropertiesEntry" label: LABEL_REPEATED options { [protolect.api.v1.field] { json_additional: true } } }
		field { name: "null_fields" number: 14 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { json_nulls: true } } }
		field { name: "empty_fields" number: 15 type: TYPE_STRING label: LABEL_REPEATED options { [protolect.api.v1.field] { json_empties: true } } }
		nested_type { name: "LabelsEntry" options { map_entry: true } field { name: "key" number: 1 type: TYPE_STRING } field { name: "value" number: 2 type: TYPE_STRING } }
		nested_type { name: "AdditionalPropertiesEntry" options { map_entry: true } field { name: "key" number: 1 type: TYPE_STRING } field { name: "value" number: 2 type: TYPE_STRING } }
		oneof_decl { name: "_text" } oneof_decl { name: "_mood" }
	}
	message_type { name: "Choice" options { [protolect.api.v1.message] { json_union { } } }
		field { name: "number" number: 1 type: TYPE_INT64 oneof_index: 0 options { [protolect.api.v1.field] { json_number: true } } }
		field { name: "word" number: 2 type: TYPE_STRING oneof_index: 0 }
		field { name: "range" number: 3 type: TYPE_MESSAGE type_name: ".test.every.Range" oneof_index: 0 }
		oneof_decl { name: "kind" }
	}
	message_type { name: "Plain" field { name: "text" number: 1 type: TYPE_STRING } }
	message_type { name: "Range"
		field { name: "gte" number: 1 type: TYPE_INT32 }
		field { name: "lt" number: 2 type: TYPE_INT32 }
	}
	message_type { name: "Row" options { [protolect.api.v1.message] { json_value: "values" } }
		field { name: "values" number: 1 type: TYPE_INT32 label: LABEL_REPEATED }
	}
	enum_type { name: "Mood" value { name: "MOOD_UNSPECIFIED" number: 0 options { [protolect.api.v1.enum_value] { absent: true } } } value { name: "GOOD" number: 1 } }
`

// compile returns a method whose request has a field "f" of type Every with the given
// parameter, and a field "id".
func compile(t *testing.T, field, http, method string) *transcode.Method {
	t.Helper()
	f := new(descriptorpb.FileDescriptorProto)
	err := prototext.Unmarshal([]byte(every+`
		name: "test/every.proto" package: "test.every" syntax: "proto3"
		dependency: "google/protobuf/struct.proto" dependency: "google/protobuf/timestamp.proto" dependency: "google/api/annotations.proto" dependency: "google/api/field_behavior.proto" dependency: "protolect/api/v1/annotations.proto"
		options { [protolect.api.v1.file] { json_required: true } }
		message_type { name: "Request"
			field { name: "id" number: 1 type: TYPE_STRING }
			field { name: "f" number: 2 `+field+` }
		}
		service { name: "S" method { name: "M" input_type: ".test.every.Request" output_type: ".test.every.Plain" options {
			`+http+` [protolect.api.v1.method] { `+method+` }
		} } }`), f)
	if err != nil {
		t.Fatal(err)
	}
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	m, err := transcode.Compile(fd.Services().Get(0).Methods().Get(0))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func requestOf(t *testing.T, md protoreflect.MessageDescriptor, text string) proto.Message {
	t.Helper()
	m := dynamicpb.NewMessage(md)
	if err := (prototext.UnmarshalOptions{}).Unmarshal([]byte(text), m); err != nil {
		t.Fatal(text, err)
	}
	return m
}

const (
	everyField  = `type: TYPE_MESSAGE type_name: ".test.every.Every" options { [protolect.api.v1.field] { parameter { %s } } }`
	choiceField = `type: TYPE_MESSAGE type_name: ".test.every.Choice" options { [protolect.api.v1.field] { parameter { %s } } }`
	getRule     = `[google.api.http] { get: "/v1" }`
	formRule    = `[google.api.http] { post: "/v1" body: "f" }`
)

// TestEncode compares with values that were derived by hand from the styles of OpenAPI.
func TestEncode(t *testing.T) {
	field := func(format, parameter string) string { return strings.Replace(format, "%s", parameter, 1) }
	for _, test := range []struct {
		name, field, http, method string
		request                   string
		url, header, cookie, body string // decoded
		err                       string
	}{
		// Fields that only express JSON in proto do not appear.
		{"null is left out of deepObject", field(everyField, `separator: "[]"`), getRule, "", `f { null_fields: "text" empty_fields: "tags" labels { key: "k" value: "v" } }`, "/v1?f[labels][k]=v", "", "", "", ""},
		{"null is left out of an exploded object", field(everyField, `exploded: true`), getRule, "", `f { null_fields: "text" tags: "a" tags: "b" additional_properties { key: "x" value: "y" } }`, "/v1?tags=a&tags=b&x=y", "", "", "", ""},
		{"null is left out of a list of pairs", field(everyField, `separator: ","`), getRule, "", `f { null_fields: "text" tags: "a" labels { key: "k" value: "v" } }`, `/v1?f=tags,["a"],labels,{"k":"v"}`, "", "", "", ""},
		{"null is in JSON", field(everyField, `json: true`), getRule, "", `f { null_fields: "text" empty_fields: "tags" }`, `/v1?f={"text":null,"tags":[]}`, "", "", "", ""},
		{"deepObject at any depth", field(everyField, `separator: "[]"`), getRule, "",
			`f { inner { text: "" tags: "a" tags: "b" } items { text: "x" items { text: "y" } } choice { range { gte: 1 } } choices { number: 7 } choices { word: "w" } grid { values: 1 values: 2 } any { struct_value { fields { key: "k" value { number_value: 1.5 } } } } when { seconds: 1 } additional_properties { key: "z" value: "1" } }`,
			"/v1?f[any][k]=1.5&f[choice][gte]=1&f[choices][0]=7&f[choices][1]=w&f[grid][0][0]=1&f[grid][0][1]=2&f[inner][tags][0]=a&f[inner][tags][1]=b&f[inner][text]=&f[items][0][items][0][text]=y&f[items][0][text]=x&f[when]=1970-01-01T00:00:01Z&f[z]=1", "", "", "", ""},
		{"union in the query", field(choiceField, ""), getRule, "", `f { number: 9007199254740993 }`, "/v1?f=9007199254740993", "", "", "", ""},
		{"union of deepObject, a scalar", field(choiceField, `separator: "[]"`), getRule, "", `f { number: 5 }`, "/v1?f=5", "", "", "", ""},
		{"union of deepObject, an object", field(choiceField, `separator: "[]"`), getRule, "", `f { range { gte: 5 lt: 6 } }`, "/v1?f[gte]=5&f[lt]=6", "", "", "", ""},
		{"list of unions", strings.Replace(field(choiceField, ""), "type:", "label: LABEL_REPEATED type:", 1), getRule, "", `f { number: 5 } f { word: "a b" } f { range { gte: 1 } }`, `/v1?f=5&f=a b&f={"gte":1}`, "", "", "", ""},
		{"list of objects", `label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".test.every.Range"`, getRule, "", `f { gte: 1 } f { lt: 2 }`, `/v1?f={"gte":1}&f={"lt":2}`, "", "", "", ""},
		{"untyped text", `type: TYPE_MESSAGE type_name: ".google.protobuf.Value"`, getRule, "", `f { string_value: "x" }`, "/v1?f=x", "", "", "", ""},
		{"untyped object", `type: TYPE_MESSAGE type_name: ".google.protobuf.Value"`, getRule, "", `f { struct_value { fields { key: "a" value { bool_value: true } } } }`, `/v1?f={"a":true}`, "", "", "", ""},
		{"untyped null", `type: TYPE_MESSAGE type_name: ".google.protobuf.Value"`, getRule, "", `f { null_value: NULL_VALUE }`, "/v1", "", "", "", ""},
		{"list in a list", `label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".test.every.Row"`, getRule, "", `f { values: 1 values: 2 }`, "/v1?f=[1,2]", "", "", "", ""},
		{"dotted names without an option", `type: TYPE_MESSAGE type_name: ".test.every.Every"`, getRule, "", `f { inner { tags: "a" choice { number: 1 } } }`, "/v1?f.inner.choice=1&f.inner.tags=a", "", "", "", ""},
		{"enum that the API does not define", `type: TYPE_ENUM type_name: ".test.every.Mood" proto3_optional: true oneof_index: 0 } oneof_decl { name: "_f"`, getRule, "", `f: MOOD_UNSPECIFIED`, "/v1", "", "", "", ""},
		{"list of enums", `label: LABEL_REPEATED type: TYPE_ENUM type_name: ".test.every.Mood"`, getRule, "", `f: GOOD f: MOOD_UNSPECIFIED`, "", "", "", "", "the API does not define"},

		// Headers, cookies and paths.
		{"object in a header", field(everyField, `header: "X-F"`), getRule, "", `f { null_fields: "text" tags: "a" tags: "b" labels { key: "k" value: "v" } }`, "", "", "", "", `a value of f contains ","`},
		{"list in a header", `label: LABEL_REPEATED type: TYPE_STRING options { [protolect.api.v1.field] { parameter { header: "X-F" } } }`, getRule, "", `f: "a" f: "b"`, "/v1", "a,b", "", "", ""},
		{"union with a comma in a header", field(choiceField, `header: "X-F"`), getRule, "", `f { word: "a,b" }`, "/v1", "a,b", "", "", ""},
		{"object in a cookie", field(choiceField, `cookie: "c" exploded: true`), getRule, "", `f { range { gte: 1 lt: 2 } }`, "/v1", "", "gte=1; lt=2", "", ""},
		{"date-time in the path", `type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp"`, "", `http { get: "/v1/{f}" }`, `f { seconds: 1749600000 }`, "/v1/2025-06-11T00:00:00Z", "", "", "", ""},
		{"untyped path", `type: TYPE_MESSAGE type_name: ".google.protobuf.Value"`, "", `http { get: "/v1/{f}" }`, `f { number_value: 12 }`, "/v1/12", "", "", "", ""},
		{"union in the path", field(choiceField, ""), "", `http { get: "/v1/{f}" }`, `f { word: "a/b" }`, "/v1/a%2Fb", "", "", "", ""},
		{"union in the path, not set", field(choiceField, ""), "", `http { get: "/v1/{f}" }`, ``, "", "", "", "", "f is not set"},

		// Bodies.
		{"body of a GET", field(everyField, ""), `[google.api.http] { get: "/v1" body: "f" }`, "", `f { text: "q" }`, "/v1", "", "", `{"text":"q"}`, ""},
		{"output only", field(everyField, ""), formRule, "", `f { text: "q" secret: "s" inner { secret: "t" } }`, "/v1", "", "", `{"text":"q","inner":{}}`, ""},
		{"optional body, not set", field(everyField, ""), formRule, `body { optional: true }`, ``, "/v1", "", "", "", ""},
		{"optional body, empty", field(everyField, ""), formRule, `body { optional: true }`, `f { }`, "/v1", "", "", "{}", ""},
		{"optional whole body, not set", field(everyField, `header: "X-F"`), `[google.api.http] { post: "/v1/{id}" body: "*" }`, `body { optional: true }`, `id: "1"`, "/v1/1", "", "", "", ""},
		{"JSON by another name", field(everyField, ""), formRule, `body { media_type: "text/json; charset=utf-8" }`, `f { text: "x" mood: MOOD_UNSPECIFIED }`, "/v1", "", "", `{"text":"x"}`, ""},
		{"form", field(everyField, ""), formRule, `body { media_type: "application/x-www-form-urlencoded; charset=utf-8" }`, `f { text: "a b" tags: "x" tags: "y" inner { text: "z" } choices { number: 1 } choices { word: "w" } additional_properties { key: "k" value: "v" } }`,
			"/v1", "", "", `choices=1&choices=w&inner={"text":"z"}&k=v&tags=x&tags=y&text=a b`, ""},
		{"null in a form", field(everyField, ""), formRule, `body { media_type: "application/x-www-form-urlencoded" }`, `f { text: "a" null_fields: "when" }`, "", "", "", "", "when is or contains null, which application/x-www-form-urlencoded cannot express"},
		{"a union without an alternative in a form", field(everyField, ""), formRule, `body { media_type: "multipart/form-data" }`, `f { choices { } }`, "", "", "", "", "choices[0]: want an alternative of test.every.Choice, as null is not allowed here"},
		{"null in a styled member of a form", field(everyField, ""), formRule, `body { media_type: "application/x-www-form-urlencoded" parts { name: "inner" parameter { separator: "[]" } } }`, `f { inner { null_fields: "when" } }`, "", "", "", "", "inner is or contains null"},
		{"null in JSON of a form", field(everyField, ""), formRule, `body { media_type: "application/x-www-form-urlencoded" }`, `f { inner { null_fields: "when" } }`, "/v1", "", "", `inner={"when":null}`, ""},
		{"form with styles", field(everyField, ""), formRule, `body { media_type: "application/x-www-form-urlencoded" parts { name: "inner" parameter { separator: "[]" } } parts { name: "items" parameter { separator: "[]" } } parts { name: "tags" parameter { separator: "," } } parts { name: "labels" parameter { exploded: true } } parts { name: "grid" parameter { json: true } } }`,
			`f { tags: "x" tags: "y" inner { labels { key: "order_id" value: "6735" } inner { text: "deep" } } items { text: "c" } labels { key: "k" value: "v" } grid { values: 1 } }`,
			"/v1", "", "", `grid=[[1]]&inner[inner][text]=deep&inner[labels][order_id]=6735&items[0][text]=c&k=v&tags=x,y`, ""},
		{"form of a union", field(choiceField, ""), formRule, `body { media_type: "application/x-www-form-urlencoded" }`, `f { range { gte: 1 } }`, "/v1", "", "", "gte=1", ""},
		{"form that is no object", field(choiceField, ""), formRule, `body { media_type: "application/x-www-form-urlencoded" }`, `f { number: 1 }`, "", "", "", "", "not an object"},
		{"free form", `type: TYPE_MESSAGE type_name: ".google.protobuf.Struct"`, formRule, `body { media_type: "application/x-www-form-urlencoded" }`, `f { fields { key: "a" value { number_value: 1 } } fields { key: "b" value { list_value { values { string_value: "x" } values { bool_value: true } } } } }`, "/v1", "", "", "a=1&b=x&b=true", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := compile(t, test.field, test.http, test.method)
			r, err := m.EncodeRequest(requestOf(t, m.Descriptor.Input(), test.request))
			if test.err != "" || err != nil {
				if err == nil || test.err == "" || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got %v, want %q", err, test.err)
				}
				return
			}
			query, err := url.QueryUnescape(r.Query)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.ReplaceAll(r.Path, "%3A", ":")
			if query != "" {
				got += "?" + query
			}
			body := string(r.Body)
			if strings.Contains(r.Header.Get("Content-Type"), "form") {
				body, _ = url.QueryUnescape(body)
			}
			if (body == "") != (r.Header.Get("Content-Type") == "") {
				t.Errorf("the body is %q and Content-Type is %q", body, r.Header.Get("Content-Type"))
			}
			want := []string{test.url, test.header, test.cookie, test.body}
			if diff := cmp.Diff(want, []string{got, r.Header.Get("X-F"), r.Header.Get("Cookie"), body}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEncodeMultipart(t *testing.T) {
	m := compile(t, strings.Replace(everyField, "%s", "", 1), formRule, `body { media_type: "multipart/form-data" parts { name: "text" content_type: "application/json" } parts { name: "tags" content_type: "text/plain" } }`)
	r, err := m.EncodeRequest(requestOf(t, m.Descriptor.Input(), `f { text: "q" tags: "a" tags: "b" inner { text: "z" } choices { range { gte: 1 } } }`))
	if err != nil {
		t.Fatal(err)
	}
	_, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for reader := multipart.NewReader(strings.NewReader(string(r.Body)), parameters["boundary"]); ; {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(part)
		got = append(got, part.FormName()+"|"+part.Header.Get("Content-Type")+"|"+string(content))
	}
	want := []string{`text|application/json|"q"`, "tags|text/plain|a", "tags|text/plain|b", `inner|application/json|{"text":"z"}`, `choices|application/json|{"gte":1}`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDecodeResponse(t *testing.T) {
	m := compile(t, "type: TYPE_STRING", getRule, "")
	for _, test := range []struct {
		status            int
		contentType, body string
		want, err         string
	}{
		{200, "application/json", `{"text":"x"}`, `{"text":"x"}`, ""},
		{200, "text/json", `{"text":"x"}`, `{"text":"x"}`, ""},
		{200, "application/vnd.api+json; ext=a", `{"text":"x"}`, `{"text":"x"}`, ""},
		{200, "text/plain", `{"text":"x"}`, `{"text":"x"}`, ""},
		{200, "", ` {"text":"x"}`, `{"text":"x"}`, ""},
		{200, "text/html", `{"text":"x"}`, "", "unexpected content type"},
		{200, "text/plain", `hello`, "", "is not JSON"},
		{200, "application/json", ``, "", "is empty"},
		{202, "", ``, `{}`, ""},
		{205, "", ``, `{}`, ""},
		{207, "application/json", ``, `{}`, ""},
		{204, "", ``, `{}`, ""},
		{200, "application/json", `{"text":"x","error":{"code":5,"message":"last run failed"}}`, `{"text":"x"}`, ""},
		{200, "application/json", `{"new":1,"error":{}}`, `{}`, ""},
		{200, "application/json", `{"error":{"code":5,"message":"gone"}}`, "", "contains an error"},
	} {
		resp := dynamicpb.NewMessage(m.Descriptor.Output())
		err := m.DecodeResponse(&transcode.Response{StatusCode: test.status, Header: http.Header{"Content-Type": {test.contentType}}, Body: []byte(test.body), Verb: "GET"}, resp, transcode.DecodeOptions{})
		if test.err != "" || err != nil {
			if err == nil || test.err == "" || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%d %q %s: got %v, want %q", test.status, test.contentType, test.body, err, test.err)
			}
			continue
		}
		if got, err := wirejson.Marshal(resp); err != nil || string(got) != test.want {
			t.Errorf("%d %q %s: got %s, %v", test.status, test.contentType, test.body, got, err)
		}
	}
}
