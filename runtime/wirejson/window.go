// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"bytes"
	"io"
)

// A window is the part of a text that is in memory while it is read.
type window struct {
	source io.Reader
	text   []byte
	pos    int // in text
	before int // the bytes that came before text
	ended  bool
}

// windowSize is how many bytes a window holds at first. A longer value makes
// it longer.
const windowSize = 16 << 10

func (w *window) offset() int { return w.before + w.pos }

// fill reads once more, and forgets what is before from. It returns false at the end of the
// text.
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

// skipMark skips a byte order mark at the beginning of the text.
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

// next skips white space and returns the byte after it, which is to begin what is wanted.
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

// end looks that nothing more comes.
func (w *window) end() error {
	_, err := w.next("nothing more")
	if err == nil {
		return w.unexpected("nothing more")
	}
	if w.ended && w.pos == len(w.text) {
		return nil
	}
	return err
}

// value returns the text of the value that begins at pos, and goes on after it. It finds
// only the end: whether it is a value, and all of one, is for the decoder.
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
					i += 2 // Whatever is escaped is no end.
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
