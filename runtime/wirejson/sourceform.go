// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"math"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// sourceFormNumber is the number of the unknown field that stores the form of the JSON from
// which a message was read. See recordNumber.
const sourceFormNumber protowire.Number = 19218

// The numbers of the fields within it.
const (
	sourceFormNull     protowire.Number = iota + 1 // the JSON was null
	sourceFormDigits                               // the number and the digits of a field
	sourceFormAbsent                               // the number of a required field that was absent
	sourceFormUnread                               // the JSON was not a value of the type
	sourceFormUntagged                             // the name of a discriminator that was absent
)

// A sourceForm is what the fields of a message cannot express of the JSON from which it was
// read.
type sourceForm struct {
	null bool
	// unread is set in a union without an alternative that was read from a value other than null,
	// and in an element of a list or map that was read from a value that is not of its type.
	unread bool
	// digits are those of doubles that cannot represent them, by the number of the field.
	digits map[protoreflect.FieldNumber][]byte
	absent []protoreflect.FieldNumber
	// untagged are the discriminators that the object did not have.
	untagged []string
}

func sourceFormOf(m protoreflect.Message) (f sourceForm) {
	if len(m.GetUnknown()) == 0 {
		return f
	}
	for raw, number := range wireFields(m.GetUnknown()) {
		if number == sourceFormNumber {
			f.parse(raw)
		}
	}
	return f
}

func (f *sourceForm) parse(raw []byte) {
	_, typ, n := protowire.ConsumeTag(raw)
	if typ != protowire.BytesType {
		return
	}
	body, _ := protowire.ConsumeBytes(raw[n:])
	for inner, number := range wireFields(body) {
		_, typ, n := protowire.ConsumeTag(inner)
		switch {
		case number == sourceFormNull && typ == protowire.VarintType:
			f.null = true
		case number == sourceFormUnread && typ == protowire.VarintType:
			f.unread = true
		case number == sourceFormUntagged && typ == protowire.BytesType:
			name, _ := protowire.ConsumeBytes(inner[n:])
			f.untagged = append(f.untagged, string(name))
		case number == sourceFormDigits && typ == protowire.BytesType:
			f.parseDigits(inner[n:])
		case number == sourceFormAbsent && typ == protowire.VarintType:
			v, _ := protowire.ConsumeVarint(inner[n:])
			f.absent = append(f.absent, protoreflect.FieldNumber(min(v, math.MaxInt32)))
		}
	}
}

// parseDigits reads the number and the digits of a field.
func (f *sourceForm) parseDigits(raw []byte) {
	body, _ := protowire.ConsumeBytes(raw)
	number, n := protowire.ConsumeVarint(body)
	if n < 0 {
		return
	}
	if f.digits == nil {
		f.digits = make(map[protoreflect.FieldNumber][]byte)
	}
	f.digits[protoreflect.FieldNumber(min(number, math.MaxInt32))] = body[n:]
}

// addSourceForm adds body, in the wire format, to the source form of m, a message of the decoder.
func addSourceForm(m protoreflect.Message, body []byte) {
	all := protowire.AppendTag(m.GetUnknown(), sourceFormNumber, protowire.BytesType)
	m.SetUnknown(protowire.AppendBytes(all, body))
}

func setNull(m protoreflect.Message) {
	addSourceForm(m, protowire.AppendVarint(protowire.AppendTag(nil, sourceFormNull, protowire.VarintType), 1))
}

// setUnread records that a union without an alternative was read from a value other than null.
func setUnread(m protoreflect.Message) {
	addSourceForm(m, protowire.AppendVarint(protowire.AppendTag(nil, sourceFormUnread, protowire.VarintType), 1))
}

// setUnreadElement records that m stands for an element of a list or map that is not a value of its type.
// Like null, it has no value.
func setUnreadElement(m protoreflect.Message) {
	setNull(m)
	addSourceForm(m, protowire.AppendVarint(protowire.AppendTag(nil, sourceFormUnread, protowire.VarintType), 1))
}

// null writes a message that isNull: null, or the JSON that it preserved. Other JSON that was not a
// value of the type is an error.
func (e *encoder) null(m protoreflect.Message) *Error {
	if sourceFormOf(m).unread {
		start := len(e.buf)
		if err := e.preservedValue(m, ""); err != nil || len(e.buf) > start {
			return err
		}
		return writeError("a value, or one read with KeepUnknown (rest.WithKeepUnknown)",
			"JSON that could not be read as "+nameOf(m.Descriptor()))
	}
	e.buf = append(e.buf, "null"...)
	return nil
}

// IsNull reports whether m was read, with UnmarshalOptions.Exact, from null: as the whole
// text or as an element of a list or map. Marshal writes null again. IsNull is false once a
// field of m is set.
//
// IsNull is also true for an element of a list or map that was read, with
// UnmarshalOptions.Lenient, from a value that is not a time. Marshal writes the value if KeepUnknown
// kept it, and returns an error otherwise.
func IsNull(m proto.Message) bool { return m != nil && isNull(m.ProtoReflect()) }

func isNull(m protoreflect.Message) bool {
	if len(m.GetUnknown()) == 0 || !sourceFormOf(m).null {
		return false
	}
	isEmpty := true
	m.Range(func(protoreflect.FieldDescriptor, protoreflect.Value) bool {
		isEmpty = false
		return false
	})
	return isEmpty
}

// NumberText returns the digits of a google.protobuf.Value or a union that is a double, or ""
// for any other value. If the value was read with UnmarshalOptions.Exact, these are the digits
// in the JSON, even if a double cannot represent them, such as 9007199254740993.
func NumberText(value proto.Message) string {
	m := value.ProtoReflect()
	t := tableOf(m.Descriptor())
	if t.known != valueType && t.union == nil {
		return ""
	}
	fd := m.WhichOneof(t.md.Oneofs().Get(0))
	if fd == nil || fd.Kind() != protoreflect.DoubleKind {
		return ""
	}
	return strings.Trim(string(sourceFormOf(m).appendDouble(nil, fd, m.Get(fd).Float())), `"`)
}

// appendDouble appends the digits from which the field fd was read, or its value x if that was changed since.
func (f sourceForm) appendDouble(b []byte, fd protoreflect.FieldDescriptor, x float64) []byte {
	if digits := f.digits[fd.Number()]; isNumber(string(digits)) {
		if same, _ := parseAnyFloat(digits); same == x {
			return append(b, digits...)
		}
	}
	return appendFloat(b, x, 64)
}

// setNumberValue sets a google.protobuf.Value to the number in text. It stores the text if a
// double cannot represent the number.
func setNumberValue(m protoreflect.Message, fd protoreflect.FieldDescriptor, text []byte) {
	f, inRange := parseAnyFloat(text)
	m.Set(fd, protoreflect.ValueOfFloat64(f))
	if !inRange || !isDouble(text, f) {
		noteDigits(m, fd, text)
	}
}

// needsDigits reports whether text is a number in a double field that the double cannot represent.
func (d *decoder) needsDigits(f *field, text []byte) bool {
	if !d.opts.Exact || f.kind != protoreflect.DoubleKind || len(text) <= exactDigits || !isNumberStart(text[0]) {
		return false
	}
	x, _ := parseAnyFloat(text)
	return !isDouble(text, x)
}

// noteDigits records in m the text of the number that was read into the field fd.
func noteDigits(m protoreflect.Message, fd protoreflect.FieldDescriptor, text []byte) {
	body := append(protowire.AppendVarint(nil, uint64(fd.Number())), text...)
	addSourceForm(m, protowire.AppendBytes(protowire.AppendTag(nil, sourceFormDigits, protowire.BytesType), body))
}

// noteAbsent records in m which of the always written fields its JSON object lacked.
func (t *table) noteAbsent(m protoreflect.Message, has func(*field) bool) {
	var body []byte
	for _, f := range t.alwaysWritten {
		if !has(f) {
			body = protowire.AppendVarint(protowire.AppendTag(body, sourceFormAbsent, protowire.VarintType), uint64(f.fd.Number()))
		}
	}
	if body != nil {
		addSourceForm(m, body)
	}
}

// noteUntagged records which discriminators an object did not have.
func noteUntagged(m protoreflect.Message, tags []string, has func(int) bool) {
	var body []byte
	for i, name := range tags {
		if !has(i) {
			body = protowire.AppendString(protowire.AppendTag(body, sourceFormUntagged, protowire.BytesType), name)
		}
	}
	if body != nil {
		addSourceForm(m, body)
	}
}
