// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

var enumValueName = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// NameEnumValues gives every value of every enum its proto name. It needs the
// numbers: what was published first is named first, so that nothing that comes
// later changes a name.
//
// A value keeps the spelling that the document gives it, if every value of its
// enum is an upper-case identifier and no other enum of the same scope has
// one of them, nor is it a schema; otherwise the enum's name is put before each of its values that lacks it.
// published has the enums that were there before, by key: which of the two it was
// stays, and so does the name of each value.
func (a *API) NameEnumValues(published map[string]*numbers.Entry) *finding.List {
	findings := new(finding.List)
	for _, pkg := range a.packages() {
		s := newEnumScope(published, findings) // taken by what has no choice
		for _, m := range a.Messages {
			s.taken[m.Name] = s.taken[m.Name] || m.Package == pkg
		}
		for _, service := range a.Services {
			s.taken[service.Name] = s.taken[service.Name] || pkg == a.Package
		}
		var enums []*Enum
		for _, e := range a.Enums {
			if e.Package == pkg {
				enums = append(enums, e)
			}
		}
		s.name(enums)
	}
	a.Walk(func(m *Message) {
		s := newEnumScope(published, findings)
		for _, nested := range m.Messages {
			s.taken[nested.Name] = true
		}
		s.name(m.Enums)
	})
	return findings
}

// packages returns the packages that have enums at their top level.
func (a *API) packages() []*Package {
	var packages []*Package
	for _, e := range a.Enums {
		if !slices.Contains(packages, e.Package) {
			packages = append(packages, e.Package)
		}
	}
	return packages
}

// enumScope is the scope that the values of several enums share.
type enumScope struct {
	published map[string]*numbers.Entry
	findings  *finding.List
	taken     map[string]bool
}

func newEnumScope(published map[string]*numbers.Entry, findings *finding.List) *enumScope {
	return &enumScope{published: published, findings: findings, taken: make(map[string]bool)}
}

// name names the values of the enums: the published ones, then new ones that have
// no choice but one spelling, then those that do.
func (s *enumScope) name(enums []*Enum) {
	for _, e := range enums {
		s.taken[e.Name] = true
	}
	spelled := make(map[string]int) // how many new enums spell a value so
	for _, e := range enums {
		if entry := s.published[e.Key]; entry != nil {
			e.Prefixed = entry.Prefixed
			s.nameValues(e, func(v *EnumValue) bool { return isPublished(entry, v) })
			continue
		}
		for _, v := range e.Values {
			spelled[v.Key]++
		}
	}
	for _, e := range enums {
		if s.published[e.Key] != nil && !e.Prefixed {
			s.nameValues(e, isUnnamed)
		}
	}
	for _, e := range enums {
		if s.published[e.Key] == nil {
			// Those that share a package with whatever comes have names of their own.
			e.Prefixed = e.Schema != "" || slices.ContainsFunc(e.Values, func(v *EnumValue) bool {
				return !enumValueName.MatchString(v.Key) || s.taken[v.Key] || spelled[v.Key] > 1
			})
			if !e.Prefixed {
				s.nameValues(e, isUnnamed)
			}
		}
	}
	for _, e := range enums {
		s.nameValues(e, isUnnamed)
		e.reportSpelling(s.findings)
	}
}

func isPublished(entry *numbers.Entry, v *EnumValue) bool {
	_, current := entry.Current[v.Key]
	_, gone := entry.Gone[v.Key]
	return current || gone
}

func isUnnamed(v *EnumValue) bool { return v.Name == "" }

// nameValues names those values of an enum that are meant, in the order of their
// numbers.
func (s *enumScope) nameValues(e *Enum, meant func(*EnumValue) bool) {
	alike, number := make(map[string]bool), make(naming.Numbers)
	for _, v := range e.Values {
		if v.Name != "" {
			alike[e.distinct(v.Name)] = true
		}
	}
	for _, v := range slices.SortedFunc(slices.Values(e.Values), func(a, b *EnumValue) int { return cmp.Compare(a.Number, b.Number) }) {
		if !meant(v) {
			continue
		}
		v.Name = e.PlainName(v.Key)
		remembered := ""
		if entry := s.published[e.Key]; entry != nil {
			remembered = entry.Names[v.Key]
		}
		if remembered != "" {
			v.Name = remembered
		} else if s.taken[v.Name] {
			v.Name = e.prefixedName(v.Key)
		}
		v.Name = number.Unused(v.Name, func(name string) bool { return s.taken[name] || alike[e.distinct(name)] })
		if remembered != "" && v.Name != remembered {
			s.findings.Add(finding.PublishedChanged, e.At, "the value %q of %s was called %s, as something else is now: it is %s", v.Key, e.Key, remembered, v.Name)
		}
		s.taken[v.Name] = true
		alike[e.distinct(v.Name)] = true
	}
}

// PlainName returns the proto name that follows from the spelling of a value.
// The value has another where something else has that name.
func (e *Enum) PlainName(value string) string {
	if e.Prefixed || !enumValueName.MatchString(value) {
		return e.prefixedName(value)
	}
	return value
}

// distinct returns what proto3 wants to be different of all values of an enum:
// the name in CamelCase, without the enum's name before it.
func (e *Enum) distinct(value string) string {
	rest, enum := value, strings.ReplaceAll(strings.ToLower(e.Name), "_", "")
	for enum != "" && rest != "" {
		if rest[0] != '_' {
			if strings.ToLower(rest[:1]) != enum[:1] {
				break
			}
			enum = enum[1:]
		}
		rest = rest[1:]
	}
	if rest = strings.TrimLeft(rest, "_"); enum != "" || rest == "" {
		rest = value
	}
	var name strings.Builder
	for part := range strings.SplitSeq(rest, "_") {
		if part != "" {
			name.WriteString(strings.ToUpper(part[:1]) + strings.ToLower(part[1:]))
		}
	}
	return name.String()
}

func (e *Enum) prefixedName(value string) string {
	prefix, name := naming.UpperSnake(e.Name)+"_", cmp.Or(naming.UpperSnake(value), "EMPTY")
	if e.JSONNumber && strings.HasPrefix(value, "-") {
		name = "MINUS_" + name
	}
	if strings.HasPrefix(name, prefix) {
		return name
	}
	return prefix + name
}

// reportSpelling reports an enum that plain proto JSON spells otherwise.
func (e *Enum) reportSpelling(findings *finding.List) {
	for _, v := range e.Values {
		if v.Name != v.Key && !v.Absent {
			findings.Add(finding.EnumSpelling, e.At, "the value %q of %s is called %s", v.Key, e.Key, v.Name)
			return
		}
	}
}
