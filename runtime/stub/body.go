// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"bytes"
	"io"
	"sync"
)

const (
	// maxInitialSize bounds the memory that is allocated for a body because its
	// Content-Length announces it.
	maxInitialSize = 1 << 20
	// maxReused bounds the size of a buffer that is kept for another body.
	maxReused = 1 << 20
)

// buffers are the buffers that response bodies are read into. Messages and
// errors copy what they keep.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// release keeps a buffer for another body.
func release(b *bytes.Buffer) {
	if b.Cap() <= maxReused {
		buffers.Put(b)
	}
}

// readAll reads a body of the announced length, which is negative if unknown.
// The result is valid until the buffer is used again.
func readAll(b *bytes.Buffer, r io.Reader, length int64) ([]byte, error) {
	b.Reset()
	b.Grow(int(min(max(length, 0), maxInitialSize)) + bytes.MinRead)
	_, err := b.ReadFrom(r)
	return b.Bytes(), err
}
