// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestEnums(t *testing.T) {
	enum := func(line int, k document.Kind, values ...document.EnumValue) *document.Schema {
		return &document.Schema{At: at(line), Name: "E", Kind: k, Enum: values}
	}
	value := document.EnumValue{Value: "1"}
	for _, test := range []struct {
		name      string
		kind      document.Kind
		keepsEnum bool
	}{
		{"strings", document.String, true}, {"integers", document.Integer, true}, {"numbers", document.Number, true},
		{"booleans", document.Boolean, false}, {"mixed values", document.Any, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.keepsEnum {
				checkShape(t, schemas(enum(1, test.kind, value)), schemas(enum(1, test.kind, value)))
				return
			}
			want := enum(1, test.kind)
			if test.kind == document.Boolean {
				want.Constant = value.Value
			}
			checkShape(t, schemas(enum(1, test.kind, value)), schemas(want),
				`not-carried 1: 1 enum of booleans or of values of several types: the field can have any value ("E")`)
		})
	}
	// Enums are found in all places.
	object := func(values ...document.EnumValue) *document.API {
		api := schemas(&document.Schema{
			Name: "O", Kind: document.Object, Additional: enum(1, document.Boolean, values...),
			Properties: []*document.Property{{Name: "p", Schema: &document.Schema{Kind: document.Array, Items: enum(2, document.Any, values...)}}},
			Variants:   []*document.Schema{enum(3, document.Any, values...)},
		})
		api.Operations = []*document.Operation{{
			Parameters: []*document.Parameter{{Schema: enum(4, document.Boolean, values...)}}, Headers: []*document.Parameter{{Schema: enum(5, document.Boolean, values...)}},
			Body: enum(6, document.Boolean, values...), Response: enum(7, document.Boolean, values...),
			Responses: []*document.Response{{Status: "200", Schema: enum(8, document.Boolean, values...)}},
		}}
		return api
	}
	checkShape(t, object(value, document.EnumValue{Value: "2"}), object(), `not-carried 1,2,3,4,5,6,7,8: 8 enums of booleans or of values of several types: the fields can have any value ("E")`)
}

func TestDiscriminators(t *testing.T) {
	schema := func(k document.Kind, d *document.Discriminator) *document.API {
		return schemas(&document.Schema{Name: "S", Kind: k, Discriminator: d})
	}
	d := &document.Discriminator{At: at(1), Property: "kind"}
	checkShape(t, schema(document.Union, d), schema(document.Union, d))
	checkShape(t, schema(document.Object, d), schema(document.Object, nil),
		`not-carried 1: 1 discriminator of a schema without several alternatives: it has no effect ("S")`)
	inner := func(d *document.Discriminator) *document.API {
		property := &document.Property{Name: "p", Schema: &document.Schema{Kind: document.Object, Discriminator: d}}
		return schemas(&document.Schema{Name: "S", Kind: document.Object, Properties: []*document.Property{property}})
	}
	checkShape(t, inner(d), inner(nil),
		`not-carried 1: 1 discriminator of an object schema without a name: it does not tell which subtype a value is ("the document")`)
}

func TestUnnameableProperties(t *testing.T) {
	property := func(name string, k document.Kind) *document.Property {
		return &document.Property{Name: name, Schema: &document.Schema{At: at(1), Kind: k, Required: true}}
	}
	additional := func(k document.Kind) *document.Schema { return &document.Schema{At: at(1), Kind: k} }
	const one = `not-carried 1: 1 property whose name cannot be the json_name of a field: it is one of the additional properties of its object ("O.[x]")`
	const two = `not-carried 1,1: 2 properties whose names cannot be the json_name of a field: they are among the additional properties of their objects ("O.[x]", "O.[y]")`
	for _, test := range []struct {
		name     string
		before   document.Schema
		after    document.Schema
		findings []string
	}{
		{"none", document.Schema{Properties: []*document.Property{property("a", document.String)}}, document.Schema{Properties: []*document.Property{property("a", document.String)}}, nil},
		{"the only one", document.Schema{Properties: []*document.Property{property("[x]", document.String)}}, document.Schema{Additional: additional(document.Any)}, []string{one}},
		{
			"one beside others",
			document.Schema{Properties: []*document.Property{property("a", document.String), property("[x]", document.Integer), property("b", document.String)}},
			document.Schema{Properties: []*document.Property{property("a", document.String), property("b", document.String)}, Additional: additional(document.Any)},
			[]string{one},
		},
		{
			"two of a type", document.Schema{Properties: []*document.Property{property("[x]", document.Integer), property("[y]", document.Integer)}},
			document.Schema{Additional: additional(document.Any)}, []string{two},
		},
		{
			"two of different types", document.Schema{Properties: []*document.Property{property("[x]", document.Integer), property("[y]", document.String)}},
			document.Schema{Additional: additional(document.Any)}, []string{two},
		},
		{
			"one beside additional properties of its type", document.Schema{Properties: []*document.Property{property("[x]", document.Integer)}, Additional: additional(document.Integer)},
			document.Schema{Additional: additional(document.Integer)}, []string{one},
		},
		{
			"one beside additional properties of another type", document.Schema{Properties: []*document.Property{property("[x]", document.Integer)}, Additional: additional(document.String)},
			document.Schema{Additional: additional(document.Any)}, []string{one},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.before.Name, test.before.Kind, test.after.Name, test.after.Kind = "O", document.Object, "O", document.Object
			checkShape(t, schemas(&test.before), schemas(&test.after), test.findings...)
		})
	}
}

// Schemas can share the slice of properties: changing one must not change the other.
func TestSharedProperties(t *testing.T) {
	all := []*document.Property{{Name: "[x]", Schema: kind(document.String)}, {Name: "a", Schema: kind(document.String)}}
	doc := schemas(&document.Schema{Name: "A", Kind: document.Object, Properties: all}, &document.Schema{Name: "B", Kind: document.Object, Properties: all})
	object := func(name string) *document.Schema {
		return &document.Schema{Name: name, Kind: document.Object, Properties: []*document.Property{{Name: "a", Schema: kind(document.String)}}, Additional: kind(document.Any)}
	}
	checkShape(t, doc, schemas(object("A"), object("B")),
		`not-carried 0,0: 2 properties whose names cannot be the json_name of a field: they are among the additional properties of their objects ("A.[x]", "B.[x]")`)
}
