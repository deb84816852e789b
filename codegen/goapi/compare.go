// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goapi

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// A Change is a difference between two APIs.
type Change struct {
	Package string // the import path
	Name    string // "Client.GetSpace", or empty if it is the whole package
	Message string // "method Client.GetSpace was removed"
	// Breaks is set if programs that compile with the old package may not compile with the new one.
	Breaks bool
}

// Compare returns the changes from the packages that were published to others, in the order of
// their names. It matches packages by import path.
func Compare(before, after []*Package) []Change {
	old, now := byPath(before), byPath(after)
	var changes []Change
	for _, p := range before {
		next, ok := now[p.path]
		if !ok {
			changes = append(changes, Change{Package: p.path, Message: "package " + p.path + " was removed", Breaks: true})
			continue
		}
		changes = append(changes, p.compare(next)...)
	}
	for _, p := range after {
		if old[p.path] == nil {
			changes = append(changes, Change{Package: p.path, Message: "package " + p.path + " was added"})
		}
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(strings.Compare(a.Package, b.Package), strings.Compare(a.Name, b.Name))
	})
	return changes
}

func byPath(packages []*Package) map[string]*Package {
	m := make(map[string]*Package)
	for _, p := range packages {
		m[p.path] = p
	}
	return m
}

func (p *Package) compare(next *Package) []Change {
	var changes []Change
	add := func(name string, breaks bool, format string, args ...any) {
		changes = append(changes, Change{p.path, name, fmt.Sprintf(format, args...), breaks})
	}
	for _, name := range slices.Sorted(maps.Keys(p.declarations)) {
		d := p.declarations[name]
		now, ok := next.declarations[name]
		switch {
		case !ok && next.lacksOwner(p, name): // its type was removed
		case !ok:
			add(name, true, "%s %s was removed", d.kind, name)
		case d.kind != now.kind:
			add(name, true, "%s %s became a %s", d.kind, name, now.kind)
		case d.form != now.form:
			add(name, true, "%s %s: %s became %s", d.kind, name, p.short(d.form), p.short(now.form))
		case now.implementable && !d.implementable:
			add(name, false, "%s %s can be implemented by other packages", d.kind, name)
		case d.implementable && !now.implementable:
			add(name, true, "%s %s can no longer be implemented by other packages", d.kind, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(next.declarations)) {
		if _, ok := p.declarations[name]; ok || p.lacksOwner(next, name) {
			continue
		}
		d := next.declarations[name]
		owner, _, _ := strings.Cut(name, ".")
		_, published := p.declarations[owner]
		add(name, d.implementable && published, "%s %s was added", d.kind, name)
	}
	return changes
}

// lacksOwner reports whether p lacks the type to which a name of another package belongs.
func (p *Package) lacksOwner(other *Package, name string) bool {
	owner, _, ok := strings.Cut(name, ".")
	if !ok {
		return false
	}
	_, declared := other.declarations[owner]
	_, found := p.declarations[owner]
	return declared && !found
}

// short returns a type for readers: without the import path of its own package, and with package
// names instead of other paths.
func (p *Package) short(form string) string {
	form = strings.ReplaceAll(form, p.path+".", "")
	return importPrefix.ReplaceAllString(form, "")
}

// importPrefix matches the part of an import path in front of its last element.
var importPrefix = regexp.MustCompile(`[\w.~-]+(/[\w.~-]+)*/`)
