// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient_test

import (
	"path"
	"strings"
	"testing"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/codegen/protofile"
)

// generateProto returns the files of a service by their names. The text is that of a file of
// the package zoo.v1, of which more is said in comment lines.
func generateProto(t *testing.T, text string, about ...string) (map[string]string, error) {
	t.Helper()
	text = `syntax = "proto3";
		// Zoo API, version 1.
		` + strings.Join(about, "") + `package zoo.v1;
		import "buf/validate/validate.proto";
		import "google/api/annotations.proto";
		import "google/api/client.proto";
		import "google/api/field_behavior.proto";
		import "google/protobuf/empty.proto";
		import "protolect/api/v1/annotations.proto";
		option go_package = "example.com/zoo/v1/zoopb";
		` + text
	generated, err := goclient.Generate(compileProto(t, text))
	texts := make(map[string]string)
	for _, f := range generated {
		texts[path.Base(f.Name)] = string(f.Text)
	}
	return texts, err
}

// generateText returns the files of a whole file, which has to import nothing but
// google.api.http.
func generateText(t *testing.T, text string) []goclient.File {
	t.Helper()
	text = strings.Replace(text, "option go_package", "import \"google/api/annotations.proto\"; option go_package", 1)
	files, err := goclient.Generate(compileProto(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// compileProto returns a file as plugins get it.
func compileProto(t *testing.T, text string) *protogen.File {
	t.Helper()
	files, err := protofile.Compile(t.Context(), func(path string) ([]byte, error) {
		if path != "zoo.proto" {
			return nil, protoregistry.NotFound
		}
		return []byte(text), nil
	}, "zoo.proto")
	if err != nil {
		t.Fatal(err)
	}
	// The compiler's options are dynamic messages; a plugin reads its own from the wire.
	wire, err := proto.Marshal(&pluginpb.CodeGeneratorRequest{FileToGenerate: []string{"zoo.proto"}, ProtoFile: protofile.WithImports(files)})
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
	return plugin.FilesByPath["zoo.proto"]
}

// TestMethods checks the comment, the signature and the call of methods.
func TestMethods(t *testing.T) {
	const messages = `
		message Pet { string name = 1; message Tag {} enum Kind { KIND_UNSPECIFIED = 0; } }
		message Pets {
			repeated Pet pets = 1; repeated string names = 2; repeated bytes photos = 3; repeated Pet.Kind kinds = 4; repeated double sizes = 5;
			repeated float weights = 6; repeated sint32 a = 7; repeated fixed64 b = 8; repeated sfixed64 c = 9; repeated fixed32 d = 10; repeated bool e = 11;
			string next = 12; string token = 13; Pets inner = 14;
		}
		message Fault { message Detail {} }
		`
	pages := func(items string) string {
		return `rpc M(Pets) returns (Pets) { option (google.api.http).get = "/v1/m"; option (protolect.api.v1.method).paging = { page_token: "token" next_page_token: "next" items: "` + items + `" }; }`
	}
	yields := func(item, field string) []string {
		return []string{
			"M(ctx context.Context, req *zoopb.Pets, opts ...rest.CallOption) *rest.Pager[*zoopb.Pets, " + item + "] {",
			`return stub.NewPager(ctx, c.stub, "M", req, (*zoopb.Pets).Get` + field + `, opts...)`,
			"// The first request is sent when iteration starts.\n",
		}
	}
	get := func(options string) string {
		return `rpc M(Pet) returns (Pet) { option (google.api.http).get = "/v1/m"; ` + options + `}`
	}
	for _, test := range []struct {
		name, rpc string
		want      []string
		without   string
	}{
		{"plain", get(""), []string{"// M calls GET /v1/m.\nfunc (c *Client) M(ctx context.Context, req *zoopb.Pet, opts ...rest.CallOption) (*zoopb.Pet, error) {", `c.stub.Call(ctx, "M", req, resp, opts...)`}, "scopes"},
		{"no response", `rpc M(Pet) returns (google.protobuf.Empty) { option (google.api.http).delete = "/v1/m"; }`,
			[]string{"// M calls DELETE /v1/m.\nfunc (c *Client) M(ctx context.Context, req *zoopb.Pet, opts ...rest.CallOption) error {"}, "resp :="},
		{"put", `rpc M(Pet) returns (Pet) { option (google.api.http) = { put: "/v1/m" body: "*" additional_bindings { patch: "/v1/n" } }; }`, []string{"// M calls PUT /v1/m.\n"}, "PATCH"},
		{"patch", `rpc M(Pet) returns (Pet) { option (google.api.http).patch = "/v1/m"; }`, []string{"// M calls PATCH /v1/m.\n"}, ""},
		{"another method of HTTP", `rpc M(Pet) returns (Pet) { option (google.api.http).custom = { kind: "HEAD" path: "/v1/m" }; }`, []string{"// M calls HEAD /v1/m.\n"}, ""},
		{"a rule that google.api.http cannot express", `rpc M(Pet) returns (Pet) { option (protolect.api.v1.method).http = { get: "/v1/m.{name}" }; }`, []string{"// M calls GET /v1/m.{name}.\n"}, ""},
		{"another host", get(`option (protolect.api.v1.method).host = "eu.example.com";`), []string{"// M calls GET /v1/m at eu.example.com.\n"}, ""},
		{"described by a verb", "// Returns a pet.\n" + get(""), []string{"// M returns a pet.\n//\n// M calls GET /v1/m.\n"}, ""},
		{"described otherwise", "// A pet.\n" + get(""), []string{"// M calls GET /v1/m.\n//\n// A pet.\n"}, ""},
		{"described by this", "// This returns a pet.\n" + get(""), []string{"// M calls GET /v1/m.\n//\n// This returns a pet.\n"}, ""},
		{"deprecated", get("option deprecated = true;"), []string{"//\n// Deprecated: The API has deprecated this method.\nfunc"}, ""},
		{"several operations", get(`option (protolect.api.v1.method) = { ids: ["a", "b"] };`), []string{"//\n// M combines the API methods a and b.\n"}, ""},
		{"one operation", get(`option (protolect.api.v1.method) = { ids: ["a"] };`), nil, "combines"},
		{"a scope", get(`option (protolect.api.v1.method) = { oauth_scopes: ["x"] };`), []string{"// This OAuth 2.0 scope is required:\n//   - x\n"}, "One of"},
		{"scopes", get(`option (protolect.api.v1.method) = { oauth_scopes: ["x", "y"] };`), []string{"// One of these OAuth 2.0 scopes is required:\n//   - x\n//   - y\n"}, ""},
		{"a key of the call", get(`option (protolect.api.v1.method) = { auto_populated_fields: ["name"] };`), []string{"// If Name is empty, the client sends a random UUID. To repeat a failed call, set Name\n// to the RequestID of its [rest.Error].\n"}, ""},
		{"errors", get(`option (protolect.api.v1.method) = {
				errors { http_status: 404 name: "NOT_HERE" description: "there is none" }
				error_responses { status: "400" message: "zoo.v1.Fault.Detail" } error_responses { status: "401" message: "zoo.v1.Fault.Detail" } error_responses { status: "403" message: "zoo.v1.Fault.Detail" }
				error_responses { status: "500" message: "farm.v1.Fault" } error_responses { status: "default" message: "farm.v1.Fault" }
			};`), []string{
			"// If there is none, the error matches [ErrNotHere].\n",
			"// An error with status 400, 401 or 403 contains a [zoopb.Fault_Detail], which [rest.Detail] returns.\n" +
				"// An error with any status except 400, 401 and 403 contains a farm.v1.Fault, which [rest.Detail] returns.\n",
		}, ""},
		{"errors of one message", get(`option (protolect.api.v1.method) = {
				error_responses { status: "404" message: "zoo.v1.Fault" } error_responses { status: "default" message: "zoo.v1.Fault" }
			};`), []string{"// An error contains a [zoopb.Fault], which [rest.Detail] returns.\n"}, ""},
		{"pages of messages", pages("pets"), yields("*zoopb.Pet", "Pets"), ""},
		{"pages of texts", pages("names"), yields("string", "Names"), ""},
		{"pages of bytes", pages("photos"), yields("[]byte", "Photos"), ""},
		{"pages of enums", pages("kinds"), yields("zoopb.Pet_Kind", "Kinds"), ""},
		{"pages of doubles", pages("sizes"), yields("float64", "Sizes"), ""},
		{"pages of floats", pages("weights"), yields("float32", "Weights"), ""},
		{"pages of sint32", pages("a"), yields("int32", "A"), ""},
		{"pages of fixed64", pages("b"), yields("uint64", "B"), ""},
		{"pages of sfixed64", pages("c"), yields("int64", "C"), ""},
		{"pages of fixed32", pages("d"), yields("uint32", "D"), ""},
		{"pages of bool", pages("e"), yields("bool", "E"), ""},
		{"pages of messages in a message", pages("inner.pets"), []string{"*rest.Pager[*zoopb.Pets, *zoopb.Pet] {", "func(page *zoopb.Pets) []*zoopb.Pet { return page.GetInner().GetPets() }"}, ""},
		{"pages of texts in a message", pages("inner.names"), []string{"*rest.Pager[*zoopb.Pets, string] {", "func(page *zoopb.Pets) []string { return page.GetInner().GetNames() }"}, ""},
		{"pages without items", pages(""), []string{"*rest.Pager[*zoopb.Pets, *zoopb.Pets] {", "func(page *zoopb.Pets) []*zoopb.Pets { return []*zoopb.Pets{page} }"}, ""},
		{"an upload alone", get(`option (protolect.api.v1.method).media_upload = { required: true simple_path: "/up/m" resumable_path: "/more/m" max_size: 9 accept: ["image/*", "video/*"] };`), []string{
			"// M calls GET /up/m.\n//\n// The client reads media until io.EOF and does not close it. The maximum size is 9 bytes. The media type must match image/* or video/*.\n" +
				"func (c *Client) M(ctx context.Context, req *zoopb.Pet, media io.Reader, opts ...rest.CallOption) (*zoopb.Pet, error) {",
			`c.stub.Upload(ctx, "M", req, resp, media, opts...)`,
		}, "c.stub.Call"},
		{"an upload in parts, of any type", get(`option (protolect.api.v1.method).media_upload = { required: true resumable_path: "/more/m" accept: ["*/*"] };`), []string{"// M calls GET /more/m.\n//\n// The client reads media until io.EOF and does not close it.\n"}, "media type"},
		{"a call with or without an upload", get(`option (protolect.api.v1.method).media_upload = { simple_path: "/up/m" };`), []string{
			"// M calls GET /v1/m.\nfunc", "// MWithMedia is like M but also uploads media.\n//\n// MWithMedia calls GET /up/m.\n", ") MWithMedia(ctx context.Context, req *zoopb.Pet, media io.Reader,",
		}, ""},
		{"an upload whose name another method has", get(`option (protolect.api.v1.method).media_upload = { simple_path: "/up/m" };`) + `rpc MWithMedia(Pet) returns (Pet) { option (google.api.http).get = "/v1/n"; }`,
			[]string{"// MWithMedia_ is like M but also uploads media.\n", ") MWithMedia_(ctx", "// MWithMedia calls GET /v1/n.\n"}, ""},
		{"an upload without a response", `rpc M(Pet) returns (google.protobuf.Empty) { option (google.api.http).post = "/v1/m"; option (protolect.api.v1.method).media_upload = { required: true simple_path: "/up/m" }; }`,
			[]string{"media io.Reader, opts ...rest.CallOption) error {"}, "resp :="},
		{"a download alone", get(`option (protolect.api.v1.method).media_download = { only: true };`), []string{
			"// M calls GET /v1/m?alt=media.\n//\n// The caller must close the returned [rest.Download].\nfunc (c *Client) M(ctx context.Context, req *zoopb.Pet, opts ...rest.CallOption) (*rest.Download, error) {\n\treturn c.stub.Download(ctx, \"M\", req, opts...)",
		}, "c.stub.Call"},
		{"a call and a download", get(`option (protolect.api.v1.method).media_download = {};`), []string{
			"// M calls GET /v1/m.\nfunc", "// MMedia is like M but returns media instead of a response message.\n//\n// MMedia calls GET /v1/m?alt=media.\n", ") MMedia(ctx",
		}, ""},
		{"a method that is called Close", `rpc Close(Pet) returns (Pet) { option (google.api.http).get = "/v1/m"; }`, []string{"func (c *Client) CloseClient() error", "func (c *Client) Close(ctx"}, ""},
		{"close", get(""), []string{"func (c *Client) Close() error { return c.stub.Close() }"}, "CloseClient"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files, err := generateProto(t, messages+`service Zoo { option (google.api.default_host) = "zoo.example.com";

`+test.rpc+"}")
			if err != nil {
				t.Fatal(err)
			}
			client := files["client.go"]
			for _, want := range test.want {
				if !strings.Contains(client, want) {
					t.Errorf("no %q in\n%s", want, client)
				}
			}
			if test.without != "" && strings.Contains(client, test.without) {
				t.Errorf("%q in\n%s", test.without, client)
			}
		})
	}
}

// TestPackage checks the files of a package other than those of clients.
func TestPackage(t *testing.T) {
	const method = `rpc M(Pet) returns (Pet) { option (google.api.http).get = "/v1/m"; option (protolect.api.v1.method) = {
		errors { http_status: 404 name: "NOT_HERE" description: "there is none" } errors { http_status: 404 name: "NOT_HERE" description: "there is none" } }; } `
	files, err := generateProto(t, `
		option (protolect.api.v1.file) = {
			endpoints { location: "us-central1" url: "https://us.example.com" description: "Iowa" } endpoints { location: "EU" url: "https://eu.example.com" } endpoints { url: "https://example.com" }
			oauth_scopes { name: "https://www.googleapis.com/auth/zoo.pets.readonly" description: "See  pets" } oauth_scopes { name: "https://example.com/zoo-é" } oauth_scopes { name: "example.com/zoo" }
		};
		message Pet {
			// Which agent.
			string agent_id = 1 [(protolect.api.v1.field).client_default = true];
			string path = 2 [(protolect.api.v1.field).pattern = "^a$"];
			string other = 3;
		}
		// Keeps pets.
		service Zoo { option (google.api.default_host) = "zoo.example.com"; option deprecated = true; `+method+strings.ReplaceAll(method, "rpc M", "rpc N")+"}")
	if err != nil {
		t.Fatal(err)
	}
	for file, wants := range map[string][]string{
		"doc.go": {
			"// Package zoo is a client for the Zoo API, version 1.\n//\n// # First call\n//\n//\tctx := context.Background()\n",
			"// # Options and errors\n//\n//   - [WithAgentID] sets the default value of AgentId.\n" +
				"//   - [rest.WithEndpoint] selects another endpoint: [EndpointUSCentral1] or [EndpointEU].\n" +
				"//   - [ErrNotHere]: there is none.\n//   - [rest.WithValidator]",
			"const _ = stub.IsAtLeastVersion0_1_0\n",
		},
		"endpoints.go": {"// EndpointUSCentral1 is the endpoint of the location us-central1: Iowa\n", `EndpointUSCentral1 = "https://us.example.com"`, "// EndpointEU is the endpoint of the location EU.\n"},
		"scopes.go": {"// ScopeZooPetsReadonly: See pets\n", `ScopeZooPetsReadonly = "https://www.googleapis.com/auth/zoo.pets.readonly"`,
			"// ScopeExampleComZoo is the scope https://example.com/zoo-é.\n", `ScopeExampleComZoo = "https://example.com/zoo-é"`, `ScopeExampleComZoo2 = "example.com/zoo"`},
		"errors.go":  {"// ErrNotHere means that there is none.\n", `"zoo.v1.NOT_HERE"`},
		"options.go": {"// WithAgentID sets the value of AgentId in requests in which the field is empty.\n//\n// The API describes AgentId as follows: Which agent.\nfunc WithAgentID("},
		"client.go":  {"// Client calls the service zoo.v1.Zoo. It is safe for concurrent use.\n//\n// The default endpoint is https://zoo.example.com.\n//\n// Keeps pets.\n//\n// Deprecated: The API has deprecated this service.\ntype Client struct", "stub.WithPatterns(regexp.Compile),"},
	} {
		for _, want := range wants {
			if !strings.Contains(files[file], want) {
				t.Errorf("%s: no %q in\n%s", file, want, files[file])
			}
		}
	}
	if n := strings.Count(files["errors.go"], "NOT_HERE"); n != 1 {
		t.Errorf("the error is declared %d times", n)
	}
	if n := strings.Count(files["options.go"], "func With"); n != 1 {
		t.Errorf("%d options of one field", n)
	}
}

// TestLongIntroduction has a description that is longer than a screen: the example comes first.
func TestLongIntroduction(t *testing.T) {
	generate := func(lines int) string {
		text := "message A {} service Zoo { rpc M(A) returns (A) { option (google.api.http).get = \"/v1/m\"; } }"
		description := "// \n" + strings.Repeat("// line\n", lines-2)
		files, err := generateProto(t, text, description)
		if err != nil {
			t.Fatal(err)
		}
		return files["doc.go"]
	}
	const about = "# About the API"
	if doc := generate(26); strings.Contains(doc, about) {
		t.Errorf("26 lines are not together:\n%s", doc)
	}
	if doc := generate(27); strings.Index(doc, about) < strings.Index(doc, "# First call") {
		t.Errorf("27 lines stand before the example:\n%s", doc)
	}
}
