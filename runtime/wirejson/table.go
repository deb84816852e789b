// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"google.golang.org/protobuf/reflect/protoreflect"
)

// A table describes the JSON of a message type. It is compiled once from the descriptor, and
// used for both reading and writing.
type table struct {
	md         protoreflect.MessageDescriptor
	known      wellKnown
	messageSet bool
	extendable bool
	// required is whether the message itself has required fields of proto2 or editions.
	required bool

	fields []*field
	names  nameIndex
	// alwaysWritten are the fields that are written even if they are not set. demanded are the
	// required fields that both requests and responses have.
	alwaysWritten, demanded []*field

	value      *field // the JSON of the message is that of this field
	union      *union // the JSON of the message is that of the field that is set
	additional *field // holds the members without a field
	nulls      *field // lists the fields that are null
	empties    *field // lists the lists and maps that are empty
	// nullEntries lists the map entries that are null in a merge patch.
	nullEntries *field
}

// hasExtraMembers reports whether options give the object members that are not the value of
// a field: additional, null or empty ones.
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
			if md := f.value.Message(); md != nil && messageRule(md).GetJsonUnion() != nil {
				f.needsAlternative = !fieldRule(f.fd).GetJsonNullElements()
			}
			behaviors := behaviorsOf(f.fd)
			f.outputOnly, f.inputOnly = behaviors.has(behaviorOutputOnly), behaviors.has(behaviorInputOnly)
			if behaviors.has(behaviorRequired) {
				rule := fieldRule(f.fd)
				// An empty list that a response did not contain must not replace the list of the server.
				isUnread := f.inputOnly && (f.fd.IsList() || f.fd.IsMap())
				f.alwaysWritten = (f.writesZero() || rule.GetJsonZero() && f.isOptionalScalar()) && rule.GetParameter() == nil && !isUnread
			}
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
				switch {
				case rule.GetJsonNulls():
					t.nulls = f
				case rule.GetJsonEmpties():
					t.empties = f
				case rule.GetJsonNullEntries():
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
	// Proto names are not accepted where a member of that name may have another meaning: where it
	// may be an additional member and, in APIs of OpenAPI, a member that the document does not declare.
	if t.additional == nil && !required {
		for _, f := range t.fields {
			if !t.isNameList(f) {
				t.names.add(f.fd.TextName(), f.index)
			}
		}
	}
	return t
}

// setMessageOptions sets the parts of the table that depend on the options of the message.
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

// isMessageSet reports whether a message has the message set wire format of proto1.
func isMessageSet(md protoreflect.MessageDescriptor) bool {
	m, ok := md.(interface{ IsMessageSet() bool })
	return ok && m.IsMessageSet()
}

// takesNullItself reports whether null is a valid JSON value of a message.
func takesNullItself(md protoreflect.MessageDescriptor) bool {
	t := tableOf(md)
	return t.known == valueType || t.union != nil
}

// takesNull reports whether null is a value of the field. For other fields, it means that
// the field is unset.
func takesNull(fd protoreflect.FieldDescriptor) bool {
	md := fd.Message()
	return md != nil && md.FullName() == "google.protobuf.Value" || isNullValue(fd.Enum())
}
