// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package check finds what an overlay can make of a model and proto cannot
// say: two things of one name, packages that depend on each other. A model
// without an overlay passes.
package check

import (
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// API checks a model that has its numbers.
func API(api *model.API) *finding.List {
	c := &checker{findings: new(finding.List), names: make(map[string]string)}
	for _, m := range api.Messages {
		c.name(m.Package.Name+"."+m.Name, m.Key, m.At)
	}
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

// packages reports the uses by which packages depend on each other: those of
// the package that needs the other less.
func (c *checker) packages(api *model.API) {
	type direction struct{ from, to *model.Package }
	type use struct {
		message *model.Message
		field   *model.Field
		used    *model.Message
	}
	uses := make(map[direction][]use)
	api.Walk(func(m *model.Message) {
		if rootOf(m).MadeFor != nil {
			return // in a file of its own
		}
		for _, f := range m.Fields {
			if used := messageOf(f.Type); used != nil && used.Package != m.Package {
				d := direction{m.Package, used.Package}
				uses[d] = append(uses[d], use{m, f, used})
			}
		}
	})
	for d, there := range uses {
		back := uses[direction{d.to, d.from}]
		if len(back) == 0 || len(there) > len(back) || len(there) == len(back) && d.from.Name > d.to.Name {
			continue
		}
		for _, u := range there {
			c.findings.Add(finding.PackageCycle, u.field.At, "%q of %q in %s is a %q of %s, which needs %s too",
				u.field.Key, u.message.Key, d.from.Name, u.used.Key, d.to.Name, d.from.Name)
		}
	}
}

func rootOf(m *model.Message) *model.Message {
	for m.Parent != nil {
		m = m.Parent
	}
	return m
}

func messageOf(t model.Type) *model.Message {
	switch t := t.(type) {
	case *model.Message:
		return t
	case *model.Enum:
		return t.Parent
	case model.Map:
		return messageOf(t.Value)
	}
	return nil
}
