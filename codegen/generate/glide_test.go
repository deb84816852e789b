// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/overlay"
)

// releases generates the revisions of a document into the same folder.
type releases struct {
	t     *testing.T
	in    generate.Input
	proto map[string][]byte
}

func newReleases(t *testing.T, lines string) *releases {
	r := &releases{t: t, proto: make(map[string][]byte)}
	r.in = generate.Input{
		Overlay:      generate.File{Name: "overlay.yaml", Data: []byte(lines)},
		ProtoPackage: "acme.v1",
		GoImport:     func(string) string { return "example.com/gen/acme/v1" },
		NoProof:      true,
		Published:    func(path string) []byte { return r.proto[path] },
	}
	return r
}

// run generates a document, and returns the findings about removals.
func (r *releases) run(document []byte) (*generate.Output, []string) {
	r.t.Helper()
	r.in.Document = generate.File{Name: "a.json", Data: document}
	out, findings, err := generate.API(r.in)
	if err != nil || out == nil {
		r.t.Fatalf("%v\n%s\n%s", err, errorsIn(findings), document)
	}
	r.in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
	clear(r.proto)
	for _, f := range out.Proto {
		r.proto[f.Name] = f.Data
	}
	var removed []string
	for _, f := range findings.All() {
		if f.Rule == finding.PublishedRemoved.Name || f.Rule == finding.PublishedGone.Name {
			removed = append(removed, f.Rule+": "+f.Message)
		}
	}
	return out, removed
}

// text returns all .proto files.
func text(out *generate.Output) string {
	var b strings.Builder
	for _, f := range out.Proto {
		b.Write(f.Data)
	}
	return b.String()
}

// TestGlide removes an element of each kind: it stays for one revision, and then its number is reserved.
func TestGlide(t *testing.T) {
	searchMethod := library[strings.Index(library, ",\n  search: {"):strings.LastIndex(library, "}}}}}}")]
	revision := strings.NewReplacer("20260101", "20260202")
	for _, test := range []struct {
		name, old, new string
		kept           []string // parts of the output with the revision that removed the element
		gone           []string // parts of the output with the next revision
		want           []string // the findings of both
	}{
		{
			"property in a oneof", "isbn: {type: string}, ", "",
			[]string{"    // Deprecated: removed from the API's document in revision 20260202.\n    string isbn_ten = 3 [\n      json_name = \"isbn\",\n      deprecated = true\n    ];\n"},
			[]string{"reserved 3;\n", `reserved "isbn_ten";`},
			[]string{
				"published-removed: Book no longer has the published field isbn_ten",
				"published-gone: the output no longer has acme.v1.Book.isbn_ten, which an earlier revision of the document removed",
			},
		},
		{
			"map", ", labels: {type: object, additionalProperties: {type: string}}", "",
			[]string{"  // Deprecated: removed from the API's document in revision 20260202.\n  map<string, string> labels = 5 [deprecated = true];\n"},
			[]string{"reserved 5;\n", `reserved "labels";`},
			[]string{
				"published-removed: Book no longer has the published field labels",
				"published-gone: the output no longer has acme.v1.Book.labels, which an earlier revision of the document removed",
			},
		},
		{
			"enum value and parameter", `, view: {type: string, location: query, enum: [BASIC, FULL]}`, "",
			[]string{"  // Deprecated: removed from the API's document in revision 20260202.\n  optional View view = 3 [deprecated = true];\n"},
			[]string{"reserved 3;\n", `reserved "view";`},
			[]string{
				"published-removed: library.shelves.books.list no longer has the published field view",
				"published-gone: the output no longer has acme.v1.ListBooksRequest.view, which an earlier revision of the document removed",
			},
		},
		{
			"enum value", `[BASIC, FULL]`, "[BASIC]",
			[]string{"    // Deprecated: removed from the API's document in revision 20260202.\n    FULL = 1 [deprecated = true];\n"},
			[]string{"reserved 1;\n", `reserved "FULL";`},
			[]string{
				"published-removed: library.shelves.books.list.view no longer has the published enum value FULL",
				"published-gone: the output no longer has acme.v1.ListBooksRequest.FULL, which an earlier revision of the document removed",
			},
		},
		{
			"method and its request", searchMethod, "",
			[]string{
				"  // Deprecated: removed from the API's document in revision 20260202.\n  rpc SearchBooks(SearchBooksRequest) returns (ListBooksResponse) {\n",
				"    option deprecated = true;\n",
			},
			nil,
			[]string{
				"published-removed: the document no longer has SearchBooks (1 of 4 published methods)",
				"published-removed: SearchBooksRequest no longer has the published field parent",
				"published-gone: the output no longer has acme.v1.LibraryService.SearchBooks, acme.v1.SearchBooksRequest.parent, which an earlier revision of the document removed",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if strings.Count(library, test.old) != 1 {
				t.Fatal("the document does not have the element once")
			}
			r := newReleases(t, libraryOverlay)
			first, _ := r.run(inJSON(t, library))
			changed := revision.Replace(strings.Replace(library, test.old, test.new, 1))
			second, removed := r.run(inJSON(t, changed))
			was, _ := publishedNames(first.Descriptors)
			now, _ := publishedNames(second.Descriptors)
			for name, value := range was {
				if now[name] != value {
					t.Errorf("%s was %s and is %q", name, value, now[name])
				}
			}
			for _, want := range test.kept {
				if !strings.Contains(text(second), want) {
					t.Errorf("want %s in\n%s", want, text(second))
				}
			}
			again, more := r.run(inJSON(t, changed))
			if diff := cmp.Diff(text(second)+string(second.Lock), text(again)+string(again.Lock)); diff != "" || len(more) > 0 {
				t.Errorf("the second time: %q\n%s", more, diff)
			}
			third, more := r.run(inJSON(t, strings.Replace(changed, "20260202", "20260303", 1)))
			if diff := cmp.Diff(test.want, append(removed, more...)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			for _, want := range test.gone {
				if !strings.Contains(text(third), want) {
					t.Errorf("want %s in\n%s", want, text(third))
				}
			}
			if got := text(third); strings.Contains(got, "removed from the API's document") || strings.Contains(string(third.Lock), "gliding: ") {
				t.Errorf("the element is still in\n%s", got)
			}
		})
	}
}

// TestGlideRequests removes elements on which requests and responses depend. A field that stays is not required.
// Fields of the path, the body, and alternatives that others replace do not stay.
func TestGlideRequests(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.example.com'}]
paths:
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getItem
      parameters: [{name: q, in: query, required: true, schema: {type: string, minLength: 1}}]
      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}}
    put:
      operationId: putItem
      parameters: [{name: dry, in: query, schema: {type: boolean}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Payment'}}}}}
components:
  schemas:
    Item: {type: object, required: [name, count], properties: {name: {type: string}, count: {type: integer}}}
    Payment:
      oneOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Cash'}]
      discriminator: {propertyName: kind, mapping: {card: '#/components/schemas/Card', cash: '#/components/schemas/Cash'}}
    Card: {type: object, required: [kind], properties: {kind: {type: string}, number: {type: string}}}
    Cash: {type: object, required: [kind], properties: {kind: {type: string}}}
`
	for _, test := range []struct {
		name   string
		change *strings.Replacer
		field  protoreflect.FullName // in the second revision
		isKept bool
	}{
		{name: "required parameter", change: strings.NewReplacer("[{name: q, in: query, required: true, schema: {type: string, minLength: 1}}]", "[]"), field: "acme.v1.GetItemRequest.q", isKept: true},
		{name: "required property", change: strings.NewReplacer("[name, count]", "[name]", ", count: {type: integer}", ""), field: "acme.v1.Item.count", isKept: true},
		{name: "path parameter", change: strings.NewReplacer("/items/{id}", "/items/{key}", "{name: id,", "{name: key,"), field: "acme.v1.GetItemRequest.id"},
		{name: "body", change: strings.NewReplacer("schemas/Item'", "schemas/Product'", " Item:", " Product:"), field: "acme.v1.PutItemRequest.item"},
		{name: "alternative", change: strings.NewReplacer("schemas/Card'", "schemas/CreditCard'", " Card:", " CreditCard:"), field: "acme.v1.Payment.card"},
		{name: "alternative without a successor", change: strings.NewReplacer("{$ref: '#/components/schemas/Card'}, ", "", "card: '#/components/schemas/Card', ", "", "{$ref: '#/components/schemas/Cash'}]", "{$ref: '#/components/schemas/Cash'}, {type: string}]"),
			field: "acme.v1.Payment.card", isKept: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newReleases(t, "")
			first, _ := r.run([]byte(document))
			find := func(out *generate.Output) protoreflect.FieldDescriptor {
				for _, f := range out.Descriptors {
					if m := f.Messages().ByName(test.field.Parent().Name()); m != nil {
						return m.Fields().ByName(test.field.Name())
					}
				}
				return nil
			}
			if find(first) == nil {
				t.Fatalf("the first revision lacks %s:\n%s", test.field, text(first))
			}
			changed := test.change.Replace(document)
			if changed == document {
				t.Fatal("the document is the same")
			}
			second, _ := r.run([]byte(changed))
			field := find(second)
			if (field != nil) != test.isKept {
				t.Fatalf("kept: %v\n%s", field, text(second))
			}
			if field == nil {
				return
			}
			if behaviors, _ := proto.GetExtension(field.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior); slices.Contains(behaviors, annotations.FieldBehavior_REQUIRED) {
				t.Errorf("%s is required", test.field)
			}
			// Comments and descriptions leave it, and another version does not.
			third, _ := r.run([]byte("# A comment.\n" + strings.ReplaceAll(changed, "description: OK", "description: Fine")))
			if find(third) == nil {
				t.Errorf("another description removes the field:\n%s", text(third))
			}
			fourth, _ := r.run([]byte(strings.ReplaceAll(changed, "version: '1'", "version: '1.1'")))
			if find(fourth) != nil {
				t.Errorf("another version leaves the field:\n%s", text(fourth))
			}
		})
	}
}

// TestGlideRandom removes random elements: nothing that was published disappears at once, unless another
// element takes its name.
func TestGlideRandom(t *testing.T) {
	shop, err := os.ReadFile("../overlay/testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	for _, example := range yamlFence.FindAllStringSubmatch(overlay.Reference(), -1) {
		examples.WriteString(example[1])
	}
	for name, texts := range map[string][2]string{"OpenAPI": {string(shop), examples.String()}, "discovery": {library, libraryOverlay}} {
		t.Run(name, func(t *testing.T) {
			const sample = 8
			for i := range sample {
				r := newReleases(t, texts[1])
				first, _ := r.run(inJSON(t, texts[0]))
				random := rand.New(rand.NewPCG(*seed, uint64(i)))
				var document map[string]any
				if err := json.Unmarshal(inJSON(t, texts[0]), &document); err != nil {
					t.Fatal(err)
				}
				removed := shrink(random, document)
				data, err := json.Marshal(document)
				if err != nil {
					t.Fatal(err)
				}
				second, _ := r.run(data)
				was, _ := publishedNames(first.Descriptors)
				now, _ := publishedNames(second.Descriptors)
				var lost []string
				for name, value := range was {
					if now[name] == "" { // a message without properties gets another type
						lost = append(lost, name+" was "+value+" and is "+now[name])
					}
				}
				slices.Sort(lost)
				if len(lost) > 0 {
					t.Errorf("%d: without %s:\n%s", i, removed, strings.Join(lost, "\n"))
				}
				checkPrinted(t, second)
				again, more := r.run(data)
				if diff := cmp.Diff(text(second)+string(second.Lock), text(again)+string(again.Lock)); diff != "" || len(more) > 0 {
					t.Errorf("%d: without %s, the second time: %q\n%s", i, removed, more, diff)
				}
			}
		})
	}
}
