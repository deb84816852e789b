// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// found returns findings, each as "line:column rule pointer: message".
func found(findings *finding.List) []string {
	var all []string
	for _, f := range findings.All() {
		at := f.Position
		all = append(all, fmt.Sprintf("%d:%d %s %s: %s", at.Line, at.Column, f.Rule, at.Pointer, f.Message))
	}
	return all
}

// with returns a valid document with additional members, which start on line 2.
func with(members string) string {
	return `{"kind": "discovery#restDescription", "name": "a", "version": "v1", "rootUrl": "https://a.example.com/",` + "\n" + members + "}"
}

// withMethod returns a valid document with one method, whose additional members start on line 3.
func withMethod(members string) string {
	return with(`"methods": {"m": {"id": "a.m", "httpMethod": "GET", "path": "v1/x",` + "\n" + members + "}}")
}

// withSchema returns a valid document with one schema S, which is on line 3.
func withSchema(schema string) string {
	return with(`"schemas": {"S":` + "\n" + schema + "}")
}

func complete(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/complete.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReadMinimal(t *testing.T) {
	api, findings := discovery.Read("a.json", []byte(with(`"title": "A"`)))
	if diff := cmp.Diff([]string(nil), found(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	want := &document.API{
		Values:  6,
		At:      finding.Position{File: "a.json", Line: 1, Column: 1},
		Name:    "a",
		Version: "v1",
		Title:   "A",
		Host:    "a.example.com",
	}
	if diff := cmp.Diff(want, api, cmpopts.IgnoreTypes(document.Conventions{})); diff != "" {
		t.Errorf("API (-want +got):\n%s", diff)
	}
}

func TestReadComplete(t *testing.T) {
	api, findings := discovery.Read("library.json", complete(t))
	if findings.HasErrors() {
		t.Errorf("findings: %q", found(findings))
	}
	text := func(text string) *document.Schema { return &document.Schema{Kind: document.String, Description: text} }
	book := func() *document.Schema { return &document.Schema{Kind: document.Ref, Ref: "Book"} }
	filter, sequel := book(), book()
	filter.Limits = []document.Limit{{Name: "Minimum items", Value: "1"}, {Name: "Maximum items", Value: "5"}}
	sequel.Description, sequel.Deprecated = "What follows.", true
	parent, title := text("Required. The shelf."), text("")
	title.ReadOnly, title.Limits = true, []document.Limit{{Name: "Required by", Value: "library.search"}}
	want := &document.API{
		Values:           173,
		Name:             "library",
		Version:          "v1",
		Revision:         "20260102",
		Title:            "Library API",
		Description:      "Lends books.",
		DocumentationURL: "https://example.com/library",
		Host:             "library.example.com",
		Endpoints:        []document.Endpoint{{Location: "eu", URL: "https://eu.example.com", Description: "Europe"}},
		DataWrapper:      true,
		Scopes: []document.Scope{
			{Name: "https://example.com/read", Description: "Read"},
			{Name: "https://example.com/write", Description: "Write"},
		},
		Schemas: []*document.Schema{{
			Name:        "Book",
			Kind:        document.Object,
			Description: "A book.",
			Properties: []*document.Property{
				{Name: "any", Schema: &document.Schema{}},
				{Name: "details", Schema: &document.Schema{
					Kind: document.Array, Items: &document.Schema{Kind: document.Object, Format: document.TypedAny},
				}},
				{Name: "labels", Schema: &document.Schema{Kind: document.Object, Additional: text("")}},
				{Name: "metadata", Schema: &document.Schema{Kind: document.Object, Format: document.Struct}},
				{Name: "sequel", Schema: sequel},
				{Name: "sizes", Schema: &document.Schema{Kind: document.Array, Items: &document.Schema{
					Kind: document.String,
					Enum: []document.EnumValue{{Value: "S", Description: "Small."}, {Value: "L", Description: "Large."}},
				}}},
				{Name: "state", Schema: &document.Schema{Kind: document.String, Enum: []document.EnumValue{
					{Value: "STATE_UNSPECIFIED", Description: "Not known."},
					{Value: "LENT", Description: "Lent."},
					{Value: "LOST", Description: "Lost.", Deprecated: true},
				}}},
				{Name: "title", Schema: title},
			},
		}},
		Operations: []*document.Operation{
			{
				ID:         "library.search",
				Name:       "search",
				Deprecated: true,
				HTTPMethod: "GET",
				APIVersion: "2026-01-01",
				Parameters: []*document.Parameter{
					{Name: "filter", Repeated: true, Schema: filter},
					{Name: "limit", Schema: &document.Schema{Kind: document.Integer, Format: document.Int32, Limits: []document.Limit{
						{Name: "Default", Value: "10"}, {Name: "Minimum", Value: "1"}, {Name: "Maximum", Value: "50"},
					}}},
				},
				Response: &document.Schema{Kind: document.Object, Additional: text("")},
			},
			{
				ID:          "library.shelves.books.upload",
				Resource:    []string{"shelves", "books"},
				Name:        "upload",
				Description: "Uploads a book.",
				Deprecated:  true, // its resource is deprecated
				HTTPMethod:  "POST",
				Parameters:  []*document.Parameter{{Name: "parent", InPath: true, Required: true, Schema: parent}},
				Body:        book(), BodyRequired: true,
				Response: book(),
				Scopes:   []string{"https://example.com/write"},
				Upload:   &document.Upload{Accept: []string{"*/*"}, MaxSize: 10 << 30},
				Download: &document.Download{},
			},
		},
	}
	ignored := cmp.Options{cmpopts.IgnoreTypes(finding.Position{}, document.Conventions{}), cmpopts.IgnoreFields(document.Operation{}, "Path"), cmpopts.IgnoreFields(document.Upload{}, "Simple", "Resumable")}
	if diff := cmp.Diff(want, api, ignored); diff != "" {
		t.Errorf("API (-want +got):\n%s", diff)
	}
	for i, want := range []string{"/lib/v1/search", "/lib/v1/{parent=shelves/*}/books"} {
		if got := api.Operations[i].Path.String(); got != want {
			t.Errorf("path = %s, want %s", got, want)
		}
	}
	upload := api.Operations[1].Upload
	if got, want := upload.Simple.String(), "/upload/lib/v1/{parent=shelves/*}/books"; got != want {
		t.Errorf("simple path = %s, want %s", got, want)
	}
	if got, want := upload.Resumable.String(), "/resumable/upload/lib/v1/{parent=shelves/*}/books"; got != want {
		t.Errorf("resumable path = %s, want %s", got, want)
	}
	at := api.Schemas[0].Properties[4].Schema.At
	if at.String() != "library.json:98:19" || at.Pointer != "/schemas/Book/properties/sequel" {
		t.Errorf("position = %v %s", at, at.Pointer)
	}
}

// TestReadCompleteFindings checks the findings for features that the output does not contain.
func TestReadCompleteFindings(t *testing.T) {
	_, findings := discovery.Read("library.json", complete(t))
	want := []string{
		`17:13 api-labels /labels: the API has the labels ["labs"]`,
		`24:17 system-parameters /parameters: parameters of every method: alt, key`,
		`62:32 streaming /resources/shelves/resources/books/methods/upload/streamingType: the method streams: its streamingType is "SERVER_SIDE"`,
		`63:39 subscription /resources/shelves/resources/books/methods/upload/supportsSubscription: library.shelves.books.upload supports push notifications (supportsSubscription)`,
	}
	if diff := cmp.Diff(want, found(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestReadLongNames reads names of the maximum length and longer ones.
func TestReadLongNames(t *testing.T) {
	const maximum = 200
	for _, test := range []struct {
		name, pointer string
		doc           func(name string) string
	}{
		{"API", "/name", func(name string) string {
			return strings.Replace(with(`"title": "A"`), `"name": "a"`, `"name": "`+name+`"`, 1)
		}},
		{"version", "/version", func(name string) string { return strings.Replace(with(`"title": "A"`), `"v1"`, `"`+name+`"`, 1) }},
		{"schema", "/schemas/NAME", func(name string) string { return with(`"schemas": {"` + name + `": {"type": "string"}}`) }},
		{"property", "/schemas/S/properties/NAME", func(name string) string {
			return withSchema(`{"type": "object", "properties": {"` + name + `": {"type": "string"}}}`)
		}},
		{"enum value", "/schemas/S/enum/0", func(name string) string { return withSchema(`{"type": "string", "enum": ["` + name + `"]}`) }},
		{"resource", "/resources/NAME", func(name string) string { return with(`"resources": {"` + name + `": {}}`) }},
		{"method", "/methods/NAME", func(name string) string {
			return with(`"methods": {"` + name + `": {"id": "a.m", "httpMethod": "GET", "path": "v1/x"}}`)
		}},
		{"parameter", "/methods/m/parameters/NAME", func(name string) string {
			return withMethod(`"parameters": {"` + name + `": {"type": "string", "location": "query"}}`)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, findings := discovery.Read("a.json", []byte(test.doc(strings.Repeat("n", maximum)))); len(found(findings)) > 0 {
				t.Errorf("%d bytes: %q", maximum, found(findings))
			}
			name := strings.Repeat("n", maximum+1)
			_, findings := discovery.Read("a.json", []byte(test.doc(name)))
			all := findings.All()
			if len(all) != 1 || all[0].Rule != finding.NameLength.Name || all[0].Position.Pointer != strings.Replace(test.pointer, "NAME", name, 1) ||
				!strings.HasSuffix(all[0].Message, "is 201 bytes long; the maximum is 200") {
				t.Errorf("%d bytes: %q", maximum+1, found(findings))
			}
		})
	}
}

func TestReadFindings(t *testing.T) {
	const path = `"path": "v1/{p}", "parameters": {`
	method := func(members string) string {
		return with(`"methods": {"m": {"id": "a.m", "httpMethod": "GET",` + "\n" + members + "}}")
	}
	tests := []struct {
		name, data string
		want       []string
	}{
		{"empty", "", []string{"1:1 document-syntax : the document ends too early"}},
		{"null", "null", []string{"1:1 not-discovery : the document is a JSON null"}},
		{"array", "[]", []string{"1:1 not-discovery : the document is a JSON array"}},
		{"string", ` "x"`, []string{"1:2 not-discovery : the document is a JSON string"}},
		{"object", "{}", []string{`1:1 not-discovery : "kind" is not "discovery#restDescription"`}},
		{"OpenAPI", `{"openapi": "3.1.0"}`, []string{`1:1 not-discovery : "kind" is not "discovery#restDescription"`}},
		{"only the kind", `{"kind": "discovery#restDescription"}`, []string{
			`1:1 member-missing : "name" is missing or empty`,
			`1:1 member-missing : "rootUrl" is missing or empty`,
			`1:1 member-missing : "version" is missing or empty`,
		}},
		{"names of the wrong type", `{"kind": "discovery#restDescription", "name": 1, "version": null, "rootUrl": []}`, []string{
			`1:47 document-type /name: "name" is a JSON number instead of a JSON string`,
			`1:61 document-type /version: "version" is a JSON null instead of a JSON string`,
			`1:78 document-type /rootUrl: "rootUrl" is a JSON array instead of a JSON string`,
		}},
		{"feature", with(`"features": ["dataWrapper", "telepathy"]`), []string{`2:29 unsupported-feature /features/1: the API has the feature "telepathy"`}},
		{"protocol", with(`"protocol": "rpc"`), []string{`2:13 unsupported-feature /protocol: the protocol is "rpc" instead of rest`}},
		{"baseUrl", with(`"baseUrl": "https://b.example.com/"`), []string{
			`2:12 base-url /baseUrl: baseUrl is "https://b.example.com/", but rootUrl and servicePath result in "https://a.example.com/"`,
		}},
		{"an endpoint without TLS", with(`"endpoints": [{"location": "eu", "endpointUrl": "http://eu.example.com/"}]`), []string{`2:49 endpoint-invalid /endpoints/0/endpointUrl: endpointUrl is "http://eu.example.com/", which is not an https URL of a host and a path`}},
		{"endpoints of the wrong type", with(`"endpoints": {}`), []string{`2:14 document-type /endpoints: "endpoints" is a JSON object instead of a JSON array`}},

		{"an empty method", with(`"methods": {"m": {}}`), []string{
			`2:18 member-missing /methods/m: "httpMethod" is missing or empty`,
			`2:18 member-missing /methods/m: "id" is missing or empty`,
			`2:18 member-missing /methods/m: "path" is missing or empty`,
		}},
		{"methods of the wrong type", with(`"methods": {"m": 1, "n": []}`), []string{
			`2:18 document-type /methods/m: "m" is a JSON number instead of a JSON object`,
			`2:26 document-type /methods/n: "n" is a JSON array instead of a JSON object`,
		}},
		{"httpMethod", with(`"methods": {"m": {"id": "a.m", "path": "v1/x", "httpMethod": "post"}}`), []string{
			`2:62 http-method-unknown /methods/m/httpMethod: httpMethod is "post", which is not an HTTP method`,
		}},
		{"two methods with the same id", with(`"methods": {"m": {"id": "a.m", "path": "x", "httpMethod": "GET"},` + "\n" + `"n": {"id": "a.m", "path": "y", "httpMethod": "GET"}}`), []string{
			`3:6 method-duplicate /methods/n: another method has the same id "a.m"`,
		}},
		{"two methods with the same path", with(`"methods": {"m": {"id": "a.m", "path": "x", "httpMethod": "GET"},` + "\n" + `"n": {"id": "a.n", "path": "x", "httpMethod": "GET"}, "o": {"id": "a.o", "path": "x", "httpMethod": "PUT"}}`), []string{
			`3:6 path-duplicate /methods/n: a.n and a.m are both GET /x`,
		}},
		{"no streaming", withMethod(`"streamingType": "NONE"`), nil},

		{"location missing", withMethod(`"parameters": {"p": {"type": "string"}}`), []string{
			`3:21 parameter-location /methods/m/parameters/p: the location of the parameter "p" is ""`,
		}},
		{"location header", withMethod(`"parameters": {"p": {"type": "string", "location": "header"}}`), []string{
			`3:52 parameter-location /methods/m/parameters/p/location: the location of the parameter "p" is "header"`,
		}},
		{"a path without its parameter", method(`"path": "v1/{p}"`), []string{
			`2:18 path-parameter /methods/m: {p} in the path of a.m is not a path parameter`,
		}},
		{"a path with a query parameter", method(path + `"p": {"type": "string", "location": "query"}}`), []string{
			`2:18 path-parameter /methods/m: {p} in the path of a.m is not a path parameter`,
		}},
		{"a parameter without its path", method(path + `"p": {"type": "string", "location": "path"}, "q": {"type": "string", "location": "path"}}`), []string{
			`3:84 path-parameter /methods/m/parameters/q: the path of a.m does not contain {q}`,
		}},
		{"a parameter twice", method(`"path": "v1/{p}/{p}", "parameters": {"p": {"type": "string", "location": "path"}}`), []string{
			`2:18 path-parameter /methods/m: the path of a.m contains {p} twice`,
		}},

		{"no type", withSchema(`{}`), []string{`3:1 unknown-type /schemas/S: unknown type ""`}},
		{"unknown type", withSchema(`{"type": "null", "format": "f"}`), []string{
			`3:1 unknown-type /schemas/S: unknown type "null"`,
			`3:28 unknown-format /schemas/S/format: unknown format "f" of type "null"`,
		}},
		{"array without items", withSchema(`{"type": "array"}`), []string{`3:1 member-missing /schemas/S: the array "S" has no "items"`}},
		{"items of the wrong type", withSchema(`{"type": "array", "items": [{"type": "string"}]}`), []string{
			`3:28 document-type /schemas/S/items: "items" is a JSON array instead of a JSON object`,
		}},
		{"properties of the wrong type", withSchema(`{"type": "object", "properties": {"a": true, "b": "", "c": {"type": "string"}}}`), []string{
			`3:40 document-type /schemas/S/properties/a: "a" is a JSON boolean instead of a JSON object`,
			`3:51 document-type /schemas/S/properties/b: "b" is a JSON string instead of a JSON object`,
		}},
		{"default of the wrong type", withSchema(`{"type": "string", "default": ["x"]}`), []string{
			`3:31 document-type /schemas/S/default: "default" is a JSON array instead of a string, number or boolean`,
		}},
		{"limit of the wrong type", withSchema(`{"type": "integer", "default": 1, "minimum": 0}`), []string{
			`3:46 document-type /schemas/S/minimum: "minimum" is a JSON number instead of a JSON string`,
		}},
		{"another id", withSchema(`{"type": "object", "id": "T"}`), []string{`3:26 schema-id /schemas/S/id: the id of the schema "S" is "T"`}},
		{"misplaced beside $ref", withSchema(`{"type": "object", "properties": {"p": {"$ref": "S", "type": "string", "enum": []}}}`), []string{
			`3:62 member-misplaced /schemas/S/properties/p/type: "type" beside $ref`,
			`3:80 member-misplaced /schemas/S/properties/p/enum: "enum" beside $ref`,
		}},
		{"misplaced beside a type", withSchema(`{"type": "integer", "items": {}, "enum": ["1"], "properties": {}}`), []string{
			`3:30 member-misplaced /schemas/S/items: "items" beside type "integer"`,
			`3:42 member-misplaced /schemas/S/enum: "enum" beside type "integer"`,
			`3:63 member-misplaced /schemas/S/properties: "properties" beside type "integer"`,
		}},

		{"$ref to a missing schema", withSchema(`{"type": "array", "items": {"$ref": "T"}}`), []string{
			`3:28 reference-unresolved /schemas/S/items: $ref refers to the schema "T", which does not exist`,
		}},
		{"$ref that is a JSON pointer", withSchema(`{"type": "array", "items": {"$ref": "#/schemas/S"}}`), []string{
			`3:28 reference-unresolved /schemas/S/items: $ref refers to the schema "#/schemas/S", which does not exist`,
		}},
		{"$ref to a file", withMethod(`"request": {"$ref": "file:///etc/passwd"}`), []string{
			`3:12 reference-unresolved /methods/m/request: $ref refers to the schema "file:///etc/passwd", which does not exist`,
		}},
		{"$ref empty", withMethod(`"response": {"$ref": ""}`), []string{`3:13 member-missing /methods/m/response: "$ref" is missing or empty`}},
		{"request without $ref", withMethod(`"request": {}`), []string{`3:12 member-missing /methods/m/request: "$ref" is missing or empty`}},
		{"$ref to itself", withSchema(`{"$ref": "S"}`), []string{`3:1 reference-cycle /schemas/S: the schema "S" refers to itself`}},
		{"$ref in a cycle", withSchema(`{"$ref": "T"}, "T": {"$ref": "U"}, "U": {"$ref": "S"}, "V": {"$ref": "S"}`), []string{
			`3:1 reference-cycle /schemas/S: the schema "S" refers to itself`,
			`3:21 reference-cycle /schemas/T: the schema "T" refers to itself`,
			`3:41 reference-cycle /schemas/U: the schema "U" refers to itself`,
		}},
		{"recursive objects", withSchema(`{"type": "object", "properties": {"s": {"$ref": "S"}}}`), nil},

		{"an enum's value twice", withSchema(`{"type": "string", "enum": ["A", "B", "A"]}`), []string{
			`3:39 enum-duplicate /schemas/S/enum/2: the enum lists "A" twice`,
		}},
		{"an enum's values of the wrong type", withSchema(`{"type": "string", "enum": ["A", 1]}`), []string{
			`3:34 document-type /schemas/S/enum/1: an element of "enum" is a JSON number instead of a JSON string`,
		}},
		{"an enum's flags of the wrong type", withSchema(`{"type": "string", "enum": ["A"], "enumDeprecated": ["true"]}`), []string{
			`3:54 document-type /schemas/S/enumDeprecated/0: an element of "enumDeprecated" is a JSON string instead of a JSON boolean`,
		}},
		{"too few descriptions", withSchema(`{"type": "string", "enum": ["A", "B"], "enumDescriptions": ["a"], "enumDeprecated": []}`), []string{
			`3:60 enum-descriptions /schemas/S/enumDescriptions: "enumDescriptions" has 1 elements for 2 values`,
			`3:85 enum-descriptions /schemas/S/enumDeprecated: "enumDeprecated" has 0 elements for 2 values`,
		}},
		{"too many descriptions", withSchema(`{"type": "string", "enum": ["A"], "enumDescriptions": ["a", "b"]}`), []string{
			`3:55 enum-descriptions /schemas/S/enumDescriptions: "enumDescriptions" has 2 elements for 1 values`,
		}},
		{"descriptions without an enum", withSchema(`{"type": "array", "enumDescriptions": ["a"], "items": {"type": "string"}}`), []string{
			`3:39 enum-descriptions /schemas/S/enumDescriptions: "enumDescriptions" has 1 elements for 0 values`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := discovery.Read("a.json", []byte(test.data))
			if diff := cmp.Diff(test.want, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadUnknownMembers adds an unknown member to each kind of object.
func TestReadUnknownMembers(t *testing.T) {
	method := `/resources/shelves/resources/books/methods/upload`
	for _, object := range []string{
		"", "/auth", "/auth/oauth2", "/auth/oauth2/scopes/https:~1~1example.com~1read", "/endpoints/0", "/parameters/key",
		"/methods/search", "/methods/search/parameters/limit", "/methods/search/response", "/methods/search/response/additionalProperties",
		"/resources/shelves", "/resources/shelves/resources/books", method, method + "/request", method + "/response",
		method + "/mediaUpload", method + "/mediaUpload/protocols/simple",
		"/schemas/Book", "/schemas/Book/properties/title", "/schemas/Book/properties/title/annotations",
		"/schemas/Book/properties/details/items", "/schemas/Book/properties/details/items/additionalProperties",
	} {
		t.Run(object, func(t *testing.T) {
			root := decode(t, complete(t))
			member(t, root, object).(map[string]any)["x-new"] = 1.0
			_, findings := discovery.Read("library.json", encode(t, root))
			var got []string
			for _, f := range findings.All() {
				if f.Rule == finding.UnknownMember.Name {
					got = append(got, f.Position.Pointer+": "+f.Message)
				}
			}
			if diff := cmp.Diff([]string{object + `/x-new: "x-new"`}, got); diff != "" {
				t.Errorf("unknown members (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadFormats(t *testing.T) {
	tests := []struct {
		schema string
		want   document.Schema
	}{
		{`{"type": "string"}`, document.Schema{Kind: document.String}},
		{`{"type": "string", "format": "int64"}`, document.Schema{Kind: document.String, Format: document.Int64}},
		{`{"type": "string", "format": "uint64"}`, document.Schema{Kind: document.String, Format: document.UInt64}},
		{`{"type": "string", "format": "byte"}`, document.Schema{Kind: document.String, Format: document.Base64URL}},
		{`{"type": "string", "format": "date"}`, document.Schema{Kind: document.String, Format: document.Date, Limits: []document.Limit{{Name: "Format", Value: "date"}}}},
		{`{"type": "string", "format": "date-time"}`, document.Schema{Kind: document.String, Format: document.Timestamp}},
		{`{"type": "string", "format": "google-datetime"}`, document.Schema{Kind: document.String, Format: document.Timestamp}},
		{`{"type": "string", "format": "google-duration"}`, document.Schema{Kind: document.String, Format: document.Duration}},
		{`{"type": "string", "format": "google-fieldmask"}`, document.Schema{Kind: document.String, Format: document.FieldMask}},
		{`{"type": "integer"}`, document.Schema{Kind: document.Integer}},
		{`{"type": "integer", "format": "int32"}`, document.Schema{Kind: document.Integer, Format: document.Int32}},
		{`{"type": "integer", "format": "uint32"}`, document.Schema{Kind: document.Integer, Format: document.UInt32}},
		{`{"type": "integer", "format": "int64"}`, document.Schema{Kind: document.Integer, Format: document.Int64}},
		{`{"type": "integer", "format": "uint64"}`, document.Schema{Kind: document.Integer, Format: document.UInt64}},
		{`{"type": "number", "format": "float"}`, document.Schema{Kind: document.Number, Format: document.Float}},
		{`{"type": "number", "format": "double"}`, document.Schema{Kind: document.Number, Format: document.Double}},
		{`{"type": "boolean"}`, document.Schema{Kind: document.Boolean}},
		{`{"type": "object"}`, document.Schema{Kind: document.Object}},
		{`{"type": "object", "format": "google.protobuf.Any"}`, document.Schema{Kind: document.Object, Format: document.TypedAny}},
		{`{"type": "any"}`, document.Schema{}},
		{`{"type": "any", "format": "google.protobuf.Value"}`, document.Schema{}},
		{`{"type": "any", "format": "google.protobuf.Any"}`, document.Schema{Format: document.TypedAny}},
		{`{"type": "any", "description": "Has an @type."}`, document.Schema{Format: document.TypedAny, Description: "Has an @type."}},
		{`{"type": "object", "additionalProperties": {"type": "any"}}`, document.Schema{Kind: document.Object, Additional: &document.Schema{}}},
		{ // A schema with properties is a message.
			`{"type": "object", "properties": {"a": {"type": "any"}}, "additionalProperties": {"type": "any", "description": "Properties of the object."}}`,
			document.Schema{
				Kind:       document.Object,
				Properties: []*document.Property{{Name: "a", Schema: &document.Schema{}}},
				Additional: &document.Schema{Description: "Properties of the object."},
			},
		},
	}
	for _, test := range tests {
		t.Run(test.schema, func(t *testing.T) {
			api, findings := discovery.Read("a.json", []byte(withSchema(test.schema)))
			if got := found(findings); got != nil {
				t.Errorf("findings: %q", got)
			}
			test.want.Name = "S"
			if diff := cmp.Diff(&test.want, api.Schemas[0], cmpopts.IgnoreTypes(finding.Position{})); diff != "" {
				t.Errorf("schema (-want +got):\n%s", diff)
			}
		})
	}
	for _, schema := range []string{
		`{"type": "string", "format": "int32"}`, `{"type": "integer", "format": "double"}`, `{"type": "number", "format": "int32"}`,
		`{"type": "boolean", "format": "int32"}`, `{"type": "array", "items": {"type": "string"}, "format": "x"}`, `{"type": "any", "format": "Any"}`,
	} {
		_, findings := discovery.Read("a.json", []byte(withSchema(schema)))
		if got := findings.All(); len(got) != 1 || got[0].Rule != finding.UnknownFormat.Name {
			t.Errorf("%s: findings %q", schema, found(findings))
		}
	}
}

func TestReadRootURL(t *testing.T) {
	read := func(rootURL, servicePath string) (*document.API, *finding.List) {
		return discovery.Read("a.json", fmt.Appendf(nil, `{"kind": "discovery#restDescription", "name": "a", "version": "v1",
"rootUrl": %q, "servicePath": %q, "methods": {"m": {"id": "a.m", "httpMethod": "GET", "path": "x"}}}`, rootURL, servicePath))
	}
	for _, test := range []struct{ rootURL, servicePath, host, path string }{
		{"https://a.example.com/", "", "a.example.com", "/x"},
		{"https://a.example.com", "v1", "a.example.com", "/v1/x"},
		{"https://a.example.com/", "a/v1/", "a.example.com", "/a/v1/x"},
		{"https://a.example.com/base/", "/v1/", "a.example.com", "/base/v1/x"},
		{"https://a.example.com/a%20b/", "", "a.example.com", "/a%20b/x"},
		{"https://a.example.com/{b}/", "", "a.example.com", "/%7Bb%7D/x"}, // not a variable
		{"https://localhost:8443/", "", "localhost:8443", "/x"},
	} {
		api, findings := read(test.rootURL, test.servicePath)
		if got := found(findings); got != nil {
			t.Errorf("%s: findings %q", test.rootURL, got)
		}
		if api.Host != test.host || api.Operations[0].Path.String() != test.path {
			t.Errorf("%s %s: %s%s, want %s%s", test.rootURL, test.servicePath, api.Host, api.Operations[0].Path, test.host, test.path)
		}
	}
	for _, rootURL := range []string{
		"http://a.example.com/", "javascript:alert(1)", "file:///etc/passwd", "a.example.com", "//a.example.com/", "https:a.example.com",
		"https://", "https:///x", "https://:443/", "https://a.example.com:x/", "https://a..example.com/", "https://a:1:2/", "https://[::1]/",
		"https://user:password@a.example.com/", "https://a.example.com@b/", "https://a.example.com/?key=x", "https://a.example.com/#x",
		"https://{region}.example.com/", "https://a example.com/", "https://\u0430.example.com/", "https://%61.example.com/", "https://a.example.com\\b/",
	} {
		api, findings := read(rootURL, "")
		want := []string{fmt.Sprintf("2:12 root-url-invalid /rootUrl: rootUrl is %q, which is not an https URL of a host and a path", rootURL)}
		if diff := cmp.Diff(want, found(findings)); diff != "" || api.Host != "" {
			t.Errorf("%s: host %q, findings (-want +got):\n%s", rootURL, api.Host, diff)
		}
	}
	for _, rootURL := range []string{"https://a.example.com/%2e%2e/", "https://a.example.com/../", "https://a.example.com/*/"} {
		if _, findings := read(rootURL, ""); len(found(findings)) != 1 || !findings.HasErrors() {
			t.Errorf("%s: findings %q", rootURL, found(findings))
		}
	}
	for _, servicePath := range []string{"..", "v1/../x", "{x}", "**", "v1:x", "a b", "?", "#", "\r\nX: y"} {
		if _, findings := read("https://a.example.com/", servicePath); len(found(findings)) != 1 || !findings.HasErrors() {
			t.Errorf("%q: findings %q", servicePath, found(findings))
		}
	}
	_, findings := discovery.Read("a.json", []byte(strings.ReplaceAll(with(`"title": ""`), `.com/"`, `.com\n"`)))
	if !findings.HasErrors() {
		t.Error("a line feed in rootUrl is not an error")
	}
}
