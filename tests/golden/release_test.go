// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package golden_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/numbers"
)

// TestNumbersStaySinceRelease compares every lock with its version in each release. A released
// number keeps its meaning forever.
func TestNumbersStaySinceRelease(t *testing.T) {
	locks, err := filepath.Glob(filepath.Join(root, "discovery/*/*/*/numbers.lock.yaml"))
	if err != nil || len(locks) == 0 {
		t.Fatal("no locks", err)
	}
	tags := strings.Fields(git(t, "tag", "--list", "v*"))
	if len(tags) == 0 {
		t.Log("there is no release yet")
	}
	for _, lock := range locks {
		now := readLock(t, lock, string(readFile(t, lock).Data))
		name, err := filepath.Rel(root, lock)
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range tags {
			if git(t, "ls-tree", "--name-only", tag, name) == "" {
				continue // the release does not contain the API
			}
			released := readLock(t, name, git(t, "show", tag+":"+filepath.ToSlash(name)))
			compareEntries(t, tag, released.Messages, now.Messages)
			compareEntries(t, tag, released.Enums, now.Enums)
		}
	}
}

func compareEntries(t *testing.T, tag string, released, now map[string]*numbers.Entry) {
	t.Helper()
	for key, entry := range released {
		for _, known := range []map[string]int32{entry.Current, entry.Gone} {
			for name, number := range known {
				if got, ok := numberOf(now[key], name); !ok || got != number {
					t.Errorf("%s of %s had the number %d in %s, and has %d (known: %v)", name, key, number, tag, got, ok)
				}
			}
		}
	}
}

func numberOf(entry *numbers.Entry, name string) (int32, bool) {
	if entry == nil {
		return 0, false
	}
	if number, ok := entry.Current[name]; ok {
		return number, true
	}
	number, ok := entry.Gone[name]
	return number, ok
}

func readLock(t *testing.T, name, text string) *numbers.Lock {
	t.Helper()
	lock, findings := numbers.Read(name, []byte(text))
	if findings.HasErrors() {
		t.Fatal(findings.All())
	}
	return lock
}

func git(t *testing.T, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", args...)
	command.Dir = root
	text, err := command.Output()
	if err != nil {
		t.Skipf("%s: %v: not a clone of the repository", command, err)
	}
	return string(text)
}
