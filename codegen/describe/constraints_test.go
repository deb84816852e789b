// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/protolect/protolect/codegen/model"
)

// The rules of a field are those of buf.validate. A zero value that may be an absent one is
// checked only if it would pass.
func TestConstraints(t *testing.T) {
	n := func(n uint64) *uint64 { return &n }
	i32 := protoreflect.ValueOfInt32
	for _, test := range []struct {
		name  string
		field model.Field
		want  string
	}{
		{"none", model.Field{Type: model.String}, ""},
		{"pattern", model.Field{Type: model.String, Constraints: model.Constraints{Pattern: "^a+$"}}, `string { pattern: "^a+$" } ignore: IGNORE_IF_ZERO_VALUE`},
		{"pattern of the empty text", model.Field{Type: model.String, Constraints: model.Constraints{Pattern: "^a*$"}}, `string { pattern: "^a*$" }`},
		{"pattern of an optional field", model.Field{Type: model.String, Optional: true, Constraints: model.Constraints{Pattern: "^a+$"}}, `string { pattern: "^a+$" }`},
		{"pattern of a required field", model.Field{Type: model.String, Behaviors: []model.Behavior{model.Required}, Constraints: model.Constraints{Pattern: "^a+$"}}, `string { pattern: "^a+$" }`},
		{"shortest", model.Field{Type: model.String, Constraints: model.Constraints{MinLength: n(1)}}, `string { min_len: 1 } ignore: IGNORE_IF_ZERO_VALUE`},
		{"longest", model.Field{Type: model.String, Constraints: model.Constraints{MaxLength: n(9)}}, `string { max_len: 9 }`},
		{"both", model.Field{Type: model.String, Constraints: model.Constraints{MinLength: n(2), MaxLength: n(3)}}, `string { min_len: 2 max_len: 3 } ignore: IGNORE_IF_ZERO_VALUE`},
		{"one length", model.Field{Type: model.String, Constraints: model.Constraints{MinLength: n(2), MaxLength: n(2)}}, `string { len: 2 } ignore: IGNORE_IF_ZERO_VALUE`},
		{"least", model.Field{Type: model.Int32, Constraints: model.Constraints{Minimum: i32(1)}}, `int32 { gte: 1 } ignore: IGNORE_IF_ZERO_VALUE`},
		{"least, and zero is more", model.Field{Type: model.Int32, Constraints: model.Constraints{Minimum: i32(-1)}}, `int32 { gte: -1 }`},
		{"most", model.Field{Type: model.UInt64, Constraints: model.Constraints{Maximum: protoreflect.ValueOfUint64(5)}}, `uint64 { lte: 5 }`},
		{"both bounds", model.Field{Type: model.Double, Constraints: model.Constraints{Minimum: protoreflect.ValueOfFloat64(0.5), Maximum: protoreflect.ValueOfFloat64(1)}}, `double { gte: 0.5 lte: 1 } ignore: IGNORE_IF_ZERO_VALUE`},
		{"one value", model.Field{Type: model.Int64, Constraints: model.Constraints{Minimum: protoreflect.ValueOfInt64(3), Maximum: protoreflect.ValueOfInt64(3)}}, `int64 { const: 3 } ignore: IGNORE_IF_ZERO_VALUE`},
		{"fewest elements", model.Field{Type: model.String, Repeated: true, Constraints: model.Constraints{MinItems: n(1)}}, `repeated { min_items: 1 } ignore: IGNORE_IF_ZERO_VALUE`},
		{"no fewest elements", model.Field{Type: model.String, Repeated: true, Constraints: model.Constraints{MinItems: n(0)}}, `repeated { min_items: 0 }`},
		{"most elements", model.Field{Type: model.String, Repeated: true, Constraints: model.Constraints{MaxItems: n(4)}}, `repeated { max_items: 4 }`},
		{"elements", model.Field{Type: model.String, Repeated: true, Constraints: model.Constraints{MinLength: n(1)}}, `repeated { items { string { min_len: 1 } } }`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var want *validate.FieldRules
			if test.want != "" {
				want = new(validate.FieldRules)
				if err := prototext.Unmarshal([]byte(test.want), want); err != nil {
					t.Fatal(err)
				}
			}
			got := constraints(&test.field)
			if diff := cmp.Diff(want, got, protocmp.Transform()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
