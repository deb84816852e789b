// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// typesOf returns the fields of a message with their types and numbers, and the reserved numbers.
func typesOf(out *generate.Output, message string) string {
	var all []string
	for _, file := range out.Descriptors {
		m := file.Messages().ByName(protoreflect.Name(message))
		if m == nil {
			continue
		}
		for i := range m.Fields().Len() {
			f := m.Fields().Get(i)
			all = append(all, fmt.Sprintf("%s %s=%d", typeOf(f), f.Name(), f.Number()))
		}
		for i := range m.ReservedRanges().Len() {
			all = append(all, fmt.Sprint("reserved ", m.ReservedRanges().Get(i)[0]))
		}
		for i := range m.ReservedNames().Len() {
			all = append(all, "reserved "+string(m.ReservedNames().Get(i)))
		}
	}
	return strings.Join(all, ", ")
}

func typeOf(f protoreflect.FieldDescriptor) string {
	switch {
	case f.IsMap():
		return "map of " + typeOf(f.MapValue())
	case f.IsList():
		return "repeated " + kindOf(f)
	case f.HasOptionalKeyword():
		return "optional " + kindOf(f)
	}
	return kindOf(f)
}

func kindOf(f protoreflect.FieldDescriptor) string {
	if f.Message() != nil {
		return string(f.Message().Name())
	}
	if f.Enum() != nil {
		return string(f.Enum().Name())
	}
	return f.Kind().String()
}

// messagesOf returns the messages of the findings with a rule.
func messagesOf(findings *finding.List, rule finding.Rule) []string {
	var messages []string
	for _, f := range findings.All() {
		if f.Rule == rule.Name {
			messages = append(messages, f.Message)
		}
	}
	return messages
}

// TestTypeChanges converts revisions of a property with different types: each type has a number of its own.
func TestTypeChanges(t *testing.T) {
	const (
		text, whole, long = "{type: string}", "{type: integer, format: int32}", "{type: integer, format: int64}"
		list              = "{type: array, items: {type: string}}"
		dict, intDict     = "{type: object, additionalProperties: {type: string}}", "{type: object, additionalProperties: {type: integer, format: int32}}"
		choice            = "{type: string, enum: [A, B]}"
		object            = "{type: object, properties: {x: {type: string}}}"
		otherRef          = "{$ref: '#/components/schemas/Other'}"
		thirdRef          = "{$ref: '#/components/schemas/Third'}"
		absent            = ""
	)
	for _, test := range []struct {
		name      string
		revisions []string
		want      string
		reported  []string // of the last revision
	}{
		{"the same", []string{text, text}, "optional string p=1, optional string q=2", nil},
		{"removed and back", []string{text, absent, text}, "optional string p=1, optional string q=2", nil},
		{
			"another scalar", []string{whole, text},
			"optional string q=2, optional string p=3, reserved 1",
			[]string{"the type of the field p of Item changes from int32 to string: the field gets another number, and 1 stays reserved"},
		},
		{
			"back with another type", []string{whole, absent, text},
			"optional string q=2, optional string p=3, reserved 1",
			[]string{"the type of the field p of Item changes from int32 to string: the field gets another number, and 1 stays reserved"},
		},
		{"the type returns", []string{whole, text, whole}, "optional int32 p=1, optional string q=2, reserved 3", []string{
			"the type of the field p of Item changes from string to int32: the field gets another number, and 3 stays reserved",
		}},
		{"the type returns later", []string{whole, text, absent, whole}, "optional int32 p=1, optional string q=2, reserved 3", []string{
			"the type of the field p of Item changes from string to int32: the field gets another number, and 3 stays reserved",
		}},
		{"three types", []string{whole, text, long}, "optional string q=2, optional int64 p=4, reserved 1, reserved 3", []string{
			"the type of the field p of Item changes from string to int64: the field gets another number, and 3 stays reserved",
		}},
		{"three types, removed", []string{whole, text, long, absent}, "optional string q=2, reserved 1, reserved 3, reserved 4, reserved p", nil},
		{"wider", []string{whole, long}, "optional string q=2, optional int64 p=3, reserved 1", []string{
			"the type of the field p of Item changes from int32 to int64: the field gets another number, and 1 stays reserved",
		}},
		{"text to list", []string{text, list}, "optional string q=2, repeated string p=3, reserved 1", []string{
			"the type of the field p of Item changes from string to repeated string: the field gets another number, and 1 stays reserved",
		}},
		{"list to text", []string{list, text}, "optional string q=2, optional string p=3, reserved 1", []string{
			"the type of the field p of Item changes from repeated string to string: the field gets another number, and 1 stays reserved",
		}},
		{"enum to text", []string{choice, text}, "optional string q=2, optional string p=3, reserved 1", []string{
			"the type of the field p of Item changes from Item.P to string: the field gets another number, and 1 stays reserved",
		}},
		{"text to enum", []string{text, choice}, "optional string q=2, optional P p=3, reserved 1", []string{
			"the type of the field p of Item changes from string to Item.P: the field gets another number, and 1 stays reserved",
		}},
		{"enum to object with the same name", []string{choice, object}, "optional string q=2, P p=3, reserved 1", []string{
			"the type of the field p of Item changes from Item.P to Item.P: the field gets another number, and 1 stays reserved",
		}},
		{"map to map", []string{dict, intDict}, "optional string q=2, map of int32 p=3, reserved 1", []string{
			"the type of the field p of Item changes from map<string, string> to map<string, int32>: the field gets another number, and 1 stays reserved",
		}},
		{"schema to schema", []string{otherRef, thirdRef}, "optional string q=2, Third p=3, reserved 1", []string{
			"the type of the field p of Item changes from Other to Third: the field gets another number, and 1 stays reserved",
		}},
		{"in place to schema", []string{object, otherRef}, "optional string q=2, Other p=3, reserved 1", []string{
			"the type of the field p of Item changes from Item.P to Other: the field gets another number, and 1 stays reserved",
		}},
		{"text with a range", []string{text, "{type: integer, format: int32, minimum: 0, maximum: 4294967295}"}, "optional string q=2, optional uint32 p=3, reserved 1", []string{
			"the type of the field p of Item changes from string to uint32: the field gets another number, and 1 stays reserved",
		}},
		{"a range that goes", []string{"{type: integer, format: int32, minimum: 0, maximum: 4294967295}", "{type: integer, format: int32}"}, "optional uint32 p=1, optional string q=2", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out *generate.Output
			var findings *finding.List
			var lock []byte
			for _, property := range test.revisions {
				if property != "" {
					property = "p: " + property + ", "
				}
				document := withSchemas("Item: {type: object, properties: {" + property + "q: {type: string}}}\n" +
					"Other: {type: object, properties: {x: {type: string}}}\nThird: {type: object, properties: {x: {type: string}}}")
				out, findings = generated(t, document, lock)
				lock = out.Lock
				again, repeated := generated(t, document, lock)
				if diff := cmp.Diff(string(lock), string(again.Lock)); diff != "" {
					t.Errorf("the lock -first +again:\n%s", diff)
				}
				if got := messagesOf(repeated, finding.TypeChanged); got != nil {
					t.Errorf("reported again: %q", got)
				}
			}
			if got := typesOf(out, "Item"); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if diff := cmp.Diff(test.reported, messagesOf(findings, finding.TypeChanged)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestTypeStays renames the type of a field: its name in the lock is another one, but the type is the same.
func TestTypeStays(t *testing.T) {
	r := newRevisions(t)
	r.convert(withSchemas("Item: {type: object, properties: {p: {$ref: '#/components/schemas/Money'}, q: {type: array, items: {type: string, enum: [A, B]}}}}\n"+
		"Money: {type: object, properties: {x: {type: string}}}"), "{}")
	for _, test := range []struct{ name, schemas, overlay, want string }{
		{"by an overlay", "Item: {type: object, properties: {p: {$ref: '#/components/schemas/Money'}, q: {type: array, items: {type: string, enum: [A, B]}}}}\n" +
			"Money: {type: object, properties: {x: {type: string}}}", "messages: {Money: Cash}\nenums: {Item.q: Item.Kind}", "Cash p=1, repeated Kind q=2"},
		{"by the document", "Item: {type: object, properties: {p: {$ref: '#/components/schemas/Amount'}, q: {type: array, items: {type: string, enum: [A, B]}}}}\n" +
			"Amount: {type: object, properties: {x: {type: string}}}", "messages: {Amount: Cash}\nenums: {Item.q: Item.Kind}", "Cash p=1, repeated Kind q=2"},
	} {
		out, found := r.convert(withSchemas(test.schemas), test.overlay)
		if out == nil {
			t.Fatalf("%s: %q", test.name, found)
		}
		if got := typesOf(out, "Item"); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
		if slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, finding.TypeChanged.Name) }) {
			t.Errorf("%s: %q", test.name, found)
		}
	}
}

// TestTypeWithOfficialNumber keeps an official number: the API's own definitions have it.
func TestTypeWithOfficialNumber(t *testing.T) {
	r := newRevisions(t)
	const overlay = "numbers: {Item: {p: 7}}"
	r.convert(withSchemas("Item: {type: object, properties: {p: {type: integer}}}"), overlay)
	out, found := r.convert(withSchemas("Item: {type: object, properties: {p: {type: string}}}"), overlay)
	if out == nil {
		t.Fatal(found)
	}
	if got := typesOf(out, "Item"); got != "string p=7" {
		t.Error(got)
	}
	want := []string{finding.TypeChanged.Name + " the field p of Item was published with the official number 7 and the type int64, and becomes string: it keeps the number"}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestTypesOfOldLocks takes the types of an earlier lock from the document.
func TestTypesOfOldLocks(t *testing.T) {
	whole := withSchemas("Item: {type: object, properties: {p: {type: integer}}}")
	out, _ := generated(t, whole, nil)
	want := out.Lock
	out, findings := generated(t, whole, untyped(want))
	if diff := cmp.Diff(string(want), string(out.Lock)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if findings.HasErrors() {
		t.Error(findings.All())
	}
	out, _ = generated(t, withSchemas("Item: {type: object, properties: {p: {type: string}}}"), untyped(want))
	if got := typesOf(out, "Item"); got != "optional string p=1" {
		t.Error(got)
	}
}

// discoveryOf returns a discovery document with a list of spaces, and with a method whose request is its body.
func discoveryOf(properties, spaces, parameters, requests string) string {
	return `{"kind": "discovery#restDescription", "name": "memory", "version": "v1", "rootUrl": "https://example.com/", "schemas": {
"Item": {"id": "Item", "type": "object", "properties": {` + properties + `}},
"Space": {"id": "Space", "type": "object", "properties": {"name": {"type": "string"}}},
"Result": {"id": "Result", "type": "object", "properties": {"name": {"type": "string"}}},
"ListSpacesResponse": {"id": "ListSpacesResponse", "type": "object", "properties": {"nextPageToken": {"type": "string"}` + spaces + `}},
"CloneItemRequest": {"id": "CloneItemRequest", "type": "object", "properties": {"title": {"type": "string"}` + requests + `}}},
"resources": {"spaces": {"methods": {
"list": {"id": "memory.spaces.list", "httpMethod": "GET", "path": "v1/spaces", "parameters": {"pageToken": {"type": "string", "location": "query"}}, "response": {"$ref": "ListSpacesResponse"}},
"clone": {"id": "memory.spaces.clone", "httpMethod": "POST", "path": "v1/items/{id}:clone", "parameterOrder": ["id"], "parameters": {"id": {"type": "string", "location": "path", "required": true}` + parameters + `},
 "request": {"$ref": "CloneItemRequest"}, "response": {"$ref": "Item"}}}}}}`
}

// TestItemsStay changes the lists of a response: a pager yields the elements of the published one.
func TestItemsStay(t *testing.T) {
	const (
		spaces     = `, "spaces": {"type": "array", "items": {"$ref": "Space"}}`
		results    = `, "results": {"type": "array", "items": {"$ref": "Result"}}`
		aaa        = `, "aaa": {"type": "array", "items": {"$ref": "Result"}}`
		deprecated = `, "spaces": {"type": "array", "deprecated": true, "items": {"$ref": "Space"}}`
		words      = `, "words": {"type": "array", "items": {"type": "string"}}`
	)
	for _, test := range []struct {
		name      string
		revisions []string
		want      string
	}{
		{"one list", []string{spaces}, "spaces"},
		{"a second list", []string{spaces, spaces + results}, "spaces"},
		{"a second list before the first", []string{spaces, aaa + spaces}, "spaces"},
		{"a list called items", []string{spaces, spaces + `, "items": {"type": "array", "items": {"$ref": "Result"}}`}, "spaces"},
		{"the list of messages is added later", []string{words, words + spaces}, "words"},
		{"deprecated beside a second list", []string{spaces, deprecated + results}, "spaces"},
		{"two lists", []string{spaces + results}, ""},
		{"one of two lists is deprecated", []string{spaces + results, deprecated + results}, ""},
		{"one of two lists is removed", []string{spaces + results, results}, ""},
		{"the list is removed", []string{spaces, results}, "results"},
		{"the list is no list any more", []string{spaces, `, "spaces": {"$ref": "Space"}` + results}, "results"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var lock []byte
			for i, lists := range append(test.revisions, test.revisions[len(test.revisions)-1]) {
				out, _ := generated(t, discoveryOf("", lists, "", ""), lock)
				lock = out.Lock
				method := methodNamed(t, out, "ListSpaces").Descriptor
				got := proto.GetExtension(method.Options(), apipb.E_Method).(*apipb.MethodRule).GetPaging().GetItems()
				if i >= len(test.revisions)-1 && got != test.want {
					t.Errorf("revision %d: the items are %q, want %q", i, got, test.want)
				}
			}
		})
	}
}

// TestItemsOfStructureStay changes the lists of a response whose pages are recognized by structure.
func TestItemsOfStructureStay(t *testing.T) {
	document := func(lists string) string {
		return `
openapi: 3.0.3
info: {title: Zoo, version: 1.0.0}
servers: [{url: 'https://zoo.example.com'}]
paths:
  /pets:
    get:
      operationId: getPets
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {
        ` + lists + `, meta: {type: object, properties: {next_cursor: {type: string}}}}}}}}}
`
	}
	const pets, inner = "pets: {type: array, items: {type: string}}", "data: {type: object, properties: {pets: {type: array, items: {type: string}}}}"
	for _, test := range []struct{ name, before, after, want string }{
		{"a second list", pets, pets + ", data: {type: array, items: {type: integer}}", "pets"},
		{"a list within an object", inner, inner + ", results: {type: array, items: {type: integer}}", "data.pets"},
		{"a list with a dot", "'data.pets': {type: array, items: {type: string}}", "'data.pets': {type: array, items: {type: string}}, data: {type: array, items: {type: integer}}", "data_pets"},
	} {
		out, _ := generated(t, document(test.before), nil)
		for range 2 {
			out, _ = generated(t, document(test.after), out.Lock)
			method := methodNamed(t, out, "GetPets").Descriptor
			if got := proto.GetExtension(method.Options(), apipb.E_Method).(*apipb.MethodRule).GetPaging().GetItems(); got != test.want {
				t.Errorf("%s: the items are %q, want %q", test.name, got, test.want)
			}
		}
	}
}

// TestPublishedPresence changes what presence follows from: published presence stays.
func TestPublishedPresence(t *testing.T) {
	const (
		plain, withDefault = `"a": {"type": "string"}`, `"a": {"type": "string", "default": "x"}`
		unspecified        = `"a": {"type": "string", "enum": ["A_UNSPECIFIED", "B"]}`
		realValue          = `"a": {"type": "string", "enum": ["A_UNSPECIFIED", "B"], "default": "B"}`
	)
	for _, test := range []struct {
		name, before, after, want string
		kept                      bool
	}{
		{"a default comes", plain, withDefault, "string a=1", true},
		{"a default goes", withDefault, plain, "optional string a=1", false},
		{"a default stays", withDefault, withDefault, "optional string a=1", false},
		{"none", plain, plain, "string a=1", false},
		{"the default of an enum comes", unspecified, realValue, "A a=1", true},
		{"the default of an enum goes", realValue, unspecified, "optional A a=1", false},
		{"another type", plain, `"a": {"type": "integer", "format": "int32", "default": "5"}`, "optional int32 a=2, reserved 1", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, _ := generated(t, discoveryOf(test.before, "", "", ""), nil)
			for range 2 {
				var findings *finding.List
				out, findings = generated(t, discoveryOf(test.after, "", "", ""), out.Lock)
				if got := typesOf(out, "Item"); got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
				if got := messagesOf(findings, finding.PresenceKept); (got != nil) != test.kept {
					t.Errorf("reported: %q", got)
				}
			}
		})
	}
}

// TestPublishedPresenceOfRequired changes which properties and bodies are required.
func TestPublishedPresenceOfRequired(t *testing.T) {
	document := func(required, name, body string) string {
		return `
openapi: 3.0.3
info: {title: Owners API, version: 1.0.0}
servers: [{url: 'https://owners.example.com'}]
paths:
  /owner: {put: {operationId: putOwner, parameters: [{name: q, in: query, required: ` + body + `, schema: {type: string}}],
    requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}, responses: {'204': {description: Done.}}}}
  /raw: {put: {operationId: putRaw, requestBody: {required: ` + body + `, content: {application/pdf: {}}}, responses: {'204': {description: Done.}}}}
components: {schemas: {Owner: {type: object, required: [` + required + `], properties: {name: ` + name + `, other: {type: string}}}}}
`
	}
	const text = "{type: string}"
	for _, test := range []struct {
		name          string
		before, after string
		owner, raw    string
		parameter     string
	}{
		{"required", document("name", text, "true"), document("name", text, "true"), "string name=1, optional string other=2", "bytes body=1", "string q=2"},
		{"not required any more", document("name", text, "true"), document("other", text, "false"), "string name=1, optional string other=2", "bytes body=1", "string q=2"},
		{"required later", document("other", text, "false"), document("name", text, "true"), "optional string name=1, string other=2", "optional bytes body=1", "optional string q=2"},
		{"nullable later", document("name", text, "true"), document("name", "{type: string, nullable: true}", "true"), "string name=1, optional string other=2, repeated string null_fields=3", "bytes body=1", "string q=2"},
		{"write-only later", document("name", text, "true"), document("name", "{type: string, writeOnly: true}", "true"), "string name=1, optional string other=2", "bytes body=1", "string q=2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, _ := generated(t, test.before, nil)
			for range 2 {
				out, _ = generatedAnyhow(t, test.after, out.Lock)
				if got := typesOf(out, "Owner"); got != test.owner {
					t.Errorf("got %s, want %s", got, test.owner)
				}
				if got := typesOf(out, "PutRawRequest"); got != test.raw {
					t.Errorf("got %s, want %s", got, test.raw)
				}
				if got := typesOf(out, "PutOwnerRequest"); !strings.HasSuffix(got, test.parameter) {
					t.Errorf("got %s, want %s", got, test.parameter)
				}
			}
		})
	}
}

// generatedAnyhow returns the output of a document that the proof may not like.
func generatedAnyhow(t *testing.T, document string, lock []byte) (*generate.Output, *finding.List) {
	t.Helper()
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "api.yaml", Data: []byte(document)}, GoImport: func(string) string { return "example.com/api" },
		Lock: generate.File{Name: "numbers.lock.yaml", Data: lock},
	})
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	return out, findings
}

// TestPresenceByOverlay follows the line of an overlay, whatever was published, and accepts it later.
func TestPresenceByOverlay(t *testing.T) {
	r := newRevisions(t)
	document := withSchemas("Item: {type: object, properties: {p: {type: string}}}")
	for i, test := range []struct{ overlay, want string }{
		{"{}", "optional string p=1"},
		{"optional: {Item.p: false}", "string p=1"},
		{"optional: {Item.p: false}", "string p=1"},
		{"{}", "string p=1"},
		{"optional: {Item.p: true}", "optional string p=1"},
		{"optional: {Item.p: false}", "string p=1"},
	} {
		out, found := r.convert(document, test.overlay)
		if out == nil {
			t.Fatalf("%d: %q", i, found)
		}
		if got := typesOf(out, "Item"); got != test.want {
			t.Errorf("%d: got %s, want %s", i, got, test.want)
		}
	}
}

// TestJoinedStays adds query parameters to a method whose body is the request: the request stays.
func TestJoinedStays(t *testing.T) {
	const region, title = `, "region": {"type": "string", "location": "query"}`, `, "title": {"type": "string", "location": "query"}`
	type revision struct{ parameters, properties string }
	for _, test := range []struct {
		name      string
		revisions []revision
		want      string
		query     map[string]string // fields by parameter
		clashes   int
	}{
		{"a parameter", []revision{{"", ""}, {region, ""}}, "string id=1, string title=2, string region=3", map[string]string{"region": "region"}, 0},
		{"a parameter with the name of a property", []revision{{"", ""}, {title, ""}}, "string id=1, string title=2, string title2=3", map[string]string{"title": "title2"}, 1},
		{
			"a property with the name of a parameter", []revision{{"", ""}, {region, ""}, {region, `, "region": {"type": "string"}`}},
			"string id=1, string title=2, string region=3, string region2=4", map[string]string{"region": "region"}, 1,
		},
		{"a parameter that is removed", []revision{{"", ""}, {region, ""}, {"", ""}}, "string id=1, string title=2, reserved 3, reserved region", nil, 0},
		{"a parameter that returns", []revision{{"", ""}, {region, ""}, {"", ""}, {region, ""}}, "string id=1, string title=2, string region=3", map[string]string{"region": "region"}, 0},
		{
			"a list", []revision{{"", ""}, {`, "tags": {"type": "string", "repeated": true, "location": "query"}`, ""}},
			"string id=1, string title=2, repeated string tags=3", map[string]string{"tags": "tags"}, 0,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var lock []byte
			for i, r := range append(test.revisions, test.revisions[len(test.revisions)-1]) {
				out, findings := generated(t, discoveryOf("", "", r.parameters, r.properties), lock)
				lock = out.Lock
				if got := messagesOf(findings, finding.PublishedChanged); got != nil {
					t.Errorf("reported: %q", got)
				}
				if i < len(test.revisions)-1 {
					continue
				}
				if got := typesOf(out, "CloneItemRequest"); got != test.want {
					t.Errorf("got  %s\nwant %s", got, test.want)
				}
				if got := messagesOf(findings, finding.NameClash); len(got) != test.clashes {
					t.Errorf("reported: %q", got)
				}
				m := methodNamed(t, out, "CloneItem")
				if got := m.Descriptor.Input().Name(); got != "CloneItemRequest" {
					t.Errorf("the request is %s", got)
				}
				for parameter, field := range test.query {
					assertQuery(t, m.Descriptor.Input(), parameter, field)
				}
			}
		})
	}
}

func assertQuery(t *testing.T, m protoreflect.MessageDescriptor, parameter, field string) {
	t.Helper()
	rule := proto.GetExtension(m.Fields().ByName(protoreflect.Name(field)).Options(), apipb.E_Field).(*apipb.FieldRule)
	if got := rule.GetParameter().GetQuery(); got != parameter {
		t.Errorf("%s is the parameter %q, want %q", field, got, parameter)
	}
}

// TestJoinedPropertiesStay adds parameters with the names of properties, and properties with the names of
// parameters, where fields state their places.
func TestJoinedPropertiesStay(t *testing.T) {
	document := func(parameters, properties string) string {
		return `
openapi: 3.0.3
info: {title: Owners API, version: 1.0.0}
servers: [{url: 'https://owners.example.com'}]
paths:
  /owners/{id}:
    post:
      operationId: addOwner
      parameters: [{name: id, in: path, required: true, schema: {type: string}}` + parameters + `]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OwnerRequest'}}}}
      responses: {'204': {description: Done.}}
components: {schemas: {OwnerRequest: {type: object, properties: {name: {type: string}` + properties + `}}}}
`
	}
	const query, header = ", {name: name, in: query, schema: {type: string}}", ", {name: name, in: header, schema: {type: string}}"
	out, _ := generated(t, document("", ""), nil)
	lock := out.Lock
	for _, test := range []struct{ name, parameters, want string }{
		{"a query parameter", query, "optional string name=2, optional string query_name=3"},
		{"a header", header, "optional string name=2, optional string header_name=3"},
	} {
		out, findings := generated(t, document(test.parameters, ""), lock)
		if got := typesOf(out, "OwnerRequest"); !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: got %s", test.name, got)
		}
		if got := methodNamed(t, out, "AddOwner").Descriptor.Input().Name(); got != "OwnerRequest" && got != "AddOwnerRequest" {
			t.Errorf("%s: the request is %s", test.name, got)
		}
		if got := messagesOf(findings, finding.NameClash); len(got) != 1 {
			t.Errorf("%s: reported %q", test.name, got)
		}
		again, _ := generated(t, document(test.parameters, ""), out.Lock)
		if diff := cmp.Diff(string(out.Lock), string(again.Lock)); diff != "" {
			t.Errorf("%s: the lock -first +again:\n%s", test.name, diff)
		}
	}
	// The place of the parameter is in the lock, so that a property does not get its number.
	out, _ = generated(t, document(query[:len(", {name: ")]+"region"+query[len(", {name: name"):], ""), nil)
	read, _ := numbers.Read("numbers.lock.yaml", out.Lock)
	places := make(map[string]string)
	for key, number := range read.Messages["OwnerRequest"].Current {
		places[key] = read.Messages["OwnerRequest"].TypeOf(number).String()
	}
	if diff := cmp.Diff(map[string]string{"id": "path string", "name": "optional string", "region": "query optional string"}, places); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	_, findings := generatedAnyhow(t, document(", {name: region, in: query, schema: {type: string}}", ", region: {type: string}"), out.Lock)
	if got := messagesOf(findings, finding.PublishedChanged); len(got) != 1 {
		t.Errorf("reported: %q", got)
	}
}
