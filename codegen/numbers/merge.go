// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Merge unites the locks of two branches, ours and theirs, which come from the lock base. It modifies none of them.
//
// Numbers in base are published, and stay. Of numbers that both branches gave to different names, ours stay, because
// no number of a branch is published before the branches are merged. A name that has other numbers than in theirs is
// in the notes.
//
// The error names what cannot be united: a number in base that a branch lacks, or an entry that one branch moved to
// another key and the other one changed.
func Merge(base, ours, theirs *Lock) (merged *Lock, notes []string, err error) {
	m := new(merger)
	merged = &Lock{
		TypeRules: pick(base.TypeRules, ours.TypeRules, theirs.TypeRules),
		API:       pick(base.API, ours.API, theirs.API),
		Overlay:   pick(base.Overlay, ours.Overlay, theirs.Overlay),
		Named:     ours.Named && theirs.Named,
		Messages:  m.entries(base.Messages, ours.Messages, theirs.Messages, messageKind),
		Enums:     m.entries(base.Enums, ours.Enums, theirs.Enums, enumKind),
		Methods:   m.methods(base.Methods, ours.Methods, theirs.Methods),
	}
	if m.err != nil {
		return nil, nil, m.err
	}
	if _, findings := Read("", merged.Write()); findings.HasErrors() {
		return nil, nil, fmt.Errorf("the united lock is invalid: %s", findings.All()[0].Message)
	}
	return merged, m.notes, nil
}

// pick returns the value that differs from that in the base. If both do, ours wins.
func pick[T comparable](base, ours, theirs T) T {
	if ours == base {
		return theirs
	}
	return ours
}

// pickAll picks the values of all keys.
func pickAll[V comparable](base, ours, theirs map[string]V) map[string]V {
	all := make(map[string]V)
	for _, key := range slices.Concat(slices.Collect(maps.Keys(ours)), slices.Collect(maps.Keys(theirs))) {
		var zero V
		if value := pick(base[key], ours[key], theirs[key]); value != zero {
			all[key] = value
		}
	}
	return all
}

type merger struct {
	notes []string
	err   error
}

func (m *merger) note(format string, args ...any) {
	m.notes = append(m.notes, fmt.Sprintf(format, args...))
}

func (m *merger) fail(format string, args ...any) {
	if m.err == nil {
		m.err = fmt.Errorf(format, args...)
	}
}

func (m *merger) entries(base, ours, theirs map[string]*Entry, kind kind) map[string]*Entry {
	all := make(map[string]*Entry)
	keys := slices.Concat(slices.Collect(maps.Keys(ours)), slices.Collect(maps.Keys(theirs)))
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		b, o, t := base[key], ours[key], theirs[key]
		switch {
		case o != nil && t != nil:
			all[key] = m.entry(kind.owner+" "+key, cmp.Or(b, new(Entry)), o, t, kind)
		case b == nil:
			all[key] = cmp.Or(o, t)
		case !b.equals(cmp.Or(o, t)):
			m.fail("the %s %s has another key in one branch, and other numbers in the other one", kind.owner, key)
		}
	}
	return all
}

// equals reports whether two entries have the same numbers of the same names.
func (e *Entry) equals(other *Entry) bool { return maps.Equal(e.claims(), other.claims()) }

// state is the part of an entry that has a number.
type state int

const (
	isCurrent state = iota
	isGone
	isReplaced
)

// claim is the name that has a number.
type claim struct {
	name  string
	state state
}

func (e *Entry) claims() map[int32]claim {
	all := make(map[int32]claim)
	for name, number := range e.Current {
		all[number] = claim{name, isCurrent}
	}
	for name, number := range e.Gone {
		all[number] = claim{name, isGone}
	}
	for name, numbers := range e.Replaced {
		for _, number := range numbers {
			all[number] = claim{name, isReplaced}
		}
	}
	return all
}

// setClaims is the inverse of claims.
func (e *Entry) setClaims(all map[int32]claim) {
	e.Current, e.Gone, e.Replaced = make(map[string]int32), make(map[string]int32), make(map[string][]int32)
	for _, number := range slices.Sorted(maps.Keys(all)) {
		switch c := all[number]; c.state {
		case isCurrent:
			e.Current[c.name] = number
		case isGone:
			e.Gone[c.name] = number
		case isReplaced:
			e.Replaced[c.name] = append(e.Replaced[c.name], number)
		}
	}
}

func (m *merger) entry(owner string, base, ours, theirs *Entry, kind kind) *Entry {
	published, all, added := base.claims(), ours.claims(), theirs.claims()
	becomes := make(map[int32]int32) // the numbers of theirs
	for number, c := range published {
		their, kept := added[number]
		if own, found := all[number]; found && kept {
			all[number], becomes[number] = pick(c, own, their), number
		} else {
			m.fail("a branch lacks the number %d of the %s %s of %s", number, kind.member, c.name, owner)
		}
	}
	for number, c := range all { // both branches can have given a name back a type that it had
		if own := ours.Number(c.name); c.state != isReplaced && own != 0 && own != number && all[own].state != isReplaced {
			all[number] = claim{c.name, isReplaced}
		}
	}
	m.addNumbers(owner, all, added, becomes, kind)
	entry := &Entry{
		Name:     pick(base.Name, ours.Name, theirs.Name),
		Prefixed: pick(base.Prefixed, ours.Prefixed, theirs.Prefixed),
		Types:    pickAll(base.Types, ours.Types, theirs.Types),
		Paths:    slices.Clone(ours.Paths),
	}
	entry.setClaims(all)
	for _, path := range theirs.Paths {
		if !slices.Contains(entry.Paths, path) {
			entry.Paths = append(entry.Paths, path)
		}
	}
	entry.addNames(pickAll(base.Names, ours.Names, theirs.Names), ours.Names)
	entry.Published = maps.Clone(ours.Published)
	for name, number := range theirs.Published {
		own, found := becomes[number]
		if _, known := entry.Published[name]; !found || known {
			continue
		}
		if entry.Published == nil {
			entry.Published = make(map[string]int32)
		}
		entry.Published[name] = own
	}
	for _, number := range slices.Sorted(maps.Keys(added)) {
		c, ofOurs, ofTheirs := added[number], ours.TypeOf(becomes[number]), theirs.TypeOf(number)
		if _, found := becomes[number]; found && c.state != isReplaced && ofOurs.IsKnown() && ofTheirs.IsKnown() && ofOurs != ofTheirs {
			m.note("%s: the %s %s has the type %s, and no longer %s of theirs", owner, kind.member, c.name, ofOurs, ofTheirs)
		}
	}
	for number, c := range added {
		if own, found := becomes[number]; found && all[own].name == c.name {
			entry.SetType(own, theirs.TypeOf(number))
		}
	}
	for number, t := range ours.FieldTypes {
		entry.SetType(number, t)
	}
	maps.DeleteFunc(entry.FieldTypes, func(_ int32, t FieldType) bool { return !t.IsKnown() })
	return entry
}

// addNumbers adds the numbers that theirs has and base lacks to those of ours.
func (m *merger) addNumbers(owner string, all, added map[int32]claim, becomes map[int32]int32, kind kind) {
	taken := make(map[int32]string)
	highest := kind.first - 1
	for number, c := range all {
		taken[number], highest = c.name, max(highest, int64(number))
	}
	for number := range added {
		highest = max(highest, int64(number))
	}
	for _, number := range slices.Sorted(maps.Keys(added)) {
		c := added[number]
		own, isLive := liveNumber(all, c.name)
		_, isTaken := taken[number]
		_, isPublished := becomes[number]
		switch {
		case isPublished, isTaken && c.state == isReplaced: // a number that only the branch had is not published
			continue
		case isLive && c.state != isReplaced:
			if own != number {
				m.note("%s: the %s %s has the number %d, and no longer %d of theirs", owner, kind.member, c.name, own, number)
			}
			becomes[number] = own
			continue
		}
		own = number
		if isTaken {
			if highest = kind.free(highest+1, taken); highest > kind.last {
				m.fail("%s has no number for the %s %s", owner, kind.member, c.name)
				return
			}
			own = int32(highest)
			m.note("%s: the %s %s has the number %d, and no longer %d of theirs", owner, kind.member, c.name, own, number)
		}
		becomes[number], all[own], taken[own] = own, c, c.name
	}
}

// liveNumber returns the number that a name has, unless that was replaced.
func liveNumber(all map[int32]claim, name string) (int32, bool) {
	for number, c := range all {
		if c.name == name && c.state != isReplaced {
			return number, true
		}
	}
	return 0, false
}

// addNames sets the names of an entry. If two keys have one name, it is that of ours.
func (e *Entry) addNames(names, ours map[string]string) {
	e.Names = make(map[string]string)
	used := make(map[string]bool)
	for _, isOurs := range []bool{true, false} {
		for _, key := range slices.Sorted(maps.Keys(names)) {
			name := names[key]
			if (ours[key] == name) == isOurs && !used[name] && e.has(key) {
				e.Names[key], used[name] = name, true
			}
		}
	}
}

func (e *Entry) has(name string) bool {
	_, current := e.Current[name]
	_, gone := e.Gone[name]
	return current || gone
}

func (m *merger) methods(base, ours, theirs map[string]Method) map[string]Method {
	all := make(map[string]Method)
	type rpc struct{ service, name string }
	ids := make(map[rpc]string)
	add := func(id string, method Method) {
		all[id] = method
		if !method.Gone {
			ids[rpc{method.Service, method.RPC}] = id
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ours)) {
		b, published := base[id]
		t, kept := theirs[id]
		switch o := ours[id]; {
		case kept:
			add(id, Method{
				RPC: pick(b.RPC, o.RPC, t.RPC), Service: pick(b.Service, o.Service, t.Service),
				Resource: pick(b.Resource, o.Resource, t.Resource), HTTP: pick(b.HTTP, o.HTTP, t.HTTP),
				Gone: pick(b.Gone, o.Gone, t.Gone), Joined: pick(b.Joined, o.Joined, t.Joined),
				Paged: pick(b.Paged, o.Paged, t.Paged), Items: pick(b.Items, o.Items, t.Items),
			})
		case !published || o != b: // otherwise, theirs has it under another ID
			add(id, o)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(theirs)) {
		_, published := base[id]
		_, kept := ours[id]
		t := theirs[id]
		if kept || published {
			continue
		}
		if other, found := ids[rpc{t.Service, t.RPC}]; found {
			m.note("the method %s gets another name, because %s is also that of %s", id, t.RPC, other)
			continue
		}
		add(id, t)
	}
	return all
}
