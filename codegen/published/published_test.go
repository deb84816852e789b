// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package published_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/published"
)

const shop = `syntax = "proto3";
package shop.v1;
import "google/api/annotations.proto";
import "google/api/client.proto";
import "google/api/field_behavior.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/struct.proto";
import "protolect/api/v1/annotations.proto";
option go_package = "example.com/x/gen/shop/v1/shoppb";
option (protolect.api.v1.file) = {
  base_path: "/v1"
  endpoints: {location: "eu", url: "https://eu.example.com"}
  security_schemes: {name: "key", api_key: {header: "X-Key"}}
  security_schemes: {name: "token", http_bearer: {}}
};
service Shop {
  option (google.api.default_host) = "shop.example.com";
  rpc GetItem(GetItemRequest) returns (Item) {
    option (google.api.http) = {get: "/v1/items/{id}"};
    option (protolect.api.v1.method) = {oauth_scopes: ["all", "read"]};
  }
  rpc ListItems(ListItemsRequest) returns (ListItemsResponse) {
    option (google.api.http) = {get: "/v1/{parent=shops/*}/items" additional_bindings: {get: "/v1/items"}};
    option (protolect.api.v1.method) = {security: {schemes: "key"} security: {schemes: "token"}};
  }
  rpc CreateItem(CreateItemRequest) returns (Item) {
    option (google.api.http) = {post: "/v1/items" body: "item"};
  }
  rpc UpdateItem(UpdateItemRequest) returns (Item) {
    option (google.api.http) = {patch: "/v1/items/{id}" body: "*"};
    option (protolect.api.v1.method) = {body: {partial: true}};
  }
  rpc DeleteItem(DeleteItemRequest) returns (google.protobuf.Empty) {
    option (google.api.http) = {delete: "/v1/items/{id}"};
  }
  rpc UploadPicture(UploadPictureRequest) returns (Item) {
    option (google.api.http) = {post: "/v1/pictures"};
    option (protolect.api.v1.method) = {
      media_upload: {accept: ["image/png", "image/gif"] max_size: 1000 simple_path: "/upload/v1/pictures" resumable_path: "/resumable/v1/pictures"}
      media_download: {download_service: true}
    };
  }
}
message GetItemRequest {
  string id = 1 [(google.api.field_behavior) = REQUIRED];
  repeated string mask = 2 [(protolect.api.v1.field) = {parameter: {separator: ","}}];
  string trace = 3 [(protolect.api.v1.field) = {parameter: {header: "X-Trace"}}];
}
message ListItemsRequest {
  string parent = 1;
  int32 page_size = 2;
  Color color = 3;
}
message ListItemsResponse {
  repeated Item items = 1;
  string next_page_token = 2;
}
message CreateItemRequest {
  Item item = 1 [(google.api.field_behavior) = REQUIRED];
}
message UpdateItemRequest {
  string id = 1 [(google.api.field_behavior) = REQUIRED];
  string name = 2;
  string reason = 3 [(protolect.api.v1.field) = {parameter: {query: "reason"}}];
}
message DeleteItemRequest {
  string id = 1 [(google.api.field_behavior) = REQUIRED];
}
message UploadPictureRequest {}
message Item {
  string id = 1 [(google.api.field_behavior) = OUTPUT_ONLY];
  string name = 2;
  int32 price = 3;
  Color color = 4;
  Size size = 5;
  map<string, Size> sizes = 6;
  oneof owner {
    string person = 7;
    string company = 8;
  }
  Audit audit = 9 [(google.api.field_behavior) = OUTPUT_ONLY];
  repeated string tags = 10;
  uint64 weight = 11 [(protolect.api.v1.field) = {json_number: true}];
  Shape shape = 12;
}
message Size {
  int32 width = 1;
  int32 height = 2;
}
message Audit {
  string user = 1;
  State state = 2;
  enum State {
    STATE_UNSPECIFIED = 0;
    OPEN = 1;
    CLOSED = 2;
  }
}
message Shape {
  option (protolect.api.v1.message) = {json_union: {discriminator: "kind"}};
  oneof shape {
    Size box = 1 [(protolect.api.v1.field) = {json_discriminator: "box"}];
    Disc disc = 2 [(protolect.api.v1.field) = {json_discriminator: ["disc", "round"]}];
  }
}
message Disc {
  int32 radius = 1;
}
enum Color {
  COLOR_UNSPECIFIED = 0;
  RED = 1;
  BLUE = 2 [(protolect.api.v1.enum_value) = {json_name: "blue"}];
}
`

// shopFile is the name of the file with the definitions.
const shopFile = "proto/shop/v1/shop.proto"

// An edit replaces text in the definitions.
type edit struct {
	name, from, to string
	// want has the highest verdicts of the three respects, "major minor" for the wire and requests.
	want string
	// message is a part of the line of one of the changes.
	message string
}

var edits = []edit{
	// The wire.
	{"a comment", "  string name = 2;\n  int32 price", "  // The name.\n  string name = 2;\n  int32 price", "none none", ""},
	{"field added", "  int32 price = 3;", "  int32 price = 3;\n  int32 stock = 99;", "minor none", "shop.v1.Item.stock: the field was added"},
	{"field removed, reserved", "  int32 price = 3;", "  reserved 3;\n  reserved \"price\";", "minor major", "shop.v1.Item.price: the field was removed"},
	{"field removed", "  int32 price = 3;", "", "major major", "shop.v1.Item.price: the field was removed"},
	{"field of a response removed", "  string user = 1;", "  reserved 1;", "minor none", "shop.v1.Audit.user: the field was removed"},
	{"another number", "  int32 price = 3;", "  reserved 3;\n  int32 price = 33;", "major none", "shop.v1.Item.price: number 3 became 33"},
	{"numbers swapped", "  int32 width = 1;\n  int32 height = 2;", "  int32 width = 2;\n  int32 height = 1;", "major none", "number 2 became 1"},
	{"another type", "  int32 price = 3;", "  string price = 3;", "major major", "shop.v1.Item.price: int32 became string"},
	{"another type in a response", "  string user = 1;", "  bytes user = 1;", "major none", "shop.v1.Audit.user: string became bytes"},
	{"a type with the same bytes", "  int32 price = 3;", "  uint32 price = 3;", "minor none", "shop.v1.Item.price: int32 became uint32"},
	{"a wider type", "  int32 price = 3;", "  int64 price = 3;", "major major", "shop.v1.Item.price: int32 became int64"},
	{"an enum became text", "  Color color = 4;", "  string color = 4;", "major major", "shop.v1.Item.color: Color became string"},
	{"a list", "  string name = 2;\n  int32 price", "  repeated string name = 2;\n  int32 price", "major major", "shop.v1.Item.name: string became repeated string"},
	{"not a list", "  repeated string tags = 10;", "  string tags = 10;", "major major", "shop.v1.Item.tags: repeated string became string"},
	{"a map", "  Size size = 5;", "  map<string, Size> size = 5;", "major major", "shop.v1.Item.size: Size became map<string, Size>"},
	{"values of a map", "map<string, Size> sizes", "map<string, Audit> sizes", "major major", "map<string, Size> became map<string, Audit>"},
	{"presence", "  int32 price = 3;", "  optional int32 price = 3;", "none none", ""},
	{"another message", "  Size size = 5;", "  Audit size = 5;", "major major", "shop.v1.Item.size: Size became Audit"},
	{"a message renamed", "message Size {", "message Size {\n  option (protolect.api.v1.message) = {schema: \"Sizes\"};", "none none", ""},
	{"into a oneof", "  oneof owner {", "  oneof owner {\n    string nobody = 97;", "minor none", "shop.v1.Item.nobody: the field was added"},
	{"out of a oneof", "    string company = 8;\n  }", "  }\n  string company = 8;", "major none", "shop.v1.Item.company: the field is in no oneof instead of in the oneof owner"},
	{"a field renamed", "  string name = 2;\n  int32 price", "  string title = 2;\n  int32 price", "major major", "the JSON name name became title"},
	{"a field respelt", "  string next_page_token = 2;", "  string nextPageToken = 2;", "minor none", "the name became nextPageToken"},
	{"the JSON name", "  string user = 1;", "  string user = 1 [json_name = \"login\"];", "major none", "the JSON name user became login"},
	{"the form of integers", "[(protolect.api.v1.field) = {json_number: true}]", "", "minor none", "the form of the value in JSON changed"},
	{"read-only", "  int32 price = 3;", "  int32 price = 3 [(google.api.field_behavior) = OUTPUT_ONLY];", "minor none", "the field became read-only"},
	{"required", "  int32 price = 3;", "  int32 price = 3 [(google.api.field_behavior) = REQUIRED];", "none major", "the field became required"},
	{"required in a response", "  string user = 1;", "  string user = 1 [(google.api.field_behavior) = REQUIRED];", "none none", ""},
	{"a required field added", "  int32 price = 3;", "  int32 price = 3;\n  int32 stock = 98 [(google.api.field_behavior) = REQUIRED];", "minor major", "the field was added and is required"},
	{"deprecated", "  int32 price = 3;", "  int32 price = 3 [deprecated = true];", "patch patch", "the field was deprecated"},
	{"enum value added", "  RED = 1;", "  RED = 1;\n  GREEN = 3;", "minor none", "shop.v1.GREEN: the enum value was added"},
	{"enum value removed", "  RED = 1;", "  reserved 1;", "minor major", "shop.v1.RED: the enum value was removed"},
	{"enum value of a response removed", "    CLOSED = 2;", "    reserved 2;", "minor none", "shop.v1.Audit.CLOSED: the enum value was removed"},
	{"enum value renumbered", "    CLOSED = 2;", "    reserved 2;\n    CLOSED = 3;", "major none", "number 2 became 3"},
	{"the JSON of an enum value", "json_name: \"blue\"", "json_name: \"BLAU\"", "major major", `the JSON value "blue" became "BLAU"`},
	{"the JSON of an enum", "enum Color {", "enum Color {\n  option (protolect.api.v1.enum) = {json_number: true};", "major major", "the values have another form in JSON"},
	{"a discriminator value added", `json_discriminator: "box"`, `json_discriminator: ["box", "cube"]`, "minor none", "the values of the discriminator changed"},
	{"a discriminator value removed", `["disc", "round"]`, `"disc"`, "major major", "the values of the discriminator changed"},
	{"another discriminator", `discriminator: "kind"}`, `discriminator: "type"}`, "major major", "the message has another form in JSON"},
	{"a data wrapper", `base_path: "/v1"`, `data_wrapper: true`, "major major", "the member data around messages was added"},
	{"a message added", "message Size {", "message Price {}\nmessage Size {", "minor none", "shop.v1.Price: the message was added"},

	// Requests.
	{"host", `"shop.example.com"`, `"store.example.com"`, "none major", "the host shop.example.com became store.example.com"},
	{"an endpoint removed", `  endpoints: {location: "eu", url: "https://eu.example.com"}` + "\n", "", "none major", "the endpoint https://eu.example.com was removed"},
	{"HTTP method", `{post: "/v1/items" body`, `{put: "/v1/items" body`, "none major", "POST /v1/items became PUT /v1/items"},
	{"path", `post: "/v1/pictures"`, `post: "/v1/photos"`, "none major", "POST /v1/pictures became POST /v1/photos"},
	{"a wider pattern", `{parent=shops/*}`, `{parent=shops/**}`, "none none", ""},
	{"a narrower pattern", `get: "/v1/items/{id}"`, `get: "/v1/items/{id=i/*}"`, "none major", "GET /v1/items/* became GET /v1/items/i/*"},
	{"a binding removed", ` additional_bindings: {get: "/v1/items"}`, ``, "none major", "GET /v1/items became GET /v1/shops/*/items"},
	{"a binding added", `{delete: "/v1/items/{id}"}`, `{delete: "/v1/items/{id}" additional_bindings: {delete: "/v1/things/{id}"}}`, "none none", ""},
	{"a method added", "service Shop {", "service Shop {\n  rpc Ping(Size) returns (Size) { option (google.api.http) = {get: \"/v1/ping\"}; }", "none minor", "the method was added"},
	{"a method removed", "  rpc DeleteItem(DeleteItemRequest) returns (google.protobuf.Empty) {\n    option (google.api.http) = {delete: \"/v1/items/{id}\"};\n  }\n", "", "none major", "shop.v1.Shop.DeleteItem: the method was removed"},
	{"a method renamed", "rpc DeleteItem(", "rpc RemoveItem(", "patch minor", "shop.v1.Shop.DeleteItem: the method became Shop.RemoveItem"},
	{"a parameter added", "  int32 page_size = 2;", "  int32 page_size = 2;\n  string filter = 96;", "minor none", "shop.v1.ListItemsRequest.filter: the field was added"},
	{"a required parameter added", "  int32 page_size = 2;", "  int32 page_size = 2;\n  string filter = 95 [(google.api.field_behavior) = REQUIRED];", "minor major", "the required query parameter filter was added"},
	{"a parameter became required", "  int32 page_size = 2;", "  int32 page_size = 2 [(google.api.field_behavior) = REQUIRED];", "none major", "the query parameter pageSize became required"},
	{"a parameter removed", "  int32 page_size = 2;", "  reserved 2;", "minor major", "query parameter pageSize was removed from GET /v1/shops/*/items"},
	{"a header became a query parameter", `{parameter: {header: "X-Trace"}}`, `{}`, "none major", "header X-Trace was removed"},
	{"another header", `"X-Trace"`, `"X-Span"`, "none major", "header X-Trace was removed"},
	{"the style of a parameter", `{separator: ","}`, `{separator: "|"}`, "none major", "the style of the query parameter mask changed"},
	{"a parameter moved into the body", ` [(protolect.api.v1.field) = {parameter: {query: "reason"}}]`, "", "none major", "query parameter reason was removed"},
	{"the field of the body", `body: "item"`, `body: "*"`, "none major", "the body Item became CreateItemRequest"},
	{"the body removed", ` body: "item"`, "", "none major", "the body was removed"},
	{"a body added", `{post: "/v1/pictures"}`, `{post: "/v1/pictures" body: "*"}`, "none major", "the body was added"},
	{"a partial body", "body: {partial: true}", "body: {optional: true}", "none major", "the body is no longer partial"},
	{"the media type of the body", "body: {partial: true}", `body: {partial: true media_type: "application/merge-patch+json"}`, "none major", "the media type of the body, application/json, became application/merge-patch+json"},
	{"the media type of responses", "body: {partial: true}", `body: {partial: true} accept: "text/plain"`, "major major", "the media type of responses became text/plain"},
	{"the response", "rpc GetItem(GetItemRequest) returns (Item)", "rpc GetItem(GetItemRequest) returns (Audit)", "major none", "the response Item became Audit"},
	{"a response added", "(DeleteItemRequest) returns (google.protobuf.Empty)", "(DeleteItemRequest) returns (Item)", "minor none", "the response google.protobuf.Empty became Item"},
	{"a scope removed", `["all", "read"]`, `["all"]`, "none major", "the scope read is no longer sufficient"},
	{"a scope added", `["all", "read"]`, `["all", "read", "get"]`, "none minor", "the scope get is sufficient"},
	{"scopes required", "body: {partial: true}", `body: {partial: true} oauth_scopes: "all"`, "none major", "one of the scopes all is required"},
	{"a security scheme removed", ` security: {schemes: "token"}`, ``, "none major", "the security scheme token is no longer sufficient"},
	{"a security scheme added", ` security: {schemes: "token"}`, ` security: {schemes: "token"} security: {schemes: "basic"}`, "none none", ""},
	{"no security", `security: {schemes: "key"} security: {schemes: "token"}`, `security: {}`, "none none", ""},
	{"another header of a key", `header: "X-Key"`, `header: "X-Api-Key"`, "none major", "the security scheme key requires other credentials"},
	{"a media type of uploads removed", `["image/png", "image/gif"]`, `"image/png"`, "none major", "media of the type image/gif is no longer accepted"},
	{"all images", `["image/png", "image/gif"]`, `"image/*"`, "none none", ""},
	{"smaller uploads", `max_size: 1000`, `max_size: 100`, "none major", "uploads are limited to 100 bytes"},
	{"larger uploads", `max_size: 1000`, `max_size: 10000`, "none none", ""},
	{"the path of uploads", `simple_path: "/upload`, `simple_path: "/up`, "none major", "the path of uploads, /upload/v1/pictures, became /up/v1/pictures"},
	{"no resumable uploads", ` resumable_path: "/resumable/v1/pictures"`, ``, "none major", "the path of resumable uploads"},
	{"no downloads", `      media_download: {download_service: true}` + "\n", ``, "none major", "the method no longer returns media"},
	{"the API version", "body: {partial: true}", `body: {partial: true} api_version: "2"`, "none major", `the API version "" became "2"`},
}

func (e edit) apply(t *testing.T, text string) string {
	t.Helper()
	if strings.Count(shop, e.from) != 1 {
		t.Fatalf("%q is in the definitions %d times", e.from, strings.Count(shop, e.from))
	}
	return strings.Replace(text, e.from, e.to, 1)
}

func TestDefinitions(t *testing.T) {
	for _, e := range edits {
		t.Run(e.name, func(t *testing.T) {
			changes, err := published.Compare(t.Context(), published.Files{shopFile: []byte(shop)}, published.Files{shopFile: []byte(e.apply(t, shop))})
			if err != nil {
				t.Fatal(err)
			}
			sum := published.Sum(changes)
			if got := fmt.Sprintf("%s %s", sum.Wire, sum.Requests); got != e.want {
				t.Errorf("the verdict is %s, want %s", got, e.want)
			}
			var lines []string
			for _, c := range changes {
				lines = append(lines, c.Element+": "+c.Message)
			}
			if text := strings.Join(lines, "\n"); !strings.Contains(text, e.message) || e.want == "none none" && text != "" {
				t.Errorf("the changes are\n%s\nwant %q", text, e.message)
			}
		})
	}
}

// TestGo compares Go packages together with their definitions.
func TestGo(t *testing.T) {
	text := func(proto, messages, client string) published.Files {
		return published.Files{
			shopFile:                     []byte(proto),
			"gen/shop/v1/shoppb/shop.go": []byte("package shoppb\n" + messages),
			"gen/shop/v1/shop.go":        []byte("package shop\n" + client),
		}
	}
	before := text(shop, "type Item struct { Price int32 }; func (*Item) GetPrice() int32 { return 0 }; const Color_RED Color = 1; type Color int32",
		"type Client struct{}; func (*Client) GetItem() {}; func WithRegion() {}")
	after := text(strings.NewReplacer("int32 price", "string price", "  RED = 1;", "  reserved 1;", "GetItem(Get", "ReadItem(Get").Replace(shop),
		"type Item struct { Price string }; func (*Item) GetPrice() string { return `` }; type Color int32",
		"type Client struct{}; func (*Client) ReadItem() {}")
	changes, err := published.Compare(t.Context(), before, after)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range changes {
		got = append(got, fmt.Sprintf("%s %s %s %s: %s", c.Go, c.Wire, c.Requests, c.Element, c.Message))
	}
	want := []string{
		"major none none gen/shop/v1.WithRegion: function WithRegion was removed",
		"major major major shop.v1.Item.price: int32 became string; field Item.Price: int32 became string",
		"major minor major shop.v1.RED: the enum value was removed; constant Color_RED was removed",
		"major patch patch shop.v1.Shop.GetItem: the method became Shop.ReadItem; method (*Client).GetItem was removed",
		"minor none minor shop.v1.Shop.ReadItem: the method was added; method (*Client).ReadItem was added",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// TestUncompiled compares with definitions that somebody broke.
func TestUncompiled(t *testing.T) {
	broken := published.Files{shopFile: []byte("<<<<<<<"), "gen/shop/v1/shop.go": []byte("package shop; func F() {}")}
	good := published.Files{shopFile: []byte(shop), "gen/shop/v1/shop.go": []byte("package shop")}
	for _, test := range []struct {
		before, after published.Files
		old           bool
		verdict       compare.Verdict
	}{{broken, good, true, compare.Major}, {good, broken, false, compare.Minor}} {
		changes, err := published.Compare(t.Context(), test.before, test.after)
		var uncompiled *published.CompileError
		if !errors.As(err, &uncompiled) || uncompiled.Old != test.old || !strings.Contains(err.Error(), "shop.proto:1:1") {
			t.Errorf("the error is %v", err)
		}
		if got := published.Sum(changes); got != (published.Verdict{Go: test.verdict}) {
			t.Errorf("the verdict is %+v", got)
		}
	}
}
