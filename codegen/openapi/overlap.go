// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"cmp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// overlap is a property that two parts of an allOf declare with different schemas. Both schemas apply. If
// they are objects, the property has the members of both.
type overlap struct {
	property *document.Property // in the combination; at first it has the schema of mine
	nearer   *document.Property // that of the part that stands nearer
	other    *document.Property
}

// overlapping returns the property that replaces two properties of the same name. settleOverlaps sets
// its schema.
func (r *reader) overlapping(nearer, other *document.Property) *document.Property {
	o := overlap{property: &document.Property{Name: nearer.Name, Schema: nearer.Schema}, nearer: nearer, other: other}
	r.overlaps = append(r.overlaps, o)
	return o.property
}

// settleOverlaps combines the schemas of all overlaps, those of inner combinations first. All
// combinations must be settled.
func (r *reader) settleOverlaps() {
	for _, o := range r.overlaps {
		r.settleOverlap(o, nil)
	}
	r.overlaps = nil
}

// maxOverlaps is the maximum nesting depth of overlapping objects.
const maxOverlaps = 100

// schemaPair is a pair of schemas that are combined.
type schemaPair struct{ nearer, other *document.Schema }

// A change is how the schema of an overlap differs from the nearer one, apart from annotations.
type change int

const (
	unchanged change = iota
	narrowed         // it permits fewer values
	grown            // it has more members
)

// settleOverlap combines the two schemas of an overlap that is nested in the given pairs.
// It reports types that do not fit. The property keeps the nearer schema if the other one neither
// has members that it lacks nor permits fewer values.
func (r *reader) settleOverlap(o overlap, enclosing []schemaPair) change {
	nearer, other := o.nearer.Schema, o.other.Schema
	pair := schemaPair{r.shapeOf(nearer), r.shapeOf(other)}
	o.property.Schema = r.annotated(nearer, nearer, other)
	switch {
	case pair.nearer == pair.other, other.Kind == document.Any:
		return unchanged
	case nearer.Kind == document.Any:
		o.property.Schema = r.annotated(other, nearer, other)
		return narrowed
	case pair.nearer == nil || pair.other == nil, len(enclosing) == maxOverlaps, slices.Contains(enclosing, pair):
	case pair.nearer.Kind == document.Array && pair.other.Kind == document.Array:
		items := overlap{
			property: new(document.Property),
			nearer:   &document.Property{Name: o.nearer.Name, Schema: pair.nearer.Items},
			other:    &document.Property{Schema: pair.other.Items},
		}
		did := r.settleOverlap(items, append(slices.Clip(enclosing), pair))
		if did != unchanged {
			o.take(did, withShape(o.property.Schema, pair.nearer, &document.Schema{Kind: document.Array, Items: items.property.Schema}))
		}
		return did
	case fitTogether(pair.nearer.Kind, pair.other.Kind):
		return r.settleScalars(o, pair)
	case !isObject(pair.nearer) || !isObject(pair.other):
	case !r.hasType(pair.nearer) || !r.hasType(pair.other):
		return unchanged
	case len(pair.nearer.Properties)+len(pair.nearer.Variants) > 0 && r.step(nearer.At, 1+len(pair.other.Properties)):
		merged, did := r.mergePair(o, pair, enclosing)
		if did == unchanged {
			return unchanged
		}
		if !r.holds(merged, o.property) {
			o.take(did, withShape(o.property.Schema, pair.nearer, merged))
			return did
		}
	}
	r.findings.Add(finding.PropertyTwice, nearer.At, "the property %q has another type in a part of allOf, at %v", o.nearer.Name, other.At)
	return unchanged
}

// take gives the property a schema that differs from the nearer one.
func (o overlap) take(did change, s *document.Schema) {
	if did == narrowed {
		s.Wider = o.nearer.Schema
	}
	o.property.Schema = s
}

// mergePair returns an object with the members of both objects of a pair, and how it differs from
// the nearer one.
func (r *reader) mergePair(o overlap, pair schemaPair, enclosing []schemaPair) (merged *document.Schema, did change) {
	outer := r.overlaps
	r.overlaps = nil
	defer func() { r.overlaps = outer }()
	merged = &document.Schema{At: pair.nearer.At}
	c := &combination{schema: merged, required: make(map[string]bool)}
	r.merge(c, pair.nearer, o.nearer.Schema)
	r.merge(c, pair.other, o.other.Schema)
	if len(merged.Properties) > len(pair.nearer.Properties) || len(merged.Variants) > len(pair.nearer.Variants) ||
		pair.nearer.Additional == nil && merged.Additional != nil && merged.Additional.Kind != document.Any {
		did = grown
	}
	// In a schema that refers to itself the property keeps the nearer schema.
	for i, p := range merged.Properties {
		if p == o.property {
			merged.Properties[i] = o.nearer
		}
	}
	enclosing = append(slices.Clip(enclosing), pair)
	for _, inner := range r.overlaps {
		did = max(did, r.settleOverlap(inner, enclosing))
	}
	r.setPropertyFlags(c)
	slices.SortStableFunc(merged.Properties, func(a, b *document.Property) int { return strings.Compare(a.Name, b.Name) })
	return merged, did
}

// holds reports whether a schema contains a property, without following references.
func (r *reader) holds(s *document.Schema, property *document.Property) bool {
	seen := make(map[*document.Schema]bool)
	var find func(s *document.Schema) bool
	find = func(s *document.Schema) bool {
		if s == nil || seen[s] {
			return false
		}
		seen[s] = true
		return find(s.Items) || find(s.Additional) || slices.ContainsFunc(s.Variants, find) ||
			slices.ContainsFunc(s.Properties, func(p *document.Property) bool { return p == property || find(p.Schema) })
	}
	found := find(s)
	return !r.step(s.At, len(seen)) || found
}

// shapeOf returns the schema that a schema refers to, or the schema itself, with its combination
// finished. It returns nil if there is none.
func (r *reader) shapeOf(s *document.Schema) *document.Schema {
	for range len(r.schemas) + 1 {
		if s == nil {
			return nil
		}
		if c := r.combinationOf[s]; c != nil {
			r.setPropertyFlags(c)
		}
		if s.Kind != document.Ref {
			return s
		}
		s = r.schemas[s.Ref]
	}
	return nil
}

// withShape returns a copy of a schema with the shape of another one. If the schema has no description,
// the copy has that of target, the schema that it refers to.
func withShape(s, target, shape *document.Schema) *document.Schema {
	copied := *s
	copied.Description = cmp.Or(s.Description, target.Description)
	copied.Discriminator = target.Discriminator
	copyShape(&copied, shape)
	return &copied
}

// annotated returns s with the annotations of two schemas, of which the nearer one takes
// precedence. It returns a copy if the annotations differ from those of s.
func (r *reader) annotated(s, nearer, other *document.Schema) *document.Schema {
	copied := *s
	copied.Description = nearer.Description
	copied.Limits, copied.Examples = nearer.Limits, nearer.Examples
	annotate(&copied, nearer)
	annotate(&copied, other)
	if copied.Description == s.Description && copied.Deprecated == s.Deprecated && slices.Equal(copied.Limits, s.Limits) &&
		len(copied.Examples) == len(s.Examples) && copied.ContentMediaType == s.ContentMediaType && copied.ContentEncoding == s.ContentEncoding {
		return s
	}
	if s.Kind == document.Object && slices.Contains(r.objects, s) {
		r.objects = append(r.objects, &copied)
		r.closed[&copied] = r.closed[s]
	}
	if s.Kind == document.Any && slices.Contains(r.tags, s) {
		r.tags = append(r.tags, &copied)
	}
	return &copied
}
