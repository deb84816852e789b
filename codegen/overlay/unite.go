// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"slices"

	"github.com/protolect/protolect/codegen/model"
)

// unite replaces messages by others, which must have all of their fields with types that hold the
// same values.
func (a *applier) unite(entries []entry) {
	replaced := make(map[*model.Message]*model.Message)
	for _, e := range entries {
		from, to := a.messages[e.key], a.messages[e.name]
		switch {
		case from == nil || from.Parent != nil || from.CreatedFor != nil:
			a.noSchema(e, "schema")
		case to == nil || to.Parent != nil || to.CreatedFor != nil || replaced[to] != nil || to == from:
			a.noSchema(entry{key: e.name, at: e.at}, "other schema")
		default:
			if from.IsNew() && !to.IsNew() {
				a.addMissing(from, to)
			} else if missing := missingIn(from, to); missing != "" {
				a.impossible(e, "%s has the property %q, which %s does not have with that type", e.key, missing, e.name)
				continue
			}
			replaced[from] = to
			to.Replaced = append(append(to.Replaced, from.Schema), from.Replaced...)
			a.forget(from)
		}
	}
	if len(replaced) == 0 {
		return
	}
	a.api.Messages = slices.DeleteFunc(a.api.Messages, func(m *model.Message) bool { return replaced[m] != nil })
	replace := func(t model.Type) model.Type {
		for {
			m, ok := t.(*model.Message)
			if !ok || replaced[m] == nil {
				return t
			}
			t = replaced[m] // which may be replaced too
		}
	}
	a.api.Walk(func(m *model.Message) {
		for _, f := range m.Fields {
			f.Type = replace(f.Type)
			if of, ok := f.Type.(model.Map); ok {
				f.Type = model.Map{Value: replace(of.Value)}
			}
		}
	})
	for m := range a.methods {
		m.Response = replace(m.Response)
		if request := replace(m.Request).(*model.Message); request != m.Request {
			m.Request = request
		}
	}
}

// addMissing adds to a published message the new properties of a schema that it replaces.
func (a *applier) addMissing(from, to *model.Message) {
	for _, f := range slices.Clone(from.Fields) {
		other := to.FieldByKey(f.Key)
		switch {
		case other == nil:
			a.adapted(f.At, "the new property %q of %s is also a property of %s, which is the same message", f.Key, from.Key, to.Key)
			from.MoveField(f, to)
		case other.Repeated != f.Repeated || !canReplace(other.Type, f.Type):
			a.adapted(f.At, "%q of %s has another type than in %s, which is the same message: the field has the type that %s declares",
				f.Key, from.Key, to.Key, to.Key)
		}
	}
}

// forget removes a message and everything in it from the index, so that no other entry matches it.
func (a *applier) forget(m *model.Message) {
	delete(a.messages, m.Key)
	for _, f := range m.Fields {
		delete(a.fields, m.Key+"."+f.Key)
	}
	for _, e := range m.Enums {
		delete(a.enums, e.Key)
	}
	for _, nested := range m.Messages {
		a.forget(nested)
	}
}

// missingIn returns the key of the first field of from that no field of to can replace, or "".
func missingIn(from, to *model.Message) string {
	for _, f := range from.Fields {
		other := to.FieldByKey(f.Key)
		if other == nil || other.Repeated != f.Repeated || !canReplace(other.Type, f.Type) {
			return f.Key
		}
	}
	return ""
}

// canReplace reports whether values of the type other are values of the type t. The values of an
// enum are texts in JSON, so an enum can replace a text.
func canReplace(t, other model.Type) bool {
	switch other := other.(type) {
	case *model.Message:
		m, ok := t.(*model.Message)
		return ok && (m == other || m.Parent != nil && other.Parent != nil && missingIn(other, m) == "")
	case *model.Enum:
		e, ok := t.(*model.Enum)
		return ok && firstNotIn(other, func(value string) bool {
			return slices.ContainsFunc(e.Values, func(v *model.EnumValue) bool { return v.Key == value })
		}) == ""
	case model.Map:
		of, ok := t.(model.Map)
		return ok && canReplace(of.Value, other.Value)
	case model.Scalar:
		e, ok := t.(*model.Enum)
		return t == other || ok && other == model.String && !e.JSONNumber
	}
	return t == other
}
