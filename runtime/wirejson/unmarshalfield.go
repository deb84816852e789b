// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import "google.golang.org/protobuf/reflect/protoreflect"

// UnmarshalField parses b, the JSON of the field fd as MarshalField returns it, into m. It
// first clears the field, and does not change other fields. Null leaves the field unset,
// unless null is a value of it. UnmarshalField checks the required fields of the message
// that the field holds, if it does, but not those of m.
func (o UnmarshalOptions) UnmarshalField(b []byte, m protoreflect.Message, fd protoreflect.FieldDescriptor) error {
	m.Clear(fd)
	d := o.decoder(b)
	err := d.wholeField(m, fd)
	d.slabs.free()
	if o.Discarded != nil {
		*o.Discarded = d.foundUnknown
	}
	return asError(err)
}

// wholeField reads the value of a field and the end of the text.
func (d *decoder) wholeField(m protoreflect.Message, fd protoreflect.FieldDescriptor) *Error {
	f, t := fieldOf(fd), tableOf(m.Descriptor())
	d.skipMark()
	if d.peek() == 'n' && !d.takesNull(f) {
		if err := d.literal("null"); err != nil {
			return err.within(f.name)
		}
	} else if d.recordsNullEntries(t) {
		if _, err := d.fieldWithNulls(t, m, f); err != nil {
			return err.within(f.name)
		}
	} else if err := d.field(m, f); err != nil {
		return err.within(f.name)
	}
	if d.peek(); d.pos < len(d.text) {
		return d.unexpected("the end of the text")
	}
	if d.opts.AllowPartial || !d.required || fd.Message() == nil || fd.IsList() || fd.IsMap() || !m.Has(fd) {
		return nil
	}
	return checkRequired(m.Get(fd).Message().Interface())
}
