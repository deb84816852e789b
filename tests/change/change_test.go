// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package change_test changes documents and overlays, and checks the verdicts. A program that uses every declaration
// of the old packages must compile with the new ones exactly if the verdict for Go is not major.
package change_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/published"
)

const tiny = `{
  "kind": "discovery#restDescription", "name": "tiny", "version": "v1", "revision": "1", "title": "Tiny API", "description": "Tiny.",
  "rootUrl": "https://tiny.example.com/", "servicePath": "",
  "auth": {"oauth2": {"scopes": {"https://tiny.example.com/a": {"description": "A."}, "https://tiny.example.com/b": {"description": "B."}}}},
  "schemas": {
    "Item": {"id": "Item", "type": "object", "properties": {
      "label": {"type": "string"}}},
    "ListThingsResponse": {"id": "ListThingsResponse", "type": "object", "properties": {
      "things": {"type": "array", "items": {"$ref": "Thing"}},
      "nextPageToken": {"type": "string"}}},
    "Report": {"id": "Report", "type": "object", "properties": {
      "day": {"type": "string"},
      "state": {"type": "string", "enum": ["GOOD", "BAD"]},
      "total": {"type": "integer", "format": "int32"}}},
    "CloneRequest": {"id": "CloneRequest", "type": "object", "properties": {
      "note": {"type": "string"}}},
    "Empty": {"id": "Empty", "type": "object", "properties": {}},
    "Thing": {"id": "Thing", "type": "object", "properties": {
      "color": {"type": "string", "enum": ["RED", "BLUE"], "enumDescriptions": ["Red.", "Blue."]},
      "count": {"type": "integer", "format": "int32"},
      "created": {"type": "string", "readOnly": true},
      "item": {"$ref": "Item"},
      "labels": {"type": "object", "additionalProperties": {"type": "string"}},
      "name": {"type": "string"},
      "tags": {"type": "array", "items": {"type": "string"}}}}
  },
  "resources": {"things": {"methods": {
    "clone": {
      "id": "tiny.things.clone", "httpMethod": "POST", "path": "v1/{+name}:clone", "flatPath": "v1/things/{thingsId}:clone",
      "parameters": {"name": {"location": "path", "required": true, "type": "string", "pattern": "^things/[^/]+$"}}, "parameterOrder": ["name"],
      "request": {"$ref": "CloneRequest"}, "response": {"$ref": "Thing"}, "scopes": ["https://tiny.example.com/a", "https://tiny.example.com/b"]},
    "create": {
      "id": "tiny.things.create", "httpMethod": "POST", "path": "v1/things",
      "parameters": {"force": {"location": "query", "type": "boolean"}},
      "request": {"$ref": "Thing"}, "response": {"$ref": "Thing"}, "scopes": ["https://tiny.example.com/a", "https://tiny.example.com/b"]},
    "delete": {
      "id": "tiny.things.delete", "httpMethod": "DELETE", "path": "v1/{+name}", "flatPath": "v1/things/{thingsId}",
      "parameters": {"name": {"location": "path", "required": true, "type": "string", "pattern": "^things/[^/]+$"}}, "parameterOrder": ["name"],
      "response": {"$ref": "Empty"}},
    "get": {
      "id": "tiny.things.get", "httpMethod": "GET", "path": "v1/{+name}", "flatPath": "v1/things/{thingsId}",
      "parameters": {"name": {"location": "path", "required": true, "type": "string", "pattern": "^things/[^/]+$"}}, "parameterOrder": ["name"],
      "response": {"$ref": "Thing"}},
    "list": {
      "id": "tiny.things.list", "httpMethod": "GET", "path": "v1/things",
      "parameters": {"pageSize": {"location": "query", "type": "integer", "format": "int32"}, "pageToken": {"location": "query", "type": "string"}},
      "response": {"$ref": "ListThingsResponse"}},
    "report": {
      "id": "tiny.things.report", "httpMethod": "GET", "path": "v1/report",
      "parameters": {"day": {"location": "query", "required": true, "type": "string"}}, "parameterOrder": ["day"],
      "response": {"$ref": "Report"}},
    "upload": {
      "id": "tiny.things.upload", "httpMethod": "POST", "path": "v1/media", "supportsMediaUpload": true,
      "mediaUpload": {"accept": ["*/*"], "protocols": {"simple": {"multipart": true, "path": "/upload/v1/media"}}},
      "request": {"$ref": "Item"}, "response": {"$ref": "Item"}}
  }}}
}`

// A change edits the document, the overlay or both.
type change struct {
	name          string
	edits         []string // pairs: text of the document and its replacement
	before, after string   // overlays
	want          string   // the verdicts for Go, wire and requests
}

var changes = []change{
	{name: "new method", edits: []string{`"resources": {"things": {"methods": {`, `"resources": {"things": {"methods": {
		"ping": {"id": "tiny.things.ping", "httpMethod": "GET", "path": "v1/ping", "response": {"$ref": "Item"}},`}, want: "minor minor minor"},
	{name: "new method, natural name taken", edits: []string{`"resources": {"things": {"methods": {`, `"resources": {"things": {"methods": {
		"getThing": {"id": "tiny.things.getThing", "httpMethod": "GET", "path": "v1/ping", "response": {"$ref": "Item"}},`}, want: "minor minor minor"},
	{name: "method removed", edits: []string{`    "report": {
      "id": "tiny.things.report", "httpMethod": "GET", "path": "v1/report",
      "parameters": {"day": {"location": "query", "required": true, "type": "string"}}, "parameterOrder": ["day"],
      "response": {"$ref": "Report"}},
`, ""}, want: "major minor major"},
	{name: "method renamed, same path", edits: []string{`"id": "tiny.things.report"`, `"id": "tiny.things.summary"`, `"report": {`, `"summary": {`}, want: "major minor minor"},
	{name: "id of a method, same RPC", edits: []string{`"id": "tiny.things.get"`, `"id": "tiny.thing.get"`}, want: "none none none"},
	{name: "schema renamed", edits: []string{`"Report": {"id": "Report"`, `"Summary": {"id": "Summary"`, `{"$ref": "Report"}`, `{"$ref": "Summary"}`}, want: "major minor none"},
	{name: "string to int64", edits: []string{`"name": {"type": "string"},
      "tags"`, `"name": {"type": "string", "format": "int64"},
      "tags"`}, want: "major major major"},
	{name: "int32 to int64", edits: []string{`"count": {"type": "integer", "format": "int32"}`, `"count": {"type": "string", "format": "int64"}`}, want: "major major major"},
	{name: "string to date-time", edits: []string{`"created": {"type": "string", "readOnly": true}`, `"created": {"type": "string", "format": "google-datetime", "readOnly": true}`}, want: "major major none"},
	{name: "singular to repeated", edits: []string{`"item": {"$ref": "Item"}`, `"item": {"type": "array", "items": {"$ref": "Item"}}`}, want: "major major major"},
	{name: "repeated to singular", edits: []string{`"tags": {"type": "array", "items": {"type": "string"}}`, `"tags": {"type": "string"}`}, want: "major major major"},
	{name: "message to map", edits: []string{`"item": {"$ref": "Item"}`, `"item": {"type": "object", "additionalProperties": {"$ref": "Item"}}`}, want: "major major major"},
	{name: "enum value removed that is sent", edits: []string{`["RED", "BLUE"], "enumDescriptions": ["Red.", "Blue."]`, `["RED"], "enumDescriptions": ["Red."]`}, want: "major minor major"},
	{name: "enum value removed that is received", edits: []string{`["GOOD", "BAD"]`, `["GOOD"]`}, want: "major minor none"},
	{name: "enum value added in the middle", edits: []string{`["GOOD", "BAD"]`, `["GOOD", "FAIR", "BAD"]`}, want: "minor minor none"},
	{name: "enum values reordered", edits: []string{`["GOOD", "BAD"]`, `["BAD", "GOOD"]`}, want: "none none none"},
	{name: "value that a sibling enum has", edits: []string{`["GOOD", "BAD"]`, `["GOOD", "BAD", "RED"]`}, want: "minor minor none"},
	{name: "into a oneof", after: "oneofs: {Thing: {source: [name, item]}}\n", want: "major major none"},
	{name: "message renamed in the overlay", after: "messages: {Item: Piece}\n", want: "major major none"},
	{name: "enum renamed in the overlay", after: "enums: {Report.state: Health}\n", want: "major minor none"},
	{name: "optional in the overlay", after: "optional: {Thing.name: true}\n", want: "major none none"},
	{name: "path", edits: []string{`"path": "v1/report"`, `"path": "v2/report"`}, want: "none none major"},
	{name: "HTTP method", edits: []string{`"httpMethod": "GET", "path": "v1/report"`, `"httpMethod": "PUT", "path": "v1/report"`}, want: "none none major"},
	{name: "host", edits: []string{`https://tiny.example.com/", "servicePath"`, `https://small.example.com/", "servicePath"`}, want: "none none major"},
	{name: "pattern narrower", edits: []string{`"pattern": "^things/[^/]+$"}}, "parameterOrder": ["name"],
      "response": {"$ref": "Empty"}}`, `"pattern": "^things/old/[^/]+$"}}, "parameterOrder": ["name"],
      "response": {"$ref": "Empty"}}`, `"httpMethod": "DELETE", "path": "v1/{+name}", "flatPath": "v1/things/{thingsId}"`, `"httpMethod": "DELETE", "path": "v1/{+name}", "flatPath": "v1/things/old/{oldId}"`}, want: "none none major"},
	{name: "path parameter renamed", edits: []string{`"path": "v1/{+name}", "flatPath": "v1/things/{thingsId}",
      "parameters": {"name": {"location": "path", "required": true, "type": "string", "pattern": "^things/[^/]+$"}}, "parameterOrder": ["name"],
      "response": {"$ref": "Empty"}`, `"path": "v1/{+thing}", "flatPath": "v1/things/{thingsId}",
      "parameters": {"thing": {"location": "path", "required": true, "type": "string", "pattern": "^things/[^/]+$"}}, "parameterOrder": ["thing"],
      "response": {"$ref": "Empty"}`}, want: "major minor none"},
	{name: "parameter becomes required", edits: []string{`"force": {"location": "query", `, `"force": {"location": "query", "required": true, `}, want: "none none major"},
	{name: "new required parameter", edits: []string{`"force": {`, `"mode": {"location": "query", "required": true, "type": "string"}, "force": {`}, want: "minor minor major"},
	{name: "new parameter", edits: []string{`"force": {`, `"mode": {"location": "query", "type": "string"}, "force": {`}, want: "minor minor none"},
	{name: "new parameter of a joined request", edits: []string{`"^things/[^/]+$"}}, "parameterOrder": ["name"],
      "request": {"$ref": "CloneRequest"}`, `"^things/[^/]+$"}, "region": {"location": "query", "type": "string"}}, "parameterOrder": ["name"],
      "request": {"$ref": "CloneRequest"}`}, want: "minor minor none"},
	{name: "parameter gone", edits: []string{`"force": {"location": "query", "type": "boolean"}`, ``}, want: "major minor major"},
	{name: "scope gone from a method", edits: []string{`"request": {"$ref": "CloneRequest"}, "response": {"$ref": "Thing"}, "scopes": ["https://tiny.example.com/a", "https://tiny.example.com/b"]`,
		`"request": {"$ref": "CloneRequest"}, "response": {"$ref": "Thing"}, "scopes": ["https://tiny.example.com/a"]`}, want: "none none major"},
	{name: "scope gone from the document", edits: []string{`, "https://tiny.example.com/b": {"description": "B."}`, ``, `"https://tiny.example.com/a", "https://tiny.example.com/b"`, `"https://tiny.example.com/a"`}, want: "major none major"},
	{name: "new scope", edits: []string{`"scopes": {"https://tiny.example.com/a"`, `"scopes": {"https://tiny.example.com/c": {"description": "C."}, "https://tiny.example.com/a"`}, want: "minor none none"},
	{name: "another order", edits: []string{`      "name": {"type": "string"},
      "tags": {"type": "array", "items": {"type": "string"}}`, `      "tags": {"type": "array", "items": {"type": "string"}},
      "name": {"type": "string"}`}, want: "none none none"},
	{name: "description", edits: []string{`"label": {"type": "string"}`, `"label": {"type": "string", "description": "A label."}`}, want: "none none none"},
	{name: "deprecations", edits: []string{`"label": {"type": "string"}`, `"label": {"type": "string", "deprecated": true}`}, want: "patch patch patch"},
	{name: "property read-only", edits: []string{`"label": {"type": "string"}`, `"label": {"type": "string", "readOnly": true}`}, want: "none minor none"},
	{name: "property removed that is sent", edits: []string{`      "name": {"type": "string"},
      "tags"`, `      "tags"`}, want: "major minor major"},
	{name: "read-only property removed", edits: []string{`      "created": {"type": "string", "readOnly": true},
`, ``}, want: "major minor none"},
	{name: "another spelling beside it", edits: []string{`"name": {"type": "string"},
      "tags"`, `"name": {"type": "string"}, "Name": {"type": "string"},
      "tags"`}, want: "minor minor none"},
	{name: "page token gone", edits: []string{`,
      "nextPageToken": {"type": "string"}`, ``}, want: "major minor none"},
	{name: "second list", edits: []string{`"nextPageToken": {"type": "string"}`, `"nextPageToken": {"type": "string"}, "items": {"type": "array", "items": {"$ref": "Item"}}`}, want: "minor minor none"},
	{name: "response type", edits: []string{`"response": {"$ref": "Report"}`, `"response": {"$ref": "Item"}`}, want: "major major none"},
	{name: "response added", edits: []string{`"response": {"$ref": "Empty"}`, `"response": {"$ref": "Item"}`}, want: "major minor none"},
	{name: "body type", edits: []string{`"request": {"$ref": "Thing"}`, `"request": {"$ref": "Report"}`}, want: "major minor major"},
	{name: "upload gone", edits: []string{`"supportsMediaUpload": true,
      "mediaUpload": {"accept": ["*/*"], "protocols": {"simple": {"multipart": true, "path": "/upload/v1/media"}}},
`, ``}, want: "major none major"},
	{name: "download added", edits: []string{`"path": "v1/report",`, `"path": "v1/report", "supportsMediaDownload": true,`}, want: "minor none minor"},
	{name: "enum to string", edits: []string{`"state": {"type": "string", "enum": ["GOOD", "BAD"]}`, `"state": {"type": "string"}`}, want: "major major none"},
	{name: "string to enum", edits: []string{`"day": {"type": "string"},
      "state"`, `"day": {"type": "string", "enum": ["MONDAY"]},
      "state"`}, want: "major major none"},
	{name: "limits of a parameter", edits: []string{`"force": {`, `"force": {"default": "true", `}, want: "none none none"},
	{name: "default of a property", edits: []string{`"label": {"type": "string"}`, `"label": {"type": "string", "default": "x"}`}, want: "none none none"},
}

func TestVerdicts(t *testing.T) {
	c := newCompiler(t)
	for _, test := range changes {
		t.Run(test.name, func(t *testing.T) {
			before := convert(t, tiny, test.before, nil)
			text := tiny
			for i := 0; i < len(test.edits); i += 2 {
				if !strings.Contains(text, test.edits[i]) {
					t.Fatalf("the document does not contain %q", test.edits[i])
				}
				text = strings.ReplaceAll(text, test.edits[i], test.edits[i+1])
			}
			after := convert(t, text, test.after, before.Lock)
			list, err := published.Compare(t.Context(), files(before), files(after))
			if err != nil {
				t.Fatal(err)
			}
			verdict := published.Sum(list)
			if got := fmt.Sprintf("%s %s %s", verdict.Go, verdict.Wire, verdict.Requests); got != test.want {
				t.Errorf("the verdict is %q, want %q, because of %+v", got, test.want, list)
			}
			old := c.packages(t, before.Go)
			program := consumer(old)
			if err := c.compile(program, old); err != nil {
				t.Fatalf("the consumer does not compile with the old packages: %v", err)
			}
			if err := c.compile(program, c.packages(t, after.Go)); (err != nil) != (verdict.Go == compare.Major) {
				t.Errorf("the verdict for Go is %s, but compiling the consumer with the new packages: %v", verdict.Go, err)
			}
		})
	}
}

func convert(t *testing.T, document, overlay string, lock []byte) *generate.Output {
	t.Helper()
	in := generate.Input{
		Document:     generate.File{Name: "tiny.json", Data: []byte(document)},
		ProtoPackage: "tiny.v1",
		GoImport:     func(string) string { return "example.com/gen/tiny/v1" },
		NoProof:      true,
	}
	if overlay != "" {
		in.Overlay = generate.File{Name: "overlay.yaml", Data: []byte(overlay)}
	}
	if lock != nil {
		in.Lock = generate.File{Name: "numbers.lock.yaml", Data: lock}
	}
	out, findings, err := generate.API(in)
	if err != nil || out == nil {
		for _, f := range findings.All() {
			if f.Severity == finding.Error {
				t.Error(f)
			}
		}
		t.Fatal(err)
	}
	return out
}

func files(out *generate.Output) published.Files {
	all := make(published.Files)
	for _, f := range out.Proto {
		all["proto/"+f.Name] = f.Data
	}
	for _, f := range out.Go {
		all[strings.TrimPrefix(f.Name, "example.com/")] = f.Data
	}
	return all
}
