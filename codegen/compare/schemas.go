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

// place is where a schema stands.
type place struct {
	element Element
	name    string
	sent    bool
}

func (c *comparer) compareSchemas(old, new *document.API) {
	renamed := newShapes(old, new)
	pair(old.Schemas, new.Schemas, func(s *document.Schema) string { return s.Name }, func(a, b **document.Schema) {
		switch {
		case a == nil:
			c.added(Schema, (*b).Name, (*b).At, Minor, Patch, "the schema %q is new: %s", (*b).Name, content(*b))
		case b == nil:
			same := ""
			if other := renamed[shapeOf(*a)]; len(other) == 1 {
				same = finding.Message("; the new schema %q has the same", other[0])
			}
			c.removed(Schema, (*a).Name, (*a).At, Major, Patch, "the schema %q is gone: %s%s", (*a).Name, content(*a), same)
		default:
			c.compareSchema(place{Schema, (*a).Name, c.sent[(*a).Name]}, *a, *b)
		}
	})
}

// content says how much a schema declares.
func content(s *document.Schema) string {
	if len(s.Properties) > 0 || s.Kind == document.Object && s.Additional == nil {
		return count(len(s.Properties), "property")
	}
	return typeWords(s)
}

// newShapes returns the names of the new document's own schemas that have
// properties, by their shapes.
func newShapes(old, new *document.API) map[string][]string {
	known := make(map[string]bool, len(old.Schemas))
	for _, s := range old.Schemas {
		known[s.Name] = true
	}
	shapes := make(map[string][]string)
	for _, s := range new.Schemas {
		if !known[s.Name] && len(s.Properties) > 0 {
			shapes[shapeOf(s)] = append(shapes[shapeOf(s)], s.Name)
		}
	}
	return shapes
}

// shapeOf returns what two schemas have in common that have the same properties.
func shapeOf(s *document.Schema) string {
	var shape strings.Builder
	for _, p := range s.Properties {
		fmt.Fprintf(&shape, "%q %d %d\n", p.Name, p.Schema.Kind, p.Schema.Format)
	}
	return shape.String()
}

// compareSchema compares what two documents say of one place.
func (c *comparer) compareSchema(p place, old, new *document.Schema) {
	c.compareDescriptions(p.element, p.name, old.At, new.At, old.Description, new.Description)
	c.compareDeprecation(p.element, p.name, old.At, new.At, old.Deprecated, new.Deprecated)
	if !slices.Equal(old.Limits, new.Limits) {
		c.changed(p.element, Limits, p.name, old.At, new.At, Patch, Patch, "the limits of the %s %q were %s and are %s", p.element, p.name, limitWords(old.Limits), limitWords(new.Limits))
	}
	c.compareRequired(p, old, new, old.Required, new.Required)
	c.compareNullable(p, old, new)
	if old.ReadOnly != new.ReadOnly {
		message := "the %s %q is read-only"
		if old.ReadOnly {
			message = "the %s %q is no longer read-only"
		}
		c.changed(p.element, ReadOnly, p.name, old.At, new.At, Patch, Minor, message, p.element, p.name)
	}
	c.compareTypes(p, old, new)
}

func (c *comparer) compareRequired(p place, old, new *document.Schema, was, is bool) {
	goVerdict := Patch
	if c.presence && isScalar(new) && !new.Nullable {
		goVerdict = Major
	}
	switch {
	case is && !was && p.sent:
		c.changed(p.element, Required, p.name, old.At, new.At, goVerdict, Major, "the %s %q is required", p.element, p.name)
	case is && !was:
		c.changed(p.element, Required, p.name, old.At, new.At, goVerdict, Patch, "the %s %q is always there", p.element, p.name)
	case was && !is:
		c.changed(p.element, Required, p.name, old.At, new.At, goVerdict, Patch, "the %s %q is no longer required", p.element, p.name)
	}
}

// compareTypes compares the types of two schemas, and what is within them.
func (c *comparer) compareTypes(p place, old, new *document.Schema) {
	if !c.enter(old, new) {
		return
	}
	defer c.leave(old, new)
	oldType, newType := typeOf(old, p.element), typeOf(new, p.element)
	switch {
	case oldType != newType:
		c.changed(p.element, Type, p.name, old.At, new.At, Major, Major, "the %s %q was %s and is %s", p.element, p.name, typeWords(old), typeWords(new))
		return
	case old.Format != new.Format:
		c.changed(p.element, Type, p.name, old.At, new.At, Patch, Patch, "the %s %q was %s and is %s", p.element, p.name, typeWords(old), typeWords(new))
	}
	c.compareEnums(p, old, new)
	if old.Items != nil && new.Items != nil {
		c.compareWithin(p, old.Items, new.Items)
	}
	switch {
	case old.Additional != nil && new.Additional != nil:
		c.compareWithin(p, old.Additional, new.Additional)
	case new.Additional != nil:
		c.changed(p.element, Type, p.name, old.At, new.At, Minor, Minor, "the %s %q has other properties beside those declared: %s", p.element, p.name, typeWords(new.Additional))
	case old.Additional != nil:
		c.changed(p.element, Type, p.name, old.At, new.At, Major, removal(p.sent), "the %s %q has no longer other properties beside those declared", p.element, p.name)
	}
	c.compareProperties(p, old.Properties, new.Properties)
}

// compareWithin compares the elements of lists and the values of maps, whose
// changes are those of the list or map.
func (c *comparer) compareWithin(p place, old, new *document.Schema) {
	c.compareDescriptions(p.element, p.name, old.At, new.At, old.Description, new.Description)
	if !slices.Equal(old.Limits, new.Limits) {
		c.changed(p.element, Limits, p.name, old.At, new.At, Patch, Patch, "the limits within the %s %q were %s and are %s", p.element, p.name, limitWords(old.Limits), limitWords(new.Limits))
	}
	c.compareTypes(p, old, new)
}

func (c *comparer) compareProperties(p place, old, new []*document.Property) {
	pair(old, new, func(p *document.Property) string { return p.Name }, func(a, b **document.Property) {
		switch {
		case a == nil:
			s, wire, required := (*b).Schema, Minor, ""
			if s.Required && p.sent {
				wire, required = Major, ", and required"
			}
			c.added(Property, p.name+"."+(*b).Name, s.At, Minor, wire, "the property %q of %q is new: %s%s", (*b).Name, p.name, typeWords(s), required)
		case b == nil:
			s := (*a).Schema
			c.removed(Property, p.name+"."+(*a).Name, s.At, Major, removal(p.sent && !s.ReadOnly), "the property %q of %q is gone: %s", (*a).Name, p.name, typeWords(s))
		default:
			c.compareSchema(place{Property, p.name + "." + (*a).Name, p.sent && !(*a).Schema.ReadOnly}, (*a).Schema, (*b).Schema)
		}
	})
}

func (c *comparer) compareEnums(p place, old, new *document.Schema) {
	pair(old.Enum, new.Enum, func(v document.EnumValue) string { return v.Value }, func(a, b *document.EnumValue) {
		switch {
		case a == nil:
			c.added(EnumValue, p.name+"."+b.Value, new.At, Minor, Minor, "the value %q of %q is new", b.Value, p.name)
		case b == nil:
			c.removed(EnumValue, p.name+"."+a.Value, old.At, Major, removal(p.sent), "the value %q of %q is gone", a.Value, p.name)
		default:
			c.compareDescriptions(EnumValue, p.name+"."+a.Value, old.At, new.At, a.Description, b.Description)
			c.compareDeprecation(EnumValue, p.name+"."+a.Value, old.At, new.At, a.Deprecated, b.Deprecated)
		}
	})
}

// removal is the verdict for the wire on what is gone: who sends it is refused,
// who reads it finds nothing.
func removal(sent bool) Verdict {
	if sent {
		return Major
	}
	return Minor
}

// sentSchemas returns the names of the schemas that requests hold.
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
