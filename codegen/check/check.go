// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package check finds what an overlay can make of a model and proto cannot
// say: two things of one name, packages that depend on each other. A model
// without an overlay passes.
package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/naming"
)

// API checks a model that has its numbers.
func API(api *model.API) *finding.List {
	c := &checker{findings: new(finding.List), names: make(map[string]string)}
	for _, m := range api.Messages {
		c.name(m.Package.Name+"."+m.Name, m.Key, m.At)
	}
	for _, e := range api.Enums {
		c.name(e.Package.Name+"."+e.Name, e.Key, e.At)
	}
	api.Walk(c.nested)
	api.WalkEnums(c.zero)
	for _, s := range api.Services {
		if len(s.Methods) == 0 {
			continue
		}
		service := api.Package.Name + "." + s.Name
		c.name(service, strings.Join(s.Resource, "."), s.Methods[0].At())
		for _, m := range s.Methods {
			c.name(service+"."+m.Name, m.Operations[0].ID, m.At())
		}
	}
	c.packages(api)
	return c.findings
}

type checker struct {
	findings *finding.List
	names    map[string]string // the document's name, by the proto one
}

func (c *checker) name(name, key string, at finding.Position) {
	if other, taken := c.names[name]; taken {
		c.findings.Add(finding.NameTaken, at, "%q would be called %s, as %q is", key, name, other)
		return
	}
	c.names[name] = key
}

// nested checks the names of what a message holds; the entries of its maps are
// messages too.
func (c *checker) nested(m *model.Message) {
	scope := m.Package.Name + "." + m.Path() + "."
	for _, n := range m.Messages {
		c.name(scope+n.Name, n.Key, n.At)
	}
	for _, e := range m.Enums {
		c.name(scope+e.Name, e.Key, e.At)
	}
	oneofs := make(map[string]bool)
	for _, f := range m.Fields {
		c.name(scope+f.Name, m.Key+"."+f.Key, f.At)
		if f.Oneof != "" && !oneofs[f.Oneof] {
			oneofs[f.Oneof] = true
			c.name(scope+f.Oneof, "the oneof of "+m.Key+"."+f.Key, f.At)
		}
		if _, ok := f.Type.(model.Map); ok {
			c.name(scope+naming.Entry(f.Name), m.Key+"."+f.Key, f.At)
		}
	}
	c.jsonNames(m)
}

// jsonNames checks the names that the fields of a message have in JSON, and those that
// they would have if only proto named them: proto wants each to be one field's.
func (c *checker) jsonNames(m *model.Message) {
	names, implied := make(map[string]string), make(map[string]string)
	for _, f := range m.Fields {
		name, byName := f.JSONName(), naming.JSON(f.Name)
		if other, taken := names[name]; taken {
			c.findings.Add(finding.NameTaken, f.At, "%q of %s would be called %q in JSON, as %q is", f.Key, m.Key, name, other)
		} else if other, taken := implied[byName]; taken {
			c.findings.Add(finding.NameTaken, f.At, "%q of %s would be called %s, which proto JSON does not tell from %q", f.Key, m.Key, f.Name, other)
		}
		names[name], implied[byName] = f.Key, f.Key
	}
}

// zero reports an enum without a value for 0, which proto3 demands.
func (c *checker) zero(e *model.Enum) {
	if !slices.ContainsFunc(e.Values, func(v *model.EnumValue) bool { return v.Number == 0 }) {
		c.findings.Add(finding.EnumZeroMissing, e.At, "no value of %s has the number 0", e.Key)
	}
}

// direction is that a package needs another.
type direction struct{ from, to *model.Package }

// use is what makes it need the other.
type use struct {
	message *model.Message
	field   *model.Field
	used    string // the document's name
}

// packages reports the uses by which packages depend on each other, in turn or
// in a circle: of each circle those of the direction that has the fewest.
func (c *checker) packages(api *model.API) {
	uses := make(map[direction][]use)
	api.Walk(func(m *model.Message) {
		if m.Root().MadeFor != nil {
			return // in a file of its own
		}
		for _, f := range m.Fields {
			if used, pkg := owned(f.Type); pkg != nil && pkg != m.Package {
				d := direction{m.Package, pkg}
				uses[d] = append(uses[d], use{m, f, used})
			}
		}
	})
	directions := slices.SortedFunc(maps.Keys(uses), func(a, b direction) int {
		return cmp.Or(
			cmp.Compare(len(uses[a]), len(uses[b])),
			cmp.Compare(a.from.Name, b.from.Name),
			cmp.Compare(a.to.Name, b.to.Name),
		)
	})
	for _, d := range directions {
		if !needs(uses, d.to, d.from, make(map[*model.Package]bool)) {
			continue
		}
		for _, u := range uses[d] {
			c.findings.Add(finding.PackageCycle, u.field.At, "%q of %q in %s is a %q of %s, which needs %s too",
				u.field.Key, u.message.Key, d.from.Name, u.used, d.to.Name, d.from.Name)
		}
		delete(uses, d)
	}
}

// needs tells whether a package needs another, itself or by what it needs.
func needs(uses map[direction][]use, from, to *model.Package, seen map[*model.Package]bool) bool {
	if from == to {
		return true
	}
	seen[from] = true
	for d := range uses {
		if d.from == from && !seen[d.to] && needs(uses, d.to, to, seen) {
			return true
		}
	}
	return false
}

// owned returns the document's name of a type that is in a package of the API,
// and the package.
func owned(t model.Type) (string, *model.Package) {
	switch t := t.(type) {
	case *model.Message:
		return t.Key, t.Package
	case *model.Enum:
		return t.Key, t.Package
	case model.Map:
		return owned(t.Value)
	}
	return "", nil
}
