// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package hostile_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/accounting"
	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/jsontree"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/read"
)

// The limits for a document are allocated bytes for each element of the document and of the output.
// They hardly depend on the machine.
const (
	allocatedAtAll   = 24 << 20
	allocatedForEach = 96 << 10 // a JSON value, a message, a field or an enum value
	writtenAtAll     = 200 << 10
	writtenForEach   = 16 << 10
)

// TestRecursiveDocuments generates random documents whose schemas refer to each other, and into
// each other, in every way that the formats allow. Each must be converted to code that compiles,
// with limited work. A document may be refused only because of the size of its expansion.
func TestRecursiveDocuments(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("generated with -seed %d", *seed)
	documents := 100
	if *all {
		documents = 20_000
	}
	types := newTypeChecker(exports(t))
	var worst struct {
		name      string
		allocated int
	}
	refused, made := make(map[string]int), 0
	for i := range documents {
		random := rand.New(rand.NewPCG(*seed, uint64(i)))
		name, text := newRecursiveDocument(random, i%4 == 3)
		name = fmt.Sprintf("%s %d", name, i)
		if *only != "" && *only != name {
			continue
		}
		r := tryRecursive(t, name, text, types)
		if r.rule != "" {
			refused[r.rule]++
		} else {
			made++
		}
		if each := r.allocated / r.size; each > worst.allocated {
			worst.name, worst.allocated = name, each
		}
		if t.Failed() {
			file := filepath.Join(os.TempDir(), "recursive.json")
			t.Fatalf("-only %q (%s): %v", name, file, os.WriteFile(file, text, 0o666))
		}
	}
	t.Logf("%d converted, refused: %v; %s took most for its size, %d kB per element", made, refused, worst.name, worst.allocated>>10)
	if *only == "" && made < documents*9/10 {
		t.Errorf("only %d of %d documents are converted", made, documents)
	}
}

type recursiveResult struct {
	rule      string // the rule of the error, if the document is refused
	size      int    // the number of elements of the document and of the output
	allocated int
}

func tryRecursive(t *testing.T, name string, text []byte, types *typeChecker) (r recursiveResult) {
	hanging := time.AfterFunc(maxTime, func() {
		file := filepath.Join(os.TempDir(), "recursive.json")
		panic(fmt.Sprintf("%s does not end (%s): %v", name, file, os.WriteFile(file, text, 0o666)))
	})
	defer hanging.Stop()
	defer func() {
		if problem := recover(); problem != nil {
			stack := make([]byte, 4096)
			t.Errorf("%s: panic: %v\n%s", name, problem, stack[:runtime.Stack(stack, false)])
		}
	}()
	root, _ := jsontree.Parse("document.json", text)
	r.size = root.Size()
	before := allocated()
	out, findings, err := generate.API(input(text))
	r.allocated = allocated() - before
	if err != nil {
		t.Errorf("%s: no finding, but %.1000v", name, err)
		return r
	}
	if out == nil {
		for _, f := range findings.All() {
			if f.Severity == finding.Error {
				r.rule = f.Rule
				if f.Rule != finding.Expansion.Name && f.Rule != finding.ReferenceCycle.Name || f.Position.Line == 0 {
					t.Errorf("%s: %v: %s [%s]", name, f.Position, f.Message, f.Rule)
				}
			}
		}
		return r
	}
	out.Model.Walk(func(m *model.Message) { r.size += 1 + len(m.Fields) })
	out.Model.WalkEnums(func(e *model.Enum) { r.size += len(e.Values) })
	written := 0
	for _, f := range slices.Concat(out.Proto, out.Go) {
		written += len(f.Data)
	}
	if most := allocatedAtAll + allocatedForEach*r.size; r.allocated > most {
		t.Errorf("%s: %d bytes were allocated for %d values, messages and fields", name, r.allocated, r.size)
	}
	if most := writtenAtAll + writtenForEach*r.size; written > most {
		t.Errorf("%s: %d bytes were written for %d values, messages and fields", name, written, r.size)
	}
	for _, problem := range append(compileProblems(out), types.problems(out)...) {
		t.Errorf("%s: %s", name, problem)
	}
	again := input(text)
	again.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
	if _, found := numbers.Read(again.Lock.Name, again.Lock.Data); found.HasErrors() {
		t.Errorf("%s: the lock cannot be read: %.1000v", name, found.All())
	}
	if second, findings, err := generate.API(again); err != nil || second == nil {
		t.Errorf("%s: the document is refused with its own lock: %v %.1000v", name, err, findings.All())
	} else if diff := cmp.Diff(protoText(out), protoText(second)); diff != "" {
		t.Errorf("%s: the output differs with its own lock (-first +second):\n%.2000s", name, diff)
	}
	// These are other stages that follow references.
	accounting.Count(out.Document, out.Descriptors)
	old, _ := read.Document("old.json", text)
	changed, _ := read.Document("new.json", []byte(strings.Replace(string(text), `"string"`, `"boolean"`, 1)))
	compare.Documents(old, changed)
	return r
}

func protoText(out *generate.Output) string {
	var text strings.Builder
	for _, f := range out.Proto {
		text.Write(f.Data)
	}
	return text.String()
}

func allocated() int {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return int(sample[0].Value.Uint64())
}

// A recursiveDocument generates a random document.
type recursiveDocument struct {
	*rand.Rand
	discovery bool
	v31, v2   bool
	names     []string         // the names of schemas
	refs      []map[string]any // without a target yet
}

func newRecursiveDocument(random *rand.Rand, discovery bool) (name string, text []byte) {
	d := &recursiveDocument{Rand: random, discovery: discovery}
	d.v31 = !discovery && d.IntN(3) == 0
	d.v2 = !discovery && !d.v31 && d.IntN(4) == 0
	for i := range 1 + d.IntN(6) {
		d.names = append(d.names, []string{"Alpha", "Beta", "Variant", "List", "foo", "FooEntry", "Items"}[i])
	}
	schemas := make(map[string]any)
	for _, name := range d.names {
		schemas[name] = d.schema(3)
	}
	root := make(map[string]any)
	switch {
	case discovery:
		name = "discovery"
		root["kind"], root["name"], root["version"], root["rootUrl"] = "discovery#restDescription", "tiny", "v1", "https://tiny.example.com/"
		root["schemas"] = schemas
		root["resources"] = map[string]any{"things": map[string]any{"methods": d.methods()}}
	case d.v2:
		name = "Swagger 2.0"
		root["swagger"], root["info"] = "2.0", map[string]any{"title": "Tiny", "version": "1"}
		root["host"], root["definitions"], root["paths"] = "tiny.example.com", schemas, d.paths()
	default:
		name = "OpenAPI"
		root["openapi"], root["info"] = "3.0.3", map[string]any{"title": "Tiny", "version": "1"}
		if d.v31 {
			root["openapi"] = "3.1.0"
		}
		root["servers"] = []any{map[string]any{"url": "https://tiny.example.com"}}
		root["components"] = map[string]any{"schemas": schemas}
		root["paths"] = d.paths()
	}
	d.lead(root, schemas)
	text, err := json.Marshal(root)
	if err != nil {
		panic(err)
	}
	return name, text
}

// lead sets the targets of references: most are named schemas, some are any place with a schema.
func (d *recursiveDocument) lead(root, schemas map[string]any) {
	folder := "#/components/schemas"
	if d.v2 {
		folder = "#/definitions"
	}
	var places []string
	var find func(value any, pointer string)
	find = func(value any, pointer string) {
		object, ok := value.(map[string]any)
		if !ok {
			return
		}
		if _, isReference := object["$ref"]; !isReference {
			places = append(places, pointer)
		}
		for _, key := range sortedKeys(object) {
			switch inner := object[key].(type) {
			case map[string]any:
				if key == "properties" {
					for _, name := range sortedKeys(inner) {
						find(inner[name], pointer+"/properties/"+name)
					}
				} else if key != "discriminator" {
					find(inner, pointer+"/"+key)
				}
			case []any:
				if key != "enum" && key != "required" && key != "type" {
					for i, e := range inner {
						find(e, pointer+"/"+key+"/"+strconv.Itoa(i))
					}
				}
			}
		}
	}
	for _, name := range d.names {
		find(schemas[name], folder+"/"+name)
	}
	for _, reference := range d.refs {
		switch {
		case d.discovery:
			reference["$ref"] = d.name()
		case len(places) > 0 && d.IntN(4) == 0:
			reference["$ref"] = places[d.IntN(len(places))]
		default:
			reference["$ref"] = folder + "/" + d.name()
		}
	}
}

func (d *recursiveDocument) name() string { return d.names[d.IntN(len(d.names))] }

func (d *recursiveDocument) reference() map[string]any {
	reference := map[string]any{"$ref": ""}
	d.refs = append(d.refs, reference)
	return reference
}

var propertyNames = []string{"a", "b", "kind", "values", "list", "variant", "foo", "fooEntry", "Foo", "id", "next"}

// schema returns a schema with a limited depth.
func (d *recursiveDocument) schema(levels int) map[string]any {
	if levels == 0 || d.IntN(10) < 3 {
		if d.IntN(3) > 0 {
			return d.reference()
		}
		return d.scalar()
	}
	s := make(map[string]any)
	switch d.IntN(10) {
	case 0, 1, 2, 3:
		d.object(s, levels)
	case 4, 5:
		s["type"], s["items"] = "array", d.schema(levels-1)
	case 6:
		s["type"], s["additionalProperties"] = "object", d.schema(levels-1)
	default:
		if d.discovery {
			d.object(s, levels)
			break
		}
		d.combined(s, levels)
	}
	if !d.discovery {
		d.annotate(s, levels)
	}
	return s
}

func (d *recursiveDocument) object(s map[string]any, levels int) {
	properties := make(map[string]any)
	var required []any
	for range 1 + d.IntN(3) {
		name := propertyNames[d.IntN(len(propertyNames))]
		properties[name] = d.schema(levels - 1)
		if d.IntN(3) == 0 && !slices.Contains(required, any(name)) {
			required = append(required, name)
		}
	}
	s["type"], s["properties"] = "object", properties
	if len(required) > 0 && !d.discovery {
		s["required"] = required
	}
	if d.IntN(5) == 0 {
		s["additionalProperties"] = d.schema(levels - 1)
	}
}

func (d *recursiveDocument) combined(s map[string]any, levels int) {
	member := []string{"allOf", "anyOf", "oneOf"}[d.IntN(3)]
	if d.v2 {
		member = "allOf"
	}
	var parts []any
	for range 1 + d.IntN(3) {
		parts = append(parts, d.schema(levels-1))
	}
	s[member] = parts
	if d.IntN(3) == 0 {
		d.object(s, levels)
	}
	if member != "allOf" && d.IntN(3) == 0 {
		s["discriminator"] = map[string]any{"propertyName": "kind", "mapping": map[string]any{"x": "#/components/schemas/" + d.name(), "y": d.name()}}
	}
}

func (d *recursiveDocument) annotate(s map[string]any, levels int) {
	if d.IntN(6) == 0 {
		s["description"] = "Something.\n\n- of itself"
	}
	switch {
	case d.IntN(8) > 0 || d.v2:
	case d.v31:
		if kind, ok := s["type"]; ok {
			s["type"] = []any{kind, []string{"null", "string", "array", "object"}[d.IntN(4)]}
		}
	default:
		s["nullable"] = true
	}
	if d.IntN(12) == 0 {
		s["not"] = d.schema(levels - 1)
	}
}

func (d *recursiveDocument) scalar() map[string]any {
	kinds := []map[string]any{
		{"type": "string"}, {"type": "integer"}, {"type": "number"}, {"type": "boolean"}, {},
		{"type": "string", "enum": []any{"a", "A", "b"}}, {"type": "string", "format": "date-time"}, {"type": "object"},
	}
	return kinds[d.IntN(len(kinds))]
}

// parameterNames are nested names, and names that bodies also use.
var parameterNames = []string{"a", "a.b", "a.b.c", "kind", "foo", "body", "body.a"}

func (d *recursiveDocument) paths() map[string]any {
	paths := make(map[string]any)
	for i := range d.IntN(4) {
		operation := map[string]any{"responses": map[string]any{"200": d.response(), "default": d.response()}}
		if d.IntN(2) == 0 {
			operation["operationId"] = d.name()
		}
		if d.IntN(2) == 0 {
			operation["tags"] = []any{d.name()}
		}
		var parameters []any
		names := slices.Clone(parameterNames)
		d.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		for _, name := range names[:d.IntN(len(names))] {
			p := map[string]any{"name": name, "in": []string{"query", "header"}[d.IntN(2)]}
			if d.v2 {
				p["type"] = "string"
			} else {
				p["schema"] = d.schema(1)
			}
			parameters = append(parameters, p)
		}
		method := []string{"get", "post", "put", "patch"}[d.IntN(4)]
		switch {
		case method == "get":
		case d.v2:
			parameters = append(parameters, map[string]any{"name": "body", "in": "body", "schema": d.schema(2)})
		default:
			media := []string{"application/json", "application/x-www-form-urlencoded", "multipart/form-data"}[d.IntN(3)]
			operation["requestBody"] = map[string]any{"content": map[string]any{media: map[string]any{"schema": d.schema(2)}}}
		}
		if len(parameters) > 0 {
			operation["parameters"] = parameters
		}
		path := "/things" + strconv.Itoa(i)
		if d.IntN(3) == 0 {
			path += "/{id}"
			p := map[string]any{"name": "id", "in": "path", "required": true}
			if d.v2 {
				p["type"] = "string"
			} else {
				p["schema"] = map[string]any{"type": "string"}
			}
			operation["parameters"] = append(parameters, p)
		}
		paths[path] = map[string]any{method: operation}
	}
	return paths
}

func (d *recursiveDocument) response() map[string]any {
	response := map[string]any{"description": "Done."}
	switch {
	case d.IntN(4) == 0:
	case d.v2:
		response["schema"] = d.schema(2)
	default:
		response["content"] = map[string]any{"application/json": map[string]any{"schema": d.schema(2)}}
	}
	return response
}

func (d *recursiveDocument) methods() map[string]any {
	methods := make(map[string]any)
	for i := range d.IntN(4) {
		name := "do" + strconv.Itoa(i)
		methods[name] = map[string]any{
			"id": "tiny.things." + name, "httpMethod": "POST", "path": "v1/" + name,
			"request": map[string]any{"$ref": d.name()}, "response": map[string]any{"$ref": d.name()},
			"parameters": map[string]any{"a.b": map[string]any{"type": "string", "location": "query"}, "a": map[string]any{"type": "string", "location": "query"}},
		}
	}
	return methods
}
