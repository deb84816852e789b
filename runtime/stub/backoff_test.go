// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// A transfer fails after 8 attempts. The delays grow up to 5 seconds.
func TestBackoff(t *testing.T) {
	before := firstDelay
	firstDelay = 100 * time.Millisecond
	defer func() { firstDelay = before }()
	synctest.Test(t, func(t *testing.T) {
		limits := []int{100, 200, 400, 800, 1600, 3200, 5000} // milliseconds
		longest := make([]time.Duration, len(limits))
		for range 200 {
			var b backoff
			for i := range longest {
				start := time.Now()
				if !b.next(t.Context(), nil) {
					t.Fatalf("no attempt after %d failures", i+1)
				}
				longest[i] = max(longest[i], time.Since(start))
			}
			if b.next(t.Context(), nil) {
				t.Fatal("another attempt after 8 failures")
			}
			b.reset()
			if !b.next(t.Context(), nil) {
				t.Fatal("no attempt after progress")
			}
		}
		for i, got := range longest {
			if limit := time.Duration(limits[i]) * time.Millisecond; got > limit || got < limit/2 {
				t.Errorf("after %d failures, the longest delay is %v, want about %v", i+1, got, limit)
			}
		}
	})
}

// A server can extend the delay, up to 30 seconds.
func TestBackoffRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for value, want := range map[string]time.Duration{
			"": 0, "0": 0, "-5": 0, "soon": 0, "1": time.Second, "29": 29 * time.Second, "30": 30 * time.Second, "31": 30 * time.Second, "86400": 30 * time.Second,
		} {
			start := time.Now()
			if b := (backoff{}); !b.next(t.Context(), http.Header{"Retry-After": {value}}) {
				t.Fatal("there is no attempt")
			}
			if got := time.Since(start); got < want || got > want+firstDelay {
				t.Errorf("Retry-After %q: the delay is %v, want %v", value, got, want)
			}
		}
	})
}

// There is no attempt after the context has ended.
func TestBackoffCanceled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if b := (backoff{}); b.next(ctx, http.Header{"Retry-After": {"10"}}) || time.Since(start) != time.Second {
			t.Errorf("the delay ended after %v", time.Since(start))
		}
		if b := (backoff{}); b.next(ctx, nil) {
			t.Error("there is another attempt")
		}
	})
}

func TestTransientStatus(t *testing.T) {
	transient := map[int]bool{408: true, 429: true, 500: true, 502: true, 503: true, 504: true}
	for status := 100; status < 600; status++ {
		if got := isTransient(status); got != transient[status] {
			t.Errorf("%d: got %t", status, got)
		}
	}
}
