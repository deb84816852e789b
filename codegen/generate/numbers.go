// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"cmp"
	"maps"
	"slices"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// declared lists the fields and enum values of a model by the document's names.
func declared(api *model.API, methods map[string]numbers.Method) numbers.Declared {
	all := numbers.Declared{TypeRules: api.TypeRules, Official: api.Official, Methods: methods}
	api.Walk(func(m *model.Message) {
		fields := numbers.Declaration{Key: m.Key, At: m.At, Fixed: make(map[string]numbers.Fixed)}
		for _, f := range m.Fields {
			fields.Names = append(fields.Names, f.Key)
			if f.Official != nil {
				fields.Fixed[f.Key] = numbers.Fixed(*f.Official)
			}
		}
		all.Messages = append(all.Messages, fields)
	})
	api.WalkEnums(func(e *model.Enum) {
		values := numbers.Declaration{Key: e.Key, At: e.At, Fixed: make(map[string]numbers.Fixed)}
		for _, v := range e.Values {
			values.Names = append(values.Names, v.Key)
			if v.Official != nil {
				values.Fixed[v.Key] = numbers.Fixed(*v.Official)
			}
		}
		all.Enums = append(all.Enums, values)
	})
	return all
}

// assign sets the numbers of the model, names the values of enums, and reserves numbers that are gone.
// It records in the lock the names that do not follow from keys. The argument before is the previous
// lock.
func assign(api *model.API, before, lock *numbers.Lock) *finding.List {
	findings := new(finding.List)
	api.Walk(func(m *model.Message) {
		for _, f := range m.Fields {
			f.Number = lock.Messages[m.Key].Current[f.Key]
		}
	})
	api.WalkEnums(func(e *model.Enum) { assignValues(e, lock.Enums[e.Key], findings) })
	findings.Append(api.NameEnumValues(before.Enums))
	api.Walk(func(m *model.Message) {
		entry := lock.Messages[m.Key]
		entry.Name = api.Clashes.Messages[m.Key]
		entry.Replaces = slices.Compact(slices.Sorted(slices.Values(slices.Concat(entry.Replaces, m.Replaced))))
		rememberFields(m, entry, api.Clashes.Fields[m.Key])
	})
	api.WalkEnums(func(e *model.Enum) {
		entry := lock.Enums[e.Key]
		entry.Name = api.Clashes.Enums[e.Key]
		rememberValues(e, entry)
		e.Reserve(entry.Gone, func(key string) string { return cmp.Or(entry.Names[key], e.PlainName(key)) })
	})
	recordNames(api, before, lock)
	api.Walk(func(m *model.Message) { m.Reserve(lock.Messages[m.Key]) })
	return findings
}

// rememberFields records the decisions about the types of a message's fields, and the names of fields
// whose own names were taken.
func rememberFields(m *model.Message, entry *numbers.Entry, names map[string]string) {
	for _, f := range m.Fields {
		delete(entry.Names, f.Key)
		delete(entry.Types, f.Key)
		if f.LockedType != "" {
			if entry.Types == nil {
				entry.Types = make(map[string]string)
			}
			entry.Types[f.Key] = f.LockedType
		}
	}
	if entry.Names == nil && len(names) > 0 {
		entry.Names = make(map[string]string)
	}
	maps.Copy(entry.Names, names)
}

// rememberValues records the names of the values of an enum.
func rememberValues(e *model.Enum, entry *numbers.Entry) {
	entry.Prefixed = e.Prefixed
	for _, v := range e.Values {
		delete(entry.Names, v.Key)
		if v.Name != e.PlainName(v.Key) {
			if entry.Names == nil {
				entry.Names = make(map[string]string)
			}
			entry.Names[v.Key] = v.Name
		}
	}
}

// assignValues sets the numbers of values. A value with the number 0 that is gone stays, because every
// enum needs one.
func assignValues(e *model.Enum, entry *numbers.Entry, findings *finding.List) {
	for _, v := range e.Values {
		v.Number = entry.Current[v.Key]
	}
	for name, number := range entry.Gone {
		if number == 0 {
			e.Values = append(e.Values, &model.EnumValue{Key: name, Deprecated: true, Description: "Removed from the API's document."})
			findings.Add(finding.EnumZeroGone, e.At, "the document no longer has the value %q of %s", name, e.Key)
		}
	}
}
