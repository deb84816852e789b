// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// maxSubtypes is the maximum number of subtypes of an object with a discriminator.
const maxSubtypes = 100

// addSubtypes adds the subtypes of each object with a discriminator as variants of the object. The
// subtypes are the schemas with the object in their allOf, their subtypes in turn, and the schemas that
// the discriminator names. Subtypes with subtypes get variants as well. All combinations must be settled,
// so that a subtype does not inherit the variants.
func (r *reader) addSubtypes() {
	subtypes := make(map[string][]string) // the names of direct subtypes, by name
	for _, s := range r.doc.Schemas {
		if c := r.combinationOf[s]; c != nil {
			for _, part := range c.parts {
				if part.Kind == document.Ref {
					subtypes[part.Ref] = append(subtypes[part.Ref], s.Name)
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
		for _, subtype := range subtypes[s.Name] {
			known[subtype] = true
		}
		for _, m := range d.Mapping {
			if subtype := r.schemas[m.Schema]; subtype != nil {
				if subtype.DiscriminatorValues == nil {
					subtype.DiscriminatorValues = make(map[string][]string)
				}
				if tags := subtype.DiscriminatorValues[d.Property]; !slices.Contains(tags, m.Value) {
					subtype.DiscriminatorValues[d.Property] = append(tags, m.Value)
				}
			}
			if !known[m.Schema] {
				known[m.Schema] = true
				subtypes[s.Name] = append(subtypes[s.Name], m.Schema)
			}
		}
		if subtype := r.schemas[d.Default]; subtype != nil {
			subtype.DefaultOf = append(subtype.DefaultOf, d.Property)
			if !known[d.Default] {
				subtypes[s.Name] = append(subtypes[s.Name], d.Default)
			}
		}
		all := allSubtypes(subtypes, s.Name)
		if len(all) > maxSubtypes {
			r.findings.Add(finding.NotCarried, d.At, "the properties of the more than %d subtypes of %s", maxSubtypes, s.Name)
			continue
		}
		for _, name := range append(all, s.Name) {
			r.setSubtypes(r.schemas[name], d, subtypes)
		}
	}
}

// setSubtypes adds the subtypes of a schema as its variants, unless it already has variants.
func (r *reader) setSubtypes(s *document.Schema, d *document.Discriminator, subtypes map[string][]string) {
	if s == nil || s.Kind != document.Object || len(s.Variants) > 0 {
		return
	}
	names := allSubtypes(subtypes, s.Name)
	slices.Sort(names)
	for _, name := range names {
		if subtype := r.schemas[name]; subtype != nil && r.step(d.At, 1+len(subtype.Properties)) {
			s.Variants = append(s.Variants, &document.Schema{At: d.At, Kind: document.Ref, Ref: name})
		}
	}
}

// allSubtypes returns the direct and indirect subtypes of a schema. It stops when there are more than
// maxSubtypes.
func allSubtypes(subtypes map[string][]string, name string) []string {
	var all []string
	add := func(of string) {
		for _, subtype := range subtypes[of] {
			if len(all) <= maxSubtypes && subtype != name && !slices.Contains(all, subtype) {
				all = append(all, subtype)
			}
		}
	}
	add(name)
	for i := 0; i < len(all) && len(all) <= maxSubtypes; i++ {
		add(all[i])
	}
	return all
}
