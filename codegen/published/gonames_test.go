// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package published_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/published"
)

// TestNames lists the Go names of changes.
func TestNames(t *testing.T) {
	const (
		messages = "type Item struct { Price int32; Owner isOwner }; func (*Item) GetPrice() int32 { return 0 }; func (*Item) GetPerson() string { return `` }; " +
			"type Item_Person struct { Person string }; type Color int32; const Color_RED Color = 1; type Size struct { Width int32 }; func NewShape(*Size) *Shape { return nil }; type Shape struct{}; "
		client = "type Client struct{}; func (*Client) GetItem() {}; func (*Client) UpdateItem() {}; const ScopeRead = `read`; "
	)
	files := func(proto, messages, client string) published.Files {
		return published.Files{
			shopFile:                     []byte(proto),
			"gen/shop/v1/shoppb/shop.go": []byte("package shoppb\n" + messages),
			"gen/shop/v1/shop.go":        []byte("package shop\n" + client),
		}
	}
	for _, test := range []struct {
		name     string
		edits    []string // pairs of texts in the definitions
		messages []string // in the messages
		client   []string // in the client
		reverse  bool
		want     []string
	}{
		{name: "field added", edits: []string{"  int32 price = 3;", "  int32 price = 3;\n  int32 stock = 99;"},
			messages: []string{"Price int32;", "Price int32; Stock int32;"},
			want:     []string{"added Item.Stock: added field Item.Stock"}},
		{name: "required field added", edits: []string{"  int32 page_size = 2;", "  int32 page_size = 2;\n  int32 stock = 99 [(google.api.field_behavior) = REQUIRED];"},
			messages: []string{"type Size ", "type ListItemsRequest struct { Stock int32 }; type Size "},
			want: []string{"added ListItemsRequest.Stock (the required query parameter stock was added to GET /v1/shops/*/items)",
				"added ListItemsRequest: added type ListItemsRequest"}},
		{name: "type of a field", edits: []string{"  int32 price = 3;", "  string price = 3;"}, messages: []string{"Price int32", "Price string", "GetPrice() int32 { return 0 }", "GetPrice() string { return `` }"},
			want: []string{"changed Item.Price: changed field Item.Price int32 became string"}},
		{name: "field became required", edits: []string{"  int32 price = 3;", "  int32 price = 3 [(google.api.field_behavior) = REQUIRED];"},
			want: []string{"changed Item.Price (the field became required)"}},
		{name: "fields deprecated", edits: []string{"  int32 price = 3;", "  int32 price = 3 [deprecated = true];", "    string person = 7;", "    string person = 7 [deprecated = true];"},
			want: []string{"changed Item_Person deprecated", "changed Item.Price deprecated"}},
		{name: "other elements deprecated", edits: []string{"message Size {", "message Size {\n  option deprecated = true;", "enum Color {", "enum Color {\n  option deprecated = true;",
			"  RED = 1;", "  RED = 1 [deprecated = true];", "{get: \"/v1/items/{id}\"};", "{get: \"/v1/items/{id}\"};\n    option deprecated = true;"},
			want: []string{"changed Color deprecated", "changed Color_RED deprecated", "changed Client.GetItem deprecated", "changed Size deprecated"}},
		{name: "no longer deprecated", reverse: true, edits: []string{"  RED = 1;", "  RED = 1 [deprecated = true];"},
			want: []string{"changed Color_RED (the enum value is no longer deprecated)"}},
		{name: "enum value added", edits: []string{"  RED = 1;", "  RED = 1;\n  GREEN = 3;"}, messages: []string{"type Color int32;", "type Color int32; const Color_GREEN Color = 3;"},
			want: []string{"added Color_GREEN: added constant Color_GREEN"}},
		{name: "enum added", edits: []string{"enum Color {", "enum Light {\n  LIGHT_UNSPECIFIED = 0;\n  ON = 1;\n}\nenum Color {"},
			messages: []string{"type Color int32;", "type Light int32; const Light_ON Light = 1; var Light_name = map[int32]string{}; var Light_value = map[string]int32{}; type Color int32;"},
			want:     []string{"added Light: added type Light"}},
		{name: "message added", edits: []string{"message Size {", "message Price {\n  oneof amount { int32 euro = 1; }\n  enum State { OPEN = 0; }\n}\nmessage Size {"},
			messages: []string{"type Size ", "type Price struct { Amount isAmount }; type Price_Euro struct { Euro int32 }; func NewPrice() *Price { return nil }; type Price_State int32; const Price_OPEN Price_State = 0; type Size "},
			want:     []string{"added Price: added type Price"}},
		{name: "message removed", reverse: true, edits: []string{"message Size {", "message Price {\n  oneof amount { int32 euro = 1; }\n}\nmessage Size {"},
			messages: []string{"type Size ", "type Price struct { Amount isAmount }; type Price_Euro struct { Euro int32 }; func NewPrice() *Price { return nil }; type Size "},
			want:     []string{"removed Price: removed type Price"}},
		{name: "field with an enum added", edits: []string{"  int32 price = 3;", "  int32 price = 3;\n  enum Kind { KIND_UNSPECIFIED = 0; BOT = 1; }\n  Kind kind = 99;"},
			messages: []string{"Price int32;", "Price int32; Kind Item_Kind;", "type Size ", "type Item_Kind int32; const Item_BOT Item_Kind = 1; type Size "},
			want:     []string{"added Item.Kind: added field Item.Kind"}},
		{name: "method with a response added", edits: []string{"service Shop {", "message FindResponse { string q = 1; }\nservice Shop {\n  rpc FindItem(Size) returns (FindResponse) { option (google.api.http) = {get: \"/v1/items:find\"}; }"},
			messages: []string{"type Size ", "type FindResponse struct { Q string }; type Size "}, client: []string{"type Client ", "func (*Client) FindItem() {}; type Client "},
			want: []string{"added Client.FindItem: added method Client.FindItem"}},
		{name: "method with a resource added", edits: []string{"service Shop {", "message Sale { string q = 1; }\nservice Shop {\n  rpc GetSale(Size) returns (Sale) { option (google.api.http) = {get: \"/v1/sale\"}; }"},
			messages: []string{"type Size ", "type Sale struct { Q string }; type Size "}, client: []string{"type Client ", "func (*Client) GetSale() {}; type Client "},
			want: []string{"added Sale: added type Sale", "added Client.GetSale: added method Client.GetSale"}},
		{name: "constructor added to a message", messages: []string{"type Shape ", "func NewShapeDisc(int32) *Shape { return nil }; type Shape "},
			want: []string{"added : added function NewShapeDisc"}},
		{name: "method added", edits: []string{"service Shop {", "message FindRequest { string q = 1; }\nservice Shop {\n  rpc FindItem(FindRequest) returns (Item) { option (google.api.http) = {get: \"/v1/items:find\"}; }"},
			messages: []string{"type Size ", "type FindRequest struct { Q string }; type Size "}, client: []string{"type Client ", "func (*Client) FindItem() {}; type Client "},
			want: []string{"added Client.FindItem: added method Client.FindItem"}},
		{name: "method removed", reverse: true, edits: []string{"service Shop {", "message FindRequest { string q = 1; }\nservice Shop {\n  rpc FindItem(FindRequest) returns (Item) { option (google.api.http) = {get: \"/v1/items:find\"}; }"},
			messages: []string{"type Size ", "type FindRequest struct { Q string }; type Size "}, client: []string{"type Client ", "func (*Client) FindItem() {}; type Client "},
			want: []string{"removed Client.FindItem: removed method Client.FindItem"}},
		{name: "method renamed", edits: []string{"rpc GetItem(", "rpc ReadItem("}, client: []string{") GetItem()", ") ReadItem()"},
			want: []string{"changed Client.GetItem → shop.v1.Shop.ReadItem: removed method Client.GetItem", "added Client.ReadItem: added method Client.ReadItem"}},
		{name: "scope added", edits: []string{`["all", "read"]`, `["all", "read", "get"]`}, client: []string{"const ScopeRead", "const ScopeGet = `get`; const ScopeRead"},
			want: []string{"added : added constant ScopeGet", "changed Client.GetItem (the scope get is sufficient)"}},
		{name: "path changed", edits: []string{`{get: "/v1/items/{id}"}`, `{get: "/v1/things/{id}"}`},
			want: []string{"changed Client.GetItem (GET /v1/items/* became GET /v1/things/*)"}},
		{name: "host changed", edits: []string{`location: "eu", url: "https://eu.`, `location: "eu", url: "https://eu2.`}, want: []string{"changed  (the endpoint https://eu.example.com was removed)"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, pairs := range [][]string{test.edits, test.messages, test.client} {
				for i := 0; i < len(pairs); i += 2 {
					if n := strings.Count(shop+messages+client, pairs[i]); n != 1 {
						t.Fatalf("%q occurs %d times", pairs[i], n)
					}
				}
			}
			edit := func(text string, pairs []string) string { return strings.NewReplacer(pairs...).Replace(text) }
			before := files(shop, messages, client)
			after := files(edit(shop, test.edits), edit(messages, test.messages), edit(client, test.client))
			if test.reverse {
				before, after = after, before
			}
			changes, err := published.Compare(t.Context(), before, after)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range changes {
				if line := words(c); line != "" {
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestFieldNamedLikeGetter adds a field whose getter has the Go name of another field, which gets another one.
func TestFieldNamedLikeGetter(t *testing.T) {
	files := func(declarations string) published.Files {
		return published.Files{"gen/shop/v1/shoppb/shop.go": []byte("package shoppb\n" + declarations)}
	}
	before := files("type Item struct { GetSize int32 }; func (*Item) GetGetSize() int32 { return 0 }")
	after := files("type Item struct { Size, GetSize_ int32 }; func (*Item) GetSize() int32 { return 0 }; func (*Item) GetGetSize_() int32 { return 0 }")
	changes, err := published.Compare(t.Context(), before, after)
	if err != nil {
		t.Fatal(err)
	}
	if got := published.Sum(changes).Go; got != compare.Major {
		t.Errorf("the verdict for Go is %s, want %s", got, compare.Major)
	}
}

// words returns a line about a change, or "" if it follows from another one.
func words(c published.Change) string {
	states := map[published.State]string{published.Changed: "changed", published.Added: "added", published.Removed: "removed"}
	if len(c.Names)+len(c.Details) == 0 && !c.Deprecated {
		return ""
	}
	line := states[c.State] + " " + c.GoName
	if c.Successor != "" {
		line += " → " + c.Successor
	}
	if c.Deprecated {
		line += " deprecated"
	}
	if len(c.Details) > 0 {
		line += " (" + strings.Join(c.Details, "; ") + ")"
	}
	for _, n := range c.Names {
		line += strings.TrimRight(fmt.Sprintf(": %s %s %s %s", states[n.State], n.Kind, n.Name, n.Detail), " ")
	}
	return line
}
