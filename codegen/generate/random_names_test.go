// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// clashing are names that are one in proto, in JSON or in Go, that proto has for something
// else, or that are keys of ours.
var clashing = strings.Split(`a1|a_1|A1|a-1|a 1|n1|n_1|1|_1||*|**|*null|*empty|\*|\\*|[a]|[]|[|]|domainName|domain_name|domain name|DomainName|`+
	`additionalProperties|additional_properties|AdditionalProperties|nullFields|null_fields|emptyFields|values|Value|variant|Variant|body|bodyBody|`+
	`?a1|??a1|header a1|cookie a1|query_a1|queryA1|entry|a1Entry|A1Entry|option|message|reserved|repeated|true|inf|import|map|oneof|group|stream|returns|`+
	`proto_reflect|ProtoReflect|reset|Reset|String|UNSPECIFIED|a1.request|a1.body|a1.response|a1.response200|a1.response201|a1.error404|a1.responses|`+
	`a1.a1|a1.*|a1#|a1Request|A1Request|a1_request|A1Body|A1Response|a1.b|b`+"|\x00|é|日本", "|")

// titles are what packages are called after: some are words of proto.
var titles = []string{"A", "a1", "enum", "map", "message", "option", "repeated", "stream"}

// TestNamesThatClash makes documents of names that clash: all of them are in output that
// compiles, each property and parameter by its name.
func TestNamesThatClash(t *testing.T) {
	const sample = 40
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("drawn by -seed %d", *seed)
	documents := sample
	if *all {
		documents = 100 * sample
	}
	for i := range documents {
		n := namer{rand.New(rand.NewPCG(*seed, uint64(i)))}
		document := n.document()
		text, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		in := generate.Input{Document: generate.File{Name: "a.json", Data: text}, GoImport: func(p string) string { return "example.com/" + p }}
		out, findings, err := generate.API(in)
		if err != nil {
			t.Fatalf("%d: %v\n%s", i, err, text)
		}
		for _, f := range findings.All() {
			if f.Severity == finding.Error {
				t.Errorf("%d: %s [%s]", i, f.Message, f.Rule)
			}
		}
		if out == nil {
			if t.Failed() {
				t.Fatalf("%d: %s", i, text)
			}
			continue
		}
		checkPrinted(t, out)
		n.checkProperties(t, out)
		in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
		again, findings, err := generate.API(in)
		if err != nil || again == nil {
			t.Fatalf("%d: the second run: %v\n%v\n%s", i, err, findings.All(), text)
		}
		if diff := cmp.Diff(namesOf(out.Model), namesOf(again.Model)); diff != "" {
			t.Errorf("%d: the second run names differently (-first +second):\n%s", i, diff)
		}
		n.grow(document)
		if in.Document.Data, err = json.Marshal(document); err != nil {
			t.Fatal(err)
		}
		later, laterFindings, err := generate.API(in)
		if err != nil {
			t.Fatalf("%d: the later document: %v\n%s", i, err, in.Document.Data)
		}
		if later != nil {
			before, after := namesOf(out.Model), namesOf(later.Model)
			for key, name := range before {
				// A property without a field of its own changes the type of the additional properties.
				if strings.HasSuffix(key, " *") && len(messagesOf(laterFindings, finding.TypeChanged)) > 0 {
					continue
				}
				if is, ok := after[key]; ok && is != name {
					t.Errorf("%d: %s was %s and is %s\n%s", i, key, name, is, in.Document.Data)
				}
			}
		}
		if t.Failed() {
			t.Fatalf("%d: %s", i, text)
		}
	}
}

// TestPackagesOfKeywords calls a package, and all that is in it, like a word of proto.
func TestPackagesOfKeywords(t *testing.T) {
	for word := range strings.FieldsSeq("enum extend group import map message oneof option optional package repeated reserved returns rpc service stream true") {
		text := strings.ReplaceAll(`{openapi: 3.0.3, info: {title: WORD, version: "1"}, servers: [{url: "https://a.example.com"}],
paths: {/a: {post: {operationId: WORD, parameters: [{name: WORD, in: query, schema: {type: string, enum: [WORD]}}],
 requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/WORD'}}}},
 responses: {200: {description: "", content: {application/json: {schema: {$ref: '#/components/schemas/WORD'}}}}}}}},
components: {schemas: {WORD: {type: object, properties: {WORD: {$ref: '#/components/schemas/WORD'}, a: {type: object, properties: {WORD: {$ref: '#/components/schemas/WORD'}}}}}}}}`, "WORD", word)
		out, findings, err := generate.API(generate.Input{
			Document: generate.File{Name: "a.yaml", Data: []byte("# YAML\n" + text)}, GoImport: func(p string) string { return "example.com/" + p },
		})
		if err != nil || out == nil {
			t.Fatalf("%s: %v, %v", word, findings.All(), err)
		}
		checkPrinted(t, out)
	}
}

// namesOf returns what all messages and fields are called, and their numbers, by their keys.
func namesOf(api *model.API) map[string]string {
	all := make(map[string]string)
	api.Walk(func(m *model.Message) {
		all[m.Key] = m.Path()
		for _, f := range m.Fields {
			all[m.Key+" "+f.Key] = fmt.Sprint(f.Name, " ", f.Number)
		}
	})
	return all
}

// namer makes random documents.
type namer struct{ *rand.Rand }

func (n namer) name() string { return clashing[n.IntN(len(clashing))] }

func (n namer) document() map[string]any {
	schemas := map[string]any{"b": map[string]any{"type": "object", "properties": map[string]any{"x": map[string]any{"type": "string"}}}}
	for range 1 + n.IntN(6) {
		schemas[n.name()] = n.object(0)
	}
	paths := make(map[string]any)
	for i := range 1 + n.IntN(4) {
		o := map[string]any{
			"operationId": n.name(),
			"responses": map[string]any{
				"200": n.content(), "201": n.content(), "404": n.content(),
			},
			"requestBody": n.content(),
		}
		path := fmt.Sprintf("/p%d", i)
		var parameters []any
		for range n.IntN(6) {
			in := []string{"path", "query", "header", "cookie"}[n.IntN(4)]
			name := n.name()
			if in == "path" && (name == "" || strings.ContainsAny(name, "*?\x00") || strings.Contains(path, "{"+name+"}")) {
				continue
			}
			if in == "path" {
				path += "/{" + name + "}"
			}
			if name != "" {
				parameters = append(parameters, map[string]any{"name": name, "in": in, "required": in == "path", "schema": map[string]any{"type": "string"}})
			}
		}
		o["parameters"] = parameters
		paths[path] = map[string]any{"post": o}
	}
	return map[string]any{
		"openapi": "3.0.3", "info": map[string]any{"title": titles[n.IntN(len(titles))], "version": "1"}, "servers": []any{map[string]any{"url": "https://a.example.com"}},
		"paths": paths, "components": map[string]any{"schemas": schemas},
	}
}

// grow gives the schemas of a document more properties.
func (n namer) grow(document map[string]any) {
	for _, s := range document["components"].(map[string]any)["schemas"].(map[string]any) {
		for range n.IntN(3) {
			properties := s.(map[string]any)["properties"].(map[string]any)
			if name := n.name(); properties[name] == nil {
				properties[name] = n.schema(1)
			}
		}
	}
}

func (n namer) content() map[string]any {
	mediaType := []string{"application/json", "application/json", "application/x-www-form-urlencoded", "multipart/form-data"}[n.IntN(4)]
	return map[string]any{"description": "", "content": map[string]any{mediaType: map[string]any{"schema": n.object(0)}}}
}

func (n namer) object(depth int) map[string]any {
	properties := make(map[string]any)
	for range n.IntN(5) {
		properties[n.name()] = n.schema(depth + 1)
	}
	s := map[string]any{"type": "object", "properties": properties}
	if n.IntN(4) == 0 {
		s["additionalProperties"] = n.schema(depth + 1)
	}
	return s
}

func (n namer) schema(depth int) map[string]any {
	kinds := 8
	if depth > 2 {
		kinds = 4
	}
	switch n.IntN(kinds) {
	case 0:
		return map[string]any{"type": "string", "nullable": n.IntN(2) == 0}
	case 1:
		return map[string]any{"type": "string", "enum": []any{n.name(), n.name(), "x"}}
	case 2:
		return map[string]any{"$ref": "#/components/schemas/b"}
	case 3:
		return map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
	case 4:
		return map[string]any{"type": "array", "items": n.schema(depth + 1)}
	case 5:
		return map[string]any{"type": "object", "additionalProperties": n.schema(depth + 1)}
	case 6:
		return map[string]any{"oneOf": []any{n.schema(depth + 1), n.schema(depth + 1), map[string]any{"type": "integer"}}}
	}
	return n.object(depth)
}

// checkProperties looks for the properties of the document's schemas in the output.
func (n namer) checkProperties(t *testing.T, out *generate.Output) {
	t.Helper()
	messages := make(map[string]protoreflect.MessageDescriptor)
	for _, f := range out.Descriptors {
		for i := range f.Messages().Len() {
			m := f.Messages().Get(i)
			messages[string(m.Name())] = m
			if rule, _ := proto.GetExtension(m.Options(), apipb.E_Message).(*apipb.MessageRule); rule.GetSchema() != "" {
				messages[rule.GetSchema()] = m
			}
		}
	}
	for _, s := range out.Document.Schemas {
		m := messages[s.Name]
		if m == nil || len(s.Properties) == 0 {
			continue
		}
		for _, p := range s.Properties {
			f := m.Fields().ByJSONName(p.Name)
			if rule, _ := proto.GetExtension(optionsOf(f), apipb.E_Field).(*apipb.FieldRule); f == nil || rule.GetJsonAdditional() || rule.GetJsonNulls() {
				t.Errorf("the property %q of %q has no field of its own", p.Name, s.Name)
			}
		}
	}
}

func optionsOf(f protoreflect.FieldDescriptor) proto.Message {
	if f == nil {
		return nil
	}
	return f.Options()
}
