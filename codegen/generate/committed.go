// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// committed has the messages and enums of the .proto files that were generated with a lock, by their full names.
type committed struct {
	messages map[string]*descriptorpb.DescriptorProto
	enums    map[string]*descriptorpb.EnumDescriptorProto
	files    map[string]string // the files of both
	missing  map[string]bool   // the types of fields whose files are missing, by their names within the package
}

func newCommitted(files []*descriptorpb.FileDescriptorProto) *committed {
	c := &committed{
		messages: make(map[string]*descriptorpb.DescriptorProto),
		enums:    make(map[string]*descriptorpb.EnumDescriptorProto),
		files:    make(map[string]string),
		missing:  make(map[string]bool),
	}
	for _, f := range files {
		c.add(f.GetName(), f.GetPackage(), f.GetMessageType(), f.GetEnumType())
	}
	return c
}

func (c *committed) add(file, scope string, messages []*descriptorpb.DescriptorProto, enums []*descriptorpb.EnumDescriptorProto) {
	for _, m := range messages {
		name := scope + "." + m.GetName()
		c.messages[name], c.files[name] = m, file
		c.add(file, name, m.GetNestedType(), m.GetEnumType())
	}
	for _, e := range enums {
		name := scope + "." + e.GetName()
		c.enums[name], c.files[name] = e, file
	}
}

// A lockChecker compares a lock with the .proto files that were generated with it.
type lockChecker struct {
	*committed
	api      *model.API // without elements
	lock     *numbers.Lock
	file     File
	findings *finding.List
}

// checkCommitted reports numbers of a lock that differ from those of the .proto files: both are the result of one
// run. It completes the types that the lock lacks, because an earlier version of protolect wrote it.
func checkCommitted(api *model.API, lock *numbers.Lock, file File, protos []*descriptorpb.FileDescriptorProto) *finding.List {
	c := &lockChecker{newCommitted(protos), api, lock, file, new(finding.List)}
	for _, key := range slices.Sorted(maps.Keys(lock.Messages)) {
		entry := lock.Messages[key]
		name := c.fullName(key, entry)
		if m := c.messages[name]; m != nil {
			c.checkMessage(key, entry, name, m)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(lock.Enums)) {
		entry := lock.Enums[key]
		name := c.fullName(key, entry)
		if e := c.enums[name]; e != nil {
			c.checkEnum(key, entry, name, e)
		}
	}
	return c.findings
}

// fullName returns the full name of the type with an entry in the lock.
func (c *lockChecker) fullName(key string, entry *numbers.Entry) string {
	path := c.api.ImpliedPath(c.lock, key, entry)
	if n := len(entry.Paths); n > 0 {
		path = entry.Paths[n-1]
	}
	if name := c.api.Package.Name + "." + path; c.files[name] != "" {
		return name
	}
	return path // of another package
}

func (c *lockChecker) report(path []string, format string, args ...any) {
	c.findings.Add(finding.LockChanged, numbers.Position(c.file.Name, c.file.Data, path...), format, args...)
}

// claim is the place of a number in an entry.
type claim struct {
	key   string
	part  string
	names []string // in proto
}

func claims(entry *numbers.Entry, namesOf func(key string, number int32) []string) map[int32]claim {
	all := make(map[int32]claim)
	for part, numbers := range map[string]map[string]int32{"current": entry.Current, "gone": entry.Gone} {
		for key, number := range numbers {
			all[number] = claim{key, part, namesOf(key, number)}
		}
	}
	for key, numbers := range entry.Replaced {
		for _, number := range numbers {
			all[number] = claim{key, "replaced", namesOf(key, number)}
		}
	}
	return all
}

func (c *lockChecker) checkMessage(key string, entry *numbers.Entry, name string, m *descriptorpb.DescriptorProto) {
	all := claims(entry, func(key string, number int32) []string { return model.PublishedNamesOf(entry, key, number) })
	var reserved [][2]int32
	for _, r := range m.GetReservedRange() {
		reserved = append(reserved, [2]int32{r.GetStart(), r.GetEnd() - 1})
	}
	published := make(map[string]int32)
	for _, f := range m.GetField() {
		published[f.GetName()] = f.GetNumber()
	}
	c.checkNumbers([]string{"messages", key}, "field", name, all, published, reserved)
	for _, f := range m.GetField() {
		t := c.fieldType(name, m, f)
		claim, found := all[f.GetNumber()]
		switch known := entry.TypeOf(f.GetNumber()); {
		case !found:
		case !known.IsKnown():
			entry.SetType(f.GetNumber(), t)
		case !c.isSameName(known.Name, t.Name) || (known.Label == "repeated") != (t.Label == "repeated"):
			c.report([]string{"messages", key, claim.part, claim.key}, "the field %s of %s has the type %s in the lock, but %s in %s",
				f.GetName(), name, inProto(known), inProto(t), c.files[name])
		}
	}
}

func (c *lockChecker) checkEnum(key string, entry *numbers.Entry, name string, e *descriptorpb.EnumDescriptorProto) {
	texts := &model.Enum{Name: e.GetName(), Prefixed: entry.Prefixed}
	integers := &model.Enum{Name: e.GetName(), Prefixed: entry.Prefixed, JSONNumber: true} // the lock doesn't state which
	all := claims(entry, func(key string, _ int32) []string {
		if name := entry.Names[key]; name != "" {
			return []string{name}
		}
		return []string{texts.PlainName(key), integers.PlainName(key)}
	})
	var reserved [][2]int32
	for _, r := range e.GetReservedRange() {
		reserved = append(reserved, [2]int32{r.GetStart(), r.GetEnd()})
	}
	published := make(map[string]int32)
	for _, v := range e.GetValue() {
		published[v.GetName()] = v.GetNumber()
	}
	c.checkNumbers([]string{"enums", key}, "value", name, all, published, reserved)
}

// checkNumbers compares the numbers in an entry with those of a type in a .proto file.
func (c *lockChecker) checkNumbers(
	path []string, kind, name string, all map[int32]claim, published map[string]int32, reserved [][2]int32,
) {
	at := func(claim claim) []string { return append(slices.Clip(path), claim.part, claim.key) }
	byName := make(map[string]int32)
	for number, claim := range all {
		for _, name := range claim.names {
			if _, found := byName[name]; !found || claim.part == "current" {
				byName[name] = number
			}
		}
	}
	for _, member := range slices.Sorted(maps.Keys(published)) {
		number := published[member]
		claim, found := all[number]
		if found && (!c.lock.Named || slices.Contains(claim.names, member)) {
			continue
		}
		if other, known := byName[member]; known {
			c.report(at(all[other]), "the %s %s of %s has the number %d in the lock, but %d in %s",
				kind, member, name, other, number, c.files[name])
		} else if found {
			c.report(at(claim), "the number %d of %s is that of the %s %s in %s", number, name, kind, member, c.files[name])
		} else {
			c.report(path, "the lock lacks the %s %s of %s, which has the number %d in %s", kind, member, name, number, c.files[name])
		}
	}
	for _, r := range reserved {
		for number := r[0]; number <= r[1] && number-r[0] < maxReserved; number++ {
			claim, found := all[number]
			if !found {
				c.report(path, "the lock lacks the number %d of %s, which %s reserves", number, name, c.files[name])
			} else if claim.part == "current" {
				c.report(at(claim), "%s has the number %d of %s, which %s reserves", claim.key, number, name, c.files[name])
			}
		}
	}
}

// maxReserved limits the work for a range of numbers that people reserve.
const maxReserved = 1000

// fieldType returns the type of a field in a .proto file, as it is in the lock.
func (c *lockChecker) fieldType(scope string, m *descriptorpb.DescriptorProto, f *descriptorpb.FieldDescriptorProto) numbers.FieldType {
	t := numbers.FieldType{Place: placeOf(f), Name: c.typeName(scope, f)}
	switch {
	case f.GetLabel() == descriptorpb.FieldDescriptorProto_LABEL_REPEATED:
		t.Label = "repeated"
		for _, nested := range m.GetNestedType() {
			if nested.GetOptions().GetMapEntry() && nested.GetName() == f.GetTypeName() {
				t.Label, t.Name = "", "map<string, "+c.typeName(scope+"."+nested.GetName(), nested.GetField()[1])+">"
			}
		}
	case f.GetProto3Optional():
		t.Label = "optional"
	case f.OneofIndex != nil:
		t.Label = "oneof"
	}
	return t
}

// typeName returns the name of a field's type. A reference leads to the type in the innermost scope that has it.
func (c *lockChecker) typeName(scope string, f *descriptorpb.FieldDescriptorProto) string {
	reference := f.GetTypeName()
	if reference == "" {
		return strings.ToLower(strings.TrimPrefix(f.GetType().String(), "TYPE_"))
	}
	name, found := strings.CutPrefix(reference, ".")
	for !found {
		if name = scope + "." + reference; c.files[name] != "" {
			break
		}
		end := strings.LastIndexByte(scope, '.')
		if end < 0 {
			name = reference
			break
		}
		scope = scope[:end]
	}
	path := strings.TrimPrefix(name, c.api.Package.Name+".")
	c.missing[path] = c.files[name] == ""
	if _, isEnum := model.WellKnown(name).Descriptor().(protoreflect.EnumDescriptor); isEnum || c.enums[name] != nil {
		return numbers.EnumType + path
	}
	return path
}

// isSameName reports whether the names of two types are equal. A file that is missing cannot tell whether its type is
// an enum.
func (c *lockChecker) isSameName(known, committed string) bool {
	name := strings.TrimSuffix(strings.TrimPrefix(committed, "map<string, "), ">")
	return known == committed || c.missing[name] && strings.Replace(known, numbers.EnumType, "", 1) == committed
}

// parameterPlace matches the place of a parameter in the option protolect.api.v1.field.
var parameterPlace = regexp.MustCompile(`\bparameter\s*:?\s*\{[^}]*\b(header|cookie|query|path)\s*:`)

// placeOf returns the place of a field that is outside of a body, as an option of the field states it.
func placeOf(f *descriptorpb.FieldDescriptorProto) string {
	for _, option := range f.GetOptions().GetUninterpretedOption() {
		place := parameterPlace.FindStringSubmatch(option.GetAggregateValue())
		if len(option.GetName()) == 1 && option.GetName()[0].GetNamePart() == "protolect.api.v1.field" && place != nil {
			return place[1]
		}
	}
	return ""
}
