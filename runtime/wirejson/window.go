// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"bytes"
	"io"
)

// A window is the part of a stream that is in memory.
type window struct {
	source io.Reader
	text   []byte
	pos    int // in text
	before int // the number of bytes before text
	ended  bool
}

// windowSize is the initial size of a window in bytes. It grows for longer values.
const windowSize = 16 << 10

// offset returns pos as a position in the stream.
func (w *window) offset() int { return w.before + w.pos }

// fill reads once from the source, and drops the text before from. It returns false at the
// end of the stream.
func (w *window) fill(from int) (more bool, err error) {
	if w.ended {
		return false, nil
	}
	if from > 0 {
		w.text = w.text[:copy(w.text, w.text[from:])]
		w.pos -= from
		w.before += from
	}
	if len(w.text) == cap(w.text) {
		larger := make([]byte, len(w.text), max(windowSize, 2*cap(w.text)))
		copy(larger, w.text)
		w.text = larger
	}
	n, err := w.source.Read(w.text[len(w.text):cap(w.text)])
	w.text = w.text[:len(w.text)+n]
	if err == io.EOF {
		w.ended = true
		return n > 0, nil
	}
	return true, err
}

// skipMark skips a byte order mark at the beginning of the stream.
func (w *window) skipMark() error {
	for len(w.text) < len(byteOrderMark) && bytes.HasPrefix(byteOrderMark, w.text) {
		if more, err := w.fill(0); err != nil {
			return err
		} else if !more {
			return nil
		}
	}
	if bytes.HasPrefix(w.text, byteOrderMark) {
		w.pos = len(byteOrderMark)
	}
	return nil
}

// next skips white space and returns the next byte. want describes it for the error at the
// end of the stream.
func (w *window) next(want string) (byte, error) {
	for {
		for ; w.pos < len(w.text); w.pos++ {
			switch c := w.text[w.pos]; c {
			case ' ', '\t', '\r', '\n':
			default:
				return c, nil
			}
		}
		if more, err := w.fill(w.pos); err != nil {
			return 0, err
		} else if !more {
			return 0, w.cutOff(want)
		}
	}
}

// expect reads the byte c.
func (w *window) expect(c byte, want string) error {
	got, err := w.next(want)
	if err != nil {
		return err
	}
	if got != c {
		return w.unexpected(want)
	}
	w.pos++
	return nil
}

// end returns an error if anything but white space follows.
func (w *window) end() error {
	_, err := w.next("the end of the text")
	if err == nil {
		return w.unexpected("the end of the text")
	}
	if w.ended && w.pos == len(w.text) {
		return nil
	}
	return err
}

// value returns the text of the value at pos, and moves pos behind it. It only finds the end
// of the value. The decoder checks that the text is a valid value.
func (w *window) value() ([]byte, error) {
	start, depth, quoted := w.pos, 0, false
	for i := w.pos; ; {
		for i < len(w.text) {
			if quoted {
				i += plainPrefix(w.text[i:])
				if i == len(w.text) || w.text[i] == '\\' && i+1 == len(w.text) {
					break
				}
				switch w.text[i] {
				case '\\':
					i += 2 // An escaped character does not end the string.
					continue
				case '"':
					i++
					quoted = false
				default:
					i++
					continue
				}
			} else {
				switch w.text[i] {
				case '"':
					quoted = true
					i++
					continue
				case '{', '[':
					depth++
					i++
					continue
				case '}', ']':
					if depth--; depth >= 0 {
						i++
					}
				case ',', ':', ' ', '\t', '\r', '\n':
					if depth > 0 {
						i++
						continue
					}
				default:
					i++
					continue
				}
			}
			if depth <= 0 {
				w.pos = i
				if i == start {
					return nil, w.unexpected("a value")
				}
				return w.text[start:i], nil
			}
		}
		done := i - start
		more, err := w.fill(start)
		if err != nil {
			return nil, err
		}
		start, i = w.pos, w.pos+done
		if !more {
			w.pos = len(w.text)
			return w.text[start:], nil
		}
	}
}

func (w *window) unexpected(want string) error {
	d := decoder{text: w.text, pos: w.pos}
	e := d.unexpected(want)
	e.Offset += w.before
	return e
}

func (w *window) cutOff(want string) error {
	return &Error{Offset: w.before + len(w.text), Want: want, Found: "the end of the text", cause: io.ErrUnexpectedEOF}
}
