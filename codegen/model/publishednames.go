// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

// PathInLock returns the name of a type within the proto packages of the API, by which the lock records it.
func (a *API) PathInLock(pkg *Package, path string) string {
	if pkg != a.Package {
		return pkg.Name + "." + path
	}
	return path
}

// inlineType matches what follows the ID of a method in the key of a type that the method defines in place.
var inlineType = regexp.MustCompile(`^(body|responses?|response\d\w*|error\w+)$`)

// ImpliedPath returns the name of a type that follows from its key in the lock, and from its entry. The
// lock records other names (numbers.Entry.Paths).
func (a *API) ImpliedPath(lock *numbers.Lock, key string, entry *numbers.Entry) string {
	if method, found := lock.Methods[key]; found {
		return method.RPC + "Request"
	}
	dot := strings.LastIndexByte(key, '.')
	if dot < 0 {
		name, _ := a.schemaName(key)
		return cmp.Or(entry.Name, name)
	}
	owner, last := key[:dot], key[dot+1:]
	if method, found := lock.Methods[owner]; found && inlineType.MatchString(last) {
		return cmp.Or(entry.Name, method.RPC+naming.Type(last))
	}
	if parent := lock.Messages[owner]; parent != nil {
		path := a.ImpliedPath(lock, owner, parent)
		if n := len(parent.Paths); n > 0 {
			path = parent.Paths[n-1]
		}
		return path + "." + cmp.Or(entry.Name, nestedName(last))
	}
	name, _ := a.schemaName(key)
	return cmp.Or(entry.Name, name)
}

// PublishedFieldNames returns the names that a field in the lock had, in alphabetical order.
func PublishedFieldNames(entry *numbers.Entry, key string) []string {
	return PublishedNamesOf(entry, key, entry.Number(key))
}

// PublishedNamesOf returns the names that a field had as long as it had a number.
func PublishedNamesOf(entry *numbers.Entry, key string, number int32) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(entry.Published)) {
		if entry.Published[name] == number {
			names = append(names, name)
		}
	}
	if names == nil {
		names = []string{ImpliedFieldName(entry, key)}
	}
	return names
}

// ImpliedFieldName returns the name of a field that follows from its key in the lock, and from its entry.
func ImpliedFieldName(entry *numbers.Entry, key string) string {
	return cmp.Or(entry.Names[key], syntheticNames[key], naming.Field(key))
}
