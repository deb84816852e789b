// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxFailures is the number of consecutive attempts after which a transfer
	// fails.
	maxFailures = 8
	// maxDelay bounds the delay before an attempt.
	maxDelay = 5 * time.Second
	// maxRetryAfter bounds the delay that a server requests by Retry-After.
	maxRetryAfter = 30 * time.Second
)

// firstDelay is the longest delay before the second attempt. Tests shorten it.
var firstDelay = 100 * time.Millisecond

// A backoff counts the consecutive attempts of a transfer that made no progress,
// and waits between them. Only parts of uploads and downloads are sent again,
// because the server reports how much it has received.
type backoff struct{ failures int }

func (b *backoff) reset() { b.failures = 0 }

// next waits before the next attempt. The delay is random and grows with every
// failure; a Retry-After in the header of the last response extends it. next
// returns false if there must not be another attempt.
func (b *backoff) next(ctx context.Context, header http.Header) bool {
	b.failures++
	if b.failures >= maxFailures || ctx.Err() != nil {
		return false
	}
	delay := rand.N(min(firstDelay<<(b.failures-1), maxDelay)) + 1
	if seconds, err := strconv.Atoi(header.Get("Retry-After")); err == nil && seconds > 0 {
		delay = max(delay, min(time.Duration(seconds)*time.Second, maxRetryAfter))
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// isTransient reports whether a request may succeed later although it failed
// with this status.
func isTransient(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
