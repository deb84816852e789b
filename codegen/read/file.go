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

// MaxSize is how many bytes a file may hold that protolect reads.
func MaxSize() int64 { return int64(jsontree.MaxSize()) }

// Stdin is the name by which File reads the standard input.
const Stdin = "-"

// Label returns what findings call a file.
func Label(name string) string {
	if name == Stdin {
		return "<stdin>"
	}
	return name
}

// writerTimeout is how long File waits until somebody writes to a named pipe.
const writerTimeout = 5 * time.Second

// File returns the content of a regular file, of a pipe or of the standard input.
// It refuses devices, folders and more than MaxSize bytes, before it takes memory
// for them.
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
	case <-ctx.Done(): // a pipe may never end
		return nil, fmt.Errorf("reading %s: %w", name, context.Cause(ctx))
	}
}

func file(ctx context.Context, name string) ([]byte, error) {
	if name == Stdin {
		return bounded(os.Stdin, "the standard input")
	}
	if u, err := url.Parse(name); err == nil && u.Scheme != "" && u.Host != "" {
		return nil, fmt.Errorf("%s: protolect opens no URLs: download the document, or pipe it to the standard input (-)", name)
	}
	// Opening a named pipe would wait for its writer.
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
		return bounded(f, name)
	case mode.IsDir():
		return nil, fmt.Errorf("%s is a folder: give a file", name)
	case mode.Type() == fs.ModeNamedPipe:
		return pipe(ctx, f, name)
	}
	return nil, fmt.Errorf("%s is a device: give a file, a pipe, or %s for the standard input", name, Stdin)
}

// pipe reads a named pipe. Without a writer it ends at once, and one may come yet.
func pipe(ctx context.Context, f *os.File, name string) ([]byte, error) {
	timeout := time.After(writerTimeout)
	for {
		data, err := bounded(f, name)
		if err != nil || len(data) > 0 {
			return data, err
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-timeout:
			return nil, fmt.Errorf("%s is a pipe, and nobody wrote to it within %v", name, writerTimeout)
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

func bounded(r io.Reader, name string) ([]byte, error) {
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
	return fmt.Errorf("%s has more than %d MiB, which is the most that protolect reads: --max-memory raises it", name, MaxSize()>>20)
}
