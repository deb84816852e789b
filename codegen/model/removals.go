// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/numbers"
)

// Removal tells when a document removed an element that it no longer has.
type Removal int

// The kinds of removals.
const (
	NeverPublished Removal = iota // the lock does not have the element
	RemovedBefore                 // in an earlier revision
	RemovedNow                    // in this revision
)

// removal returns the removal of an element that the document does not have.
func removal(found, isCurrent bool) Removal {
	switch {
	case !found:
		return NeverPublished
	case isCurrent:
		return RemovedNow
	}
	return RemovedBefore
}

// RemovalOfMethod returns the removal of the method with an ID.
func (a *API) RemovalOfMethod(id string) Removal {
	m, found := a.published.Methods[id]
	return removal(found && a.Renamed[id] == "", !m.Gone)
}

// RemovalOfType returns the removal of the message or enum with a key.
func (a *API) RemovalOfType(key string) Removal {
	entry := a.published.Messages[key]
	if entry == nil {
		entry = a.published.Enums[key]
	}
	for _, other := range a.published.Messages {
		if slices.Contains(other.Replaces, key) {
			return RemovedNow // the lock does not tell when
		}
	}
	return removal(entry != nil, entry != nil && len(entry.Current) > 0)
}

// RemovalOfPath returns the removal of the message with a name within a package, and its key.
func (a *API) RemovalOfPath(pkg *Package, path string) (Removal, string) {
	inLock := a.PathInLock(pkg, path)
	for key, entry := range a.published.Messages {
		if last(publishedPaths(a, key, entry)) == inLock {
			return removal(true, len(entry.Current) > 0), key
		}
	}
	return NeverPublished, ""
}

// RemovalFromPackage returns the removal of the last types of a package.
func (a *API) RemovalFromPackage(proto string) Removal {
	latest := NeverPublished
	for _, entries := range []map[string]*numbers.Entry{a.published.Messages, a.published.Enums} {
		for key, entry := range entries {
			if strings.HasPrefix(last(publishedPaths(a, key, entry)), proto+".") {
				latest = max(latest, removal(true, len(entry.Current) > 0))
			}
		}
	}
	return latest
}

// RemovalOfField returns the removal of the field with a key, which contains the key of its message.
func (a *API) RemovalOfField(key string) Removal {
	latest := NeverPublished
	for i, c := range key {
		if c == '.' {
			latest = max(latest, a.removalOfMember(a.published.Messages[key[:i]], propertyKey(key[i+1:])))
		}
	}
	return latest
}

// RemovalOfProperty returns the removal of the property or parameter of a message, or of any message that
// was made for a method if m is nil.
func (a *API) RemovalOfProperty(m *Message, name string) Removal {
	if m != nil {
		return a.removalOfMember(a.published.Messages[m.Key], propertyKey(name))
	}
	latest := NeverPublished
	for id := range a.published.Methods {
		latest = max(latest, a.removalOfMember(a.published.Messages[id], propertyKey(name)))
	}
	return latest
}

// AnyRemovedProperty returns the first removed property or parameter of a message.
func (a *API) AnyRemovedProperty(m *Message) (name string, _ Removal) {
	entry := a.published.Messages[m.Key]
	if entry == nil {
		return "", NeverPublished
	}
	for _, members := range []map[string]int32{entry.Current, entry.Gone} {
		for _, key := range slices.Sorted(maps.Keys(members)) {
			if m.FieldByKey(key) == nil && !IsSynthetic(key) {
				return propertyName(key), a.removalOfMember(entry, key)
			}
		}
	}
	return "", NeverPublished
}

// RemovalOfValue returns the removal of a value of the enum with a key.
func (a *API) RemovalOfValue(enum, value string) Removal {
	return a.removalOfMember(a.published.Enums[enum], value)
}

// removalOfMember returns the removal of a field or value.
func (*API) removalOfMember(entry *numbers.Entry, key string) Removal {
	if entry == nil {
		return NeverPublished
	}
	_, isCurrent := entry.Current[key]
	_, isGone := entry.Gone[key]
	return removal(isCurrent || isGone, isCurrent)
}

// String returns the clause for a finding: who removed the element.
func (r Removal) String() string {
	if r == RemovedNow {
		return "this revision of the document removed"
	}
	return "an earlier revision of the document removed"
}
