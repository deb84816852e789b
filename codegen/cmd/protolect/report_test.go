// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"testing"
)

// TestReportWithoutFolder names a report in a folder that does not exist.
func TestReportWithoutFolder(t *testing.T) {
	folder := t.TempDir()
	if err := (&reporting{file: filepath.Join(folder, "none", "x.html")}).checkFile(); err == nil {
		t.Error("no error")
	}
	if err := (&reporting{file: filepath.Join(folder, "x.html")}).checkFile(); err != nil {
		t.Error(err)
	}
}
