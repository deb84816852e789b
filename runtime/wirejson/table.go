// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"sync"
	"sync/atomic"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A table says of a message type what its JSON is. It is made once, from the
// descriptor, and whatever reads or writes such a message goes by it.
type table struct {
	md         protoreflect.MessageDescriptor
	known      wellKnown
	messageSet bool
	extendable bool
	// required is set where a field of the message itself is required.
	required bool

	fields []*field
	names  nameIndex
	// always are the fields that are also written where they are not set, and demanded those that
	// requests and responses have.
	always, demanded []*field

	// What the options say. See the package's documentation.
	value      *field // the JSON is that of this field
	union      *union // the JSON is that of the field which is set
	additional *field // holds the members without a field
	nulls      *field // names the fields that are null
	empties    *field // names the lists and maps that are empty
	// nullEntries lists the entries of maps that are null in a merge patch.
	nullEntries *field
}

// A field says of a field what its JSON is.
type field struct {
	fd   protoreflect.FieldDescriptor
	name string // in JSON
	key  string // a comma, the name as JSON, a colon
	// value is the field itself, or that of the values of a map.
	value     protoreflect.FieldDescriptor
	kind      protoreflect.Kind // of value
	index     int               // in the table
	oneof     int               // the index of the oneof that it is in, or -1
	takesNull bool              // null is a value, rather than the field left out
	asNumber  bool              // 64-bit integers are written as numbers
	urlSafe   bool              // bytes are written in the URL-safe alphabet
	nullable  bool              // a message in the list or map may be null
	noNil     bool              // a message in the list, map or oneof must not be nil
	always    bool              // it is also written where it is not set, but not in what is partial
	// outputOnly is set where requests leave the field out, inputOnly where responses do.
	outputOnly, inputOnly bool
	// absentZero is set where the enum's value 0 only stands for a field that is not set.
	absentZero bool
}

// ruled reports whether our options give the message members that are in no field of
// their own.
func (t *table) ruled() bool {
	return t.additional != nil || t.nulls != nil || t.empties != nil
}

// maxDescriptors bounds how many descriptors are remembered, for programs that
// go on making them.
const maxDescriptors = 10_000

// A memory remembers what was made of descriptors.
type memory[D comparable, T any] struct {
	made  sync.Map
	count atomic.Int32
}

func (m *memory[D, T]) of(d D, make func(D) *T) *T {
	if t, ok := m.made.Load(d); ok {
		return t.(*T)
	}
	t := make(d)
	if m.count.Add(1) > maxDescriptors {
		m.clear()
		m.count.Store(1)
	}
	m.made.Store(d, t)
	return t
}

func (m *memory[D, T]) clear() {
	m.made.Clear()
	m.count.Store(0)
}

var tables memory[protoreflect.MessageDescriptor, table]

func tableOf(md protoreflect.MessageDescriptor) *table { return tables.of(md, newTable) }

func newTable(md protoreflect.MessageDescriptor) *table {
	t := &table{
		md:         md,
		known:      wellKnownType(md.FullName()),
		messageSet: isMessageSet(md),
		extendable: md.ExtensionRanges().Len() > 0,
		required:   md.RequiredNumbers().Len() > 0,
	}
	fields, required := md.Fields(), writesRequired(md.ParentFile())
	t.fields = make([]*field, fields.Len())
	room := make([]field, fields.Len())
	for i := range t.fields {
		f := &room[i]
		f.describe(fields.Get(i))
		f.index = i
		t.fields[i] = f
		if required {
			f.noNil = f.value.Message() != nil && (f.fd.IsList() || f.fd.IsMap() || f.oneof >= 0)
			behaviors := behaviorsOf(f.fd)
			if behaviors.has(behaviorRequired) {
				rule := fieldRule(f.fd)
				f.always = (f.hasZero() || rule.GetJsonZero() && f.isExplicit()) && rule.GetParameter() == nil
			}
			f.outputOnly, f.inputOnly = behaviors.has(behaviorOutputOnly), behaviors.has(behaviorInputOnly)
			if f.always {
				t.always = append(t.always, f)
			}
			if behaviors.has(behaviorRequired) && !f.outputOnly && !f.inputOnly && fieldRule(f.fd).GetParameter() == nil {
				t.demanded = append(t.demanded, f)
			}
		}
		if rule := f.rule(); rule != nil {
			f.asNumber, f.urlSafe = rule.GetJsonNumber(), rule.GetJsonBase64Url()
			f.nullable = rule.GetJsonNullElements() && f.value.Message() != nil && !takesNull(f.value)
			f.noNil = f.noNil && !f.nullable
			if rule.GetJsonAdditional() && f.fd.IsMap() && f.fd.MapKey().Kind() == protoreflect.StringKind {
				t.additional = f
			}
			if f.fd.IsList() && f.kind == protoreflect.StringKind {
				if rule.GetJsonNulls() {
					t.nulls = f
				} else if rule.GetJsonEmpties() {
					t.empties = f
				} else if rule.GetJsonNullEntries() {
					t.nullEntries = f
				}
			}
		}
	}
	t.describe()
	t.names = newNameIndex(2 * len(t.fields))
	for _, f := range t.fields {
		if f != t.additional && !t.isNames(f) {
			t.names.add(f.name, f.index)
		}
	}
	// A name in the proto may be that of a member without a field: of an additional one,
	// or in an API of OpenAPI of one that the document does not have.
	if t.additional == nil && !required {
		for _, f := range t.fields {
			if !t.isNames(f) {
				t.names.add(f.fd.TextName(), f.index)
			}
		}
	}
	return t
}

// isNames reports whether f is one of the lists of names, which JSON does not have.
func (t *table) isNames(f *field) bool {
	return f == t.nulls || f == t.empties || f == t.nullEntries
}

// describe finds what the options of the message say.
func (t *table) describe() {
	fields, oneofs := t.md.Fields(), t.md.Oneofs()
	single := fields.Len() == 1 && (fields.Get(0).IsList() || fields.Get(0).IsMap())
	allOneof := oneofs.Len() == 1 && fields.Len() > 0 && oneofs.Get(0).Fields().Len() == fields.Len() && !oneofs.Get(0).IsSynthetic()
	if t.known != 0 || !single && !allOneof {
		return
	}
	rule := messageRule(t.md)
	if single && rule.GetJsonValue() == string(fields.Get(0).Name()) {
		t.value = t.fields[0]
	}
	if allOneof && rule.GetJsonUnion() != nil {
		t.union = newUnion(t, rule.GetJsonUnion())
	}
}

// fieldOf returns the description of a field. Those of extensions are in no table.
func fieldOf(fd protoreflect.FieldDescriptor) *field {
	if fd.IsExtension() {
		return newField(fd)
	}
	return tableOf(fd.ContainingMessage()).fields[fd.Index()]
}

// newField describes a field that is in no table: an extension.
func newField(fd protoreflect.FieldDescriptor) *field {
	f := new(field)
	f.describe(fd)
	if rule := f.rule(); rule != nil {
		f.asNumber, f.urlSafe = rule.GetJsonNumber(), rule.GetJsonBase64Url()
	}
	return f
}

func (f *field) describe(fd protoreflect.FieldDescriptor) {
	f.fd, f.value, f.name, f.oneof = fd, fd, fd.JSONName(), -1
	if fd.IsMap() {
		f.value = fd.MapValue()
	}
	f.kind = f.value.Kind()
	if od := fd.ContainingOneof(); od != nil {
		f.oneof = od.Index()
	}
	f.takesNull = takesNull(fd)
	if f.kind == protoreflect.EnumKind {
		zero := f.value.Enum().Values().ByNumber(0)
		f.absentZero = zero != nil && enumValueRule(zero).GetAbsent()
	}
	key, _ := appendString([]byte{','}, f.name)
	f.key = string(append(key, ':'))
}

// rule returns what our option says of a field. Most fields are of a kind of
// which it says nothing, and their options are not looked at.
func (f *field) rule() *apipb.FieldRule {
	switch f.kind {
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind,
		protoreflect.Uint64Kind, protoreflect.Fixed64Kind, protoreflect.BytesKind:
	case protoreflect.MessageKind:
		if !f.fd.IsMap() && !f.fd.IsList() && wellKnownType(f.value.Message().FullName()) != wrapperType {
			return nil
		}
	default:
		if !f.fd.IsMap() && (!f.fd.IsList() || f.kind != protoreflect.StringKind) {
			return nil
		}
	}
	return fieldRule(f.fd)
}

// isMessageSet reports whether a message has the wire format of proto1's
// message sets.
func isMessageSet(md protoreflect.MessageDescriptor) bool {
	m, ok := md.(interface{ IsMessageSet() bool })
	return ok && m.IsMessageSet()
}

// takesNullItself reports whether the JSON of a message may be null.
func takesNullItself(md protoreflect.MessageDescriptor) bool {
	t := tableOf(md)
	return t.known == valueType || t.union != nil
}

// takesNull reports whether null is a value of a field, rather than the field
// being left out.
func takesNull(fd protoreflect.FieldDescriptor) bool {
	md := fd.Message()
	return md != nil && md.FullName() == "google.protobuf.Value" || isNullValue(fd.Enum())
}
