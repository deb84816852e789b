// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// A part is a part of media, and the body of one request. net/http may continue
// to read a body after a failed request returns. It cannot read a part after
// release.
type part struct {
	length int64 // in bytes, or -1 if it is unknown
	last   bool  // this is the last part of the media
	// stream reports whether a read may block forever, as that of a pipe may.
	stream bool

	released atomic.Bool
	mu       sync.Mutex
	reader   io.Reader
	read     int64
	ended    bool
	failure  error // the error of the reader
}

var errReleased = errors.New("the request has ended")

// Read implements [io.Reader].
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
		p.failure = err
	}
	return n, err
}

// release prevents further reads. It returns the number of bytes that were read,
// and the error of the reader. It waits for a read in progress, except for that
// of a stream; read is -1 for a stream that was not read to its end.
func (p *part) release() (read int64, failure error) {
	p.released.Store(true)
	if !p.stream {
		p.mu.Lock()
	} else if !p.mu.TryLock() {
		return -1, nil
	}
	defer p.mu.Unlock()
	if p.stream && !p.ended {
		return -1, p.failure
	}
	return p.read, p.failure
}

// An exactReader reads a number of bytes. It returns an error if the reader ends
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
		return n, &readError{fmt.Errorf("it ended %d bytes early: %w", r.left, io.ErrUnexpectedEOF)}
	case err == io.EOF || err == nil:
		return n, nil
	}
	return n, &readError{err}
}
