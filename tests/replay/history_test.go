// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package replay_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/numbers"
)

// A history contains all published fields and values of one document.
type history struct {
	buf       string // the program, or empty to replay without it
	lock      []byte
	last      *step
	locked    *numbers.Lock
	fields    memory // by full name of the message
	values    memory // by full name of the enum
	explained int
}

// A memory contains published numbers, by the full name of the owner and the name. The type of a field follows its
// name, because each type has a number of its own.
type memory struct {
	names map[protoreflect.FullName]map[string]numbered
	kept  int // the numbers that were found again
}

type numbered struct {
	number int32
	name   protoreflect.Name
}

func newHistory(buf string) *history {
	return &history{
		buf:    buf,
		locked: new(numbers.Lock),
		fields: memory{names: make(map[protoreflect.FullName]map[string]numbered)},
		values: memory{names: make(map[protoreflect.FullName]map[string]numbered)},
	}
}

// remember checks the numbers of a release against those of all earlier ones.
func (h *history) remember(t *testing.T, release string, out *generate.Output) {
	t.Helper()
	for _, file := range out.Descriptors {
		h.rememberMessages(t, release, file.Messages())
		h.rememberEnums(t, release, file.Enums())
	}
	lock, findings := numbers.Read("numbers.lock.yaml", out.Lock)
	if findings.HasErrors() {
		t.Errorf("%s: the lock: %v", release, findings.All())
	}
	checkEntries(t, release, h.locked.Messages, lock.Messages)
	checkEntries(t, release, h.locked.Enums, lock.Enums)
	h.locked = lock
}

// checkEntries checks that the lock still contains everything.
func checkEntries(t *testing.T, release string, before, after map[string]*numbers.Entry) {
	t.Helper()
	for key, old := range before {
		now := after[key]
		if now == nil {
			// The types of a method move with it if the document changes its ID.
			for _, other := range slices.Sorted(maps.Keys(after)) {
				_, isOld := before[other]
				isMoved := len(old.Paths) > 0 && slices.Contains(after[other].Paths, old.Paths[len(old.Paths)-1]) ||
					len(old.Paths) == 0 && len(after[other].Paths) > 1 && maps.Equal(old.Current, after[other].Current)
				if !isOld && isMoved {
					now = after[other]
				}
			}
		}
		if now == nil {
			t.Errorf("%s: the lock lost %q", release, key)
			continue
		}
		for _, entries := range []map[string]int32{old.Current, old.Gone} {
			for name, number := range entries {
				if current, ok := now.Current[name]; ok && current == number {
					continue
				}
				// A property that is spelt differently has the same field, so it takes over the number.
				if gone, ok := now.Gone[name]; (!ok || gone != number) && !holds(now, number) {
					t.Errorf("%s: the lock does not record %d, the number of %q of %q", release, number, name, key)
				}
			}
		}
	}
}

// typeOf returns the type of a field.
func typeOf(f protoreflect.FieldDescriptor) string {
	switch {
	case f.IsMap():
		return "map of " + typeOf(f.MapValue())
	case f.Message() != nil:
		return fmt.Sprint(f.IsList(), " ", f.Message().FullName())
	case f.Enum() != nil:
		return fmt.Sprint(f.IsList(), " enum ", f.Enum().FullName())
	}
	return fmt.Sprint(f.IsList(), " ", f.Kind())
}

// holds reports whether an entry has a number.
func holds(e *numbers.Entry, number int32) bool {
	for _, replaced := range e.Replaced {
		if slices.Contains(replaced, number) {
			return true
		}
	}
	return slices.Contains(slices.Collect(maps.Values(e.Current)), number) || slices.Contains(slices.Collect(maps.Values(e.Gone)), number)
}

func (h *history) rememberMessages(t *testing.T, release string, messages protoreflect.MessageDescriptors) {
	t.Helper()
	for i := range messages.Len() {
		m := messages.Get(i)
		current := make(map[string]numbered)
		for j := range m.Fields().Len() {
			f := m.Fields().Get(j)
			current[string(f.Name())+" "+typeOf(f)] = numbered{int32(f.Number()), f.Name()}
		}
		h.check(t, release, &h.fields, m, current)
		h.rememberMessages(t, release, m.Messages())
		h.rememberEnums(t, release, m.Enums())
	}
}

func (h *history) rememberEnums(t *testing.T, release string, enums protoreflect.EnumDescriptors) {
	t.Helper()
	for i := range enums.Len() {
		e := enums.Get(i)
		current := make(map[string]numbered)
		for j := range e.Values().Len() {
			v := e.Values().Get(j)
			current[string(v.Name())] = numbered{int32(v.Number()), v.Name()}
		}
		h.check(t, release, &h.values, e, current)
	}
}

// check compares the numbers of one message or enum with all its earlier ones.
func (h *history) check(t *testing.T, release string, m *memory, owner protoreflect.Descriptor, current map[string]numbered) {
	t.Helper()
	known := m.names[owner.FullName()]
	if known == nil {
		known = make(map[string]numbered)
		m.names[owner.FullName()] = known
	}
	names := make(map[protoreflect.Name]bool, len(current))
	numbers := make(map[int32]string, len(current))
	for name, is := range current {
		names[is.name], numbers[is.number] = true, name
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		was := known[name]
		is, declared := current[name]
		switch {
		case declared && is.number != was.number:
			t.Errorf("%s: %s.%s was %d and is %d", release, owner.FullName(), name, was.number, is.number)
		case declared:
			m.kept++
		case numbers[was.number] != "":
			t.Errorf("%s: %d of %s was %s and is %s", release, was.number, owner.FullName(), name, numbers[was.number])
			delete(known, name)
		case !reserves(owner, was.number):
			t.Errorf("%s: %d of %s was %s and is not reserved", release, was.number, owner.FullName(), name)
		case !names[was.name] && !reservesName(owner, was.name):
			t.Errorf("%s: %s.%s is gone and its name is not reserved", release, owner.FullName(), was.name)
		}
	}
	maps.Copy(known, current)
}

func reserves(owner protoreflect.Descriptor, number int32) bool {
	switch owner := owner.(type) {
	case protoreflect.MessageDescriptor:
		return owner.ReservedRanges().Has(protoreflect.FieldNumber(number))
	case protoreflect.EnumDescriptor:
		return owner.ReservedRanges().Has(protoreflect.EnumNumber(number))
	}
	return false
}

func reservesName(owner protoreflect.Descriptor, name protoreflect.Name) bool {
	switch owner := owner.(type) {
	case protoreflect.MessageDescriptor:
		return owner.ReservedNames().Has(name)
	case protoreflect.EnumDescriptor:
		return owner.ReservedNames().Has(name)
	}
	return false
}
