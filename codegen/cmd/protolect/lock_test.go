// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLockMerge merges the locks of two branches, of which each added a property.
func TestLockMerge(t *testing.T) {
	const head, a = "version: 2\n", "messages: {M: {current: {a: 1 string}}}\n"
	for _, test := range []struct {
		name, base, ours, theirs string
		want                     string // in the file, below the header
		out, stderr              string
	}{
		{
			"both add", head + a, head + "messages: {M: {current: {a: 1 string, b: 2 string}}}\n", head + "messages: {M: {current: {a: 1 string, c: 2 int32}}}\n",
			head + "messages:\n  M:\n    current:\n      a: 1 string\n      b: 2 string\n      c: 3 int32\n",
			"message M: the field c has the number 3, and no longer 2 of theirs\n", "",
		},
		{"a new file", "", head + a, head + a, head + "messages:\n  M:\n    current:\n      a: 1 string\n", "", ""},
		{
			"a lost number", head + a, head + "messages: {}\n", head + "messages: {M: {current: {a: 1 string, c: 2 string}}}\n",
			"<<<<<<< ours\n" + head + "messages: {}\n=======\n" + head + "messages: {M: {current: {a: 1 string, c: 2 string}}}\n>>>>>>> theirs\n",
			"", "the locks cannot be united: the message M has another key in one branch",
		},
		{
			"a conflict of an earlier merge", head + a, "<<<<<<< HEAD\n" + head + "=======\n" + head + ">>>>>>> b\n", head + a,
			"<<<<<<< HEAD\n" + head + "=======\n" + head + ">>>>>>> b\n", "", "1:1: error: a merge conflict starts here and ends on line 5 [unmerged]",
		},
		{"no lock", head + a, head + a, "[]", "<<<<<<< ours\n" + head + a + "=======\n[]\n>>>>>>> theirs\n", "", "1:1: error: expected a mapping, found an empty list [lock-syntax]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			base, ours, theirs := filepath.Join(folder, "base"), filepath.Join(folder, "ours"), filepath.Join(folder, "theirs")
			write(t, base, test.base)
			write(t, ours, test.ours)
			write(t, theirs, test.theirs)
			out, stderr, err := protolect(t, "lock", "merge", base, ours, theirs)
			if err != nil && !errors.Is(err, errFailed) {
				stderr += err.Error()
			}
			if (err != nil) != (test.stderr != "") || out != test.out || !strings.Contains(stderr, test.stderr) {
				t.Errorf("%v\n%s\n%s", err, out, stderr)
			}
			data, err := os.ReadFile(ours)
			if err != nil {
				t.Fatal(err)
			}
			_, got, found := strings.Cut(string(data), "\n\n")
			if !found {
				got = string(data)
			}
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
	for _, args := range [][]string{{"lock"}, {"lock", "split", "a", "b", "c"}, {"lock", "merge", "a", "b"}} {
		if _, _, err := protolect(t, args...); !errors.Is(err, errUsage) {
			t.Errorf("%q: %v", args, err)
		}
	}
	if _, _, err := protolect(t, "lock", "merge", "no-base", "no-ours", "no-theirs"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
