// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"syscall"
	"time"

	"github.com/protolect/protolect/codegen/jsontree"
)

// MaxSize returns the maximum size of a file that this package reads, in bytes.
func MaxSize() int64 { return int64(jsontree.MaxSize()) }

// Stdin is the file name that stands for the standard input.
const Stdin = "-"

// DisplayName returns the name of a file in findings.
func DisplayName(name string) string {
	if name == Stdin {
		return "<stdin>"
	}
	return name
}

// writerTimeout is the time that File waits for the first byte from a named pipe.
const writerTimeout = 5 * time.Second

// File returns the content of a regular file, a named pipe or the standard input. It returns an
// error for a device, a folder, a URL, and for more than MaxSize bytes. It never allocates much
// more than MaxSize bytes.
//
// File returns when the context is done, even if a read from a pipe still blocks.
func File(ctx context.Context, name string) ([]byte, error) {
	type content struct {
		data []byte
		err  error
	}
	done := make(chan content, 1)
	go func() {
		data, err := file(ctx, name)
		done <- content{data, err}
	}()
	select {
	case c := <-done:
		return c.data, c.err
	case <-ctx.Done(): // reading a pipe may block forever
		return nil, fmt.Errorf("reading %s: %w", name, context.Cause(ctx))
	}
}

func file(ctx context.Context, name string) ([]byte, error) {
	if name == Stdin {
		return readAll(os.Stdin, "the standard input")
	}
	if u, err := url.Parse(name); err == nil && u.Scheme != "" && u.Host != "" {
		return nil, fmt.Errorf("%s is a URL: download the document, or pipe it to the standard input (%s)", name, Stdin)
	}
	// Without O_NONBLOCK, opening a named pipe would block until it has a writer.
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	switch mode := info.Mode(); {
	case mode.IsRegular() && info.Size() > MaxSize():
		return nil, tooLarge(name)
	case mode.IsRegular():
		return readAll(f, name)
	case mode.IsDir():
		return nil, fmt.Errorf("%s is a folder: pass a file", name)
	case mode.Type() == fs.ModeNamedPipe:
		return pipe(ctx, f, name)
	}
	return nil, fmt.Errorf("%s is a device: pass a file, a pipe, or %s for the standard input", name, Stdin)
}

// pipe reads a named pipe to its end. A pipe without a writer looks like one that has ended, so
// pipe tries again until there is data.
func pipe(ctx context.Context, f *os.File, name string) ([]byte, error) {
	timeout := time.After(writerTimeout)
	for {
		data, err := readAll(f, name)
		if err != nil || len(data) > 0 {
			return data, err
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-timeout:
			return nil, fmt.Errorf("%s is a named pipe without data for %v: start the program that writes to it", name, writerTimeout)
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// readAll reads at most MaxSize bytes.
func readAll(r io.Reader, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize()+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if int64(len(data)) > MaxSize() {
		return nil, tooLarge(name)
	}
	return data, nil
}

func tooLarge(name string) error {
	return fmt.Errorf("%s is larger than %d MiB: raise the limit with --max-memory", name, MaxSize()>>20)
}
