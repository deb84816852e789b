// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// A paused limit does not count the time until it is resumed.
func TestTimeLimit(t *testing.T) {
	for _, test := range []struct {
		name   string
		pauses []time.Duration // one after each second
		want   time.Duration
	}{
		{"never paused", nil, 5 * time.Second},
		{"paused once", []time.Duration{time.Minute}, 5*time.Second + time.Minute},
		{"paused twice", []time.Duration{time.Minute, time.Hour}, 5*time.Second + time.Minute + time.Hour},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var l timeLimit
				start := time.Now()
				ctx, cancel := l.start(t.Context(), 5*time.Second)
				defer cancel()
				for _, d := range test.pauses {
					time.Sleep(time.Second)
					resume := l.pause()
					time.Sleep(d)
					resume()
				}
				<-ctx.Done()
				if got := time.Since(start); got != test.want || !errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
					t.Errorf("ended after %v with %v, want %v", got, context.Cause(ctx), test.want)
				}
			})
		})
	}
}

// A limit that was never started, or has ended, can be paused.
func TestTimeLimitWithoutTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		new(timeLimit).pause()()
		var l timeLimit
		ctx, cancel := l.start(t.Context(), time.Second)
		time.Sleep(2 * time.Second)
		l.pause()()
		cancel()
		if !errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
			t.Errorf("got %v", context.Cause(ctx))
		}
		ctx, cancel = l.start(t.Context(), time.Second)
		cancel()
		if ctx.Err() == nil || context.Cause(ctx) != context.Canceled {
			t.Errorf("got %v", context.Cause(ctx))
		}
	})
}

func TestWithTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, x := range []*exchange{{}, {pageCall: pageCall{items: new(itemStream)}}} {
			ctx, cancel := x.withTimeout(t.Context(), 0)
			if ctx != t.Context() {
				t.Error("there is a limit without a timeout")
			}
			cancel()
			start := time.Now()
			ctx, cancel = x.withTimeout(t.Context(), time.Minute)
			defer cancel()
			if x.items != nil {
				x.items.item = nil
				resume := x.items.limit.pause()
				time.Sleep(time.Hour)
				resume()
				start = start.Add(time.Hour)
			}
			<-ctx.Done()
			if got := time.Since(start); got != time.Minute {
				t.Errorf("the call ended after %v", got)
			}
		}
	})
}
