// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// fieldType returns the type of a field for the lock.
func fieldType(api *model.API, m *model.Message, f *model.Field) numbers.FieldType {
	t := numbers.FieldType{Name: typeName(api, f.Type)}
	switch {
	case f.Repeated:
		t.Label = "repeated"
	case f.Oneof != "":
		t.Label = "oneof"
	case f.Optional:
		t.Label = "optional"
	}
	if m.CreatedFor != nil {
		return t // the bindings of the method place its fields
	}
	switch p := f.Parameter; {
	case p.Header != "":
		t.Place = "header"
	case p.Cookie != "":
		t.Place = "cookie"
	case p.Query != "":
		t.Place = "query"
	case p.Path:
		t.Place = "path"
	}
	return t
}

func typeName(api *model.API, t model.Type) string {
	switch t := t.(type) {
	case model.Scalar:
		return t.String()
	case *model.Message:
		return api.PathInLock(t.Package, t.Path())
	case *model.Enum:
		return numbers.EnumType + api.PathInLock(t.Package, t.Path())
	case model.WellKnown:
		if _, isEnum := t.Descriptor().(protoreflect.EnumDescriptor); isEnum {
			return numbers.EnumType + string(t)
		}
		return string(t)
	case model.Map:
		return "map<string, " + typeName(api, t.Value) + ">"
	}
	return ""
}

// publishedTypeNames returns the names with which a type may be in the lock: also those that it had earlier.
func publishedTypeNames(api *model.API, lock *numbers.Lock, t model.Type) []string {
	names := []string{typeName(api, t)}
	switch t := t.(type) {
	case *model.Message:
		if entry := lock.Messages[t.Key]; entry != nil {
			names = append(names, entry.Paths...)
		}
	case *model.Enum:
		if entry := lock.Enums[t.Key]; entry != nil {
			for _, path := range entry.Paths {
				names = append(names, numbers.EnumType+path)
			}
		}
	case model.Map:
		names = publishedTypeNames(api, lock, t.Value)
		for i, name := range names {
			names[i] = "map<string, " + name + ">"
		}
	}
	return names
}

// isPublishedAs reports whether the type of a field is a published one. Presence does not matter.
func isPublishedAs(api *model.API, lock *numbers.Lock, t numbers.FieldType, f *model.Field) bool {
	return (t.Label == "repeated") == f.Repeated && slices.Contains(publishedTypeNames(api, lock, f.Type), t.Name)
}

// retypeFields gives published fields whose types have changed other numbers: a published number never changes its
// meaning. The lock must have the names of all types. A type that has another name now is the same type.
func retypeFields(api *model.API, lock *numbers.Lock) *finding.List {
	findings := new(finding.List)
	api.Walk(func(m *model.Message) {
		entry := lock.Messages[m.Key]
		if entry == nil {
			return
		}
		for _, f := range m.Fields {
			is := fieldType(api, m, f)
			isSame := func(t numbers.FieldType) bool { return isPublishedAs(api, lock, t, f) }
			number := entry.Number(f.Key)
			was := entry.TypeOf(number)
			if f.Official != nil && f.Official.Number == number {
				if was.IsKnown() && !isSame(was) {
					findings.Add(finding.TypeChanged, f.Official.At,
						"the field %s of %s was published with the official number %d and the type %s, and becomes %s: it keeps the number",
						f.Name, m.Path(), number, inProto(was), inProto(is))
				}
				continue
			}
			if entry.Retype(f.Key, isSame) == 0 {
				continue
			}
			findings.Add(finding.TypeChanged, f.At,
				"the type of the field %s of %s changes from %s to %s: the field gets another number, and %d stays reserved",
				f.Name, m.Path(), inProto(was), inProto(is), number)
		}
	})
	return findings
}

// inProto returns the type as it is written in a .proto file.
func inProto(t numbers.FieldType) string {
	t.Place = ""
	if t.Label == "oneof" {
		t.Label = ""
	}
	return strings.TrimPrefix(strings.Replace(t.String(), numbers.EnumType, "", 1), "optional ")
}

// recordTypes records in the lock the types of all fields, and the items of pages.
func recordTypes(api *model.API, lock *numbers.Lock) {
	api.Walk(func(m *model.Message) {
		for _, f := range m.Fields {
			lock.Messages[m.Key].SetType(f.Number, fieldType(api, m, f))
		}
	})
	for _, s := range api.Services {
		for _, m := range s.Methods {
			for _, o := range m.Operations {
				published := lock.Methods[o.ID]
				published.Items = m.Paging.ItemKeys()
				lock.Methods[o.ID] = published
			}
		}
	}
}
