// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"errors"
	"strconv"

	"github.com/protolect/protolect/codegen/finding"
)

// entryReader reads the two maps of one entry, in which a name and a number may
// stand only once.
type entryReader struct {
	*reader
	kind    kind
	numbers map[int32]member
	names   map[string]member
}

func (r *entryReader) read(part member) map[string]int32 {
	numbers := map[string]int32{}
	for _, m := range r.members(part.value, part.pointer) {
		if first, ok := r.names[m.name]; ok {
			r.syntax(m.key, m.pointer, "%s %q has a number on line %d already, and is current or gone but not both", r.kind.member, m.name, first.key.Line)
			continue
		}
		r.names[m.name] = m
		number, ok := r.number(m)
		if !ok {
			continue
		}
		if first, ok := r.numbers[number]; ok {
			r.findings.Add(finding.LockDuplicate, r.at(m.value, m.pointer), "%s %q has the number %d, which is that of %q on line %d", r.kind.member, m.name, number, first.name, first.key.Line)
			continue
		}
		r.numbers[number] = m
		numbers[m.name] = number
	}
	return numbers
}

func (r *entryReader) number(m member) (int32, bool) {
	if !r.isPlain(m.value, m.pointer) {
		return 0, false
	}
	number, err := strconv.ParseInt(m.value.Value, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrSyntax), err == nil && strconv.FormatInt(number, 10) != m.value.Value:
		r.findings.Add(finding.LockNumberInvalid, r.at(m.value, m.pointer), "%s %q has %q for a number, which is no whole decimal number", r.kind.member, m.name, m.value.Value)
		return 0, false
	case err != nil, !r.kind.allows(number):
		r.findings.Add(finding.LockNumberInvalid, r.at(m.value, m.pointer), "%s %q has the number %s, which no %s may have", r.kind.member, m.name, m.value.Value, r.kind.member)
		return 0, false
	}
	return int32(number), true
}
