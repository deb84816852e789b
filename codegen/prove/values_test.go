// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"fmt"
	"math"
	"testing"
	"unicode/utf8"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
)

// TestIntegers draws numbers within limits, the limits among them.
func TestIntegers(t *testing.T) {
	for _, test := range []struct {
		rules       string
		least, most int64
	}{
		{"", math.MinInt32, math.MaxInt32},
		{"int32 { gte: 5 }", 5, math.MaxInt32},
		{"int32 { gt: 5 }", 6, math.MaxInt32},
		{"int32 { lte: 5 }", math.MinInt32, 5},
		{"int32 { lt: 5 }", math.MinInt32, 4},
		{"int32 { gte: 7 lte: 7 }", 7, 7},
		{"int64 { gte: 5000 lte: 6000 }", 5000, 6000},
		{"int64 { gt: -6000 lt: -5000 }", -5999, -5001},
		{"int64 { gte: -9223372036854775808 }", math.MinInt32, math.MaxInt32},
	} {
		f := &facts{rules: new(validate.FieldRules)}
		if err := prototext.Unmarshal([]byte(test.rules), f.rules); err != nil {
			t.Fatal(err)
		}
		v := seeded((&structpb.Value{}).ProtoReflect().Descriptor(), 1, nil)
		drawn := make(map[int64]bool)
		for range 200 {
			n := v.integer(f, math.MinInt32, math.MaxInt32)
			drawn[n] = true
			if n < test.least || n > test.most {
				t.Errorf("%s: %d", test.rules, n)
			}
		}
		if !drawn[test.least] || !drawn[test.most] {
			t.Errorf("%s: %d or %d was never drawn", test.rules, test.least, test.most)
		}
	}
}

// TestTexts draws texts within the limits of their length, which counts characters. Outside of
// a body there are none of no length, and in a header only letters.
func TestTexts(t *testing.T) {
	for _, test := range []struct {
		rules       string
		at          place
		least, most int
	}{
		{"", inBody, 1, 30},
		{"string { min_len: 20 }", inBody, 20, 30},
		{"string { max_len: 2 }", inBody, 0, 2},
		{"string { max_len: 0 }", inBody, 0, 0},
		{"string { max_len: 0 }", inForm, 1, 1},
		{"string { max_len: 0 }", inHeader, 1, 1},
		{"string { min_len: 3 max_len: 3 }", inHeader, 3, 3},
	} {
		f := &facts{rules: new(validate.FieldRules)}
		if err := prototext.Unmarshal([]byte(test.rules), f.rules); err != nil {
			t.Fatal(err)
		}
		v := seeded((&structpb.Value{}).ProtoReflect().Descriptor(), 1, nil)
		for range 100 {
			text := v.text(f, test.at)
			if n := utf8.RuneCountInString(text); n < test.least || n > test.most || !utf8.ValidString(text) {
				t.Errorf("%s: %q", test.rules, text)
			}
			if test.at == inHeader && len(text) != utf8.RuneCountInString(text) {
				t.Errorf("in a header: %q", text)
			}
		}
	}
}

// TestJSONOfAnyKind draws values of each kind, and nothing that JSON does not have.
func TestJSONOfAnyKind(t *testing.T) {
	kinds := make(map[string]bool)
	for n := range uint64(200) {
		v := seeded((&structpb.Value{}).ProtoReflect().Descriptor(), n, nil)
		for _, m := range []proto.Message{new(structpb.Value), new(structpb.Struct), new(structpb.ListValue)} {
			if !v.fillWellKnown(m.ProtoReflect(), inBody) {
				t.Fatalf("%T was not filled", m)
			}
			if _, err := protojson.Marshal(m); err != nil {
				t.Error(err)
			}
			switch m := m.(type) {
			case *structpb.Value:
				kinds[fmt.Sprintf("%T", m.GetKind())] = true
			case *structpb.Struct:
				if len(m.GetFields()) == 0 {
					t.Error("an object without members")
				}
			case *structpb.ListValue:
				if len(m.GetValues()) == 0 {
					t.Error("a list without elements")
				}
			}
		}
		if !*v.unchecked {
			t.Error("the document's schemas cannot say what such a value is")
		}
	}
	if len(kinds) != 6 {
		t.Errorf("got %v", kinds)
	}
}
