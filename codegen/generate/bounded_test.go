// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
)

// schemas returns an OpenAPI document of some schemas, written in YAML.
func schemas(text string) string {
	return "openapi: 3.0.3\ninfo: {title: Things, version: '1'}\nservers: [{url: 'https://things.example.com'}]\npaths: {}\ncomponents:\n schemas:\n" + text
}

func convert(t *testing.T, text string, lock []byte) (*generate.Output, *finding.List) {
	t.Helper()
	in := generate.Input{
		Document: generate.File{Name: "things.yaml", Data: []byte(text)},
		GoImport: func(string) string { return "example.com/things" },
	}
	if lock != nil {
		in.Lock = generate.File{Name: "numbers.lock.yaml", Data: lock}
	}
	out, findings, err := generate.API(in)
	if err != nil {
		t.Fatal(err)
	}
	return out, findings
}

// rules returns the rules of findings that are more than notes.
func rules(findings *finding.List) string {
	var all []string
	for _, f := range findings.All() {
		if f.Severity > finding.Note {
			all = append(all, f.Rule)
		}
	}
	return strings.Join(all, " ")
}

// structure returns the messages of files with the types of their fields.
func structure(files []protoreflect.FileDescriptor) string {
	var all []string
	var add func(protoreflect.MessageDescriptors)
	add = func(messages protoreflect.MessageDescriptors) {
		for i := range messages.Len() {
			m := messages.Get(i)
			if m.IsMapEntry() {
				continue
			}
			var fields []string
			for j := range m.Fields().Len() {
				fields = append(fields, fieldText(m.Fields().Get(j)))
			}
			all = append(all, fmt.Sprintf("%s{%s}", local(m), strings.Join(fields, ", ")))
			add(m.Messages())
		}
	}
	for _, file := range files {
		add(file.Messages())
	}
	return strings.Join(all, " ")
}

func local(d protoreflect.Descriptor) string {
	return strings.TrimPrefix(string(d.FullName()), string(d.ParentFile().Package())+".")
}

func fieldText(f protoreflect.FieldDescriptor) string {
	kind := f.Kind().String()
	switch {
	case f.IsMap() && f.MapValue().Message() != nil:
		kind = "map of " + local(f.MapValue().Message())
	case f.IsMap():
		kind = "map of " + f.MapValue().Kind().String()
	case f.Message() != nil:
		kind = local(f.Message())
	case f.Enum() != nil:
		kind = local(f.Enum())
	}
	if f.IsList() {
		kind = "list of " + kind
	}
	return string(f.Name()) + " " + kind
}

// TestRecursive has schemas that stand in place and hold themselves. A list, a map and
// what is in them stand in place even if they have a name.
func TestRecursive(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a tree that is a list", `
  Tree: {type: array, items: {type: object, properties: {name: {type: string}, children: {$ref: '#/components/schemas/Tree'}}}}
  Forest: {type: object, properties: {trees: {$ref: '#/components/schemas/Tree'}}}
`, "Forest{trees list of TreeItem} TreeItem{children list of TreeItem, name string}"},
		{"a list with a name in the plural", `
  Nodes: {type: array, items: {type: object, properties: {children: {$ref: '#/components/schemas/Nodes'}}}}
  Graph: {type: object, properties: {nodes: {$ref: '#/components/schemas/Nodes'}}}
`, "Graph{nodes list of Node} Node{children list of Node}"},
		{"its name is taken", `
  Nodes: {type: array, items: {type: object, properties: {children: {$ref: '#/components/schemas/Nodes'}}}}
  Node: {type: object, properties: {nodes: {$ref: '#/components/schemas/Nodes'}}}
`, "Node{nodes list of NodesItem} NodesItem{children list of NodesItem}"},
		{"a map", `
  Tree: {type: object, additionalProperties: {type: object, properties: {children: {$ref: '#/components/schemas/Tree'}}}}
  Forest: {type: object, properties: {trees: {$ref: '#/components/schemas/Tree'}}}
`, "Forest{trees map of TreeValue} TreeValue{children map of TreeValue}"},
		{"anyOf in a list that one of them has", `
  R: {type: array, items: {anyOf: [{$ref: '#/components/schemas/S'}, {$ref: '#/components/schemas/T'}]}}
  S: {type: object, properties: {r: {$ref: '#/components/schemas/R'}}}
  T: {type: object, properties: {id: {type: string}}}
`, "RItem{id string, r list of RItem} S{r list of RItem} T{id string}"},
		{"anyOf that one of them has", `
  S: {type: object, properties: {r: {anyOf: [{$ref: '#/components/schemas/S'}, {$ref: '#/components/schemas/T'}]}}}
  T: {type: object, properties: {id: {type: string}}}
`, "S{r SR} SR{id string, r SR} T{id string}"},
		{"oneOf in a list that one of them has", `
  R: {type: array, items: {oneOf: [{type: string}, {type: object, properties: {r: {$ref: '#/components/schemas/R'}}}]}}
  S: {type: object, properties: {r: {$ref: '#/components/schemas/R'}}}
`, "RItem{object RItem.Object, text string} RItem.Object{r list of RItem} S{r list of RItem}"},
		{"allOf with the object that has it", `
  Node: {type: object, properties: {next: {allOf: [{$ref: '#/components/schemas/Node'}, {type: object, properties: {weight: {type: number}}}]}}}
`, "Node{next NodeNext} NodeNext{next NodeNext, weight double}"},
		{"a list of itself", `
  R: {type: array, items: {$ref: '#/components/schemas/R'}}
  S: {type: object, properties: {r: {$ref: '#/components/schemas/R'}}}
`, "R{values list of R} S{r list of R}"},
		{"a list of lists of itself, one of one", `
  U: {oneOf: [{type: array, items: {type: array, items: {$ref: '#/components/schemas/U'}}}]}
  S: {type: object, properties: {u: {$ref: '#/components/schemas/U'}}}
`, "S{u list of S.UList} S.UList{values list of U} U{values list of U.Value} U.Value{values list of U}"},
		{"lists of each other", `
  A: {type: array, items: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, b: {$ref: '#/components/schemas/B'}}}}
  B: {type: array, items: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, b: {$ref: '#/components/schemas/B'}}}}
  S: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, b: {$ref: '#/components/schemas/B'}}}
`, "AItem{a list of AItem, b list of BItem} BItem{a list of AItem, b list of BItem} S{a list of AItem, b list of BItem}"},
		{"in place, by an object with a name", `
  S: {type: object, properties: {r: {type: object, properties: {s: {$ref: '#/components/schemas/S'}}}}}
`, "S{r S.R} S.R{s S}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, findings := convert(t, schemas(test.text), nil)
			if out == nil {
				t.Fatal(findings.All())
			}
			if diff := cmp.Diff(test.want, structure(out.Descriptors)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got := rules(findings); got != "" {
				t.Errorf("findings of %s", got)
			}
			again, _ := convert(t, schemas(test.text), out.Lock)
			if diff := cmp.Diff(test.want, structure(again.Descriptors)); diff != "" {
				t.Errorf("-want +again:\n%s", diff)
			}
		})
	}
}

// TestPlaces has references to places within schemas: what stands there is one type,
// nested where it stands.
func TestPlaces(t *testing.T) {
	for _, test := range []struct{ name, text, want, rules string }{
		{"an enum", `
  C: {type: object, properties: {kind: {type: string, enum: [a]}}}
  I: {type: object, properties: {kind: {$ref: '#/components/schemas/C/properties/kind'}}}
`, "C{kind C.Kind} I{kind C.Kind}", ""},
		{"an object in an object", `
  C: {type: object, properties: {x: {type: object, properties: {y: {type: object, properties: {z: {type: string}}}}}}}
  I: {type: object, properties: {y: {$ref: '#/components/schemas/C/properties/x/properties/y'}}}
`, "C{x C.X} C.X{y C.X.Y} C.X.Y{z string} I{y C.X.Y}", ""},
		{"one of several", `
  C: {type: object, properties: {x: {oneOf: [{type: string}, {type: number}]}}}
  I: {type: object, properties: {x: {$ref: '#/components/schemas/C/properties/x'}}}
`, "C{x C.X} C.X{number double, text string} I{x C.X}", ""},
		{"elements", `
  C: {type: object, properties: {xs: {type: array, items: {type: object, properties: {a: {type: string}}}}}}
  I: {type: object, properties: {x: {$ref: '#/components/schemas/C/properties/xs/items'}}}
`, "C{xs list of C.Xs} C.Xs{a string} I{x Items} Items{a string}", ""},
		{"a schema that is called like a place", `
  C: {type: object, properties: {x: {type: object, properties: {a: {type: string}}}}}
  C.x: {type: object, properties: {b: {type: string}}}
`, "C{x C.X} C.X{a string} CX{b string}", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, findings := convert(t, schemas(test.text), nil)
			if out == nil {
				t.Fatal(findings.All())
			}
			if diff := cmp.Diff(test.want, structure(out.Descriptors)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got := rules(findings); got != test.rules {
				t.Errorf("findings of %s, want of %s", got, test.rules)
			}
			again, findings := convert(t, schemas(test.text), out.Lock)
			if diff := cmp.Diff(string(out.Lock), string(again.Lock)); diff != "" || rules(findings) != test.rules {
				t.Errorf("the lock -first +again:\n%s", diff)
			}
		})
	}
}

// TestNewSchemaWithTheNameOfAPlace adds a schema to a published document that has the
// key of a nested message.
func TestNewSchemaWithTheNameOfAPlace(t *testing.T) {
	const place = "  C: {type: object, properties: {x: {type: object, properties: {a: {type: string}}}}}\n"
	out, _ := convert(t, schemas(place), nil)
	again, findings := convert(t, schemas(place+"  C.x: {type: object, properties: {b: {type: string}}}\n"), out.Lock)
	if again == nil || rules(findings) != finding.PublishedChanged.Name+" "+finding.PublishedRenamed.Name {
		t.Errorf("findings of %s", rules(findings))
	}
}

// TestServiceWithTheNameOfASchema has a tag that makes a service of the name of a
// schema. What was published keeps its name.
func TestServiceWithTheNameOfASchema(t *testing.T) {
	document := func(schema string, tags ...string) string {
		var paths strings.Builder
		for i := range 125 {
			fmt.Fprintf(&paths, "  /p%d: {get: {operationId: get%d, tags: [%s], responses: {'200': {description: ok}}}}\n", i, i, tags[i%len(tags)])
		}
		for i, tag := range tags {
			fmt.Fprintf(&paths, "  /tag%d: {get: {operationId: getTag%d, tags: [%s], responses: {'200': {description: ok}}}}\n", i, i, tag)
		}
		return strings.Replace(schemas("  "+schema+": {type: object, properties: {a: {type: string}}}\n"), "paths: {}\n", "paths:\n"+paths.String(), 1)
	}
	services := func(out *generate.Output) string {
		var all []string
		for _, s := range out.Model.Services {
			all = append(all, s.Name)
		}
		slices.Sort(all)
		return strings.Join(all, " ")
	}
	out, findings := convert(t, document("SKUService", "Other", "SKU"), nil)
	if got := structure(out.Descriptors[:1]); got != "SKUService2{a string}" || services(out) != "OtherService SKUService" || rules(findings) != finding.NameClash.Name {
		t.Errorf("%s %s, findings of %s", got, services(out), rules(findings))
	}
	out, _ = convert(t, document("SKUService", "Other", "Third"), nil)
	out, _ = convert(t, document("SKUService", "Other", "Third", "SKU"), out.Lock)
	if got := structure(out.Descriptors[:1]); got != "SKUService{a string}" || services(out) != "OtherService SKU2Service ThirdService" {
		t.Errorf("%s %s", got, services(out))
	}
	again, _ := convert(t, document("SKUService", "Other", "Third", "SKU"), out.Lock)
	if services(again) != services(out) {
		t.Errorf("%s, want %s", services(again), services(out))
	}
}

// TestParametersWithinEachOther has parameters whose names begin with the names of
// others, in any order.
func TestParametersWithinEachOther(t *testing.T) {
	for _, test := range []struct{ name, path, parameters, want string }{
		{"query", "/a", "query allow.hosts, query allow.hosts.regexp",
			"GetARequest{allow_hosts_regexp string, allow GetARequest.Allow} GetARequest.Allow{hosts string}"},
		{"the longer one first", "/a", "query a.b.c, query a.b", "GetARequest{a_b_c string, a GetARequest.A} GetARequest.A{b string}"},
		{"of a group", "/a", "query a.b, query a", "GetARequest{a_b string, a string}"},
		{"path", "/a/{x.y}/{x.y.z}", "path x.y, path x.y.z", "GetARequest{x GetARequest.X, x_y_z string} GetARequest.X{y string}"},
		{"path and query", "/a/{x.y}", "path x.y, query x.y.z, query x.y",
			"GetARequest{x_y string, x_y_z string, x GetARequest.X} GetARequest.X{y string}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var parameters []string
			for p := range strings.SplitSeq(test.parameters, ", ") {
				in, name, _ := strings.Cut(p, " ")
				parameters = append(parameters, fmt.Sprintf("{in: %s, name: %s, required: %t, schema: {type: string}}", in, name, in == "path"))
			}
			out, findings := convert(t, strings.Replace(schemas("  {}"), "paths: {}", fmt.Sprintf("paths: {'%s': {get: {operationId: getA, parameters: [%s], responses: {'200': {description: ok}}}}}", test.path, strings.Join(parameters, ", ")), 1), nil)
			if out == nil || rules(findings) != "" {
				t.Fatal(findings.All())
			}
			if diff := cmp.Diff(test.want, structure(out.Descriptors)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestExpansion has documents that expand to more than they are. What is made of one
// is bounded by its values.
func TestExpansion(t *testing.T) {
	chain := func(n int, link func(i int) string) string {
		var text strings.Builder
		for i := range n {
			text.WriteString("  " + link(i) + "\n")
		}
		return schemas(text.String())
	}
	inherits := func(i int) string {
		return fmt.Sprintf("B%d: {allOf: [{$ref: '#/components/schemas/B%d'}, {type: object, properties: {p%d: {type: string}}}]}", i, i+1, i)
	}
	for _, test := range []struct {
		name, text string
		at         string // where it is too much, or empty where it is not
	}{
		{"a chain of allOf", chain(200, inherits) + "  B200: {type: object, properties: {p: {type: string}}}", ""},
		{"a long chain of allOf", chain(1000, inherits) + "  B1000: {type: object, properties: {p: {type: string}}}", "/components/schemas/B"},
		{"a very long chain of allOf", chain(5000, inherits) + "  B5000: {type: object, properties: {p: {type: string}}}", "/components/schemas/B"},
		{"parts in common", chain(60, func(i int) string {
			return fmt.Sprintf("D%d: {allOf: [{$ref: '#/components/schemas/D%d'}, {$ref: '#/components/schemas/D%d'}]}", i, i+1, i+1)
		}) + "  D60: {type: object, properties: {p: {type: string}}}", ""},
		{"lists in place, each twice in the one before", chain(40, func(i int) string {
			return fmt.Sprintf("L%d: {type: array, items: {type: object, properties: {a: {$ref: '#/components/schemas/L%d'}, b: {$ref: '#/components/schemas/L%d'}}}}", i, i+1, i+1)
		}) + "  L40: {type: string}\n  O: {type: object, properties: {l: {$ref: '#/components/schemas/L0'}}}", "/components/schemas/L"},
		{"objects with allOf, each twice in the one before", chain(40, func(i int) string {
			return fmt.Sprintf("S%d: {type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/S%d'}, {type: object, properties: {x: {type: string}}}]}, b: {allOf: [{$ref: '#/components/schemas/S%d'}, {type: object, properties: {x: {type: string}}}]}}}", i, i+1, i+1)
		}) + "  S40: {type: object, properties: {z: {type: string}}}", "/components/schemas/S"},
		{"lists in place, one in the other", chain(500, func(i int) string {
			return fmt.Sprintf("L%d: {type: array, items: {type: object, properties: {a: {$ref: '#/components/schemas/L%d'}}}}", i, i+1)
		}) + "  L500: {type: string}\n  O: {type: object, properties: {l: {$ref: '#/components/schemas/L0'}}}", ""},
		{"unions in unions", chain(3000, func(i int) string {
			return fmt.Sprintf("U%d: {oneOf: [{$ref: '#/components/schemas/U%d'}, {type: object, title: T%d, properties: {p%d: {type: string}}}]}", i, i+1, i, i)
		}) + "  U3000: {type: string}", "/components/schemas/U"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, findings := convert(t, test.text, nil)
			if test.at == "" {
				if out == nil {
					t.Fatal(findings.All())
				}
				nesting := 0
				out.Model.Walk(func(m *model.Message) { nesting = max(nesting, strings.Count(m.Path(), ".")) })
				if nesting > 31 {
					t.Errorf("messages are nested %d levels deep, and protoc reads 32", nesting+1)
				}
				return
			}
			all := slices.DeleteFunc(findings.All(), func(f finding.Finding) bool { return f.Severity < finding.Error })
			if out != nil || len(all) != 1 || all[0].Rule != finding.Expansion.Name || !strings.HasPrefix(all[0].Position.Pointer, test.at) || !strings.Contains(all[0].Message, "the limit for ") {
				t.Errorf("%v, %v", out != nil, all)
			}
		})
	}
}
