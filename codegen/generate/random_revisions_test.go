// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// TestRandomRevisions converts random revisions of documents of both formats, each with the lock and the .proto files
// of the one before. A field with the type that its name had gets the number that it had. Presence, requests and the
// items of pages do not change.
func TestRandomRevisions(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("drawn by -seed %d", *seed)
	sequences := 30
	if *all {
		sequences = 3000
	}
	for i := range sequences {
		for _, document := range []func(*rand.Rand) string{randomDiscovery, randomOpenAPI} {
			random := rand.New(rand.NewPCG(*seed, uint64(i)))
			in := generate.Input{GoImport: func(p string) string { return "example.com/" + p }, NoProof: true}
			var history []string
			published := published{make(map[string]*publishedNumbers), make(map[string]string), make(map[string]bool)}
			known := make(map[string]string)
			for range 5 {
				text := document(random)
				in.Document = generate.File{Name: "a.yaml", Data: []byte(text)}
				history = append(history, text)
				out, findings, err := generate.API(in)
				if err != nil || out == nil {
					t.Fatalf("%d: %v, %v\n%s", i, err, findings.All(), strings.Join(history, "\n"))
				}
				for _, f := range out.Descriptors {
					checkKept(t, f.Messages(), published)
				}
				for key, is := range inferred(out) {
					list, isItems := strings.CutSuffix(key, " items")
					if was, found := known[key]; found && was != is && (!isItems || was == "" || isList(out, list, was)) {
						t.Errorf("%s was %q and is %q", key, was, is)
					}
					known[key] = is
				}
				if t.Failed() {
					t.Fatalf("%d:\n%s", i, strings.Join(history, "\n"))
				}
				in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
				in.Protos = parsed(t, out.Proto)
			}
		}
	}
}

// isList reports whether the response of a method has a list.
func isList(out *generate.Output, method, list string) bool {
	services := out.Descriptors[len(out.Descriptors)-1].Services().Get(0)
	f := services.Methods().ByName(protoreflect.FullName(method).Name()).Output().Fields().ByName(protoreflect.Name(list))
	return f != nil && f.IsList()
}

// inferred returns what must not change: the numbers and the presence of fields, by name and type, the requests of
// methods, and the items of pages.
func inferred(out *generate.Output) map[string]string {
	all := make(map[string]string)
	for _, file := range out.Descriptors {
		for i := range file.Messages().Len() {
			m := file.Messages().Get(i)
			for j := range m.Fields().Len() {
				f := m.Fields().Get(j)
				all[fmt.Sprint(f.FullName(), " ", f.IsList(), f.IsMap(), f.Kind(), kindOf(f))] = fmt.Sprint(f.Number(), " ", f.HasPresence())
			}
		}
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				m := methods.Get(j)
				all[string(m.FullName())] = string(m.Input().Name())
				if paging := proto.GetExtension(m.Options(), apipb.E_Method).(*apipb.MethodRule).GetPaging(); paging != nil {
					all[string(m.FullName())+" items"] = paging.GetItems()
				}
			}
		}
	}
	return all
}

// some returns random members of a list.
func some(random *rand.Rand, all ...string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(string) bool { return random.IntN(2) == 0 })
}

func randomDiscovery(random *rand.Rand) string {
	var properties, lists, parameters []string
	for _, name := range some(random, "a", "b", "c") {
		schema := []string{
			`"type": "string"`, `"type": "string", "default": "x"`, `"type": "integer", "format": "int32"`, `"type": "boolean"`, `"type": "boolean", "default": "true"`,
			`"type": "string", "enum": ["A_UNSPECIFIED", "B"]`, `"type": "array", "items": {"type": "string"}`, `"$ref": "Space"`, `"type": "string", "format": "google-datetime"`,
		}[random.IntN(9)]
		properties = append(properties, fmt.Sprintf("%q: {%s}", name, schema))
	}
	for _, name := range some(random, "aaa", "results", "words") {
		schema := map[string]string{"aaa": `"$ref": "Result"`, "results": `"$ref": "Result"`, "words": `"type": "string"`}[name]
		lists = append(lists, fmt.Sprintf(`, %q: {"type": "array", "deprecated": %t, "items": {%s}}`, name, random.IntN(3) == 0, schema))
	}
	spaces := fmt.Sprintf(`, "spaces": {"type": "array", "deprecated": %t, "items": {"$ref": "Space"}}`, random.IntN(3) == 0)
	for _, name := range some(random, "region", "title", "extra", "a.b") {
		parameters = append(parameters, fmt.Sprintf(`, %q: {"type": "string", "location": "query"}`, name))
	}
	requests := strings.Join(some(random, `, "region": {"type": "string"}`, `, "extra": {"type": "string"}`), "")
	if random.IntN(2) == 0 { // the request is published before it has parameters, half of the time
		parameters = nil
	}
	return discoveryOf(strings.Join(properties, ", "), strings.Join(lists, "")+spaces, strings.Join(parameters, ""), requests)
}

func randomOpenAPI(random *rand.Rand) string {
	var properties, parameters []string
	for _, name := range some(random, "a", "b", "c", "d") {
		schema := []string{
			"{type: string}", "{type: string, nullable: true}", "{type: string, default: x}", "{type: string, writeOnly: true}", "{type: string, readOnly: true}",
			"{type: integer}", "{type: integer, format: int32}", "{type: integer, format: int32, minimum: 0, maximum: 4294967295}", "{type: number}",
			"{type: array, items: {type: string}}", "{type: object, additionalProperties: {type: string}}", "{type: string, enum: [A, B]}", "{type: object, properties: {x: {type: string}}}",
		}[random.IntN(13)]
		properties = append(properties, name+": "+schema)
	}
	for _, name := range some(random, "a", "q", "r") {
		parameters = append(parameters, fmt.Sprintf(", {name: %s, in: query, required: %t, schema: {type: string}}", name, random.IntN(2) == 0))
	}
	return `
openapi: 3.0.3
info: {title: Owners API, version: 1.0.0}
servers: [{url: 'https://owners.example.com'}]
paths:
  /owners/{id}:
    ` + []string{"put", "patch"}[random.IntN(2)] + `:
      operationId: setOwner
      parameters: [{name: id, in: path, required: true, schema: {type: string}}` + strings.Join(parameters, "") + `]
      requestBody: {required: ` + fmt.Sprint(random.IntN(2) == 0) + `, content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}
      responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}}
components: {schemas: {Owner: {type: object, required: [` + strings.Join(some(random, "a", "b", "c"), ", ") + `], properties: {name: {type: string}, ` + strings.Join(properties, ", ") + `}}}}
`
}
