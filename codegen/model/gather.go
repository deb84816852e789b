// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// gathering contains the members of all alternatives of an object. One message gets the
// object's own properties and those of all alternatives.
type gathering struct {
	properties   []*document.Property
	additional   *document.Schema // of the additional properties, or nil
	problems     []problem
	alternatives []*document.Schema
}

// problem is a finding about a message. The message's key is the last argument of the format.
type problem struct {
	at     finding.Position
	format string
	args   []any
}

// addGathered adds to a message the fields for the properties of an object's alternatives.
func (b *builder) addGathered(m *Message, s *document.Schema) {
	g := b.gather(s)
	for _, p := range g.problems {
		b.findings.Add(finding.NotCarried, p.at, p.format, append(slices.Clone(p.args), m.Key)...)
	}
	for _, p := range g.properties {
		b.addField(m, p.Name, p.Schema)
	}
}

// gather returns the members of an object's alternatives, at any depth. The result is
// cached by object.
func (b *builder) gather(s *document.Schema) *gathering {
	place := b.original(s)
	if g := b.gatherings[place]; g != nil {
		return g
	}
	g := new(gathering)
	b.gatherings[place] = g
	own := propertiesOf(s)
	gathered := make(map[string]*document.Schema)
	seen := map[*document.Schema]bool{s: true, place: true}
	var add func(*document.Schema)
	add = func(s *document.Schema) {
		for _, v := range s.Variants {
			v = b.target(v)
			if seen[v] || !b.step(1+len(v.Properties), v.At) {
				continue
			}
			seen[v] = true
			b.gatherAdditional(g, v.Additional)
			if v.Kind != document.Object && v.Kind != document.Union {
				g.problems = append(g.problems, problem{v.At, "an alternative of %s that is not an object", nil})
				continue
			}
			g.alternatives = append(g.alternatives, v)
			for _, p := range v.Properties {
				if own[p.Name] != nil {
					continue
				}
				before := gathered[p.Name]
				if before == nil {
					optional := *p.Schema
					optional.Required = false
					b.originals[&optional] = b.original(p.Schema)
					gathered[p.Name] = &optional
					g.properties = append(g.properties, &document.Property{Name: p.Name, Schema: &optional})
					continue
				}
				if !b.widen(before, p.Schema) {
					g.problems = append(g.problems, problem{
						p.Schema.At, "the type of %s, which another alternative of %s declares with another type: any value is accepted", []any{p.Name},
					})
				}
			}
			add(v)
		}
	}
	add(s)
	b.checkAdditional(g)
	return g
}

// checkAdditional reports properties that one alternative declares and that another permits
// with another type, as additional properties.
func (b *builder) checkAdditional(g *gathering) {
	for _, v := range g.alternatives {
		if v.Additional == nil || b.isUntyped(v.Additional) {
			continue
		}
		own := propertiesOf(v)
		for _, p := range g.properties {
			if own[p.Name] == nil && !b.isUntyped(p.Schema) && !document.SameStructure(b.resolve(p.Schema), b.resolve(v.Additional), b.resolve) {
				g.problems = append(g.problems, problem{
					v.Additional.At,
					"the type of an additional property %s, which another alternative of %s declares with another type: the field has that type",
					[]any{p.Name},
				})
			}
		}
	}
}

// gatherAdditional adds the schema of an alternative's additional properties. If the schemas
// of two alternatives differ, the additional properties become untyped.
func (b *builder) gatherAdditional(g *gathering, additional *document.Schema) {
	switch {
	case additional == nil:
	case g.additional == nil:
		g.additional = additional
	case !document.SameStructure(g.additional, additional, b.resolve):
		if !b.isUntyped(g.additional) {
			g.problems = append(g.problems, problem{
				additional.At,
				"the type of the additional properties, which another alternative of %s permits with another type: any value is accepted",
				nil,
			})
		}
		g.additional = &document.Schema{At: additional.At}
	}
}

// additional returns the schema of the additional properties of an object and its
// alternatives, or nil if there are none.
func (b *builder) additional(s *document.Schema) *document.Schema {
	if s.Additional != nil || s.Kind != document.Object {
		return s.Additional
	}
	return b.gather(s).additional
}

// widen changes the schema s of a property so that it also permits the values of other, which
// is the schema of another alternative. It returns false if s had to become untyped.
func (b *builder) widen(s, other *document.Schema) bool {
	one, two := b.resolve(s), b.resolve(other)
	// A property is read-only or write-only if it is so in both alternatives.
	readOnly, writeOnly := b.isReadOnly(s) && b.isReadOnly(other), b.isWriteOnly(s) && b.isWriteOnly(other)
	nullable := b.isNullable(s) || b.isNullable(other)
	defer func() { s.ReadOnly, s.WriteOnly, s.Nullable = readOnly, writeOnly, nullable }()
	switch {
	case b.isUntyped(one): // already permits all values
	case isPlain(one) && one.Kind == two.Kind && one.Format == two.Format:
		at, description, limits := s.At, s.Description, commonLimits(one.Limits, two.Limits)
		*s = *one
		s.Limits = limits
		s.At, s.Name, s.Description, s.Required = at, "", description, false
		if len(two.Enum) == 0 {
			s.Enum = nil
		} else if len(s.Enum) > 0 {
			s.Enum = withValues(s.Enum, two.Enum)
		}
	case !document.SameStructure(one, two, b.resolve):
		*s = document.Schema{At: s.At, Description: s.Description}
		delete(b.originals, s)
		return false
	default:
		s.Limits = commonLimits(s.Limits, other.Limits)
	}
	return true
}

// commonLimits returns the limits for values that satisfy one or the other: the wider of two
// minimums or maximums, and other limits if they are equal.
func commonLimits(one, other []document.Limit) []document.Limit {
	var common []document.Limit
	for _, limit := range one {
		i := slices.IndexFunc(other, func(l document.Limit) bool { return l.Name == limit.Name })
		if i < 0 {
			continue
		}
		a, b := parseExact(limit.Value), parseExact(other[i].Value)
		switch {
		case limit.Value == other[i].Value:
		case a == nil || b == nil:
			continue
		case slices.Contains(minimums, limit.Name):
			if b.Cmp(a) < 0 {
				limit = other[i]
			}
		case slices.Contains(maximums, limit.Name):
			if b.Cmp(a) > 0 {
				limit = other[i]
			}
		default:
			continue
		}
		common = append(common, limit)
	}
	return common
}

var (
	minimums = []string{document.Minimum, document.ExclusiveMinimum, document.MinLength, document.MinItems}
	maximums = []string{document.Maximum, document.ExclusiveMaximum, document.MaxLength, document.MaxItems}
)

// withValues returns values followed by those of others that values does not contain.
func withValues(values, others []document.EnumValue) []document.EnumValue {
	known := make(map[string]bool, len(values))
	for _, v := range values {
		known[v.Value] = true
	}
	all := slices.Clone(values)
	for _, v := range others {
		if !known[v.Value] {
			known[v.Value] = true
			all = append(all, v)
		}
	}
	return all
}
