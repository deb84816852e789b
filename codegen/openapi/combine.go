// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// combination is a schema that is made of several: it has to fulfil all of
// them (allOf). What it says itself is one of them.
type combination struct {
	schema   *document.Schema
	parts    []*document.Schema
	required map[string]bool      // properties that must be there, wherever they are declared
	replaced []*document.Property // by those of a part, which have a type
	state    combinationState
	// at has the places of the schema's properties, while it is being combined.
	at map[string]int
}

type combinationState int

const (
	waiting combinationState = iota
	open                     // it is being combined
	combined
)

// combine returns the combination of a schema, which it makes if there is none.
func (r *reader) combine(s *document.Schema, node *jsontree.Node) *combination {
	if c := r.combinationOf[s]; c != nil {
		return c
	}
	c := &combination{schema: s, required: make(map[string]bool)}
	c.demand(node)
	r.combinationOf[s] = c
	r.combined = append(r.combined, c)
	return c
}

// readCombinations reads allOf, oneOf and anyOf.
func (r *reader) readCombinations(node *jsontree.Node, s *document.Schema) {
	if all := r.member(node, "allOf", jsontree.Array); all != nil && len(all.Elements) > 0 {
		c := r.combine(s, node)
		for _, part := range all.Elements {
			c.parts = append(c.parts, r.schema(part))
			if part.Get("$ref") == nil {
				c.demand(part)
			}
		}
	}
	one := r.member(node, "oneOf", jsontree.Array)
	any := r.member(node, "anyOf", jsontree.Array)
	if one == nil {
		r.readVariants(node, any, s)
		s.Inclusive = len(s.Variants) > 0 && any != nil
	} else {
		r.readVariants(node, one, s)
		if any != nil {
			r.findings.Add(finding.Unchecked, any.Position(), `"anyOf" beside "oneOf"`)
		}
	}
	r.readDiscriminator(node, s)
}

// combineAll makes one schema of each combination, when all is read.
func (r *reader) combineAll() {
	for _, c := range r.combined {
		r.settle(c)
	}
	r.settleOverlaps()
	for _, c := range r.combined {
		r.complete(c)
	}
	for _, c := range r.combined {
		r.objects = append(r.objects, c.schema)
	}
	for _, s := range r.objects {
		if s.Kind == document.Object && !r.saysKind(s) && !r.closed[s] {
			s.Format = document.Struct
		}
	}
}

// settle combines the parts of a schema, each settled before.
func (r *reader) settle(c *combination) {
	if c.state != waiting {
		return
	}
	c.state = open
	defer func() { c.state = combined }()
	s := c.schema
	var shaped []*document.Schema
	for _, part := range c.parts {
		if inner := r.combinationOf[part]; inner != nil {
			r.settle(inner)
			r.inherit(c, inner)
		}
		takeAnnotations(s, part)
		if r.saysKind(part) {
			shaped = append(shaped, part)
		}
	}
	if len(shaped) == 0 {
		if s.Kind == document.Any && slices.ContainsFunc(c.parts, func(p *document.Schema) bool { return p.Kind == document.Object }) {
			s.Kind = document.Object
		}
		return
	}
	if len(shaped) == 1 && !r.saysKind(s) && (s.Kind == document.Any || s.Kind == shaped[0].Kind || shaped[0].Kind == document.Ref) && len(c.required) == 0 {
		takeShape(s, shaped[0])
		return
	}
	for _, part := range shaped {
		whole := r.whole(part, c)
		if whole == nil {
			return
		}
		if !r.step(part.At, len(whole.Properties)) {
			return
		}
		r.merge(c, whole, part)
	}
	c.at = nil
	slices.SortStableFunc(s.Properties, func(a, b *document.Property) int { return strings.Compare(a.Name, b.Name) })
}

// whole returns what a part stands for, combined.
func (r *reader) whole(part *document.Schema, c *combination) *document.Schema {
	for range len(r.schemas) + 1 {
		if part.Kind != document.Ref {
			return part
		}
		if !r.step(part.At, 1) {
			return nil
		}
		target := r.schemas[part.Ref]
		if target == nil {
			return &document.Schema{At: part.At} // which is a finding already
		}
		if inner := r.combinationOf[target]; inner != nil {
			if inner.state == open {
				r.findings.Add(finding.ReferenceLoop, part.At, "the schema %q is a part of itself", part.Ref)
				return nil
			}
			r.settle(inner)
			r.inherit(c, inner)
		}
		if !r.step(part.At, len(r.demanded[target])) {
			return nil
		}
		for name := range r.demanded[target] {
			c.required[name] = true
		}
		part = target
	}
	return &document.Schema{At: part.At}
}

// takeAnnotations gives s what a part says and s does not.
func takeAnnotations(s, part *document.Schema) {
	if part.Kind != document.Ref && s.Description == "" {
		s.Description = part.Description
	}
	s.Nullable = s.Nullable || part.Nullable
	s.ReadOnly = s.ReadOnly || part.ReadOnly
	s.WriteOnly = s.WriteOnly || part.WriteOnly
	s.Deprecated = s.Deprecated || part.Deprecated
	s.Limits = commonLimits(s.Limits, part.Limits)
	s.Examples = append(s.Examples, part.Examples...)
	if s.Discriminator == nil {
		s.Discriminator = part.Discriminator
	}
}

func takeShape(s, shape *document.Schema) {
	s.Kind, s.Ref, s.Format = shape.Kind, shape.Ref, shape.Format
	s.Enum, s.Items = shape.Enum, shape.Items
	s.Properties, s.Additional = shape.Properties, shape.Additional
	s.Variants, s.Inclusive = shape.Variants, shape.Inclusive
	s.ContentMediaType, s.ContentEncoding = cmp.Or(s.ContentMediaType, shape.ContentMediaType), cmp.Or(s.ContentEncoding, shape.ContentEncoding)
}

// demand takes the names of the properties that a schema wants to be there.
func (c *combination) demand(node *jsontree.Node) {
	if names := node.Get("required"); names != nil {
		for _, name := range names.Elements {
			c.required[name.Text] = true
		}
	}
}

// inherit gives a combination what one of its parts wants to be there.
func (r *reader) inherit(c, part *combination) {
	if r.step(c.schema.At, len(part.required)) {
		maps.Copy(c.required, part.required)
	}
}

// References let a small document say much: a path item is read for each path that
// refers to it, and each part of a long chain of allOf has the properties of those
// before. Published documents make no more of their values than they are.
const (
	minSteps      = 100_000
	stepsPerValue = 3
)

func (r *reader) mostSteps() int { return max(minSteps, stepsPerValue*r.doc.Values) }

// step counts what is read by reference. It returns false when it is too much.
func (r *reader) step(at finding.Position, n int) bool {
	most, before := r.mostSteps(), r.steps
	r.steps += n
	if before <= most && r.steps > most {
		r.findings.Add(finding.Expansion, at, "references make more than %d properties, parameters and responses, which is the limit for a document of %d values", most, r.doc.Values)
	}
	return r.steps <= most
}

// merge adds to a combination what one of its parts says.
func (r *reader) merge(c *combination, whole, part *document.Schema) {
	s := c.schema
	switch {
	case !r.saysKind(s) && (s.Kind == document.Any || s.Kind == whole.Kind || s.Kind == document.Object && whole.Kind == document.Union):
		takeShape(s, whole)
		c.at = nil
		s.Properties = slices.Clone(whole.Properties)
	case isObject(s) && isObject(whole):
		r.mergeObjects(c, whole)
	case fitTogether(s.Kind, whole.Kind):
		common := commonScalar(s, whole)
		if common == nil {
			r.findings.Add(finding.Unchecked, part.At, "this part of allOf and the others have no value in common")
			return
		}
		s.Kind, s.Format, s.Enum = common.Kind, common.Format, common.Enum
	default:
		r.findings.Add(finding.Unchecked, part.At, "this part of allOf and the others cannot be made one")
	}
}

// isObject tells whether a schema is an object, or one of several that are not
// looked into.
func isObject(s *document.Schema) bool { return s.Kind == document.Object || s.Kind == document.Union }

func (r *reader) mergeObjects(c *combination, whole *document.Schema) {
	s := c.schema
	if c.at == nil {
		c.at = make(map[string]int, len(s.Properties))
		for i, p := range s.Properties {
			c.at[p.Name] = i
		}
	}
	for _, p := range whole.Properties {
		i, declared := c.at[p.Name]
		if !declared {
			c.at[p.Name] = len(s.Properties)
			s.Properties = append(s.Properties, p)
			continue
		}
		// What stands nearer to the schema says more; the schema's own most.
		mine := s.Properties[i].Schema
		if p.Schema.Required {
			c.required[p.Name] = true
		}
		if mine.Kind == document.Any && r.combinationOf[mine] == nil {
			s.Properties[i] = r.overlapping(s.Properties[i], p)
			c.replaced = append(c.replaced, &document.Property{Name: p.Name, Schema: mine})
		} else if mine != p.Schema {
			s.Properties[i] = r.overlapping(s.Properties[i], p)
		}
	}
	if s.Additional == nil {
		s.Additional = whole.Additional
	}
	if len(whole.Variants) > 0 {
		if len(s.Variants) > 0 {
			r.findings.Add(finding.Unchecked, whole.At, "a second part of allOf is one of several")
		} else {
			s.Variants, s.Inclusive = whole.Variants, whole.Inclusive
		}
	}
	if len(s.Properties) > 0 {
		s.Kind = document.Object
	}
}

// complete says of the properties of a combination what any part says of them: that they
// must be there, and that only one side sends them. A property may stand in several
// schemas: its own copy is changed.
func (r *reader) complete(c *combination) {
	if r.steps > r.mostSteps() {
		return // which is an error
	}
	s := c.schema
	sent := r.sentByOne(s)
	if len(c.required)+len(sent) == 0 {
		return
	}
	s.Properties = slices.Clone(s.Properties)
	for i, p := range s.Properties {
		schema, one := *p.Schema, sent[p.Name]
		schema.Required = schema.Required || c.required[p.Name]
		schema.ReadOnly = schema.ReadOnly || one.readOnly
		schema.WriteOnly = schema.WriteOnly || one.writeOnly
		if schema.Required != p.Schema.Required || schema.ReadOnly != p.Schema.ReadOnly || schema.WriteOnly != p.Schema.WriteOnly {
			s.Properties[i] = &document.Property{Name: p.Name, Schema: &schema}
		}
	}
}
