// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"slices"

	"github.com/protolect/protolect/codegen/model"
)

// unite lets messages stand in the place of others. They must have all that the
// others have: then whatever is said of those can be said of them.
func (a *applier) unite(entries []entry) {
	replaced := make(map[*model.Message]*model.Message)
	for _, e := range entries {
		from, to := a.messages[e.key], a.messages[e.name]
		switch {
		case from == nil || from.Parent != nil || from.MadeFor != nil:
			a.matchesNothing(e, "schema")
		case to == nil || to.Parent != nil || to.MadeFor != nil || replaced[to] != nil || to == from:
			a.matchesNothing(entry{key: e.name, at: e.at}, "other schema")
		default:
			if lacking := lackingIn(from, to); lacking != "" {
				a.impossible(e, "%s has the property %q, which %s lacks or has with another type", e.key, lacking, e.name)
				continue
			}
			replaced[from] = to
			to.Also = append(append(to.Also, from.Schema), from.Also...)
			a.forget(from)
		}
	}
	if len(replaced) == 0 {
		return
	}
	a.api.Messages = slices.DeleteFunc(a.api.Messages, func(m *model.Message) bool { return replaced[m] != nil })
	stand := func(t model.Type) model.Type {
		for {
			m, ok := t.(*model.Message)
			if !ok || replaced[m] == nil {
				return t
			}
			t = replaced[m] // which may have been replaced later
		}
	}
	a.api.Walk(func(m *model.Message) {
		for _, f := range m.Fields {
			f.Type = stand(f.Type)
			if of, ok := f.Type.(model.Map); ok {
				f.Type = model.Map{Value: stand(of.Value)}
			}
		}
	})
	for m := range a.methods {
		m.Response = stand(m.Response)
		if request := stand(m.Request).(*model.Message); request != m.Request {
			m.Request = request
		}
	}
}

// forget lets no other entry match a message, or what is in it.
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

// lackingIn returns the key of a field of from that to cannot stand for, or "". An
// enum stands for a text, since that is what its values are in JSON.
func lackingIn(from, to *model.Message) string {
	for _, f := range from.Fields {
		other := to.FieldByKey(f.Key)
		if other == nil || other.Repeated != f.Repeated || !standsFor(other.Type, f.Type) {
			return f.Key
		}
	}
	return ""
}

func standsFor(t, other model.Type) bool {
	switch other := other.(type) {
	case *model.Message:
		m, ok := t.(*model.Message)
		return ok && (m == other || m.Parent != nil && other.Parent != nil && lackingIn(other, m) == "")
	case *model.Enum:
		e, ok := t.(*model.Enum)
		return ok && firstNotIn(other, func(value string) bool {
			return slices.ContainsFunc(e.Values, func(v *model.EnumValue) bool { return v.Key == value })
		}) == ""
	case model.Map:
		of, ok := t.(model.Map)
		return ok && standsFor(of.Value, other.Value)
	case model.Scalar:
		e, ok := t.(*model.Enum)
		return t == other || ok && other == model.String && !e.JSONNumber
	}
	return t == other
}
