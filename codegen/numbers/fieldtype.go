// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"regexp"
	"slices"
	"strings"
)

// FieldType is the type with which a field was published, as in a .proto file.
type FieldType struct {
	// Place is the place of a field outside of the body, if the other fields of its message are the body: "path",
	// "query", "header" or "cookie".
	Place string
	// Label is "optional", "repeated", "oneof" for a member of a oneof, or empty.
	Label string
	// Name is the name of the type: "string", "Pet", "enum Pet.Kind", "map<string, Pet>". Types of the API have
	// their names within its package.
	Name string
}

// EnumType precedes the name of an enum in FieldType.Name, because a message can have the name later.
const EnumType = "enum "

// String returns the form of the type in the lock: "query optional string".
func (t FieldType) String() string {
	return strings.TrimLeft(t.Place+" "+strings.TrimLeft(t.Label+" "+t.Name, " "), " ")
}

// IsKnown reports whether the lock has the type. Earlier versions of protolect did not record types.
func (t FieldType) IsKnown() bool { return t.Name != "" }

var fieldTypeForm = func() *regexp.Regexp {
	const name = `(?:enum )?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*`
	return regexp.MustCompile(`^(?:(path|query|header|cookie) )?(?:(optional|repeated|oneof) )?(` + name + `|map<string, ` + name + `>)$`)
}()

// parseFieldType is the inverse of String.
func parseFieldType(text string) (t FieldType, ok bool) {
	parts := fieldTypeForm.FindStringSubmatch(text)
	if parts == nil {
		return FieldType{}, false
	}
	return FieldType{Place: parts[1], Label: parts[2], Name: parts[3]}, true
}

// TypeOf returns the type with which a number was published.
func (e *Entry) TypeOf(number int32) FieldType { return e.FieldTypes[number] }

// SetType records the type of a number.
func (e *Entry) SetType(number int32, t FieldType) {
	if e.FieldTypes == nil {
		e.FieldTypes = make(map[int32]FieldType)
	}
	e.FieldTypes[number] = t
}

// Retype gives a field whose type has changed another number: one with which its name was published with the new
// type, or none yet. The earlier number stays reserved. Retype returns that number, or 0 if the type has not changed.
// The function isSame reports whether the new type equals a published one.
func (e *Entry) Retype(name string, isSame func(FieldType) bool) (replaced int32) {
	number := e.Number(name)
	if t := e.TypeOf(number); number == 0 || !t.IsKnown() || isSame(t) {
		return 0
	}
	earlier := e.Replaced[name]
	i := slices.IndexFunc(earlier, func(number int32) bool { return isSame(e.TypeOf(number)) })
	delete(e.Current, name)
	delete(e.Gone, name)
	if i >= 0 {
		if e.Gone == nil {
			e.Gone = make(map[string]int32)
		}
		e.Gone[name] = earlier[i]
		earlier = slices.Delete(slices.Clone(earlier), i, i+1)
	}
	if e.Replaced == nil {
		e.Replaced = make(map[string][]int32)
	}
	e.Replaced[name] = append(slices.Clip(earlier), number)
	slices.Sort(e.Replaced[name])
	return number
}
