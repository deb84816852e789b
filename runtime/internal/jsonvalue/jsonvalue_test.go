// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsonvalue_test

import (
	"testing"

	"github.com/protolect/protolect/runtime/internal/jsonvalue"
)

func TestValues(t *testing.T) {
	m := jsonvalue.Members([]byte(`{"a":"x\n","n":12.5,"q":"7","l":[1,{}],"a":"y"}`))
	if jsonvalue.Text(m["a"]) != "y" || jsonvalue.Number(m["n"]) != 12.5 || jsonvalue.Number(m["q"]) != 7 || len(jsonvalue.Elements(m["l"])) != 2 || !jsonvalue.IsText(m["q"]) {
		t.Errorf("got %q", m)
	}
	if jsonvalue.Members([]byte(`[1]`)) != nil || jsonvalue.Members(nil) != nil || jsonvalue.Elements([]byte(`{}`)) != nil || jsonvalue.Text([]byte(`1`)) != "" || jsonvalue.Number([]byte(`"x"`)) != 0 || jsonvalue.IsText(nil) {
		t.Error("a value of another kind is not missing")
	}
	if got := jsonvalue.Quote("a\"b"); got != `"a\"b"` {
		t.Errorf("got %s", got)
	}
	if got := jsonvalue.Quote("\xff"); got != `""` {
		t.Errorf("got %s", got)
	}
}
