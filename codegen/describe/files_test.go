// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/describe"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

var (
	pkg   = &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}
	other = &model.Package{Name: "farm.v1", GoImport: "example.com/farm/v1/farmpb"}
)

// describeFiles returns the files of an API as text, by their names.
func describeFiles(t *testing.T, api *model.API) map[string]string {
	t.Helper()
	descriptors, err := describe.Files(api)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, d := range descriptors {
		files[d.Path()] = string(protofile.Print(d))
	}
	return files
}

// element returns what a file has from the line head to that of the closing brace, and the
// comment before it.
func element(t *testing.T, file, head string) string {
	t.Helper()
	lines := strings.Split(file, "\n")
	start := slices.IndexFunc(lines, func(l string) bool { return strings.TrimLeft(l, " ") == head || strings.TrimLeft(l, " ") == head+"}" })
	if start < 0 {
		t.Fatalf("no %q in\n%s", head, file)
	}
	indent, _, _ := strings.Cut(lines[start], head)
	end := start
	for !strings.HasSuffix(lines[start], "{}") && lines[end] != indent+"}" {
		end++
	}
	for start > 0 && strings.HasPrefix(lines[start-1], indent+"//") {
		start--
	}
	var text strings.Builder
	for _, l := range lines[start : end+1] {
		text.WriteString(strings.TrimPrefix(l, indent) + "\n")
	}
	return text.String()
}

// in moves a message, and the messages nested in it, into a package.
func in(p *model.Package, m *model.Message) *model.Message {
	m.Package = p
	for _, nested := range m.Messages {
		nested.Parent = m
		in(p, nested)
	}
	for _, e := range m.Enums {
		e.Package, e.Parent = p, m
	}
	return m
}

func field(name string, number int32, t model.Type) *model.Field {
	return &model.Field{Key: name, Name: name, Number: number, Type: t}
}

// with changes a field.
func with(f *model.Field, change func(*model.Field)) *model.Field {
	change(f)
	return f
}

func TestMessages(t *testing.T) {
	two := uint64(2)
	nested := in(pkg, &model.Message{Name: "Outer", Messages: []*model.Message{{Name: "Z"}, {Name: "B"}}, Enums: []*model.Enum{
		{Name: "Y", Schema: "Y", Values: []*model.EnumValue{{Key: "NONE", Name: "NONE"}}}, {Name: "C", Schema: "C", Values: []*model.EnumValue{{Key: "ZERO", Name: "ZERO"}}},
	}})
	nested.Fields = []*model.Field{
		field("entries", 1, model.Map{Value: nested.Messages[0]}), field("z", 2, nested.Messages[0]), field("y", 3, nested.Enums[0]), field("self", 4, nested),
	}
	for _, test := range []struct {
		name    string
		message *model.Message
		want    string
	}{
		{"nothing", &model.Message{Name: "M", Schema: "M"}, "message M {}\n"},
		{"described and deprecated", &model.Message{Name: "M", Schema: "M", Description: "What M is.", Deprecated: true}, `
// What M is.
message M {
  option deprecated = true;
}
`},
		{"called otherwise in the document", &model.Message{Name: "M", Schema: "m"}, `
message M {
  option (protolect.api.v1.message) = {schema: "m"};
}
`},
		{"a value in JSON", &model.Message{Name: "M", JSONValue: true, Fields: []*model.Field{with(field("values", 1, model.String), func(f *model.Field) { f.Repeated = true })}}, `
message M {
  option (protolect.api.v1.message) = {json_value: "values"};

  repeated string values = 1;
}
`},
		{"a union", &model.Message{Name: "M", IsUnion: true, Discriminator: "kind", Fields: []*model.Field{
			with(field("b", 2, model.Bool), func(f *model.Field) { f.Oneof, f.JSON.Discriminators = "v", []string{"B"} }),
			with(field("a", 1, model.Double), func(f *model.Field) { f.Oneof = "v" }),
		}}, `
message M {
  option (protolect.api.v1.message).json_union = {discriminator: "kind"};

  oneof v {
    double a = 1;

    bool b = 2 [(protolect.api.v1.field) = {
      json_discriminator: ["B"]
    }];
  }
}
`},
		{"reserved", &model.Message{Name: "M", Reserved: []model.Reserved{{Number: 4, Name: "old"}, {Number: 536870911}}}, `
message M {
  reserved 4, 536870911;
  reserved "old";
}
`},
		{"nested", nested, `
message Outer {
  message B {}

  message Z {}

  enum C {
    ZERO = 0;
  }

  enum Y {
    NONE = 0;
  }

  map<string, Z> entries = 1;

  Z z = 2;

  Y y = 3;

  Outer self = 4;
}
`},
		{"scalars and well-known types", &model.Message{Name: "M", Fields: []*model.Field{
			field("a", 1, model.Bool), field("b", 2, model.Int32), field("c", 3, model.UInt32), field("d", 4, model.Int64), field("e", 5, model.UInt64),
			field("f", 6, model.Float), field("g", 7, model.Double), field("h", 8, model.String), field("i", 9, model.Bytes),
			field("j", 10, model.TimestampType), field("k", 11, model.WellKnown("google.protobuf.NullValue")), field("l", 12, model.Map{Value: model.Int64}),
		}}, `
message M {
  bool a = 1;

  int32 b = 2;

  uint32 c = 3;

  int64 d = 4;

  uint64 e = 5;

  float f = 6;

  double g = 7;

  string h = 8;

  bytes i = 9;

  google.protobuf.Timestamp j = 10;

  google.protobuf.NullValue k = 11;

  map<string, int64> l = 12;
}
`},
		{"what is said of fields", &model.Message{Name: "M", Fields: []*model.Field{
			with(field("a", 1, model.String), func(f *model.Field) {
				f.Description, f.Deprecated, f.Optional = "What a is.", true, true
				f.Behaviors = []model.Behavior{model.Required, model.Immutable}
			}),
			with(field("b_c", 2, model.Int64), func(f *model.Field) { f.Key, f.JSON.Number = "b-c", true }),
			with(field("d", 3, model.Bytes), func(f *model.Field) { f.JSON.Base64URL = true }),
			with(field("e", 4, model.String), func(f *model.Field) { f.RequestID, f.ClientDefault = true, true }),
			with(field("f", 5, model.String), func(f *model.Field) { f.Parameter.Header, f.Status = "X-F", "202" }),
			with(field("g", 6, model.String), func(f *model.Field) {
				f.Constraints.Pattern, f.CheckedBySender = "^a*$", true
			}),
			with(field("h", 7, model.String), func(f *model.Field) {
				f.Repeated, f.Constraints, f.CheckedBySender = true, model.Constraints{MinItems: &two, MaxItems: &two, Pattern: "^a*$"}, true
			}),
			with(field("i", 8, model.String), func(f *model.Field) { f.Constraints.Pattern = "^b*$" }),
		}}, `
message M {
  // What a is.
  optional string a = 1 [
    deprecated = true,
    (google.api.field_behavior) = REQUIRED,
    (google.api.field_behavior) = IMMUTABLE
  ];

  int64 b_c = 2 [
    json_name = "b-c",
    (protolect.api.v1.field) = {json_number: true}
  ];

  bytes d = 3 [(protolect.api.v1.field) = {json_base64url: true}];

  string e = 4 [
    (google.api.field_info) = {format: UUID4},
    (protolect.api.v1.field) = {client_default: true}
  ];

  string f = 5 [(protolect.api.v1.field) = {
    parameter: {header: "X-F"}
    http_status: "202"
  }];

  string g = 6 [
    (buf.validate.field).string = {pattern: "^a*$"},
    (protolect.api.v1.field) = {pattern: "^a*$"}
  ];

  repeated string h = 7 [
    (buf.validate.field) = {
      repeated: {
        min_items: 2
        max_items: 2
        items: {
          string: {pattern: "^a*$"}
        }
      }
      ignore: IGNORE_IF_ZERO_VALUE
    },
    (protolect.api.v1.field) = {
      min_items: 2
      max_items: 2
    }
  ];

  string i = 8 [(buf.validate.field).string = {pattern: "^b*$"}];
}
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			api := &model.API{Document: new(document.API), Package: pkg, Messages: []*model.Message{in(pkg, test.message)}}
			files := describeFiles(t, api)
			got := element(t, files["zoo/v1/zoo.proto"], "message "+test.message.Name+" {")
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(files) != 1 {
				t.Errorf("%d files, want none for services", len(files))
			}
		})
	}
}

func TestEnums(t *testing.T) {
	for _, test := range []struct {
		name string
		enum model.Enum
		want string
	}{
		{"values in order of their numbers", model.Enum{Name: "E", Schema: "E", Description: "What E is.", Values: []*model.EnumValue{
			{Key: "B", Name: "B", Number: 2, Deprecated: true}, {Key: "A", Name: "A", Number: 1, Description: "What A is."}, {Key: "NONE", Name: "NONE"},
		}}, `
// What E is.
enum E {
  NONE = 0;

  // What A is.
  A = 1;

  B = 2 [deprecated = true];
}
`},
		{"what JSON has otherwise", model.Enum{Name: "E", Schema: "e", JSONNumber: true, Values: []*model.EnumValue{
			{Key: "", Name: "E_UNSPECIFIED", Absent: true}, {Key: "1", Name: "E_1", Number: 1},
		}}, `
enum E {
  option (protolect.api.v1.enum) = {
    json_number: true
    schema: "e"
  };

  E_UNSPECIFIED = 0 [(protolect.api.v1.enum_value) = {absent: true}];

  E_1 = 1 [(protolect.api.v1.enum_value) = {json_name: "1"}];
}
`},
		{"an absent value that the API itself has", model.Enum{Name: "E", Schema: "E", Values: []*model.EnumValue{{Name: "NONE", Absent: true, Official: new(model.Official)}}}, `
enum E {
  NONE = 0;
}
`},
		{"reserved", model.Enum{Name: "E", Schema: "E", Values: []*model.EnumValue{{Key: "NONE", Name: "NONE"}}, Reserved: []model.Reserved{{Number: 3, Name: "OLD"}, {Number: 2147483647}}}, `
enum E {
  reserved 3, 2147483647;
  reserved "OLD";

  NONE = 0;
}
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.enum.Package = pkg
			files := describeFiles(t, &model.API{Document: new(document.API), Package: pkg, Enums: []*model.Enum{&test.enum}})
			got := element(t, files["zoo/v1/zoo.proto"], "enum E {")
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func template(t *testing.T, text string) pathtemplate.Template {
	t.Helper()
	parsed, err := pathtemplate.ParseOpenAPI(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// TestMethods describes a method M whose request has a name, a body and a list.
func TestMethods(t *testing.T) {
	name, body, list := field("name", 1, model.String), field("body", 2, model.StructType), field("list", 3, model.Int32)
	list.Repeated = true
	get := model.Binding{HTTPMethod: "GET", Path: template(t, "/v1/{id=pets/*}"), Variables: map[string][]*model.Field{"id": {name}}}
	bind := func(method string, change func(*model.Binding)) model.Binding {
		b := get
		b.HTTPMethod = method
		if change != nil {
			change(&b)
		}
		return b
	}
	for _, test := range []struct {
		name      string
		method    model.Method
		operation document.Operation
		doc       document.API
		want      string
	}{
		{"plain", model.Method{Bindings: []model.Binding{get}}, document.Operation{Description: "Does it."}, document.API{}, `
// Does it.
rpc M(MRequest) returns (google.protobuf.Empty) {
  option (google.api.http) = {get: "/v1/{name=pets/*}"};
  option (protolect.api.v1.method) = {
    ids: ["zoo.m"]
  };
}
`},
		{"several bindings", model.Method{Bindings: []model.Binding{
			bind("POST", func(b *model.Binding) { b.WholeBody = true }), bind("PUT", func(b *model.Binding) { b.Body = body }), bind("PATCH", nil), bind("DELETE", nil), bind("HEAD", nil),
		}}, document.Operation{
			Deprecated: true, Tags: []string{"a", "b"}, Limitations: []string{"Not this."},
			Security: []document.Requirement{
				{{Scheme: "oauth", Scopes: []string{"read", "write"}}, {Scheme: "key"}},
				{{Scheme: "oauth", Scopes: []string{"read", "write"}}}, {{Scheme: "oauth", Scopes: []string{"admin"}}},
			},
		}, document.API{}, `
// Not this.
//
// Required scopes of oauth: read, write; or admin.
//
// Tags: a, b.
rpc M(MRequest) returns (google.protobuf.Empty) {
  option deprecated = true;
  option (google.api.http) = {
    post: "/v1/{name=pets/*}"
    body: "*"
    additional_bindings: {
      put: "/v1/{name=pets/*}"
      body: "body"
    }
    additional_bindings: {patch: "/v1/{name=pets/*}"}
    additional_bindings: {delete: "/v1/{name=pets/*}"}
    additional_bindings: {
      custom: {
        kind: "HEAD"
        path: "/v1/{name=pets/*}"
      }
    }
  };
  option (protolect.api.v1.method) = {
    ids: ["zoo.m"]
    security: {
      schemes: [
        "oauth",
        "key"
      ]
    }
    security: {
      schemes: ["oauth"]
    }
  };
}
`},
		{"a GET with a body", model.Method{Bindings: []model.Binding{bind("GET", func(b *model.Binding) { b.Body = body })}}, document.Operation{}, document.API{}, `
rpc M(MRequest) returns (google.protobuf.Empty) {
  option (protolect.api.v1.method) = {
    ids: ["zoo.m"]
    http: {
      get: "/v1/{name=pets/*}"
      body: "body"
    }
  };
}
`},
		{"a list in the path", model.Method{Bindings: []model.Binding{bind("GET", func(b *model.Binding) { b.Variables = map[string][]*model.Field{"id": {list}} })}}, document.Operation{}, document.API{}, `
rpc M(MRequest) returns (google.protobuf.Empty) {
  option (protolect.api.v1.method) = {
    ids: ["zoo.m"]
    http: {get: "/v1/{list=pets/*}"}
  };
}
`},
		{"a form, at another place than the rest", model.Method{Bindings: []model.Binding{bind("POST", func(b *model.Binding) { b.Body = body })}, BodyParts: []model.BodyPart{
			{Name: "photo", ContentType: "image/png", Base64: true}, {Name: "tags", Parameter: model.Parameter{Separator: "|"}},
		}}, document.Operation{Body: new(document.Schema), BodyType: "multipart/form-data", Host: "b.example.com", BasePath: "/b", APIVersion: "2"}, document.API{BasePath: "/a"}, `
rpc M(MRequest) returns (google.protobuf.Empty) {
  option (google.api.http) = {
    post: "/v1/{name=pets/*}"
    body: "body"
  };
  option (protolect.api.v1.method) = {
    ids: ["zoo.m"]
    api_version: "2"
    body: {
      media_type: "multipart/form-data"
      optional: true
      parts: {
        name: "photo"
        content_type: "image/png"
        base64: true
      }
      parts: {
        name: "tags"
        parameter: {separator: "|"}
      }
    }
    host: "b.example.com"
    base_path: "/b"
  };
}
`},
		{"a body of JSON that is required", model.Method{Bindings: []model.Binding{bind("POST", func(b *model.Binding) { b.Body = body })}},
			document.Operation{Body: new(document.Schema), BodyType: "application/json", BodyRequired: true}, document.API{}, `
rpc M(MRequest) returns (google.protobuf.Empty) {
  option (google.api.http) = {
    post: "/v1/{name=pets/*}"
    body: "body"
  };
  option (protolect.api.v1.method) = {
    ids: ["zoo.m"]
  };
}
`},
		{"pages", model.Method{Bindings: []model.Binding{get}, Paging: &model.Paging{
			PageToken: []*model.Field{body, name}, NextPageToken: []*model.Field{name}, Items: []*model.Field{body, list}, PageNumber: []*model.Field{list}, NextLink: []*model.Field{name}, PageCount: []*model.Field{body},
		}}, document.Operation{}, document.API{}, `
rpc M(MRequest) returns (google.protobuf.Empty) {
  option (google.api.http) = {get: "/v1/{name=pets/*}"};
  option (protolect.api.v1.method) = {
    ids: ["zoo.m"]
    paging: {
      page_token: "body.name"
      next_page_token: "name"
      items: "body.list"
      page_number: "list"
      next_link: "name"
      page_count: "body"
    }
  };
}
`},
		{"media at a place of its own", model.Method{Bindings: []model.Binding{get},
			Upload:   &model.Upload{Upload: &document.Upload{Simple: template(t, "/up/{id}")}},
			Download: &model.Download{Download: new(document.Download)},
		}, document.Operation{}, document.API{}, `
rpc M(MRequest) returns (google.protobuf.Empty) {
  option (google.api.http) = {get: "/v1/{name=pets/*}"};
  option (protolect.api.v1.method) = {
    ids: ["zoo.m"]
    media_upload: {simple_path: "/up/{name}"}
    media_download: {}
  };
}
`},
		{"media and errors", model.Method{Bindings: []model.Binding{get},
			Upload:   &model.Upload{Upload: &document.Upload{Accept: []string{"image/*"}, MaxSize: 9, Simple: template(t, "/up"), Resumable: template(t, "/more")}, Required: true},
			Download: &model.Download{Download: &document.Download{Service: true}, Only: true},
			Errors:   []model.NamedError{{Status: 409, Name: "TAKEN", Description: "the name is taken"}},
			Accept:   []string{"text/plain"},
		}, document.Operation{Scopes: []string{"https://example.com/auth/b", "https://example.com/auth/a"}, Responses: []*document.Response{
			{Status: "200"}, {Status: "201", MediaType: "application/json", Schema: new(document.Schema)},
			{Status: "404", Schema: &document.Schema{Kind: document.Ref, Ref: "fault"}}, {Status: "500", Schema: &document.Schema{Kind: document.Object}}, {Status: "501"},
		}, Response: new(document.Schema)}, document.API{}, `
rpc M(MRequest) returns (google.protobuf.Empty) {
  option (google.api.http) = {get: "/v1/{name=pets/*}"};
  option (protolect.api.v1.method) = {
    ids: ["zoo.m"]
    oauth_scopes: [
      "https://example.com/auth/b",
      "https://example.com/auth/a"
    ]
    media_upload: {
      accept: ["image/*"]
      max_size: 9
      simple_path: "/up"
      resumable_path: "/more"
      required: true
    }
    media_download: {
      only: true
      download_service: true
    }
    errors: {
      http_status: 409
      name: "TAKEN"
      description: "the name is taken"
    }
    error_responses: {
      status: "404"
      message: "farm.v1.Fault"
    }
    accept: ["text/plain"]
    empty_response: true
  };
}
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := test.method
			m.Name, m.Response, m.Operations = "M", model.EmptyType, []*document.Operation{&test.operation}
			m.Request = in(pkg, &model.Message{Name: "MRequest", CreatedFor: &m, Fields: []*model.Field{name, body, list}})
			test.operation.ID = "zoo.m"
			fault := in(other, &model.Message{Name: "Fault", Schema: "fault"})
			files := describeFiles(t, &model.API{Document: &test.doc, Package: pkg, Messages: []*model.Message{m.Request, fault}, Services: []*model.Service{{Name: "S", Methods: []*model.Method{&m}}}})
			got := element(t, files["zoo/v1/zoo_service.proto"], "rpc M(MRequest) returns (google.protobuf.Empty) {")
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(files) != 2 || !strings.Contains(files["zoo/v1/zoo_service.proto"], "message MRequest {") {
				t.Errorf("%d files, want one for the service with the request:\n%s", len(files), files["zoo/v1/zoo_service.proto"])
			}
		})
	}
}

// TestServices has two services, of which the tags of the document tell.
func TestServices(t *testing.T) {
	method := func(name, scope string, tags ...string) *model.Method {
		m := &model.Method{Name: name, Response: model.EmptyType, Operations: []*document.Operation{{ID: name, Tags: tags, Scopes: []string{scope}, BasePath: "/base"}}, Bindings: []model.Binding{{HTTPMethod: "GET", Path: template(t, "/"+name)}}}
		m.Request = in(pkg, &model.Message{Name: name + "Request", CreatedFor: m})
		return m
	}
	cats := &model.Service{Name: "CatsService", Resource: []string{"cats"}, Methods: []*model.Method{method("Feed", "b", "cats", "dogs"), method("Pet", "a", "cats")}}
	dogs := &model.Service{Name: "DogsService", Resource: []string{"dogs"}, GRPCName: "zoo.Dogs", Methods: []*model.Method{method("Walk", "b", "dogs")}}
	dogs.Example = &model.Example{Method: dogs.Methods[0], Request: "{}", Endpoint: "https://dogs.example.com"}
	for _, s := range []*model.Service{cats, dogs} {
		for _, m := range s.Methods {
			m.Service = s
		}
	}
	api := &model.API{
		Document: &document.API{
			Name: "zoo", Title: "The Zoo API", Version: "v1", Revision: "1.2", Description: "Keeps pets.", DocumentationURL: "https://example.com/docs", Host: "zoo.example.com",
			Conventions: document.Conventions{RevisionIsVersion: true, ServicePerTag: true, StatesSecurity: true}, DataWrapper: true, BasePath: "/base", Servers: []*document.Server{{URL: "https://zoo.example.com/base"}},
			Tags:      []*document.Tag{{Name: "cats", Description: "About cats."}, {Name: "dogs"}, {Name: "more", Description: "About more."}},
			Scopes:    []document.Scope{{Name: "a", Description: "A."}},
			Endpoints: []document.Endpoint{{Location: "eu", URL: "https://eu.example.com", Description: "Europe"}},
		},
		Notice: "in part", Package: pkg, Services: []*model.Service{cats, dogs},
		Messages: []*model.Message{cats.Methods[0].Request, cats.Methods[1].Request, dogs.Methods[0].Request},
	}
	got, _, _ := strings.Cut(describeFiles(t, api)["zoo/v1/zoo_service.proto"], "message FeedRequest")
	want := `// Code generated by protolect from zoo v1, revision 1.2. DO NOT EDIT.
syntax = "proto3";

// Zoo API, version 1.2, in part.
//
// Keeps pets.
//
// more: About more.
//
// Documentation: https://example.com/docs
package zoo.v1;

import "google/api/annotations.proto";
import "google/api/client.proto";
import "google/protobuf/empty.proto";
import "protolect/api/v1/annotations.proto";

option go_package = "example.com/zoo/v1/zoopb";
option (protolect.api.v1.file) = {
  oauth_scopes: {
    name: "a"
    description: "A."
  }
  data_wrapper: true
  endpoints: {
    location: "eu"
    url: "https://eu.example.com"
    description: "Europe"
  }
  anonymous: true
  base_path: "/base"
};

// CatsService contains the methods of the Zoo API with the tag cats.
//
// About cats.
service CatsService {
  option (google.api.default_host) = "zoo.example.com";
  option (google.api.oauth_scopes) = "a,b";

  // Tags: cats, dogs.
  rpc Feed(FeedRequest) returns (google.protobuf.Empty) {
    option (google.api.http) = {get: "/Feed"};
    option (protolect.api.v1.method) = {
      ids: ["Feed"]
      oauth_scopes: ["b"]
    };
  }

  rpc Pet(PetRequest) returns (google.protobuf.Empty) {
    option (google.api.http) = {get: "/Pet"};
    option (protolect.api.v1.method) = {
      ids: ["Pet"]
      oauth_scopes: ["a"]
    };
  }
}

// DogsService contains the methods of the Zoo API with the tag dogs.
//
// Methods of other services with this tag: CatsService.Feed.
service DogsService {
  option (google.api.default_host) = "zoo.example.com";
  option (google.api.oauth_scopes) = "b";
  option (protolect.api.v1.service) = {
    example: {
      method: "Walk"
      request_json: "{}"
      endpoint: "https://dogs.example.com"
    }
    grpc_name: "zoo.Dogs"
  };

  rpc Walk(WalkRequest) returns (google.protobuf.Empty) {
    option (google.api.http) = {get: "/Walk"};
    option (protolect.api.v1.method) = {
      ids: ["Walk"]
      oauth_scopes: ["b"]
    };
  }
}

`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOneService checks that the comment of a single service contains all tags.
func TestOneService(t *testing.T) {
	m := &model.Method{Name: "Feed", Response: model.EmptyType, Operations: []*document.Operation{{}}, Bindings: []model.Binding{{HTTPMethod: "GET", Path: template(t, "/feed")}}}
	m.Request = in(pkg, &model.Message{Name: "FeedRequest", CreatedFor: m})
	files := describeFiles(t, &model.API{
		Document: &document.API{Title: "Zoo", Version: "v1", Tags: []*document.Tag{{Name: "cats", Description: "About cats."}, {Name: "dogs", Description: "About dogs."}, {Name: "cows"}}},
		Package:  pkg, Services: []*model.Service{{Name: "ZooService", Methods: []*model.Method{m}}}, Messages: []*model.Message{m.Request},
	})
	want := "// ZooService contains the methods of the Zoo API.\n//\n// The methods are grouped as follows:\n//\n// cats: About cats.\n//\n// dogs: About dogs.\nservice ZooService {"
	if got := files["zoo/v1/zoo_service.proto"]; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}

// TestFilesFail refers to messages that no file declares, in a file that does not exist and in one that does.
func TestFilesFail(t *testing.T) {
	for _, p := range []*model.Package{other, pkg} {
		m := in(pkg, &model.Message{Name: "M", Fields: []*model.Field{field("a", 1, &model.Message{Name: "Lost", Package: p})}})
		files, err := describe.Files(&model.API{Document: new(document.API), Package: pkg, Messages: []*model.Message{m}})
		if err == nil || !strings.HasPrefix(err.Error(), "zoo/v1/zoo.proto: ") || files != nil {
			t.Errorf("%s.Lost: got %d files, %v", p.Name, len(files), err)
		}
	}
}

// TestPackages describes an API with messages of several packages, whose services and messages refer to
// each other.
func TestPackages(t *testing.T) {
	zebra := &model.Package{Name: "zebra.v1", GoImport: "example.com/zebra/v1/zebrapb"}
	kind := &model.Enum{Name: "Kind", Schema: "Kind", Package: other, Values: []*model.EnumValue{{Key: "NONE", Name: "NONE"}}}
	pet := in(pkg, &model.Message{Name: "Pet", Schema: "Pet", Fields: []*model.Field{field("kind", 1, kind)}})
	cow := in(other, &model.Message{Name: "Cow", Schema: "Cow"})
	stripe := in(zebra, &model.Message{Name: "Stripe", Schema: "Stripe"})
	m := &model.Method{Name: "Feed", Response: pet, Operations: []*document.Operation{{ID: "feed"}}, Bindings: []model.Binding{{HTTPMethod: "GET", Path: template(t, "/feed")}}}
	m.Request = in(pkg, &model.Message{Name: "FeedRequest", CreatedFor: m, Fields: []*model.Field{
		with(field("id", 1, model.String), func(f *model.Field) { f.RequestID = true }), field("name", 2, model.String),
	}})
	api := &model.API{
		Document: &document.API{
			Conventions:     document.Conventions{SendsRequired: true, StatesSecurity: true},
			SecuritySchemes: []*document.SecurityScheme{{Name: "key", Kind: document.APIKey, In: "query", Parameter: "k"}},
		},
		Package: pkg, Enums: []*model.Enum{kind}, Messages: []*model.Message{stripe, cow, pet, m.Request},
		Services: []*model.Service{{Name: "ZooService", Methods: []*model.Method{m}}},
	}
	descriptors, err := describe.Files(api)
	if err != nil {
		t.Fatal(err)
	}
	texts := make(map[string]string)
	var names []string
	for _, d := range descriptors {
		names = append(names, d.Path())
		texts[d.Path()] = string(protofile.Print(d))
	}
	if diff := cmp.Diff([]string{"farm/v1/farm.proto", "zoo/v1/zoo.proto", "zebra/v1/zebra.proto", "zoo/v1/zoo_service.proto"}, names); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for name, parts := range map[string][]string{
		"farm/v1/farm.proto":   {"message Cow {}", "enum Kind {", "json_required: true"},
		"zebra/v1/zebra.proto": {"message Stripe {}", "json_required: true"},
		"zoo/v1/zoo.proto":     {"farm.v1.Kind kind = 1;", `import "farm/v1/farm.proto";`, "json_required: true"},
		"zoo/v1/zoo_service.proto": {
			"rpc Feed(FeedRequest) returns (Pet) {", `import "zoo/v1/zoo.proto";`, `auto_populated_fields: ["id"]`, "security_schemes: {", `query: "k"`,
		},
	} {
		for _, part := range parts {
			if !strings.Contains(texts[name], part) {
				t.Errorf("no %q in %s:\n%s", part, name, texts[name])
			}
		}
	}
	if strings.Contains(texts["zoo/v1/zoo_service.proto"], "anonymous") {
		t.Error("an API with a security scheme is not anonymous")
	}
}
