// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

var enumValueName = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// NameEnumValues sets the proto names of all enum values. It must run after the numbers are
// assigned: values are named in the order of their publication, so that a new value never
// changes the name of a published one.
//
// A value keeps the spelling of the document if each value of its enum is an upper-case
// identifier that neither another enum of the scope nor a type uses. Otherwise each value of
// the enum gets the enum's name as a prefix, unless it has it already. published contains the
// published enums by key: they keep their choice of spelling and the names of their values.
func (a *API) NameEnumValues(published map[string]*numbers.Entry) *finding.List {
	findings := new(finding.List)
	for _, pkg := range a.packages() {
		s := newEnumScope(published, findings)
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

// packages returns the packages with top-level enums.
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

// name names the values of the enums of a scope: first the published values, then new values
// of published enums and of enums that keep the document's spelling, and at last those that
// get a prefix.
func (s *enumScope) name(enums []*Enum) {
	for _, e := range enums {
		s.taken[e.Name] = true
	}
	spelled := make(map[string]int) // the number of new enums with a value of that spelling
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
			// Values at the top level always get a prefix, because later types share the scope.
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

// nameValues names the values of an enum for which include returns true, in the order of their
// numbers.
func (s *enumScope) nameValues(e *Enum, include func(*EnumValue) bool) {
	alike, number := make(map[string]bool), make(naming.Numbers)
	plain := make(map[string]int) // the number of values with that name
	for _, v := range e.Values {
		plain[e.PlainName(v.Key)]++
		if v.Name != "" {
			alike[e.distinct(v.Name)] = true
		}
	}
	byNumber := func(a, b *EnumValue) int { return cmp.Compare(a.Number, b.Number) }
	for _, v := range slices.SortedFunc(slices.Values(e.Values), byNumber) {
		if !include(v) {
			continue
		}
		v.Name = e.PlainName(v.Key)
		entry, published := s.published[e.Key], ""
		if entry != nil {
			published = entry.Names[v.Key]
		}
		isNew := entry == nil || !isPublished(entry, v)
		switch {
		case published != "":
			v.Name = published
		case isNew && v.Name == e.prefixedName(v.Key):
			v.Name = e.withPrefix(naming.EnumValue(v.Key, plain[v.Name] > 1 && !e.JSONNumber))
		case s.taken[v.Name]:
			v.Name = e.prefixedName(v.Key)
		}
		v.Name = number.Unused(v.Name, func(name string) bool { return s.taken[name] || alike[e.distinct(name)] })
		if published != "" && v.Name != published {
			s.findings.Add(finding.PublishedChanged, e.At,
				"the value %q of %s was published as %s, which is now another name: it becomes %s", v.Key, e.Key, published, v.Name)
		}
		s.taken[v.Name] = true
		alike[e.distinct(v.Name)] = true
	}
}

// PlainName returns the proto name that follows from the letters and digits of a value. The
// value has another name if the scope uses this one already, or because of its symbols.
func (e *Enum) PlainName(value string) string {
	if e.Prefixed || !enumValueName.MatchString(value) {
		return e.prefixedName(value)
	}
	return value
}

// distinct returns the form of a value's name that proto3 requires to be unique in its enum:
// the name in CamelCase, without the enum's name as a prefix.
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
	name := naming.UpperSnake(value)
	if e.JSONNumber && strings.HasPrefix(value, "-") {
		name = "MINUS_" + name
	}
	return e.withPrefix(name)
}

func (e *Enum) withPrefix(name string) string {
	name = cmp.Or(name, "EMPTY")
	if prefix := naming.UpperSnake(e.Name) + "_"; !strings.HasPrefix(name, prefix) {
		return prefix + name
	}
	return name
}

// reportSpelling reports the values of an enum whose names do not contain the same letters and digits.
// Separators and case always follow the conventions of proto.
func (e *Enum) reportSpelling(findings *finding.List) {
	const most = 5
	var names []string
	for _, v := range e.Values {
		if !v.Absent && !e.isSpelled(v) {
			names = append(names, strconv.Quote(v.Key)+" is "+v.Name)
		}
	}
	if len(names) == 0 {
		return
	}
	if more := len(names) - most; more > 0 {
		names = append(names[:most], strconv.Itoa(more)+" more")
	}
	findings.Add(finding.EnumSpelling, e.At, "values of %s: %s", e.Key, strings.Join(names, ", "))
}

// isSpelled reports whether the name of a value consists of the letters and digits of the value, perhaps
// after the name of the enum.
func (e *Enum) isSpelled(v *EnumValue) bool {
	own, value := onlyLetters(v.Name), onlyLetters(v.Key)
	return value != "" && (own == value || own == onlyLetters(e.Name)+value)
}

func onlyLetters(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, text)
}
