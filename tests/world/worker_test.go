// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"regexp"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"
)

// takeAll tests documents in worker processes. A document that exceeds its time or memory ends only
// its process. The order of the results is undefined.
func takeAll(t *testing.T, documents []document) iter.Seq[*result] {
	jobs := make(chan document)
	results := make(chan *result)
	var running sync.WaitGroup
	for range min(*workers, len(documents)) {
		running.Go(func() {
			var p *process
			defer func() { p.stop() }()
			for d := range jobs {
				if p == nil {
					var err error
					if p, err = start(t.Context()); err != nil {
						t.Error(err)
						return
					}
				}
				r, ok := p.take(d)
				if !ok {
					p.stop()
					p = nil
				}
				results <- r
			}
		})
	}
	go func() {
		for _, d := range documents {
			jobs <- d
		}
		close(jobs)
		running.Wait()
		close(results)
	}()
	return func(yield func(*result) bool) {
		for r := range results {
			if !yield(r) {
				t.Error("some results are missing")
				return
			}
		}
	}
}

// A process is a worker: this test, started again.
type process struct {
	cancel  context.CancelFunc
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	stderr  tail
}

func start(ctx context.Context) (*process, error) {
	ctx, cancel := context.WithCancel(ctx)
	p := &process{cancel: cancel}
	p.command = exec.CommandContext(ctx, os.Args[0], "-worker",
		fmt.Sprintf("-seed=%d", *seed), fmt.Sprintf("-operations=%d", *operations), fmt.Sprintf("-memory=%d", *maxMemory))
	p.command.Stderr = &p.stderr
	p.command.WaitDelay = time.Second
	var err error
	if p.in, err = p.command.StdinPipe(); err == nil {
		var out io.Reader
		if out, err = p.command.StdoutPipe(); err == nil {
			p.out = bufio.NewReaderSize(out, 1<<20)
			err = p.command.Start()
		}
	}
	if err != nil {
		cancel()
		return nil, err
	}
	return p, nil
}

func (p *process) stop() {
	if p == nil {
		return
	}
	p.in.Close()
	p.cancel()
	_ = p.command.Wait() // it returns an error, because the process was killed
}

// take tests a document, and reports whether the process can test another one.
func (p *process) take(d document) (r *result, ok bool) {
	begin := time.Now()
	tooLong := time.AfterFunc(*maxTime, p.cancel)
	r = newResult(d.Name)
	err := json.NewEncoder(p.in).Encode(d)
	if err == nil {
		err = json.NewDecoder(line(p.out)).Decode(r)
	}
	r.Took = time.Since(begin)
	if !tooLong.Stop() && err != nil {
		r.endless("ends: not within "+maxTime.String(), "")
		return r, false
	}
	if err != nil {
		_ = p.command.Wait() // completes its output
		r.endless("ends: "+p.stderr.why(), p.stderr.String())
		return r, false
	}
	return r, true
}

// line reads up to the end of a line, and not further.
func line(r *bufio.Reader) io.Reader {
	text, err := r.ReadBytes('\n')
	if err != nil {
		return io.MultiReader() // nothing
	}
	return bytes.NewReader(text)
}

// tail keeps the start of its input, as much as an example needs.
type tail struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *tail) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p[:min(len(p), max(0, 4000-w.text.Len()))])
	return len(p), nil
}

func (w *tail) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

var lastWords = regexp.MustCompile(`(?m)^(panic|fatal error|world|runtime): .*`)

// why returns the line with the reason why a process ended.
func (w *tail) why() string {
	if text := lastWords.FindString(w.String()); text != "" {
		return withoutNames(text)
	}
	return "the process died"
}

// work tests the documents that are named on in.
func work(in io.Reader, out io.Writer) {
	go watchMemory()
	debug.SetMemoryLimit(*maxMemory / 4 * 3) // the same limit as in protolect
	decoder, encoder := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var d document
		if err := decoder.Decode(&d); err != nil {
			if !errors.Is(err, io.EOF) {
				fmt.Fprintln(os.Stderr, "world:", err)
				os.Exit(1)
			}
			return
		}
		if err := encoder.Encode(take(d)); err != nil {
			fmt.Fprintln(os.Stderr, "world:", err)
			os.Exit(1)
		}
		debug.FreeOSMemory()
	}
}

// watchMemory ends the process if it exceeds its memory.
func watchMemory() {
	total := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(20 * time.Millisecond) {
		metrics.Read(total)
		if used := total[0].Value.Uint64() - total[1].Value.Uint64(); used > uint64(*maxMemory) {
			fmt.Fprintf(os.Stderr, "world: it needs more than %d MiB of memory\n", *maxMemory>>20)
			os.Exit(1)
		}
	}
}

// withoutNames returns a message without the parts that depend on the document: quoted text,
// numbers, and names that contain an underscore, a dot or a slash.
func withoutNames(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	for _, r := range replaced {
		text = r.pattern.ReplaceAllString(text, r.with)
	}
	if len(text) > 200 {
		text = text[:200] + "…"
	}
	return text
}

var replaced = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`"(?:[^"\\]|\\.)*"`), `"…"`},
	{regexp.MustCompile(`\[[^\]]*\]`), `[…]`},
	{regexp.MustCompile(`\b[A-Za-z0-9]*[_/][A-Za-z0-9_./{}:-]*`), `NAME`},
	{regexp.MustCompile(`-?\b[0-9][0-9.,e+-]*\b`), `N`},
}
