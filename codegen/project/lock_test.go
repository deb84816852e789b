// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestChangedLock converts a document whose lock, or whose .proto files, changed since the last run.
func TestChangedLock(t *testing.T) {
	const conflict = "<<<<<<< HEAD\nversion: 2\n=======\nversion: 1\n>>>>>>> topic\n"
	for _, test := range []struct {
		name     string
		old, new string // in the lock
		proto    string // instead of the .proto file
		want     string // the finding
	}{
		{"nothing", "", "", "", ""},
		{"a number", "name: 2 ", "name: 7 ", "", "lock-changed: the field name of petshop.v1.Pet has the number 7 in the lock, but 2 in proto/"},
		{"a type", "name: 2 optional string", "name: 2 optional bytes", "", "lock-changed: the field name of petshop.v1.Pet has the type bytes in the lock, but string in proto/"},
		{"a conflict", "", conflict, "", "unmerged: a merge conflict starts here and ends on line 5"},
		{"a .proto file with a conflict", "name: 2 ", "name: 7 ", conflict, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := newModule(t)
			document := filepath.Join(folder, "pets.yaml")
			writeFile(t, document, petDocument)
			target := Target{Folder: folder, Options: Options{NoProof: true}}
			first := convertAll(t, target, document)[0]
			if first.Err != nil || first.Run.Findings.HasErrors() {
				t.Fatal(first.Err)
			}
			write(t, folder, first.Run)
			lockName, protoName := "", ""
			for name := range fileNames(first.Run) {
				switch {
				case filepath.Base(name) == lockFile:
					lockName = filepath.Join(folder, name)
				case strings.HasSuffix(name, "shop.proto"):
					protoName = filepath.Join(folder, name)
				}
			}
			lock, err := os.ReadFile(lockName)
			if err != nil {
				t.Fatal(err)
			}
			edited := strings.Replace(string(lock), test.old, test.new, 1)
			if !strings.Contains(string(lock), test.old) {
				t.Fatalf("no %q in\n%s", test.old, lock)
			}
			writeFile(t, lockName, edited)
			if test.proto != "" {
				writeFile(t, protoName, test.proto)
			}
			second := convertAll(t, target, document)[0]
			if second.Err != nil {
				t.Fatal(second.Err)
			}
			got := ""
			for _, f := range second.Run.Findings.All() {
				if f.Position.File == lockName {
					got += f.Rule + ": " + f.Message
				}
			}
			if !strings.HasPrefix(got, test.want) || (test.want == "") != (got == "") {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
