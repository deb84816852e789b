// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// gathering is what an object that is one of several has beside its own properties.
type gathering struct {
	properties []*document.Property
	additional *document.Schema // of any other properties, or nil
	problems   []problem
	// alternatives are the objects that it is one of.
	alternatives []*document.Schema
}

// problem is a finding about a message: the format has its key last.
type problem struct {
	at     finding.Position
	format string
	args   []any
}

// addGathered gives an object that has some properties, and is one of several
// beside, those of all.
func (b *builder) addGathered(m *Message, s *document.Schema) {
	g := b.gather(s)
	for _, p := range g.problems {
		b.findings.Add(finding.NotCarried, p.at, p.format, append(slices.Clone(p.args), m.Key)...)
	}
	for _, p := range g.properties {
		b.addField(m, p.Name, p.Schema)
	}
}

// gather returns the properties of what an object is one of: one that has them has
// no more than that.
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
				g.problems = append(g.problems, problem{v.At, "an alternative of %s that is no object", nil})
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
					g.problems = append(g.problems, problem{p.Schema.At, "the type of %s, which another alternative of %s has with another type: any value is accepted", []any{p.Name}})
				}
			}
			add(v)
		}
	}
	add(s)
	b.checkAdditional(g)
	return g
}

// checkAdditional reports properties that one alternative declares, and another one permits with
// another type, as it permits any additional ones.
func (b *builder) checkAdditional(g *gathering) {
	for _, v := range g.alternatives {
		if v.Additional == nil || b.isUntyped(v.Additional) {
			continue
		}
		own := propertiesOf(v)
		for _, p := range g.properties {
			if own[p.Name] == nil && !b.isUntyped(p.Schema) && !document.Alike(b.resolve(p.Schema), b.resolve(v.Additional), b.resolve) {
				g.problems = append(g.problems, problem{v.Additional.At, "the type of an additional property %s, which another alternative of %s declares with another type: that type is the field's", []any{p.Name}})
			}
		}
	}
}

// gatherAdditional makes an object hold the additional properties that an alternative
// permits: any value, if alternatives permit different ones.
func (b *builder) gatherAdditional(g *gathering, additional *document.Schema) {
	switch {
	case additional == nil:
	case g.additional == nil:
		g.additional = additional
	case !document.Alike(g.additional, additional, b.resolve):
		if !b.isUntyped(g.additional) {
			g.problems = append(g.problems, problem{additional.At, "the type of the additional properties, which another alternative of %s permits with another type: any value is accepted", nil})
		}
		g.additional = &document.Schema{At: additional.At}
	}
}

// additional returns the schema of the properties that an object permits beside those that
// it, or an alternative of it, declares. It returns nil if it permits none.
func (b *builder) additional(s *document.Schema) *document.Schema {
	if s.Additional != nil || s.Kind != document.Object {
		return s.Additional
	}
	return b.gather(s).additional
}

// widen makes a property hold what another alternative has under its name, too. It
// returns false where only a value of any type holds both.
func (b *builder) widen(s, other *document.Schema) bool {
	one, two := b.resolve(s), b.resolve(other)
	// What one of the alternatives takes has to be sent.
	readOnly, writeOnly := b.isReadOnly(s) && b.isReadOnly(other), b.isWriteOnly(s) && b.isWriteOnly(other)
	nullable := b.isNullable(s) || b.isNullable(other)
	defer func() { s.ReadOnly, s.WriteOnly, s.Nullable = readOnly, writeOnly, nullable }()
	switch {
	case b.isUntyped(one): // by a third one
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
	case !document.Alike(one, two, b.resolve):
		*s = document.Schema{At: s.At, Description: s.Description}
		delete(b.originals, s)
		return false
	default:
		s.Limits = commonLimits(s.Limits, other.Limits)
	}
	return true
}

// commonLimits returns the limits of values that keep to one or the other: of a minimum or a
// maximum the wider one, of all else what both have.
func commonLimits(one, other []document.Limit) []document.Limit {
	var common []document.Limit
	for _, limit := range one {
		i := slices.IndexFunc(other, func(l document.Limit) bool { return l.Name == limit.Name })
		if i < 0 {
			continue
		}
		a, b := exactly(limit.Value), exactly(other[i].Value)
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

// withValues returns values, and those others that are not among them.
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
