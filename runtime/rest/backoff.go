// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxFailures is how many attempts in a row may fail before a transfer does.
	maxFailures = 8

	maxDelay = 5 * time.Second
	// maxAdvice bounds what a server may ask for in Retry-After.
	maxAdvice = 30 * time.Second
)

// firstDelay is the longest time between the first attempt and the second. It is
// a variable so that tests need not wait.
var firstDelay = 100 * time.Millisecond

// A backoff counts the attempts of a transfer that brought it no further, and
// lets time pass between them. A call itself is never sent twice; a part of a
// transfer can be, because the server says how much of it has arrived.
type backoff struct{ failures int }

func (b *backoff) reset() { b.failures = 0 }

// next waits until the next attempt, a random time that grows with every
// failure. It returns false if there should be none.
func (b *backoff) next(ctx context.Context, header http.Header) bool {
	b.failures++
	if b.failures >= maxFailures || ctx.Err() != nil {
		return false
	}
	delay := rand.N(min(firstDelay<<(b.failures-1), maxDelay)) + 1
	if seconds, err := strconv.Atoi(header.Get("Retry-After")); err == nil && seconds > 0 {
		delay = max(delay, min(time.Duration(seconds)*time.Second, maxAdvice))
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

// isTransient reports whether a status is of the kind that passes.
func isTransient(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
