// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/codegen/view"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// pluginFor returns the first of the files, by their paths, as a plugin receives it.
func pluginFor(t *testing.T, texts map[string]string, generate ...string) *protogen.Plugin {
	t.Helper()
	files, err := protofile.Compile(t.Context(), func(path string) ([]byte, error) {
		text, known := texts[path]
		if !known {
			return nil, protoregistry.NotFound
		}
		return []byte(text), nil
	}, generate...)
	if err != nil {
		t.Fatal(err)
	}
	// The options of the compiler are dynamic messages. A plugin parses its own.
	wire, err := proto.Marshal(&pluginpb.CodeGeneratorRequest{FileToGenerate: generate, ProtoFile: protofile.WithImports(files)})
	if err != nil {
		t.Fatal(err)
	}
	request := new(pluginpb.CodeGeneratorRequest)
	if err := proto.Unmarshal(wire, request); err != nil {
		t.Fatal(err)
	}
	plugin, err := protogen.Options{}.New(request)
	if err != nil {
		t.Fatal(err)
	}
	return plugin
}

const head = `syntax = "proto3";
// Zoo API, version 1.2.
//
// Animals.
package zoo.v1;
import "acme/options.proto";
import "buf/validate/validate.proto";
import "google/api/annotations.proto";
import "google/api/client.proto";
import "google/api/field_behavior.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/timestamp.proto";
import "protolect/api/v1/annotations.proto";
option go_package = "example.com/zoo/v1/zoopb";
`

// acme declares options that this program does not know.
const acme = `syntax = "proto2";
package acme;
import "google/protobuf/descriptor.proto";
option go_package = "example.com/acme";
message Audit { optional int64 level = 1; repeated string who_reads = 2; }
extend google.protobuf.MethodOptions { optional Audit audit = 50001; }
extend google.protobuf.FieldOptions { repeated string tags = 50001; }
extend google.protobuf.EnumValueOptions { optional double weight = 50001; }
`

func build(t *testing.T, text string) (*templatepb.View, error) {
	t.Helper()
	return view.Build(pluginFor(t, map[string]string{"zoo.proto": head + text, "acme/options.proto": acme}, "zoo.proto"), "test", "1.2.3")
}

// TestView compares elements of views with what they should contain. Fields that a row does not
// list are not compared.
func TestView(t *testing.T) {
	pkg := func(v *templatepb.View) proto.Message { return v.GetPackages()[0] }
	service := func(v *templatepb.View) proto.Message { return v.GetPackages()[0].GetServices()[0] }
	method := func(v *templatepb.View) proto.Message { return v.GetPackages()[0].GetServices()[0].GetMethods()[0] }
	message := func(v *templatepb.View) proto.Message { return v.GetPackages()[0].GetMessages()[0] }
	field := func(v *templatepb.View) proto.Message { return v.GetPackages()[0].GetMessages()[0].GetFields()[0] }
	enum := func(v *templatepb.View) proto.Message { return v.GetPackages()[0].GetEnums()[0] }
	get := func(options string) string {
		return `service Zoo { rpc Get(In) returns (google.protobuf.Empty) { ` + options + ` } } message In { string name = 1; }`
	}
	for _, test := range []struct {
		name, text string
		element    func(*templatepb.View) proto.Message
		want       string
	}{
		{"a package", `message A {}`, pkg, `name: "zoo.v1" title: "Zoo API" version: "1.2" doc: "Zoo API, version 1.2.\n\nAnimals."
			go { messages { path: "example.com/zoo/v1/zoopb" name: "zoopb" } client { path: "example.com/zoo/v1" name: "zoo" }
				file_descriptor: "File_zoo_proto" file_prefix: "example.com/zoo/v1/zoopb/zoo" } has_constraints: true`},
		{
			"file rules", `option (protolect.api.v1.file) = {
				oauth_scopes: {name: "https://x/auth/zoo.read" description: "Read"}
				endpoints: {location: "us-east1" url: "https://us.example.com"} endpoints: {url: "https://eu.example.com"}
				security_schemes: {name: "key" api_key: {header: "X-Key"}}
				security_schemes: {name: "jwt" http_bearer: {format: "JWT" signed_token: {issuer_claim: "application_id"}}}
				base_path: "/v9" };`, pkg,
			`endpoints { location: "us-east1" url: "https://us.example.com" go { name: "EndpointUSEast1" } } endpoints { url: "https://eu.example.com" }
			scopes { name: "https://x/auth/zoo.read" description: "Read" go { name: "ScopeZooRead" } }
			security_schemes { name: "key" kind: "api_key" header: "X-Key" }
			security_schemes { name: "jwt" kind: "bearer" bearer_format: "JWT" issuer_claim: "application_id"
				go { option: "WithApplicationJWT" parameter: "applicationID" } }`,
		},
		{
			"a service", `// Keeps animals.
				service Zoo { option deprecated = true; option (google.api.default_host) = "zoo.example.com"; option (google.api.oauth_scopes) = "a,b"; }`, service,
			`name: "Zoo" full_name: "zoo.v1.Zoo" file: "zoo.proto" doc: "Keeps animals." grpc_name: "zoo.v1.Zoo" default_host: "zoo.example.com"
			scopes: "a" scopes: "b" deprecated: true go { name: "Zoo" client: "Client" constructor: "NewClient" close: "Close" file_name: "client.go" }
			options { fields { key: "deprecated" value { bool_value: true } } fields { key: "google.api.default_host" value { string_value: "zoo.example.com" } }
				fields { key: "google.api.oauth_scopes" value { string_value: "a,b" } } }`,
		},
		{
			"options that the program does not know", get(`option (acme.audit) = {level: 7, who_reads: "x"};`), method,
			`options { fields { key: "acme.audit" value { struct_value {
				fields { key: "level" value { string_value: "7" } } fields { key: "whoReads" value { list_value { values { string_value: "x" } } } } } } } }`,
		},
		{
			"paths", get(`option (google.api.http) = { post: "/v1/{name=zoos/*}:feed" body: "*" additional_bindings { get: "/v2/x/{name}" } };`), method,
			`name: "Get" full_name: "zoo.v1.Zoo.Get" request: "zoo.v1.In" response: "google.protobuf.Empty" empty_response: true
			http { verb: "POST" path: "/v1/{name=zoos/*}:feed" body: "*" parts { text: "/v1/" } parts { field: "name" } parts { text: ":feed" }
				variables { field: "name" pattern: "zoos/*" } }
			http { verb: "GET" path: "/v2/x/{name}" parts { text: "/v2/x/" } parts { field: "name" } variables { field: "name" pattern: "*" } }
			example { method: "zoo.v1.Zoo.Get" request { fields { key: "name" value { string_value: "zoos/ZOO" } } } }`,
		},
		{
			"places", `service Zoo { rpc Get(In) returns (In) { option (google.api.http).get = "/v1"; } }
				message In { string page_size = 1; string trace = 2 [(protolect.api.v1.field).parameter.header = "X-Trace", (google.api.field_behavior) = REQUIRED];
					repeated string ids = 3 [(protolect.api.v1.field).parameter = {query: "id" separator: ","}];
					string session = 4 [(protolect.api.v1.field).parameter.cookie = "sid"]; }`, method,
			`http { verb: "GET" path: "/v1" parts { text: "/v1" } query { name: "pageSize" field: "page_size" } query { name: "id" field: "ids" style { separator: "," } }
				headers { name: "X-Trace" field: "trace" required: true } cookies { name: "sid" field: "session" } } idempotency: "no_side_effects"`,
		},
		{
			"a method without HTTP", `service Zoo { rpc Watch(In) returns (stream In); } message In {}`, method,
			`full_name: "zoo.v1.Zoo.Watch" server_streaming: true`,
		},
		{
			"a method rule", get(`option (google.api.http).put = "/v1"; option (protolect.api.v1.method) = {
				ids: "zoo.get" oauth_scopes: "s" auto_populated_fields: "name" errors: {http_status: 404 name: "NOT_HERE" description: "it left"}
				error_responses: {status: "4XX" message: "zoo.v1.In"} security: {schemes: "key"} security: {} host: "h" base_path: "" accept: "text/plain"
				media_upload: {simple_path: "/upload" max_size: 9} body: {media_type: "multipart/form-data" parts: {name: "name" base64: true}}};`), method,
			`ids: "zoo.get" scopes: "s" auto_populated_fields: "name" idempotency: "idempotent"
			errors { name: "NOT_HERE" full_name: "zoo.v1.NOT_HERE" http_status: 404 description: "it left" go { name: "ErrNotHere" } }
			error_responses { status: "4XX" message: "zoo.v1.In" } security { schemes: "key" } security {} host: "h" accept: "text/plain"
			media_upload { simple_path: "/upload" max_size: 9 } body { media_type: "multipart/form-data" parts { name: "name" base64: true } }
			go { name: "Get" upload: "GetWithMedia" request { import_path: "example.com/zoo/v1/zoopb" name: "In" }
				response { import_path: "google.golang.org/protobuf/types/known/emptypb" name: "Empty" } }`,
		},
		{
			"paging", `service Zoo { rpc List(In) returns (Out) { option (google.api.http).get = "/v1"; option (protolect.api.v1.method).paging =
				{page_token: "page_token" next_page_token: "next" items: "data.pets"}; } }
				message In { string page_token = 1; } message Out { string next = 1; Data data = 2; } message Data { repeated string pets = 1; }`, method,
			`paging { page_token: "page_token" next_page_token: "next" items: "data.pets" item_type: "string"
				go { item { name: "string" } getters: "GetData" getters: "GetPets" } }`,
		},
		{
			"the example of a service", `service Zoo { option (protolect.api.v1.service).example = {method: "Get" request_json: '{"name": "x"}' endpoint: "https://e"};
				rpc List(In) returns (In) { option (google.api.http).get = "/v1"; } rpc Get(In) returns (In) { option (google.api.http).get = "/v1"; } }
				message In { string name = 1; }`, pkg,
			`example { method: "zoo.v1.Zoo.Get" request { fields { key: "name" value { string_value: "x" } } } endpoint: "https://e" }`,
		},
		{
			"a client option", `service Zoo { rpc Get(In) returns (In) { option (google.api.http).get = "/v1"; } } message In {
				// Who.
				string agent_id = 1 [(protolect.api.v1.field).client_default = true]; }`, pkg,
			`client_options { field: "agent_id" doc: "Who." go { option: "WithAgentID" field: "AgentId" } }`,
		},
		{
			"a message", `// About.
				message A { option deprecated = true; option (protolect.api.v1.message) = {schema: "a_b" json_value: "list"};
					repeated string list = 1; oneof c { string d = 2; A e = 3; } message Inner {} }`, message,
			`name: "A" full_name: "zoo.v1.A" file: "zoo.proto" doc: "About." deprecated: true schema: "a_b" json_value: "list"
			oneofs { name: "c" fields: "d" fields: "e" go { name: "C" getter: "GetC" interface: "isA_C" } } go { import_path: "example.com/zoo/v1/zoopb" name: "A" }`,
		},
		{
			"a union", `message A { option (protolect.api.v1.message).json_union.discriminator = "kind"; oneof c { string d = 2 [(protolect.api.v1.field).json_discriminator = "D"]; } }`,
			field,
			`name: "d" number: 2 json_name: "d" type: "string" oneof: "c" has_presence: true json_discriminator: "D"
			go { name: "D" getter: "GetD" type { name: "string" } struct_type { name: "string" } element_type { name: "string" }
				wrapper { import_path: "example.com/zoo/v1/zoopb" name: "A_D" } constructor: "NewAD" as: "AsD" argument { name: "string" } }`,
		},
		{
			"an optional field", `message A { optional int64 big_one = 3 [deprecated = true, (acme.tags) = "a", (acme.tags) = "b",
				(google.api.field_behavior) = OUTPUT_ONLY, (google.api.field_behavior) = IMMUTABLE]; }`, field,
			`name: "big_one" number: 3 json_name: "bigOne" type: "int64" optional: true has_presence: true deprecated: true output_only: true immutable: true
			options { fields { key: "acme.tags" value { list_value { values { string_value: "a" } values { string_value: "b" } } } } }
			go { name: "BigOne" getter: "GetBigOne" type { name: "int64" } struct_type { prefix: "*" name: "int64" } element_type { name: "int64" } }`,
		},
		{
			"a map", `message A { map<int32, google.protobuf.Timestamp> times = 1; }`, field,
			`type: "message" type_name: "google.protobuf.Timestamp" map: true map_key: "int32"
			go { type { prefix: "map[int32]*" import_path: "google.golang.org/protobuf/types/known/timestamppb" name: "Timestamp" }
				struct_type { prefix: "map[int32]*" import_path: "google.golang.org/protobuf/types/known/timestamppb" name: "Timestamp" }
				element_type { prefix: "*" import_path: "google.golang.org/protobuf/types/known/timestamppb" name: "Timestamp" } }`,
		},
		{"a list of bytes", `message A { repeated bytes b = 1; }`, field, `repeated: true go { type { prefix: "[][]" name: "byte" } }`},
		{
			"limits of a list", `message A { repeated string s = 1 [(buf.validate.field).repeated = {min_items: 2 items: {string: {len: 3 pattern: "x"}}},
				(protolect.api.v1.field).max_items = 9]; }`, field,
			`constraints { min_items: "2" max_items: "9" min_length: "3" max_length: "3" pattern: "x" }`,
		},
		{
			"limits of a number", `message A { uint64 n = 1 [(buf.validate.field).uint64 = {gt: 5 lte: 18446744073709551615}]; }`, field,
			`constraints { exclusive_minimum: "5" maximum: "18446744073709551615" }`,
		},
		{"limits of a fraction", `message A { float n = 1 [(buf.validate.field).float = {const: 0.1}]; }`, field, `constraints { minimum: "0.1" maximum: "0.1" }`},
		{
			"an enum", `message A {
				// Colors.
				enum E { option (protolect.api.v1.enum).schema = "Color"; NONE = 0 [(protolect.api.v1.enum_value).absent = true];
					RED = 1 [(protolect.api.v1.enum_value).json_name = "red!", (acme.weight) = 1.5]; } E e = 1; }`, enum,
			`name: "E" full_name: "zoo.v1.A.E" parent: "zoo.v1.A" doc: "Colors." schema: "Color" go { name: "A_E" }
			values { name: "NONE" full_name: "zoo.v1.A.NONE" json_name: "NONE" absent: true go { name: "A_NONE" } }
			values { name: "RED" full_name: "zoo.v1.A.RED" number: 1 json_name: "red!" go { name: "A_RED" } options { fields { key: "acme.weight" value { number_value: 1.5 } } } }`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			v, err := build(t, test.text)
			if err != nil {
				t.Fatal(err)
			}
			got := test.element(v)
			want := got.ProtoReflect().New().Interface()
			if err := prototext.Unmarshal([]byte(test.want), want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, protocmp.Transform(), cmp.FilterPath(isUnlisted, cmp.Ignore())); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// isUnlisted reports whether only the second value contains a field.
func isUnlisted(p cmp.Path) bool {
	index, ok := p.Last().(cmp.MapIndex)
	if !ok {
		return false
	}
	want, got := index.Values()
	return !want.IsValid() && got.IsValid() && index.Key().String() != "$type"
}

// TestProto2 builds the view of constructs that only proto2 and editions have.
func TestProto2(t *testing.T) {
	plugin := pluginFor(t, map[string]string{"old.proto": `syntax = "proto2"; package old; option go_package = "example.com/oldpb";
		message A { required string a = 1; optional E e = 2 [default = TWO]; optional bytes b = 3 [default = "\x01x"]; repeated group G = 4 { optional A a = 1; }
			extensions 100 to max; extend A { optional A more = 100; } }
		enum E { ONE = 1; TWO = 2; } extend A { repeated E es = 101; }`}, "old.proto")
	v, err := view.Build(plugin, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	want := new(templatepb.Package)
	if err := prototext.Unmarshal([]byte(`
		messages { full_name: "old.A"
			fields { name: "a" number: 1 type: "string" required: true has_presence: true go { struct_type { prefix: "*" name: "string" } } }
			fields { name: "e" type: "enum" type_name: "old.E" optional: true default_value: "TWO" go { struct_type { prefix: "*" import_path: "example.com/oldpb" name: "E" } } }
			fields { name: "b" type: "bytes" default_value: "\\001x" go { struct_type { prefix: "[]" name: "byte" } } }
			fields { name: "g" type: "group" type_name: "old.A.G" repeated: true go { name: "G" type { prefix: "[]*" name: "A_G" } } } }
		messages { full_name: "old.A.G" parent: "old.A" }
		enums { full_name: "old.E" closed: true }
		extensions { full_name: "old.es" file: "old.proto" extendee: "old.A" field { name: "es" number: 101 type: "enum" type_name: "old.E" repeated: true } }
		extensions { full_name: "old.A.more" file: "old.proto" extendee: "old.A" field { name: "more" number: 100 type: "message" type_name: "old.A" } }`), want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, v.GetPackages()[0], protocmp.Transform(), cmp.FilterPath(isUnlisted, cmp.Ignore())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestErrors builds views of invalid files.
func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		`service Zoo { option (protolect.api.v1.service).example = {method: "Find"}; }`:                                                              `the example of zoo.v1.Zoo calls "Find", which is not a method of the service`,
		`service Zoo { option (protolect.api.v1.service).example = {method: "Get" request_json: "{x}"}; rpc Get(In) returns (In) {} } message In {}`: `the example of zoo.v1.Zoo: proto`,
		`service Zoo { option (protolect.api.v1.service).example.method = "Get"; rpc Get(In) returns (In) { option (protolect.api.v1.method).media_download.only = true; } }
			message In {}`: `which transfers media`,
		`service Zoo { rpc Get(In) returns (In) { option (protolect.api.v1.method).paging.items = "x"; } } message In { string x = 1; }`: `zoo.v1.Zoo.Get: (protolect.api.v1.method).paging.items is "x", which is not a repeated field of zoo.v1.In`,
	} {
		if _, err := build(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// TestImportedPackages builds the view of one file of a package. It refers to another file of the
// package and to another package.
func TestImportedPackages(t *testing.T) {
	const option = `option go_package = "example.com/xpb";`
	plugin := pluginFor(t, map[string]string{
		"a.proto": `syntax = "proto3"; package x; import "b.proto"; import "c.proto"; ` + option + ` message A { B b = 1; map<string, y.Outer.Inner> c = 2; }`,
		"b.proto": `syntax = "proto3"; package x; ` + option + ` message B { repeated B next = 1; } message Unused {}`,
		"c.proto": `edition = "2023"; package y; import "b.proto"; ` + option + ` message Outer { message Inner { Color color = 1; } x.B b = 1; } enum Color { RED = 0; } enum Unused { A = 0; }`,
	}, "a.proto")
	v, err := view.Build(plugin, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range append(v.GetPackages(), v.GetImportedPackages()...) {
		for _, f := range p.GetFiles() {
			got = append(got, f.GetPath()+" "+f.GetSyntax())
		}
		for _, m := range p.GetMessages() {
			got = append(got, m.GetFullName())
		}
		for _, e := range p.GetEnums() {
			got = append(got, e.GetFullName())
		}
	}
	want := []string{"a.proto proto3", "x.A", "b.proto proto3", "x.B", "c.proto 2023", "y.Outer", "y.Outer.Inner", "y.Color"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestMethod limits views to one method.
func TestMethod(t *testing.T) {
	v, err := build(t, `service Zoo { rpc Get(In) returns (Out) { option (protolect.api.v1.method).ids = "zoo.animals.get"; } rpc List(Other) returns (Other); }
		service Farm { rpc List(Other) returns (Other); }
		message In { Color color = 1; Outer.Inner inner = 2; } message Out { map<string, Out> more = 1; google.protobuf.Timestamp time = 2; }
		message Outer { message Inner {} } message Other {} enum Color { RED = 0; } enum Unused { BLUE = 0; }`)
	if err != nil {
		t.Fatal(err)
	}
	whole := proto.CloneOf(v)
	for name, want := range map[string]string{
		"Get":             "zoo.v1.Zoo.Get zoo.v1.In zoo.v1.Out zoo.v1.Outer zoo.v1.Outer.Inner zoo.v1.Color google.protobuf.Timestamp",
		"zoo.animals.get": "zoo.v1.Zoo.Get zoo.v1.In zoo.v1.Out zoo.v1.Outer zoo.v1.Outer.Inner zoo.v1.Color google.protobuf.Timestamp",
		"Farm.List":       "zoo.v1.Farm.List zoo.v1.Other",
		"zoo.v1.Zoo.List": "zoo.v1.Zoo.List zoo.v1.Other",
		"List":            `"List" is the name of several methods: zoo.v1.Zoo.List, zoo.v1.Farm.List`,
		"Gat":             `there is no method "Gat" (did you mean "Get"?)`,
	} {
		var got []string
		one, err := view.Method(v, name)
		if err != nil {
			got = append(got, err.Error())
		}
		for _, p := range append(one.GetPackages(), one.GetImportedPackages()...) {
			for _, s := range p.GetServices() {
				for _, m := range s.GetMethods() {
					got = append(got, m.GetFullName())
				}
			}
			for _, m := range p.GetMessages() {
				got = append(got, m.GetFullName())
			}
			for _, e := range p.GetEnums() {
				got = append(got, e.GetFullName())
			}
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s: got %s, want %s", name, text, want)
		}
	}
	if !proto.Equal(v, whole) {
		t.Error("Method changed the view")
	}
}
