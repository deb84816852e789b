// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// A part of media is the body of one request. net/http may go on reading a body
// when it has returned from a request that failed; a part that is released is
// not read from then on.
type part struct {
	length int64 // -1 if it is not known
	last   bool  // there is nothing after it
	// stream says that the reader may wait for ever, as for the other end of
	// a pipe.
	stream bool

	released atomic.Bool
	mu       sync.Mutex
	reader   io.Reader
	read     int64
	ended    bool
	failed   error // what reading it failed with
}

var errReleased = errors.New("the request is over")

func (p *part) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.released.Load() {
		return 0, errReleased
	}
	n, err := p.reader.Read(b)
	p.read += int64(n)
	switch err {
	case nil:
	case io.EOF:
		p.ended = true
	default:
		p.failed = err
	}
	return n, err
}

// release returns how much of the part was read, and what that failed with. It
// waits for a read that is under way, but not for a stream: of one that was not
// read to its end read is -1.
func (p *part) release() (read int64, failed error) {
	p.released.Store(true)
	if !p.stream {
		p.mu.Lock()
	} else if !p.mu.TryLock() {
		return -1, nil
	}
	defer p.mu.Unlock()
	if p.stream && !p.ended {
		return -1, p.failed
	}
	return p.read, p.failed
}

// An exactReader reads what has a length: it is an error if the reader ends
// before.
type exactReader struct {
	reader io.Reader
	left   int64
}

func (r *exactReader) Read(b []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n, err := r.reader.Read(b[:min(int64(len(b)), r.left)])
	r.left -= int64(n)
	switch {
	case err == io.EOF && r.left > 0:
		return n, &readError{fmt.Errorf("it ended %d bytes before its end: %w", r.left, io.ErrUnexpectedEOF)}
	case err == io.EOF || err == nil:
		return n, nil
	}
	return n, &readError{err}
}
