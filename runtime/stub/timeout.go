// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"fmt"
	"time"
)

// withTimeout applies a timeout to a call. Time that the caller spends on an
// item does not count.
func (x *exchange) withTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	switch {
	case timeout <= 0:
		return ctx, func() {}
	case x.items != nil:
		return x.items.limit.start(ctx, timeout)
	}
	return context.WithTimeoutCause(ctx, timeout, timeoutError(timeout))
}

// A timeoutError is the cause of the end of a context that [rest.WithTimeout]
// limits. It implements [net.Error].
type timeoutError time.Duration

func (e timeoutError) Error() string {
	return fmt.Sprintf("rest.WithTimeout(%v): %v", time.Duration(e), context.DeadlineExceeded)
}

func (e timeoutError) Unwrap() error { return context.DeadlineExceeded }

// Timeout returns true.
func (e timeoutError) Timeout() bool { return true }

// Temporary returns true, as that of context.DeadlineExceeded.
func (e timeoutError) Temporary() bool { return true }

// A timeLimit ends a context after a time. It can be paused. The zero value has
// no limit.
type timeLimit struct {
	timer *time.Timer
	// left is the time that was left at since, when the timer last started.
	left  time.Duration
	since time.Time
}

// start is context.WithTimeout for a limit that can be paused.
func (l *timeLimit) start(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	l.left, l.since = timeout, time.Now()
	l.timer = time.AfterFunc(timeout, func() { cancel(timeoutError(timeout)) })
	return ctx, func() {
		l.timer.Stop()
		cancel(nil)
	}
}

// pause stops the timer until resume is called.
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
