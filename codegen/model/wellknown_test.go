// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/model"
)

func TestWellKnown(t *testing.T) {
	for _, known := range []model.WellKnown{model.AnyType, model.DurationType, model.EmptyType, model.FieldMaskType, model.HTTPBodyType, model.ListValueType, model.StatusType, model.StructType, model.TimestampType, model.ValueType} {
		if d := known.Descriptor(); d == nil || string(d.FullName()) != string(known) {
			t.Errorf("Descriptor of %s = %v", known, d)
		}
	}
	if d := model.WellKnown("google.protobuf.Nothing").Descriptor(); d != nil {
		t.Errorf("got %v", d)
	}
}
