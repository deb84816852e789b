// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

const base = `{
  "kind": "discovery#restDescription", "name": "tiny", "version": "v1", "revision": "1", "title": "Tiny API", "description": "Tiny.",
  "documentationLink": "https://tiny.example.com/docs", "rootUrl": "https://tiny.example.com/", "servicePath": "",
  "auth": {"oauth2": {"scopes": {"https://tiny.example.com/a": {"description": "A."}, "https://tiny.example.com/b": {"description": "B."}}}},
  "schemas": {
    "Item": {"type": "object", "properties": {"label": {"type": "string"}}},
    "Report": {"type": "object", "properties": {
      "day": {"type": "string", "format": "date"},
      "state": {"type": "string", "enum": ["GOOD", "BAD"]},
      "total": {"type": "integer", "format": "int32"}}},
    "Thing": {"type": "object", "properties": {
      "color": {"type": "string", "enum": ["RED", "BLUE"], "enumDescriptions": ["Red.", "Blue."]},
      "created": {"type": "string", "readOnly": true},
      "free": {"type": "object", "additionalProperties": {"type": "any", "description": "Properties of the object."}},
      "item": {"$ref": "Item"},
      "items": {"type": "array", "items": {"$ref": "Item"}},
      "labels": {"type": "object", "additionalProperties": {"type": "string"}},
      "name": {"type": "string"},
      "nested": {"type": "object", "properties": {"deep": {"type": "array", "items": {"type": "string", "enum": ["X", "Y"]}}}}}}
  },
  "resources": {"things": {"methods": {
    "create": {
      "id": "tiny.things.create", "httpMethod": "POST", "path": "v1/things",
      "parameters": {"force": {"location": "query", "type": "boolean"}, "tags": {"location": "query", "type": "string"}},
      "request": {"$ref": "Thing"}, "response": {"$ref": "Thing"}, "scopes": ["https://tiny.example.com/a"]},
    "get": {
      "id": "tiny.things.get", "httpMethod": "GET", "path": "v1/{+name}", "flatPath": "v1/things/{thingsId}",
      "parameters": {"name": {"location": "path", "required": true, "type": "string"}},
      "response": {"$ref": "Thing"}},
    "report": {
      "id": "tiny.things.report", "httpMethod": "GET", "path": "v1/report",
      "parameters": {"day": {"location": "query", "required": true, "type": "string"}},
      "response": {"$ref": "Report"}},
    "reset": {"id": "tiny.things.reset", "httpMethod": "POST", "path": "v1/things:reset"}
  }}}
}`

func read(t *testing.T, name, text string) *document.API {
	t.Helper()
	api, findings := discovery.Read(name, []byte(text))
	if findings.HasErrors() {
		t.Fatal(findings.All())
	}
	return api
}

// TestVerdicts makes one edit at a time and compares the change: its kind, element, aspect, name,
// and the verdicts for Go and the wire.
func TestVerdicts(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"title", `"Tiny API"`, `"Small API"`, "changed API title tiny/v1 patch/patch"},
		{"API description", `"Tiny."`, `"Small."`, "changed API description tiny/v1 patch/patch"},
		{"documentation", `/docs"`, `/help"`, "changed API documentation tiny/v1 patch/patch"},
		{"data wrapper", `"rootUrl":`, `"features": ["dataWrapper"], "rootUrl":`, "changed API data wrapper tiny/v1 patch/major"},
		{"host", `"rootUrl": "https://tiny`, `"rootUrl": "https://small`, "changed API host tiny/v1 patch/major"},
		{"only the revision", `"revision": "1"`, `"revision": "2"`, ""},

		{"scope added", `"https://tiny.example.com/b": {`, `"https://tiny.example.com/c": {}, "https://tiny.example.com/b": {`, "added scope https://tiny.example.com/c minor/patch"},
		{"scope removed", `, "https://tiny.example.com/b": {"description": "B."}`, ``, "removed scope https://tiny.example.com/b major/patch"},
		{"scope described", `"B."`, `"Bee."`, "changed scope description https://tiny.example.com/b patch/patch"},
		{"scope of a method added", `["https://tiny.example.com/a"]`, `["https://tiny.example.com/a", "https://tiny.example.com/b"]`, "changed method scopes tiny.things.create patch/minor"},
		{"scope of a method removed", `["https://tiny.example.com/a"]`, `[]`, "changed method scopes tiny.things.create patch/major"},

		{"method added", `"reset": {`, `"undo": {"id": "tiny.things.undo", "httpMethod": "POST", "path": "v1/undo"}, "reset": {`, "added method tiny.things.undo minor/minor"},
		{"method removed", "},\n    \"reset\": {\"id\": \"tiny.things.reset\", \"httpMethod\": \"POST\", \"path\": \"v1/things:reset\"}", `}`, "removed method tiny.things.reset major/major"},
		{"method renamed", `"tiny.things.reset"`, `"tiny.things.clear"`, "removed method tiny.things.reset major/patch\nadded method tiny.things.clear minor/minor"},
		{"method renamed, with other variables", `"id": "tiny.things.get", "httpMethod": "GET", "path": "v1/{+name}", "flatPath": "v1/things/{thingsId}",
      "parameters": {"name"`, `"id": "tiny.things.fetch", "httpMethod": "GET", "path": "v1/things/{thingsId}",
      "parameters": {"thingsId"`, "removed method tiny.things.get major/patch\nadded method tiny.things.fetch minor/minor"},
		{"HTTP method", `"httpMethod": "POST", "path": "v1/things:reset"`, `"httpMethod": "PUT", "path": "v1/things:reset"`, "changed method HTTP method tiny.things.reset patch/major"},
		{"path", `"v1/things:reset"`, `"v2/things:reset"`, "changed method path tiny.things.reset patch/major"},
		{"pattern of a path variable", `"flatPath": "v1/things/{thingsId}"`, `"flatPath": "v1/items/{thingsId}"`, "changed method path tiny.things.get patch/major"},
		{"API version", `"path": "v1/things:reset"`, `"path": "v1/things:reset", "apiVersion": "2"`, "changed method API version tiny.things.reset patch/major"},
		{"method deprecated", `"path": "v1/things:reset"`, `"path": "v1/things:reset", "deprecated": true`, "changed method deprecation tiny.things.reset patch/patch"},
		{"method described", `"path": "v1/things:reset"`, `"path": "v1/things:reset", "description": "Resets."`, "changed method description tiny.things.reset patch/patch"},
		{"body added", `"path": "v1/things:reset"`, `"path": "v1/things:reset", "request": {"$ref": "Item"}`, "changed method body tiny.things.reset minor/minor"},
		{"body removed", `"request": {"$ref": "Thing"}, `, ``, "changed method body tiny.things.create major/major"},
		{"body of another schema", `"request": {"$ref": "Thing"}, `, `"request": {"$ref": "Item"}, `, "changed method body tiny.things.create major/major"},
		{"response added", `"path": "v1/things:reset"`, `"path": "v1/things:reset", "response": {"$ref": "Item"}`, "changed method response tiny.things.reset major/minor"},
		{"response removed", `"response": {"$ref": "Report"}`, `"description": ""`, "changed method response tiny.things.report major/major"},
		{"response of another schema", `"response": {"$ref": "Report"}`, `"response": {"$ref": "Item"}`, "changed method response tiny.things.report major/major"},

		{"variable renamed", `v1/{+name}", "flatPath": "v1/things/{thingsId}",
      "parameters": {"name"`, `v1/{+thing}", "flatPath": "v1/things/{thingsId}",
      "parameters": {"thing"`, "removed parameter tiny.things.get.name major/patch\nadded parameter tiny.things.get.thing major/patch"},
		{"parameter added", `"parameters": {"force"`, `"parameters": {"also": {"location": "query", "type": "string"}, "force"`, "added parameter tiny.things.create.also minor/minor"},
		{"required parameter added", `"parameters": {"force"`, `"parameters": {"also": {"location": "query", "type": "string", "required": true}, "force"`, "added parameter tiny.things.create.also minor/major"},
		{"parameter removed", `"force": {"location": "query", "type": "boolean"}, `, ``, "removed parameter tiny.things.create.force major/major"},
		{"parameter is now required", `"force": {"location": "query",`, `"force": {"location": "query", "required": true,`, "changed parameter required tiny.things.create.force patch/major"},
		{"parameter no longer required", `"day": {"location": "query", "required": true,`, `"day": {"location": "query",`, "changed parameter required tiny.things.report.day patch/patch"},
		{"parameter is now repeated", `"tags": {"location": "query",`, `"tags": {"location": "query", "repeated": true,`, "changed parameter type tiny.things.create.tags major/major"},
		{"parameter's type", `"force": {"location": "query", "type": "boolean"`, `"force": {"location": "query", "type": "string"`, "changed parameter type tiny.things.create.force major/major"},
		{"parameter's limits", `"tags": {"location": "query",`, `"tags": {"location": "query", "default": "x",`, "changed parameter limits tiny.things.create.tags patch/patch"},
		{"parameter moved", `"path": "v1/report",
      "parameters": {"day": {"location": "query"`, `"path": "v1/report/{day}",
      "parameters": {"day": {"location": "path"`, "changed method path tiny.things.report patch/major\nchanged parameter location tiny.things.report.day patch/major"},

		{"schema added", `"Item": {`, `"Extra": {"type": "object", "properties": {"a": {"type": "string"}}}, "Item": {`, "added schema Extra minor/patch"},
		{"schema deprecated", `"Item": {`, `"Item": {"deprecated": true, `, "changed schema deprecation Item patch/patch"},
		{"property added", `{"label": {`, `{"extra": {"type": "string"}, "label": {`, "added property Item.extra minor/minor"},
		{"property removed that is sent", `"properties": {"label": {"type": "string"}}`, `"properties": {}`, "removed property Item.label major/major"},
		{"property removed that is returned", `"state": {"type": "string", "enum": ["GOOD", "BAD"]},`, ``, "removed property Report.state major/minor"},
		{"property removed that is read-only", `"created": {"type": "string", "readOnly": true},`, ``, "removed property Thing.created major/minor"},
		{"property is now read-only", `"name": {"type": "string"},
      "nested`, `"name": {"type": "string", "readOnly": true},
      "nested`, "changed property read-only Thing.name patch/minor"},
		{"property described", `"name": {"type": "string"},
      "nested`, `"name": {"type": "string", "description": "Name."},
      "nested`, "changed property description Thing.name patch/patch"},
		{"type", `"total": {"type": "integer", "format": "int32"}`, `"total": {"type": "string"}`, "changed property type Report.total major/major"},
		{"format", `"total": {"type": "integer", "format": "int32"}`, `"total": {"type": "integer", "format": "uint32"}`, "changed property type Report.total major/major"},
		{"format that is the same", `"total": {"type": "integer", "format": "int32"}`, `"total": {"type": "integer"}`, "changed property type Report.total patch/patch"},
		{"date", `"format": "date"`, `"format": "date-time"`, "changed property type Report.day major/major\nchanged property limits Report.day patch/patch"},
		{"reference", `"item": {"$ref": "Item"}`, `"item": {"$ref": "Report"}`, "changed property type Thing.item major/major"},
		{"reference within a list", `"items": {"$ref": "Item"}`, `"items": {"$ref": "Report"}`, "changed property type Thing.items major/major"},
		{"list", `"item": {"$ref": "Item"}`, `"item": {"type": "array", "items": {"$ref": "Item"}}`, "changed property type Thing.item major/major"},
		{"value of a map", `"additionalProperties": {"type": "string"}`, `"additionalProperties": {"type": "integer"}`, "changed property type Thing.labels major/major"},
		{"map becomes an object", `"labels": {"type": "object", "additionalProperties": {"type": "string"}}`, `"labels": {"type": "object", "properties": {"a": {"type": "string"}}}`, "changed property type Thing.labels major/major"},
		{"other properties", `"Item": {"type": "object",`, `"Item": {"type": "object", "additionalProperties": {"type": "string"},`, "changed schema type Item minor/minor"},
		{"any object becomes a message", `"free": {"type": "object", "additionalProperties": {"type": "any", "description": "Properties of the object."}}`, `"free": {"type": "object", "properties": {"a": {"type": "string"}}}`, "changed property type Thing.free major/major"},
		{"enum value added", `["RED", "BLUE"], "enumDescriptions": ["Red.", "Blue."]`, `["RED", "GREEN", "BLUE"], "enumDescriptions": ["Red.", "Green.", "Blue."]`, "added enum value Thing.color.GREEN minor/minor"},
		{"enum value removed that is sent", `["RED", "BLUE"], "enumDescriptions": ["Red.", "Blue."]`, `["BLUE"], "enumDescriptions": ["Blue."]`, "removed enum value Thing.color.RED major/major"},
		{"enum value removed that is returned", `["GOOD", "BAD"]`, `["BAD"]`, "removed enum value Report.state.GOOD major/minor"},
		{"enum value described", `"Red."`, `"Reddish."`, "changed enum value description Thing.color.RED patch/patch"},
		{"enum becomes a string", `"enum": ["GOOD", "BAD"]`, `"description": ""`, "changed property type Report.state major/major"},
		{"deep within", `["X", "Y"]`, `["X", "Y", "Z"]`, "added enum value Thing.nested.deep.Z minor/minor"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if strings.Count(base, test.old) != 1 {
				t.Fatalf("the document holds %q %d times", test.old, strings.Count(base, test.old))
			}
			c := compare.Documents(read(t, "old.json", base), read(t, "new.json", strings.Replace(base, test.old, test.new, 1)))
			if diff := cmp.Diff(test.want, summary(c)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			checkComplete(t, c)
		})
	}
}

// TestFormats changes the format of a property. The protobuf types of some formats are the same.
func TestFormats(t *testing.T) {
	const same, other = "changed property type A.x patch/patch", "changed property type A.x major/major"
	for _, test := range []struct {
		kind          document.Kind
		before, after document.Format
		want          string
	}{
		{document.String, document.NoFormat, document.Date, same},
		{document.String, document.Date, document.NoFormat, same},
		{document.String, document.NoFormat, document.Timestamp, other},
		{document.String, document.NoFormat, document.Base64, other},
		{document.Integer, document.NoFormat, document.Int32, same},
		{document.Integer, document.Int32, document.Int64, other},
		{document.Number, document.NoFormat, document.Double, same},
		{document.Number, document.NoFormat, document.Float, other},
		{document.Number, document.Float, document.Double, other},
	} {
		api := func(format document.Format) *document.API {
			properties := []*document.Property{{Name: "x", Schema: &document.Schema{Kind: test.kind, Format: format}}}
			return &document.API{Name: "tiny", Version: "v1", Schemas: []*document.Schema{{Name: "A", Kind: document.Object, Properties: properties}}}
		}
		if diff := cmp.Diff(test.want, summary(compare.Documents(api(test.before), api(test.after)))); diff != "" {
			t.Errorf("%+v -want +got:\n%s", test, diff)
		}
	}
}

// TestSharedSchema changes a schema that two properties have in common. Both changes are reported.
func TestSharedSchema(t *testing.T) {
	api := func(values ...string) *document.API {
		shared := &document.Schema{Kind: document.String}
		for _, v := range values {
			shared.Enum = append(shared.Enum, document.EnumValue{Value: v})
		}
		api := &document.API{Name: "tiny", Version: "v1"}
		for _, name := range []string{"A", "B"} {
			properties := []*document.Property{{Name: "x", Schema: shared}}
			api.Schemas = append(api.Schemas, &document.Schema{Name: name, Kind: document.Object, Properties: properties})
		}
		return api
	}
	want := "added enum value A.x.BLUE minor/minor\nadded enum value B.x.BLUE minor/minor"
	if diff := cmp.Diff(want, summary(compare.Documents(api("RED"), api("RED", "BLUE")))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestVerdictsOfRemovals removes what an edit adds to the document.
func TestVerdictsOfRemovals(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"data wrapper", `"rootUrl":`, `"features": ["dataWrapper"], "rootUrl":`, "changed API data wrapper tiny/v1 patch/major"},
		{"deprecation", `"path": "v1/things:reset"`, `"path": "v1/things:reset", "deprecated": true`, "changed method deprecation tiny.things.reset patch/patch"},
		{"read-only", `"name": {"type": "string"},
      "nested`, `"name": {"type": "string", "readOnly": true},
      "nested`, "changed property read-only Thing.name patch/minor"},
		{"undeclared properties that are sent", `"Item": {"type": "object",`, `"Item": {"type": "object", "additionalProperties": {"type": "string"},`, "changed schema type Item major/major"},
		{"undeclared properties that are returned", `"Report": {"type": "object",`, `"Report": {"type": "object", "additionalProperties": {"type": "string"},`, "changed schema type Report major/minor"},
		{"limits of elements", `"items": {"$ref": "Item"}`, `"items": {"type": "string", "default": "x"}`, "changed property type Thing.items major/major\nchanged property limits Thing.items patch/patch"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := compare.Documents(read(t, "old.json", strings.Replace(base, test.old, test.new, 1)), read(t, "new.json", base))
			if diff := cmp.Diff(test.want, summary(c)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			checkComplete(t, c)
		})
	}
}

// TestPrintText checks the first and the last line of comparisons.
func TestPrintText(t *testing.T) {
	revision := strings.Replace(base, `"revision": "1"`, `"revision": "2"`, 1)
	for _, test := range []struct{ name, old, new, want string }{
		{"equal documents", base, base, "tiny/v1: nothing changed\n"},
		{"another revision", base, revision, "tiny/v1, revision 1 to 2: nothing changed\n"},
		{"no earlier revision", strings.Replace(base, `"revision": "1", `, "", 1), base, "tiny/v1: nothing changed\n"},
		{"no later revision", base, strings.Replace(base, `"revision": "1", `, "", 1), "tiny/v1: nothing changed\n"},
		{"a title", base, strings.Replace(base, `"Tiny API"`, `"Small API"`, 1), "tiny/v1\n  The document: 0 removed, 1 changed, 0 added\n    the title changed from \"Tiny API\" to \"Small API\" (new.json:1:1)\n"},
		{"descriptions", base, strings.NewReplacer(`"A."`, `"Ay."`, `"B."`, `"Bee."`).Replace(base), "tiny/v1\n  The document: 0 removed, 2 changed, 0 added\n    2 descriptions changed\n"},
	} {
		var text strings.Builder
		if err := compare.Documents(read(t, "old.json", test.old), read(t, "new.json", test.new)).PrintText(&text); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, text.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func summary(c *compare.Comparison) string {
	var lines []string
	for _, change := range c.Changes {
		words := []string{string(change.Kind), string(change.Element), string(change.Aspect), change.Name, change.Go.String() + "/" + change.Wire.String()}
		lines = append(lines, strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " "))
	}
	return strings.Join(lines, "\n")
}

// checkComplete checks what holds of all comparisons.
func checkComplete(t *testing.T, c *compare.Comparison) {
	t.Helper()
	goVerdict, wire := compare.None, compare.None
	for _, change := range c.Changes {
		goVerdict, wire = max(goVerdict, change.Go), max(wire, change.Wire)
		if change.Message == "" || strings.Contains(change.Message, "%!") {
			t.Errorf("the message %q", change.Message)
		}
		if (change.Old == nil) != (change.Kind == compare.Added) || (change.New == nil) != (change.Kind == compare.Removed) {
			t.Errorf("%s %s has the positions %v and %v", change.Kind, change.Name, change.Old, change.New)
		}
		if (change.Aspect == "") != (change.Kind != compare.Changed) {
			t.Errorf("%s %s has the aspect %q", change.Kind, change.Name, change.Aspect)
		}
	}
	if c.Go != goVerdict || c.Wire != wire {
		t.Errorf("the verdict is %s and %s, want %s and %s", c.Go, c.Wire, goVerdict, wire)
	}
}

// TestMoreUsersOfARequest adds a second method with the body of the first one. The body stays the
// request message of the first method, because the lock contains it.
func TestMoreUsersOfARequest(t *testing.T) {
	old := strings.NewReplacer(`"Item"`, `"ResetRequest"`, `"path": "v1/things:reset"`, `"path": "v1/things:reset", "request": {"$ref": "ResetRequest"}`).Replace(base)
	again := strings.Replace(old, `"reset": {`, `"zap": {"id": "tiny.things.zap", "httpMethod": "POST", "path": "v1/zap", "request": {"$ref": "ResetRequest"}}, "reset": {`, 1)
	c := compare.Documents(read(t, "old.json", old), read(t, "new.json", again))
	want := "added method tiny.things.zap minor/minor"
	if diff := cmp.Diff(want, summary(c)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestRenamedSchema(t *testing.T) {
	c := compare.Documents(read(t, "old.json", base), read(t, "new.json", strings.ReplaceAll(base, `"Report"`, `"Summary"`)))
	want := "changed method response tiny.things.report major/major\nremoved schema Report major/patch\nadded schema Summary minor/patch"
	if diff := cmp.Diff(want, summary(c)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if message := c.Changes[1].Message; !strings.Contains(message, `the added schema "Summary" has the same properties`) {
		t.Errorf("the message is %q", message)
	}
}

// TestRenamedEmptySchema checks that schemas without properties do not count as the same schema.
func TestRenamedEmptySchema(t *testing.T) {
	empty := func(name string) *document.API {
		return read(t, "a.json", strings.Replace(base, `"Item": {`, `"`+name+`": {"type": "object"}, "Item": {`, 1))
	}
	c := compare.Documents(empty("Void"), empty("Nothing"))
	if len(c.Changes) != 2 || c.Changes[0].Message != `the schema "Void" was removed: 0 properties` {
		t.Errorf("the changes are %v", c.Changes)
	}
}

// TestReadOnlyReference checks that a schema is not sent if only read-only properties refer to it.
func TestReadOnlyReference(t *testing.T) {
	old := strings.Replace(base, `"name": {"type": "string"},
      "nested`, `"report": {"readOnly": true, "type": "array", "items": {"$ref": "Report"}}, "name": {"type": "string"},
      "nested`, 1)
	c := compare.Documents(read(t, "old.json", old), read(t, "new.json", strings.Replace(old, `"state": {"type": "string", "enum": ["GOOD", "BAD"]},`, "", 1)))
	if diff := cmp.Diff("removed property Report.state major/minor", summary(c)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOtherResource(t *testing.T) {
	old := strings.Replace(base, `"things": {"methods": {
    "create"`, `"things": {"methods": {"sort": {"id": "tiny.sort", "httpMethod": "POST", "path": "v1/sort"},
    "create"`, 1)
	moved := strings.Replace(base, `"resources": {`, `"resources": {"all": {"methods": {"sort": {"id": "tiny.sort", "httpMethod": "POST", "path": "v1/sort"}}}, `, 1)
	c := compare.Documents(read(t, "old.json", old), read(t, "new.json", moved))
	want := "changed method RPC tiny.sort major/patch\nchanged method request tiny.sort major/patch\nchanged method resource tiny.sort major/patch"
	if diff := cmp.Diff(want, summary(c)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOneDocument(t *testing.T) {
	api := read(t, "a.json", base)
	if got := summary(compare.Documents(nil, api)); got != "added API tiny/v1 minor/minor" {
		t.Error(got)
	}
	if got := summary(compare.Documents(api, nil)); got != "removed API tiny/v1 major/major" {
		t.Error(got)
	}
	if c := compare.Documents(api, api); len(c.Changes) != 0 || c.Go != compare.None || c.Wire != compare.None {
		t.Errorf("the document differs from itself: %v", c)
	}
}

// TestNoChangeControlsTheTerminal prints names with control characters.
func TestNoChangeControlsTheTerminal(t *testing.T) {
	evil := strings.NewReplacer(`"label"`, `"a\u001b[31m%d\n"`, `"GOOD"`, `"\u001b[0m"`, `"Report"`, `"\u202eR"`, `"Tiny API"`, `"\u0007"`, `tiny.things.reset`, `tiny\u001b.reset`).Replace(base)
	old, changed := read(t, "old.json", base), read(t, "new.json", evil)
	for _, c := range []*compare.Comparison{compare.Documents(old, changed), compare.Documents(changed, old)} {
		checkComplete(t, c)
		var text bytes.Buffer
		if err := c.PrintText(&text); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(text.String(), "\x1b\u202e\a") {
			t.Errorf("%q", text.String())
		}
	}
}

func TestJSON(t *testing.T) {
	c := compare.Documents(read(t, "old.json", base), read(t, "new.json", strings.Replace(base, `["GOOD", "BAD"]`, `["BAD"]`, 1)))
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"api": "tiny/v1", "old": "1", "new": "1",
		"changes": []any{map[string]any{
			"kind": "removed", "element": "enum value", "name": "Report.state.GOOD",
			"message": `the value "GOOD" of "Report.state" was removed`,
			"old":     map[string]any{"file": "old.json", "line": 9.0, "column": 16.0, "pointer": "/schemas/Report/properties/state"},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func ExampleComparison_PrintText() {
	old, _ := discovery.Read("old.json", []byte(base))
	changed, _ := discovery.Read("new.json", []byte(strings.NewReplacer(`"GOOD", `, ``, `"Tiny."`, `"Small."`, `{"label"`, `{"size": {"type": "string"}, "label"`).Replace(base)))
	var text strings.Builder
	if err := compare.Documents(old, changed).PrintText(&text); err != nil {
		fmt.Println(err)
	}
	fmt.Print(text.String())
	// Output:
	// tiny/v1
	//   The document: 1 removed, 1 changed, 1 added
	//     the value "GOOD" of "Report.state" was removed (old.json:9:16)
	//     the property "size" of "Item" was added: string (new.json:6:55)
	//     1 description changed
}

// TestSchemasThatHoldThemselves compares inline schemas of OpenAPI that contain themselves, and
// schemas that are reachable on 2⁴⁰ paths.
func TestSchemasThatHoldThemselves(t *testing.T) {
	read := func(text string) *document.API {
		api, findings := openapi.Read("a.yaml", []byte("openapi: 3.0.3\ninfo: {title: A, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths: {}\ncomponents:\n schemas:\n"+text))
		if findings.HasErrors() {
			t.Fatal(findings.All())
		}
		return api
	}
	const node = `
  Node: {type: object, properties: {next: {allOf: [{$ref: '#/components/schemas/Node'}, {type: object, properties: {weight: {type: number}}}]}}}
  Lists: {type: array, items: {allOf: [{$ref: '#/components/schemas/Lists'}, {type: array, items: {type: string}}]}}
`
	c := compare.Documents(read(node), read(strings.Replace(node, "number", "string", 1)))
	if diff := cmp.Diff("changed property type Node.next.weight major/major", summary(c)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	var twice strings.Builder // each schema contains the next one twice
	for i := range 40 {
		fmt.Fprintf(&twice, "  S%d: {type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/S%d'}, {type: object}]}, b: {allOf: [{$ref: '#/components/schemas/S%d'}, {properties: {x: {type: string}}}]}}}\n", i, i+1, i+1)
	}
	twice.WriteString("  S40: {type: object, properties: {z: {type: string}}}\n")
	if c := compare.Documents(read(twice.String()), read(strings.Replace(twice.String(), "z: {type: string}", "z: {type: number}", 1))); c.Go != compare.Major {
		t.Errorf("the verdict is %s", c.Go)
	}
}

func TestPrintTextToBrokenWriter(t *testing.T) {
	if err := (&compare.Comparison{API: "tiny/v1"}).PrintText(brokenWriter{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the error is %v", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
