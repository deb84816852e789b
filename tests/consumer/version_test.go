// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package consumer

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestOlderRuntime compiles a generated client against a runtime that lacks the constant of
// the version that the client requires. The compiler names the constant.
func TestOlderRuntime(t *testing.T) {
	const client = rootModule + "/gen/vonage/accounts/v1beta1"
	source, err := filepath.Abs("../../runtime/stub/version.go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	older := filepath.Join(dir, "version.go")
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {source: older}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"version.go": "package stub\n", "overlay.json": string(overlay)})

	out, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", filepath.Join(dir, "overlay.json"), client).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "undefined: stub.IsAtLeastVersion") {
		t.Errorf("got %v and the output\n%s", err, out)
	}
	output(t, ".", nil, "go", "build", client)
}
