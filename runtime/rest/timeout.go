// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"time"
)

// withTimeout applies the timeout of [WithTimeout] to a call. It does not count
// the time that the user's function takes with an item.
func (x *exchange) withTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	switch {
	case timeout <= 0:
		return ctx, func() {}
	case x.items != nil:
		return x.items.limit.start(ctx, timeout)
	}
	return context.WithTimeout(ctx, timeout)
}

// A timeLimit ends a context after a time in which it is not paused. The zero
// value has no limit.
type timeLimit struct {
	timer *time.Timer
	// left is what remained when the timer was started last, at since.
	left  time.Duration
	since time.Time
}

// start is context.WithTimeout for a limit that can be paused.
func (l *timeLimit) start(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	l.left, l.since = timeout, time.Now()
	l.timer = time.AfterFunc(timeout, func() { cancel(context.DeadlineExceeded) })
	return ctx, func() {
		l.timer.Stop()
		cancel(nil)
	}
}

// pause stops the time until resume is called.
func (l *timeLimit) pause() (resume func()) {
	if l.timer == nil || !l.timer.Stop() {
		return func() {}
	}
	l.left -= time.Since(l.since)
	return func() {
		l.since = time.Now()
		l.timer.Reset(l.left)
	}
}
