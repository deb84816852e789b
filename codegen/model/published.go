// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

// Methods returns what is to be remembered of the methods, by the document's
// ids. An overlay has its own say in their names, which is not remembered: the
// model must not have it yet.
func (a *API) Methods() map[string]numbers.Method {
	methods := make(map[string]numbers.Method)
	for _, s := range a.Services {
		for _, m := range s.Methods {
			for _, o := range m.Operations {
				published := numbers.Method{RPC: m.Name, Joined: m.Request.MadeFor == nil, Paged: m.Paging != nil && m.Paging.recent}
				if name := strings.TrimSuffix(s.Name, "Service"); a.Document.Conventions.ServicePerTag || name != a.serviceName(s.Resource) {
					published.Service = name
				}
				methods[o.ID] = published
			}
		}
	}
	return methods
}

// publishedMethod returns what is remembered of a method: of several bindings,
// that of the first that is there still.
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

// age is how long something was published, the oldest first.
type age int

const (
	current age = iota // when the document was read last
	gone               // before that
	added              // not yet
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

// oldestFirst returns what was published before what was not, and else in order.
func oldestFirst[T any](all []T, ageOf func(T) age) []T {
	return slices.SortedStableFunc(slices.Values(all), func(a, b T) int { return cmp.Compare(ageOf(a), ageOf(b)) })
}

// settleNames gives other names to messages, enums and fields that would share
// one within their scope. What was published first keeps it.
func (b *builder) settleNames() {
	var all []*typeToName
	for _, m := range b.api.Messages {
		all = append(all, b.messageToName(m))
	}
	for _, e := range b.api.Enums {
		all = append(all, b.enumToName(e))
	}
	b.nameTypes(all, b.separateServices(all))
	b.api.Walk(func(m *Message) {
		b.nameFields(m)
		var nested []*typeToName
		for _, n := range m.Messages {
			nested = append(nested, b.messageToName(n))
		}
		for _, e := range m.Enums {
			nested = append(nested, b.enumToName(e))
		}
		slices.SortStableFunc(nested, func(a, b *typeToName) int { return cmp.Compare(a.key, b.key) })
		b.nameTypes(nested, entryNames(m))
	})
}

// separateServices gives another name to a service that is called like a published
// message or enum, and returns the names that the services have.
func (b *builder) separateServices(all []*typeToName) map[string]bool {
	published := make(map[string]bool)
	for _, t := range all {
		if t.published != nil {
			published[cmp.Or(t.published.Name, *t.name)] = true
		}
	}
	names := make(map[string]bool)
	number := make(naming.Numbers)
	for _, s := range b.api.Services {
		resource := strings.TrimSuffix(s.Name, "Service")
		s.Name = number.Unused(resource, func(name string) bool { return published[name+"Service"] || names[name+"Service"] }) + "Service"
		names[s.Name] = true
	}
	return names
}

// entryNames returns the names of the messages that the compiler makes for the maps
// of a message.
func entryNames(m *Message) map[string]bool {
	names := make(map[string]bool)
	for _, f := range m.Fields {
		if isMapType(f.Type) {
			names[naming.Entry(f.Name)] = true
		}
	}
	return names
}

// typeToName is a message or an enum.
type typeToName struct {
	key           string
	name          *string
	fallbackName  string // a better name than one with a number, if the own one is taken
	preferredName string // a better name than the own one, if it was never published
	at            finding.Position
	published     *numbers.Entry
	clashes       map[string]string
}

func (b *builder) messageToName(m *Message) *typeToName {
	return &typeToName{key: m.Key, name: &m.Name, fallbackName: m.fallbackName, preferredName: m.preferredName, at: m.At, published: b.published.Messages[m.Key], clashes: b.api.Clashes.Messages}
}

func (b *builder) enumToName(e *Enum) *typeToName {
	return &typeToName{key: e.Key, name: &e.Name, fallbackName: e.fallbackName, at: e.At, published: b.published.Enums[e.Key], clashes: b.api.Clashes.Enums}
}

// nameTypes settles the names of one scope, where others have names of their own.
// Names that differ in case alone count as one: languages fold them, as Go does with
// V1beta1X and V1Beta1X.
func (b *builder) nameTypes(all []*typeToName, others map[string]bool) {
	used, number := make(map[string]bool), make(naming.Numbers)
	owned := make(map[string]bool)
	for _, t := range all {
		owned[strings.ToLower(*t.name)] = true
	}
	for _, t := range oldestFirst(all, func(t *typeToName) age { return ageOf(t.published) }) {
		own, wanted := *t.name, *t.name
		if t.published != nil {
			wanted = cmp.Or(t.published.Name, own)
		}
		taken := func(name string) bool { return used[strings.ToLower(name)] || others[name] }
		if t.published == nil && t.preferredName != "" && !taken(t.preferredName) && !owned[strings.ToLower(t.preferredName)] {
			wanted = t.preferredName
		}
		if t.published == nil && t.fallbackName != "" && taken(wanted) && !taken(t.fallbackName) {
			wanted = t.fallbackName
		}
		*t.name = number.Unused(wanted, taken)
		used[strings.ToLower(*t.name)] = true
		if *t.name != own {
			t.clashes[t.key] = *t.name
			if *t.name != t.fallbackName && *t.name != t.preferredName {
				b.findings.Add(finding.NameClash, t.at, "the type for %q would be called %s like another: it is %s", t.key, own, *t.name)
			}
		}
		if t.published != nil && *t.name != wanted {
			b.findings.Add(finding.PublishedChanged, t.at, "the type for %q was called %s, as another is now: it is %s", t.key, wanted, *t.name)
		}
	}
}

// nameFields settles the names of a message's fields, in the order in which they
// got their numbers. Proto demands different names for fields and oneofs, different JSON
// names, and different names in JSON if nothing but the fields' names gave them.
func (b *builder) nameFields(m *Message) {
	published := b.published.Messages[m.Key]
	if published == nil {
		published = new(numbers.Entry)
	}
	// Of every Go message this is a method, for which protoc-gen-go does not
	// step aside.
	used, number := map[string]bool{"proto_reflect": true}, make(naming.Numbers)
	implied := make(map[string]bool) // in JSON, by the fields' names
	stated := make(map[string]bool)  // in JSON, by the document
	for _, f := range m.Fields {
		if f.Oneof != "" {
			used[f.Oneof] = true
		}
		if name, ok := f.ownJSONName(); ok {
			stated[name] = true
		}
	}
	types := b.publishedTypes(m)
	forgotten := func(f *Field) int {
		if published.Names[f.Key] == "" {
			return 1
		}
		return 0
	}
	for _, f := range slices.SortedStableFunc(slices.Values(m.Fields), func(x, y *Field) int {
		return cmp.Or(
			cmp.Compare(forgotten(x), forgotten(y)),
			cmp.Compare(fieldAge(published, x), fieldAge(published, y)),
			cmp.Compare(published.Number(x.Key), published.Number(y.Key)),
			cmp.Compare(b.ownName(x), b.ownName(y)),
		)
	}) {
		own, remembered := f.Name, published.Names[f.Key]
		f.Name = number.Unused(cmp.Or(remembered, own), func(name string) bool {
			return used[name] || implied[naming.JSON(name)] ||
				isMapType(f.Type) && fieldAge(published, f) == added && types[naming.Entry(name)]
		})
		used[f.Name], implied[naming.JSON(f.Name)] = true, true
		if f.Name != own {
			clashes := b.api.Clashes.Fields
			if clashes[m.Key] == nil {
				clashes[m.Key] = make(map[string]string)
			}
			clashes[m.Key][f.Key] = f.Name
			b.findings.Add(finding.NameClash, f.At, "the field for %q of %s would be called %s like another: it is %s", f.Key, m.Key, own, f.Name)
		}
		if remembered != "" && f.Name != remembered {
			b.findings.Add(finding.PublishedChanged, f.At, "the field for %q of %s was called %s, as another is now: it is %s", f.Key, m.Key, remembered, f.Name)
		}
	}
	nameInJSON(m, stated, implied)
}

// nameInJSON gives fields that are not members of the JSON object JSON names that no other
// field has: stated are the names of the members, and implied are those that follow from
// the names of all fields.
func nameInJSON(m *Message, stated, implied map[string]bool) {
	number := make(naming.Numbers)
	for _, f := range m.Fields {
		if _, ok := f.ownJSONName(); ok || !stated[naming.JSON(f.Name)] {
			continue
		}
		f.JSON.Name = number.Unused(naming.JSON(f.Name), func(name string) bool { return stated[name] || implied[name] })
		stated[f.JSON.Name] = true
	}
}

// publishedTypes returns the names of those types nested in a message that are published.
func (b *builder) publishedTypes(m *Message) map[string]bool {
	names := make(map[string]bool)
	add := func(entry *numbers.Entry, own string) {
		if entry != nil {
			names[cmp.Or(entry.Name, own)] = true
		}
	}
	for _, n := range m.Messages {
		add(b.published.Messages[n.Key], n.Name)
	}
	for _, e := range m.Enums {
		add(b.published.Enums[e.Key], e.Name)
	}
	return names
}

// ownName returns 0 for a field that is called as the document has it, which it
// stays where others would be called so, too.
func (b *builder) ownName(f *Field) int {
	if b.conventions.FreePropertyNames && f.Name == f.Key {
		return 0
	}
	return 1
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

// A publishedType is what the lock has of the type of a field (numbers.Entry.Types).
type publishedType struct {
	optional bool
	integer  string
}

// publishedField returns what is remembered of a field's type, and whether the field was
// published.
func (b *builder) publishedField(m *Message, key string) (publishedType, bool) {
	entry := b.published.Messages[b.lockKey(m)]
	if entry == nil {
		return publishedType{}, false
	}
	_, current := entry.Current[key]
	_, gone := entry.Gone[key]
	var t publishedType
	for word := range strings.FieldsSeq(entry.Types[key]) {
		if word == "optional" {
			t.optional = true
		} else {
			t.integer = word
		}
	}
	return t, current || gone
}
