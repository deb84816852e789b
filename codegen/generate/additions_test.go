// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/overlay"
)

// library is a discovery document with an overlay that combines its services, and in which names are near
// each other.
const (
	library = `{
kind: discovery#restDescription, name: library, version: v1, revision: "20260101", rootUrl: "https://library.example.com/", servicePath: "",
schemas: {
 Book: {id: Book, type: object, properties: {name: {type: string}, isbn: {type: string}, ean: {type: string},
  kind: {type: string, enum: [KIND_UNSPECIFIED, NOVEL, POEM]}, details: {$ref: BookDetails}, labels: {type: object, additionalProperties: {type: string}}}},
 BookDetails: {id: BookDetails, type: object, properties: {pages: {type: integer, format: int32}, kind: {type: string, enum: [KIND_UNSPECIFIED, NOVEL, POEM]}}},
 Cover: {id: Cover, type: object, properties: {color: {$ref: CardsColor}, price: {type: number}}},
 CardsColor: {id: CardsColor, type: object, properties: {red: {type: number}}},
 ListBooksResponse: {id: ListBooksResponse, type: object, properties: {books: {type: array, items: {$ref: Book}}, nextPageToken: {type: string}}},
 SearchBooksRequest: {id: SearchBooksRequest, type: object, properties: {query: {type: string}, pageToken: {type: string}}}},
resources: {shelves: {methods: {
  get: {id: library.shelves.get, httpMethod: GET, path: "v1/{+name}", flatPath: "v1/shelves/{shelvesId}", parameters: {name: {type: string, location: path, required: true, pattern: "^shelves/[^/]+$"}}, parameterOrder: [name], response: {$ref: Cover}}},
 resources: {books: {methods: {
  list: {id: library.shelves.books.list, httpMethod: GET, path: "v1/{+parent}/books", flatPath: "v1/shelves/{shelvesId}/books", parameters: {parent: {type: string, location: path, required: true, pattern: "^shelves/[^/]+$"}, pageToken: {type: string, location: query}, view: {type: string, location: query, enum: [BASIC, FULL]}}, parameterOrder: [parent], response: {$ref: ListBooksResponse}},
  create: {id: library.shelves.books.create, httpMethod: POST, path: "v1/{+parent}/books", flatPath: "v1/shelves/{shelvesId}/books", parameters: {parent: {type: string, location: path, required: true, pattern: "^shelves/[^/]+$"}}, parameterOrder: [parent], request: {$ref: Book}, response: {$ref: Book}},
  search: {id: library.shelves.books.search, httpMethod: POST, path: "v1/{+parent}/books:search", flatPath: "v1/shelves/{shelvesId}/books:search", parameters: {parent: {type: string, location: path, required: true, pattern: "^shelves/[^/]+$"}}, parameterOrder: [parent], request: {$ref: SearchBooksRequest}, response: {$ref: ListBooksResponse}}}}}}}}`

	libraryOverlay = `
packages: {library.cards.v1: {go: example.com/library/cards/cardspb, schemas: [Cards*]}}
methods: {library.shelves.get: GetShelf}
service: LibraryService
grpc: library.LibraryService
containers: {Shapes: Shapes of things.}
messages: {BookDetails: Book.Details, Cover: Shapes.Cover}
fields: {Book.isbn: isbn_ten}
enums: {Book.kind: Kind, BookDetails.kind: Kind}
oneofs: {Book: {number: [isbn, ean]}}
types: {Cover.price: google.protobuf.DoubleValue}
defaults: [parent]
example: {method: library.shelves.books.list, request: {parent: shelves/1}}
`
)

// A grower adds elements to a document.
type grower struct {
	*rand.Rand
	names []string // to choose from
	added int
}

func (g *grower) name() string { return g.names[g.IntN(len(g.names))] }

// properties yields the objects with the properties of schemas, and enums the lists of values.
func properties(value any, visit func(schema map[string]any)) {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			properties(value[key], visit)
		}
		visit(value)
	case []any:
		for _, v := range value {
			properties(v, visit)
		}
	}
}

// schema returns a new schema.
func (g *grower) schema(reference func() any) map[string]any {
	switch g.IntN(6) {
	case 0:
		return map[string]any{"type": "string", "enum": []any{g.name(), "OTHER"}}
	case 1:
		return map[string]any{"type": "object", "properties": map[string]any{g.name(): map[string]any{"type": "string"}}}
	case 2:
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}}
	case 3:
		return map[string]any{"$ref": reference()}
	case 4:
		return map[string]any{"type": "array", "items": map[string]any{"$ref": reference()}}
	}
	return map[string]any{"type": []string{"string", "integer", "boolean"}[g.IntN(3)]}
}

// grow adds elements to schemas.
func (g *grower) grow(schemas map[string]any, prefix string, isDiscovery bool) {
	reference := func() any { return prefix + slices.Sorted(maps.Keys(schemas))[g.IntN(len(schemas))] }
	for range g.IntN(3) {
		if name := g.name(); schemas[name] == nil {
			schemas[name] = map[string]any{"type": "object", "properties": map[string]any{g.name(): g.schema(reference)}}
			if isDiscovery {
				schemas[name].(map[string]any)["id"] = name
			}
			g.added++
		}
	}
	var objects []map[string]any
	var enums []map[string]any
	properties(schemas, func(s map[string]any) {
		if p, ok := s["properties"].(map[string]any); ok && s["type"] == "object" {
			objects = append(objects, p)
		}
		if _, ok := s["enum"].([]any); ok {
			enums = append(enums, s)
		}
	})
	for range g.IntN(3) {
		if p, name := objects[g.IntN(len(objects))], g.name(); p[name] == nil {
			p[name] = g.schema(reference)
			if name == "parent" { // a path parameter, which a property of a joined request replaces
				p[name] = map[string]any{"type": "string"}
			}
			g.added++
		}
	}
	for range g.IntN(3) {
		s, name := enums[g.IntN(len(enums))], g.name()
		if values := s["enum"].([]any); !slices.Contains(values, any(name)) {
			s["enum"] = append(values, name)
			g.added++
		}
	}
}

// growOpenAPI adds elements to an OpenAPI document.
func (g *grower) growOpenAPI(document map[string]any) {
	const prefix = "#/components/schemas/"
	schemas := document["components"].(map[string]any)["schemas"].(map[string]any)
	g.grow(schemas, prefix, false)
	paths := document["paths"].(map[string]any)
	reference := func() any {
		return map[string]any{"$ref": prefix + slices.Sorted(maps.Keys(schemas))[g.IntN(len(schemas))]}
	}
	var operations []map[string]any
	ids := make(map[string]bool)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for _, o := range paths[path].(map[string]any) {
			operations = append(operations, o.(map[string]any))
			ids[fmt.Sprint(o.(map[string]any)["operationId"])] = true
		}
	}
	slices.SortFunc(operations, func(a, b map[string]any) int {
		return strings.Compare(fmt.Sprint(a["operationId"]), fmt.Sprint(b["operationId"]))
	})
	for range g.IntN(3) {
		o, name := operations[g.IntN(len(operations))], g.name()
		parameters, _ := o["parameters"].([]any)
		if slices.ContainsFunc(parameters, func(p any) bool { return p.(map[string]any)["name"] == name }) {
			continue
		}
		o["parameters"] = append(parameters, map[string]any{
			"name": name, "in": []string{"query", "header", "cookie"}[g.IntN(3)],
			"schema": map[string]any{"type": []string{"string", "integer"}[g.IntN(2)]},
		})
		g.added++
	}
	for range g.IntN(3) {
		id := g.name()
		if ids[id] {
			continue
		}
		ids[id] = true
		body := reference()
		if g.IntN(2) == 0 {
			body = map[string]any{"type": "object", "properties": map[string]any{g.name(): map[string]any{"type": "string"}}}
		}
		o := map[string]any{
			"operationId": id, "tags": []any{g.name()},
			"responses": map[string]any{"200": map[string]any{"description": "", "content": map[string]any{"application/json": map[string]any{"schema": reference()}}}},
		}
		verb := "get"
		if g.IntN(2) == 0 {
			verb = "post"
			o["requestBody"] = map[string]any{"content": map[string]any{"application/json": map[string]any{"schema": body}}}
		}
		paths[fmt.Sprintf("/added%d", g.IntN(1000))] = map[string]any{verb: o}
		g.added++
	}
}

// growDiscovery adds elements to a discovery document.
func (g *grower) growDiscovery(document map[string]any) {
	schemas := document["schemas"].(map[string]any)
	g.grow(schemas, "", true)
	properties(document["resources"], func(m map[string]any) {
		if _, isMethod := m["httpMethod"]; !isMethod || g.IntN(5) > 0 {
			return
		}
		if parameters, name := m["parameters"].(map[string]any), g.name(); parameters[name] == nil {
			parameters[name] = map[string]any{"type": []string{"string", "integer"}[g.IntN(2)], "location": "query"}
			g.added++
		}
	})
	schema := func() any { return map[string]any{"$ref": slices.Sorted(maps.Keys(schemas))[g.IntN(len(schemas))]} }
	for range g.IntN(3) {
		resource, method := g.name(), []string{"list", "get", "create", "search", g.name()}[g.IntN(5)]
		resources := document["resources"].(map[string]any)
		if g.IntN(2) == 0 {
			resources = resources["shelves"].(map[string]any)["resources"].(map[string]any)
		}
		if resources[resource] != nil {
			continue
		}
		m := map[string]any{
			"id": "library." + resource + "." + method, "httpMethod": "POST", "path": "v1/" + resource + "/" + method, "flatPath": "v1/" + resource + "/" + method,
			"parameters": map[string]any{g.name(): map[string]any{"type": []string{"string", "integer"}[g.IntN(2)], "location": "query"}},
			"response":   schema(),
		}
		if g.IntN(2) == 0 {
			m["request"] = schema()
		}
		resources[resource] = map[string]any{"methods": map[string]any{method: m}}
		g.added++
	}
}

// publishedNames returns the names of everything in files with what must not change, and the simple names.
func publishedNames(files []protoreflect.FileDescriptor) (kept map[string]string, names []string) {
	kept = make(map[string]string)
	is := make(map[string]bool)
	note := func(d protoreflect.Descriptor, value string) {
		kept[string(d.FullName())] = value
		is[string(d.Name())] = true
	}
	enums := func(all protoreflect.EnumDescriptors) {
		for i := range all.Len() {
			note(all.Get(i), "enum")
			for j := range all.Get(i).Values().Len() {
				v := all.Get(i).Values().Get(j)
				note(v, fmt.Sprint("value ", v.Number()))
			}
		}
	}
	var messages func(protoreflect.MessageDescriptors)
	messages = func(all protoreflect.MessageDescriptors) {
		for i := range all.Len() {
			m := all.Get(i)
			note(m, "message")
			for j := range m.Fields().Len() {
				f := m.Fields().Get(j)
				t := f.Kind().String()
				if f.Message() != nil {
					t = string(f.Message().FullName())
				} else if f.Enum() != nil {
					t = string(f.Enum().FullName())
				}
				oneof := ""
				if o := f.ContainingOneof(); o != nil {
					oneof = string(o.Name())
				}
				note(f, fmt.Sprint("field ", f.Number(), " ", f.Cardinality(), " ", t, " ", oneof))
				is[f.JSONName()] = true
			}
			for j := range m.Oneofs().Len() {
				if o := m.Oneofs().Get(j); !o.IsSynthetic() {
					note(o, "oneof")
				}
			}
			messages(m.Messages())
			enums(m.Enums())
		}
	}
	for _, f := range files {
		messages(f.Messages())
		enums(f.Enums())
		for i := range f.Services().Len() {
			s := f.Services().Get(i)
			note(s, "service")
			for j := range s.Methods().Len() {
				m := s.Methods().Get(j)
				note(m, fmt.Sprint("method ", m.Input().FullName(), " ", m.Output().FullName()))
			}
		}
	}
	return kept, slices.Sorted(maps.Keys(is))
}

var yamlFence = regexp.MustCompile("(?s)```yaml\n(.*?)```\n")

// TestAdditions adds elements with names of published ones to documents with overlays: a document that only
// grows never stops a run, and nothing that was published changes.
func TestAdditions(t *testing.T) {
	shop, err := os.ReadFile("../overlay/testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	for _, example := range yamlFence.FindAllStringSubmatch(overlay.Reference(), -1) {
		examples.WriteString(example[1])
	}
	for _, test := range []struct {
		name, document, overlay string
		grow                    func(*grower, map[string]any)
	}{
		{"OpenAPI", string(shop), examples.String(), (*grower).growOpenAPI},
		{"discovery", library, libraryOverlay, (*grower).growDiscovery},
	} {
		t.Run(test.name, func(t *testing.T) { checkAdditions(t, test.document, test.overlay, test.grow) })
	}
}

func checkAdditions(t *testing.T, document, lines string, grow func(*grower, map[string]any)) {
	const sample = 30
	runs := sample
	if *all {
		runs = 100 * sample
	}
	in := generate.Input{
		Overlay:      generate.File{Name: "overlay.yaml", Data: []byte(lines)},
		ProtoPackage: "acme.v1",
		GoImport:     func(string) string { return "example.com/gen/acme/v1" },
		NoProof:      true,
	}
	run := func(document map[string]any, lock []byte) (*generate.Output, *finding.List) {
		text, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		in.Document = generate.File{Name: "a.json", Data: text}
		in.Lock = generate.File{Name: "numbers.lock.yaml", Data: lock}
		out, findings, err := generate.API(in)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		return out, findings
	}
	parse := func() map[string]any {
		var value map[string]any
		if err := yaml.Unmarshal([]byte(document), &value); err != nil {
			t.Fatal(err)
		}
		return value
	}
	first, findings := run(parse(), nil)
	if first == nil {
		t.Fatal(findings.All())
	}
	kept, names := publishedNames(first.Descriptors)
	for key := range first.Model.Methods() {
		names = append(names, key)
	}
	first.Model.Walk(func(m *model.Message) {
		if !strings.Contains(m.Key, ".response") {
			names = append(names, m.Key)
		}
	})
	slices.Sort(names)
	names = slices.Compact(names)
	for i := range runs {
		g := &grower{rand.New(rand.NewPCG(*seed, uint64(i))), names, 0}
		grown := parse()
		for g.added == 0 {
			grow(g, grown)
		}
		out, findings := run(grown, first.Lock)
		if out == nil {
			t.Errorf("%d: %s", i, errorsIn(findings))
			continue
		}
		now, _ := publishedNames(out.Descriptors)
		for name, was := range kept {
			if now[name] != was {
				t.Errorf("%d: %s was %s and is %q", i, name, was, now[name])
			}
		}
		again, findings := run(grown, out.Lock)
		if again == nil {
			t.Errorf("%d, the second time: %s", i, errorsIn(findings))
			continue
		}
		for j, f := range out.Proto {
			if other := again.Proto[j]; f.Name != other.Name || string(f.Data) != string(other.Data) {
				t.Errorf("%d: %s changes the second time", i, f.Name)
			}
		}
		if string(out.Lock) != string(again.Lock) {
			t.Errorf("%d: the lock changes the second time:\n%s", i, cmp.Diff(string(out.Lock), string(again.Lock)))
		}
	}
}

// inJSON returns a document in YAML as JSON.
func inJSON(t *testing.T, document string) []byte {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(document), &value); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func errorsIn(findings *finding.List) string {
	var b strings.Builder
	for _, f := range findings.All() {
		if f.Severity == finding.Error {
			fmt.Fprintf(&b, "%s: %s [%s]\n", f.Position, f.Message, f.Rule)
		}
	}
	return b.String()
}

// TestAdditionsByName adds one element each that would have taken a published name, package or type.
func TestAdditionsByName(t *testing.T) {
	book := `Book: {id: Book, type: object, properties: {`
	search := `library.shelves.books.search, httpMethod: POST, path: "v1/{+parent}/books:search", flatPath: "v1/shelves/{shelvesId}/books:search", parameters: {`
	method := func(name, more string) string {
		return `others: {methods: {` + name + `: {id: library.others.` + name + `, httpMethod: GET, path: v1/others, flatPath: v1/others` + more + `}}}, `
	}
	for _, test := range []struct {
		name, old, added string // added follows old in the document
		schema           string // one more
		want             []string
		has              []string // elements of the output
	}{
		{
			name: "method", old: `resources: {`, added: method("list", `, response: {$ref: ListBooksResponse}`),
			want: []string{`the new method library.others.list would have the name ListBooks of another method: it becomes ListBooks2; the line for another name is methods: {library.others.list: NAME}`},
			has:  []string{"acme.v1.LibraryService.ListBooks2", "acme.v1.ListBooks2Request"},
		},
		{
			name: "schema like a request", old: `schemas: {`, added: `CreateBookRequest: {id: CreateBookRequest, type: object, properties: {a: {type: string}}}, `,
			want: []string{`the new type for "CreateBookRequest" would have the name CreateBookRequest of another element: it becomes CreateBookRequest2; the line for another name is messages: {CreateBookRequest: NAME}`},
			has:  []string{"acme.v1.CreateBookRequest2.a", "acme.v1.CreateBookRequest.book"},
		},
		{
			name: "schema like a message that an overlay nests others in", old: `schemas: {`, added: `Shapes: {id: Shapes, type: object, properties: {a: {type: string}}}, `,
			want: []string{`the new type for "Shapes" would have the name Shapes of another element: it becomes Shapes2; the line for another name is messages: {Shapes: NAME}`},
			has:  []string{"acme.v1.Shapes2.a", "acme.v1.Shapes.Cover"},
		},
		{
			name: "schema like the service", old: `schemas: {`, added: `LibraryService: {id: LibraryService, type: object, properties: {a: {type: string}}}, `,
			want: []string{`the new type for "LibraryService" would have the name LibraryService of another element: it becomes LibraryService2; the line for another name is messages: {LibraryService: NAME}`},
			has:  []string{"acme.v1.LibraryService.ListBooks", "acme.v1.LibraryService2.a"},
		},
		{
			name: "property like a oneof", old: book, added: `number: {type: integer, format: int32}, `,
			want: []string{`the new field for "number" of Book would have the name number of another element: it becomes number2; the line for another name is fields: {Book.number: NAME}`},
			has:  []string{"acme.v1.Book.number2"},
		},
		{
			name: "property like a field that an overlay names", old: book, added: `isbnTen: {type: string}, `,
			want: []string{`the new field for "isbnTen" of Book would have the name isbn_ten of another element: it becomes isbn_ten2; the line for another name is fields: {Book.isbnTen: NAME}`},
			has:  []string{"acme.v1.Book.isbn_ten2"},
		},
		{
			name: "property with a type like a nested message", old: book, added: `Details: {type: object, properties: {a: {type: string}}}, `,
			want: []string{
				`the new type for "Book.Details" would have the name Details of another element: it becomes Details2; the line for another name is messages: {Book.Details: Book.NAME}`,
			},
			has: []string{"acme.v1.Book.Details2.a", "acme.v1.Book.Details.pages"},
		},
		{
			name: "enum like one that an overlay names", old: book, added: `Kind: {type: string, enum: [A, B]}, `,
			has: []string{"acme.v1.Book.Kind2"},
		},
		{
			name: "value of an enum that replaces another", old: `KIND_UNSPECIFIED, NOVEL, POEM]}}}`, added: ``,
			has: []string{"acme.v1.Kind"},
		},
		{
			name: "parameter like the body", old: `library.shelves.books.create, httpMethod: POST, path: "v1/{+parent}/books", flatPath: "v1/shelves/{shelvesId}/books", parameters: {`, added: `book: {type: string, location: query}, `,
			has: []string{"acme.v1.CreateBookRequest.query_book"},
		},
		{
			name: "parameter of a request that is the body", old: search, added: `max: {type: string, location: query}, query: {type: string, location: query}, `,
			has: []string{"acme.v1.SearchBooksRequest.max", "acme.v1.SearchBooksRequest.query2", "acme.v1.SearchBooksRequest.query"},
		},
		{
			name: "schema that makes packages depend on each other", old: `CardsColor, type: object, properties: {`, added: `tint: {$ref: Tint}, `,
			schema: `Tint: {id: Tint, type: object, properties: {color: {$ref: CardsColor}}}, `,
			want:   []string{`the new schema "Tint" would make the packages library.cards.v1 and acme.v1 depend on each other: it becomes part of library.cards.v1; the line that states this is packages: {library.cards.v1: {schemas: [Tint]}}`},
			has:    []string{"library.cards.v1.Tint", "library.cards.v1.Color.tint"},
		},
		{
			name: "property that makes packages depend on each other", old: `CardsColor, type: object, properties: {`, added: `cover: {$ref: Cover}, `,
			want: []string{`the new field for "cover" of CardsColor would make the packages library.cards.v1 and acme.v1 depend on each other: it accepts any JSON value`},
			has:  []string{"library.cards.v1.Color.cover"},
		},
		{
			name: "parameter with a default for clients", old: `resources: {`, added: method("get", `, parameters: {parent: {type: integer, location: query}}`),
			want: []string{`"parent" of library.others.get is not a string: clients have no default for it`},
			has:  []string{"acme.v1.LibraryService.GetOther"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if strings.Count(library, test.old) == 0 {
				t.Fatal("the document has no place for the addition")
			}
			in := generate.Input{
				Overlay:      generate.File{Name: "overlay.yaml", Data: []byte(libraryOverlay)},
				ProtoPackage: "acme.v1",
				GoImport:     func(string) string { return "example.com/gen/acme/v1" },
			}
			run := func(document string) (*generate.Output, []string) {
				in.Document = generate.File{Name: "a.json", Data: inJSON(t, document)}
				out, findings, err := generate.API(in)
				if err != nil || out == nil {
					t.Fatalf("%v\n%s", err, errorsIn(findings))
				}
				in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
				var adapted []string
				for _, f := range findings.All() {
					if f.Rule == finding.AdditionAdapted.Name {
						adapted = append(adapted, f.Message)
					}
				}
				slices.Sort(adapted)
				return out, adapted
			}
			first, adapted := run(library)
			if len(adapted) > 0 {
				t.Errorf("in the first revision: %q", adapted)
			}
			grown := strings.Replace(library, test.old, test.old+test.added, 1)
			grown = strings.Replace(grown, "schemas: {", "schemas: {"+test.schema, 1)
			second, adapted := run(grown)
			if diff := cmp.Diff(test.want, adapted); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			kept, _ := publishedNames(first.Descriptors)
			now, _ := publishedNames(second.Descriptors)
			for name, was := range kept {
				if now[name] != was {
					t.Errorf("%s was %s and is %q", name, was, now[name])
				}
			}
			for _, name := range test.has {
				if now[name] == "" {
					t.Errorf("no %s in %q", name, slices.Sorted(maps.Keys(now)))
				}
			}
			third, _ := run(grown)
			if diff := cmp.Diff(string(second.Lock), string(third.Lock)); diff != "" {
				t.Errorf("the lock changes the second time:\n%s", diff)
			}
		})
	}
}
