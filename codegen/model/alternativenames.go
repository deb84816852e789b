// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// alternativeKeys returns the key of each alternative of a union. values are the values of the
// discriminator for each alternative; nil if there is none.
func (b *builder) alternativeKeys(m *Message, all []*document.Schema, values [][]string) []string {
	keys := make([]string, len(all))
	count := make(map[string]int)
	for i, v := range all {
		keys[i] = alternativeKey(v)
		count[keys[i]]++
	}
	published := b.published.Messages[m.Key]
	for i, v := range all {
		plain := alternativeKey(v)
		// Alternatives that were published with a numbered key keep it.
		if count[plain] < 2 || hasName(v) || published != nil && published.Number(propertyKey(plain)) > 0 {
			continue
		}
		switch v.Kind {
		case document.Object:
			keys[i] = "otherObject"
			if values != nil && len(values[i]) == 1 && len(naming.Words(values[i][0])) > 0 {
				keys[i] = values[i][0]
			} else if property := b.ownProperty(all, i); property != "" {
				keys[i] = "with" + naming.Type(property)
			}
		case document.Array:
			keys[i] = "otherList"
			if items := b.resolve(v.Items); hasName(items) || isPlain(items) {
				keys[i] = alternativeKey(items) + "List"
			}
		}
	}
	return keys
}

func hasName(s *document.Schema) bool { return s.Kind == document.Ref || s.Name != "" }

// ownProperty returns the name of a property that only this alternative has: the first
// required one, or the first one if none is required. It returns an empty string if there is
// no such property.
func (b *builder) ownProperty(all []*document.Schema, i int) string {
	others := make(map[string]bool)
	for j, v := range all {
		if j != i {
			for _, p := range b.target(v).Properties {
				others[p.Name] = true
			}
		}
	}
	own := slices.DeleteFunc(slices.Clone(all[i].Properties), func(p *document.Property) bool {
		return others[p.Name] || len(naming.Words(p.Name)) == 0
	})
	if required := slices.IndexFunc(own, func(p *document.Property) bool { return p.Schema.Required }); required >= 0 {
		return own[required].Name
	}
	if len(own) > 0 {
		return own[0].Name
	}
	return ""
}

// alternativeKey returns the plain key of an alternative: the schema's name or, without one,
// the kind of its values.
func alternativeKey(s *document.Schema) string {
	switch {
	case s.Kind == document.Ref:
		return s.Ref
	case s.Name != "":
		return s.Name
	case s.Kind == document.String && s.Format == document.Timestamp:
		return "time"
	case isMap(s):
		return "map"
	}
	return kindNames[s.Kind]
}

var kindNames = map[document.Kind]string{
	document.String: "text", document.Integer: "integer", document.Number: "number", document.Boolean: "boolean",
	document.Array: "list", document.Object: "object", document.Union: "other",
}

// alternativeName returns the name of an alternative's field, without the name of the union: cat
// for the alternatives PetCat and CatPet of a Pet.
func alternativeName(m *Message, key string) string {
	name, union := naming.Field(naming.WithoutPackage(key)), naming.Field(naming.WithoutPackage(m.Name))
	for _, short := range []string{strings.TrimPrefix(name, union+"_"), strings.TrimSuffix(name, "_"+union)} {
		if short != name && short != "" && !strings.ContainsAny(short[:1], "0123456789") {
			return short
		}
	}
	return name
}
