// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// newRandom returns a source that depends only on the seed and on names. So every machine generates
// the same values, whatever else it generates.
func newRandom(names ...string) *rand.Rand {
	h := fnv.New64a()
	for _, name := range names {
		fmt.Fprintf(h, "%s\x00", name)
	}
	return rand.New(rand.NewPCG(*seed, h.Sum64()))
}

// A place is the place of a value. It determines which texts are possible.
type place int

const (
	inJSON      place = iota
	inQuery           // a text that is a whole parameter
	inPlainText       // in a path, a header or a cookie, or between separators
	inSegment         // beside other text in the segment of a path
	inForm            // in a form, where files are bytes
)

// values generates JSON values that schemas allow. An object has the properties that are possible
// in a request or a response.
type values struct {
	*rand.Rand
	schemas   *schemas
	isRequest bool
	place     place
	// optional is the probability that an optional property is present.
	optional float64
	// left is the number of values that may still be generated. At 0, optional values are left out.
	left int
}

// schemas are the named schemas of a document.
type schemas struct {
	is31  bool
	names map[*openapi3.Schema]string
	// kinds are the schemas that include a schema (allOf). They are the alternatives of its
	// discriminator.
	kinds map[*openapi3.Schema][]*openapi3.Schema
}

func newSchemas(doc *openapi3.T) *schemas {
	s := &schemas{is31: doc.IsOpenAPI31OrLater(), names: make(map[*openapi3.Schema]string), kinds: make(map[*openapi3.Schema][]*openapi3.Schema)}
	if doc.Components == nil {
		return s
	}
	for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
		ref := doc.Components.Schemas[name]
		if ref == nil || ref.Value == nil || ref.Ref != "" {
			continue
		}
		s.names[ref.Value] = name
		for _, part := range ref.Value.AllOf {
			if part.Value != nil {
				s.kinds[part.Value] = append(s.kinds[part.Value], ref.Value)
			}
		}
	}
	return s
}

// isPart reports whether a schema is a part of another one, at any depth.
func (s *schemas) isPart(part, whole *openapi3.Schema) bool {
	for _, kind := range s.kinds[part] {
		if kind == whole || s.isPart(kind, whole) {
			return true
		}
	}
	return false
}

// isValid validates a value with kin-openapi.
func (s *schemas) isValid(schema *openapi3.Schema, value any, isRequest bool) error {
	options := []openapi3.SchemaValidationOption{openapi3.VisitAsResponse()}
	if isRequest {
		options[0] = openapi3.VisitAsRequest()
	}
	if s.is31 {
		options = append(options, openapi3.EnableJSONSchema2020())
	}
	return schema.VisitJSON(plain(value), options...)
}

// binary is the content of a file. It is base64 only in the JSON of a message.
type binary string

func (b binary) MarshalJSON() ([]byte, error) {
	return json.Marshal(base64.StdEncoding.EncodeToString([]byte(b)))
}

// unknown is a required member that no schema describes.
type unknown struct{ value any }

func (u unknown) MarshalJSON() ([]byte, error) { return json.Marshal(u.value) }

func hasUnknown(value any) bool {
	switch value := value.(type) {
	case unknown:
		return true
	case []any:
		return slices.ContainsFunc(value, hasUnknown)
	case map[string]any:
		for _, member := range value {
			if hasUnknown(member) {
				return true
			}
		}
	}
	return false
}

// plain returns a copy of a value in which files are replaced by their content.
func plain(value any) any {
	switch value := value.(type) {
	case binary:
		return string(value)
	case unknown:
		return value.value
	case []any:
		list := make([]any, len(value))
		for i := range value {
			list[i] = plain(value[i])
		}
		return list
	case map[string]any:
		object := make(map[string]any)
		for name, member := range value {
			object[name] = plain(member)
		}
		return object
	}
	return value
}

var errNotDrawn = errors.New("no valid value was drawn")

// draw returns a value that is valid according to kin-openapi.
func (s *schemas) draw(random *rand.Rand, schema *openapi3.Schema, isRequest bool, place place) (any, error) {
	why := errNotDrawn
	for _, optional := range []float64{0.6, 0.6, 0.4, 0.4, 0.3, 0.2, 0.1, 0.1, 0, 0, 0, 0} {
		g := &values{Rand: random, schemas: s, isRequest: isRequest, place: place, optional: optional, left: 300}
		value, err := g.of([]*openapi3.Schema{schema}, 6)
		if err == nil {
			err = s.isValid(schema, value, isRequest)
		}
		if err == nil {
			return value, nil
		}
		why = fmt.Errorf("%w: %w", errNotDrawn, err)
	}
	return nil, why
}

// of generates a value that all of the schemas allow.
func (g *values) of(all []*openapi3.Schema, depth int) (any, error) {
	if g.left--; g.left < -3000 || depth < -20 {
		return nil, errors.New("what is required has no end")
	}
	flat, named := g.expand(all)
	types := typesOf(flat)
	if types == nil {
		types = []string{typeBySiblings(flat)}
	}
	if len(types) == 0 {
		return nil, errors.New("no type is permitted")
	}
	if slices.Contains(types, "null") && len(types) > 1 && g.Float64() > 0.1 {
		types = slices.DeleteFunc(types, func(t string) bool { return t == "null" })
	}
	for _, s := range flat {
		if s.Const != nil {
			return s.Const, nil
		}
	}
	for _, s := range flat {
		if len(s.Enum) > 0 {
			return g.enum(flat, types)
		}
	}
	if g.IntN(20) == 0 && isNullable(flat) {
		return nil, nil
	}
	switch types[g.IntN(len(types))] {
	case "null":
		return nil, nil
	case "boolean":
		return g.IntN(2) == 0, nil
	case "integer":
		return g.number(flat, true), nil
	case "number":
		return g.number(flat, hasIntegerFormat(flat)), nil
	case "string":
		return g.string(flat), nil
	case "array":
		return g.list(flat, depth)
	case "object":
		return g.object(flat, named, depth)
	}
	return g.any(depth), nil
}

// expand returns schemas with all of their parts, and with one alternative of each union. It also
// returns the discriminators of these alternatives.
func (g *values) expand(all []*openapi3.Schema) (flat []*openapi3.Schema, named map[string]any) {
	named = make(map[string]any)
	for queue := slices.Clone(all); len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if s == nil || slices.Contains(flat, s) {
			continue
		}
		flat = append(flat, s)
		for _, part := range s.AllOf {
			queue = append(queue, part.Value)
		}
		for _, alternatives := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf} {
			if len(alternatives) == 0 {
				continue
			}
			chosen := alternatives[g.IntN(len(alternatives))]
			queue = append(queue, chosen.Value)
			if d := s.Discriminator; d != nil {
				named[d.PropertyName] = nameOf(d, chosen.Ref, g.schemas.names[chosen.Value])
			}
		}
		if d := s.Discriminator; d != nil && len(s.OneOf)+len(s.AnyOf) == 0 {
			if whole := g.kindOf(s, flat); whole != nil {
				queue = append(queue, whole)
				name := g.schemas.names[whole]
				named[d.PropertyName] = nameOf(d, "#/components/schemas/"+name, name)
			}
		}
	}
	return flat, named
}

// kindOf returns a schema that includes s: one that is already used, or else any, or s itself.
func (g *values) kindOf(s *openapi3.Schema, flat []*openapi3.Schema) *openapi3.Schema {
	for _, whole := range flat {
		if g.schemas.names[whole] != "" && g.schemas.isPart(s, whole) {
			return whole
		}
	}
	for g.schemas.names[s] != "" {
		kinds := g.schemas.kinds[s]
		if i := g.IntN(len(kinds) + 1); i < len(kinds) {
			s = kinds[i]
			continue
		}
		return s
	}
	return nil
}

// nameOf returns the discriminator's value for a schema.
func nameOf(d *openapi3.Discriminator, ref, name string) any {
	for _, value := range slices.Sorted(maps.Keys(d.Mapping)) {
		if target := d.Mapping[value].Ref; target == ref || target == name {
			return value
		}
	}
	if i := strings.LastIndexByte(ref, '/'); i >= 0 {
		return ref[i+1:]
	}
	return name
}

func (g *values) enum(flat []*openapi3.Schema, types []string) (any, error) {
	var permitted []any
	for _, s := range flat {
		if len(s.Enum) == 0 {
			continue
		}
		if permitted == nil {
			permitted = slices.Clone(s.Enum)
			continue
		}
		permitted = slices.DeleteFunc(permitted, func(v any) bool { return !slices.Contains(s.Enum, v) })
	}
	permitted = slices.DeleteFunc(permitted, func(v any) bool {
		return v == nil && g.Float64() < 0.9 || v == "" && g.place != inJSON || v != nil && types[0] != "" && !slices.ContainsFunc(types, func(t string) bool { return isOfType(v, t) })
	})
	if len(permitted) == 0 {
		return nil, errors.New("no value of the enum is permitted")
	}
	return permitted[g.IntN(len(permitted))], nil
}

// letters are characters that are not separators. The first ones do not occur beside variables of
// paths.
const letters = "abcXYZ019-_~"

func (g *values) list(flat []*openapi3.Schema, depth int) (any, error) {
	least, most, unique := 0, 3, false
	var items []*openapi3.Schema
	for _, s := range flat {
		least = max(least, int(min(s.MinItems, 1000)))
		if s.MaxItems != nil {
			most = min(most, int(*s.MaxItems))
		}
		unique = unique || s.UniqueItems
		if s.Items != nil && s.Items.Value != nil {
			items = append(items, s.Items.Value)
		}
	}
	most = max(most, least)
	n := least
	if depth > 0 && g.left > 0 {
		n += g.IntN(most - least + 1)
	}
	if n == 0 && most > 0 && g.place != inJSON {
		n = 1 // a parameter without values is absent
	}
	list := []any{}
	for try := 0; len(list) < n && try < 3*n; try++ {
		var element any
		var err error
		if items == nil {
			element = g.any(0)
		} else if element, err = g.of(items, depth-1); err != nil {
			if least > 0 || g.place != inJSON {
				return nil, err
			}
			return list, nil
		}
		if !unique || !slices.ContainsFunc(list, func(other any) bool { return same(other, element) }) {
			list = append(list, element)
		}
	}
	return list, nil
}

func (g *values) object(flat []*openapi3.Schema, named map[string]any, depth int) (any, error) {
	properties := make(map[string][]*openapi3.Schema)
	required := make(map[string]bool)
	var additional []*openapi3.Schema
	closed, open := false, false
	least, most := 0, -1
	for _, s := range flat {
		for name, p := range s.Properties {
			if p.Value != nil {
				properties[name] = append(properties[name], p.Value)
			}
		}
		for _, name := range s.Required {
			required[name] = true
		}
		switch a := s.AdditionalProperties; {
		case a.Schema != nil && a.Schema.Value != nil:
			additional = append(additional, a.Schema.Value)
		case a.Has != nil && *a.Has:
			open = true
		case a.Has != nil:
			closed = true
		}
		least = max(least, int(min(s.MinProps, 100)))
		if s.MaxProps != nil {
			most = int(min(*s.MaxProps, 100))
		}
	}
	object := make(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if g.isElsewhere(properties[name]) {
			delete(required, name)
			continue
		}
		if !required[name] && (depth <= 0 || g.left <= 0 || g.Float64() >= g.optional || most >= 0 && len(object) >= most) {
			continue
		}
		value, err := g.of(properties[name], depth-1)
		if err != nil && required[name] {
			return nil, err
		}
		if err == nil {
			object[name] = value
		}
	}
	for _, name := range slices.Sorted(maps.Keys(required)) {
		if properties[name] == nil && additional == nil && !open {
			object[name] = unknown{g.any(0)}
		}
	}
	for name, value := range named {
		object[name] = value
	}
	if closed || additional == nil && !open {
		return object, nil
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(required)) {
		if properties[name] == nil {
			names = append(names, name)
		}
	}
	for range g.IntN(3) {
		if depth > 0 && g.left > 0 {
			names = append(names, fmt.Sprintf("key%d", g.IntN(100)))
		}
	}
	for i := len(object) + len(names); i < least; i++ {
		names = append(names, fmt.Sprintf("more%d", i))
	}
	for _, name := range names {
		if additional == nil {
			object[name] = g.any(0)
			continue
		}
		value, err := g.of(additional, depth-1)
		if err != nil {
			return object, nil //nolint:nilerr // an object without the rest is valid too
		}
		object[name] = value
	}
	return object, nil
}

// isElsewhere reports whether a property occurs only in responses, for a request, or only in
// requests, for a response.
func (g *values) isElsewhere(property []*openapi3.Schema) bool {
	for _, s := range property {
		if g.isRequest && s.ReadOnly || !g.isRequest && s.WriteOnly {
			return true
		}
		for _, part := range s.AllOf {
			if part.Value != nil && (g.isRequest && part.Value.ReadOnly || !g.isRequest && part.Value.WriteOnly) {
				return true
			}
		}
	}
	return false
}

// any generates a value of any type. In a parameter it is a text.
func (g *values) any(depth int) any {
	if g.place != inJSON {
		return g.text(1, 12)
	}
	switch g.IntN(8) {
	case 0:
		return g.IntN(2) == 0
	case 1, 2:
		return float64(g.IntN(1000)) / 4
	case 3:
		if depth > 0 {
			return []any{g.any(depth - 2), g.any(depth - 2)}
		}
	case 4:
		if depth > 0 {
			return map[string]any{"a": g.any(depth - 2), "b c": g.any(depth - 2)}
		}
	}
	return g.text(0, 12)
}
