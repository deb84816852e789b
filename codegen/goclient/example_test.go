// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient_test

import (
	"strings"
	"testing"
)

// zoo returns a file with a service and its messages. The service has options and RPCs.
func zoo(options, rpcs string) string {
	return `
		message Nothing {}
		message Named { string name = 1; }
		message Searched { string query = 1 [(google.api.field_behavior) = REQUIRED]; }
		message Page { string token = 1; }
		message Pets { repeated string pets = 1; string next = 2; }
		service Zoo { option (google.api.default_host) = "zoo.example.com"; ` + options + ` ` + rpcs + `}`
}

// rpc returns a method that is a GET of a path.
func rpc(name, input, output, path, options string) string {
	return `rpc ` + name + `(` + input + `) returns (` + output + `) { option (google.api.http).get = "` + path + `"; ` + options + ` } `
}

const paged = `option (protolect.api.v1.method).paging = { page_token: "token" next_page_token: "next" items: "pets" };`

// TestExampleIsOfTheSimplest has, from one row to the next, one method less: the first is the
// one that the example calls.
func TestExampleIsOfTheSimplest(t *testing.T) {
	methods := []struct{ name, rpc, call string }{
		{"a list", rpc("ListPets", "Page", "Pets", "/v1/pets", paged), "client.ListPets(ctx, &zoopb.Page{}).All()"},
		{"what is read without being told what", rpc("GetZoo", "Nothing", "Named", "/v1/zoo", ""), "client.GetZoo(ctx, &zoopb.Nothing{})"},
		{"what is read by name", rpc("GetPet", "Named", "Named", "/v1/{name=pets/*}", ""), `client.GetPet(ctx, &zoopb.Named{
		Name: "pets/PET",
	})`},
		{"what has no answer", rpc("Ping", "Nothing", "google.protobuf.Empty", "/v1/ping", ""), "if err := client.Ping(ctx, &zoopb.Nothing{}); err != nil {\n\t\tlog.Fatal(err)\n\t}"},
		{"what is changed", `rpc FeedPet(Nothing) returns (Named) { option (google.api.http) = { post: "/v1/pets:feed" body: "*" }; } `, "client.FeedPet(ctx, &zoopb.Nothing{})"},
	}
	const deletes = `rpc DeletePet(Nothing) returns (Nothing) { option (google.api.http).delete = "/v1/pets"; }`
	for i, m := range methods {
		var rpcs string
		for _, other := range methods[i:] {
			rpcs = other.rpc + rpcs // the simplest is the last
		}
		files, err := generateProto(t, zoo("", rpcs+deletes))
		if err != nil || !strings.Contains(files["example_test.go"], m.call) {
			t.Errorf("%s: %v, no %q in\n%s", m.name, err, m.call, files["example_test.go"])
		}
	}
	files, err := generateProto(t, zoo("", deletes))
	if err != nil || strings.Contains(files["example_test.go"], "DeletePet") {
		t.Errorf("%v, an example that deletes:\n%s", err, files["example_test.go"])
	}
}

// TestExampleFillsTheRequired has what a call cannot do without: what is in the path, and what
// is required.
func TestExampleFillsTheRequired(t *testing.T) {
	const messages = `
		message Inner { string name = 1; repeated string ids = 2; int32 number = 3; }
		message In {
			Inner inner = 1; string pet = 2;
			string text = 3 [(google.api.field_behavior) = REQUIRED]; repeated string texts = 4 [(google.api.field_behavior) = REQUIRED];
			int32 number = 5 [(google.api.field_behavior) = REQUIRED]; map<string, string> map = 6 [(google.api.field_behavior) = REQUIRED];
			string free = 7 [(google.api.field_behavior) = OPTIONAL];
		}
		service Zoo { rpc Get(In) returns (Inner) { option (google.api.http).get = "PATH"; } }`
	const required = "Text: \"TEXT\",\n\t\tTexts: []string{\n\t\t\t\"TEXTS\",\n\t\t},\n\t})"
	for path, want := range map[string]string{
		"/v1":                                 "&zoopb.In{\n\t\t" + required,
		"/v1/{pet}":                           "Pet:  \"PET\",\n\t\t" + required,
		"/v1/{pet=zoos/*/pets/**}":            "Pet:  \"zoos/ZOO/pets/PET\",\n\t\t" + required,
		"/v1/{text=texts/*}":                  "Text: \"texts/TEXT\",\n\t\tTexts: ",
		"/v1/{inner.name}":                    "Inner: &zoopb.Inner{\n\t\t\tName: \"INNER.NAME\",\n\t\t},\n\t\t" + required,
		"/v1/{inner.ids}":                     "Inner: &zoopb.Inner{\n\t\t\tIds: []string{\n\t\t\t\t\"INNER.ID\",\n\t\t\t},\n\t\t},\n\t\t" + required,
		"/v1/{inner.number}/{pet=x/*}/{text}": "Inner: &zoopb.Inner{},\n\t\tPet:   \"x/X\",\n\t\tText:  \"TEXT\",\n\t\tTexts: []string{\n\t\t\t\"TEXTS\",\n\t\t},\n\t})",
	} {
		files, err := generateProto(t, strings.Replace(messages, "PATH", path, 1))
		if err != nil || !strings.Contains(files["example_test.go"], want) {
			t.Errorf("%s: %v, no %q in\n%s", path, err, want, files["example_test.go"])
		}
	}
}

// TestExampleOfEveryKind has a request with a value of each kind.
func TestExampleOfEveryKind(t *testing.T) {
	files, err := generateProto(t, `
		message All {
			enum Kind { KIND_UNSPECIFIED = 0; BIG = 1; }
			message Part { string name = 1; }
			bool yes = 1; int32 count = 2; double size = 3; string text = 4; bytes raw = 5; Kind kind = 6; Kind other = 7; Part part = 8;
			repeated Part parts = 9; repeated Kind kinds = 10; repeated int64 numbers = 11;
			map<string, string> map = 12; optional string maybe = 13; optional Part perhaps = 14;
			oneof one { string this = 15; Part that = 16; }
			string agent = 17 [(protolect.api.v1.field).client_default = true];
			optional bool is = 18; optional uint32 limit = 19; optional double ratio = 20; optional float share = 21; optional bytes data = 22;
			optional Kind maybe_kind = 23; optional Kind other_kind = 24; optional sint64 offset = 25;
			map<int32, Part> by_number = 26; map<string, Kind> by_name = 27; optional string empty = 28;
		}
		service Zoo {
			option (protolect.api.v1.service).example = { method: "M" request_json: '{"yes":true,"count":-1,"size":0.5,"text":"a\\"b","raw":"AP8=","kind":"BIG","other":7,"part":{"name":"p"},'
				'"parts":[{"name":"q"},{}],"kinds":["BIG"],"numbers":[1,2],"map":{"a":"b"},"maybe":"x","perhaps":{"name":"r"},"that":{"name":"s"},"agent":"a1",'
				'"is":false,"limit":10,"ratio":2,"share":0.5,"data":"AP8=","maybeKind":"KIND_UNSPECIFIED","otherKind":7,"offset":-3,"byNumber":{"2":{"name":"t"},"10":{}},"byName":{"b":"BIG","a":7},"empty":""}' };
			rpc M(All) returns (All) { option (google.api.http) = { post: "/v1/m" body: "*" }; }
		}`)
	if err != nil {
		t.Fatal(err)
	}
	want := `client.M(ctx, &zoopb.All{
		Yes:   true,
		Count: -1,
		Size:  0.5,
		Text:  "a\"b",
		Raw:   []byte("\x00\xff"),
		Kind:  zoopb.All_BIG,
		Other: 7,
		Part: &zoopb.All_Part{
			Name: "p",
		},
		Parts: []*zoopb.All_Part{
			&zoopb.All_Part{
				Name: "q",
			},
			&zoopb.All_Part{},
		},
		Kinds: []zoopb.All_Kind{
			zoopb.All_BIG,
		},
		Numbers: []int64{
			1,
			2,
		},
		Map: map[string]string{
			"a": "b",
		},
		Maybe: proto.String("x"),
		Perhaps: &zoopb.All_Part{
			Name: "r",
		},
		One: &zoopb.All_That{That: &zoopb.All_Part{
			Name: "s",
		}},
		Is:        proto.Bool(false),
		Limit:     proto.Uint32(10),
		Ratio:     proto.Float64(2),
		Share:     proto.Float32(0.5),
		Data:      []byte("\x00\xff"),
		MaybeKind: zoopb.All_KIND_UNSPECIFIED.Enum(),
		OtherKind: zoopb.All_Kind(7).Enum(),
		Offset:    proto.Int64(-3),
		ByNumber: map[int32]*zoopb.All_Part{
			10: &zoopb.All_Part{},
			2: &zoopb.All_Part{
				Name: "t",
			},
		},
		ByName: map[string]zoopb.All_Kind{
			"a": 7,
			"b": zoopb.All_BIG,
		},
		Empty: proto.String(""),
	})`
	for _, want := range []string{want, `zoo.WithAgent("a1")`} {
		if !strings.Contains(files["example_test.go"], want) {
			t.Errorf("no %s in\n%s", want, files["example_test.go"])
		}
	}
}

// TestNamedExample has an example in protolect.api.v1.service.
func TestNamedExample(t *testing.T) {
	files, err := generateProto(t, zoo(`option (protolect.api.v1.service).example = { method: "GetPet" request_json: '{"name": "pets/7"}' endpoint: "https://eu.example.com" };`,
		rpc("ListPets", "Page", "Pets", "/v1/pets", paged)+rpc("GetPet", "Named", "Named", "/v1/{name=pets/*}", "")))
	for _, want := range []string{`client.GetPet(ctx, &zoopb.Named{`, `Name: "pets/7"`, `rest.WithEndpoint("https://eu.example.com")`} {
		if err != nil || !strings.Contains(files["example_test.go"], want) {
			t.Errorf("%v, no %q in\n%s", err, want, files["example_test.go"])
		}
	}
}

// TestRefuses checks the errors for definitions without a client. They name the method.
func TestRefuses(t *testing.T) {
	pet := func(method string) string { return rpc("GetPet", "Named", "Named", "/v1/pet", method) }
	example := func(e string) string { return `option (protolect.api.v1.service).example = { ` + e + ` };` }
	for _, test := range []struct{ name, options, rpcs, want string }{
		{"a stream of requests", "", strings.Replace(pet(""), "(Named)", "(stream Named)", 1), "zoo.v1.Zoo.GetPet: the REST client does not support streaming RPCs"},
		{"a stream of responses", "", strings.Replace(pet(""), "returns (Named)", "returns (stream Named)", 1), "zoo.v1.Zoo.GetPet: the REST client does not support streaming RPCs"},
		{"no HTTP", "", "rpc GetPet(Named) returns (Named);", "zoo.v1.Zoo.GetPet: google.api.http is missing: add it"},
		{"items that no field is", "", rpc("GetPet", "Page", "Pets", "/v1/pets", strings.Replace(paged, `"pets"`, `"cats"`, 1)), `items is "cats", which is not a repeated field of zoo.v1.Pets`},
		{"items that are not a list", "", rpc("GetPet", "Page", "Pets", "/v1/pets", strings.Replace(paged, `"pets"`, `"next"`, 1)), `items is "next", which is not a repeated field of zoo.v1.Pets`},
		{"a path that is none", "", rpc("GetPet", "Named", "Named", "/v1/{name", ""), "zoo.v1.Zoo.GetPet: path template"},
		{"an example of no method", example(`method: "GetCat"`), pet(""), `the example of Zoo calls "GetCat", which is not a method of the service`},
		{"an example of an upload", example(`method: "GetPet"`), pet(`option (protolect.api.v1.method).media_upload = { required: true simple_path: "/upload" };`), `the example of Zoo calls "GetPet", which transfers media`},
		{"an example of a download", example(`method: "GetPet"`), pet(`option (protolect.api.v1.method).media_download = { only: true };`), `the example of Zoo calls "GetPet", which transfers media`},
		{"an example that is no request", example(`method: "GetPet" request_json: '{"nam": "a"}'`), pet(""), "the example of Zoo: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			files, err := generateProto(t, zoo(test.options, test.rpcs))
			if err == nil || !strings.Contains(err.Error(), test.want) || len(files) > 0 {
				t.Errorf("got %d files, %v, want %q", len(files), err, test.want)
			}
		})
	}
}
