// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"strconv"
	"sync"
	"sync/atomic"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// EnumText returns the JSON of an enum value, without the quotes: its JSON name
// where (protolect.api.v1.enum_value) gives it one, or else its name. A number
// without a name stands for itself.
func EnumText(ed protoreflect.EnumDescriptor, n protoreflect.EnumNumber) string {
	if s, ok := enumName(ed, n); ok {
		return s
	}
	return strconv.Itoa(int(n))
}

func enumName(ed protoreflect.EnumDescriptor, n protoreflect.EnumNumber) (string, bool) {
	v := ed.Values().ByNumber(n)
	if v == nil {
		return "", false
	}
	if s, ok := spellingsOf(ed).names[n]; ok {
		return s, true
	}
	return string(v.Name()), true
}

func enumNumber(ed protoreflect.EnumDescriptor, s string) (protoreflect.EnumNumber, bool) {
	if n, ok := spellingsOf(ed).numbers[s]; ok {
		return n, true
	}
	if v := ed.Values().ByName(protoreflect.Name(s)); v != nil {
		return v.Number(), true
	}
	return 0, false
}

// spellings are the JSON names in an enum. Most enums have none.
type spellings struct {
	names   map[protoreflect.EnumNumber]string
	numbers map[string]protoreflect.EnumNumber
}

// maxEnums bounds how many enums are remembered, for programs that go on
// making descriptors.
const maxEnums = 10_000

var (
	enums     sync.Map // from protoreflect.EnumDescriptor to *spellings
	enumCount atomic.Int32
)

func spellingsOf(ed protoreflect.EnumDescriptor) *spellings {
	if s, ok := enums.Load(ed); ok {
		return s.(*spellings)
	}
	s := new(spellings)
	values := ed.Values()
	for i := range values.Len() {
		v := values.Get(i)
		name := jsonName(v)
		if name == "" {
			continue
		}
		if s.names == nil {
			s.names = make(map[protoreflect.EnumNumber]string)
			s.numbers = make(map[string]protoreflect.EnumNumber)
		}
		// Of the values that share a number, the first is the one written.
		if values.ByNumber(v.Number()) == v {
			s.names[v.Number()] = name
		}
		if _, taken := s.numbers[name]; !taken {
			s.numbers[name] = v.Number()
		}
	}
	if enumCount.Add(1) > maxEnums {
		enums.Clear()
		enumCount.Store(1)
	}
	enums.Store(ed, s)
	return s
}

// jsonName returns what the option of an enum value says. The options may be
// dynamic, or hold ours as an unknown field, so they are read anew.
func jsonName(v protoreflect.EnumValueDescriptor) string {
	if v.Options() == nil || proto.Size(v.Options()) == 0 {
		return ""
	}
	raw, err := proto.MarshalOptions{AllowPartial: true}.Marshal(v.Options())
	if err != nil {
		return ""
	}
	options := new(descriptorpb.EnumValueOptions)
	if (proto.UnmarshalOptions{AllowPartial: true}).Unmarshal(raw, options) != nil {
		return ""
	}
	rule, _ := proto.GetExtension(options, apipb.E_EnumValue).(*apipb.EnumValueRule)
	return rule.GetJsonName()
}

// isNullValue reports whether ed is google.protobuf.NullValue, whose JSON is
// null. ed may be nil.
func isNullValue(ed protoreflect.EnumDescriptor) bool {
	return ed != nil && ed.FullName() == "google.protobuf.NullValue"
}

// enum reads an enum value. When it is unknown and that is to be ignored, the
// value returned is not valid.
func (d *decoder) enum(ed protoreflect.EnumDescriptor) (protoreflect.Value, *Error) {
	c := d.peek()
	at := d.pos
	switch {
	case c == '"':
		s, err := d.str()
		if err != nil {
			return protoreflect.Value{}, err
		}
		if n, ok := enumNumber(ed, s); ok {
			return protoreflect.ValueOfEnum(n), nil
		}
		if d.opts.DiscardUnknown {
			return protoreflect.Value{}, nil
		}
	case c == 'n' && isNullValue(ed):
		return protoreflect.ValueOfEnum(0), d.literal("null")
	case isNumberStart(c):
		text, err := d.number()
		if err != nil {
			return protoreflect.Value{}, err
		}
		if n, ok := parseInt(text, 32); ok {
			return protoreflect.ValueOfEnum(protoreflect.EnumNumber(n)), nil
		}
	}
	return protoreflect.Value{}, d.invalid(at, "a value of "+cut(string(ed.FullName()), 2*maxQuote))
}
