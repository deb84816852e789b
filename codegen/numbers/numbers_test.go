// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

// assertLock compares two locks; a nil map and an empty one are the same.
func assertLock(t *testing.T, got, want *numbers.Lock) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("lock (-want +got):\n%s", diff)
	}
}

// assertFindings compares the findings, each as "line:column rule pointer:
// message", with what is wanted.
func assertFindings(t *testing.T, findings *finding.List, want ...string) {
	t.Helper()
	var got []string
	for _, f := range findings.All() {
		_, place, _ := strings.Cut(f.Position.String(), ":")
		got = append(got, strings.Join(strings.Fields(place+" "+f.Rule+" "+f.Position.Pointer), " ")+": "+f.Message)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func mustRead(t *testing.T, data []byte) *numbers.Lock {
	t.Helper()
	lock, findings := numbers.Read("numbers.lock.yaml", data)
	assertFindings(t, findings)
	if lock == nil {
		t.Fatalf("no lock from\n%s", data)
	}
	return lock
}

// message is a lock of one message.
func message(key string, current, gone map[string]int32) *numbers.Lock {
	return &numbers.Lock{Messages: map[string]*numbers.Entry{key: {Current: current, Gone: gone}}}
}

// fields declares one message.
func fields(key string, names ...string) numbers.Declared {
	return numbers.Declared{Messages: []numbers.Declaration{{Key: key, Names: names, At: finding.Position{File: "api.json", Line: 7, Column: 3}}}}
}

// values declares one enum.
func values(key string, names ...string) numbers.Declared {
	return numbers.Declared{Enums: fields(key, names...).Messages}
}

// officials returns official numbers, each from a line of its own in the overlay.
func officials(official map[string]int32) map[string]numbers.Fixed {
	all := make(map[string]numbers.Fixed)
	for i, name := range slices.Sorted(maps.Keys(official)) {
		all[name] = numbers.Fixed{Number: official[name], At: finding.Position{File: "overlay.yaml", Line: 20 + i, Column: 5}}
	}
	return all
}

func fixed(declared numbers.Declared, official map[string]int32) numbers.Declared {
	for _, declarations := range [][]numbers.Declaration{declared.Messages, declared.Enums} {
		for i := range declarations {
			declarations[i].Fixed = officials(official)
		}
	}
	return declared
}

// official says that the API has official numbers.
func official(declared numbers.Declared) numbers.Declared {
	declared.Official = true
	return declared
}
