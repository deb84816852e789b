// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// TestRandomBodies draws resources with required, read-only and nullable properties, and bodies of them.
// A PATCH must send the members of its body, at any depth, and no others. A POST must also send required
// members that are not set. Neither may send read-only members. A response must be written as it was read.
func TestRandomBodies(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("drawn by -seed %d", *seed)
	const schemas, values = 40, 12
	d := &resourceDrawer{unionDrawer{rand.New(rand.NewPCG(*seed, 1))}}
	for range schemas {
		root := d.resource(3)
		text, err := json.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		methods := resourceMethods(t, string(text))
		for range values {
			d.compareChange(t, methods["ChangeIt"], root)
			d.compareCreation(t, methods["CreateIt"], root)
			d.compareResponse(t, methods["GetIt"], root)
		}
		if t.Failed() {
			t.Logf("the schema is %s", text)
			return
		}
	}
}

func resourceMethods(t *testing.T, schema string) map[string]*transcode.Method {
	t.Helper()
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "resources.yaml", Data: []byte(`
openapi: 3.0.3
info: {title: Resources API, version: 1.0.0}
servers: [{url: 'https://resources.example.com'}]
paths:
  /it:
    get: {operationId: getIt, responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/It'}}}}}}
    post: {operationId: createIt, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/It'}}}}, responses: {'204': {description: Done.}}}
    patch: {operationId: changeIt, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/It'}}}}, responses: {'204': {description: Done.}}}
components: {schemas: {It: ` + schema + `}}
`)},
		GoImport: func(string) string { return "example.com/resources" },
	})
	if err != nil || findings.HasErrors() {
		t.Fatal(schema, err, findings.All())
	}
	return bound(t, out)
}

// throughServer reads a body as a server does, and returns the body that a client sends for the request.
func throughServer(verb string, m *transcode.Method, body []byte) (string, error) {
	request := dynamicpb.NewMessage(m.Descriptor.Input())
	match, err := transcode.NewRouter([]*transcode.Method{m}, transcode.RouterOptions{}).Match(verb, "/it")
	if err != nil {
		return "", err
	}
	r := &transcode.Request{Verb: verb, Path: "/it", Header: http.Header{"Content-Type": {"application/json"}}, Body: body}
	if err := match.DecodeRequest(r, request, transcode.DecodeRequestOptions{}); err != nil {
		return "", err
	}
	sent, err := m.EncodeRequest(request)
	if err != nil {
		return "", err
	}
	return string(sent.Body), nil
}

func (d *resourceDrawer) compareChange(t *testing.T, m *transcode.Method, root object) {
	t.Helper()
	body, _ := json.Marshal(d.body(root, forChange))
	got, err := throughServer("PATCH", m, body)
	if err != nil || canonical([]byte(got)) != canonical(body) {
		t.Errorf("the change %s is sent as %s, %v", body, got, err)
	}
}

func (d *resourceDrawer) compareCreation(t *testing.T, m *transcode.Method, root object) {
	t.Helper()
	body, _ := json.Marshal(d.body(root, forCreation))
	got, err := throughServer("POST", m, body)
	if err != nil || canonical([]byte(got)) != canonical(body) {
		t.Errorf("the creation %s is sent as %s, %v", body, got, err)
	}
}

func (d *resourceDrawer) compareResponse(t *testing.T, m *transcode.Method, root object) {
	t.Helper()
	body, _ := json.Marshal(d.body(root, forResponse))
	r := &transcode.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Verb: "GET"}
	resp := dynamicpb.NewMessage(m.Descriptor.Output())
	if err := m.DecodeResponse(r, resp, transcode.DecodeOptions{KeepUnknown: true}); err != nil {
		t.Errorf("the response %s: %v", body, err)
		return
	}
	got, err := wirejson.Marshal(resp)
	if err != nil || canonical(got) != canonical(body) {
		t.Errorf("the response %s is written as %s, %v", body, got, err)
	}
}

// resourceDrawer draws schemas of resources and bodies of them.
type resourceDrawer struct{ unionDrawer }

// propertyNames are names of properties, of which some are also those of fields that hold no property.
var propertyNames = []string{
	"a", "b", "A", "some_name", "someName", "x-y", "a.b", "1st", "_id", "@type", "$ref", "error", "message", "nullFields", "null_fields", "emptyFields",
	"nullEntries", "additionalProperties", "values", "value", "variant", "body", "it", "fields",
}

// resource returns the schema of an object.
func (d *resourceDrawer) resource(depth int) object {
	properties, required := object{}, []any{}
	for range 2 + d.IntN(4) {
		name := propertyNames[d.IntN(len(propertyNames))]
		if properties[name] != nil {
			continue
		}
		p := d.property(depth - 1)
		switch d.IntN(5) {
		case 0:
			p["readOnly"] = true
		case 1:
			p["nullable"] = true
		}
		properties[name] = p
		if d.IntN(2) == 0 {
			required = append(required, name)
		}
	}
	s := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	if d.IntN(4) == 0 {
		s["additionalProperties"] = d.scalar()
	}
	if d.IntN(5) == 0 {
		own := object{"type": "object", "properties": object{"own": d.property(depth - 1)}}
		s = object{"allOf": []any{s, own}}
	}
	return s
}

func (d *resourceDrawer) property(depth int) object {
	n := d.IntN(15)
	if depth <= 0 {
		n = d.IntN(7)
	}
	switch n {
	default:
		return d.scalar()
	case 4:
		return object{"type": "array", "items": d.part(0)}
	case 5:
		return object{"type": "object", "additionalProperties": d.part(0)}
	case 6:
		return object{"oneOf": []any{object{"type": "string"}, object{"type": "integer"}, object{"type": "boolean"}}}
	case 12:
		return object{"anyOf": []any{d.resource(depth), object{"type": "string", "enum": d.words()}, object{"type": "array", "items": d.part(0)}}}
	case 13:
		return object{"oneOf": []any{object{"type": "array", "items": object{"type": "integer"}}, object{"type": "array", "items": d.resource(depth)}, object{"type": "number"}}}
	case 14:
		return object{"type": "array", "items": object{"oneOf": []any{d.resource(depth), object{"type": "string", "format": "date-time"}, object{"type": "boolean"}}}}
	case 7, 8:
		return d.resource(depth)
	case 9:
		return object{"type": "array", "items": d.part(depth)}
	case 10:
		return object{"type": "object", "additionalProperties": d.part(depth)}
	case 11:
		first, second := d.tagged("one", depth), d.tagged("two", depth)
		return object{"oneOf": []any{first, second}}
	}
}

// tagged returns an object that a constant distinguishes.
func (d *resourceDrawer) tagged(kind string, depth int) object {
	return object{
		"type": "object", "required": []any{"kind"},
		"properties": object{"kind": object{"type": "string", "enum": []any{kind}}, "v": d.property(depth - 1)},
	}
}

// part returns the schema of an element of a list or map.
func (d *resourceDrawer) part(depth int) object {
	p := d.property(depth)
	if d.IntN(4) == 0 {
		p["nullable"] = true
	}
	return p
}

func (d *resourceDrawer) scalar() object {
	switch d.IntN(9) {
	case 8:
		return object{"enum": []any{"x", 1, true}}
	case 0:
		return object{"type": "integer"}
	case 1:
		return object{"type": "number"}
	case 2:
		return object{"type": "boolean"}
	case 3:
		return object{"type": "string", "enum": d.words()}
	case 4:
		return object{"type": "string", "format": []string{"date-time", "byte", "int64"}[d.IntN(3)]}
	case 5:
		return object{"type": "integer", "format": "int32", "enum": []any{d.IntN(3), 3 + d.IntN(3)}}
	case 6:
		return object{}
	}
	return object{"type": "string"}
}

// A use is that for which a body is drawn.
type use int

const (
	forChange  use = iota
	forElement     // of a list in a change, which replaces the list as a whole
	forCreation
	forResponse
)

// body returns a value of a schema. A change has any of its members and null for those that it removes,
// other bodies have those that are required, and only a response those that are read-only.
func (d *resourceDrawer) body(s object, of use) any {
	if s["nullable"] == true && d.IntN(4) == 0 {
		return nil
	}
	all, isUnion := s["oneOf"].([]any)
	if !isUnion {
		all, isUnion = s["anyOf"].([]any)
	}
	if isUnion {
		return d.body(all[d.IntN(len(all))].(object), of)
	}
	if all, ok := s["allOf"].([]any); ok {
		whole := object{}
		for _, part := range all {
			maps.Copy(whole, d.body(part.(object), of).(object))
		}
		if all[0].(object)["additionalProperties"] != nil {
			delete(whole, "newer")
		}
		return whole
	}
	if s["type"] == nil && s["enum"] == nil {
		return []any{"x", true, object{"deep": []any{json.Number("9007199254740993")}}}[d.IntN(3)]
	}
	if items, ok := s["items"].(object); ok {
		list := []any{}
		for range d.count(of) {
			list = append(list, d.body(items, max(of, forElement)))
		}
		return list
	}
	properties, isObject := s["properties"].(object)
	values, isOpen := s["additionalProperties"].(object)
	if !isObject && !isOpen {
		if s["enum"] != nil && s["type"] == "string" && of == forResponse && d.IntN(4) == 0 {
			return "newer"
		}
		return d.value(s)
	}
	o := object{}
	if isOpen {
		for i := range d.count(of) {
			o["key"+strconv.Itoa(i)] = d.body(values, of)
			if of == forChange && d.IntN(4) == 0 {
				o["key"+strconv.Itoa(i)] = nil // removes the entry
			}
		}
	}
	required, _ := s["required"].([]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		p := properties[name].(object)
		isDemanded := (of > forElement || name == "kind") && slices.Contains(required, any(name))
		if p["readOnly"] == true && of != forResponse || !isDemanded && d.IntN(2) == 0 {
			continue
		}
		o[name] = d.body(p, of)
		if of == forChange && name != "kind" && d.IntN(6) == 0 {
			o[name] = nil // removes the member
		}
	}
	if of == forResponse && !isOpen && isObject && d.IntN(4) == 0 {
		o["newer"] = object{"a": []any{nil, json.Number("1.50")}}
	}
	return o
}

// count returns the number of elements of a list or map. Some fields of responses do not distinguish an
// empty list from an absent one.
func (d *resourceDrawer) count(of use) int {
	if of == forResponse {
		return 1 + d.IntN(2)
	}
	return d.IntN(3)
}
