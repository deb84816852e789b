// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// keepKeys gives the request of an RPC with several bindings the key under which
// the lock knows it: that of whichever operation was there first.
func keepKeys(api *model.API, before *numbers.Lock) {
	for _, s := range api.Services {
		for _, m := range s.Methods {
			if m.Request.MadeFor == nil || before.Messages[m.Request.Key] != nil {
				continue
			}
			for _, o := range m.Operations {
				if before.Messages[o.ID] != nil {
					rekey(m.Request, o.ID)
					break
				}
			}
		}
	}
}

// rekey gives a message another key, and whatever is nested in it.
func rekey(m *model.Message, key string) {
	for _, nested := range m.Messages {
		rekey(nested, key+strings.TrimPrefix(nested.Key, m.Key))
	}
	for _, e := range m.Enums {
		e.Key = key + strings.TrimPrefix(e.Key, m.Key)
	}
	m.Key = key
}

// declared lists the fields and enum values of a model by the document's names.
func declared(api *model.API) numbers.Declared {
	all := numbers.Declared{Official: api.Official}
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

// assign brings the lock's numbers into the model, names the enums' values, and
// reserves what is gone. It notes in the lock how new enums name their values;
// before is the lock of the run before.
func assign(api *model.API, before, lock *numbers.Lock) *finding.List {
	findings := new(finding.List)
	api.Walk(func(m *model.Message) {
		for _, f := range m.Fields {
			f.Number = lock.Messages[m.Key].Current[f.Key]
		}
	})
	api.WalkEnums(func(e *model.Enum) { assignValues(e, lock.Enums[e.Key], findings) })
	published := make(map[string]bool)
	for key, entry := range before.Enums {
		published[key] = entry.Prefixed
	}
	findings.Append(api.NameEnumValues(published))
	api.Walk(func(m *model.Message) {
		for name, number := range lock.Messages[m.Key].Gone {
			m.Reserve(name, number)
		}
	})
	api.WalkEnums(func(e *model.Enum) {
		entry := lock.Enums[e.Key]
		entry.Prefixed = e.Prefixed
		for name, number := range entry.Gone {
			if number != 0 {
				e.Reserve(name, number)
			}
		}
	})
	return findings
}

func assignValues(e *model.Enum, entry *numbers.Entry, findings *finding.List) {
	for _, v := range e.Values {
		v.Number = entry.Current[v.Key]
	}
	for name, number := range entry.Gone {
		if number == 0 {
			e.Values = append(e.Values, &model.EnumValue{Key: name, Deprecated: true, Description: "No longer in the API's document."})
			findings.Add(finding.EnumZeroGone, e.At, "the value %q of %s is gone", name, e.Key)
		}
	}
}
