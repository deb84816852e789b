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

// settleNames makes the names of messages, enums and fields unique within their scopes. The
// element that was published first keeps a shared name.
func (b *builder) settleNames() {
	var all []*namedType
	for _, m := range b.api.Messages {
		all = append(all, b.messageToName(m))
	}
	for _, e := range b.api.Enums {
		all = append(all, b.enumToName(e))
	}
	b.nameTypes(all, b.separateServices(all))
	b.api.Walk(func(m *Message) {
		b.nameFields(m)
		var nested []*namedType
		for _, n := range m.Messages {
			nested = append(nested, b.messageToName(n))
		}
		for _, e := range m.Enums {
			nested = append(nested, b.enumToName(e))
		}
		slices.SortStableFunc(nested, func(a, b *namedType) int { return cmp.Compare(a.key, b.key) })
		b.nameTypes(nested, entryNames(m))
	})
}

// separateServices renames services that have the name of a published message or enum, and
// returns the names of all services.
func (b *builder) separateServices(all []*namedType) map[string]bool {
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
		isUsed := func(name string) bool { return published[name+"Service"] || names[name+"Service"] }
		s.Name = number.Unused(resource, isUsed) + "Service"
		names[s.Name] = true
	}
	return names
}

// entryNames returns the names of the messages that protoc generates for the maps of a message.
func entryNames(m *Message) map[string]bool {
	names := make(map[string]bool)
	for _, f := range m.Fields {
		if isMapType(f.Type) {
			names[naming.MapEntry(f.Name)] = true
		}
	}
	return names
}

// namedType is a message or an enum.
type namedType struct {
	key           string
	name          *string
	fallbackName  string // to be used instead of a number if the name is used already
	preferredName string // to be used instead of the name if the type was never published
	at            finding.Position
	published     *numbers.Entry
	clashes       map[string]string
	line          finding.Verbatim // of the overlay, to name it
}

func (b *builder) messageToName(m *Message) *namedType {
	return &namedType{
		key: m.Key, name: &m.Name, fallbackName: m.fallbackName, preferredName: m.preferredName,
		at: m.At, published: b.published.Messages[m.Key], clashes: b.api.Clashes.Messages, line: m.line(),
	}
}

func (b *builder) enumToName(e *Enum) *namedType {
	return &namedType{
		key: e.Key, name: &e.Name, fallbackName: e.fallbackName,
		at: e.At, published: b.published.Enums[e.Key], clashes: b.api.Clashes.Enums,
		line: OverlayLine("enums", e.Key, within(e.Parent)+placeholder),
	}
}

// line returns the line for the overlay that names the message. A request has the name of its method.
func (m *Message) line() finding.Verbatim {
	if m.IsRequest() {
		return OverlayLine("methods", m.CreatedFor.Operations[0].ID, placeholder)
	}
	return OverlayLine("messages", m.Key, within(m.Parent)+placeholder)
}

// within returns the start of the path of a type that is nested in a message, or at the top level.
func within(parent *Message) string {
	if parent == nil {
		return ""
	}
	return parent.Path() + "."
}

// lineFor returns the line for the overlay that names a field of the message.
func (m *Message) lineFor(f *Field) finding.Verbatim {
	if m.IsRequest() && m.CreatedFor.IsBody(f) {
		return OverlayLine("bodies", m.CreatedFor.Operations[0].ID, placeholder)
	}
	return OverlayLine("fields", m.Key+"."+f.Key, placeholder)
}

// nameTypes makes the names of types unique within one scope. others are names that other
// elements of the scope use. Names that differ only in case count as equal, because generators
// can map them to one name, as protoc-gen-go does with V1beta1X and V1Beta1X.
func (b *builder) nameTypes(all []*namedType, others map[string]bool) {
	used, number := make(map[string]bool), make(naming.Numbers)
	owners := make(map[string]int) // the number of types that would have a name
	for _, t := range all {
		owners[strings.ToLower(*t.name)]++
	}
	for _, t := range oldestFirst(all, func(t *namedType) age { return ageOf(t.published) }) {
		own, wanted := *t.name, *t.name
		if t.published != nil {
			wanted = cmp.Or(t.published.Name, own)
		}
		isUsed := func(name string) bool { return used[strings.ToLower(name)] || others[name] }
		if t.published == nil && t.preferredName != "" && !isUsed(t.preferredName) && owners[strings.ToLower(t.preferredName)] == 0 {
			wanted = t.preferredName
		}
		if t.published == nil && t.fallbackName != "" && isUsed(wanted) && !isUsed(t.fallbackName) {
			wanted = t.fallbackName
		}
		*t.name = number.Unused(wanted, isUsed)
		used[strings.ToLower(*t.name)] = true
		if *t.name != own {
			t.clashes[t.key] = *t.name
			isClash := isUsed(own) || owners[strings.ToLower(own)] > 1
			if isClash && *t.name != t.fallbackName && *t.name != t.preferredName {
				becomes := *t.name
				b.reportUnless(func() bool { return *t.name != becomes }, finding.NameClash, t.at,
					"the type for %q would have the name %s of another type: it becomes %s; the line for another name is %s",
					t.key, own, becomes, t.line)
			}
		}
		if t.published != nil && *t.name != wanted {
			b.findings.Add(finding.PublishedChanged, t.at,
				"the type for %q was published as %s, which is now the name of another type: it becomes %s", t.key, wanted, *t.name)
		}
	}
}

// nameFields makes the names of a message's fields unique, in the order of their numbers. Proto
// requires unique names of fields and oneofs, unique JSON names, and unique default JSON names,
// which follow from the fields' names.
func (b *builder) nameFields(m *Message) {
	published := b.published.Messages[m.Key]
	if published == nil {
		published = new(numbers.Entry)
	}
	// protoc-gen-go does not rename a field whose getter would be the method ProtoReflect.
	used, number := map[string]bool{"proto_reflect": true}, make(naming.Numbers)
	implied := make(map[string]bool) // default JSON names
	stated := make(map[string]bool)  // JSON names in the document
	for _, f := range m.Fields {
		if f.Oneof != "" {
			used[f.Oneof] = true
		}
		if name, ok := f.ownJSONName(); ok {
			stated[name] = true
		}
	}
	types := b.publishedTypes(m)
	withoutName := func(f *Field) int {
		if published.Names[f.Key] == "" {
			return 1
		}
		return 0
	}
	for _, f := range slices.SortedStableFunc(slices.Values(m.Fields), func(x, y *Field) int {
		return cmp.Or(
			cmp.Compare(withoutName(x), withoutName(y)),
			cmp.Compare(fieldAge(published, x), fieldAge(published, y)),
			cmp.Compare(published.Number(x.Key), published.Number(y.Key)),
			cmp.Compare(b.ownName(x), b.ownName(y)),
		)
	}) {
		own, publishedName := f.Name, published.Names[f.Key]
		f.Name = number.Unused(cmp.Or(publishedName, own), func(name string) bool {
			return used[name] || implied[naming.JSONName(name)] ||
				isMapType(f.Type) && fieldAge(published, f) == added && types[naming.MapEntry(name)]
		})
		used[f.Name], implied[naming.JSONName(f.Name)] = true, true
		if f.Name != own {
			clashes := b.api.Clashes.Fields
			if clashes[m.Key] == nil {
				clashes[m.Key] = make(map[string]string)
			}
			clashes[m.Key][f.Key] = f.Name
			becomes := f.Name
			b.reportUnless(func() bool { return f.Name != becomes }, finding.NameClash, f.At,
				"the field for %q of %s would have the name %s of another field: it becomes %s; the line for another name is %s",
				f.Key, m.Key, own, becomes, m.lineFor(f))
		}
		if publishedName != "" && f.Name != publishedName {
			b.findings.Add(finding.PublishedChanged, f.At,
				"the field for %q of %s was published as %s, which is now the name of another field: it becomes %s",
				f.Key, m.Key, publishedName, f.Name)
		}
	}
	nameInJSON(m, stated, implied)
}

// nameInJSON gives unique JSON names to fields that are not members of the JSON object. stated
// are the names of the members, and implied the default JSON names of all fields.
func nameInJSON(m *Message, stated, implied map[string]bool) {
	number := make(naming.Numbers)
	for _, f := range m.Fields {
		if _, ok := f.ownJSONName(); ok || !stated[naming.JSONName(f.Name)] {
			continue
		}
		isUsed := func(name string) bool { return stated[name] || implied[name] }
		f.JSON.Name = number.Unused(naming.JSONName(f.Name), isUsed)
		stated[f.JSON.Name] = true
	}
}

// publishedTypes returns the names of the published types that are nested in a message.
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

// ownName returns 0 for a field that has the spelling of its property, with the convention
// FreePropertyNames, and 1 for other fields. A field with 0 has precedence for its name.
func (b *builder) ownName(f *Field) int {
	if b.conventions.FreePropertyNames && f.Name == f.Key {
		return 0
	}
	return 1
}
