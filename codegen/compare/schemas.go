// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// place identifies the element that a schema belongs to.
type place struct {
	element Element
	name    string
	sent    bool // whether requests contain the value
}

func (c *comparer) compareSchemas(before, after *document.API) {
	added := addedShapes(before, after)
	pair(before.Schemas, after.Schemas, func(s *document.Schema) string { return s.Name }, func(a, b **document.Schema) {
		switch {
		case a == nil:
			c.added(Schema, (*b).Name, (*b).At, Minor, Patch, "the schema %q was added: %s", (*b).Name, content(*b))
		case b == nil:
			same := ""
			if other := added[shapeOf(*a)]; len(other) == 1 {
				same = finding.Message("; the added schema %q has the same properties", other[0])
			}
			c.removed(Schema, (*a).Name, (*a).At, Major, Patch, "the schema %q was removed: %s%s", (*a).Name, content(*a), same)
		default:
			c.compareSchema(place{Schema, (*a).Name, c.sent[(*a).Name]}, *a, *b)
		}
	})
}

// content describes the properties or the type of a schema.
func content(s *document.Schema) string {
	if len(s.Properties) > 0 || s.Kind == document.Object && s.Additional == nil {
		return count(len(s.Properties), "property")
	}
	return typeWords(s)
}

// addedShapes returns the names of added schemas with properties, by their shapes.
func addedShapes(before, after *document.API) map[string][]string {
	known := make(map[string]bool, len(before.Schemas))
	for _, s := range before.Schemas {
		known[s.Name] = true
	}
	shapes := make(map[string][]string)
	for _, s := range after.Schemas {
		if !known[s.Name] && len(s.Properties) > 0 {
			shapes[shapeOf(s)] = append(shapes[shapeOf(s)], s.Name)
		}
	}
	return shapes
}

// shapeOf returns a text that is equal for schemas with the same properties.
func shapeOf(s *document.Schema) string {
	var shape strings.Builder
	for _, p := range s.Properties {
		fmt.Fprintf(&shape, "%q %d %d\n", p.Name, p.Schema.Kind, p.Schema.Format)
	}
	return shape.String()
}

// compareSchema compares the schemas of one place.
func (c *comparer) compareSchema(p place, before, after *document.Schema) {
	c.compareDescriptions(p.element, p.name, before.At, after.At, before.Description, after.Description)
	c.compareDeprecation(p.element, p.name, before.At, after.At, before.Deprecated, after.Deprecated)
	if !slices.Equal(before.Limits, after.Limits) {
		c.changed(p.element, Limits, p.name, before.At, after.At, Patch, Patch,
			"the limits of the %s %q changed from %s to %s", p.element, p.name, limitWords(before.Limits), limitWords(after.Limits))
	}
	c.compareRequired(p, before, after, before.Required, after.Required)
	c.compareNullable(p, before, after)
	if before.ReadOnly != after.ReadOnly {
		message := "the %s %q is read-only"
		if before.ReadOnly {
			message = "the %s %q is no longer read-only"
		}
		c.changed(p.element, ReadOnly, p.name, before.At, after.At, Patch, Minor, message, p.element, p.name)
	}
	c.compareTypes(p, before, after)
}

func (c *comparer) compareRequired(p place, before, after *document.Schema, was, is bool) {
	goVerdict := Patch
	if c.tracksPresence && isScalar(after) && !after.Nullable {
		goVerdict = Major
	}
	switch {
	case is && !was && p.sent:
		c.changed(p.element, Required, p.name, before.At, after.At, goVerdict, Major, "the %s %q is required", p.element, p.name)
	case is && !was:
		c.changed(p.element, Required, p.name, before.At, after.At, goVerdict, Patch, "the %s %q is always present", p.element, p.name)
	case was && !is:
		c.changed(p.element, Required, p.name, before.At, after.At, goVerdict, Patch, "the %s %q is no longer required", p.element, p.name)
	}
}

// compareNullable compares whether a value may be null. A required value that may be null has
// presence in Go.
func (c *comparer) compareNullable(p place, before, after *document.Schema) {
	if before.Nullable == after.Nullable {
		return
	}
	message := "the %s %q can be null"
	if before.Nullable {
		message = "the %s %q can no longer be null"
	}
	goVerdict := Minor
	if before.Nullable || c.tracksPresence && after.Required && isScalar(after) {
		goVerdict = Major
	}
	c.changed(p.element, Required, p.name, before.At, after.At, goVerdict, Minor, message, p.element, p.name)
}

// isScalar reports whether the Go type of a value depends on its presence.
func isScalar(s *document.Schema) bool {
	switch s.Kind {
	case document.String, document.Integer, document.Number, document.Boolean:
		return true
	}
	return false
}

// compareTypes compares the types of two schemas and everything that they contain.
func (c *comparer) compareTypes(p place, before, after *document.Schema) {
	if !c.enter(before, after) {
		return
	}
	defer c.leave(before, after)
	oldType, newType := typeOf(before, p.element), typeOf(after, p.element)
	switch {
	case oldType != newType:
		c.changed(p.element, Type, p.name, before.At, after.At, Major, Major,
			"the %s %q changed from %s to %s", p.element, p.name, typeWords(before), typeWords(after))
		return
	case before.Format != after.Format:
		c.changed(p.element, Type, p.name, before.At, after.At, Patch, Patch,
			"the %s %q changed from %s to %s", p.element, p.name, typeWords(before), typeWords(after))
	}
	c.compareEnums(p, before, after)
	if before.Items != nil && after.Items != nil {
		c.compareWithin(p, before.Items, after.Items)
	}
	switch {
	case before.Additional != nil && after.Additional != nil:
		c.compareWithin(p, before.Additional, after.Additional)
	case after.Additional != nil:
		c.changed(p.element, Type, p.name, before.At, after.At, Minor, Minor,
			"the %s %q permits undeclared properties: %s", p.element, p.name, typeWords(after.Additional))
	case before.Additional != nil:
		c.changed(p.element, Type, p.name, before.At, after.At, Major, removal(p.sent),
			"the %s %q no longer permits undeclared properties", p.element, p.name)
	}
	c.compareProperties(p, before.Properties, after.Properties)
	c.compareVariants(p, before, after)
}

// compareVariants compares the alternatives of two unions, and how the discriminator selects one.
func (c *comparer) compareVariants(p place, before, after *document.Schema) {
	names := variantNames(before.Variants, after.Variants)
	pair(before.Variants, after.Variants, func(s *document.Schema) string { return names[s] }, func(a, b **document.Schema) {
		switch {
		case a == nil:
			c.added(p.element, p.name, (*b).At, Minor, Minor, "the %s %q has the new alternative %s", p.element, p.name, typeWords(*b))
		case b == nil:
			c.removed(p.element, p.name, (*a).At, Major, removal(p.sent),
				"the %s %q no longer has the alternative %s", p.element, p.name, typeWords(*a))
		default:
			c.compareTypes(p, *a, *b)
		}
	})
	if was, is := discriminatorWords(before), discriminatorWords(after); was != is {
		c.changed(p.element, Type, p.name, before.At, after.At, Major, Major,
			"the discriminator of the %s %q changed from %s to %s", p.element, p.name, was, is)
	}
}

// variantNames returns a name for each alternative, by which it is found in another list. Those that have the same
// description are numbered in their order.
func variantNames(lists ...[]*document.Schema) map[*document.Schema]string {
	names := make(map[*document.Schema]string)
	for _, list := range lists {
		used := make(map[string]int)
		for _, s := range list {
			words := typeWords(s)
			used[words]++
			names[s] = fmt.Sprintf("%s %d", words, used[words])
		}
	}
	return names
}

// discriminatorWords describes a discriminator: its property, and the schema of each value.
func discriminatorWords(s *document.Schema) string {
	d := s.Discriminator
	if d == nil {
		return "none"
	}
	var values []string
	for _, m := range d.Mapping {
		values = append(values, m.Value+": "+m.Schema)
	}
	slices.Sort(values)
	if d.Default != "" {
		values = append(values, "others: "+d.Default)
	}
	if len(values) == 0 {
		return d.Property
	}
	return d.Property + " (" + strings.Join(values, ", ") + ")"
}

// compareWithin compares the elements of lists or the values of maps. It reports their changes as
// changes of the list or map.
func (c *comparer) compareWithin(p place, before, after *document.Schema) {
	c.compareDescriptions(p.element, p.name, before.At, after.At, before.Description, after.Description)
	if !slices.Equal(before.Limits, after.Limits) {
		c.changed(p.element, Limits, p.name, before.At, after.At, Patch, Patch,
			"the limits of the elements of the %s %q changed from %s to %s", p.element, p.name, limitWords(before.Limits), limitWords(after.Limits))
	}
	c.compareTypes(p, before, after)
}

func (c *comparer) compareProperties(p place, before, after []*document.Property) {
	pair(before, after, func(p *document.Property) string { return p.Name }, func(a, b **document.Property) {
		switch {
		case a == nil:
			s, wire, property := (*b).Schema, Minor, "property"
			if s.Required && p.sent {
				wire, property = Major, "required property"
			}
			c.added(Property, p.name+"."+(*b).Name, s.At, Minor, wire,
				"the %s %q of %q was added: %s", property, (*b).Name, p.name, typeWords(s))
		case b == nil:
			s := (*a).Schema
			c.removed(Property, p.name+"."+(*a).Name, s.At, Major, removal(p.sent && !s.ReadOnly),
				"the property %q of %q was removed: %s", (*a).Name, p.name, typeWords(s))
		default:
			c.compareSchema(place{Property, p.name + "." + (*a).Name, p.sent && !(*a).Schema.ReadOnly}, (*a).Schema, (*b).Schema)
		}
	})
}

func (c *comparer) compareEnums(p place, before, after *document.Schema) {
	pair(before.Enum, after.Enum, func(v document.EnumValue) string { return v.Value }, func(a, b *document.EnumValue) {
		switch {
		case a == nil:
			c.added(EnumValue, p.name+"."+b.Value, after.At, Minor, Minor, "the value %q of %q was added", b.Value, p.name)
		case b == nil:
			c.removed(EnumValue, p.name+"."+a.Value, before.At, Major, removal(p.sent), "the value %q of %q was removed", a.Value, p.name)
		default:
			c.compareDescriptions(EnumValue, p.name+"."+a.Value, before.At, after.At, a.Description, b.Description)
			c.compareDeprecation(EnumValue, p.name+"."+a.Value, before.At, after.At, a.Deprecated, b.Deprecated)
		}
	})
}

// removal returns the wire verdict for a removed element. A service may reject requests with the
// element, while a reader of responses only misses it.
func removal(sent bool) Verdict {
	if sent {
		return Major
	}
	return Minor
}

// sentSchemas returns the names of the schemas that bodies of requests contain.
func sentSchemas(api *document.API) map[string]bool {
	named := make(map[string]*document.Schema, len(api.Schemas))
	for _, s := range api.Schemas {
		named[s.Name] = s
	}
	sent := make(map[string]bool)
	seen := make(map[*document.Schema]bool)
	var send func(*document.Schema)
	send = func(s *document.Schema) {
		switch {
		case s == nil || s.ReadOnly || seen[s]:
		case s.Kind == document.Ref:
			if !sent[s.Ref] {
				sent[s.Ref] = true
				send(named[s.Ref])
			}
		default:
			seen[s] = true
			send(s.Items)
			send(s.Additional)
			for _, p := range s.Properties {
				send(p.Schema)
			}
		}
	}
	for _, o := range api.Operations {
		send(o.Body)
	}
	return sent
}
