// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// maxKinds is of how many kinds an object can be and still have the properties of all.
const maxKinds = 100

// gatherKinds says of each object with a discriminator what else it may be: those whose
// allOf has it as a part, theirs in turn, and those that the discriminator names. It is
// one of several then, beside what it has itself, and so are the kinds that have others.
// All is combined before: a kind has what its own parts say, and not what the others do.
func (r *reader) gatherKinds() {
	kinds := make(map[string][]string) // by the name of the part
	for _, s := range r.doc.Schemas {
		if c := r.combinationOf[s]; c != nil {
			for _, part := range c.parts {
				if part.Kind == document.Ref {
					kinds[part.Ref] = append(kinds[part.Ref], s.Name)
				}
			}
		}
	}
	for _, s := range r.doc.Schemas {
		d := s.Discriminator
		if d == nil || s.Kind != document.Object {
			continue
		}
		s.Discriminator = nil
		known := make(map[string]bool)
		for _, kind := range kinds[s.Name] {
			known[kind] = true
		}
		for _, m := range d.Mapping {
			if kind := r.schemas[m.Schema]; kind != nil {
				if kind.DiscriminatorValues == nil {
					kind.DiscriminatorValues = make(map[string][]string)
				}
				if of := kind.DiscriminatorValues[d.Property]; !slices.Contains(of, m.Value) {
					kind.DiscriminatorValues[d.Property] = append(of, m.Value)
				}
			}
			if !known[m.Schema] {
				known[m.Schema] = true
				kinds[s.Name] = append(kinds[s.Name], m.Schema)
			}
		}
		all := below(kinds, s.Name)
		if len(all) > maxKinds {
			r.findings.Add(finding.NotCarried, d.At, "what %s has beside in each of its more than %d kinds", s.Name, maxKinds)
			continue
		}
		for _, name := range append(all, s.Name) {
			r.setKinds(r.schemas[name], d, kinds)
		}
	}
}

// setKinds makes an object one of several, unless it is already.
func (r *reader) setKinds(s *document.Schema, d *document.Discriminator, kinds map[string][]string) {
	if s == nil || s.Kind != document.Object || len(s.Variants) > 0 {
		return
	}
	names := below(kinds, s.Name)
	slices.Sort(names)
	for _, name := range names {
		if kind := r.schemas[name]; kind != nil && r.step(d.At, 1+len(kind.Properties)) {
			s.Variants = append(s.Variants, &document.Schema{At: d.At, Kind: document.Ref, Ref: name})
		}
	}
}

// below returns the kinds of a schema, theirs, and so on, until there are too many.
func below(kinds map[string][]string, name string) []string {
	var all []string
	add := func(name, of string) {
		for _, kind := range kinds[of] {
			if len(all) <= maxKinds && kind != name && !slices.Contains(all, kind) {
				all = append(all, kind)
			}
		}
	}
	add(name, name)
	for i := 0; i < len(all) && len(all) <= maxKinds; i++ {
		add(name, all[i])
	}
	return all
}
