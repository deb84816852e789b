// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package accounting_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/accounting"
	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/openapi"
	"github.com/protolect/protolect/codegen/protofile"
	protofiles "github.com/protolect/protolect/proto"
)

const pets = `
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example.com'}]
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: sort-by, in: query, schema: {type: string, enum: [NAME, AGE]}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: flags, in: query, schema: {$ref: '#/components/schemas/Flags'}}
        - {name: sid, in: cookie, schema: {type: string}}
      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        vaccinated: {type: boolean, enum: [true]}
        owner: {type: object, properties: {city: {type: string}}}
        parent: {$ref: '#/components/schemas/Pet'}
        states: {type: array, items: {type: string, enum: [HAPPY, SAD]}}
        weights: {type: array, items: {type: array, items: {type: string, enum: [HEAVY]}}}
      additionalProperties: {type: string, enum: [ODD]}
    Flags: {type: array, items: {type: string}}
    Size: {type: string, enum: [BIG, tiny]}
    Rooms: {type: object, additionalProperties: {type: object, properties: {area: {type: integer}}}}
`

const petsProto = `
syntax = "proto3";
package pets.v1;
import "google/api/annotations.proto";
import "protolect/api/v1/annotations.proto";
service Pets {
  rpc GetPet(GetPetRequest) returns (Pet) {
    option (google.api.http) = {get: "/pets/{pet_id}"};
    option (protolect.api.v1.method) = {ids: "getPet"};
  }
}
message GetPetRequest {
  string pet_id = 1 [json_name = "petId"];
  repeated string tags = 2;
  SortBy sort_by = 3 [(protolect.api.v1.field).parameter = {query: "sort-by"}];
  string x_trace = 4 [(protolect.api.v1.field).parameter = {header: "X-Trace"}];
  string sid = 5 [(protolect.api.v1.field).parameter = {cookie: "sid"}];
  repeated string flags = 6;
  enum SortBy { SORT_BY_UNSPECIFIED = 0; NAME = 1; AGE = 2; }
}
message Pet {
  string name = 1;
  bool vaccinated = 2;
  Owner owner = 3;
  Pet parent = 4;
  repeated State states = 5;
  repeated Weights weights = 6;
  map<string, Other> additional_properties = 7 [(protolect.api.v1.field).json_additional = true];
  message Owner { string city = 1; }
  message Weights {
    option (protolect.api.v1.message).json_value = "values";
    repeated Weight values = 1;
  }
  enum State { STATE_UNSPECIFIED = 0; HAPPY = 1; SAD = 2; }
  enum Weight { WEIGHT_UNSPECIFIED = 0; HEAVY = 1; }
  enum Other { OTHER_UNSPECIFIED = 0; ODD = 1; }
}
enum Size { SIZE_UNSPECIFIED = 0; BIG = 1; TINY = 2 [(protolect.api.v1.enum_value).json_name = "tiny"]; }
message Flags {
  option (protolect.api.v1.message).json_value = "values";
  repeated string values = 1;
}
message Rooms {
  option (protolect.api.v1.message).json_value = "entries";
  map<string, Room> entries = 1;
  message Room { int64 area = 1; }
}
`

const files = `{
  "kind": "discovery#restDescription", "name": "files", "version": "v1", "rootUrl": "https://files.example.com/", "servicePath": "",
  "auth": {"oauth2": {"scopes": {"https://files.example.com/a": {"description": "A."}}}},
  "schemas": {"File": {"type": "object", "properties": {"name": {"type": "string"}}}},
  "methods": {"insert": {
    "id": "files.insert", "httpMethod": "POST", "path": "v1/{folder}/files",
    "parameters": {"folder": {"location": "path", "required": true, "type": "string"}, "file.name": {"location": "query", "type": "string"}},
    "request": {"$ref": "File"}, "response": {"$ref": "File"},
    "supportsMediaDownload": true, "useMediaDownloadService": true, "supportsMediaUpload": true,
    "mediaUpload": {"accept": ["*/*"], "maxSize": "1KB", "protocols": {
      "simple": {"multipart": true, "path": "/upload/v1/{folder}/files"},
      "resumable": {"multipart": true, "path": "/resumable/v1/{folder}/files"}}}
  }}
}`

const filesProto = `
syntax = "proto3";
package files.v1;
import "google/api/annotations.proto";
import "protolect/api/v1/annotations.proto";
option (protolect.api.v1.file) = {oauth_scopes: {name: "https://files.example.com/a"}};
service Files {
  rpc Insert(InsertRequest) returns (File) {
    option (google.api.http) = {post: "/v1/{folder}/files" body: "file"};
    option (protolect.api.v1.method) = {
      ids: "files.insert"
      media_upload: {
        accept: "*/*" max_size: 1024
        simple_path: "/upload/v1/{folder}/files" resumable_path: "/resumable/v1/{folder}/files"
      }
      media_download: {download_service: true}
    };
  }
}
message InsertRequest { string folder = 1; File file = 2; string other = 3; }
message File { string name = 1; string folder = 2; }
`

func parse(t *testing.T, text string) *document.API {
	t.Helper()
	read := openapi.Read
	if strings.HasPrefix(text, "{") {
		read = discovery.Read
	}
	api, findings := read("a", []byte(text))
	if findings.HasErrors() {
		t.Fatal(findings.All())
	}
	return api
}

func compile(t *testing.T, text string) []protoreflect.FileDescriptor {
	t.Helper()
	descriptors, err := protofile.Compile(t.Context(), func(path string) ([]byte, error) {
		switch path {
		case "a.proto":
			return []byte(text), nil
		case "protolect/api/v1/annotations.proto":
			return protofiles.Annotations, nil
		}
		return nil, fs.ErrNotExist
	}, "a.proto")
	if err != nil {
		t.Fatal(err)
	}
	return descriptors
}

// missing returns the missing elements, each as "kind name pointer".
func missing(elements []accounting.Missing) []string {
	var all []string
	for _, m := range elements {
		all = append(all, fmt.Sprintf("%s %s %s", m.Kind, m.Name, m.At.Pointer))
	}
	return all
}

func TestTakeComplete(t *testing.T) {
	for _, test := range []struct {
		name, document, proto string
		want                  [accounting.Kinds]int
	}{
		{"OpenAPI", pets, petsProto, [accounting.Kinds]int{
			accounting.Methods: 1, accounting.Parameters: 6, accounting.Schemas: 4, accounting.Properties: 9, accounting.EnumValues: 9,
		}},
		{"discovery", files, filesProto, [accounting.Kinds]int{
			accounting.Methods: 1, accounting.Parameters: 2, accounting.Schemas: 1, accounting.Properties: 1, accounting.Scopes: 1,
			accounting.Uploads: 1, accounting.Downloads: 1,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			account := accounting.Count(parse(t, test.document), compile(t, test.proto))
			if diff := cmp.Diff(test.want, account.Declared); diff != "" {
				t.Errorf("Declared (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want, account.Found); diff != "" {
				t.Errorf("Found (-want +got):\n%s", diff)
			}
			if len(account.Missing) > 0 {
				t.Errorf("Missing = %q, want none", missing(account.Missing))
			}
		})
	}
}

// TestTakeMissing changes one declaration after the other.
func TestTakeMissing(t *testing.T) {
	const (
		get  = "/paths/~1pets~1{petId}/get"
		pet  = "/components/schemas/Pet"
		rows = pet + "/properties/"
	)
	for _, test := range []struct {
		name, old, new string
		want           []string
	}{
		{"method", `ids: "getPet"`, ``, []string{
			"methods getPet " + get, "parameters getPet?petId " + get + "/parameters/0", "parameters getPet?tags " + get + "/parameters/1",
			"parameters getPet?sort-by " + get + "/parameters/2", "enum values getPet?sort-by=NAME " + get + "/parameters/2/schema",
			"enum values getPet?sort-by=AGE " + get + "/parameters/2/schema", "parameters getPet?flags " + get + "/parameters/4",
			"parameters getPet?X-Trace " + get + "/parameters/3", "parameters getPet?sid " + get + "/parameters/5",
		}},
		{"path parameter", `"petId"`, `"id"`, []string{"parameters getPet?petId " + get + "/parameters/0"}},
		{"query parameter that is no longer a list", "repeated string tags", "string tags", []string{"parameters getPet?tags " + get + "/parameters/1"}},
		{"query parameter without its name", `query: "sort-by"`, `query: "sort"`, []string{
			"parameters getPet?sort-by " + get + "/parameters/2", "enum values getPet?sort-by=NAME " + get + "/parameters/2/schema",
			"enum values getPet?sort-by=AGE " + get + "/parameters/2/schema",
		}},
		{"header", `header: "X-Trace"`, `header: "X-Span"`, []string{"parameters getPet?X-Trace " + get + "/parameters/3"}},
		{"cookie", `cookie: "sid"`, `header: "sid"`, []string{"parameters getPet?sid " + get + "/parameters/5"}},
		{"enum schema", "enum Size {", "enum Sizes {", []string{
			"schemas Size /components/schemas/Size", "enum values Size=BIG /components/schemas/Size", "enum values Size=tiny /components/schemas/Size",
		}},
		{"enum schema with another name", "enum Size {", `enum Sizes { option (protolect.api.v1.enum).schema = "Size";`, nil},
		{"message with another name", "message Rooms {", `message Houses { option (protolect.api.v1.message).schema = "Rooms";`, nil},
		{"nested message with the name of a schema", "message Rooms {", `message Outer { message Rooms { string a = 1; option (protolect.api.v1.message).schema = "Rooms"; } }
			message Rooms_ {`, []string{"properties Rooms.area /components/schemas/Rooms/additionalProperties/properties/area"}},
		{"JSON name of an enum value", `"tiny"`, `"small"`, []string{"enum values Size=tiny /components/schemas/Size"}},
		{"property", "string name = 1", "string title = 1", []string{"properties Pet.name " + rows + "name"}},
		{"nested property", "string city = 1", "string town = 1", []string{"properties Pet.owner.city " + rows + "owner/properties/city"}},
		{"property with nested ones", "Owner owner = 3", "Owner keeper = 3", []string{
			"properties Pet.owner " + rows + "owner", "properties Pet.owner.city " + rows + "owner/properties/city",
		}},
		{"boolean enum as a string", "bool vaccinated = 2", "State vaccinated = 2", []string{"enum values Pet.vaccinated=true " + rows + "vaccinated"}},
		{"enum of a list", "SAD = 2", "SAD_ = 2", []string{"enum values Pet.states=SAD " + rows + "states/items"}},
		{"enum of a list of lists", "HEAVY = 1", "HEAVY_ = 1", []string{"enum values Pet.weights=HEAVY " + rows + "weights/items/items"}},
		{"additional properties", "json_additional = true", "json_additional = false", []string{
			"properties Pet.* " + pet + "/additionalProperties", "enum values Pet=ODD " + pet + "/additionalProperties",
		}},
		{"additional properties that are not a map", "map<string, Other> add", "Other add", []string{"properties Pet.* " + pet + "/additionalProperties"}},
		{"enum of a map", "ODD = 1", "ODD_ = 1", []string{"enum values Pet=ODD " + pet + "/additionalProperties"}},
		{"map in a message", "int64 area = 1", "int64 space = 1", []string{"properties Rooms.area /components/schemas/Rooms/additionalProperties/properties/area"}},

		{"scope", `name: "https://files.example.com/a"`, `name: "b"`, []string{"scopes https://files.example.com/a "}},
		{"parameter that is a field of the body", "File { string name", "File { string title", []string{
			"properties File.name /schemas/File/properties/name", "parameters files.insert?file.name /methods/insert/parameters/file.name",
		}},
		{"accepted media types", `accept: "*/*"`, ``, []string{"uploads files.insert /methods/insert/mediaUpload"}},
		{"maximum size", "max_size: 1024", "max_size: 1025", []string{"uploads files.insert /methods/insert/mediaUpload"}},
		{"upload path", `"/upload/v1/{folder}/files"`, `"/upload/v1/{other}/files"`, []string{"uploads files.insert /methods/insert/mediaUpload"}},
		{"upload path with an unknown field", `"/upload/v1/{folder}/files"`, `"/upload/v1/{none}/files"`, []string{"uploads files.insert /methods/insert/mediaUpload"}},
		{"malformed upload path", `"/upload/v1/{folder}/files"`, `"upload{"`, []string{"uploads files.insert /methods/insert/mediaUpload"}},
		{"resumable path", `resumable_path: "/resumable/v1/{folder}/files"`, ``, []string{"uploads files.insert /methods/insert/mediaUpload"}},
		{"download service", "{download_service: true}", "{}", []string{"downloads files.insert /methods/insert/supportsMediaDownload"}},
		{"download", "media_download: {download_service: true}", "", []string{"downloads files.insert /methods/insert/supportsMediaDownload"}},
		{"field of the body in the path", `{folder}/files" body: "file"`, `{file.folder}/files" body: "file"`, nil},
		{"field of the body in the upload path", `"/upload/v1/{folder}/files"`, `"/upload/v1/{file.folder}/files"`, nil},
		{"another field of the body in the path", `{folder}/files" body: "file"`, `{file.name}/files" body: "file"`, []string{"parameters files.insert?folder /methods/insert/parameters/folder"}},
		{"additional binding", `post: "/v1/{folder}/files"`, `post: "/v1/x/files" additional_bindings: {post: "/v1/{folder}/files"}`, nil},
		{"rule in the other option", `option (google.api.http) = {get: "/pets/{pet_id}"};`, `option (protolect.api.v1.method).http = {get: "/pets/{pet_id}.json"};`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, proto := pets, petsProto
			if !strings.Contains(petsProto, test.old) {
				text, proto = files, filesProto
			}
			if strings.Count(proto, test.old) != 1 {
				t.Fatalf("%q is not in the proto file once", test.old)
			}
			proto = strings.Replace(proto, test.old, test.new, 1)
			if strings.HasPrefix(test.new, "option (protolect.api.v1.method).http") { // no message literal may follow
				proto = strings.Replace(proto, `(protolect.api.v1.method) = {ids: "getPet"}`, `(protolect.api.v1.method).ids = "getPet"`, 1)
			}
			account := accounting.Count(parse(t, text), compile(t, proto))
			if diff := cmp.Diff(test.want, missing(account.Missing)); diff != "" {
				t.Errorf("Missing (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnexplained(t *testing.T) {
	at := func(pointer string) finding.Position { return finding.Position{Pointer: pointer} }
	account := &accounting.Account{Missing: []accounting.Missing{
		{Kind: accounting.Properties, Name: "A.b", At: at("/schemas/A/properties/b")},
		{Kind: accounting.Properties, Name: "B.c", At: at("/schemas/B/properties/c")},
		{Kind: accounting.Properties, Name: "C.d", At: at("/schemas/C/properties/d")},
		{Kind: accounting.Scopes, Name: "s", At: at("")},
	}}
	got := missing(account.Unexplained([]finding.Finding{
		{Position: at("/schemas/A")},
		{Position: at("/paths"), More: []finding.Position{at("/schemas/B/properties/c")}},
		{Position: at("/schemas/C/properties/d/type")}, // explains only a part
		{Position: at("")}, // explains nothing
	}))
	want := []string{"properties C.d /schemas/C/properties/d", "scopes s "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if account.Explained != 2 {
		t.Errorf("Explained = %d, want 2", account.Explained)
	}
}
