// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// media is the content of an upload. It can return any part of a reader that
// implements io.Seeker. For other readers it keeps the chunk that was read last.
type media struct {
	// seeker is the user's reader if it can seek, and start is its position at the
	// beginning of the upload.
	seeker io.ReadSeeker
	start  int64
	// stream is the user's reader otherwise. chunk contains the bytes that were read
	// from offset on.
	stream *bufio.Reader
	chunk  []byte
	offset int64
	// size is the size in bytes, or -1 while it is unknown.
	size int64
	// limit is the maximum size that the method accepts, or 0 for no limit.
	limit int64
}

// newMedia returns the media of a reader, or an error if it is too large.
func newMedia(r io.Reader, limit int64) (*media, error) {
	m := &media{size: -1, limit: limit}
	if err := m.seek(r); err != nil {
		return nil, err
	}
	if m.seeker == nil {
		m.stream = bufio.NewReaderSize(r, sniffLength)
		if sized, ok := r.(interface{ Len() int }); ok {
			m.size = int64(sized.Len())
		}
	}
	if limit > 0 && m.size > limit {
		return nil, m.tooLarge(m.size)
	}
	return m, nil
}

// seek sets the seeker if r can seek. Pipes and devices have a Seek method, but
// cannot.
func (m *media) seek(r io.Reader) error {
	s, ok := r.(io.ReadSeeker)
	if !ok {
		return nil
	}
	if f, ok := r.(fs.File); ok {
		if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
			return nil //nolint:nilerr // A pipe or a terminal cannot seek.
		}
	}
	start, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil //nolint:nilerr // The reader cannot seek.
	}
	end, err := s.Seek(0, io.SeekEnd)
	if err != nil {
		return nil //nolint:nilerr // The reader cannot seek.
	}
	if _, err := s.Seek(start, io.SeekStart); err != nil {
		return &readError{err}
	}
	m.seeker, m.start, m.size = s, start, max(end-start, 0)
	return nil
}

// head returns up to n bytes from the beginning, and does not advance. n is at
// most sniffLength.
func (m *media) head(n int) ([]byte, error) {
	var head []byte
	var err error
	if m.seeker != nil {
		head, err = io.ReadAll(io.LimitReader(m.seeker, int64(n)))
		if err == nil {
			_, err = m.seeker.Seek(m.start, io.SeekStart)
		}
	} else if head, err = m.stream.Peek(n); errors.Is(err, io.EOF) {
		err = nil
	}
	if err != nil {
		return nil, &readError{err}
	}
	return head, nil
}

// part returns n bytes from offset on, or fewer if the media ends before.
func (m *media) part(offset, n int64) (*part, error) {
	if m.seeker != nil {
		n = min(n, m.size-offset)
		if _, err := m.seeker.Seek(m.start+offset, io.SeekStart); err != nil {
			return nil, &readError{err}
		}
		return &part{reader: &exactReader{m.seeker, n}, length: n, last: offset+n == m.size}, nil
	}
	last, err := m.fill(offset, n)
	if err != nil {
		return nil, err
	}
	return &part{reader: bytes.NewReader(m.chunk), length: int64(len(m.chunk)), last: last}, nil
}

// fill reads n bytes from offset on into chunk. It reports whether the media ends
// there.
func (m *media) fill(offset, n int64) (last bool, err error) {
	skip := offset - m.offset
	if skip < 0 || skip > int64(len(m.chunk)) {
		return false, fmt.Errorf("the server asks again for the media from byte %d on, and the reader cannot seek: "+
			"use a reader that implements io.Seeker, such as an *os.File", offset)
	}
	rest := copy(m.chunk, m.chunk[skip:])
	m.chunk, m.offset = m.chunk[:rest], offset
	buffer := bytes.NewBuffer(m.chunk)
	if m.size >= 0 {
		buffer.Grow(int(max(min(n, m.size-offset)-int64(rest), 0)) + bytes.MinRead)
	}
	if _, err := io.CopyN(buffer, m.stream, n-int64(rest)); err != nil && !errors.Is(err, io.EOF) {
		return false, &readError{err}
	}
	m.chunk = buffer.Bytes()
	if _, err := m.stream.Peek(1); err == io.EOF {
		last = true
	} else if err != nil {
		return false, &readError{err}
	}
	read := offset + int64(len(m.chunk))
	if err := m.checkSize(read, last); err != nil {
		return false, err
	}
	if last {
		m.size = read
	}
	return last, nil
}

// checkSize returns an error if the number of bytes that were read so far exceeds
// the limit, or contradicts the size. last reports whether the media has ended.
func (m *media) checkSize(read int64, last bool) error {
	switch {
	case m.limit > 0 && (read > m.limit || read == m.limit && !last):
		return m.tooLarge(-1)
	case m.size >= 0 && last && read < m.size:
		return &readError{fmt.Errorf("it ended after %d of its %d bytes: %w", read, m.size, io.ErrUnexpectedEOF)}
	case m.size >= 0 && (read > m.size || read == m.size && !last):
		return &readError{fmt.Errorf("it has more than the %d bytes that its Len method returned", m.size)}
	}
	return nil
}

// whole returns the whole media as one part. It does not keep it in memory.
func (m *media) whole() (*part, error) {
	if m.seeker != nil {
		return m.part(0, m.size)
	}
	return &part{reader: &checkedReader{media: m}, length: m.size, last: true, stream: true}, nil
}

// A checkedReader reads a stream, and returns an error if its size is wrong.
type checkedReader struct {
	media *media
	read  int64
}

// Read implements [io.Reader].
func (r *checkedReader) Read(p []byte) (int, error) {
	n, err := r.media.stream.Read(p)
	r.read += int64(n)
	switch {
	case err == io.EOF || r.exceedsSize():
		if wrong := r.media.checkSize(r.read, err == io.EOF); wrong != nil {
			return 0, wrong
		}
	case err != nil:
		return n, &readError{err}
	}
	return n, err
}

// exceedsSize reports whether more bytes were read than the limit or the size.
func (r *checkedReader) exceedsSize() bool {
	m := r.media
	return m.limit > 0 && r.read > m.limit || m.size >= 0 && r.read > m.size
}

// A readError is an error of the user's reader.
type readError struct{ err error }

func (e *readError) Error() string { return "the media cannot be read: " + e.err.Error() }
func (e *readError) Unwrap() error { return e.err }

// errTooLarge is wrapped by the error of media that exceeds the limit of the
// method.
var errTooLarge = errors.New("the media is too large")

func (m *media) tooLarge(size int64) error {
	if size < 0 {
		return fmt.Errorf("%w: it is larger than the %s that the method accepts", errTooLarge, formatSize(m.limit))
	}
	return fmt.Errorf("%w: its size is %s, and the method accepts at most %s", errTooLarge, formatSize(size), formatSize(m.limit))
}
