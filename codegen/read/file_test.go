// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package read_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/protolect/protolect/codegen/read"
)

func TestFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.json")
	if err := os.WriteFile(name, []byte("{}"), 0o666); err != nil {
		t.Fatal(err)
	}
	if data, err := read.File(t.Context(), name); err != nil || string(data) != "{}" {
		t.Errorf("got %q and the error %v", data, err)
	}
	if _, err := read.File(t.Context(), name+"x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got the error %v, want %v", err, fs.ErrNotExist)
	}
}

// TestFileSparse checks that the size of a file is checked before it is read. Reading the
// sparse file would exhaust the memory.
func TestFileSparse(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.json")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Truncate(1 << 40); err != nil {
		t.Skip(err)
	}
	wantError(t, name, "is larger than 64 MiB")
}

func TestFileDevice(t *testing.T) {
	wantError(t, "/dev/zero", "/dev/zero is a device")
	wantError(t, t.TempDir(), "is a folder")
}

func wantError(t *testing.T, name, want string) {
	t.Helper()
	if data, err := read.File(t.Context(), name); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %d bytes and the error %v, want an error that contains %q", len(data), err, want)
	}
}

func namedPipe(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skip(err)
	}
	return name
}

// TestFilePipe reads a pipe whose writer starts late and is slow.
func TestFilePipe(t *testing.T) {
	name := namedPipe(t)
	go func() {
		time.Sleep(50 * time.Millisecond)
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		defer f.Close()
		for _, part := range []string{"a", "b"} {
			_, _ = f.WriteString(part)
			time.Sleep(50 * time.Millisecond)
		}
	}()
	if data, err := read.File(t.Context(), name); err != nil || string(data) != "ab" {
		t.Errorf("got %q and the error %v", data, err)
	}
}

func TestFilePipeWithoutWriter(t *testing.T) {
	wantError(t, namedPipe(t), "is a named pipe without data for 5s")
}

// TestFilePipeEndless reads a pipe whose writer never stops.
func TestFilePipeEndless(t *testing.T) {
	name := namedPipe(t)
	go func() {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return
		}
		defer f.Close()
		for block := make([]byte, 1<<20); err == nil; {
			_, err = f.Write(block)
		}
	}()
	wantError(t, name, "is larger than 64 MiB")
}

func TestFileCanceled(t *testing.T) {
	name := namedPipe(t)
	f, err := os.OpenFile(name, os.O_RDWR, 0) // a writer that never writes
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := read.File(ctx, name); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got the error %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestFileStdin(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func(stdin *os.File) { os.Stdin = stdin }(os.Stdin)
	os.Stdin = r
	_, _ = w.WriteString("{}")
	w.Close()
	if data, err := read.File(t.Context(), read.Stdin); err != nil || string(data) != "{}" {
		t.Errorf("got %q and the error %v", data, err)
	}
}
