// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// dropUnused removes a type that no field has any more, and the types that only its fields have. place is
// that of the property which had the type: schemas with a name in another place stay.
func (a *applier) dropUnused(t model.Type, place finding.Position) {
	switch t := t.(type) {
	case model.Map:
		a.dropUnused(t.Value, place)
	case *model.Enum:
		if !a.isUsed(t, nil) {
			enums := a.enumsIn(t.Parent)
			*enums = slices.DeleteFunc(*enums, func(other *model.Enum) bool { return other == t })
			delete(a.enums, t.Key)
		}
	case *model.Message:
		isNamed := t.Schema != "" && (t.At.File != place.File || !strings.HasPrefix(t.At.Pointer+"/", place.Pointer+"/"))
		if !isNamed && !a.isUsedOutside(t, t) {
			siblings := a.siblings(t.Parent)
			*siblings = slices.DeleteFunc(*siblings, func(other *model.Message) bool { return other == t })
			a.forget(t)
			for _, other := range typesOf(t) {
				a.dropUnused(other, place)
			}
		}
	}
}

// typesOf returns the types of all fields of a message, and of those within it, that are not themselves
// within it.
func typesOf(m *model.Message) (types []model.Type) {
	m.Walk(func(inner *model.Message) {
		for _, f := range inner.Fields {
			t := f.Type
			if of, ok := t.(model.Map); ok {
				t = of.Value
			}
			var parent *model.Message
			switch t := t.(type) {
			case *model.Message:
				parent = t
			case *model.Enum:
				parent = t.Parent
			}
			if !isWithin(parent, m) {
				types = append(types, t)
			}
		}
	})
	return types
}

// isUsedOutside reports whether a message, or a type within it, is the type of anything outside of another
// message.
func (a *applier) isUsedOutside(m, outer *model.Message) bool {
	used := a.isUsed(m, outer)
	for _, e := range m.Enums {
		used = used || a.isUsed(e, outer)
	}
	for _, nested := range m.Messages {
		used = used || a.isUsedOutside(nested, outer)
	}
	return used
}

// isUsed reports whether a type is that of a field, a request or a response. It ignores the fields of a
// message, which may be nil, and of those within it.
func (a *applier) isUsed(t model.Type, ignored *model.Message) bool {
	for m := range a.methods {
		if m.Response == t || m.Request == t {
			return true
		}
	}
	used := false
	a.api.Walk(func(m *model.Message) {
		if !used && (ignored == nil || !isWithin(m, ignored)) {
			used = slices.ContainsFunc(m.Fields, func(f *model.Field) bool { return f.Type == t || f.Type == model.Map{Value: t} })
		}
	})
	return used
}

func isWithin(m, outer *model.Message) bool {
	for ; m != nil; m = m.Parent {
		if m == outer {
			return true
		}
	}
	return false
}
