// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// containerSuffix is the suffix for the key of a container in the lock if a schema has its name.
const containerSuffix = ".container"

// addContainers adds messages that contain only other messages.
func (a *applier) addContainers(containers []entry) {
	for _, c := range containers {
		m := &model.Message{Key: c.key, Name: c.key, Package: a.api.Package, Description: c.name, At: c.at}
		if a.messages[c.key] != nil { // a schema has the key
			m.Key = c.key + containerSuffix
			a.api.MoveEntry(c.key, m.Key)
		}
		a.containers = append(a.containers, m)
	}
	a.api.Messages = append(a.api.Messages, a.containers...)
}

// reportEmptyContainers reports containers in which no message was placed.
func (a *applier) reportEmptyContainers() {
	for _, m := range a.containers {
		if len(m.Messages) > 0 {
			continue
		}
		removal := a.api.RemovalOfType(m.Key)
		if a.wasRemoved(m.At, "messages in", m.Name, removal) {
			a.api.Messages = slices.DeleteFunc(a.api.Messages, func(other *model.Message) bool { return other == m })
		} else {
			a.findings.Add(finding.OverlayMatchesNothing, m.At, "no message is nested in %s", m.Name)
		}
	}
}

// placeMessages names messages and nests them in other messages.
func (a *applier) placeMessages(entries []entry) {
	var moves []entry
	for _, e := range entries {
		m := a.messages[e.key]
		switch {
		case m == nil || m.IsRequest():
			a.noSchema(e, "schema")
		case m.Path() == e.name:
			a.needless(e)
		default:
			moves = append(moves, e)
		}
	}
	for _, e := range moves {
		m := a.messages[e.key]
		siblings := a.siblings(m.Parent)
		*siblings = slices.DeleteFunc(*siblings, func(other *model.Message) bool { return other == m })
	}
	// Messages come before the messages that are nested in them.
	slices.SortStableFunc(moves, func(a, b entry) int { return cmp.Compare(strings.Count(a.name, "."), strings.Count(b.name, ".")) })
	for _, e := range moves {
		m := a.messages[e.key]
		root := m.Root()
		parent, name, found := a.parent(m.Package, e)
		if !found {
			continue
		}
		if parent != nil && parent.Root().CreatedFor != nil && parent.Root() != root {
			a.impossible(e, "%s is made for a method: other messages cannot refer to messages and enums within it", parent.Path())
		}
		m.Name, m.Parent, m.Named = name, parent, true
		a.renameBodiesOf(m)
		siblings := a.siblings(parent)
		*siblings = append(*siblings, m)
	}
}

// siblings returns the list of the messages that are nested in a message, or at the top level.
func (a *applier) siblings(parent *model.Message) *[]*model.Message {
	if parent == nil {
		return &a.api.Messages
	}
	return &parent.Messages
}

// parent returns the message in which the name of an entry nests something, nil for the top level,
// and the rest of the name.
func (a *applier) parent(pkg *model.Package, e entry) (parent *model.Message, name string, found bool) {
	dot := strings.LastIndexByte(e.name, '.')
	if dot < 0 {
		return nil, e.name, true
	}
	if parent = a.messageAt(pkg, e.name[:dot]); parent == nil {
		parent = a.keepParent(pkg, e.name[:dot])
	}
	if parent == nil {
		a.findings.Add(finding.OverlayMatchesNothing, e.at, "the message %s, in which %q would be nested, does not exist%s",
			e.name[:dot], e.key, finding.Suggestion(e.name[:dot], a.messagePaths(pkg)))
	}
	return parent, e.name[dot+1:], parent != nil
}

// keepParent returns a message without fields for one that the document removed, so that the messages and
// enums within it keep their names. It returns nil if there was none.
func (a *applier) keepParent(pkg *model.Package, path string) *model.Message {
	removal, key := a.api.RemovalOfPath(pkg, path)
	if removal == model.NeverPublished || strings.Contains(path, ".") || a.messages[key] != nil {
		return nil
	}
	m := &model.Message{Key: key, Name: path, Package: pkg, Description: "Removed from the API's document.", Deprecated: true}
	a.messages[key] = m
	a.api.Messages = append(a.api.Messages, m)
	return m
}

// messagePaths returns the names of all messages of a package.
func (a *applier) messagePaths(pkg *model.Package) []string {
	var paths []string
	a.api.Walk(func(m *model.Message) {
		if m.Package == pkg && m.Root().CreatedFor == nil {
			paths = append(paths, m.Path())
		}
	})
	return paths
}

// messageAt returns the message with a name within a package, or nil.
func (a *applier) messageAt(pkg *model.Package, path string) *model.Message {
	messages := a.api.Messages
	var found *model.Message
	for name := range strings.SplitSeq(path, ".") {
		found = nil
		for _, m := range messages {
			// A new schema with the name of a published message gets another name later.
			if m.Package == pkg && m.Name == name && (found == nil || found.IsNew()) {
				found = m
			}
		}
		if found == nil {
			return nil
		}
		messages = found.Messages
	}
	return found
}

// placeEnums names enums, and combines enums with the same name.
func (a *applier) placeEnums(entries []entry) {
	var moves []entry
	for _, e := range entries {
		enum := a.enums[e.key]
		switch {
		case enum == nil:
			a.matchesNothing(e, "enum", a.removalOfSchema(e.key), slices.Sorted(maps.Keys(a.enums)))
		case enum.Path() == e.name:
			a.needless(e)
		default:
			moves = append(moves, e)
		}
	}
	for _, e := range moves {
		enum := a.enums[e.key]
		enums := a.enumsIn(enum.Parent)
		*enums = slices.DeleteFunc(*enums, func(other *model.Enum) bool { return other == enum })
	}
	for _, e := range moves {
		enum := a.enums[e.key]
		parent, name, found := a.parent(enum.Package, e)
		if !found {
			continue
		}
		if parent != nil && parent.Root().CreatedFor != nil && (enum.Parent == nil || parent.Root() != enum.Parent.Root()) {
			a.impossible(e, "%s is made for a method: other messages cannot refer to messages and enums within it", parent.Path())
		}
		enums := a.enumsIn(parent)
		// An enum that the document added does not become that of a published field.
		has := func(other *model.Enum) bool {
			return other.Package == enum.Package && other.Name == name && (other.Named || !other.IsNew())
		}
		i := slices.IndexFunc(*enums, has)
		if i < 0 && enum.IsNew() {
			i = slices.IndexFunc(*enums, func(other *model.Enum) bool { return other.Package == enum.Package && other.Name == name })
		}
		if i >= 0 {
			a.share(e, enum, (*enums)[i])
			continue
		}
		enum.Name, enum.Parent, enum.Named = name, parent, true
		*enums = append(*enums, enum)
	}
}

// enumsIn returns the list of the enums that are nested in a message, or at the top level.
func (a *applier) enumsIn(parent *model.Message) *[]*model.Enum {
	if parent == nil {
		return &a.api.Enums
	}
	return &parent.Enums
}

// share replaces an enum by another one, which must have all of its values.
func (a *applier) share(e entry, copied, shared *model.Enum) {
	isShared := func(value string) bool {
		return slices.ContainsFunc(shared.Values, func(v *model.EnumValue) bool { return v.Key == value })
	}
	missing := firstNotIn(copied, isShared)
	switch {
	case missing != "" && copied.IsNew() && !shared.IsNew():
		for _, v := range copied.Values {
			if !isShared(v.Key) {
				shared.Values = append(shared.Values, v)
				a.adapted(copied.At, "the value %q of %s is also a value of %s, which is the same enum", v.Key, e.key, shared.Key)
			}
		}
	case missing != "":
		a.findings.Add(finding.EnumsDiffer, e.at, "%s has the value %q, but %s does not", e.key, missing, shared.Key)
		return
	}
	delete(a.enums, e.key)
	a.api.Walk(func(m *model.Message) {
		for _, f := range m.Fields {
			switch f.Type {
			case copied:
				f.Type = shared
			case model.Map{Value: copied}:
				f.Type = model.Map{Value: shared}
			}
		}
	})
}

// firstNotIn returns the first value of an enum that is not known, or "".
func firstNotIn(e *model.Enum, known func(value string) bool) string {
	for _, v := range e.Values {
		if !known(v.Key) {
			return v.Key
		}
	}
	return ""
}
