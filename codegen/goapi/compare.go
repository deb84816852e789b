// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goapi

import (
	"cmp"
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
	State  State
	Kind   string // "method"; empty if it is the whole package
	// Detail is what changed: "*int32 became *string". It is empty if the name was added or removed.
	Detail string
}

// State is what happened to a name.
type State int

// The states.
const (
	Changed State = iota
	Added
	Removed
)

// Compare returns the changes from the packages that were published to others, in the order of
// their names. It matches packages by import path.
func Compare(before, after []*Package) []Change {
	old, now := byPath(before), byPath(after)
	var changes []Change
	for _, p := range before {
		next, ok := now[p.path]
		if !ok {
			changes = append(changes, Change{Package: p.path, Message: "package " + p.path + " was removed", Breaks: true, State: Removed})
			continue
		}
		changes = append(changes, p.compare(next)...)
	}
	for _, p := range after {
		if old[p.path] == nil {
			changes = append(changes, Change{Package: p.path, Message: "package " + p.path + " was added", State: Added})
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
	add := func(name string, d declaration, state State, breaks bool, message string) {
		changes = append(changes, Change{
			Package: p.path, Name: name, Message: d.title(name) + message, Breaks: breaks, State: state, Kind: d.kind,
		})
	}
	change := func(name string, d declaration, breaks bool, separator, detail string) {
		add(name, d, Changed, breaks, separator+detail)
		changes[len(changes)-1].Detail = detail
	}
	for _, name := range slices.Sorted(maps.Keys(p.declarations)) {
		d := p.declarations[name]
		now, ok := next.declarations[name]
		switch {
		case !ok && next.lacksOwner(p, name): // its type was removed
		case !ok:
			add(name, d, Removed, true, " was removed")
		case d.kind != now.kind:
			change(name, d, true, " ", "became a "+now.kind)
		case d.form != now.form:
			change(name, d, true, ": ", p.short(d.form)+" became "+p.short(now.form))
		case d.pointer != now.pointer:
			change(name, d, true, " ", "became "+now.title(name))
		case now.implementable && !d.implementable:
			change(name, d, false, " ", "can be implemented by other packages")
		case d.implementable && !now.implementable:
			change(name, d, true, " ", "can no longer be implemented by other packages")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(next.declarations)) {
		if _, ok := p.declarations[name]; ok || p.lacksOwner(next, name) {
			continue
		}
		d := next.declarations[name]
		owner, _, _ := strings.Cut(name, ".")
		_, published := p.declarations[owner]
		add(name, d, Added, d.implementable && published, " was added")
	}
	return changes
}

// Names returns the names of all declarations, sorted.
func (p *Package) Names() []string { return slices.Sorted(maps.Keys(p.declarations)) }

// Kind returns the kind of a declaration: "field", for example.
func (p *Package) Kind(name string) string { return p.declarations[name].kind }

// Path returns the import path.
func (p *Package) Path() string { return p.path }

// title returns the kind and the name of a declaration as Go writes them: "method (*Client).GetSpace".
func (d declaration) title(name string) string {
	if typeName, method, ok := strings.Cut(name, "."); ok && d.pointer {
		name = "(*" + typeName + ")." + method
	}
	return d.kind + " " + name
}

// lacksOwner reports whether p lacks a type to which a name of another package belongs.
func (p *Package) lacksOwner(other *Package, name string) bool {
	for _, owner := range other.owners(name) {
		if _, found := p.declarations[owner]; !found {
			return true
		}
	}
	return false
}

// owners returns the types to which a name belongs: that of a method or field, that of a constant or
// variable, that which a constructor returns, and that after which protoc-gen-go names a nested type or
// the tables of an enum.
func (p *Package) owners(name string) []string {
	var owners []string
	add := func(owner string) {
		if d, ok := p.declarations[owner]; ok && d.kind == "type" && owner != name {
			owners = append(owners, owner)
		}
	}
	if owner, _, ok := strings.Cut(name, "."); ok {
		add(owner)
		return owners
	}
	d := p.declarations[name]
	switch d.kind {
	case "constant", "variable":
		add(p.local(d.form))
	case "function":
		add(p.local(d.result))
	}
	if d.kind == "type" || d.kind == "variable" {
		for i := range name {
			if name[i] == '_' {
				add(name[:i])
			}
		}
	}
	return owners
}

// local returns the name of a type of the package, or of one to which it points.
func (p *Package) local(form string) string {
	name, _ := strings.CutPrefix(strings.TrimPrefix(form, "*"), p.path+".")
	return name
}

// short returns a type for readers: without the import path of its own package, and with package
// names instead of other paths.
func (p *Package) short(form string) string {
	form = strings.ReplaceAll(form, p.path+".", "")
	return importPrefix.ReplaceAllString(form, "")
}

// importPrefix matches the part of an import path in front of its last element. The dots of a variadic
// parameter are not a part of a path.
var importPrefix = regexp.MustCompile(`\w[\w.~-]*(/[\w.~-]+)*/`)
