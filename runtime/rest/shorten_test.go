// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest_test

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/runtime/rest"
)

// Errors show the start of a long text: whole characters, if there are any.
func TestErrorsShorten(t *testing.T) {
	c := newClient(t, "http://127.0.0.1")
	for _, test := range []struct{ name, key, want string }{
		{"as long as can be", strings.Repeat("é", 40), `: "` + strings.Repeat("é", 40) + `" is`},
		{"a byte longer", strings.Repeat("é", 40) + "a", `: "` + strings.Repeat("é", 40) + `"… is`},
		{"a character across the limit", "a" + strings.Repeat("é", 40), `: "a` + strings.Repeat("é", 39) + `"… is`},
		{"no character at all", strings.Repeat("\x80", 300), `: ""… is`},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := c.Call(t.Context(), "Get", getRequest, response("Get"), rest.WithHeader(test.key, "value"))
			if err == nil || !strings.Contains(err.Error(), "rest.WithHeader"+test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
