// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient_test

import (
	"path"
	"strings"
	"testing"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/goclient"
)

// zoo returns a file with a service and its messages. The service has options and RPCs.
func zoo(options, rpcs string) string {
	return `
		name: "zoo.proto" package: "zoo.v1" syntax: "proto3" options { go_package: "example.com/zoo/v1/zoopb" }
		message_type { name: "Nothing" }
		message_type { name: "Named" field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL } }
		message_type { name: "Searched" field { name: "query" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL options { [google.api.field_behavior]: REQUIRED } } }
		message_type { name: "Page" field { name: "token" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL } }
		message_type { name: "Pets"
			field { name: "pets" number: 1 type: TYPE_STRING label: LABEL_REPEATED }
			field { name: "next" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL } }
		service { name: "Zoo" options { [google.api.default_host]: "zoo.example.com" ` + options + ` } ` + rpcs + `}`
}

func generateText(t *testing.T, text string) (map[string]string, error) {
	t.Helper()
	file := new(descriptorpb.FileDescriptorProto)
	if err := prototext.Unmarshal([]byte(text), file); err != nil {
		t.Fatal(err)
	}
	plugin, err := protogen.Options{}.New(&pluginpb.CodeGeneratorRequest{FileToGenerate: []string{file.GetName()}, ProtoFile: []*descriptorpb.FileDescriptorProto{file}})
	if err != nil {
		t.Fatal(err)
	}
	generated, err := goclient.Generate(plugin.FilesByPath[file.GetName()])
	files := make(map[string]string)
	for _, f := range generated {
		files[path.Base(f.Name)] = string(f.Text)
	}
	return files, err
}

// rpc returns a method, of which options has what is in brackets.
func rpc(name, input, output, options string) string {
	return `method { name: "` + name + `" input_type: ".zoo.v1.` + input + `" output_type: ".zoo.v1.` + output + `" options { ` + options + ` } } `
}

func at(path string) string { return `[google.api.http] { get: "` + path + `" }` }

const paged = ` [protolect.api.v1.method] { paging { page_token: "token" next_page_token: "next" items: "pets" } }`

// TestExampleIsOfTheSimplest has, from one row to the next, one method less: the first is the
// one that the example calls.
func TestExampleIsOfTheSimplest(t *testing.T) {
	methods := []struct{ name, rpc, call string }{
		{"a list", rpc("ListPets", "Page", "Pets", at("/v1/pets")+paged), "client.ListPets(ctx, &zoopb.Page{}).All()"},
		{"what is read without being told what", rpc("GetZoo", "Nothing", "Named", at("/v1/zoo")), "client.GetZoo(ctx, &zoopb.Nothing{})"},
		{"what is read by name", rpc("GetPet", "Named", "Named", at("/v1/{name=pets/*}")), `client.GetPet(ctx, &zoopb.Named{
		Name: "pets/PET",
	})`},
		{"what is changed", rpc("FeedPet", "Nothing", "Named", `[google.api.http] { post: "/v1/pets:feed" body: "*" }`), "client.FeedPet(ctx, &zoopb.Nothing{})"},
	}
	for i, m := range methods {
		var rpcs string
		for _, other := range methods[i:] {
			rpcs = other.rpc + rpcs // the simplest is the last
		}
		files, err := generateText(t, zoo("", rpcs+rpc("DeletePet", "Nothing", "Nothing", `[google.api.http] { delete: "/v1/pets" }`)))
		if err != nil || !strings.Contains(files["example_test.go"], m.call) {
			t.Errorf("%s: %v, no %q in\n%s", m.name, err, m.call, files["example_test.go"])
		}
	}
	files, err := generateText(t, zoo("", rpc("DeletePet", "Nothing", "Nothing", `[google.api.http] { delete: "/v1/pets" }`)))
	if err != nil || strings.Contains(files["example_test.go"], "DeletePet") {
		t.Errorf("%v, an example that deletes:\n%s", err, files["example_test.go"])
	}
}

// TestExampleFillsTheRequired has what a call cannot do without.
func TestExampleFillsTheRequired(t *testing.T) {
	files, err := generateText(t, zoo("", rpc("SearchPets", "Searched", "Pets", at("/v1/pets:search"))))
	if want := `Query: "QUERY"`; err != nil || !strings.Contains(files["example_test.go"], want) {
		t.Errorf("%v, no %q in\n%s", err, want, files["example_test.go"])
	}
}

// TestNamedExample has the example that a service names.
func TestNamedExample(t *testing.T) {
	files, err := generateText(t, zoo(`[protolect.api.v1.service] { example { method: "GetPet" request_json: '{"name": "pets/7"}' endpoint: "https://eu.example.com" } }`,
		rpc("ListPets", "Page", "Pets", at("/v1/pets")+paged)+rpc("GetPet", "Named", "Named", at("/v1/{name=pets/*}"))))
	for _, want := range []string{`client.GetPet(ctx, &zoopb.Named{`, `Name: "pets/7"`, `rest.WithEndpoint("https://eu.example.com")`} {
		if err != nil || !strings.Contains(files["example_test.go"], want) {
			t.Errorf("%v, no %q in\n%s", err, want, files["example_test.go"])
		}
	}
}

// TestRefuses has definitions of which no client can be made: the error names the method.
func TestRefuses(t *testing.T) {
	pet := func(method string) string { return rpc("GetPet", "Named", "Named", at("/v1/pet")+method) }
	example := func(e string) string { return `[protolect.api.v1.service] { example { ` + e + ` } }` }
	for _, test := range []struct{ name, options, rpcs, want string }{
		{"a stream of requests", "", strings.Replace(pet(""), "options", "client_streaming: true options", 1), "zoo.v1.Zoo.GetPet streams"},
		{"a stream of responses", "", strings.Replace(pet(""), "options", "server_streaming: true options", 1), "zoo.v1.Zoo.GetPet streams"},
		{"no HTTP", "", rpc("GetPet", "Named", "Named", ""), "zoo.v1.Zoo.GetPet has no google.api.http annotation"},
		{"items that no field is", "", rpc("GetPet", "Page", "Pets", at("/v1/pets")+strings.Replace(paged, `"pets"`, `"cats"`, 1)), `items is "cats", which is no list of zoo.v1.Pets`},
		{"items that are no list", "", rpc("GetPet", "Page", "Pets", at("/v1/pets")+strings.Replace(paged, `"pets"`, `"next"`, 1)), `items is "next", which is no list of zoo.v1.Pets`},
		{"a path that is none", "", rpc("GetPet", "Named", "Named", at("/v1/{name")), "zoo.v1.Zoo.GetPet: path template"},
		{"an example of no method", example(`method: "GetCat"`), pet(""), `the example of Zoo is of the method "GetCat", which it does not have`},
		{"an example of an upload", example(`method: "GetPet"`), pet(` [protolect.api.v1.method] { media_upload { required: true simple_path: "/upload" } }`), `the example of Zoo is of "GetPet", which is for media`},
		{"an example of a download", example(`method: "GetPet"`), pet(` [protolect.api.v1.method] { media_download { only: true } }`), `the example of Zoo is of "GetPet", which is for media`},
		{"an example that is no request", example(`method: "GetPet" request_json: '{"nam": "a"}'`), pet(""), "the example of Zoo: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			files, err := generateText(t, zoo(test.options, test.rpcs))
			if err == nil || !strings.Contains(err.Error(), test.want) || len(files) > 0 {
				t.Errorf("got %d files, %v, want %q", len(files), err, test.want)
			}
		})
	}
}
