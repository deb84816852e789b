// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package check finds contradictions that an overlay can cause in a model: two elements with the
// same name, packages that depend on each other, enums without a value for 0. A model without an
// overlay passes.
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
	names    map[string]string // the document's name, by full proto name
}

// name notes the full proto name of an element, and reports it if another one has it.
func (c *checker) name(name, key string, at finding.Position) {
	if other, taken := c.names[name]; taken {
		c.findings.Add(finding.NameTaken, at, "%q would have the name %s, like %q", key, name, other)
		return
	}
	c.names[name] = key
}

// nested checks the names within a message, among them those of the messages that the compiler
// makes for the entries of maps.
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
			c.name(scope+naming.MapEntry(f.Name), m.Key+"."+f.Key, f.At)
		}
	}
	c.jsonNames(m)
}

// jsonNames checks the JSON names of the fields of a message, and the JSON names that proto derives
// from their proto names. The compiler requires both to be unique.
func (c *checker) jsonNames(m *model.Message) {
	names, implied := make(map[string]string), make(map[string]string)
	for _, f := range m.Fields {
		name, byName := f.JSONName(), naming.JSONName(f.Name)
		if other, taken := names[name]; taken {
			c.findings.Add(finding.NameTaken, f.At, "%q of %s would have the JSON name %q, like %q", f.Key, m.Key, name, other)
		} else if other, taken := implied[byName]; taken {
			c.findings.Add(finding.NameTaken, f.At, "%q of %s would have the name %s, which proto JSON does not distinguish from %q",
				f.Key, m.Key, f.Name, other)
		}
		names[name], implied[byName] = f.Key, f.Key
	}
}

// zero reports an enum without a value for 0, which proto3 requires.
func (c *checker) zero(e *model.Enum) {
	if !slices.ContainsFunc(e.Values, func(v *model.EnumValue) bool { return v.Number == 0 }) {
		c.findings.Add(finding.EnumZeroMissing, e.At, "no value of %s has the number 0", e.Key)
	}
}

// dependency is the dependency of a package on another one.
type dependency struct{ from, to *model.Package }

// use is a field that causes a dependency.
type use struct {
	message *model.Message
	field   *model.Field
	used    string // the document's name
}

// packages reports the uses by which packages depend on each other. Of each cycle it reports the
// dependency with the fewest uses.
func (c *checker) packages(api *model.API) {
	uses := make(map[dependency][]use)
	api.Walk(func(m *model.Message) {
		if m.Root().CreatedFor != nil {
			return // it has its own file
		}
		for _, f := range m.Fields {
			if used, pkg := owned(f.Type); pkg != nil && pkg != m.Package {
				d := dependency{m.Package, pkg}
				uses[d] = append(uses[d], use{m, f, used})
			}
		}
	})
	dependencies := slices.SortedFunc(maps.Keys(uses), func(a, b dependency) int {
		return cmp.Or(
			cmp.Compare(len(uses[a]), len(uses[b])),
			cmp.Compare(a.from.Name, b.from.Name),
			cmp.Compare(a.to.Name, b.to.Name),
		)
	})
	for _, d := range dependencies {
		if !dependsOn(uses, d.to, d.from, make(map[*model.Package]bool)) {
			continue
		}
		for _, u := range uses[d] {
			c.findings.Add(finding.PackageCycle, u.field.At, "%q of %q in %s is a %q of %s, which depends on %s",
				u.field.Key, u.message.Key, d.from.Name, u.used, d.to.Name, d.from.Name)
		}
		delete(uses, d)
	}
}

// dependsOn reports whether a package depends on another, directly or indirectly.
func dependsOn(uses map[dependency][]use, from, to *model.Package, seen map[*model.Package]bool) bool {
	if from == to {
		return true
	}
	seen[from] = true
	for d := range uses {
		if d.from == from && !seen[d.to] && dependsOn(uses, d.to, to, seen) {
			return true
		}
	}
	return false
}

// owned returns the document's name and the package of a type that the API declares.
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
