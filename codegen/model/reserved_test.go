// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestReserve(t *testing.T) {
	m := &model.Message{Fields: []*model.Field{{Name: "name"}}}
	m.Reserve(&numbers.Entry{
		Current:   map[string]int32{"renamed": 10},
		Gone:      map[string]int32{"oldName": 7, "name": 3, "*null": 4, "other": 5, "old_name": 9, "chosen": 11},
		Names:     map[string]string{"other": "other2"},
		Published: map[string]int32{"renamed": 10, "name": 10, "first": 11, "second": 11},
	})
	want := []model.Reserved{{Name: "renamed"}, {Number: 3}, {Number: 4, Name: "null_fields"}, {Number: 5, Name: "other2"}, {Number: 7, Name: "old_name"}, {Number: 9}, {Number: 11, Name: "first"}, {Number: 11, Name: "second"}}
	if diff := cmp.Diff(want, m.Reserved); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	e := &model.Enum{Values: []*model.EnumValue{{Name: "A"}}}
	e.Reserve(map[string]int32{"zero": 0, "b": 2, "a": 1}, strings.ToUpper)
	if diff := cmp.Diff([]model.Reserved{{Number: 1}, {Number: 2, Name: "B"}}, e.Reserved); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}
