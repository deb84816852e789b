// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
)

// NameEnumValues gives every value of every enum its proto name. It needs the
// numbers: what was published first is named first, so that nothing that comes
// later changes a name.
//
// A value keeps the spelling that the document gives it, if every value of its
// enum is an upper-case identifier and no other enum of the same scope has
// one of them; otherwise the enum's name is put before each of its values that lacks it.
// published says of the enums that were there before, by key, which of the two
// it was; that stays.
func (a *API) NameEnumValues(published map[string]bool) *finding.List {
	findings := new(finding.List)
	for _, pkg := range a.packages() {
		taken := make(map[string]bool) // by what has no choice
		for _, m := range a.Messages {
			taken[m.Name] = taken[m.Name] || m.Package == pkg
		}
		for _, s := range a.Services {
			taken[s.Name] = taken[s.Name] || pkg == a.Package
		}
		var enums []*Enum
		for _, e := range a.Enums {
			if e.Package == pkg {
				enums = append(enums, e)
			}
		}
		nameScope(enums, taken, published, findings)
	}
	a.Walk(func(m *Message) {
		taken := make(map[string]bool)
		for _, nested := range m.Messages {
			taken[nested.Name] = true
		}
		nameScope(m.Enums, taken, published, findings)
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

// nameScope names the values of all enums of a scope, in which some names are
// taken.
func nameScope(enums []*Enum, taken, published map[string]bool, findings *finding.List) {
	for _, e := range enums {
		taken[e.Name] = true
	}
	spelled := make(map[string]int) // how many new enums spell a value so
	for _, e := range enums {
		if prefixed, known := published[e.Key]; known {
			e.Prefixed = prefixed
			if !prefixed {
				e.nameValues(taken)
			}
			continue
		}
		for _, v := range e.Values {
			spelled[v.Key]++
		}
	}
	for _, e := range enums {
		if _, known := published[e.Key]; !known {
			e.Prefixed = slices.ContainsFunc(e.Values, func(v *EnumValue) bool {
				return !enumValueName.MatchString(v.Key) || taken[v.Key] || spelled[v.Key] > 1
			})
			if !e.Prefixed {
				e.nameValues(taken)
			}
		}
	}
	for _, e := range enums {
		if e.Prefixed {
			e.nameValues(taken)
		}
		e.reportSpelling(findings)
	}
}

// nameValues names the values in the order of their numbers.
func (e *Enum) nameValues(taken map[string]bool) {
	byNumber := slices.SortedFunc(slices.Values(e.Values), func(a, b *EnumValue) int { return cmp.Compare(a.Number, b.Number) })
	alike := make(map[string]bool)
	for _, v := range byNumber {
		v.Name = v.Key
		if e.Prefixed || !enumValueName.MatchString(v.Key) || taken[v.Key] {
			v.Name = e.prefixedName(v.Key)
		}
		v.Name = unused(v.Name, func(name string) bool { return taken[name] || alike[e.distinct(name)] })
		taken[v.Name] = true
		alike[e.distinct(v.Name)] = true
	}
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
	prefix, name := upperSnake(e.Name)+"_", cmp.Or(upperSnake(value), "EMPTY")
	if strings.HasPrefix(name, prefix) {
		return name
	}
	return prefix + name
}

// reportSpelling reports an enum that plain proto JSON spells otherwise.
func (e *Enum) reportSpelling(findings *finding.List) {
	for _, v := range e.Values {
		if v.Name != v.Key {
			findings.Add(finding.EnumSpelling, e.At, "the value %q of %s is called %s", v.Key, e.Key, v.Name)
			return
		}
	}
}
