// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"google.golang.org/protobuf/reflect/protoreflect"
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
	alwaysWritten, demanded []*field

	// What the options say. See the package's documentation.
	value      *field // the JSON is that of this field
	union      *union // the JSON is that of the field which is set
	additional *field // holds the members without a field
	nulls      *field // names the fields that are null
	empties    *field // names the lists and maps that are empty
	// nullEntries lists the entries of maps that are null in a merge patch.
	nullEntries *field
}

// ruled reports whether our options give the message members that are in no field of
// their own.
func (t *table) hasExtraMembers() bool {
	return t.additional != nil || t.nulls != nil || t.empties != nil
}

var tables cache[protoreflect.MessageDescriptor, table]

func tableOf(md protoreflect.MessageDescriptor) *table { return tables.get(md, newTable) }

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
			f.rejectsNil = f.value.Message() != nil && (f.fd.IsList() || f.fd.IsMap() || f.oneof >= 0)
			behaviors := behaviorsOf(f.fd)
			if behaviors.has(behaviorRequired) {
				rule := fieldRule(f.fd)
				f.alwaysWritten = (f.writesZero() || rule.GetJsonZero() && f.isOptionalScalar()) && rule.GetParameter() == nil
			}
			f.outputOnly, f.inputOnly = behaviors.has(behaviorOutputOnly), behaviors.has(behaviorInputOnly)
			if f.alwaysWritten {
				t.alwaysWritten = append(t.alwaysWritten, f)
			}
			if behaviors.has(behaviorRequired) && !f.outputOnly && !f.inputOnly && fieldRule(f.fd).GetParameter() == nil {
				t.demanded = append(t.demanded, f)
			}
		}
		if rule := f.rule(); rule != nil {
			f.asNumber, f.urlSafe = rule.GetJsonNumber(), rule.GetJsonBase64Url()
			f.nullable = rule.GetJsonNullElements() && f.value.Message() != nil && !takesNull(f.value)
			f.rejectsNil = f.rejectsNil && !f.nullable
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
	t.setMessageOptions()
	t.names = newNameIndex(2 * len(t.fields))
	for _, f := range t.fields {
		if f != t.additional && !t.isNameList(f) {
			t.names.add(f.name, f.index)
		}
	}
	// A name in the proto may be that of a member without a field: of an additional one,
	// or in an API of OpenAPI of one that the document does not have.
	if t.additional == nil && !required {
		for _, f := range t.fields {
			if !t.isNameList(f) {
				t.names.add(f.fd.TextName(), f.index)
			}
		}
	}
	return t
}

// describe finds what the options of the message say.
func (t *table) setMessageOptions() {
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
