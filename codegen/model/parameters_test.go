// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestParameters(t *testing.T) {
	styled := func(style document.Style, explode bool) func(*document.Parameter) {
		return func(p *document.Parameter) { p.Style, p.Explode = style, explode }
	}
	media := func(name string) func(*document.Parameter) {
		return func(p *document.Parameter) { p.ContentType = name }
	}
	cookie := func(p *document.Parameter) { p.Cookie = true }
	point := func() *document.Schema { return object("", property("x", whole()), property("y", whole())) }
	inPath := func(style document.Style, explode bool, s *document.Schema) func(*document.Operation) {
		return func(o *document.Operation) {
			o.Parameters[0].Schema, o.Parameters[0].Style, o.Parameters[0].Explode = s, style, explode
		}
	}
	testModels(t, []modelTest{
		{name: "styles in the query", doc: openAPI(operation("list", "GET /p",
			query("comma", list(text()), styled(document.CommaSeparated, false)), query("space", list(text()), styled(document.SpaceSeparated, false)),
			query("pipe", list(text()), styled(document.PipeSeparated, false)), query("tab", list(text()), styled(document.TabSeparated, false)),
			query("deep", point(), styled(document.DeepObject, true)), query("form", point(), styled(document.FormStyle, true)), query("joined", point(), styled(document.FormStyle, false)),
			query("$json", point(), media("application/json")), query("xml", point(), media("application/xml")), query("plain", text(), media("text/plain")))), want: `
service ZooService
  rpc ListP(ListPRequest) Empty list by method name
    GET /p
message ListPRequest (list) made
  ListPRequest.Json json ($json) {JSON}
  repeated string comma {separator=,}
  ListPRequest.Deep deep {separator=[]}
  ListPRequest.Form form {exploded}
  ListPRequest.Joined joined {separator=,}
  repeated string pipe {separator=|}
  optional string plain
  repeated string space {separator= }
  repeated string tab {separator=	}
  optional string xml
  message Deep (list.deep)
    optional int32 x
    optional int32 y
  message Form (list.form)
    optional int32 x
    optional int32 y
  message Joined (list.joined)
    optional int32 x
    optional int32 y
  message Json (list.$json)
    optional int32 x
    optional int32 y
not-carried: the type of the parameter "xml" of list, which is encoded as application/xml: callers encode it and pass a string
`},
		{name: "label and matrix", doc: openAPI(
			operation("a", "GET /a/{v}", inPath(document.LabelStyle, false, text())), operation("b", "GET /b/{v}", inPath(document.LabelStyle, true, list(text()))),
			operation("c", "GET /c/{v}", inPath(document.LabelStyle, false, point())), operation("d", "GET /d/{v}", inPath(document.MatrixStyle, true, text())),
			operation("e", "GET /e/{v}", inPath(document.MatrixStyle, false, list(text()))), operation("f", "GET /f/{v}", inPath(document.MatrixStyle, true, list(text()))),
			operation("g", "GET /g/{v}", inPath(document.MatrixStyle, true, point())), operation("h", "GET /h/{v}", inPath(document.MatrixStyle, true, union("", text(), point())))), want: `
service ZooService
  rpc A(ARequest) Empty a by method name
    GET /a/{v} v=v
  rpc B(BRequest) Empty b by method name
    GET /b/{v} v=v
  rpc C(CRequest) Empty c by method name
    GET /c/{v} v=v
  rpc D(DRequest) Empty d by method name
    GET /d/{v} v=v
  rpc E(ERequest) Empty e by method name
    GET /e/{v} v=v
  rpc F(FRequest) Empty f by method name
    GET /f/{v} v=v
  rpc G(GRequest) Empty g by method name
    GET /g/{v} v=v
  rpc H(HRequest) Empty h by method name
    GET /h/{v} v=v
message ARequest (a) made
  string v REQUIRED {prefix=.}
message BRequest (b) made
  repeated string v REQUIRED {separator=. prefix=.}
message CRequest (c) made
  CRequest.V v REQUIRED {separator=, prefix=.}
  message V (c.v)
    optional int32 x
    optional int32 y
message DRequest (d) made
  string v REQUIRED {prefix=;v=}
message ERequest (e) made
  repeated string v REQUIRED {separator=, prefix=;v=}
message FRequest (f) made
  repeated string v REQUIRED {separator=;v= prefix=;v=}
message GRequest (g) made
  GRequest.V v REQUIRED {separator=; exploded prefix=;}
  message V (g.v)
    optional int32 x
    optional int32 y
message HRequest (h) made
  HRequest.V v REQUIRED {separator=, prefix=;v=}
  message V (h.v) union
    HRequest.V.Object object oneof=variant
    string text oneof=variant
    message Object (h.v.object)
      optional int32 x
      optional int32 y
not-carried: explode for the parameter "v" of h, which can be an object or another value, in the style matrix: it is ignored
`},
		{name: "headers and cookies", doc: openAPI(operation("list", "GET /p", query("X-Id", text()), inHeader("X-Id", text()), inHeader("X-Id", text(), cookie),
			inHeader("bad name", text()), inHeader("AZaz09!~", text()), inHeader("a:", text()), inHeader("a[", text()), inHeader("a{", text()), inHeader("", text()), inHeader("host", text()), inHeader("host", text(), cookie), inHeader("X-List", list(text()), styled(document.CommaSeparated, false)),
			inHeader("X-Deep", list(list(text())), styled(document.CommaSeparated, false)))), want: `
service ZooService
  rpc ListP(ListPRequest) Empty list by method name
    GET /p
message ListPRequest (list) made
  optional string a_zaz09 (AZaz09!~) {header=AZaz09!~}
  repeated ListPRequest.XDeepList x_deep (X-Deep) {header=X-Deep JSON}
  optional string x_id (X-Id)
  repeated string x_list (X-List) {header=X-List}
  optional string cookie_x_id (cookie X-Id) {cookie=X-Id}
  optional string header_x_id (header X-Id) {header=X-Id}
  optional string host {cookie=host}
  message XDeepList (list.X-Deep) value
    repeated string values
header-ignored: the header "host" of list
parameter-name: the header "" of list
parameter-name: the header "a:" of list
parameter-name: the header "a[" of list
parameter-name: the header "a{" of list
parameter-name: the header "bad name" of list
parameter-nested: the parameter "X-Deep"
`},
		{name: "values without a defined form", doc: openAPI(operation("list", "GET /p", query("a", list(list(text()))), query("b", object("", property("c", object("", property("d", text()))))),
			query("e", kind(document.Any, document.NoFormat)), query("f", object("", property("l", list(text()))), styled(document.DeepObject, true)), query("g", object("", property("l", list(text()))), styled(document.FormStyle, true)))), want: `
service ZooService
  rpc ListP(ListPRequest) Empty list by method name
    GET /p
message ListPRequest (list) made
  repeated ListPRequest.AList a
  ListPRequest.B b
  Value e
  ListPRequest.F f {separator=[]}
  ListPRequest.G g {exploded}
  message AList (list.a) value
    repeated string values
  message B (list.b)
    ListPRequest.B.C c
    message C (list.b.c)
      optional string d
  message F (list.f)
    repeated string l
  message G (list.g)
    repeated string l
deep-object-list: the parameter "f"
parameter-nested: 3 parameters ("a", "b", "e")
`},
	})
}
