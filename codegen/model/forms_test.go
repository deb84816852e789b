// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestForms(t *testing.T) {
	parts := func(parts ...*document.Part) func(*document.Operation) {
		return func(o *document.Operation) { o.BodyParts = parts }
	}
	part := func(property, contentType string) *document.Part {
		return &document.Part{Property: property, ContentType: contentType}
	}
	styled := func(property string, style document.Style, explode bool) *document.Part {
		return &document.Part{Property: property, Style: style, Explode: explode}
	}
	content := func(mediaType, encoding string) *document.Schema {
		return &document.Schema{Kind: document.String, ContentMediaType: mediaType, ContentEncoding: encoding}
	}
	binary := func() *document.Schema { return kind(document.String, document.Binary) }
	anyOf := func(mediaType string) *document.Schema { return &document.Schema{ContentMediaType: mediaType} }
	const form, multipart = "application/x-www-form-urlencoded", "multipart/form-data"
	testModels(t, []modelTest{
		{name: "files", doc: openAPI(object("F", property("a", binary()), property("b", list(binary())), property("c", content("image/png", "")), property("d", content("text/csv", "")), property("e", content("image/png", "base64")), property("f", content("", "base64")),
			property("g", anyOf("image/png")), property("h", anyOf("")), property("i", union("", binary(), whole())), property("j", content("application/xml", "")), property("k", content("application/json", "")), property("l", anyOf("application/json")), property("m", anyOf("*/*")), property("n", content("image/svg+xml", ""))),
			operation("send", "POST /f", bodyOf(multipart, ref("F")))), want: `
service ZooService
  rpc Send(SendRequest) Empty send by method name
    POST /f body=f
    part c image/png
    part d text/csv
    part e image/png
    part f application/octet-stream
    part g image/png
    part j application/xml
    part n image/svg+xml
message F
  optional bytes a
  repeated bytes b
  optional bytes c
  optional string d
  optional string e
  optional string f
  optional bytes g
  Value h
  F.I i
  optional string j
  optional string k
  Value l
  Value m
  optional string n
  message I (F.i) union
    int32 integer oneof=variant
    string text oneof=variant
message SendRequest (send) made
  F f
not-carried: "i" in the form of send can be a file or another value: files cannot be sent
`},
		{name: "a binary string outside of a form", doc: openAPI(object("F", property("a", binary()), property("c", content("image/png", ""))), operation("send", "POST /f", body(ref("F")))), want: `
service ZooService
  rpc Send(SendRequest) Empty send by method name
    POST /f body=f
message F
  optional string a
  optional string c
message SendRequest (send) made
  F f
`},
		{name: "content types of parts", doc: openAPI(object("F", property("a", text()), property("b", text()), property("c", object("", property("x", text()))), property("d", object("", property("x", text()))), property("e", binary()), property("f", binary()), property("g", kind(document.String, document.Base64)), property("h", list(whole())), property("i", text()), property("j", text())),
			operation("send", "POST /f", bodyOf(multipart, ref("F")), parts(part("a", "text/plain"), part("b", "text/csv, text/html"), part("c", "application/xml"), part("d", "application/xml, text/json"), part("e", "application/octet-stream"), part("f", "image/*, image/gif"), part("g", "image/png"), part("h", "text/x"), part("i", "image/*"), part("j", `a/b; x=","`), part("missing", "text/plain")))), want: `
service ZooService
  rpc Send(SendRequest) Empty send by method name
    POST /f body=f
    part b text/csv
    part d text/json
    part f image/gif
    part g image/png base64
    part h text/x
    part j a/b; x=","
message F
  optional string a
  optional string b
  F.C c
  F.D d
  optional bytes e
  optional bytes f
  optional bytes g
  repeated int32 h
  optional string i
  optional string j
  message C (F.c)
    optional string x
  message D (F.d)
    optional string x
message SendRequest (send) made
  F f
media-type: the part "b" of send can be text/csv, text/html: it is sent as text/csv
media-type: the part "f" of send can be image/*, image/gif: it is sent as image/gif
member-misplaced: the form of send does not have a member "missing"
not-carried: the media type application/xml of "c" in the form of send: the part is sent with its default media type
`},
		{name: "urlencoded", doc: openAPI(object("F", property("a", text()), property("b", list(whole())), property("c", object("", property("x", text()))), property("d", text()), property("e", text()), property("f", object("", property("x", text()))), property("g", kind(document.String, document.Base64URL))),
			operation("send", "POST /f", bodyOf(form, ref("F")), parts(part("a", "application/json"), part("b", "application/json"), part("c", "application/json"), part("d", "text/plain"), part("e", "text/csv"), part("f", "text/plain")))), want: `
service ZooService
  rpc Send(SendRequest) Empty send by method name
    POST /f body=f
    part a {JSON}
    part b {JSON}
    part g base64
message F
  optional string a
  repeated int32 b
  F.C c
  optional string d
  optional string e
  F.F f
  optional bytes g base64url
  message C (F.c)
    optional string x
  message F (F.f)
    optional string x
message SendRequest (send) made
  F f
not-carried: the media type text/csv of "e" in the form of send: the part is sent with its default media type
not-carried: the media type text/plain of "f" in the form of send: the part is sent with its default media type
`},
		{name: "styles of members", doc: openAPI(object("F", property("a", list(text())), property("b", object("", property("x", text()))), property("c", text()), property("d", list(text())), property("e", object("", property("x", text())))),
			operation("send", "POST /f", bodyOf(form, ref("F")), parts(styled("a", document.PipeSeparated, false), styled("b", document.DeepObject, true), styled("c", document.FormStyle, true), styled("d", document.FormStyle, true), styled("e", document.FormStyle, false)))), want: `
service ZooService
  rpc Send(SendRequest) Empty send by method name
    POST /f body=f
    part a {separator=|}
    part b {separator=[]}
    part e {separator=,}
message F
  repeated string a
  F.B b
  optional string c
  repeated string d
  F.E e
  message B (F.b)
    optional string x
  message E (F.e)
    optional string x
message SendRequest (send) made
  F f
`},
		{name: "alternatives of a form", doc: openAPI(object("A", property("x", text()), property("y", text())), object("B", property("x", object("", property("z", text())))), union("F", ref("A"), ref("B")), operation("send", "POST /f", bodyOf(multipart, ref("F")), parts(part("x", "text/csv"), part("y", "text/csv")))), want: `
service ZooService
  rpc Send(SendRequest) Empty send by method name
    POST /f body=f
    part y text/csv
message A
  optional string x
  optional string y
message B
  B.X x
  message X (B.x)
    optional string z
message F union
  A a (A) oneof=variant
  B b (B) oneof=variant
message SendRequest (send) made
  F f
not-carried: the media type text/csv of "x" in the form of send: the part is sent with its default media type
`},
		{name: "a form of any members", doc: openAPI(named("F", mapOf(text())), operation("send", "POST /f", bodyOf(multipart, ref("F")), parts(part("x", "application/json"), part("y", "image/png")))), want: `
service ZooService
  rpc Send(SendRequest) Empty send by method name
    POST /f body=f
message SendRequest (send) made
  map<string> f
not-carried: the media type image/png of "y" in the form of send: the part is sent with its default media type
schema-in-place: the schema "F" is not an object with properties
`},
	})
}
