// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
)

// schemas validates JSON with the schemas of a document: types, members, required members,
// enums, readOnly and writeOnly. It ignores patterns and formats of text, which random values
// don't match.
//
// Schemas that an overlay merges are not included, because the overlay replaces them.
type schemas struct {
	named     map[string]*document.Schema
	constants bool // enums are checked; an overlay may merge them
}

func newSchemas(api *model.API, overlaid bool) *schemas {
	s := &schemas{named: make(map[string]*document.Schema, len(api.Document.Schemas)), constants: !overlaid}
	for _, schema := range api.Document.Schemas {
		s.named[schema.Name] = schema
	}
	api.Walk(func(m *model.Message) {
		if len(m.Replaced) > 0 {
			delete(s.named, m.Schema)
		}
		for _, name := range m.Replaced {
			delete(s.named, name)
		}
	})
	return s
}

// violation is a value that is invalid according to a schema.
type violation struct {
	path, problem string
	// missing states that a required member is absent. The message for several alternatives
	// may contain members of any of them, so that callers decide which ones are required.
	missing bool
}

func (v *violation) String() string { return at(v.path) + " " + v.problem }

// direction is the sender of JSON.
type direction int

const (
	byClient direction = iota
	byServer
)

// maxChecks is the maximum number of checks for one value. Nested unions multiply them.
const maxChecks = 5_000

// check returns the first violation in a value, or nil.
func (s *schemas) check(schema *document.Schema, value any, from direction) *violation {
	c := &checker{schemas: s, from: from, left: maxChecks}
	return c.value(schema, value, "", false)
}

type checker struct {
	*schemas
	from direction
	left int
}

func (c *checker) resolve(schema *document.Schema) *document.Schema {
	for range 100 {
		if schema == nil || schema.Kind != document.Ref {
			return schema
		}
		schema = c.named[schema.Ref]
	}
	return nil
}

// value checks a value. An open object may have members that the schema does not declare,
// because another schema of the same union or allOf declares them.
func (c *checker) value(schema *document.Schema, value any, path string, open bool) *violation {
	outer := schema
	schema = c.resolve(schema)
	if c.left--; schema == nil || c.left < 0 {
		return nil
	}
	if value == nil {
		if schema.Nullable || outer.Nullable || schema.Kind == document.Any || schema.Kind == document.Union {
			return nil
		}
		return &violation{path: path, problem: "is null, which the schema does not allow"}
	}
	if v := c.kind(schema, value, path, open); v != nil {
		return v
	}
	return c.constant(schema, value, path)
}

func (c *checker) kind(schema *document.Schema, value any, path string, open bool) *violation {
	switch schema.Kind {
	case document.String:
		if _, ok := value.(string); !ok {
			return wrongKind(path, value, "text")
		}
	case document.Integer:
		if n, ok := value.(json.Number); !ok || !isWhole(n) {
			return wrongKind(path, value, "a whole number")
		}
	case document.Number:
		if _, ok := value.(json.Number); !ok {
			return wrongKind(path, value, "a number")
		}
	case document.Boolean:
		if _, ok := value.(bool); !ok {
			return wrongKind(path, value, "a boolean")
		}
	case document.Array:
		list, ok := value.([]any)
		if !ok {
			return wrongKind(path, value, "a list")
		}
		for i, element := range list {
			if v := c.value(schema.Items, element, path+"/"+strconv.Itoa(i), false); v != nil {
				return v
			}
		}
	case document.Union:
		return c.variants(schema, value, path, open || schema.Inclusive)
	case document.Object:
		object, ok := value.(map[string]any)
		if !ok {
			return wrongKind(path, value, "an object")
		}
		return c.object(schema, object, path, open)
	}
	return nil
}

func wrongKind(path string, value any, want string) *violation {
	return &violation{path: path, problem: "is " + showValue(value) + ", but the schema requires " + want}
}

func isWhole(n json.Number) bool {
	f, ok := new(big.Float).SetString(n.String())
	return ok && f.IsInt()
}

func (c *checker) constant(schema *document.Schema, value any, path string) *violation {
	if !c.constants || len(schema.Enum) == 0 || !isScalar(value) {
		return nil
	}
	for _, e := range schema.Enum {
		if e.Value == fmt.Sprint(value) || sameScalar(json.Number(e.Value), value, exactly) {
			return nil
		}
	}
	return &violation{path: path, problem: "is " + showValue(value) + ", which is not one of the schema's values"}
}

// variants returns nil if a value is valid according to one of the alternatives, and
// otherwise the violation of the first.
func (c *checker) variants(schema *document.Schema, value any, path string, open bool) *violation {
	var first *violation
	for _, variant := range schema.Variants {
		v := c.value(variant, value, path, open)
		if v == nil || v.missing {
			return nil
		}
		if first == nil {
			first = v
		}
	}
	return first
}

func (c *checker) object(schema *document.Schema, object map[string]any, path string, open bool) *violation {
	known := make(map[string]bool)
	for _, p := range schema.Properties {
		known[p.Name] = true
		value, present := object[p.Name]
		inner := c.resolve(p.Schema)
		readOnly := p.Schema.ReadOnly || inner != nil && inner.ReadOnly
		writeOnly := p.Schema.WriteOnly || inner != nil && inner.WriteOnly
		ofOther := readOnly && c.from == byClient || writeOnly && c.from == byServer
		switch {
		case present:
			if v := c.value(p.Schema, value, path+"/"+escapePointer(p.Name), false); v != nil {
				return v
			}
		case p.Schema.Required && !ofOther:
			problem := "does not contain the member " + strconv.Quote(p.Name) + ", which the schema requires"
			return &violation{path: path, problem: problem, missing: true}
		}
	}
	if len(schema.Variants) > 0 {
		return c.variants(schema, object, path, true)
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		switch {
		case known[name]:
		case schema.Additional != nil:
			if v := c.value(schema.Additional, object[name], path+"/"+escapePointer(name), false); v != nil {
				return v
			}
		case !open && len(schema.Properties) > 0 && schema.Discriminator == nil:
			return &violation{path: path, problem: "contains the member " + strconv.Quote(name) + ", which the schema does not declare"}
		}
	}
	return nil
}
