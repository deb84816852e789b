// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package change_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/published"
)

var (
	all  = flag.Bool("all", false, "make more random edits")
	seed = flag.Uint64("seed", 1, "the seed of random edits")
)

const shop = `{
  "openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "servers": [{"url": "https://shop.example.com/v1"}],
  "security": [{"key": []}],
  "paths": {
    "/items": {
      "get": {"operationId": "listItems", "tags": ["items"], "parameters": [
          {"name": "color", "in": "query", "schema": {"type": "string", "enum": ["red", "blue"]}},
          {"name": "limit", "in": "query", "schema": {"type": "integer", "format": "int32", "maximum": 100}},
          {"name": "cursor", "in": "query", "schema": {"type": "string"}},
          {"name": "ids", "in": "query", "style": "form", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}},
          {"name": "X-Trace", "in": "header", "schema": {"type": "string"}}],
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ItemList"}}}},
          "404": {"description": "none", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}},
      "post": {"operationId": "createItem", "tags": ["items"], "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}},
        "responses": {"201": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}}}},
    "/items/{id}": {
      "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
      "get": {"operationId": "getItem", "tags": ["items"],
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}}},
      "patch": {"operationId": "updateItem", "tags": ["items"], "requestBody": {"content": {"application/merge-patch+json": {"schema": {"$ref": "#/components/schemas/Item"}}}},
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}}},
      "delete": {"operationId": "deleteItem", "tags": ["items"], "responses": {"204": {"description": "gone"}}}},
    "/orders": {
      "post": {"operationId": "placeOrder", "tags": ["orders"], "requestBody": {"required": true, "content": {"application/json": {"schema": {
          "type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}, "note": {"type": ["string", "null"]}, "pay": {"$ref": "#/components/schemas/Payment"}}}}}},
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}}}}
  },
  "components": {
    "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}, "token": {"type": "http", "scheme": "bearer"}},
    "schemas": {
      "Item": {"type": "object", "required": ["name"], "properties": {
        "id": {"type": "string", "readOnly": true}, "name": {"type": "string"}, "price": {"type": "number"}, "stock": {"type": "integer"},
        "color": {"type": "string", "enum": ["red", "blue"]}, "tags": {"type": "array", "items": {"type": "string"}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}}, "size": {"$ref": "#/components/schemas/Size"},
        "created": {"type": "string", "format": "date-time"}, "secret": {"type": "string", "writeOnly": true}, "rating": {"type": ["integer", "null"]}}},
      "ItemList": {"type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}, "cursor": {"type": "string"}}},
      "Size": {"type": "object", "properties": {"width": {"type": "integer", "format": "int32"}, "height": {"type": "integer", "format": "int32"}}},
      "Line": {"type": "object", "properties": {"item": {"type": "string"}, "count": {"type": "integer", "format": "int32"}}},
      "Order": {"type": "object", "required": ["id", "lines"], "properties": {"id": {"type": "string"}, "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
        "state": {"type": "string", "enum": ["open", "paid", "sent"]}, "total": {"type": "number"}}},
      "Payment": {"oneOf": [{"$ref": "#/components/schemas/Card"}, {"$ref": "#/components/schemas/Transfer"}], "discriminator": {"propertyName": "kind"}},
      "Card": {"type": "object", "required": ["kind", "number"], "properties": {"kind": {"type": "string"}, "number": {"type": "string"}}},
      "Transfer": {"type": "object", "required": ["kind", "iban"], "properties": {"kind": {"type": "string"}, "iban": {"type": "string"}}},
      "Problem": {"type": "object", "properties": {"code": {"type": "integer"}, "message": {"type": "string"}}}
    }
  }
}`

// TestRandomChanges makes random edits of a document, several releases in a row. A program that uses every
// declaration of a release must compile with the next one exactly if the verdict for Go is not major. Numbers and
// their types must never change, and an edit that only adds must not stop a run or break anything.
func TestRandomChanges(t *testing.T) {
	c := newCompiler(t)
	histories := 12
	if *all {
		histories = 300
	}
	majors := 0
	for i := range histories {
		random := rand.New(rand.NewPCG(*seed, uint64(i)))
		e := &editor{Rand: random, document: parseJSON(t, shop)}
		before := convertShop(t, e.document, nil)
		if before == nil {
			t.Fatal("the document is not converted")
		}
		for range 4 {
			var names []string
			adds := true
			for range 1 + random.IntN(3) {
				name, isAddition := e.edit()
				names = append(names, name)
				adds = adds && isAddition
			}
			after := convertShop(t, e.document, before.Lock)
			if after == nil {
				t.Errorf("history %d: %q: the document is not converted", i, names)
				break
			}
			changes, err := published.Compare(t.Context(), files(before), files(after))
			if err != nil {
				t.Fatal(err)
			}
			verdict := published.Sum(changes)
			if adds && verdict.Highest() == compare.Major {
				t.Errorf("history %d: %q only add, but the verdict is %+v: %v", i, names, verdict, worst(changes))
			}
			if err := c.compile(consumer(c.packages(t, before.Go)), c.packages(t, after.Go)); (err != nil) != (verdict.Go == compare.Major) {
				t.Errorf("history %d: %q: the verdict for Go is %s, but compiling the consumer: %v: %v", i, names, verdict.Go, err, worst(changes))
			}
			if verdict.Go == compare.Major {
				majors++
			}
			before = after
		}
	}
	if 2*majors < histories {
		t.Errorf("only %d of %d changes broke programs", majors, 4*histories)
	}
}

func worst(changes []published.Change) []string {
	var lines []string
	for _, c := range changes {
		if c.Highest() == compare.Major {
			lines = append(lines, fmt.Sprintf("%s/%s/%s %s: %s", c.Go, c.Wire, c.Requests, c.Element, c.Message))
		}
	}
	return lines
}

func convertShop(t *testing.T, document map[string]any, lock []byte) *generate.Output {
	t.Helper()
	text, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	in := generate.Input{
		Document:     generate.File{Name: "shop.json", Data: text},
		ProtoPackage: "shop.v1",
		GoImport:     func(string) string { return "example.com/gen/shop/v1" },
		NoProof:      true,
	}
	if lock != nil {
		in.Lock = generate.File{Name: "numbers.lock.yaml", Data: lock}
	}
	out, findings, err := generate.API(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings.All() {
		if f.Severity == finding.Error {
			t.Log(f.Position, f.Message)
		}
	}
	return out
}

func parseJSON(t *testing.T, text string) map[string]any {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	return document
}

// An editor makes random edits of a document.
type editor struct {
	*rand.Rand
	document map[string]any
	made     int
}

type object = map[string]any

// at returns the object at a path.
func (e *editor) at(path ...string) object {
	value := e.document
	for _, name := range path {
		value, _ = value[name].(object)
	}
	return value
}

func pick[V any](e *editor, m map[string]V) string {
	names := slices.Sorted(maps.Keys(m))
	if len(names) == 0 {
		return ""
	}
	return names[e.IntN(len(names))]
}

// schema returns a random schema with properties, and its name.
func (e *editor) schema() (string, object) {
	for {
		name := pick(e, e.at("components", "schemas"))
		if s := e.at("components", "schemas", name); s["properties"] != nil && len(s["properties"].(object)) > 0 {
			return name, s
		}
	}
}

func (e *editor) operation() (path, verb string, operation object) {
	for {
		path = pick(e, e.at("paths"))
		verb = pick(e, e.at("paths", path))
		if operation = e.at("paths", path, verb); operation["operationId"] != nil {
			return path, verb, operation
		}
	}
}

func (e *editor) fresh() string {
	e.made++
	return fmt.Sprint([]string{"extra", "Item", "items", "name", "newThing", "shopItem", "value", "id"}[e.IntN(8)], e.made)
}

// taken returns a name that something in the document may have.
func (e *editor) taken() string {
	return []string{"name", "null_fields", "createItemRequest", "item", "Items", "id", "pay", "cursor", "RED", "Item", "listItems"}[e.IntN(11)]
}

func (e *editor) newSchema() object {
	kinds := []object{
		{"type": "string"}, {"type": "integer"}, {"type": "integer", "format": "int32"}, {"type": "number"}, {"type": "boolean"},
		{"type": "string", "format": "date-time"}, {"type": "string", "enum": []any{"a", "b"}}, {"type": []any{"string", "null"}},
		{"type": "array", "items": object{"type": "string"}}, {"$ref": "#/components/schemas/Size"}, {"type": "array", "items": object{"$ref": "#/components/schemas/Line"}},
		{"type": "object", "additionalProperties": object{"type": "integer"}}, {"type": "string", "default": "x"},
	}
	return kinds[e.IntN(len(kinds))]
}

// edit makes a random edit. It returns its description, and whether it only adds something.
func (e *editor) edit() (name string, isAddition bool) {
	switch e.IntN(22) {
	case 0, 1:
		schema, s := e.schema()
		name := e.fresh()
		s["properties"].(object)[name] = e.newSchema()
		return "property added: " + schema + "." + name, true
	case 2:
		schema, s := e.schema()
		name := e.taken()
		if _, exists := s["properties"].(object)[name]; exists {
			return "nothing", true
		}
		s["properties"].(object)[name] = e.newSchema()
		return "property with a taken name added: " + schema + "." + name, true
	case 3:
		schema, s := e.schema()
		name := pick(e, s["properties"].(object))
		delete(s["properties"].(object), name)
		if required, ok := s["required"].([]any); ok {
			s["required"] = slices.DeleteFunc(slices.Clone(required), func(r any) bool { return r == name })
		}
		return "property removed: " + schema + "." + name, false
	case 4:
		schema, s := e.schema()
		name := pick(e, s["properties"].(object))
		s["properties"].(object)[name] = e.newSchema()
		return "type changed: " + schema + "." + name, false
	case 5:
		schema, s := e.schema()
		name := pick(e, s["properties"].(object))
		renamed := e.fresh()
		s["properties"].(object)[renamed] = s["properties"].(object)[name]
		delete(s["properties"].(object), name)
		return "property renamed: " + schema + "." + name, false
	case 6:
		schema, s := e.schema()
		name := pick(e, s["properties"].(object))
		required, _ := s["required"].([]any)
		if slices.Contains(required, any(name)) {
			s["required"] = slices.DeleteFunc(slices.Clone(required), func(r any) bool { return r == name })
		} else {
			s["required"] = append(slices.Clone(required), name)
		}
		return "required or not: " + schema + "." + name, false
	case 7:
		name := e.fresh()
		e.at("paths")["/"+name] = object{"get": object{"operationId": "get" + name, "tags": []any{"items"},
			"responses": object{"200": object{"description": "ok", "content": object{"application/json": object{"schema": e.newSchema()}}}}}}
		return "operation added: get" + name, true
	case 8:
		name := e.taken()
		path := "/" + e.fresh()
		id := []string{"list_items", "ListItems", "items", "getItem2", name}[e.IntN(5)]
		e.at("paths")[path] = object{"get": object{"operationId": id, "tags": []any{"items"},
			"responses": object{"200": object{"description": "ok", "content": object{"application/json": object{"schema": e.newSchema()}}}}}}
		return "operation with a taken name added: " + id + " " + path, true
	case 9:
		path, verb, _ := e.operation()
		if len(e.at("paths")) < 3 {
			return "nothing", true
		}
		delete(e.at("paths", path), verb)
		if rest := e.at("paths", path); len(rest) == 0 || len(rest) == 1 && rest["parameters"] != nil {
			delete(e.at("paths"), path)
		}
		return "operation removed: " + verb + " " + path, false
	case 10:
		path, verb, o := e.operation()
		o["operationId"] = "do" + e.fresh()
		return "operation renamed: " + verb + " " + path, false
	case 11, 12:
		path, verb, o := e.operation()
		parameters, _ := o["parameters"].([]any)
		name := []string{e.fresh(), e.taken()}[e.IntN(2)]
		for _, p := range parameters {
			if p.(object)["name"] == name {
				return "nothing", true
			}
		}
		schemas := []object{{"type": "string"}, {"type": "integer", "format": "int32"}, {"type": "array", "items": object{"type": "string"}}}
		o["parameters"] = append(slices.Clone(parameters), object{"name": name, "in": []string{"query", "header"}[e.IntN(2)], "schema": schemas[e.IntN(3)]})
		return "parameter added: " + verb + " " + path + " " + name, true
	case 13:
		path, verb, o := e.operation()
		parameters, _ := o["parameters"].([]any)
		if len(parameters) == 0 {
			return "nothing", true
		}
		i := e.IntN(len(parameters))
		o["parameters"] = slices.Delete(slices.Clone(parameters), i, i+1)
		return "parameter removed: " + verb + " " + path, false
	case 14:
		name := []string{e.fresh(), "ListItemsRequest", "ItemsService", "CreateItemRequest", "Item_"}[e.IntN(5)]
		e.at("components", "schemas")[name] = object{"type": "object", "properties": object{"a": e.newSchema()}}
		schema, s := e.schema()
		s["properties"].(object)["of"+name] = object{"$ref": "#/components/schemas/" + name}
		return "schema added: " + name + " in " + schema, true
	case 15:
		for schema, s := range e.at("components", "schemas") {
			properties, _ := s.(object)["properties"].(object)
			for name, p := range properties {
				if values, ok := p.(object)["enum"].([]any); ok && e.IntN(2) == 0 {
					p.(object)["enum"] = append(slices.Clone(values), []string{"new", "RED", "open2", "unspecified", strings.ToUpper(name)}[e.IntN(5)]+fmt.Sprint(len(values)))
					return "enum value added: " + schema + "." + name, true
				}
			}
		}
		return "nothing", true
	case 16:
		_, s := e.schema()
		for name, p := range s["properties"].(object) {
			if values, ok := p.(object)["enum"].([]any); ok && len(values) > 1 {
				p.(object)["enum"] = values[1:]
				return "enum value removed: " + name, false
			}
		}
		return "nothing", true
	case 17:
		schema, s := e.schema()
		name := pick(e, s["properties"].(object))
		if p := s["properties"].(object)[name].(object); p["$ref"] == nil {
			p["deprecated"], p["description"] = true, "Some text."
		}
		return "deprecated: " + schema + "." + name, true
	case 18:
		_, _, o := e.operation()
		o["security"] = [][]any{{object{"key": []any{}}}, {object{"key": []any{}}, object{"token": []any{}}}, {object{"token": []any{}}}}[e.IntN(3)]
		return "security", false
	case 19:
		schema, s := e.schema()
		name := pick(e, s["properties"].(object))
		if p := s["properties"].(object)[name].(object); p["type"] == "string" && p["enum"] == nil {
			if p["default"] == nil {
				p["default"] = "x"
			} else {
				delete(p, "default")
			}
		}
		return "default: " + schema + "." + name, true
	case 20:
		path := pick(e, e.at("paths"))
		e.at("paths")["/v9"+path] = e.at("paths", path)
		delete(e.at("paths"), path)
		return "path moved: " + path, false
	default:
		payment := e.at("components", "schemas", "Payment")
		alternatives, _ := payment["oneOf"].([]any)
		name := e.fresh()
		e.at("components", "schemas")["Pay"+name] = object{"type": "object", "required": []any{"kind", name}, "properties": object{"kind": object{"type": "string"}, name: object{"type": "string"}}}
		payment["oneOf"] = append(slices.Clone(alternatives), object{"$ref": "#/components/schemas/Pay" + name})
		return "alternative added: " + name, true
	}
}
