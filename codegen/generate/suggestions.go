// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// A suggester finds new types and fields that seem to be removed ones with other names, and reports the lines for
// the overlay that keep the published names.
type suggester struct {
	api          *model.API
	before, lock *numbers.Lock
	built        typeNames // before the overlay
	findings     *finding.List
	// fields has the numbers of the removed fields for which there are lines, by message.
	fields map[*model.Message]map[int32]bool
}

// A renamedField is a new field of a message that has the type of a removed one.
type renamedField struct {
	message *model.Message
	field   *model.Field
	number  int32
	name    string // the published one
	// inner is the type that the field defines in place; its name follows from that of the field.
	inner renamedType
}

func (r renamedField) key() string { return r.message.Key + "." + r.field.Property() }

// A renamedType is a new type with the members of a removed one.
type renamedType struct {
	from, path string // the published key and name
	to         model.Type
	same       bool // all members are equal
	message    *model.Message
	enum       *model.Enum
}

// suggest reports the lines for the overlay for all removed types and fields that seem to have other names, and
// returns the keys of the other removed types.
func (s *suggester) suggest(removed []string) (others []string) {
	renamed := make(map[model.Type]renamedType)
	var types []renamedType
	for _, key := range removed {
		r, found := s.successor(key)
		if _, isSuccessor := renamed[r.to]; found && !isSuccessor { // an overlay gives a type one name
			renamed[r.to] = r
			types = append(types, r)
		} else {
			others = append(others, key)
		}
	}
	ofTypes := make(map[model.Type][]renamedField)
	fields := make(map[[2]string][]renamedField)
	s.api.Walk(func(m *model.Message) {
		for _, r := range s.renamedFields(m, renamed) {
			if s.fields[m] == nil {
				s.fields[m] = make(map[int32]bool)
			}
			s.fields[m][r.number] = true
			_, isOfType := renamed[r.field.Type]
			switch {
			case isOfType && s.isBody(r.field): // it follows from the name of the message
			case isOfType:
				ofTypes[r.field.Type] = append(ofTypes[r.field.Type], r)
			default:
				names := [2]string{r.field.Property(), r.name}
				fields[names] = append(fields[names], r)
			}
		}
	})
	for _, r := range types {
		s.reportType(r, ofTypes[r.to])
	}
	for _, names := range slices.SortedFunc(maps.Keys(fields), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		s.reportFields(fields[names])
	}
	return others
}

// innerSuccessor returns the type that a new field defines in place, if it has at least two thirds of the members
// of the type that a removed field defined.
func (s *suggester) innerSuccessor(m *model.Message, f *model.Field, removed string) (renamedType, bool) {
	r := renamedType{from: m.Key + "." + removed, to: f.Type}
	var entry *numbers.Entry
	var members []string
	switch t := f.Type.(type) {
	case *model.Message:
		r.message, entry, members = t, s.before.Messages[r.from], t.PropertyNames()
	case *model.Enum:
		r.enum, entry, members = t, s.before.Enums[r.from], valueKeys(t)
	}
	if entry == nil || r.key() != m.Key+"."+f.Key {
		return r, false
	}
	r.path = entry.Paths[len(entry.Paths)-1]
	isAlike, _ := compareMembers(entry, members)
	return r, isAlike
}

func valueKeys(e *model.Enum) []string {
	var keys []string
	for _, v := range e.Values {
		keys = append(keys, v.Key)
	}
	return keys
}

// successor returns the only new type of the document with at least two thirds of the members of a removed type.
func (s *suggester) successor(removed string) (renamedType, bool) {
	var alike []renamedType
	add := func(entry *numbers.Entry, members []string, r renamedType) {
		r.from, r.path = removed, entry.Paths[len(entry.Paths)-1]
		var isAlike bool
		if isAlike, r.same = compareMembers(entry, members); isAlike {
			alike = append(alike, r)
		}
	}
	if entry := s.before.Messages[removed]; entry != nil {
		for _, m := range s.api.Messages {
			if _, published := s.before.Messages[m.Key]; !published && !m.IsRequest() {
				add(entry, m.PropertyNames(), renamedType{to: m, message: m})
			}
		}
	} else if entry := s.before.Enums[removed]; entry != nil {
		for _, e := range s.api.Enums {
			if _, published := s.before.Enums[e.Key]; !published {
				add(entry, valueKeys(e), renamedType{to: e, enum: e})
			}
		}
	}
	if len(alike) != 1 || alike[0].name() == alike[0].path {
		return renamedType{}, false
	}
	return alike[0], true
}

func (r renamedType) name() string {
	if r.enum != nil {
		return r.enum.Path()
	}
	return r.message.Path()
}

func (r renamedType) key() string {
	if r.enum != nil {
		return r.enum.Key
	}
	return r.message.Key
}

func (r renamedType) at() finding.Position {
	if r.enum != nil {
		return r.enum.At
	}
	return r.message.At
}

// section returns the section of overlays that names the type.
func (r renamedType) section() string {
	if r.enum != nil {
		return "enums"
	}
	return "messages"
}

// compareMembers reports whether at least two thirds of the properties or values of a published type and of
// another one are equal, and whether all are.
func compareMembers(entry *numbers.Entry, names []string) (isAlike, isSame bool) {
	common := 0
	for _, name := range names {
		if _, found := entry.Current[name]; found {
			common++
		}
	}
	all := len(names) - common
	for key := range entry.Current {
		if !model.IsSynthetic(key) {
			all++
		}
	}
	return common > 0 && 3*common >= 2*all, common == all
}

// renamedFields returns the new fields of a message that have the type of a removed field, if no other new field
// has that type, and no other removed one.
func (s *suggester) renamedFields(m *model.Message, renamed map[model.Type]renamedType) []renamedField {
	before, after := s.before.Messages[m.Key], s.lock.Messages[m.Key]
	if before == nil || len(before.Current) == 0 {
		return nil
	}
	var removed []string
	for _, key := range slices.Sorted(maps.Keys(before.Current)) {
		if isRemovedKey(before, after, key) && !model.IsSynthetic(key) {
			removed = append(removed, key)
		}
	}
	candidates := make(map[string][]*model.Field) // by removed key
	count := make(map[*model.Field]int)
	for _, f := range m.Fields {
		isNew := before.Number(f.Key) == 0 && !model.IsSynthetic(f.Key) && f.Name == s.built.fields[m.Key][f.Key]
		for _, key := range removed {
			if isNew && s.hasType(m, f, key, renamed) {
				candidates[key] = append(candidates[key], f)
				count[f]++
			}
		}
	}
	var all []renamedField
	for _, key := range removed {
		names := model.PublishedFieldNames(before, key)
		isTaken := func(f *model.Field) bool { return f.Name == names[0] }
		if len(candidates[key]) != 1 || count[candidates[key][0]] != 1 || len(names) != 1 || slices.ContainsFunc(m.Fields, isTaken) {
			continue
		}
		r := renamedField{message: m, field: candidates[key][0], number: before.Number(key), name: names[0]}
		if inner, found := s.innerSuccessor(m, r.field, key); found {
			r.inner = inner
		}
		all = append(all, r)
	}
	return all
}

// hasType reports whether a field has the type of a removed field. The type may have another name now.
func (s *suggester) hasType(m *model.Message, f *model.Field, removed string, renamed map[model.Type]renamedType) bool {
	r, isRenamed := renamed[f.Type]
	entry := s.before.Messages[m.Key]
	was := entry.TypeOf(entry.Number(removed))
	switch {
	case isRenamed && f.Oneof != "" && removed == r.from: // the schema names the alternative
		return true
	case !was.IsKnown() || (was.Label == "repeated") != f.Repeated:
		return false
	case isPublishedAs(s.api, s.before, was, f):
		return true
	case !isRenamed:
		r, isRenamed = s.innerSuccessor(m, f, removed)
	}
	return isRenamed && strings.TrimPrefix(was.Name, numbers.EnumType) == r.path
}

func (s *suggester) isBody(f *model.Field) bool {
	for _, service := range s.api.Services {
		if slices.ContainsFunc(service.Methods, func(m *model.Method) bool { return m.IsBody(f) }) {
			return true
		}
	}
	return false
}

func (s *suggester) reportType(r renamedType, fields []renamedField) {
	degree, members := "nearly ", "properties"
	if r.same {
		degree = ""
	}
	if r.enum != nil {
		members = "values"
	}
	lines, section := fieldSections(fields), model.OverlayLine(r.section(), r.key(), r.path)
	s.findings.Add(finding.PublishedRenamed, r.at(), "the document no longer has %s; if it is %s now, which has %sthe same %s, the %s",
		r.from, r.key(), degree, members, adviceOf(append([]finding.Verbatim{section}, lines...)))
}

// reportFields reports fields of several messages that have the same published name, and the same name now.
func (s *suggester) reportFields(fields []renamedField) {
	var at []finding.Position
	var owners []string
	for _, r := range fields {
		at, owners = append(at, r.field.At), append(owners, r.message.Key)
	}
	have := "has"
	if len(owners) > 1 {
		have = "have"
	}
	s.findings.AddAll(finding.PublishedRenamed, at, "%s no longer %s the published field %s; if it is %s now, which has the same type, the %s",
		strings.Join(owners, ", "), have, fields[0].name, fields[0].field.Property(), adviceOf(fieldSections(fields)))
}

// adviceOf returns the end of a message that contains sections of an overlay.
func adviceOf(sections []finding.Verbatim) finding.Verbatim {
	if len(sections) == 1 {
		return "line for the overlay that keeps the published name is " + sections[0]
	}
	texts := make([]string, len(sections))
	for i, section := range sections {
		texts[i] = string(section)
	}
	return finding.Verbatim("lines for the overlay that keep the published names are " + strings.Join(texts, " and "))
}

// fieldSections returns the sections of an overlay that give fields, and the types that they define in place, their
// published names.
func fieldSections(fields []renamedField) []finding.Verbatim {
	members := make(map[string][][2]string)
	for _, r := range fields {
		members["fields"] = append(members["fields"], [2]string{r.key(), r.name})
		if r.inner.to != nil {
			section := r.inner.section()
			members[section] = append(members[section], [2]string{r.inner.key(), r.inner.path})
		}
	}
	var sections []finding.Verbatim
	for _, name := range []string{"fields", "messages", "enums"} {
		if len(members[name]) > 0 {
			sections = append(sections, model.OverlaySection(name, members[name]))
		}
	}
	return sections
}
