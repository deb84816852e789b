// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestUTC writes and reads every day of the calendar, at a random time of the day, and compares
// with package time.
func TestUTC(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for seconds := int64(minTimestamp); seconds <= maxTimestamp; seconds += secondsPerDay {
		at := seconds + random.Int64N(secondsPerDay)
		want := time.Unix(at, 0).UTC().Format(time.RFC3339)
		got := string(append(appendUTC(nil, at), 'Z'))
		if got != `"`+want {
			t.Fatalf("%d is written as %s, want %q", at, got, want)
		}
		if read, _, ok := parseUTC([]byte(want)); ok && read != at || !ok && want[5:10] != "02-29" {
			t.Fatalf("%s is read as %d (%t), want %d", want, read, ok, at)
		}
	}
}

// TestNoUTC replaces each byte of a time by each other byte, and compares with package time.
func TestNoUTC(t *testing.T) {
	for _, text := range []string{"2026-11-21T07:08:59Z", "1999-12-31T23:59:59.000000001Z", "0001-01-01T00:00:00.5Z"} {
		for i := range len(text) {
			for c := range 256 {
				changed := []byte(text)
				changed[i] = byte(c)
				seconds, nanos, ok := parseUTC(changed)
				want, err := time.Parse(time.RFC3339Nano, string(changed))
				if ok && (err != nil || seconds != want.Unix() || nanos != want.Nanosecond()) {
					t.Errorf("%q is read as %d seconds and %d nanoseconds, want %v (%v)", changed, seconds, nanos, want, err)
				}
			}
		}
	}
}
