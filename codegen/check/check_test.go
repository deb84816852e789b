// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package check_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/check"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

var (
	packageA = &model.Package{Name: "a.v1"}
	packageB = &model.Package{Name: "b.v1"}
	packageC = &model.Package{Name: "c.v1"}
)

// at is the place of line n.
func at(n int) finding.Position { return finding.Position{File: "a.json", Line: n, Column: 1} }

// message returns a message whose key and name are the same, on line n.
func message(n int, pkg *model.Package, name string) *model.Message {
	return &model.Message{Key: name, Name: name, Package: pkg, At: at(n)}
}

// use gives a message a field on line n.
func use(n int, m *model.Message, t model.Type) {
	m.Fields = append(m.Fields, &model.Field{Key: fmt.Sprint("f", n), Name: fmt.Sprint("f", n), Type: t, At: at(n)})
}

func nest(m *model.Message, name string) *model.Message {
	inner := &model.Message{Key: m.Key + "." + name, Name: name, Package: m.Package, Parent: m}
	m.Messages = append(m.Messages, inner)
	return inner
}

// service returns a service with a method on each of the lines.
func service(name string, resource []string, methods map[int]string) *model.Service {
	s := &model.Service{Name: name, Resource: resource}
	for n := range 10 {
		if method := methods[n]; method != "" {
			s.Methods = append(s.Methods, &model.Method{
				Service: s, Name: method, Operations: []*document.Operation{{ID: fmt.Sprintf("id%d", n), At: at(n)}},
			})
		}
	}
	return s
}

func assertFindings(t *testing.T, findings *finding.List, want ...string) {
	t.Helper()
	var got []string
	for _, f := range findings.All() {
		got = append(got, fmt.Sprintf("%d %s: %s", f.Position.Line, f.Rule, f.Message))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestJSONNames(t *testing.T) {
	m := message(1, packageA, "M")
	for n, name := range []struct{ key, name string }{
		{"a_b", "a_b"}, {"aB", "a_b2"}, // both have a name of their own
		{"x1", "x1"}, {"x_1", "x_1"}, // x1 is what proto calls both
	} {
		m.Fields = append(m.Fields, &model.Field{Key: name.key, Name: name.name, Type: model.String, At: at(n + 2)})
	}
	body := &model.Field{Key: "c", Name: "a_b", Renamed: true, Type: model.String, At: at(9)}
	renamed := message(8, packageA, "R")
	renamed.Fields = []*model.Field{{Key: "aB", Name: "a_b2", Type: model.String, At: at(8)}, body}
	assertFindings(t, check.API(&model.API{Package: packageA, Messages: []*model.Message{m, renamed}}),
		`5 name-taken: "x_1" of M would have the name x_1, which proto JSON does not distinguish from "x1"`,
		`9 name-taken: "c" of R would have the JSON name "aB", like "aB"`,
	)
}

func TestNames(t *testing.T) {
	renamed := message(2, packageA, "Card")
	renamed.Key = "GoogleCard"
	request := message(4, packageA, "GetRequest")
	outer := message(5, packageA, "Outer")
	nest(outer, "Card")
	api := &model.API{
		Package: packageA,
		Messages: []*model.Message{
			message(1, packageA, "Card"), renamed, message(3, packageB, "Card"), request, message(4, packageA, "GetRequest"), outer,
			message(6, packageA, "BooksService"), message(7, packageB, "ShelvesService"),
		},
		Services: []*model.Service{
			service("BooksService", []string{"books"}, map[int]string{1: "Get", 2: "List", 3: "Get"}),
			service("ShelvesService", []string{"shelves"}, map[int]string{4: "Get"}),
			service("ShelvesService", []string{"old", "shelves"}, map[int]string{5: "Get"}),
			service("Card", nil, nil), // without methods there is none
		},
	}
	assertFindings(t, check.API(api),
		`1 name-taken: "books" would have the name a.v1.BooksService, like "BooksService"`,
		`2 name-taken: "GoogleCard" would have the name a.v1.Card, like "Card"`,
		`3 name-taken: "id3" would have the name a.v1.BooksService.Get, like "id1"`,
		`4 name-taken: "GetRequest" would have the name a.v1.GetRequest, like "GetRequest"`,
		`5 name-taken: "id5" would have the name a.v1.ShelvesService.Get, like "id4"`,
		`5 name-taken: "old.shelves" would have the name a.v1.ShelvesService, like "shelves"`,
	)
}

func TestNamesWithin(t *testing.T) {
	m, inner := message(1, packageA, "Outer"), nest(message(2, packageA, "Other"), "Inner")
	inner.Parent, inner.Name, m.Messages = m, "kind", []*model.Message{inner}
	use(3, m, model.String)
	use(4, m, model.String)
	m.Fields[0].Name, m.Fields[0].Oneof = "kind", "choice"
	m.Fields[1].Name, m.Fields[1].Oneof = "choice", "choice"
	assertFindings(t, check.API(&model.API{Package: packageA, Messages: []*model.Message{m}}),
		`3 name-taken: "Outer.f3" would have the name a.v1.Outer.kind, like "Other.Inner"`,
		`4 name-taken: "Outer.f4" would have the name a.v1.Outer.choice, like "the oneof of Outer.f3"`,
	)
}

func TestEnums(t *testing.T) {
	enum := func(n int, name string, numbers ...int32) *model.Enum {
		e := &model.Enum{Key: name, Name: name, Package: packageA, At: at(n)}
		for _, number := range numbers {
			e.Values = append(e.Values, &model.EnumValue{Number: number})
		}
		return e
	}
	inner := enum(3, "Kind", 1)
	m := message(4, packageA, "Shape")
	m.Enums, inner.Parent = []*model.Enum{inner}, m
	api := &model.API{Package: packageA, Messages: []*model.Message{m}, Enums: []*model.Enum{enum(1, "Size", 1, 0), enum(2, "Shape", 0)}}
	assertFindings(t, check.API(api),
		`2 name-taken: "Shape" would have the name a.v1.Shape, like "Shape"`,
		`3 enum-zero-missing: no value of Kind has the number 0`,
	)
}

func TestPackages(t *testing.T) {
	tests := []struct {
		name string
		uses func(a, b, c *model.Message)
		want []string
	}{
		{"none", func(a, b, c *model.Message) { use(1, a, a); use(2, b, model.String); use(3, c, model.AnyType) }, nil},
		{"one way", func(a, b, c *model.Message) { use(1, a, b); use(2, b, c); use(3, a, c) }, nil},
		{"each other", func(a, b, _ *model.Message) { use(1, a, b); use(2, a, b); use(3, b, a) }, []string{
			`3 package-cycle: "f3" of "B" in b.v1 is a "A" of a.v1, which depends on b.v1`,
		}},
		{"each other, equally", func(a, b, _ *model.Message) { use(1, b, a); use(2, a, b) }, []string{
			`2 package-cycle: "f2" of "A" in a.v1 is a "B" of b.v1, which depends on a.v1`,
		}},
		{"by an enum, a map and what is nested", func(a, b, _ *model.Message) {
			use(1, nest(a, "In"), &model.Enum{Key: "B.e", Parent: b, Package: b.Package})
			use(2, a, model.Map{Value: nest(b, "In")})
			use(3, nest(b, "Out"), a)
		}, []string{
			`3 package-cycle: "f3" of "B.Out" in b.v1 is a "A" of a.v1, which depends on b.v1`,
		}},
		{"in a circle", func(a, b, c *model.Message) { use(1, a, b); use(2, b, c); use(3, b, c); use(4, c, a); use(5, c, a) }, []string{
			`1 package-cycle: "f1" of "A" in a.v1 is a "B" of b.v1, which depends on a.v1`,
		}},
		{"in two circles", func(a, b, c *model.Message) {
			use(1, a, b)
			use(2, b, a)
			use(3, b, a)
			use(4, b, c)
			use(5, c, b)
			use(6, c, b)
		}, []string{
			`1 package-cycle: "f1" of "A" in a.v1 is a "B" of b.v1, which depends on a.v1`,
			`4 package-cycle: "f4" of "B" in b.v1 is a "C" of c.v1, which depends on b.v1`,
		}},
		{"by a request, which is in another file", func(a, b, _ *model.Message) {
			use(1, a, b)
			b.CreatedFor = &model.Method{}
			use(2, nest(b, "In"), a)
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a, b, c := message(0, packageA, "A"), message(0, packageB, "B"), message(0, packageC, "C")
			test.uses(a, b, c)
			assertFindings(t, check.API(&model.API{Package: packageA, Messages: []*model.Message{a, b, c}}), test.want...)
		})
	}
}
