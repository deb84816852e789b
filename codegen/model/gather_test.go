// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
)

func TestCommonLimits(t *testing.T) {
	limit := func(name, value string) document.Limit { return document.Limit{Name: name, Value: value} }
	one := []document.Limit{
		limit(document.Minimum, "2"), limit(document.Maximum, "10"), limit(document.MinLength, "1"), limit(document.Pattern, "a"),
		limit(document.Default, "5"), limit(document.MaxItems, "many"), limit(document.MaxLength, "7"),
	}
	other := []document.Limit{
		limit(document.Minimum, "1"), limit(document.Maximum, "20"), limit(document.MinLength, "3"), limit(document.Pattern, "a"),
		limit(document.Default, "6"), limit(document.MaxItems, "4"), limit(document.MinItems, "1"),
	}
	want := []document.Limit{
		limit(document.Minimum, "1"), limit(document.Maximum, "20"), limit(document.MinLength, "1"), limit(document.Pattern, "a"),
	}
	if diff := cmp.Diff(want, commonLimits(one, other)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, commonLimits(other, one)); diff != "" {
		t.Errorf("swapped (-want +got):\n%s", diff)
	}
}
