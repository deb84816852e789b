// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers_test

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/numbers"
)

func TestGenerator(t *testing.T) {
	text := (&numbers.Lock{Generator: "v1.2.3"}).Write()
	if !strings.Contains(string(text), "\nversion: 1\ngenerator: v1.2.3\n") {
		t.Errorf("the lock is\n%s", text)
	}
	if lock, findings := numbers.Read("lock", text); lock == nil || lock.Generator != "v1.2.3" {
		t.Errorf("got %v %v", lock, findings.All())
	}
	if lock, findings := numbers.Read("lock", []byte("version: 1\ngenerator: latest\n")); lock != nil || findings.All()[0].Position.Column != 12 {
		t.Errorf("an invalid version: got %v %v", lock, findings.All())
	}
	for _, test := range []struct {
		lock, program string
		want          bool
	}{
		{"v1.10.0", "v1.9.0", true},
		{"v1.2.3", "v1.2.3-0.20261201091946-99c7d46abcde", true},
		{"v1.2.3", "v1.2.3", false},
		{"v1.2.3", "v2.0.0", false},
		{"v1.2.3", "", false},
		{"", "v1.2.3", false},
	} {
		if got := (&numbers.Lock{Generator: test.lock}).IsOlder(test.program); got != test.want {
			t.Errorf("%s is older than %s: %t", test.program, test.lock, got)
		}
	}
}
