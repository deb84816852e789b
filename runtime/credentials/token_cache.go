// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/oauth2"
)

// A TokenCache is a token source that keeps a token until it expires, as
// oauth2.ReuseTokenSource does. Several goroutines may use it at once: they share
// one request for a token, with its result or its error, and wait for it no
// longer than their contexts last.
//
// Its errors contain no response of a token server, and none of the secrets that
// were sent to it.
type TokenCache struct {
	// request is a function so that package fmt finds no secret in it.
	request func() (*oauth2.Token, error)

	mu      sync.Mutex
	current *flight[*oauth2.Token] // nil if no request is under way
}

// NewTokenCache returns a cache for the tokens of a source. It returns a source
// that is a cache as it is.
func NewTokenCache(source oauth2.TokenSource) *TokenCache {
	if c, ok := source.(*TokenCache); ok {
		return c
	}
	// A source that oauth2 made with an early expiry keeps it.
	return &TokenCache{request: oauth2.ReuseTokenSource(nil, source).Token}
}

// Token implements [oauth2.TokenSource].
func (c *TokenCache) Token() (*oauth2.Token, error) { return c.TokenContext(context.Background()) }

// TokenContext returns a token, or the error of ctx when that ends first.
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

// end makes the next caller start another request.
func (c *TokenCache) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current = nil
}

// A flight is a function that runs in a goroutine of its own, for any number of
// callers. (Package golang.org/x/sync/singleflight ends the program when the
// function panics, which a token source of the user may.)
type flight[T any] struct {
	done     chan struct{}
	value    T
	err      error
	panicked any
}

func start[T any](f func() (T, error)) *flight[T] {
	// The error stays if f calls runtime.Goexit.
	fl := &flight[T]{done: make(chan struct{}), err: errors.New("the goroutine ended without a result")}
	go func() {
		defer close(fl.done)
		defer func() { fl.panicked = recover() }()
		fl.value, fl.err = f()
	}()
	return fl
}

// wait returns what the function returns, or the error of ctx if that ends
// first. A panic of the function is one of each caller, who may recover from it.
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
