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

// combination is a schema with parts that all apply (allOf). The schema's own members count as
// another part.
type combination struct {
	schema   *document.Schema
	parts    []*document.Schema
	required map[string]bool      // the names of required properties, whether declared or not
	replaced []*document.Property // the properties without a type that those of a part replaced
	state    combinationState
	// at contains the indexes of the schema's properties by name, while it is being settled.
	at map[string]int
}

type combinationState int

const (
	waiting combinationState = iota
	open                     // being settled
	combined
)

// combine returns the combination of a schema. It creates it if necessary.
func (r *reader) combine(s *document.Schema, node *jsontree.Node) *combination {
	if c := r.combinationOf[s]; c != nil {
		return c
	}
	c := &combination{schema: s, required: make(map[string]bool)}
	c.addRequired(node)
	r.combinationOf[s] = c
	r.combinations = append(r.combinations, c)
	return c
}

// readCombinations reads allOf, oneOf and anyOf.
func (r *reader) readCombinations(node *jsontree.Node, s *document.Schema) {
	if all := r.member(node, "allOf", jsontree.Array); all != nil && len(all.Elements) > 0 {
		c := r.combine(s, node)
		for _, part := range all.Elements {
			c.parts = append(c.parts, r.schema(part))
			if part.Get("$ref") == nil {
				c.addRequired(part)
			}
		}
	}
	oneOf := r.member(node, "oneOf", jsontree.Array)
	anyOf := r.member(node, "anyOf", jsontree.Array)
	if oneOf == nil {
		r.readVariants(node, anyOf, s)
		s.Inclusive = len(s.Variants) > 0 && anyOf != nil
	} else {
		r.readVariants(node, oneOf, s)
		if anyOf != nil {
			r.findings.Add(finding.Unchecked, anyOf.Position(), `"anyOf" beside "oneOf" of %q`, node.Position().Element())
		}
	}
	r.readDiscriminator(node, s)
}

// combineAll combines the schemas of every combination. The whole document must have been read.
func (r *reader) combineAll() {
	for _, c := range r.combinations {
		r.settle(c)
	}
	r.settleOverlaps()
	for _, c := range r.combinations {
		r.setPropertyFlags(c)
	}
	for _, c := range r.combinations {
		r.objects = append(r.objects, c.schema)
	}
	for _, s := range r.objects {
		if s.Kind == document.Object && !r.hasType(s) && !r.closed[s] {
			s.Format = document.Struct
		}
	}
}

// settle combines the parts of a combination. Parts that are combinations are settled first.
func (r *reader) settle(c *combination) {
	if c.state != waiting {
		return
	}
	c.state = open
	defer func() { c.state = combined }()
	s := c.schema
	var typed []*document.Schema
	for _, part := range c.parts {
		if inner := r.combinationOf[part]; inner != nil {
			r.settle(inner)
			r.inheritRequired(c, inner)
		}
		mergeAnnotations(s, part)
		if r.hasType(part) {
			typed = append(typed, part)
		}
	}
	if len(typed) == 0 {
		if s.Kind == document.Any && slices.ContainsFunc(c.parts, func(p *document.Schema) bool { return p.Kind == document.Object }) {
			s.Kind = document.Object
		}
		return
	}
	if len(typed) == 1 && !r.hasType(s) && len(c.required) == 0 &&
		(s.Kind == document.Any || s.Kind == typed[0].Kind || typed[0].Kind == document.Ref) {
		copyShape(s, typed[0])
		return
	}
	for _, part := range typed {
		target := r.resolvePart(part, c)
		if target == nil {
			return
		}
		if !r.step(part.At, len(target.Properties)) {
			return
		}
		r.merge(c, target, part)
	}
	c.at = nil
	slices.SortStableFunc(s.Properties, func(a, b *document.Property) int { return strings.Compare(a.Name, b.Name) })
}

// resolvePart returns the settled schema that a part refers to, or the part itself. It returns nil
// if the references form a loop or exceed the limit of step.
func (r *reader) resolvePart(part *document.Schema, c *combination) *document.Schema {
	for range len(r.schemas) + 1 {
		if part.Kind != document.Ref {
			return part
		}
		if !r.step(part.At, 1) {
			return nil
		}
		target := r.schemas[part.Ref]
		if target == nil {
			return &document.Schema{At: part.At} // already reported
		}
		if inner := r.combinationOf[target]; inner != nil {
			if inner.state == open {
				r.findings.Add(finding.ReferenceLoop, part.At, "the schema %q contains itself in its allOf", part.Ref)
				return nil
			}
			r.settle(inner)
			r.inheritRequired(c, inner)
		}
		if !r.step(part.At, len(r.undeclared[target])) {
			return nil
		}
		for name := range r.undeclared[target] {
			c.required[name] = true
		}
		part = target
	}
	return &document.Schema{At: part.At}
}

// mergeAnnotations copies annotations of a part to s, unless s has its own.
func mergeAnnotations(s, part *document.Schema) {
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

// copyShape copies the members that determine the type from one schema to another.
func copyShape(s, shape *document.Schema) {
	s.Kind, s.Ref, s.Format = shape.Kind, shape.Ref, shape.Format
	s.Enum, s.Items = shape.Enum, shape.Items
	s.Properties, s.Additional = shape.Properties, shape.Additional
	s.Variants, s.Inclusive = shape.Variants, shape.Inclusive
	s.ContentMediaType = cmp.Or(s.ContentMediaType, shape.ContentMediaType)
	s.ContentEncoding = cmp.Or(s.ContentEncoding, shape.ContentEncoding)
}

// addRequired adds the names in the member required of a schema.
func (c *combination) addRequired(node *jsontree.Node) {
	if names := node.Get("required"); names != nil {
		for _, name := range names.Elements {
			c.required[name.Text] = true
		}
	}
}

// inheritRequired adds the required properties of a part to its combination.
func (r *reader) inheritRequired(c, part *combination) {
	if r.step(c.schema.At, len(part.required)) {
		maps.Copy(c.required, part.required)
	}
}

// merge merges the schema of a part into its combination. The part is the schema in allOf, other is
// the schema that it refers to.
func (r *reader) merge(c *combination, other, part *document.Schema) {
	s := c.schema
	switch {
	case !r.hasType(s) && (s.Kind == document.Any || s.Kind == other.Kind || s.Kind == document.Object && other.Kind == document.Union):
		copyShape(s, other)
		c.at = nil
		s.Properties = slices.Clone(other.Properties)
	case isObject(s) && isObject(other):
		r.mergeObjects(c, other)
	case fitTogether(s.Kind, other.Kind):
		common := commonScalar(s, other)
		if common == nil {
			r.findings.Add(finding.Unchecked, part.At, "the part %q of allOf and the others have no value in common", part.At.Element())
			return
		}
		s.Kind, s.Format, s.Enum = common.Kind, common.Format, common.Enum
	default:
		r.findings.Add(finding.Unchecked, part.At, "the part %q of allOf cannot be combined with the others", part.At.Element())
	}
}

// isObject reports whether a schema is an object, or a union whose alternatives are not examined.
func isObject(s *document.Schema) bool { return s.Kind == document.Object || s.Kind == document.Union }

// mergeObjects merges an object into a combination that is an object.
func (r *reader) mergeObjects(c *combination, other *document.Schema) {
	s := c.schema
	if c.at == nil {
		c.at = make(map[string]int, len(s.Properties))
		for i, p := range s.Properties {
			c.at[p.Name] = i
		}
	}
	for _, p := range other.Properties {
		i, declared := c.at[p.Name]
		if !declared {
			c.at[p.Name] = len(s.Properties)
			s.Properties = append(s.Properties, p)
			continue
		}
		// The nearer declaration takes precedence.
		nearer := s.Properties[i].Schema
		if p.Schema.Required {
			c.required[p.Name] = true
		}
		if nearer.Kind == document.Any && r.combinationOf[nearer] == nil {
			s.Properties[i] = r.overlapping(s.Properties[i], p)
			c.replaced = append(c.replaced, &document.Property{Name: p.Name, Schema: nearer})
		} else if nearer != p.Schema {
			s.Properties[i] = r.overlapping(s.Properties[i], p)
		}
	}
	if s.Additional == nil {
		s.Additional = other.Additional
	}
	if len(other.Variants) > 0 {
		if len(s.Variants) > 0 {
			r.findings.Add(finding.Unchecked, other.At, "the part %q of allOf is the second one with alternatives", other.At.Element())
		} else {
			s.Variants, s.Inclusive = other.Variants, other.Inclusive
		}
	}
	if len(s.Properties) > 0 {
		s.Kind = document.Object
	}
}

// setPropertyFlags marks the properties of a combination as required, read-only and write-only if any
// part does so. Schemas may share a property, so it changes copies.
func (r *reader) setPropertyFlags(c *combination) {
	if r.steps > r.maxSteps() {
		return // already reported
	}
	s := c.schema
	sent := r.oneSidedProperties(s)
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
