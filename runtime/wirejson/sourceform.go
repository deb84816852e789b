// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"math"
	"slices"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// formNumber is the number of the unknown field that says what a message cannot say of its JSON. See
// keptNumber.
const sourceFormNumber protowire.Number = 19218

// The numbers of the fields within it.
const (
	sourceFormNull   protowire.Number = iota + 1 // the JSON is null
	sourceFormDigits                             // the number, as it was written
	sourceFormAbsent                             // the number of a required field that is absent
)

// A form says of a message what its fields cannot.
type sourceForm struct {
	null   bool
	digits []byte
	absent []protoreflect.FieldNumber
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
		case number == sourceFormDigits && typ == protowire.BytesType:
			f.digits, _ = protowire.ConsumeBytes(inner[n:])
		case number == sourceFormAbsent && typ == protowire.VarintType:
			v, _ := protowire.ConsumeVarint(inner[n:])
			f.absent = append(f.absent, protoreflect.FieldNumber(min(v, math.MaxInt32)))
		}
	}
}

// addForm adds to what m says of its JSON.
func addSourceForm(m protoreflect.Message, body []byte) {
	all := protowire.AppendTag(slices.Clip(m.GetUnknown()), sourceFormNumber, protowire.BytesType)
	m.SetUnknown(protowire.AppendBytes(all, body))
}

func setNull(m protoreflect.Message) {
	addSourceForm(m, protowire.AppendVarint(protowire.AppendTag(nil, sourceFormNull, protowire.VarintType), 1))
}

// IsNull reports whether m was read from null with UnmarshalOptions.Exact, where JSON has it as the
// whole text, in a list or in a map. Marshal writes null again, unless fields of m have been set since.
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

// NumberText returns the digits of a google.protobuf.Value that is a number. They are those of the JSON
// that it was read from with UnmarshalOptions.Exact, where a double does not hold them, such as
// 9007199254740993. It returns "" for any other value.
func NumberText(value proto.Message) string {
	m := value.ProtoReflect()
	t := tableOf(m.Descriptor())
	if t.known != valueType {
		return ""
	}
	fd := t.md.Fields().ByNumber(numberValueField)
	if !m.Has(fd) {
		return ""
	}
	return strings.Trim(string(appendNumberValue(nil, m, m.Get(fd).Float())), `"`)
}

// appendNumberValue appends the number that a google.protobuf.Value is.
func appendNumberValue(b []byte, m protoreflect.Message, f float64) []byte {
	if digits := sourceFormOf(m).digits; isNumber(string(digits)) {
		if same, _ := parseAnyFloat(digits); same == f {
			return append(b, digits...)
		}
	}
	return appendFloat(b, f, 64)
}

// setNumberValue sets a google.protobuf.Value to the number that a text is. It keeps the text if a
// double is another number.
func setNumberValue(m protoreflect.Message, fd protoreflect.FieldDescriptor, text []byte) {
	f, inRange := parseAnyFloat(text)
	m.Set(fd, protoreflect.ValueOfFloat64(f))
	if !inRange || !isDouble(text, f) {
		addSourceForm(m, protowire.AppendBytes(protowire.AppendTag(nil, sourceFormDigits, protowire.BytesType), text))
	}
}

// noteAbsent notes which of the fields that are otherwise always written the object of m does not have.
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
