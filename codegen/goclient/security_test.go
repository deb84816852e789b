// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient_test

import (
	"path"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// generate returns the files of a service with one method, by their names.
func generate(t *testing.T, rule string) map[string]string {
	t.Helper()
	return generateMethod(t, rule, "")
}

func generateMethod(t *testing.T, rule, methodRule string) map[string]string {
	t.Helper()
	return generateAt(t, "pets.example.com", rule, methodRule)
}

// generateAt returns the files of a service with a default host.
func generateAt(t *testing.T, host, rule, methodRule string) map[string]string {
	t.Helper()
	file := new(apipb.FileRule)
	if err := prototext.Unmarshal([]byte(rule), file); err != nil {
		t.Fatal(err)
	}
	options := &descriptorpb.FileOptions{GoPackage: proto.String("example.com/pets/v1/petspb")}
	proto.SetExtension(options, apipb.E_File, file)
	method := new(descriptorpb.MethodOptions)
	if methodRule != "" {
		rule := new(apipb.MethodRule)
		if err := prototext.Unmarshal([]byte(methodRule), rule); err != nil {
			t.Fatal(err)
		}
		proto.SetExtension(method, apipb.E_Method, rule)
	}
	proto.SetExtension(method, annotations.E_Http, &annotations.HttpRule{Pattern: &annotations.HttpRule_Get{Get: "/v1/pets"}})
	service := new(descriptorpb.ServiceOptions)
	proto.SetExtension(service, annotations.E_DefaultHost, host)
	empty := protodesc.ToFileDescriptorProto(emptypb.File_google_protobuf_empty_proto)
	plugin, err := protogen.Options{}.New(&pluginpb.CodeGeneratorRequest{
		FileToGenerate: []string{"pets.proto"},
		ProtoFile: []*descriptorpb.FileDescriptorProto{empty, {
			Name: proto.String("pets.proto"), Package: proto.String("pets.v1"), Syntax: proto.String("proto3"), Options: options,
			Dependency: []string{empty.GetName()},
			Service: []*descriptorpb.ServiceDescriptorProto{{Name: proto.String("Pets"), Options: service, Method: []*descriptorpb.MethodDescriptorProto{{
				Name: proto.String("ListPets"), InputType: proto.String(".google.protobuf.Empty"), OutputType: proto.String(".google.protobuf.Empty"), Options: method,
			}}}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	generated, err := goclient.Generate(plugin.FilesByPath["pets.proto"])
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, f := range generated {
		files[path.Base(f.Name)] = string(f.Text)
	}
	return files
}

func TestCredentials(t *testing.T) {
	files := generate(t, `
		security_schemes { name: "bearer" http_bearer { signed_token { issuer_claim: "application_id" } } }
		security_schemes { name: "basic" http_basic {} }`)
	for _, want := range []struct{ file, text string }{
		{"options.go", "func WithApplicationJWT(applicationID string, privateKey []byte) rest.ClientOption {\n" +
			"\treturn stub.WithNewTokenSource(\"pets.WithApplicationJWT\", func() (oauth2.TokenSource, error) {\n" +
			"\t\treturn signedtoken.New(\"application_id\", applicationID, privateKey)\n\t})\n}\n"},
		{"options.go", `"github.com/protolect/protolect/runtime/signedtoken"`},
		{"client.go", "Credentials are required: pass [WithApplicationJWT], [rest.WithBearerToken], [rest.WithTokenSource] or [rest.WithBasicAuth].\nfunc NewClient"},
		{"client.go", "stub.WithSignerOption(\"application_id\", \"pets.WithApplicationJWT\"),"},
		{"example_test.go", `pets.NewClient(ctx, rest.WithBasicAuth("USER", "PASSWORD"))`},
		{"example_test.go", `"github.com/protolect/protolect/runtime/rest"`},
	} {
		if !strings.Contains(files[want.file], want.text) {
			t.Errorf("%s has no %q:\n%s", want.file, want.text, files[want.file])
		}
	}
}

// TestCredentialsOfMethod has an example whose method requires other credentials than the
// first scheme.
func TestCredentialsOfMethod(t *testing.T) {
	const schemes = `
		security_schemes { name: "basic" http_basic {} }
		security_schemes { name: "bearer" description: "The token is sent after the word Token." http_bearer {} }
		security_schemes { name: "header" api_key { header: "X-Key" } }
		security_schemes { name: "query" api_key { query: "key" } }`
	for rule, want := range map[string][2]string{
		`security { schemes: "bearer" }`:                              {`rest.WithBearerToken("TOKEN")`, "[rest.WithBearerToken] or [rest.WithTokenSource].\n//\n// Security scheme \"bearer\": The token is sent after the word Token.\n"},
		`security { schemes: "header" schemes: "basic" }`:             {`rest.WithBasicAuth("USER", "PASSWORD"),`, "[rest.WithBasicAuth] or [rest.WithNamedAPIKey].\n// Some methods require more than one of these options.\nfunc"},
		`security { schemes: "query" } security { schemes: "basic" }`: {`rest.WithNamedAPIKey("query", "KEY")`, "[rest.WithNamedAPIKey] or [rest.WithBasicAuth].\nfunc"},
		`security {}`: {"rest.WithoutCredentials()", "Its methods require no credentials: pass [rest.WithoutCredentials].\nfunc"},
	} {
		files := generateMethod(t, schemes, rule)
		if !strings.Contains(files["example_test.go"], want[0]) || !strings.Contains(files["client.go"], want[1]) {
			t.Errorf("%s: want %q in\n%s%s", rule, want, files["example_test.go"], files["client.go"])
		}
	}
}

func TestCredentialsOfAnonymousAPI(t *testing.T) {
	files := generate(t, "anonymous: true")
	if want := "NewClient returns a client. By default, it sends no credentials: the API does not require any.\nfunc"; !strings.Contains(files["client.go"], want) {
		t.Errorf("no %q in\n%s", want, files["client.go"])
	}
}

func TestCredentialsOfGoogle(t *testing.T) {
	files := generate(t, "")
	if files["options.go"] != "" || !strings.Contains(files["client.go"], "the client uses Application Default Credentials.\n// If there are none, and opts provide no others, NewClient returns an error.\nfunc") || !strings.Contains(files["example_test.go"], "pets.NewClient(ctx)") {
		t.Error(files)
	}
}

// TestExampleWithoutHost has services without a default host, so that clients require
// rest.WithEndpoint.
func TestExampleWithoutHost(t *testing.T) {
	for rule, want := range map[string]string{
		"anonymous: true":                      `pets.NewClient(ctx, rest.WithEndpoint("https://HOST"))`,
		`anonymous: true base_path: "/api/v3"`: `pets.NewClient(ctx, rest.WithEndpoint("https://HOST/api/v3"))`,
		`anonymous: true endpoints { url: "http://a.example.com/v1" } endpoints { url: "http://b" }`: `pets.NewClient(ctx, rest.WithEndpoint("http://a.example.com/v1"))`,
	} {
		files := generateAt(t, "", rule, "")
		if !strings.Contains(files["example_test.go"], want) {
			t.Errorf("%s: no %q in\n%s", rule, want, files["example_test.go"])
		}
		if note := "[rest.WithEndpoint] is required. It sets the URL of the server, for example\n//     https://HOST"; !strings.Contains(rule, "endpoints") && !strings.Contains(files["doc.go"], note) {
			t.Errorf("%s: no %q in\n%s", rule, note, files["doc.go"])
		}
		if files["endpoints.go"] != "" {
			t.Errorf("%s: an endpoint without a location has a constant:\n%s", rule, files["endpoints.go"])
		}
	}
}

// TestOddClaims has claims that are not Go identifiers.
func TestOddClaims(t *testing.T) {
	for claim, want := range map[string]string{
		"iss":         "WithIssuerJWT(issuer string,",
		"type":        "WithTypeJWT(id string,",
		"private-key": "WithPrivateKeyJWT(id string,",
		"---":         "WithJWT(id string,",
		"42":          "With42JWT(id string,",
		"id":          "WithIdJWT(id string,",
	} {
		files := generate(t, `security_schemes { name: "bearer" http_bearer { signed_token { issuer_claim: "`+claim+`" } } }`)
		if !strings.Contains(files["options.go"], want) {
			t.Errorf("%s: no %q in\n%s", claim, want, files["options.go"])
		}
	}
}

// TestCredentialsOfAPIKey checks that a single key needs no name.
func TestCredentialsOfAPIKey(t *testing.T) {
	files := generate(t, `security_schemes { name: "header" api_key { header: "X-Key" } } security_schemes { name: "odd" }`)
	if !strings.Contains(files["example_test.go"], `rest.WithAPIKey("KEY")`) || !strings.Contains(files["client.go"], "pass [rest.WithAPIKey].\nfunc") {
		t.Errorf("want rest.WithAPIKey in\n%s%s", files["example_test.go"], files["client.go"])
	}
}

// TestEndpoints checks the sentence about other servers of an API with a default host.
func TestEndpoints(t *testing.T) {
	for rule, want := range map[string]string{
		`endpoints { location: "eu" url: "https://eu.example.com" }`:                                                            "[rest.WithEndpoint] selects another endpoint: [EndpointEU].\n",
		`endpoints { location: "eu" url: "https://eu.example.com" } endpoints { location: "us" url: "https://us.example.com" }`: "[rest.WithEndpoint] selects another endpoint: [EndpointEU] or [EndpointUS].\n",
		`endpoints { url: "https://eu.example.com" } endpoints { url: "https://us.example.com" }`:                               "[rest.WithEndpoint] selects another server, for example\n",
	} {
		if text := generate(t, rule)["doc.go"]; !strings.Contains(text, want) {
			t.Errorf("%s: no %q in\n%s", rule, want, text)
		}
	}
	if text := generate(t, "")["doc.go"]; strings.Contains(text, "WithEndpoint") {
		t.Errorf("one server: want no endpoint in\n%s", text)
	}
}
