// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// seeker fails at the call of Seek with the number failAt, from 1 on.
type seeker struct {
	*strings.Reader
	calls, failAt int
}

var errSeek = errors.New("cannot seek")

func (s *seeker) Seek(offset int64, whence int) (int64, error) {
	if s.calls++; s.calls == s.failAt {
		return 0, errSeek
	}
	return s.Reader.Seek(offset, whence)
}

// A reader whose position or end is unknown is read as a stream. A reader that
// cannot return to its position is an error.
func TestMediaSeek(t *testing.T) {
	for _, test := range []struct {
		failAt  int
		streams bool
		err     error
	}{{0, false, nil}, {1, true, nil}, {2, true, nil}, {3, false, errSeek}} {
		m, err := newMedia(&seeker{Reader: strings.NewReader("0123456789"), failAt: test.failAt}, 0)
		if !errors.Is(err, test.err) || test.err == nil && (m.seeker == nil) != test.streams {
			t.Errorf("%d: got %+v, %v", test.failAt, m, err)
		}
		if err == nil && m.size != 10 {
			t.Errorf("%d: the size is %d", test.failAt, m.size)
		}
	}
}

// A reader may be positioned after its end.
func TestMediaAfterEnd(t *testing.T) {
	r := strings.NewReader("0123456789")
	if _, err := r.Seek(20, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if m, err := newMedia(r, 0); err != nil || m.size != 0 {
		t.Errorf("got %+v, %v", m, err)
	}
}

// Errors of the reader are read errors, in every operation.
func TestMediaReadErrors(t *testing.T) {
	broken := errors.New("broken")
	stream := func(text string) *media {
		m, err := newMedia(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), 0)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	seeking := func(failAt int) *media {
		m, err := newMedia(&seeker{Reader: strings.NewReader("0123456789"), failAt: failAt}, 0)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for name, test := range map[string]struct {
		call func() error
		want error
	}{
		"head of a stream": {func() error { _, err := stream("0").head(sniffLength); return err }, broken},
		"head of a seeker": {func() error { _, err := seeking(4).head(sniffLength); return err }, errSeek},
		"part of a stream": {func() error { _, err := stream("0").part(0, 4); return err }, broken},
		"after the part":   {func() error { _, err := stream("0123").part(0, 4); return err }, broken},
		"part of a seeker": {func() error { _, err := seeking(4).part(2, 4); return err }, errSeek},
		"whole stream": {func() error {
			p, err := stream("0").whole()
			if err != nil {
				return err
			}
			_, err = io.ReadAll(p)
			return err
		}, broken},
	} {
		err := test.call()
		if _, ok := errors.AsType[*readError](err); !ok || !errors.Is(err, test.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A chunk starts where the server asks for it, and may contain bytes of the
// previous one.
func TestMediaParts(t *testing.T) {
	for _, r := range []io.Reader{strings.NewReader("0123456789"), bytes.NewBufferString("0123456789"), io.MultiReader(strings.NewReader("0123456789"))} {
		m, err := newMedia(r, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			offset, n int64
			want      string
			last      bool
		}{{0, 4, "0123", false}, {0, 4, "0123", false}, {2, 4, "2345", false}, {6, 2, "67", false}, {6, 4, "6789", true}, {8, 4, "89", true}, {10, 4, "", true}} {
			p, err := m.part(step.offset, step.n)
			if err != nil {
				t.Fatalf("%T: %+v: %v", r, step, err)
			}
			got, err := io.ReadAll(p)
			if err != nil || string(got) != step.want || p.last != step.last || p.length != int64(len(step.want)) {
				t.Errorf("%T: %+v: got %q, last %t, length %d, %v", r, step, got, p.last, p.length, err)
			}
		}
		if m.size != 10 {
			t.Errorf("%T: the size is %d", r, m.size)
		}
	}
	// A stream has only the bytes of the last chunk, and those after it.
	for _, offset := range []int64{1, 7} {
		m, err := newMedia(io.MultiReader(strings.NewReader("0123456789")), 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.part(2, 4); err == nil {
			t.Error("a stream returned a part that does not follow the last one")
		}
		for _, at := range []int64{0, 2} {
			if _, err := m.part(at, 4); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := m.part(offset, 2); err == nil || !strings.Contains(err.Error(), "use a reader that implements io.Seeker") {
			t.Errorf("from byte %d: got %v", offset, err)
		}
	}
}

// The size of a stream must match its Len method and the limit of the method.
func TestMediaSize(t *testing.T) {
	for _, test := range []struct {
		size, limit, read int64
		last              bool
		want              string
	}{
		{-1, 0, 100, false, ""},
		{-1, 10, 9, false, ""},
		{-1, 10, 10, true, ""},
		{-1, 10, 10, false, "larger than the 10 bytes that the method accepts"},
		{-1, 10, 11, true, "larger than the 10 bytes that the method accepts"},
		{10, 0, 9, false, ""},
		{10, 0, 10, true, ""},
		{10, 0, 9, true, "it ended after 9 of its 10 bytes"},
		{10, 0, 10, false, "more than the 10 bytes that its Len method returned"},
		{10, 0, 11, true, "more than the 10 bytes that its Len method returned"},
		{0, 0, 0, true, ""},
		{0, 0, 1, false, "more than the 0 bytes that its Len method returned"},
	} {
		m := &media{size: test.size, limit: test.limit}
		err := m.checkSize(test.read, test.last)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%+v: got %v", test, err)
		}
		r := &checkedReader{media: m, read: test.read}
		exceeds := test.limit > 0 && test.read > test.limit || test.size >= 0 && test.read > test.size
		if r.exceedsSize() != exceeds {
			t.Errorf("%+v: exceedsSize is %t", test, !exceeds)
		}
	}
	for size, ok := range map[int]bool{9: true, 10: true, 11: false} {
		if _, err := newMedia(strings.NewReader(strings.Repeat("a", size)), 10); (err == nil) != ok || !ok && !errors.Is(err, errTooLarge) {
			t.Errorf("%d bytes: got %v", size, err)
		}
	}
}

// A released part cannot be read. release returns what was read before.
func TestPartRelease(t *testing.T) {
	broken := errors.New("broken")
	for _, test := range []struct {
		name    string
		part    *part
		bytes   int
		read    int64
		failure error
	}{
		{"a part", &part{reader: strings.NewReader("0123")}, 2, 2, nil},
		{"a part with an error", &part{reader: iotest.ErrReader(broken)}, 2, 0, broken},
		{"an unfinished stream", &part{reader: strings.NewReader("0123"), stream: true}, 2, -1, nil},
		{"a finished stream", &part{reader: iotest.DataErrReader(strings.NewReader("0123")), stream: true}, 4, 4, nil},
		{"a stream with an error", &part{reader: iotest.ErrReader(broken), stream: true}, 2, -1, broken},
	} {
		_, _ = test.part.Read(make([]byte, test.bytes))
		if read, failure := test.part.release(); read != test.read || failure != test.failure {
			t.Errorf("%s: got %d, %v", test.name, read, failure)
		}
		if n, err := test.part.Read(make([]byte, 2)); n != 0 || err != errReleased {
			t.Errorf("%s: after release, read %d, %v", test.name, n, err)
		}
	}
}

// An exactReader ends after its number of bytes, and not before.
func TestExactReader(t *testing.T) {
	if got, err := io.ReadAll(&exactReader{strings.NewReader("0123"), 3}); err != nil || string(got) != "012" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := io.ReadAll(&exactReader{strings.NewReader("0123"), 4}); err != nil || string(got) != "0123" {
		t.Errorf("got %q, %v", got, err)
	}
	got, err := io.ReadAll(&exactReader{strings.NewReader("0123"), 6})
	if string(got) != "0123" || !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "it ended 2 bytes early") {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := io.ReadAll(&exactReader{iotest.ErrReader(errSeek), 6}); !errors.Is(err, errSeek) {
		t.Errorf("got %v", err)
	}
	if got, err := io.ReadAll(&exactReader{iotest.DataErrReader(strings.NewReader("0123")), 4}); err != nil || string(got) != "0123" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAccepts(t *testing.T) {
	for _, test := range []struct {
		list []string
		kind string
		want bool
	}{
		{[]string{"image/png"}, "image/png", true},
		{[]string{"Image/PNG"}, "image/png", true},
		{[]string{"image/png"}, "image/png; a=b", true},
		{[]string{"a/b", "image/*"}, "image/png", true},
		{[]string{"*/*"}, "image/png", true},
		{[]string{"image/*"}, "imagery/png", false},
		{[]string{"image/gif"}, "image/png", false},
		{nil, "image/png", false},
	} {
		if got := accepts(test.list, test.kind); got != test.want {
			t.Errorf("%+v: got %t", test, got)
		}
	}
}
