// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// alternativeKeys returns the key of each alternative of a union. values are those of the
// property that tells which one an object is, if there is one.
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
		// What was published when such alternatives had numbers keeps them.
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

// ownProperty returns the property of an alternative that no other one has: one that
// has to be there, or else the first. It is empty if there is none.
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

// alternativeKey returns the plain key of an alternative: the schema's name, or what kind of
// value it is.
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
