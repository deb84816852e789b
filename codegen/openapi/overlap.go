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

// overlap is a property that two parts of an allOf declare with different schemas. Both
// schemas hold: if they are objects, the property has the members of both.
type overlap struct {
	property *document.Property // in the combination; at first it has the schema of mine
	mine     *document.Property // that of the part that stands nearer
	other    *document.Property
}

// overlapping returns the property that stands for two of one name. Its schema is complete
// after settleOverlaps.
func (r *reader) overlapping(mine, other *document.Property) *document.Property {
	o := overlap{property: &document.Property{Name: mine.Name, Schema: mine.Schema}, mine: mine, other: other}
	r.overlaps = append(r.overlaps, o)
	return o.property
}

// settleOverlaps combines the schemas of all overlaps, those of inner combinations first.
// All combinations have to be settled.
func (r *reader) settleOverlaps() {
	for _, o := range r.overlaps {
		r.settleOverlap(o, nil)
	}
	r.overlaps = nil
}

// maxOverlaps limits how deep overlapping objects are nested in others.
const maxOverlaps = 100

// schemaPair is two schemas that are combined.
type schemaPair struct{ mine, other *document.Schema }

// A change is how the schema of an overlap differs from the nearer one, apart from annotations.
type change int

const (
	unchanged change = iota
	narrowed         // it permits fewer values
	grown            // it has more members
)

// settleOverlap combines the two schemas of an overlap that is nested in the given pairs.
// It reports types that do not fit. The property keeps the nearer schema if the other one neither has members
// that it lacks nor permits fewer values.
func (r *reader) settleOverlap(o overlap, within []schemaPair) change {
	mine, other := o.mine.Schema, o.other.Schema
	pair := schemaPair{r.shapeOf(mine), r.shapeOf(other)}
	o.property.Schema = r.annotated(mine, mine, other)
	switch {
	case pair.mine == pair.other, other.Kind == document.Any:
		return unchanged
	case mine.Kind == document.Any:
		o.property.Schema = r.annotated(other, mine, other)
		return narrowed
	case pair.mine == nil || pair.other == nil, len(within) == maxOverlaps, slices.Contains(within, pair):
	case pair.mine.Kind == document.Array && pair.other.Kind == document.Array:
		items := overlap{new(document.Property), &document.Property{Name: o.mine.Name, Schema: pair.mine.Items}, &document.Property{Schema: pair.other.Items}}
		did := r.settleOverlap(items, append(slices.Clip(within), pair))
		if did != unchanged {
			o.take(did, shaped(o.property.Schema, pair.mine, &document.Schema{Kind: document.Array, Items: items.property.Schema}))
		}
		return did
	case fitTogether(pair.mine.Kind, pair.other.Kind):
		return r.settleScalars(o, pair)
	case !isObject(pair.mine) || !isObject(pair.other):
	case !r.saysKind(pair.mine) || !r.saysKind(pair.other):
		return unchanged
	case len(pair.mine.Properties)+len(pair.mine.Variants) > 0 && r.step(mine.At, 1+len(pair.other.Properties)):
		both, did := r.mergePair(o, pair, within)
		if did == unchanged {
			return unchanged
		}
		if !r.holds(both, o.property) {
			o.take(did, shaped(o.property.Schema, pair.mine, both))
			return did
		}
	}
	r.findings.Add(finding.PropertyTwice, mine.At, "the property %q has another type in a part of allOf, at %v", o.mine.Name, other.At)
	return unchanged
}

// take gives the property a schema that differs from the nearer one.
func (o overlap) take(did change, s *document.Schema) {
	if did == narrowed {
		s.Wider = o.mine.Schema
	}
	o.property.Schema = s
}

// mergePair returns an object with the members of both objects of a pair, and how it differs from the nearer
// one.
func (r *reader) mergePair(o overlap, pair schemaPair, within []schemaPair) (both *document.Schema, did change) {
	outer := r.overlaps
	r.overlaps = nil
	defer func() { r.overlaps = outer }()
	both = &document.Schema{At: pair.mine.At}
	c := &combination{schema: both, required: make(map[string]bool)}
	r.merge(c, pair.mine, o.mine.Schema)
	r.merge(c, pair.other, o.other.Schema)
	if len(both.Properties) > len(pair.mine.Properties) || len(both.Variants) > len(pair.mine.Variants) ||
		pair.mine.Additional == nil && both.Additional != nil && both.Additional.Kind != document.Any {
		did = grown
	}
	// In a schema that refers to itself the property keeps the nearer schema.
	for i, p := range both.Properties {
		if p == o.property {
			both.Properties[i] = o.mine
		}
	}
	within = append(slices.Clip(within), pair)
	for _, inner := range r.overlaps {
		did = max(did, r.settleOverlap(inner, within))
	}
	r.complete(c)
	slices.SortStableFunc(both.Properties, func(a, b *document.Property) int { return strings.Compare(a.Name, b.Name) })
	return both, did
}

// holds tells whether a schema contains a property, not counting what it refers to.
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

// shapeOf returns what a schema stands for, with its combination complete. It returns nil
// if that is not known.
func (r *reader) shapeOf(s *document.Schema) *document.Schema {
	for range len(r.schemas) + 1 {
		if s == nil {
			return nil
		}
		if c := r.combinationOf[s]; c != nil {
			r.complete(c)
		}
		if s.Kind != document.Ref {
			return s
		}
		s = r.schemas[s.Ref]
	}
	return nil
}

// shaped returns a copy of a schema with another shape. The description of the target that
// the schema refers to is used if the schema has none.
func shaped(s, target, shape *document.Schema) *document.Schema {
	copied := *s
	copied.Description = cmp.Or(s.Description, target.Description)
	copied.Discriminator = target.Discriminator
	takeShape(&copied, shape)
	return &copied
}

// annotated returns a schema with the annotations of two, of which the first is one that stands nearer. It is
// a copy if the schema has not all of them itself.
func (r *reader) annotated(s, mine, other *document.Schema) *document.Schema {
	copied := *s
	copied.Description = mine.Description
	copied.Limits, copied.Examples = mine.Limits, mine.Examples
	annotate(&copied, mine)
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
