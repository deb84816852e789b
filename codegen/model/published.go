// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/numbers"
)

// Methods returns the facts about methods that the lock records, by the ids of the document's
// operations. It must run before the overlay is applied, because the lock does not record the
// overlay's names.
func (a *API) Methods() map[string]numbers.Method {
	methods := make(map[string]numbers.Method)
	for _, s := range a.Services {
		for _, m := range s.Methods {
			for _, o := range m.Operations {
				published := numbers.Method{
					RPC: m.Name, Joined: m.Request.CreatedFor == nil, Paged: m.Paging != nil && m.Paging.recent,
				}
				name := strings.TrimSuffix(s.Name, "Service")
				if a.Document.Conventions.ServicePerTag || name != a.serviceName(s.Resource) {
					published.Service = name
				}
				if !a.Document.Conventions.ServicePerTag && !slices.Equal(o.Resource, o.IDResource()) {
					published.Resource = cmp.Or(strings.Join(o.Resource, "/"), numbers.NoResource)
				}
				if http := o.Route(); http != o.ID {
					published.HTTP = http
				}
				methods[o.ID] = published
			}
		}
	}
	return methods
}

// publishedMethod returns the entry of a method in the lock. If the method has several
// operations, it returns the first entry that is current, or the first one that is gone.
func (b *builder) publishedMethod(m *Method) (numbers.Method, bool) {
	var gone numbers.Method
	found := false
	for _, o := range m.Operations {
		published, known := b.published.Methods[o.ID]
		if known && !published.Gone {
			return published, true
		}
		if known && !found {
			gone, found = published, true
		}
	}
	return gone, found
}

// age is the state of an element in the lock. Elements of a lower age have precedence.
type age int

const (
	current age = iota // in the previous revision of the document
	gone               // only in earlier revisions
	added              // new
)

func (b *builder) methodAge(m *Method) age {
	published, found := b.publishedMethod(m)
	switch {
	case !found:
		return added
	case published.Gone:
		return gone
	}
	return current
}

func ageOf(entry *numbers.Entry) age {
	switch {
	case entry == nil:
		return added
	case len(entry.Current) == 0:
		return gone
	}
	return current
}

// oldestFirst returns the elements in the order of their age. Elements of the same age keep their
// order.
func oldestFirst[T any](all []T, ageOf func(T) age) []T {
	return slices.SortedStableFunc(slices.Values(all), func(a, b T) int { return cmp.Compare(ageOf(a), ageOf(b)) })
}

func fieldAge(published *numbers.Entry, f *Field) age {
	if _, found := published.Current[f.Key]; found {
		return current
	}
	if _, found := published.Gone[f.Key]; found {
		return gone
	}
	return added
}

// A publishedType contains the facts about a field's type in the lock.
type publishedType struct {
	numbers.FieldType        // the zero value in locks of earlier versions
	optional          bool   // a required field was published with presence
	integer           string // the type that was chosen by a range (numbers.Entry.Types)
}

// publishedField returns the facts about a field's type in the lock, and whether the field was
// published.
func (b *builder) publishedField(m *Message, key string) (publishedType, bool) {
	entry := b.published.Messages[b.lockKey(m)]
	if entry == nil {
		return publishedType{}, false
	}
	number, current := entry.Current[key]
	if !current {
		number = entry.Gone[key]
	}
	_, gone := entry.Gone[key]
	t := publishedType{FieldType: entry.TypeOf(number)}
	for word := range strings.FieldsSeq(entry.Types[key]) {
		if word == "optional" {
			t.optional = true
		} else {
			t.integer = word
		}
	}
	return t, current || gone
}

// publishedInteger returns the facts about the type of an integer in the lock, and whether the field was
// published as a number.
func (b *builder) publishedInteger(m *Message, key string) (publishedType, bool) {
	t, published := b.publishedField(m, key)
	_, isNumber := numbersByName[t.scalar()]
	return t, published && (isNumber || !t.IsKnown())
}

// publishedAs returns the published type of a field that isSame accepts: that of its number, or one that the field had
// earlier and that has another number. Without one, it returns the zero value.
func (b *builder) publishedAs(m *Message, key string, isSame func(numbers.FieldType) bool) numbers.FieldType {
	entry := b.published.Messages[b.lockKey(m)]
	if entry == nil {
		return numbers.FieldType{}
	}
	for _, number := range append([]int32{entry.Number(key)}, entry.Replaced[key]...) {
		if t := entry.TypeOf(number); t.IsKnown() && isSame(t) {
			return t
		}
	}
	return numbers.FieldType{}
}

// scalar returns the name of the type, or that of the elements of a list or map.
func (t publishedType) scalar() string {
	return strings.TrimSuffix(strings.TrimPrefix(t.Name, "map<string, "), ">")
}

// serviceAge returns the age of a service's oldest method.
func (b *builder) serviceAge(s *Service) age {
	oldest := added
	for _, m := range s.Methods {
		oldest = min(oldest, b.methodAge(m))
	}
	return oldest
}
