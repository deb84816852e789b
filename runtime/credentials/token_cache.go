// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/oauth2"
)

// A TokenCache is a token source that reuses a token until it expires, as
// oauth2.ReuseTokenSource does. It is safe for concurrent use. Concurrent calls
// share one token request and its result, and wait for it no longer than their
// contexts last.
//
// Its errors contain neither the response of a token server nor secrets of the
// request.
type TokenCache struct {
	// request is a function because package fmt does not print closures.
	request func() (*oauth2.Token, error)

	mu      sync.Mutex
	current *flight[*oauth2.Token] // nil if no request is in progress
}

// NewTokenCache returns a cache for the tokens of a source. If source is a
// TokenCache, it returns source.
func NewTokenCache(source oauth2.TokenSource) *TokenCache {
	if c, ok := source.(*TokenCache); ok {
		return c
	}
	// A source of oauth2.ReuseTokenSourceWithExpiry keeps its early expiry.
	return &TokenCache{request: oauth2.ReuseTokenSource(nil, source).Token}
}

// Token implements [oauth2.TokenSource].
func (c *TokenCache) Token() (*oauth2.Token, error) { return c.TokenContext(context.Background()) }

// TokenContext returns a token, or the error of ctx if ctx ends first.
func (c *TokenCache) TokenContext(ctx context.Context) (*oauth2.Token, error) {
	c.mu.Lock()
	f := c.current
	if f == nil {
		f = start(func() (*oauth2.Token, error) {
			defer c.end()
			token, err := c.request()
			return token, cleanError(err)
		})
		c.current = f
	}
	c.mu.Unlock()
	return f.wait(ctx)
}

// end makes the next call start another request.
func (c *TokenCache) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current = nil
}

// A flight is a function call that runs in its own goroutine, for any number of
// callers. (Package golang.org/x/sync/singleflight crashes the program when the
// function panics, which a token source of the user may do.)
type flight[T any] struct {
	done     chan struct{}
	value    T
	err      error
	panicked any
}

// start calls f in a new goroutine.
func start[T any](f func() (T, error)) *flight[T] {
	// The error remains if f calls runtime.Goexit.
	fl := &flight[T]{done: make(chan struct{}), err: errors.New("the goroutine ended without a result")}
	go func() {
		defer close(fl.done)
		defer func() { fl.panicked = recover() }()
		fl.value, fl.err = f()
	}()
	return fl
}

// wait returns the results of the function, or the error of ctx if ctx ends first.
// If the function panics, every caller panics with the same value.
func (f *flight[T]) wait(ctx context.Context) (T, error) {
	var zero T
	if err := ctx.Err(); err != nil { // select would choose at random
		return zero, err
	}
	select {
	case <-f.done:
	case <-ctx.Done():
		return zero, ctx.Err()
	}
	if f.panicked != nil {
		panic(f.panicked)
	}
	return f.value, f.err
}
