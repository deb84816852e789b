// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rcs_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestLinks checks the packages that clients link: none of protovalidate, and package regexp only
// if requests have patterns.
func TestLinks(t *testing.T) {
	deps := func(packages ...string) []string {
		command := exec.CommandContext(t.Context(), "go", append([]string{"list", "-deps"}, packages...)...)
		command.Dir = "../.."
		text, err := command.Output()
		if err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		return strings.Fields(string(text))
	}
	all := deps("./gen/...", "./runtime/...")
	if i := slices.IndexFunc(all, func(path string) bool { return strings.HasPrefix(path, "buf.build/") }); i >= 0 {
		t.Errorf("the clients link %s", all[i])
	}
	for client, want := range map[string]bool{"chat": false, "businessmessages": false, "rcs": true} {
		if got := slices.Contains(deps("./gen/google/"+client+"/v1"), "regexp"); got != want {
			t.Errorf("%s links regexp: %t, want %t", client, got, want)
		}
	}
}
