// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestProgramForGooglesClient compiles a program that was written for Google's Go client, with only
// its two import paths changed.
func TestProgramForGooglesClient(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/google.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	program := string(text)
	for _, paths := range [][2]string{
		{`"cloud.google.com/go/chat/apiv1"`, `"github.com/protolect/protolect/gen/google/chat/v1"`},
		{`"cloud.google.com/go/chat/apiv1/chatpb"`, `"github.com/protolect/protolect/gen/google/chat/v1/chatpb"`},
	} {
		if strings.Count(program, paths[0]) != 1 {
			t.Fatalf("the program does not import %s", paths[0])
		}
		program = strings.Replace(program, paths[0], paths[1], 1)
	}
	// A file outside of any module is built with the modules of the workspace.
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(program), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "vet", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
