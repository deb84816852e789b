// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"maps"
	"slices"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// typeNames are the names of the types and fields of a model, by key.
type typeNames struct {
	messages, enums map[string]string
	fields          map[string]map[string]string
}

func namesIn(api *model.API) typeNames {
	names := typeNames{make(map[string]string), make(map[string]string), make(map[string]map[string]string)}
	api.Walk(func(m *model.Message) {
		names.messages[m.Key] = api.PathInLock(m.Package, m.Path())
		names.fields[m.Key] = make(map[string]string)
		for _, f := range m.Fields {
			names.fields[m.Key][f.Key] = f.Name
		}
	})
	api.WalkEnums(func(e *model.Enum) { names.enums[e.Key] = api.PathInLock(e.Package, e.Path()) })
	return names
}

// statePaths adds to all entries of a lock the names that follow from their keys, so that the entries can
// get other keys. Locks of earlier versions do not contain the names that do not follow from keys: there,
// elements that still exist have the names of the model.
func statePaths(api *model.API, lock *numbers.Lock) {
	now := namesIn(api)
	state := func(entries map[string]*numbers.Entry, now map[string]string) {
		paths := make(map[string]string)
		for key, entry := range entries {
			switch {
			case len(entry.Paths) > 0:
			case !lock.Named && now[key] != "":
				paths[key] = now[key]
			default:
				paths[key] = api.ImpliedPath(lock, key, entry)
			}
		}
		for key, path := range paths {
			entries[key].Paths = []string{path}
		}
	}
	state(lock.Enums, now.enums)
	state(lock.Messages, now.messages)
	if lock.Named {
		return
	}
	for key, fields := range now.fields {
		for field, name := range fields {
			if entry := lock.Messages[key]; entry != nil && entry.Number(field) != 0 {
				stateNames(entry, []string{name}, entry.Number(field))
			}
		}
	}
}

// followNames gives each type the entry under whose name it was published, if the document no longer has
// the schema of that entry, and each field the number under whose name it was published, likewise: a
// published number never changes its meaning.
func followNames(api *model.API, lock *numbers.Lock) {
	messages, enums := make(map[string]string), make(map[string]string)
	var messageKeys, enumKeys []string
	api.Walk(func(m *model.Message) {
		messages[m.Key], messageKeys = api.PathInLock(m.Package, m.Path()), append(messageKeys, m.Key)
	})
	api.WalkEnums(func(e *model.Enum) {
		enums[e.Key], enumKeys = api.PathInLock(e.Package, e.Path()), append(enumKeys, e.Key)
	})
	for _, entry := range followPaths(lock.Messages, messageKeys, messages) {
		for _, numbers := range []map[string]int32{entry.Gone, entry.Current} {
			for key, number := range numbers {
				stateNames(entry, model.PublishedFieldNames(entry, key), number)
			}
		}
	}
	followPaths(lock.Enums, enumKeys, enums)
	api.Walk(func(m *model.Message) {
		if entry := lock.Messages[m.Key]; entry != nil {
			followFields(entry, m, func(t numbers.FieldType, f *model.Field) bool { return !t.IsKnown() || isPublishedAs(api, lock, t, f) })
		}
	})
	api.WalkEnums(func(e *model.Enum) {
		if entry := lock.Enums[e.Key]; entry != nil {
			followValues(e, entry)
		}
	})
}

// followPaths exchanges entries so that types have those of their paths. A type keeps its own entry if no
// other one had the path later, or if the type with the other entry still exists. It returns the entries that have
// other keys now: names that the model took from the lock by key can differ from theirs.
func followPaths(entries map[string]*numbers.Entry, keys []string, paths map[string]string) (moved []*numbers.Entry) {
	gone := make(map[string]string) // the key of the entry with a path
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if _, exists := paths[key]; exists {
			continue
		}
		for _, path := range entries[key].Paths {
			if other, found := gone[path]; !found || ageOfPath(entries[key], path) < ageOfPath(entries[other], path) {
				gone[path] = key
			}
		}
	}
	for _, key := range keys {
		own, path := entries[key], paths[key]
		from, found := gone[path]
		if !found || own != nil && slices.Contains(own.Paths, path) && ageOfPath(own, path) <= ageOfPath(entries[from], path) {
			continue
		}
		entries[key] = entries[from]
		delete(entries, from)
		if own != nil {
			entries[from] = own
		}
		for _, k := range []string{key, from} {
			if entry := entries[k]; entry != nil {
				entry.Name = ""
				moved = append(moved, entry)
			}
		}
		for path, holder := range gone {
			if holder == from {
				delete(gone, path)
			}
		}
	}
	return moved
}

// ageOfPath returns 0 for the present name of a type in the previous revision, and more for earlier names.
func ageOfPath(entry *numbers.Entry, path string) int {
	age := 2
	if entry.Paths[len(entry.Paths)-1] == path {
		age--
		if len(entry.Current) > 0 {
			age--
		}
	}
	return age
}

// followFields gives the fields of a message the numbers of their names, if those were published with their types, now or
// earlier: retypeFields finds the earlier number of a type.
func followFields(entry *numbers.Entry, m *model.Message, mayBe func(numbers.FieldType, *model.Field) bool) {
	published := publishedFields(entry)
	fields := make(map[string]*model.Field)
	for _, f := range m.Fields {
		fields[f.Key] = f
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		p, found := published[fields[key].Name]
		hasType := func(number int32) bool { return mayBe(entry.TypeOf(number), fields[key]) }
		if !found || fields[p.key] != nil || entry.Number(p.key) != p.number ||
			!hasType(p.number) && (entry.Number(key) != 0 || !slices.ContainsFunc(entry.Replaced[p.key], hasType)) {
			continue // another field with a name of the number may have it already
		}
		own := entry.Number(key)
		var ownNames []string
		if own != 0 {
			ownNames = model.PublishedFieldNames(entry, key)
		}
		fromNames := model.PublishedFieldNames(entry, p.key)
		moveNumber(entry, p.key, key)
		stateNames(entry, fromNames, p.number)
		stateNames(entry, ownNames, own)
	}
}

// stateNames records names of a number.
func stateNames(entry *numbers.Entry, names []string, number int32) {
	if entry.Published == nil {
		entry.Published = make(map[string]int32)
	}
	for _, name := range names {
		entry.Published[name] = number
	}
}

// moveNumber exchanges the numbers of a key that is gone and of another one.
func moveNumber(entry *numbers.Entry, from, to string) {
	number := func(key string) (int32, bool) {
		if n, found := entry.Current[key]; found {
			return n, true
		}
		n, found := entry.Gone[key]
		return n, found
	}
	if entry.Gone == nil {
		entry.Gone = make(map[string]int32)
	}
	moved, _ := number(from)
	own, hasOwn := number(to)
	for _, key := range []string{from, to} {
		delete(entry.Current, key)
		delete(entry.Gone, key)
		delete(entry.Names, key)
		delete(entry.Types, key)
	}
	if replaced := entry.Replaced[from]; replaced != nil {
		entry.Replaced[to] = slices.Sorted(slices.Values(append(slices.Clone(entry.Replaced[to]), replaced...)))
		delete(entry.Replaced, from)
	}
	entry.Gone[to] = moved
	if hasOwn {
		entry.Gone[from] = own
	}
}

// publishedKey is the key and the number of a published name.
type publishedKey struct {
	key    string
	number int32
}

// publishedFields returns the fields of an entry by their published names. Fields that are gone have no
// precedence.
func publishedFields(entry *numbers.Entry) map[string]publishedKey {
	published := make(map[string]publishedKey)
	for _, all := range []map[string]int32{entry.Gone, entry.Current} {
		for _, key := range slices.Sorted(maps.Keys(all)) {
			for _, name := range model.PublishedFieldNames(entry, key) {
				published[name] = publishedKey{key, all[key]}
			}
		}
	}
	return published
}

// followValues gives the values of an enum the numbers of their names.
func followValues(e *model.Enum, entry *numbers.Entry) {
	e.Prefixed = entry.Prefixed // so that names are those of the lock
	exists := make(map[string]bool)
	for _, v := range e.Values {
		exists[v.Key] = true
	}
	published := publishedValues(e, entry)
	for _, v := range e.Values {
		_, isCurrent := entry.Current[v.Key]
		_, isGone := entry.Gone[v.Key]
		name := e.PlainName(v.Key)
		if p, found := published[name]; found && !exists[p.key] && !isCurrent && !isGone {
			moveNumber(entry, p.key, v.Key)
			delete(published, name) // another value with the name gets another number
		}
	}
}

// publishedValues returns the values of an entry by their published names.
func publishedValues(e *model.Enum, entry *numbers.Entry) map[string]publishedKey {
	published := make(map[string]publishedKey)
	for _, all := range []map[string]int32{entry.Gone, entry.Current} {
		for _, key := range slices.Sorted(maps.Keys(all)) {
			name := entry.Names[key]
			if name == "" {
				name = e.PlainName(key)
			}
			published[name] = publishedKey{key, all[key]}
		}
	}
	return published
}

// recordNames records in the lock the names of types and fields that do not follow from their keys.
func recordNames(api *model.API, before, lock *numbers.Lock) {
	lock.Named = true
	api.Walk(func(m *model.Message) {
		entry := lock.Messages[m.Key]
		recordPath(entry, api.PathInLock(m.Package, m.Path()))
		earlier := before.Messages[m.Key]
		for _, f := range m.Fields {
			recordField(entry, earlier, f)
		}
	})
	api.WalkEnums(func(e *model.Enum) { recordPath(lock.Enums[e.Key], api.PathInLock(e.Package, e.Path())) })
	for _, entries := range []map[string]*numbers.Entry{lock.Enums, lock.Messages} {
		var implied []*numbers.Entry
		for key, entry := range entries {
			if len(entry.Paths) == 1 && entry.Paths[0] == api.ImpliedPath(lock, key, entry) {
				implied = append(implied, entry)
			}
		}
		for _, entry := range implied {
			entry.Paths = nil
		}
	}
}

func recordPath(entry *numbers.Entry, path string) {
	entry.Paths = append(slices.DeleteFunc(entry.Paths, func(other string) bool { return other == path }), path)
}

func recordField(entry, earlier *numbers.Entry, f *model.Field) {
	names := []string{f.Name}
	isExplicit := false
	for _, number := range entry.Published {
		isExplicit = isExplicit || number == f.Number
	}
	if !isExplicit && earlier != nil && earlier.Number(f.Key) != 0 {
		names = append(names, model.ImpliedFieldName(earlier, f.Key))
	}
	stateNames(entry, names, f.Number)
	implied := model.ImpliedFieldName(entry, f.Key)
	if names = model.PublishedFieldNames(entry, f.Key); len(names) == 1 && names[0] == implied {
		delete(entry.Published, implied)
	}
}

// checkNumbers reports published names that would get other numbers. The argument before is the previous
// lock, in which entries followed their names.
func checkNumbers(api *model.API, before *numbers.Lock) *finding.List {
	findings := new(finding.List)
	api.Walk(func(m *model.Message) {
		names := make(map[string]int32)
		fields := make(map[int32]*model.Field)
		for _, f := range m.Fields {
			names[f.Name], fields[f.Number] = f.Number, f
		}
		isSame := func(t numbers.FieldType, f *model.Field) bool { return isPublishedAs(api, before, t, f) }
		for key, entry := range entriesAt(before.Messages, m.Key, api.PathInLock(m.Package, m.Path())) {
			published := publishedFields(entry)
			if key == m.Key {
				for _, f := range m.Fields { // a name with another type has another number
					p, found := published[f.Name]
					if t := entry.TypeOf(p.number); found && p.number != f.Number && t.IsKnown() && !isSame(t, f) {
						delete(published, f.Name)
					}
				}
			} else {
				reportTypes(findings, m, entry, fields, isSame)
			}
			reportNumbers(findings, m.At, m.Path(), "field", key == m.Key, published, names)
		}
	})
	api.WalkEnums(func(e *model.Enum) {
		names := make(map[string]int32)
		for _, v := range e.Values {
			names[v.Name] = v.Number
		}
		for key, entry := range entriesAt(before.Enums, e.Key, api.PathInLock(e.Package, e.Path())) {
			reportNumbers(findings, e.At, e.Path(), "value", key == e.Key, publishedValues(e, entry), names)
		}
	})
	return findings
}

// reportTypes reports numbers of a message that were published with other types, in the entry of another message
// that had the name. The function isSame reports whether a field has a published type.
func reportTypes(
	findings *finding.List, m *model.Message, entry *numbers.Entry, fields map[int32]*model.Field,
	isSame func(numbers.FieldType, *model.Field) bool,
) {
	report := func(number int32) {
		findings.Add(finding.NumberChanged, m.At, "the number %d of %s was published with the type %s for a field of another schema",
			number, m.Path(), inProto(entry.TypeOf(number)))
	}
	for _, number := range slices.Sorted(maps.Keys(entry.FieldTypes)) {
		if f := fields[number]; f != nil && !isSame(entry.TypeOf(number), f) {
			report(number)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(entry.Replaced)) {
		for _, number := range entry.Replaced[key] {
			f := fields[number]
			if f == nil || isSame(entry.TypeOf(number), f) && !slices.Contains(model.PublishedNamesOf(entry, key, number), f.Name) {
				report(number)
			}
		}
	}
}

// entriesAt returns the entries under which a type with the key and path was published: its own one, and
// all that have the path.
func entriesAt(entries map[string]*numbers.Entry, key, path string) map[string]*numbers.Entry {
	all := make(map[string]*numbers.Entry)
	for k, entry := range entries {
		if k == key || slices.Contains(entry.Paths, path) {
			all[k] = entry
		}
	}
	return all
}

// reportNumbers reports names that have another number than they were published with, and, if the entry is
// that of another type, names that are missing: their numbers would not be reserved.
func reportNumbers(
	findings *finding.List, at finding.Position, owner, kind string, isOwn bool,
	published map[string]publishedKey, names map[string]int32,
) {
	for _, name := range slices.Sorted(maps.Keys(published)) {
		was := published[name].number
		if number, found := names[name]; found && number != was {
			findings.Add(finding.NumberChanged, at, "the %s %s of %s was published with the number %d and would have the number %d",
				kind, name, owner, was, number)
		} else if !found && !isOwn {
			findings.Add(finding.NumberChanged, at, "the number %d of %s was published for the %s %s of another schema", was, owner, kind, name)
		}
	}
}
