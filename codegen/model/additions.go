// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

// markAges sets the age of all elements. In the first revision, no element is an addition.
func (b *builder) markAges() {
	if !b.api.IsPublished() {
		return
	}
	b.api.Walk(func(m *Message) {
		entry := b.published.Messages[m.Key]
		m.age = ageOf(entry)
		if entry == nil {
			entry = new(numbers.Entry)
		}
		for _, f := range m.Fields {
			f.age = fieldAge(entry, f)
		}
	})
	b.api.WalkEnums(func(e *Enum) { e.age = ageOf(b.published.Enums[e.Key]) })
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			m.age, m.wasPublished = b.methodAge(m), true
		}
	}
}

// IsPublished reports whether the API was generated before.
func (a *API) IsPublished() bool {
	return len(a.published.Messages)+len(a.published.Enums)+len(a.published.Methods) > 0
}

// IsNew reports whether the previous revision of the document lacks the message, and the API was published.
func (m *Message) IsNew() bool { return m.age != current }

// IsNew reports whether the previous revision of the document lacks the enum, and the API was published.
func (e *Enum) IsNew() bool { return e.age != current }

// IsNew reports whether the previous revision of the document lacks the field, and the API was published.
func (f *Field) IsNew() bool { return f.age != current }

// IsPublished reports whether the previous revision of the document has the method.
func (m *Method) IsPublished() bool { return m.wasPublished && m.age == current }

// Rename names a method, and its request after it.
func (m *Method) Rename(name string) {
	if m.Request.CreatedFor == m {
		own := strings.TrimRight(m.Request.Name, "0123456789") // without the number that a taken name gets
		m.Request.Name = strings.TrimSuffix(own, m.Name+"Request") + name + "Request"
	}
	m.Name = name
}

// MoveField moves a field to another message, with the types that are nested in the message for it.
func (m *Message) MoveField(f *Field, to *Message) {
	m.Fields = slices.DeleteFunc(m.Fields, func(other *Field) bool { return other == f })
	to.Fields = append(to.Fields, f)
	t := f.Type
	if of, ok := t.(Map); ok {
		t = of.Value
	}
	switch t := t.(type) {
	case *Message:
		if t.Parent == m {
			m.Messages = slices.DeleteFunc(m.Messages, func(other *Message) bool { return other == t })
			to.Messages, t.Parent = append(to.Messages, t), to
			t.SetPackage(to.Package)
		}
	case *Enum:
		if t.Parent == m {
			m.Enums = slices.DeleteFunc(m.Enums, func(other *Enum) bool { return other == t })
			to.Enums, t.Parent, t.Package = append(to.Enums, t), to, to.Package
		}
	}
}

// MoveEntry gives the entry of a message in the lock another key, because a new schema has its own one.
func (a *API) MoveEntry(from, to string) {
	a.moveEntry(a.published.Messages, from, to)
}

func (a *API) moveEntry(entries map[string]*numbers.Entry, from, to string) {
	if entry := entries[from]; entry != nil && entries[to] == nil {
		entry.Paths = publishedPaths(a, from, entry)
		entries[to] = entry
		delete(entries, from)
	}
}

// SettleAdditions adapts new elements to the published ones, which keep their names and packages: an overlay
// can give a published element the name that a new one would have, or move it to another package. methods
// are the facts for the lock, in which it changes those of new methods. It must run after the overlay.
func (a *API) SettleAdditions(methods map[string]numbers.Method) *finding.List {
	s := &settler{api: a, findings: new(finding.List), methods: methods}
	s.breakCycles()
	for _, service := range a.Services {
		s.nameMethods(service)
	}
	s.findPaths()
	s.nameServices()
	for _, pkg := range a.allPackages() {
		s.nameTopLevel(pkg)
	}
	a.Walk(func(m *Message) {
		s.nameNested(m)
		s.nameFields(m)
	})
	return s.findings
}

// allPackages returns the packages with top-level types.
func (a *API) allPackages() []*Package {
	packages := []*Package{a.Package}
	for _, m := range a.Messages {
		if !slices.Contains(packages, m.Package) {
			packages = append(packages, m.Package)
		}
	}
	return packages
}

type settler struct {
	api      *API
	findings *finding.List
	methods  map[string]numbers.Method
	paths    map[string]string // the keys of published types that still exist, by all of their paths in the lock
}

// adapted reports what a new element becomes.
func (s *settler) adapted(at finding.Position, format string, args ...any) {
	s.findings.Add(finding.AdditionAdapted, at, format, args...)
}

// nameMethods gives new methods names that no published method of their service has.
func (s *settler) nameMethods(service *Service) {
	used, number := make(map[string]bool), make(naming.Numbers)
	isUsed := func(name string) bool { return used[name] }
	var added []*Method
	for _, m := range service.Methods {
		if m.age == current || m.Evidence == ByOverlay {
			used[m.Name] = true
		} else {
			added = append(added, m)
		}
	}
	slices.SortStableFunc(added, func(x, y *Method) int {
		return cmp.Or(cmp.Compare(x.age, y.age), cmp.Compare(x.Operations[0].ID, y.Operations[0].ID))
	})
	for _, m := range added {
		own := m.Name
		if name := number.Unused(own, isUsed); name != own {
			m.Rename(name)
			for _, o := range m.Operations {
				published := s.methods[o.ID]
				published.RPC = name
				s.methods[o.ID] = published
			}
			s.adapted(m.At(), "the new method %s would have the name %s of another method: it becomes %s; the line for another name is %s",
				m.Operations[0].ID, own, name, OverlayLine("methods", m.Operations[0].ID, placeholder))
		}
		used[m.Name] = true
	}
}

// findPaths notes the names that published types had.
func (s *settler) findPaths() {
	s.paths = make(map[string]string)
	note := func(key string, entry *numbers.Entry) {
		for _, path := range publishedPaths(s.api, key, entry) {
			s.paths[path] = key
		}
	}
	s.api.Walk(func(m *Message) {
		if entry := s.api.published.Messages[m.Key]; entry != nil && m.age == current {
			note(m.Key, entry)
		}
	})
	s.api.WalkEnums(func(e *Enum) {
		if entry := s.api.published.Enums[e.Key]; entry != nil && e.age == current {
			note(e.Key, entry)
		}
	})
}

// publishedPaths returns the names that a type had, the latest last.
func publishedPaths(a *API, key string, entry *numbers.Entry) []string {
	if len(entry.Paths) > 0 {
		return entry.Paths
	}
	return []string{a.ImpliedPath(a.published, key, entry)}
}

// nameServices gives new services names that no published type has.
func (s *settler) nameServices() {
	used, number := make(map[string]bool), make(naming.Numbers)
	for _, t := range s.typesIn(s.api.Package) {
		if t.isSettled {
			used[strings.ToLower(*t.name)] = true
		}
	}
	isNew := func(service *Service) bool {
		return !slices.ContainsFunc(service.Methods, func(m *Method) bool { return m.age == current })
	}
	for _, service := range s.api.Services {
		used[strings.ToLower(service.Name)] = used[strings.ToLower(service.Name)] || !isNew(service)
	}
	for _, service := range s.api.Services {
		own := strings.TrimSuffix(service.Name, "Service")
		isUsed := func(name string) bool { return used[strings.ToLower(name+"Service")] }
		if name := number.Unused(own, isUsed); isNew(service) && name != own {
			service.Name = name + "Service"
			for _, m := range service.Methods {
				for _, o := range m.Operations {
					published := s.methods[o.ID]
					published.Service = name
					s.methods[o.ID] = published
				}
			}
			s.adapted(service.Methods[0].At(), "the new service %sService would have the name of another element: it becomes %s; "+
				"the section service of an overlay combines all methods in one service", own, service.Name)
		}
		used[strings.ToLower(service.Name)] = true
	}
}

// settledType is a message or an enum in a scope.
type settledType struct {
	key       string
	name      *string
	path      string // in the lock
	age       age
	isSettled bool // the name is published, or an overlay chose it
	isChosen  bool // an overlay chose the name
	at        finding.Position
	line      finding.Verbatim
	last      string // the latest published name in the scope, or ""
	clashes   map[string]string
}

func (s *settler) message(m *Message) *settledType {
	t := &settledType{
		key: m.Key, name: &m.Name, path: s.api.PathInLock(m.Package, m.Path()), age: m.age, isChosen: m.Named, at: m.At, line: m.line(),
		clashes: s.api.Clashes.Messages,
	}
	return s.complete(t, s.api.published.Messages[m.Key])
}

func (s *settler) enum(e *Enum) *settledType {
	t := &settledType{
		key: e.Key, name: &e.Name, path: s.api.PathInLock(e.Package, e.Path()), age: e.age, isChosen: e.Named, at: e.At,
		line: OverlayLine("enums", e.Key, within(e.Parent)+placeholder), clashes: s.api.Clashes.Enums,
	}
	return s.complete(t, s.api.published.Enums[e.Key])
}

func (s *settler) complete(t *settledType, entry *numbers.Entry) *settledType {
	t.isSettled = t.isChosen || t.age == current
	if entry != nil {
		paths := publishedPaths(s.api, t.key, entry)
		if name, found := strings.CutPrefix(last(paths), strings.TrimSuffix(t.path, *t.name)); found && !strings.Contains(name, ".") {
			t.last = name
		}
	}
	return t
}

func (s *settler) typesIn(pkg *Package) []*settledType {
	var all []*settledType
	for _, m := range s.api.Messages {
		if m.Package == pkg {
			all = append(all, s.message(m))
		}
	}
	for _, e := range s.api.Enums {
		if e.Package == pkg {
			all = append(all, s.enum(e))
		}
	}
	return all
}

func (s *settler) nameTopLevel(pkg *Package) {
	others := make(map[string]bool)
	if pkg == s.api.Package {
		for _, service := range s.api.Services {
			others[service.Name] = true
		}
	}
	var enums []*Enum
	for _, e := range s.api.Enums {
		if e.Package == pkg {
			enums = append(enums, e)
		}
	}
	s.addValues(others, enums)
	s.nameTypes(s.typesIn(pkg), others)
}

func (s *settler) nameNested(m *Message) {
	if len(m.Messages)+len(m.Enums) == 0 {
		return
	}
	others := make(map[string]bool)
	for _, f := range m.Fields {
		if f.age == current {
			others[f.Name] = true
			if isMapType(f.Type) {
				others[naming.MapEntry(f.Name)] = true
			}
		}
		others[f.Oneof] = true
	}
	s.addValues(others, m.Enums)
	var all []*settledType
	for _, nested := range m.Messages {
		all = append(all, s.message(nested))
	}
	for _, e := range m.Enums {
		all = append(all, s.enum(e))
	}
	s.nameTypes(all, others)
}

// addValues adds the names of the published values of enums, which are in the scope of their enum.
func (s *settler) addValues(names map[string]bool, enums []*Enum) {
	for _, e := range enums {
		entry := s.api.published.Enums[e.Key]
		if entry == nil {
			continue
		}
		published := *e
		published.Prefixed = entry.Prefixed
		for key := range entry.Current {
			names[cmp.Or(entry.Names[key], published.PlainName(key))] = true
		}
	}
}

// nameTypes gives new types of one scope names that no published element of the scope has or had. others
// are the names of elements that are not types. Names of types that differ only in case count as equal.
func (s *settler) nameTypes(all []*settledType, others map[string]bool) {
	owners := make(map[string]int)
	for _, t := range all {
		if t.isSettled {
			owners[strings.ToLower(*t.name)]++
		}
	}
	used, number := make(map[string]bool), make(naming.Numbers)
	var added []*settledType
	for _, t := range all {
		if !t.isSettled {
			added = append(added, t)
			continue
		}
		// Two published types can have the same name before the lock tells which of them has another one.
		isShared := owners[strings.ToLower(*t.name)] > 1 || others[*t.name]
		if isShared && !t.isChosen && t.last != "" && t.last != *t.name {
			*t.name, t.clashes[t.key] = t.last, t.last
		}
		used[strings.ToLower(*t.name)] = true
	}
	slices.SortStableFunc(added, func(x, y *settledType) int { return cmp.Or(cmp.Compare(x.age, y.age), cmp.Compare(x.key, y.key)) })
	for _, t := range added {
		own := *t.name
		prefix := strings.TrimSuffix(t.path, own)
		*t.name = number.Unused(own, func(name string) bool {
			_, wasUsed := s.paths[prefix+name]
			return wasUsed || used[strings.ToLower(name)] || others[name]
		})
		used[strings.ToLower(*t.name)] = true
		if *t.name != own {
			t.clashes[t.key] = *t.name
			s.adapted(t.at, "the new type for %q would have the name %s of another element: it becomes %s; the line for another name is %s",
				t.key, own, *t.name, t.line)
		}
	}
}

// nameFields gives new fields names that no published element of the message has, and that no published
// field had.
func (s *settler) nameFields(m *Message) {
	entry := s.api.published.Messages[m.Key]
	used, implied, former := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, nested := range m.Messages {
		used[nested.Name] = true
	}
	for _, e := range m.Enums {
		used[e.Name] = true
	}
	types := maps.Clone(used)
	s.addValues(used, m.Enums)
	var added []*Field
	for _, f := range m.Fields {
		used[f.Oneof] = true
		if f.age != current && !f.Named {
			added = append(added, f)
			continue
		}
		used[f.Name], implied[naming.JSONName(f.Name)] = true, true
		if entry != nil && f.age == current {
			for _, name := range PublishedFieldNames(entry, f.Key) {
				former[name] = true
			}
		}
	}
	slices.SortStableFunc(added, func(x, y *Field) int { return cmp.Or(cmp.Compare(x.age, y.age), cmp.Compare(x.Key, y.Key)) })
	number := make(naming.Numbers)
	for _, f := range added {
		own := f.Name
		f.Name = number.Unused(own, func(name string) bool {
			return used[name] || former[name] || implied[naming.JSONName(name)] || isMapType(f.Type) && types[naming.MapEntry(name)]
		})
		used[f.Name], implied[naming.JSONName(f.Name)] = true, true
		if f.Name != own {
			if s.api.Clashes.Fields[m.Key] == nil {
				s.api.Clashes.Fields[m.Key] = make(map[string]string)
			}
			s.api.Clashes.Fields[m.Key][f.Key] = f.Name
			s.adapted(f.At, "the new field for %q of %s would have the name %s of another element: it becomes %s; the line for another name is %s",
				f.Key, m.Key, own, f.Name, m.lineFor(f))
		}
	}
	s.nameInJSON(m)
}

// nameInJSON gives parameters other JSON names than the field for the body has, after an overlay named it.
func (s *settler) nameInJSON(m *Message) {
	if !m.IsRequest() {
		return
	}
	for _, body := range m.Fields {
		if !body.Renamed {
			continue
		}
		for _, f := range m.Fields {
			if name, ok := f.ownJSONName(); ok && name == body.JSONName() && f != body {
				if f.Parameter.Header == "" && f.Parameter.Cookie == "" {
					f.Parameter.Query = propertyName(f.Key)
				}
				f.Renamed = true
			}
		}
	}
}
