// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"bytes"
	"iter"
	"slices"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// recordNumber is the number of the unknown field that stores unknown JSON. Schemas must not
// use the numbers 19000 to 19999, so it conflicts with none.
const recordNumber protowire.Number = 19217

// The numbers of the fields within it.
const (
	recordName    protowire.Number = iota + 1 // the name of the member
	recordJSON                                // its value
	recordElement                             // the index of the value in a list, plus 1
	recordKey                                 // the key of the value in a map
)

// Unknown is JSON that [UnmarshalOptions.KeepUnknown] or, in lists and maps of scalars,
// [UnmarshalOptions.Exact] kept, because the message has no field or the enum no value for it.
type Unknown struct {
	// Path leads from the message that was passed to UnknownIn to the JSON, in the form of
	// Error.Path.
	Path string
	// JSON is the value, as it was read.
	JSON []byte
}

// UnknownIn returns the unknown JSON that is kept in m and in the messages within it, except
// in the value of a google.protobuf.Any.
func UnknownIn(m proto.Message) iter.Seq[Unknown] {
	return func(yield func(Unknown) bool) { unknownIn(m.ProtoReflect(), "", yield) }
}

func unknownIn(m protoreflect.Message, path string, yield func(Unknown) bool) bool {
	t := tableOf(m.Descriptor())
	for _, r := range lastOfEach(slices.Collect(records(m))) {
		if t.value != nil {
			r.name = ""
		}
		if !yield(Unknown{join(path, r.path()), r.JSON}) {
			return false
		}
	}
	return eachMessage(m, func(step string, child protoreflect.Message) bool {
		return unknownIn(child, join(path, step), yield)
	})
}

// DropUnknown removes from m, and from the messages within it, the JSON that UnknownIn
// returns, including the elements and entries that stand for it in lists and maps.
func DropUnknown(m proto.Message) { dropUnknown(m.ProtoReflect()) }

func dropUnknown(m protoreflect.Message) {
	k, _ := preservedIn(m)
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if k != nil && len(k.parts) > 0 && (fd.IsList() || fd.IsMap()) {
			k.dropParts(m, fieldOf(fd), v)
		}
		return true
	})
	var rest []byte
	for raw, number := range wireFields(m.GetUnknown()) {
		if number != recordNumber {
			rest = append(rest, raw...)
		}
	}
	if len(rest) < len(m.GetUnknown()) {
		m.SetUnknown(rest)
	}
	eachMessage(m, func(_ string, child protoreflect.Message) bool {
		dropUnknown(child)
		return true
	})
}

// eachMessage calls visit for each message in a field of m, with the path to it, until visit
// returns false.
func eachMessage(m protoreflect.Message, do func(step string, child protoreflect.Message) bool) bool {
	more := true
	t := tableOf(m.Descriptor())
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		name := fd.JSONName()
		if t.value != nil || t.union != nil {
			name = ""
		}
		switch {
		case fd.IsMap() && fd.MapValue().Message() != nil:
			v.Map().Range(func(k protoreflect.MapKey, v protoreflect.Value) bool {
				more = do(name+key(k.String()), v.Message())
				return more
			})
		case fd.IsList() && fd.Message() != nil:
			for i := 0; more && i < v.List().Len(); i++ {
				more = do(name+index(i), v.List().Get(i).Message())
			}
		case fd.Message() != nil && !fd.IsMap():
			more = do(name, v.Message())
		}
		return more
	})
	return more
}

// A record is unknown JSON: a member of an object, or an element of a list or map in a
// member.
type record struct {
	name  string
	JSON  []byte
	index int // in a list, or -1
	key   string
	keyed bool // whether it is an entry of a map
}

// isPart reports whether the record is a list element or a map entry.
func (r record) isPart() bool { return r.index >= 0 || r.keyed }

func (r record) path() string {
	switch {
	case r.index >= 0:
		return r.name + index(r.index)
	case r.keyed:
		return r.name + key(r.key)
	}
	return r.name
}

// records returns the records of a message itself.
func records(m protoreflect.Message) iter.Seq[record] {
	return func(yield func(record) bool) {
		for raw, number := range wireFields(m.GetUnknown()) {
			if number != recordNumber {
				continue
			}
			if r, ok := parseRecord(raw); ok && !yield(r) {
				return
			}
		}
	}
}

// wireFields splits a message in the wire format into its fields, tags included.
func wireFields(b []byte) iter.Seq2[[]byte, protowire.Number] {
	return func(yield func([]byte, protowire.Number) bool) {
		for len(b) > 0 {
			number, _, n := protowire.ConsumeField(b)
			if n < 0 || !yield(b[:n], number) {
				return
			}
			b = b[n:]
		}
	}
}

func parseRecord(raw []byte) (r record, ok bool) {
	_, typ, n := protowire.ConsumeTag(raw)
	if typ != protowire.BytesType {
		return r, false
	}
	body, _ := protowire.ConsumeBytes(raw[n:])
	r.index = -1
	for len(body) > 0 {
		number, typ, n := protowire.ConsumeTag(body)
		if n < 0 {
			return r, false
		}
		body = body[n:]
		var text []byte
		var value uint64
		switch typ {
		case protowire.BytesType:
			text, n = protowire.ConsumeBytes(body)
		case protowire.VarintType:
			value, n = protowire.ConsumeVarint(body)
		default:
			return r, false
		}
		if n < 0 {
			return r, false
		}
		body = body[n:]
		switch number {
		case recordName:
			r.name = string(text)
		case recordJSON:
			r.JSON = text
		case recordElement:
			r.index = int(min(value, 1<<31)) - 1
		case recordKey:
			r.key, r.keyed = string(text), true
		}
	}
	return r, len(r.JSON) > 0
}

// preserve adds a record to the unknown fields of m, a message of the decoder.
func preserve(m protoreflect.Message, r record) {
	var b []byte
	if !utf8.Valid(r.JSON) {
		r.JSON = bytes.ToValidUTF8(r.JSON, []byte("\ufffd"))
	}
	b = protowire.AppendString(protowire.AppendTag(b, recordName, protowire.BytesType), r.name)
	b = protowire.AppendBytes(protowire.AppendTag(b, recordJSON, protowire.BytesType), r.JSON)
	if r.index >= 0 {
		b = protowire.AppendVarint(protowire.AppendTag(b, recordElement, protowire.VarintType), uint64(r.index)+1)
	}
	if r.keyed {
		b = protowire.AppendString(protowire.AppendTag(b, recordKey, protowire.BytesType), r.key)
	}
	all := protowire.AppendTag(m.GetUnknown(), recordNumber, protowire.BytesType)
	m.SetUnknown(protowire.AppendBytes(all, b))
}

// forget removes the records of a member that is about to be read again.
func (d *decoder) forget(m protoreflect.Message, name string) *Error {
	if len(m.GetUnknown()) == 0 {
		return nil
	}
	if err := d.spend(len(m.GetUnknown())); err != nil {
		return err
	}
	var rest []byte
	for raw, number := range wireFields(m.GetUnknown()) {
		if number == recordNumber {
			if r, ok := parseRecord(raw); ok && r.name == name {
				continue
			}
		}
		rest = append(rest, raw...)
	}
	m.SetUnknown(rest)
	return nil
}

// preserved is the JSON that a message stores in its unknown fields, prepared for writing.
// It may be nil.
type preserved struct {
	sourceForm
	members []record
	parts   []record // list elements and map entries
}

// preservedIn returns the JSON that a message stores, or nil. Unknown fields may come from
// anywhere, so it returns an error if they hold text that is not JSON.
func preservedIn(m protoreflect.Message) (*preserved, *Error) {
	if len(m.GetUnknown()) == 0 {
		return nil, nil
	}
	k := new(preserved)
	for raw, number := range wireFields(m.GetUnknown()) {
		if number == sourceFormNumber {
			k.parse(raw)
		}
		if number != recordNumber {
			continue
		}
		r, ok := parseRecord(raw)
		switch {
		case !ok:
			continue
		case !isJSON(r.JSON):
			return nil, writeError("JSON in a kept unknown member", quote(string(r.JSON))).within(r.path())
		case r.isPart():
			k.parts = append(k.parts, r)
		default:
			k.members = append(k.members, r)
		}
	}
	k.members = lastOfEach(k.members)
	return k, nil
}

// lastOfEach removes all but the last record of each member, because the last one of
// repeated members counts. Elements and entries remain.
func lastOfEach(all []record) []record {
	if len(all) < 2 {
		return all
	}
	last := make(map[string]int, len(all))
	for i, r := range all {
		if !r.isPart() {
			last[r.name] = i
		}
	}
	var rest []record
	for i, r := range all {
		if r.isPart() || last[r.name] == i {
			rest = append(rest, r)
		}
	}
	return rest
}

// isAbsent reports whether a field that is always written was absent when the message was
// read.
func (k *preserved) isAbsent(f *field) bool {
	return k != nil && slices.Contains(k.absent, f.fd.Number())
}

// elements returns the elements of a list that were unknown, by index.
func (k *preserved) elements(f *field) map[int][]byte {
	if k == nil {
		return nil
	}
	var all map[int][]byte
	for _, r := range k.parts {
		if r.name == f.name && r.index >= 0 {
			if all == nil {
				all = make(map[int][]byte)
			}
			all[r.index] = r.JSON
		}
	}
	return all
}

// entries returns the values of a map that were unknown, by key.
func (k *preserved) entries(f *field) map[string][]byte {
	if k == nil {
		return nil
	}
	var all map[string][]byte
	for _, r := range k.parts {
		mk, ok := mapKey(f.fd.MapKey().Kind(), r.key)
		if r.name == f.name && r.keyed && ok {
			if all == nil {
				all = make(map[string][]byte)
			}
			all[mk.String()] = r.JSON
		}
	}
	return all
}

// dropParts removes the elements or entries of a field of m that stand for unknown JSON.
func (k *preserved) dropParts(m protoreflect.Message, f *field, v protoreflect.Value) {
	if f.fd.IsMap() {
		entries := v.Map()
		for name := range k.entries(f) {
			mk, _ := mapKey(f.fd.MapKey().Kind(), name)
			if entries.Has(mk) && f.isPlaceholder(entries.Get(mk), entries.NewValue) {
				entries.Clear(mk)
			}
		}
		return
	}
	list, unknown, n := v.List(), k.elements(f), 0
	for i := range list.Len() {
		element := list.Get(i)
		if _, found := unknown[i]; found && f.isPlaceholder(element, list.NewElement) {
			continue
		}
		list.Set(n, element)
		n++
	}
	list.Truncate(n)
	if n == 0 {
		m.Clear(f.fd)
	}
}

// preservedMembers writes the preserved members, except those whose field has been set
// since.
func (e *encoder) preservedMembers(t *table, m protoreflect.Message, k *preserved) *Error {
	if k == nil {
		return nil
	}
	for _, r := range k.members {
		if i := t.names.find([]byte(r.name)); i >= 0 && m.Has(t.fields[i].fd) {
			continue
		}
		if err := e.name(r.name); err != nil {
			return err
		}
		e.buf = append(e.buf, r.JSON...)
	}
	return nil
}

// isJSON reports whether b is a single JSON value. It accepts halves of surrogate pairs, as
// Lenient does.
func isJSON(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	const limit = protowire.DefaultRecursionLimit
	d := &decoder{text: b, opts: UnmarshalOptions{Lenient: true}, maxDepth: limit, limit: limit}
	if d.skipValue() != nil {
		return false
	}
	d.peek()
	return d.pos == len(b)
}
